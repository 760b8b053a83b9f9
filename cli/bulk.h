// SPDX-License-Identifier: Apache-2.0
/* chainready check --ndjson: captured chains, as many as there are, with bounded memory. */
#ifndef CHAINREADY_BULK_H
#define CHAINREADY_BULK_H

#include "cli.h"

/* Judges the chains that the command line names with what `ready` holds. Returns an exit code. */
int bulk_check(const chain_ready_options *ready, const struct options *options);

#endif
