// SPDX-License-Identifier: Apache-2.0
#include "crl.h"

#include "crl_point.h"
#include "der.h"
#include "extension.h"
#include "general_name.h"
#include "mem.h"
#include "name.h"
#include "sig.h"

#include <stdlib.h>
#include <string.h>

struct parser {
    struct crl *crl;
    size_t bad;
    const char *why;
    chain_status status;
    size_t capacity;
};

static bool fail(struct parser *p, const uint8_t *at, const char *why)
{
    p->bad = (size_t)(at - p->crl->der);
    p->why = why;
    p->status = CHAIN_E_MALFORMED;
    return false;
}

static struct slice slice_of(const struct crl *crl, chain_bytes bytes)
{
    return (struct slice){bytes.size ? (uint32_t)(bytes.data - crl->der) : 0, (uint32_t)bytes.size};
}

static int compare_octets(chain_bytes a, chain_bytes b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size ? memcmp(a.data, b.data, size) : 0;
    return order ? order : a.size < b.size ? -1 : a.size > b.size;
}

/* ---- extensions of the list ------------------------------------------------------------------- */

static bool read_number(struct crl *crl, chain_bytes value)
{
    struct der in = der_from(value);
    chain_bytes number;
    (void)crl;
    /* 5.2.3: not negative, 20 octets at most */
    return der_read(&in, DER_INTEGER, &number) && der_done(&in) &&
           der_integer_is_canonical(number) && number.size <= 21 && !(number.data[0] & 0x80);
}

static bool read_flag(struct der *in, unsigned tag, bool *out)
{
    chain_bytes content;
    *out = false; /* FALSE written out is not DER, but says what it says */
    return !der_peek(in, (uint8_t)DER_CONTEXT(tag)) ||
           (der_read(in, (uint8_t)DER_CONTEXT(tag), &content) && der_boolean(content, out));
}

/* RFC 5280 4.2.1.13 ReasonFlags: bit 0 is unused, bits 1 to 8 have names. */
bool crl_read_reasons(struct der *in, unsigned tag, uint16_t *out)
{
    chain_bytes content, bits;
    unsigned unused;
    if (!der_peek(in, (uint8_t)DER_CONTEXT(tag)))
        return true;
    if (!der_read(in, (uint8_t)DER_CONTEXT(tag), &content) ||
        !der_bit_string(content, &bits, &unused))
        return false;
    *out = 0;
    for (unsigned bit = 1; bit <= 8; bit++) {
        if (bit / 8 < bits.size && bits.data[bit / 8] & 0x80 >> bit % 8)
            *out = (uint16_t)(*out | 1U << bit);
    }
    return true;
}

/* RFC 5280 5.2.5 */
static bool read_point(struct crl *crl, chain_bytes value)
{
    struct der whole = der_from(value), in;
    chain_bytes name = {NULL, 0};
    if (!der_enter(&whole, DER_SEQUENCE, &in) || !der_done(&whole))
        return false;
    if (der_peek(&in, DER_CONTEXT_CONSTRUCTED(0)) &&
        (!der_read(&in, DER_CONTEXT_CONSTRUCTED(0), &name) || !crl_point_name_is_well_formed(name)))
        return false;
    crl->point = slice_of(crl, name);
    return read_flag(&in, 1, &crl->only_users) && read_flag(&in, 2, &crl->only_authorities) &&
           crl_read_reasons(&in, 3, &crl->reasons) && read_flag(&in, 4, &crl->indirect) &&
           read_flag(&in, 5, &crl->only_attributes) && der_done(&in) &&
           crl->only_users + crl->only_authorities + crl->only_attributes <= 1;
}

static bool read_key_id(struct crl *crl, chain_bytes value)
{
    struct der in = der_from(value), inside;
    (void)crl;
    return der_enter(&in, DER_SEQUENCE, &inside) && der_done(&in);
}

static const struct {
    uint8_t arc; /* of id-ce */
    bool (*read)(struct crl *crl, chain_bytes value);
    uint32_t if_critical, if_not; /* deviations */
} EXTENSIONS[CRL_EXTENSION_COUNT] = {
    [CRL_EXTENSION_NUMBER] = {20, read_number, CRL_NUMBER_CRITICAL, 0},
    [CRL_EXTENSION_DELTA] = {27, read_number, 0, CRL_DELTA_NOT_CRITICAL},
    [CRL_EXTENSION_POINT] = {28, read_point, 0, CRL_POINT_NOT_CRITICAL},
    [CRL_EXTENSION_AUTHORITY_KEY_ID] = {35, read_key_id, CRL_KEY_ID_CRITICAL, 0},
};

static bool is_arc(chain_bytes oid, uint8_t arc)
{
    const uint8_t wanted[] = {0x55, 0x1d, arc};
    return bytes_equal(oid, (chain_bytes){wanted, sizeof(wanted)});
}

static void keep_extension(struct crl *crl, const struct extension *extension)
{
    for (unsigned i = 0; i < CRL_EXTENSION_COUNT; i++) {
        if (!is_arc(extension->oid, EXTENSIONS[i].arc))
            continue;
        if (crl_has(crl, i)) {
            crl->deviations |= CRL_EXTENSION_TWICE;
            return;
        }
        crl->present = (uint16_t)(crl->present | 1U << i);
        crl->extensions[i] = slice_of(crl, extension->value);
        crl->deviations |= extension->critical ? EXTENSIONS[i].if_critical : EXTENSIONS[i].if_not;
        if (!EXTENSIONS[i].read(crl, extension->value))
            crl->deviations |= CRL_EXTENSION_MALFORMED;
        return;
    }
    if (extension->critical)
        crl->deviations |= CRL_UNKNOWN_CRITICAL;
}

static bool parse_extensions(struct parser *p, struct der *tbs)
{
    struct der wrapped, list, bad;
    struct extension extension;
    const char *why;
    if (!der_enter(tbs, DER_CONTEXT_CONSTRUCTED(0), &wrapped) ||
        !der_enter(&wrapped, DER_SEQUENCE, &list) || !der_done(&wrapped))
        return fail(p, tbs->at, "the extensions of the list are not a SEQUENCE");
    while (!der_done(&list)) {
        if (!extension_next(&list, &extension, &bad, &why))
            return fail(p, bad.at, why);
        keep_extension(p->crl, &extension);
    }
    return true;
}

/* ---- entries ---------------------------------------------------------------------------------- */

static bool read_reason(chain_bytes value, uint8_t *out)
{
    struct der in = der_from(value);
    chain_bytes content;
    if (!der_read(&in, DER_ENUMERATED, &content) || !der_done(&in) || content.size != 1 ||
        content.data[0] > 10 || content.data[0] == 7)
        return false;
    *out = content.data[0];
    return true;
}

/* RFC 5280 5.3. What is critical and not understood makes the whole list useless. */
static bool parse_entry_extensions(struct parser *p, struct der *entry, struct crl_entry *out)
{
    struct der list, names, bad;
    struct extension extension;
    chain_bytes content;
    const char *why;
    if (!der_enter(entry, DER_SEQUENCE, &list))
        return fail(p, entry->at, "the extensions of an entry are not a SEQUENCE");
    while (!der_done(&list)) {
        if (!extension_next(&list, &extension, &bad, &why))
            return fail(p, bad.at, why);
        if (is_arc(extension.oid, 21)) {
            if (!read_reason(extension.value, &out->reason))
                p->crl->deviations |= CRL_EXTENSION_MALFORMED;
        } else if (is_arc(extension.oid, 29)) {
            names = der_from(extension.value);
            if (!der_read(&names, DER_SEQUENCE, &content) ||
                !general_names_are_well_formed(content))
                p->crl->deviations |= CRL_EXTENSION_MALFORMED;
            else
                out->issuers = slice_of(p->crl, content);
        } else if (extension.critical) {
            p->crl->deviations |= CRL_UNKNOWN_CRITICAL;
        }
    }
    return true;
}

static bool parse_entry(struct parser *p, struct der *list, struct slice *issuers)
{
    struct crl *crl = p->crl;
    struct der entry;
    struct der_element date;
    chain_bytes serial;
    struct crl_entry out = {.issuers = *issuers};
    const uint8_t *at = list->at;
    if (!der_enter(list, DER_SEQUENCE, &entry) || !der_read(&entry, DER_INTEGER, &serial) ||
        !der_integer_is_canonical(serial))
        return fail(p, at, "an entry is not a SEQUENCE that begins with a serial number");
    if (!der_next(&entry, &date) || !der_time(date.tag, date.content, &out.date))
        return fail(p, at, "the date of an entry is not a UTCTime or GeneralizedTime ending in Z");
    out.serial = slice_of(crl, serial);
    if (!der_done(&entry) && !parse_entry_extensions(p, &entry, &out))
        return false;
    if (!der_done(&entry))
        return fail(p, at, "something follows the extensions of an entry");
    *issuers = out.issuers; /* 5.3.3: it holds for the entries that follow too */
    if (!mem_grow(&crl->entries, &p->capacity, crl->entry_count + 1, sizeof(*crl->entries))) {
        p->status = CHAIN_E_MEMORY;
        return false;
    }
    crl->entries[crl->entry_count++] = out;
    return true;
}

static bool parse_entries(struct parser *p, struct der *tbs)
{
    struct der list;
    struct slice issuers = {0, 0};
    if (!der_enter(tbs, DER_SEQUENCE, &list))
        return fail(p, tbs->at, "the entries are not a SEQUENCE");
    while (!der_done(&list)) {
        if (!parse_entry(p, &list, &issuers))
            return false;
    }
    return true;
}

struct sort_item {
    const uint8_t *der;
    struct crl_entry entry;
};

/* qsort has no context: what it compares carries the bytes. */
static int compare_items(const void *left, const void *right)
{
    const struct sort_item *a = left, *b = right;
    int order = compare_octets((chain_bytes){a->der + a->entry.serial.at, a->entry.serial.size},
                               (chain_bytes){b->der + b->entry.serial.at, b->entry.serial.size});
    return order ? order : a->entry.serial.at < b->entry.serial.at ? -1 : 1;
}

static bool is_sorted(const struct crl *crl)
{
    for (size_t i = 1; i < crl->entry_count; i++) {
        if (compare_octets(crl_bytes(crl, crl->entries[i - 1].serial),
                           crl_bytes(crl, crl->entries[i].serial)) > 0)
            return false;
    }
    return true;
}

static bool sort_entries(struct crl *crl)
{
    if (is_sorted(crl))
        return true;
    struct sort_item *items = mem_zero(crl->entry_count, sizeof(*items));
    if (!items)
        return false;
    for (size_t i = 0; i < crl->entry_count; i++)
        items[i] = (struct sort_item){crl->der, crl->entries[i]};
    qsort(items, crl->entry_count, sizeof(*items), compare_items);
    for (size_t i = 0; i < crl->entry_count; i++)
        crl->entries[i] = items[i].entry;
    mem_free(items);
    return true;
}

/* ---- the whole -------------------------------------------------------------------------------- */

static bool parse_dates(struct parser *p, struct der *tbs)
{
    struct der_element time;
    chain_time next;
    const uint8_t *at = tbs->at;
    if (!der_next(tbs, &time) || !der_time(time.tag, time.content, &p->crl->this_update))
        return fail(p, at, "thisUpdate is not a UTCTime or GeneralizedTime ending in Z");
    p->crl->until = p->crl->this_update + 1;
    if (!der_peek(tbs, DER_UTC_TIME) && !der_peek(tbs, DER_GENERALIZED_TIME)) {
        p->crl->deviations |= CRL_NO_NEXT_UPDATE;
        return true;
    }
    at = tbs->at;
    if (!der_next(tbs, &time) || !der_time(time.tag, time.content, &next))
        return fail(p, at, "nextUpdate is not a UTCTime or GeneralizedTime ending in Z");
    p->crl->until = next + 1;
    return true;
}

static bool parse_tbs(struct parser *p, struct der *tbs, chain_bytes *inner_algorithm)
{
    struct crl *crl = p->crl;
    struct der_element element;
    chain_bytes version;
    bool has_version = der_peek(tbs, DER_INTEGER);
    uint64_t number = 0;
    if (has_version && (!der_read(tbs, DER_INTEGER, &version) || !der_unsigned(version, &number)))
        return fail(p, tbs->at, "the version is not a number");
    if (has_version && number != 1)
        crl->deviations |= CRL_VERSION_MISMATCH;
    if (!der_peek(tbs, DER_SEQUENCE) || !der_next(tbs, &element))
        return fail(p, tbs->at, "the signature algorithm is not a SEQUENCE");
    *inner_algorithm = element.whole;
    if (!der_peek(tbs, DER_SEQUENCE) || !der_next(tbs, &element) ||
        !name_is_well_formed(element.whole))
        return fail(p, tbs->at, "the issuer is not a Name");
    crl->issuer = slice_of(crl, element.whole);
    if (!parse_dates(p, tbs))
        return false;
    if (der_peek(tbs, DER_SEQUENCE) && !parse_entries(p, tbs))
        return false;
    bool has_extensions = !der_done(tbs);
    if (has_extensions && !has_version)
        crl->deviations |= CRL_VERSION_MISMATCH;
    if (has_extensions && !parse_extensions(p, tbs))
        return false;
    if (!crl_has(crl, CRL_EXTENSION_NUMBER))
        crl->deviations |= CRL_NUMBER_MISSING;
    if (!crl_has(crl, CRL_EXTENSION_AUTHORITY_KEY_ID))
        crl->deviations |= CRL_KEY_ID_MISSING;
    return der_done(tbs) || fail(p, tbs->at, "something follows the extensions");
}

static bool parse(struct parser *p, chain_bytes der)
{
    struct crl *crl = p->crl;
    struct der in = der_from(der), outer, tbs;
    struct der_element element;
    chain_bytes content, bits, inner;
    unsigned unused;
    if (!der_enter(&in, DER_SEQUENCE, &outer))
        return fail(p, der.data, "it is not one SEQUENCE");
    if (!der_done(&in))
        return fail(p, in.at, "something follows the list");
    if (!der_peek(&outer, DER_SEQUENCE) || !der_next(&outer, &element))
        return fail(p, outer.at, "the part to be signed is not a SEQUENCE");
    crl->tbs = slice_of(crl, element.whole);
    tbs = der_from(element.content);
    if (!parse_tbs(p, &tbs, &inner))
        return false;
    if (!der_peek(&outer, DER_SEQUENCE) || !der_next(&outer, &element))
        return fail(p, outer.at, "the signature algorithm is not a SEQUENCE");
    crl->algorithm = slice_of(crl, element.whole);
    if (!bytes_equal(inner, element.whole))
        crl->deviations |= CRL_ALGORITHM_MISMATCH;
    if (!der_read(&outer, DER_BIT_STRING, &content) || !der_bit_string(content, &bits, &unused) ||
        unused || !der_done(&outer))
        return fail(p, outer.at, "the signature is not a BIT STRING of whole octets at the end");
    crl->signature = slice_of(crl, bits);
    return true;
}

chain_status crl_parse(struct crl *out, chain_bytes der, size_t *bad, const char **why)
{
    *out = (struct crl){.der = der.data, .size = (uint32_t)der.size, .reasons = CRL_ALL_REASONS};
    struct parser p = {.crl = out, .why = "", .status = CHAIN_E_MALFORMED};
    *bad = 0;
    *why = "larger than 64 MiB";
    if (der.size > CRL_MOST_BYTES)
        return CHAIN_E_LIMIT;
    if (parse(&p, der) && sort_entries(out)) {
        sig_sha256(out->fingerprint, der);
        return CHAIN_OK;
    }
    crl_free(out);
    *bad = p.bad;
    *why = p.why;
    return p.why[0] ? p.status : CHAIN_E_MEMORY;
}

void crl_free(struct crl *crl)
{
    mem_free(crl->entries);
    crl->entries = NULL;
    crl->entry_count = 0;
}

/* ---- questions -------------------------------------------------------------------------------- */

static bool is_of_issuer(const struct crl *crl, const struct crl_entry *entry, chain_bytes issuer)
{
    struct general_name name;
    if (!entry->issuers.size)
        return name_equal(crl_bytes(crl, crl->issuer), issuer);
    struct der names = der_from(crl_bytes(crl, entry->issuers));
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (name.kind == GENERAL_NAME_DIRECTORY && name_equal(name.value, issuer))
            return true;
    }
    return false;
}

/* Of several entries about one certificate the gravest counts. */
static bool is_graver(const struct crl_entry *entry, const struct crl_entry *than)
{
    static const uint8_t RANKS[] = {[CRL_REASON_HOLD] = 1, [CRL_REASON_REMOVED] = 2, [10] = 0};
    int one = RANKS[entry->reason], other = RANKS[than->reason];
    return one != other ? one < other : entry->date < than->date;
}

const struct crl_entry *crl_find(const struct crl *crl, chain_bytes serial, chain_bytes issuer)
{
    const struct crl_entry *found = NULL;
    size_t low = 0, high = crl->entry_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_octets(crl_bytes(crl, crl->entries[middle].serial), serial) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < crl->entry_count; low++) {
        const struct crl_entry *entry = &crl->entries[low];
        if (!bytes_equal(crl_bytes(crl, entry->serial), serial))
            break;
        if (is_of_issuer(crl, entry, issuer) && (!found || is_graver(entry, found)))
            found = entry;
    }
    return found;
}

int crl_compare_numbers(chain_bytes a, chain_bytes b)
{
    /* canonical and not negative: the longer one is larger */
    return a.size != b.size ? (a.size < b.size ? -1 : 1) : compare_octets(a, b);
}

static chain_bytes number_of(const struct crl *crl, enum crl_extension extension)
{
    struct der in = der_from(crl_bytes(crl, crl->extensions[extension]));
    chain_bytes number;
    return crl_has(crl, extension) && der_read(&in, DER_INTEGER, &number) ? number
                                                                          : (chain_bytes){NULL, 0};
}

chain_bytes crl_number(const struct crl *crl)
{
    return number_of(crl, CRL_EXTENSION_NUMBER);
}

chain_bytes crl_base_number(const struct crl *crl)
{
    return number_of(crl, CRL_EXTENSION_DELTA);
}
