// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include "expect.h"

TestSuite(table, .fini = tidy);

Test(table, an_empty_table_has_nothing)
{
    struct arena arena;
    struct table table;
    arena_init(&arena, SIZE_MAX);
    table_init(&table, &arena);
    SAME(table_get(&table, 0), TABLE_NONE);
    SAME(table_get(&table, UINT64_MAX), TABLE_NONE);
    arena_free(&arena);
}

Test(table, keeps_what_was_put_while_it_grows)
{
    struct arena arena;
    struct table table;
    arena_init(&arena, SIZE_MAX);
    table_init(&table, &arena);
    for (uint32_t i = 0; i < 5000; i++)
        cr_assert(table_put(&table, (uint64_t)i << 32, i));
    SAME(table.count, 5000);
    for (uint32_t i = 0; i < 5000; i++)
        SAME(table_get(&table, (uint64_t)i << 32), i);
    SAME(table_get(&table, 1), TABLE_NONE);
    cr_expect(table.count * 2 <= table.capacity, "more than half full");
    arena_free(&arena);
}

Test(table, the_last_value_of_a_key_counts)
{
    struct arena arena;
    struct table table;
    arena_init(&arena, SIZE_MAX);
    table_init(&table, &arena);
    cr_assert(table_put(&table, 7, 1));
    cr_assert(table_put(&table, 7, 2));
    SAME(table.count, 1);
    SAME(table_get(&table, 7), 2);
    arena_free(&arena);
}

Test(table, says_so_when_the_arena_is_full_and_keeps_the_rest)
{
    struct arena arena;
    struct table table;
    uint32_t i = 0;
    arena_init(&arena, 20000);
    table_init(&table, &arena);
    while (i < 100000 && table_put(&table, i, i))
        i++;
    cr_expect(i > 16 && i < 100000);
    for (uint32_t j = 0; j < i; j++)
        SAME(table_get(&table, j), j);
    SAME(table_get(&table, i), TABLE_NONE);
    arena_free(&arena);
}
