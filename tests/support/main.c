// SPDX-License-Identifier: Apache-2.0
/* Criterion's own main, and a leak counts as a failure. */
#include "leaks.h"

#include <criterion/criterion.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    leaks_start();
    struct criterion_test_set *tests = criterion_initialize();
    int failed = 0;
    if (criterion_handle_args(argc, argv, true))
        failed = !criterion_run_all_tests(tests);
    criterion_finalize(tests);
    if (leaks_seen()) {
        fputs("FAILED: memory leaked, as LeakSanitizer says above\n", stderr);
        failed = 1;
    }
    return failed;
}
