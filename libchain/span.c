// SPDX-License-Identifier: Apache-2.0
#include "span.h"

#include <stdlib.h>
#include <string.h>

static const chain_span ALL_TIME = {CHAIN_TIME_MIN, CHAIN_TIME_MAX};
const struct span_set SPAN_NEVER = {NULL, 0};
const struct span_set SPAN_ALWAYS = {&ALL_TIME, 1};

bool span_is_empty(chain_span span)
{
    return span.from >= span.until;
}

chain_span span_meet(chain_span a, chain_span b)
{
    chain_span both = {a.from > b.from ? a.from : b.from, a.until < b.until ? a.until : b.until};
    return span_is_empty(both) ? (chain_span){0, 0} : both;
}

bool span_set_one(struct arena *arena, struct span_set *out, chain_span span)
{
    *out = SPAN_NEVER;
    if (span_is_empty(span))
        return true;
    chain_span *spans = arena_alloc(arena, 1, sizeof(*spans));
    if (!spans)
        return false;
    *spans = span;
    *out = (struct span_set){spans, 1};
    return true;
}

bool span_set_union(struct arena *arena, struct span_set *out, struct span_set a, struct span_set b)
{
    if (!a.count || !b.count) {
        *out = a.count ? a : b;
        return true;
    }
    chain_span *spans = arena_alloc(arena, a.count + b.count, sizeof(*spans));
    if (!spans)
        return false;
    size_t i = 0, j = 0, count = 0;
    while (i < a.count || j < b.count) {
        bool take_a = j == b.count || (i < a.count && a.spans[i].from <= b.spans[j].from);
        chain_span next = take_a ? a.spans[i++] : b.spans[j++];
        if (count && next.from <= spans[count - 1].until) {
            if (next.until > spans[count - 1].until)
                spans[count - 1].until = next.until;
        } else {
            spans[count++] = next;
        }
    }
    *out = (struct span_set){spans, count};
    return true;
}

static int compare_from(const void *left, const void *right)
{
    const chain_span *a = left, *b = right;
    return a->from < b->from ? -1 : a->from > b->from;
}

bool span_set_union_all(struct arena *arena, struct span_set *out, const struct span_set *sets,
                        size_t count)
{
    *out = SPAN_NEVER;
    size_t total = 0, kept = 0;
    for (size_t i = 0; i < count; i++)
        total += sets[i].count;
    if (!total)
        return true;
    chain_span *spans = arena_alloc(arena, total, sizeof(*spans));
    if (!spans)
        return false;
    total = 0;
    for (size_t i = 0; i < count; i++) {
        if (sets[i].count)
            memcpy(spans + total, sets[i].spans, sets[i].count * sizeof(*spans));
        total += sets[i].count;
    }
    qsort(spans, total, sizeof(*spans), compare_from);
    for (size_t i = 0; i < total; i++) {
        if (!kept || spans[i].from > spans[kept - 1].until)
            spans[kept++] = spans[i];
        else if (spans[i].until > spans[kept - 1].until)
            spans[kept - 1].until = spans[i].until;
    }
    *out = (struct span_set){spans, kept};
    return true;
}

bool span_set_meet(struct arena *arena, struct span_set *out, struct span_set a, struct span_set b)
{
    *out = SPAN_NEVER;
    if (!a.count || !b.count)
        return true;
    chain_span *spans = arena_alloc(arena, a.count + b.count, sizeof(*spans));
    if (!spans)
        return false;
    size_t i = 0, j = 0, count = 0;
    while (i < a.count && j < b.count) {
        chain_span both = span_meet(a.spans[i], b.spans[j]);
        if (!span_is_empty(both))
            spans[count++] = both;
        if (a.spans[i].until < b.spans[j].until)
            i++;
        else
            j++;
    }
    *out = (struct span_set){count ? spans : NULL, count};
    return true;
}

static bool complement(struct arena *arena, struct span_set *out, struct span_set a)
{
    *out = SPAN_NEVER;
    chain_span *spans = arena_alloc(arena, a.count + 1, sizeof(*spans));
    if (!spans)
        return false;
    size_t count = 0;
    chain_time from = CHAIN_TIME_MIN;
    for (size_t i = 0; i < a.count; i++) {
        if (from < a.spans[i].from)
            spans[count++] = (chain_span){from, a.spans[i].from};
        from = a.spans[i].until;
    }
    if (from < CHAIN_TIME_MAX)
        spans[count++] = (chain_span){from, CHAIN_TIME_MAX};
    *out = (struct span_set){count ? spans : NULL, count};
    return true;
}

bool span_set_minus(struct arena *arena, struct span_set *out, struct span_set a, struct span_set b)
{
    if (!a.count || !b.count) {
        *out = a;
        return true;
    }
    struct span_set others;
    return complement(arena, &others, b) && span_set_meet(arena, out, a, others);
}

bool span_set_has(struct span_set set, chain_time at)
{
    for (size_t i = 0; i < set.count && set.spans[i].from <= at; i++) {
        if (at < set.spans[i].until)
            return true;
    }
    return false;
}

bool span_set_covers(struct span_set set, struct span_set part)
{
    size_t i = 0;
    for (size_t j = 0; j < part.count; j++) {
        while (i < set.count && set.spans[i].until < part.spans[j].until)
            i++;
        if (i == set.count || set.spans[i].from > part.spans[j].from)
            return false;
    }
    return true;
}

bool span_set_equal(struct span_set a, struct span_set b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++) {
        if (a.spans[i].from != b.spans[i].from || a.spans[i].until != b.spans[i].until)
            return false;
    }
    return true;
}
