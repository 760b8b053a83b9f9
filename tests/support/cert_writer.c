// SPDX-License-Identifier: Apache-2.0
#include "cert_writer.h"

#include "pool.h"

#include <stdio.h>
#include <string.h>

#define SHA256_WITH_RSA "1.2.840.113549.1.1.11"

struct cert_parts cert_parts_plain(void)
{
    chain_bytes algorithm = algorithm_of(SHA256_WITH_RSA, asn_null());
    chain_bytes key = ASN_SEQUENCE(asn_unsigned(asn_repeat(0xc5, 256)), asn_integer(65537));
    return (struct cert_parts){
        .version = ASN_CONTEXT(0, asn_integer(2)),
        .serial = asn_integer(5),
        .inner_algorithm = algorithm,
        .issuer = name_of("issuer"),
        .validity = ASN_SEQUENCE(utc_time("200101000000Z"), utc_time("291231235959Z")),
        .subject = name_of("subject"),
        .spki = ASN_SEQUENCE(algorithm_of("1.2.840.113549.1.1.1", asn_null()), asn_bits(0, key)),
        .outer_algorithm = algorithm,
        .signature = asn_bits(0, asn_repeat(0x5a, 256)),
    };
}

chain_bytes cert_parts_tbs(const struct cert_parts *parts)
{
    return ASN_SEQUENCE(parts->version, parts->serial, parts->inner_algorithm, parts->issuer,
                        parts->validity, parts->subject, parts->spki, parts->unique_ids,
                        parts->extensions);
}

chain_bytes cert_parts_join(const struct cert_parts *parts)
{
    return ASN_SEQUENCE(cert_parts_tbs(parts), parts->outer_algorithm, parts->signature);
}

chain_bytes extension_of(const char *oid, bool critical, chain_bytes value)
{
    chain_bytes flag = critical ? asn_boolean(true) : (chain_bytes){NULL, 0};
    return ASN_SEQUENCE(asn_oid(oid), flag, ASN(0x04, value));
}

chain_bytes cert_with(chain_bytes extensions)
{
    struct cert_parts parts = cert_parts_plain();
    parts.extensions = extensions;
    return cert_parts_join(&parts);
}

chain_bytes attribute_of(const char *oid, chain_bytes value)
{
    return ASN_SEQUENCE(asn_oid(oid), value);
}

chain_bytes name_of(const char *common_name)
{
    return NAME(RDN(attribute_of("2.5.4.3", asn_utf8(common_name))));
}

chain_bytes algorithm_of(const char *oid, chain_bytes parameters)
{
    return ASN_SEQUENCE(asn_oid(oid), parameters);
}

chain_bytes utc_time(const char *text)
{
    return asn_string(0x17, text);
}

chain_bytes generalized_time(const char *text)
{
    return asn_string(0x18, text);
}

chain_bytes dns_name(const char *text)
{
    return asn_string(0x82, text);
}

chain_bytes email_name(const char *text)
{
    return asn_string(0x81, text);
}

chain_bytes uri_name(const char *text)
{
    return asn_string(0x86, text);
}

chain_bytes ip_name(chain_bytes octets)
{
    return ASN(0x87, octets);
}

chain_bytes directory_name(chain_bytes name)
{
    return ASN_CONTEXT(4, name);
}

chain_bytes subject_alt_name(chain_bytes names)
{
    return extension_of("2.5.29.17", false, ASN_SEQUENCE(names));
}

static size_t put_base64(char *out, chain_bytes der)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t size = 0, column = 0;
    for (size_t i = 0; i < der.size; i += 3) {
        size_t left = der.size - i;
        uint32_t bits = (uint32_t)der.data[i] << 16 |
                        (uint32_t)(left > 1 ? der.data[i + 1] : 0) << 8 |
                        (left > 2 ? der.data[i + 2] : 0);
        out[size++] = DIGITS[bits >> 18];
        out[size++] = DIGITS[bits >> 12 & 63];
        out[size++] = left > 1 ? DIGITS[bits >> 6 & 63] : '=';
        out[size++] = left > 2 ? DIGITS[bits & 63] : '=';
        column += 4;
        if (column == 64 || left <= 3)
            out[size++] = '\n';
        column %= 64;
    }
    return size;
}

chain_bytes pem_of(const char *label, chain_bytes der)
{
    char *out = pool_take(der.size * 2 + strlen(label) * 2 + 80);
    size_t size = (size_t)sprintf(out, "-----BEGIN %s-----\n", label);
    size += put_base64(out + size, der);
    size += (size_t)sprintf(out + size, "-----END %s-----\n", label);
    return (chain_bytes){(uint8_t *)out, size};
}
