// SPDX-License-Identifier: Apache-2.0
#include "name.h"

#include "builtin.h"
#include "cert.h"
#include "cert_writer.h"
#include "der.h"
#include "expect.h"
#include "mem.h"
#include "pool.h"

TestSuite(name_to_text, .fini = tidy);
TestSuite(name_from_text, .fini = tidy);

static const char *text_of(chain_bytes name)
{
    struct text text = {0};
    name_to_text(&text, name);
    char *made = text_take(&text);
    const char *kept = pool_format("%s", made);
    mem_free(made);
    return kept;
}

static const char *short_text_of(chain_bytes name)
{
    struct text text = {0};
    name_to_short_text(&text, name);
    char *made = text_take(&text);
    const char *kept = pool_format("%s", made);
    mem_free(made);
    return kept;
}

static chain_bytes common(chain_bytes value)
{
    return NAME(RDN(attribute_of("2.5.4.3", value)));
}

/* ---- DER to text ------------------------------------------------------------------------------
 */

Test(name_to_text, examples_of_rfc_4514)
{
    chain_bytes net =
        RDN(attribute_of("0.9.2342.19200300.100.1.25", asn_string(DER_IA5_STRING, "net")));
    chain_bytes example =
        RDN(attribute_of("0.9.2342.19200300.100.1.25", asn_string(DER_IA5_STRING, "example")));
    chain_bytes uid = RDN(attribute_of("0.9.2342.19200300.100.1.1", asn_utf8("jsmith")));
    chain_bytes sales = RDN(attribute_of("2.5.4.11", asn_utf8("Sales")),
                            attribute_of("2.5.4.3", asn_utf8("J.  Smith")));
    SAME_TEXT(text_of(NAME(net, example, uid)), "UID=jsmith,DC=example,DC=net");
    SAME_TEXT(text_of(NAME(net, example, sales)), "OU=Sales+CN=J.  Smith,DC=example,DC=net");
    SAME_TEXT(text_of(common(asn_utf8("James \"Jim\" Smith, III"))),
              "CN=James \\\"Jim\\\" Smith\\, III");
    SAME_TEXT(text_of(common(asn_utf8("Before\rAfter"))), "CN=Before\\0dAfter");
    SAME_TEXT(text_of(common(asn_utf8("Lu\xc4\x8di\xc4\x87"))), "CN=Lu\xc4\x8di\xc4\x87");
    SAME_TEXT(
        text_of(NAME(RDN(attribute_of("1.3.6.1.4.1.1466.0", asn_string(DER_OCTET_STRING, "Hi"))))),
        "1.3.6.1.4.1.1466.0=#04024869");
}

Test(name_to_text, all_keywords)
{
    static const struct {
        const char *oid, *keyword;
    } TYPES[] = {{"2.5.4.3", "CN"},
                 {"2.5.4.7", "L"},
                 {"2.5.4.8", "ST"},
                 {"2.5.4.10", "O"},
                 {"2.5.4.11", "OU"},
                 {"2.5.4.6", "C"},
                 {"2.5.4.9", "STREET"},
                 {"0.9.2342.19200300.100.1.25", "DC"},
                 {"0.9.2342.19200300.100.1.1", "UID"},
                 {"2.5.4.5", "serialNumber"},
                 {"2.5.4.97", "organizationIdentifier"},
                 {"1.2.840.113549.1.9.1", "emailAddress"},
                 {"2.5.4.12", "title"},
                 {"2.5.4.17", "postalCode"},
                 {"2.5.4.15", "businessCategory"},
                 {"2.5.4.13", "2.5.4.13"},
                 {"0.0", "0.0"},
                 {"1.39", "1.39"},
                 {"2.0", "2.0"},
                 {"2.999.1", "2.999.1"},
                 {"2.100000000000", "2.100000000000"}};
    for (size_t i = 0; i < COUNT(TYPES); i++) {
        chain_bytes name = NAME(RDN(attribute_of(TYPES[i].oid, asn_utf8("x"))));
        SAME_TEXT(text_of(name), pool_format("%s=x", TYPES[i].keyword));
    }
}

Test(name_to_text, what_must_be_escaped)
{
    SAME_TEXT(text_of(common(asn_utf8("\"+,;<>\\"))), "CN=\\\"\\+\\,\\;\\<\\>\\\\");
    SAME_TEXT(text_of(common(asn_utf8(" a "))), "CN=\\ a\\ ");
    SAME_TEXT(text_of(common(asn_utf8("  a b  "))), "CN=\\  a b \\ ");
    SAME_TEXT(text_of(common(asn_utf8(" "))), "CN=\\ ");
    SAME_TEXT(text_of(common(asn_utf8("#a#"))), "CN=\\#a#");
    SAME_TEXT(text_of(common(asn_utf8("a=b"))), "CN=a=b");
    SAME_TEXT(text_of(common(asn_utf8(""))), "CN=");
    SAME_TEXT(text_of(common(ASN(DER_UTF8_STRING, asn_hex("00")))), "CN=\\00");
    SAME_TEXT(text_of(asn_empty(0x30)), "");
}

Test(name_to_text, what_steers_a_terminal_or_hides)
{
    SAME_TEXT(text_of(common(asn_utf8("\x1b[2J"))), "CN=\\1b[2J");
    SAME_TEXT(text_of(common(asn_utf8("a\xe2\x80\xaexe"))), "CN=a\\e2\\80\\aexe");
    SAME_TEXT(text_of(common(asn_utf8("\xc2\x9b"))), "CN=\\c2\\9b");
}

Test(name_to_text, string_types)
{
    SAME_TEXT(text_of(common(ASN(DER_BMP_STRING, asn_hex("0041 4e2d 0020")))),
              "CN=A\xe4\xb8\xad\\ ");
    SAME_TEXT(text_of(common(ASN(DER_UNIVERSAL_STRING, asn_hex("0001f600")))),
              "CN=\xf0\x9f\x98\x80");
    SAME_TEXT(text_of(common(ASN(DER_TELETEX_STRING, asn_hex("e9")))), "CN=\xc3\xa9");
    SAME_TEXT(text_of(common(asn_string(DER_NUMERIC_STRING, "12"))), "CN=12");
    SAME_TEXT(text_of(common(asn_string(DER_VISIBLE_STRING, "v"))), "CN=v");
    SAME_TEXT(text_of(common(asn_string(0x15, "v"))), "CN=#150176");
    SAME_TEXT(text_of(common(asn_integer(300))), "CN=#0202012c");
}

Test(name_to_text, what_is_not_of_its_string_type)
{
    SAME_TEXT(text_of(common(asn_utf8("a\xff"
                                      "b"))),
              "CN=a\\ffb");
    SAME_TEXT(text_of(common(ASN(DER_BMP_STRING, asn_hex("0041 d800 42")))), "CN=A\\d8\\00\\42");
    SAME_TEXT(text_of(common(ASN(DER_UNIVERSAL_STRING, asn_hex("00110000")))),
              "CN=\\00\\11\\00\\00");
}

Test(name_to_text, goes_after_what_the_text_has)
{
    struct text text = {0};
    text_add(&text, "issuer: ");
    name_to_text(&text, NAME(RDN(attribute_of("2.5.4.6", asn_utf8("a"))),
                             RDN(attribute_of("2.5.4.3", asn_utf8("b")))));
    SAME_OWN_TEXT(text_take(&text), "issuer: CN=b,C=a");
}

/* ---- what a person calls it -------------------------------------------------------------------
 */

Test(name_to_text, short_is_common_name_then_unit_then_organization_then_all)
{
    chain_bytes cn = RDN(attribute_of("2.5.4.3", asn_utf8("name, \"quoted\"")));
    chain_bytes ou = RDN(attribute_of("2.5.4.11", asn_utf8("unit")));
    chain_bytes o = RDN(attribute_of("2.5.4.10", asn_utf8("organization")));
    chain_bytes c = RDN(attribute_of("2.5.4.6", asn_utf8("DE")));
    SAME_TEXT(short_text_of(NAME(c, o, ou, cn)), "name, \"quoted\"");
    SAME_TEXT(short_text_of(NAME(c, o, ou)), "unit");
    SAME_TEXT(short_text_of(NAME(c, o)), "organization");
    SAME_TEXT(short_text_of(NAME(c)), "C=DE");
    SAME_TEXT(short_text_of(asn_empty(0x30)), "");
    SAME_TEXT(short_text_of(NAME(o, RDN(attribute_of("2.5.4.3", asn_utf8(""))))), "organization");
}

Test(name_to_text, short_takes_the_most_special_of_several)
{
    chain_bytes first = RDN(attribute_of("2.5.4.3", asn_utf8("first")));
    chain_bytes last = RDN(attribute_of("2.5.4.3", asn_utf8("last")));
    SAME_TEXT(short_text_of(NAME(first, last)), "last");
    SAME_TEXT(short_text_of(common(asn_utf8("a\x1b"))), "a\\1b");
}

Test(name_to_text, short_prefers_a_unit_that_begins_like_the_common_name)
{
    static const struct {
        const char *file, *name;
    } ROOTS[] = {{"globalsign-root-ca-r3", "GlobalSign Root CA - R3"},
                 {"globalsign-root-ca-r6", "GlobalSign Root CA - R6"},
                 {"globalsign-root-ca", "GlobalSign Root CA"},
                 {"globalsign-root-r46", "GlobalSign Root R46"},
                 {"starfield-class-2-ca", "Starfield Class 2 Certification Authority"},
                 {"amazon-root-ca-1", "Amazon Root CA 1"}};
    for (size_t i = 0; i < COUNT(ROOTS); i++) {
        size_t k = 0;
        while (k < BUILTIN_ROOT_COUNT && strcmp(BUILTIN_ROOTS[k].name, ROOTS[i].file) != 0)
            k++;
        cr_assert_lt(k, BUILTIN_ROOT_COUNT, "%s", ROOTS[i].file);
        chain_cert *cert;
        cr_assert_eq(chain_cert_new(&cert, NULL, BUILTIN_ROOTS[k].der, BUILTIN_ROOTS[k].size),
                     CHAIN_OK);
        SAME_OWN_TEXT(chain_cert_short_name(cert), ROOTS[i].name);
        chain_cert_unref(cert);
    }
}

/* ---- text to DER ------------------------------------------------------------------------------
 */

static void reads_as(const char *text, chain_bytes expected)
{
    chain_bytes name = {NULL, 0};
    cr_assert_eq(name_from_text(&name, text), CHAIN_OK, "'%s'", text);
    SAME_BYTES(name, expected);
    mem_free((void *)(uintptr_t)name.data);
}

Test(name_from_text, last_rdn_first)
{
    reads_as("CN=b,C=a", NAME(RDN(attribute_of("2.5.4.6", asn_utf8("a"))),
                              RDN(attribute_of("2.5.4.3", asn_utf8("b")))));
    reads_as("", asn_empty(0x30));
    reads_as("CN=", common(asn_utf8("")));
    reads_as("OU=b+CN=a,O=c", NAME(RDN(attribute_of("2.5.4.10", asn_utf8("c"))),
                                   RDN(attribute_of("2.5.4.11", asn_utf8("b")),
                                       attribute_of("2.5.4.3", asn_utf8("a")))));
}

Test(name_from_text, keywords_in_any_case_and_dotted_numbers)
{
    reads_as("cn=x", common(asn_utf8("x")));
    reads_as("2.5.4.3=x", common(asn_utf8("x")));
    reads_as("SERIALNUMBER=5", NAME(RDN(attribute_of("2.5.4.5", asn_utf8("5")))));
    reads_as("2.999.18446744=x", NAME(RDN(attribute_of("2.999.18446744", asn_utf8("x")))));
    reads_as("0.39=x", NAME(RDN(attribute_of("0.39", asn_utf8("x")))));
    reads_as("1.2.128.16383.16384=x",
             NAME(RDN(attribute_of("1.2.128.16383.16384", asn_utf8("x")))));
}

Test(name_from_text, spaces_around_do_not_belong_to_it)
{
    reads_as("  CN = a b  ,  C=  x", NAME(RDN(attribute_of("2.5.4.6", asn_utf8("x"))),
                                          RDN(attribute_of("2.5.4.3", asn_utf8("a b")))));
    reads_as("CN=\\ a\\ ", common(asn_utf8(" a ")));
    reads_as("CN=a\\20 ", common(asn_utf8("a ")));
}

Test(name_from_text, escapes)
{
    reads_as("CN=\\\"\\+\\,\\;\\<\\>\\\\\\#\\=\\ ", common(asn_utf8("\"+,;<>\\#= ")));
    reads_as("CN=Lu\\C4\\8di\\c4\\87", common(asn_utf8("Lu\xc4\x8di\xc4\x87")));
    reads_as("CN=\\00", common(ASN(DER_UTF8_STRING, asn_hex("00"))));
    reads_as("CN=a#b=c", common(asn_utf8("a#b=c")));
}

/* RFC 4514 2.4: "#" begins the hex digits of the whole element. */
Test(name_from_text, elements_in_hex)
{
    reads_as("1.3.6.1.4.1.1466.0=#04024869",
             NAME(RDN(attribute_of("1.3.6.1.4.1.1466.0", asn_string(DER_OCTET_STRING, "Hi")))));
    reads_as("CN=#130141 ,C=x", NAME(RDN(attribute_of("2.5.4.6", asn_utf8("x"))),
                                     RDN(attribute_of("2.5.4.3", asn_string(0x13, "A")))));
}

Test(name_from_text, refuses_what_is_no_name)
{
    static const char *const WRONG[] = {
        " ",
        "CN",
        "=x",
        "CN=a,",
        ",CN=a",
        "CN=a,,C=b",
        "CN=a+",
        "+CN=a",
        "CN=a,C",
        "XX=a",
        "CN=a\\",
        "CN=a\"b",
        "CN=a;b",
        "CN=<a",
        "CN=a>",
        "1=a",
        "3.1=a",
        "0.40=a",
        "1.40=a",
        "2..5=a",
        "2.5.=a",
        ".2.5=a",
        "2.5.x=a",
        "2.5 .4=a",
        "CN=a,  ",
        "CN=\\z",
        "CN=\\4",
        "CN=\\4g",
        "CN=#",
        "CN=#0",
        "CN=#04",
        "CN=#0402a",
        "CN=#zz",
        "CN=#04024869x",
        "CN=#040248690500",
        "2.1234567890123456789=a", /* more digits than are read */
    };
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        chain_bytes name;
        cr_expect_eq(name_from_text(&name, WRONG[i]), CHAIN_E_MALFORMED, "'%s'", WRONG[i]);
    }
}

Test(name_from_text, sixteen_attributes_an_rdn_and_thirty_two_arcs)
{
    const char *text = "CN=x", *oid = "2.5";
    chain_bytes name;
    for (int count = 1; count <= 17; count++, text = pool_format("%s+CN=x", text)) {
        chain_status status = name_from_text(&name, text);
        cr_expect_eq(status, count <= 16 ? CHAIN_OK : CHAIN_E_MALFORMED, "%d attributes", count);
        if (status == CHAIN_OK)
            mem_free((void *)(uintptr_t)name.data);
    }
    for (int arcs = 2; arcs <= 33; arcs++, oid = pool_format("%s.1", oid)) {
        chain_status status = name_from_text(&name, pool_format("%s=x", oid));
        cr_expect_eq(status, arcs <= 32 ? CHAIN_OK : CHAIN_E_MALFORMED, "%d arcs", arcs);
        if (status == CHAIN_OK)
            mem_free((void *)(uintptr_t)name.data);
    }
}

/* What is written comes back as an equal name. */
Test(name_from_text, undoes_to_text)
{
    const chain_bytes names[] = {
        common(asn_utf8(" #a\"+,;<>\\= ")),
        common(asn_utf8("\x1b\x7f\xc2\x9b\xe2\x80\xae")),
        common(ASN(DER_BMP_STRING, asn_hex("4e2d 0041"))),
        NAME(RDN(attribute_of("2.5.4.3", asn_integer(5)), attribute_of("2.5.4.99", asn_utf8("x")))),
        asn_empty(0x30),
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        chain_bytes again;
        cr_assert_eq(name_from_text(&again, text_of(names[i])), CHAIN_OK, "'%s'",
                     text_of(names[i]));
        cr_expect(name_equal(names[i], again), "'%s'", text_of(names[i]));
        mem_free((void *)(uintptr_t)again.data);
    }
}
