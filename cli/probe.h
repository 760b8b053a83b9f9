// SPDX-License-Identifier: Apache-2.0
#ifndef CHAINREADY_PROBE_H
#define CHAINREADY_PROBE_H

#include "cli.h"

/*
 * Runs the runtimes on the PATH, ten seconds each at most, and adds the stores that they name to
 * the array, which may move. False when out of memory.
 */
bool probe_stores(chain_place **places, size_t *count);

#endif
