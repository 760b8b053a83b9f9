// SPDX-License-Identifier: Apache-2.0
/* One problem of a store as a person reads it: when, what, why, how long still, and what to add. */
#ifndef LIBCHAIN_PAGE_PROBLEM_H
#define LIBCHAIN_PAGE_PROBLEM_H

#include "instant.h"
#include "page.h"
#include "report.h"

void page_store(struct page *page, const struct report_store *store);
/* The result at `index`, with those behind it that say the same of another endpoint; nothing where
 * an earlier one did. */
void page_problem(struct page *page, size_t index);
/* The date that matters, "" without one, and the words before it. */
const char *page_when(char buffer[INSTANT_TEXT_SIZE], const chain_outcome *outcome, chain_time at,
                      const char **word);

#endif
