// SPDX-License-Identifier: Apache-2.0
#include "page.h"

#include <string.h>

void page_style(struct page *page, enum style style)
{
    static const char *const CODES[] = {"0", "1", "31", "33", "32", "2"};
    if (page->options->color)
        text_add_format(&page->text, "\033[%sm", CODES[style]);
}

const char *page_sign(const struct page *page, const char *unicode, const char *ascii)
{
    return page->options->unicode ? unicode : ascii;
}

size_t page_columns(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

void page_spaces(struct page *page, size_t count)
{
    while (count--)
        text_add(&page->text, " ");
}

void page_paragraph(struct page *page, const char *text, size_t at, size_t indent)
{
    size_t width = (size_t)page->options->width, column = at;
    while (*text) {
        size_t size = strcspn(text, " "), wide = 0;
        for (size_t i = 0; i < size; i++)
            wide += ((unsigned char)text[i] & 0xc0) != 0x80;
        if (column > indent && column > at && column + 1 + wide > width) {
            text_add(&page->text, "\n");
            page_spaces(page, indent);
            column = indent;
        } else if (column > at) {
            text_add(&page->text, " ");
            column++;
        }
        text_add_bytes(&page->text, text, size);
        column += wide;
        text += size;
        text += strspn(text, " ");
    }
    text_add(&page->text, "\n");
}

char *page_line(struct page *page, size_t start)
{
    struct text part = {0};
    if (!page->text.failed)
        text_add_bytes(&part, page->text.data + start, page->text.size - start);
    return text_take(&part);
}

/* The end of the word list that starts at `from`: the next option outside quotes, or the end. */
static size_t next_option(const char *command, size_t from)
{
    bool quoted = false;
    size_t i = from;
    for (; command[i]; i++) {
        if (command[i] == '\'')
            quoted = !quoted;
        else if (!quoted && command[i] == '\\' && command[i + 1])
            i++;
        else if (i > from && !quoted && strncmp(command + i, " --", 3) == 0)
            break;
    }
    return i;
}

void page_shell_line(struct page *page, const char *command, size_t at)
{
    static const char FOLD[] = " \\\n       ";
    size_t width = (size_t)page->options->width;
    for (size_t from = 0, end; command[from]; from = end) {
        end = next_option(command, from);
        size_t columns = end - from;
        if (from > 0 && at + columns + (command[end] ? 2 : 0) > width) {
            text_add(&page->text, FOLD);
            at = sizeof FOLD - 1 - strlen(" \\\n");
        }
        text_add_bytes(&page->text, command + from, columns);
        at += columns;
    }
    text_add(&page->text, "\n");
}
