// SPDX-License-Identifier: Apache-2.0
/*
 * The interval engine against the oracle over random worlds.
 *
 *   LIBCHAIN_SEED=N       this seed alone, in place of the fixed list
 *   LIBCHAIN_WORLDS=N     so many worlds a seed, each with QUESTIONS questions
 *   LIBCHAIN_WORLD=N      the world of this number alone
 */
#include "compare.h"
#include "expect.h"
#include "memo.h"
#include "pool.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

TestSuite(random, .fini = tidy, .timeout = 3000);

enum { QUESTIONS = 40, WORLDS = 16 };

static const uint64_t SEEDS[] = {1, 20210121, 20260415, 0xdecade};

static void tell(const struct world *world, const struct world_question *question)
{
    for (size_t i = 0; i < WORLD_CAS + WORLD_LEAVES; i++)
        fprintf(stderr, "  %2zu: %s\n", i, world->notes[i]);
    fprintf(stderr, "  %s\n", question->notes);
}

static void hold_world(struct world *world, struct chance *chance, uint64_t seed, unsigned number,
                       struct tally *tally)
{
    chain_memo *memo;
    cr_assert(chain_memo_new(&memo, 4096) == CHAIN_OK);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        struct world_question question;
        world_ask(&question, world, chance);
        const char *why = compare(&question.question, memo, tally);
        if (why)
            tell(world, &question);
        cr_assert(!why, "seed %llu, world %u, question %u: %s", (unsigned long long)seed, number, i,
                  why);
        world_question_free(&question);
    }
    chain_memo_free(memo);
}

static void hold_seed(const struct world_keys *keys, uint64_t seed, unsigned first, unsigned end,
                      struct tally *tally)
{
    for (unsigned i = first; i < end; i++) {
        struct chance numbers = {seed}, chance;
        struct world world;
        numbers.state += i;
        chance.state = chance_next(&numbers); /* each world can be made without the others */
        world_make(&world, keys, &chance);
        hold_world(&world, &chance, seed, i, tally);
        world_free(&world);
    }
    printf("seed %llu: worlds %u to %u agree\n", (unsigned long long)seed, first, end - 1);
}

static unsigned number_of(const char *variable, unsigned otherwise)
{
    const char *value = getenv(variable);
    return value ? (unsigned)strtoul(value, NULL, 0) : otherwise;
}

Test(random, engine_equals_oracle)
{
    const char *seed = getenv("LIBCHAIN_SEED");
    unsigned end = number_of("LIBCHAIN_WORLDS", WORLDS), first = number_of("LIBCHAIN_WORLD", 0);
    struct world_keys keys;
    struct tally tally = {.most_trials = 200000};
    if (getenv("LIBCHAIN_WORLD"))
        end = first + 1;
    world_keys_make(&keys);
    for (size_t i = 0; i < (seed ? 1 : COUNT(SEEDS)); i++)
        hold_seed(&keys, seed ? strtoull(seed, NULL, 0) : SEEDS[i], first, end, &tally);
    tally_print(&tally, "random worlds");
    fflush(stdout);
    if (end < first + WORLDS)
        return;
    /* The worlds must be worth asking about. */
    cr_expect(tally.given_up * 100 < tally.questions);
    cr_expect(tally.changing * 10 > tally.questions);
    cr_expect(tally.verdicts[CHAIN_VALID] * 20 > tally.instants);
    cr_expect(tally.verdicts[CHAIN_UNKNOWN] * 200 > tally.instants);
}
