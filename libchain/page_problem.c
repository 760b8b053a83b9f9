// SPDX-License-Identifier: Apache-2.0
#include "page_problem.h"
#include "report_format.h"

#include <stdio.h>
#include <string.h>

void page_store(struct page *page, const struct report_store *store)
{
    struct text about = {0};
    const char *dot = page_sign(page, " \u00b7 ", ", ");
    text_add_safe(&about, store->place.stack);
    if (!store->failure)
        text_add_format(&about, "%s%zu %s", about.size ? dot : "", store->roots,
                        store->roots == 1 ? "root" : "roots");
    char *right = text_take(&about);
    page_spaces(page, 2);
    size_t start = page->text.size;
    page_style(page, BOLD);
    text_add_safe(&page->text, store->place.path);
    page_style(page, PLAIN);
    char *left = page_line(page, start);
    if (!left || !right) {
        page->text.failed = true;
    } else {
        size_t used = 2 + page_columns(left) - (page->options->color ? 8 : 0);
        size_t width = (size_t)page->options->width;
        if (used + 2 + page_columns(right) <= width) {
            page_spaces(page, width - used - page_columns(right));
        } else {
            text_add(&page->text, "\n");
            page_spaces(page, 4);
        }
        text_add_format(&page->text, "%s\n", right);
    }
    mem_free(left);
    mem_free(right);
}

const char *page_when(char buffer[INSTANT_TEXT_SIZE], const chain_outcome *outcome, chain_time at,
                      const char **word)
{
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        *word = "breaks on";
        return instant_to_date(buffer, outcome->breaks_at);
    case CHAIN_BROKEN:
        *word = outcome->broken_since == CHAIN_TIME_MIN ? "broken" : "broken since";
        return outcome->broken_since == CHAIN_TIME_MIN
                   ? ""
                   : instant_to_date(buffer, outcome->broken_since);
    case CHAIN_READINESS_UNKNOWN:
        *word = outcome->unknown_from <= at ? "unknown since" : "unknown from";
        return outcome->unknown_from == CHAIN_TIME_MIN
                   ? ""
                   : instant_to_date(buffer, outcome->unknown_from);
    default:
        *word = chain_readiness_name(outcome->readiness);
        return "";
    }
}

/* A bar from `at` to `until`: solid while valid, broken while not, a cross where it ends. */
static void add_bar(struct page *page, const chain_outcome *outcome)
{
    const chain_report *report = page->report;
    char from[INSTANT_TEXT_SIZE], until[INSTANT_TEXT_SIZE];
    enum { WIDTH = 40 };
    if (outcome->readiness != CHAIN_BREAKS_LATER)
        return;
    double share = (double)(outcome->breaks_at - report->at) / (double)(report->until - report->at);
    int cross = (int)(share * (WIDTH - 1));
    text_add_format(&page->text, "    %s %s", instant_to_date(from, report->at),
                    page_sign(page, "\u251c", "|"));
    for (int i = 0; i < WIDTH; i++) {
        text_add(&page->text, i < cross    ? page_sign(page, "\u2500", "=")
                              : i == cross ? page_sign(page, "\u2573", "X")
                                           : page_sign(page, "\u254c", "."));
    }
    text_add_format(&page->text, "%s %s\n", page_sign(page, "\u2524", "|"),
                    instant_to_date(until, report->until));
}

static void add_fingerprint(struct page *page, const uint8_t hash[32])
{
    for (int i = 0; i < 32; i++) {
        if (i == 4) {
            text_add(&page->text, page_sign(page, " \u2026 ", " ... "));
            i = 28;
        }
        text_add_format(&page->text, "%s%02x", i == 0 || i == 28 ? "" : ":", hash[i]);
    }
}

static void add_fixes(struct page *page, const struct report_result *result)
{
    for (size_t i = 0; i < result->shown.root_count; i++) {
        const chain_root *root = &result->roots[i];
        page_style(page, GREEN);
        text_add(&page->text, i ? "    and  " : "    add  ");
        page_style(page, PLAIN);
        text_add_format(&page->text, "%s  ", root->name);
        add_fingerprint(page, root->sha256);
        text_add(&page->text, "\n");
        if (result->fixes[i].note[0] && i + 1 == result->shown.root_count) {
            page_spaces(page, 9);
            page_paragraph(page, result->fixes[i].note, 9, 9);
        }
    }
    if (!result->shown.root_count)
        text_add(&page->text, "    No root that these facts know of would help.\n");
}

/* "leaf <- issuing CA <- root", or as far as it goes, and what would have to come next. */
static void add_path(struct page *page, const struct report_chain *chain)
{
    const chain_segment *segment = &chain->segments.segments[0];
    const char *arrow = page_sign(page, " \u2190 ", " <- ");
    struct text line = {0};
    for (size_t i = 0; i < segment->path_count; i++)
        text_add_format(&line, "%s%s", i ? arrow : "", segment->path[i].name);
    if (chain->missing[0])
        text_add_format(&line, "%s%s ?", arrow, chain->missing);
    text_add_format(&line, " (%s)", chain->chain);
    char *text = text_take(&line);
    page->text.failed |= !text;
    page_spaces(page, 6);
    text_add_format(&page->text, "%s ",
                    segment->verdict == CHAIN_VALID ? page_sign(page, "\u2713", "+")
                                                    : page_sign(page, "\u2717", "x"));
    page_paragraph(page, text ? text : "", 8, 8);
    mem_free(text);
}

/* What was captured and what may be served, where that is what is not known. */
static void add_possible(struct page *page, const struct report_result *result)
{
    if (result->shown.outcome.readiness != CHAIN_READINESS_UNKNOWN)
        return;
    for (int captured = 1; captured >= 0; captured--) {
        for (size_t i = 0; i < result->chain_count; i++) {
            const struct report_chain *chain = &result->chains[i];
            bool shown = captured ? strcmp(chain->chain, "captured") == 0
                                  : strcmp(chain->chain, "captured") != 0 &&
                                        strcmp(chain->presence, "possible") == 0;
            if (shown && chain->segments.count)
                add_path(page, chain);
        }
    }
}

/* Would both say the same, but for the endpoint's name? */
static bool same_problem(const struct report_result *a, const struct report_result *b)
{
    const chain_outcome *x = &a->shown.outcome, *y = &b->shown.outcome;
    if (x->readiness != y->readiness || x->breaks_at != y->breaks_at ||
        x->broken_since != y->broken_since || x->readiness == CHAIN_READINESS_UNKNOWN ||
        strcmp(a->shown.store, b->shown.store) != 0 || a->shown.lane != b->shown.lane ||
        strcmp(a->shown.reason, b->shown.reason) != 0 || a->shown.root_count != b->shown.root_count)
        return false;
    for (size_t i = 0; i < a->shown.root_count; i++) {
        if (memcmp(a->roots[i].sha256, b->roots[i].sha256, sizeof a->roots[i].sha256) != 0 ||
            strcmp(a->fixes[i].note, b->fixes[i].note) != 0)
            return false;
    }
    return true;
}

/* "2027-01-28  Amazon S3, Amazon CloudFront: breaks" */
static void add_problem_line(struct page *page, size_t first)
{
    const chain_report *report = page->report;
    const struct report_result *result = &report->results[first];
    const chain_outcome *outcome = &result->shown.outcome;
    bool later = outcome->readiness == CHAIN_BREAKS_LATER;
    char when[INSTANT_TEXT_SIZE];
    const char *word;
    const char *at = page_when(when, outcome, report->at, &word);
    if (!at[0])
        at = "now";
    page_style(page, outcome->readiness == CHAIN_READINESS_UNKNOWN ? YELLOW : RED);
    text_add_format(&page->text, "    %s", at);
    page_style(page, PLAIN);
    page_spaces(page, 12 - (strlen(at) < 11 ? strlen(at) : 11));
    struct text line = {0};
    text_add(&line, result->endpoint_title);
    for (size_t i = first + 1; i < report->result_count; i++) {
        if (report_counts(report, &report->results[i]) && same_problem(result, &report->results[i]))
            text_add_format(&line, ", %s", report->results[i].endpoint_title);
    }
    text_add_format(&line, ": %s", later ? "breaks" : word);
    char *text = text_take(&line);
    page->text.failed |= !text;
    page_paragraph(page, text ? text : "", 16, 16);
    mem_free(text);
}

/* The result at `index`, with those behind it that say the same; nothing where an earlier one did.
 */
void page_problem(struct page *page, size_t index)
{
    const struct report_result *result = &page->report->results[index];
    for (size_t i = 0; i < index; i++) {
        if (report_counts(page->report, &page->report->results[i]) &&
            same_problem(&page->report->results[i], result))
            return;
    }
    add_problem_line(page, index);
    page_spaces(page, 16);
    page_paragraph(page, result->shown.reason, 16, 16);
    add_possible(page, result);
    add_bar(page, &result->shown.outcome);
    add_fixes(page, result);
}
