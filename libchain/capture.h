// SPDX-License-Identifier: Apache-2.0
/* A captured chain and the migrations: which it is exposed to, and what it tells about them. */
#ifndef LIBCHAIN_CAPTURE_H
#define LIBCHAIN_CAPTURE_H

#include "exposure.h"
#include "memo.h"

/* Is this capture exposed to this endpoint: by its host, or where the endpoint has none, by issuer? */
bool capture_concerns(const struct chain_timeline *timeline, const struct timeline_endpoint *endpoint,
                      const struct capture *capture);

/*
 * Puts the question's capture into an exposure that has room for one more. It takes the place of what
 * the timeline says is, or may be, served at that time under the same authority: seeing is knowing.
 * Where there is nothing of the kind it is served besides. False when the arena is full.
 */
bool capture_place(struct exposure *out, const struct exposure_question *question,
                   struct chain_memo *memo);

#endif
