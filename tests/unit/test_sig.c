// SPDX-License-Identifier: Apache-2.0
/* Signatures that OpenSSL made must verify here, and nothing that was changed may. */
#include "sig.h"

#include "cert_writer.h"
#include "expect.h"
#include "pki.h"

TestSuite(sig, .fini = tidy);
TestSuite(sig_key, .fini = tidy);

#define MESSAGE BYTES("the part that is signed")

static struct sig_key *key_of(pki_key *made)
{
    struct key key;
    struct sig_key *out;
    cr_assert_eq(key_read(&key, pki_spki(made)), KEY_GOOD);
    cr_assert_eq(sig_key_new(&out, &key), SIG_GOOD);
    return out;
}

static struct algorithm algorithm(enum scheme scheme, enum digest digest)
{
    return (struct algorithm){
        .scheme = scheme, .digest = digest, .parameters_good = true, .parameters_known = true};
}

static struct algorithm pss(enum digest digest, unsigned salt)
{
    struct algorithm a = algorithm(SCHEME_RSA_PSS, digest);
    a.salt = salt;
    return a;
}

/* The signature verifies; nothing that differs by a bit does. */
static void holds(const struct sig_key *key, struct algorithm a, chain_bytes signature)
{
    SAME(sig_check(key, &a, MESSAGE, signature), SIG_GOOD);
    SAME(sig_check(key, &a, BYTES("the part that is Signed"), signature), SIG_BAD);
    SAME(sig_check(key, &a, BYTES(""), signature), SIG_BAD);
    for (size_t at = 0; at < signature.size; at += 7) {
        chain_bytes changed = asn_with(signature, at, signature.data[at] ^ 0x10);
        cr_expect_eq(sig_check(key, &a, MESSAGE, changed), SIG_BAD, "octet %zu", at);
    }
    for (size_t size = 0; size < signature.size; size++)
        cr_expect_eq(sig_check(key, &a, MESSAGE, asn_cut(signature, size)), SIG_BAD, "cut to %zu",
                     size);
    SAME(sig_check(key, &a, MESSAGE, ASN_JOIN(signature, asn_hex("00"))), SIG_BAD);
    SAME(sig_check(key, &a, MESSAGE, ASN_JOIN(asn_hex("00"), signature)), SIG_BAD);
}

static const struct {
    const char *name;
    enum digest digest;
} DIGESTS[] = {{"SHA1", DIGEST_SHA1},
               {"SHA224", DIGEST_SHA224},
               {"SHA256", DIGEST_SHA256},
               {"SHA384", DIGEST_SHA384},
               {"SHA512", DIGEST_SHA512}};

/* ---- digests ----------------------------------------------------------------------------------
 */

Test(sig, sha256_of_known_messages)
{
    uint8_t hash[SHA256_SIZE];
    sig_sha256(hash, BYTES("abc")); /* FIPS 180-4 */
    SAME_BYTES(((chain_bytes){hash, sizeof(hash)}),
               asn_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    sig_sha256(hash, (chain_bytes){NULL, 0});
    SAME_BYTES(((chain_bytes){hash, sizeof(hash)}),
               asn_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    sig_sha256(hash, asn_repeat('a', 1000));
    SAME_BYTES(((chain_bytes){hash, sizeof(hash)}), pki_sha256(asn_repeat('a', 1000)));
}

/* ---- what verifies ----------------------------------------------------------------------------
 */

Test(sig, rsa_with_every_digest)
{
    pki_key *made = pki_new_key(PKI_RSA_2048);
    struct sig_key *key = key_of(made);
    for (size_t i = 0; i < COUNT(DIGESTS); i++)
        holds(key, algorithm(SCHEME_RSA_PKCS1, DIGESTS[i].digest),
              pki_sign(made, DIGESTS[i].name, MESSAGE));
    sig_key_free(key);
}

Test(sig, rsa_of_other_sizes_and_exponents)
{
    static const struct {
        unsigned bits;
        unsigned long exponent;
    } CASES[] = {{1024, 3}, {1031, 65537}, {2047, 65537}, {3072, 65537}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        pki_key *made = pki_new_rsa(CASES[i].bits, CASES[i].exponent);
        struct sig_key *key = key_of(made);
        holds(key, algorithm(SCHEME_RSA_PKCS1, DIGEST_SHA256), pki_sign(made, "SHA256", MESSAGE));
        holds(key, pss(DIGEST_SHA256, 32), pki_sign_pss(made, "SHA256", 32, MESSAGE));
        sig_key_free(key);
    }
}

Test(sig, rsa_pss_with_salts_from_none_to_the_longest)
{
    pki_key *made = pki_new_key(PKI_RSA_2048);
    struct sig_key *key = key_of(made);
    static const struct {
        const char *name;
        enum digest digest;
        unsigned size;
    } PSS[] = {{"SHA256", DIGEST_SHA256, 32},
               {"SHA384", DIGEST_SHA384, 48},
               {"SHA512", DIGEST_SHA512, 64}};
    for (size_t i = 0; i < COUNT(PSS); i++) {
        const unsigned salts[] = {0, 1, PSS[i].size, 256 - PSS[i].size - 2};
        for (size_t k = 0; k < COUNT(salts); k++) {
            chain_bytes signature = pki_sign_pss(made, PSS[i].name, (int)salts[k], MESSAGE);
            struct algorithm longer = pss(PSS[i].digest, salts[k] + 1);
            holds(key, pss(PSS[i].digest, salts[k]), signature);
            SAME(sig_check(key, &longer, MESSAGE, signature), SIG_BAD);
        }
    }
    sig_key_free(key);
}

Test(sig, ecdsa_with_every_curve_and_digest)
{
    static const enum pki_kind CURVES[] = {PKI_P256, PKI_P384, PKI_P521};
    for (size_t i = 0; i < COUNT(CURVES); i++) {
        pki_key *made = pki_new_key(CURVES[i]);
        struct sig_key *key = key_of(made);
        for (size_t k = 0; k < COUNT(DIGESTS); k++)
            holds(key, algorithm(SCHEME_ECDSA, DIGESTS[k].digest),
                  pki_sign(made, DIGESTS[k].name, MESSAGE));
        sig_key_free(key);
    }
}

/* r and s are short once in a while: their encoding has then fewer octets than the field. */
Test(sig, ecdsa_with_numbers_of_all_lengths)
{
    pki_key *made = pki_new_key(PKI_P256);
    struct sig_key *key = key_of(made);
    struct algorithm a = algorithm(SCHEME_ECDSA, DIGEST_SHA256);
    size_t least = SIZE_MAX, most = 0;
    for (int i = 0; i < 20000 && (least > 69 || most < 72); i++) {
        chain_bytes signature = pki_sign(made, "SHA256", MESSAGE);
        cr_assert_eq(sig_check(key, &a, MESSAGE, signature), SIG_GOOD, "%s", expect_hex(signature));
        least = signature.size < least ? signature.size : least;
        most = signature.size > most ? signature.size : most;
    }
    cr_expect_leq(least, 69, "a short number was among them");
    SAME(most, 72);
    sig_key_free(key);
}

Test(sig, ed25519)
{
    pki_key *made = pki_new_key(PKI_ED25519);
    struct sig_key *key = key_of(made);
    holds(key, algorithm(SCHEME_ED25519, DIGEST_NONE), pki_sign(made, NULL, MESSAGE));
    sig_key_free(key);
}

Test(sig, dsa)
{
    pki_key *made = pki_new_key(PKI_DSA_2048);
    struct sig_key *key = key_of(made);
    for (size_t i = 0; i < 3; i++)
        holds(key, algorithm(SCHEME_DSA, DIGESTS[i].digest),
              pki_sign(made, DIGESTS[i].name, MESSAGE));
    sig_key_free(key);
}

Test(sig, another_key_of_the_kind_does_not_verify)
{
    static const struct {
        enum pki_kind kind;
        const char *digest;
        enum scheme scheme;
    } CASES[] = {{PKI_RSA_2048, "SHA256", SCHEME_RSA_PKCS1},
                 {PKI_P256, "SHA256", SCHEME_ECDSA},
                 {PKI_ED25519, NULL, SCHEME_ED25519}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct sig_key *other = key_of(pki_new_key(CASES[i].kind));
        struct algorithm a =
            algorithm(CASES[i].scheme, CASES[i].digest ? DIGEST_SHA256 : DIGEST_NONE);
        chain_bytes signature = pki_sign(pki_new_key(CASES[i].kind), CASES[i].digest, MESSAGE);
        SAME(sig_check(other, &a, MESSAGE, signature), SIG_BAD);
        sig_key_free(other);
    }
}

Test(sig, digest_is_part_of_what_is_signed)
{
    pki_key *made = pki_new_key(PKI_RSA_2048);
    struct sig_key *key = key_of(made);
    chain_bytes signature = pki_sign(made, "SHA256", MESSAGE);
    for (size_t i = 0; i < COUNT(DIGESTS); i++) {
        struct algorithm a = algorithm(SCHEME_RSA_PKCS1, DIGESTS[i].digest);
        SAME(sig_check(key, &a, MESSAGE, signature),
             DIGESTS[i].digest == DIGEST_SHA256 ? SIG_GOOD : SIG_BAD);
    }
    sig_key_free(key);
}

/* ---- schemes and keys -------------------------------------------------------------------------
 */

Test(sig, scheme_must_fit_the_key)
{
    static const struct {
        enum pki_kind kind;
        const char *digest;
        enum scheme fits, fits_too;
    } KEYS[] = {{PKI_RSA_2048, "SHA256", SCHEME_RSA_PKCS1, SCHEME_RSA_PSS},
                {PKI_P256, "SHA256", SCHEME_ECDSA, SCHEME_ECDSA},
                {PKI_ED25519, NULL, SCHEME_ED25519, SCHEME_ED25519},
                {PKI_DSA_2048, "SHA256", SCHEME_DSA, SCHEME_DSA}};
    static const enum scheme SCHEMES[] = {SCHEME_RSA_PKCS1, SCHEME_RSA_PSS, SCHEME_ECDSA,
                                          SCHEME_ED25519, SCHEME_DSA};
    for (size_t i = 0; i < COUNT(KEYS); i++) {
        pki_key *made = pki_new_key(KEYS[i].kind);
        struct sig_key *key = key_of(made);
        chain_bytes signature = pki_sign(made, KEYS[i].digest, MESSAGE);
        for (size_t k = 0; k < COUNT(SCHEMES); k++) {
            struct algorithm a = algorithm(SCHEMES[k], DIGEST_SHA256);
            bool good = SCHEMES[k] == KEYS[i].fits;
            cr_expect_eq(sig_check(key, &a, MESSAGE, signature), good ? SIG_GOOD : SIG_BAD,
                         "key %zu, scheme %d", i, (int)SCHEMES[k]);
        }
        sig_key_free(key);
    }
}

Test(sig, what_cannot_be_checked_is_unsupported)
{
    pki_key *made = pki_new_key(PKI_RSA_2048);
    struct sig_key *key = key_of(made);
    chain_bytes signature = pki_sign(made, "SHA256", MESSAGE);
    struct algorithm unknown = algorithm(SCHEME_UNKNOWN, DIGEST_NONE);
    struct algorithm md5 = algorithm(SCHEME_RSA_PKCS1, DIGEST_MD5);
    struct algorithm md2 = algorithm(SCHEME_RSA_PKCS1, DIGEST_MD2);
    SAME(sig_check(key, &unknown, MESSAGE, signature), SIG_UNSUPPORTED);
    SAME(sig_check(key, &md5, MESSAGE, signature), SIG_UNSUPPORTED);
    SAME(sig_check(key, &md2, MESSAGE, signature), SIG_UNSUPPORTED);
    struct algorithm sha1 = pss(DIGEST_SHA1, 20), sha224 = pss(DIGEST_SHA224, 28);
    SAME(sig_check(key, &sha1, MESSAGE, pki_sign_pss(made, "SHA1", 20, MESSAGE)), SIG_UNSUPPORTED);
    SAME(sig_check(key, &sha224, MESSAGE, pki_sign_pss(made, "SHA224", 28, MESSAGE)),
         SIG_UNSUPPORTED);
    struct algorithm strange = pss(DIGEST_SHA256, 32);
    strange.parameters_known = false;
    SAME(sig_check(key, &strange, MESSAGE, pki_sign_pss(made, "SHA256", 32, MESSAGE)),
         SIG_UNSUPPORTED);
    sig_key_free(key);
}

Test(sig, wrong_parameters_are_bad)
{
    pki_key *made = pki_new_key(PKI_P256);
    struct sig_key *key = key_of(made);
    struct algorithm a = algorithm(SCHEME_ECDSA, DIGEST_SHA256);
    a.parameters_good = false;
    SAME(sig_check(key, &a, MESSAGE, pki_sign(made, "SHA256", MESSAGE)), SIG_BAD);
    sig_key_free(key);
}
