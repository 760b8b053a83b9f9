// SPDX-License-Identifier: Apache-2.0
#include "expect.h"

#include "csv.h"
#include "mem.h"

static void expect_cell(const char *text, const char *wanted)
{
    struct text out = {0};
    csv_cell(&out, text, "");
    char *cell = text_take(&out);
    cr_expect_str_eq(cell, wanted);
    mem_free(cell);
}

Test(csv, a_cell_is_quoted)
{
    expect_cell("", "\"\"");
    expect_cell("a,b", "\"a,b\"");
    expect_cell("a\"b", "\"a\"\"b\"");
}

Test(csv, no_cell_is_a_formula)
{
    expect_cell("=1+1", "\"'=1+1\"");
    expect_cell("+1", "\"'+1\"");
    expect_cell("-1", "\"'-1\"");
    expect_cell("@sum", "\"'@sum\"");
    expect_cell("\t=1", "\"\\u{9}=1\"");
    expect_cell("1=1", "\"1=1\"");
}

Test(csv, a_cell_is_one_line_of_utf8)
{
    expect_cell("a\r\nb", "\"a\\u{d}\\u{a}b\"");
    expect_cell("\xff", "\"\\xff\"");
}

Test(csv, a_line_ends_as_rfc_4180_has_it)
{
    static const char *const CELLS[] = {"a", "b"};
    struct text out = {0};
    csv_line(&out, CELLS, 2);
    char *line = text_take(&out);
    cr_expect_str_eq(line, "\"a\",\"b\"\r\n");
    mem_free(line);
}
