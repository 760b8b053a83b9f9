// SPDX-License-Identifier: Apache-2.0
#include "crl.h"

#include "crl_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(crl, .fini = tidy);

#define NOTHING ((chain_bytes){NULL, 0})
#define JANUARY 1704067200  /* 2024-01-01T00:00:00Z */
#define FEBRUARY 1706745600 /* 2024-02-01T00:00:00Z */

static struct crl parse(chain_bytes der)
{
    struct crl crl;
    size_t bad;
    const char *why = "";
    cr_assert_eq(crl_parse(&crl, der, &bad, &why), CHAIN_OK, "%s at %zu", why, bad);
    return crl;
}

static const struct crl_entry *find(const struct crl *crl, int64_t serial, const char *issuer)
{
    chain_bytes whole = asn_integer(serial);
    return crl_find(crl, (chain_bytes){whole.data + 2, whole.size - 2}, name_of(issuer));
}

Test(crl, fields_and_entries)
{
    static const struct crl_line LINES[] = {
        {300, "20231201000000Z", CRL_LINE_NO_REASON, {NULL, 0}},
        {7, "20231101000000Z", 1, {NULL, 0}},
        {-7, "20231001000000Z", CRL_REASON_HOLD, {NULL, 0}},
    };
    struct crl crl =
        parse(crl_of(&(struct crl_parts){.lines = LINES, .line_count = 3, .number = 12}));
    SAME_BYTES(crl_bytes(&crl, crl.issuer), name_of("issuer"));
    SAME(crl.this_update, JANUARY);
    SAME(crl.until, FEBRUARY + 1);
    SAME(crl.entry_count, 3);
    SAME(crl.deviations, CRL_KEY_ID_MISSING);
    SAME(crl.reasons, CRL_ALL_REASONS);
    SAME_BYTES(crl_number(&crl), asn_hex("0c"));
    SAME_BYTES(crl_base_number(&crl), NOTHING);
    cr_assert(find(&crl, 300, "issuer"));
    SAME(find(&crl, 300, "issuer")->date, 1701388800);
    SAME(find(&crl, 7, "issuer")->reason, 1);
    SAME(find(&crl, -7, "issuer")->reason, CRL_REASON_HOLD);
    cr_expect(!find(&crl, 8, "issuer"));
    cr_expect(!find(&crl, 7, "another issuer"));
    crl_free(&crl);
}

Test(crl, without_entries_and_next_update)
{
    struct crl crl = parse(crl_of(&(struct crl_parts){.until = "", .version_1 = true}));
    SAME(crl.entry_count, 0);
    SAME(crl.until, JANUARY + 1);
    SAME(crl.deviations, CRL_NO_NEXT_UPDATE | CRL_NUMBER_MISSING | CRL_KEY_ID_MISSING);
    cr_expect(!find(&crl, 1, "issuer"));
    crl_free(&crl);
}

Test(crl, deviations)
{
    const struct {
        struct crl_parts parts;
        uint32_t deviation;
    } CASES[] = {
        {{.extensions = extension_of("1.2.3", true, asn_null())}, CRL_UNKNOWN_CRITICAL},
        {{.number = 1, .version_1 = true}, CRL_VERSION_MISMATCH},
        {{.extensions = extension_of("2.5.29.20", true, asn_integer(1))}, CRL_NUMBER_CRITICAL},
        {{.extensions = extension_of("2.5.29.20", false, asn_integer(-1))},
         CRL_EXTENSION_MALFORMED},
        {{.number = 4, .extensions = extension_of("2.5.29.20", false, asn_integer(5))},
         CRL_EXTENSION_TWICE},
        {{.extensions = extension_of("2.5.29.27", false, asn_integer(1))}, CRL_DELTA_NOT_CRITICAL},
        {{.extensions = extension_of("2.5.29.28", false, ASN_SEQUENCE(point_uri("http://a/")))},
         CRL_POINT_NOT_CRITICAL},
        {{.extensions = extension_of("2.5.29.35", true, ASN_SEQUENCE(asn_hex("800101")))},
         CRL_KEY_ID_CRITICAL},
        /* user and CA certificates only, both at once */
        {{.point = ASN_SEQUENCE(asn_hex("8101ff 8201ff"))}, CRL_EXTENSION_MALFORMED},
        {{.point = ASN_SEQUENCE(asn_hex("a000"))}, CRL_EXTENSION_MALFORMED},
        {{.point = ASN_SEQUENCE(asn_hex("810101"))}, CRL_EXTENSION_MALFORMED},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct crl crl = parse(crl_of(&CASES[i].parts));
        cr_expect(crl.deviations & CASES[i].deviation, "case %zu: %x", i, crl.deviations);
        crl_free(&crl);
    }
}

Test(crl, issuing_distribution_point)
{
    struct crl crl = parse(crl_of(&(struct crl_parts){
        .point = ASN_SEQUENCE(point_uri("http://a/"), asn_hex("8201ff"),
                              reason_flags(3, 1 << 1 | 1 << 8), asn_hex("8401ff"))}));
    cr_expect(crl.only_authorities && crl.indirect && !crl.only_users && !crl.only_attributes);
    SAME(crl.reasons, 1 << 1 | 1 << 8);
    SAME_BYTES(crl_bytes(&crl, crl.point), ASN_CONTEXT(0, uri_name("http://a/")));
    SAME(crl.deviations & CRL_EXTENSION_MALFORMED, 0);
    crl_free(&crl);
}

/* RFC 5280 5.3.3: an entry's issuer holds for those that follow. */
Test(crl, certificate_issuers)
{
    chain_bytes other =
        extension_of("2.5.29.29", true, ASN_SEQUENCE(directory_name(name_of("other"))));
    const struct crl_line LINES[] = {
        {1, "20231101000000Z", CRL_LINE_NO_REASON, {NULL, 0}},
        {2, "20231101000000Z", CRL_LINE_NO_REASON, other},
        {3, "20231101000000Z", CRL_LINE_NO_REASON, {NULL, 0}},
    };
    struct crl crl = parse(crl_of(&(struct crl_parts){
        .lines = LINES, .line_count = 3, .point = ASN_SEQUENCE(asn_hex("8401ff"))}));
    cr_expect(find(&crl, 1, "issuer") && !find(&crl, 1, "other"));
    cr_expect(find(&crl, 2, "other") && !find(&crl, 2, "issuer"));
    cr_expect(find(&crl, 3, "other") && !find(&crl, 3, "issuer"));
    crl_free(&crl);
}

Test(crl, the_gravest_of_several_entries)
{
    static const struct crl_line LINES[] = {
        {1, "20231101000000Z", CRL_REASON_HOLD, {NULL, 0}},
        {1, "20231201000000Z", 1, {NULL, 0}},
        {1, "20231115000000Z", 4, {NULL, 0}},
    };
    struct crl crl = parse(crl_of(&(struct crl_parts){.lines = LINES, .line_count = 3}));
    SAME(find(&crl, 1, "issuer")->reason, 4);
    crl_free(&crl);
}

Test(crl, entry_extensions)
{
    const struct {
        chain_bytes extension;
        uint32_t deviation;
    } CASES[] = {
        {extension_of("1.2.3", true, asn_null()), CRL_UNKNOWN_CRITICAL},
        {extension_of("1.2.3", false, asn_null()), 0},
        {extension_of("2.5.29.21", false, asn_hex("0a0107")), CRL_EXTENSION_MALFORMED},
        {extension_of("2.5.29.21", false, asn_hex("0a010b")), CRL_EXTENSION_MALFORMED},
        {extension_of("2.5.29.29", true, asn_hex("3000")), CRL_EXTENSION_MALFORMED},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct crl_line line = {1, "20231101000000Z", CRL_LINE_NO_REASON, CASES[i].extension};
        struct crl crl = parse(crl_of(&(struct crl_parts){.lines = &line, .line_count = 1}));
        SAME(crl.deviations & (CRL_UNKNOWN_CRITICAL | CRL_EXTENSION_MALFORMED), CASES[i].deviation);
        crl_free(&crl);
    }
}

Test(crl, cut_off_anywhere_it_is_malformed)
{
    static const struct crl_line LINE = {1, "20231101000000Z", 1, {NULL, 0}};
    chain_bytes der = crl_of(&(struct crl_parts){.lines = &LINE, .line_count = 1, .number = 1});
    for (size_t size = 0; size < der.size; size++) {
        struct crl crl;
        size_t bad = SIZE_MAX;
        const char *why = "";
        SAME(crl_parse(&crl, asn_cut(der, size), &bad, &why), CHAIN_E_MALFORMED);
        cr_expect(bad <= size && why[0], "%zu of %zu", bad, size);
    }
}

Test(crl, numbers)
{
    SAME(crl_compare_numbers(asn_hex("7f"), asn_hex("0080")), -1);
    SAME(crl_compare_numbers(asn_hex("0100"), asn_hex("7f")), 1);
    SAME(crl_compare_numbers(asn_hex("0100"), asn_hex("0100")), 0);
    cr_expect(crl_compare_numbers(asn_hex("05"), asn_hex("06")) < 0);
}

/* ---- what is wrong where ---------------------------------------------------------------------- */

enum part {
    VERSION,
    ALGORITHM,
    ISSUER,
    FROM,
    UNTIL,
    ENTRIES,
    LIST_EXTENSIONS,
    OUTER,
    SIGNATURE,
    AFTER,
    PARTS
};

/* A list of these elements, in their order; those without octets are left out. With NULL for the
 * words it parses, and its deviations come back. */
static uint32_t refuse(enum part part, chain_bytes instead, const char *words)
{
    chain_bytes algorithm = algorithm_of("1.2.840.10045.4.3.2", NOTHING),
                signature = asn_hex("03020001"),
                parts[PARTS] = {
                    [VERSION] = asn_integer(1),
                    [ALGORITHM] = algorithm,
                    [ISSUER] = name_of("issuer"),
                    [FROM] = utc_time("240101000000Z"),
                    [UNTIL] = utc_time("240201000000Z"),
                    [OUTER] = algorithm,
                    [SIGNATURE] = signature,
                };
    struct crl crl;
    size_t bad = SIZE_MAX;
    const char *why = "";
    parts[part] = instead;
    chain_bytes der =
        ASN_SEQUENCE(ASN_SEQUENCE(parts[VERSION], parts[ALGORITHM], parts[ISSUER], parts[FROM],
                                  parts[UNTIL], parts[ENTRIES], parts[LIST_EXTENSIONS]),
                     parts[OUTER], parts[SIGNATURE]);
    if (part == AFTER)
        der = ASN_JOIN(der, instead);
    chain_status status = crl_parse(&crl, der, &bad, &why);
    cr_expect_eq(status, words ? CHAIN_E_MALFORMED : CHAIN_OK, "%s at %zu", why, bad);
    if (words)
        SAME_TEXT(why, words);
    cr_expect(bad <= der.size, "%zu of %zu", bad, der.size);
    if (status != CHAIN_OK)
        return 0;
    crl_free(&crl);
    return crl.deviations & (CRL_ALGORITHM_MISMATCH | CRL_VERSION_MISMATCH);
}

static chain_bytes entries_with(chain_bytes date, chain_bytes more)
{
    return ASN_SEQUENCE(ASN_SEQUENCE(asn_integer(5), date, more));
}

Test(crl, says_what_is_wrong)
{
    chain_bytes date = utc_time("231201000000Z"), text = ASN(0x0c, asn_text("text"));
    refuse(AFTER, NOTHING, NULL);
    refuse(VERSION, asn_integer(-1), "the version is not a number");
    refuse(ALGORITHM, text, "the signature algorithm is not a SEQUENCE");
    refuse(ISSUER, text, "the issuer is not a Name");
    refuse(FROM, utc_time("2401010000Z"),
           "thisUpdate is not a UTCTime or GeneralizedTime ending in Z");
    refuse(UNTIL, utc_time("241301000000Z"),
           "nextUpdate is not a UTCTime or GeneralizedTime ending in Z");
    refuse(ENTRIES, ASN_SEQUENCE(text),
           "an entry is not a SEQUENCE that begins with a serial number");
    refuse(ENTRIES, ASN_SEQUENCE(ASN_SEQUENCE(asn_hex("02020005"), date)),
           "an entry is not a SEQUENCE that begins with a serial number");
    refuse(ENTRIES, entries_with(text, NOTHING),
           "the date of an entry is not a UTCTime or GeneralizedTime ending in Z");
    refuse(ENTRIES, entries_with(date, text), "the extensions of an entry are not a SEQUENCE");
    refuse(ENTRIES, entries_with(date, ASN_SEQUENCE(text)),
           "an extension is not a SEQUENCE that begins with an OID");
    refuse(ENTRIES,
           entries_with(date, ASN_JOIN(ASN_SEQUENCE(extension_of("1.2.3", false, text)), text)),
           "something follows the extensions of an entry");
    refuse(LIST_EXTENSIONS, ASN_CONTEXT(0, text), "the extensions of the list are not a SEQUENCE");
    refuse(LIST_EXTENSIONS, ASN_CONTEXT(0, ASN_SEQUENCE(text)),
           "an extension is not a SEQUENCE that begins with an OID");
    refuse(LIST_EXTENSIONS,
           ASN_JOIN(ASN_CONTEXT(0, ASN_SEQUENCE(extension_of("1.2.3", false, text))), text),
           "something follows the extensions");
    refuse(OUTER, text, "the signature algorithm is not a SEQUENCE");
    refuse(SIGNATURE, text, "the signature is not a BIT STRING of whole octets at the end");
    refuse(SIGNATURE, asn_hex("03020780"),
           "the signature is not a BIT STRING of whole octets at the end");
    refuse(AFTER, text, "something follows the list");
}

/* RFC 5280 5.1.1.2 and 5.1.2.1: it parses, and is not used. */
Test(crl, algorithms_and_versions_that_do_not_agree)
{
    SAME(refuse(AFTER, NOTHING, NULL), 0);
    SAME(refuse(OUTER, algorithm_of("1.2.840.10045.4.3.3", NOTHING), NULL), CRL_ALGORITHM_MISMATCH);
    SAME(refuse(VERSION, asn_integer(2), NULL), CRL_VERSION_MISMATCH);
    SAME(refuse(VERSION, asn_integer(0), NULL), CRL_VERSION_MISMATCH);
    SAME(refuse(VERSION, NOTHING, NULL), 0); /* version 1, without extensions */
}
