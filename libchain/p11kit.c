// SPDX-License-Identifier: Apache-2.0
/*
 * p11-kit's own files (Fedora's ca-bundle.trust.p11-kit, `trust dump`): objects of attributes, one
 * a line, and PEM blocks.
 *
 *   [p11-kit-object-v1]
 *   trusted: true
 *   nss-server-distrust-after: "%32%35..."      a UTCTime; leaves issued later are not trusted
 *   -----BEGIN CERTIFICATE-----
 *
 *   [p11-kit-object-v1]
 *   class: x-certificate-extension              an extension for the certificate with this key
 *   object-id: 2.5.29.37
 *   value: "%30%2a..."
 *   -----BEGIN PUBLIC KEY-----
 *
 * A certificate is an anchor where it is trusted and not distrusted. An extended key usage beside
 * it limits what it is trusted for.
 */
#include "der.h"
#include "extension.h"
#include "instant.h"
#include "mem.h"
#include "pem.h"
#include "source.h"

#include <string.h>

#define HEADER "[p11-kit-object-v1]"

/* An object while it is read. */
struct object {
    chain_bytes text;  /* from its header to the next one */
    chain_bytes block; /* the PEM block in it, label included; size 0: none */
    bool certificate, key;
    uint64_t offset; /* of the block */
};

/* A limit on the certificate with this key. */
struct limit {
    uint8_t *key; /* SubjectPublicKeyInfo */
    size_t key_size;
    uint16_t purposes;
};

struct reader {
    const struct source *source;
    struct source_place place;
    struct limit *limits;
    size_t limit_count, limit_capacity;
    chain_status status;
};

static const uint8_t *find_text(chain_bytes in, const char *text)
{
    return in.size ? memmem(in.data, in.size, text, strlen(text)) : NULL;
}

bool p11kit_is(chain_bytes data)
{
    enum { LOOKED_AT = 64 * 1024 };
    const uint8_t *at =
        find_text((chain_bytes){data.data, data.size < LOOKED_AT ? data.size : LOOKED_AT}, HEADER);
    return at && (at == data.data || at[-1] == '\n');
}

/* ---- attributes ------------------------------------------------------------------------------- */

/* The value of the attribute that stands on a line of its own; size 0 where there is none. */
static chain_bytes attribute(const struct object *object, const char *name)
{
    chain_bytes rest = object->text;
    size_t size = strlen(name);
    while (rest.size) {
        const uint8_t *end = memchr(rest.data, '\n', rest.size);
        size_t line = end ? (size_t)(end - rest.data) : rest.size;
        if (line > size + 1 && memcmp(rest.data, name, size) == 0 && rest.data[size] == ':') {
            chain_bytes value = {rest.data + size + 1, line - size - 1};
            while (value.size && (*value.data == ' ' || *value.data == '\t'))
                value = (chain_bytes){value.data + 1, value.size - 1};
            while (value.size && value.data[value.size - 1] <= ' ')
                value.size--;
            return value;
        }
        rest = (chain_bytes){rest.data + line, rest.size - line};
        if (rest.size)
            rest = (chain_bytes){rest.data + 1, rest.size - 1};
    }
    return (chain_bytes){NULL, 0};
}

static bool is_true(const struct object *object, const char *name)
{
    return bytes_equal(attribute(object, name), BYTES("true"));
}

static int hex(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* "percent%2dencoded" between quotation marks, decoded into `out`, which has value.size octets. */
static bool decode(uint8_t *out, size_t *size, chain_bytes value)
{
    *size = 0;
    if (value.size < 2 || value.data[0] != '"' || value.data[value.size - 1] != '"')
        return false;
    for (size_t i = 1; i < value.size - 1; i++) {
        int high = value.data[i] == '%' && i + 3 < value.size ? hex(value.data[i + 1]) : -1;
        int low = high >= 0 ? hex(value.data[i + 2]) : -1;
        out[(*size)++] = low >= 0 ? (uint8_t)(high * 16 + low) : value.data[i];
        i += low >= 0 ? 2 : 0;
    }
    return true;
}

/* ---- objects ---------------------------------------------------------------------------------- */

/* The next object of the file; false at its end. */
static bool next_object(chain_bytes *rest, struct object *out, const uint8_t *start)
{
    struct pem_block block;
    size_t at = 0;
    const uint8_t *begin = find_text(*rest, HEADER);
    if (!begin)
        return false;
    chain_bytes after = {begin + strlen(HEADER),
                         rest->size - (size_t)(begin - rest->data) - strlen(HEADER)};
    const uint8_t *end = find_text(after, HEADER);
    *out = (struct object){.text = {after.data, end ? (size_t)(end - after.data) : after.size}};
    *rest = (chain_bytes){after.data + out->text.size, after.size - out->text.size};
    out->offset = (uint64_t)(begin - start);
    if (pem_next(out->text, &at, &block) && block.closed) {
        out->certificate = bytes_equal(block.label, BYTES("CERTIFICATE"));
        out->key = bytes_equal(block.label, BYTES("PUBLIC KEY"));
        out->block = block.base64;
    }
    return true;
}

static uint8_t *decode_block(struct reader *r, const struct object *object, size_t *size)
{
    size_t bad;
    uint8_t *der = mem_alloc(pem_decoded_most(object->block));
    if (!der) {
        r->status = CHAIN_E_MEMORY;
        return NULL;
    }
    if (pem_decode(der, size, object->block, &bad))
        return der;
    mem_free(der);
    r->status = source_skip(r->source, r->place, CHAIN_E_MALFORMED, "base64 is damaged");
    return NULL;
}

/* The purposes of an extended key usage: the value alone, or the Extension around it. */
static bool read_purposes(chain_bytes der, uint16_t *purposes)
{
    struct der in = der_from(der), list;
    struct der_element element;
    chain_bytes oid, inner;
    if (!der_enter(&in, DER_SEQUENCE, &list))
        return false;
    struct der first = list;
    if (der_read(&first, DER_OID, &oid) && bytes_equal(oid, BYTES("\x55\x1d\x25"))) {
        while (der_next(&first, &element)) {
            if (element.tag == DER_OCTET_STRING) {
                inner = element.content;
                return read_purposes(inner, purposes);
            }
        }
        return false;
    }
    while (!der_done(&list)) {
        if (!der_read(&list, DER_OID, &oid))
            return false;
        *purposes = (uint16_t)(*purposes | extension_purpose(oid));
    }
    return true;
}

/* First pass: extensions that are stapled to keys. */
static void read_limit(struct reader *r, const struct object *object)
{
    chain_bytes value = attribute(object, "value");
    uint16_t purposes = 0;
    size_t size, key_size;
    if (!object->key ||
        !bytes_equal(attribute(object, "class"), BYTES("x-certificate-extension")) ||
        !bytes_equal(attribute(object, "object-id"), BYTES("2.5.29.37")))
        return;
    uint8_t *der = mem_alloc(value.size);
    if (!der) {
        r->status = CHAIN_E_MEMORY;
        return;
    }
    bool good = decode(der, &size, value) && read_purposes((chain_bytes){der, size}, &purposes);
    mem_free(der);
    if (!good) {
        r->status = source_skip(r->source, r->place, CHAIN_E_MALFORMED,
                                "the extended key usage beside a certificate is damaged");
        return;
    }
    uint8_t *key = decode_block(r, object, &key_size);
    if (!key)
        return;
    if (!mem_grow(&r->limits, &r->limit_capacity, r->limit_count + 1, sizeof(*r->limits))) {
        mem_free(key);
        r->status = CHAIN_E_MEMORY;
        return;
    }
    r->limits[r->limit_count++] = (struct limit){key, key_size, purposes};
}

static struct list_limits limits_of(const struct object *object)
{
    struct list_limits limits = LIST_NO_LIMITS;
    chain_bytes date = attribute(object, "nss-server-distrust-after");
    uint8_t text[64];
    size_t size;
    limits.no_anchor = !is_true(object, "trusted") || is_true(object, "x-distrusted");
    if (date.size && date.size < sizeof(text) && decode(text, &size, date) &&
        !instant_from_utc_time(&limits.distrust_after, (chain_bytes){text, size}))
        limits.distrust_after = CHAIN_TIME_MAX; /* "%00": no date */
    return limits;
}

/* Second pass: certificates, with the limits that were found. */
static void read_certificate(struct reader *r, const struct object *object)
{
    size_t size, bad;
    const char *why;
    struct chain_cert cert;
    struct list_limits limits = limits_of(object);
    uint8_t *der = decode_block(r, object, &size);
    if (!der)
        return;
    if (cert_parse(&cert, (chain_bytes){der, size}, &bad, &why) == CHAIN_OK) {
        for (size_t i = 0; i < r->limit_count; i++) {
            const struct limit *limit = &r->limits[i];
            if (bytes_equal(cert_bytes(&cert, cert.spki),
                            (chain_bytes){limit->key, limit->key_size}))
                limits.purposes = limit->purposes & PURPOSE_ANY ? 0 : limit->purposes;
        }
    }
    r->status = source_add(r->source, r->place, (chain_bytes){der, size}, limits);
    mem_free(der);
}

chain_status p11kit_read(const struct source *source)
{
    struct reader r = {.source = source, .status = CHAIN_OK};
    struct object object;
    source->list->kind = "p11-kit";
    for (int pass = 0; pass < 2; pass++) {
        chain_bytes rest = source->data;
        r.place.entry = 0;
        while (r.status == CHAIN_OK && next_object(&rest, &object, source->data.data)) {
            r.place.entry++;
            r.place.offset = object.offset;
            if (pass == 0)
                read_limit(&r, &object);
            else if (object.certificate)
                read_certificate(&r, &object);
        }
    }
    for (size_t i = 0; i < r.limit_count; i++)
        mem_free(r.limits[i].key);
    mem_free(r.limits);
    return r.status;
}
