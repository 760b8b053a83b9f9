// SPDX-License-Identifier: Apache-2.0
#include "report_format.h"

#include "instant.h"

#include <string.h>

/* ---- what the forms have in common ------------------------------------------------------------ */

const struct report_store *report_store_of(const chain_report *report,
                                           const struct report_result *result)
{
    size_t i = 0;
    while (i + 1 < report->store_count &&
           strcmp(report->stores[i].place.id, result->shown.store) != 0)
        i++;
    return &report->stores[i];
}

const char *report_endpoint(const struct report_result *result)
{
    return result->endpoint_title[0] ? result->endpoint_title : result->shown.endpoint;
}

bool report_counts(const chain_report *report, const struct report_result *result)
{
    return result->shown.outcome.readiness > CHAIN_READY && result->shown.lane == report->lane &&
           !result->accepted;
}

chain_time report_instant(const chain_outcome *outcome)
{
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        return outcome->breaks_at;
    case CHAIN_BROKEN:
        return outcome->broken_since;
    case CHAIN_READINESS_UNKNOWN:
        return outcome->unknown_from;
    default:
        return CHAIN_TIME_MIN;
    }
}

void report_add_when(struct text *out, const chain_outcome *outcome)
{
    static const char *const WORDS[] = {"not applicable", "ready", "breaks on", "unknown from",
                                        "broken since"};
    static const char *const ALONE[] = {"not applicable", "ready", "breaks later", "unknown",
                                        "broken"};
    char date[INSTANT_TEXT_SIZE];
    chain_time at = report_instant(outcome);
    if (at == CHAIN_TIME_MIN)
        text_add(out, ALONE[outcome->readiness]);
    else
        text_add_format(out, "%s %s", WORDS[outcome->readiness], instant_to_date(date, at));
}

void report_add_problem(struct text *out, const chain_report *report,
                        const struct report_result *result)
{
    text_add_safe(out, report_store_of(report, result)->place.path);
    text_add(out, ": ");
    text_add_safe(out, report_endpoint(result));
    text_add(out, ": ");
    report_add_when(out, &result->shown.outcome);
    text_add(out, ".");
    if (result->shown.reason[0]) {
        text_add(out, " ");
        text_add_safe(out, result->shown.reason);
    }
    for (size_t i = 0; i < result->shown.root_count; i++) {
        text_add(out, i ? ", and " : " Add ");
        text_add_safe(out, result->roots[i].name);
        text_add(out, i + 1 == result->shown.root_count ? "." : "");
    }
}

/* The first finding of a segment that holds the instant and is not valid; served chains first. */
static chain_finding_code finding_at(const struct report_result *result, chain_time at,
                                     const char *presence)
{
    for (size_t i = 0; i < result->chain_count; i++) {
        const struct segments *segments = &result->chains[i].segments;
        for (size_t k = 0; k < segments->count; k++) {
            const chain_segment *segment = &segments->segments[k];
            if (segment->span.from <= at && at < segment->span.until && segment->finding_count &&
                segment->verdict != CHAIN_VALID &&
                strcmp(result->chains[i].presence, presence) == 0)
                return segment->findings[0].code;
        }
    }
    return CHAIN_FINDING_NONE;
}

chain_finding_code report_finding(const chain_report *report, const struct report_result *result)
{
    chain_time at = report_instant(&result->shown.outcome);
    at = at < report->at ? report->at : at;
    chain_finding_code code = finding_at(result, at, "served");
    return code != CHAIN_FINDING_NONE ? code : finding_at(result, at, "possible");
}

void report_add_age(struct text *out, const chain_report *report)
{
    char facts[INSTANT_TEXT_SIZE], at[INSTANT_TEXT_SIZE];
    if (report_facts_are_old(report))
        text_add_format(
            out,
            "The facts are as of %s, more than %d days before %s: what was announced since "
            "is not in them.",
            instant_to_date(facts, report->facts_as_of), REPORT_FRESH_DAYS,
            instant_to_date(at, report->at));
}

void report_add_entry(struct text *out, const struct report_entry *entry)
{
    char date[INSTANT_TEXT_SIZE];
    if (entry->state == ENTRY_USED)
        return;
    text_add_format(out, "Baseline, finding %zu (", entry->number);
    text_add_safe(out, entry->reason);
    if (entry->state == ENTRY_UNMATCHED)
        text_add(out, ") matches nothing in this report.");
    else
        text_add_format(out, ") has expired on %s and counts again.",
                        instant_to_date(date, entry->expires));
}

/* ---- by name ---------------------------------------------------------------------------------- */

static char *plain_text(const chain_report *report)
{
    static const chain_text_options PLAIN = {.width = 100, .unicode = 1};
    return chain_report_text(report, &PLAIN);
}

static const char *const NAMES[] = {"csv",        "html",  "json", "junit", "markdown",
                                    "prometheus", "sarif", "text", NULL};

const char *const *chain_report_formats(void)
{
    return NAMES;
}

char *chain_report_format(const chain_report *report, const char *format)
{
    static char *(*const WRITERS[])(const chain_report *) = {
        report_csv,      chain_report_html, chain_report_json, report_junit,
        report_markdown, report_prometheus, report_sarif,      plain_text};
    for (size_t i = 0; report && format && NAMES[i]; i++) {
        if (strcmp(NAMES[i], format) == 0)
            return WRITERS[i](report);
    }
    return NULL;
}
