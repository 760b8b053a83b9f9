// SPDX-License-Identifier: Apache-2.0
/* Why an exposure is not ready, in a sentence or two that name certificates and dates. */
#ifndef LIBCHAIN_REASON_H
#define LIBCHAIN_REASON_H

#include "exposure.h"
#include "text.h"

void reason_to_text(struct text *out, const struct exposure *exposure, const chain_outcome *outcome,
                    chain_time at);

/* The stretch of an answer that holds at this instant. */
const struct stretch *reason_stretch(const struct answer *answer, chain_time at);

#endif
