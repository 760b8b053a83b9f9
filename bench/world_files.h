// SPDX-License-Identifier: Apache-2.0
/*
 * The world in a folder, for programs that are not linked with it:
 *
 *   dates          a line for each date: seconds since 1970
 *   storeS.pem     S from 0 to WORLD_STORES - 1
 *   hostI          name of the server number I, with a zero octet at its end
 *   chainI-K.der   what it sends, the leaf with K = 0
 */
#ifndef BENCH_WORLD_FILES_H
#define BENCH_WORLD_FILES_H

#include "world.h"

/* Writes the chains `picked`, numbered from 0 in that order, into a new folder below /tmp, whose
 * path goes to `folder`. */
void world_write(char folder[64], const struct world *world, const size_t *picked, size_t count);
void world_remove(const char *folder);

#endif
