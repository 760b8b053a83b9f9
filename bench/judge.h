// SPDX-License-Identifier: Apache-2.0
/*
 * The one job, done by libchain and by each peer: chains x stores x dates. Stores are loaded and
 * chains parsed when a judge is made, and no result is remembered from one call of judge_run to the
 * next.
 */
#ifndef BENCH_JUDGE_H
#define BENCH_JUDGE_H

#include "world.h"

enum judge_kind {
    JUDGE_LIBCHAIN,
    JUDGE_LIBCHAIN_POOL, /* with the certificates of world->pool to build with */
    JUDGE_OPENSSL,
    JUDGE_OPENSSL_CACHED, /* signatures remembered by (certificate, issuer), as a user could do it
                           */
    JUDGE_GNUTLS,
};

struct judge;
struct judge *judge_new(enum judge_kind kind, const struct world *world);
void judge_free(struct judge *judge);

/* Chains `from` to `until`; verdicts[(chain - from) * WORLD_STORES + store] has bit `date` set
 * where it is accepted. */
void judge_run(struct judge *judge, size_t from, size_t until, uint32_t *verdicts);

/* What each of them implements. */
struct judge_methods {
    void *(*load)(const struct world *world);
    void (*run)(void *state, const struct world *world, size_t from, size_t until,
                uint32_t *verdicts);
    void (*unload)(void *state, const struct world *world);
};
extern const struct judge_methods JUDGES[];

#endif
