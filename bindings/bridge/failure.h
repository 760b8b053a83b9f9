// SPDX-License-Identifier: Apache-2.0
/* How the functions of the bridge fail. */
#ifndef BINDINGS_FAILURE_H
#define BINDINGS_FAILURE_H

#include "bridge.h"

#include <stdlib.h>

/* Fills in the error of a call on libchain that has none of its own, or of the bridge itself. */
void failure_set(chain_error *error, chain_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void failure_no_memory(chain_error *error);
/* A copy that the caller owns, or NULL and the error. */
void *failure_copy(const void *from, size_t size, chain_error *error);
/* Passes an own string on; NULL is want of memory. */
char *failure_text(char *text, chain_error *error);
/* NULL is not allowed for the argument of this name. Is it NULL? */
int failure_null(const void *value, const char *name, chain_error *error);
void failure_index(chain_error *error, size_t index, size_t count);

#endif
