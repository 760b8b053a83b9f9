// SPDX-License-Identifier: Apache-2.0
#include "leaks.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define VARIABLE "LIBCHAIN_TEST_LEAKS"

/* There only where LeakSanitizer is linked in. */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* A test is started as a program of its own, so the two talk through a file that the environment
 * names. */
static char marker[] = "/tmp/libchain-leaks-XXXXXX";
static int descriptor = -1;

void leaks_start(void)
{
    if (!__lsan_do_recoverable_leak_check)
        return;
    descriptor = mkstemp(marker);
    if (descriptor < 0 || setenv(VARIABLE, marker, 1) != 0) {
        perror(marker);
        exit(1);
    }
}

bool leaks_seen(void)
{
    struct stat about;
    if (descriptor < 0)
        return false;
    bool seen = fstat(descriptor, &about) != 0 || about.st_size > 0;
    close(descriptor);
    unlink(marker);
    return seen;
}

void leaks_check(void)
{
    const char *path = getenv(VARIABLE);
    if (!__lsan_do_recoverable_leak_check || !path || !__lsan_do_recoverable_leak_check())
        return;
    int file = open(path, O_WRONLY | O_APPEND);
    if (file < 0 || write(file, "x", 1) != 1)
        abort();
    close(file);
}
