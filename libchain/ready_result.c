// SPDX-License-Identifier: Apache-2.0
/* One store against one endpoint: the exposure, put into words. */
#include "name.h"
#include "outcome.h"
#include "ready_job.h"
#include "reason.h"

#include <string.h>

/* Served at some instant of the window, for sure or perhaps? */
static bool is_within(const struct served *served, chain_span window)
{
    const struct span_set sets[] = {served->sure[CAREFUL], served->maybe[CAREFUL],
                                    served->lingers[CAREFUL]};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < sets[i].count; k++) {
            chain_span both = span_meet(sets[i].spans[k], window);
            if (!span_is_empty(both))
                return true;
        }
    }
    return false;
}

/* The part of an answer that lies in the window. */
static void copy_segments(struct job *job, struct report_chain *out, const struct answer *answer)
{
    struct answer part = *answer;
    chain_span window = job->options->window;
    part.stretches = arena_alloc(&job->memo->arena, answer->count, sizeof(*part.stretches));
    part.count = 0;
    if (!part.stretches) {
        job_fail(job, CHAIN_E_MEMORY);
        return;
    }
    for (size_t i = 0; i < answer->count; i++) {
        struct stretch stretch = answer->stretches[i];
        stretch.span = span_meet(stretch.span, window);
        if (!span_is_empty(stretch.span))
            part.stretches[part.count++] = stretch;
    }
    if (result_copy(&out->segments, &job->report->arena, &part, false) != CHAIN_OK)
        job_fail(job, CHAIN_E_MEMORY);
    job->report->complete &= answer->complete;
}

/* The issuer for want of which the chain is not valid at the start of the window, or "". */
static const char *missing(struct job *job, const struct served *served)
{
    const struct answer *answer = &served->answers[CAREFUL];
    const struct stretch *stretch = reason_stretch(answer, job->options->window.from);
    struct text name = {0};
    for (size_t i = 0; i < stretch->finding_count; i++) {
        const struct finding *finding = stretch->findings[i];
        uint32_t node = stretch->witness->path.nodes[finding->certificate];
        if (finding->code != CHAIN_FINDING_NO_ISSUER)
            continue;
        name_to_short_text(&name, answer->nodes[node].link->issuer);
        return job_copy_text(job, &name);
    }
    return "";
}

static void copy_chain(struct job *job, struct report_chain *out, const struct served *served)
{
    bool sure = false;
    chain_span window = job->options->window;
    for (size_t k = 0; k < served->sure[CAREFUL].count; k++) {
        chain_span both = span_meet(served->sure[CAREFUL].spans[k], window);
        sure |= !span_is_empty(both);
    }
    *out = (struct report_chain){
        .phase = served->phase ? job_copy(job, served->phase->id) : "",
        .chain = served->chain ? job_copy(job, served->chain->id) : "captured",
        .presence = sure ? "served" : "possible",
        .missing = missing(job, served),
    };
    if (!outcome_of_served(&out->outcome, &job->memo->arena, served, window))
        job_fail(job, CHAIN_E_MEMORY);
    copy_segments(job, out, &served->answers[CAREFUL]);
}

static void copy_chains(struct job *job, struct report_result *out, const struct exposure *exposure)
{
    out->chains = job_take(job, exposure->served_count, sizeof(*out->chains));
    for (size_t i = 0; i < exposure->served_count && job->status == CHAIN_OK; i++) {
        if (is_within(&exposure->served[i], job->options->window))
            copy_chain(job, &out->chains[out->chain_count++], &exposure->served[i]);
    }
}

/* The endpoint's line, as far as it lies in the window. */
static void copy_line(struct job *job, struct report_result *out, const struct exposure *exposure)
{
    out->line = job_take(job, exposure->part_count, sizeof(*out->line));
    for (size_t i = 0; out->line && i < exposure->part_count; i++) {
        const struct line_part *part = &exposure->parts[i];
        struct report_part *last = out->line_count ? &out->line[out->line_count - 1] : NULL;
        chain_span span = span_meet(part->span, job->options->window);
        if (span_is_empty(span))
            continue;
        if (last && last->active == part->active && last->verdict == part->verdict[CAREFUL])
            last->span.until = span.until;
        else
            out->line[out->line_count++] =
                (struct report_part){span, part->active, part->verdict[CAREFUL]};
    }
}

/* The weakest link of the valid paths in the window; an assumed leaf leaves it at what is stated.
 */
static chain_evidence evidence_of(const struct report_result *result)
{
    chain_evidence weakest = CHAIN_RECORDED;
    for (size_t i = 0; i < result->chain_count; i++) {
        const struct segments *segments = &result->chains[i].segments;
        for (size_t k = 0; k < segments->count; k++) {
            for (size_t step = 0; step < segments->segments[k].path_count; step++) {
                chain_evidence evidence = segments->segments[k].path[step].evidence;
                weakest = evidence < weakest ? evidence : weakest;
            }
        }
    }
    return weakest == CHAIN_ASSUMED ? CHAIN_STATED : weakest;
}

/* The entry of the baseline that accepts the result, or NULL; what has expired accepts nothing. */
static const struct report_entry *accept(struct job *job, const struct report_store *store,
                                         const struct report_result *result)
{
    const struct report_entry *accepted = NULL;
    for (size_t i = 0; i < job->report->entry_count; i++) {
        struct report_entry *entry = &job->report->entries[i];
        if (!baseline_matches(&job->options->baseline->findings[i], &result->shown,
                              store->place.path))
            continue;
        bool expired = job->report->at >= entry->expires;
        entry->state = expired ? ENTRY_EXPIRED : ENTRY_USED;
        if (!expired && !accepted)
            accepted = entry;
    }
    return accepted;
}

/* What a store is worth in the lane that decides. */
static void count_in(struct job *job, struct report_store *store, struct report_result *result)
{
    static const chain_outcome ACCEPTED = {CHAIN_READY,    CHAIN_TIME_MAX, CHAIN_TIME_MAX,
                                           CHAIN_TIME_MIN, CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    result->accepted = accept(job, store, result);
    const chain_outcome *outcome = result->accepted ? &ACCEPTED : &result->shown.outcome;
    if (result->shown.lane == job->report->lane)
        store->outcome = *outcome_worse(&store->outcome, outcome);
}

static struct report_result *new_result(struct job *job)
{
    chain_report *report = job->report;
    if (!mem_grow(&report->results, &report->result_capacity, report->result_count + 1,
                  sizeof(*report->results))) {
        job_fail(job, CHAIN_E_MEMORY);
        return NULL;
    }
    struct report_result *result = &report->results[report->result_count++];
    *result = (struct report_result){.timeline_title = "", .endpoint_title = ""};
    result->shown = (chain_ready_result){.store = "", .timeline = "", .endpoint = "", .reason = ""};
    return result;
}

static void judge(struct job *job, struct report_store *store, chain_lane lane,
                  struct exposure_question *question)
{
    struct report_result *out = new_result(job);
    struct arena_mark mark = arena_mark(&job->memo->arena);
    struct exposure exposure;
    if (!out)
        return;
    store->judged = true;
    question->program = lane == CHAIN_LANE_PROGRAM ? store->place.follows : CHAIN_PROGRAM_NONE;
    chain_status status = exposure_make(&exposure, question, job->memo);
    if (status != CHAIN_OK) {
        job_fail(job, status);
        return;
    }
    struct text reason = {0};
    outcome_of(&out->shown.outcome, &exposure, job->options->window);
    reason_to_text(&reason, &exposure, &out->shown.outcome, job->options->window.from);
    out->shown.reason = job_copy_text(job, &reason);
    out->shown.store = store->place.id;
    out->shown.lane = lane;
    out->shown.timeline = question->timeline ? job_copy(job, question->timeline->id) : "";
    out->timeline_title = question->timeline ? job_copy(job, question->timeline->title) : "";
    const char *host = question->capture ? question->capture->host : "";
    out->shown.endpoint = host[0]              ? job_copy(job, host)
                          : question->endpoint ? job_copy(job, question->endpoint->id)
                                               : "captured";
    out->endpoint_title = question->endpoint ? job_copy(job, question->endpoint->title)
                          : host[0]          ? out->shown.endpoint
                                             : "the server of this chain";
    copy_line(job, out, &exposure);
    copy_chains(job, out, &exposure);
    out->evidence = evidence_of(out);
    if (out->shown.outcome.readiness > CHAIN_READY)
        job_add_fixes(job, out, store, question);
    count_in(job, store, out);
    arena_release(&job->memo->arena, mark);
    if (lane == job->report->lane && job->status == CHAIN_OK)
        job_read(job, out, store, question);
}

void job_judge(struct job *job, struct report_store *store, struct exposure_question *question)
{
    judge(job, store, CHAIN_LANE_INSTALLED, question);
    if (store->place.follows != CHAIN_PROGRAM_NONE && job->status == CHAIN_OK)
        judge(job, store, CHAIN_LANE_PROGRAM, question);
}
