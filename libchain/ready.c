// SPDX-License-Identifier: Apache-2.0
/*
 * chain_ready: every store against every endpoint of every migration, in both lanes.
 */
#include "capture.h"
#include "outcome.h"
#include "ready_job.h"

#include <string.h>

enum { MEMO_RESULTS = 4096 };

void job_fail(struct job *job, chain_status status)
{
    if (job->status == CHAIN_OK)
        job->status = status;
}

void *job_take(struct job *job, size_t count, size_t size)
{
    void *memory = arena_zero(&job->report->arena, count, size);
    if (!memory)
        job_fail(job, CHAIN_E_MEMORY);
    return memory;
}

const char *job_copy(struct job *job, const char *from)
{
    char *to = job_take(job, strlen(from) + 1, 1);
    return to ? strcpy(to, from) : "";
}

const char *job_copy_text(struct job *job, struct text *text)
{
    const char *to = result_text(&job->report->arena, text);
    if (!to)
        job_fail(job, CHAIN_E_MEMORY);
    return to ? to : "";
}

/* ---- what a store is asked -------------------------------------------------------------------- */

/* Is this endpoint one that the store's readers call? Theirs may be a single vendor's library. */
static bool is_concerned(const chain_place *place, const struct timeline_endpoint *endpoint)
{
    size_t size = strlen(place->concerns);
    for (size_t i = 0; size && endpoint->hosts && endpoint->hosts[i]; i++) {
        size_t host = strlen(endpoint->hosts[i]);
        if (host >= size && strcmp(endpoint->hosts[i] + host - size, place->concerns) == 0)
            return true;
    }
    return !size;
}

static bool is_wanted(const chain_ready_options *options, const struct timeline_endpoint *endpoint)
{
    for (size_t i = 0; i < options->host_count; i++) {
        if (timeline_endpoint_has_host(endpoint, options->hosts[i]))
            return true;
    }
    return !options->host_count;
}

static void judge_timelines(struct job *job, struct report_store *store,
                            struct exposure_question *question)
{
    for (size_t i = 0; i < job->options->timeline_count; i++) {
        question->timeline = job->options->timelines[i];
        for (uint32_t k = 0; k < question->timeline->endpoint_count && job->status == CHAIN_OK;
             k++) {
            question->endpoint = &question->timeline->endpoints[k];
            if (is_wanted(job->options, question->endpoint) &&
                is_concerned(&store->place, question->endpoint))
                job_judge(job, store, question);
        }
    }
}

static void judge_capture(struct job *job, struct report_store *store,
                          struct exposure_question *question)
{
    bool concerned = false;
    for (size_t i = 0; i < job->options->timeline_count; i++) {
        const struct chain_timeline *timeline = job->options->timelines[i];
        for (uint32_t k = 0; k < timeline->endpoint_count && job->status == CHAIN_OK; k++) {
            if (!capture_concerns(timeline, &timeline->endpoints[k], question->capture))
                continue;
            concerned = true;
            question->timeline = timeline;
            question->endpoint = &timeline->endpoints[k];
            job_judge(job, store, question);
        }
    }
    question->timeline = NULL;
    question->endpoint = NULL;
    if (!concerned && job->status == CHAIN_OK)
        job_judge(job, store, question);
}

static void judge_store(struct job *job, const struct asked_store *asked,
                        struct report_store *store)
{
    const chain_ready_options *options = job->options;
    struct exposure_question question = {
        .at = options->window.from,
        .store = asked->store,
        .bridges = options->bridges,
        .profile = job_profile(job, options->profile, &store->place),
        .rules = job->rules,
        .budget = options->budget,
    };
    if (!question.profile)
        return;
    if (!options->chain_count)
        judge_timelines(job, store, &question);
    for (size_t i = 0; i < options->chain_count && job->status == CHAIN_OK; i++) {
        struct capture capture = {options->chains[i].list, options->chains[i].host,
                                  options->renewal};
        question.capture = &capture;
        judge_capture(job, store, &question);
    }
}

/* ---- the report around them ------------------------------------------------------------------- */

static void collect_rules(struct job *job)
{
    const chain_ready_options *options = job->options;
    job_fail(job, asked_rules(&job->rules, options));
    for (size_t i = 0; i < options->timeline_count; i++) {
        chain_time facts = options->timelines[i]->facts_as_of;
        if (!i || facts < job->report->facts_as_of)
            job->report->facts_as_of = facts;
    }
}

static void keep_timelines(struct job *job)
{
    const chain_ready_options *options = job->options;
    job->report->timelines = job_take(job, options->timeline_count, sizeof(chain_timeline *));
    for (size_t i = 0; job->status == CHAIN_OK && i < options->timeline_count; i++)
        job->report->timelines[job->report->timeline_count++] =
            chain_timeline_ref(options->timelines[i]);
}

/* What the report keeps of the baseline: none of it matched anything so far. */
static void list_entries(struct job *job)
{
    const struct chain_baseline *baseline = job->options->baseline;
    size_t count = baseline ? baseline->count : 0;
    job->report->entries = job_take(job, count, sizeof(*job->report->entries));
    for (size_t i = 0; job->report->entries && i < count; i++) {
        const struct baseline_finding *finding = &baseline->findings[i];
        job->report->entries[i] = (struct report_entry){i + 1, job_copy(job, finding->reason),
                                                        finding->expires, ENTRY_UNMATCHED};
        job->report->entry_count++;
    }
    if (job->options->origin)
        job->report->origin = job_copy(job, job->options->origin);
    job->report->origin_line = job->options->origin_line;
}

/* Does any migration that was asked about have this host? */
static bool is_known(const chain_ready_options *options, const char *host)
{
    for (size_t i = 0; i < options->timeline_count; i++) {
        const struct chain_timeline *timeline = options->timelines[i];
        for (uint32_t k = 0; k < timeline->endpoint_count; k++) {
            if (timeline_endpoint_has_host(&timeline->endpoints[k], host))
                return true;
        }
    }
    return false;
}

static void list_strangers(struct job *job)
{
    const chain_ready_options *options = job->options;
    chain_report *report = job->report;
    report->host_count = options->host_count;
    report->strangers = job_take(job, options->host_count, sizeof(*report->strangers));
    for (size_t i = 0; report->strangers && i < options->host_count; i++) {
        if (!is_known(options, options->hosts[i]))
            report->strangers[report->stranger_count++] = job_copy(job, options->hosts[i]);
    }
}

static void make_report(struct job *job)
{
    const chain_ready_options *options = job->options;
    chain_report *report = job->report;
    report->stores = job_take(job, options->store_count, sizeof(*report->stores));
    keep_timelines(job);
    collect_rules(job);
    list_entries(job);
    list_strangers(job);
    for (size_t i = 0; i < options->store_count && job->status == CHAIN_OK; i++) {
        job_describe_store(job, &report->stores[i], &options->stores[i]);
        report->store_count++;
    }
    if (job->status == CHAIN_OK)
        asked_ids_unique(report->stores[0].place.id, report->store_count, sizeof(*report->stores));
    for (size_t i = 0; i < options->store_count && job->status == CHAIN_OK; i++) {
        if (options->stores[i].store)
            judge_store(job, &options->stores[i], &report->stores[i]);
    }
    for (size_t i = 0; i < report->store_count; i++)
        report->outcome = *outcome_worse(&report->outcome, &report->stores[i].outcome);
}

chain_status chain_ready(const chain_ready_options *options, chain_report **out)
{
    if (out)
        *out = NULL;
    if (!out || !options || !options->store_count)
        return CHAIN_E_ARGUMENT;
    struct job job = {.options = options, .report = mem_zero(1, sizeof(*job.report))};
    if (!job.report)
        return CHAIN_E_MEMORY;
    arena_init(&job.report->arena, SIZE_MAX);
    job.report->at = options->window.from;
    job.report->until = options->window.until;
    job.report->facts_as_of = CHAIN_TIME_MIN;
    job.report->lane = options->lane;
    job.report->complete = true;
    job.report->outcome = OUTCOME_OF_NOTHING;
    job.status = chain_memo_new(&job.memo, MEMO_RESULTS);
    if (job.status == CHAIN_OK) {
        arena_set_limit(&job.memo->arena, options->budget.memory);
        make_report(&job);
    }
    chain_list_unref(job.roots);
    chain_memo_free(job.memo);
    mem_free((void *)(uintptr_t)job.rules.rules);
    if (job.status != CHAIN_OK) {
        chain_report_free(job.report);
        return job.status;
    }
    *out = job.report;
    return CHAIN_OK;
}
