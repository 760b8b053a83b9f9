// SPDX-License-Identifier: Apache-2.0
/*
 * Memory for what a test makes up. It is never given back: a test is a process of its own, and all
 * of it stays reachable, so that a leak of the library still shows as one.
 */
#ifndef TEST_SUPPORT_POOL_H
#define TEST_SUPPORT_POOL_H

#include "chain.h"

void *pool_take(size_t size); /* zeroed; ends the test when there is no memory */
chain_bytes pool_copy(const void *data, size_t size);
char *pool_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Gives all of it back, for a program that makes up many worlds one after the other. */
void pool_empty(void);
/* The octets as a string, cut at the first NUL like any string. */
char *pool_string(chain_bytes bytes);

#endif
