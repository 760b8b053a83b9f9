// SPDX-License-Identifier: Apache-2.0
#include "names.h"

#include <string.h>

static int is(const char *name, const char *value)
{
    return name && strcmp(name, value) == 0;
}

void program_find(chain_program *out, const char *name, chain_error *error)
{
    for (int value = CHAIN_PROGRAM_NONE; value <= CHAIN_PROGRAM_JDK; value++) {
        if (is(name, chain_program_name((chain_program)value))) {
            *out = (chain_program)value;
            return;
        }
    }
    failure_set(error, CHAIN_E_ARGUMENT,
                "follows: '%.100s' is none of none, mozilla, chrome and jdk", name ? name : "");
}

void lane_find(chain_lane *out, const char *name, chain_error *error)
{
    if (is(name, chain_lane_name(CHAIN_LANE_INSTALLED)))
        *out = CHAIN_LANE_INSTALLED;
    else if (is(name, chain_lane_name(CHAIN_LANE_PROGRAM)))
        *out = CHAIN_LANE_PROGRAM;
    else
        failure_set(error, CHAIN_E_ARGUMENT, "lane: '%.100s' is neither installed nor program",
                    name ? name : "");
}

void status_find(chain_status *out, const char *name, chain_error *error)
{
    for (int value = CHAIN_E_ARGUMENT; value <= CHAIN_E_INTERNAL; value++) {
        if (is(name, chain_status_name((chain_status)value))) {
            *out = (chain_status)value;
            return;
        }
    }
    failure_set(error, CHAIN_E_ARGUMENT, "there is no status '%.100s'", name ? name : "");
}
