// SPDX-License-Identifier: Apache-2.0
#include "report_remarks.h"

#include "instant.h"
#include "report_format.h"

#include <string.h>

/* "path, entry 1, offset 0": as much as is known, and no more than is needed. */
static void add_where(struct text *line, const struct report_store *store)
{
    const chain_error *first = &store->skipped[0];
    const char *between = "";
    text_add(line, " (");
    if (strcmp(store->kind, "directory") == 0) {
        text_add_safe(line, first->path);
        between = ", ";
    }
    if (first->entry) {
        text_add_format(line, "%sentry %llu", between, (unsigned long long)first->entry);
        between = ", ";
    }
    if (first->offset != CHAIN_NO_OFFSET)
        text_add_format(line, "%soffset %llu", between, (unsigned long long)first->offset);
    text_add(line, ")");
}

void report_add_skipped(struct page *page)
{
    for (size_t i = 0; i < page->report->store_count; i++) {
        const struct report_store *store = &page->report->stores[i];
        if (!store->skipped_count)
            continue;
        struct text line = {0};
        text_add_format(&line, "%s: %zu %s skipped; the first: ", store->place.id,
                        store->skipped_count, store->skipped_count == 1 ? "entry" : "entries");
        text_add_safe(&line, store->skipped[0].message);
        add_where(&line, store);
        char *text = text_take(&line);
        text_add(&page->text, "\n  ");
        page_paragraph(page, text ? text : "", 2, 2);
        mem_free(text);
    }
}

static void add_remark(struct page *page, struct text *line)
{
    page->text.failed |= line->failed;
    if (line->size) {
        text_add(&page->text, "\n  ");
        page_paragraph(page, line->data, 2, 2);
    }
    text_free(line);
}

/* "3 of the 5 hosts named belong to none of these migrations: a.example, b.example and 1 more." */
static void add_strangers(struct text *line, const chain_report *report)
{
    enum { SHOWN = 3 };
    size_t count = report->stranger_count;
    if (!count || count == report->host_count) /* the first line says so */
        return;
    text_add_format(line, "%zu of the %zu hosts named %s to none of these migrations: ", count,
                    report->host_count, count == 1 ? "belongs" : "belong");
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        text_add(line, i ? ", " : "");
        text_add_safe(line, report->strangers[i]);
    }
    if (count > SHOWN)
        text_add_format(line, " and %zu more", count - SHOWN);
    text_add(line, ".");
}

/* Whose verifier decides, where nobody had it. */
static void add_source(struct text *line, const chain_report *report)
{
    const char *profile = report->store_count ? report->stores[0].profile : "";
    if (strcmp(chain_profile_predicted_from(profile), "documentation") == 0)
        text_add_format(
            line,
            "%s is predicted from documentation: that verifier could not be had, so no test "
            "holds this against it.",
            profile);
}

/* What of a JDK's settings is not predicted. */
static void add_doubts(struct page *page)
{
    struct text line = {0};
    for (size_t i = 0; i < page->report->store_count; i++) {
        const struct report_store *store = &page->report->stores[i];
        for (size_t k = 0; k < store->doubt_count; k++) {
            text_add_format(&line, "%s: of its security properties, ", store->place.id);
            text_add_safe(&line, store->doubts[k]);
            text_add(&line, ".");
            add_remark(page, &line);
        }
    }
}

/* Hosts of no migration, what the baseline accepts, what of it did nothing, whose verifier it is,
 * and facts that are old. */
void report_add_remarks(struct page *page)
{
    const chain_report *report = page->report;
    struct text line = {0};
    char until[INSTANT_TEXT_SIZE];
    add_strangers(&line, report);
    add_remark(page, &line);
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (!result->accepted || result->shown.lane != report->lane)
            continue;
        text_add_format(&line, "Accepted until %s (",
                        instant_to_date(until, result->accepted->expires));
        text_add_safe(&line, result->accepted->reason);
        text_add(&line, "): ");
        report_add_problem(&line, report, result);
        add_remark(page, &line);
    }
    for (size_t i = 0; i < report->entry_count; i++) {
        report_add_entry(&line, &report->entries[i]);
        add_remark(page, &line);
    }
    add_source(&line, report);
    add_remark(page, &line);
    add_doubts(page);
    report_add_age(&line, report);
    add_remark(page, &line);
}
