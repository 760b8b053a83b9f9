// SPDX-License-Identifier: Apache-2.0
/* The instants at which an answer can change: ends of what was found, and of what speaks against
 * it. */
#ifndef LIBCHAIN_SEGMENT_INSTANTS_H
#define LIBCHAIN_SEGMENT_INSTANTS_H

#include "segment_search.h"

struct search_instants {
    chain_time *at;
    size_t count, capacity;
};

/* All of them within the window, in order. Sets search->full where there is no room. */
void search_collect_instants(struct search *search, struct search_instants *list);

#endif
