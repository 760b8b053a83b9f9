// SPDX-License-Identifier: Apache-2.0
#include "crl_writer.h"

#include "expect.h"
#include "pool.h"

#define NOTHING ((chain_bytes){NULL, 0})

/* RFC 5280 5.1.2.4: UTCTime through 2049. */
static chain_bytes date_of(const char *text)
{
    return strcmp(text, "2050") < 0 ? utc_time(text + 2) : generalized_time(text);
}

static chain_bytes line_of(const struct crl_line *line)
{
    chain_bytes extensions = line->extensions;
    if (line->reason != CRL_LINE_NO_REASON) {
        uint8_t reason = (uint8_t)line->reason;
        extensions = ASN_JOIN(extension_of("2.5.29.21", false, ASN(0x0a, pool_copy(&reason, 1))),
                              extensions);
    }
    return ASN_SEQUENCE(asn_integer(line->serial), date_of(line->date),
                        extensions.size ? ASN_SEQUENCE(extensions) : NOTHING);
}

static chain_bytes extensions_of(const struct crl_parts *parts)
{
    chain_bytes all = NOTHING;
    if (parts->number)
        all = ASN_JOIN(all, extension_of("2.5.29.20", false, asn_integer(parts->number)));
    if (parts->base)
        all = ASN_JOIN(all, extension_of("2.5.29.27", true, asn_integer(parts->base)));
    if (parts->point.size)
        all = ASN_JOIN(all, extension_of("2.5.29.28", true, parts->point));
    all = ASN_JOIN(all, parts->extensions);
    return all.size ? ASN_CONTEXT(0, ASN_SEQUENCE(all)) : NOTHING;
}

chain_bytes crl_of(const struct crl_parts *parts)
{
    const char *ecdsa = parts->sha1 ? "1.2.840.10045.4.1" : "1.2.840.10045.4.3.2";
    chain_bytes algorithm = algorithm_of(ecdsa, NOTHING), lines = NOTHING;
    for (size_t i = 0; i < parts->line_count; i++)
        lines = ASN_JOIN(lines, line_of(&parts->lines[i]));
    const char *until = parts->until ? parts->until : "20240201000000Z";
    chain_bytes tbs = ASN_SEQUENCE(
        parts->version_1 ? NOTHING : asn_integer(1), algorithm,
        name_of(parts->issuer ? parts->issuer : "issuer"),
        date_of(parts->from ? parts->from : "20240101000000Z"), until[0] ? date_of(until) : NOTHING,
        lines.size ? ASN_SEQUENCE(lines) : NOTHING, extensions_of(parts));
    const char *digest = parts->sha1 ? "SHA1" : "SHA256";
    chain_bytes signature = parts->key ? pki_sign(parts->key, digest, tbs) : asn_repeat(0x5a, 70);
    return ASN_SEQUENCE(tbs, algorithm, asn_bits(0, signature));
}

chain_bytes reason_flags(unsigned tag, unsigned reasons)
{
    uint8_t octets[2] = {0, 0};
    for (unsigned bit = 0; bit < 9; bit++) {
        if (reasons >> bit & 1)
            octets[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
    }
    return ASN(0x80U + tag, ASN_JOIN(asn_hex("07"), pool_copy(octets, 2)));
}

chain_bytes point_uri(const char *uri)
{
    return ASN_CONTEXT(0, ASN_CONTEXT(0, uri_name(uri)));
}

const char *pki_der(chain_bytes value)
{
    return pool_format("DER:%s", expect_hex(value));
}
