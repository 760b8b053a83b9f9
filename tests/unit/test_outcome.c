// SPDX-License-Identifier: Apache-2.0
#include "outcome.h"

#include "expect.h"

TestSuite(outcome, .fini = tidy);

#define LEAST CHAIN_TIME_MIN
#define MOST CHAIN_TIME_MAX

/* A line of time in letters, ten seconds each: V valid, U unknown, I invalid, n undecided for want
 * of an exact date, - nothing served. The first reaches back to the beginning, the last goes on. */
static chain_outcome ask(const char *line, chain_time from, chain_time until)
{
    struct line_part parts[32];
    struct exposure exposure = {.parts = parts, .part_count = strlen(line)};
    chain_outcome out;
    for (size_t i = 0; line[i]; i++) {
        chain_verdict careful = line[i] == 'I'          ? CHAIN_INVALID
                                : strchr("Un", line[i]) ? CHAIN_UNKNOWN
                                                        : CHAIN_VALID;
        chain_verdict early = line[i] == 'n' ? CHAIN_INVALID : careful;
        parts[i] = (struct line_part){
            .span = {i ? (chain_time)i * 10 : LEAST, line[i + 1] ? (chain_time)(i + 1) * 10 : MOST},
            .active = line[i] != '-',
            .verdict = {careful, early},
        };
    }
    outcome_of(&out, &exposure, (chain_span){from, until});
    return out;
}

#define WORD(line, from, until, word) SAME(ask(line, from, until).readiness, word)

static void expect_dates(chain_outcome out, chain_time breaks_at, chain_time breaks_latest,
                         chain_time broken_since, chain_time unknown_from, chain_time breaks_by)
{
    SAME(out.breaks_at, breaks_at);
    SAME(out.breaks_latest, breaks_latest);
    SAME(out.broken_since, broken_since);
    SAME(out.unknown_from, unknown_from);
    SAME(out.breaks_by, breaks_by);
}

Test(outcome, ready_is_valid_throughout_the_window)
{
    WORD("V", 0, 100, CHAIN_READY);
    WORD("IVI", 10, 20, CHAIN_READY);
    WORD("IVI", 9, 20, CHAIN_BROKEN);
    WORD("IVI", 10, 21, CHAIN_BREAKS_LATER);
    WORD("UVU", 10, 20, CHAIN_READY);
    WORD("UVU", 19, 21, CHAIN_READINESS_UNKNOWN);
    expect_dates(ask("IVI", 10, 20), MOST, MOST, LEAST, MOST, MOST);
}

Test(outcome, what_is_not_served_does_not_matter)
{
    WORD("I-I", 10, 20, CHAIN_NOT_APPLICABLE);
    WORD("V--", 10, 100, CHAIN_NOT_APPLICABLE);
    WORD("V--", 9, 100, CHAIN_READY);
    WORD("--V", 0, 21, CHAIN_READY);
    WORD("--V", 0, 20, CHAIN_NOT_APPLICABLE);
    WORD("V-I", 0, 100, CHAIN_BREAKS_LATER);
    expect_dates(ask("V-I", 0, 100), 20, 20, LEAST, MOST, MOST);
}

Test(outcome, broken_looks_back_for_its_beginning)
{
    expect_dates(ask("VIV", 15, 16), MOST, MOST, 10, MOST, MOST);
    expect_dates(ask("VUI", 25, 26), MOST, MOST, 20, MOST, MOST);
    expect_dates(ask("VnI", 25, 26), MOST, MOST, 10, MOST, MOST);
    expect_dates(ask("VI-I", 35, 36), MOST, MOST, 30, MOST, MOST);
    expect_dates(ask("II", 15, 16), MOST, MOST, LEAST, MOST, MOST);
}

Test(outcome, a_break_with_a_date_that_is_not_exact)
{
    WORD("VnI", 5, 100, CHAIN_BREAKS_LATER);
    expect_dates(ask("VnI", 5, 100), 10, 20, LEAST, MOST, MOST);
    WORD("VnV", 5, 100, CHAIN_READINESS_UNKNOWN);
    expect_dates(ask("VnV", 5, 100), MOST, MOST, LEAST, 10, MOST);
    WORD("VnUI", 5, 100, CHAIN_READINESS_UNKNOWN);
    expect_dates(ask("VnUI", 5, 100), MOST, MOST, LEAST, 10, 30);
}

Test(outcome, unknown_looks_both_ways)
{
    WORD("VUI", 15, 100, CHAIN_READINESS_UNKNOWN);
    expect_dates(ask("VUI", 15, 100), MOST, MOST, LEAST, 10, 20);
    expect_dates(ask("VUI", 15, 20), MOST, MOST, LEAST, 10, MOST);
    expect_dates(ask("VUI", 5, 21), MOST, MOST, LEAST, 10, 20);
    expect_dates(ask("UUV", 5, 100), MOST, MOST, LEAST, LEAST, MOST);
    WORD("nI", 5, 100, CHAIN_READINESS_UNKNOWN);
    expect_dates(ask("VnI", 15, 100), MOST, MOST, LEAST, 10, 15);
    expect_dates(ask("VUnI", 5, 100), MOST, MOST, LEAST, 10, 20);
}

Test(outcome, unknown_before_a_break_is_unknown)
{
    WORD("VUVI", 5, 100, CHAIN_READINESS_UNKNOWN);
    WORD("VIU", 5, 100, CHAIN_BREAKS_LATER);
    expect_dates(ask("VUVI", 5, 100), MOST, MOST, LEAST, 10, 30);
}

Test(outcome, the_worse_of_two)
{
    chain_outcome ready = {.readiness = CHAIN_READY};
    chain_outcome soon = {.readiness = CHAIN_BREAKS_LATER, .breaks_at = 10};
    chain_outcome late = {.readiness = CHAIN_BREAKS_LATER, .breaks_at = 20};
    chain_outcome unknown = {.readiness = CHAIN_READINESS_UNKNOWN, .unknown_from = 10};
    chain_outcome unknown_later = {.readiness = CHAIN_READINESS_UNKNOWN, .unknown_from = 11};
    chain_outcome broken = {.readiness = CHAIN_BROKEN, .broken_since = 10};
    chain_outcome broken_always = {.readiness = CHAIN_BROKEN, .broken_since = LEAST};
    const chain_outcome *order[] = {&ready,   &late,   &soon,         &unknown_later,
                                    &unknown, &broken, &broken_always};
    for (size_t i = 0; i < COUNT(order); i++) {
        for (size_t j = i; j < COUNT(order); j++) {
            cr_expect(outcome_worse(order[i], order[j]) == order[j], "%zu %zu", i, j);
            cr_expect(outcome_worse(order[j], order[i]) == order[j], "%zu %zu", j, i);
        }
    }
}
