// SPDX-License-Identifier: Apache-2.0
#include "lifetime.h"

/* CA/Browser Forum Baseline Requirements 2.2.6, 6.3.2 (ballots 193, SC31, SC-081v3). */
static const struct {
    chain_time issued_from;
    int days;
} STEPS[] = {
    {1868227200 /* 2029-03-15 */, 47}, {1805068800 /* 2027-03-15 */, 100},
    {1773532800 /* 2026-03-15 */, 200}, {1598918400 /* 2020-09-01 */, 398},
    {1519862400 /* 2018-03-01 */, 825}, {CHAIN_TIME_MIN, 39 * 31},
};

chain_time lifetime_most(chain_time issued)
{
    size_t step = 0;
    while (issued < STEPS[step].issued_from)
        step++;
    return (chain_time)STEPS[step].days * 24 * 60 * 60;
}
