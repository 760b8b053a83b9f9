// SPDX-License-Identifier: Apache-2.0
/* libchain.report/1 and libchain.verify/1 (docs/schema/). */
#include "instant.h"
#include "json_writer.h"
#include "report.h"

#include <string.h>

/* ---- segments --------------------------------------------------------------------------------- */

static json_t *make_step(const void *item)
{
    const chain_step *step = item;
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "subject", step->subject[0] ? step->subject : step->name);
    json_writer_hash(&object, "sha256", step->sha256);
    json_writer_time(&object, "from", step->validity.from);
    json_writer_time(&object, "until", step->validity.until);
    json_writer_text(&object, "evidence", chain_evidence_name(step->evidence));
    return json_writer_end(&object);
}

static json_t *make_finding(const void *item)
{
    const chain_finding *finding = item;
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "code", chain_finding_name(finding->code));
    json_writer_set(&object, "certificate", json_integer((json_int_t)finding->certificate));
    json_writer_text(&object, "rfc", chain_finding_rfc(finding->code));
    json_writer_text(&object, "message", finding->message);
    return json_writer_end(&object);
}

static json_t *make_segment(const void *item)
{
    const chain_segment *segment = item;
    struct json_writer object = json_writer_begin();
    json_writer_time(&object, "from", segment->span.from);
    json_writer_time(&object, "until", segment->span.until);
    json_writer_text(&object, "verdict", chain_verdict_name(segment->verdict));
    json_writer_set(&object, "path", json_writer_array(segment->path, segment->path_count, sizeof(chain_step), make_step));
    json_writer_set(&object, "findings",
        json_writer_array(segment->findings, segment->finding_count, sizeof(chain_finding), make_finding));
    return json_writer_end(&object);
}

static json_t *make_segments(const struct segments *segments)
{
    return json_writer_array(segments->segments, segments->count, sizeof(chain_segment), make_segment);
}

/* "measurement" or "documentation"; left out for a profile that predicts no program. */
static void set_source(struct json_writer *object, const char *profile)
{
    json_writer_optional(object, "predicted_from", chain_profile_predicted_from(profile));
}

char *chain_result_json(const chain_result *result)
{
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "schema", "libchain.verify/1");
    json_writer_text(&object, "profile", result->profile);
    set_source(&object, result->profile);
    json_writer_text(&object, "verdict", chain_verdict_name(result->segments.segments[0].verdict));
    json_writer_set(&object, "segments", make_segments(&result->segments));
    json_writer_set(&object, "complete", json_boolean(result->complete));
    return json_writer_dump(json_writer_end(&object));
}

/* ---- the report ------------------------------------------------------------------------------- */

static void set_outcome(struct json_writer *object, const chain_outcome *outcome)
{
    json_writer_text(object, "verdict", chain_readiness_name(outcome->readiness));
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        json_writer_time(object, "breaks_at", outcome->breaks_at);
        if (outcome->breaks_latest != outcome->breaks_at)
            json_writer_time(object, "breaks_latest", outcome->breaks_latest);
        break;
    case CHAIN_BROKEN:
        json_writer_time(object, "broken_since", outcome->broken_since);
        break;
    case CHAIN_READINESS_UNKNOWN:
        json_writer_time(object, "unknown_from", outcome->unknown_from);
        json_writer_time(object, "breaks_by", outcome->breaks_by);
        break;
    case CHAIN_READY:
    case CHAIN_NOT_APPLICABLE:
        break;
    }
}

static json_t *skipped(const chain_error *error, bool with_path)
{
    struct json_writer object = json_writer_begin();
    if (with_path)
        json_writer_text(&object, "path", error->path);
    json_writer_set(&object, "entry", json_integer((json_int_t)error->entry));
    if (error->offset != CHAIN_NO_OFFSET)
        json_writer_set(&object, "offset", json_integer((json_int_t)error->offset));
    json_writer_text(&object, "reason", error->message);
    return json_writer_end(&object);
}

static json_t *make_skipped(const void *item)
{
    return skipped(item, false);
}

/* Of a directory: the entry says nothing without its file. */
static json_t *make_skipped_file(const void *item)
{
    return skipped(item, true);
}

static json_t *make_reader(const void *item)
{
    const chain_reader *reader = item;
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "who", reader->who);
    json_writer_text(&object, "profile", reader->profile);
    json_writer_text(&object, "sure", reader->sure);
    set_source(&object, reader->profile);
    return json_writer_end(&object);
}

static json_t *make_reading(const void *item)
{
    const struct report_reading *reading = item;
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "who", reading->reader->who);
    json_writer_text(&object, "profile", reading->reader->profile);
    set_source(&object, reading->reader->profile);
    set_outcome(&object, &reading->outcome);
    json_writer_optional(&object, "reason", reading->reason);
    return json_writer_end(&object);
}

static json_t *make_doubt(const void *item)
{
    return json_string(*(const char *const *)item);
}

static json_t *make_store(const void *item)
{
    const struct report_store *store = item;
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "id", store->place.id);
    json_writer_text(&object, "path", store->place.path);
    json_writer_optional(&object, "kind", store->kind);
    json_writer_optional(&object, "stack", store->place.stack);
    json_writer_optional(&object, "manager", store->place.manager);
    json_writer_optional(&object, "config", store->place.config);
    json_writer_text(&object, "profile", store->profile);
    set_source(&object, store->profile);
    if (store->reader_count)
        json_writer_set(&object, "readers",
            json_writer_array(store->readers, store->reader_count, sizeof(*store->readers), make_reader));
    if (store->doubt_count)
        json_writer_set(&object, "doubts", json_writer_array(store->doubts, store->doubt_count,
                                                             sizeof(*store->doubts), make_doubt));
    json_writer_text(&object, "follows", chain_program_name(store->place.follows));
    if (!store->failure)
        json_writer_set(&object, "roots", json_integer((json_int_t)store->roots));
    bool is_directory = strcmp(store->kind, "directory") == 0;
    json_writer_set(&object, "skipped", json_writer_array(store->skipped, store->skipped_count, sizeof(chain_error),
                                     is_directory ? make_skipped_file : make_skipped));
    if (store->failure) {
        json_writer_text(&object, "error", store->failure->message);
        json_writer_text(&object, "status", chain_status_name(store->failure->status));
    }
    json_writer_text(&object, "verdict", chain_readiness_name(store->outcome.readiness));
    return json_writer_end(&object);
}

static json_t *make_chain(const void *item)
{
    const struct report_chain *chain = item;
    struct json_writer object = json_writer_begin();
    json_writer_optional(&object, "phase", chain->phase);
    json_writer_text(&object, "chain", chain->chain);
    json_writer_text(&object, "presence", chain->presence);
    json_writer_text(&object, "verdict", chain_readiness_name(chain->outcome.readiness));
    json_writer_set(&object, "segments", make_segments(&chain->segments));
    return json_writer_end(&object);
}

static json_t *make_part(const void *item)
{
    const struct report_part *part = item;
    struct json_writer object = json_writer_begin();
    json_writer_time(&object, "from", part->span.from);
    json_writer_time(&object, "until", part->span.until);
    json_writer_text(&object, "verdict", part->active ? chain_verdict_name(part->verdict) : "none");
    return json_writer_end(&object);
}

static json_t *make_fix(const chain_root *root, const struct report_fix *fix)
{
    struct json_writer object = json_writer_begin(), inner = json_writer_begin();
    json_writer_text(&inner, "subject", fix->subject);
    json_writer_hash(&inner, "sha256", root->sha256);
    json_writer_optional(&inner, "serial", fix->serial);
    json_writer_text(&object, "action", "add_root");
    json_writer_set(&object, "root", json_writer_end(&inner));
    json_writer_text(&object, "command", fix->command);
    json_writer_optional(&object, "note", fix->note);
    return json_writer_end(&object);
}

static json_t *make_fixes(const struct report_result *result)
{
    json_t *array = json_array();
    for (size_t i = 0; array && i < result->shown.root_count; i++) {
        if (json_array_append_new(array, make_fix(&result->roots[i], &result->fixes[i])) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *make_accepted(const struct report_entry *entry)
{
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "reason", entry->reason);
    json_writer_time(&object, "expires", entry->expires);
    return json_writer_end(&object);
}

static json_t *make_entry(const void *item)
{
    static const char *const STATES[] = {"unmatched", "expired", "used"};
    const struct report_entry *entry = item;
    struct json_writer object = json_writer_begin();
    json_writer_set(&object, "finding", json_integer((json_int_t)entry->number));
    json_writer_text(&object, "state", STATES[entry->state]);
    json_writer_text(&object, "reason", entry->reason);
    json_writer_time(&object, "expires", entry->expires);
    return json_writer_end(&object);
}

static json_t *make_result(const void *item)
{
    const struct report_result *result = item;
    const chain_ready_result *shown = &result->shown;
    struct json_writer object = json_writer_begin();
    json_writer_text(&object, "store", shown->store);
    json_writer_text(&object, "lane", chain_lane_name(shown->lane));
    json_writer_optional(&object, "timeline", shown->timeline);
    json_writer_optional(&object, "timeline_title", result->timeline_title);
    json_writer_text(&object, "endpoint", shown->endpoint);
    json_writer_optional(&object, "endpoint_title", result->endpoint_title);
    set_outcome(&object, &shown->outcome);
    json_writer_text(&object, "evidence", chain_evidence_name(result->evidence));
    json_writer_optional(&object, "reason", shown->reason);
    json_writer_set(&object, "line",
        json_writer_array(result->line, result->line_count, sizeof(struct report_part), make_part));
    json_writer_set(&object, "chains",
        json_writer_array(result->chains, result->chain_count, sizeof(struct report_chain), make_chain));
    json_writer_set(&object, "fix", make_fixes(result));
    if (result->reading_count)
        json_writer_set(&object, "readers", json_writer_array(result->readings, result->reading_count,
                                         sizeof(*result->readings), make_reading));
    if (result->accepted)
        json_writer_set(&object, "accepted", make_accepted(result->accepted));
    return json_writer_end(&object);
}

static json_t *make_stranger(const void *item)
{
    return json_string(*(const char *const *)item);
}

char *chain_report_json(const chain_report *report)
{
    struct json_writer object = json_writer_begin();
    char date[INSTANT_TEXT_SIZE];
    char *headline = report_headline(report);
    json_writer_text(&object, "schema", "libchain.report/1");
    if (headline)
        json_writer_text(&object, "headline", headline);
    object.failed |= !headline;
    mem_free(headline);
    set_outcome(&object, &report->outcome);
    json_writer_time(&object, "at", report->at);
    json_writer_time(&object, "until", report->until);
    if (report->facts_as_of != CHAIN_TIME_MIN)
        json_writer_text(&object, "facts_as_of", instant_to_date(date, report->facts_as_of));
    if (report_facts_are_old(report))
        json_writer_set(&object, "facts_old", json_true());
    json_writer_text(&object, "lane", chain_lane_name(report->lane));
    if (report->stranger_count)
        json_writer_set(&object, "hosts_unknown",
                        json_writer_array(report->strangers, report->stranger_count,
                                          sizeof(*report->strangers), make_stranger));
    json_writer_set(&object, "stores",
        json_writer_array(report->stores, report->store_count, sizeof(struct report_store), make_store));
    json_writer_set(&object, "results",
        json_writer_array(report->results, report->result_count, sizeof(struct report_result), make_result));
    if (report->entry_count)
        json_writer_set(&object, "baseline",
                        json_writer_array(report->entries, report->entry_count,
                                          sizeof(struct report_entry), make_entry));
    json_writer_set(&object, "complete", json_boolean(report->complete));
    return json_writer_dump(json_writer_end(&object));
}
