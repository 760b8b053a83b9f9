// SPDX-License-Identifier: Apache-2.0
/* Every allocation of the bridge below the bindings fails once: see test_allocations.c. */
#include "allocator.h"
#include "bridge.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static struct {
    chain_store *store;
    chain_list *list, *one;
    chain_timeline *timeline;
    chain_report *report;
} world;

/* What the languages stand on: a store from anchors, a question, a report, and copies out of it. */
static chain_status call_bridge(void)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000;
    chain_error error = {.status = CHAIN_OK};
    chain_bytes der = chain_cert_der(chain_list_get(world.list, 0));
    bridge_anchors *anchors = new_bridge_anchors(&error);
    bridge_store *store = NULL;
    bridge_place *place = NULL;
    bridge_question *question = NULL;
    bridge_report *report = NULL;
    if (!error.status)
        bridge_anchors_add(anchors, der.data, der.size, &error);
    if (!error.status)
        store = bridge_anchors_store(anchors, "runtime", &error);
    if (!error.status)
        place = new_bridge_place("runtime", &error);
    if (!error.status)
        question = new_bridge_question(AT, UNTIL, &error);
    if (!error.status)
        bridge_question_add_store(question, store, place, &error);
    if (!error.status)
        bridge_question_add_timeline(question, world.timeline, &error);
    if (!error.status)
        report = bridge_question_run(question, &error);
    delete_bridge_question(question);
    delete_bridge_place(place);
    delete_bridge_store(store);
    delete_bridge_anchors(anchors);
    bridge_outcome *outcome = error.status ? NULL : bridge_report_outcome(report, &error);
    bridge_place *shown = error.status ? NULL : bridge_report_store_place(report, 0, &error);
    delete_bridge_place(shown);
    delete_bridge_outcome(outcome);
    delete_bridge_report(report);
    return error.status;
}

/* Roots, a chain against a store, and words. */
static chain_status call_bridge_copies(void)
{
    chain_error error = {.status = CHAIN_OK};
    bridge_root *root = bridge_report_root(world.report, NULL, 0, &error);
    char *words = error.status ? NULL : bridge_explain("expired", &error);
    char *digest = error.status ? NULL : bridge_store_sha256(world.store, 0, &error);
    bridge_verification *verification =
        error.status ? NULL : new_bridge_verification(world.store, world.list, 0, 1, &error);
    if (verification)
        bridge_verification_set_host(verification, "www.example", &error);
    char *json = error.status ? NULL : bridge_verification_json(verification, &error);
    delete_bridge_verification(verification);
    delete_bridge_root(root);
    chain_free(json);
    chain_free(digest);
    chain_free(words);
    return error.status;
}

/* A draft of a rotation, and a question with a baseline, shown in two forms. */
static chain_status call_bridge_drafts(void)
{
    static const char BASELINE[] = "{\"schema\": \"libchain.baseline/1\", \"findings\": []}";
    chain_error error = {.status = CHAIN_OK};
    bridge_draft *draft = new_bridge_draft(1795305600, &error);
    if (!error.status)
        bridge_draft_put(draft, "host", "*.corp.example", &error);
    if (!error.status)
        bridge_draft_certify(draft, "old_root", world.one, &error);
    char *json = error.status ? NULL : bridge_draft_json(draft, &error);
    delete_bridge_draft(draft);
    chain_free(json);
    bridge_baseline *baseline = NULL;
    bridge_question *question = error.status ? NULL : new_bridge_question(0, 1, &error);
    if (!error.status)
        baseline =
            bridge_baseline_from_bytes((const uint8_t *)BASELINE, sizeof(BASELINE) - 1, &error);
    if (!error.status)
        bridge_question_set_baseline(question, baseline, &error);
    if (!error.status)
        bridge_question_set_origin(question, "Dockerfile", 1, &error);
    delete_bridge_question(question);
    delete_bridge_baseline(baseline);
    char *form = error.status ? NULL : bridge_report_format(world.report, "csv", &error);
    char *text = error.status ? NULL : bridge_report_text(world.report, 80, 0, "mend it", &error);
    chain_free(form);
    chain_free(text);
    return error.status;
}

/* A record that is good, one that is none, and a row without one. */
static chain_status call_bridge_columns(void)
{
    static const uint8_t VALID[] = {1, 1, 0};
    chain_error error = {.status = CHAIN_OK};
    char *line = chain_record_line(world.list, "www.example", CHAIN_TIME_MIN, NULL);
    bridge_question *question = line ? new_bridge_question(0, 1, &error) : NULL;
    bridge_columns *columns = NULL;
    if (!line)
        return CHAIN_E_MEMORY;
    if (!error.status)
        bridge_question_add_store(question, world.store, NULL, &error);
    int64_t size = (int64_t)strlen(line);
    const int64_t offsets[] = {0, size, size, size};
    if (!error.status)
        columns = new_bridge_columns(question, (chain_bytes){(const uint8_t *)line, (size_t)size},
                                     (chain_bytes){(const uint8_t *)offsets, sizeof(offsets)},
                                     (chain_bytes){VALID, sizeof(VALID)}, &error);
    if (!error.status && bridge_columns_get(columns, "row", &error).size != 3 * sizeof(int64_t))
        error.status = CHAIN_E_INTERNAL;
    delete_bridge_columns(columns);
    delete_bridge_question(question);
    chain_free(line);
    return error.status;
}

static const struct allocator_case CALLS[] = {
    {"the bridge's question and report", call_bridge},
    {"the bridge's copies", call_bridge_copies},
    {"the bridge's drafts, baselines and forms", call_bridge_drafts},
    {"the bridge's columns", call_bridge_columns},
};
enum { CALL_COUNT = sizeof(CALLS) / sizeof(CALLS[0]) };

static bool prepare(void)
{
    chain_ready_options *options;
    if (chain_list_open(&world.list, NULL, ROOTS) != CHAIN_OK ||
        chain_list_open(&world.one, NULL, ROOTS "/globalsign-root-ca.pem") != CHAIN_OK ||
        chain_store_open(&world.store, NULL, ROOTS "/globalsign-root-ca-r3.pem") != CHAIN_OK ||
        chain_timeline_builtin(&world.timeline, NULL, "oss-globalsign") != CHAIN_OK ||
        chain_ready_options_new(&options, 1795305600, 1858464000) != CHAIN_OK)
        return false;
    bool good = chain_ready_options_add_store(options, world.store, NULL) == CHAIN_OK &&
                chain_ready_options_add_timeline(options, world.timeline) == CHAIN_OK &&
                chain_ready(options, &world.report) == CHAIN_OK;
    chain_ready_options_free(options);
    return good;
}

int main(void)
{
    if (!prepare()) {
        fprintf(stderr, "the world could not be prepared\n");
        return 1;
    }
    size_t failed = allocator_drive_all(CALLS, CALL_COUNT);
    chain_report_free(world.report);
    chain_timeline_unref(world.timeline);
    chain_list_unref(world.list);
    chain_list_unref(world.one);
    chain_store_unref(world.store);
    return failed != 0;
}
