// SPDX-License-Identifier: Apache-2.0
#include "compare.h"

#include "instant.h"
#include "memo.h"
#include "pool.h"
#include "segment.h"

#include <stdio.h>

static const char *text_of(chain_time at)
{
    char text[INSTANT_TEXT_SIZE];
    return pool_format("%s", instant_to_text(text, at));
}

/* RFC 5280 6.1 on the engine's own witness, at one instant. */
static const char *hold_witness(struct oracle *oracle, const struct answer *answer,
                                const struct stretch *stretch, chain_time at)
{
    struct oracle_step path[ORACLE_LONGEST];
    const struct path *witness = &stretch->witness->path;
    for (uint32_t i = 0; i < witness->length; i++) {
        const struct node *node = &answer->nodes[witness->nodes[i]];
        path[i] = (struct oracle_step){node->link, node->anchor};
    }
    chain_verdict verdict = oracle_judge_path(oracle, path, witness->length, at);
    if (verdict == stretch->verdict)
        return NULL;
    return pool_format("at %s the witness of %u certificates is %s, not %s", text_of(at),
                       (unsigned)witness->length, chain_verdict_name(verdict),
                       chain_verdict_name(stretch->verdict));
}

/* Why a stretch is what it is must be said where it is not valid, and hold against the path shown.
 */
static const char *hold_reasons(const struct stretch *stretch)
{
    chain_verdict worst = CHAIN_VALID;
    for (size_t i = 0; i < stretch->finding_count; i++) {
        if (stretch->findings[i]->effect < worst)
            worst = stretch->findings[i]->effect;
    }
    if (worst == stretch->verdict)
        return NULL;
    return pool_format("from %s the findings say %s, the verdict is %s",
                       text_of(stretch->span.from), chain_verdict_name(worst),
                       chain_verdict_name(stretch->verdict));
}

static const char *hold_stretch(struct oracle *oracle, const struct answer *answer, size_t number,
                                const chain_time *instants, size_t count)
{
    const struct stretch *stretch = &answer->stretches[number];
    const char *why = hold_reasons(stretch);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found |= instants[i] == stretch->span.from;
    if (!found)
        return pool_format("nothing changes at %s", text_of(stretch->span.from));
    if (number && answer->stretches[number - 1].span.until != stretch->span.from)
        return pool_format("a gap before %s", text_of(stretch->span.from));
    if (!why && stretch->verdict != CHAIN_INVALID)
        why = hold_witness(oracle, answer, stretch, stretch->span.from);
    if (!why && stretch->verdict != CHAIN_INVALID)
        why = hold_witness(oracle, answer, stretch, stretch->span.until - 1);
    return why;
}

static const char *hex_of(chain_bytes bytes)
{
    const char *text = "";
    for (size_t i = 0; i < bytes.size; i++)
        text = pool_format("%s%02x", text, bytes.data[i]);
    return text;
}

/* The oracle's path by serial numbers, "s" for a stated step and "+" for the anchor. */
static const char *oracle_path(const struct oracle *oracle)
{
    const char *text = "";
    for (size_t i = 0; i < oracle->length; i++) {
        const struct oracle_step *step = &oracle->steps[oracle->witness[i]];
        chain_bytes serial = {NULL, 0};
        if (step->link->cert)
            serial = chain_cert_serial(step->link->cert);
        text = pool_format("%s %s%s", text, step->anchor ? "+" : "",
                           serial.size ? hex_of(serial) : "s");
    }
    return text;
}

static const char *hold_verdicts(struct oracle *oracle, const struct answer *answer,
                                 const chain_time *instants, size_t count, struct tally *tally)
{
    size_t stretch = 0;
    for (size_t i = 0; i < count; i++) {
        while (stretch + 1 < answer->count && instants[i] >= answer->stretches[stretch].span.until)
            stretch++;
        chain_verdict expected = oracle_judge(oracle, instants[i]);
        if (oracle->gave_up)
            return NULL;
        chain_verdict actual = answer->stretches[stretch].verdict;
        tally->instants++;
        tally->verdicts[expected]++;
        /* A budget that is spent makes unknown, and nothing else. */
        if (actual != expected && (answer->complete || actual != CHAIN_UNKNOWN))
            return pool_format("at %s the engine says %s, the oracle %s (serials%s)",
                               text_of(instants[i]), chain_verdict_name(actual),
                               chain_verdict_name(expected), oracle_path(oracle));
    }
    return NULL;
}

static const char *hold_answer(struct oracle *oracle, const struct answer *answer,
                               struct tally *tally)
{
    size_t count;
    const chain_time *instants = oracle_instants(oracle, &count);
    chain_span window = oracle->question->window;
    const char *why = hold_verdicts(oracle, answer, instants, count, tally);
    bool changing = false;
    if (answer->stretches[0].span.from != window.from ||
        answer->stretches[answer->count - 1].span.until != window.until)
        why = "the stretches do not cover the window";
    for (size_t i = 0; i < answer->count && !why && answer->complete; i++) {
        why = hold_stretch(oracle, answer, i, instants, count);
        changing |= answer->stretches[i].verdict != answer->stretches[0].verdict;
    }
    tally->questions++;
    tally->given_up += oracle->gave_up || !answer->complete;
    tally->changing += changing;
    tally->paths += oracle->paths;
    return why;
}

const char *compare(const struct question *question, struct chain_memo *memo, struct tally *tally)
{
    struct oracle oracle;
    struct answer answer;
    struct arena_mark mark = arena_mark(&memo->arena);
    arena_set_limit(&memo->arena, question->budget.memory);
    if (segment_answer(&answer, question, memo) != CHAIN_OK)
        return "out of memory";
    oracle_start(&oracle, question);
    if (tally->most_trials)
        oracle.most_trials = tally->most_trials;
    const char *why = hold_answer(&oracle, &answer, tally);
    arena_release(&memo->arena, mark);
    return why;
}

void tally_print(const struct tally *tally, const char *what)
{
    printf("%s: %lu questions (%lu with a verdict that changes), %lu instants "
           "(%lu valid, %lu unknown, %lu invalid), %lu paths tried, %lu questions given up\n",
           what, tally->questions, tally->changing, tally->instants, tally->verdicts[CHAIN_VALID],
           tally->verdicts[CHAIN_UNKNOWN], tally->verdicts[CHAIN_INVALID], tally->paths,
           tally->given_up);
}
