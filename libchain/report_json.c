// SPDX-License-Identifier: Apache-2.0
/* libchain.report/1 and libchain.verify/1 (docs/schema/). The only writer of JSON. */
#include "instant.h"
#include "report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* An object under construction; one failed allocation fails it as a whole. */
struct object {
    json_t *json;
    bool failed;
};

static struct object new_object(void)
{
    struct object object = {json_object(), false};
    object.failed = !object.json;
    return object;
}

static void set(struct object *object, const char *key, json_t *value)
{
    if (object->failed)
        json_decref(value);
    else if (!value || json_object_set_new(object->json, key, value) != 0)
        object->failed = true;
}

/* Takes the object's place; NULL when it failed. */
static json_t *done(struct object *object)
{
    if (!object->failed)
        return object->json;
    json_decref(object->json);
    return NULL;
}

/* JSON is UTF-8; a path or a message need not be. */
static void set_text(struct object *object, const char *key, const char *text)
{
    json_t *value = json_string(text);
    if (!value) {
        struct text safe = {0};
        text_add_safe(&safe, text);
        char *copy = text_take(&safe);
        value = copy ? json_string(copy) : NULL;
        mem_free(copy);
    }
    set(object, key, value);
}

/* Left out when it has no value. */
static void set_optional(struct object *object, const char *key, const char *text)
{
    if (text[0])
        set_text(object, key, text);
}

static void set_time(struct object *object, const char *key, chain_time at)
{
    char text[INSTANT_TEXT_SIZE];
    if (at != CHAIN_TIME_MIN && at != CHAIN_TIME_MAX)
        set_text(object, key, instant_to_text(text, at));
}

static void set_hash(struct object *object, const char *key, const uint8_t hash[32])
{
    static const uint8_t NOT_KNOWN[32];
    struct text text = {0};
    if (memcmp(hash, NOT_KNOWN, sizeof(NOT_KNOWN)) == 0)
        return;
    text_add_hex(&text, (chain_bytes){hash, 32});
    char *hex = text_take(&text);
    set(object, key, hex ? json_string(hex) : NULL);
    mem_free(hex);
}

/* An array of `count` items, each made by `make` from items[i]. */
typedef json_t *maker(const void *item);

static json_t *array_of(const void *items, size_t count, size_t size, maker *make)
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

/* ---- segments --------------------------------------------------------------------------------- */

static json_t *make_step(const void *item)
{
    const chain_step *step = item;
    struct object object = new_object();
    set_text(&object, "subject", step->subject[0] ? step->subject : step->name);
    set_hash(&object, "sha256", step->sha256);
    set_time(&object, "from", step->validity.from);
    set_time(&object, "until", step->validity.until);
    set_text(&object, "evidence", chain_evidence_name(step->evidence));
    return done(&object);
}

static json_t *make_finding(const void *item)
{
    const chain_finding *finding = item;
    struct object object = new_object();
    set_text(&object, "code", chain_finding_name(finding->code));
    set(&object, "certificate", json_integer((json_int_t)finding->certificate));
    set_text(&object, "rfc", chain_finding_rfc(finding->code));
    set_text(&object, "message", finding->message);
    return done(&object);
}

static json_t *make_segment(const void *item)
{
    const chain_segment *segment = item;
    struct object object = new_object();
    set_time(&object, "from", segment->span.from);
    set_time(&object, "until", segment->span.until);
    set_text(&object, "verdict", chain_verdict_name(segment->verdict));
    set(&object, "path", array_of(segment->path, segment->path_count, sizeof(chain_step), make_step));
    set(&object, "findings",
        array_of(segment->findings, segment->finding_count, sizeof(chain_finding), make_finding));
    return done(&object);
}

static json_t *make_segments(const struct segments *segments)
{
    return array_of(segments->segments, segments->count, sizeof(chain_segment), make_segment);
}

static char *dump(json_t *json)
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

char *chain_result_json(const chain_result *result)
{
    struct object object = new_object();
    set_text(&object, "schema", "libchain.verify/1");
    set_text(&object, "verdict", chain_verdict_name(result->segments.segments[0].verdict));
    set(&object, "segments", make_segments(&result->segments));
    set(&object, "complete", json_boolean(result->complete));
    return dump(done(&object));
}

/* ---- the report ------------------------------------------------------------------------------- */

static void set_outcome(struct object *object, const chain_outcome *outcome)
{
    set_text(object, "verdict", chain_readiness_name(outcome->readiness));
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        set_time(object, "breaks_at", outcome->breaks_at);
        if (outcome->breaks_latest != outcome->breaks_at)
            set_time(object, "breaks_latest", outcome->breaks_latest);
        break;
    case CHAIN_BROKEN:
        set_time(object, "broken_since", outcome->broken_since);
        break;
    case CHAIN_READINESS_UNKNOWN:
        set_time(object, "unknown_from", outcome->unknown_from);
        set_time(object, "breaks_by", outcome->breaks_by);
        break;
    case CHAIN_READY:
    case CHAIN_NOT_APPLICABLE:
        break;
    }
}

static json_t *skipped(const chain_error *error, bool with_path)
{
    struct object object = new_object();
    if (with_path)
        set_text(&object, "path", error->path);
    set(&object, "entry", json_integer((json_int_t)error->entry));
    if (error->offset != CHAIN_NO_OFFSET)
        set(&object, "offset", json_integer((json_int_t)error->offset));
    set_text(&object, "reason", error->message);
    return done(&object);
}

static json_t *make_skipped(const void *item)
{
    return skipped(item, false);
}

/* Of a directory: the entry says nothing without its file. */
static json_t *make_skipped_file(const void *item)
{
    return skipped(item, true);
}

static json_t *make_reader(const void *item)
{
    const chain_reader *reader = item;
    struct object object = new_object();
    set_text(&object, "who", reader->who);
    set_text(&object, "profile", reader->profile);
    set_text(&object, "sure", reader->sure);
    return done(&object);
}

static json_t *make_reading(const void *item)
{
    const struct report_reading *reading = item;
    struct object object = new_object();
    set_text(&object, "who", reading->reader->who);
    set_text(&object, "profile", reading->reader->profile);
    set_outcome(&object, &reading->outcome);
    set_optional(&object, "reason", reading->reason);
    return done(&object);
}

static json_t *make_store(const void *item)
{
    const struct report_store *store = item;
    struct object object = new_object();
    set_text(&object, "id", store->place.id);
    set_text(&object, "path", store->place.path);
    set_optional(&object, "kind", store->kind);
    set_optional(&object, "stack", store->place.stack);
    set_optional(&object, "manager", store->place.manager);
    set_optional(&object, "config", store->place.config);
    set_text(&object, "profile", store->profile);
    if (store->reader_count)
        set(&object, "readers",
            array_of(store->readers, store->reader_count, sizeof(*store->readers), make_reader));
    set_text(&object, "follows", chain_program_name(store->place.follows));
    if (!store->failure)
        set(&object, "roots", json_integer((json_int_t)store->roots));
    bool is_directory = strcmp(store->kind, "directory") == 0;
    set(&object, "skipped", array_of(store->skipped, store->skipped_count, sizeof(chain_error),
                                     is_directory ? make_skipped_file : make_skipped));
    if (store->failure) {
        set_text(&object, "error", store->failure->message);
        set_text(&object, "status", chain_status_name(store->failure->status));
    }
    set_text(&object, "verdict", chain_readiness_name(store->outcome.readiness));
    return done(&object);
}

static json_t *make_chain(const void *item)
{
    const struct report_chain *chain = item;
    struct object object = new_object();
    set_optional(&object, "phase", chain->phase);
    set_text(&object, "chain", chain->chain);
    set_text(&object, "presence", chain->presence);
    set_text(&object, "verdict", chain_readiness_name(chain->outcome.readiness));
    set(&object, "segments", make_segments(&chain->segments));
    return done(&object);
}

static json_t *make_part(const void *item)
{
    const struct report_part *part = item;
    struct object object = new_object();
    set_time(&object, "from", part->span.from);
    set_time(&object, "until", part->span.until);
    set_text(&object, "verdict", part->active ? chain_verdict_name(part->verdict) : "none");
    return done(&object);
}

static json_t *make_fix(const chain_root *root, const struct report_fix *fix)
{
    struct object object = new_object(), inner = new_object();
    set_text(&inner, "subject", fix->subject);
    set_hash(&inner, "sha256", root->sha256);
    set_optional(&inner, "serial", fix->serial);
    set_text(&object, "action", "add_root");
    set(&object, "root", done(&inner));
    set_text(&object, "command", fix->command);
    set_optional(&object, "note", fix->note);
    return done(&object);
}

static json_t *make_fixes(const struct report_result *result)
{
    json_t *array = json_array();
    for (size_t i = 0; array && i < result->shown.root_count; i++) {
        if (json_array_append_new(array, make_fix(&result->roots[i], &result->fixes[i])) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *make_result(const void *item)
{
    const struct report_result *result = item;
    const chain_ready_result *shown = &result->shown;
    struct object object = new_object();
    set_text(&object, "store", shown->store);
    set_text(&object, "lane", chain_lane_name(shown->lane));
    set_optional(&object, "timeline", shown->timeline);
    set_optional(&object, "timeline_title", result->timeline_title);
    set_text(&object, "endpoint", shown->endpoint);
    set_optional(&object, "endpoint_title", result->endpoint_title);
    set_outcome(&object, &shown->outcome);
    set_text(&object, "evidence", chain_evidence_name(result->evidence));
    set_optional(&object, "reason", shown->reason);
    set(&object, "line",
        array_of(result->line, result->line_count, sizeof(struct report_part), make_part));
    set(&object, "chains",
        array_of(result->chains, result->chain_count, sizeof(struct report_chain), make_chain));
    set(&object, "fix", make_fixes(result));
    if (result->reading_count)
        set(&object, "readers", array_of(result->readings, result->reading_count,
                                         sizeof(*result->readings), make_reading));
    return done(&object);
}

char *chain_report_json(const chain_report *report)
{
    struct object object = new_object();
    char date[INSTANT_TEXT_SIZE];
    char *headline = report_headline(report);
    set_text(&object, "schema", "libchain.report/1");
    if (headline)
        set_text(&object, "headline", headline);
    object.failed |= !headline;
    mem_free(headline);
    set_outcome(&object, &report->outcome);
    set_time(&object, "at", report->at);
    set_time(&object, "until", report->until);
    if (report->facts_as_of != CHAIN_TIME_MIN)
        set_text(&object, "facts_as_of", instant_to_date(date, report->facts_as_of));
    set_text(&object, "lane", chain_lane_name(report->lane));
    set(&object, "stores",
        array_of(report->stores, report->store_count, sizeof(struct report_store), make_store));
    set(&object, "results",
        array_of(report->results, report->result_count, sizeof(struct report_result), make_result));
    set(&object, "complete", json_boolean(report->complete));
    return dump(done(&object));
}
