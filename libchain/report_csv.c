// SPDX-License-Identifier: Apache-2.0
/* A table: one line a result, the columns of a fleet's table but for the host, and more behind
 * them. */
#include "csv.h"
#include "instant.h"
#include "report_format.h"

static const char *instant(char buffer[INSTANT_TEXT_SIZE], chain_time at)
{
    return at == CHAIN_TIME_MIN || at == CHAIN_TIME_MAX ? "" : instant_to_text(buffer, at);
}

static void add_result(struct text *out, const chain_report *report,
                       const struct report_result *result)
{
    const chain_ready_result *shown = &result->shown;
    const chain_outcome *outcome = &shown->outcome;
    chain_readiness word = outcome->readiness;
    char breaks[INSTANT_TEXT_SIZE], broken[INSTANT_TEXT_SIZE], unknown[INSTANT_TEXT_SIZE];
    char by[INSTANT_TEXT_SIZE], facts[INSTANT_TEXT_SIZE];
    bool is_unknown = word == CHAIN_READINESS_UNKNOWN;
    const char *const cells[] = {
        shown->store,
        chain_lane_name(shown->lane),
        shown->timeline,
        shown->endpoint,
        chain_readiness_name(word),
        instant(breaks, word == CHAIN_BREAKS_LATER ? outcome->breaks_at : CHAIN_TIME_MIN),
        instant(broken, word == CHAIN_BROKEN ? outcome->broken_since : CHAIN_TIME_MIN),
        instant(unknown, is_unknown ? outcome->unknown_from : CHAIN_TIME_MIN),
        instant(by, is_unknown ? outcome->breaks_by : CHAIN_TIME_MIN),
        shown->reason,
        report_store_of(report, result)->place.path,
        report->facts_as_of == CHAIN_TIME_MIN ? "" : instant_to_date(facts, report->facts_as_of),
        result->accepted ? result->accepted->reason : "",
    };
    csv_line(out, cells, sizeof(cells) / sizeof(cells[0]));
}

/* Nothing could be asked of it: a line of its own, so that it is not missed. */
static void add_failure(struct text *out, const chain_report *report,
                        const struct report_store *store)
{
    char facts[INSTANT_TEXT_SIZE];
    const char *const cells[] = {
        store->place.id,
        chain_lane_name(report->lane),
        "",
        "",
        "unknown",
        "",
        "",
        "",
        "",
        store->failure->message,
        store->place.path,
        report->facts_as_of == CHAIN_TIME_MIN ? "" : instant_to_date(facts, report->facts_as_of),
        "",
    };
    csv_line(out, cells, sizeof(cells) / sizeof(cells[0]));
}

char *report_csv(const chain_report *report)
{
    struct text out = {0};
    text_add(&out,
             "store,lane,timeline,endpoint,verdict,breaks_at,broken_since,unknown_from,breaks_by,"
             "reason,path,facts_as_of,accepted\r\n");
    for (size_t i = 0; i < report->result_count; i++)
        add_result(&out, report, &report->results[i]);
    for (size_t i = 0; i < report->store_count; i++) {
        if (report->stores[i].failure)
            add_failure(&out, report, &report->stores[i]);
    }
    return text_take(&out);
}
