// SPDX-License-Identifier: Apache-2.0
/*
 * Reading JSON of a fixed form, with complaints that name the place: "$.endpoints[0].hosts[2]: is not
 * a string". The first complaint is kept, everything after it is a no-op that returns false or "".
 */
#ifndef LIBCHAIN_JSON_READER_H
#define LIBCHAIN_JSON_READER_H

#include "chain.h"
#include "mem.h"
#include "rule.h"

#include <jansson.h>
#include <stdbool.h>

enum { JSON_PATH_SIZE = 200 };

struct json_reader {
    struct arena *arena;
    chain_error *error;
    chain_status status; /* CHAIN_OK until something is wrong */
    char path[JSON_PATH_SIZE];
};

struct json_place {
    size_t size;
};

/* Parses text; NULL and a complaint with line and offset where it is not JSON. json_decref it. */
json_t *json_reader_parse(struct json_reader *reader, const char *text, size_t size);

bool json_reader_fail(struct json_reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool json_reader_no_memory(struct json_reader *reader);

/* Going down and up again. */
struct json_place json_reader_key(struct json_reader *reader, const char *key);
struct json_place json_reader_item(struct json_reader *reader, size_t index);
void json_reader_up(struct json_reader *reader, struct json_place place);

/*
 * An object with no keys but these (ended by NULL). Remarks for people (note, title, confidence, ...)
 * have the same form wherever they stand, and are checked here too.
 */
bool json_reader_object(struct json_reader *reader, const json_t *value, const char *const *keys);
bool json_reader_array(struct json_reader *reader, const json_t *value, size_t least);
bool json_reader_strings(struct json_reader *reader, const json_t *value);
/* Fails, with the place of the member, where the object has none of this name. */
bool json_reader_has(struct json_reader *reader, const json_t *object, const char *key);
/* A complaint about a member. */
bool json_reader_fail_at(struct json_reader *reader, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Members of an object. Text is copied into the arena; an optional one that is absent is "". It may be
 * anybody's, and is shown on terminals: only what is safe there is accepted, except with _lines.
 */
const char *json_reader_text(struct json_reader *reader, const json_t *object, const char *key,
                             bool required);
const char *json_reader_lines(struct json_reader *reader, const json_t *object, const char *key,
                              bool required);
bool json_reader_plain(struct json_reader *reader, const char *text);
/* Hex digits into exactly `size` octets. */
bool json_reader_hex(struct json_reader *reader, const json_t *object, const char *key, uint8_t *out,
                     size_t size);
/* One of `words` (ended by NULL): its position, or -1. */
int json_reader_word(struct json_reader *reader, const json_t *object, const char *key,
                     const char *const *words);
/* RFC 3339 to the second. */
bool json_reader_time(struct json_reader *reader, const json_t *object, const char *key, chain_time *out);
/*
 * An instant as docs/TIMELINES.md has it: "2028-01-28T12:00:00Z", a date, month or year, or an object
 * {at, zone, earliest, latest, stated, sources, confidence}.
 */
bool json_reader_moment(struct json_reader *reader, const json_t *value, struct moment *out,
                        const char **stated);
/* The same members of an object whose keys are checked already. */
bool json_reader_moment_members(struct json_reader *reader, const json_t *object, struct moment *out,
                                const char **stated);

#endif
