// SPDX-License-Identifier: Apache-2.0
#include "csv.h"

#include <string.h>

/* RFC 4180; what a spreadsheet would take for a formula is put in quotes of its own. */
void csv_cell(struct text *out, const char *text, const char *behind)
{
    struct text safe = {0};
    text_add_safe(&safe, text);
    text_add(out, "\"");
    if (safe.size && strchr("=+-@", safe.data[0]))
        text_add(out, "'");
    for (size_t i = 0; i < safe.size; i++) {
        if (safe.data[i] == '"')
            text_add(out, "\"");
        text_add_bytes(out, &safe.data[i], 1);
    }
    text_add(out, "\"");
    text_add(out, behind);
    out->failed |= safe.failed;
    text_free(&safe);
}

void csv_line(struct text *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_cell(out, cells[i], i + 1 < count ? "," : "\r\n");
}
