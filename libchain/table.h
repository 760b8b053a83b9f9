// SPDX-License-Identifier: Apache-2.0
/* A hash table from 64-bit keys to 32-bit values, living in an arena. */
#ifndef LIBCHAIN_TABLE_H
#define LIBCHAIN_TABLE_H

#include "mem.h"

#include <stdint.h>

#define TABLE_NONE UINT32_MAX

struct table_slot {
    uint64_t key;
    uint32_t value; /* TABLE_NONE: empty */
};

struct table {
    struct arena *arena;
    struct table_slot *slots;
    size_t count, capacity; /* a power of two */
};

void table_init(struct table *table, struct arena *arena);
uint32_t table_get(const struct table *table, uint64_t key);        /* TABLE_NONE when absent */
bool table_put(struct table *table, uint64_t key, uint32_t value);  /* false: the arena is full */

#endif
