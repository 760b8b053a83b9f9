// SPDX-License-Identifier: Apache-2.0
/*
 * The contract of the bindings, run from C: docs/BINDINGS.md.
 *
 * usage: contract FILE ROOTS [--write DIR]
 *
 * Every case of FILE is asked through the bridge that the languages stand on. With --write, what
 * each case answers is written to DIR/ID.json, and a report in every form to DIR/ID.FORM, for the
 * runners of the languages to compare with.
 */
#include "bridge.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *roots_folder;

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void give_up(const char *what, const char *name)
{
    fprintf(stderr, "contract: %s: %s\n", what, name);
    exit(66);
}

/* ---- octets of the inputs --------------------------------------------------------------------- */

struct octets {
    uint8_t *data;
    size_t size;
};

static void append(struct octets *octets, const void *data, size_t size)
{
    uint8_t *grown = realloc(octets->data, octets->size + size + 1);
    if (!grown)
        give_up("out of memory", "");
    memcpy(grown + octets->size, data, size);
    octets->data = grown;
    octets->size += size;
}

static void append_root(struct octets *octets, const char *name)
{
    char path[4096], buffer[8192];
    snprintf(path, sizeof(path), "%s/%s.pem", roots_folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        give_up("cannot read", path);
    for (size_t size; (size = fread(buffer, 1, sizeof(buffer), file)) > 0;)
        append(octets, buffer, size);
    fclose(file);
}

static void append_hex(struct octets *octets, const char *hex)
{
    for (unsigned value; *hex && sscanf(hex, "%2x", &value) == 1; hex += 2)
        append(octets, &(uint8_t){(uint8_t)value}, 1);
}

/* "roots": files of corpus/roots one after another; "text" as it is; "hex". In this order. */
static struct octets octets_of(const json_t *input)
{
    struct octets octets = {calloc(1, 1), 0};
    json_t *name;
    size_t i;
    json_array_foreach(json_object_get(input, "roots"), i, name)
        append_root(&octets, json_string_value(name));
    if (text_of(input, "text"))
        append(&octets, text_of(input, "text"), strlen(text_of(input, "text")));
    if (text_of(input, "hex"))
        append_hex(&octets, text_of(input, "hex"));
    return octets;
}

/* ---- a case becomes a question ------------------------------------------------------------------ */

static bridge_chain *chain_of(const json_t *input, chain_error *error)
{
    struct octets octets = octets_of(input);
    bridge_chain *chain = bridge_chain_from_bytes(octets.data, octets.size, error);
    free(octets.data);
    return chain;
}

/* The certificates of a bundle, one by one, as a running program hands them over. */
static bridge_store *anchors_of(const json_t *inputs, const char *label, chain_error *error)
{
    bridge_anchors *anchors = new_bridge_anchors(error);
    json_t *input;
    size_t i;
    json_array_foreach(inputs, i, input)
    {
        struct octets octets = octets_of(input);
        chain_list *list = NULL;
        chain_bytes der = {octets.data, octets.size};
        if (json_object_get(input, "roots") &&
            chain_list_read(&list, NULL, octets.data, octets.size) == CHAIN_OK)
            der = chain_cert_der(chain_list_get(list, 0));
        bridge_anchors_add(anchors, der.data, der.size, error);
        chain_list_unref(list);
        free(octets.data);
    }
    bridge_store *store = error->status ? NULL : bridge_anchors_store(anchors, label, error);
    delete_bridge_anchors(anchors);
    return store;
}

static bridge_store *store_of(const json_t *input, chain_error *error)
{
    const json_t *anchors = json_object_get(input, "anchors");
    if (anchors)
        return anchors_of(anchors, text_of(input, "label"), error);
    struct octets octets = octets_of(input);
    bridge_store *store = bridge_store_from_bytes(text_of(input, "label"), octets.data, octets.size,
                                                  text_of(input, "password"), error);
    free(octets.data);
    return store;
}

static void add_store(bridge_question *question, const json_t *input, chain_error *error)
{
    const json_t *fields = json_object_get(input, "place");
    bridge_place *place = fields ? new_bridge_place(text_of(input, "label"), error) : NULL;
    const char *key;
    json_t *value;
    if (place)
        json_object_foreach((json_t *)(uintptr_t)fields, key, value)
            bridge_place_put(place, key, json_string_value(value), error);
    bridge_store *store = error->status ? NULL : store_of(input, error);
    if (store)
        bridge_question_add_store(question, store, place, error);
    delete_bridge_store(store);
    delete_bridge_place(place);
}

static void add_timeline(bridge_question *question, const json_t *input, chain_error *error)
{
    bridge_timeline *timeline;
    if (json_is_string(input)) {
        timeline = bridge_timeline_builtin(json_string_value(input), error);
    } else {
        const char *text = text_of(input, "text");
        timeline = bridge_timeline_from_bytes((const uint8_t *)text, strlen(text), error);
    }
    if (timeline)
        bridge_question_add_timeline(question, timeline, error);
    delete_bridge_timeline(timeline);
}

static void add_chain(bridge_question *question, const json_t *input, chain_error *error)
{
    bridge_chain *chain = chain_of(input, error);
    if (chain)
        bridge_question_add_chain(question, chain, text_of(input, "host"), error);
    delete_bridge_chain(chain);
}

static void add_host(bridge_question *question, const json_t *input, chain_error *error)
{
    bridge_question_add_host(question, json_string_value(input), error);
}

static void add_baseline(bridge_question *question, const json_t *input, chain_error *error)
{
    if (!input || error->status)
        return;
    const char *text = text_of(input, "text");
    bridge_baseline *baseline =
        bridge_baseline_from_bytes((const uint8_t *)text, strlen(text), error);
    if (baseline)
        bridge_question_set_baseline(question, baseline, error);
    delete_bridge_baseline(baseline);
}

static void add_budget(bridge_question *question, const json_t *budget, chain_error *error)
{
    const char *field;
    json_t *most;
    json_object_foreach((json_t *)(uintptr_t)budget, field, most)
    {
        if (!error->status)
            bridge_question_set_budget(question, field, json_integer_value(most), error);
    }
}

static void add_each(bridge_question *question, const json_t *inputs,
                     void (*add)(bridge_question *, const json_t *, chain_error *),
                     chain_error *error)
{
    json_t *input;
    size_t i;
    json_array_foreach(inputs, i, input)
    {
        if (!error->status)
            add(question, input, error);
    }
}

static void add_words(bridge_question *question, const json_t *row, chain_error *error)
{
    static const struct {
        const char *key;
        void (*set)(bridge_question *question, const char *value, chain_error *error);
    } WORDS[] = {
        {"profile", bridge_question_set_profile},
        {"lane", bridge_question_set_lane},
        {"follows", bridge_question_set_follows},
        {"renewal", bridge_question_set_renewal},
    };
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (!error->status && text_of(row, WORDS[i].key))
            WORDS[i].set(question, text_of(row, WORDS[i].key), error);
    }
}

/* The order of the calls is part of the contract: the first that fails is the case's error. */
static void fill(bridge_question *question, const json_t *row, chain_error *error)
{
    const json_t *timelines = json_object_get(row, "timelines");
    add_words(question, row, error);
    add_budget(question, json_object_get(row, "budget"), error);
    add_each(question, json_object_get(row, "stores"), add_store, error);
    if (!error->status && json_is_string(timelines))
        bridge_question_add_current_timelines(question, error);
    add_each(question, timelines, add_timeline, error);
    add_each(question, json_object_get(row, "chains"), add_chain, error);
    add_each(question, json_object_get(row, "hosts"), add_host, error);
    if (!error->status && json_object_get(row, "bridges")) {
        bridge_chain *bridges = chain_of(json_object_get(row, "bridges"), error);
        if (bridges)
            bridge_question_set_bridges(question, bridges, error);
        delete_bridge_chain(bridges);
    }
    add_baseline(question, json_object_get(row, "baseline"), error);
    const json_t *origin = json_object_get(row, "origin");
    if (!error->status && origin)
        bridge_question_set_origin(question, text_of(origin, "path"),
                                   json_integer_value(json_object_get(origin, "line")), error);
}

/* ---- and is asked ----------------------------------------------------------------------------- */

static bool date_agrees(const json_t *answer, const char *key, int64_t at, chain_error *error)
{
    const char *shown = text_of(answer, key);
    if (!shown)
        return at == CHAIN_TIME_MIN || at == CHAIN_TIME_MAX;
    return bridge_parse_time(shown, error) == at;
}

/* The getters say what the JSON says. */
static bool outcome_agrees(const bridge_report *report, const char *json, chain_error *error)
{
    json_t *answer = json_loads(json, 0, NULL);
    bridge_outcome *outcome = bridge_report_outcome(report, error);
    const json_t *complete = json_object_get(answer, "complete");
    bool agrees =
        answer && outcome &&
        strcmp(text_of(answer, "verdict"), bridge_outcome_readiness(outcome)) == 0 &&
        json_is_true(complete) == (bridge_report_complete(report) != 0) &&
        json_array_size(json_object_get(answer, "results")) == bridge_report_count(report) &&
        json_array_size(json_object_get(answer, "stores")) == bridge_report_store_count(report) &&
        date_agrees(answer, "breaks_at", bridge_outcome_breaks_at(outcome), error) &&
        date_agrees(answer, "broken_since", bridge_outcome_broken_since(outcome), error) &&
        date_agrees(answer, "unknown_from", bridge_outcome_unknown_from(outcome), error);
    delete_bridge_outcome(outcome);
    json_decref(answer);
    return agrees;
}

static void write_answer(const char *folder, const char *id, const char *form, const char *text)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s.%s", folder, id, form);
    FILE *file = fopen(path, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        give_up("cannot write", path);
}

/* In every form: ID.csv, ID.html, ...; and ID.typed, which says what to type. */
static void write_forms(const bridge_report *report, const char *folder, const char *id)
{
    chain_error error = {.status = CHAIN_OK};
    const char *name;
    for (size_t i = 0; (name = bridge_format_name(i)); i++) {
        char *text = bridge_report_format(report, name, &error);
        write_answer(folder, id, name, text ? text : "");
        chain_free(text);
    }
    char *text = bridge_report_text(report, 72, BRIDGE_UNICODE, "mend it", &error);
    write_answer(folder, id, "typed", text ? text : "");
    chain_free(text);
    if (error.status)
        give_up(error.message, id);
}

static char *ask_ready(const json_t *row, const char *folder, chain_error *error)
{
    int64_t at = bridge_parse_time(text_of(row, "at"), error);
    int64_t until = error->status ? 0 : bridge_parse_time(text_of(row, "until"), error);
    bridge_question *question = error->status ? NULL : new_bridge_question(at, until, error);
    if (!question)
        return NULL;
    fill(question, row, error);
    bridge_report *report = error->status ? NULL : bridge_question_run(question, error);
    delete_bridge_question(question);
    char *json = report ? bridge_report_json(report, error) : NULL;
    if (json && !outcome_agrees(report, json, error))
        give_up("the getters and the JSON disagree", text_of(row, "id"));
    if (json && folder)
        write_forms(report, folder, text_of(row, "id"));
    delete_bridge_report(report);
    return json;
}

static char *ask_verify(const json_t *row, chain_error *error)
{
    int64_t at = bridge_parse_time(text_of(row, "at"), error);
    int64_t until = error->status ? 0 : bridge_parse_time(text_of(row, "until"), error);
    const json_t *stores = json_object_get(row, "stores"), *chains = json_object_get(row, "chains");
    bridge_store *store = error->status ? NULL : store_of(json_array_get(stores, 0), error);
    bridge_chain *chain = error->status ? NULL : chain_of(json_array_get(chains, 0), error);
    bridge_verification *verification =
        error->status ? NULL : new_bridge_verification(store, chain, at, until, error);
    delete_bridge_chain(chain);
    delete_bridge_store(store);
    if (verification && text_of(json_array_get(chains, 0), "host"))
        bridge_verification_set_host(verification, text_of(json_array_get(chains, 0), "host"),
                                     error);
    if (!error->status && text_of(row, "profile"))
        bridge_verification_set_profile(verification, text_of(row, "profile"), error);
    char *json = error->status ? NULL : bridge_verification_json(verification, error);
    delete_bridge_verification(verification);
    return json;
}

/* A timeline of one's own. */
static char *ask_draft(const json_t *row, chain_error *error)
{
    static const char *const CERTIFICATES[] = {"old_root", "new_root", "bridge"};
    static const char *const TEXTS[] = {"id", "host", "on"};
    const json_t *fields = json_object_get(row, "draft");
    int64_t today = bridge_parse_time(text_of(row, "at"), error);
    bridge_draft *draft = error->status ? NULL : new_bridge_draft(today, error);
    for (size_t i = 0; i < 3; i++) {
        if (!error->status && text_of(fields, TEXTS[i]))
            bridge_draft_put(draft, TEXTS[i], text_of(fields, TEXTS[i]), error);
    }
    for (size_t i = 0; i < 3; i++) {
        const json_t *input = json_object_get(fields, CERTIFICATES[i]);
        bridge_chain *certificate = input && !error->status ? chain_of(input, error) : NULL;
        if (certificate)
            bridge_draft_certify(draft, CERTIFICATES[i], certificate, error);
        delete_bridge_chain(certificate);
    }
    char *json = error->status ? NULL : bridge_draft_json(draft, error);
    delete_bridge_draft(draft);
    return json;
}

static json_t *names_of(const char *(*name_at)(size_t index))
{
    json_t *names = json_array();
    for (size_t i = 0; name_at(i); i++)
        json_array_append_new(names, json_string(name_at(i)));
    return names;
}

/* What there is, by name. */
static char *ask_names(void)
{
    json_t *names =
        json_pack("{s:o, s:o}", "default_timelines", names_of(bridge_default_timeline_name),
                  "formats", names_of(bridge_format_name));
    char *json = json_dumps(names, JSON_COMPACT);
    json_decref(names);
    return json;
}

static char *ask(const json_t *row, const char *folder, chain_error *error)
{
    const char *what = text_of(row, "ask");
    if (strcmp(what, "verify") == 0)
        return ask_verify(row, error);
    if (strcmp(what, "draft") == 0)
        return ask_draft(row, error);
    if (strcmp(what, "names") == 0)
        return ask_names();
    if (strcmp(what, "ready") != 0)
        give_up("there is no such question", what);
    return ask_ready(row, folder, error);
}

/* ---- what came of it -------------------------------------------------------------------------- */

/* The fields that the contract compares, as an object. */
static json_t *summary_of(const char *json)
{
    static const char *const KEYS[] = {
        "verdict",  "breaks_at", "breaks_latest",     "broken_since", "unknown_from", "breaks_by",
        "complete", "id",        "default_timelines", "formats"};
    json_t *answer = json_loads(json, 0, NULL), *summary = json_object();
    for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]); i++) {
        if (json_object_get(answer, KEYS[i]))
            json_object_set(summary, KEYS[i], json_object_get(answer, KEYS[i]));
    }
    json_decref(answer);
    return summary;
}

static json_t *error_summary(const chain_error *error)
{
    int64_t offset = error->offset == CHAIN_NO_OFFSET ? -1 : (int64_t)error->offset;
    return json_pack("{s:s, s:I, s:I, s:s, s:s}", "status", chain_status_name(error->status),
                     "entry", (json_int_t)error->entry, "offset", (json_int_t)offset, "path",
                     error->path, "message", error->message);
}

static bool run(const json_t *row, const char *folder)
{
    chain_error error = {.status = CHAIN_OK};
    const char *id = text_of(row, "id");
    char *json = ask(row, folder, &error);
    const json_t *expected = json_object_get(row, error.status ? "error" : "expect");
    json_t *actual = error.status ? error_summary(&error) : summary_of(json);
    /* The words of another library, here jansson's, change with its version. */
    if (error.status && !json_object_get(expected, "message"))
        json_object_del(actual, "message");
    bool ok = expected && json_equal(expected, actual);
    char *shown = json_dumps(actual, JSON_COMPACT);
    if (ok)
        printf("ok   %s\n", id);
    else
        printf("FAIL %s: %s\n", id, shown);
    if (json && folder)
        write_answer(folder, id, "json", json);
    free(shown);
    json_decref(actual);
    chain_free(json);
    return ok;
}

/* A misspelt key would be an input that nobody looks at. */
static bool keys_are_known(const json_t *row)
{
    static const char *const KNOWN = " id ask source at until stores timelines chains hosts "
                                     "bridges lane follows profile renewal "
                                     "budget baseline origin draft expect error ";
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)row, key, value)
    {
        char word[64];
        snprintf(word, sizeof(word), " %s ", key);
        if (!strstr(KNOWN, word))
            return false;
    }
    return text_of(row, "id") && text_of(row, "ask") && text_of(row, "at") && text_of(row, "until");
}

int main(int count, char **arguments)
{
    if (count != 3 && !(count == 5 && strcmp(arguments[3], "--write") == 0)) {
        fprintf(stderr, "usage: contract FILE ROOTS [--write DIR]\n");
        return 64;
    }
    json_error_t problem;
    json_t *contract = json_load_file(arguments[1], JSON_REJECT_DUPLICATES, &problem), *row;
    const json_t *cases = json_object_get(contract, "cases");
    if (!json_array_size(cases))
        give_up(arguments[1], contract ? "has no cases" : problem.text);
    roots_folder = arguments[2];
    size_t passed = 0, i;
    json_array_foreach(cases, i, row)
    {
        if (!keys_are_known(row))
            give_up("a case lacks a key, or has an unknown one", text_of(row, "id"));
        passed += run(row, count == 5 ? arguments[4] : NULL);
    }
    size_t failed = json_array_size(cases) - passed;
    printf("%zu passed, %zu failed\n", passed, failed);
    json_decref(contract);
    return failed != 0;
}
