// SPDX-License-Identifier: Apache-2.0
#include "key.h"

#include <limits.h>

/* A positive INTEGER without its sign octet. */
static bool read_positive(struct der *in, chain_bytes *out)
{
    if (!der_read(in, DER_INTEGER, out) || !der_integer_is_canonical(*out) || out->data[0] & 0x80)
        return false;
    if (out->data[0] == 0) {
        out->data++;
        out->size--;
    }
    return out->size > 0;
}

static unsigned bit_count(chain_bytes number)
{
    if (!number.size)
        return 0;
    if (number.size > 1 << 20) /* far beyond any bound; a certificate is no larger than 4 MiB */
        return UINT_MAX;
    unsigned bits = (unsigned)number.size * 8;
    for (uint8_t top = number.data[0]; !(top & 0x80); top = (uint8_t)(top << 1))
        bits--;
    return bits;
}

/* RFC 3279 2.3.1. */
static enum key_status read_rsa(struct key *out, chain_bytes parameters, chain_bytes bits)
{
    struct der in = der_from(bits), inside;
    if (!out->pss_only && !bytes_equal(parameters, BYTES("\x05\x00")))
        return KEY_MALFORMED;
    if (out->pss_only && parameters.size) {
        if (!algorithm_read_pss(&out->pss, parameters))
            return KEY_MALFORMED;
        if (!out->pss.parameters_known)
            return KEY_UNSUPPORTED;
        out->pss.parameters_good = true;
    }
    if (!der_enter(&in, DER_SEQUENCE, &inside) || !der_done(&in) ||
        !read_positive(&inside, &out->modulus) || !read_positive(&inside, &out->exponent) ||
        !der_done(&inside))
        return KEY_MALFORMED;
    out->kind = KEY_RSA;
    out->bits = bit_count(out->modulus);
    unsigned exponent_bits = bit_count(out->exponent);
    /* An even modulus or exponent, or the exponent 1, belongs to no RSA key (RFC 8017 3.1). */
    if (!(out->modulus.data[out->modulus.size - 1] & 1) ||
        !(out->exponent.data[out->exponent.size - 1] & 1) || exponent_bits < 2 ||
        exponent_bits > out->bits)
        return KEY_MALFORMED;
    return out->bits > KEY_RSA_MOST_BITS || exponent_bits > KEY_RSA_MOST_EXPONENT_BITS
               ? KEY_UNSUPPORTED
               : KEY_GOOD;
}

static const struct {
    chain_bytes oid;
    enum key_kind kind;
    unsigned bits, octets;
} CURVES[] = {
    {{(const uint8_t *)"\x2a\x86\x48\xce\x3d\x03\x01\x07", 8}, KEY_P256, 256, 32},
    {{(const uint8_t *)"\x2b\x81\x04\x00\x22", 5}, KEY_P384, 384, 48},
    {{(const uint8_t *)"\x2b\x81\x04\x00\x23", 5}, KEY_P521, 521, 66},
};

/* RFC 5480 2.1.1: a named curve; 2.2: the point, of which the compressed form is optional. */
static enum key_status read_ec(struct key *out, chain_bytes parameters, chain_bytes bits)
{
    struct der in = der_from(parameters);
    chain_bytes curve;
    if (der_peek(&in, DER_SEQUENCE) || der_peek(&in, DER_NULL))
        return KEY_UNSUPPORTED; /* specified or implicit curve */
    if (!der_read(&in, DER_OID, &curve) || !der_oid_is_canonical(curve) || !der_done(&in) ||
        !bits.size)
        return KEY_MALFORMED;
    for (size_t i = 0; i < sizeof(CURVES) / sizeof(CURVES[0]); i++) {
        if (!bytes_equal(curve, CURVES[i].oid))
            continue;
        out->kind = CURVES[i].kind;
        out->bits = CURVES[i].bits;
        if ((bits.data[0] == 0x02 || bits.data[0] == 0x03) && bits.size == 1 + CURVES[i].octets)
            return KEY_UNSUPPORTED;
        if (bits.data[0] != 0x04 || bits.size != 1 + 2 * CURVES[i].octets)
            return KEY_MALFORMED;
        out->point = (chain_bytes){bits.data + 1, bits.size - 1};
        return KEY_GOOD;
    }
    return KEY_UNSUPPORTED;
}

/* RFC 3279 2.3.2. */
static enum key_status read_dsa(struct key *out, chain_bytes parameters, chain_bytes bits)
{
    struct der in = der_from(bits), outside = der_from(parameters), inside;
    if (!read_positive(&in, &out->point) || !der_done(&in))
        return KEY_MALFORMED;
    out->kind = KEY_DSA;
    if (!parameters.size)
        return KEY_GOOD;
    if (!der_enter(&outside, DER_SEQUENCE, &inside) || !der_done(&outside) ||
        !read_positive(&inside, &out->p) || !read_positive(&inside, &out->q) ||
        !read_positive(&inside, &out->g) || !der_done(&inside))
        return KEY_MALFORMED;
    out->bits = bit_count(out->p);
    if (out->bits > KEY_DSA_MOST_BITS)
        return KEY_UNSUPPORTED;
    unsigned order = bit_count(out->q);
    return order == 160 || order == 224 || order == 256 ? KEY_GOOD : KEY_UNSUPPORTED;
}

enum key_status key_read(struct key *out, chain_bytes spki)
{
    *out = (struct key){.kind = KEY_UNKNOWN};
    struct der in = der_from(spki), inside;
    struct der_element algorithm;
    chain_bytes content, bits, oid, parameters;
    unsigned unused;
    if (!der_enter(&in, DER_SEQUENCE, &inside) || !der_done(&in) || !der_next(&inside, &algorithm) ||
        !algorithm_split(algorithm.whole, &oid, &parameters) ||
        !der_read(&inside, DER_BIT_STRING, &content) || !der_done(&inside) ||
        !der_bit_string(content, &bits, &unused))
        return KEY_MALFORMED;
    bool rsa = bytes_equal(oid, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"));
    out->pss_only = bytes_equal(oid, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"));
    if (rsa || out->pss_only)
        return unused ? KEY_MALFORMED : read_rsa(out, parameters, bits);
    if (bytes_equal(oid, BYTES("\x2a\x86\x48\xce\x3d\x02\x01")))
        return unused ? KEY_MALFORMED : read_ec(out, parameters, bits);
    if (bytes_equal(oid, BYTES("\x2a\x86\x48\xce\x38\x04\x01")))
        return unused ? KEY_MALFORMED : read_dsa(out, parameters, bits);
    if (bytes_equal(oid, BYTES("\x2b\x65\x70"))) {
        if (unused || parameters.size || bits.size != 32) /* RFC 8410 section 3 */
            return KEY_MALFORMED;
        out->kind = KEY_ED25519;
        out->bits = 256;
        out->point = bits;
        return KEY_GOOD;
    }
    return KEY_UNSUPPORTED;
}
