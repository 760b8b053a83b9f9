// SPDX-License-Identifier: Apache-2.0
#include "revocation.h"

#include "crl_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(revocation, .fini = tidy);

/* Days of January 2024, as the lists below have them. */
#define DAY(number) (1704067200 + ((number)-1) * 86400)
#define END(number) (DAY(number) + 1) /* nextUpdate counts to the end of its second */

static const struct crl_line LISTED = {5, "20240103000000Z", 1, {NULL, 0}};
static const struct crl_line HELD = {5, "20240103000000Z", CRL_REASON_HOLD, {NULL, 0}};
static const struct crl_line REMOVED = {5, "20240103000000Z", CRL_REASON_REMOVED, {NULL, 0}};
#define LINE(line) .lines = &(line), .line_count = 1
#define DAYS(first, last) .from = "202401" first "000000Z", .until = "202401" last "000000Z"

static struct {
    struct arena arena;
    struct revocation_list lists[8];
    struct crl crls[8];
    size_t count;
} held;

/* A list whose signer is always valid, and covers all reasons. */
static struct revocation_list *add(const struct crl_parts *parts)
{
    size_t bad;
    const char *why;
    struct crl *crl = &held.crls[held.count];
    cr_assert_eq(crl_parse(crl, crl_of(parts), &bad, &why), CHAIN_OK, "%s", why);
    struct revocation_list *list = &held.lists[held.count++];
    *list = (struct revocation_list){crl, crl->reasons, SPAN_ALWAYS, asn_text("key")};
    return list;
}

/* What serial number 5 is. The lists are forgotten. */
static struct revocation judge(void)
{
    struct revocation out;
    if (!held.arena.limit)
        arena_init(&held.arena, SIZE_MAX);
    cr_assert(revocation_judge(&held.arena, &out, held.lists, held.count, asn_hex("05"),
                               name_of("issuer")));
    for (size_t i = 0; i < held.count; i++)
        crl_free(&held.crls[i]);
    held.count = 0;
    return out;
}

static void same_set(const char *what, struct span_set actual, const chain_span *expected,
                     size_t count)
{
    cr_expect(span_set_equal(actual, (struct span_set){expected, count}), "%s: %zu spans, not %zu",
              what, actual.count, count);
    for (size_t i = 0; i < actual.count && i < count; i++)
        cr_expect(actual.spans[i].from == expected[i].from &&
                      actual.spans[i].until == expected[i].until,
                  "%s, span %zu: [%lld, %lld) not [%lld, %lld)", what, i,
                  (long long)actual.spans[i].from, (long long)actual.spans[i].until,
                  (long long)expected[i].from, (long long)expected[i].until);
}
#define REVOKED(out, ...)                                           \
    same_set("revoked", (out).revoked, (chain_span[]){__VA_ARGS__}, \
             sizeof((chain_span[]){__VA_ARGS__}) / sizeof(chain_span))
#define UNKNOWN(out, ...)                                           \
    same_set("unknown", (out).unknown, (chain_span[]){__VA_ARGS__}, \
             sizeof((chain_span[]){__VA_ARGS__}) / sizeof(chain_span))
#define NEVER(set) SAME((set).count, 0)
#define BEFORE(at)         \
    {                      \
        CHAIN_TIME_MIN, at \
    }
#define FROM(at)           \
    {                      \
        at, CHAIN_TIME_MAX \
    }

Test(revocation, without_lists_nothing_is_known)
{
    struct revocation out = judge();
    NEVER(out.revoked);
    UNKNOWN(out, {CHAIN_TIME_MIN, CHAIN_TIME_MAX});
    arena_free(&held.arena);
}

Test(revocation, good_while_a_list_is_in_date)
{
    add(&(struct crl_parts){DAYS("05", "10")});
    struct revocation out = judge();
    NEVER(out.revoked);
    UNKNOWN(out, BEFORE(DAY(5)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, gaps_between_lists_are_unknown)
{
    add(&(struct crl_parts){DAYS("20", "25")});
    add(&(struct crl_parts){DAYS("05", "10")});
    add(&(struct crl_parts){DAYS("08", "12")});
    struct revocation out = judge();
    UNKNOWN(out, BEFORE(DAY(5)), {END(12), DAY(20)}, FROM(END(25)));
    arena_free(&held.arena);
}

Test(revocation, revoked_from_its_date_on_for_ever)
{
    add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)});
    struct revocation out = judge();
    REVOKED(out, FROM(DAY(3)));
    UNKNOWN(out, BEFORE(DAY(3)));
    arena_free(&held.arena);
}

/* RFC 5280 3.3: entries leave the lists when certificates expire, not when they are good again. */
Test(revocation, a_later_list_takes_nothing_back)
{
    add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)});
    add(&(struct crl_parts){DAYS("09", "15")});
    struct revocation out = judge();
    REVOKED(out, FROM(DAY(3)));
    arena_free(&held.arena);
}

Test(revocation, an_earlier_list_leaves_the_time_before_good)
{
    add(&(struct crl_parts){DAYS("01", "06")});
    add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)});
    struct revocation out = judge();
    REVOKED(out, FROM(DAY(3)));
    UNKNOWN(out, BEFORE(DAY(1)));
    arena_free(&held.arena);
}

Test(revocation, another_serial_number_or_issuer_is_not_this_one)
{
    static const struct crl_line OTHER = {6, "20240103000000Z", 1, {NULL, 0}};
    chain_bytes somebody =
        extension_of("2.5.29.29", true, ASN_SEQUENCE(directory_name(name_of("somebody"))));
    const struct crl_line THEIRS = {5, "20240103000000Z", 1, somebody};
    add(&(struct crl_parts){DAYS("05", "10"), LINE(OTHER)});
    add(&(struct crl_parts){DAYS("05", "10"), LINE(THEIRS)});
    NEVER(judge().revoked);
    arena_free(&held.arena);
}

/* ---- hold ------------------------------------------------------------------------------------- */

Test(revocation, a_hold_lasts_as_long_as_the_list_that_says_so)
{
    add(&(struct crl_parts){DAYS("05", "10"), LINE(HELD)});
    struct revocation out = judge();
    REVOKED(out, {DAY(3), END(10)});
    UNKNOWN(out, BEFORE(DAY(3)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_later_list_ends_a_hold)
{
    add(&(struct crl_parts){DAYS("05", "10"), LINE(HELD)});
    add(&(struct crl_parts){DAYS("08", "15")});
    struct revocation out = judge();
    REVOKED(out, {DAY(3), DAY(8)});
    UNKNOWN(out, BEFORE(DAY(3)), FROM(END(15)));
    arena_free(&held.arena);
}

Test(revocation, a_later_list_keeps_a_hold)
{
    add(&(struct crl_parts){DAYS("05", "07"), LINE(HELD)});
    add(&(struct crl_parts){DAYS("09", "15"), LINE(HELD)});
    struct revocation out = judge();
    REVOKED(out, {DAY(3), END(15)});
    arena_free(&held.arena);
}

Test(revocation, after_a_hold_that_ran_out_nobody_knows_until_the_next_list)
{
    add(&(struct crl_parts){DAYS("05", "07"), LINE(HELD)});
    add(&(struct crl_parts){DAYS("09", "15")});
    struct revocation out = judge();
    REVOKED(out, {DAY(3), END(7)});
    UNKNOWN(out, BEFORE(DAY(3)), {END(7), DAY(9)}, FROM(END(15)));
    arena_free(&held.arena);
}

Test(revocation, another_scope_or_key_does_not_end_a_hold)
{
    add(&(struct crl_parts){DAYS("05", "10"), LINE(HELD)});
    add(&(struct crl_parts){DAYS("08", "15"), .point = ASN_SEQUENCE(point_uri("http://a/"))});
    add(&(struct crl_parts){DAYS("08", "15")})->key = asn_text("another key");
    struct revocation out = judge();
    REVOKED(out, {DAY(3), END(10)});
    arena_free(&held.arena);
}

/* ---- deltas ----------------------------------------------------------------------------------- */

Test(revocation, a_delta_without_its_base_says_nothing)
{
    add(&(struct crl_parts){DAYS("05", "10"), .number = 5, .base = 3, LINE(LISTED)});
    add(&(struct crl_parts){DAYS("05", "06"), .number = 2});
    struct revocation out = judge();
    NEVER(out.revoked);
    UNKNOWN(out, BEFORE(DAY(5)), FROM(END(6)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_goes_on_where_its_base_ends)
{
    add(&(struct crl_parts){DAYS("05", "06"), .number = 3});
    add(&(struct crl_parts){DAYS("06", "10"), .number = 5, .base = 3});
    struct revocation out = judge();
    NEVER(out.revoked);
    UNKNOWN(out, BEFORE(DAY(5)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_revokes)
{
    add(&(struct crl_parts){DAYS("01", "10"), .number = 3});
    add(&(struct crl_parts){DAYS("06", "08"), .number = 5, .base = 3, LINE(LISTED)});
    struct revocation out = judge();
    REVOKED(out, FROM(DAY(3)));
    UNKNOWN(out, BEFORE(DAY(1)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_ends_a_hold)
{
    add(&(struct crl_parts){DAYS("05", "10"), .number = 3, LINE(HELD)});
    add(&(struct crl_parts){DAYS("06", "08"), .number = 5, .base = 3, LINE(REMOVED)});
    struct revocation out = judge();
    REVOKED(out, {DAY(3), DAY(6)});
    UNKNOWN(out, BEFORE(DAY(3)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_is_laid_over_the_newest_list_that_it_fits)
{
    add(&(struct crl_parts){DAYS("01", "20"), .number = 3, LINE(HELD)});
    add(&(struct crl_parts){DAYS("05", "20"), .number = 4});
    add(&(struct crl_parts){DAYS("08", "12"), .number = 6, .base = 3});
    struct revocation out = judge();
    REVOKED(out, {DAY(3), DAY(5)});
    arena_free(&held.arena);
}

Test(revocation, a_delta_counts_from_the_later_of_the_two_dates_on)
{
    add(&(struct crl_parts){DAYS("05", "06"), .number = 4});
    add(&(struct crl_parts){DAYS("02", "10"), .number = 5, .base = 3});
    UNKNOWN(judge(), BEFORE(DAY(5)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_of_the_same_instant_comes_after_its_base)
{
    add(&(struct crl_parts){DAYS("05", "10"), .number = 4, .base = 3, LINE(REMOVED)});
    add(&(struct crl_parts){DAYS("05", "10"), .number = 3, LINE(HELD)});
    REVOKED(judge(), {DAY(3), DAY(5)});
    arena_free(&held.arena);
}

/* RFC 5280 5.2.4: number at least the base's, less than the delta's; one point, key and key id. */
Test(revocation, what_a_delta_does_not_fit)
{
    chain_bytes id = extension_of("2.5.29.35", false, ASN_SEQUENCE(asn_hex("800101")));
    const struct crl_parts BASES[] = {
        {DAYS("05", "06"), .number = 2},
        {DAYS("05", "06"), .number = 5},
        {DAYS("05", "06")},
        {DAYS("05", "06"), .number = 3, .issuer = "another"},
        {DAYS("05", "06"), .number = 3, .point = ASN_SEQUENCE(point_uri("http://a/"))},
        {DAYS("05", "06"), .number = 3, .extensions = id},
    };
    for (size_t i = 0; i < COUNT(BASES); i++) {
        add(&BASES[i]);
        add(&(struct crl_parts){DAYS("05", "10"), .number = 5, .base = 3, LINE(LISTED)});
        NEVER(judge().revoked);
    }
    add(&(struct crl_parts){DAYS("05", "06"), .number = 3})->key = asn_text("another key");
    add(&(struct crl_parts){DAYS("05", "10"), .number = 5, .base = 3, LINE(LISTED)});
    NEVER(judge().revoked);
    arena_free(&held.arena);
}

/* ---- reasons and signers ---------------------------------------------------------------------- */

Test(revocation, all_reasons_must_be_covered)
{
    add(&(struct crl_parts){DAYS("05", "10"), .point = ASN_SEQUENCE(reason_flags(3, 1 << 1))});
    UNKNOWN(judge(), {CHAIN_TIME_MIN, CHAIN_TIME_MAX});
    add(&(struct crl_parts){DAYS("05", "10"), .point = ASN_SEQUENCE(reason_flags(3, 1 << 1))});
    add(&(struct crl_parts){DAYS("08", "12"),
                            .point = ASN_SEQUENCE(reason_flags(3, CRL_ALL_REASONS & ~(1 << 1)))});
    UNKNOWN(judge(), BEFORE(DAY(8)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_signer_counts_where_its_path_is_valid)
{
    static const chain_span VALID[] = {{DAY(6), DAY(8)}}, LATER[] = {{DAY(20), DAY(21)}};
    add(&(struct crl_parts){DAYS("05", "10")})->valid = (struct span_set){VALID, 1};
    UNKNOWN(judge(), BEFORE(DAY(6)), FROM(DAY(8)));
    /* what it revoked while it was valid stays revoked */
    add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)})->valid = (struct span_set){VALID, 1};
    REVOKED(judge(), FROM(DAY(3)));
    add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)})->valid = (struct span_set){LATER, 1};
    NEVER(judge().revoked);
    arena_free(&held.arena);
}

Test(revocation, without_next_update_only_this_update_is_covered)
{
    add(&(struct crl_parts){.from = "20240105000000Z", .until = ""});
    UNKNOWN(judge(), BEFORE(DAY(5)), FROM(END(5)));
    arena_free(&held.arena);
}

Test(revocation, lists_that_must_not_be_used)
{
    static const uint32_t BAD[] = {CRL_UNKNOWN_CRITICAL, CRL_EXTENSION_MALFORMED,
                                   CRL_EXTENSION_TWICE, CRL_ALGORITHM_MISMATCH,
                                   CRL_VERSION_MISMATCH};
    static const uint32_t GOOD[] = {0,
                                    CRL_NUMBER_MISSING,
                                    CRL_KEY_ID_MISSING,
                                    CRL_NO_NEXT_UPDATE,
                                    CRL_POINT_NOT_CRITICAL,
                                    CRL_DELTA_NOT_CRITICAL};
    for (size_t i = 0; i < COUNT(BAD); i++)
        cr_expect(!revocation_list_is_usable(&(struct crl){.deviations = BAD[i]}), "%x", BAD[i]);
    for (size_t i = 0; i < COUNT(GOOD); i++)
        cr_expect(revocation_list_is_usable(&(struct crl){.deviations = GOOD[i]}), "%x", GOOD[i]);
}

/* ---- instant by instant ----------------------------------------------------------------------- */

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
    add(&(struct crl_parts){.from = pool_format("202401%02d000000Z", drawn->from),
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

Test(revocation, agrees_with_every_instant)
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
        struct revocation out = judge();
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

Test(revocation, an_arena_that_is_full)
{
    struct revocation out;
    struct arena full;
    arena_init(&full, 1);
    add(&(struct crl_parts){DAYS("05", "10")});
    cr_expect(
        !revocation_judge(&full, &out, held.lists, held.count, asn_hex("05"), name_of("issuer")));
    arena_free(&full);
    judge();
    arena_free(&held.arena);
}
