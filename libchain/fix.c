// SPDX-License-Identifier: Apache-2.0
#include "fix.h"

#include "builtin.h"
#include "list.h"
#include "outcome.h"

#include <string.h>

enum { MOST_CANDIDATES = 24 };

struct search {
    const struct exposure_question *question;
    struct chain_memo *memo;
    chain_span window;
    chain_program program;
    const struct link *candidates[MOST_CANDIDATES];
    size_t candidate_count;
    struct fix *best;
    chain_status status;
};

chain_status fix_roots(chain_list **out)
{
    *out = NULL;
    struct chain_list *list = list_new("built-in roots");
    chain_status status = list ? CHAIN_OK : CHAIN_E_MEMORY;
    for (size_t i = 0; i < BUILTIN_ROOT_COUNT && status == CHAIN_OK; i++) {
        chain_cert *cert;
        status = chain_cert_new(&cert, NULL, BUILTIN_ROOTS[i].der, BUILTIN_ROOTS[i].size);
        if (status == CHAIN_OK)
            status = list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS});
        chain_cert_unref(cert);
    }
    if (status == CHAIN_OK)
        status = list_freeze(list, NULL);
    if (status != CHAIN_OK) {
        chain_list_unref(list);
        return status;
    }
    *out = list;
    return CHAIN_OK;
}

static const struct link *recorded(const chain_list *roots, const struct link *stated)
{
    for (size_t i = 0; i < roots->count; i++) {
        uint8_t hash[32];
        cert_sha256(roots->items[i].cert, hash);
        if (memcmp(hash, link_stated(stated)->sha256, sizeof(hash)) == 0)
            return &roots->links[i];
    }
    return stated;
}

/* The roots of the timeline, or where there is none all that we have, if they are still valid. */
static void collect(struct search *search, const chain_list *roots)
{
    const struct chain_timeline *timeline = search->question->timeline;
    size_t total = timeline ? timeline->link_count : roots->count;
    for (size_t i = 0; i < total && search->candidate_count < MOST_CANDIDATES; i++) {
        const struct link *link = timeline ? &timeline->links[i].link : &roots->links[i];
        if ((timeline && timeline->links[i].role != ROLE_ROOT) ||
            link->window.until <= search->window.from)
            continue;
        search->candidates[search->candidate_count++] = link->cert ? link : recorded(roots, link);
    }
}

static bool ask(struct search *search, const struct chain_store *store, chain_program program,
                chain_outcome *out)
{
    struct exposure exposure;
    struct exposure_question question = *search->question;
    struct arena_mark mark = arena_mark(&search->memo->arena);
    question.store = store;
    question.program = program;
    search->status = exposure_make(&exposure, &question, search->memo);
    if (search->status == CHAIN_OK)
        outcome_of(out, &exposure, search->window);
    arena_release(&search->memo->arena, mark);
    return search->status == CHAIN_OK;
}

static bool is_better(const chain_outcome *a, const chain_outcome *b)
{
    if (a->readiness != b->readiness)
        return a->readiness < b->readiness;
    return (a->readiness == CHAIN_BREAKS_LATER && a->breaks_at > b->breaks_at) ||
           (a->readiness == CHAIN_READINESS_UNKNOWN && a->unknown_from > b->unknown_from);
}

static void try_set(struct search *search, const size_t *members, size_t count)
{
    struct chain_store *store;
    struct fix fix = {.count = count};
    for (size_t i = 0; i < count; i++)
        fix.roots[i] = search->candidates[members[i]];
    search->status = store_extend(&store, (struct chain_store *)(uintptr_t)search->question->store,
                                  fix.roots, count);
    if (search->status != CHAIN_OK)
        return;
    if (ask(search, store, search->question->program, &fix.outcome) &&
        ask(search, store, search->program, &fix.program_outcome)) {
        bool better = is_better(&fix.outcome, &search->best->outcome);
        bool equal = !is_better(&search->best->outcome, &fix.outcome);
        if (better || (equal && search->best->count == count &&
                       is_better(&fix.program_outcome, &search->best->program_outcome)))
            *search->best = fix;
    }
    chain_store_unref(store);
}

/* All sets of `count` candidates, in the order of the timeline. */
static void try_sets(struct search *search, size_t count)
{
    size_t members[FIX_MOST_ROOTS] = {0, 1, 2};
    if (count > search->candidate_count)
        return;
    for (;;) {
        try_set(search, members, count);
        if (search->status != CHAIN_OK)
            return;
        size_t i = count;
        while (i > 0 && members[i - 1] == search->candidate_count - count + i - 1)
            i--;
        if (!i)
            return;
        members[i - 1]++;
        for (; i < count; i++)
            members[i] = members[i - 1] + 1;
    }
}

chain_status fix_find(struct fix *out, const struct exposure_question *question, chain_span window,
                      chain_program program, const chain_list *roots, struct chain_memo *memo)
{
    struct search search = {
        .question = question,
        .memo = memo,
        .window = window,
        .program = program,
        .best = out,
    };
    *out = (struct fix){.count = 0};
    collect(&search, roots);
    if (!ask(&search, question->store, question->program, &out->outcome))
        return search.status;
    for (size_t count = 1; count <= FIX_MOST_ROOTS && out->outcome.readiness > CHAIN_READY &&
                           search.status == CHAIN_OK;
         count++)
        try_sets(&search, count);
    return search.status;
}
