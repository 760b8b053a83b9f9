// SPDX-License-Identifier: Apache-2.0
/*
 * What the benchmarks judge: a PKI made on the spot, in the middle of a migration.
 *
 * For each of RSA (2,048 bits, the new root 4,096) and EC (P-256, the roots P-384) an old root, a
 * new root, a bridge from the old to the new one, one issuing authority below the new root, and
 * many servers. The servers send leaf, issuing authority and bridge. There are five stores of
 * WORLD_ROOTS roots or so, which hold both, one or none of the two, and 24 dates a month apart,
 * over which the old root, the bridge and the leaves run out.
 */
#ifndef BENCH_WORLD_H
#define BENCH_WORLD_H

#include "chain.h"

#include <time.h>

enum { WORLD_STORES = 5, WORLD_DATES = 24, WORLD_SENT = 3, WORLD_ROOTS = 140 };

struct world_chain {
    chain_bytes certs[WORLD_SENT]; /* leaf first */
    char host[64];
};

struct world {
    struct world_chain *rsa, *ec;
    size_t rsa_count, ec_count;
    chain_bytes stores[WORLD_STORES]; /* PEM bundles */
    time_t dates[WORLD_DATES];
    const char *pool; /* a file of PEM intermediates from elsewhere, or NULL; borrowed */
};

/* The dates that stores and chains are asked about, a month apart. */
static inline time_t world_date(int i)
{
    return 1767225600 + (time_t)i * 2629800 + 43200; /* from 2026-01-01T12:00:00Z */
}

/* Ends the process where libcrypto fails. */
void world_make(struct world *world, size_t rsa_count, size_t ec_count);
void world_free(struct world *world);

/* Chain number i: the RSA ones come first. */
static inline const struct world_chain *world_chain(const struct world *world, size_t i)
{
    return i < world->rsa_count ? &world->rsa[i] : &world->ec[i - world->rsa_count];
}

#endif
