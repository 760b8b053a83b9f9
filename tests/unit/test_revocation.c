// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "held.h"
#include "pool.h"

TestSuite(revocation, .fini = tidy);

static const struct crl_line LISTED = {5, "20240103000000Z", 1, {NULL, 0}};
static const struct crl_line HELD = {5, "20240103000000Z", CRL_REASON_HOLD, {NULL, 0}};
static const struct crl_line REMOVED = {5, "20240103000000Z", CRL_REASON_REMOVED, {NULL, 0}};
#define LINE(line) .lines = &(line), .line_count = 1
#define DAYS(first, last) .from = "202401" first "000000Z", .until = "202401" last "000000Z"

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
    struct revocation out = held_judge();
    NEVER(out.revoked);
    UNKNOWN(out, {CHAIN_TIME_MIN, CHAIN_TIME_MAX});
    arena_free(&held.arena);
}

Test(revocation, good_while_a_list_is_in_date)
{
    held_add(&(struct crl_parts){DAYS("05", "10")});
    struct revocation out = held_judge();
    NEVER(out.revoked);
    UNKNOWN(out, BEFORE(DAY(5)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, gaps_between_lists_are_unknown)
{
    held_add(&(struct crl_parts){DAYS("20", "25")});
    held_add(&(struct crl_parts){DAYS("05", "10")});
    held_add(&(struct crl_parts){DAYS("08", "12")});
    struct revocation out = held_judge();
    UNKNOWN(out, BEFORE(DAY(5)), {END(12), DAY(20)}, FROM(END(25)));
    arena_free(&held.arena);
}

Test(revocation, revoked_from_its_date_on_for_ever)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)});
    struct revocation out = held_judge();
    REVOKED(out, FROM(DAY(3)));
    UNKNOWN(out, BEFORE(DAY(3)));
    arena_free(&held.arena);
}

/* RFC 5280 3.3: entries leave the lists when certificates expire, not when they are good again. */
Test(revocation, a_later_list_takes_nothing_back)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)});
    held_add(&(struct crl_parts){DAYS("09", "15")});
    struct revocation out = held_judge();
    REVOKED(out, FROM(DAY(3)));
    arena_free(&held.arena);
}

Test(revocation, an_earlier_list_leaves_the_time_before_good)
{
    held_add(&(struct crl_parts){DAYS("01", "06")});
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)});
    struct revocation out = held_judge();
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
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(OTHER)});
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(THEIRS)});
    NEVER(held_judge().revoked);
    arena_free(&held.arena);
}

/* ---- hold ------------------------------------------------------------------------------------- */

Test(revocation, a_hold_lasts_as_long_as_the_list_that_says_so)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(HELD)});
    struct revocation out = held_judge();
    REVOKED(out, {DAY(3), END(10)});
    UNKNOWN(out, BEFORE(DAY(3)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_later_list_ends_a_hold)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(HELD)});
    held_add(&(struct crl_parts){DAYS("08", "15")});
    struct revocation out = held_judge();
    REVOKED(out, {DAY(3), DAY(8)});
    UNKNOWN(out, BEFORE(DAY(3)), FROM(END(15)));
    arena_free(&held.arena);
}

Test(revocation, a_later_list_keeps_a_hold)
{
    held_add(&(struct crl_parts){DAYS("05", "07"), LINE(HELD)});
    held_add(&(struct crl_parts){DAYS("09", "15"), LINE(HELD)});
    struct revocation out = held_judge();
    REVOKED(out, {DAY(3), END(15)});
    arena_free(&held.arena);
}

Test(revocation, after_a_hold_that_ran_out_nobody_knows_until_the_next_list)
{
    held_add(&(struct crl_parts){DAYS("05", "07"), LINE(HELD)});
    held_add(&(struct crl_parts){DAYS("09", "15")});
    struct revocation out = held_judge();
    REVOKED(out, {DAY(3), END(7)});
    UNKNOWN(out, BEFORE(DAY(3)), {END(7), DAY(9)}, FROM(END(15)));
    arena_free(&held.arena);
}

Test(revocation, another_scope_or_key_does_not_end_a_hold)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(HELD)});
    held_add(&(struct crl_parts){DAYS("08", "15"), .point = ASN_SEQUENCE(point_uri("http://a/"))});
    held_add(&(struct crl_parts){DAYS("08", "15")})->key = asn_text("another key");
    struct revocation out = held_judge();
    REVOKED(out, {DAY(3), END(10)});
    arena_free(&held.arena);
}

/* ---- deltas ----------------------------------------------------------------------------------- */

Test(revocation, a_delta_without_its_base_says_nothing)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), .number = 5, .base = 3, LINE(LISTED)});
    held_add(&(struct crl_parts){DAYS("05", "06"), .number = 2});
    struct revocation out = held_judge();
    NEVER(out.revoked);
    UNKNOWN(out, BEFORE(DAY(5)), FROM(END(6)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_goes_on_where_its_base_ends)
{
    held_add(&(struct crl_parts){DAYS("05", "06"), .number = 3});
    held_add(&(struct crl_parts){DAYS("06", "10"), .number = 5, .base = 3});
    struct revocation out = held_judge();
    NEVER(out.revoked);
    UNKNOWN(out, BEFORE(DAY(5)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_revokes)
{
    held_add(&(struct crl_parts){DAYS("01", "10"), .number = 3});
    held_add(&(struct crl_parts){DAYS("06", "08"), .number = 5, .base = 3, LINE(LISTED)});
    struct revocation out = held_judge();
    REVOKED(out, FROM(DAY(3)));
    UNKNOWN(out, BEFORE(DAY(1)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_ends_a_hold)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), .number = 3, LINE(HELD)});
    held_add(&(struct crl_parts){DAYS("06", "08"), .number = 5, .base = 3, LINE(REMOVED)});
    struct revocation out = held_judge();
    REVOKED(out, {DAY(3), DAY(6)});
    UNKNOWN(out, BEFORE(DAY(3)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_is_laid_over_the_newest_list_that_it_fits)
{
    held_add(&(struct crl_parts){DAYS("01", "20"), .number = 3, LINE(HELD)});
    held_add(&(struct crl_parts){DAYS("05", "20"), .number = 4});
    held_add(&(struct crl_parts){DAYS("08", "12"), .number = 6, .base = 3});
    struct revocation out = held_judge();
    REVOKED(out, {DAY(3), DAY(5)});
    arena_free(&held.arena);
}

Test(revocation, a_delta_counts_from_the_later_of_the_two_dates_on)
{
    held_add(&(struct crl_parts){DAYS("05", "06"), .number = 4});
    held_add(&(struct crl_parts){DAYS("02", "10"), .number = 5, .base = 3});
    UNKNOWN(held_judge(), BEFORE(DAY(5)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_delta_of_the_same_instant_comes_after_its_base)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), .number = 4, .base = 3, LINE(REMOVED)});
    held_add(&(struct crl_parts){DAYS("05", "10"), .number = 3, LINE(HELD)});
    REVOKED(held_judge(), {DAY(3), DAY(5)});
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
        held_add(&BASES[i]);
        held_add(&(struct crl_parts){DAYS("05", "10"), .number = 5, .base = 3, LINE(LISTED)});
        NEVER(held_judge().revoked);
    }
    held_add(&(struct crl_parts){DAYS("05", "06"), .number = 3})->key = asn_text("another key");
    held_add(&(struct crl_parts){DAYS("05", "10"), .number = 5, .base = 3, LINE(LISTED)});
    NEVER(held_judge().revoked);
    arena_free(&held.arena);
}

/* ---- reasons and signers ---------------------------------------------------------------------- */

Test(revocation, all_reasons_must_be_covered)
{
    held_add(&(struct crl_parts){DAYS("05", "10"), .point = ASN_SEQUENCE(reason_flags(3, 1 << 1))});
    UNKNOWN(held_judge(), {CHAIN_TIME_MIN, CHAIN_TIME_MAX});
    held_add(&(struct crl_parts){DAYS("05", "10"), .point = ASN_SEQUENCE(reason_flags(3, 1 << 1))});
    held_add(&(struct crl_parts){
        DAYS("08", "12"), .point = ASN_SEQUENCE(reason_flags(3, CRL_ALL_REASONS & ~(1 << 1)))});
    UNKNOWN(held_judge(), BEFORE(DAY(8)), FROM(END(10)));
    arena_free(&held.arena);
}

Test(revocation, a_signer_counts_where_its_path_is_valid)
{
    static const chain_span VALID[] = {{DAY(6), DAY(8)}}, LATER[] = {{DAY(20), DAY(21)}};
    held_add(&(struct crl_parts){DAYS("05", "10")})->valid = (struct span_set){VALID, 1};
    UNKNOWN(held_judge(), BEFORE(DAY(6)), FROM(DAY(8)));
    /* what it revoked while it was valid stays revoked */
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)})->valid =
        (struct span_set){VALID, 1};
    REVOKED(held_judge(), FROM(DAY(3)));
    held_add(&(struct crl_parts){DAYS("05", "10"), LINE(LISTED)})->valid =
        (struct span_set){LATER, 1};
    NEVER(held_judge().revoked);
    arena_free(&held.arena);
}

Test(revocation, without_next_update_only_this_update_is_covered)
{
    held_add(&(struct crl_parts){.from = "20240105000000Z", .until = ""});
    UNKNOWN(held_judge(), BEFORE(DAY(5)), FROM(END(5)));
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
    /* what issuers are asked */
    for (size_t i = 0; i < COUNT(BAD); i++)
        cr_expect(!revocation_list_is_conforming(&(struct crl){.deviations = BAD[i]}), "%x",
                  BAD[i]);
    for (size_t i = 0; i < COUNT(GOOD); i++)
        SAME(revocation_list_is_conforming(&(struct crl){.deviations = GOOD[i]}), GOOD[i] == 0);
}

Test(revocation, an_arena_that_is_full)
{
    struct revocation out;
    struct arena full;
    arena_init(&full, 1);
    held_add(&(struct crl_parts){DAYS("05", "10")});
    cr_expect(
        !revocation_judge(&full, &out, held.lists, held.count, asn_hex("05"), name_of("issuer")));
    arena_free(&full);
    held_judge();
    arena_free(&held.arena);
}
