// SPDX-License-Identifier: Apache-2.0
/* Pages about reports. */
#ifndef LIBCHAIN_REPORT_HTML_H
#define LIBCHAIN_REPORT_HTML_H

#include "chain.h"

struct html_report {
    const char *name; /* of the host; "" where there is only one */
    const char *json; /* a valid libchain.report/1 */
    size_t size;
};

/* One page about many; mem_free it. NULL for want of memory. */
char *html_fleet(const struct html_report *reports, size_t count);

#endif
