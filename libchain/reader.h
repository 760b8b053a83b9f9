// SPDX-License-Identifier: Apache-2.0
/*
 * Who reads a root store, and how that program verifies: a guess at the profile of each, from what
 * was found out about the place without running anything.
 */
#ifndef LIBCHAIN_READER_H
#define LIBCHAIN_READER_H

#include "chain.h"

enum { MOST_READERS = 16 };

/* Fills `out` and returns how many there are; none where nothing is known of who reads the place.
 */
size_t readers_of(chain_reader out[MOST_READERS], const chain_place *place);

#endif
