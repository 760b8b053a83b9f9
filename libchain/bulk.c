// SPDX-License-Identifier: Apache-2.0
/* chain_bulk: the question of chain_ready, for one captured chain after the other. */
#include "capture.h"
#include "error.h"
#include "outcome.h"
#include "ready_options.h"

#include <string.h>

enum { MEMO_RESULTS = 1 << 16 };

struct chain_bulk {
    const struct chain_ready_options *options;
    chain_memo *memo;
    struct rules rules;  /* of all timelines */
    struct bulk_id *ids; /* of the stores */
};

struct bulk_id {
    char text[sizeof(((chain_place *)0)->id)];
};

static chain_status take_ids(struct chain_bulk *bulk)
{
    const struct chain_ready_options *options = bulk->options;
    bulk->ids = mem_zero(options->store_count, sizeof(*bulk->ids));
    if (!bulk->ids)
        return CHAIN_E_MEMORY;
    for (size_t i = 0; i < options->store_count; i++)
        memcpy(bulk->ids[i].text, options->stores[i].place.id, sizeof(bulk->ids[i].text));
    asked_ids_unique(bulk->ids[0].text, options->store_count, sizeof(*bulk->ids));
    return CHAIN_OK;
}

chain_status chain_bulk_new(chain_bulk **out, const chain_ready_options *options)
{
    if (out)
        *out = NULL;
    if (!out || !options || !options->store_count)
        return CHAIN_E_ARGUMENT;
    struct chain_bulk *bulk = mem_zero(1, sizeof(*bulk));
    if (!bulk)
        return CHAIN_E_MEMORY;
    bulk->options = options;
    chain_status status = chain_memo_new(&bulk->memo, MEMO_RESULTS);
    if (status == CHAIN_OK)
        status = asked_rules(&bulk->rules, options);
    if (status == CHAIN_OK)
        status = take_ids(bulk);
    if (status != CHAIN_OK) {
        chain_bulk_free(bulk);
        return status;
    }
    *out = bulk;
    return CHAIN_OK;
}

void chain_bulk_free(chain_bulk *bulk)
{
    if (!bulk)
        return;
    mem_free((void *)(uintptr_t)bulk->rules.rules);
    mem_free(bulk->ids);
    chain_memo_free(bulk->memo);
    mem_free(bulk);
}

size_t chain_bulk_store_count(const chain_bulk *bulk)
{
    return bulk->options->store_count;
}

const char *chain_bulk_store_id(const chain_bulk *bulk, size_t index)
{
    return index < bulk->options->store_count ? bulk->ids[index].text : "";
}

/* ---- one chain -------------------------------------------------------------------------------- */

/* What speaks first against the first part of the window that is not valid. */
static chain_finding_code first_finding(const struct exposure *exposure, chain_span window)
{
    for (size_t i = 0; i < exposure->served_count; i++) {
        const struct answer *answer = &exposure->served[i].answers[CAREFUL];
        for (size_t k = 0; k < answer->count; k++) {
            const struct stretch *stretch = &answer->stretches[k];
            chain_span both = span_meet(stretch->span, window);
            if (!span_is_empty(both) && stretch->verdict != CHAIN_VALID && stretch->finding_count &&
                exposure_has(&exposure->served[i], both.from))
                return stretch->findings[0]->code;
        }
    }
    return CHAIN_FINDING_NONE;
}

static bool is_complete(const struct exposure *exposure)
{
    bool complete = true;
    for (size_t i = 0; i < exposure->served_count; i++)
        complete &= exposure->served[i].answers[CAREFUL].complete;
    return complete;
}

static chain_status judge_endpoint(struct chain_bulk *bulk, chain_bulk_answer *answer,
                                   const struct exposure_question *question)
{
    struct exposure exposure;
    chain_outcome outcome;
    chain_status status = exposure_make(&exposure, question, bulk->memo);
    if (status == CHAIN_OK) {
        outcome_of(&outcome, &exposure, bulk->options->window);
        if (!answer->timeline || outcome_worse(&answer->outcome, &outcome) == &outcome) {
            answer->outcome = outcome;
            answer->timeline = question->timeline ? question->timeline->id : "";
            answer->finding = outcome.readiness > CHAIN_READY
                                  ? first_finding(&exposure, bulk->options->window)
                                  : CHAIN_FINDING_NONE;
        }
        answer->complete &= is_complete(&exposure);
    }
    arena_reset(&bulk->memo->arena);
    return status;
}

static chain_status judge_store(struct chain_bulk *bulk, chain_bulk_answer *answer,
                                const struct asked_store *asked, const struct capture *capture)
{
    const struct chain_ready_options *options = bulk->options;
    chain_program follows = options->follows_given ? options->follows : asked->place.follows;
    struct exposure_question question = {
        .capture = capture,
        .at = options->window.from,
        .store = asked->store,
        .bridges = options->bridges,
        .profile = options->profile,
        .rules = bulk->rules,
        .program = options->lane == CHAIN_LANE_PROGRAM ? follows : CHAIN_PROGRAM_NONE,
        .budget = options->budget,
    };
    chain_status status = CHAIN_OK;
    if (options->lane == CHAIN_LANE_PROGRAM && follows == CHAIN_PROGRAM_NONE)
        return CHAIN_OK; /* it has no such lane */
    for (size_t i = 0; i < options->timeline_count; i++) {
        question.timeline = options->timelines[i];
        for (uint32_t k = 0; k < question.timeline->endpoint_count && status == CHAIN_OK; k++) {
            question.endpoint = &question.timeline->endpoints[k];
            if (capture_concerns(question.timeline, question.endpoint, capture))
                status = judge_endpoint(bulk, answer, &question);
        }
    }
    question.timeline = NULL;
    question.endpoint = NULL;
    return answer->timeline || status != CHAIN_OK ? status
                                                  : judge_endpoint(bulk, answer, &question);
}

chain_status chain_bulk_judge(chain_bulk *bulk, chain_bulk_answer *answers, const chain_list *chain,
                              const char *host)
{
    struct hostname parsed;
    if (!bulk || !answers || !chain || !host || (host[0] && !hostname_parse(&parsed, host)))
        return CHAIN_E_ARGUMENT;
    struct capture capture = {chain, host, bulk->options->renewal};
    arena_set_limit(&bulk->memo->arena, bulk->options->budget.memory);
    for (size_t i = 0; i < bulk->options->store_count; i++) {
        const struct asked_store *asked = &bulk->options->stores[i];
        answers[i] = (chain_bulk_answer){.outcome = OUTCOME_OF_NOTHING, .complete = 1};
        if (!asked->store) {
            answers[i].outcome.readiness = CHAIN_READINESS_UNKNOWN;
            answers[i].complete = 0;
        } else {
            chain_status status = judge_store(bulk, &answers[i], asked, &capture);
            if (status != CHAIN_OK)
                return status;
        }
        if (!answers[i].timeline)
            answers[i].timeline = "";
    }
    return CHAIN_OK;
}
