// SPDX-License-Identifier: Apache-2.0
/* Revocation as sets of time, compared with asking at one instant after the other. */
#include "expect.h"
#include "held.h"
#include "pool.h"

TestSuite(revocation_instants, .fini = tidy);

/* A list of a few days in January, or a delta, in numbers. */
struct drawn {
    int from, until;  /* days */
    int number, base; /* base 0: complete */
    int date, reason; /* date 0: it does not name the certificate */
};

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static struct drawn draw(uint32_t *state)
{
    static const int REASONS[] = {1, 4, CRL_REASON_HOLD, CRL_REASON_HOLD, CRL_REASON_REMOVED};
    struct drawn out = {.from = (int)(1 + next_random(state) % 20)};
    out.until = out.from + (int)(next_random(state) % 9);
    out.number = (int)(1 + next_random(state) % 6);
    if (next_random(state) % 3 == 0)
        out.base = (int)(1 + next_random(state) % 6);
    if (next_random(state) % 2) {
        out.date = (int)(1 + next_random(state) % 20);
        out.reason = REASONS[next_random(state) % COUNT(REASONS)];
    }
    return out;
}

static void add_drawn(const struct drawn *drawn)
{
    struct crl_line line = {5,
                            pool_format("202401%02d000000Z", drawn->date ? drawn->date : 1),
                            drawn->reason,
                            {NULL, 0}};
    held_add(&(struct crl_parts){.from = pool_format("202401%02d000000Z", drawn->from),
                                 .until = pool_format("202401%02d000000Z", drawn->until),
                                 .number = drawn->number,
                                 .base = drawn->base,
                                 .lines = &line,
                                 .line_count = drawn->date ? 1 : 0});
}

/* What each list, or delta and its base, says, as a list of its own; returns how many say
 * something. */
static size_t resolve(struct drawn *out, const struct drawn *lists, size_t count)
{
    size_t said = 0;
    for (size_t i = 0; i < count; i++) {
        const struct drawn *base = lists[i].base ? NULL : &lists[i];
        for (size_t k = 0; lists[i].base && k < count; k++) {
            if (!lists[k].base && lists[k].number >= lists[i].base &&
                lists[k].number < lists[i].number && (!base || lists[k].number > base->number))
                base = &lists[k];
        }
        if (!base)
            continue;
        out[said] = lists[i];
        if (!out[said].date) {
            out[said].date = base->date;
            out[said].reason = base->reason;
        }
        if (out[said].reason == CRL_REASON_REMOVED)
            out[said].date = 0;
        if (base->from > out[said].from)
            out[said].from = base->from;
        said += out[said].from <= out[said].until;
    }
    return said;
}

/* At one instant, by asking every statement whether it counts there. */
static void judge_instant(const struct drawn *said, size_t count, chain_time at, bool *revoked,
                          bool *known)
{
    *revoked = *known = false;
    for (size_t i = 0; i < count; i++) {
        bool in_force = said[i].date && DAY(said[i].date) <= at;
        *known |= DAY(said[i].from) <= at && at < END(said[i].until);
        if (in_force && said[i].reason == CRL_REASON_HOLD) {
            in_force = at < END(said[i].until);
            for (size_t k = 0; k < count; k++) {
                bool later = said[k].from > said[i].from ||
                             (said[k].from == said[i].from && said[k].base && !said[i].base);
                in_force &= !(later && !said[k].date && DAY(said[k].from) <= at);
            }
        }
        *revoked |= in_force;
    }
}

/* No two statements begin at once unless one is a delta: which of them came first is then not said.
 */
static bool is_clear(const struct drawn *said, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (said[i].from == said[k].from && !said[i].base == !said[k].base)
                return false;
        }
    }
    return true;
}

/* Of several complete lists with one number it is not said which one a delta is laid over. */
static bool has_equal_numbers(const struct drawn *lists, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!lists[i].base && !lists[k].base && lists[i].number == lists[k].number)
                return true;
        }
    }
    return false;
}

Test(revocation_instants, agrees_with_every_instant)
{
    uint32_t state = 5280;
    size_t compared = 0, holds = 0;
    for (int round = 0; round < 3000; round++) {
        struct drawn lists[5], said[5];
        size_t count = 1 + next_random(&state) % COUNT(lists);
        for (size_t i = 0; i < count; i++)
            lists[i] = draw(&state);
        size_t statements = resolve(said, lists, count);
        if (!is_clear(said, statements) || has_equal_numbers(lists, count))
            continue;
        for (size_t i = 0; i < count; i++)
            add_drawn(&lists[i]);
        struct revocation out = held_judge();
        for (chain_time at = DAY(0); at < DAY(33); at += 43200) {
            for (chain_time t = at - 1; t <= at + 1; t++) {
                bool revoked, known;
                judge_instant(said, statements, t, &revoked, &known);
                cr_assert_eq(span_set_has(out.revoked, t), revoked, "round %d, at %lld", round,
                             (long long)t);
                cr_assert_eq(span_set_has(out.unknown, t), !revoked && !known, "round %d, at %lld",
                             round, (long long)t);
            }
        }
        compared++;
        for (size_t i = 0; i < statements; i++)
            holds += said[i].date && said[i].reason == CRL_REASON_HOLD;
    }
    cr_expect(compared > 1000 && holds > 500, "%zu compared, %zu holds", compared, holds);
    arena_free(&held.arena);
}
