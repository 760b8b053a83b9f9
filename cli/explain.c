// SPDX-License-Identifier: Apache-2.0
/* chainready explain: a finding in plain words. */
#include "cli.h"

#include <stdio.h>

static void print_finding(chain_finding_code code)
{
    printf("%s (%s)\n  %s\n  %s\n", chain_finding_name(code), chain_finding_rfc(code),
           chain_finding_meaning(code), chain_finding_advice(code));
}

static int run(const struct options *options)
{
    for (size_t i = 0; i < options->rest_count; i++) {
        chain_finding_code code = chain_finding_from_name(options->rest[i]);
        if (code == CHAIN_FINDING_NONE)
            return complain_usage("there is no finding '%s'; 'chainready explain' lists them all",
                                  options->rest[i]);
        print_finding(code);
    }
    for (int code = 1; !options->rest_count && code < CHAIN_FINDING_COUNT; code++)
        print_finding((chain_finding_code)code);
    return 0;
}

static const char *const OPTIONS[] = {NULL};

const struct command EXPLAIN = {
    .name = "explain",
    .summary = "a finding in plain words, with its source",
    .usage = "usage: chainready explain [CODE]...\n"
             "\n"
             "Says what a finding means, where the rule comes from, and what to do about it.\n"
             "Without CODE, all of them.\n",
    .options = OPTIONS,
    .run = run,
};
