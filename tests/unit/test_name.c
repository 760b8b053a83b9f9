// SPDX-License-Identifier: Apache-2.0
#include "name.h"

#include "cert_writer.h"
#include "der.h"
#include "expect.h"

TestSuite(name, .fini = tidy);
TestSuite(name_form, .fini = tidy);

#define COMMON_NAME "2.5.4.3"
#define ORGANIZATION "2.5.4.10"
#define BMP(hex) ASN(DER_BMP_STRING, asn_hex(hex))
#define UTF8(text) asn_utf8(text)

/* A name of one common name. */
static chain_bytes common(chain_bytes value)
{
    return NAME(RDN(attribute_of(COMMON_NAME, value)));
}

static void equal(chain_bytes a, chain_bytes b, const char *why)
{
    cr_expect(name_equal(a, b), "%s", why);
    cr_expect(name_equal(b, a), "%s, the other way round", why);
    cr_expect_eq(name_hash(a), name_hash(b), "%s: equal names have equal hashes", why);
}

static void differ(chain_bytes a, chain_bytes b, const char *why)
{
    cr_expect_not(name_equal(a, b), "%s", why);
    cr_expect_not(name_equal(b, a), "%s, the other way round", why);
    cr_expect_neq(name_hash(a), name_hash(b), "%s: the hash can tell", why);
}

Test(name, the_same_octets_may_be_of_two_string_types)
{
    chain_bytes plain = common(UTF8("Example CA")),
                printable = common(ASN(DER_PRINTABLE_STRING, asn_text("Example CA")));
    cr_expect(name_same_octets(plain, plain));
    cr_expect(name_same_octets(plain, printable));
    cr_expect(name_same_octets(printable, plain));
    cr_expect_not(name_same_octets(plain, common(UTF8("example CA"))), "case");
    cr_expect_not(name_same_octets(plain, common(UTF8("Example  CA"))), "white space");
    cr_expect_not(name_same_octets(plain, common(ASN(DER_IA5_STRING, asn_text("Example CA")))));
    cr_expect_not(name_same_octets(
        plain, NAME(RDN(attribute_of(ORGANIZATION, UTF8("Example CA"))))), "another attribute");
    cr_expect_not(name_same_octets(plain, (chain_bytes){NULL, 0}));
    cr_expect_not(name_same_octets(common(UTF8("ab")), common(BMP("6162"))));
}

/* ---- equality ---------------------------------------------------------------------------------
 */

Test(name, ascii_letters_are_folded)
{
    equal(common(UTF8("Example CA")), common(UTF8("eXAMPLE ca")), "case");
    differ(common(UTF8("a")), common(UTF8("b")), "letters");
    differ(common(UTF8("[")), common(UTF8("{")), "what stands beside the letters is none");
    differ(common(UTF8("@")), common(UTF8("`")), "what stands beside the letters is none");
}

Test(name, letters_beyond_ascii_are_not)
{
    differ(common(UTF8("\xc3\x89")), common(UTF8("\xc3\xa9")), "E with an accent");
    equal(common(UTF8("\xc3\xa9")), common(UTF8("\xc3\xa9")), "itself");
}

Test(name, white_space_is_dropped_at_ends_and_collapsed_within)
{
    chain_bytes plain = common(UTF8("a b c"));
    equal(plain, common(UTF8("  a b c")), "before");
    equal(plain, common(UTF8("a b c   ")), "after");
    equal(plain, common(UTF8("a   b \t\r\n c")), "between");
    equal(plain,
          common(UTF8("a\xc2\xa0"
                      "b c")),
          "a no-break space");
    differ(plain, common(UTF8("ab c")), "a space that is not there");
    differ(plain, common(UTF8("a bc")), "a space that is not there");
    equal(common(UTF8("")), common(UTF8("  ")), "nothing but space");
}

/* An octet of zero is a character like others: it must not vanish behind a space. */
Test(name, nul_is_a_character)
{
    chain_bytes with = common(ASN(DER_UTF8_STRING, asn_hex("61 20 00 62")));
    differ(with, common(UTF8("a b")), "NUL after a space");
    differ(common(ASN(DER_UTF8_STRING, asn_hex("61 00 62"))), common(UTF8("ab")), "NUL");
    differ(common(ASN(DER_UTF8_STRING, asn_hex("61 20 00"))), common(UTF8("a")), "NUL at the end");
    equal(with, common(ASN(DER_UTF8_STRING, asn_hex("61 20 20 00 62"))), "two spaces and NUL");
}

Test(name, string_types_do_not_matter)
{
    chain_bytes utf8 = common(UTF8("Ab 1"));
    static const uint8_t TAGS[] = {DER_PRINTABLE_STRING, DER_TELETEX_STRING, DER_IA5_STRING,
                                   DER_VISIBLE_STRING, DER_NUMERIC_STRING};
    for (size_t i = 0; i < COUNT(TAGS); i++)
        equal(utf8, common(asn_string(TAGS[i], "aB 1")), "one octet a character");
    equal(utf8, common(BMP("0041 0062 0020 0031")), "BMPString");
    equal(utf8, common(ASN(DER_UNIVERSAL_STRING, asn_hex("00000041 00000062 00000020 00000031"))),
          "UniversalString");
    differ(utf8, common(asn_string(DER_OCTET_STRING, "Ab 1")), "an OCTET STRING is no text");
    differ(common(UTF8("\xc3\xbf")), common(UTF8("\xff")),
           "a broken octet is not its Latin-1 letter");
    equal(common(UTF8("\xe4\xb8\xad")), common(BMP("4e2d")), "a Chinese character");
}

Test(name, odd_ends_of_wide_strings_still_count)
{
    differ(common(BMP("0041 00")), common(BMP("0041")), "half a character");
    equal(common(BMP("0041 42")), common(BMP("0061 62")), "half a character is folded too");
    differ(common(ASN(DER_UNIVERSAL_STRING, asn_hex("000041"))), common(UTF8("A")), "three octets");
}

Test(name, other_values_are_compared_octet_by_octet)
{
    equal(common(asn_integer(5)), common(asn_integer(5)), "an INTEGER");
    differ(common(asn_integer(5)), common(asn_integer(6)), "another INTEGER");
    cr_expect_not(name_equal(common(asn_string(DER_OCTET_STRING, "a")),
                             common(asn_string(DER_OCTET_STRING, "A"))),
                  "no letters in octets");
    cr_expect_not(name_equal(common(ASN(DER_OCTET_STRING, asn_hex("05"))), common(asn_integer(5))),
                  "another tag");
}

Test(name, types_matter)
{
    differ(common(UTF8("a")), NAME(RDN(attribute_of(ORGANIZATION, UTF8("a")))), "CN and O");
}

Test(name, order_within_an_rdn_does_not_matter)
{
    chain_bytes a = attribute_of(COMMON_NAME, UTF8("a")), b = attribute_of(ORGANIZATION, UTF8("b"));
    equal(NAME(RDN(a, b)), NAME(RDN(b, a)), "two attributes");
    differ(NAME(RDN(a, b)), NAME(RDN(a)), "one is missing");
    differ(NAME(RDN(a, b)), NAME(RDN(a), RDN(b)), "one RDN is not two");
}

Test(name, each_attribute_of_an_rdn_is_used_once)
{
    chain_bytes a = attribute_of(COMMON_NAME, UTF8("a")), b = attribute_of(COMMON_NAME, UTF8("b"));
    equal(NAME(RDN(a, a, b)), NAME(RDN(b, a, a)), "the same three");
    differ(NAME(RDN(a, a, b)), NAME(RDN(a, b, b)), "twice the other one");
}

Test(name, order_of_rdns_matters)
{
    chain_bytes a = RDN(attribute_of(COMMON_NAME, UTF8("a"))),
                b = RDN(attribute_of(COMMON_NAME, UTF8("b")));
    differ(NAME(a, b), NAME(b, a), "swapped");
    differ(NAME(a, b), NAME(a), "shorter");
    differ(NAME(a), asn_empty(0x30), "empty");
    equal(asn_empty(0x30), asn_empty(0x30), "empty");
}

Test(name, equal_octets_are_equal_names_even_when_malformed)
{
    chain_bytes broken = asn_hex("30 02 31 00");
    cr_expect(name_equal(broken, broken));
    cr_expect_not(name_equal(broken, asn_hex("30 00")));
}

/* ---- subtrees ---------------------------------------------------------------------------------
 */

Test(name, within_is_a_prefix)
{
    chain_bytes c = RDN(attribute_of("2.5.4.6", asn_string(DER_PRINTABLE_STRING, "DE"))),
                o = RDN(attribute_of(ORGANIZATION, UTF8("Org"))),
                cn = RDN(attribute_of(COMMON_NAME, UTF8("x")));
    cr_expect(name_is_within(NAME(c, o, cn), NAME(c, o)));
    cr_expect(name_is_within(NAME(c, o, cn), NAME(c, o, cn)));
    cr_expect(name_is_within(NAME(c, o, cn), asn_empty(0x30)));
    cr_expect(name_is_within(NAME(c, RDN(attribute_of(ORGANIZATION, UTF8(" oRG")))), NAME(c, o)));
    cr_expect_not(name_is_within(NAME(c, o), NAME(c, o, cn)), "shorter than the base");
    cr_expect_not(name_is_within(NAME(c, cn, o), NAME(c, o)), "not in this order");
    cr_expect_not(name_is_within(NAME(o, cn), NAME(c, o)));
    cr_expect_not(name_is_within(asn_empty(0x30), NAME(c)));
    cr_expect_not(name_is_within(asn_hex("0500"), NAME(c)), "no name at all");
    cr_expect_not(name_is_within(NAME(c), asn_hex("0500")));
}

/* ---- form -------------------------------------------------------------------------------------
 */

Test(name_form, empty_names)
{
    cr_expect(name_is_empty(asn_empty(0x30)));
    cr_expect(name_is_well_formed(asn_empty(0x30)));
    cr_expect_not(name_is_empty(name_of("")), "an empty value is a value");
}

Test(name_form, sixteen_attributes_an_rdn_and_no_more)
{
    chain_bytes attributes = {NULL, 0};
    for (int count = 1; count <= 17; count++) {
        attributes = ASN_JOIN(attributes, attribute_of(COMMON_NAME, UTF8("x")));
        cr_expect_eq(name_is_well_formed(NAME(RDN(attributes))), count <= 16, "%d attributes",
                     count);
    }
}

Test(name_form, what_is_no_name)
{
    chain_bytes good = attribute_of(COMMON_NAME, UTF8("x"));
    static const char *const WRONG[] = {"",
                                        "30",
                                        "0500",
                                        "31 00",
                                        "30 00 00",
                                        "30 02 31 00",
                                        "30 02 05 00",
                                        "30 04 31 02 30 00",
                                        "30 04 31 02 05 00"};
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(name_is_well_formed(asn_hex(WRONG[i])), "%s", WRONG[i]);
    cr_expect(name_is_well_formed(NAME(RDN(good), RDN(good))));
    cr_expect_not(name_is_well_formed(NAME(good)), "no SET");
    cr_expect_not(name_is_well_formed(NAME(RDN(ASN_SEQUENCE(UTF8("x"))))), "no type");
    cr_expect_not(name_is_well_formed(NAME(RDN(ASN_SEQUENCE(asn_oid(COMMON_NAME))))), "no value");
    cr_expect_not(name_is_well_formed(NAME(RDN(attribute_of(COMMON_NAME, asn_hex("0c00 0500"))))),
                  "two values");
    cr_expect_not(name_is_well_formed(NAME(RDN(ASN_SEQUENCE(asn_hex("06 02 80 01"), UTF8("x"))))),
                  "an OID with a leading zero digit");
    cr_expect_not(name_is_well_formed(NAME(RDN(good, asn_hex("0500")))),
                  "something else in the SET");
}

/* ---- visiting ---------------------------------------------------------------------------------
 */

struct seen {
    char text[64];
    size_t stop_after;
    size_t count;
};

static bool see(void *context, uint8_t tag, chain_bytes value)
{
    struct seen *seen = context;
    size_t used = strlen(seen->text);
    seen->text[used] = tag == DER_UTF8_STRING ? 'u' : 'p';
    memcpy(seen->text + used + 1, value.data, value.size);
    return ++seen->count != seen->stop_after;
}

static chain_bytes three_common_names(void)
{
    return NAME(RDN(attribute_of(COMMON_NAME, UTF8("a")), attribute_of(ORGANIZATION, UTF8("b"))),
                RDN(attribute_of(COMMON_NAME, asn_string(DER_PRINTABLE_STRING, "c"))),
                RDN(attribute_of(COMMON_NAME, UTF8("d"))));
}

Test(name, visit_calls_for_each_attribute_of_the_type)
{
    struct seen seen = {{0}, 0, 0};
    cr_expect(name_visit(three_common_names(), BYTES("\x55\x04\x03"), see, &seen));
    SAME_TEXT(seen.text, "uapcud");
    cr_expect(name_visit(three_common_names(), BYTES("\x55\x04\x06"), see, &seen), "none of them");
    SAME(seen.count, 3);
}

Test(name, visit_stops_when_told)
{
    struct seen seen = {{0}, 2, 0};
    cr_expect_not(name_visit(three_common_names(), BYTES("\x55\x04\x03"), see, &seen));
    SAME_TEXT(seen.text, "uapc");
    SAME(seen.count, 2);
    cr_expect(name_visit(asn_hex("0500"), BYTES("\x55\x04\x03"), see, &seen),
              "no name, no attribute");
    SAME(seen.count, 2);
}
