// SPDX-License-Identifier: Apache-2.0
/*
 * Sets of time. A set is a sorted list of half-open spans [from, until) that neither touch nor
 * overlap, so that equal sets have equal lists. Sets are values: every operation makes a new one in
 * the caller's arena and leaves its operands alone. docs/TIME.md has the algebra.
 *
 * Operations return false only when the arena has no room left.
 */
#ifndef LIBCHAIN_SPAN_H
#define LIBCHAIN_SPAN_H

#include "chain.h"
#include "mem.h"

#include <stdbool.h>

struct span_set {
    const chain_span *spans;
    size_t count;
};

extern const struct span_set SPAN_NEVER;  /* the empty set */
extern const struct span_set SPAN_ALWAYS; /* [CHAIN_TIME_MIN, CHAIN_TIME_MAX) */

bool span_is_empty(chain_span span);
chain_span span_meet(chain_span a, chain_span b); /* what both hold; empty spans come out as {0, 0} */

bool span_set_one(struct arena *arena, struct span_set *out, chain_span span);
bool span_set_union(struct arena *arena, struct span_set *out, struct span_set a, struct span_set b);
/* Of many sets at once, which is cheaper than one after the other. */
bool span_set_union_all(struct arena *arena, struct span_set *out, const struct span_set *sets,
                        size_t count);
bool span_set_meet(struct arena *arena, struct span_set *out, struct span_set a, struct span_set b);
bool span_set_minus(struct arena *arena, struct span_set *out, struct span_set a, struct span_set b);

bool span_set_has(struct span_set set, chain_time at);
bool span_set_covers(struct span_set set, struct span_set part); /* part is a subset of set */
bool span_set_equal(struct span_set a, struct span_set b);

#endif
