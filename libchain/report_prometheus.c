// SPDX-License-Identifier: Apache-2.0
/*
 * Prometheus' text format 0.0.4, for the textfile collector of node_exporter. A date that is not
 * known has no sample, so that no rule can take it for one.
 */
#include "report_format.h"

#include <string.h>

/* Between quotes; backslash, quote and newline are escaped. */
static void add_label(struct text *out, const char *name, const char *value)
{
    struct text safe = {0};
    text_add_safe(&safe, value);
    text_add_format(out, "%s=\"", name);
    for (size_t i = 0; i < safe.size; i++) {
        if (strchr("\\\"", safe.data[i]))
            text_add(out, "\\");
        text_add_bytes(out, &safe.data[i], 1);
    }
    text_add(out, "\"");
    out->failed |= safe.failed;
    text_free(&safe);
}

static void add_head(struct text *out, const char *name, const char *help)
{
    text_add_format(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void add_labels(struct text *out, const struct report_result *result)
{
    text_add(out, "{");
    add_label(out, "store", result->shown.store);
    text_add(out, ",");
    add_label(out, "timeline", result->shown.timeline);
    text_add(out, ",");
    add_label(out, "endpoint", result->shown.endpoint);
    text_add(out, ",");
    add_label(out, "lane", chain_lane_name(result->shown.lane));
}

static void add_breaks(struct text *out, const chain_report *report)
{
    static const char NAME[] = "chainready_breaks_at_timestamp_seconds";
    add_head(out, NAME,
             "When the endpoint stops validating, or did; no sample where that is not known.");
    for (size_t i = 0; i < report->result_count; i++) {
        const chain_outcome *outcome = &report->results[i].shown.outcome;
        chain_time at = report_instant(outcome);
        if (outcome->readiness == CHAIN_READINESS_UNKNOWN || at == CHAIN_TIME_MIN)
            continue;
        text_add(out, NAME);
        add_labels(out, &report->results[i]);
        text_add_format(out, "} %lld\n", (long long)at);
    }
}

/* A state set: one sample a word, and 1 for the one that holds. */
static void add_verdicts(struct text *out, const chain_report *report)
{
    static const char NAME[] = "chainready_verdict";
    add_head(out, NAME, "1 for the verdict that holds, 0 for the others.");
    for (size_t i = 0; i < report->result_count; i++) {
        for (int word = CHAIN_NOT_APPLICABLE; word <= CHAIN_BROKEN; word++) {
            text_add(out, NAME);
            add_labels(out, &report->results[i]);
            text_add(out, ",");
            add_label(out, "verdict", chain_readiness_name((chain_readiness)word));
            text_add_format(out, "} %d\n", (int)report->results[i].shown.outcome.readiness == word);
        }
    }
}

static void add_accepted(struct text *out, const chain_report *report)
{
    static const char NAME[] = "chainready_accepted";
    add_head(out, NAME, "1 where the baseline accepts what is found.");
    for (size_t i = 0; i < report->result_count; i++) {
        text_add(out, NAME);
        add_labels(out, &report->results[i]);
        text_add_format(out, "} %d\n", report->results[i].accepted != NULL);
    }
}

static void add_stores(struct text *out, const chain_report *report)
{
    static const char NAME[] = "chainready_store_readable";
    add_head(out, NAME, "1 where the root store could be read, 0 where not.");
    for (size_t i = 0; i < report->store_count; i++) {
        text_add_format(out, "%s{", NAME);
        add_label(out, "store", report->stores[i].place.id);
        text_add(out, ",");
        add_label(out, "path", report->stores[i].place.path);
        text_add_format(out, "} %d\n", report->stores[i].failure == NULL);
    }
}

char *report_prometheus(const chain_report *report)
{
    struct text out = {0};
    add_breaks(&out, report);
    add_verdicts(&out, report);
    add_accepted(&out, report);
    add_stores(&out, report);
    add_head(&out, "chainready_complete",
             "1 where every store could be read and no budget was spent.");
    text_add_format(&out, "chainready_complete %d\n", report->complete);
    add_head(&out, "chainready_at_timestamp_seconds", "The instant that was asked about.");
    text_add_format(&out, "chainready_at_timestamp_seconds %lld\n", (long long)report->at);
    if (report->facts_as_of != CHAIN_TIME_MIN) {
        add_head(&out, "chainready_facts_timestamp_seconds",
                 "The oldest date of the facts that were used.");
        text_add_format(&out, "chainready_facts_timestamp_seconds %lld\n",
                        (long long)report->facts_as_of);
    }
    return text_take(&out);
}
