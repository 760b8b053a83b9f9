// SPDX-License-Identifier: Apache-2.0
/*
 * The interval engine against the oracle over real chains, real root stores and real
 * cross-certificates.
 *
 *   LIBCHAIN_EVERY_CHAIN=1     every chain against every store; else a sample
 */
#include "compare.h"
#include "expect.h"
#include "file.h"
#include "memo.h"
#include "pool.h"

#include <stdio.h>
#include <stdlib.h>

TestSuite(real, .fini = tidy, .timeout = 20000);

#define CHAINS SHARED "/data/chains/pem"
#define STORES SHARED "/data/stores/pem"
#define BRIDGES SHARED "/data/bridges/cross"

struct files {
    struct file_names names;
    const char *directory;
};

static bool find_files(struct files *out, const char *directory)
{
    out->directory = directory;
    if (file_list(&out->names, NULL, directory) == CHAIN_OK && out->names.count)
        return true;
    cr_skip("%s is not there", directory);
    return false;
}

static const char *path_of(const struct files *files, size_t number)
{
    return pool_format("%s/%s", files->directory, files->names.names[number]);
}

struct world {
    struct files chains, stores;
    chain_list *bridges;
    chain_memo *memo;
    struct tally tally;
};

static bool open_world(struct world *world)
{
    chain_error error;
    *world = (struct world){.memo = NULL};
    if (!find_files(&world->chains, CHAINS) || !find_files(&world->stores, STORES))
        return false;
    cr_assert(chain_list_open(&world->bridges, &error, BRIDGES) == CHAIN_OK, "%s", error.message);
    cr_assert(chain_memo_new(&world->memo, 65536) == CHAIN_OK);
    return true;
}

static void close_world(struct world *world, const char *what)
{
    tally_print(&world->tally, what);
    fflush(stdout);
    cr_expect(world->tally.verdicts[CHAIN_VALID] > 0);
    cr_expect(world->tally.changing > 0);
    SAME(world->tally.given_up, 0);
    file_names_free(&world->chains.names);
    file_names_free(&world->stores.names);
    chain_list_unref(world->bridges);
    chain_memo_free(world->memo);
}

static void hold(struct world *world, const chain_list *chain, const chain_store *store,
                 const char *profile)
{
    struct question question = {
        .target = &chain->links[chain->leaf],
        .sent = chain->links,
        .sent_count = chain->count,
        .bridges = world->bridges,
        .store = store,
        .profile = profile_find(profile),
        .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
    };
    chain_budget_default(&question.budget);
    const char *why = compare(&question, world->memo, &world->tally);
    cr_expect(!why, "%s against %s, profile %s: %s", chain->path, store->path, profile, why);
}

/* Every `step`th chain from `first` on against one store. */
static void hold_store(struct world *world, size_t number, size_t first, size_t step)
{
    chain_store *store;
    chain_error error;
    const char *path = path_of(&world->stores, number);
    if (chain_store_open(&store, &error, path) != CHAIN_OK) {
        cr_expect(false, "%s: %s", path, error.message);
        return;
    }
    for (size_t i = first; i < world->chains.names.count; i += step) {
        chain_list *chain;
        if (chain_list_open(&chain, &error, path_of(&world->chains, i)) != CHAIN_OK)
            continue; /* two of the nineties have dates that are not DER */
        hold(world, chain, store, (i / step) % 4 ? "tls" : "rfc5280");
        chain_list_unref(chain);
    }
    chain_store_unref(store);
}

Test(real, engine_equals_oracle)
{
    struct world world;
    const char *every = getenv("LIBCHAIN_EVERY_CHAIN");
    if (!open_world(&world))
        return;
    /* Each store meets other chains, so that all chains are met. */
    size_t step = every ? 1 : 31;
    for (size_t i = 0; i < world.stores.names.count; i++)
        hold_store(&world, i, every ? 0 : i * 17 % step, step);
    close_world(&world,
                every ? "every real chain and store" : "a sample of real chains and stores");
}
