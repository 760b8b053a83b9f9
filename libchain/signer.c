// SPDX-License-Identifier: Apache-2.0
#include "signer.h"

#include "segment.h"

enum { DEEPEST_PROOF = 4 };

static unsigned depth_of(const struct proving *proving)
{
    unsigned depth = 0;
    for (; proving; proving = proving->next)
        depth++;
    return depth;
}

/* The stretches that are valid. */
static bool collect(struct arena *arena, struct span_set *out, const struct answer *answer)
{
    chain_span *spans = arena_alloc(arena, answer->count, sizeof(*spans));
    size_t count = 0;
    if (!spans)
        return false;
    for (size_t i = 0; i < answer->count; i++) {
        chain_span span = answer->stretches[i].span;
        if (answer->stretches[i].verdict != CHAIN_VALID)
            continue;
        if (count && spans[count - 1].until == span.from)
            spans[count - 1].until = span.until;
        else
            spans[count++] = span;
    }
    *out = (struct span_set){spans, count};
    return true;
}

/* What a proof costs is taken from the budget of the question that needs it, and never nothing. */
static void charge(struct check *check, const struct answer *answer)
{
    uint32_t paths = answer->paths + 1;
    uint64_t names = answer->names + check->graph->question->sent_count;
    check->signatures += answer->signatures;
    check->signatures_left -= answer->signatures;
    check->names_left -= names < check->names_left ? names : check->names_left;
    check->paths_left -= paths < check->paths_left ? paths : check->paths_left;
    check->spent |= !answer->complete || !check->names_left || !check->paths_left;
}

bool signer_prove(struct check *check, const struct link *signer, const struct anchor *anchor,
                  struct span_set *valid)
{
    const struct question *outer = check->graph->question;
    struct proving proving = {signer, outer->proving};
    struct profile profile = *outer->profile;
    struct question question = *outer;
    struct answer answer;
    struct arena *arena = check->graph->arena;
    struct arena_mark mark = arena_mark(arena);
    struct span_set found;
    *valid = SPAN_NEVER;
    if (depth_of(&proving) > DEEPEST_PROOF || !check->paths_left) {
        check->spent |= !check->paths_left;
        return true;
    }
    profile.purpose = 0; /* a server's certificate is not asked for */
    question.profile = &profile;
    question.target = signer;
    question.host = NULL;
    question.most_intermediates = NULL;
    question.policies = (struct policy_inputs){.initial = NULL};
    question.window = (chain_span){CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    question.only = anchor;
    question.proving = &proving;
    question.budget.paths = check->paths_left;
    question.budget.signatures = check->signatures_left;
    question.budget.names = check->names_left;
    if (segment_answer(&answer, &question, check->memo) != CHAIN_OK)
        return false;
    charge(check, &answer);
    /* Its graph goes at once: there may be many proofs. */
    if (!collect(&check->scratch, &found, &answer))
        return false;
    arena_release(arena, mark);
    return span_set_meet(arena, valid, found, SPAN_ALWAYS);
}
