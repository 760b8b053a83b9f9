// SPDX-License-Identifier: Apache-2.0
#include "baseline.h"

#include "error.h"
#include "file.h"
#include "instant.h"
#include "json_reader.h"

#include <string.h>

enum { MOST_BASELINE = 16 * 1024 * 1024 };

/* A time to the second, or a date, month or year, which mean their first instant in UTC. */
static chain_time read_instant(struct json_reader *reader, const json_t *object, const char *key)
{
    struct instant_text read = {0};
    const char *text = json_reader_text(reader, object, key, true);
    if (reader->status == CHAIN_OK && !instant_from_text(&read, text))
        json_reader_fail_at(reader, key,
                            "'%.40s' is not a time (RFC 3339, or a date, month or year)", text);
    return read.covers.from;
}

static void read_finding(struct json_reader *reader, struct baseline_finding *out,
                         const json_t *value)
{
    static const char *const KEYS[] = {"store",     "timeline", "endpoint", "lane", "verdict",
                                       "breaks_at", "expires",  "reason",   NULL};
    static const char *const VERDICTS[] = {"breaks_later", "unknown", "broken", NULL};
    static const char *const LANES[] = {"installed", "program", NULL};
    if (!json_reader_object(reader, value, KEYS))
        return;
    out->store = json_reader_text(reader, value, "store", false);
    out->timeline = json_reader_text(reader, value, "timeline", false);
    out->endpoint = json_reader_text(reader, value, "endpoint", true);
    out->lane = json_reader_text(reader, value, "lane", false);
    if (json_object_get(value, "lane"))
        json_reader_word(reader, value, "lane", LANES);
    out->verdict = (chain_readiness)(CHAIN_BREAKS_LATER +
                                     json_reader_word(reader, value, "verdict", VERDICTS));
    out->breaks_at = CHAIN_TIME_MIN;
    if (json_object_get(value, "breaks_at"))
        out->breaks_at = read_instant(reader, value, "breaks_at");
    if (out->breaks_at != CHAIN_TIME_MIN && out->verdict != CHAIN_BREAKS_LATER)
        json_reader_fail_at(reader, "breaks_at", "belongs to the verdict breaks_later");
    out->expires = read_instant(reader, value, "expires");
    out->reason = json_reader_text(reader, value, "reason", true);
}

static void read_baseline(struct json_reader *reader, struct chain_baseline *out,
                          const json_t *root)
{
    static const char *const KEYS[] = {"schema", "findings", "$schema", NULL};
    static const char *const SCHEMAS[] = {"libchain.baseline/1", NULL};
    const json_t *findings = json_object_get(root, "findings");
    if (!json_reader_object(reader, root, KEYS))
        return;
    json_reader_word(reader, root, "schema", SCHEMAS);
    struct json_place place = json_reader_key(reader, "findings");
    if (!findings)
        json_reader_fail(reader, "is missing");
    if (json_reader_array(reader, findings, 0)) {
        out->count = json_array_size(findings);
        out->findings = arena_zero(&out->arena, out->count, sizeof(*out->findings));
        if (!out->findings)
            json_reader_no_memory(reader);
    }
    for (size_t i = 0; reader->status == CHAIN_OK && i < out->count; i++) {
        struct json_place inner = json_reader_item(reader, i);
        read_finding(reader, &out->findings[i], json_array_get(findings, i));
        json_reader_up(reader, inner);
    }
    json_reader_up(reader, place);
}

chain_status chain_baseline_read(chain_baseline **out, chain_error *error, chain_bytes json)
{
    if (out)
        *out = NULL;
    if (!out || !json.data)
        return error_set(error, CHAIN_E_ARGUMENT, "no baseline given");
    if (json.size > MOST_BASELINE)
        return error_set(error, CHAIN_E_LIMIT, "a baseline larger than 16 MiB");
    struct chain_baseline *baseline = mem_zero(1, sizeof(*baseline));
    if (!baseline)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    atomic_init(&baseline->references, 1);
    arena_init(&baseline->arena, SIZE_MAX);
    struct json_reader reader = {.arena = &baseline->arena, .error = error};
    json_t *root = json_reader_parse(&reader, (const char *)json.data, json.size);
    if (root)
        read_baseline(&reader, baseline, root);
    json_decref(root);
    if (reader.status != CHAIN_OK) {
        chain_baseline_unref(baseline);
        return reader.status;
    }
    *out = baseline;
    return CHAIN_OK;
}

chain_status chain_baseline_open(chain_baseline **out, chain_error *error, const char *path)
{
    struct file file;
    if (out)
        *out = NULL;
    if (!out || !path)
        return error_set(error, CHAIN_E_ARGUMENT, "no path given");
    chain_status status = file_read(&file, error, path);
    if (status != CHAIN_OK)
        return status;
    status = chain_baseline_read(out, error, (chain_bytes){file.data, file.size});
    mem_free(file.data);
    if (status != CHAIN_OK)
        error_file(error, path);
    return status;
}

chain_baseline *chain_baseline_ref(chain_baseline *baseline)
{
    atomic_fetch_add_explicit(&baseline->references, 1, memory_order_relaxed);
    return baseline;
}

void chain_baseline_unref(chain_baseline *baseline)
{
    if (!baseline || atomic_fetch_sub_explicit(&baseline->references, 1, memory_order_acq_rel) != 1)
        return;
    arena_free(&baseline->arena);
    mem_free(baseline);
}

size_t chain_baseline_count(const chain_baseline *baseline)
{
    return baseline->count;
}

static bool is_any_or(const char *wanted, const char *one, const char *other)
{
    return !wanted[0] || strcmp(wanted, one) == 0 || strcmp(wanted, other) == 0;
}

bool baseline_matches(const struct baseline_finding *finding, const chain_ready_result *result,
                      const char *path)
{
    const char *lane = chain_lane_name(result->lane);
    return strcmp(finding->endpoint, result->endpoint) == 0 &&
           is_any_or(finding->timeline, result->timeline, result->timeline) &&
           is_any_or(finding->store, result->store, path) && is_any_or(finding->lane, lane, lane) &&
           finding->verdict == result->outcome.readiness &&
           (finding->breaks_at == CHAIN_TIME_MIN ||
            result->outcome.breaks_at >= finding->breaks_at);
}
