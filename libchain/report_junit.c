// SPDX-License-Identifier: Apache-2.0
/*
 * JUnit's XML, as build servers read it: a suite a store, a case a result. What breaks is a
 * failure, what cannot be decided an error. What the baseline accepts, and the lane that does not
 * decide, are skipped and say why.
 */
#include "instant.h"
#include "report_format.h"

#include <string.h>

/* Text of others in an attribute or between tags: safe to show, so that XML 1.0 (2.2) may hold it.
 */
static void add_escaped(struct text *out, const char *text)
{
    static const char SPECIAL[] = "<>&\"'";
    static const char *const NAMES[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"};
    struct text safe = {0};
    text_add_safe(&safe, text);
    for (size_t i = 0; i < safe.size; i++) {
        const char *at = strchr(SPECIAL, safe.data[i]);
        if (at)
            text_add(out, NAMES[at - SPECIAL]);
        else
            text_add_bytes(out, &safe.data[i], 1);
    }
    out->failed |= safe.failed;
    text_free(&safe);
}

static void add_attribute(struct text *out, const char *name, const char *value)
{
    text_add_format(out, " %s=\"", name);
    add_escaped(out, value);
    text_add(out, "\"");
}

/* <tag type= message=>what to do</tag> */
static void add_outcome(struct text *out, const char *tag, const char *type, struct text *message)
{
    char *text = text_take(message);
    text_add_format(out, "\n      <%s", tag);
    add_attribute(out, "type", type);
    add_attribute(out, "message", text ? text : "");
    text_add(out, "/>\n    ");
    out->failed |= !text;
    mem_free(text);
}

static void add_verdict(struct text *out, const chain_report *report,
                        const struct report_result *result)
{
    struct text message = {0};
    chain_readiness word = result->shown.outcome.readiness;
    const char *type = chain_readiness_name(word);
    report_add_problem(&message, report, result);
    if (word == CHAIN_NOT_APPLICABLE) {
        add_outcome(out, "skipped", type, &message);
    } else if (result->accepted) {
        struct text accepted = {0};
        char date[INSTANT_TEXT_SIZE];
        text_add_format(&accepted, "accepted until %s (",
                        instant_to_date(date, result->accepted->expires));
        text_add_safe(&accepted, result->accepted->reason);
        text_add(&accepted, "): ");
        text_add(&accepted, message.data ? message.data : "");
        accepted.failed |= message.failed;
        add_outcome(out, "skipped", "accepted", &accepted);
        text_free(&message);
    } else if (result->shown.lane != report->lane) {
        add_outcome(out, "skipped", "another_lane", &message);
    } else {
        add_outcome(out, word == CHAIN_READINESS_UNKNOWN ? "error" : "failure", type, &message);
    }
}

struct tally {
    size_t cases, failures, errors, skipped;
};

static void count(struct tally *tally, const chain_report *report,
                  const struct report_result *result)
{
    chain_readiness word = result->shown.outcome.readiness;
    tally->cases++;
    if (report_counts(report, result) && word == CHAIN_READINESS_UNKNOWN)
        tally->errors++;
    else if (report_counts(report, result))
        tally->failures++;
    else if (word != CHAIN_READY)
        tally->skipped++;
}

/* Of one store, or with NULL of all. */
static struct tally count_all(const chain_report *report, const struct report_store *store)
{
    struct tally tally = {0};
    for (size_t i = 0; i < report->result_count; i++) {
        if (!store || report_store_of(report, &report->results[i]) == store)
            count(&tally, report, &report->results[i]);
    }
    for (size_t i = 0; i < report->store_count; i++) {
        if (report->stores[i].failure && (!store || &report->stores[i] == store)) {
            tally.cases++;
            tally.errors++;
        }
    }
    return tally;
}

static void add_counts(struct text *out, struct tally tally)
{
    text_add_format(out,
                    " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"0\"",
                    tally.cases, tally.failures, tally.errors, tally.skipped);
}

static void add_property(struct text *out, const char *name, const char *value)
{
    text_add(out, "      <property");
    add_attribute(out, "name", name);
    add_attribute(out, "value", value);
    text_add(out, "/>\n");
}

static void add_properties(struct text *out, const chain_report *report,
                           const struct report_store *store)
{
    char when[INSTANT_TEXT_SIZE];
    struct text age = {0};
    text_add(out, "    <properties>\n");
    add_property(out, "path", store->place.path);
    add_property(out, "at", instant_to_text(when, report->at));
    if (report->facts_as_of != CHAIN_TIME_MIN)
        add_property(out, "facts_as_of", instant_to_date(when, report->facts_as_of));
    report_add_age(&age, report);
    if (age.size)
        add_property(out, "warning", age.data);
    out->failed |= age.failed;
    text_free(&age);
    for (size_t i = 0; i < report->entry_count; i++) {
        struct text entry = {0};
        report_add_entry(&entry, &report->entries[i]);
        if (entry.size)
            add_property(out, "warning", entry.data);
        out->failed |= entry.failed;
        text_free(&entry);
    }
    text_add(out, "    </properties>\n");
}

static void add_case(struct text *out, const chain_report *report,
                     const struct report_result *result)
{
    struct text name = {0};
    text_add_safe(&name, result->shown.timeline);
    text_add(&name, result->shown.timeline[0] ? " / " : "");
    text_add_safe(&name, result->shown.endpoint);
    text_add_format(&name, " (%s)", chain_lane_name(result->shown.lane));
    char *text = text_take(&name);
    text_add(out, "    <testcase");
    add_attribute(out, "classname", result->shown.store);
    add_attribute(out, "name", text ? text : "");
    text_add(out, " time=\"0\">");
    if (result->shown.outcome.readiness != CHAIN_READY)
        add_verdict(out, report, result);
    text_add(out, "</testcase>\n");
    out->failed |= !text;
    mem_free(text);
}

static void add_suite(struct text *out, const chain_report *report,
                      const struct report_store *store)
{
    char when[INSTANT_TEXT_SIZE];
    text_add(out, "  <testsuite");
    add_attribute(out, "name", store->place.id);
    add_counts(out, count_all(report, store));
    instant_to_text(when, report->at);
    when[strcspn(when, "Z")] = 0; /* JUnit's timestamp has no zone */
    add_attribute(out, "timestamp", when);
    text_add(out, ">\n");
    add_properties(out, report, store);
    for (size_t i = 0; i < report->result_count; i++) {
        if (report_store_of(report, &report->results[i]) == store)
            add_case(out, report, &report->results[i]);
    }
    if (store->failure) {
        struct text why = {0};
        text_add(out, "    <testcase");
        add_attribute(out, "classname", store->place.id);
        text_add(out, " name=\"can be read\" time=\"0\">");
        text_add_safe(&why, store->place.path);
        text_add(&why, ": ");
        text_add_safe(&why, store->failure->message);
        add_outcome(out, "error", chain_status_name(store->failure->status), &why);
        text_add(out, "</testcase>\n");
    }
    text_add(out, "  </testsuite>\n");
}

char *report_junit(const chain_report *report)
{
    struct text out = {0};
    char *headline = report_headline(report);
    text_add(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_attribute(&out, "name", headline ? headline : "");
    add_counts(&out, count_all(report, NULL));
    text_add(&out, ">\n");
    for (size_t i = 0; i < report->store_count; i++)
        add_suite(&out, report, &report->stores[i]);
    text_add(&out, "</testsuites>\n");
    out.failed |= !headline;
    mem_free(headline);
    return text_take(&out);
}
