// SPDX-License-Identifier: Apache-2.0
/* From a line of time to the words that people and scripts are given. */
#ifndef LIBCHAIN_OUTCOME_H
#define LIBCHAIN_OUTCOME_H

#include "exposure.h"

/* Not applicable, and every date at its end of time. */
extern const chain_outcome OUTCOME_OF_NOTHING;

/*
 * The line between `window.from` and `window.until`, in one word with its dates. Beginnings of what
 * holds at window.from are looked up before it. A date that a source gives only to the day, and at
 * which validity ends, counts as the break: breaks_at is its earliest instant.
 */
void outcome_of(chain_outcome *out, const struct exposure *exposure, chain_span window);

/* The same for one chain of it, where it is served. False when the arena is full. */
bool outcome_of_served(chain_outcome *out, struct arena *arena, const struct served *served,
                       chain_span window);

/* The worse of the two; where the words are equal, the one that comes first. */
const chain_outcome *outcome_worse(const chain_outcome *a, const chain_outcome *b);

#endif
