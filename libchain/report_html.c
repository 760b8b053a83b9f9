// SPDX-License-Identifier: Apache-2.0
/*
 * A page about one report, or about many: one file that needs nothing else. The reports go into it
 * as JSON, the timelines beside them, and its own script draws them; nothing of theirs becomes
 * markup.
 */
#include "report_html.h"

#include "error.h"
#include "report.h"
#include "timeline.h"

#include <string.h>

static const char TEMPLATE[] =
#include "report.html.h"
    ;
static const char STYLE[] =
#include "report.css.h"
    ;
static const char SCRIPT[] =
#include "report.js.h"
    ;

/* JSON within <script>: "<" is the only octet that could end it (HTML 13.2.5.15). */
static void add_json(struct text *out, const char *json, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (json[i] == '<')
            text_add(out, "\\u003c");
        else
            text_add_bytes(out, &json[i], 1);
    }
}

/* Text as text. */
static void add_escaped(struct text *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            text_add(out, "&lt;");
        else if (*text == '&')
            text_add(out, "&amp;");
        else
            text_add_bytes(out, text, 1);
    }
}

struct parts {
    const struct html_report *reports;
    size_t count;
    const char *text; /* for those without scripts */
    chain_timeline *const *timelines;
    size_t timeline_count;
};

static void add_reports(struct text *out, const struct parts *parts)
{
    text_add(out, "[");
    for (size_t i = 0; i < parts->count; i++) {
        text_add(out, i ? ",\n{\"name\": " : "{\"name\": ");
        text_add_json(out, parts->reports[i].name);
        text_add(out, ", \"report\": ");
        add_json(out, parts->reports[i].json, parts->reports[i].size);
        text_add(out, "}");
    }
    text_add(out, "]");
}

static void add_timelines(struct text *out, const struct parts *parts)
{
    text_add(out, "{");
    for (size_t i = 0; i < parts->timeline_count; i++) {
        const char *json = chain_timeline_json(parts->timelines[i]);
        text_add(out, i ? ",\n" : "");
        text_add_json(out, parts->timelines[i]->id);
        text_add(out, ": ");
        add_json(out, json, strlen(json));
    }
    text_add(out, "}");
}

static void add_part(struct text *out, const char *name, size_t size, const struct parts *parts)
{
    if (strncmp(name, "CSS", size) == 0)
        text_add(out, STYLE);
    else if (strncmp(name, "JS", size) == 0)
        text_add(out, SCRIPT);
    else if (strncmp(name, "TEXT", size) == 0)
        add_escaped(out, parts->text);
    else if (strncmp(name, "REPORTS", size) == 0)
        add_reports(out, parts);
    else
        add_timelines(out, parts);
}

static char *make_page(const struct parts *parts)
{
    struct text out = {0};
    const char *at = TEMPLATE;
    for (const char *mark; (mark = strstr(at, "@@")); at = strstr(mark + 2, "@@") + 2) {
        text_add_bytes(&out, at, (size_t)(mark - at));
        add_part(&out, mark + 2, strcspn(mark + 2, "@"), parts);
    }
    text_add(&out, at);
    return text_take(&out);
}

char *chain_report_html(const chain_report *report)
{
    static const chain_text_options PLAIN = {.width = 100, .unicode = 1};
    char *json = chain_report_json(report), *text = chain_report_text(report, &PLAIN), *page = NULL;
    if (json && text) {
        struct html_report one = {"", json, strlen(json)};
        page = make_page(&(struct parts){&one, 1, text, report->timelines, report->timeline_count});
    }
    mem_free(json);
    mem_free(text);
    return page;
}

char *html_fleet(const struct html_report *reports, size_t count)
{
    return make_page(&(struct parts){reports, count, "This page needs scripts.", NULL, 0});
}
