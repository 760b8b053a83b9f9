// SPDX-License-Identifier: Apache-2.0
#include "judge.h"

#include "peers.h"

#include <stdlib.h>

const struct judge_methods JUDGES[] = {
    [JUDGE_LIBCHAIN] = {libchain_load, libchain_run, libchain_unload},
    [JUDGE_LIBCHAIN_POOL] = {libchain_load_pool, libchain_run, libchain_unload},
    [JUDGE_OPENSSL] = {openssl_load, openssl_run, openssl_unload},
    [JUDGE_OPENSSL_CACHED] = {openssl_load_cached, openssl_run, openssl_unload},
    [JUDGE_GNUTLS] = {gnutls_load, gnutls_run, gnutls_unload},
};

struct judge {
    const struct judge_methods *methods;
    const struct world *world;
    void *state;
};

struct judge *judge_new(enum judge_kind kind, const struct world *world)
{
    struct judge *judge = malloc(sizeof(*judge));
    if (!judge)
        exit(70);
    *judge = (struct judge){&JUDGES[kind], world, JUDGES[kind].load(world)};
    return judge;
}

void judge_free(struct judge *judge)
{
    judge->methods->unload(judge->state, judge->world);
    free(judge);
}

void judge_run(struct judge *judge, size_t from, size_t until, uint32_t *verdicts)
{
    judge->methods->run(judge->state, judge->world, from, until, verdicts);
}
