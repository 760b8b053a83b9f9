// SPDX-License-Identifier: Apache-2.0
#include "lifetime.h"

#include "expect.h"

TestSuite(lifetime, .fini = tidy);

static chain_time at(const char *text)
{
    chain_time time;
    cr_assert(chain_time_from_text(&time, text) == CHAIN_OK);
    return time;
}

/* CA/Browser Forum Baseline Requirements 6.3.2: on the day itself the new bound holds. */
Test(lifetime, changes_on_its_days)
{
    static const struct {
        const char *day;
        int before, from;
    } STEPS[] = {{"2018-03-01", 39 * 31, 825},
                 {"2020-09-01", 825, 398},
                 {"2026-03-15", 398, 200},
                 {"2027-03-15", 200, 100},
                 {"2029-03-15", 100, 47}};
    for (size_t i = 0; i < COUNT(STEPS); i++) {
        SAME(lifetime_most(at(STEPS[i].day) - 1), STEPS[i].before * 86400);
        SAME(lifetime_most(at(STEPS[i].day)), STEPS[i].from * 86400);
    }
    SAME(lifetime_most(CHAIN_TIME_MIN), 39 * 31 * 86400);
    SAME(lifetime_most(CHAIN_TIME_MAX), 47 * 86400);
}
