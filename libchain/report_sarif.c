// SPDX-License-Identifier: Apache-2.0
/*
 * SARIF 2.1.0 (OASIS), as code scanning reads it. A rule is a finding code, or the verdict where no
 * finding stands alone; the fingerprint of a result is of what it is about (store, lane, migration,
 * endpoint) and of no date, so that it is the same result on every run.
 */
#include "instant.h"
#include "json_writer.h"
#include "report_format.h"
#include "sig.h"
#include "timeline.h"

#include <stdio.h>
#include <string.h>

#define SCHEMA \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define UNREADABLE "store_unreadable"
#define SKIPPED "entry_skipped"

/* Rules that are no findings. */
struct rule_text {
    const char *id, *text;
};
static const struct rule_text OTHERS[] = {
    {"breaks_later", "The endpoint validates now, and stops doing so within the window."},
    {"broken", "The endpoint does not validate now."},
    {"unknown", "Whether the endpoint validates cannot be decided from what is known."},
    {UNREADABLE, "A root store could not be read."},
    {SKIPPED, "An entry of a root store is not used."},
};
enum { OTHER_COUNT = sizeof(OTHERS) / sizeof(OTHERS[0]) };

/* ---- rules ------------------------------------------------------------------------------------ */

static json_t *make_text(const char *text)
{
    struct json_writer object = json_writer_begin();
    json_writer_safe(&object, "text", text);
    return json_writer_end(&object);
}

/* Messages have links in brackets and values in braces (3.11.5, 3.11.6); ours have neither. */
static json_t *make_message(struct text *text)
{
    struct text out = {0};
    for (size_t i = 0; i < text->size; i++) {
        text_add(&out, strchr("[]\\", text->data[i]) ? "\\" : "");
        text_add_bytes(&out, &text->data[i], 1);
        if (strchr("{}", text->data[i]))
            text_add_bytes(&out, &text->data[i], 1);
    }
    out.failed |= text->failed;
    text_free(text);
    char *escaped = text_take(&out);
    json_t *message = escaped ? make_text(escaped) : NULL;
    mem_free(escaped);
    return message;
}

static json_t *make_rule(const char *id, const char *text, const char *help, const char *source)
{
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "id", id);
    json_writer_set(&object, "shortDescription", make_text(text));
    if (help[0])
        json_writer_set(&object, "help", make_text(help));
    if (source[0]) {
        struct json_writer properties = json_writer_begin();
        json_writer_text(&properties, "source", source);
        json_writer_set(&object, "properties", json_writer_end(&properties));
    }
    return json_writer_end(&object);
}

static bool push(json_t *array, json_t *item)
{
    return array && item && json_array_append_new(array, item) == 0;
}

/* The place of a rule in driver.rules, which it takes when it is first asked for; -1: no memory. */
static long rule_index(json_t *rules, const char *id)
{
    size_t count = json_array_size(rules), other = 0;
    for (size_t i = 0; i < count; i++) {
        const char *known = json_string_value(json_object_get(json_array_get(rules, i), "id"));
        if (known && strcmp(known, id) == 0)
            return (long)i;
    }
    while (other < OTHER_COUNT && strcmp(OTHERS[other].id, id) != 0)
        other++;
    chain_finding_code code = chain_finding_from_name(id);
    json_t *rule = other < OTHER_COUNT
                       ? make_rule(id, OTHERS[other].text, "", "")
                       : make_rule(id, chain_finding_meaning(code), chain_finding_advice(code),
                                   chain_finding_rfc(code));
    return push(rules, rule) ? (long)count : -1;
}

/* ---- places ----------------------------------------------------------------------------------- */

/* RFC 3986: a path as a relative reference, or as a file URI; all but unreserved characters
 * encoded. */
static void add_uri(struct text *out, const char *path)
{
    static const char KEPT[] =
        "-._~/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    text_add(out, path[0] == '/' ? "file://" : "");
    for (; *path; path++) {
        if (strchr(KEPT, *path))
            text_add_bytes(out, path, 1);
        else
            text_add_format(out, "%%%02X", (unsigned char)*path);
    }
}

/* A file, with a line (0: none) or an offset (CHAIN_NO_OFFSET: none). */
static json_t *make_location(const char *path, const char *base, long line, uint64_t offset)
{
    struct json_writer location = json_writer_begin(), physical = json_writer_begin();
    struct json_writer artifact = json_writer_begin();
    struct text uri = {0};
    add_uri(&uri, path);
    char *text = text_take(&uri);
    json_writer_text(&artifact, "uri", text ? text : "");
    artifact.failed |= !text;
    mem_free(text);
    json_writer_optional(&artifact, "uriBaseId", base);
    json_writer_set(&physical, "artifactLocation", json_writer_end(&artifact));
    if (line || offset != CHAIN_NO_OFFSET) {
        struct json_writer region = json_writer_begin();
        if (line)
            json_writer_set(&region, "startLine", json_integer(line));
        if (offset != CHAIN_NO_OFFSET)
            json_writer_set(&region, "byteOffset", json_integer((json_int_t)offset));
        json_writer_set(&physical, "region", json_writer_end(&region));
    }
    json_writer_set(&location, "physicalLocation", json_writer_end(&physical));
    return json_writer_end(&location);
}

/* The line of `"id": "..."` in a timeline's text, with or without white space; 1 where it is not.
 */
static long line_of(const char *json, const char *id)
{
    char quoted[128];
    long line = 1;
    snprintf(quoted, sizeof(quoted), "\"%.100s\"", id);
    for (const char *at = json; (at = strstr(at, "\"id\"")); at++) {
        const char *value = at + 4;
        value += strspn(value, " \t\r\n:");
        if (strncmp(value, quoted, strlen(quoted)) != 0)
            continue;
        for (const char *before = json; before < at; before++)
            line += *before == '\n';
        return line;
    }
    return line;
}

/* Where the migration says so: a file of the user's, or one of those that are compiled in. */
static json_t *make_timeline_place(const chain_report *report, const struct report_result *result)
{
    for (size_t i = 0; i < report->timeline_count; i++) {
        const struct chain_timeline *timeline = report->timelines[i];
        char built_in[160];
        if (strcmp(timeline->id, result->shown.timeline) != 0)
            continue;
        snprintf(built_in, sizeof(built_in), "timelines/%.100s.json", timeline->id);
        bool own = timeline->file[0] != 0;
        long line = own ? line_of(timeline->json, result->shown.endpoint) : 0;
        json_t *place = make_location(own ? timeline->file : built_in, own ? "" : "CHAINREADY",
                                      line, CHAIN_NO_OFFSET);
        if (place &&
            json_object_set_new(place, "message", make_text("the migration as data")) != 0) {
            json_decref(place);
            return NULL;
        }
        return place;
    }
    return NULL;
}

/* The file that findings are shown at: the origin (a Dockerfile) where one is given, and the store.
 */
static bool set_places(struct json_writer *object, const chain_report *report,
                       const struct report_store *store, const struct report_result *result)
{
    json_t *locations = json_array(), *related = json_array();
    bool good = locations && related;
    bool text = strcmp(store->kind, "pem") == 0;
    json_t *place = make_location(store->place.path, "", text ? 1 : 0, CHAIN_NO_OFFSET);
    if (report->origin) {
        good = good && push(locations, make_location(report->origin, "", report->origin_line,
                                                     CHAIN_NO_OFFSET));
        if (place && json_object_set_new(place, "message", make_text("the root store")) != 0)
            good = false;
    }
    good = push(report->origin ? related : locations, place) && good;
    if (result && result->shown.timeline[0])
        good = push(related, make_timeline_place(report, result)) && good;
    json_writer_set(object, "locations", locations);
    if (json_array_size(related))
        json_writer_set(object, "relatedLocations", related);
    else
        json_decref(related);
    object->failed |= !good;
    return good;
}

/* ---- results ---------------------------------------------------------------------------------- */

static void set_fingerprint(struct json_writer *object, const char *const *parts, size_t count)
{
    struct text text = {0}, hex = {0};
    uint8_t hash[32];
    struct json_writer prints = json_writer_begin();
    for (size_t i = 0; i < count; i++) {
        text_add(&text, parts[i]);
        text_add(&text, "\n");
    }
    sig_sha256(hash, (chain_bytes){(const uint8_t *)(text.data ? text.data : ""), text.size});
    text_add_hex(&hex, (chain_bytes){hash, sizeof(hash)});
    prints.failed |= text.failed;
    char *print = text_take(&hex);
    json_writer_set(&prints, "chainready/v1", print ? json_string(print) : NULL);
    mem_free(print);
    text_free(&text);
    json_writer_set(object, "partialFingerprints", json_writer_end(&prints));
}

/* The word of a rule, its place, how bad it is, and what is said. */
static struct json_writer begin_result(json_t *rules, const char *rule, const char *level,
                                       struct text *message)
{
    struct json_writer object = json_writer_begin();
    long index = rule_index(rules, rule);
    json_writer_text(&object, "ruleId", rule);
    json_writer_set(&object, "ruleIndex", json_integer(index));
    object.failed |= index < 0;
    json_writer_text(&object, "level", level);
    json_writer_set(&object, "message", make_message(message));
    return object;
}

static void set_suppression(struct json_writer *object, const struct report_entry *accepted)
{
    struct json_writer suppression = json_writer_begin();
    json_t *array = json_array();
    json_writer_text(&suppression, "kind", "external");
    json_writer_text(&suppression, "status", "accepted");
    json_writer_safe(&suppression, "justification", accepted->reason);
    if (!push(array, json_writer_end(&suppression))) {
        json_decref(array);
        array = NULL;
    }
    json_writer_set(object, "suppressions", array);
}

static void set_properties(struct json_writer *object, const struct report_result *result)
{
    const chain_ready_result *shown = &result->shown;
    struct json_writer properties = json_writer_begin();
    json_writer_safe(&properties, "store", shown->store);
    json_writer_text(&properties, "lane", chain_lane_name(shown->lane));
    json_writer_safe(&properties, "timeline", shown->timeline);
    json_writer_safe(&properties, "endpoint", shown->endpoint);
    json_writer_text(&properties, "verdict", chain_readiness_name(shown->outcome.readiness));
    if (shown->outcome.readiness != CHAIN_READINESS_UNKNOWN)
        json_writer_time(&properties, "breaks_at", report_instant(&shown->outcome));
    json_writer_set(object, "properties", json_writer_end(&properties));
}

static json_t *make_result(const chain_report *report, const struct report_result *result,
                           json_t *rules)
{
    static const char *const LEVELS[] = {"none", "none", "warning", "warning", "error"};
    const chain_ready_result *shown = &result->shown;
    const struct report_store *store = report_store_of(report, result);
    const char *const parts[] = {store->place.path, chain_lane_name(shown->lane), shown->timeline,
                                 shown->endpoint};
    chain_finding_code code = report_finding(report, result);
    chain_readiness word = shown->outcome.readiness;
    bool decides = shown->lane == report->lane;
    struct text message = {0};
    report_add_problem(&message, report, result);
    if (!decides)
        text_add(&message, report->lane == CHAIN_LANE_INSTALLED
                               ? " (Only if the store follows its program.)"
                               : " (Only if the store stays as it is.)");
    struct json_writer object = begin_result(
        rules, code == CHAIN_FINDING_NONE ? chain_readiness_name(word) : chain_finding_name(code),
        decides ? LEVELS[word] : "note", &message);
    set_places(&object, report, store, result);
    set_fingerprint(&object, parts, sizeof(parts) / sizeof(parts[0]));
    if (result->accepted)
        set_suppression(&object, result->accepted);
    set_properties(&object, result);
    return json_writer_end(&object);
}

static json_t *make_unreadable(const chain_report *report, const struct report_store *store,
                               json_t *rules)
{
    const char *const parts[] = {store->place.path, UNREADABLE};
    struct text message = {0};
    text_add_safe(&message, store->place.path);
    text_add(&message, ": could not be read: ");
    text_add_safe(&message, store->failure->message);
    struct json_writer object = begin_result(rules, UNREADABLE, "error", &message);
    set_places(&object, report, store, NULL);
    set_fingerprint(&object, parts, sizeof(parts) / sizeof(parts[0]));
    return json_writer_end(&object);
}

static json_t *make_skipped(const struct report_store *store, const chain_error *skipped,
                            json_t *rules)
{
    char entry[32];
    bool folder = strcmp(store->kind, "directory") == 0 && skipped->path[0];
    const char *path = folder ? skipped->path : store->place.path;
    const char *const parts[] = {path, SKIPPED, entry};
    struct text message = {0};
    snprintf(entry, sizeof(entry), "%llu", (unsigned long long)skipped->entry);
    text_add_safe(&message, path);
    if (skipped->entry)
        text_add_format(&message, ": entry %s", entry);
    text_add(&message, " is not used: ");
    text_add_safe(&message, skipped->message);
    struct json_writer object = begin_result(rules, SKIPPED, "note", &message);
    json_t *locations = json_array();
    if (!push(locations, make_location(path, "", 0, skipped->offset))) {
        json_decref(locations);
        locations = NULL;
    }
    json_writer_set(&object, "locations", locations);
    set_fingerprint(&object, parts, sizeof(parts) / sizeof(parts[0]));
    return json_writer_end(&object);
}

static json_t *make_results(const chain_report *report, json_t *rules)
{
    json_t *results = json_array();
    bool good = results != NULL;
    for (size_t i = 0; good && i < report->result_count; i++) {
        if (report->results[i].shown.outcome.readiness > CHAIN_READY)
            good = push(results, make_result(report, &report->results[i], rules));
    }
    for (size_t i = 0; good && i < report->store_count; i++) {
        const struct report_store *store = &report->stores[i];
        if (store->failure)
            good = push(results, make_unreadable(report, store, rules));
        for (size_t k = 0; good && k < store->skipped_count; k++)
            good = push(results, make_skipped(store, &store->skipped[k], rules));
    }
    if (good)
        return results;
    json_decref(results);
    return NULL;
}

/* ---- the run ---------------------------------------------------------------------------------- */

static bool push_notification(json_t *array, struct text *message)
{
    if (!message->size && !message->failed)
        return true;
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "level", "warning");
    json_writer_set(&object, "message", make_message(message));
    return push(array, json_writer_end(&object));
}

/* What concerns the run as a whole: old facts, and a baseline that does not fit. */
static json_t *make_invocations(const chain_report *report)
{
    struct json_writer object = json_writer_begin();
    json_t *notes = json_array(), *array = json_array();
    struct text message = {0};
    bool good = notes && array;
    report_add_age(&message, report);
    good = good && push_notification(notes, &message);
    for (size_t i = 0; good && i < report->entry_count; i++) {
        message = (struct text){0};
        report_add_entry(&message, &report->entries[i]);
        good = push_notification(notes, &message);
    }
    json_writer_set(&object, "executionSuccessful", json_boolean(report->complete));
    json_writer_set(&object, "toolExecutionNotifications", notes);
    good = push(array, json_writer_end(&object)) && good;
    if (good)
        return array;
    json_decref(array);
    return NULL;
}

static json_t *make_tool(json_t *rules)
{
    struct json_writer tool = json_writer_begin(), driver = json_writer_begin();
    json_writer_text(&driver, "name", "chainready");
    json_writer_text(&driver, "semanticVersion", chain_version());
    json_writer_set(&driver, "rules", rules);
    json_writer_set(&tool, "driver", json_writer_end(&driver));
    return json_writer_end(&tool);
}

static json_t *make_bases(void)
{
    struct json_writer bases = json_writer_begin(), base = json_writer_begin();
    json_writer_set(&base, "description",
                    make_text("the sources of chainready, whose migrations are compiled in"));
    json_writer_set(&bases, "CHAINREADY", json_writer_end(&base));
    return json_writer_end(&bases);
}

static json_t *make_run(const chain_report *report)
{
    struct json_writer run = json_writer_begin(), properties = json_writer_begin();
    char facts[INSTANT_TEXT_SIZE];
    json_t *rules = json_array();
    json_t *results = rules ? make_results(report, rules) : NULL;
    json_writer_set(&run, "tool", make_tool(rules));
    json_writer_set(&run, "originalUriBaseIds", make_bases());
    json_writer_set(&run, "invocations", make_invocations(report));
    json_writer_set(&run, "results", results);
    json_writer_text(&properties, "verdict", chain_readiness_name(report->outcome.readiness));
    json_writer_time(&properties, "at", report->at);
    json_writer_time(&properties, "until", report->until);
    if (report->facts_as_of != CHAIN_TIME_MIN)
        json_writer_text(&properties, "facts_as_of", instant_to_date(facts, report->facts_as_of));
    json_writer_set(&run, "properties", json_writer_end(&properties));
    return json_writer_end(&run);
}

char *report_sarif(const chain_report *report)
{
    struct json_writer log = json_writer_begin();
    json_t *runs = json_array();
    json_writer_text(&log, "$schema", SCHEMA);
    json_writer_text(&log, "version", "2.1.0");
    if (!push(runs, make_run(report))) {
        json_decref(runs);
        runs = NULL;
    }
    json_writer_set(&log, "runs", runs);
    return json_writer_dump(json_writer_end(&log));
}
