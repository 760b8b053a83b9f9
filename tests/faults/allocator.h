// SPDX-License-Identifier: Apache-2.0
/*
 * An allocator that fails when it is told to. malloc, calloc and realloc are wrapped by the linker
 * in our own objects (-Wl,--wrap=...). GMP's and jansson's allocations are made inside their shared
 * libraries and do not come through here: docs/adr/0004.
 */
#ifndef TEST_FAULTS_ALLOCATOR_H
#define TEST_FAULTS_ALLOCATOR_H

#include "chain.h"

/* The allocation after the next n fails, once; below 0: none does. */
void allocator_fail_after(long n);
/* How many failed, and how many were asked for, since the program began. */
long allocator_failures(void);
long allocator_requests(void);

/*
 * Calls with the n-th allocation failing, for every n until nothing is left to fail: each time it
 * must say CHAIN_E_MEMORY, and at last CHAIN_OK. Prints how many failed in turn; returns that, or
 * -1.
 */
typedef chain_status allocator_call(const void *context);
long allocator_drive(const char *name, allocator_call *call, const void *context);

struct allocator_case {
    const char *name;
    chain_status (*call)(void);
};
/* All of them; prints their number and how many went wrong, which it returns. */
size_t allocator_drive_all(const struct allocator_case *cases, size_t count);

#endif
