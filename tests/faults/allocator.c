// SPDX-License-Identifier: Apache-2.0
#include "allocator.h"

#include <stdbool.h>
#include <stdio.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long countdown = -1; /* < 0: nothing fails */
static long failures, requests;

static bool fails(void)
{
    requests++;
    if (countdown < 0 || countdown-- > 0)
        return false;
    countdown = -1;
    failures++;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

void allocator_fail_after(long n)
{
    countdown = n;
}

long allocator_failures(void)
{
    return failures;
}

long allocator_requests(void)
{
    return requests;
}

long allocator_drive(const char *name, allocator_call *call, const void *context)
{
    for (long n = 0;; n++) {
        long before = failures;
        allocator_fail_after(n);
        chain_status status = call(context);
        bool failed = failures > before;
        allocator_fail_after(-1);
        if (!failed && status == CHAIN_OK) {
            printf("%5ld allocations failed in turn: %s\n", n, name);
            return n;
        }
        if (!failed || status != CHAIN_E_MEMORY) {
            printf("FAILED %s: allocation %ld %s, and the call said %s\n", name, n,
                   failed ? "failed" : "did not fail", chain_status_name(status));
            return -1;
        }
    }
}

static chain_status call_case(const void *context)
{
    return ((const struct allocator_case *)context)->call();
}

size_t allocator_drive_all(const struct allocator_case *cases, size_t count)
{
    size_t failed = 0;
    for (size_t i = 0; i < count; i++)
        failed += allocator_drive(cases[i].name, call_case, &cases[i]) < 0;
    printf("%zu entry points, %ld failed allocations, %zu failed\n", count, allocator_failures(),
           failed);
    return failed;
}
