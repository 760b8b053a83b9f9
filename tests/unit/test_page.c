// SPDX-License-Identifier: Apache-2.0
#include "page.h"

#include "expect.h"

TestSuite(page, .fini = tidy);

static char *paragraph(const char *text, size_t at, size_t indent, int width)
{
    chain_text_options options = {.width = width};
    struct page page = {.options = &options};
    page_spaces(&page, at);
    page_paragraph(&page, text, at, indent);
    return text_take(&page.text);
}

Test(page, words_are_wrapped_and_never_cut)
{
    SAME_OWN_TEXT(paragraph("one two three", 0, 2, 9), "one two\n  three\n");
    SAME_OWN_TEXT(paragraph("one two three", 2, 2, 9), "  one two\n  three\n");
    SAME_OWN_TEXT(paragraph("incomprehensibilities", 0, 2, 9), "incomprehensibilities\n");
    SAME_OWN_TEXT(paragraph("a  b   c", 0, 0, 40), "a b c\n");
    SAME_OWN_TEXT(paragraph("", 0, 0, 40), "\n");
}

static char *shell_line(const char *command, size_t at, int width)
{
    chain_text_options options = {.width = width};
    struct page page = {.options = &options};
    page_shell_line(&page, command, at);
    return text_take(&page.text);
}

Test(page, a_command_is_folded_before_its_options_only)
{
    SAME_OWN_TEXT(shell_line("do --a b --c d", 0, 40), "do --a b --c d\n");
    SAME_OWN_TEXT(shell_line("do --a b --c d", 0, 14), "do --a b --c d\n");
    SAME_OWN_TEXT(shell_line("do --a b --c d", 0, 13), "do --a b \\\n        --c d\n");
    SAME_OWN_TEXT(shell_line("do --a b --c d", 4, 13), "do \\\n        --a b \\\n        --c d\n");
    SAME_OWN_TEXT(shell_line("incomprehensibilities and more", 0, 9),
                  "incomprehensibilities and more\n");
    SAME_OWN_TEXT(shell_line("", 0, 9), "\n");
}

Test(page, what_a_shell_quotes_is_never_folded)
{
    SAME_OWN_TEXT(shell_line("do --a 'b --c' --d", 0, 9),
                  "do \\\n        --a 'b --c' \\\n        --d\n");
    SAME_OWN_TEXT(shell_line("do 'it'\\''s --c' --d", 0, 9), "do 'it'\\''s --c' \\\n        --d\n");
    SAME_OWN_TEXT(shell_line("do \\", 0, 9), "do \\\n");
}

Test(page, columns_are_characters)
{
    SAME(page_columns("abc"), 3);
    SAME(page_columns("\xe2\x80\x94\xc3\xa4"), 2);
    SAME_OWN_TEXT(paragraph("\xc3\xa4\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4\xc3\xa4", 0, 0, 7),
                  "\xc3\xa4\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4\xc3\xa4\n");
}

Test(page, colour_and_signs_are_options)
{
    chain_text_options plain = {.width = 80}, rich = {.width = 80, .color = 1, .unicode = 1};
    struct page page = {.options = &plain};
    page_style(&page, RED);
    SAME(page.text.size, 0);
    SAME_TEXT(page_sign(&page, "\xe2\x80\x94", "-"), "-");
    page.options = &rich;
    page_style(&page, RED);
    page_style(&page, PLAIN);
    SAME_TEXT(page_sign(&page, "\xe2\x80\x94", "-"), "\xe2\x80\x94");
    SAME_OWN_TEXT(page_line(&page, 0), "\033[31m\033[0m");
    SAME_OWN_TEXT(page_line(&page, 5), "\033[0m");
    text_free(&page.text);
}
