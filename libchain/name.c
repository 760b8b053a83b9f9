// SPDX-License-Identifier: Apache-2.0
#include "name.h"

#include "der.h"

#include <string.h>

enum { MOST_ATTRIBUTES_IN_AN_RDN = 16 };

struct attribute {
    chain_bytes type;
    uint8_t tag;
    chain_bytes value;
};

/* RFC 5280 4.1.2.4: AttributeTypeAndValue. */
static bool read_attribute(struct der *rdn, struct attribute *out)
{
    struct der inside;
    struct der_element value;
    if (!der_enter(rdn, DER_SEQUENCE, &inside) || !der_read(&inside, DER_OID, &out->type) ||
        !der_oid_is_canonical(out->type) || !der_next(&inside, &value) || !der_done(&inside))
        return false;
    out->tag = value.tag;
    out->value = value.content;
    return true;
}

static bool read_rdn(struct der *names, struct attribute out[], size_t *count)
{
    struct der rdn;
    if (!der_enter(names, DER_SET, &rdn) || der_done(&rdn))
        return false;
    for (*count = 0; !der_done(&rdn); ++*count) {
        if (*count == MOST_ATTRIBUTES_IN_AN_RDN || !read_attribute(&rdn, &out[*count]))
            return false;
    }
    return true;
}

static bool enter_name(chain_bytes name, struct der *rdns)
{
    struct der in = der_from(name);
    return der_enter(&in, DER_SEQUENCE, rdns) && der_done(&in);
}

bool name_is_well_formed(chain_bytes name)
{
    struct der rdns, rdn;
    struct attribute attribute;
    if (!enter_name(name, &rdns))
        return false;
    while (!der_done(&rdns)) {
        if (!der_enter(&rdns, DER_SET, &rdn) || der_done(&rdn))
            return false;
        for (size_t count = 0; !der_done(&rdn); count++) {
            if (count == MOST_ATTRIBUTES_IN_AN_RDN || !read_attribute(&rdn, &attribute))
                return false;
        }
    }
    return true;
}

bool name_is_empty(chain_bytes name)
{
    return name.size <= 2;
}

/* ---- the canonical form of a value, one code point at a time ---------------------------------- */

struct folded {
    uint8_t tag;
    const uint8_t *at, *end;
    bool started;
    bool holding;  /* a space was just handed out, and `held` follows it */
    uint32_t held;
};

static bool is_text(uint8_t tag)
{
    switch (tag) {
    case DER_UTF8_STRING:
    case DER_PRINTABLE_STRING:
    case DER_NUMERIC_STRING:
    case DER_TELETEX_STRING:
    case DER_IA5_STRING:
    case DER_VISIBLE_STRING:
    case DER_BMP_STRING:
    case DER_UNIVERSAL_STRING:
        return true;
    default:
        return false;
    }
}

/* The next code point as written. Octets that are not UTF-8 count as themselves above 10FFFF. */
static bool next_code(struct folded *f, uint32_t *code)
{
    size_t left = (size_t)(f->end - f->at);
    size_t width = 1;
    if (!left)
        return false;
    *code = f->at[0];
    if (f->tag == DER_UTF8_STRING) {
        width = text_decode_utf8(f->at, left, code);
        if (!width) {
            *code = 0x110000U + f->at[0];
            width = 1;
        }
    } else if (f->tag == DER_BMP_STRING && left >= 2) {
        *code = (uint32_t)f->at[0] << 8 | f->at[1];
        width = 2;
    } else if (f->tag == DER_UNIVERSAL_STRING && left >= 4) {
        *code = (uint32_t)f->at[0] << 24 | (uint32_t)f->at[1] << 16 | (uint32_t)f->at[2] << 8 |
                f->at[3];
        width = 4;
    }
    f->at += width;
    return true;
}

static bool is_space(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xa0;
}

/* RFC 4518 2.6.1 in short: no space at either end, single spaces between, ASCII in lower case. */
static bool next_folded(struct folded *f, uint32_t *code)
{
    if (f->holding) {
        *code = f->held;
        f->holding = false;
        return true;
    }
    bool space = false;
    while (next_code(f, code)) {
        if (is_space(*code)) {
            space = true;
            continue;
        }
        if (*code >= 'A' && *code <= 'Z')
            *code += 'a' - 'A';
        if (space && f->started) {
            f->holding = true; /* the one space first */
            f->held = *code;
            *code = ' ';
        }
        f->started = true;
        return true;
    }
    return false;
}

static struct folded fold(const struct attribute *a)
{
    return (struct folded){
        .tag = a->tag, .at = a->value.data, .end = a->value.data + a->value.size};
}

static bool value_equal(const struct attribute *a, const struct attribute *b)
{
    if (a->tag == b->tag && bytes_equal(a->value, b->value))
        return true;
    if (!is_text(a->tag) || !is_text(b->tag))
        return false;
    struct folded left = fold(a), right = fold(b);
    uint32_t x, y;
    for (;;) {
        bool more = next_folded(&left, &x);
        if (more != next_folded(&right, &y) || (more && x != y))
            return false;
        if (!more)
            return true;
    }
}

static bool rdn_equal(struct der *left, struct der *right)
{
    struct attribute a[MOST_ATTRIBUTES_IN_AN_RDN], b[MOST_ATTRIBUTES_IN_AN_RDN];
    size_t a_count, b_count;
    if (!read_rdn(left, a, &a_count) || !read_rdn(right, b, &b_count) || a_count != b_count)
        return false;
    bool used[MOST_ATTRIBUTES_IN_AN_RDN] = {false};
    for (size_t i = 0; i < a_count; i++) {
        size_t j = 0;
        while (j < b_count &&
               (used[j] || !bytes_equal(a[i].type, b[j].type) || !value_equal(&a[i], &b[j])))
            j++;
        if (j == b_count)
            return false;
        used[j] = true;
    }
    return true;
}

static bool starts_with(chain_bytes name, chain_bytes base, bool whole)
{
    struct der left, right;
    if (!enter_name(name, &left) || !enter_name(base, &right))
        return false;
    while (!der_done(&right)) {
        if (der_done(&left) || !rdn_equal(&left, &right))
            return false;
    }
    return !whole || der_done(&left);
}

bool name_equal(chain_bytes a, chain_bytes b)
{
    return bytes_equal(a, b) || starts_with(a, b, true);
}

static bool is_usual_text(uint8_t tag)
{
    return tag == DER_UTF8_STRING || tag == DER_PRINTABLE_STRING;
}

static bool same_attribute(const struct attribute *a, const struct attribute *b)
{
    return bytes_equal(a->type, b->type) && bytes_equal(a->value, b->value) &&
           (a->tag == b->tag || (is_usual_text(a->tag) && is_usual_text(b->tag)));
}

bool name_same_octets(chain_bytes a, chain_bytes b)
{
    struct attribute left[MOST_ATTRIBUTES_IN_AN_RDN], right[MOST_ATTRIBUTES_IN_AN_RDN];
    size_t left_count, right_count;
    struct der one, other;
    if (bytes_equal(a, b))
        return true;
    if (a.size != b.size || !enter_name(a, &one) || !enter_name(b, &other))
        return false;
    while (!der_done(&one) && !der_done(&other)) {
        if (!read_rdn(&one, left, &left_count) || !read_rdn(&other, right, &right_count) ||
            left_count != right_count)
            return false;
        for (size_t i = 0; i < left_count; i++) {
            if (!same_attribute(&left[i], &right[i]))
                return false;
        }
    }
    return der_done(&one) && der_done(&other);
}

bool name_is_within(chain_bytes name, chain_bytes base)
{
    return starts_with(name, base, false);
}

/* As FNV-1a, but a character at a time: what takes time in a long name is one multiplication after
 * the other. The shift brings the high bits, which are mixed best, to where the next one starts. */
static void mix(uint64_t *hash, uint64_t value)
{
    *hash = (*hash ^ value) * 0x9e3779b97f4a7c15U;
    *hash ^= *hash >> 32;
}

static uint64_t hash_attribute(const struct attribute *a)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < a->type.size; i++)
        mix(&hash, a->type.data[i]);
    if (is_text(a->tag)) {
        struct folded value = fold(a);
        uint32_t code;
        while (next_folded(&value, &code))
            mix(&hash, code);
    } else {
        for (size_t i = 0; i < a->value.size; i++)
            mix(&hash, a->value.data[i]);
    }
    return hash;
}

uint64_t name_hash(chain_bytes name)
{
    uint64_t hash = 0xcbf29ce484222325U;
    struct der rdns;
    struct attribute a[MOST_ATTRIBUTES_IN_AN_RDN];
    size_t count;
    if (!enter_name(name, &rdns))
        return 0;
    while (!der_done(&rdns) && read_rdn(&rdns, a, &count)) {
        uint64_t rdn = 0; /* a sum, so that the order inside an RDN does not matter */
        for (size_t i = 0; i < count; i++)
            rdn += hash_attribute(&a[i]);
        mix(&hash, rdn);
    }
    return hash;
}

bool name_visit(chain_bytes name, chain_bytes type_oid, name_visitor *visit, void *context)
{
    struct der rdns;
    struct attribute a[MOST_ATTRIBUTES_IN_AN_RDN];
    size_t count;
    if (!enter_name(name, &rdns))
        return true;
    while (!der_done(&rdns) && read_rdn(&rdns, a, &count)) {
        for (size_t i = 0; i < count; i++) {
            if (bytes_equal(a[i].type, type_oid) && !visit(context, a[i].tag, a[i].value))
                return false;
        }
    }
    return true;
}
