// SPDX-License-Identifier: Apache-2.0
/* conformance SUITE FILE...: runs a suite of somebody else's and prints one line of JSON a case. */
#include "runner.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int count, char **arguments);
} SUITES[] = {
    {"limbo", run_limbo},
    {"pkits", run_pkits},
    {"truth", run_truth},
    {"wycheproof", run_wycheproof},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 2 && i < sizeof(SUITES) / sizeof(SUITES[0]); i++) {
        if (strcmp(argv[1], SUITES[i].name) == 0)
            return SUITES[i].run(argc - 2, argv + 2);
    }
    fprintf(stderr, "usage: conformance limbo FILE\n"
                    "       conformance pkits FILE\n"
                    "       conformance truth DIR [ROWS] [--modes EDLJP]\n"
                    "       conformance wycheproof FILE...\n");
    return 64;
}
