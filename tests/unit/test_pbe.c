// SPDX-License-Identifier: Apache-2.0
/* What tools write is read in test_pkcs12.c; here are the forms that none of them writes yet, and
 * damage. */
#include "pbe.h"

#include "cipher.h"
#include "der_writer.h"
#include "expect.h"
#include "pool.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

TestSuite(pbe, .fini = tidy);

#define HMAC_SHA256 "1.2.840.113549.2.9"
#define HMAC_SHA512 "1.2.840.113549.2.11"
#define PBKDF2 "1.2.840.113549.1.5.12"
#define PBMAC1 "1.2.840.113549.1.5.14"
#define AES_256 "2.16.840.1.101.3.4.1.42"

static const uint8_t SALT[] = {1, 2, 3, 4, 5, 6, 7, 8};
static const struct pbe_password PASSWORD = {
    {(const uint8_t *)"1234", 4}, {(const uint8_t *)"\0001\0002\0003\0004\0\0", 10}, {NULL, 0}};

static chain_bytes kdf(int64_t rounds, chain_bytes size, const char *prf)
{
    return ASN_SEQUENCE(asn_oid(PBKDF2),
                        ASN_SEQUENCE(ASN(0x04, ((chain_bytes){SALT, 8})), asn_integer(rounds), size,
                                     ASN_SEQUENCE(asn_oid(prf), asn_null())));
}

static chain_bytes mac_data(chain_bytes algorithm, chain_bytes mac)
{
    return ASN_SEQUENCE(ASN_SEQUENCE(algorithm, ASN(0x04, mac)), ASN(0x04, asn_text("NOT USED")),
                        asn_integer(1));
}

static enum pbe_status check(chain_bytes mac_data, const char *content)
{
    uint32_t left = 100000;
    return pbe_check_mac(mac_data, &PASSWORD, asn_text(content), &left);
}

/* RFC 9579: the MAC that OpenSSL 3.4 and JDK 26 write, made with libcrypto. */
static chain_bytes pbmac1(chain_bytes size, const char *scheme)
{
    uint8_t key[32], mac[64];
    unsigned length = 0;
    PKCS5_PBKDF2_HMAC("1234", 4, SALT, 8, 2048, EVP_sha256(), 32, key);
    HMAC(strcmp(scheme, HMAC_SHA512) == 0 ? EVP_sha512() : EVP_sha256(), key, 32,
         (const uint8_t *)"content", 7, mac, &length);
    chain_bytes parameters =
        ASN_SEQUENCE(kdf(2048, size, HMAC_SHA256), ASN_SEQUENCE(asn_oid(scheme), asn_null()));
    return mac_data(ASN_SEQUENCE(asn_oid(PBMAC1), parameters), pool_copy(mac, length));
}

Test(pbe, pbmac1_is_checked)
{
    SAME(check(pbmac1(asn_integer(32), HMAC_SHA256), "content"), PBE_GOOD);
    SAME(check(pbmac1(asn_integer(32), HMAC_SHA512), "content"), PBE_GOOD);
    SAME(check(pbmac1(asn_integer(32), HMAC_SHA256), "Content"), PBE_WRONG);
    SAME(check(pbmac1(asn_integer(31), HMAC_SHA256), "content"), PBE_WRONG);
}

Test(pbe, pbmac1_says_how_long_its_key_is)
{
    /* RFC 9579 section 5: keyLength must be there */
    SAME(check(pbmac1((chain_bytes){NULL, 0}, HMAC_SHA256), "content"), PBE_UNSUPPORTED);
    SAME(check(pbmac1(asn_integer(65), HMAC_SHA256), "content"), PBE_UNSUPPORTED);
    SAME(check(pbmac1(asn_integer(0), HMAC_SHA256), "content"), PBE_UNSUPPORTED);
    SAME(check(pbmac1(asn_integer(32), "1.2.840.113549.2.13"), "content"), PBE_UNSUPPORTED);
}

Test(pbe, macs_of_unknown_digests_are_not_guessed)
{
    chain_bytes sha3 = ASN_SEQUENCE(asn_oid("2.16.840.1.101.3.4.2.8"));
    SAME(check(mac_data(sha3, asn_repeat(0, 32)), "content"), PBE_UNSUPPORTED);
}

Test(pbe, damaged_macs_are_damage)
{
    chain_bytes whole = pbmac1(asn_integer(32), HMAC_SHA256);
    for (size_t size = 0; size < whole.size; size++)
        SAME(check(asn_cut(whole, size), "content"), PBE_MALFORMED);
    for (size_t at = 0; at < whole.size; at++)
        cr_expect(check(asn_with(whole, at, (uint8_t)(whole.data[at] ^ 0x21)), "content") !=
                          PBE_GOOD ||
                      at >= whole.size - 13, /* the salt and count of old, which are not used */
                  "octet %zu", at);
}

/* ---- decryption ------------------------------------------------------------------------------- */

static chain_bytes pbes2(chain_bytes derivation, const char *scheme, size_t iv)
{
    return ASN_SEQUENCE(
        asn_oid("1.2.840.113549.1.5.13"),
        ASN_SEQUENCE(derivation, ASN_SEQUENCE(asn_oid(scheme), ASN(0x04, asn_repeat(7, iv)))));
}

static enum pbe_status decrypt(chain_bytes algorithm, chain_bytes data, uint32_t *left)
{
    size_t size = 0;
    return pbe_decrypt(pool_take(data.size + 1), &size, algorithm, &PASSWORD, data, left);
}

/* One SEQUENCE, encrypted by libcrypto. */
static chain_bytes encrypted(const char *plain)
{
    uint8_t key[32], *out = pool_take(64);
    int size = 0, rest = 0;
    chain_bytes iv = asn_repeat(7, 16), data = asn_hex(plain);
    PKCS5_PBKDF2_HMAC("1234", 4, SALT, 8, 1000, EVP_sha256(), 32, key);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), NULL, key, iv.data);
    EVP_EncryptUpdate(context, out, &size, data.data, (int)data.size);
    EVP_EncryptFinal_ex(context, out + size, &rest);
    EVP_CIPHER_CTX_free(context);
    return (chain_bytes){out, (size_t)(size + rest)};
}

Test(pbe, rounds_are_taken_off_and_no_more_are_done)
{
    chain_bytes algorithm = pbes2(kdf(1000, (chain_bytes){NULL, 0}, HMAC_SHA256), AES_256, 16);
    chain_bytes data = encrypted("3003020105");
    uint32_t left = 2500;
    SAME(decrypt(algorithm, data, &left), PBE_GOOD);
    SAME(left, 1500);
    SAME(decrypt(algorithm, data, &left), PBE_GOOD);
    SAME(left, 500);
    SAME(decrypt(algorithm, data, &left), PBE_TOO_SLOW);
    SAME(left, 500);
    left = 1000;
    SAME(decrypt(algorithm, data, &left), PBE_GOOD);
    left = 999;
    SAME(decrypt(algorithm, data, &left), PBE_TOO_SLOW);
}

Test(pbe, good_padding_alone_is_not_the_right_password)
{
    chain_bytes algorithm = pbes2(kdf(1000, (chain_bytes){NULL, 0}, HMAC_SHA256), AES_256, 16);
    uint32_t left = 100000;
    SAME(decrypt(algorithm, encrypted("3003020105"), &left), PBE_GOOD);
    SAME(decrypt(algorithm, encrypted("300302010500"), &left), PBE_WRONG);
    SAME(decrypt(algorithm, encrypted("30030201"), &left), PBE_WRONG);
    SAME(decrypt(algorithm, encrypted("040105"), &left), PBE_WRONG);
    SAME(decrypt(algorithm, encrypted(""), &left), PBE_WRONG);
}

Test(pbe, what_is_not_known_is_not_guessed)
{
    chain_bytes data = encrypted("3003020105"), none = {NULL, 0};
    uint32_t left = 100000;
    SAME(decrypt(pbes2(kdf(1, none, HMAC_SHA256), "2.16.840.1.101.3.4.1.46", 16), data, &left),
         PBE_UNSUPPORTED); /* AES-256-GCM */
    SAME(decrypt(pbes2(kdf(1, none, "1.2.840.113549.2.13"), AES_256, 16), data, &left),
         PBE_UNSUPPORTED); /* HMAC with SHA-512/256 */
    chain_bytes scrypt =
        ASN_SEQUENCE(asn_oid("1.3.6.1.4.1.11591.4.11"), ASN_SEQUENCE(asn_integer(1)));
    SAME(decrypt(pbes2(scrypt, AES_256, 16), data, &left), PBE_UNSUPPORTED);
    chain_bytes old = ASN_SEQUENCE(ASN(0x04, ((chain_bytes){SALT, 8})), asn_integer(1));
    /* RC4, which OpenSSL still writes where it is told to */
    SAME(decrypt(ASN_SEQUENCE(asn_oid("1.2.840.113549.1.12.1.1"), old), data, &left),
         PBE_UNSUPPORTED);
    SAME(decrypt(ASN_SEQUENCE(asn_oid("1.2.840.113549.1.12.1.7"), old), data, &left),
         PBE_UNSUPPORTED);
    SAME(decrypt(ASN_SEQUENCE(asn_oid("1.2.840.113549.1.1.1"), asn_null()), data, &left),
         PBE_UNSUPPORTED);
    SAME(left, 100000 - 2); /* both derivations that could be read were counted */
}

Test(pbe, damaged_parameters_are_damage)
{
    chain_bytes data = encrypted("3003020105");
    chain_bytes whole = pbes2(kdf(1000, (chain_bytes){NULL, 0}, HMAC_SHA256), AES_256, 16);
    uint32_t left = UINT32_MAX;
    for (size_t size = 0; size < whole.size; size++)
        SAME(decrypt(asn_cut(whole, size), data, &left), PBE_MALFORMED);
    SAME(decrypt(pbes2(kdf(1000, (chain_bytes){NULL, 0}, HMAC_SHA256), AES_256, 8), data, &left),
         PBE_MALFORMED);
    SAME(decrypt(pbes2(kdf(0, (chain_bytes){NULL, 0}, HMAC_SHA256), AES_256, 16), data, &left),
         PBE_MALFORMED);
}
