// SPDX-License-Identifier: Apache-2.0
#include "index.h"

#include "mem.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const struct index_entry *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

void index_make(struct index *index, struct index_entry *entries, size_t count)
{
    if (count > 1)
        qsort(entries, count, sizeof(*entries), compare);
    *index = (struct index){entries, count};
}

void index_free(struct index *index)
{
    mem_free(index->entries);
    *index = (struct index){NULL, 0};
}

/* The first entry whose hash is not less, or with `after`, is greater. */
static size_t bound(const struct index *index, uint64_t hash, bool after)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t found = index->entries[middle].hash;
        if (found < hash || (after && found == hash))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t index_find(const struct index *index, uint64_t hash, size_t *at)
{
    *at = bound(index, hash, false);
    return bound(index, hash, true);
}
