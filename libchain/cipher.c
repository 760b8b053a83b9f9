// SPDX-License-Identifier: Apache-2.0
#include "cipher.h"

#include "mem.h"
#include "text.h"

#include <nettle/aes.h>
#include <nettle/arctwo.h>
#include <nettle/cbc.h>
#include <nettle/des.h>
#include <nettle/hmac.h>
#include <nettle/nettle-meta.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha1.h>
#include <string.h>

enum { MOST_DIGEST = 64, MOST_HASH_BLOCK = 128 };

/* One running digest or MAC of any kind. */
union hash_state {
    struct sha1_ctx sha1;
    struct sha256_ctx sha256;
    struct sha512_ctx sha512;
};

union hmac_state {
    struct hmac_sha1_ctx sha1;
    struct hmac_sha224_ctx sha224;
    struct hmac_sha256_ctx sha256;
    struct hmac_sha384_ctx sha384;
    struct hmac_sha512_ctx sha512;
};

static const struct nettle_hash *hash_of(enum digest digest)
{
    switch (digest) {
    case DIGEST_SHA1:
        return &nettle_sha1;
    case DIGEST_SHA224:
        return &nettle_sha224;
    case DIGEST_SHA256:
        return &nettle_sha256;
    case DIGEST_SHA384:
        return &nettle_sha384;
    case DIGEST_SHA512:
        return &nettle_sha512;
    default:
        return NULL;
    }
}

static const struct nettle_mac *mac_of(enum digest digest)
{
    switch (digest) {
    case DIGEST_SHA1:
        return &nettle_hmac_sha1;
    case DIGEST_SHA224:
        return &nettle_hmac_sha224;
    case DIGEST_SHA256:
        return &nettle_hmac_sha256;
    case DIGEST_SHA384:
        return &nettle_hmac_sha384;
    case DIGEST_SHA512:
        return &nettle_hmac_sha512;
    default:
        return NULL;
    }
}

/* nettle_mac's set_key takes keys of the digest's size only: HMAC takes any. */
static bool start_hmac(union hmac_state *state, enum digest digest, chain_bytes key)
{
    switch (digest) {
    case DIGEST_SHA1:
        hmac_sha1_set_key(&state->sha1, key.size, key.data);
        return true;
    case DIGEST_SHA224:
        hmac_sha224_set_key(&state->sha224, key.size, key.data);
        return true;
    case DIGEST_SHA256:
        hmac_sha256_set_key(&state->sha256, key.size, key.data);
        return true;
    case DIGEST_SHA384:
        hmac_sha384_set_key(&state->sha384, key.size, key.data);
        return true;
    case DIGEST_SHA512:
        hmac_sha512_set_key(&state->sha512, key.size, key.data);
        return true;
    default:
        return false;
    }
}

size_t cipher_utf16(uint8_t *out, size_t room, const char *password)
{
    const uint8_t *at = (const uint8_t *)password;
    size_t left = strlen(password), used = 0;
    while (left) {
        uint32_t code, units[2];
        size_t size = text_decode_utf8(at, left, &code), count = 1;
        if (!size) {
            code = *at;
            size = 1;
        }
        units[0] = code;
        if (code > 0xffff) {
            units[0] = 0xd800 + ((code - 0x10000) >> 10);
            units[1] = 0xdc00 + ((code - 0x10000) & 0x3ff);
            count = 2;
        }
        if (room - used < 2 * count)
            return SIZE_MAX;
        for (size_t i = 0; i < count; i++) {
            out[used++] = (uint8_t)(units[i] >> 8);
            out[used++] = (uint8_t)units[i];
        }
        at += size;
        left -= size;
    }
    return used;
}

size_t cipher_digest_size(enum digest digest)
{
    const struct nettle_hash *hash = hash_of(digest);
    return hash ? hash->digest_size : 0;
}

size_t cipher_hmac(uint8_t out[64], enum digest digest, chain_bytes key, chain_bytes data)
{
    union hmac_state state;
    const struct nettle_mac *mac = mac_of(digest);
    if (!mac || !start_hmac(&state, digest, key))
        return 0;
    mac->update(&state, data.size, data.data);
    mac->digest(&state, mac->digest_size, out);
    mem_wipe(&state, sizeof(state));
    return mac->digest_size;
}

bool cipher_pbkdf2(uint8_t *out, size_t size, enum digest digest, chain_bytes password,
                   chain_bytes salt, uint32_t iterations)
{
    union hmac_state state;
    const struct nettle_mac *mac = mac_of(digest);
    if (!mac || !iterations || !start_hmac(&state, digest, password))
        return false;
    pbkdf2(&state, mac->update, mac->digest, mac->digest_size, iterations, salt.size, salt.data,
           size, out);
    mem_wipe(&state, sizeof(state));
    return true;
}

/* RFC 7292 B.2 step 2 and 3: copies of `from` until a whole number of blocks is full. */
static size_t stretch(uint8_t *to, size_t block, chain_bytes from)
{
    size_t size = from.size ? (from.size + block - 1) / block * block : 0;
    for (size_t i = 0; i < size; i++)
        to[i] = from.data[i % from.size];
    return size;
}

/* Step 6 C: I_j = (I_j + B + 1) mod 2^v */
static void add_one_more(uint8_t *block, const uint8_t *b, size_t size)
{
    unsigned carry = 1;
    for (size_t i = size; i-- > 0;) {
        carry += (unsigned)block[i] + b[i];
        block[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

bool cipher_pkcs12_kdf(uint8_t *out, size_t size, enum digest digest, enum cipher_purpose purpose,
                       chain_bytes password, chain_bytes salt, uint32_t iterations)
{
    enum { MOST_INPUT = 1024 };
    uint8_t diversifier[MOST_HASH_BLOCK], input[2 * MOST_INPUT + 2 * MOST_HASH_BLOCK];
    uint8_t a[MOST_DIGEST], b[MOST_HASH_BLOCK];
    union hash_state state;
    const struct nettle_hash *hash = hash_of(digest);
    if (!hash || !iterations || password.size > MOST_INPUT || salt.size > MOST_INPUT)
        return false;
    size_t block = hash->block_size;
    memset(diversifier, (int)purpose, block);
    size_t used = stretch(input, block, salt);
    used += stretch(input + used, block, password);
    while (size) {
        hash->init(&state);
        hash->update(&state, block, diversifier);
        hash->update(&state, used, input);
        hash->digest(&state, hash->digest_size, a);
        for (uint32_t i = 1; i < iterations; i++) {
            hash->update(&state, hash->digest_size, a);
            hash->digest(&state, hash->digest_size, a);
        }
        size_t part = size < hash->digest_size ? size : hash->digest_size;
        memcpy(out, a, part);
        out += part;
        size -= part;
        stretch(b, block, (chain_bytes){a, hash->digest_size});
        for (size_t i = 0; i < used; i += block)
            add_one_more(input + i, b, block);
    }
    mem_wipe(input, sizeof(input));
    mem_wipe(a, sizeof(a));
    return true;
}

void cipher_sha1(uint8_t out[20], chain_bytes a, chain_bytes b, chain_bytes c)
{
    struct sha1_ctx state;
    sha1_init(&state);
    sha1_update(&state, a.size, a.data);
    sha1_update(&state, b.size, b.data);
    sha1_update(&state, c.size, c.data);
    sha1_digest(&state, SHA1_DIGEST_SIZE, out);
}

/* ---- block ciphers ---------------------------------------------------------------------------- */

size_t cipher_key_size(enum cipher cipher)
{
    static const size_t SIZES[] = {5, 16, 24, 8, 16, 24, 32};
    return SIZES[cipher];
}

size_t cipher_block_size(enum cipher cipher)
{
    return cipher >= CIPHER_AES_128 ? AES_BLOCK_SIZE : DES_BLOCK_SIZE;
}

union cipher_state {
    struct arctwo_ctx rc2;
    struct des3_ctx des3;
    struct des_ctx des;
    struct aes128_ctx aes128;
    struct aes192_ctx aes192;
    struct aes256_ctx aes256;
};

/* Sets the key and returns the function that decrypts. */
static nettle_cipher_func *start(union cipher_state *state, enum cipher cipher, const uint8_t *key)
{
    switch (cipher) {
    case CIPHER_RC2_40:
        arctwo_set_key_ekb(&state->rc2, 5, key, 40);
        return (nettle_cipher_func *)arctwo_decrypt;
    case CIPHER_RC2_128:
        arctwo_set_key_ekb(&state->rc2, 16, key, 128);
        return (nettle_cipher_func *)arctwo_decrypt;
    case CIPHER_3DES:
        des3_set_key(&state->des3, key); /* weak keys decrypt like others */
        return (nettle_cipher_func *)des3_decrypt;
    case CIPHER_DES:
        des_set_key(&state->des, key);
        return (nettle_cipher_func *)des_decrypt;
    case CIPHER_AES_128:
        aes128_set_decrypt_key(&state->aes128, key);
        return (nettle_cipher_func *)aes128_decrypt;
    case CIPHER_AES_192:
        aes192_set_decrypt_key(&state->aes192, key);
        return (nettle_cipher_func *)aes192_decrypt;
    case CIPHER_AES_256:
        break;
    }
    aes256_set_decrypt_key(&state->aes256, key);
    return (nettle_cipher_func *)aes256_decrypt;
}

bool cipher_decrypt(uint8_t *out, size_t *size, enum cipher cipher, const uint8_t *key,
                    const uint8_t *iv, chain_bytes data)
{
    union cipher_state state;
    uint8_t feedback[CIPHER_MOST_BLOCK];
    size_t block = cipher_block_size(cipher);
    if (!data.size || data.size % block)
        return false;
    nettle_cipher_func *decrypt = start(&state, cipher, key);
    memcpy(feedback, iv, block);
    cbc_decrypt(&state, decrypt, block, feedback, data.size, out, data.data);
    mem_wipe(&state, sizeof(state));
    size_t padding = out[data.size - 1];
    if (!padding || padding > block)
        return false;
    for (size_t i = 0; i < padding; i++) {
        if (out[data.size - 1 - i] != padding)
            return false;
    }
    *size = data.size - padding;
    return true;
}
