// SPDX-License-Identifier: Apache-2.0
#include "pbe.h"

#include "cipher.h"
#include "mem.h"

#include <string.h>

#define PKCS5 "\x2a\x86\x48\x86\xf7\x0d\x01\x05"
#define PKCS12_PBE "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"
#define HMAC "\x2a\x86\x48\x86\xf7\x0d\x02"
#define AES "\x60\x86\x48\x01\x65\x03\x04\x01"

/* ---- parameters ------------------------------------------------------------------------------- */

static enum pbe_status read_iterations(struct der *in, uint32_t *out, uint32_t *left)
{
    chain_bytes content;
    uint64_t number;
    if (!der_read(in, DER_INTEGER, &content) || !der_unsigned(content, &number) || !number)
        return PBE_MALFORMED;
    if (number > *left)
        return PBE_TOO_SLOW;
    *left -= (uint32_t)number;
    *out = (uint32_t)number;
    return PBE_GOOD;
}

static enum digest hmac_digest(chain_bytes identifier)
{
    static const enum digest DIGESTS[] = {DIGEST_SHA1, DIGEST_SHA224, DIGEST_SHA256, DIGEST_SHA384,
                                          DIGEST_SHA512};
    chain_bytes oid, parameters;
    if (!algorithm_split(identifier, &oid, &parameters) ||
        (parameters.size && !bytes_equal(parameters, BYTES("\x05\0"))) || oid.size != 8 ||
        memcmp(oid.data, HMAC, 7) != 0 || oid.data[7] < 7 || oid.data[7] > 11)
        return DIGEST_NONE;
    return DIGESTS[oid.data[7] - 7];
}

struct derivation {
    chain_bytes salt;
    uint32_t iterations;
    enum digest digest;
    uint64_t key_size; /* 0: not said */
};

/* PBKDF2-params, RFC 8018 A.2. `identifier` is the whole key derivation function. */
static enum pbe_status read_pbkdf2(struct derivation *out, chain_bytes identifier, uint32_t *left)
{
    chain_bytes oid, parameters, content;
    struct der in, fields;
    struct der_element element;
    *out = (struct derivation){.digest = DIGEST_SHA1};
    if (!algorithm_split(identifier, &oid, &parameters))
        return PBE_MALFORMED;
    if (!bytes_equal(oid, BYTES(PKCS5 "\x0c")))
        return PBE_UNSUPPORTED;
    in = der_from(parameters);
    if (!der_enter(&in, DER_SEQUENCE, &fields) || !der_read(&fields, DER_OCTET_STRING, &out->salt))
        return PBE_MALFORMED;
    enum pbe_status status = read_iterations(&fields, &out->iterations, left);
    if (status != PBE_GOOD)
        return status;
    if (der_peek(&fields, DER_INTEGER) &&
        (!der_read(&fields, DER_INTEGER, &content) || !der_unsigned(content, &out->key_size)))
        return PBE_MALFORMED;
    if (!der_done(&fields)) {
        if (!der_next(&fields, &element))
            return PBE_MALFORMED;
        out->digest = hmac_digest(element.whole);
    }
    return out->digest == DIGEST_NONE ? PBE_UNSUPPORTED : PBE_GOOD;
}

/* ---- decryption ------------------------------------------------------------------------------- */

static const struct {
    chain_bytes oid;
    enum cipher cipher;
} SCHEMES[] = {
    {{(const uint8_t *)AES "\x2a", 9}, CIPHER_AES_256},
    {{(const uint8_t *)AES "\x16", 9}, CIPHER_AES_192},
    {{(const uint8_t *)AES "\x02", 9}, CIPHER_AES_128},
    {{(const uint8_t *)"\x2a\x86\x48\x86\xf7\x0d\x03\x07", 8}, CIPHER_3DES},
    {{(const uint8_t *)"\x2b\x0e\x03\x02\x07", 5}, CIPHER_DES},
};

/* What is decrypted, and to where; `left` are the rounds that may still be spent. */
struct work {
    uint8_t *out;
    size_t *size;
    chain_bytes data;
    uint32_t *left;
};

/* What is encrypted is one SEQUENCE: padding alone fits one wrong key in 256. */
static enum pbe_status decrypt(const struct work *work, enum cipher cipher, const uint8_t *key,
                               const uint8_t *iv)
{
    struct der inside;
    if (!cipher_decrypt(work->out, work->size, cipher, key, iv, work->data))
        return PBE_WRONG;
    struct der in = der_from((chain_bytes){work->out, *work->size});
    return der_enter(&in, DER_SEQUENCE, &inside) && der_done(&in) ? PBE_GOOD : PBE_WRONG;
}

/* RFC 8018 6.2. */
static enum pbe_status decrypt_pbes2(const struct work *work, chain_bytes parameters,
                                     chain_bytes password)
{
    struct der in = der_from(parameters), fields;
    struct der_element kdf, scheme;
    struct derivation derivation;
    chain_bytes oid, iv_element, iv;
    uint8_t key[CIPHER_MOST_KEY];
    if (!der_enter(&in, DER_SEQUENCE, &fields) || !der_next(&fields, &kdf) ||
        !der_next(&fields, &scheme) || !algorithm_split(scheme.whole, &oid, &iv_element))
        return PBE_MALFORMED;
    enum pbe_status status = read_pbkdf2(&derivation, kdf.whole, work->left);
    if (status != PBE_GOOD)
        return status;
    size_t i = 0, count = sizeof(SCHEMES) / sizeof(SCHEMES[0]);
    while (i < count && !bytes_equal(oid, SCHEMES[i].oid))
        i++;
    if (i == count)
        return PBE_UNSUPPORTED;
    enum cipher cipher = SCHEMES[i].cipher;
    struct der iv_in = der_from(iv_element);
    if (!der_read(&iv_in, DER_OCTET_STRING, &iv) || iv.size != cipher_block_size(cipher))
        return PBE_MALFORMED;
    if (!cipher_pbkdf2(key, cipher_key_size(cipher), derivation.digest, password, derivation.salt,
                       derivation.iterations))
        return PBE_UNSUPPORTED;
    status = decrypt(work, cipher, key, iv.data);
    mem_wipe(key, sizeof(key));
    return status;
}

/* RFC 7292 appendix C: 3 three-key 3DES, 4 two-key 3DES, 5 RC2 with 128 bits, 6 with 40. */
static enum pbe_status decrypt_pkcs12(const struct work *work, uint8_t which,
                                      chain_bytes parameters, chain_bytes password)
{
    struct der in = der_from(parameters), fields;
    chain_bytes salt;
    uint32_t iterations;
    uint8_t key[CIPHER_MOST_KEY], iv[CIPHER_MOST_BLOCK];
    if (which < 3 || which > 6)
        return PBE_UNSUPPORTED;
    enum cipher cipher = which <= 4 ? CIPHER_3DES : which == 5 ? CIPHER_RC2_128 : CIPHER_RC2_40;
    size_t key_size = which == 4 ? 16 : cipher_key_size(cipher);
    if (!der_enter(&in, DER_SEQUENCE, &fields) || !der_read(&fields, DER_OCTET_STRING, &salt))
        return PBE_MALFORMED;
    enum pbe_status status = read_iterations(&fields, &iterations, work->left);
    if (status != PBE_GOOD)
        return status;
    if (!cipher_pkcs12_kdf(key, key_size, DIGEST_SHA1, CIPHER_FOR_KEY, password, salt,
                           iterations) ||
        !cipher_pkcs12_kdf(iv, cipher_block_size(cipher), DIGEST_SHA1, CIPHER_FOR_IV, password,
                           salt, iterations))
        return PBE_UNSUPPORTED;
    if (which == 4)
        memcpy(key + 16, key, 8);
    status = decrypt(work, cipher, key, iv);
    mem_wipe(key, sizeof(key));
    return status;
}

enum pbe_status pbe_decrypt(uint8_t *out, size_t *size, chain_bytes algorithm,
                            const struct pbe_password *password, chain_bytes data, uint32_t *left)
{
    struct work work = {out, size, data, left};
    chain_bytes oid, parameters;
    if (!algorithm_split(algorithm, &oid, &parameters))
        return PBE_MALFORMED;
    if (bytes_equal(oid, BYTES(PKCS5 "\x0d")))
        return decrypt_pbes2(&work, parameters, password->plain);
    if (oid.size != 10 || memcmp(oid.data, PKCS12_PBE, 9) != 0)
        return PBE_UNSUPPORTED;
    enum pbe_status status = decrypt_pkcs12(&work, oid.data[9], parameters, password->wide);
    if (status == PBE_WRONG && password->java.size)
        status = decrypt_pkcs12(&work, oid.data[9], parameters, password->java);
    return status;
}

/* ---- integrity -------------------------------------------------------------------------------- */

/* RFC 9579: the key by PBKDF2, the MAC by its own algorithm. */
static enum pbe_status check_pbmac1(chain_bytes parameters, chain_bytes password,
                                    chain_bytes content, chain_bytes expected, uint32_t *left)
{
    struct der in = der_from(parameters), fields;
    struct der_element kdf, scheme;
    struct derivation derivation;
    uint8_t key[64], mac[64];
    if (!der_enter(&in, DER_SEQUENCE, &fields) || !der_next(&fields, &kdf) ||
        !der_next(&fields, &scheme))
        return PBE_MALFORMED;
    enum pbe_status status = read_pbkdf2(&derivation, kdf.whole, left);
    if (status != PBE_GOOD)
        return status;
    enum digest digest = hmac_digest(scheme.whole);
    if (digest == DIGEST_NONE || !derivation.key_size || derivation.key_size > sizeof(key))
        return PBE_UNSUPPORTED;
    size_t key_size = (size_t)derivation.key_size;
    if (!cipher_pbkdf2(key, key_size, derivation.digest, password, derivation.salt,
                       derivation.iterations))
        return PBE_UNSUPPORTED;
    size_t size = cipher_hmac(mac, digest, (chain_bytes){key, key_size}, content);
    mem_wipe(key, sizeof(key));
    return bytes_equal(expected, (chain_bytes){mac, size}) ? PBE_GOOD : PBE_WRONG;
}

/* RFC 7292 section 4 and appendix A. */
enum pbe_status pbe_check_mac(chain_bytes mac_data, const struct pbe_password *password,
                              chain_bytes content, uint32_t *left)
{
    struct der in = der_from(mac_data), fields, info;
    struct der_element algorithm;
    chain_bytes expected, salt, oid, parameters;
    uint32_t iterations = 1;
    uint8_t key[64], mac[64];
    if (!der_enter(&in, DER_SEQUENCE, &fields) || !der_enter(&fields, DER_SEQUENCE, &info) ||
        !der_next(&info, &algorithm) || !der_read(&info, DER_OCTET_STRING, &expected) ||
        !algorithm_split(algorithm.whole, &oid, &parameters) ||
        !der_read(&fields, DER_OCTET_STRING, &salt))
        return PBE_MALFORMED;
    if (bytes_equal(oid, BYTES(PKCS5 "\x0e")))
        return check_pbmac1(parameters, password->plain, content, expected, left);
    if (der_peek(&fields, DER_INTEGER)) {
        enum pbe_status status = read_iterations(&fields, &iterations, left);
        if (status != PBE_GOOD)
            return status;
    }
    enum digest digest = algorithm_digest(algorithm.whole);
    if (digest == DIGEST_NONE)
        return PBE_UNSUPPORTED;
    size_t key_size = cipher_digest_size(digest);
    if (!cipher_pkcs12_kdf(key, key_size, digest, CIPHER_FOR_MAC, password->wide, salt, iterations))
        return PBE_UNSUPPORTED;
    size_t size = cipher_hmac(mac, digest, (chain_bytes){key, key_size}, content);
    mem_wipe(key, sizeof(key));
    return bytes_equal(expected, (chain_bytes){mac, size}) ? PBE_GOOD : PBE_WRONG;
}
