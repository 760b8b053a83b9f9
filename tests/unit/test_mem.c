// SPDX-License-Identifier: Apache-2.0
#include "mem.h"

#include "expect.h"

#include <limits.h>
#include <stdint.h>

TestSuite(mem, .fini = tidy);
TestSuite(arena, .fini = tidy);

/* ---- plain memory -----------------------------------------------------------------------------
 */

Test(mem, alloc_of_nothing_is_still_a_block)
{
    void *none = mem_alloc(0), *zero = mem_zero(0, 16);
    cr_assert(none && zero, "a NULL would read as out of memory");
    mem_free(none);
    mem_free(zero);
}

Test(mem, alloc_of_everything_fails)
{
    cr_assert_null(mem_alloc(PTRDIFF_MAX));
}

Test(mem, zero_is_zero)
{
    unsigned char *block = mem_zero(7, 100);
    cr_assert_not_null(block);
    for (size_t i = 0; i < 700; i++)
        SAME(block[i], 0);
    mem_free(block);
}

Test(mem, zero_refuses_a_product_that_overflows)
{
    cr_assert_null(mem_zero(SIZE_MAX / 2 + 2, 2));
    cr_assert_null(mem_zero(2, SIZE_MAX / 2 + 2));
}

Test(mem, copy_and_string_are_copies)
{
    static const char TEXT[] = "a\0b";
    char *copy = mem_copy(TEXT, sizeof(TEXT)), *string = mem_string(TEXT),
         *empty = mem_copy(NULL, 0);
    cr_assert(copy && string && empty);
    SAME(memcmp(copy, TEXT, sizeof(TEXT)), 0);
    SAME_TEXT(string, "a");
    mem_free(copy);
    mem_free(string);
    mem_free(empty);
}

Test(mem, free_of_null_is_fine)
{
    mem_free(NULL);
}

Test(mem, wipe_clears_exactly_its_range)
{
    char secret[] = "keep-secret-keep";
    mem_wipe(secret + 5, 6);
    SAME(memcmp(secret, "keep-\0\0\0\0\0\0-keep", sizeof(secret)), 0);
    mem_wipe(secret, 0);
    SAME(secret[0], 'k');
}

/* ---- growing ----------------------------------------------------------------------------------
 */

Test(mem, grow_starts_at_eight_and_doubles)
{
    uint32_t *items = NULL;
    size_t capacity = 0;
    cr_assert(mem_grow(&items, &capacity, 1, sizeof(*items)));
    SAME(capacity, 8);
    cr_assert(mem_grow(&items, &capacity, 9, sizeof(*items)));
    SAME(capacity, 16);
    cr_assert(mem_grow(&items, &capacity, 33, sizeof(*items)));
    SAME(capacity, 64);
    items[63] = 1;
    mem_free(items);
}

Test(mem, grow_keeps_what_there_is)
{
    uint32_t *items = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        cr_assert(mem_grow(&items, &capacity, i + 1, sizeof(*items)));
        items[i] = i * 3;
    }
    for (uint32_t i = 0; i < 1000; i++)
        SAME(items[i], i * 3);
    mem_free(items);
}

Test(mem, grow_does_nothing_when_there_is_room)
{
    int first = 0, *items = &first;
    size_t capacity = 1;
    cr_assert(mem_grow(&items, &capacity, 1, sizeof(*items)));
    cr_assert(mem_grow(&items, &capacity, 0, sizeof(*items)));
    cr_assert_eq(items, &first);
    SAME(capacity, 1);
}

Test(mem, fit_gives_back_what_is_not_used)
{
    uint32_t *items = NULL;
    size_t capacity = 0;
    cr_assert(mem_fit(&items, &capacity, 0, sizeof(*items)), "there may be nothing at all");
    cr_assert_null(items);
    cr_assert(mem_grow(&items, &capacity, 9, sizeof(*items)));
    items[8] = 5;
    cr_assert(mem_fit(&items, &capacity, 9, sizeof(*items)));
    SAME(capacity, 9);
    SAME(items[8], 5);
    mem_free(items);
}

Test(mem, grow_changes_nothing_when_it_fails)
{
    uint64_t *items = NULL;
    size_t capacity = 0;
    cr_assert(mem_grow(&items, &capacity, 8, sizeof(*items)));
    uint64_t *before = items;
    items[7] = 77;
    static const size_t TOO_MANY[] = {SIZE_MAX, SIZE_MAX / 2 + 2, SIZE_MAX / 8 + 1, SIZE_MAX / 32};
    for (size_t i = 0; i < COUNT(TOO_MANY); i++) {
        cr_expect_not(mem_grow(&items, &capacity, TOO_MANY[i], sizeof(*items)));
        cr_expect_eq(items, before);
        SAME(capacity, 8);
        SAME(items[7], 77);
    }
    mem_free(items);
}

/* ---- arenas -----------------------------------------------------------------------------------
 */

Test(arena, blocks_are_aligned_and_apart)
{
    struct arena arena;
    unsigned char *blocks[200];
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < 200; i++) {
        blocks[i] = arena_alloc(&arena, 1, i);
        cr_assert_not_null(blocks[i]);
        SAME((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)i, i);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t k = 0; k < i; k++)
            SAME(blocks[i][k], i);
    }
    arena_free(&arena);
}

Test(arena, zero_clears_memory_that_was_used_before)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    memset(arena_alloc(&arena, 1, 64), 0xff, 64);
    arena_reset(&arena);
    const unsigned char *again = arena_zero(&arena, 4, 16);
    for (size_t i = 0; i < 64; i++)
        SAME(again[i], 0);
    arena_free(&arena);
}

Test(arena, refuses_a_product_that_overflows)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    cr_expect_null(arena_alloc(&arena, SIZE_MAX / 2 + 1, 2));
    cr_expect_null(arena_zero(&arena, SIZE_MAX, 16));
    SAME(arena.held, 0);
    arena_free(&arena);
}

/* The header of a chunk must not make the sum wrap around to a few octets. */
Test(arena, refuses_a_size_that_overflows_with_its_header)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t less = 0; less < 80; less++)
        cr_expect_null(arena_alloc(&arena, SIZE_MAX - less, 1), "SIZE_MAX - %zu", less);
    SAME(arena.held, 0);
    arena_free(&arena);
}

Test(arena, limit_is_exact)
{
    struct arena arena;
    arena_init(&arena, 160);
    cr_expect_not_null(arena_alloc(&arena, 160, 1));
    SAME(arena.held, 160);
    cr_expect_not(arena.limited);
    cr_expect_null(arena_alloc(&arena, 1, 1));
    cr_expect(arena.limited, "the limit was the reason");
    arena_free(&arena);

    arena_init(&arena, 160);
    cr_expect_null(arena_alloc(&arena, 161, 1), "161 octets take 176");
    cr_expect(arena.limited);
    SAME(arena.held, 0);
}

Test(arena, near_its_limit_takes_what_fits)
{
    struct arena arena;
    arena_init(&arena, 16 * 1024 + 32);
    cr_expect_not_null(arena_alloc(&arena, 16 * 1024, 1));
    cr_expect_not_null(arena_alloc(&arena, 16, 1), "a whole chunk does not fit, 16 octets do");
    cr_expect_not_null(arena_alloc(&arena, 16, 1));
    cr_expect_null(arena_alloc(&arena, 1, 1));
    SAME(arena.held, 16 * 1024 + 32);
    arena_free(&arena);
}

Test(arena, of_no_memory_gives_none)
{
    struct arena arena;
    arena_init(&arena, 0);
    cr_expect_null(arena_alloc(&arena, 0, 0));
    cr_expect(arena.limited);
    arena_set_limit(&arena, 16);
    cr_expect_not(arena.limited, "a new limit, a new chance");
    cr_expect_not_null(arena_alloc(&arena, 0, 0));
    arena_free(&arena);
}

Test(arena, is_usable_after_free_and_reset)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 10; i++)
            cr_assert_not_null(arena_alloc(&arena, 5000, 1));
        arena_reset(&arena);
        SAME(arena.held, 16 * 1024);
        arena_free(&arena);
        SAME(arena.held, 0);
    }
}

Test(arena, set_limit_gives_back_what_is_beyond_it)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    cr_assert_not_null(arena_alloc(&arena, 100 * 1024, 1));
    arena_set_limit(&arena, 100 * 1024);
    SAME(arena.held, 100 * 1024);
    arena_set_limit(&arena, 100 * 1024 - 1);
    SAME(arena.held, 0);
    cr_expect_null(arena_alloc(&arena, 100 * 1024, 1));
    arena_free(&arena);
}

Test(arena, release_goes_back_to_the_mark)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    char *kept = arena_alloc(&arena, 1, 32);
    memcpy(kept, "kept", 5);
    struct arena_mark mark = arena_mark(&arena);
    void *next = arena_alloc(&arena, 1, 16);
    for (int i = 0; i < 10; i++)
        cr_assert_not_null(arena_alloc(&arena, 10000, 1));
    arena_release(&arena, mark);
    SAME(arena.held, 16 * 1024);
    SAME_TEXT(kept, "kept");
    cr_expect_eq(arena_alloc(&arena, 1, 16), next, "the same place again");
    arena_free(&arena);
}

Test(arena, release_to_the_beginning_gives_everything_back)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    struct arena_mark mark = arena_mark(&arena);
    cr_assert_not_null(arena_alloc(&arena, 1, 16));
    arena_release(&arena, mark);
    SAME(arena.held, 0);
    cr_expect_null(arena.chunk);
}
