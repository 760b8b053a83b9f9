// SPDX-License-Identifier: Apache-2.0
/* What the parts of the search share: paths that were found, and where they hold. */
#ifndef LIBCHAIN_SEGMENT_SEARCH_H
#define LIBCHAIN_SEGMENT_SEARCH_H

#include "build.h"
#include "segment.h"

enum { MOST_EXPLANATIONS = 8 };

/* Where a witness holds. INVALID pieces are those of a verifier that has this one path then. */
struct piece {
    const struct witness *witness;
    struct span_set spans;
    chain_verdict verdict;
    struct piece *next;
};

struct search {
    const struct question *question;
    struct arena *arena;
    struct graph graph;
    struct check check;
    struct build build;
    struct piece *pieces, **last_piece; /* in the order in which they were found */
    const struct witness *explanations[MOST_EXPLANATIONS];
    size_t explanation_count;
    bool order_unknown; /* which of the paths this verifier takes is not known */
    bool full;
};

/* Both set search->full where there is no room. */
struct witness *search_keep(struct search *search, const struct path *path,
                            const struct judgement *judgement);
void search_add_piece(struct search *search, const struct witness *witness, struct span_set spans,
                      chain_verdict verdict);

/* Judges a path apart from the rest, signatures included: a bad one becomes a finding. False where
 * a bound was reached, and where search->full is set. */
bool search_judge(struct search *search, const struct path *path, struct judgement *out);

/* A verifier that has one path at each instant (STRATEGY_FIRST): the whole answer. */
void search_first(struct search *search);
/* One that goes by what was sent (STRATEGY_SENT): false where it falls back to all paths. */
bool search_sent(struct search *search);
/* Whatever was found valid is one of the paths that this verifier may take, or not. */
void search_doubt(struct search *search);

#endif
