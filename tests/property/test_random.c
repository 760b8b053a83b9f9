// SPDX-License-Identifier: Apache-2.0
/*
 * The interval engine against the oracle over random worlds.
 *
 *   LIBCHAIN_SEED=N       this seed alone, in place of the fixed list
 *   LIBCHAIN_WORLDS=N     so many worlds a seed, each with QUESTIONS questions
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

static void hold_seed(const struct world_keys *keys, uint64_t seed, unsigned worlds,
                      struct tally *tally)
{
    struct chance chance = {seed};
    for (unsigned i = 0; i < worlds; i++) {
        struct world world;
        world_make(&world, keys, &chance);
        hold_world(&world, &chance, seed, i, tally);
        world_free(&world);
    }
    printf("seed %llu: %u worlds agree\n", (unsigned long long)seed, worlds);
}

Test(random, engine_equals_oracle)
{
    const char *seed = getenv("LIBCHAIN_SEED"), *worlds = getenv("LIBCHAIN_WORLDS");
    unsigned count = worlds ? (unsigned)strtoul(worlds, NULL, 0) : WORLDS;
    struct world_keys keys;
    struct tally tally = {0};
    world_keys_make(&keys);
    for (size_t i = 0; i < (seed ? 1 : COUNT(SEEDS)); i++)
        hold_seed(&keys, seed ? strtoull(seed, NULL, 0) : SEEDS[i], count, &tally);
    tally_print(&tally, "random worlds");
    fflush(stdout);
    /* The worlds must be worth asking about. */
    cr_expect(tally.changing * 10 > tally.questions);
    cr_expect(tally.verdicts[CHAIN_VALID] * 20 > tally.instants);
    cr_expect(tally.verdicts[CHAIN_UNKNOWN] * 200 > tally.instants);
}
