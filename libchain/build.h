// SPDX-License-Identifier: Apache-2.0
/*
 * Path building (RFC 4158): proposes complete paths from the target to an anchor, one after the
 * other, in a fixed order, and judges nothing.
 *
 * It is a depth-first search that three things keep small:
 *
 *   - Reach. A step is taken only where the dates of the path so far, and those of some path onward
 *     to an anchor, leave an instant that is not covered by VALID yet. A search that only dates decide
 *     therefore never runs into a dead end, and every path that it proposes covers something new.
 *   - Visits. Findings only shrink a path. So when everything above a certificate has been tried for a
 *     set of instants and a number of certificates below it, it need not be tried again for fewer
 *     instants and more certificates below. Fewer instants means two things: those that nothing below
 *     denies, and those that nothing below makes undecided either. A loop does not break that argument
 *     where the path is known to be good up to the certificate that closes it: cutting the loop out of
 *     a path only removes constraints. Where constraints depend on the whole path in another way (name
 *     constraints on intermediates, revocation by issuer), visits are not remembered and the budget is
 *     the bound.
 *   - Bad edges. An edge that the checker found bad is never proposed again.
 *
 * In explaining mode it proposes paths that names alone allow, for the checker to say what is wrong.
 */
#ifndef LIBCHAIN_BUILD_H
#define LIBCHAIN_BUILD_H

#include "graph.h"

struct frame {
    uint32_t node;
    uint32_t depth;          /* intermediates that are not self-issued, up to and with this node */
    struct span_set window;  /* where nothing by itself denies the path so far */
    struct span_set clean;   /* where nothing by itself makes it undecided either */
    uint32_t loop;           /* the lowest frame that kept a candidate above from being tried again */
    uint32_t position;       /* the next candidate */
    uint8_t pass;            /* 0: candidates whose key identifier fits, 1: the others */
};

struct build {
    struct graph *graph;
    struct frame *frames;
    uint32_t height;
    uint32_t *path; /* node numbers, target first */
    struct span_set covered;
    uint32_t left;  /* paths and dead ends that may still be looked at */
    bool explaining;
    bool cut;       /* a path was not followed beyond the budget's depth */
    bool spent;     /* the budget for paths ran out */
    bool full;      /* out of arena */
};

bool build_start(struct build *build, struct graph *graph, struct span_set covered, bool explaining);

/* The next path: build->path[0 .. *length - 1]. False at the end, or where `spent` or `full` is set. */
bool build_next(struct build *build, uint32_t *length);

/* What is VALID by now; nothing that adds only to it is proposed any more. */
void build_cover(struct build *build, struct span_set covered);

/* The edge from path[step] to path[step + 1] of the last path is bad: go back to path[step]. */
void build_drop(struct build *build, uint32_t step);

#endif
