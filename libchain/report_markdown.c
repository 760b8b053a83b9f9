// SPDX-License-Identifier: Apache-2.0
/*
 * Markdown for a comment on a pull request: CommonMark, and a table of GitHub's. Text of others
 * never becomes markup: its punctuation is escaped, and what a forge would make a link of (@name,
 * #1) stands in a code span.
 */
#include "instant.h"
#include "report_format.h"

#include <string.h>

static size_t longest_run(const char *text, char mark)
{
    size_t longest = 0, run = 0;
    for (; *text; text++) {
        run = *text == mark ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void add_marks(struct text *out, size_t count)
{
    while (count--)
        text_add(out, "`");
}

/* CommonMark 6.1: between more backticks than it holds. A table splits at "|" even here. */
static void add_code(struct text *out, const char *text)
{
    size_t marks = longest_run(text, '`') + 1;
    add_marks(out, marks);
    text_add(out, marks > 1 ? " " : "");
    for (; *text; text++) {
        text_add(out, *text == '|' ? "\\" : "");
        text_add_bytes(out, text, 1);
    }
    text_add(out, marks > 1 ? " " : "");
    add_marks(out, marks);
}

/* CommonMark 2.4: any ASCII punctuation may be escaped. These are harmless within a line. */
static void add_plain(struct text *out, const char *text)
{
    for (; *text; text++) {
        bool punctuation = *text > ' ' && *text < 0x7f && !strchr(",;'()/-", *text) &&
                           !(*text >= '0' && *text <= '9') && !(*text >= 'A' && *text <= 'Z') &&
                           !(*text >= 'a' && *text <= 'z');
        text_add(out, punctuation && *text != '.' ? "\\" : "");
        text_add(out, *text == '.' && text[1] > ' ' ? "\\" : ""); /* www.example.org */
        text_add_bytes(out, text, 1);
    }
}

static void add_words(struct text *out, const char *text)
{
    struct text safe = {0};
    text_add_safe(&safe, text);
    if (safe.size && strpbrk(safe.data, "@#"))
        add_code(out, safe.data);
    else if (safe.size)
        add_plain(out, safe.data);
    out->failed |= safe.failed;
    text_free(&safe);
}

static void add_name(struct text *out, const char *text)
{
    struct text safe = {0};
    text_add_safe(&safe, text);
    if (safe.size)
        add_code(out, safe.data);
    out->failed |= safe.failed;
    text_free(&safe);
}

static void add_row(struct text *out, const chain_report *report,
                    const struct report_result *result)
{
    text_add(out, "| ");
    add_name(out, report_store_of(report, result)->place.path);
    text_add(out, " | ");
    add_words(out, report_endpoint(result));
    text_add(out, " | **");
    report_add_when(out, &result->shown.outcome);
    text_add(out, "** | ");
    add_words(out, result->shown.reason);
    text_add(out, " | ");
    for (size_t i = 0; i < result->shown.root_count; i++) {
        text_add(out, i ? ", " : "");
        add_words(out, result->roots[i].name);
    }
    text_add(out, " |\n");
}

static void add_table(struct text *out, const chain_report *report)
{
    bool any = false;
    for (size_t i = 0; i < report->result_count; i++) {
        if (!report_counts(report, &report->results[i]))
            continue;
        if (!any)
            text_add(out, "\n| root store | server | verdict | why | add |\n"
                          "| --- | --- | --- | --- | --- |\n");
        any = true;
        add_row(out, report, &report->results[i]);
    }
}

/* A line of its own in a fence: what is not plain is shown as text_add_safe has it. */
static void add_lines(struct text *out, const char *command)
{
    struct text line = {0};
    for (; *command || line.size; command++) {
        if (*command && *command != '\n') {
            text_add_bytes(&line, command, 1);
            continue;
        }
        text_add_safe(out, line.size ? line.data : "");
        text_add(out, "\n");
        out->failed |= line.failed;
        text_free(&line);
        if (!*command)
            break;
    }
    out->failed |= line.failed;
    text_free(&line);
}

static bool is_first(const chain_report *report, size_t index, const char *command)
{
    for (size_t i = 0; i < index; i++) {
        const struct report_result *result = &report->results[i];
        for (size_t k = 0; report_counts(report, result) && k < result->shown.root_count; k++) {
            if (strcmp(result->fixes[k].command, command) == 0)
                return false;
        }
    }
    return true;
}

/* Each command once, behind a fence that no run of backticks in them can end. */
static void add_commands(struct text *out, const chain_report *report)
{
    struct text commands = {0};
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        for (size_t k = 0; report_counts(report, result) && k < result->shown.root_count; k++) {
            if (is_first(report, i, result->fixes[k].command))
                add_lines(&commands, result->fixes[k].command);
        }
    }
    if (commands.size) {
        size_t run = longest_run(commands.data, '`');
        size_t marks = run < 3 ? 3 : run + 1;
        text_add(out, "\nWhat to type, beside the files of `chainready fix --write-pem .`:\n\n");
        add_marks(out, marks);
        text_add(out, "sh\n");
        text_add(out, commands.data);
        add_marks(out, marks);
        text_add(out, "\n");
    }
    out->failed |= commands.failed;
    text_free(&commands);
}

static void add_item(struct text *out, const char *before, struct text *item)
{
    if (item->size) {
        text_add_format(out, "- %s", before);
        add_words(out, item->data);
        text_add(out, "\n");
    }
    out->failed |= item->failed;
    text_free(item);
}

/* What is not the answer, a line each. */
static void add_remarks(struct text *out, const chain_report *report)
{
    struct text item = {0};
    text_add(out, "\n");
    for (size_t i = 0; i < report->store_count; i++) {
        if (!report->stores[i].failure)
            continue;
        text_add_format(&item, "%s: %s", report->stores[i].place.path,
                        report->stores[i].failure->message);
        add_item(out, "could not be read: ", &item);
    }
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (result->shown.outcome.readiness <= CHAIN_READY || report_counts(report, result))
            continue;
        report_add_problem(&item, report, result);
        if (result->accepted)
            text_add_format(&item, " (%s)", result->accepted->reason);
        add_item(out,
                 result->accepted                       ? "accepted: "
                 : report->lane == CHAIN_LANE_INSTALLED ? "if the store follows its program: "
                                                        : "if the store stays as it is: ",
                 &item);
    }
    for (size_t i = 0; i < report->entry_count; i++) {
        report_add_entry(&item, &report->entries[i]);
        add_item(out, "", &item);
    }
    report_add_age(&item, report);
    add_item(out, "", &item);
}

char *report_markdown(const chain_report *report)
{
    struct text out = {0};
    char from[INSTANT_TEXT_SIZE], until[INSTANT_TEXT_SIZE], facts[INSTANT_TEXT_SIZE];
    char *headline = report_headline(report);
    text_add(&out, "### chainready: ");
    add_words(&out, headline ? headline : "");
    text_add_format(&out, "\n\nFrom %s until %s", instant_to_date(from, report->at),
                    instant_to_date(until, report->until));
    if (report->facts_as_of != CHAIN_TIME_MIN)
        text_add_format(&out, "; facts as of %s", instant_to_date(facts, report->facts_as_of));
    text_add(&out, ".\n");
    add_table(&out, report);
    add_commands(&out, report);
    add_remarks(&out, report);
    out.failed |= !headline;
    mem_free(headline);
    return text_take(&out);
}
