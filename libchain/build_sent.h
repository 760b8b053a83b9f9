// SPDX-License-Identifier: Apache-2.0
/*
 * The builder of verifiers that take a chain in the order in which it was sent, as the JDK and
 * GnuTLS do. The chain is cut where a certificate has the name and the key of an anchor; else an
 * anchor must have the name of the last certificate's issuer. Dates play no part in it.
 *
 * GnuTLS (`sent_sorted`) puts what was sent in order first: from the target on, the first that
 * fits. A self-signed end is dropped. Only the last certificate is then looked up: its issuer's
 * name among the anchors, and, where that does not help, its own name and key.
 */
#ifndef LIBCHAIN_BUILD_SENT_H
#define LIBCHAIN_BUILD_SENT_H

#include "graph.h"

struct sent {
    uint32_t *path; /* node numbers, target first, without the anchor; room for one more */
    uint32_t length;
    size_t above;   /* how many were sent, the target aside */
    bool ambiguous; /* sorted: at some step several fit, and who knows which one is taken */
};

/*
 * False where what was sent does not lead to an anchor in its order, so that the verifier looks for
 * another path if it ever does. `full` is set when out of arena. What may stand above the path is
 * every anchor of its last certificate's group of issuers.
 */
bool build_sent(struct sent *sent, struct graph *graph, bool *full);

/* The length to which a group of anchors cuts the path: up to the first of its certificates, the
 * target aside, that has a name and key of theirs. The whole length where there is none. */
uint32_t sent_cut(const struct sent *sent, const struct graph *graph, uint32_t group);

#endif
