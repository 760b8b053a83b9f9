// SPDX-License-Identifier: Apache-2.0
/*
 * A baseline: findings that somebody knows and has accepted, for a reason and up to a date
 * (docs/schema/baseline.json). What it accepts still stands in the report, and no longer decides.
 */
#ifndef LIBCHAIN_BASELINE_H
#define LIBCHAIN_BASELINE_H

#include "mem.h"

#include "chain.h"

#include <stdatomic.h>

/* Texts that are "" stand for any. */
struct baseline_finding {
    const char *store; /* id or path */
    const char *timeline, *endpoint;
    const char *lane;
    chain_readiness verdict; /* a worse one is news, and so is a better one */
    chain_time breaks_at;    /* an earlier one is news; CHAIN_TIME_MIN: any */
    chain_time expires;      /* counts again from here on */
    const char *reason;
};

struct chain_baseline {
    atomic_uint references;
    struct arena arena;
    struct baseline_finding *findings;
    size_t count;
};

/* Is this the finding, whether expired or not? `path` is the store's. */
bool baseline_matches(const struct baseline_finding *finding, const chain_ready_result *result,
                      const char *path);

#endif
