// SPDX-License-Identifier: Apache-2.0
#include "peers.h"

#include "list.h"

#include <stdio.h>
#include <stdlib.h>

struct state {
    chain_store *stores[WORLD_STORES];
    chain_list **chains;
    chain_list *pool; /* or NULL */
    size_t count;
};

static void need(chain_status status, const char *what)
{
    if (status == CHAIN_OK)
        return;
    fprintf(stderr, "bench: libchain: %s: %s\n", what, chain_status_name(status));
    exit(70);
}

static chain_list *list_of(const struct world_chain *chain)
{
    struct chain_list *list = list_new("chain");
    if (!list)
        exit(70);
    for (size_t i = 0; i < WORLD_SENT; i++) {
        chain_cert *cert;
        need(chain_cert_new(&cert, NULL, chain->certs[i].data, chain->certs[i].size),
             "a certificate");
        need(list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS}), "a chain");
        chain_cert_unref(cert);
    }
    need(list_freeze(list, NULL), "a chain");
    return list;
}

void *libchain_load(const struct world *world)
{
    struct state *state = calloc(1, sizeof(*state));
    if (!state)
        exit(70);
    for (size_t i = 0; i < WORLD_STORES; i++)
        need(chain_store_read(&state->stores[i], NULL, "store", world->stores[i]), "a store");
    state->count = world->rsa_count + world->ec_count;
    state->chains = calloc(state->count, sizeof(*state->chains));
    for (size_t i = 0; state->chains && i < state->count; i++)
        state->chains[i] = list_of(world_chain(world, i));
    return state;
}

void *libchain_load_pool(const struct world *world)
{
    struct state *state = libchain_load(world);
    need(chain_list_open(&state->pool, NULL, world->pool), "the pool");
    return state;
}

/* One verification answers for all dates. */
static uint32_t verdicts_of(const chain_result *result, const struct world *world)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(result, &count);
    uint32_t out = 0;
    size_t at = 0;
    for (size_t i = 0; i < WORLD_DATES; i++) {
        while (at + 1 < count && segments[at].span.until <= world->dates[i])
            at++;
        out |= (uint32_t)(segments[at].verdict == CHAIN_VALID) << i;
    }
    return out;
}

void libchain_run(void *context, const struct world *world, size_t from, size_t until,
                  uint32_t *verdicts)
{
    struct state *state = context;
    chain_verify_options options;
    chain_verify_options_default(&options);
    options.window = (chain_span){world->dates[0], world->dates[WORLD_DATES - 1] + 1};
    options.brief = 1;
    options.bridges = state->pool;
    need(chain_memo_new(&options.memo, (until - from) * 4 + 64), "a memo");
    for (size_t i = from; i < until; i++) {
        options.chain = state->chains[i];
        options.host = world_chain(world, i)->host;
        for (size_t k = 0; k < WORLD_STORES; k++) {
            chain_result *result;
            options.store = state->stores[k];
            need(chain_verify(&result, NULL, &options), "a verification");
            *verdicts++ = verdicts_of(result, world);
            chain_result_free(result);
        }
    }
    chain_memo_free(options.memo);
}

void libchain_unload(void *context, const struct world *world)
{
    struct state *state = context;
    (void)world;
    for (size_t i = 0; i < WORLD_STORES; i++)
        chain_store_unref(state->stores[i]);
    for (size_t i = 0; i < state->count; i++)
        chain_list_unref(state->chains[i]);
    if (state->pool)
        chain_list_unref(state->pool);
    free(state->chains);
    free(state);
}

void libchain_parse(chain_bytes der)
{
    struct chain_cert cert;
    size_t bad;
    const char *why;
    need(cert_parse(&cert, der, &bad, &why), "a certificate");
}

void libchain_bundle(const char *path)
{
    chain_store *store;
    need(chain_store_open(&store, NULL, path), "a bundle");
    chain_store_unref(store);
}
