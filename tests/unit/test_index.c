// SPDX-License-Identifier: Apache-2.0
#include "index.h"

#include "expect.h"
#include "mem.h"

TestSuite(index, .fini = tidy);

static void make(struct index *index, const struct index_entry *entries, size_t count)
{
    index_make(index, mem_copy(entries, count * sizeof(*entries)), count);
}

Test(index, finds_all_items_of_a_hash_in_their_order)
{
    const struct index_entry entries[] = {{9, 4}, {5, 3}, {UINT64_MAX, 6}, {5, 0}, {0, 5}, {5, 1}};
    struct index index;
    size_t at;
    make(&index, entries, COUNT(entries));
    SAME(index_find(&index, 5, &at), 4);
    SAME(at, 1);
    SAME(index.entries[1].item, 0);
    SAME(index.entries[2].item, 1);
    SAME(index.entries[3].item, 3);
    SAME(index_find(&index, 0, &at), 1);
    SAME(at, 0);
    SAME(index_find(&index, UINT64_MAX, &at), 6);
    SAME(at, 5);
    index_free(&index);
}

Test(index, finds_nothing_between_and_beyond)
{
    const struct index_entry entries[] = {{5, 0}, {9, 1}};
    struct index index;
    size_t at;
    make(&index, entries, COUNT(entries));
    for (uint64_t hash = 0; hash < 12; hash++) {
        size_t end = index_find(&index, hash, &at);
        SAME(end - at, hash == 5 || hash == 9);
    }
    index_free(&index);
    SAME(index.count, 0);
}

Test(index, an_empty_one_has_nothing)
{
    struct index index;
    size_t at = 99;
    index_make(&index, NULL, 0);
    SAME(index_find(&index, 5, &at), 0);
    SAME(at, 0);
    index_free(&index);
}
