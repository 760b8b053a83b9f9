// SPDX-License-Identifier: Apache-2.0
#include "cert.h"

#include "algorithm.h"
#include "der.h"
#include "error.h"
#include "extension.h"
#include "mem.h"
#include "name.h"
#include "sig.h"

#include <string.h>

/* ---- parsing ---------------------------------------------------------------------------------- */

struct parser {
    struct chain_cert *cert;
    const uint8_t *bad;
    const char *why;
    unsigned unkept; /* extensions whose value is not kept */
};

static bool fail(struct parser *p, const struct der *at, const char *why)
{
    p->bad = at->at;
    p->why = why;
    return false;
}

static struct slice slice_of(const struct chain_cert *cert, chain_bytes bytes)
{
    return (struct slice){(uint32_t)(bytes.data - cert->der), (uint32_t)bytes.size};
}

/* RFC 5280 4.1.2.1 */
static bool parse_version(struct parser *p, struct der *tbs)
{
    struct der inside;
    chain_bytes content;
    uint64_t number;
    p->cert->version = 1;
    if (!der_peek(tbs, DER_CONTEXT_CONSTRUCTED(0)))
        return true;
    struct der before = *tbs;
    if (!der_enter(tbs, DER_CONTEXT_CONSTRUCTED(0), &inside) ||
        !der_read(&inside, DER_INTEGER, &content) || !der_unsigned(content, &number) ||
        !der_done(&inside) || number > 2)
        return fail(p, &before, "the version is not 1, 2 or 3");
    if (!number)
        p->cert->deviations |= CERT_DEFAULT_ENCODED;
    p->cert->version = (uint8_t)(number + 1);
    return true;
}

/* RFC 5280 4.1.2.2: parsers must cope with zero and negative numbers; conforming CAs issue neither. */
static bool parse_serial(struct parser *p, struct der *tbs)
{
    chain_bytes content;
    struct der before = *tbs;
    if (!der_read(tbs, DER_INTEGER, &content))
        return fail(p, tbs, "the serial number is not an INTEGER");
    if (!der_integer_is_canonical(content))
        return fail(p, &before, "the serial number is not encoded in DER");
    p->cert->serial = slice_of(p->cert, content);
    if (content.data[0] & 0x80)
        p->cert->deviations |= CERT_SERIAL_NEGATIVE;
    if (content.size == 1 && !content.data[0])
        p->cert->deviations |= CERT_SERIAL_ZERO;
    if (content.size > 20)
        p->cert->deviations |= CERT_SERIAL_LONG;
    return true;
}

/* RFC 5280 4.1.2.5 */
static bool parse_time(struct parser *p, struct der *validity, chain_time *out)
{
    struct der_element element;
    struct der before = *validity;
    if (!der_next(validity, &element) || !der_time(element.tag, element.content, out))
        return fail(p, &before, "a validity date is not a UTCTime or GeneralizedTime ending in Z");
    if (element.tag == DER_GENERALIZED_TIME && *out < 2524608000 /* 2050-01-01T00:00:00Z */)
        p->cert->deviations |= CERT_TIME_FORM;
    return true;
}

static bool parse_validity(struct parser *p, struct der *tbs)
{
    struct der validity;
    chain_time last;
    if (!der_enter(tbs, DER_SEQUENCE, &validity))
        return fail(p, tbs, "the validity is not a SEQUENCE");
    if (!parse_time(p, &validity, &p->cert->validity.from) || !parse_time(p, &validity, &last))
        return false;
    /* notAfter is inclusive, RFC 5280 4.1.2.5 */
    p->cert->validity.until = last + 1;
    return der_done(&validity) || fail(p, &validity, "something follows the validity dates");
}

static bool parse_name(struct parser *p, struct der *tbs, struct slice *out, const char *why)
{
    struct der before = *tbs;
    struct der_element element;
    if (!der_next(tbs, &element) || element.tag != DER_SEQUENCE)
        return fail(p, &before, why);
    /* The subject of a root is its issuer, which has been read by then. */
    if (!bytes_equal(element.whole, cert_bytes(p->cert, p->cert->issuer)) &&
        !name_is_well_formed(element.whole))
        return fail(p, &before, why);
    *out = slice_of(p->cert, element.whole);
    return true;
}

/* RFC 5280 4.1.2.9 and 4.2 */
static bool parse_extension(struct parser *p, struct der *list, uint32_t *seen)
{
    struct der before = *list;
    struct extension read;
    const char *why;
    struct chain_cert *cert = p->cert;
    if (!extension_next(list, &read, &before, &why))
        return fail(p, &before, why);
    if (read.default_encoded)
        cert->deviations |= CERT_DEFAULT_ENCODED;
    enum cert_extension extension = extension_from_oid(read.oid);
    if (extension == EXTENSION_UNKNOWN && read.critical) {
        if (!(cert->deviations & CERT_UNKNOWN_CRITICAL))
            cert->unknown_critical = slice_of(cert, read.oid);
        cert->deviations |= CERT_UNKNOWN_CRITICAL;
    }
    if (extension >= EXTENSION_COUNT) {
        p->unkept++;
        return true;
    }
    uint32_t bit = 1U << extension;
    if (*seen & bit) {
        cert->deviations |= CERT_EXTENSION_TWICE;
        return true;
    }
    *seen |= bit;
    cert->present = (uint16_t)(cert->present | bit);
    if (read.critical)
        cert->critical = (uint16_t)(cert->critical | bit);
    cert->extensions[extension] = (uint32_t)(read.octet_string - cert->der);
    if (!extension_read(cert, extension, read.value)) {
        cert->malformed = (uint16_t)(cert->malformed | bit);
        cert->deviations |= CERT_EXTENSION_MALFORMED;
    }
    return true;
}

/* Extensions that are known but not kept, or not known at all, may not stand twice either. */
static bool has_unkept_twice(struct der list)
{
    struct der outer = list, inner, in;
    chain_bytes oid, earlier;
    while (der_enter(&outer, DER_SEQUENCE, &in) && der_read(&in, DER_OID, &oid)) {
        if (extension_from_oid(oid) < EXTENSION_COUNT)
            continue;
        const uint8_t *until = oid.data;
        inner = list;
        while (der_enter(&inner, DER_SEQUENCE, &in) && der_read(&in, DER_OID, &earlier) &&
               earlier.data < until) {
            if (bytes_equal(oid, earlier))
                return true;
        }
    }
    return false;
}

static bool parse_extensions(struct parser *p, struct der *tbs)
{
    enum { MOST_EXTENSIONS = 128 };
    struct der outer, list;
    uint32_t seen = 0;
    struct der before = *tbs;
    if (!der_enter(tbs, DER_CONTEXT_CONSTRUCTED(3), &outer) ||
        !der_enter(&outer, DER_SEQUENCE, &list) || !der_done(&outer))
        return fail(p, &before, "the extensions are not one SEQUENCE");
    if (der_done(&list))
        p->cert->deviations |= CERT_EXTENSIONS_EMPTY;
    if (p->cert->version != 3)
        p->cert->deviations |= CERT_VERSION_MISMATCH;
    struct der all = list;
    for (unsigned count = 0; !der_done(&list); count++) {
        if (count == MOST_EXTENSIONS)
            return fail(p, &list, "there are more than 128 extensions");
        if (!parse_extension(p, &list, &seen))
            return false;
    }
    if (p->unkept > 1 && has_unkept_twice(all))
        p->cert->deviations |= CERT_EXTENSION_TWICE;
    return true;
}

/* RFC 5280 4.1.2.8 */
static bool parse_unique_ids(struct parser *p, struct der *tbs)
{
    chain_bytes content, bits;
    unsigned unused;
    for (unsigned tag = 1; tag <= 2; tag++) {
        if (!der_peek(tbs, (uint8_t)DER_CONTEXT(tag)))
            continue;
        struct der before = *tbs;
        if (!der_read(tbs, (uint8_t)DER_CONTEXT(tag), &content) ||
            !der_bit_string(content, &bits, &unused))
            return fail(p, &before, "a unique identifier is not a BIT STRING");
        if (p->cert->version == 1)
            p->cert->deviations |= CERT_VERSION_MISMATCH;
    }
    return true;
}

/* RFC 5280 4.1.2.7: the frame; what the algorithm makes of the key is for key.c. */
static bool parse_key(struct parser *p, struct der *tbs)
{
    struct der before = *tbs, inside;
    struct der_element element, algorithm;
    chain_bytes oid, parameters, content, bits;
    unsigned unused;
    if (!der_peek(tbs, DER_SEQUENCE) || !der_next(tbs, &element))
        return fail(p, tbs, "the subject public key info is not a SEQUENCE");
    inside = der_from(element.content);
    if (!der_next(&inside, &algorithm) || !algorithm_split(algorithm.whole, &oid, &parameters) ||
        !der_read(&inside, DER_BIT_STRING, &content) || !der_bit_string(content, &bits, &unused) ||
        !der_done(&inside))
        return fail(p, &before, "the subject public key info is not an algorithm and a BIT STRING");
    p->cert->spki = slice_of(p->cert, element.whole);
    return true;
}

static bool parse_tbs(struct parser *p, struct der *tbs, chain_bytes *inner_algorithm)
{
    struct chain_cert *cert = p->cert;
    struct der_element element;
    if (!parse_version(p, tbs) || !parse_serial(p, tbs))
        return false;
    if (!der_peek(tbs, DER_SEQUENCE) || !der_next(tbs, &element))
        return fail(p, tbs, "the signature algorithm is not a SEQUENCE");
    *inner_algorithm = element.whole;
    if (!parse_name(p, tbs, &cert->issuer, "the issuer is not a Name") || !parse_validity(p, tbs) ||
        !parse_name(p, tbs, &cert->subject, "the subject is not a Name"))
        return false;
    if (!parse_key(p, tbs) || !parse_unique_ids(p, tbs) ||
        (!der_done(tbs) && !parse_extensions(p, tbs)))
        return false;
    if (name_is_empty(cert_bytes(cert, cert->issuer)))
        cert->deviations |= CERT_ISSUER_EMPTY;
    return der_done(tbs) || fail(p, tbs, "something follows the extensions");
}

static bool parse(struct parser *p, chain_bytes der)
{
    struct chain_cert *cert = p->cert;
    struct der in = der_from(der), outer, tbs;
    struct der_element element;
    chain_bytes inner_algorithm, content, bits, oid, parameters;
    unsigned unused;
    if (!der_enter(&in, DER_SEQUENCE, &outer))
        return fail(p, &in, "not a DER SEQUENCE, or cut off");
    if (!der_done(&in))
        return fail(p, &in, "something follows the certificate");
    if (!der_peek(&outer, DER_SEQUENCE) || !der_next(&outer, &element))
        return fail(p, &outer, "the part to be signed is not a SEQUENCE");
    cert->tbs = slice_of(cert, element.whole);
    tbs = der_from(element.content);
    if (!parse_tbs(p, &tbs, &inner_algorithm))
        return false;
    struct der before = outer;
    if (!der_next(&outer, &element) || !algorithm_split(element.whole, &oid, &parameters))
        return fail(p, &before, "the signature algorithm is not an AlgorithmIdentifier");
    cert->algorithm = slice_of(cert, element.whole);
    if (!bytes_equal(inner_algorithm, element.whole)) {
        cert->deviations |= CERT_ALGORITHM_MISMATCH;
        before = der_from(inner_algorithm);
        if (!algorithm_split(inner_algorithm, &oid, &parameters))
            return fail(p, &before, "the signature algorithm inside is not an AlgorithmIdentifier");
    }
    before = outer;
    if (!der_read(&outer, DER_BIT_STRING, &content) || !der_bit_string(content, &bits, &unused) ||
        unused)
        return fail(p, &before, "the signature is not a BIT STRING of whole octets");
    cert->signature = slice_of(cert, bits);
    return der_done(&outer) || fail(p, &outer, "something follows the signature");
}

chain_status cert_parse(struct chain_cert *out, chain_bytes der, size_t *bad, const char **why)
{
    *out = (struct chain_cert){.der = der.data, .path_length = CERT_NO_PATH_LENGTH};
    *bad = 0;
    if (der.size > CERT_MOST_BYTES) {
        *why = "larger than 4 MiB";
        return CHAIN_E_LIMIT;
    }
    out->size = (uint32_t)der.size;
    struct parser p = {.cert = out, .bad = der.data, .why = ""};
    if (parse(&p, der))
        return CHAIN_OK;
    *bad = (size_t)(p.bad - der.data);
    *why = p.why;
    return CHAIN_E_MALFORMED;
}

/* ---- the shared object ------------------------------------------------------------------------ */

chain_status chain_cert_new(chain_cert **out, chain_error *error, const uint8_t *der, size_t size)
{
    size_t bad;
    const char *why;
    *out = NULL;
    if (!der)
        return error_set(error, CHAIN_E_ARGUMENT, "no certificate given");
    if (size > CERT_MOST_BYTES)
        return error_set(error, CHAIN_E_LIMIT, "a certificate larger than 4 MiB");
    struct chain_cert *cert = mem_alloc(sizeof(*cert) + size);
    if (!cert)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    uint8_t *copy = (uint8_t *)(cert + 1);
    if (size)
        memcpy(copy, der, size);
    chain_status status = cert_parse(cert, (chain_bytes){copy, size}, &bad, &why);
    if (status != CHAIN_OK) {
        mem_free(cert);
        error_set(error, status, "not a certificate: %s", why);
        return error_at(error, status, 0, bad);
    }
    atomic_init(&cert->references, 1);
    *out = cert;
    return CHAIN_OK;
}

chain_cert *chain_cert_ref(chain_cert *cert)
{
    atomic_fetch_add_explicit(&cert->references, 1, memory_order_relaxed);
    return cert;
}

void chain_cert_unref(chain_cert *cert)
{
    if (cert && atomic_fetch_sub_explicit(&cert->references, 1, memory_order_acq_rel) == 1)
        mem_free(cert);
}

/* ---- what is asked of it ---------------------------------------------------------------------- */

bool cert_is_self_issued(const struct chain_cert *cert)
{
    return name_equal(cert_bytes(cert, cert->subject), cert_bytes(cert, cert->issuer));
}

/* Computed once, by whoever asks first; the state makes the other threads see all 32 octets or none. */
static void hash_once(atomic_uchar *state, uint8_t kept[32], chain_bytes bytes, uint8_t out[32])
{
    enum { NONE, BEING_WRITTEN, WRITTEN };
    if (atomic_load_explicit(state, memory_order_acquire) == WRITTEN) {
        memcpy(out, kept, 32);
        return;
    }
    sig_sha256(out, bytes);
    unsigned char none = NONE;
    if (atomic_compare_exchange_strong_explicit(state, &none, BEING_WRITTEN, memory_order_acquire,
                                                memory_order_relaxed)) {
        memcpy(kept, out, 32);
        atomic_store_explicit(state, WRITTEN, memory_order_release);
    }
}

void cert_sha256(const struct chain_cert *cert, uint8_t out[32])
{
    struct chain_cert *kept = (struct chain_cert *)(uintptr_t)cert;
    hash_once(&kept->sha256_state, kept->sha256, (chain_bytes){cert->der, cert->size}, out);
}

void cert_key_sha256(const struct chain_cert *cert, uint8_t out[32])
{
    struct chain_cert *kept = (struct chain_cert *)(uintptr_t)cert;
    hash_once(&kept->key_sha256_state, kept->key_sha256, cert_bytes(cert, cert->spki), out);
}

chain_bytes cert_extension(const struct chain_cert *cert, enum cert_extension extension)
{
    const uint8_t *at = cert->der + cert->extensions[extension];
    if (!cert->extensions[extension])
        return (chain_bytes){cert->der, 0};
    /* It has been read before: only the length has to be found again (X.690 8.1.3). */
    size_t size = at[1];
    at += 2;
    if (size & 0x80) {
        unsigned octets = size & 0x7f;
        for (size = 0; octets; octets--)
            size = size << 8 | *at++;
    }
    return (chain_bytes){at, size};
}

chain_bytes cert_subject_key_id(const struct chain_cert *cert)
{
    chain_bytes id = {NULL, 0};
    struct der in = der_from(cert_extension(cert, EXTENSION_SUBJECT_KEY_ID));
    if (cert_has(cert, EXTENSION_SUBJECT_KEY_ID) && !(cert->malformed >> EXTENSION_SUBJECT_KEY_ID & 1))
        der_read(&in, DER_OCTET_STRING, &id);
    return id;
}

chain_bytes cert_authority_key_id(const struct chain_cert *cert)
{
    chain_bytes id = {NULL, 0};
    struct der in = der_from(cert_extension(cert, EXTENSION_AUTHORITY_KEY_ID)), inside;
    if (cert_has(cert, EXTENSION_AUTHORITY_KEY_ID) &&
        !(cert->malformed >> EXTENSION_AUTHORITY_KEY_ID & 1) &&
        der_enter(&in, DER_SEQUENCE, &inside) && der_peek(&inside, DER_CONTEXT(0)))
        der_read(&inside, DER_CONTEXT(0), &id);
    return id;
}

chain_bytes chain_cert_der(const chain_cert *cert)
{
    return (chain_bytes){cert->der, cert->size};
}

chain_span chain_cert_validity(const chain_cert *cert)
{
    return cert->validity;
}

void chain_cert_sha256(const chain_cert *cert, uint8_t out[32])
{
    cert_sha256(cert, out);
}

void chain_cert_key_sha256(const chain_cert *cert, uint8_t out[32])
{
    cert_key_sha256(cert, out);
}

chain_bytes chain_cert_serial(const chain_cert *cert)
{
    return cert_bytes(cert, cert->serial);
}

static char *name_text(const struct chain_cert *cert, struct slice name, bool brief)
{
    struct text text = {0};
    if (brief)
        name_to_short_text(&text, cert_bytes(cert, name));
    else
        name_to_text(&text, cert_bytes(cert, name));
    return text_take(&text);
}

char *chain_cert_subject(const chain_cert *cert)
{
    return name_text(cert, cert->subject, false);
}

char *chain_cert_issuer(const chain_cert *cert)
{
    return name_text(cert, cert->issuer, false);
}

char *chain_cert_short_name(const chain_cert *cert)
{
    return name_text(cert, cert->subject, true);
}
