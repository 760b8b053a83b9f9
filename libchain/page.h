// SPDX-License-Identifier: Apache-2.0
/* Text for a person, as wide as their terminal, with or without colour and signs beyond ASCII. */
#ifndef LIBCHAIN_PAGE_H
#define LIBCHAIN_PAGE_H

#include "text.h"

struct page {
    const chain_report *report;
    const chain_text_options *options;
    struct text text;
};

enum style { PLAIN, BOLD, RED, YELLOW, GREEN, DIM };

void page_style(struct page *page, enum style style);
/* The one that can be shown. */
const char *page_sign(const struct page *page, const char *unicode, const char *ascii);
size_t page_columns(const char *text);
void page_spaces(struct page *page, size_t count);
/* Words of `text` from column `at` on, further lines indented by `indent`; ends the line. */
void page_paragraph(struct page *page, const char *text, size_t at, size_t indent);
/* A command from column `at` on, folded before its options as a shell takes it where it is wider than the
 * page; ends the line. */
void page_shell_line(struct page *page, const char *command, size_t at);
/* What was added since `start`, as a string of its own. The caller frees it. */
char *page_line(struct page *page, size_t start);

#endif
