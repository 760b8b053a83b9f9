// SPDX-License-Identifier: Apache-2.0
/*
 * The report for a person: the first line answers, the next ones are only about what breaks, and
 * everything that is fine takes one line.
 */
#include "instant.h"
#include "outcome.h"
#include "report.h"

#include <stdio.h>
#include <string.h>

struct page {
    const chain_report *report;
    const chain_text_options *options;
    struct text text;
};

enum style { PLAIN, BOLD, RED, YELLOW, GREEN, DIM };

static void style(struct page *page, enum style style)
{
    static const char *const CODES[] = {"0", "1", "31", "33", "32", "2"};
    if (page->options->color)
        text_add_format(&page->text, "\033[%sm", CODES[style]);
}

static const char *sign(const struct page *page, const char *unicode, const char *ascii)
{
    return page->options->unicode ? unicode : ascii;
}

static size_t columns(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static void spaces(struct page *page, size_t count)
{
    while (count--)
        text_add(&page->text, " ");
}

/* Words of `text` from column `at` on, further lines indented by `indent`; ends the line. */
static void paragraph(struct page *page, const char *text, size_t at, size_t indent)
{
    size_t width = (size_t)page->options->width, column = at;
    while (*text) {
        size_t size = strcspn(text, " "), wide = 0;
        for (size_t i = 0; i < size; i++)
            wide += ((unsigned char)text[i] & 0xc0) != 0x80;
        if (column > indent && column > at && column + 1 + wide > width) {
            text_add(&page->text, "\n");
            spaces(page, indent);
            column = indent;
        } else if (column > at) {
            text_add(&page->text, " ");
            column++;
        }
        text_add_bytes(&page->text, text, size);
        column += wide;
        text += size;
        text += strspn(text, " ");
    }
    text_add(&page->text, "\n");
}

/* The text of one line, as a string of its own. The caller frees it. */
static char *line_of(struct page *page, size_t start)
{
    struct text part = {0};
    if (!page->text.failed)
        text_add_bytes(&part, page->text.data + start, page->text.size - start);
    return text_take(&part);
}

static const char *date(char buffer[INSTANT_TEXT_SIZE], chain_time at)
{
    return instant_to_date(buffer, at);
}

/* ---- the summary ------------------------------------------------------------------------------ */

static size_t count_stores(const chain_report *report, chain_readiness readiness)
{
    size_t count = 0;
    for (size_t i = 0; i < report->store_count; i++)
        count += report->stores[i].outcome.readiness == readiness && !report->stores[i].failure;
    return count;
}

/* The result that the summary is about: the worst of the lane that decides. */
static const struct report_result *decisive(const chain_report *report)
{
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        const chain_outcome *a = &result->shown.outcome, *b = &report->outcome;
        if (result->shown.lane == report->lane && a->readiness == b->readiness &&
            a->breaks_at == b->breaks_at && a->broken_since == b->broken_since &&
            a->unknown_from == b->unknown_from)
            return result;
    }
    return NULL;
}

static const char *plural(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void add_which(struct page *page, const char *verb_one, const char *verb_many)
{
    const chain_report *report = page->report;
    const struct report_result *result = decisive(report);
    size_t count = count_stores(report, report->outcome.readiness);
    if (report->store_count == 1)
        text_add(&page->text, "this root store ");
    else
        text_add_format(&page->text, "%zu of %zu root stores ", count, report->store_count);
    text_add_format(&page->text, "%s %s.", plural(count, verb_one, verb_many),
                    result ? result->endpoint_title : "a server");
}

static bool is_all_recorded(const chain_report *report)
{
    for (size_t i = 0; i < report->result_count; i++) {
        if (report->results[i].evidence != CHAIN_RECORDED)
            return false;
    }
    return true;
}

static void summarise_ready(struct page *page)
{
    const chain_report *report = page->report;
    char when[INSTANT_TEXT_SIZE];
    text_add_format(&page->text, "Ready%s", is_all_recorded(report) ? "" : " (as stated)");
    style(page, PLAIN);
    text_add_format(&page->text, " %s %zu root %s, %zu current %s, until %s.",
                    sign(page, "\u2014", "-"), report->store_count,
                    plural(report->store_count, "store", "stores"), report->timeline_count,
                    plural(report->timeline_count, "migration", "migrations"),
                    date(when, report->until));
}

static void summarise_unknown(struct page *page)
{
    const chain_report *report = page->report;
    const chain_outcome *outcome = &report->outcome;
    const struct report_result *result = decisive(report);
    char when[INSTANT_TEXT_SIZE];
    text_add_format(&page->text, "Unknown");
    if (result)
        text_add_format(&page->text, " %s %s", outcome->unknown_from <= report->at ? "since" : "from",
                        date(when, outcome->unknown_from));
    style(page, PLAIN);
    text_add_format(&page->text, " %s ", sign(page, "\u2014", "-"));
    if (result)
        add_which(page, "may not reach", "may not reach");
    else
        text_add(&page->text, "a root store could not be read.");
}

static void add_summary(struct page *page)
{
    const chain_report *report = page->report;
    const chain_outcome *outcome = &report->outcome;
    const char *dash = sign(page, "\u2014", "-");
    char when[INSTANT_TEXT_SIZE];
    style(page, BOLD);
    switch (outcome->readiness) {
    case CHAIN_READY:
        style(page, GREEN);
        summarise_ready(page);
        break;
    case CHAIN_BREAKS_LATER:
        style(page, RED);
        text_add_format(&page->text, "Breaks on %s", date(when, outcome->breaks_at));
        style(page, PLAIN);
        text_add_format(&page->text, " %s ", dash);
        add_which(page, "stops reaching", "stop reaching");
        break;
    case CHAIN_BROKEN:
        style(page, RED);
        text_add(&page->text, "Broken");
        if (outcome->broken_since != CHAIN_TIME_MIN)
            text_add_format(&page->text, " since %s", date(when, outcome->broken_since));
        style(page, PLAIN);
        text_add_format(&page->text, " %s ", dash);
        add_which(page, "does not reach", "do not reach");
        break;
    case CHAIN_READINESS_UNKNOWN:
        style(page, YELLOW);
        summarise_unknown(page);
        break;
    case CHAIN_NOT_APPLICABLE:
        text_add(&page->text, "Not applicable");
        style(page, PLAIN);
        text_add_format(&page->text, " %s nothing of these migrations is pending then.", dash);
        break;
    }
}

static void add_first_line(struct page *page)
{
    char when[INSTANT_TEXT_SIZE], facts[64];
    struct page bare = *page;
    chain_text_options plain = *page->options;
    plain.color = 0;
    bare.options = &plain;
    bare.text = (struct text){0};
    add_summary(&bare);
    size_t used = bare.text.data ? columns(bare.text.data) : 0;
    page->text.failed |= bare.text.failed;
    text_free(&bare.text);
    add_summary(page);
    if (page->report->facts_as_of != CHAIN_TIME_MIN && !page->options->quiet) {
        snprintf(facts, sizeof(facts), "facts as of %s", date(when, page->report->facts_as_of));
        if (used + 2 + strlen(facts) <= (size_t)page->options->width) {
            spaces(page, (size_t)page->options->width - used - strlen(facts));
        } else {
            text_add(&page->text, "\n");
            spaces(page, (size_t)page->options->width - strlen(facts));
        }
        style(page, DIM);
        text_add(&page->text, facts);
        style(page, PLAIN);
    }
    text_add(&page->text, "\n");
}

/* ---- one problem ------------------------------------------------------------------------------ */

static void add_store_line(struct page *page, const struct report_store *store)
{
    struct text about = {0};
    const char *dot = sign(page, " \u00b7 ", ", ");
    text_add_safe(&about, store->place.stack);
    if (!store->failure)
        text_add_format(&about, "%s%zu %s", about.size ? dot : "", store->roots,
                        plural(store->roots, "root", "roots"));
    char *right = text_take(&about);
    spaces(page, 2);
    size_t start = page->text.size;
    style(page, BOLD);
    text_add_safe(&page->text, store->place.path);
    style(page, PLAIN);
    char *left = line_of(page, start);
    if (!left || !right) {
        page->text.failed = true;
    } else {
        size_t used = 2 + columns(left) - (page->options->color ? 8 : 0);
        size_t width = (size_t)page->options->width;
        if (used + 2 + columns(right) <= width) {
            spaces(page, width - used - columns(right));
        } else {
            text_add(&page->text, "\n");
            spaces(page, 4);
        }
        text_add_format(&page->text, "%s\n", right);
    }
    mem_free(left);
    mem_free(right);
}

static const char *headline(char buffer[INSTANT_TEXT_SIZE], const chain_outcome *outcome,
                            chain_time at, const char **word)
{
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        *word = "breaks on";
        return date(buffer, outcome->breaks_at);
    case CHAIN_BROKEN:
        *word = outcome->broken_since == CHAIN_TIME_MIN ? "broken" : "broken since";
        return outcome->broken_since == CHAIN_TIME_MIN ? "" : date(buffer, outcome->broken_since);
    case CHAIN_READINESS_UNKNOWN:
        *word = outcome->unknown_from <= at ? "unknown since" : "unknown from";
        return outcome->unknown_from == CHAIN_TIME_MIN ? "" : date(buffer, outcome->unknown_from);
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
    text_add_format(&page->text, "    %s %s", date(from, report->at), sign(page, "\u251c", "|"));
    for (int i = 0; i < WIDTH; i++) {
        text_add(&page->text, i < cross    ? sign(page, "\u2500", "=")
                              : i == cross ? sign(page, "\u2573", "X")
                                           : sign(page, "\u254c", "."));
    }
    text_add_format(&page->text, "%s %s\n", sign(page, "\u2524", "|"), date(until, report->until));
}

static void add_fingerprint(struct page *page, const uint8_t hash[32])
{
    for (int i = 0; i < 32; i++) {
        if (i == 4) {
            text_add(&page->text, sign(page, " \u2026 ", " ... "));
            i = 28;
        }
        text_add_format(&page->text, "%s%02x", i == 0 || i == 28 ? "" : ":", hash[i]);
    }
}

static void add_fixes(struct page *page, const struct report_result *result)
{
    for (size_t i = 0; i < result->shown.root_count; i++) {
        const chain_root *root = &result->roots[i];
        style(page, GREEN);
        text_add(&page->text, i ? "    and  " : "    add  ");
        style(page, PLAIN);
        text_add_format(&page->text, "%s  ", root->name);
        add_fingerprint(page, root->sha256);
        text_add(&page->text, "\n");
        if (result->fixes[i].note[0] && i + 1 == result->shown.root_count) {
            spaces(page, 9);
            paragraph(page, result->fixes[i].note, 9, 9);
        }
    }
    if (!result->shown.root_count)
        text_add(&page->text, "    No root that these facts know of would help.\n");
}

/* What may be served, where that is what is not known: FIRST things a person asks. */
static void add_possible(struct page *page, const struct report_result *result)
{
    if (result->shown.outcome.readiness != CHAIN_READINESS_UNKNOWN)
        return;
    for (size_t i = 0; i < result->chain_count; i++) {
        const struct report_chain *chain = &result->chains[i];
        if (strcmp(chain->presence, "possible") != 0 || !chain->segments.count)
            continue;
        const chain_segment *segment = &chain->segments.segments[0];
        text_add_format(&page->text, "      %s ", segment->verdict == CHAIN_VALID
                                                     ? sign(page, "\u2713", "+")
                                                     : sign(page, "\u2717", "x"));
        for (size_t k = 0; k < segment->path_count; k++)
            text_add_format(&page->text, "%s%s", k ? sign(page, " \u2190 ", " <- ") : "",
                            segment->path[k].name);
        text_add_format(&page->text, "%s  (%s)\n",
                        segment->verdict == CHAIN_VALID ? "" : sign(page, " \u2190 ?", " <- ?"),
                        chain->chain);
    }
}

static void add_problem(struct page *page, const struct report_result *result)
{
    const chain_outcome *outcome = &result->shown.outcome;
    char when[INSTANT_TEXT_SIZE];
    const char *word;
    const char *at = headline(when, outcome, page->report->at, &word);
    style(page, outcome->readiness == CHAIN_READINESS_UNKNOWN ? YELLOW : RED);
    text_add_format(&page->text, "    %s", at);
    style(page, PLAIN);
    spaces(page, 12 - (strlen(at) < 11 ? strlen(at) : 11));
    text_add_format(&page->text, "%s: %s\n", result->endpoint_title, word[0] ? word : "");
    spaces(page, 16);
    paragraph(page, result->shown.reason, 16, 16);
    add_possible(page, result);
    add_bar(page, outcome);
    add_fixes(page, result);
}

/* ---- the rest in one line --------------------------------------------------------------------- */

static void add_failures(struct page *page)
{
    for (size_t i = 0; i < page->report->store_count; i++) {
        const struct report_store *store = &page->report->stores[i];
        if (!store->failure)
            continue;
        add_store_line(page, store);
        spaces(page, 4);
        struct text why = {0};
        text_add(&why, "could not be read: ");
        text_add_safe(&why, store->failure->message);
        char *message = text_take(&why);
        paragraph(page, message ? message : "", 4, 4);
        mem_free(message);
    }
}

static void add_ready_stores(struct page *page)
{
    const chain_report *report = page->report;
    size_t count = count_stores(report, CHAIN_READY), seen = 0;
    struct text line = {0};
    if (!count || report->outcome.readiness == CHAIN_READY)
        return;
    text_add_format(&line, "%zu %s ready for all %zu current %s: ", count,
                    plural(count, "store is", "stores are"), report->timeline_count,
                    plural(report->timeline_count, "migration", "migrations"));
    for (size_t i = 0; i < report->store_count; i++) {
        const struct report_store *store = &report->stores[i];
        if (store->outcome.readiness == CHAIN_READY && !store->failure)
            text_add_format(&line, "%s%s", store->place.id, ++seen == count ? "." : ", ");
    }
    char *text = text_take(&line);
    text_add(&page->text, "\n  ");
    paragraph(page, text ? text : "", 2, 2);
    mem_free(text);
}

static void add_skipped(struct page *page)
{
    for (size_t i = 0; i < page->report->store_count; i++) {
        const struct report_store *store = &page->report->stores[i];
        if (!store->skipped_count)
            continue;
        struct text line = {0};
        text_add_format(&line, "%s: %zu %s skipped; the first: ", store->place.id,
                        store->skipped_count, plural(store->skipped_count, "entry", "entries"));
        text_add_safe(&line, store->skipped[0].message);
        if (store->skipped[0].offset != CHAIN_NO_OFFSET)
            text_add_format(&line, " (entry %llu, offset %llu)",
                            (unsigned long long)store->skipped[0].entry,
                            (unsigned long long)store->skipped[0].offset);
        char *text = text_take(&line);
        text_add(&page->text, "\n  ");
        paragraph(page, text ? text : "", 2, 2);
        mem_free(text);
    }
}

/* The lane that does not decide is a warning. */
static void add_other_lane(struct page *page)
{
    const chain_report *report = page->report;
    const struct report_result *worst = NULL;
    bool any = false;
    char when[INSTANT_TEXT_SIZE];
    const char *word;
    struct text line = {0};
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (result->shown.lane == report->lane)
            continue;
        any = true;
        if (!worst || outcome_worse(&worst->shown.outcome, &result->shown.outcome) ==
                          &result->shown.outcome)
            worst = result;
    }
    if (!any)
        return;
    bool program = report->lane == CHAIN_LANE_INSTALLED;
    if (worst->shown.outcome.readiness <= CHAIN_READY) {
        text_add_format(&line, "%s, nothing changes for the worse before %s.",
                        program ? "If the stores follow their programs (Mozilla, as a rule)"
                                : "If the stores stay as they are",
                        date(when, report->until));
    } else {
        const char *at = headline(when, &worst->shown.outcome, report->at, &word);
        text_add_format(&line, "%s, %s %s%s%s%s for %s. %s",
                        program ? "If the stores follow their programs" : "If the stores stay as they are",
                        worst->shown.store,
                        worst->shown.outcome.readiness == CHAIN_BREAKS_LATER ? "" : "is ", word,
                        at[0] ? " " : "", at, worst->endpoint_title, worst->shown.reason);
    }
    char *text = text_take(&line);
    text_add(&page->text, "\n  ");
    paragraph(page, text ? text : "", 2, 2);
    mem_free(text);
}

static void add_problems(struct page *page)
{
    const chain_report *report = page->report;
    for (size_t i = 0; i < report->store_count; i++) {
        const struct report_store *store = &report->stores[i];
        if (store->failure || store->outcome.readiness <= CHAIN_READY)
            continue;
        text_add(&page->text, "\n");
        add_store_line(page, store);
        for (size_t k = 0; k < report->result_count; k++) {
            const struct report_result *result = &report->results[k];
            if (strcmp(result->shown.store, store->place.id) == 0 &&
                result->shown.lane == report->lane && result->shown.outcome.readiness > CHAIN_READY)
                add_problem(page, result);
        }
    }
}

char *chain_report_text(const chain_report *report, const chain_text_options *options)
{
    struct page page = {.report = report, .options = options};
    if (options->width < 40)
        return NULL;
    if (options->quiet && report->outcome.readiness <= CHAIN_READY)
        return text_take(&page.text);
    add_first_line(&page);
    if (!options->quiet) {
        add_problems(&page);
        add_failures(&page);
        add_ready_stores(&page);
        add_skipped(&page);
        add_other_lane(&page);
    }
    return text_take(&page.text);
}
