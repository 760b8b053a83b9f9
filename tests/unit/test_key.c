// SPDX-License-Identifier: Apache-2.0
#include "key.h"

#include "cert_writer.h"
#include "expect.h"
#include "pki.h"

TestSuite(key, .fini = tidy);
TestSuite(rsa_key, .fini = tidy);
TestSuite(ec_key, .fini = tidy);
TestSuite(dsa_key, .fini = tidy);

#define RSA "1.2.840.113549.1.1.1"
#define RSA_PSS "1.2.840.113549.1.1.10"
#define EC "1.2.840.10045.2.1"
#define DSA "1.2.840.10040.4.1"
#define ED25519 "1.3.101.112"
#define P256 "1.2.840.10045.3.1.7"
#define NOTHING ((chain_bytes){NULL, 0})

static chain_bytes spki_of(const char *oid, chain_bytes parameters, chain_bytes bits)
{
    return ASN_SEQUENCE(algorithm_of(oid, parameters), asn_bits(0, bits));
}

static enum key_status status_of(chain_bytes spki)
{
    struct key key;
    return key_read(&key, spki);
}

/* A number of exactly so many bits, odd. */
static chain_bytes number_of(size_t bits)
{
    chain_bytes number = asn_repeat(0xff, (bits + 7) / 8);
    return asn_with(number, 0, (uint8_t)(0xff >> (7 - (bits + 7) % 8)));
}

/* ---- all kinds --------------------------------------------------------------------------------
 */

Test(key, kinds_made_by_another_implementation)
{
    static const struct {
        enum pki_kind kind;
        enum key_kind expected;
        unsigned bits;
        size_t point;
    } CASES[] = {{PKI_RSA_1024, KEY_RSA, 1024, 0},   {PKI_RSA_2048, KEY_RSA, 2048, 0},
                 {PKI_RSA_3072, KEY_RSA, 3072, 0},   {PKI_P256, KEY_P256, 256, 64},
                 {PKI_P384, KEY_P384, 384, 96},      {PKI_P521, KEY_P521, 521, 132},
                 {PKI_ED25519, KEY_ED25519, 256, 32}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct key key;
        SAME(key_read(&key, pki_spki(pki_new_key(CASES[i].kind))), KEY_GOOD);
        SAME(key.kind, CASES[i].expected);
        SAME(key.bits, CASES[i].bits);
        SAME(key.point.size, CASES[i].point);
        cr_expect_not(key.pss_only);
    }
}

Test(key, unknown_kinds_are_not_wrong)
{
    struct key key;
    SAME(key_read(&key, pki_spki(pki_new_key(PKI_ED448))), KEY_UNSUPPORTED);
    SAME(key.kind, KEY_UNKNOWN);
    SAME(key.bits, 0);
    SAME(status_of(spki_of("1.2.3", asn_null(), asn_hex("00"))), KEY_UNSUPPORTED);
    SAME(status_of(ASN_SEQUENCE(algorithm_of("1.2.3", NOTHING), asn_bits(3, asn_hex("08")))),
         KEY_UNSUPPORTED);
}

Test(key, what_is_no_public_key_info)
{
    chain_bytes algorithm = algorithm_of(ED25519, NOTHING), bits = asn_bits(0, asn_repeat(1, 32));
    SAME(status_of(ASN_SEQUENCE(algorithm, bits)), KEY_GOOD);
    const chain_bytes wrong[] = {
        NOTHING,
        asn_empty(0x30),
        ASN_SET(algorithm, bits),
        ASN_SEQUENCE(algorithm),
        ASN_SEQUENCE(bits),
        ASN_SEQUENCE(bits, algorithm),
        ASN_SEQUENCE(algorithm, bits, asn_null()),
        ASN_JOIN(ASN_SEQUENCE(algorithm, bits), asn_null()),
        ASN_SEQUENCE(asn_empty(0x30), bits),
        ASN_SEQUENCE(algorithm, ASN(0x04, asn_repeat(1, 33))),
        ASN_SEQUENCE(algorithm, ASN(0x03, NOTHING)),
        ASN_SEQUENCE(algorithm, asn_bits(8, asn_repeat(1, 32))),
        ASN_SEQUENCE(algorithm, asn_bits(1, asn_repeat(1, 32))), /* an unused bit that is set */
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        cr_expect_eq(status_of(wrong[i]), KEY_MALFORMED, "case %zu", i);
}

Test(key, ed25519_is_32_octets_without_parameters)
{
    SAME(status_of(spki_of(ED25519, NOTHING, asn_repeat(1, 31))), KEY_MALFORMED);
    SAME(status_of(spki_of(ED25519, NOTHING, asn_repeat(1, 32))), KEY_GOOD);
    SAME(status_of(spki_of(ED25519, NOTHING, asn_repeat(1, 33))), KEY_MALFORMED);
    SAME(status_of(spki_of(ED25519, asn_null(), asn_repeat(1, 32))), KEY_MALFORMED);
    SAME(status_of(ASN_SEQUENCE(algorithm_of(ED25519, NOTHING), asn_bits(1, asn_repeat(2, 32)))),
         KEY_MALFORMED);
}

/* ---- RSA --------------------------------------------------------------------------------------
 */

static chain_bytes rsa_of(chain_bytes modulus, chain_bytes exponent)
{
    return spki_of(RSA, asn_null(), ASN_SEQUENCE(asn_unsigned(modulus), asn_unsigned(exponent)));
}

Test(rsa_key, numbers_without_their_sign_octet)
{
    struct key key;
    chain_bytes modulus = asn_repeat(0xc5, 256);
    cr_assert_eq(key_read(&key, rsa_of(modulus, asn_hex("010001"))), KEY_GOOD);
    SAME_BYTES(key.modulus, modulus);
    SAME_BYTES(key.exponent, asn_hex("010001"));
    SAME(key.bits, 2048);
}

Test(rsa_key, bits_are_counted_exactly)
{
    static const size_t BITS[] = {9, 15, 16, 17, 1023, 1024, 1025, 2047, 2048, 2049};
    for (size_t i = 0; i < COUNT(BITS); i++) {
        struct key key;
        SAME(key_read(&key, rsa_of(number_of(BITS[i]), asn_hex("03"))), KEY_GOOD);
        SAME(key.bits, BITS[i]);
    }
}

Test(rsa_key, parameters_are_null)
{
    chain_bytes bits = ASN_SEQUENCE(asn_unsigned(number_of(2048)), asn_integer(65537));
    SAME(status_of(spki_of(RSA, asn_null(), bits)), KEY_GOOD);
    SAME(status_of(spki_of(RSA, NOTHING, bits)), KEY_MALFORMED);
    SAME(status_of(spki_of(RSA, asn_empty(0x30), bits)), KEY_MALFORMED);
    SAME(status_of(ASN_SEQUENCE(algorithm_of(RSA, asn_null()), asn_bits(1, asn_hex("02")))),
         KEY_MALFORMED);
}

Test(rsa_key, numbers_that_belong_to_no_key)
{
    chain_bytes modulus = number_of(2048);
    chain_bytes even = asn_with(modulus, 255, 0xfe);
    SAME(status_of(rsa_of(even, asn_hex("010001"))), KEY_MALFORMED);
    SAME(status_of(rsa_of(modulus, asn_hex("01"))), KEY_MALFORMED);
    SAME(status_of(rsa_of(modulus, asn_hex("02"))), KEY_MALFORMED);
    SAME(status_of(rsa_of(modulus, asn_hex("03"))), KEY_GOOD);
    SAME(status_of(rsa_of(modulus, asn_hex("010000"))), KEY_MALFORMED);
    SAME(status_of(rsa_of(number_of(16), number_of(17))), KEY_MALFORMED);
    SAME(status_of(rsa_of(number_of(17), number_of(17))), KEY_GOOD);
}

Test(rsa_key, numbers_that_are_no_positive_integers_in_der)
{
    chain_bytes modulus = asn_unsigned(number_of(2048)), exponent = asn_integer(65537);
    const chain_bytes wrong[] = {
        ASN_SEQUENCE(asn_integer(0), exponent),
        ASN_SEQUENCE(modulus, asn_integer(0)),
        ASN_SEQUENCE(asn_integer(-5), exponent),
        ASN_SEQUENCE(modulus, asn_integer(-3)),
        ASN_SEQUENCE(modulus, asn_hex("02 02 00 03")),
        ASN_SEQUENCE(ASN(0x02, asn_hex("0000"), number_of(2048)), exponent),
        ASN_SEQUENCE(ASN(0x02, number_of(2048)), exponent), /* no sign octet: negative */
        ASN_SEQUENCE(modulus, asn_hex("0200")),
        ASN_SEQUENCE(modulus),
        ASN_SEQUENCE(modulus, exponent, exponent),
        ASN_JOIN(ASN_SEQUENCE(modulus, exponent), asn_null()),
        ASN_SET(modulus, exponent),
        NOTHING,
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        cr_expect_eq(status_of(spki_of(RSA, asn_null(), wrong[i])), KEY_MALFORMED, "case %zu", i);
}

Test(rsa_key, size_limits)
{
    SAME(status_of(rsa_of(number_of(KEY_RSA_MOST_BITS), asn_hex("010001"))), KEY_GOOD);
    SAME(status_of(rsa_of(number_of(KEY_RSA_MOST_BITS + 1), asn_hex("010001"))), KEY_UNSUPPORTED);
    SAME(status_of(rsa_of(number_of(2048), number_of(KEY_RSA_MOST_EXPONENT_BITS))), KEY_GOOD);
    SAME(status_of(rsa_of(number_of(2048), number_of(KEY_RSA_MOST_EXPONENT_BITS + 1))),
         KEY_UNSUPPORTED);
    /* a modulus of more than a mebioctet is large, not malformed */
    SAME(status_of(rsa_of(number_of(8 << 20), asn_hex("010001"))), KEY_UNSUPPORTED);
    SAME(status_of(rsa_of(number_of((8 << 20) + 8), asn_hex("010001"))), KEY_UNSUPPORTED);
}

static chain_bytes pss_parameters(const char *hash, int64_t salt)
{
    chain_bytes digest = algorithm_of(hash, asn_null());
    return ASN_SEQUENCE(ASN_CONTEXT(0, digest),
                        ASN_CONTEXT(1, algorithm_of("1.2.840.113549.1.1.8", digest)),
                        ASN_CONTEXT(2, asn_integer(salt)));
}

Test(rsa_key, restricted_to_pss)
{
    struct key key;
    chain_bytes bits = ASN_SEQUENCE(asn_unsigned(number_of(2048)), asn_integer(65537));
    SAME(key_read(&key, spki_of(RSA_PSS, NOTHING, bits)), KEY_GOOD);
    cr_expect(key.pss_only);
    cr_expect_not(key.pss.parameters_good, "any digest and salt");
    SAME(key_read(&key, spki_of(RSA_PSS, pss_parameters("2.16.840.1.101.3.4.2.2", 48), bits)),
         KEY_GOOD);
    SAME(key.kind, KEY_RSA);
    SAME(key.bits, 2048);
    cr_expect(key.pss_only && key.pss.parameters_good);
    SAME(key.pss.digest, DIGEST_SHA384);
    SAME(key.pss.salt, 48);
    SAME(status_of(spki_of(RSA_PSS, asn_null(), bits)), KEY_MALFORMED);
    SAME(status_of(spki_of(RSA_PSS, pss_parameters("1.2.3", 48), bits)), KEY_UNSUPPORTED);
    SAME(status_of(spki_of(RSA_PSS, pss_parameters("2.16.840.1.101.3.4.2.2", 513), bits)),
         KEY_UNSUPPORTED);
}

/* ---- elliptic curves --------------------------------------------------------------------------
 */

static chain_bytes ec_of(const char *curve, const char *form, size_t octets)
{
    return spki_of(EC, asn_oid(curve), ASN_JOIN(asn_hex(form), asn_repeat(0x11, octets)));
}

Test(ec_key, points_of_each_curve_have_their_size)
{
    static const struct {
        const char *oid;
        size_t octets;
    } CURVES[] = {{P256, 32}, {"1.3.132.0.34", 48}, {"1.3.132.0.35", 66}};
    for (size_t i = 0; i < COUNT(CURVES); i++) {
        const char *oid = CURVES[i].oid;
        size_t octets = CURVES[i].octets;
        SAME(status_of(ec_of(oid, "04", 2 * octets)), KEY_GOOD);
        SAME(status_of(ec_of(oid, "04", 2 * octets - 1)), KEY_MALFORMED);
        SAME(status_of(ec_of(oid, "04", 2 * octets + 1)), KEY_MALFORMED);
        SAME(status_of(ec_of(oid, "02", octets)), KEY_UNSUPPORTED);
        SAME(status_of(ec_of(oid, "03", octets)), KEY_UNSUPPORTED);
        SAME(status_of(ec_of(oid, "02", octets - 1)), KEY_MALFORMED);
        SAME(status_of(ec_of(oid, "03", octets + 1)), KEY_MALFORMED);
        SAME(status_of(ec_of(oid, "06", 2 * octets)), KEY_MALFORMED);
        SAME(status_of(ec_of(oid, "00", 2 * octets)), KEY_MALFORMED);
        SAME(status_of(ec_of(oid, "00", 0)), KEY_MALFORMED);
        SAME(status_of(ec_of(oid, "", 0)), KEY_MALFORMED);
    }
}

Test(ec_key, other_curves)
{
    struct key key;
    SAME(key_read(&key, ec_of("1.3.132.0.10", "04", 64)), KEY_UNSUPPORTED);
    SAME(key.kind, KEY_UNKNOWN);
    chain_bytes point = ASN_JOIN(asn_hex("04"), asn_repeat(0x11, 64));
    SAME(status_of(spki_of(EC, asn_empty(0x30), point)), KEY_UNSUPPORTED);
    SAME(status_of(spki_of(EC, asn_null(), point)), KEY_UNSUPPORTED);
}

Test(ec_key, parameters_name_a_curve)
{
    chain_bytes point = ASN_JOIN(asn_hex("04"), asn_repeat(0x11, 64));
    SAME(status_of(spki_of(EC, NOTHING, point)), KEY_MALFORMED);
    SAME(status_of(spki_of(EC, asn_integer(7), point)), KEY_MALFORMED);
    SAME(status_of(spki_of(EC, asn_hex("06 02 80 01"), point)), KEY_MALFORMED);
    SAME(status_of(ASN_SEQUENCE(algorithm_of(EC, asn_oid(P256)),
                                asn_bits(1, ASN_JOIN(asn_hex("04"), asn_repeat(0x10, 64))))),
         KEY_MALFORMED);
}

/* ---- DSA --------------------------------------------------------------------------------------
 */

static chain_bytes dsa_of(size_t p, size_t q)
{
    return spki_of(
        DSA, ASN_SEQUENCE(asn_unsigned(number_of(p)), asn_unsigned(number_of(q)), asn_integer(2)),
        asn_integer(77));
}

Test(dsa_key, group_and_key)
{
    struct key key;
    SAME(key_read(&key, dsa_of(2048, 256)), KEY_GOOD);
    SAME(key.kind, KEY_DSA);
    SAME(key.bits, 2048);
    SAME_BYTES(key.p, number_of(2048));
    SAME_BYTES(key.q, number_of(256));
    SAME_BYTES(key.g, asn_hex("02"));
    SAME_BYTES(key.point, asn_hex("4d"));
}

Test(dsa_key, sizes)
{
    SAME(status_of(dsa_of(1024, 160)), KEY_GOOD);
    SAME(status_of(dsa_of(2048, 224)), KEY_GOOD);
    SAME(status_of(dsa_of(2048, 159)), KEY_UNSUPPORTED);
    SAME(status_of(dsa_of(2048, 161)), KEY_UNSUPPORTED);
    SAME(status_of(dsa_of(2048, 257)), KEY_UNSUPPORTED);
    SAME(status_of(dsa_of(KEY_DSA_MOST_BITS, 256)), KEY_GOOD);
    SAME(status_of(dsa_of(KEY_DSA_MOST_BITS + 1, 256)), KEY_UNSUPPORTED);
}

Test(dsa_key, group_may_be_the_issuers)
{
    struct key key;
    SAME(key_read(&key, spki_of(DSA, NOTHING, asn_integer(77))), KEY_GOOD);
    SAME(key.kind, KEY_DSA);
    SAME(key.bits, 0);
    SAME(key.p.size, 0);
}

Test(dsa_key, malformed)
{
    chain_bytes p = asn_unsigned(number_of(1024)), q = asn_unsigned(number_of(160)),
                g = asn_integer(2);
    const chain_bytes wrong[] = {
        asn_null(),
        ASN_SEQUENCE(p, q),
        ASN_SEQUENCE(p, q, g, g),
        ASN_SEQUENCE(asn_integer(0), q, g),
        ASN_SEQUENCE(p, asn_integer(0), g),
        ASN_SEQUENCE(p, q, asn_integer(-1)),
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        cr_expect_eq(status_of(spki_of(DSA, wrong[i], asn_integer(77))), KEY_MALFORMED, "case %zu",
                     i);
    chain_bytes group = ASN_SEQUENCE(p, q, g);
    SAME(status_of(spki_of(DSA, group, asn_integer(0))), KEY_MALFORMED);
    SAME(status_of(spki_of(DSA, group, ASN_JOIN(asn_integer(1), asn_null()))), KEY_MALFORMED);
    SAME(status_of(ASN_SEQUENCE(algorithm_of(DSA, group), asn_bits(1, asn_hex("020102")))),
         KEY_MALFORMED);
}
