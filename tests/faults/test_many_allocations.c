// SPDX-License-Identifier: Apache-2.0
/*
 * Every allocation of what judges many chains, and of what shows many reports, fails once: see
 * test_allocations.c. jansson's are its own (docs/adr/0004).
 */
#include "allocator.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static struct {
    chain_store *store;
    chain_list *list;
    chain_timeline *timeline;
    chain_report *report;
    char *json;
} world;

/* Written, read again, and judged. */
static chain_status call_record(void)
{
    chain_record *record;
    char *line = chain_record_line(world.list, "www.example.com", 0, "file:1");
    if (!line)
        return CHAIN_E_MEMORY;
    chain_status status = chain_record_read(&record, NULL, line, strlen(line));
    chain_free(line);
    if (status == CHAIN_OK)
        chain_record_free(record);
    return status;
}

static chain_status call_bulk(void)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000;
    chain_ready_options *options;
    chain_bulk *bulk = NULL;
    chain_bulk_answer answer;
    chain_status status = chain_ready_options_new(&options, AT, UNTIL);
    if (status != CHAIN_OK)
        return status;
    status = chain_ready_options_add_store(options, world.store, NULL);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_timeline(options, world.timeline);
    if (status == CHAIN_OK)
        status = chain_bulk_new(&bulk, options);
    if (status == CHAIN_OK)
        status = chain_bulk_judge(bulk, &answer, world.list, "oss-cn-hangzhou.aliyuncs.com");
    chain_bulk_free(bulk);
    chain_ready_options_free(options);
    return status;
}

static chain_status call_html(void)
{
    char *page = chain_report_html(world.report);
    chain_status status = page ? CHAIN_OK : CHAIN_E_MEMORY;
    chain_free(page);
    return status;
}

static chain_status call_fleet(void)
{
    chain_fleet *fleet;
    chain_status status = chain_fleet_new(&fleet);
    if (status != CHAIN_OK)
        return status;
    chain_bytes json = {(const uint8_t *)world.json, strlen(world.json)};
    for (int i = 0; i < 2 && status == CHAIN_OK; i++)
        status = chain_fleet_add(fleet, NULL, i ? "other" : "host", json);
    char *page = status == CHAIN_OK ? chain_fleet_html(fleet) : NULL;
    char *csv = page ? chain_fleet_csv(fleet) : NULL;
    if (status == CHAIN_OK && (!page || !csv))
        status = CHAIN_E_MEMORY;
    chain_free(page);
    chain_free(csv);
    chain_fleet_free(fleet);
    return status;
}

static bool prepare(void)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000;
    chain_ready_options *options;
    if (chain_list_open(&world.list, NULL, ROOTS) != CHAIN_OK ||
        chain_store_open(&world.store, NULL, ROOTS "/globalsign-root-ca-r3.pem") != CHAIN_OK ||
        chain_timeline_builtin(&world.timeline, NULL, "oss-globalsign") != CHAIN_OK ||
        chain_ready_options_new(&options, AT, UNTIL) != CHAIN_OK)
        return false;
    bool good = chain_ready_options_add_store(options, world.store, NULL) == CHAIN_OK &&
                chain_ready_options_add_timeline(options, world.timeline) == CHAIN_OK &&
                chain_ready(options, &world.report) == CHAIN_OK;
    chain_ready_options_free(options);
    world.json = good ? chain_report_json(world.report) : NULL;
    return world.json != NULL;
}

static void clean_up(void)
{
    chain_free(world.json);
    chain_report_free(world.report);
    chain_timeline_unref(world.timeline);
    chain_list_unref(world.list);
    chain_store_unref(world.store);
}

static const struct allocator_case CALLS[] = {
    {"chain_record_line, _read", call_record},
    {"chain_bulk_new, _judge", call_bulk},
    {"chain_report_html", call_html},
    {"chain_fleet_new, _add, _html, _csv", call_fleet},
};
enum { CALL_COUNT = sizeof(CALLS) / sizeof(CALLS[0]) };

int main(void)
{
    if (!prepare()) {
        fprintf(stderr, "the world could not be prepared\n");
        return 1;
    }
    size_t failed = allocator_drive_all(CALLS, CALL_COUNT);
    clean_up();
    return failed != 0;
}
