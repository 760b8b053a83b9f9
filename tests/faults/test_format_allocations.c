// SPDX-License-Identifier: Apache-2.0
/*
 * Every allocation of what writes a report for other tools, and of a baseline, fails once: see
 * test_allocations.c. jansson's are its own (docs/adr/0004).
 */
#include "allocator.h"

#include <stdbool.h>
#include <stdio.h>

static struct {
    chain_store *store;
    chain_timeline *timeline;
    chain_report *report;
} world;

static const char BASELINE[] =
    "{\"schema\": \"libchain.baseline/1\", \"findings\": [{\"endpoint\": \"oss\", \"verdict\": "
    "\"breaks_later\", \"expires\": \"2026\", \"reason\": \"known\"}, {\"endpoint\": \"oss\", "
    "\"verdict\": \"broken\", \"lane\": \"program\", \"expires\": \"2028\", \"reason\": "
    "\"known\"}]}";

/* Both lanes, and a baseline of which one entry has expired. */
static chain_status ask(chain_report **report)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000; /* 2026-11-22, 2028-11-22 */
    chain_baseline *baseline;
    chain_ready_options *options = NULL;
    chain_bytes json = {(const uint8_t *)BASELINE, sizeof(BASELINE) - 1};
    *report = NULL;
    chain_status status = chain_baseline_read(&baseline, NULL, json);
    if (status == CHAIN_OK)
        status = chain_ready_options_new(&options, AT, UNTIL);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_store(options, world.store, NULL);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_timeline(options, world.timeline);
    if (status == CHAIN_OK)
        status = chain_ready_options_set_baseline(options, baseline);
    if (status == CHAIN_OK)
        status = chain_ready_options_set_origin(options, "Dockerfile", 1);
    if (status == CHAIN_OK) {
        chain_ready_options_set_follows(options, CHAIN_PROGRAM_MOZILLA);
        status = chain_ready(options, report);
    }
    chain_ready_options_free(options);
    chain_baseline_unref(baseline);
    return status;
}

static chain_status call_baseline(const void *context)
{
    chain_report *report;
    (void)context;
    chain_status status = ask(&report);
    chain_report_free(report);
    return status;
}

static chain_status call_baseline_file(const void *path)
{
    chain_baseline *baseline;
    chain_status status = chain_baseline_open(&baseline, NULL, path);
    chain_baseline_unref(baseline);
    return status;
}

static chain_status call_format(const void *name)
{
    char *text = chain_report_format(world.report, name);
    chain_status status = text ? CHAIN_OK : CHAIN_E_MEMORY;
    chain_free(text);
    return status;
}

int main(void)
{
    size_t failed = 0, count = 1;
    if (chain_store_open(&world.store, NULL, ROOTS "/globalsign-root-ca.pem") != CHAIN_OK ||
        chain_timeline_builtin(&world.timeline, NULL, "oss-globalsign") != CHAIN_OK ||
        ask(&world.report) != CHAIN_OK) {
        fprintf(stderr, "the world could not be prepared\n");
        return 1;
    }
    failed += allocator_drive("a baseline, and a report with it", call_baseline, NULL) < 0;
    failed += allocator_drive("a baseline's file", call_baseline_file,
                              SEEDS "/../../docs/examples/baseline.json") < 0;
    count++;
    for (const char *const *name = chain_report_formats(); *name; name++, count++)
        failed += allocator_drive(*name, call_format, *name) < 0;
    chain_report_free(world.report);
    chain_timeline_unref(world.timeline);
    chain_store_unref(world.store);
    printf("%zu entry points, %ld failed allocations, %zu failed\n", count, allocator_failures(),
           failed);
    return failed != 0;
}
