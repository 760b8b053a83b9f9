// SPDX-License-Identifier: Apache-2.0
#include "json_reader.h"

#include "error.h"
#include "instant.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

json_t *json_reader_parse(struct json_reader *reader, const char *text, size_t size)
{
    json_error_t why;
    json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &why);
    if (root)
        return root;
    reader->status = CHAIN_E_MALFORMED;
    error_set(reader->error, CHAIN_E_MALFORMED, "not JSON: %s, line %d column %d", why.text, why.line,
              why.column);
    error_at(reader->error, CHAIN_E_MALFORMED, 0, why.position >= 0 ? (uint64_t)why.position : 0);
    return NULL;
}

static bool fail(struct json_reader *reader, const char *format, va_list arguments)
{
    char why[160];
    if (reader->status != CHAIN_OK)
        return false;
    vsnprintf(why, sizeof(why), format, arguments);
    reader->status = error_set(reader->error, CHAIN_E_MALFORMED, "$%.90s: %s", reader->path, why);
    return false;
}

bool json_reader_fail(struct json_reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail(reader, format, arguments);
    va_end(arguments);
    return false;
}

bool json_reader_fail_at(struct json_reader *reader, const char *key, const char *format, ...)
{
    struct json_place place = json_reader_key(reader, key);
    va_list arguments;
    va_start(arguments, format);
    fail(reader, format, arguments);
    va_end(arguments);
    json_reader_up(reader, place);
    return false;
}

bool json_reader_no_memory(struct json_reader *reader)
{
    reader->status = error_set(reader->error, CHAIN_E_MEMORY, "out of memory");
    return false;
}

struct json_place json_reader_key(struct json_reader *reader, const char *key)
{
    struct json_place place = {strlen(reader->path)};
    snprintf(reader->path + place.size, sizeof(reader->path) - place.size, ".%s", key);
    return place;
}

struct json_place json_reader_item(struct json_reader *reader, size_t index)
{
    struct json_place place = {strlen(reader->path)};
    snprintf(reader->path + place.size, sizeof(reader->path) - place.size, "[%zu]", index);
    return place;
}

void json_reader_up(struct json_reader *reader, struct json_place place)
{
    reader->path[place.size] = 0;
}

static bool is_one_of(const char *const *words, const char *word)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

/* What is there for people has one form, wherever it stands. */
static bool check_remark(struct json_reader *reader, const json_t *object, const char *key,
                         const json_t *value)
{
    static const char *const TEXTS[] = {
        "$schema", "about",   "algorithm", "claimed", "decided", "implemented", "minimum", "note",
        "platform", "reason", "status",    "summary", "text",    "title",       "why",     NULL};
    static const char *const DATES[] = {"read", "updated", NULL};
    static const char *const CONFIDENCES[] = {"high", "medium", "low", NULL};
    struct instant_text date;
    if (strcmp(key, "confidence") == 0)
        return json_reader_word(reader, object, key, CONFIDENCES) >= 0;
    bool is_date = is_one_of(DATES, key);
    if ((is_date || is_one_of(TEXTS, key)) && !json_is_string(value))
        return json_reader_fail_at(reader, key, "is not a string");
    if (is_date && !instant_from_text(&date, json_string_value(value)))
        return json_reader_fail_at(reader, key, "'%.40s' is not a date", json_string_value(value));
    return true;
}

bool json_reader_object(struct json_reader *reader, const json_t *value, const char *const *keys)
{
    const char *key;
    json_t *member;
    if (reader->status != CHAIN_OK)
        return false;
    if (!json_is_object(value))
        return json_reader_fail(reader, "is not an object");
    json_object_foreach((json_t *)value, key, member)
    {
        if (!is_one_of(keys, key))
            return json_reader_fail(reader, "has an unknown key '%.60s'", key);
        if (!check_remark(reader, value, key, member))
            return false;
    }
    return true;
}

bool json_reader_has(struct json_reader *reader, const json_t *object, const char *key)
{
    return json_object_get(object, key) || json_reader_fail_at(reader, key, "is missing");
}

bool json_reader_array(struct json_reader *reader, const json_t *value, size_t least)
{
    if (reader->status != CHAIN_OK)
        return false;
    if (!json_is_array(value))
        return json_reader_fail(reader, "is not an array");
    if (json_array_size(value) < least)
        return json_reader_fail(reader, "has fewer than %zu items", least);
    return true;
}

bool json_reader_strings(struct json_reader *reader, const json_t *value)
{
    if (!json_reader_array(reader, value, 0))
        return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        struct json_place place = json_reader_item(reader, i);
        if (!json_is_string(json_array_get(value, i)))
            json_reader_fail(reader, "is not a string");
        json_reader_up(reader, place);
    }
    return reader->status == CHAIN_OK;
}

bool json_reader_plain(struct json_reader *reader, const char *text)
{
    const uint8_t *at = (const uint8_t *)text;
    size_t left = strlen(text), size;
    uint32_t code;
    for (; left; at += size, left -= size) {
        size = text_decode_utf8(at, left, &code);
        if (!size || !text_is_plain(code))
            return json_reader_fail(reader, "contains a control or an invisible character");
    }
    return true;
}

const char *json_reader_text(struct json_reader *reader, const json_t *object, const char *key,
                             bool required)
{
    const char *text = json_reader_lines(reader, object, key, required);
    struct json_place place = json_reader_key(reader, key);
    bool plain = json_reader_plain(reader, text);
    json_reader_up(reader, place);
    return plain ? text : "";
}

const char *json_reader_lines(struct json_reader *reader, const json_t *object, const char *key,
                              bool required)
{
    const json_t *value = json_object_get(object, key);
    if (reader->status != CHAIN_OK || (!value && !required))
        return "";
    struct json_place place = json_reader_key(reader, key);
    const char *text = "";
    if (!value)
        json_reader_fail(reader, "is missing");
    else if (!json_is_string(value))
        json_reader_fail(reader, "is not a string");
    else if (required && !json_string_length(value))
        json_reader_fail(reader, "is empty");
    else if (strlen(json_string_value(value)) != json_string_length(value))
        json_reader_fail(reader, "contains a NUL");
    else {
        char *copy = arena_alloc(reader->arena, json_string_length(value) + 1, 1);
        if (copy)
            text = memcpy(copy, json_string_value(value), json_string_length(value) + 1);
        else
            json_reader_no_memory(reader);
    }
    json_reader_up(reader, place);
    return text;
}

bool json_reader_hex(struct json_reader *reader, const json_t *object, const char *key, uint8_t *out,
                     size_t size)
{
    const char *text = json_reader_text(reader, object, key, true);
    if (reader->status != CHAIN_OK)
        return false;
    struct json_place place = json_reader_key(reader, key);
    bool good = strlen(text) == size * 2 && strspn(text, "0123456789abcdefABCDEF") == size * 2;
    for (size_t i = 0; good && i < size; i++) {
        unsigned octet;
        sscanf(text + i * 2, "%2x", &octet);
        out[i] = (uint8_t)octet;
    }
    if (!good)
        json_reader_fail(reader, "is not %zu hex digits", size * 2);
    json_reader_up(reader, place);
    return good;
}

int json_reader_word(struct json_reader *reader, const json_t *object, const char *key,
                     const char *const *words)
{
    const char *text = json_reader_text(reader, object, key, true);
    if (reader->status != CHAIN_OK)
        return -1;
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0)
            return i;
    }
    struct json_place place = json_reader_key(reader, key);
    json_reader_fail(reader, "'%.40s' is not one of %s, ...", text, words[0]);
    json_reader_up(reader, place);
    return -1;
}

/* ---- instants --------------------------------------------------------------------------------- */

static bool read_time(struct json_reader *reader, const char *text, struct instant_text *out)
{
    if (reader->status != CHAIN_OK)
        return false;
    return instant_from_text(out, text) ||
           json_reader_fail(reader, "'%.40s' is not a time (RFC 3339, or a date, month or year)", text);
}

bool json_reader_time(struct json_reader *reader, const json_t *object, const char *key, chain_time *out)
{
    struct instant_text read;
    const char *text = json_reader_text(reader, object, key, true);
    struct json_place place = json_reader_key(reader, key);
    bool good = read_time(reader, text, &read);
    if (good && read.precision != INSTANT_SECOND)
        good = json_reader_fail(reader, "'%.40s' is not a time to the second", text);
    json_reader_up(reader, place);
    if (good)
        *out = read.covers.from;
    return good;
}

/* A zone of "+08:00" moves what a date without one covers. "unstated" reads it as UTC. */
static bool apply_zone(struct json_reader *reader, const char *zone, struct instant_text *read)
{
    struct instant_text moved;
    char text[40];
    if (!zone[0] || strcmp(zone, "unstated") == 0)
        return true;
    if (read->precision <= INSTANT_MINUTE)
        return json_reader_fail(reader, "has a zone of its own already");
    snprintf(text, sizeof(text), "1970-01-01T00:00:00%.20s", zone);
    if (!instant_from_text(&moved, text))
        return json_reader_fail(reader, "'%.20s' is not a zone such as +08:00 or unstated", zone);
    read->covers.from += moved.covers.from;
    read->covers.until += moved.covers.from;
    return true;
}

static struct moment moment_of(const struct instant_text *read)
{
    bool exact = read->precision <= INSTANT_MINUTE;
    return (struct moment){read->covers.from, exact ? read->covers.from : read->covers.until};
}

bool json_reader_moment_members(struct json_reader *reader, const json_t *value, struct moment *out,
                                const char **stated)
{
    struct instant_text read;
    bool has_bounds = json_object_get(value, "earliest") || json_object_get(value, "latest");
    *stated = json_reader_text(reader, value, "stated", false);
    if (json_object_get(value, "at")) {
        if (has_bounds)
            return json_reader_fail(reader, "has both 'at' and 'earliest' or 'latest'");
        const char *zone = json_reader_text(reader, value, "zone", false);
        if (!read_time(reader, json_reader_text(reader, value, "at", true), &read) ||
            !apply_zone(reader, zone, &read))
            return false;
        *out = moment_of(&read);
        return true;
    }
    if (json_object_get(value, "zone"))
        return json_reader_fail_at(reader, "zone", "belongs to 'at'");
    return json_reader_time(reader, value, "earliest", &out->earliest) &&
           json_reader_time(reader, value, "latest", &out->latest) &&
           (out->earliest <= out->latest || json_reader_fail(reader, "ends before it begins"));
}

bool json_reader_moment(struct json_reader *reader, const json_t *value, struct moment *out,
                        const char **stated)
{
    static const char *const KEYS[] = {"at",      "zone",       "earliest", "latest", "stated",
                                       "sources", "confidence", "note",     NULL};
    struct instant_text read;
    *stated = "";
    if (json_is_string(value)) {
        if (!read_time(reader, json_string_value(value), &read))
            return false;
        *out = moment_of(&read);
        return true;
    }
    return json_reader_object(reader, value, KEYS) &&
           json_reader_moment_members(reader, value, out, stated);
}
