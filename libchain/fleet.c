// SPDX-License-Identifier: Apache-2.0
/* Many reports as one: what `chainready check --json` printed on the hosts of a fleet. */
#include "error.h"
#include "json_reader.h"
#include "report_html.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_REPORT = 64 * 1024 * 1024 };

struct fleet_report {
    char *name, *json;
    size_t size;
};

struct chain_fleet {
    struct fleet_report *reports;
    size_t count, capacity;
    struct text csv; /* a line for each result that was added */
};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* RFC 4180; what a spreadsheet would take for a formula is put in quotes of its own. */
static void add_cell(struct text *out, const char *text, const char *behind)
{
    struct text safe = {0};
    text_add_safe(&safe, text);
    text_add(out, "\"");
    if (safe.size && strchr("=+-@", safe.data[0]))
        text_add(out, "'");
    for (size_t i = 0; i < safe.size; i++) {
        if (safe.data[i] == '"')
            text_add(out, "\"");
        text_add_bytes(out, &safe.data[i], 1);
    }
    text_add(out, "\"");
    text_add(out, behind);
    out->failed |= safe.failed;
    text_free(&safe);
}

static void add_rows(struct chain_fleet *fleet, const char *name, const json_t *report)
{
    static const char *const COLUMNS[] = {"store",     "lane",      "timeline",     "endpoint",
                                          "verdict",   "breaks_at", "broken_since", "unknown_from",
                                          "breaks_by", "reason"};
    enum { COUNT = sizeof(COLUMNS) / sizeof(COLUMNS[0]) };
    size_t index;
    json_t *result;
    json_array_foreach(json_object_get(report, "results"), index, result)
    {
        add_cell(&fleet->csv, name, ",");
        for (size_t i = 0; i < COUNT; i++)
            add_cell(&fleet->csv, text_of(result, COLUMNS[i]), i + 1 < COUNT ? "," : "\r\n");
    }
}

chain_status chain_fleet_new(chain_fleet **out)
{
    if (!out)
        return CHAIN_E_ARGUMENT;
    *out = mem_zero(1, sizeof(**out));
    return *out ? CHAIN_OK : CHAIN_E_MEMORY;
}

void chain_fleet_free(chain_fleet *fleet)
{
    if (!fleet)
        return;
    for (size_t i = 0; i < fleet->count; i++) {
        mem_free(fleet->reports[i].name);
        mem_free(fleet->reports[i].json);
    }
    mem_free(fleet->reports);
    text_free(&fleet->csv);
    mem_free(fleet);
}

size_t chain_fleet_count(const chain_fleet *fleet)
{
    return fleet->count;
}

/* Without the white space, which for 500 hosts is most of it. */
static chain_status keep(struct chain_fleet *fleet, const char *name, const json_t *json)
{
    if (!mem_grow(&fleet->reports, &fleet->capacity, fleet->count + 1, sizeof(*fleet->reports)))
        return CHAIN_E_MEMORY;
    struct fleet_report *report = &fleet->reports[fleet->count];
    char *dumped = json_dumps(json, JSON_COMPACT);
    *report = (struct fleet_report){mem_string(name), dumped ? mem_string(dumped) : NULL,
                                    dumped ? strlen(dumped) : 0};
    free(dumped);
    if (report->name && report->json && !fleet->csv.failed) {
        fleet->count++;
        return CHAIN_OK;
    }
    mem_free(report->name);
    mem_free(report->json);
    return CHAIN_E_MEMORY;
}

chain_status chain_fleet_add(chain_fleet *fleet, chain_error *error, const char *name,
                             chain_bytes json)
{
    struct json_reader reader = {.error = error};
    if (!fleet || !name || !json.data)
        return error_set(error, CHAIN_E_ARGUMENT, "no fleet, name or report given");
    if (json.size > MOST_REPORT)
        return error_set(error, CHAIN_E_LIMIT, "a report larger than 64 MiB");
    json_t *report = json_reader_parse(&reader, (const char *)json.data, json.size);
    if (!report)
        return reader.status;
    chain_status status;
    if (strcmp(text_of(report, "schema"), "libchain.report/1") != 0 ||
        !json_is_array(json_object_get(report, "results")) ||
        !json_is_array(json_object_get(report, "stores"))) {
        status = error_set(error, CHAIN_E_MALFORMED, "JSON, but not a libchain.report/1");
    } else {
        add_rows(fleet, name, report);
        status = keep(fleet, name, report);
        if (status != CHAIN_OK)
            error_set(error, status, "out of memory");
    }
    json_decref(report);
    return status;
}

char *chain_fleet_html(const chain_fleet *fleet)
{
    struct html_report *all = mem_zero(fleet->count, sizeof(*all));
    if (!all)
        return NULL;
    for (size_t i = 0; i < fleet->count; i++)
        all[i] = (struct html_report){fleet->reports[i].name, fleet->reports[i].json,
                                      fleet->reports[i].size};
    char *page = html_fleet(all, fleet->count);
    mem_free(all);
    return page;
}

char *chain_fleet_csv(const chain_fleet *fleet)
{
    struct text out = {0};
    text_add(&out, "host,store,lane,timeline,endpoint,verdict,breaks_at,broken_since,unknown_from,"
                   "breaks_by,reason\r\n");
    if (fleet->csv.size)
        text_add_bytes(&out, fleet->csv.data, fleet->csv.size);
    out.failed |= fleet->csv.failed;
    return text_take(&out);
}
