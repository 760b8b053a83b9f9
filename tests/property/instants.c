// SPDX-License-Identifier: Apache-2.0
/* oracle_instants: when the oracle must be asked. */
#include "oracle.h"

#include "pool.h"

#include <stdlib.h>

struct instants {
    chain_time *at;
    size_t count;
    chain_span window;
};

static void add_one(struct instants *list, chain_time at)
{
    if (at >= list->window.from && at < list->window.until)
        list->at[list->count++] = at;
}

/* An instant and its neighbours; the ends of time have none. */
static void add(struct instants *list, chain_time at)
{
    if (at == CHAIN_TIME_MIN || at == CHAIN_TIME_MAX)
        return;
    add_one(list, at - 1);
    add_one(list, at);
    add_one(list, at + 1);
}

/* After a limit by issuance a leaf may live as long as its like, which depends on the date. */
static void add_limit(struct instants *list, chain_time limit)
{
    static const int DAYS[] = {47, 100, 200, 398, 825, 39 * 31};
    if (limit == CHAIN_TIME_MAX)
        return;
    add(list, limit);
    for (size_t i = 0; i < sizeof(DAYS) / sizeof(DAYS[0]); i++)
        add(list, limit + (chain_time)DAYS[i] * 86400);
}

static int compare(const void *left, const void *right)
{
    const chain_time *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

chain_time *oracle_instants(const struct oracle *oracle, size_t *count)
{
    const struct question *question = oracle->question;
    size_t most = 2 + 3 * (2 + 9 * oracle->count + 14 * question->rules.count);
    struct instants list = {pool_take(most * sizeof(chain_time)), 0, question->window};
    add_one(&list, question->window.from);
    add_one(&list, question->window.until - 1);
    if (question->target->cert) {
        add(&list, question->target->cert->validity.from);
        add(&list, question->target->cert->validity.until);
    }
    for (size_t i = 0; i < oracle->count; i++) {
        add(&list, oracle->steps[i].link->window.from);
        add(&list, oracle->steps[i].link->window.until);
        if (oracle->steps[i].anchor)
            add_limit(&list, oracle->steps[i].anchor->distrust_after);
    }
    for (size_t i = 0; i < question->rules.count; i++) {
        add_limit(&list, question->rules.rules[i].at.earliest);
        add_limit(&list, question->rules.rules[i].at.latest);
    }
    qsort(list.at, list.count, sizeof(*list.at), compare);
    *count = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (!*count || list.at[i] != list.at[*count - 1])
            list.at[(*count)++] = list.at[i];
    }
    return list.at;
}
