// SPDX-License-Identifier: Apache-2.0
/* Finds things by the hash of a name: a sorted list, made once and then read-only. */
#ifndef LIBCHAIN_INDEX_H
#define LIBCHAIN_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index_entry {
    uint64_t hash;
    uint32_t item;
};

struct index {
    struct index_entry *entries;
    size_t count;
};

/* Takes over `entries`, allocated with mem_alloc. Items of one hash stay in ascending order. */
void index_make(struct index *index, struct index_entry *entries, size_t count);
void index_free(struct index *index);
/* The items with this hash are entries[*at] to entries[return value - 1]. */
size_t index_find(const struct index *index, uint64_t hash, size_t *at);

#endif
