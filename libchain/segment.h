// SPDX-License-Identifier: Apache-2.0
/*
 * The answer to one question: a partition of its window into stretches, each with one verdict, the
 * path that bears witness to it, and what speaks against that path there.
 *
 * Across paths VALID beats UNKNOWN beats INVALID. A stretch that is not valid is explained by the path
 * that comes closest to being valid there.
 */
#ifndef LIBCHAIN_SEGMENT_H
#define LIBCHAIN_SEGMENT_H

#include "check.h"

struct witness {
    struct path path;           /* numbers into `links` */
    struct judgement judgement; /* of the path, for all of time */
};

struct stretch {
    chain_span span;
    chain_verdict verdict;
    const struct witness *witness;
    const struct finding **findings; /* those that hold here; none where valid */
    size_t finding_count;
};

struct answer {
    const struct node *nodes; /* what paths refer to */
    uint32_t node_count;
    struct stretch *stretches;
    size_t count;
    uint32_t signatures;
    uint32_t paths; /* looked at, for signers of revocation lists too */
    uint64_t names; /* compared with constraints and distribution points */
    bool complete; /* false: a bound was reached */
};

/*
 * Lives in the memo's arena, which is not emptied: the caller brackets it with arena_mark and
 * arena_release. CHAIN_OK or CHAIN_E_MEMORY.
 */
chain_status segment_answer(struct answer *out, const struct question *question,
                            struct chain_memo *memo);

#endif
