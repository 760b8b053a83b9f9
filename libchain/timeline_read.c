// SPDX-License-Identifier: Apache-2.0
/* Reads timelines. The form is closed: an unknown key is a mistake, and is called one. */
#include "timeline_read.h"

#include <string.h>

uint32_t timeline_array(struct json_reader *reader, const json_t *array, size_t least)
{
    if (!json_reader_array(reader, array, least))
        return 0;
    if (json_array_size(array) > TIMELINE_MOST)
        json_reader_fail(reader, "has more than %d items", TIMELINE_MOST);
    return reader->status == CHAIN_OK ? (uint32_t)json_array_size(array) : 0;
}

void timeline_read_at(struct json_reader *reader, const json_t *object, struct moment *out)
{
    const char *stated;
    if (!json_reader_has(reader, object, "at"))
        return;
    struct json_place place = json_reader_key(reader, "at");
    json_reader_moment(reader, json_object_get(object, "at"), out, &stated);
    json_reader_up(reader, place);
}

void *timeline_take(struct json_reader *reader, size_t count, size_t size)
{
    void *memory = reader->status == CHAIN_OK ? arena_zero(reader->arena, count, size) : NULL;
    if (!memory && reader->status == CHAIN_OK)
        json_reader_no_memory(reader);
    return memory;
}

/* ---- phases ----------------------------------------------------------------------------------- */

static const struct timeline_edge NO_BEGIN = {{CHAIN_TIME_MIN, CHAIN_TIME_MIN}, false, ""};
static const struct timeline_edge NO_END = {{CHAIN_TIME_MAX, CHAIN_TIME_MAX}, false, ""};

enum edge_kind { EDGE_INSTANT, EDGE_NONE, EDGE_UNDATED };

/* One of the three kinds, each with members of its own. */
static void read_kind(struct json_reader *reader, const json_t *value, struct timeline_edge *out)
{
    static const char *const KINDS[] = {"instant", "none_announced", "announced_undated", NULL};
    static const char *const KEYS[][10] = {
        {"kind", "at", "zone", "earliest", "latest", "stated", "sources", "confidence", "note",
         NULL},
        {"kind", "stated", "sources", "confidence", "note", NULL},
        {"kind", "earliest", "stated", "sources", "confidence", "note", NULL}};
    int kind = json_reader_word(reader, value, "kind", KINDS);
    if (kind < 0 || !json_reader_object(reader, value, KEYS[kind]))
        return;
    if (kind == EDGE_INSTANT) {
        json_reader_moment_members(reader, value, &out->moment, &out->stated);
        return;
    }
    out->stated = json_reader_text(reader, value, "stated", kind == EDGE_UNDATED);
    if (kind == EDGE_NONE) {
        if (out->moment.earliest == CHAIN_TIME_MIN)
            json_reader_fail(reader, "a beginning that is not known is null");
        return;
    }
    json_reader_time(reader, value, "earliest", &out->moment.earliest);
    out->moment.latest = CHAIN_TIME_MAX;
    out->undated = true;
}

/* Null is the given default. */
static void read_edge(struct json_reader *reader, const json_t *object, const char *key,
                      const struct timeline_edge *none, struct timeline_edge *out)
{
    const json_t *value = json_object_get(object, key);
    *out = *none;
    if (!json_reader_has(reader, object, key))
        return;
    struct json_place place = json_reader_key(reader, key);
    if (json_object_get(value, "kind"))
        read_kind(reader, value, out);
    else if (!json_is_null(value))
        json_reader_moment(reader, value, &out->moment, &out->stated);
    json_reader_up(reader, place);
}

static void read_chain(struct json_reader *reader, const struct chain_timeline *timeline,
                       struct timeline_chain *out, const json_t *value)
{
    static const char *const KEYS[] = {"id",      "presence",   "issuer", "sent", "statement",
                                       "sources", "confidence", "note",   NULL};
    static const char *const PRESENCES[] = {"served", "possible", NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    out->id = json_reader_text(reader, value, "id", true);
    out->possible = json_reader_word(reader, value, "presence", PRESENCES) == 1;
    out->statement = json_reader_text(reader, value, "statement", false);
    out->issuer = timeline_read_link_id(reader, timeline, value, "issuer");
    json_reader_has(reader, value, "sources");
    struct json_place place = json_reader_key(reader, "sent");
    out->sent =
        timeline_read_link_ids(reader, timeline, json_object_get(value, "sent"), &out->sent_count);
    json_reader_up(reader, place);
}

static void read_sufficient(struct json_reader *reader, const struct chain_timeline *timeline,
                            struct timeline_phase *out, const json_t *value)
{
    if (!value)
        return;
    struct json_place place = json_reader_key(reader, "sufficient");
    out->sufficient_count = timeline_array(reader, value, 0);
    const uint32_t **sets = timeline_take(reader, out->sufficient_count, sizeof(*sets));
    uint32_t *sizes = timeline_take(reader, out->sufficient_count, sizeof(*sizes));
    for (uint32_t i = 0; sets && sizes && i < out->sufficient_count; i++) {
        struct json_place inner = json_reader_item(reader, i);
        sets[i] = timeline_read_link_ids(reader, timeline, json_array_get(value, i), &sizes[i]);
        json_reader_up(reader, inner);
    }
    out->sufficient = sets;
    out->sufficient_sizes = sizes;
    json_reader_up(reader, place);
}

static void read_phase(struct json_reader *reader, const struct chain_timeline *timeline,
                       struct timeline_phase *out, const json_t *value)
{
    static const char *const KEYS[] = {"id",         "title",  "begin",      "end",
                                       "lingers",    "chains", "sufficient", "sources",
                                       "confidence", "note",   NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    out->id = json_reader_text(reader, value, "id", true);
    out->title = json_reader_text(reader, value, "title", false);
    read_edge(reader, value, "begin", &NO_BEGIN, &out->begin);
    read_edge(reader, value, "end", &NO_END, &out->end);
    const json_t *lingers = json_object_get(value, "lingers");
    if (lingers && !json_is_boolean(lingers))
        json_reader_fail_at(reader, "lingers", "is neither true nor false");
    out->lingers = json_is_true(lingers);
    const json_t *chains = json_object_get(value, "chains");
    struct json_place place = json_reader_key(reader, "chains");
    out->chain_count = timeline_array(reader, chains, 1);
    out->chains = timeline_take(reader, out->chain_count, sizeof(*out->chains));
    for (uint32_t i = 0; out->chains && i < out->chain_count; i++) {
        struct json_place inner = json_reader_item(reader, i);
        read_chain(reader, timeline, &out->chains[i], json_array_get(chains, i));
        json_reader_up(reader, inner);
    }
    json_reader_up(reader, place);
    read_sufficient(reader, timeline, out, json_object_get(value, "sufficient"));
    char *path = timeline_take(reader, strlen(reader->path) + 1, 1);
    out->path = path ? strcpy(path, reader->path) : "";
}

/* Phases follow one another; chains that go on into the next phase stand in both. */
static void check_order(struct json_reader *reader, const struct timeline_endpoint *endpoint)
{
    for (uint32_t i = 0; i < endpoint->phase_count; i++) {
        const struct timeline_phase *phase = &endpoint->phases[i], *before = phase - 1;
        struct json_place place = json_reader_item(reader, i);
        if (phase->begin.moment.earliest > phase->end.moment.earliest ||
            phase->begin.moment.latest > phase->end.moment.latest)
            json_reader_fail(reader, "phase '%.40s' ends before it begins", phase->id);
        if (i && (phase->begin.moment.earliest < before->end.moment.earliest ||
                  phase->begin.moment.latest < before->end.moment.latest))
            json_reader_fail(reader, "phase '%.40s' begins before '%.40s' ends", phase->id,
                             before->id);
        json_reader_up(reader, place);
    }
}

/* ---- endpoints -------------------------------------------------------------------------------- */

static const char *const *read_hosts(struct json_reader *reader, const json_t *array)
{
    uint32_t count = timeline_array(reader, array, 1);
    const char **hosts = timeline_take(reader, count + 1U, sizeof(*hosts));
    for (uint32_t i = 0; hosts && i < count; i++) {
        const char *host = json_string_value(json_array_get(array, i));
        char *copy = host ? timeline_take(reader, strlen(host) + 1, 1) : NULL;
        if (!host || !host[0] ||
            strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.*") != strlen(host))
            json_reader_fail(reader, "item %u is not a host pattern in lower case", i);
        else if (copy)
            hosts[i] = strcpy(copy, host);
    }
    return hosts;
}

/* The patterns that a leaf could carry as a name, for holding against name constraints. */
static const char *const *presentable(struct json_reader *reader, const char *const *hosts)
{
    size_t count = 0, kept = 0;
    while (hosts && hosts[count])
        count++;
    const char **names = timeline_take(reader, count + 1, sizeof(*names));
    for (size_t i = 0; names && i < count; i++) {
        const char *rest = strncmp(hosts[i], "*.", 2) == 0 ? hosts[i] + 2 : hosts[i];
        if (!strchr(rest, '*'))
            names[kept++] = hosts[i];
    }
    return names;
}

static void read_endpoint(struct json_reader *reader, const struct chain_timeline *timeline,
                          struct timeline_endpoint *out, const json_t *value)
{
    static const char *const KEYS[] = {"id", "title", "hosts", "phases", "sources", "note", NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    out->id = json_reader_text(reader, value, "id", true);
    out->title = json_reader_text(reader, value, "title", true);
    if (json_object_get(value, "hosts")) {
        struct json_place place = json_reader_key(reader, "hosts");
        out->hosts = read_hosts(reader, json_object_get(value, "hosts"));
        json_reader_up(reader, place);
    }
    out->names = presentable(reader, out->hosts);
    const json_t *phases = json_object_get(value, "phases");
    struct json_place place = json_reader_key(reader, "phases");
    out->phase_count = timeline_array(reader, phases, 1);
    out->phases = timeline_take(reader, out->phase_count, sizeof(*out->phases));
    for (uint32_t i = 0; out->phases && i < out->phase_count; i++) {
        struct json_place inner = json_reader_item(reader, i);
        read_phase(reader, timeline, &out->phases[i], json_array_get(phases, i));
        json_reader_up(reader, inner);
    }
    if (reader->status == CHAIN_OK)
        check_order(reader, out);
    json_reader_up(reader, place);
}

static void read_endpoints(struct json_reader *reader, struct chain_timeline *out,
                           const json_t *root)
{
    const json_t *endpoints = json_object_get(root, "endpoints");
    struct json_place place = json_reader_key(reader, "endpoints");
    /* None only on request, where the file is about what programs do, or for reading. */
    size_t others = json_array_size(json_object_get(root, "programs")) +
                    json_array_size(json_object_get(root, "deadlines"));
    bool may_lack = others && json_is_true(json_object_get(root, "on_request"));
    out->endpoint_count = timeline_array(reader, endpoints, may_lack ? 0 : 1);
    out->endpoints = timeline_take(reader, out->endpoint_count, sizeof(*out->endpoints));
    for (uint32_t i = 0; out->endpoints && i < out->endpoint_count; i++) {
        struct json_place inner = json_reader_item(reader, i);
        read_endpoint(reader, out, &out->endpoints[i], json_array_get(endpoints, i));
        for (uint32_t j = 0; j < i && reader->status == CHAIN_OK; j++) {
            if (strcmp(out->endpoints[j].id, out->endpoints[i].id) == 0)
                json_reader_fail(reader, "two endpoints are called '%.40s'", out->endpoints[i].id);
        }
        json_reader_up(reader, inner);
    }
    json_reader_up(reader, place);
}

/* ---- rules ------------------------------------------------------------------------------------ */

static void read_program(struct json_reader *reader, const struct chain_timeline *timeline,
                         struct rule *out, const json_t *value)
{
    static const char *const KEYS[] = {"program", "root",       "effect", "at", "implemented",
                                       "sources", "confidence", "note",   NULL};
    static const char *const PROGRAMS[] = {"mozilla", "chrome", "jdk", NULL};
    static const char *const EFFECTS[] = {"remove", "distrust_after", NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    out->program = (chain_program)(json_reader_word(reader, value, "program", PROGRAMS) + 1);
    out->kind = json_reader_word(reader, value, "effect", EFFECTS) ? RULE_DISTRUST_AFTER
                                                                   : RULE_ROOT_REMOVED;
    uint32_t root = timeline_read_link_id(reader, timeline, value, "root");
    json_reader_has(reader, value, "sources");
    if (reader->status == CHAIN_OK)
        link_key_hash(&timeline->links[root].link, out->key);
    timeline_read_at(reader, value, &out->at);
}

static void read_revocation(struct json_reader *reader, const struct chain_timeline *timeline,
                            struct rule *out, const json_t *value)
{
    static const char *const KEYS[] = {"certificate", "issuer", "issued_from", "issued_until",
                                       "at",          "reason", "sources",     "confidence",
                                       "note",        NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    bool whole = json_object_get(value, "certificate") != NULL;
    if (whole == (json_object_get(value, "issuer") != NULL)) {
        json_reader_fail(reader, "needs either 'certificate' or 'issuer'");
        return;
    }
    if (whole &&
        (json_object_get(value, "issued_from") || json_object_get(value, "issued_until"))) {
        json_reader_fail(reader, "'issued_from' and 'issued_until' belong to 'issuer'");
        return;
    }
    uint32_t number =
        timeline_read_link_id(reader, timeline, value, whole ? "certificate" : "issuer");
    const struct timeline_link *link = &timeline->links[number];
    json_reader_has(reader, value, "sources");
    out->kind = whole ? RULE_REVOKED : RULE_REVOKED_ISSUED;
    if (reader->status != CHAIN_OK)
        return;
    link_sha256(&link->link, out->sha256);
    link_key_hash(&link->link, out->key);
    out->issued = (chain_span){CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    if (json_object_get(value, "issued_from"))
        json_reader_time(reader, value, "issued_from", &out->issued.from);
    if (json_object_get(value, "issued_until"))
        json_reader_time(reader, value, "issued_until", &out->issued.until);
    timeline_read_at(reader, value, &out->at);
}

typedef void rule_reader(struct json_reader *reader, const struct chain_timeline *timeline,
                         struct rule *out, const json_t *value);

static void read_rules(struct json_reader *reader, struct chain_timeline *out, const json_t *root)
{
    static const char *const KEYS[] = {"programs", "revocations"};
    static rule_reader *const READERS[] = {read_program, read_revocation};
    size_t most = json_array_size(json_object_get(root, KEYS[0])) +
                  json_array_size(json_object_get(root, KEYS[1]));
    out->rules = timeline_take(reader, most, sizeof(*out->rules));
    for (size_t kind = 0; kind < 2; kind++) {
        const json_t *rules = json_object_get(root, KEYS[kind]);
        struct json_place place = json_reader_key(reader, KEYS[kind]);
        uint32_t count = rules ? timeline_array(reader, rules, 0) : 0;
        for (uint32_t i = 0; out->rules && i < count; i++) {
            struct json_place inner = json_reader_item(reader, i);
            READERS[kind](reader, out, &out->rules[out->rule_count++], json_array_get(rules, i));
            json_reader_up(reader, inner);
        }
        json_reader_up(reader, place);
    }
}

/* ---- the whole --------------------------------------------------------------------------------- */

static void read_head(struct json_reader *reader, struct chain_timeline *out, const json_t *root)
{
    static const char *const STATUSES[] = {"current", "past", NULL};
    static const char *const SCHEMAS[] = {"libchain.timeline/1", NULL};
    struct instant_text date;
    json_reader_word(reader, root, "schema", SCHEMAS);
    out->id = json_reader_text(reader, root, "id", true);
    if (out->id[strspn(out->id, "abcdefghijklmnopqrstuvwxyz0123456789-")])
        json_reader_fail_at(reader, "id", "has other characters than a-z, 0-9 and -");
    out->title = json_reader_text(reader, root, "title", true);
    out->operator_name = json_reader_text(reader, root, "operator", true);
    out->summary = json_reader_text(reader, root, "summary", false);
    out->current = json_reader_word(reader, root, "status", STATUSES) == 0;
    const json_t *on_request = json_object_get(root, "on_request");
    if (on_request && !json_is_boolean(on_request))
        json_reader_fail_at(reader, "on_request", "is neither true nor false");
    out->on_request = json_is_true(on_request);
    const char *facts = json_reader_text(reader, root, "facts_as_of", true);
    if (reader->status == CHAIN_OK && !instant_from_text(&date, facts))
        json_reader_fail_at(reader, "facts_as_of", "'%.40s' is not a date", facts);
    if (reader->status == CHAIN_OK)
        out->facts_as_of = date.covers.from;
    out->over = CHAIN_TIME_MAX;
    if (json_object_get(root, "over"))
        json_reader_time(reader, root, "over", &out->over);
    if (reader->status == CHAIN_OK && out->current != (out->over > out->facts_as_of))
        json_reader_fail_at(reader, "status",
                            "a past timeline is over by facts_as_of, a current one is not");
}

chain_status timeline_read(struct chain_timeline *out, chain_error *error, const char *text,
                           size_t size)
{
    static const char *const KEYS[] = {
        "schema",      "id",        "title",    "operator",       "summary",   "status",
        "facts_as_of", "over",      "sources",  "links",          "endpoints", "programs",
        "revocations", "deadlines", "minimums", "contradictions", "unknowns",  "note",
        "on_request",  "$schema",   NULL};
    struct json_reader reader = {.arena = &out->arena, .error = error};
    json_t *root = json_reader_parse(&reader, text, size);
    if (root && json_reader_object(&reader, root, KEYS)) {
        read_head(&reader, out, root);
        timeline_read_sources(&reader, root);
        timeline_read_links(&reader, out, root);
        if (reader.status == CHAIN_OK)
            read_endpoints(&reader, out, root);
        if (reader.status == CHAIN_OK)
            read_rules(&reader, out, root);
        if (reader.status == CHAIN_OK)
            timeline_read_remarks(&reader, out, root);
    }
    json_decref(root);
    return reader.status;
}
