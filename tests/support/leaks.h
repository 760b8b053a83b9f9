// SPDX-License-Identifier: Apache-2.0
/* Leaks as failures: Criterion looks at a test's result before LeakSanitizer has looked at its
 * memory. */
#ifndef TEST_SUPPORT_LEAKS_H
#define TEST_SUPPORT_LEAKS_H

#include <stdbool.h>

void leaks_start(void); /* in the program that runs the tests */
bool leaks_seen(void);
void leaks_check(void); /* in each test's own process, at its end */

#endif
