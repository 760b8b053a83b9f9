// SPDX-License-Identifier: Apache-2.0
/*
 * Sets of time against the naive thing: the input is two lists of spans between 0 and 63 (and the
 * two ends of time), and every operation must say of each instant what two masks of bits say.
 */
#include "fuzz.h"

#include "span.h"

enum { POINTS = 66, MOST_SPANS = 64 };

/* Instant number n: the beginning of time, 0 to 63, the last instant of all. */
static chain_time instant(unsigned n)
{
    return n == 0 ? CHAIN_TIME_MIN : n == POINTS - 1 ? CHAIN_TIME_MAX - 1 : (chain_time)n - 1;
}

struct naive {
    bool has[POINTS];
};

static struct span_set read_set(struct arena *arena, const uint8_t *data, size_t size,
                                struct naive *out)
{
    struct span_set parts[MOST_SPANS], set;
    size_t count = 0;
    *out = (struct naive){{false}};
    for (; size >= 2 && count < MOST_SPANS; data += 2, size -= 2) {
        unsigned from = data[0] % POINTS, until = data[1] % (POINTS + 1);
        chain_span span = {instant(from), until == POINTS ? CHAIN_TIME_MAX : instant(until)};
        MUST(span_set_one(arena, &parts[count++], span));
        for (unsigned n = 0; n < POINTS; n++)
            out->has[n] |= instant(n) >= span.from && instant(n) < span.until;
    }
    MUST(span_set_union_all(arena, &set, parts, count));
    return set;
}

static void check(struct span_set set, const struct naive *naive)
{
    for (unsigned n = 0; n < POINTS; n++)
        MUST(span_set_has(set, instant(n)) == naive->has[n]);
    for (size_t i = 0; i < set.count; i++) {
        MUST(set.spans[i].from < set.spans[i].until);
        MUST(i == 0 || set.spans[i - 1].until < set.spans[i].from);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct naive left, right, joined, met, minus;
    struct span_set out, back;
    arena_init(&arena, 1 << 20);
    struct span_set a = read_set(&arena, data, size / 2, &left);
    struct span_set b = read_set(&arena, data + size / 2, size - size / 2, &right);
    bool covers = true, same = true;
    for (unsigned n = 0; n < POINTS; n++) {
        joined.has[n] = left.has[n] || right.has[n];
        met.has[n] = left.has[n] && right.has[n];
        minus.has[n] = left.has[n] && !right.has[n];
        covers &= left.has[n] || !right.has[n];
        same &= left.has[n] == right.has[n];
    }
    check(a, &left);
    check(b, &right);
    MUST(span_set_union(&arena, &out, a, b));
    check(out, &joined);
    MUST(span_set_meet(&arena, &out, a, b));
    check(out, &met);
    MUST(span_set_minus(&arena, &out, a, b));
    check(out, &minus);
    /* What was taken away and what is common are the whole again. */
    MUST(span_set_meet(&arena, &back, a, b) && span_set_union(&arena, &back, back, out));
    MUST(span_set_equal(back, a));
    MUST(span_set_equal(a, b) == same && span_set_covers(a, b) == covers);
    arena_free(&arena);
    return 0;
}
