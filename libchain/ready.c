// SPDX-License-Identifier: Apache-2.0
/*
 * chain_ready: every store against every endpoint of every migration, in both lanes.
 */
#include "capture.h"
#include "fix.h"
#include "name.h"
#include "outcome.h"
#include "pem.h"
#include "ready_options.h"
#include "reason.h"
#include "recipe.h"
#include "report.h"

#include <stdio.h>
#include <string.h>

enum { MEMO_RESULTS = 4096 };

struct job {
    const chain_ready_options *options;
    chain_report *report;
    chain_memo *memo;
    chain_list *roots; /* what a fix can add */
    struct rules rules;
    chain_status status;
};

static void fail(struct job *job, chain_status status)
{
    if (job->status == CHAIN_OK)
        job->status = status;
}

static void *take(struct job *job, size_t count, size_t size)
{
    void *memory = arena_zero(&job->report->arena, count, size);
    if (!memory)
        fail(job, CHAIN_E_MEMORY);
    return memory;
}

static const char *copy(struct job *job, const char *from)
{
    char *to = take(job, strlen(from) + 1, 1);
    return to ? strcpy(to, from) : "";
}

static const char *copy_text(struct job *job, struct text *text)
{
    const char *to = result_text(&job->report->arena, text);
    if (!to)
        fail(job, CHAIN_E_MEMORY);
    return to ? to : "";
}

/* ---- one result ------------------------------------------------------------------------------- */

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
        fail(job, CHAIN_E_MEMORY);
        return;
    }
    for (size_t i = 0; i < answer->count; i++) {
        struct stretch stretch = answer->stretches[i];
        stretch.span = span_meet(stretch.span, window);
        if (!span_is_empty(stretch.span))
            part.stretches[part.count++] = stretch;
    }
    if (result_copy(&out->segments, &job->report->arena, &part) != CHAIN_OK)
        fail(job, CHAIN_E_MEMORY);
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
        return copy_text(job, &name);
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
        .phase = served->phase ? copy(job, served->phase->id) : "",
        .chain = served->chain ? copy(job, served->chain->id) : "captured",
        .presence = sure ? "served" : "possible",
        .missing = missing(job, served),
    };
    if (!outcome_of_served(&out->outcome, &job->memo->arena, served, window))
        fail(job, CHAIN_E_MEMORY);
    copy_segments(job, out, &served->answers[CAREFUL]);
}

static void copy_chains(struct job *job, struct report_result *out, const struct exposure *exposure)
{
    out->chains = take(job, exposure->served_count, sizeof(*out->chains));
    for (size_t i = 0; i < exposure->served_count && job->status == CHAIN_OK; i++) {
        if (is_within(&exposure->served[i], job->options->window))
            copy_chain(job, &out->chains[out->chain_count++], &exposure->served[i]);
    }
}

/* The weakest link of the valid paths in the window; an assumed leaf leaves it at what is stated. */
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

static void copy_root(struct job *job, chain_root *root, struct report_fix *fix,
                      const struct link *link, const struct timeline_link *stated)
{
    struct text subject = {0}, name = {0}, serial = {0}, slug = {0}, pem = {0};
    name_to_text(&subject, link->subject);
    name_to_short_text(&name, link->subject);
    if (link->cert) {
        cert_sha256(link->cert, root->sha256);
        text_add_hex(&serial, cert_bytes(link->cert, link->cert->serial));
        pem_encode(&pem, (chain_bytes){link->cert->der, link->cert->size});
    } else {
        memcpy(root->sha256, link->sha256, sizeof(root->sha256));
        if (stated)
            text_add_hex(&serial, stated->serial);
    }
    fix->subject = copy_text(job, &subject);
    fix->serial = copy_text(job, &serial);
    root->name = copy_text(job, &name);
    root->pem = copy_text(job, &pem);
    recipe_slug(&slug, root->name);
    root->slug = copy_text(job, &slug);
}

/* What to type for this root alone, with its PEM file in the current folder. */
static void add_command(struct job *job, struct report_fix *fix, const chain_root *root,
                        const struct report_store *store)
{
    struct text pem = {0}, command = {0};
    text_add_format(&pem, "%s.pem", root->slug);
    struct recipe_root item = {root->slug, copy_text(job, &pem)};
    struct recipe recipe = {&store->place, store->kind, store->open_pkcs12, &item, 1};
    recipe_to_text(&command, &recipe);
    if (command.size && !command.failed)
        command.data[--command.size] = 0;
    fix->command = copy_text(job, &command);
    fix->note = recipe_note(&recipe);
}

static const struct timeline_link *find_stated(const struct chain_timeline *timeline,
                                               const struct link *root)
{
    for (uint32_t i = 0; timeline && i < timeline->link_count; i++) {
        if (memcmp(timeline->links[i].link.sha256, root->sha256, 32) == 0)
            return &timeline->links[i];
    }
    return NULL;
}

static void add_fixes(struct job *job, struct report_result *out, const struct report_store *store,
                      const struct exposure_question *question)
{
    struct fix fix;
    chain_program program = store->place.follows;
    chain_status status = fix_find(&fix, question, job->options->window, program, job->roots, job->memo);
    if (status != CHAIN_OK) {
        fail(job, status);
        return;
    }
    out->fixes = take(job, fix.count, sizeof(*out->fixes));
    out->roots = take(job, fix.count, sizeof(*out->roots));
    for (size_t i = 0; i < fix.count && job->status == CHAIN_OK; i++) {
        copy_root(job, &out->roots[i], &out->fixes[i], fix.roots[i],
                  find_stated(question->timeline, fix.roots[i]));
        add_command(job, &out->fixes[i], &out->roots[i], store);
        if (fix.outcome.readiness > CHAIN_READY)
            out->fixes[i].note = "helps, but is not enough: see the reason";
        else if (program != CHAIN_PROGRAM_NONE && fix.program_outcome.readiness > CHAIN_READY)
            out->fixes[i].note = "enough while the store is not updated; its program drops the root "
                                 "within the window";
    }
    out->shown.roots = out->roots;
    out->shown.root_count = fix.count;
}

static struct report_result *new_result(struct job *job)
{
    chain_report *report = job->report;
    if (!mem_grow(&report->results, &report->result_capacity, report->result_count + 1,
                  sizeof(*report->results))) {
        fail(job, CHAIN_E_MEMORY);
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
        fail(job, status);
        return;
    }
    struct text reason = {0};
    outcome_of(&out->shown.outcome, &exposure, job->options->window);
    reason_to_text(&reason, &exposure, &out->shown.outcome, job->options->window.from);
    out->shown.reason = copy_text(job, &reason);
    out->shown.store = store->place.id;
    out->shown.lane = lane;
    out->shown.timeline = question->timeline ? copy(job, question->timeline->id) : "";
    out->timeline_title = question->timeline ? copy(job, question->timeline->title) : "";
    const char *host = question->capture ? question->capture->host : "";
    out->shown.endpoint = host[0] ? copy(job, host)
                          : question->endpoint ? copy(job, question->endpoint->id) : "captured";
    out->endpoint_title = question->endpoint ? copy(job, question->endpoint->title)
                                             : out->shown.endpoint;
    copy_chains(job, out, &exposure);
    out->evidence = evidence_of(out);
    if (out->shown.outcome.readiness > CHAIN_READY)
        add_fixes(job, out, store, question);
    if (lane == job->report->lane)
        store->outcome = *outcome_worse(&store->outcome, &out->shown.outcome);
    arena_release(&job->memo->arena, mark);
}

/* ---- all of them ------------------------------------------------------------------------------ */

static void judge_lanes(struct job *job, struct report_store *store, struct exposure_question *question)
{
    judge(job, store, CHAIN_LANE_INSTALLED, question);
    if (store->place.follows != CHAIN_PROGRAM_NONE && job->status == CHAIN_OK)
        judge(job, store, CHAIN_LANE_PROGRAM, question);
}

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
        for (uint32_t k = 0; k < question->timeline->endpoint_count && job->status == CHAIN_OK; k++) {
            question->endpoint = &question->timeline->endpoints[k];
            if (is_wanted(job->options, question->endpoint) &&
                is_concerned(&store->place, question->endpoint))
                judge_lanes(job, store, question);
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
            judge_lanes(job, store, question);
        }
    }
    question->timeline = NULL;
    question->endpoint = NULL;
    if (!concerned && job->status == CHAIN_OK)
        judge_lanes(job, store, question);
}

static void judge_store(struct job *job, const struct asked_store *asked, struct report_store *store)
{
    const chain_ready_options *options = job->options;
    struct exposure_question question = {
        .at = options->window.from,
        .store = asked->store,
        .bridges = options->bridges,
        .profile = options->profile,
        .rules = job->rules,
        .budget = options->budget,
    };
    if (!options->chain_count)
        judge_timelines(job, store, &question);
    for (size_t i = 0; i < options->chain_count && job->status == CHAIN_OK; i++) {
        struct capture capture = {options->chains[i].list, options->chains[i].host, options->renewal};
        question.capture = &capture;
        judge_capture(job, store, &question);
    }
}

/* ---- the report around them ------------------------------------------------------------------- */

static bool has_root(const struct chain_store *store, const struct link *root)
{
    size_t at, end = store_find(store, root->subject_hash, &at);
    uint8_t wanted[KEY_HASH_SIZE], key[KEY_HASH_SIZE];
    link_key_hash(root, wanted);
    for (; at < end; at++) {
        const struct link *link = &store->anchors[store->by_subject.entries[at].item].link;
        if (link_key_hash(link, key) && memcmp(key, wanted, sizeof(key)) == 0)
            return true;
    }
    return false;
}

/* The roots of the migrations that are not in the store, each once. */
static void list_missing(struct job *job, struct report_store *out, const struct chain_store *store)
{
    const chain_ready_options *options = job->options;
    size_t most = 0;
    for (size_t i = 0; i < options->timeline_count; i++)
        most += options->timelines[i]->link_count;
    out->lacks = take(job, most, sizeof(const char *));
    for (size_t i = 0; i < options->timeline_count && job->status == CHAIN_OK; i++) {
        const struct chain_timeline *timeline = options->timelines[i];
        for (uint32_t k = 0; k < timeline->link_count; k++) {
            const struct timeline_link *link = &timeline->links[k];
            struct text name = {0};
            if (link->role != ROLE_ROOT || link->link.window.until <= options->window.from ||
                has_root(store, &link->link))
                continue;
            name_to_short_text(&name, link->link.subject);
            const char *copied = copy_text(job, &name);
            size_t known = 0;
            while (known < out->lack_count && strcmp(out->lacks[known], copied) != 0)
                known++;
            if (known == out->lack_count)
                out->lacks[out->lack_count++] = copied;
        }
    }
}

static void copy_store(struct job *job, struct report_store *out, const struct asked_store *asked)
{
    const chain_ready_options *options = job->options;
    *out = (struct report_store){
        .place = asked->place,
        .kind = "",
        .profile = options->profile->name,
        .outcome = {.readiness = CHAIN_NOT_APPLICABLE},
        .newest = CHAIN_TIME_MIN,
    };
    if (options->follows_given)
        out->place.follows = options->follows;
    if (!asked->store) {
        chain_error *error = take(job, 1, sizeof(*error));
        if (error)
            *error = asked->error;
        out->failure = error;
        out->outcome.readiness = CHAIN_READINESS_UNKNOWN;
        out->outcome.unknown_from = options->window.from;
        out->outcome.breaks_by = CHAIN_TIME_MAX;
        job->report->complete = false;
        return;
    }
    out->kind = asked->store->kind;
    out->open_pkcs12 = strcmp(out->kind, "pkcs12") == 0 && asked->store->list->open;
    out->roots = asked->store->count;
    out->newest = CHAIN_TIME_MIN;
    for (size_t i = 0; i < asked->store->count; i++) {
        chain_time from = asked->store->anchors[i].link.window.from;
        out->newest = from > out->newest ? from : out->newest;
    }
    list_missing(job, out, asked->store);
    size_t count = chain_store_skipped_count(asked->store);
    chain_error *skipped = take(job, count, sizeof(*skipped));
    for (size_t i = 0; skipped && i < count; i++)
        skipped[i] = *chain_store_skipped(asked->store, i);
    out->skipped = skipped;
    out->skipped_count = skipped ? count : 0;
}

/* "given", "given-2": ids are unique in a report. */
static void make_ids_unique(chain_report *report)
{
    for (size_t i = 0; i < report->store_count; i++) {
        char *id = report->stores[i].place.id;
        char base[sizeof(report->stores[i].place.id) - 8];
        size_t number = 1;
        memcpy(base, id, sizeof(base));
        base[sizeof(base) - 1] = 0;
        for (size_t k = 0; k < i; k++) {
            if (strcmp(report->stores[k].place.id, id) == 0) {
                snprintf(id, sizeof(report->stores[i].place.id), "%s-%zu", base, ++number % 1000000);
                k = (size_t)-1; /* look again from the start */
            }
        }
    }
}

static void collect_rules(struct job *job)
{
    const chain_ready_options *options = job->options;
    size_t total = 0, count = 0;
    for (size_t i = 0; i < options->timeline_count; i++)
        total += options->timelines[i]->rule_count;
    struct rule *rules = take(job, total, sizeof(*rules));
    for (size_t i = 0; rules && i < options->timeline_count; i++) {
        const struct chain_timeline *timeline = options->timelines[i];
        for (uint32_t k = 0; k < timeline->rule_count; k++)
            rules[count++] = timeline->rules[k];
        if (!i || timeline->facts_as_of < job->report->facts_as_of)
            job->report->facts_as_of = timeline->facts_as_of;
    }
    job->rules = (struct rules){rules, count};
}

static void make_report(struct job *job)
{
    const chain_ready_options *options = job->options;
    chain_report *report = job->report;
    report->stores = take(job, options->store_count, sizeof(*report->stores));
    collect_rules(job);
    for (size_t i = 0; i < options->store_count && job->status == CHAIN_OK; i++) {
        copy_store(job, &report->stores[i], &options->stores[i]);
        report->store_count++;
    }
    if (job->status == CHAIN_OK)
        make_ids_unique(report);
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
    job.report->timeline_count = options->timeline_count;
    job.report->complete = true;
    job.status = chain_memo_new(&job.memo, MEMO_RESULTS);
    if (job.status == CHAIN_OK)
        job.status = fix_roots(&job.roots);
    if (job.status == CHAIN_OK) {
        arena_set_limit(&job.memo->arena, options->budget.memory);
        make_report(&job);
    }
    chain_list_unref(job.roots);
    chain_memo_free(job.memo);
    if (job.status != CHAIN_OK) {
        chain_report_free(job.report);
        return job.status;
    }
    *out = job.report;
    return CHAIN_OK;
}
