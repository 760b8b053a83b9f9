// SPDX-License-Identifier: Apache-2.0
#include "link.h"

#include "der.h"
#include "name.h"

#include <string.h>

static const uint8_t NOT_KNOWN[KEY_HASH_SIZE];

void link_from_cert(struct link *out, const struct chain_cert *cert)
{
    *out = (struct link){
        .cert = cert,
        .evidence = CHAIN_RECORDED,
        .subject = cert_bytes(cert, cert->subject),
        .issuer = cert_bytes(cert, cert->issuer),
        .window = cert->validity,
    };
    out->subject_hash = name_hash(out->subject);
    out->issuer_hash =
        bytes_equal(out->subject, out->issuer) ? out->subject_hash : name_hash(out->issuer);
}

const struct stated *link_stated(const struct link *link)
{
    static const struct stated NOTHING;
    return link->stated ? link->stated : &NOTHING;
}

void link_sha256(const struct link *link, uint8_t out[32])
{
    if (link->cert)
        cert_sha256(link->cert, out);
    else
        memcpy(out, link_stated(link)->sha256, 32);
}

bool link_key_hash(const struct link *link, uint8_t out[KEY_HASH_SIZE])
{
    if (link->cert) {
        cert_key_sha256(link->cert, out);
        return true;
    }
    memcpy(out, link_stated(link)->subject_key, KEY_HASH_SIZE);
    return memcmp(out, NOT_KNOWN, KEY_HASH_SIZE) != 0;
}

bool link_same_key(const struct link *a, const struct link *b)
{
    uint8_t one[KEY_HASH_SIZE], other[KEY_HASH_SIZE];
    if (a->cert && b->cert)
        return bytes_equal(cert_bytes(a->cert, a->cert->spki), cert_bytes(b->cert, b->cert->spki));
    return link_key_hash(a, one) && link_key_hash(b, other) && memcmp(one, other, sizeof(one)) == 0;
}

bool link_is_self_issued(const struct link *link)
{
    return link->subject.size && link->subject_hash == link->issuer_hash &&
           name_equal(link->subject, link->issuer);
}

enum link_match link_match(const struct link *child, const struct link *issuer)
{
    uint8_t key[KEY_HASH_SIZE];
    if (child->cert)
        return issuer->cert ? LINK_NEEDS_SIGNATURE : LINK_KEY_UNKNOWN;
    const uint8_t *wanted = link_stated(child)->issuer_key;
    if (memcmp(wanted, NOT_KNOWN, KEY_HASH_SIZE) == 0 || !link_key_hash(issuer, key))
        return LINK_KEY_UNKNOWN;
    return memcmp(wanted, key, KEY_HASH_SIZE) == 0 ? LINK_KEY_FITS : LINK_KEY_DIFFERS;
}
