// SPDX-License-Identifier: Apache-2.0
/* What stands at the end of the report for a person: what is not the answer, and should be known.
 */
#ifndef LIBCHAIN_REPORT_REMARKS_H
#define LIBCHAIN_REPORT_REMARKS_H

#include "page.h"

/* The entries of stores that are not used: how many, and the first of each. */
void report_add_skipped(struct page *page);
/* What the baseline accepts, what of it did nothing, and facts that are old. */
void report_add_remarks(struct page *page);

#endif
