// SPDX-License-Identifier: Apache-2.0
/* What is no certificate, and where; and what is one but breaks a rule. */
#include "cert.h"

#include "cert_writer.h"
#include "expect.h"
#include "pki.h"
#include "pool.h"

TestSuite(cert_error, .fini = tidy);
TestSuite(cert_deviation, .fini = tidy);

#define NOTHING ((chain_bytes){NULL, 0})

/* ---- errors -----------------------------------------------------------------------------------
 */

static void refused(chain_bytes der, size_t offset, const char *why)
{
    chain_cert *cert = (chain_cert *)(uintptr_t)1;
    chain_error error = expect_junk();
    SAME(chain_cert_new(&cert, &error, der.data, der.size), CHAIN_E_MALFORMED);
    cr_expect_null(cert);
    SAME_ERROR(&error, CHAIN_E_MALFORMED, 0, offset, pool_format("not a certificate: %s", why));
    SAME_TEXT(error.path, "");
    SAME(chain_cert_new(&cert, NULL, der.data, der.size), CHAIN_E_MALFORMED);
}

/* The certificate of these parts, whose `wrong` element stands where it is wrong. */
static void refused_at(const struct cert_parts *parts, chain_bytes wrong, const char *why)
{
    chain_bytes der = cert_parts_join(parts);
    refused(der, asn_find(der, wrong), why);
}

static chain_bytes mark(uint8_t tag)
{
    return ASN(tag, asn_hex("badbad99badbad"));
}

Test(cert_error, arguments)
{
    chain_cert *cert = (chain_cert *)(uintptr_t)1;
    chain_error error = expect_junk();
    SAME(chain_cert_new(&cert, &error, NULL, 0), CHAIN_E_ARGUMENT);
    SAME_ERROR(&error, CHAIN_E_ARGUMENT, 0, CHAIN_NO_OFFSET, "no certificate given");
    SAME_TEXT(error.path, "");
    cr_expect_null(cert);
}

Test(cert_error, four_mebioctets_and_no_more)
{
    /* an extension that nobody knows fills a certificate up to the limit */
    chain_bytes small = cert_with(EXTENSIONS(extension_of("1.2.3", false, asn_repeat(0, 4000000))));
    size_t filling = 4000000 + CERT_MOST_BYTES - small.size;
    chain_bytes largest =
        cert_with(EXTENSIONS(extension_of("1.2.3", false, asn_repeat(0, filling))));
    chain_bytes larger =
        cert_with(EXTENSIONS(extension_of("1.2.3", false, asn_repeat(0, filling + 1))));
    chain_cert *cert;
    chain_error error = expect_junk();
    SAME(largest.size, 4 * 1024 * 1024);
    SAME(chain_cert_new(&cert, NULL, largest.data, largest.size), CHAIN_OK);
    chain_cert_unref(cert);
    SAME(chain_cert_new(&cert, &error, larger.data, larger.size), CHAIN_E_LIMIT);
    SAME_ERROR(&error, CHAIN_E_LIMIT, 0, CHAIN_NO_OFFSET, "a certificate larger than 4 MiB");
    cr_expect_null(cert);
    struct chain_cert parsed;
    size_t bad = 99;
    const char *why;
    SAME(cert_parse(&parsed, larger, &bad, &why), CHAIN_E_LIMIT);
    SAME(bad, 0);
    SAME_TEXT(why, "larger than 4 MiB");
}

Test(cert_error, the_whole)
{
    struct cert_parts parts = cert_parts_plain();
    chain_bytes good = cert_parts_join(&parts);
    refused(asn_text(""), 0, "not a DER SEQUENCE, or cut off");
    refused(asn_text("-----BEGIN"), 0, "not a DER SEQUENCE, or cut off");
    refused(asn_null(), 0, "not a DER SEQUENCE, or cut off");
    refused(ASN_JOIN(good, asn_hex("00")), good.size, "something follows the certificate");
    refused(asn_empty(0x30), 2, "the part to be signed is not a SEQUENCE");
    refused(ASN_SEQUENCE(asn_null()), 2, "the part to be signed is not a SEQUENCE");
    refused(ASN_SEQUENCE(asn_empty(0x30)), 4, "the serial number is not an INTEGER");
}

Test(cert_error, every_cut)
{
    chain_bytes good = pki_mint(&(struct pki_cert){
        .subject = "x", .key = pki_new_key(PKI_P256), .extensions = PKI_LEAF_EXTENSIONS});
    for (size_t size = 1; size < good.size; size++)
        refused(asn_cut(good, size), 0, "not a DER SEQUENCE, or cut off");
}

/* The same, with the outer length made to fit: then something within is cut off. */
Test(cert_error, every_cut_of_the_inside)
{
    chain_bytes good = pki_mint(&(struct pki_cert){
        .subject = "x", .key = pki_new_key(PKI_P256), .extensions = PKI_LEAF_EXTENSIONS});
    chain_bytes inside = {good.data + 4, good.size - 4};
    chain_cert *cert;
    for (size_t size = 0; size < inside.size; size++) {
        chain_bytes der = ASN_SEQUENCE(asn_cut(inside, size));
        cr_expect_eq(chain_cert_new(&cert, NULL, der.data, der.size), CHAIN_E_MALFORMED, "%zu",
                     size);
    }
}

Test(cert_error, version)
{
    static const char *const WRONG[] = {
        "a0 03 02 01 03", "a0 03 02 01 ff",       "a0 04 02 02 00 02", "a0 02 05 00",
        "a0 00",          "a0 05 02 01 02 05 00", "a0 04 02 02 01 00"};
    struct cert_parts parts = cert_parts_plain();
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        parts.version = asn_hex(WRONG[i]);
        chain_bytes der = cert_parts_join(&parts);
        refused(der, 8, "the version is not 1, 2 or 3");
    }
}

Test(cert_error, serial_number)
{
    struct cert_parts parts = cert_parts_plain();
    parts.serial = mark(0x04);
    refused_at(&parts, parts.serial, "the serial number is not an INTEGER");
    parts.serial = asn_hex("02 04 00 00 ba dd");
    refused_at(&parts, parts.serial, "the serial number is not encoded in DER");
    parts.serial = asn_hex("02 00 ");
    refused_at(&parts, ASN_JOIN(parts.serial, parts.inner_algorithm),
               "the serial number is not encoded in DER");
}

Test(cert_error, fields_of_the_wrong_type)
{
    struct cert_parts plain = cert_parts_plain(), parts = plain;
    parts.inner_algorithm = mark(0x31);
    refused_at(&parts, parts.inner_algorithm, "the signature algorithm is not a SEQUENCE");
    parts = plain;
    parts.issuer = mark(0x31);
    refused_at(&parts, parts.issuer, "the issuer is not a Name");
    parts.issuer = ASN_SEQUENCE(mark(0x31));
    refused_at(&parts, parts.issuer, "the issuer is not a Name");
    parts = plain;
    parts.validity = mark(0x31);
    refused_at(&parts, parts.validity, "the validity is not a SEQUENCE");
    parts = plain;
    parts.subject = mark(0x0c);
    refused_at(&parts, parts.subject, "the subject is not a Name");
    parts = plain;
    parts.spki = mark(0x31);
    refused_at(&parts, parts.spki, "the subject public key info is not a SEQUENCE");
    parts.spki = ASN_SEQUENCE(asn_null());
    refused_at(&parts, parts.spki,
               "the subject public key info is not an algorithm and a BIT STRING");
    parts = plain;
    parts.inner_algorithm = asn_empty(0x30);
    refused(cert_parts_join(&parts), 16,
            "the signature algorithm inside is not an AlgorithmIdentifier");
    parts = plain;
    parts.outer_algorithm = mark(0x30);
    refused_at(&parts, parts.outer_algorithm,
               "the signature algorithm is not an AlgorithmIdentifier");
    parts.outer_algorithm = mark(0x31);
    refused_at(&parts, parts.outer_algorithm,
               "the signature algorithm is not an AlgorithmIdentifier");
}

Test(cert_error, dates)
{
    struct cert_parts parts = cert_parts_plain();
    chain_bytes good = utc_time("200101000000Z"), bad = utc_time("201301000000Z"), end = mark(0x04);
    static const char WHY[] = "a validity date is not a UTCTime or GeneralizedTime ending in Z";
    parts.validity = ASN_SEQUENCE(bad, good);
    refused_at(&parts, bad, WHY);
    parts.validity = ASN_SEQUENCE(good, bad);
    refused_at(&parts, bad, WHY);
    parts.validity = ASN_SEQUENCE(good);
    chain_bytes der = cert_parts_join(&parts);
    refused(der, asn_find(der, good) + good.size, WHY);
    parts.validity = ASN_SEQUENCE(good, utc_time("300101000000Z"), end);
    refused_at(&parts, end, "something follows the validity dates");
}

Test(cert_error, signature)
{
    struct cert_parts parts = cert_parts_plain();
    static const char WHY[] = "the signature is not a BIT STRING of whole octets";
    parts.signature = mark(0x04);
    refused_at(&parts, parts.signature, WHY);
    parts.signature = asn_bits(1, asn_hex("beadfe"));
    refused_at(&parts, parts.signature, WHY);
    parts = cert_parts_plain();
    parts.signature = ASN_JOIN(parts.signature, mark(0x05));
    refused_at(&parts, mark(0x05), "something follows the signature");
    parts.signature = NOTHING;
    chain_bytes der = cert_parts_join(&parts);
    refused(der, der.size, WHY);
}

Test(cert_error, unique_identifiers)
{
    struct cert_parts parts = cert_parts_plain();
    parts.unique_ids = ASN(0x81, asn_hex("08beadbe"));
    refused_at(&parts, parts.unique_ids, "a unique identifier is not a BIT STRING");
    parts.unique_ids = asn_hex("8100");
    refused_at(&parts, parts.unique_ids, "a unique identifier is not a BIT STRING");
    chain_bytes first = ASN(0x81, asn_hex("00be")), second = ASN(0x82, asn_hex("00ad"));
    parts.unique_ids = ASN_JOIN(second, first);
    refused_at(&parts, first, "the extensions are not one SEQUENCE");
}

Test(cert_error, extensions)
{
    struct cert_parts parts = cert_parts_plain();
    static const char NOT_ONE[] = "the extensions are not one SEQUENCE";
    parts.extensions = mark(0xa3);
    refused_at(&parts, parts.extensions, NOT_ONE);
    parts.extensions = mark(0xa4);
    refused_at(&parts, parts.extensions, NOT_ONE);
    parts.extensions = asn_empty(0xa3);
    refused_at(&parts, ASN_JOIN(parts.extensions, parts.outer_algorithm), NOT_ONE);
    parts.extensions = ASN_CONTEXT(3, asn_empty(0x30), mark(0x30));
    refused_at(&parts, parts.extensions, NOT_ONE);
    parts.extensions = ASN_JOIN(EXTENSIONS(extension_of("1.2.3", false, NOTHING)), mark(0x30));
    refused_at(&parts, mark(0x30), "something follows the extensions");
}

Test(cert_error, one_extension)
{
    struct cert_parts parts = cert_parts_plain();
    chain_bytes before = extension_of("1.2.3", false, asn_hex("0102")), oid = asn_oid("1.2.3.4.5"),
                wrong;
    static const char BEGIN[] = "an extension is not a SEQUENCE that begins with an OID";
    const chain_bytes beginnings[] = {mark(0x31), ASN_SEQUENCE(mark(0x04)), asn_hex("3000"),
                                      ASN_SEQUENCE(asn_hex("06 03 2a 80 01"), ASN(0x04, NOTHING))};
    for (size_t i = 0; i < COUNT(beginnings); i++) {
        parts.extensions = EXTENSIONS(before, beginnings[i]);
        chain_bytes der = cert_parts_join(&parts);
        refused(der, asn_find(der, before) + before.size, BEGIN);
    }
    wrong = asn_hex("01 01 01");
    parts.extensions = EXTENSIONS(before, ASN_SEQUENCE(oid, wrong, ASN(0x04, asn_hex("77"))));
    refused_at(&parts, ASN_JOIN(wrong, asn_hex("04 01 77")),
               "the criticality of an extension is not TRUE or FALSE");
    static const char VALUE[] = "the value of an extension is not one OCTET STRING";
    parts.extensions = EXTENSIONS(before, ASN_SEQUENCE(oid, mark(0x30)));
    refused_at(&parts, mark(0x30), VALUE);
    parts.extensions = EXTENSIONS(before, ASN_SEQUENCE(oid, asn_boolean(true), mark(0x05)));
    refused_at(&parts, mark(0x05), VALUE);
    parts.extensions = EXTENSIONS(before, ASN_SEQUENCE(oid, ASN(0x04, NOTHING), mark(0x04)));
    refused_at(&parts, mark(0x04), VALUE);
}

static chain_bytes many_extensions(int count)
{
    chain_bytes all = NOTHING;
    for (int i = 0; i < count; i++)
        all = ASN_JOIN(all, extension_of(pool_format("1.2.3.%d", 1000 + i), false, NOTHING));
    return EXTENSIONS(all);
}

Test(cert_error, extensions_up_to_128)
{
    chain_cert *cert;
    chain_bytes good = cert_with(many_extensions(128)), bad = cert_with(many_extensions(129));
    SAME(chain_cert_new(&cert, NULL, good.data, good.size), CHAIN_OK);
    SAME(cert->deviations, 0);
    chain_cert_unref(cert);
    chain_bytes last = extension_of("1.2.3.1128", false, NOTHING);
    refused(bad, asn_find(bad, last), "there are more than 128 extensions");
}

/* ---- deviations -------------------------------------------------------------------------------
 */

static void deviates(const struct cert_parts *parts, uint32_t deviations)
{
    chain_bytes der = cert_parts_join(parts);
    struct chain_cert cert;
    size_t bad;
    const char *why = "";
    cr_assert_eq(cert_parse(&cert, der, &bad, &why), CHAIN_OK, "%s at %zu", why, bad);
    cr_expect_eq(cert.deviations, deviations, "deviations %x, not %x", cert.deviations, deviations);
}

Test(cert_deviation, plain_has_none)
{
    struct cert_parts parts = cert_parts_plain();
    deviates(&parts, 0);
}

Test(cert_deviation, serial_numbers)
{
    const struct {
        chain_bytes serial;
        uint32_t deviations;
    } cases[] = {
        {asn_integer(0), CERT_SERIAL_ZERO},
        {asn_integer(1), 0},
        {asn_integer(-1), CERT_SERIAL_NEGATIVE},
        {asn_integer(-128), CERT_SERIAL_NEGATIVE},
        {asn_integer(128), 0},
        {ASN(0x02, asn_repeat(0x7f, 20)), 0},
        {ASN(0x02, asn_repeat(0x7f, 21)), CERT_SERIAL_LONG},
        {asn_unsigned(asn_repeat(0xff, 19)), 0},
        {asn_unsigned(asn_repeat(0xff, 20)), CERT_SERIAL_LONG},
        {ASN(0x02, asn_repeat(0x80, 21)), CERT_SERIAL_LONG | CERT_SERIAL_NEGATIVE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct cert_parts parts = cert_parts_plain();
        parts.serial = cases[i].serial;
        deviates(&parts, cases[i].deviations);
    }
}

Test(cert_deviation, versions)
{
    static const struct {
        const char *version;
        bool extensions, unique_ids;
        uint32_t deviations;
    } CASES[] = {
        {"", false, false, 0},
        {"", true, false, CERT_VERSION_MISMATCH},
        {"", false, true, CERT_VERSION_MISMATCH},
        {"a003020100", false, false, CERT_DEFAULT_ENCODED},
        {"a003020101", false, false, 0},
        {"a003020101", true, false, CERT_VERSION_MISMATCH},
        {"a003020101", false, true, 0},
        {"a003020102", true, true, 0},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct cert_parts parts = cert_parts_plain();
        parts.version = asn_hex(CASES[i].version);
        if (CASES[i].extensions)
            parts.extensions = EXTENSIONS(extension_of("1.2.3", false, NOTHING));
        if (CASES[i].unique_ids)
            parts.unique_ids = asn_hex("8102 0700  8202 00ff");
        deviates(&parts, CASES[i].deviations);
    }
}

Test(cert_deviation, form_of_dates_turns_in_2050)
{
    static const struct {
        const char *until;
        uint32_t deviations;
    } CASES[] = {
        {"20491231235959Z", CERT_TIME_FORM}, {"20500101000000Z", 0}, {"99991231235959Z", 0}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct cert_parts parts = cert_parts_plain();
        parts.validity = ASN_SEQUENCE(utc_time("200101000000Z"), generalized_time(CASES[i].until));
        deviates(&parts, CASES[i].deviations);
    }
    struct cert_parts parts = cert_parts_plain();
    parts.validity = ASN_SEQUENCE(generalized_time("20200101000000Z"), utc_time("491231235959Z"));
    deviates(&parts, CERT_TIME_FORM);
}

Test(cert_deviation, names_and_algorithms)
{
    struct cert_parts parts = cert_parts_plain();
    parts.subject = asn_empty(0x30);
    deviates(&parts, 0);
    parts.issuer = asn_empty(0x30);
    deviates(&parts, CERT_ISSUER_EMPTY);
    parts = cert_parts_plain();
    parts.inner_algorithm = algorithm_of("1.2.840.113549.1.1.11", NOTHING);
    deviates(&parts, CERT_ALGORITHM_MISMATCH);
}
