// SPDX-License-Identifier: Apache-2.0
/*
 * What keystores are protected with: key derivation, message authentication, and block ciphers in
 * CBC mode. Only for reading what JDKs and OpenSSL write; some of it is broken and must never
 * protect anything new. With sig.c, the only files that know Nettle.
 */
#ifndef LIBCHAIN_CIPHER_H
#define LIBCHAIN_CIPHER_H

#include "algorithm.h"

enum cipher {
    CIPHER_RC2_40,
    CIPHER_RC2_128,
    CIPHER_3DES,
    CIPHER_DES,
    CIPHER_AES_128,
    CIPHER_AES_192,
    CIPHER_AES_256,
};
enum { CIPHER_MOST_KEY = 32, CIPHER_MOST_BLOCK = 16 };

size_t cipher_key_size(enum cipher cipher);
size_t cipher_block_size(enum cipher cipher);

/*
 * A password as UTF-16BE, as Java and PKCS#12 hash it; what is not UTF-8 is taken as Latin-1.
 * Returns the size, or SIZE_MAX where it does not fit.
 */
size_t cipher_utf16(uint8_t *out, size_t room, const char *password);

/* RFC 8018 5.2. False for a digest that is not supported. */
bool cipher_pbkdf2(uint8_t *out, size_t size, enum digest digest, chain_bytes password,
                   chain_bytes salt, uint32_t iterations);

enum cipher_purpose { CIPHER_FOR_KEY = 1, CIPHER_FOR_IV = 2, CIPHER_FOR_MAC = 3 };
/* RFC 7292 appendix B. `password` is a BMPString with its two final zeros, or nothing at all. */
bool cipher_pkcs12_kdf(uint8_t *out, size_t size, enum digest digest, enum cipher_purpose purpose,
                       chain_bytes password, chain_bytes salt, uint32_t iterations);

size_t cipher_digest_size(enum digest digest); /* 0 for one that is not supported */

/* Returns the size of the MAC, 0 for a digest that is not supported. */
size_t cipher_hmac(uint8_t out[64], enum digest digest, chain_bytes key, chain_bytes data);

/* SHA-1 over three pieces: the integrity of a JKS keystore. */
void cipher_sha1(uint8_t out[20], chain_bytes a, chain_bytes b, chain_bytes c);

/*
 * Decrypts `data` into `out`, which has as much room, and takes the padding off (RFC 8018 6.1.1).
 * False where the size is not a number of blocks or the padding is wrong: another password, as a
 * rule.
 */
bool cipher_decrypt(uint8_t *out, size_t *size, enum cipher cipher, const uint8_t *key,
                    const uint8_t *iv, chain_bytes data);

#endif
