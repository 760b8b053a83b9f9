// SPDX-License-Identifier: Apache-2.0
/*
 * Text under construction. A failed allocation is remembered and everything after it is dropped, so
 * that callers check once, at the end, with text_take.
 */
#ifndef LIBCHAIN_TEXT_H
#define LIBCHAIN_TEXT_H

#include "chain.h"

#include <stdarg.h>
#include <stdbool.h>

struct text {
    char *data; /* NUL-terminated once anything was added */
    size_t size;
    size_t capacity;
    bool failed;
};

void text_free(struct text *text);
void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *data, size_t size);
void text_add_hex(struct text *text, chain_bytes bytes); /* lower case */
void text_add_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Somebody else's text: what is not UTF-8, or not plain, becomes \xHH and \u{HHHH}. */
void text_add_safe(struct text *text, const char *string);
/* The same as a JSON string (RFC 8259 7), which may stand in a page's <script> as well. */
void text_add_json(struct text *text, const char *string);

/* Hands the string over (mem_free it), or returns NULL if an allocation failed. */
char *text_take(struct text *text);

/*
 * One code point of UTF-8 at data[0..size). Returns its length in octets and sets *code, or returns 0
 * for what is not well-formed UTF-8 (overlong forms, surrogates and values above 10FFFF included).
 */
size_t text_decode_utf8(const uint8_t *data, size_t size, uint32_t *code);
size_t text_encode_utf8(char out[4], uint32_t code);

/* May a terminal or a page show this code point as it is? Controls and the characters that reorder or
 * hide text (bidirectional marks, zero width, tags) may not. */
bool text_is_plain(uint32_t code);

#endif
