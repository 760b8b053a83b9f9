// SPDX-License-Identifier: Apache-2.0
/*
 * The interval engine against the validator that knows one instant only (tests/property/oracle.h),
 * on worlds (world.h): the same verdict at every instant at which anything may change, the one
 * before and the one after it, and on the path that the engine names. Both profiles that the oracle
 * knows.
 */
#include "fuzz.h"

#include "compare.h"
#include "hostname.h"
#include "memo.h"
#include "pool.h"
#include "world.h"

#include <string.h>

/* The oracle tries all paths, of which there are many among few certificates of one name. */
enum { MOST_CERTIFICATES = 8 };

static void ask(const struct world *world, const char *profile, struct chain_memo *memo)
{
    struct hostname host;
    struct tally tally = {0};
    struct question question = {.target = world->sent->links,
                                .sent = world->sent->links,
                                .sent_count = world->sent->count,
                                .store = world->store,
                                .profile = profile_find(profile),
                                .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX}};
    chain_budget_default(&question.budget);
    if (world->host) {
        MUST(hostname_parse(&host, world->host));
        question.host = &host;
    }
    const char *why = compare(&question, memo, &tally);
    if (why)
        fprintf(stderr, "%s: %s\n", profile, why);
    MUST(!why);
    pool_empty();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world;
    struct chain_memo *memo;
    if (!world_read(&world, data, size))
        return 0;
    if (world.sent->count + world.anchors->count <= MOST_CERTIFICATES) {
        MUST(chain_memo_new(&memo, 64) == CHAIN_OK);
        ask(&world, size % 2 ? "tls" : "rfc5280", memo);
        chain_memo_free(memo);
    }
    world_free(&world);
    return 0;
}
