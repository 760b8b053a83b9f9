// SPDX-License-Identifier: Apache-2.0
#include "extension.h"

#include "cert_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(extension, .fini = tidy);
TestSuite(extension_value, .fini = tidy);

#define NOTHING ((chain_bytes){NULL, 0})

static struct chain_cert parse(chain_bytes extensions)
{
    struct chain_cert cert;
    size_t bad;
    const char *why = "";
    cr_assert_eq(cert_parse(&cert, cert_with(extensions), &bad, &why), CHAIN_OK, "%s at %zu", why,
                 bad);
    return cert;
}

/* A certificate with this one extension. */
static struct chain_cert with(const char *oid, chain_bytes value)
{
    return parse(EXTENSIONS(extension_of(oid, false, value)));
}

static void accepted(const char *oid, enum cert_extension extension, chain_bytes value)
{
    struct chain_cert cert = with(oid, value);
    SAME(cert.present, 1 << extension);
    cr_expect_eq(cert.malformed, 0, "%s: %s", oid, expect_hex(value));
    SAME_BYTES(cert_extension(&cert, extension), value);
}

static void refused(const char *oid, enum cert_extension extension, chain_bytes value)
{
    struct chain_cert cert = with(oid, value);
    SAME(cert.present, 1 << extension);
    cr_expect_eq(cert.malformed, 1 << extension, "%s: %s", oid, expect_hex(value));
    cr_expect(cert.deviations & CERT_EXTENSION_MALFORMED, "%s: %s", oid, expect_hex(value));
}

/* ---- which extension --------------------------------------------------------------------------
 */

Test(extension, by_oid)
{
    static const struct {
        const char *oid;
        enum cert_extension extension;
    } CASES[] = {
        {"2.5.29.14", EXTENSION_SUBJECT_KEY_ID},
        {"2.5.29.15", EXTENSION_KEY_USAGE},
        {"2.5.29.17", EXTENSION_SUBJECT_ALT_NAME},
        {"2.5.29.19", EXTENSION_BASIC_CONSTRAINTS},
        {"2.5.29.30", EXTENSION_NAME_CONSTRAINTS},
        {"2.5.29.31", EXTENSION_CRL_POINTS},
        {"2.5.29.32", EXTENSION_POLICIES},
        {"2.5.29.33", EXTENSION_POLICY_MAPPINGS},
        {"2.5.29.35", EXTENSION_AUTHORITY_KEY_ID},
        {"2.5.29.36", EXTENSION_POLICY_CONSTRAINTS},
        {"2.5.29.37", EXTENSION_EXTENDED_KEY_USAGE},
        {"2.5.29.54", EXTENSION_INHIBIT_ANY_POLICY},
        {"2.5.29.9", EXTENSION_SUBJECT_ATTRIBUTES},
        {"2.5.29.18", EXTENSION_IGNORED},
        {"2.5.29.46", EXTENSION_FRESHEST_CRL},
        {"1.3.6.1.5.5.7.1.1", EXTENSION_AUTHORITY_INFO},
        {"1.3.6.1.5.5.7.1.11", EXTENSION_SUBJECT_INFO},
        {"1.3.6.1.5.5.7.48.1.5", EXTENSION_IGNORED},
        {"2.5.29.16", EXTENSION_UNKNOWN},
        {"2.5.29.20", EXTENSION_UNKNOWN},
        {"2.5.29.15.1", EXTENSION_UNKNOWN},
        {"2.5.30.15", EXTENSION_UNKNOWN},
        {"1.3.6.1.5.5.7.1.24", EXTENSION_UNKNOWN},
        {"1.3.6.1.4.1.11129.2.4.3", EXTENSION_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        chain_bytes oid = asn_oid(CASES[i].oid);
        SAME(extension_from_oid((chain_bytes){oid.data + 2, oid.size - 2}), CASES[i].extension);
    }
}

Test(extension, critical_ones_are_noted)
{
    struct chain_cert cert =
        parse(EXTENSIONS(extension_of("2.5.29.19", true, asn_empty(0x30)),
                         extension_of("2.5.29.14", false, ASN(0x04, asn_hex("01")))));
    SAME(cert.present, 1 << EXTENSION_BASIC_CONSTRAINTS | 1 << EXTENSION_SUBJECT_KEY_ID);
    SAME(cert.critical, 1 << EXTENSION_BASIC_CONSTRAINTS);
    SAME(cert.deviations, 0);
}

Test(extension, criticality_of_false_is_a_default_written_out)
{
    struct chain_cert cert = parse(EXTENSIONS(
        ASN_SEQUENCE(asn_oid("2.5.29.19"), asn_boolean(false), ASN(0x04, asn_empty(0x30)))));
    SAME(cert.deviations, CERT_DEFAULT_ENCODED);
    SAME(cert.critical, 0);
}

Test(extension, unknown_critical_ones_and_the_first_of_them)
{
    SAME(parse(EXTENSIONS(extension_of("1.2.3", false, NOTHING))).deviations, 0);
    struct chain_cert cert = parse(EXTENSIONS(extension_of("1.2.3", false, NOTHING),
                                              extension_of("1.2.4", true, NOTHING),
                                              extension_of("1.2.5", true, NOTHING)));
    SAME(cert.deviations, CERT_UNKNOWN_CRITICAL);
    SAME_BYTES(cert_bytes(&cert, cert.unknown_critical), asn_hex("2a04"));
    /* known, though nothing of it is kept */
    SAME(parse(EXTENSIONS(extension_of("2.5.29.18", true, NOTHING))).deviations, 0);
}

Test(extension, twice_is_once_too_often_of_every_kind)
{
    static const char *const OIDS[] = {"2.5.29.14", "2.5.29.18", "1.3.6.1.5.5.7.1.1", "1.2.3"};
    chain_bytes value = ASN(0x04, asn_hex("01"));
    for (size_t i = 0; i < COUNT(OIDS); i++) {
        chain_bytes one = extension_of(OIDS[i], false, value),
                    other = extension_of("1.2.9", false, value);
        SAME(parse(EXTENSIONS(one, other)).deviations, 0);
        SAME(parse(EXTENSIONS(one, other, one)).deviations, CERT_EXTENSION_TWICE);
        SAME(parse(EXTENSIONS(other, one, one)).deviations, CERT_EXTENSION_TWICE);
    }
}

Test(extension, of_two_the_first_counts)
{
    struct chain_cert cert =
        parse(EXTENSIONS(extension_of("2.5.29.14", false, ASN(0x04, asn_hex("01"))),
                         extension_of("2.5.29.14", true, asn_hex("99"))));
    SAME(cert.deviations, CERT_EXTENSION_TWICE);
    SAME(cert.malformed | cert.critical, 0);
    SAME_BYTES(cert_subject_key_id(&cert), asn_hex("01"));
}

Test(extension, empty_list)
{
    SAME(parse(ASN_CONTEXT(3, asn_empty(0x30))).deviations, CERT_EXTENSIONS_EMPTY);
}

Test(extension, value_must_be_one_element)
{
    refused("2.5.29.19", EXTENSION_BASIC_CONSTRAINTS, NOTHING);
    refused("2.5.29.19", EXTENSION_BASIC_CONSTRAINTS, asn_hex("3000 00"));
    refused("2.5.29.19", EXTENSION_BASIC_CONSTRAINTS, asn_hex("30"));
}

/* ---- basic constraints ------------------------------------------------------------------------
 */

Test(extension_value, basic_constraints)
{
    const struct {
        chain_bytes value;
        bool is_ca;
        uint32_t path_length, deviations;
    } cases[] = {
        {asn_empty(0x30), false, CERT_NO_PATH_LENGTH, 0},
        {ASN_SEQUENCE(asn_boolean(true)), true, CERT_NO_PATH_LENGTH, 0},
        {ASN_SEQUENCE(asn_boolean(false)), false, CERT_NO_PATH_LENGTH, CERT_DEFAULT_ENCODED},
        {ASN_SEQUENCE(asn_boolean(true), asn_integer(0)), true, 0, 0},
        {ASN_SEQUENCE(asn_boolean(true), asn_integer(7)), true, 7, 0},
        {ASN_SEQUENCE(asn_integer(0)), false, 0, CERT_PATH_LENGTH_WITHOUT_CA},
        {ASN_SEQUENCE(asn_boolean(true), asn_integer(0xfffffffe)), true, 0xfffffffe, 0},
        {ASN_SEQUENCE(asn_boolean(true), asn_integer(0xffffffff)), true, 0xfffffffe, 0},
        {ASN_SEQUENCE(asn_boolean(true), asn_integer(INT64_MAX)), true, 0xfffffffe, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct chain_cert cert = with("2.5.29.19", cases[i].value);
        SAME(cert.is_ca, cases[i].is_ca);
        SAME(cert.path_length, cases[i].path_length);
        SAME(cert.deviations, cases[i].deviations);
    }
}

Test(extension_value, basic_constraints_malformed_make_no_ca)
{
    const chain_bytes wrong[] = {
        asn_null(),
        asn_empty(0x31),
        ASN_SEQUENCE(asn_hex("010101")),
        ASN_SEQUENCE(asn_boolean(true), asn_integer(-1)),
        ASN_SEQUENCE(asn_boolean(true), asn_hex("02 02 00 01")),
        ASN_SEQUENCE(asn_boolean(true), asn_hex("02 09 00 80 00 00 00 00 00 00 00")),
        ASN_SEQUENCE(asn_boolean(true), asn_boolean(true)),
        ASN_SEQUENCE(asn_boolean(true), asn_integer(0), asn_null()),
        ASN_SEQUENCE(asn_integer(0), asn_boolean(true)),
        ASN_JOIN(ASN_SEQUENCE(asn_boolean(true)), asn_null()),
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        refused("2.5.29.19", EXTENSION_BASIC_CONSTRAINTS, wrong[i]);
        struct chain_cert cert = with("2.5.29.19", wrong[i]);
        cr_expect_not(cert.is_ca, "case %zu", i);
    }
}

/* ---- key usage --------------------------------------------------------------------------------
 */

Test(extension_value, key_usage_bits)
{
    static const struct {
        const char *value;
        uint16_t usage;
        uint32_t deviations;
    } CASES[] = {
        {"03 02 07 80", KEY_USAGE_DIGITAL_SIGNATURE, 0},
        {"03 02 02 04", KEY_USAGE_CERT_SIGN, 0},
        {"03 02 01 06", KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN, 0},
        {"03 03 07 00 80", 1 << 8, 0},
        {"03 03 07 ff 80", 0x1ff, 0},
        {"03 02 00 80", KEY_USAGE_DIGITAL_SIGNATURE, CERT_KEY_USAGE_FORM}, /* trailing zero bits */
        {"03 02 01 04", KEY_USAGE_CERT_SIGN, CERT_KEY_USAGE_FORM},
        {"03 03 07 04 00", KEY_USAGE_CERT_SIGN, CERT_KEY_USAGE_FORM},
        {"03 01 00", 0, CERT_KEY_USAGE_FORM}, /* no bit at all */
        {"03 02 00 00", 0, CERT_KEY_USAGE_FORM},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct chain_cert cert = with("2.5.29.15", asn_hex(CASES[i].value));
        SAME(cert.key_usage, CASES[i].usage);
        SAME(cert.deviations, CASES[i].deviations);
    }
}

Test(extension_value, key_usage_malformed)
{
    static const char *const WRONG[] = {
        "03 00",    "03 02 08 80", "03 02 07 c0", "03 04 00 80 00 01",
        "04 01 80", "03 01 01",    "30 00"};
    for (size_t i = 0; i < COUNT(WRONG); i++)
        refused("2.5.29.15", EXTENSION_KEY_USAGE, asn_hex(WRONG[i]));
}

/* ---- extended key usage -----------------------------------------------------------------------
 */

Test(extension_value, purposes)
{
    static const struct {
        const char *oid;
        uint16_t purpose;
    } CASES[] = {
        {"2.5.29.37.0", PURPOSE_ANY},
        {"1.3.6.1.5.5.7.3.1", PURPOSE_SERVER_AUTH},
        {"1.3.6.1.5.5.7.3.2", PURPOSE_CLIENT_AUTH},
        {"1.3.6.1.5.5.7.3.3", PURPOSE_CODE_SIGNING},
        {"1.3.6.1.5.5.7.3.4", PURPOSE_EMAIL},
        {"1.3.6.1.5.5.7.3.8", PURPOSE_TIME_STAMPING},
        {"1.3.6.1.5.5.7.3.9", PURPOSE_OCSP_SIGNING},
        {"1.3.6.1.5.5.7.3.5", PURPOSE_OTHER},
        {"1.3.6.1.5.5.7.3.1.1", PURPOSE_OTHER},
        {"2.5.29.37", PURPOSE_OTHER},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        SAME(with("2.5.29.37", ASN_SEQUENCE(asn_oid(CASES[i].oid))).purposes, CASES[i].purpose);
    SAME(with("2.5.29.37", ASN_SEQUENCE(asn_oid("1.3.6.1.5.5.7.3.1"), asn_oid("1.2.3"))).purposes,
         PURPOSE_SERVER_AUTH | PURPOSE_OTHER);
    const chain_bytes wrong[] = {asn_empty(0x30), asn_oid("1.2.3"), ASN_SEQUENCE(asn_null()),
                                 ASN_SEQUENCE(asn_hex("06 02 80 01")),
                                 ASN_SEQUENCE(asn_hex("0600"))};
    for (size_t i = 0; i < COUNT(wrong); i++)
        refused("2.5.29.37", EXTENSION_EXTENDED_KEY_USAGE, wrong[i]);
}

/* ---- names and keys ---------------------------------------------------------------------------
 */

Test(extension_value, subject_alt_name)
{
    accepted("2.5.29.17", EXTENSION_SUBJECT_ALT_NAME,
             ASN_SEQUENCE(dns_name("a"), email_name("b@c")));
    const chain_bytes wrong[] = {asn_empty(0x30), asn_null(), ASN_SEQUENCE(asn_null()),
                                 ASN_SEQUENCE(dns_name("\xff")), ASN_SET(dns_name("a"))};
    for (size_t i = 0; i < COUNT(wrong); i++)
        refused("2.5.29.17", EXTENSION_SUBJECT_ALT_NAME, wrong[i]);
}

Test(extension_value, name_constraints)
{
    chain_bytes tree = ASN_SEQUENCE(dns_name("a"));
    static const enum cert_extension E = EXTENSION_NAME_CONSTRAINTS;
    accepted("2.5.29.30", E, ASN_SEQUENCE(ASN_CONTEXT(0, tree)));
    accepted("2.5.29.30", E, ASN_SEQUENCE(ASN_CONTEXT(1, tree)));
    accepted("2.5.29.30", E, ASN_SEQUENCE(ASN_CONTEXT(0, tree, tree), ASN_CONTEXT(1, tree)));
    accepted("2.5.29.30", E,
             ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(dns_name("a"), asn_hex("800100")))));
    accepted("2.5.29.30", E,
             ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(dns_name("a"), asn_hex("800101 810102")))));
    accepted("2.5.29.30", E, ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(ip_name(asn_repeat(0, 8))))));
    accepted("2.5.29.30", E,
             ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(ip_name(asn_repeat(0, 32))))));
    const chain_bytes wrong[] = {
        asn_empty(0x30),
        asn_null(),
        ASN_SEQUENCE(asn_empty(0xa0)),
        ASN_SEQUENCE(ASN_CONTEXT(0, tree), asn_empty(0xa1)),
        ASN_SEQUENCE(ASN_CONTEXT(1, tree), ASN_CONTEXT(0, tree)),
        ASN_SEQUENCE(ASN_CONTEXT(2, tree)),
        ASN_SEQUENCE(ASN_CONTEXT(0, dns_name("a"))),
        ASN_SEQUENCE(ASN_CONTEXT(0, asn_empty(0x30))),
        ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(dns_name("a"), asn_hex("8001ff")))),
        ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(dns_name("a"), asn_hex("810101 800101")))),
        ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(dns_name("a"), asn_null()))),
        ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(ip_name(asn_repeat(0, 4))))),
        ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(ip_name(asn_repeat(0, 16))))),
        ASN_SEQUENCE(ASN_CONTEXT(0, ASN_SEQUENCE(ip_name(asn_repeat(0, 31))))),
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        refused("2.5.29.30", E, wrong[i]);
}

Test(extension_value, key_identifiers)
{
    accepted("2.5.29.14", EXTENSION_SUBJECT_KEY_ID, ASN(0x04, asn_hex("01")));
    refused("2.5.29.14", EXTENSION_SUBJECT_KEY_ID, asn_bits(0, asn_hex("01")));
    static const enum cert_extension E = EXTENSION_AUTHORITY_KEY_ID;
    chain_bytes id = asn_hex("8001aa"), issuer = ASN_CONTEXT(1, dns_name("a")),
                serial = asn_hex("820105");
    accepted("2.5.29.35", E, asn_empty(0x30));
    accepted("2.5.29.35", E, ASN_SEQUENCE(id));
    accepted("2.5.29.35", E, ASN_SEQUENCE(issuer, serial));
    accepted("2.5.29.35", E, ASN_SEQUENCE(id, issuer, serial));
    refused("2.5.29.35", E, asn_null());
    refused("2.5.29.35", E, ASN_SEQUENCE(issuer, id));
    refused("2.5.29.35", E, ASN_SEQUENCE(serial, issuer));
    refused("2.5.29.35", E, ASN_SEQUENCE(id, asn_empty(0xa1)));
    refused("2.5.29.35", E, ASN_SEQUENCE(issuer, asn_hex("82020005")));
    refused("2.5.29.35", E, ASN_SEQUENCE(id, id));
}

/* ---- policies and CRLs ------------------------------------------------------------------------
 */

static chain_bytes policy(const char *oid)
{
    return ASN_SEQUENCE(asn_oid(oid));
}

Test(extension_value, policies)
{
    static const enum cert_extension E = EXTENSION_POLICIES;
    accepted("2.5.29.32", E, ASN_SEQUENCE(policy("1.2.3"), policy("1.2.4")));
    accepted("2.5.29.32", E, ASN_SEQUENCE(ASN_SEQUENCE(asn_oid("1.2.3"), asn_empty(0x30))));
    accepted("2.5.29.32", E,
             ASN_SEQUENCE(ASN_SEQUENCE(asn_oid("1.2.3"), ASN_SEQUENCE(asn_null()))));
    const chain_bytes wrong[] = {
        asn_empty(0x30),
        asn_null(),
        ASN_SEQUENCE(asn_oid("1.2.3")),
        ASN_SEQUENCE(asn_empty(0x30)),
        ASN_SEQUENCE(ASN_SEQUENCE(asn_hex("06 02 80 01"))),
        ASN_SEQUENCE(ASN_SEQUENCE(asn_oid("1.2.3"), asn_null())),
        ASN_SEQUENCE(ASN_SEQUENCE(asn_oid("1.2.3"), asn_empty(0x30), asn_null())),
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        refused("2.5.29.32", E, wrong[i]);
}

/* The first 64 policies are compared with those before them. */
Test(extension_value, policies_twice)
{
    SAME(with("2.5.29.32", ASN_SEQUENCE(policy("1.2.3"), policy("1.2.4"), policy("1.2.3")))
             .deviations,
         CERT_POLICY_TWICE);
    SAME(with("2.5.29.32", ASN_SEQUENCE(policy("1.2.3"), policy("1.2.4"))).deviations, 0);
    chain_bytes many = NOTHING;
    for (int i = 0; i < 63; i++)
        many = ASN_JOIN(many, policy(pool_format("1.2.3.%d", i)));
    SAME(with("2.5.29.32", ASN_SEQUENCE(many, policy("1.2.3.0"))).deviations, CERT_POLICY_TWICE);
    many = ASN_JOIN(many, policy("1.2.3.63"));
    SAME(with("2.5.29.32", ASN_SEQUENCE(many, policy("1.2.3.0"))).deviations, 0);
}

Test(extension_value, policy_rules)
{
    chain_bytes pair = ASN_SEQUENCE(asn_oid("1.2.3"), asn_oid("1.2.4"));
    accepted("2.5.29.33", EXTENSION_POLICY_MAPPINGS, ASN_SEQUENCE(pair, pair));
    refused("2.5.29.33", EXTENSION_POLICY_MAPPINGS, asn_empty(0x30));
    refused("2.5.29.33", EXTENSION_POLICY_MAPPINGS, ASN_SEQUENCE(asn_oid("1.2.3")));
    refused("2.5.29.33", EXTENSION_POLICY_MAPPINGS, ASN_SEQUENCE(policy("1.2.3")));
    refused("2.5.29.33", EXTENSION_POLICY_MAPPINGS,
            ASN_SEQUENCE(ASN_SEQUENCE(asn_oid("1.2.3"), asn_oid("1.2.4"), asn_null())));
    refused("2.5.29.33", EXTENSION_POLICY_MAPPINGS, asn_null());
    accepted("2.5.29.36", EXTENSION_POLICY_CONSTRAINTS, asn_hex("30 06 80 01 00 81 01 05"));
    accepted("2.5.29.36", EXTENSION_POLICY_CONSTRAINTS, asn_hex("30 03 81 01 05"));
    static const char *const WRONG[] = {"30 00", "30 06 81 01 05 80 01 00", "30 03 80 01 ff",
                                        "05 00", "30 03 82 01 00",          "30 02 80 00"};
    for (size_t i = 0; i < COUNT(WRONG); i++)
        refused("2.5.29.36", EXTENSION_POLICY_CONSTRAINTS, asn_hex(WRONG[i]));
    accepted("2.5.29.54", EXTENSION_INHIBIT_ANY_POLICY, asn_integer(0));
    refused("2.5.29.54", EXTENSION_INHIBIT_ANY_POLICY, asn_integer(-1));
    refused("2.5.29.54", EXTENSION_INHIBIT_ANY_POLICY, asn_null());
}

Test(extension_value, crl_points)
{
    accepted("2.5.29.31", EXTENSION_CRL_POINTS,
             ASN_SEQUENCE(asn_empty(0x30), ASN_SEQUENCE(asn_null())));
    refused("2.5.29.31", EXTENSION_CRL_POINTS, asn_empty(0x30));
    refused("2.5.29.31", EXTENSION_CRL_POINTS, ASN_SEQUENCE(asn_null()));
    refused("2.5.29.31", EXTENSION_CRL_POINTS, asn_null());
}
