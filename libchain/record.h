// SPDX-License-Identifier: Apache-2.0
/*
 * Recorded chains as lines of JSON: our own form (docs/schema/record.json) and what zgrab2 writes. Other
 * captures are turned into these by `chainready record`.
 */
#ifndef LIBCHAIN_RECORD_H
#define LIBCHAIN_RECORD_H

#include "list.h"

/* A longer line is refused before it is read as JSON. */
enum { RECORD_MOST_BYTES = 16 * 1024 * 1024, RECORD_MOST_CERTS = 1000 };

struct chain_record {
    struct chain_list *list;
    char *host; /* "" when not told */
    chain_time at;
};

#endif
