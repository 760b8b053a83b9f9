// SPDX-License-Identifier: Apache-2.0
/*
 * A server's certificate that stands in the store itself ("pinned"), whoever has issued it. RFC
 * 5280 has no such path; runtimes that take it do so without an issuer, whatever else was sent.
 */
#ifndef LIBCHAIN_SEGMENT_PINNED_H
#define LIBCHAIN_SEGMENT_PINNED_H

#include "segment_search.h"

/* Is the target, octet by octet, an anchor of the store? */
bool search_is_pinned(const struct search *search);

/* The target alone is a path, at these instants. Sets search->full where there is no room. */
void search_pinned(struct search *search, struct span_set when);

#endif
