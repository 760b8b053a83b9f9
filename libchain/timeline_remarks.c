// SPDX-License-Identifier: Apache-2.0
/* What a timeline says for people: its sources, and what no verdict depends on. Of a fixed form too. */
#include "timeline_read.h"

#include <string.h>

/* ---- sources ---------------------------------------------------------------------------------- */

/* Every "sources" anywhere names sources that the file lists. */
static void check_sources(struct json_reader *reader, const json_t *value, const json_t *sources)
{
    const char *key;
    json_t *member, *name;
    size_t i;
    if (json_is_array(value)) {
        json_array_foreach((json_t *)value, i, member)
        {
            struct json_place place = json_reader_item(reader, i);
            check_sources(reader, member, sources);
            json_reader_up(reader, place);
        }
    }
    if (!json_is_object(value))
        return;
    json_object_foreach((json_t *)value, key, member)
    {
        struct json_place place = json_reader_key(reader, key);
        if (member == sources) {
            json_reader_up(reader, place);
            continue;
        }
        if (strcmp(key, "sources") == 0 && json_reader_array(reader, member, 1)) {
            json_array_foreach(member, i, name)
            {
                if (!json_is_string(name) || !json_object_get(sources, json_string_value(name)))
                    json_reader_fail(reader, "item %zu is not a source of this file", i);
            }
        } else {
            check_sources(reader, member, sources);
        }
        json_reader_up(reader, place);
    }
}

void timeline_read_sources(struct json_reader *reader, const json_t *root)
{
    static const char *const KEYS[] = {"title", "url", "kind", "updated", "read", "note", NULL};
    static const char *const KINDS[] = {"operator", "ca", "program", "store_history", "certificate",
                                        "standard", "thread", "own", NULL};
    const json_t *sources = json_object_get(root, "sources");
    const char *id;
    json_t *source;
    struct json_place place = json_reader_key(reader, "sources");
    if (!json_is_object(sources) || !json_object_size(sources))
        json_reader_fail(reader, "is not an object with at least one source");
    json_object_foreach((json_t *)sources, id, source)
    {
        struct json_place inner = json_reader_key(reader, id);
        if (json_reader_object(reader, source, KEYS)) {
            json_reader_text(reader, source, "url", true);
            json_reader_word(reader, source, "kind", KINDS);
        }
        json_reader_up(reader, inner);
    }
    json_reader_up(reader, place);
    check_sources(reader, root, sources);
}

/* ---- deadlines, minimums, contradictions, unknowns --------------------------------------------- */

static void read_deadline(struct json_reader *reader, const struct chain_timeline *timeline,
                          const json_t *value)
{
    static const char *const KEYS[] = {"id", "at", "text", "requires", "sources", "confidence",
                                       "note", NULL};
    struct moment at;
    uint32_t count;
    if (!json_reader_object(reader, value, KEYS))
        return;
    json_reader_text(reader, value, "id", false);
    json_reader_has(reader, value, "sources");
    timeline_read_at(reader, value, &at);
    if (json_object_get(value, "requires")) {
        struct json_place place = json_reader_key(reader, "requires");
        timeline_read_link_ids(reader, timeline, json_object_get(value, "requires"), &count);
        json_reader_up(reader, place);
    }
}

static void read_minimum(struct json_reader *reader, const struct chain_timeline *timeline,
                         const json_t *value)
{
    static const char *const KEYS[] = {"root", "platform", "claimed", "minimum", "status", "note",
                                       "sources", "confidence", NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    timeline_read_link_id(reader, timeline, value, "root");
    json_reader_text(reader, value, "platform", true);
    json_reader_has(reader, value, "sources");
}

static void read_statement(struct json_reader *reader, const json_t *value, const json_t *sources)
{
    static const char *const KEYS[] = {"source", "text", NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    json_reader_text(reader, value, "text", true);
    const char *source = json_reader_text(reader, value, "source", true);
    if (!json_object_get(sources, source))
        json_reader_fail_at(reader, "source", "'%.60s' is not a source of this file", source);
}

static void read_contradiction(struct json_reader *reader, const json_t *value, const json_t *sources)
{
    static const char *const KEYS[] = {"about", "statements", "decided", "why", "sources",
                                       "confidence", NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    json_reader_text(reader, value, "about", true);
    json_reader_text(reader, value, "decided", true);
    struct json_place place = json_reader_key(reader, "statements");
    uint32_t count = timeline_array(reader, json_object_get(value, "statements"), 1);
    for (uint32_t i = 0; i < count; i++) {
        struct json_place inner = json_reader_item(reader, i);
        read_statement(reader, json_array_get(json_object_get(value, "statements"), i), sources);
        json_reader_up(reader, inner);
    }
    json_reader_up(reader, place);
}

void timeline_read_remarks(struct json_reader *reader, const struct chain_timeline *timeline,
                           const json_t *root)
{
    static const char *const LISTS[] = {"deadlines", "minimums", "contradictions", "unknowns"};
    const json_t *sources = json_object_get(root, "sources");
    for (size_t list = 0; list < sizeof(LISTS) / sizeof(LISTS[0]); list++) {
        const json_t *items = json_object_get(root, LISTS[list]);
        struct json_place place = json_reader_key(reader, LISTS[list]);
        uint32_t count = items ? timeline_array(reader, items, 0) : 0;
        if (count && list == 3)
            json_reader_strings(reader, items);
        for (uint32_t i = 0; i < count && list < 3; i++) {
            const json_t *item = json_array_get(items, i);
            struct json_place inner = json_reader_item(reader, i);
            if (list == 0)
                read_deadline(reader, timeline, item);
            else if (list == 1)
                read_minimum(reader, timeline, item);
            else
                read_contradiction(reader, item, sources);
            json_reader_up(reader, inner);
        }
        json_reader_up(reader, place);
    }
}
