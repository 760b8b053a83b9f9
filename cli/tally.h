// SPDX-License-Identifier: Apache-2.0
/* Which stores lose which share of many chains on which day. */
#ifndef CHAINREADY_TALLY_H
#define CHAINREADY_TALLY_H

#include "chain.h"

#include <stdio.h>

struct tally_day {
    int64_t day; /* since 1970-01-01, UTC */
    uint64_t count;
};

/* Of one store. Zeroed is empty. */
struct tally {
    uint64_t counts[CHAIN_BROKEN + 1]; /* by chain_readiness */
    struct tally_day *days;            /* on which chains break, in order */
    size_t day_count, day_capacity;
};

/* 0 for want of memory. */
int tally_add(struct tally *tally, const chain_outcome *outcome);
int tally_join(struct tally *into, const struct tally *from);
void tally_free(struct tally *tally);
/* The shares, and the days on which most is lost. */
void tally_print(FILE *to, const struct tally *tally, const char *store);
/* All of it as lines of RFC 4180: store, verdict, day on which it breaks, chains, share of all. */
void tally_csv_head(FILE *to);
void tally_csv(FILE *to, const struct tally *tally, const char *store);

#endif
