// SPDX-License-Identifier: Apache-2.0
#include "json_writer.h"

#include "instant.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

struct json_writer json_writer_begin(void)
{
    struct json_writer object = {json_object(), false};
    object.failed = !object.json;
    return object;
}

void json_writer_set(struct json_writer *object, const char *key, json_t *value)
{
    if (object->failed)
        json_decref(value);
    else if (!value || json_object_set_new(object->json, key, value) != 0)
        object->failed = true;
}

json_t *json_writer_end(struct json_writer *object)
{
    if (!object->failed)
        return object->json;
    json_decref(object->json);
    return NULL;
}

/* JSON is UTF-8; a path or a message need not be. */
void json_writer_text(struct json_writer *object, const char *key, const char *text)
{
    json_t *value = json_string(text);
    if (!value) {
        struct text safe = {0};
        text_add_safe(&safe, text);
        char *copy = text_take(&safe);
        value = copy ? json_string(copy) : NULL;
        mem_free(copy);
    }
    json_writer_set(object, key, value);
}

void json_writer_optional(struct json_writer *object, const char *key, const char *text)
{
    if (text[0])
        json_writer_text(object, key, text);
}

void json_writer_safe(struct json_writer *object, const char *key, const char *text)
{
    struct text safe = {0};
    text_add_safe(&safe, text);
    char *copy = text_take(&safe);
    json_writer_set(object, key, copy ? json_string(copy) : NULL);
    mem_free(copy);
}

void json_writer_time(struct json_writer *object, const char *key, chain_time at)
{
    char text[INSTANT_TEXT_SIZE];
    if (at != CHAIN_TIME_MIN && at != CHAIN_TIME_MAX)
        json_writer_text(object, key, instant_to_text(text, at));
}

void json_writer_hash(struct json_writer *object, const char *key, const uint8_t hash[32])
{
    static const uint8_t NOT_KNOWN[32];
    struct text text = {0};
    if (memcmp(hash, NOT_KNOWN, sizeof(NOT_KNOWN)) == 0)
        return;
    text_add_hex(&text, (chain_bytes){hash, 32});
    char *hex = text_take(&text);
    json_writer_set(object, key, hex ? json_string(hex) : NULL);
    mem_free(hex);
}

json_t *json_writer_array(const void *items, size_t count, size_t size, json_writer_maker *make)
{
    json_t *array = json_array();
    for (size_t i = 0; array && i < count; i++) {
        json_t *item = make((const char *)items + i * size);
        if (!item || json_array_append_new(array, item) != 0) { /* which drops the item */
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

char *json_writer_dump(json_t *json)
{
    struct text text = {0};
    char *dumped = json ? json_dumps(json, JSON_INDENT(2)) : NULL;
    json_decref(json);
    if (!dumped)
        return NULL;
    text_add(&text, dumped);
    text_add(&text, "\n");
    free(dumped);
    return text_take(&text);
}
