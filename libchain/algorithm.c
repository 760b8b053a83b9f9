// SPDX-License-Identifier: Apache-2.0
#include "algorithm.h"

#include <string.h>

enum parameters { ABSENT, NULL_OR_ABSENT, PSS };

#define PKCS1 "\x2a\x86\x48\x86\xf7\x0d\x01\x01"
#define HASHES "\x60\x86\x48\x01\x65\x03\x04\x02"

static const struct known {
    chain_bytes oid;
    enum scheme scheme;
    enum digest digest;
    enum parameters parameters;
} SIGNATURES[] = {
    {{(const uint8_t *)PKCS1 "\x0b", 9}, SCHEME_RSA_PKCS1, DIGEST_SHA256, NULL_OR_ABSENT},
    {{(const uint8_t *)PKCS1 "\x0c", 9}, SCHEME_RSA_PKCS1, DIGEST_SHA384, NULL_OR_ABSENT},
    {{(const uint8_t *)PKCS1 "\x0d", 9}, SCHEME_RSA_PKCS1, DIGEST_SHA512, NULL_OR_ABSENT},
    {{(const uint8_t *)PKCS1 "\x05", 9}, SCHEME_RSA_PKCS1, DIGEST_SHA1, NULL_OR_ABSENT},
    {{(const uint8_t *)PKCS1 "\x0a", 9}, SCHEME_RSA_PSS, DIGEST_NONE, PSS},
    {{(const uint8_t *)"\x2a\x86\x48\xce\x3d\x04\x03\x02", 8}, SCHEME_ECDSA, DIGEST_SHA256, ABSENT},
    {{(const uint8_t *)"\x2a\x86\x48\xce\x3d\x04\x03\x03", 8}, SCHEME_ECDSA, DIGEST_SHA384, ABSENT},
    {{(const uint8_t *)"\x2a\x86\x48\xce\x3d\x04\x03\x04", 8}, SCHEME_ECDSA, DIGEST_SHA512, ABSENT},
    {{(const uint8_t *)"\x2b\x65\x70", 3}, SCHEME_ED25519, DIGEST_NONE, ABSENT},
    {{(const uint8_t *)PKCS1 "\x0e", 9}, SCHEME_RSA_PKCS1, DIGEST_SHA224, NULL_OR_ABSENT},
    {{(const uint8_t *)PKCS1 "\x04", 9}, SCHEME_RSA_PKCS1, DIGEST_MD5, NULL_OR_ABSENT},
    {{(const uint8_t *)PKCS1 "\x02", 9}, SCHEME_RSA_PKCS1, DIGEST_MD2, NULL_OR_ABSENT},
    {{(const uint8_t *)"\x2b\x0e\x03\x02\x1d", 5}, SCHEME_RSA_PKCS1, DIGEST_SHA1, NULL_OR_ABSENT},
    {{(const uint8_t *)"\x2a\x86\x48\xce\x3d\x04\x01", 7}, SCHEME_ECDSA, DIGEST_SHA1, ABSENT},
    {{(const uint8_t *)"\x2a\x86\x48\xce\x3d\x04\x03\x01", 8}, SCHEME_ECDSA, DIGEST_SHA224, ABSENT},
    {{(const uint8_t *)"\x2a\x86\x48\xce\x38\x04\x03", 7}, SCHEME_DSA, DIGEST_SHA1, ABSENT},
    {{(const uint8_t *)"\x60\x86\x48\x01\x65\x03\x04\x03\x01", 9}, SCHEME_DSA, DIGEST_SHA224, ABSENT},
    {{(const uint8_t *)"\x60\x86\x48\x01\x65\x03\x04\x03\x02", 9}, SCHEME_DSA, DIGEST_SHA256, ABSENT},
};

static const struct {
    chain_bytes oid;
    enum digest digest;
} DIGESTS[] = {
    {{(const uint8_t *)HASHES "\x01", 9}, DIGEST_SHA256},
    {{(const uint8_t *)HASHES "\x02", 9}, DIGEST_SHA384},
    {{(const uint8_t *)HASHES "\x03", 9}, DIGEST_SHA512},
    {{(const uint8_t *)HASHES "\x04", 9}, DIGEST_SHA224},
    {{(const uint8_t *)"\x2b\x0e\x03\x02\x1a", 5}, DIGEST_SHA1},
};

static bool is_null_or_absent(chain_bytes parameters)
{
    return !parameters.size || bytes_equal(parameters, BYTES("\x05\x00"));
}

bool algorithm_split(chain_bytes identifier, chain_bytes *oid, chain_bytes *parameters)
{
    struct der in = der_from(identifier), inside;
    struct der_element element;
    *parameters = (chain_bytes){NULL, 0};
    if (!der_enter(&in, DER_SEQUENCE, &inside) || !der_done(&in) ||
        !der_read(&inside, DER_OID, oid) || !der_oid_is_canonical(*oid))
        return false;
    if (der_done(&inside))
        return true;
    if (!der_next(&inside, &element) || !der_done(&inside))
        return false;
    *parameters = element.whole;
    return true;
}

enum digest algorithm_digest(chain_bytes identifier)
{
    chain_bytes oid, parameters;
    if (!algorithm_split(identifier, &oid, &parameters) || !is_null_or_absent(parameters))
        return DIGEST_NONE;
    for (size_t i = 0; i < sizeof(DIGESTS) / sizeof(DIGESTS[0]); i++) {
        if (bytes_equal(oid, DIGESTS[i].oid))
            return DIGESTS[i].digest;
    }
    return DIGEST_NONE;
}

/* An optional [number] EXPLICIT element; its inside, or data NULL. */
static bool optional(struct der *in, unsigned number, chain_bytes *inside)
{
    *inside = (chain_bytes){NULL, 0};
    uint8_t tag = (uint8_t)DER_CONTEXT_CONSTRUCTED(number);
    return !der_peek(in, tag) || der_read(in, tag, inside);
}

bool algorithm_read_pss(struct algorithm *out, chain_bytes parameters)
{
    struct der in = der_from(parameters), inside;
    chain_bytes hash, mask, salt, trailer, oid, mask_hash, content;
    if (!der_enter(&in, DER_SEQUENCE, &inside) || !der_done(&in) || !optional(&inside, 0, &hash) ||
        !optional(&inside, 1, &mask) || !optional(&inside, 2, &salt) ||
        !optional(&inside, 3, &trailer) || !der_done(&inside))
        return false;
    if (hash.data && !algorithm_split(hash, &oid, &content))
        return false;
    out->digest = hash.data ? algorithm_digest(hash) : DIGEST_SHA1;
    enum digest mask_digest = DIGEST_SHA1;
    if (mask.data) {
        if (!algorithm_split(mask, &oid, &mask_hash))
            return false;
        mask_digest = bytes_equal(oid, BYTES(PKCS1 "\x08")) ? algorithm_digest(mask_hash) : DIGEST_NONE;
    }
    uint64_t octets = 20, field = 1;
    if (salt.data) {
        struct der number = der_from(salt);
        if (!der_read(&number, DER_INTEGER, &content) || !der_done(&number) ||
            !der_unsigned(content, &octets))
            return false;
    }
    if (trailer.data) {
        struct der number = der_from(trailer);
        if (!der_read(&number, DER_INTEGER, &content) || !der_done(&number) ||
            !der_unsigned(content, &field))
            return false;
    }
    /* RFC 4055 3.1: the mask's hash should be the same, the trailer must be 1. */
    out->parameters_known = out->digest != DIGEST_NONE && mask_digest == out->digest &&
                            field == 1 && octets <= 512;
    out->salt = out->parameters_known ? (unsigned)octets : 0;
    return true;
}

bool algorithm_read(struct algorithm *out, chain_bytes identifier)
{
    chain_bytes oid, parameters;
    *out = (struct algorithm){.scheme = SCHEME_UNKNOWN, .parameters_known = true};
    if (!algorithm_split(identifier, &oid, &parameters))
        return false;
    for (size_t i = 0; i < sizeof(SIGNATURES) / sizeof(SIGNATURES[0]); i++) {
        const struct known *known = &SIGNATURES[i];
        if (!bytes_equal(oid, known->oid))
            continue;
        out->scheme = known->scheme;
        out->digest = known->digest;
        out->parameters_good = known->parameters == PSS      ? algorithm_read_pss(out, parameters)
                               : known->parameters == ABSENT ? !parameters.size
                                                             : is_null_or_absent(parameters);
        return true;
    }
    out->parameters_good = true;
    return true;
}
