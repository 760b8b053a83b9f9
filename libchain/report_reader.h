// SPDX-License-Identifier: Apache-2.0
/* The readers of stores in a report: where their verifiers differ from the verdict that decides. */
#ifndef LIBCHAIN_REPORT_READER_H
#define LIBCHAIN_REPORT_READER_H

#include "page.h"
#include "report.h"

/* Is this reader worse off than the verdict says? Unknown counts only against ready, and an earlier
 * date only before a break and only where it is another day: which second is the verifier's habit.
 */
bool report_reading_is_worse(const struct report_result *result,
                             const struct report_reading *reading);

/* What is said behind the name of a reader whose verifier nobody had; "" for the others. */
const char *report_source_note(const char *profile);

/* One paragraph for each result in which a reader is worse off; nothing where none is. */
void report_add_warnings(struct page *page);

#endif
