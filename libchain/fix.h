// SPDX-License-Identifier: Apache-2.0
/*
 * Which roots would make an exposure ready? Not looked up but tried: each root that the timeline
 * speaks of, then each pair and each three, are added to the store and the exposure is made again.
 */
#ifndef LIBCHAIN_FIX_H
#define LIBCHAIN_FIX_H

#include "exposure.h"

enum { FIX_MOST_ROOTS = 3 };

struct fix {
    const struct link *roots[FIX_MOST_ROOTS]; /* recorded where we have the certificate */
    size_t count;                             /* 0: no root helps */
    chain_outcome outcome;                    /* afterwards */
    chain_outcome program_outcome;            /* in the program lane, where there is one */
};

/* The roots that we have certificates of. */
chain_status fix_roots(chain_list **out);

/*
 * `question` is of the lane to mend. `program` is the one whose decisions matter among several ways
 * that are equal otherwise. Results live in the memo's arena. CHAIN_OK or CHAIN_E_MEMORY.
 */
chain_status fix_find(struct fix *out, const struct exposure_question *question, chain_span window,
                      chain_program program, const chain_list *roots, struct chain_memo *memo);

#endif
