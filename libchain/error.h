// SPDX-License-Identifier: Apache-2.0
/* What went wrong with a call, for a person: status, file, entry, offset and one sentence. */
#ifndef LIBCHAIN_ERROR_H
#define LIBCHAIN_ERROR_H

#include "chain.h"

/* Both return `status`, and do nothing else when `error` is NULL. error_set fills all fields: no entry,
 * offset or file unless the others are called after it. */
chain_status error_set(chain_error *error, chain_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
chain_status error_at(chain_error *error, chain_status status, uint64_t entry, uint64_t offset);
void error_file(chain_error *error, const char *path);

#endif
