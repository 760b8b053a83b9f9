// SPDX-License-Identifier: Apache-2.0
/* Comma-separated values: RFC 4180, and nothing in it that a spreadsheet would take for a formula.
 */
#ifndef LIBCHAIN_CSV_H
#define LIBCHAIN_CSV_H

#include "text.h"

/* One cell in quotes, then `behind`: "," or the end of the line. The cell is shown as text_add_safe
 * has it, so that it is one line of UTF-8. */
void csv_cell(struct text *out, const char *text, const char *behind);
/* All cells of one line, and its end. */
void csv_line(struct text *out, const char *const *cells, size_t count);

#endif
