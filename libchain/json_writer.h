// SPDX-License-Identifier: Apache-2.0
/*
 * Writing JSON: an object under construction. One failed allocation fails it as a whole, so that
 * callers check once, at the end.
 */
#ifndef LIBCHAIN_JSON_WRITER_H
#define LIBCHAIN_JSON_WRITER_H

#include "mem.h"

#include "chain.h"

#include <jansson.h>
#include <stdbool.h>

struct json_writer {
    json_t *json;
    bool failed;
};

struct json_writer json_writer_begin(void);
/* Takes the object's place; NULL when it failed. */
json_t *json_writer_end(struct json_writer *object);

/* Takes the value, which may be NULL: then the object has failed. */
void json_writer_set(struct json_writer *object, const char *key, json_t *value);
void json_writer_text(struct json_writer *object, const char *key, const char *text);
/* Left out when it has no value. */
void json_writer_optional(struct json_writer *object, const char *key, const char *text);
/* Somebody else's text for tools that show it as it is: as text_add_safe has it. */
void json_writer_safe(struct json_writer *object, const char *key, const char *text);
void json_writer_time(struct json_writer *object, const char *key, chain_time at);
void json_writer_hash(struct json_writer *object, const char *key, const uint8_t hash[32]);

/* An array of `count` items of `size` octets, each made by `make`; NULL for want of memory. */
typedef json_t *json_writer_maker(const void *item);
json_t *json_writer_array(const void *items, size_t count, size_t size, json_writer_maker *make);

/* As text with a final newline, and drops it; NULL for NULL and for want of memory. mem_free it. */
char *json_writer_dump(json_t *json);

#endif
