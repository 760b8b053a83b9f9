// SPDX-License-Identifier: Apache-2.0
/* Against OpenSSL's libcrypto, which derives and encrypts by its own code. */
#include "cipher.h"

#include "der_writer.h"
#include "expect.h"
#include "pool.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/sha.h>

TestSuite(cipher, .fini = tidy);

static const struct {
    enum digest digest;
    const char *name;
    size_t size;
} DIGESTS[] = {{DIGEST_SHA1, "SHA1", 20},
               {DIGEST_SHA224, "SHA224", 28},
               {DIGEST_SHA256, "SHA256", 32},
               {DIGEST_SHA384, "SHA384", 48},
               {DIGEST_SHA512, "SHA512", 64}};

static chain_bytes counting(size_t size)
{
    uint8_t *out = pool_take(size + 1);
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(i * 7 + 3);
    return (chain_bytes){out, size};
}

static const EVP_MD *md(size_t i)
{
    return EVP_get_digestbyname(DIGESTS[i].name);
}

Test(cipher, pbkdf2_is_that_of_openssl)
{
    static const size_t SIZES[] = {1, 16, 20, 24, 32, 64, 100};
    static const int ROUNDS[] = {1, 2, 1000};
    for (size_t i = 0; i < COUNT(DIGESTS); i++) {
        for (size_t k = 0; k < COUNT(SIZES) * COUNT(ROUNDS); k++) {
            uint8_t ours[100], theirs[100];
            size_t size = SIZES[k / COUNT(ROUNDS)];
            int rounds = ROUNDS[k % COUNT(ROUNDS)];
            /* a password longer than a block is hashed first */
            chain_bytes password = counting(k * 9), salt = counting(8 + k);
            cr_assert(
                cipher_pbkdf2(ours, size, DIGESTS[i].digest, password, salt, (uint32_t)rounds));
            PKCS5_PBKDF2_HMAC((const char *)password.data, (int)password.size, salt.data,
                              (int)salt.size, rounds, md(i), (int)size, theirs);
            SAME_BYTES(((chain_bytes){ours, size}), ((chain_bytes){theirs, size}));
        }
    }
    uint8_t key[16];
    cr_expect_not(cipher_pbkdf2(key, 16, DIGEST_MD5, counting(3), counting(3), 1));
    cr_expect_not(cipher_pbkdf2(key, 16, DIGEST_SHA1, counting(3), counting(3), 0));
}

Test(cipher, the_derivation_of_pkcs12_is_that_of_openssl)
{
    static const size_t SIZES[] = {5, 8, 16, 24, 32, 64, 130};
    for (size_t i = 0; i < COUNT(DIGESTS); i++) {
        for (int purpose = CIPHER_FOR_KEY; purpose <= CIPHER_FOR_MAC; purpose++) {
            for (size_t k = 0; k < COUNT(SIZES); k++) {
                uint8_t ours[130], theirs[130];
                chain_bytes password = counting(k * 22), salt = counting(k * 21 + 1);
                cr_assert(cipher_pkcs12_kdf(ours, SIZES[k], DIGESTS[i].digest,
                                            (enum cipher_purpose)purpose, password, salt, 3));
                cr_assert(PKCS12_key_gen_uni((unsigned char *)(uintptr_t)password.data,
                                             (int)password.size,
                                             (unsigned char *)(uintptr_t)salt.data, (int)salt.size,
                                             purpose, 3, (int)SIZES[k], theirs, md(i)));
                SAME_BYTES(((chain_bytes){ours, SIZES[k]}), ((chain_bytes){theirs, SIZES[k]}));
            }
        }
    }
}

Test(cipher, the_derivation_of_pkcs12_keeps_its_bounds)
{
    uint8_t key[16];
    cr_expect(
        cipher_pkcs12_kdf(key, 16, DIGEST_SHA1, CIPHER_FOR_KEY, counting(1024), counting(1024), 1));
    cr_expect_not(
        cipher_pkcs12_kdf(key, 16, DIGEST_SHA1, CIPHER_FOR_KEY, counting(1025), counting(8), 1));
    cr_expect_not(
        cipher_pkcs12_kdf(key, 16, DIGEST_SHA1, CIPHER_FOR_KEY, counting(8), counting(1025), 1));
    cr_expect_not(
        cipher_pkcs12_kdf(key, 16, DIGEST_MD5, CIPHER_FOR_KEY, counting(8), counting(8), 1));
    cr_expect_not(
        cipher_pkcs12_kdf(key, 16, DIGEST_SHA1, CIPHER_FOR_KEY, counting(8), counting(8), 0));
}

Test(cipher, hmac_is_that_of_openssl)
{
    for (size_t i = 0; i < COUNT(DIGESTS); i++) {
        for (size_t size = 0; size < 300; size += 37) {
            uint8_t ours[64], theirs[64];
            unsigned length = 0;
            chain_bytes key = counting(size), data = counting(300 - size);
            SAME(cipher_hmac(ours, DIGESTS[i].digest, key, data), DIGESTS[i].size);
            HMAC(md(i), key.data, (int)key.size, data.data, data.size, theirs, &length);
            SAME_BYTES(((chain_bytes){ours, length}), ((chain_bytes){theirs, length}));
        }
        SAME(cipher_digest_size(DIGESTS[i].digest), DIGESTS[i].size);
    }
    uint8_t mac[64];
    SAME(cipher_hmac(mac, DIGEST_MD5, counting(3), counting(3)), 0);
    SAME(cipher_digest_size(DIGEST_NONE), 0);
}

Test(cipher, sha1_takes_three_pieces)
{
    uint8_t ours[20], theirs[20];
    chain_bytes whole = counting(200);
    cipher_sha1(ours, asn_cut(whole, 5), (chain_bytes){whole.data + 5, 60},
                (chain_bytes){whole.data + 65, 135});
    SHA1(whole.data, whole.size, theirs);
    SAME_BYTES(((chain_bytes){ours, 20}), ((chain_bytes){theirs, 20}));
}

/* ---- block ciphers ---------------------------------------------------------------------------- */

static const struct {
    enum cipher cipher;
    const char *name;
} CIPHERS[] = {{CIPHER_RC2_40, "RC2-40-CBC"},   {CIPHER_RC2_128, "RC2-CBC"},
               {CIPHER_3DES, "DES-EDE3-CBC"},   {CIPHER_DES, "DES-CBC"},
               {CIPHER_AES_128, "AES-128-CBC"}, {CIPHER_AES_192, "AES-192-CBC"},
               {CIPHER_AES_256, "AES-256-CBC"}};

static chain_bytes encrypt(size_t i, chain_bytes plain, const uint8_t *key, const uint8_t *iv)
{
    uint8_t *out = pool_take(plain.size + 64);
    int size = 0, rest = 0;
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, CIPHERS[i].name, NULL);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    cr_assert(cipher && context, "no %s in this libcrypto", CIPHERS[i].name);
    cr_assert(EVP_EncryptInit_ex(context, cipher, NULL, key, iv));
    cr_assert(EVP_EncryptUpdate(context, out, &size, plain.data, (int)plain.size));
    cr_assert(EVP_EncryptFinal_ex(context, out + size, &rest));
    EVP_CIPHER_CTX_free(context);
    EVP_CIPHER_free(cipher);
    return (chain_bytes){out, (size_t)(size + rest)};
}

Test(cipher, what_openssl_encrypts_is_decrypted)
{
    OSSL_PROVIDER *legacy = OSSL_PROVIDER_load(NULL, "legacy");
    OSSL_PROVIDER *standard = OSSL_PROVIDER_load(NULL, "default");
    cr_assert(legacy && standard, "RC2 and DES are in OpenSSL's legacy provider");
    chain_bytes key = counting(CIPHER_MOST_KEY), iv = counting(CIPHER_MOST_BLOCK);
    for (size_t i = 0; i < COUNT(CIPHERS); i++) {
        for (size_t size = 0; size <= 70; size++) {
            chain_bytes plain = counting(size), data = encrypt(i, plain, key.data, iv.data);
            uint8_t *out = pool_take(data.size);
            size_t got = 0;
            cr_expect(cipher_decrypt(out, &got, CIPHERS[i].cipher, key.data, iv.data, data),
                      "%s, %zu", CIPHERS[i].name, size);
            SAME_BYTES(((chain_bytes){out, got}), plain);
        }
    }
    OSSL_PROVIDER_unload(legacy);
    OSSL_PROVIDER_unload(standard);
}

Test(cipher, what_is_no_whole_number_of_blocks_is_refused)
{
    uint8_t out[64];
    size_t size;
    chain_bytes key = counting(CIPHER_MOST_KEY), iv = counting(CIPHER_MOST_BLOCK);
    for (size_t i = 0; i < 64; i++) {
        if (i % 16)
            cr_expect_not(
                cipher_decrypt(out, &size, CIPHER_AES_256, key.data, iv.data, counting(i)));
    }
    cr_expect_not(cipher_decrypt(out, &size, CIPHER_AES_256, key.data, iv.data, counting(0)));
}

Test(cipher, padding_is_looked_at_whole)
{
    /* the last block decrypts to what its IV makes of it: every padding can be made */
    chain_bytes key = counting(CIPHER_MOST_KEY), zero = asn_repeat(0, 16);
    chain_bytes block = asn_cut(encrypt(4, zero, key.data, zero.data), 16);
    for (unsigned last = 0; last < 256; last++) {
        uint8_t iv[16], out[16];
        size_t size = 99;
        memset(iv, (int)last, sizeof(iv));
        bool good = cipher_decrypt(out, &size, CIPHER_AES_128, key.data, iv, block);
        SAME(good, last >= 1 && last <= 16);
        if (good)
            SAME(size, 16 - last);
        iv[0] ^= 1; /* one octet of padding is another only where all 16 are padding */
        SAME(cipher_decrypt(out, &size, CIPHER_AES_128, key.data, iv, block),
             last >= 1 && last < 16);
    }
}

Test(cipher, passwords_become_utf_16)
{
    uint8_t out[16];
    SAME(cipher_utf16(out, 16, ""), 0);
    SAME(cipher_utf16(out, 16, "a\xc3\xa4\xe2\x82\xac"), 6);
    SAME_BYTES(((chain_bytes){out, 6}), asn_hex("006100e420ac"));
    SAME(cipher_utf16(out, 16, "\xf0\x9f\x94\x91"), 4);
    SAME_BYTES(((chain_bytes){out, 4}), asn_hex("d83ddd11"));
    SAME(cipher_utf16(out, 16, "\xe4"), 2); /* Latin-1 */
    SAME_BYTES(((chain_bytes){out, 2}), asn_hex("00e4"));
    SAME(cipher_utf16(out, 16, "12345678"), 16);
    SAME(cipher_utf16(out, 16, "123456789"), SIZE_MAX);
    SAME(cipher_utf16(out, 15, "12345678"), SIZE_MAX);
}
