// SPDX-License-Identifier: Apache-2.0
/*
 * The report for a person: the first line answers, the next ones are only about what breaks, and
 * everything that is fine takes one line.
 */
#include "instant.h"
#include "outcome.h"
#include "page.h"
#include "report_format.h"
#include "page_problem.h"
#include "report_remarks.h"
#include "report_reader.h"

#include <stdio.h>
#include <string.h>

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

static bool same_endpoint(const struct report_result *a, const struct report_result *b)
{
    return strcmp(a->shown.timeline, b->shown.timeline) == 0 &&
           strcmp(a->shown.endpoint, b->shown.endpoint) == 0;
}

/* Has this endpoint the report's word on this store? */
static bool has_word(const chain_report *report, const struct report_store *store,
                     const struct report_result *result)
{
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *other = &report->results[i];
        if (report_counts(report, other) && same_endpoint(result, other) &&
            other->shown.outcome.readiness == report->outcome.readiness &&
            strcmp(other->shown.store, store->place.id) == 0)
            return true;
    }
    return false;
}

static bool is_any_other_endpoint(const chain_report *report, const struct report_result *result)
{
    for (size_t i = 0; i < report->result_count; i++) {
        if (report_counts(report, &report->results[i]) &&
            !same_endpoint(result, &report->results[i]))
            return true;
    }
    return false;
}

static void add_which(struct page *page, const char *verb_one, const char *verb_many)
{
    const chain_report *report = page->report;
    const struct report_result *result = decisive(report);
    size_t count = result ? 0 : count_stores(report, report->outcome.readiness);
    for (size_t i = 0; result && i < report->store_count; i++)
        count += has_word(report, &report->stores[i], result);
    if (report->store_count == 1)
        text_add(&page->text, "this root store ");
    else
        text_add_format(&page->text, "%zu of %zu root stores ", count, report->store_count);
    text_add_format(&page->text, "%s %s%s.", plural(count, verb_one, verb_many),
                    result ? result->endpoint_title : "a server",
                    result && is_any_other_endpoint(report, result) ? " and more" : "");
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
    page_style(page, PLAIN);
    size_t accepted = report_accepted_count(report);
    if (accepted)
        text_add_format(&page->text, ", but for %zu accepted %s", accepted,
                        plural(accepted, "finding", "findings"));
    text_add_format(
        &page->text, " %s %zu root %s, %zu current %s, until %s.", page_sign(page, "\u2014", "-"),
        report->store_count, plural(report->store_count, "store", "stores"), report->timeline_count,
        plural(report->timeline_count, "migration", "migrations"), date(when, report->until));
}

static void summarise_unknown(struct page *page)
{
    const chain_report *report = page->report;
    const chain_outcome *outcome = &report->outcome;
    const struct report_result *result = decisive(report);
    char when[INSTANT_TEXT_SIZE];
    text_add_format(&page->text, "Unknown");
    if (result)
        text_add_format(&page->text, " %s %s",
                        outcome->unknown_from <= report->at ? "since" : "from",
                        date(when, outcome->unknown_from));
    page_style(page, PLAIN);
    text_add_format(&page->text, " %s ", page_sign(page, "\u2014", "-"));
    if (result)
        add_which(page, "may not reach", "may not reach");
    else
        text_add(&page->text, "a root store could not be read.");
}

static const char *why_not_applicable(const chain_report *report)
{
    if (!report_names_servers(report))
        return "no servers are named: rules for captured chains, or for reading.";
    if (report->host_count && report->stranger_count == report->host_count)
        return "none of the hosts named is a server of these migrations.";
    return "nothing of these migrations is pending then.";
}

static void add_summary(struct page *page)
{
    const chain_report *report = page->report;
    const chain_outcome *outcome = &report->outcome;
    const char *dash = page_sign(page, "\u2014", "-");
    char when[INSTANT_TEXT_SIZE];
    page_style(page, BOLD);
    switch (outcome->readiness) {
    case CHAIN_READY:
        page_style(page, GREEN);
        summarise_ready(page);
        break;
    case CHAIN_BREAKS_LATER:
        page_style(page, RED);
        text_add_format(&page->text, "Breaks on %s", date(when, outcome->breaks_at));
        page_style(page, PLAIN);
        text_add_format(&page->text, " %s ", dash);
        add_which(page, "stops reaching", "stop reaching");
        break;
    case CHAIN_BROKEN:
        page_style(page, RED);
        text_add(&page->text, "Broken");
        if (outcome->broken_since != CHAIN_TIME_MIN)
            text_add_format(&page->text, " since %s", date(when, outcome->broken_since));
        page_style(page, PLAIN);
        text_add_format(&page->text, " %s ", dash);
        add_which(page, "does not reach", "do not reach");
        break;
    case CHAIN_READINESS_UNKNOWN:
        page_style(page, YELLOW);
        summarise_unknown(page);
        break;
    case CHAIN_NOT_APPLICABLE:
        text_add(&page->text, "Not applicable");
        page_style(page, PLAIN);
        text_add_format(&page->text, " %s %s", dash, why_not_applicable(page->report));
        break;
    }
}

char *report_headline(const chain_report *report)
{
    static const chain_text_options PLAIN_TEXT = {.width = 100, .unicode = 1};
    struct page page = {.report = report, .options = &PLAIN_TEXT};
    add_summary(&page);
    return text_take(&page.text);
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
    size_t used = bare.text.data ? page_columns(bare.text.data) : 0;
    page->text.failed |= bare.text.failed;
    text_free(&bare.text);
    add_summary(page);
    if (page->report->facts_as_of != CHAIN_TIME_MIN && !page->options->quiet) {
        snprintf(facts, sizeof(facts), "facts as of %s", date(when, page->report->facts_as_of));
        if (used + 2 + strlen(facts) <= (size_t)page->options->width) {
            page_spaces(page, (size_t)page->options->width - used - strlen(facts));
        } else {
            text_add(&page->text, "\n");
            page_spaces(page, (size_t)page->options->width - strlen(facts));
        }
        page_style(page, DIM);
        text_add(&page->text, facts);
        page_style(page, PLAIN);
    }
    text_add(&page->text, "\n");
}

/* ---- the rest in one line --------------------------------------------------------------------- */

static void add_failures(struct page *page)
{
    for (size_t i = 0; i < page->report->store_count; i++) {
        const struct report_store *store = &page->report->stores[i];
        if (!store->failure)
            continue;
        page_store(page, store);
        page_spaces(page, 4);
        struct text why = {0};
        text_add(&why, "could not be read: ");
        text_add_safe(&why, store->failure->message);
        char *message = text_take(&why);
        page_paragraph(page, message ? message : "", 4, 4);
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
    page_paragraph(page, text ? text : "", 2, 2);
    mem_free(text);
}

/* What the lane that decides says of the same store and endpoint; NULL: nothing. */
static const struct report_result *counterpart(const chain_report *report,
                                               const struct report_result *result)
{
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *other = &report->results[i];
        if (other->shown.lane == report->lane && same_endpoint(other, result) &&
            strcmp(other->shown.store, result->shown.store) == 0)
            return other;
    }
    return NULL;
}

static bool is_worse(const struct report_result *result, const struct report_result *than)
{
    const chain_outcome *outcome = &result->shown.outcome;
    return !than || outcome_worse(&than->shown.outcome, outcome) == outcome;
}

/* The lane that does not decide is a warning, where it is worse. */
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
        if (result->shown.lane == report->lane || result->accepted)
            continue;
        const struct report_result *main = counterpart(report, result);
        if (main && main->shown.outcome.readiness == CHAIN_BROKEN) /* since when matters little */
            continue;
        any = true;
        if (is_worse(result, main) && is_worse(result, worst))
            worst = result;
    }
    if (!any)
        return;
    bool program = report->lane == CHAIN_LANE_INSTALLED;
    if (!worst || worst->shown.outcome.readiness <= CHAIN_READY) {
        text_add_format(&line, "%s, nothing changes for the worse before %s.",
                        program ? "If the stores follow their programs (Mozilla, as a rule)"
                                : "If the stores stay as they are",
                        date(when, report->until));
    } else {
        const char *at = page_when(when, &worst->shown.outcome, report->at, &word);
        text_add_format(
            &line, "%s, %s %s%s%s%s for %s. %s",
            program ? "If the stores follow their programs" : "If the stores stay as they are",
            worst->shown.store, worst->shown.outcome.readiness == CHAIN_BREAKS_LATER ? "" : "is ",
            word, at[0] ? " " : "", at, worst->endpoint_title, worst->shown.reason);
    }
    char *text = text_take(&line);
    text_add(&page->text, "\n  ");
    page_paragraph(page, text ? text : "", 2, 2);
    mem_free(text);
}

/* What to type, once a store. One that was named by its path is known by it, the others by their
 * ids. What a program made itself no command finds. */
static void add_command(struct page *page, const struct report_store *store)
{
    bool by_path = page->options->by_path || strcmp(store->place.manager, "file") == 0;
    const char *name = by_path ? store->place.path : store->place.id;
    if (strcmp(store->place.manager, "program") == 0)
        return;
    struct text safe = {0};
    text_add_safe(&safe, name);
    bool plain = safe.data && strcmp(safe.data, name) == 0;
    page->text.failed |= safe.failed;
    text_free(&safe);
    if (!plain) /* it cannot be shown and typed alike */
        return;
    struct text line = {0};
    text_add_format(&line, "%s --store ", page->options->fix_command);
    recipe_quote(&line, name);
    char *typed = text_take(&line);
    page_style(page, GREEN);
    text_add(&page->text, "    type ");
    page_style(page, PLAIN);
    if (typed)
        page_shell_line(page, typed, sizeof "    type " - 1);
    else
        page->text.failed = true;
    mem_free(typed);
}

/* The worst first. */
static void add_problems_of(struct page *page, const struct report_store *store)
{
    const chain_report *report = page->report;
    bool helps = false;
    for (int word = CHAIN_BROKEN; word > CHAIN_READY; word--) {
        for (size_t i = 0; i < report->result_count; i++) {
            const struct report_result *result = &report->results[i];
            if ((int)result->shown.outcome.readiness != word || !report_counts(report, result) ||
                strcmp(result->shown.store, store->place.id) != 0)
                continue;
            page_problem(page, i);
            helps |= result->shown.root_count > 0;
        }
    }
    if (helps && page->options->fix_command)
        add_command(page, store);
}

static void add_problems(struct page *page)
{
    const chain_report *report = page->report;
    for (size_t i = 0; i < report->store_count; i++) {
        const struct report_store *store = &report->stores[i];
        if (store->failure || store->outcome.readiness <= CHAIN_READY)
            continue;
        text_add(&page->text, "\n");
        page_store(page, store);
        add_problems_of(page, store);
    }
}

char *chain_report_text(const chain_report *report, const chain_text_options *options)
{
    struct page page = {.report = report, .options = options};
    if (options->width < 40)
        return NULL;
    if (options->quiet && report->outcome.readiness <= CHAIN_READY)
        return text_take(&page.text);
    if (!options->quiet)
        report_add_warnings(&page);
    add_first_line(&page);
    if (!options->quiet) {
        add_problems(&page);
        add_failures(&page);
        add_ready_stores(&page);
        report_add_skipped(&page);
        add_other_lane(&page);
        report_add_remarks(&page);
    }
    return text_take(&page.text);
}
