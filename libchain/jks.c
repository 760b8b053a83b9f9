// SPDX-License-Identifier: Apache-2.0
/*
 * Java's own keystores, JKS and JCEKS. Numbers are big-endian; a string is two octets of length and
 * modified UTF-8.
 *
 *   magic (FEEDFEED, JCEKS: CECECECE), version (1 or 2), number of entries, entries,
 *   SHA-1 of (password as UTF-16BE, "Mighty Aphrodite", everything before)
 *
 *   entry: tag, alias, eight octets of date, then
 *     1  private key:  length and octets, number of certificates, certificates
 *     2  certificate:  one certificate
 *     3  secret key:   a serialised Java object, whose end only Java can tell (JCEKS)
 *   certificate: type as a string (version 2), length and octets
 *
 * Only entries of tag 2 are anchors. After an entry that cannot be read, the next one is looked for
 * by its form, so that one damaged entry costs only itself.
 */
#include "cipher.h"
#include "error.h"
#include "mem.h"
#include "source.h"

#include <string.h>

enum { TAG_PRIVATE_KEY = 1, TAG_CERTIFICATE = 2, TAG_SECRET_KEY = 3 };
enum { HEADER_SIZE = 12, DIGEST_SIZE = 20, MOST_ALIAS = 1024, MOST_CHAIN = 1000 };

struct reader {
    const struct source *source;
    const uint8_t *at, *end; /* end: before the digest */
    uint32_t version;
    struct source_place place;
    chain_status status;
};

static uint32_t number(const uint8_t *at, size_t octets)
{
    uint32_t value = 0;
    for (size_t i = 0; i < octets; i++)
        value = value << 8 | at[i];
    return value;
}

bool jks_is(chain_bytes data)
{
    return data.size >= 4 &&
           (number(data.data, 4) == 0xfeedfeedU || number(data.data, 4) == 0xcecececeU);
}

static bool take(struct reader *r, size_t size, const uint8_t **out)
{
    if ((size_t)(r->end - r->at) < size)
        return false;
    *out = r->at;
    r->at += size;
    return true;
}

static bool take_number(struct reader *r, size_t octets, uint32_t *out)
{
    const uint8_t *at;
    if (!take(r, octets, &at))
        return false;
    *out = number(at, octets);
    return true;
}

/* A string, or with four octets of length a blob. */
static bool take_sized(struct reader *r, size_t octets, chain_bytes *out)
{
    uint32_t size;
    return take_number(r, octets, &size) && take(r, size, &out->data) && ((out->size = size), true);
}

/* The type and octets of a certificate. */
static bool take_certificate(struct reader *r, chain_bytes *type, chain_bytes *der)
{
    *type = BYTES("X.509");
    return (r->version < 2 || take_sized(r, 2, type)) && take_sized(r, 4, der);
}

static void skip(struct reader *r, chain_status status, const char *why)
{
    r->status = source_skip(r->source, r->place, status, "%s", why);
}

/* ---- entries ---------------------------------------------------------------------------------- */

static bool read_trusted(struct reader *r, chain_bytes alias)
{
    chain_bytes type, der;
    if (!take_certificate(r, &type, &der))
        return false;
    if (!bytes_equal(type, BYTES("X.509")) && !bytes_equal(type, BYTES("X509")))
        skip(r, CHAIN_E_UNSUPPORTED, "a certificate of another type than X.509");
    else {
        struct list_limits limits = LIST_NO_LIMITS;
        limits.jdk_ca = memmem(alias.data, alias.size, " [jdk", 5);
        r->status = source_add(r->source, r->place, der, limits);
    }
    return true;
}

/* The certificates of a key are not anchors; the key is passed over. */
static bool read_private_key(struct reader *r)
{
    chain_bytes key, type, der;
    uint32_t count;
    if (!take_sized(r, 4, &key) || !take_number(r, 4, &count) || count > MOST_CHAIN)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!take_certificate(r, &type, &der))
            return false;
    }
    skip(r, CHAIN_E_UNSUPPORTED, "a private key and its chain, which are not trusted roots");
    return true;
}

static bool read_entry(struct reader *r)
{
    uint32_t tag;
    chain_bytes alias;
    const uint8_t *date;
    r->place.offset = (uint64_t)(r->at - r->source->data.data);
    if (!take_number(r, 4, &tag) || !take_sized(r, 2, &alias) || !take(r, 8, &date))
        return false;
    if (tag == TAG_CERTIFICATE)
        return read_trusted(r, alias);
    return tag == TAG_PRIVATE_KEY && read_private_key(r);
}

static bool looks_like_certificate(struct reader *r)
{
    chain_bytes type, der;
    return take_certificate(r, &type, &der) && type.size >= 4 && type.data[0] == 'X' &&
           der.size > 2 && der.data[0] == 0x30;
}

/* Does an entry begin here: a certificate, or a key and the first of its chain, to the headers of
 * their DER? */
static bool looks_like_entry(struct reader r)
{
    uint32_t tag, count;
    chain_bytes alias, key;
    const uint8_t *date;
    if (!take_number(&r, 4, &tag) || !take_sized(&r, 2, &alias) || alias.size > MOST_ALIAS ||
        !take(&r, 8, &date))
        return false;
    if (tag == TAG_CERTIFICATE)
        return looks_like_certificate(&r);
    return tag == TAG_PRIVATE_KEY && take_sized(&r, 4, &key) && key.size && key.data[0] == 0x30 &&
           take_number(&r, 4, &count) && count && count <= MOST_CHAIN && looks_like_certificate(&r);
}

/* After damage, and a key that only Java can read: to the next entry, or to the end. */
static void resynchronise(struct reader *r)
{
    for (const uint8_t *at = r->source->data.data + r->place.offset + 1; at < r->end; at++) {
        r->at = at;
        if (looks_like_entry(*r))
            return;
    }
    r->at = r->end;
}

static void complain_about(struct reader *r)
{
    bool secret = r->end - (r->source->data.data + r->place.offset) >= 4 &&
                  number(r->source->data.data + r->place.offset, 4) == TAG_SECRET_KEY;
    skip(r, secret ? CHAIN_E_UNSUPPORTED : CHAIN_E_MALFORMED,
         secret ? "a secret key, which is not a trusted root"
                : "the entry is damaged or cut off; the next one was looked for by its form");
}

/* ---- the whole -------------------------------------------------------------------------------- */

static bool digest_fits(chain_bytes data, const char *password)
{
    uint8_t wide[1024], digest[DIGEST_SIZE];
    size_t size = cipher_utf16(wide, sizeof(wide), password);
    if (size == SIZE_MAX)
        return false;
    cipher_sha1(digest, (chain_bytes){wide, size}, BYTES("Mighty Aphrodite"),
                (chain_bytes){data.data, data.size - DIGEST_SIZE});
    mem_wipe(wide, sizeof(wide));
    return memcmp(digest, data.data + data.size - DIGEST_SIZE, DIGEST_SIZE) == 0;
}

/* "changeit" is what every JDK's own keystore is protected with, and is no secret. */
static chain_status check_integrity(const struct source *source, chain_error *error)
{
    if (source->password && !digest_fits(source->data, source->password))
        return error_set(error, CHAIN_E_PASSWORD,
                         "the keystore was changed, or its password is another one");
    if (!source->password)
        source->list->unchecked = !digest_fits(source->data, "changeit");
    return CHAIN_OK;
}

chain_status jks_read(const struct source *source, chain_error *error)
{
    chain_bytes data = source->data;
    struct reader r = {.source = source, .status = CHAIN_OK};
    uint32_t count = 0;
    source->list->kind = data.data[0] == 0xfe ? "jks" : "jceks";
    if (data.size < HEADER_SIZE + DIGEST_SIZE)
        return source_skip(source, r.place, CHAIN_E_MALFORMED, "the keystore is cut off");
    chain_status status = check_integrity(source, error);
    if (status != CHAIN_OK)
        return status;
    r.at = data.data + 4;
    r.end = data.data + data.size - DIGEST_SIZE;
    take_number(&r, 4, &r.version);
    take_number(&r, 4, &count);
    if (r.version != 1 && r.version != 2)
        return source_skip(source, r.place, CHAIN_E_UNSUPPORTED, "a keystore of version %u",
                           r.version);
    while (r.at < r.end && r.status == CHAIN_OK) {
        r.place.entry++;
        if (!read_entry(&r) && r.status == CHAIN_OK) {
            complain_about(&r);
            resynchronise(&r);
        }
    }
    if (r.status == CHAIN_OK && r.place.entry < count) {
        r.place.entry = count;
        r.place.offset = data.size;
        skip(&r, CHAIN_E_MALFORMED, "the keystore says that it has more entries than it has");
    }
    return r.status;
}
