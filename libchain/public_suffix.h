// SPDX-License-Identifier: Apache-2.0
/*
 * Public suffixes: names below which anybody may register a name, such as "com", "co.uk" or
 * "s3.amazonaws.com", by the Public Suffix List (both of its sections; corpus/public-suffix). The
 * list is compiled in; docs/adr/0011-public-suffixes.md says why.
 */
#ifndef LIBCHAIN_PUBLIC_SUFFIX_H
#define LIBCHAIN_PUBLIC_SUFFIX_H

#include "chain.h"

#include <stdbool.h>

/*
 * Is this DNS name, in A-label form and without a final dot, a public suffix itself? A name of one
 * label always is: where no rule stands for it, the list's rule "*" does. Case does not matter.
 */
bool public_suffix_is(chain_bytes name);

/* Made by tools/suffixes.py, which tells the form. */
enum { PUBLIC_SUFFIX_BLOCK = 16, PUBLIC_SUFFIX_MOST = 250 };
extern const uint8_t PUBLIC_SUFFIX_RULES[];
extern const uint32_t PUBLIC_SUFFIX_BLOCKS[]; /* where each block begins */
extern const uint32_t PUBLIC_SUFFIX_BLOCK_COUNT;
extern const uint32_t PUBLIC_SUFFIX_RULE_COUNT;

#endif
