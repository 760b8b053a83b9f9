// SPDX-License-Identifier: Apache-2.0
/* Malformed keys and signatures. */
#include "sig.h"

#include "cert_writer.h"
#include "expect.h"
#include "pki.h"

#include <openssl/bn.h>
#include <openssl/evp.h>

TestSuite(sig_key, .fini = tidy);
TestSuite(rsa_signature, .fini = tidy);
TestSuite(ec_signature, .fini = tidy);

#define MESSAGE BYTES("the part that is signed")

static const struct algorithm SHA256_RSA = {SCHEME_RSA_PKCS1, DIGEST_SHA256, 0, true, true};
static const struct algorithm SHA256_EC = {SCHEME_ECDSA, DIGEST_SHA256, 0, true, true};

static enum sig_result make(const struct key *key)
{
    struct sig_key *made;
    enum sig_result result = sig_key_new(&made, key);
    cr_expect_eq(made != NULL, result == SIG_GOOD);
    sig_key_free(made);
    return result;
}

static struct key read_key(pki_key *made)
{
    struct key key;
    cr_assert_eq(key_read(&key, pki_spki(made)), KEY_GOOD);
    return key;
}

static struct sig_key *ready_key(pki_key *made)
{
    struct key key = read_key(made);
    struct sig_key *out;
    cr_assert_eq(sig_key_new(&out, &key), SIG_GOOD);
    return out;
}

/* ---- keys -------------------------------------------------------------------------------------
 */

Test(sig_key, free_of_null_is_fine)
{
    sig_key_free(NULL);
}

Test(sig_key, rsa_of_512_to_16384_bits)
{
    static const struct {
        unsigned bits;
        enum sig_result result;
    } CASES[] = {
        {511, SIG_UNSUPPORTED}, {512, SIG_GOOD}, {16384, SIG_GOOD}, {16385, SIG_UNSUPPORTED}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        chain_bytes modulus = asn_repeat(0xff, (CASES[i].bits + 7) / 8);
        struct key key = {
            .kind = KEY_RSA,
            .bits = CASES[i].bits,
            .modulus = asn_with(modulus, 0, (uint8_t)(0xff >> (7 - (CASES[i].bits + 7) % 8))),
            .exponent = asn_hex("010001")};
        SAME(make(&key), CASES[i].result);
    }
}

Test(sig_key, rsa_exponent_of_256_bits)
{
    struct key key = {.kind = KEY_RSA, .bits = 2048, .modulus = asn_repeat(0xff, 256)};
    key.exponent = asn_repeat(0xff, 32);
    SAME(make(&key), SIG_GOOD);
    key.exponent = asn_repeat(0xff, 33);
    SAME(make(&key), SIG_UNSUPPORTED);
}

Test(sig_key, point_must_lie_on_its_curve)
{
    static const enum pki_kind CURVES[] = {PKI_P256, PKI_P384, PKI_P521};
    for (size_t i = 0; i < COUNT(CURVES); i++) {
        struct key key = read_key(pki_new_key(CURVES[i]));
        chain_bytes point = key.point;
        SAME(make(&key), SIG_GOOD);
        key.point = asn_with(point, point.size - 1, point.data[point.size - 1] ^ 1);
        SAME(make(&key), SIG_BAD);
        key.point = asn_with(point, point.size / 2 - 1, point.data[point.size / 2 - 1] ^ 1);
        SAME(make(&key), SIG_BAD);
        key.point = asn_repeat(0x00, point.size);
        SAME(make(&key), SIG_BAD);
        key.point = asn_repeat(0xff, point.size);
        SAME(make(&key), SIG_BAD);
    }
}

/* x and x + p name the same point: only one of them is its encoding. */
Test(sig_key, coordinates_are_smaller_than_the_field)
{
    /* P-256: x = 5 lies on the curve; 5 + p fits 256 bits */
    static const char X[] = "0000000000000000000000000000000000000000000000000000000000000005";
    static const char Y[] = "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc";
    static const char X_AND_P[] =
        "ffffffff00000001000000000000000000000001000000000000000000000004";
    struct key key = {.kind = KEY_P256, .bits = 256, .point = ASN_JOIN(asn_hex(X), asn_hex(Y))};
    SAME(make(&key), SIG_GOOD);
    key.point = ASN_JOIN(asn_hex(X_AND_P), asn_hex(Y));
    SAME(make(&key), SIG_BAD);
}

Test(sig_key, unknown_kinds_are_unsupported)
{
    struct key key = {.kind = KEY_UNKNOWN};
    SAME(make(&key), SIG_UNSUPPORTED);
}

Test(sig_key, dsa_group_must_be_at_hand_and_hold_the_key)
{
    struct key key = read_key(pki_new_key(PKI_DSA_2048)), wrong = key;
    SAME(make(&key), SIG_GOOD);
    wrong.point = asn_repeat(0x7f, key.p.size + 1);
    SAME(make(&wrong), SIG_BAD);
    wrong = key;
    wrong.g = asn_repeat(0x7f, key.p.size + 1);
    SAME(make(&wrong), SIG_BAD);
    /* RFC 3279 2.3.2: the issuer's group, which a key by itself does not tell */
    wrong = key;
    wrong.p = wrong.q = wrong.g = (chain_bytes){NULL, 0};
    SAME(make(&wrong), SIG_UNSUPPORTED);
}

/* ---- RSA signatures ---------------------------------------------------------------------------
 */

/* signature + modulus times n, in as many octets as asked for */
static chain_bytes plus_modulus(chain_bytes signature, chain_bytes modulus, size_t octets)
{
    BIGNUM *s = BN_bin2bn(signature.data, (int)signature.size, NULL);
    BIGNUM *n = BN_bin2bn(modulus.data, (int)modulus.size, NULL);
    uint8_t sum[512];
    cr_assert(BN_add(s, s, n));
    cr_assert_geq(BN_bn2binpad(s, sum, (int)octets), 0);
    BN_free(s);
    BN_free(n);
    return asn_cut((chain_bytes){sum, octets}, octets);
}

Test(rsa_signature, is_exactly_as_long_as_the_modulus)
{
    pki_key *made = pki_new_key(PKI_RSA_2048);
    struct sig_key *key = ready_key(made);
    struct key numbers = read_key(made);
    chain_bytes good = pki_sign(made, "SHA256", MESSAGE);
    SAME(good.size, 256);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, good), SIG_GOOD);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, ASN_JOIN(asn_hex("00"), good)), SIG_BAD);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, ASN_JOIN(good, asn_hex("00"))), SIG_BAD);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, asn_cut(good, 255)), SIG_BAD);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, BYTES("")), SIG_BAD);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, plus_modulus(good, numbers.modulus, 257)), SIG_BAD);
    sig_key_free(key);
}

/* A signature that begins with zeros keeps them. */
Test(rsa_signature, keeps_its_leading_zeros)
{
    pki_key *made = pki_new_rsa(1024, 65537);
    struct sig_key *key = ready_key(made);
    for (uint32_t i = 0; i < 20000; i++) {
        chain_bytes message = {(const uint8_t *)&i, sizeof(i)};
        chain_bytes signature = pki_sign(made, "SHA256", message);
        if (signature.data[0])
            continue;
        chain_bytes shorter = {signature.data + 1, signature.size - 1};
        SAME(sig_check(key, &SHA256_RSA, message, signature), SIG_GOOD);
        SAME(sig_check(key, &SHA256_RSA, message, shorter), SIG_BAD);
        sig_key_free(key);
        return;
    }
    cr_assert_fail("no signature began with a zero");
}

Test(rsa_signature, is_smaller_than_the_modulus)
{
    /* a modulus just above 2^1023 leaves room for s + n in its 128 octets */
    for (int tries = 0; tries < 200; tries++) {
        pki_key *made = pki_new_rsa(1024, 65537);
        struct key numbers = read_key(made);
        chain_bytes good = pki_sign(made, "SHA256", MESSAGE);
        if (numbers.modulus.data[0] + good.data[0] >= 0xfe)
            continue;
        struct sig_key *key = ready_key(made);
        SAME(sig_check(key, &SHA256_RSA, MESSAGE, good), SIG_GOOD);
        SAME(sig_check(key, &SHA256_RSA, MESSAGE, plus_modulus(good, numbers.modulus, 128)),
             SIG_BAD);
        SAME(sig_check(key, &SHA256_RSA, MESSAGE, numbers.modulus), SIG_BAD);
        SAME(sig_check(key, &SHA256_RSA, MESSAGE, asn_repeat(0x00, 128)), SIG_BAD);
        SAME(sig_check(key, &SHA256_RSA, MESSAGE, asn_repeat(0xff, 128)), SIG_BAD);
        sig_key_free(key);
        return;
    }
    cr_assert_fail("no key left room");
}

Test(rsa_signature, does_not_fit_a_key_that_is_too_small_for_it)
{
    pki_key *made = pki_new_rsa(512, 65537);
    struct sig_key *key = ready_key(made);
    struct algorithm sha512 = SHA256_RSA,
                     long_salt = {SCHEME_RSA_PSS, DIGEST_SHA512, 64, true, true};
    sha512.digest = DIGEST_SHA512;
    SAME(sig_check(key, &sha512, MESSAGE, asn_repeat(0x01, 64)), SIG_BAD);
    SAME(sig_check(key, &long_salt, MESSAGE, asn_repeat(0x01, 64)), SIG_BAD);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, pki_sign(made, "SHA256", MESSAGE)), SIG_GOOD);
    sig_key_free(key);
}

Test(rsa_signature, key_restricted_to_pss_takes_no_other)
{
    pki_key *made = pki_new_key(PKI_RSA_2048);
    struct key restricted = read_key(made);
    struct sig_key *key;
    struct algorithm pss = {SCHEME_RSA_PSS, DIGEST_SHA256, 32, true, true};
    restricted.pss_only = true;
    cr_assert_eq(sig_key_new(&key, &restricted), SIG_GOOD);
    SAME(sig_check(key, &SHA256_RSA, MESSAGE, pki_sign(made, "SHA256", MESSAGE)), SIG_BAD);
    SAME(sig_check(key, &pss, MESSAGE, pki_sign_pss(made, "SHA256", 32, MESSAGE)), SIG_GOOD);
    pss.salt = 0;
    SAME(sig_check(key, &pss, MESSAGE, pki_sign_pss(made, "SHA256", 0, MESSAGE)), SIG_GOOD);
    sig_key_free(key);
}

/* RFC 4055 3.3 */
Test(rsa_signature, key_with_pss_parameters_holds_digest_and_salt)
{
    pki_key *made = pki_new_key(PKI_RSA_2048);
    struct key restricted = read_key(made);
    struct sig_key *key;
    restricted.pss_only = true;
    restricted.pss = (struct algorithm){SCHEME_RSA_PSS, DIGEST_SHA256, 32, true, true};
    cr_assert_eq(sig_key_new(&key, &restricted), SIG_GOOD);
    static const struct {
        const char *name;
        enum digest digest;
        unsigned salt;
        enum sig_result result;
    } CASES[] = {{"SHA256", DIGEST_SHA256, 31, SIG_BAD},
                 {"SHA256", DIGEST_SHA256, 32, SIG_GOOD},
                 {"SHA256", DIGEST_SHA256, 33, SIG_GOOD},
                 {"SHA384", DIGEST_SHA384, 48, SIG_BAD}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct algorithm pss = {SCHEME_RSA_PSS, CASES[i].digest, CASES[i].salt, true, true};
        SAME(sig_check(key, &pss, MESSAGE,
                       pki_sign_pss(made, CASES[i].name, (int)CASES[i].salt, MESSAGE)),
             CASES[i].result);
    }
    sig_key_free(key);
}

/* ---- ECDSA signatures -------------------------------------------------------------------------
 */

static chain_bytes integer_at(chain_bytes signature, size_t at)
{
    return (chain_bytes){signature.data + at, 2U + signature.data[at + 1]};
}

static enum sig_result check_ec(const struct sig_key *key, chain_bytes signature)
{
    return sig_check(key, &SHA256_EC, MESSAGE, signature);
}

Test(ec_signature, is_a_sequence_of_two_positive_integers_in_der)
{
    pki_key *made = pki_new_key(PKI_P256);
    struct sig_key *key = ready_key(made);
    chain_bytes good = pki_sign(made, "SHA256", MESSAGE);
    chain_bytes r = integer_at(good, 2), s = integer_at(good, 2 + r.size);
    chain_bytes r_content = {r.data + 2, r.size - 2};
    SAME(check_ec(key, ASN_SEQUENCE(r, s)), SIG_GOOD);
    const chain_bytes wrong[] = {
        BYTES(""),
        asn_empty(0x30),
        ASN_SEQUENCE(r),
        ASN_SEQUENCE(r, s, asn_null()),
        ASN_JOIN(ASN_SEQUENCE(r, s), asn_hex("00")),
        ASN_SET(r, s),
        ASN_JOIN(r, s),
        ASN_SEQUENCE(s, r),
        ASN_SEQUENCE(asn_integer(0), s),
        ASN_SEQUENCE(r, asn_integer(0)),
        ASN_SEQUENCE(asn_integer(-1), s),
        ASN_SEQUENCE(r, asn_integer(-1)),
        ASN_SEQUENCE(ASN(0x02, asn_hex("00"), r_content), s), /* a needless octet */
        ASN_SEQUENCE(ASN(0x02, asn_hex("0000"), r_content), s),
        ASN_SEQUENCE(asn_hex("0200"), s),
        ASN_SEQUENCE(r, asn_hex("0200")),
        ASN_JOIN(asn_hex("3081"), (chain_bytes){good.data + 1, good.size - 1}), /* a long length */
        ASN_SEQUENCE(asn_unsigned(asn_repeat(0x7f, 34)), s),
        ASN_SEQUENCE(r, asn_unsigned(asn_repeat(0x7f, 4096))),
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        cr_expect_eq(check_ec(key, wrong[i]), SIG_BAD, "case %zu", i);
    sig_key_free(key);
}

Test(ec_signature, numbers_are_smaller_than_the_order)
{
    /* the order n of P-256 */
    chain_bytes order = asn_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    pki_key *made = pki_new_key(PKI_P256);
    struct sig_key *key = ready_key(made);
    chain_bytes good = pki_sign(made, "SHA256", MESSAGE);
    chain_bytes r = integer_at(good, 2), s = integer_at(good, 2 + r.size);
    chain_bytes r_number = {r.data + 2, r.size - 2}, s_number = {s.data + 2, s.size - 2};
    SAME(check_ec(key, ASN_SEQUENCE(asn_unsigned(order), s)), SIG_BAD);
    SAME(check_ec(key, ASN_SEQUENCE(r, asn_unsigned(order))), SIG_BAD);
    SAME(check_ec(key, ASN_SEQUENCE(asn_unsigned(plus_modulus(r_number, order, 33)), s)), SIG_BAD);
    SAME(check_ec(key, ASN_SEQUENCE(r, asn_unsigned(plus_modulus(s_number, order, 33)))), SIG_BAD);
    SAME(check_ec(key, ASN_SEQUENCE(asn_unsigned(asn_repeat(0xff, 32)), s)), SIG_BAD);
    sig_key_free(key);
}

Test(ec_signature, ed25519_is_64_octets)
{
    pki_key *made = pki_new_key(PKI_ED25519);
    struct sig_key *key = ready_key(made);
    struct algorithm a = {SCHEME_ED25519, DIGEST_NONE, 0, true, true};
    chain_bytes good = pki_sign(made, NULL, MESSAGE);
    SAME(good.size, 64);
    SAME(sig_check(key, &a, MESSAGE, good), SIG_GOOD);
    SAME(sig_check(key, &a, MESSAGE, asn_cut(good, 63)), SIG_BAD);
    SAME(sig_check(key, &a, MESSAGE, ASN_JOIN(good, asn_hex("00"))), SIG_BAD);
    SAME(sig_check(key, &a, MESSAGE, BYTES("")), SIG_BAD);
    /* s + L is the same number again (RFC 8032 5.1.7) */
    chain_bytes order = asn_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    uint8_t more[64];
    unsigned carry = 0;
    memcpy(more, good.data, 64);
    for (size_t i = 0; i < 32; i++) {
        carry += (unsigned)more[32 + i] + order.data[i];
        more[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    SAME(sig_check(key, &a, MESSAGE, asn_cut((chain_bytes){more, 64}, 64)), SIG_BAD);
    sig_key_free(key);
}
