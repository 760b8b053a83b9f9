// SPDX-License-Identifier: Apache-2.0
#include "span.h"

#include "expect.h"

TestSuite(span, .fini = tidy);

#define MOST CHAIN_TIME_MAX
#define LEAST CHAIN_TIME_MIN
#define SET(...)                                          \
    ((struct span_set){(const chain_span[]){__VA_ARGS__}, \
                       sizeof((const chain_span[]){__VA_ARGS__}) / sizeof(chain_span)})

static struct arena arena;

static void same_set(struct span_set actual, struct span_set expected)
{
    SAME(actual.count, expected.count);
    for (size_t i = 0; i < actual.count && i < expected.count; i++)
        SAME_SPAN(actual.spans[i], expected.spans[i].from, expected.spans[i].until);
}

typedef bool operation(struct arena *, struct span_set *, struct span_set, struct span_set);

static struct span_set of(operation *operate, struct span_set a, struct span_set b)
{
    struct span_set out = {NULL, 99};
    cr_assert(operate(&arena, &out, a, b));
    return out;
}

static void begin(void)
{
    arena_init(&arena, SIZE_MAX);
}

static void end(void)
{
    arena_free(&arena);
    tidy();
}

TestSuite(span_set, .init = begin, .fini = end);

/* ---- single spans -----------------------------------------------------------------------------
 */

Test(span, is_empty_from_its_end_on)
{
    cr_expect(span_is_empty((chain_span){5, 5}));
    cr_expect(span_is_empty((chain_span){6, 5}));
    cr_expect_not(span_is_empty((chain_span){5, 6}));
    cr_expect_not(span_is_empty((chain_span){LEAST, MOST}));
    cr_expect(span_is_empty((chain_span){MOST, LEAST}));
}

Test(span, meet_is_what_both_hold)
{
    SAME_SPAN(span_meet((chain_span){0, 10}, (chain_span){5, 20}), 5, 10);
    SAME_SPAN(span_meet((chain_span){5, 20}, (chain_span){0, 10}), 5, 10);
    SAME_SPAN(span_meet((chain_span){0, 10}, (chain_span){9, 20}), 9, 10);
    SAME_SPAN(span_meet((chain_span){0, 10}, (chain_span){10, 20}), 0, 0);
    SAME_SPAN(span_meet((chain_span){-9, -5}, (chain_span){5, 9}), 0, 0);
    SAME_SPAN(span_meet((chain_span){LEAST, MOST}, (chain_span){3, 4}), 3, 4);
}

/* ---- sets -------------------------------------------------------------------------------------
 */

Test(span_set, one_of_an_empty_span_is_never)
{
    struct span_set set;
    cr_assert(span_set_one(&arena, &set, (chain_span){7, 7}));
    same_set(set, SPAN_NEVER);
    cr_assert(span_set_one(&arena, &set, (chain_span){8, 7}));
    SAME(set.count, 0);
    cr_assert(span_set_one(&arena, &set, (chain_span){7, 8}));
    same_set(set, SET({7, 8}));
}

Test(span_set, union_joins_touching_spans)
{
    same_set(of(span_set_union, SET({0, 5}), SET({5, 9})), SET({0, 9}));
    same_set(of(span_set_union, SET({5, 9}), SET({0, 5})), SET({0, 9}));
}

Test(span_set, union_keeps_a_gap_of_one_second)
{
    same_set(of(span_set_union, SET({0, 5}), SET({6, 9})), SET({0, 5}, {6, 9}));
}

Test(span_set, union_of_overlapping_and_nested_spans)
{
    same_set(of(span_set_union, SET({0, 5}, {10, 20}), SET({3, 12})), SET({0, 20}));
    same_set(of(span_set_union, SET({0, 50}), SET({3, 12}, {20, 30})), SET({0, 50}));
    same_set(of(span_set_union, SET({0, 1}, {4, 5}, {8, 9}), SET({2, 3}, {6, 7})),
             SET({0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}));
}

Test(span_set, union_with_never_and_always)
{
    same_set(of(span_set_union, SPAN_NEVER, SPAN_NEVER), SPAN_NEVER);
    same_set(of(span_set_union, SET({1, 2}), SPAN_NEVER), SET({1, 2}));
    same_set(of(span_set_union, SPAN_NEVER, SET({1, 2})), SET({1, 2}));
    same_set(of(span_set_union, SET({1, 2}, {3, 4}), SPAN_ALWAYS), SPAN_ALWAYS);
    same_set(of(span_set_union, SET({LEAST, 0}), SET({0, MOST})), SPAN_ALWAYS);
}

Test(span_set, union_all_is_the_union_of_all)
{
    struct span_set sets[] = {SET({20, 30}), SPAN_NEVER, SET({0, 5}, {40, 50}),
                              SET({5, 6}, {29, 40}), SET({8, 9})},
                    out;
    cr_assert(span_set_union_all(&arena, &out, sets, 5));
    same_set(out, SET({0, 6}, {8, 9}, {20, 50}));
    cr_assert(span_set_union_all(&arena, &out, sets, 0));
    same_set(out, SPAN_NEVER);
    cr_assert(span_set_union_all(&arena, &out, sets + 1, 1));
    same_set(out, SPAN_NEVER);
}

Test(span_set, meet_of_several_spans)
{
    same_set(of(span_set_meet, SET({0, 10}, {20, 30}), SET({5, 25})), SET({5, 10}, {20, 25}));
    same_set(of(span_set_meet, SET({0, 10}), SET({10, 20})), SPAN_NEVER);
    same_set(of(span_set_meet, SET({0, 11}), SET({10, 20})), SET({10, 11}));
    same_set(of(span_set_meet, SET({0, 10}, {12, 14}), SET({0, 10}, {12, 14})),
             SET({0, 10}, {12, 14}));
    same_set(of(span_set_meet, SET({0, 10}), SPAN_NEVER), SPAN_NEVER);
    same_set(of(span_set_meet, SPAN_ALWAYS, SET({-5, 10})), SET({-5, 10}));
}

Test(span_set, minus_cuts_out)
{
    same_set(of(span_set_minus, SET({0, 10}), SET({3, 5})), SET({0, 3}, {5, 10}));
    same_set(of(span_set_minus, SET({0, 10}), SET({0, 3})), SET({3, 10}));
    same_set(of(span_set_minus, SET({0, 10}), SET({3, 10})), SET({0, 3}));
    same_set(of(span_set_minus, SET({0, 10}), SET({-5, 15})), SPAN_NEVER);
    same_set(of(span_set_minus, SET({0, 10}), SET({10, 15})), SET({0, 10}));
    same_set(of(span_set_minus, SET({0, 10}, {20, 30}), SET({5, 25})), SET({0, 5}, {25, 30}));
}

Test(span_set, minus_at_the_ends_of_time)
{
    same_set(of(span_set_minus, SPAN_ALWAYS, SET({0, 1})), SET({LEAST, 0}, {1, MOST}));
    same_set(of(span_set_minus, SPAN_ALWAYS, SET({LEAST, 0})), SET({0, MOST}));
    same_set(of(span_set_minus, SPAN_ALWAYS, SET({0, MOST})), SET({LEAST, 0}));
    same_set(of(span_set_minus, SPAN_ALWAYS, SPAN_ALWAYS), SPAN_NEVER);
    same_set(of(span_set_minus, SPAN_ALWAYS, SPAN_NEVER), SPAN_ALWAYS);
    same_set(of(span_set_minus, SPAN_NEVER, SPAN_ALWAYS), SPAN_NEVER);
}

Test(span_set, has_its_first_second_and_not_the_one_after_its_last)
{
    struct span_set set = SET({10, 20}, {30, 31});
    static const struct {
        chain_time at;
        bool in;
    } CASES[] = {{9, false}, {10, true},  {19, true},     {20, false},  {29, false},
                 {30, true}, {31, false}, {LEAST, false}, {MOST, false}};
    for (size_t i = 0; i < COUNT(CASES); i++)
        cr_expect_eq(span_set_has(set, CASES[i].at), CASES[i].in, "at %lld",
                     (long long)CASES[i].at);
    cr_expect_not(span_set_has(SPAN_NEVER, 0));
    cr_expect(span_set_has(SPAN_ALWAYS, LEAST));
    cr_expect(span_set_has(SPAN_ALWAYS, MOST - 1));
    cr_expect_not(span_set_has(SPAN_ALWAYS, MOST),
                  "the end itself is not part of a half-open span");
}

Test(span_set, covers_its_parts)
{
    struct span_set set = SET({0, 10}, {20, 30});
    cr_expect(span_set_covers(set, set));
    cr_expect(span_set_covers(set, SPAN_NEVER));
    cr_expect(span_set_covers(SPAN_NEVER, SPAN_NEVER));
    cr_expect(span_set_covers(set, SET({0, 1}, {2, 3}, {9, 10}, {25, 30})));
    cr_expect_not(span_set_covers(set, SET({9, 11})));
    cr_expect_not(span_set_covers(set, SET({-1, 1})));
    cr_expect_not(span_set_covers(set, SET({10, 20})));
    cr_expect_not(span_set_covers(set, SET({0, 10}, {20, 31})));
    cr_expect_not(span_set_covers(set, SET({5, 25})));
    cr_expect_not(span_set_covers(SPAN_NEVER, SET({0, 1})));
    cr_expect(span_set_covers(SPAN_ALWAYS, SET({LEAST, MOST})));
}

Test(span_set, equal_sets_have_equal_lists)
{
    cr_expect(span_set_equal(SPAN_NEVER, SPAN_NEVER));
    cr_expect(span_set_equal(SET({0, 1}, {2, 3}), SET({0, 1}, {2, 3})));
    cr_expect_not(span_set_equal(SET({0, 1}), SET({0, 1}, {2, 3})));
    cr_expect_not(span_set_equal(SET({0, 1}), SET({0, 2})));
    cr_expect_not(span_set_equal(SET({0, 2}), SET({1, 2})));
}

/* Every pair of sets of the seconds 0 to 5, by counting seconds. */
Test(span_set, operations_agree_with_counting)
{
    enum { SECONDS = 6, SETS = 1 << SECONDS };
    struct span_set sets[SETS];
    for (unsigned bits = 0; bits < SETS; bits++) {
        sets[bits] = SPAN_NEVER;
        for (int second = 0; second < SECONDS; second++) {
            chain_span one = {second, bits >> second & 1 ? second + 1 : second};
            struct span_set single;
            cr_assert(span_set_one(&arena, &single, one));
            sets[bits] = of(span_set_union, sets[bits], single);
        }
    }
    for (unsigned a = 0; a < SETS; a++) {
        for (unsigned b = 0; b < SETS; b++) {
            cr_expect(span_set_equal(of(span_set_union, sets[a], sets[b]), sets[a | b]), "%u|%u", a,
                      b);
            cr_expect(span_set_equal(of(span_set_meet, sets[a], sets[b]), sets[a & b]), "%u&%u", a,
                      b);
            cr_expect(span_set_equal(of(span_set_minus, sets[a], sets[b]), sets[a & ~b]), "%u-%u",
                      a, b);
            cr_expect_eq(span_set_covers(sets[a], sets[b]), (b & ~a) == 0, "%u covers %u", a, b);
            cr_expect_eq(span_set_equal(sets[a], sets[b]), a == b);
        }
    }
}

Test(span_set, operations_leave_their_operands_alone)
{
    const chain_span a[] = {{0, 5}, {7, 9}}, b[] = {{4, 8}};
    struct span_set left = {a, 2}, right = {b, 1};
    of(span_set_union, left, right);
    of(span_set_meet, left, right);
    of(span_set_minus, left, right);
    same_set(left, SET({0, 5}, {7, 9}));
    same_set(right, SET({4, 8}));
}

Test(span_set, operations_fail_only_where_the_arena_is_full)
{
    struct arena none;
    struct span_set out, sets[] = {SET({0, 1}), SET({5, 6})};
    arena_init(&none, 0);
    cr_expect_not(span_set_one(&none, &out, (chain_span){0, 1}));
    cr_expect_not(span_set_union(&none, &out, sets[0], sets[1]));
    cr_expect_not(span_set_union_all(&none, &out, sets, 2));
    cr_expect_not(span_set_meet(&none, &out, sets[0], sets[1]));
    cr_expect_not(span_set_minus(&none, &out, sets[0], sets[1]));
    cr_expect(span_set_one(&none, &out, (chain_span){1, 1}), "needs no room");
    cr_expect(span_set_minus(&none, &out, sets[0], SPAN_NEVER), "needs no room");
}
