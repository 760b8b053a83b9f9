// SPDX-License-Identifier: Apache-2.0
/* Readers of stores down, migrations across, dates in the cells: chain_report_matrix. */
#include "instant.h"
#include "outcome.h"
#include "report_reader.h"

#include <string.h>

enum { MOST_COLUMNS = 64 };

struct matrix {
    struct page page;
    const char *columns[MOST_COLUMNS];
    size_t column_count;
    size_t label; /* columns of the terminal for the rows' names */
};

static const char *column_of(const struct report_result *result)
{
    return result->shown.timeline[0] ? result->shown.timeline : result->shown.endpoint;
}

static void find_columns(struct matrix *matrix)
{
    const chain_report *report = matrix->page.report;
    for (size_t i = 0; i < report->result_count; i++) {
        const char *name = column_of(&report->results[i]);
        size_t known = 0;
        while (known < matrix->column_count && strcmp(matrix->columns[known], name) != 0)
            known++;
        if (known == matrix->column_count && known < MOST_COLUMNS)
            matrix->columns[matrix->column_count++] = name;
    }
}

/* The worst of one store, one column and one reader; `reader` is report->store's number of it, or
 * -1 for the verdict that decides. NULL: not asked. */
static const chain_outcome *cell(const struct matrix *matrix, const struct report_store *store,
                                 size_t column, long reader)
{
    const chain_report *report = matrix->page.report;
    const chain_outcome *worst = NULL;
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (result->shown.lane != report->lane ||
            strcmp(result->shown.store, store->place.id) != 0 ||
            strcmp(column_of(result), matrix->columns[column]) != 0)
            continue;
        if (reader >= (long)result->reading_count)
            continue;
        const chain_outcome *outcome =
            reader < 0 ? &result->shown.outcome : &result->readings[reader].outcome;
        worst = worst ? outcome_worse(worst, outcome) : outcome;
    }
    return worst;
}

static size_t width_of(const char *column)
{
    size_t width = strlen(column);
    return width < 18 ? 18 : width;
}

static void add_cell(struct matrix *matrix, const chain_outcome *outcome, size_t width)
{
    struct page *page = &matrix->page;
    char when[INSTANT_TEXT_SIZE], word[64];
    enum style style = GREEN;
    if (!outcome) {
        strcpy(word, "-");
        style = DIM;
    } else if (outcome->readiness == CHAIN_BREAKS_LATER) {
        strcpy(word, instant_to_date(when, outcome->breaks_at));
        style = RED;
    } else if (outcome->readiness == CHAIN_BROKEN && outcome->broken_since != CHAIN_TIME_MIN) {
        strcpy(word, "since ");
        strcat(word, instant_to_date(when, outcome->broken_since));
        style = RED;
    } else {
        strcpy(word, outcome->readiness == CHAIN_NOT_APPLICABLE
                         ? "-"
                         : chain_readiness_name(outcome->readiness));
        style = outcome->readiness == CHAIN_BROKEN              ? RED
                : outcome->readiness == CHAIN_READINESS_UNKNOWN ? YELLOW
                                                                : GREEN;
    }
    page_spaces(page, 2);
    page_style(page, style);
    text_add(&page->text, word);
    page_style(page, PLAIN);
    page_spaces(page, width > strlen(word) ? width - strlen(word) : 0);
}

/* "PHP 8.2 curl [curl-openssl, likely]"; an asterisk where the profile was not measured. */
static void add_label(struct text *label, const struct report_store *store, long number)
{
    if (number < 0) {
        text_add_format(label, "  %s (decides)", store->profile);
        return;
    }
    const chain_reader *reader = &store->readers[number];
    text_add(label, "  ");
    text_add_safe(label, reader->who);
    if (strcmp(reader->who, reader->profile) != 0)
        text_add_format(label, " [%s, %s]", reader->profile, reader->sure);
    if (report_source_note(reader->profile)[0])
        text_add(label, " *");
}

/* What the asterisk means, where there was one. */
static void add_note(struct page *page)
{
    for (size_t i = 0; i < page->report->store_count; i++) {
        const struct report_store *store = &page->report->stores[i];
        for (size_t k = 0; k < store->reader_count && store->judged && !store->failure; k++) {
            if (!report_source_note(store->readers[k].profile)[0])
                continue;
            page_paragraph(page, "* predicted from documentation; the others are measured", 0, 2);
            return;
        }
    }
}

static void add_row(struct matrix *matrix, const struct report_store *store, long reader)
{
    struct page *page = &matrix->page;
    struct text label = {0};
    add_label(&label, store, reader);
    char *text = text_take(&label);
    page->text.failed |= !text;
    size_t used = text ? page_columns(text) : 0;
    text_add(&page->text, text ? text : "");
    page_spaces(page, used < matrix->label ? matrix->label - used : 0);
    mem_free(text);
    for (size_t i = 0; i < matrix->column_count; i++)
        add_cell(matrix, cell(matrix, store, i, reader), width_of(matrix->columns[i]));
    text_add(&page->text, "\n");
}

/* The longest name of a row, at most half a line. */
static size_t label_width(const struct matrix *matrix)
{
    const chain_report *report = matrix->page.report;
    size_t most = 24;
    for (size_t i = 0; i < report->store_count; i++) {
        for (size_t k = 0; k < report->stores[i].reader_count; k++) {
            const chain_reader *reader = &report->stores[i].readers[k];
            size_t width = strlen(reader->who) + 4;
            if (strcmp(reader->who, reader->profile) != 0)
                width += strlen(reader->profile) + strlen(reader->sure) + 5;
            most = width > most ? width : most;
        }
    }
    return most < 70 ? most : 70;
}

char *chain_report_matrix(const chain_report *report, const chain_text_options *options)
{
    struct matrix matrix = {.page = {.report = report, .options = options}};
    if (!report || !options || options->width < 40)
        return NULL;
    struct page *page = &matrix.page;
    find_columns(&matrix);
    matrix.label = label_width(&matrix);
    page_spaces(page, matrix.label);
    for (size_t i = 0; i < matrix.column_count; i++) {
        size_t width = width_of(matrix.columns[i]), used = strlen(matrix.columns[i]);
        page_spaces(page, 2);
        page_style(page, BOLD);
        text_add_safe(&page->text, matrix.columns[i]);
        page_style(page, PLAIN);
        page_spaces(page, width - used);
    }
    text_add(&page->text, "\n");
    for (size_t i = 0; i < report->store_count; i++) {
        const struct report_store *store = &report->stores[i];
        if (store->failure || !store->judged)
            continue;
        page_style(page, BOLD);
        text_add_safe(&page->text, store->place.id);
        page_style(page, PLAIN);
        text_add(&page->text, "  ");
        text_add_safe(&page->text, store->place.path);
        text_add(&page->text, "\n");
        for (long reader = -1; reader < (long)store->reader_count; reader++)
            add_row(&matrix, store, reader);
    }
    add_note(page);
    return text_take(&page->text);
}
