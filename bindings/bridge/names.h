// SPDX-License-Identifier: Apache-2.0
/* Enumerations by the names that chain.h gives their values. */
#ifndef BINDINGS_NAMES_H
#define BINDINGS_NAMES_H

#include "failure.h"

/* Leaves *out alone, and fills in the error, where no value has this name. */
void program_find(chain_program *out, const char *name, chain_error *error);
void lane_find(chain_lane *out, const char *name, chain_error *error);
void status_find(chain_status *out, const char *name, chain_error *error);

#endif
