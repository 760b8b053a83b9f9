// SPDX-License-Identifier: Apache-2.0
#include "exposure.h"

#include "capture.h"
#include "lifetime.h"
#include "sig.h"

#include <stdlib.h>
#include <string.h>

struct maker {
    struct exposure *out;
    const struct exposure_question *question;
    struct chain_memo *memo;
    struct arena *arena;
    struct hostname host;
    struct rules rules[READINGS];
    bool full;
};

static void check_room(struct maker *maker, bool good)
{
    maker->full |= !good;
}

/* ---- when a chain is served ------------------------------------------------------------------- */

static struct moment read_moment(struct moment moment, int reading)
{
    return reading == EARLY ? (struct moment){moment.earliest, moment.earliest} : moment;
}

/*
 * From the latest begin to the earliest end a chain is served for sure; from the earliest begin to
 * the latest end it may be. A chain that is replaced lingers until its last leaf runs out, and
 * whether a given server has such a leaf is not known.
 */
static void make_presence(struct maker *maker, struct served *served, int reading)
{
    const struct timeline_phase *phase = served->phase;
    struct moment begin = read_moment(phase->begin.moment, reading);
    struct moment end = read_moment(phase->end.moment, reading);
    chain_time over = maker->question->timeline->over;
    if (phase->begin.undated)
        begin.latest = CHAIN_TIME_MAX;
    if (phase->end.undated)
        end.latest = CHAIN_TIME_MAX;
    chain_time gone = end.latest;
    if (phase->lingers && end.latest < CHAIN_TIME_MAX)
        gone += lifetime_most(end.latest);
    end.earliest = end.earliest < over ? end.earliest : over;
    end.latest = end.latest < over ? end.latest : over;
    gone = gone < over ? gone : over;
    struct span_set sure, all;
    check_room(
        maker,
        span_set_one(maker->arena, &sure, (chain_span){begin.latest, end.earliest}) &&
            span_set_one(maker->arena, &all, (chain_span){begin.earliest, end.latest}) &&
            span_set_one(maker->arena, &served->lingers[reading], (chain_span){end.latest, gone}));
    if (maker->full)
        return;
    served->sure[reading] = served->chain->possible ? SPAN_NEVER : sure;
    check_room(maker,
               span_set_minus(maker->arena, &served->maybe[reading], all, served->sure[reading]));
}

/* ---- whether it is valid ---------------------------------------------------------------------- */

/* The certificate with this fingerprint, where somebody handed it in. */
static const struct link *find_recorded(const struct maker *maker, const struct link *stated)
{
    const struct chain_list *bridges = maker->question->bridges;
    size_t at = 0, end = bridges ? list_find(bridges, stated->subject_hash, &at) : 0;
    for (; at < end; at++) {
        const struct link *link = &bridges->links[bridges->by_subject.entries[at].item];
        uint8_t hash[SHA256_SIZE];
        cert_sha256(link->cert, hash);
        if (memcmp(hash, link_stated(stated)->sha256, sizeof(hash)) == 0)
            return link;
    }
    return NULL;
}

static void ask(struct maker *maker, struct served *served, struct question *question)
{
    const struct exposure_question *q = maker->question;
    question->store = q->store;
    question->profile = q->profile;
    question->program = q->program;
    question->window = (chain_span){CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    question->budget = q->budget;
    for (int reading = 0; reading < READINGS && !maker->full; reading++) {
        question->rules = maker->rules[reading];
        check_room(maker,
                   segment_answer(&served->answers[reading], question, maker->memo) == CHAIN_OK);
    }
}

/* A chain that a timeline describes: an assumed leaf, and what is sent with it. */
static void answer_stated(struct maker *maker, struct served *served)
{
    const struct timeline_chain *chain = served->chain;
    const struct timeline_link *links = maker->question->timeline->links;
    const struct link *issuer = &links[chain->issuer].link;
    struct link *leaf = arena_zero(maker->arena, 1, sizeof(*leaf));
    struct stated *of_leaf = arena_zero(maker->arena, 1, sizeof(*of_leaf));
    struct link *sent = arena_zero(maker->arena, chain->sent_count, sizeof(*sent));
    if (!leaf || !of_leaf || !sent) {
        maker->full = true;
        return;
    }
    *leaf = (struct link){
        .evidence = CHAIN_ASSUMED,
        .issuer = issuer->subject,
        .issuer_hash = issuer->subject_hash,
        .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
        .renewed = true,
        .stated = of_leaf,
    };
    of_leaf->hosts = maker->question->endpoint->names;
    link_key_hash(issuer, of_leaf->issuer_key);
    for (uint32_t i = 0; i < chain->sent_count; i++) {
        const struct link *stated = &links[chain->sent[i]].link;
        const struct link *recorded = stated->cert ? stated : find_recorded(maker, stated);
        sent[i] = recorded ? *recorded : *stated;
    }
    struct question question = {.target = leaf, .sent = sent, .sent_count = chain->sent_count};
    ask(maker, served, &question);
}

static void answer_captured(struct maker *maker, struct served *served)
{
    const struct capture *capture = served->capture;
    struct link *leaf = arena_zero(maker->arena, 1, sizeof(*leaf));
    struct stated *of_leaf = arena_zero(maker->arena, 1, sizeof(*of_leaf));
    if (!leaf) {
        maker->full = true;
        return;
    }
    *leaf = capture->list->links[capture->list->leaf];
    if (capture->renewed) {
        leaf->renewed = true;
        leaf->window.until = CHAIN_TIME_MAX;
    }
    struct question question = {
        .target = leaf,
        .sent = capture->list->links,
        .sent_count = capture->list->count,
        .bridges = maker->question->bridges,
        .host = capture->host[0] ? &maker->host : NULL,
    };
    ask(maker, served, &question);
}

bool exposure_has(const struct served *served, chain_time at)
{
    return span_set_has(served->sure[CAREFUL], at) || span_set_has(served->maybe[CAREFUL], at) ||
           span_set_has(served->lingers[CAREFUL], at);
}

/* ---- the line --------------------------------------------------------------------------------- */

static chain_verdict verdict_at(const struct answer *answer, chain_time at)
{
    size_t low = 0, high = answer->count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (answer->stretches[middle].span.from <= at)
            low = middle;
        else
            high = middle;
    }
    return answer->stretches[low].verdict;
}

/* How many of a kind there are, and how many of them are what. */
struct count {
    size_t all, valid, invalid;
};

static void count_one(struct count *count, chain_verdict verdict)
{
    count->all++;
    count->valid += verdict == CHAIN_VALID;
    count->invalid += verdict == CHAIN_INVALID;
}

/*
 * Of the chains that are served, every one must be valid. Where none is known to be, one of the
 * possible ones is: if they agree, that is the answer. Otherwise a possible chain, or one that
 * lingers, can only turn a good answer into an unknown one.
 */
static chain_verdict combine(struct count sure, struct count maybe, struct count lingers)
{
    chain_verdict verdict = CHAIN_VALID;
    if (sure.invalid || (!sure.all && maybe.all && maybe.invalid == maybe.all))
        verdict = CHAIN_INVALID;
    else if (sure.valid < sure.all || maybe.valid < maybe.all || lingers.valid < lingers.all)
        verdict = CHAIN_UNKNOWN;
    return verdict;
}

static void judge_part(const struct exposure *exposure, struct line_part *part, int reading)
{
    struct count sure = {0}, maybe = {0}, lingers = {0};
    for (size_t i = 0; i < exposure->served_count; i++) {
        const struct served *served = &exposure->served[i];
        chain_verdict verdict = verdict_at(&served->answers[reading], part->span.from);
        if (span_set_has(served->sure[reading], part->span.from))
            count_one(&sure, verdict);
        else if (span_set_has(served->maybe[reading], part->span.from))
            count_one(&maybe, verdict);
        else if (span_set_has(served->lingers[reading], part->span.from))
            count_one(&lingers, verdict);
    }
    part->active |= sure.all || maybe.all || lingers.all;
    part->verdict[reading] = combine(sure, maybe, lingers);
}

static size_t collect(const struct exposure *exposure, chain_time *instants)
{
    size_t count = 0;
    for (size_t i = 0; i < exposure->served_count; i++) {
        const struct served *served = &exposure->served[i];
        for (int reading = 0; reading < READINGS; reading++) {
            const struct span_set sets[] = {served->sure[reading], served->maybe[reading],
                                            served->lingers[reading]};
            for (size_t set = 0; set < 3; set++) {
                for (size_t k = 0; k < sets[set].count; k++) {
                    if (instants)
                        instants[count] = sets[set].spans[k].from;
                    if (instants)
                        instants[count + 1] = sets[set].spans[k].until;
                    count += 2;
                }
            }
            for (size_t k = 0; k < served->answers[reading].count; k++, count++) {
                if (instants)
                    instants[count] = served->answers[reading].stretches[k].span.from;
            }
        }
    }
    return count;
}

static int compare(const void *left, const void *right)
{
    const chain_time *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void make_line(struct maker *maker)
{
    struct exposure *out = maker->out;
    size_t count = collect(out, NULL);
    chain_time *instants = arena_alloc(maker->arena, count + 1, sizeof(*instants));
    out->parts = arena_zero(maker->arena, count + 2, sizeof(*out->parts));
    if (!instants || !out->parts) {
        maker->full = true;
        return;
    }
    collect(out, instants);
    instants[count++] = CHAIN_TIME_MAX;
    qsort(instants, count, sizeof(*instants), compare);
    chain_time from = CHAIN_TIME_MIN;
    for (size_t i = 0; i < count; i++) {
        if (instants[i] == from)
            continue;
        struct line_part part = {.span = {from, instants[i]}};
        judge_part(out, &part, CAREFUL);
        judge_part(out, &part, EARLY);
        struct line_part *before = out->part_count ? &out->parts[out->part_count - 1] : NULL;
        if (before && before->active == part.active && before->verdict[0] == part.verdict[0] &&
            before->verdict[1] == part.verdict[1])
            before->span.until = part.span.until;
        else
            out->parts[out->part_count++] = part;
        from = instants[i];
    }
}

/* ---- the whole -------------------------------------------------------------------------------- */

static void make_rules(struct maker *maker)
{
    struct rules rules = maker->question->rules;
    struct rule *early = arena_alloc(maker->arena, rules.count, sizeof(*early));
    if (!early) {
        maker->full = true;
        return;
    }
    for (size_t i = 0; i < rules.count; i++) {
        early[i] = rules.rules[i];
        early[i].at = read_moment(early[i].at, EARLY);
    }
    maker->rules[CAREFUL] = rules;
    maker->rules[EARLY] = (struct rules){early, rules.count};
}

static void make_served(struct maker *maker)
{
    const struct timeline_endpoint *endpoint = maker->question->endpoint;
    size_t most = 1;
    for (uint32_t i = 0; endpoint && i < endpoint->phase_count; i++)
        most += endpoint->phases[i].chain_count;
    maker->out->served = arena_zero(maker->arena, most, sizeof(*maker->out->served));
    if (!maker->out->served) {
        maker->full = true;
        return;
    }
    for (uint32_t i = 0; endpoint && i < endpoint->phase_count; i++) {
        const struct timeline_phase *phase = &endpoint->phases[i];
        for (uint32_t j = 0; j < phase->chain_count; j++) {
            struct served *served = &maker->out->served[maker->out->served_count++];
            *served = (struct served){.phase = phase, .chain = &phase->chains[j]};
            make_presence(maker, served, CAREFUL);
            make_presence(maker, served, EARLY);
        }
    }
    if (maker->question->capture)
        check_room(maker, capture_place(maker->out, maker->question, maker->memo));
}

chain_status exposure_make(struct exposure *out, const struct exposure_question *question,
                           struct chain_memo *memo)
{
    struct maker maker = {.out = out, .question = question, .memo = memo, .arena = &memo->arena};
    *out = (struct exposure){0};
    if (question->capture && question->capture->host[0])
        hostname_parse(&maker.host, question->capture->host);
    make_rules(&maker);
    if (!maker.full)
        make_served(&maker);
    for (size_t i = 0; i < out->served_count && !maker.full; i++) {
        if (out->served[i].chain)
            answer_stated(&maker, &out->served[i]);
        else
            answer_captured(&maker, &out->served[i]);
    }
    if (!maker.full)
        make_line(&maker);
    return maker.full ? CHAIN_E_MEMORY : CHAIN_OK;
}
