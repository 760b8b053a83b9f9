// SPDX-License-Identifier: Apache-2.0
#include "general_name.h"

#include "cert_writer.h"
#include "expect.h"

TestSuite(general_name, .fini = tidy);

static bool next(chain_bytes bytes, struct general_name *out)
{
    struct der in = der_from(bytes);
    bool good = general_name_next(&in, out);
    SAME(in.at - bytes.data, good ? bytes.size : 0);
    return good;
}

static chain_bytes other_name(chain_bytes content)
{
    return ASN_CONTEXT(0, content);
}

Test(general_name, kinds_and_their_values)
{
    chain_bytes directory = name_of("x");
    const struct {
        chain_bytes bytes;
        enum general_name_kind kind;
        chain_bytes value;
    } cases[] = {
        {email_name("a@b"), GENERAL_NAME_EMAIL, asn_text("a@b")},
        {dns_name("a.example"), GENERAL_NAME_DNS, asn_text("a.example")},
        {dns_name(""), GENERAL_NAME_DNS, asn_text("")},
        {uri_name("http://a/"), GENERAL_NAME_URI, asn_text("http://a/")},
        {ip_name(asn_hex("7f000001")), GENERAL_NAME_IP, asn_hex("7f000001")},
        {ip_name(asn_hex("7f")), GENERAL_NAME_IP, asn_hex("7f")},
        {directory_name(directory), GENERAL_NAME_DIRECTORY, directory},
        {ASN(0x88, asn_hex("2a03")), GENERAL_NAME_REGISTERED_ID, asn_hex("2a03")},
        {ASN_CONTEXT(3, asn_null()), GENERAL_NAME_X400, asn_null()},
        {ASN_CONTEXT(5, asn_null()), GENERAL_NAME_EDI_PARTY, asn_null()},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct general_name name;
        cr_expect(next(cases[i].bytes, &name), "case %zu", i);
        SAME(name.kind, cases[i].kind);
        SAME_BYTES(name.value, cases[i].value);
    }
    SAME(GENERAL_NAME_KINDS, GENERAL_NAME_REGISTERED_ID + 1);
}

Test(general_name, texts_are_ascii)
{
    struct general_name name;
    cr_expect(next(dns_name("\x7f"), &name));
    cr_expect_not(next(dns_name("a\x80"), &name));
    cr_expect_not(next(email_name("\xc3\xbc@b"), &name));
    cr_expect_not(next(uri_name("http://\xff"), &name));
}

Test(general_name, directory_names_are_names)
{
    struct general_name name;
    cr_expect(next(directory_name(asn_empty(0x30)), &name));
    cr_expect_not(next(directory_name(asn_null()), &name));
    cr_expect_not(next(directory_name(ASN_JOIN(name_of("x"), asn_null())), &name));
    cr_expect_not(next(asn_empty(0xa4), &name));
}

Test(general_name, other_names_have_a_type_and_an_explicit_value)
{
    struct general_name name;
    chain_bytes type = asn_oid("1.3.6.1.4.1.311.20.2.3"), value = ASN_CONTEXT(0, asn_utf8("x"));
    cr_expect(next(other_name(ASN_JOIN(type, value)), &name));
    SAME(name.kind, GENERAL_NAME_OTHER);
    const chain_bytes wrong[] = {
        {NULL, 0},
        type,
        value,
        ASN_JOIN(value, type),
        ASN_JOIN(type, value, asn_null()),
        ASN_JOIN(type, asn_utf8("x")),
        ASN_JOIN(type, ASN(0x80, asn_text("x"))),
        ASN_JOIN(asn_hex("06 02 80 01"), value),
        ASN_JOIN(asn_hex("06 00"), value),
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        cr_expect_not(next(other_name(wrong[i]), &name), "case %zu", i);
}

Test(general_name, registered_ids_are_oids)
{
    struct general_name name;
    cr_expect_not(next(asn_hex("88 00"), &name));
    cr_expect_not(next(asn_hex("88 02 2a 80"), &name));
}

Test(general_name, other_tags_are_none)
{
    static const char *const WRONG[] = {"0c 00", "80 00", "83 00", "84 00",   "85 00",
                                        "89 00", "a1 00", "a2 00", "a6 00",   "a7 00",
                                        "a8 00", "a9 00", "c2 00", "02 01 05"};
    struct general_name name;
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(next(asn_hex(WRONG[i]), &name), "%s", WRONG[i]);
    cr_expect_not(next(asn_hex("82 05 61"), &name), "cut off");
}

Test(general_name, failure_stays_on_the_name_that_is_wrong)
{
    chain_bytes bytes = ASN_JOIN(dns_name("a"), dns_name("\xff"), dns_name("b"));
    struct der in = der_from(bytes);
    struct general_name name;
    cr_assert(general_name_next(&in, &name));
    cr_expect_not(general_name_next(&in, &name));
    SAME(in.at - bytes.data, 3);
}

Test(general_name, lists_have_one_name_at_least)
{
    cr_expect_not(general_names_are_well_formed((chain_bytes){NULL, 0}));
    cr_expect(general_names_are_well_formed(dns_name("a")));
    cr_expect(general_names_are_well_formed(ASN_JOIN(dns_name("a"), email_name("b@c"))));
    cr_expect_not(general_names_are_well_formed(ASN_JOIN(dns_name("a"), dns_name("\xff"))));
    cr_expect_not(general_names_are_well_formed(ASN_JOIN(dns_name("a"), asn_hex("82"))));
}
