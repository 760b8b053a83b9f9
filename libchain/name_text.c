// SPDX-License-Identifier: Apache-2.0
/* Names as people read and write them: RFC 4514. */
#include "name.h"

#include "der.h"
#include "mem.h"

#include <string.h>

static const struct attribute_type {
    const char *keyword;
    chain_bytes oid;
} TYPES[] = {
    /* RFC 4514 section 3, then what certificate authorities use besides */
    {"CN", {(const uint8_t *)"\x55\x04\x03", 3}},
    {"L", {(const uint8_t *)"\x55\x04\x07", 3}},
    {"ST", {(const uint8_t *)"\x55\x04\x08", 3}},
    {"O", {(const uint8_t *)"\x55\x04\x0a", 3}},
    {"OU", {(const uint8_t *)"\x55\x04\x0b", 3}},
    {"C", {(const uint8_t *)"\x55\x04\x06", 3}},
    {"STREET", {(const uint8_t *)"\x55\x04\x09", 3}},
    {"DC", {(const uint8_t *)"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", 10}},
    {"UID", {(const uint8_t *)"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", 10}},
    {"serialNumber", {(const uint8_t *)"\x55\x04\x05", 3}},
    {"organizationIdentifier", {(const uint8_t *)"\x55\x04\x61", 3}},
    {"emailAddress", {(const uint8_t *)"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", 9}},
    {"title", {(const uint8_t *)"\x55\x04\x0c", 3}},
    {"postalCode", {(const uint8_t *)"\x55\x04\x11", 3}},
    {"businessCategory", {(const uint8_t *)"\x55\x04\x0f", 3}},
};
enum { TYPE_COUNT = sizeof(TYPES) / sizeof(TYPES[0]) };

static void add_oid(struct text *out, chain_bytes oid)
{
    uint64_t arc = 0;
    bool first = true;
    for (size_t i = 0; i < oid.size; i++) {
        arc = arc << 7 | (oid.data[i] & 0x7f);
        if (oid.data[i] & 0x80)
            continue;
        if (first)
            text_add_format(out, "%u.%llu", arc < 80 ? (unsigned)(arc / 40) : 2U,
                            (unsigned long long)(arc < 80 ? arc % 40 : arc - 80));
        else
            text_add_format(out, ".%llu", (unsigned long long)arc);
        first = false;
        arc = 0;
    }
}

static void add_type(struct text *out, chain_bytes oid)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (bytes_equal(oid, TYPES[i].oid)) {
            text_add(out, TYPES[i].keyword);
            return;
        }
    }
    add_oid(out, oid);
}

/* RFC 4514 2.4: hex pairs. */
static void add_octets(struct text *out, chain_bytes octets)
{
    for (size_t i = 0; i < octets.size; i++) {
        text_add(out, "\\");
        text_add_hex(out, (chain_bytes){octets.data + i, 1});
    }
}

/* RFC 4514 2.4: a character as it is, after a backslash, or as the hex pairs of its UTF-8. */
static void add_code(struct text *out, uint32_t code, bool escape)
{
    char utf8[4];
    size_t size = text_encode_utf8(utf8, code);
    if (text_is_plain(code)) {
        if (escape && code < 0x80 && (strchr("\"+,;<>\\", (int)code)))
            text_add(out, "\\");
        text_add_bytes(out, utf8, size);
    } else {
        add_octets(out, (chain_bytes){(const uint8_t *)utf8, size});
    }
}

static size_t unit_of(uint8_t tag)
{
    return tag == DER_BMP_STRING ? 2 : tag == DER_UNIVERSAL_STRING ? 4 : 1;
}

/* One code point of a string type as Unicode; TeletexString is taken as Latin-1, as everybody does. */
static size_t decode(uint8_t tag, const uint8_t *at, size_t left, uint32_t *code)
{
    size_t width = unit_of(tag);
    if (tag == DER_UTF8_STRING)
        return text_decode_utf8(at, left, code);
    if (width > 1) {
        if (left < width)
            return 0;
        *code = 0;
        for (size_t i = 0; i < width; i++)
            *code = *code << 8 | at[i];
        return *code > 0x10ffff || (*code >= 0xd800 && *code <= 0xdfff) ? 0 : width;
    }
    *code = at[0];
    return 1;
}

static bool has_text_tag(uint8_t tag)
{
    return (tag >= DER_NUMERIC_STRING && tag <= DER_IA5_STRING && tag != 0x15) ||
           tag == DER_UTF8_STRING || tag == DER_VISIBLE_STRING || tag == DER_BMP_STRING ||
           tag == DER_UNIVERSAL_STRING;
}

static void add_value(struct text *out, uint8_t tag, chain_bytes value, bool escape)
{
    if (!has_text_tag(tag)) { /* RFC 4514 2.4: the whole element in hex */
        uint8_t header[DER_HEADER_SIZE];
        text_add(out, "#");
        text_add_hex(out, (chain_bytes){header, der_header(header, tag, (uint32_t)value.size)});
        text_add_hex(out, value);
        return;
    }
    for (size_t i = 0; i < value.size;) {
        uint32_t code;
        size_t width = decode(tag, value.data + i, value.size - i, &code);
        bool at_edge = i == 0 || i + width >= value.size;
        if (!width) {
            width = unit_of(tag) < value.size - i ? unit_of(tag) : value.size - i;
            add_octets(out, (chain_bytes){value.data + i, width});
        } else if (escape && ((code == ' ' && at_edge) || (code == '#' && i == 0))) {
            text_add(out, code == ' ' ? "\\ " : "\\#");
        } else {
            add_code(out, code, escape);
        }
        i += width;
    }
}

static void add_rdn(struct text *out, chain_bytes rdn)
{
    struct der in = der_from(rdn), attribute;
    chain_bytes oid;
    struct der_element value;
    const char *separator = "";
    while (der_enter(&in, DER_SEQUENCE, &attribute) && der_read(&attribute, DER_OID, &oid) &&
           der_next(&attribute, &value)) {
        text_add(out, separator);
        add_type(out, oid);
        text_add(out, "=");
        add_value(out, value.tag, value.content, true);
        separator = "+";
    }
}

void name_to_text(struct text *out, chain_bytes name)
{
    struct der in = der_from(name), rdns;
    if (!der_enter(&in, DER_SEQUENCE, &rdns))
        return;
    /* RFC 4514 2.1 wants the last RDN first: each one is added, then moved to the front. */
    size_t start = out->size;
    chain_bytes rdn;
    while (der_read(&rdns, DER_SET, &rdn)) {
        struct text one = {0};
        add_rdn(&one, rdn);
        if (out->size > start)
            text_add(&one, ",");
        text_add_bytes(out, one.data ? one.data : "", one.size);
        if (!out->failed && !one.failed) {
            memmove(out->data + start + one.size, out->data + start, out->size - one.size - start);
            memcpy(out->data + start, one.data, one.size);
        }
        out->failed |= one.failed;
        text_free(&one);
    }
}

struct newest {
    uint8_t tag;
    chain_bytes value;
    bool found;
};

static bool keep_newest(void *context, uint8_t tag, chain_bytes value)
{
    struct newest *newest = context;
    *newest = (struct newest){tag, value, true};
    return true;
}

static struct newest find_newest(chain_bytes name, size_t type)
{
    struct newest newest = {0};
    name_visit(name, TYPES[type].oid, keep_newest, &newest);
    newest.found &= newest.value.size > 0;
    return newest;
}

void name_to_short_text(struct text *out, chain_bytes name)
{
    enum { CN = 0, O = 3, OU = 4 };
    struct newest common = find_newest(name, CN), unit = find_newest(name, OU), chosen = common;
    /* GlobalSign's R3 to R6 are all called "GlobalSign": the unit that begins so says which it is. */
    bool more_telling = unit.found && common.found && unit.value.size > common.value.size &&
                        memcmp(unit.value.data, common.value.data, common.value.size) == 0;
    if (!common.found || more_telling)
        chosen = unit;
    if (!chosen.found)
        chosen = find_newest(name, O);
    if (chosen.found)
        add_value(out, chosen.tag, chosen.value, false);
    else
        name_to_text(out, name);
}

/* ---- RFC 4514 to DER -------------------------------------------------------------------------- */

static void put_element(struct text *out, uint8_t tag, const char *content, size_t size)
{
    uint8_t header[DER_HEADER_SIZE];
    text_add_bytes(out, (const char *)header, der_header(header, tag, (uint32_t)size));
    text_add_bytes(out, content, size);
}

bool name_oid_from_text(struct text *out, const char *text, size_t size)
{
    uint64_t arcs[32];
    size_t count = 0;
    for (size_t i = 0; i < size; count++) {
        size_t start = i;
        if (count == 32)
            return false;
        for (arcs[count] = 0; i < size && text[i] >= '0' && text[i] <= '9' && i - start < 18; i++)
            arcs[count] = arcs[count] * 10 + (uint64_t)(text[i] - '0');
        if (i == start || (i < size && (text[i] != '.' || i + 1 == size)))
            return false;
        i += i < size;
    }
    if (count < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39))
        return false;
    arcs[1] += arcs[0] * 40;
    for (size_t i = 1; i < count; i++) {
        for (int shift = 63; shift >= 0; shift -= 7) {
            if (arcs[i] >> shift || !shift) {
                char octet = (char)(uint8_t)((arcs[i] >> shift & 0x7f) | (shift ? 0x80 : 0));
                text_add_bytes(out, &octet, 1);
            }
        }
    }
    return true;
}

static bool parse_type(struct text *out, const char *text, size_t size)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        const char *keyword = TYPES[i].keyword;
        if (strlen(keyword) == size && strncasecmp(keyword, text, size) == 0) {
            text_add_bytes(out, (const char *)TYPES[i].oid.data, TYPES[i].oid.size);
            return true;
        }
    }
    return name_oid_from_text(out, text, size);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Up to an unescaped separator; unescaped spaces behind the value do not belong to it. */
static const char *parse_value(struct text *out, const char *at)
{
    size_t keep = 0;
    while (*at && *at != ',' && *at != '+') {
        char octet = *at++;
        bool escaped = octet == '\\';
        if (escaped) {
            int high = hex_digit(at[0]), low = high < 0 ? -1 : hex_digit(at[1]);
            if (low < 0 && (!at[0] || !strchr("\"+,;<>\\ #=", at[0])))
                return NULL;
            octet = at[0];
            if (low >= 0)
                octet = (char)(uint8_t)(high * 16 + low);
            at += low < 0 ? 1 : 2;
        } else if (strchr("\";<>", octet)) {
            return NULL;
        }
        text_add_bytes(out, &octet, 1);
        if (octet != ' ' || escaped)
            keep = out->size;
    }
    out->size = out->data ? keep : 0;
    return at;
}

/* "#" and the hex digits of a whole element. What they encode is checked with the name. */
static const char *parse_element(struct text *out, const char *at)
{
    for (at++; hex_digit(at[0]) >= 0 && hex_digit(at[1]) >= 0; at += 2) {
        char octet = (char)(hex_digit(at[0]) << 4 | hex_digit(at[1]));
        text_add_bytes(out, &octet, 1);
    }
    at += strspn(at, " ");
    return !*at || *at == ',' || *at == '+' ? at : NULL;
}

static const char *parse_attribute(struct text *rdn, const char *at)
{
    struct text type = {0}, value = {0}, both = {0};
    while (*at == ' ')
        at++;
    size_t keyword = strcspn(at, "=,+");
    size_t trimmed = keyword;
    while (trimmed && at[trimmed - 1] == ' ')
        trimmed--;
    const char *end = NULL;
    bool encoded = false;
    if (at[keyword] == '=' && parse_type(&type, at, trimmed)) {
        at += keyword + 1;
        at += strspn(at, " ");
        encoded = *at == '#';
        end = encoded ? parse_element(&value, at) : parse_value(&value, at);
    }
    if (end) {
        put_element(&both, DER_OID, type.data ? type.data : "", type.size);
        if (encoded)
            text_add_bytes(&both, value.data ? value.data : "", value.size);
        else
            put_element(&both, DER_UTF8_STRING, value.data ? value.data : "", value.size);
        put_element(rdn, DER_SEQUENCE, both.data ? both.data : "", both.size);
    }
    rdn->failed |= type.failed || value.failed || both.failed;
    text_free(&type);
    text_free(&value);
    text_free(&both);
    return end;
}

/* The RDNs of `text` in the order of the encoding, that is from the last to the first. */
static bool parse_rdns(struct text *rdns, const char *text)
{
    const char *at = text;
    while (*at) {
        struct text rdn = {0}, set = {0};
        at = parse_attribute(&rdn, at);
        while (at && *at == '+')
            at = parse_attribute(&rdn, at + 1);
        put_element(&set, DER_SET, rdn.data ? rdn.data : "", rdn.size);
        text_add_bytes(&set, rdns->data ? rdns->data : "", rdns->size);
        set.failed |= rdn.failed || rdns->failed;
        text_free(&rdn);
        text_free(rdns);
        *rdns = set;
        if (!at || (*at == ',' && !at[1]))
            return false;
        at += *at == ',';
    }
    return true;
}

chain_status name_from_text(chain_bytes *out, const char *text)
{
    struct text rdns = {0}, name = {0};
    bool good = parse_rdns(&rdns, text);
    put_element(&name, DER_SEQUENCE, rdns.data ? rdns.data : "", rdns.size);
    name.failed |= rdns.failed;
    text_free(&rdns);
    size_t size = name.size;
    char *data = text_take(&name);
    if (!data)
        return CHAIN_E_MEMORY;
    *out = (chain_bytes){(const uint8_t *)data, size};
    if (!good || !name_is_well_formed(*out)) {
        mem_free(data);
        return CHAIN_E_MALFORMED;
    }
    return CHAIN_OK;
}
