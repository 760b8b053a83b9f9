// SPDX-License-Identifier: Apache-2.0
/*
 * The builder of verifiers that choose one issuer a step and never take a choice back, as OpenSSL's
 * do. It builds the one path that such a verifier would have at one instant. What it chooses
 * depends on the instant only through the validity of candidates, so that the answer between two
 * neighbouring ends of validities is the same throughout: segment_first.c asks once for each such
 * interval.
 *
 *   trusted first  at each step the store is asked, then what was sent; once the store has
 * answered, only the store is asked. sent first     what was sent is followed as far as it goes,
 * then the store. With `alternatives`, a path that ends nowhere is cut back, one sent certificate
 * at a time, to where the store can go on.
 *
 * Of several candidates the first within its dates is taken, and where there is none, one outside.
 */
#ifndef LIBCHAIN_BUILD_FIRST_H
#define LIBCHAIN_BUILD_FIRST_H

#include "graph.h"

enum first_end {
    FIRST_ANCHORED,
    FIRST_NO_ISSUER,       /* nothing above the last certificate */
    FIRST_NOT_SELF_SIGNED, /* the last certificate is the store's, and not enough for this verifier
                            */
    FIRST_TOO_LONG,        /* longer than the verifier's own bound */
    FIRST_SPENT,           /* longer than the budget */
};

struct first {
    struct graph *graph;
    chain_time at;
    uint32_t *path; /* node numbers, target first */
    uint32_t length, room;
    uint32_t sent; /* how many of them, from the target on, are not the store's */
    bool *used;    /* one for each node: was taken from what was sent */
};

/* False when out of arena. */
bool build_first_start(struct first *first, struct graph *graph);
enum first_end build_first(struct first *first, chain_time at);

#endif
