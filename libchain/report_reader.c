// SPDX-License-Identifier: Apache-2.0
#include "report_reader.h"

#include "instant.h"
#include "outcome.h"

#include <string.h>

bool report_reading_is_worse(const struct report_result *result,
                             const struct report_reading *reading)
{
    const chain_outcome *verdict = &result->shown.outcome, *own = &reading->outcome;
    if (own->readiness != verdict->readiness)
        return outcome_worse(verdict, own) == own;
    char when[INSTANT_TEXT_SIZE], first[INSTANT_TEXT_SIZE];
    return own->readiness == CHAIN_BREAKS_LATER && own->breaks_at < verdict->breaks_at &&
           strcmp(instant_to_date(when, verdict->breaks_at),
                  instant_to_date(first, own->breaks_at)) != 0;
}

const char *report_source_note(const char *profile)
{
    bool documented = strcmp(chain_profile_predicted_from(profile), "documentation") == 0;
    return documented ? " (predicted from documentation)" : "";
}

static bool is_alike(const struct report_reading *a, const struct report_reading *b)
{
    return a->outcome.readiness == b->outcome.readiness &&
           a->outcome.breaks_at == b->outcome.breaks_at &&
           a->outcome.broken_since == b->outcome.broken_since && strcmp(a->reason, b->reason) == 0;
}

/* "curl and wget", of the readers that are worse off in the same way, or of those that are not. */
static size_t add_names(struct text *line, const struct report_result *result,
                        const struct report_reading *like)
{
    size_t total = 0, seen = 0;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < result->reading_count; i++) {
            const struct report_reading *reading = &result->readings[i];
            bool worse = report_reading_is_worse(result, reading);
            if (like ? !worse || !is_alike(reading, like) : worse)
                continue;
            if (!pass) {
                total++;
                continue;
            }
            text_add(line, !seen ? "" : seen + 1 == total ? " and " : ", ");
            text_add_safe(line, reading->reader->who);
            text_add(line, report_source_note(reading->reader->profile));
            seen++;
        }
    }
    return total;
}

static void add_verb(struct text *line, const chain_outcome *outcome, bool many)
{
    char when[INSTANT_TEXT_SIZE];
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        text_add_format(line, " will fail from %s", instant_to_date(when, outcome->breaks_at));
        break;
    case CHAIN_BROKEN:
        text_add_format(line, " %s", many ? "fail" : "fails");
        if (outcome->broken_since != CHAIN_TIME_MIN)
            text_add_format(line, " since %s", instant_to_date(when, outcome->broken_since));
        break;
    default:
        text_add(line, " may fail");
        break;
    }
}

static bool was_told(const struct report_result *result, size_t number)
{
    for (size_t i = 0; i < number; i++) {
        if (report_reading_is_worse(result, &result->readings[i]) &&
            is_alike(&result->readings[i], &result->readings[number]))
            return true;
    }
    return false;
}

/* "; curl with the same store does not." */
static void add_others(struct text *line, const struct report_result *result,
                       const struct report_reading *reading)
{
    struct text others = {0};
    bool later = reading->outcome.readiness == CHAIN_BREAKS_LATER;
    size_t count = add_names(&others, result, NULL);
    char *names = text_take(&others);
    line->failed |= !names;
    if (names && count && result->shown.outcome.readiness <= CHAIN_READY)
        text_add_format(line, "; %s with the same store %s not", names,
                        later       ? "will"
                        : count > 1 ? "do"
                                    : "does");
    text_add(line, ".");
    mem_free(names);
}

static void add_warning(struct page *page, const struct report_result *result, size_t number)
{
    const struct report_reading *reading = &result->readings[number];
    struct text line = {0};
    bool ready = result->shown.outcome.readiness <= CHAIN_READY;
    text_add_safe(&line, result->shown.store);
    text_add_format(&line, "%s",
                    ready ? " holds the roots that are needed, but " : ": what is more, ");
    bool many = add_names(&line, result, reading) > 1;
    add_verb(&line, &reading->outcome, many);
    text_add_format(&line, " for %s", result->endpoint_title);
    size_t size = strcspn(reading->reason, "\n");
    bool several = strstr(reading->reason, ". ") != NULL; /* sentences, which follow on their own */
    if (size && !several)
        text_add_format(&line, ", because %.*s", (int)(size - (reading->reason[size - 1] == '.')),
                        reading->reason);
    add_others(&line, result, reading);
    if (several)
        text_add_format(&line, " %.*s", (int)size, reading->reason);
    char *text = text_take(&line);
    page_style(page, YELLOW);
    page_paragraph(page, text ? text : "", 0, 2);
    page_style(page, PLAIN);
    page->text.failed |= !text;
    mem_free(text);
}

void report_add_warnings(struct page *page)
{
    const chain_report *report = page->report;
    bool any = false;
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        for (size_t k = 0; k < result->reading_count; k++) {
            if (!report_reading_is_worse(result, &result->readings[k]) || was_told(result, k))
                continue;
            add_warning(page, result, k);
            any = true;
        }
    }
    if (any)
        text_add(&page->text, "\n");
}
