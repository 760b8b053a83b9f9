// SPDX-License-Identifier: Apache-2.0
#include "text.h"

#include "mem.h"

#include <stdio.h>
#include <string.h>

void text_free(struct text *text)
{
    mem_free(text->data);
    *text = (struct text){0};
}

static bool make_room(struct text *text, size_t more)
{
    if (text->failed || more >= SIZE_MAX - text->size ||
        !mem_grow(&text->data, &text->capacity, text->size + more + 1, 1))
        text->failed = true;
    return !text->failed;
}

void text_add_bytes(struct text *text, const char *data, size_t size)
{
    if (!make_room(text, size))
        return;
    if (size)
        memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = 0;
}

void text_add(struct text *text, const char *string)
{
    text_add_bytes(text, string, strlen(string));
}

void text_add_hex(struct text *text, chain_bytes bytes)
{
    static const char DIGITS[] = "0123456789abcdef";
    if (!make_room(text, bytes.size * 2))
        return;
    for (size_t i = 0; i < bytes.size; i++) {
        text->data[text->size++] = DIGITS[bytes.data[i] >> 4];
        text->data[text->size++] = DIGITS[bytes.data[i] & 15];
    }
    text->data[text->size] = 0;
}

void text_add_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0)
        text->failed = true;
    else if (make_room(text, (size_t)size)) {
        vsnprintf(text->data + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    }
    va_end(again);
}

void text_add_json(struct text *text, const char *string)
{
    struct text safe = {0};
    text_add_safe(&safe, string);
    text_add(text, "\"");
    for (size_t i = 0; i < safe.size; i++) {
        if (safe.data[i] == '"' || safe.data[i] == '\\')
            text_add(text, "\\");
        if (safe.data[i] == '<')
            text_add(text, "\\u003c");
        else
            text_add_bytes(text, &safe.data[i], 1);
    }
    text_add(text, "\"");
    text->failed |= safe.failed;
    text_free(&safe);
}

char *text_take(struct text *text)
{
    if (!text->data && !text->failed)
        text_add(text, "");
    if (text->failed) {
        text_free(text);
        return NULL;
    }
    char *data = text->data;
    *text = (struct text){0};
    return data;
}

size_t text_decode_utf8(const uint8_t *data, size_t size, uint32_t *code)
{
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    if (!size)
        return 0;
    if (data[0] < 0x80) {
        *code = data[0];
        return 1;
    }
    size_t length = data[0] >= 0xf0 ? 4 : data[0] >= 0xe0 ? 3 : 2;
    if (data[0] < 0xc2 || data[0] > 0xf4 || length > size)
        return 0;
    *code = data[0] & (0xffU >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((data[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (data[i] & 0x3f);
    }
    bool surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < SMALLEST[length] || *code > 0x10ffff || surrogate ? 0 : length;
}

size_t text_encode_utf8(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(uint8_t)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(uint8_t)((0xf00U >> length) | code);
    return length;
}

bool text_is_plain(uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad)
        return false;
    if (code == 0x61c || code == 0x180e || code == 0xfeff || (code & 0xfffe) == 0xfffe)
        return false;
    if ((code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
        (code >= 0x2060 && code <= 0x206f) || (code >= 0xfff0 && code <= 0xfffb))
        return false;
    return !(code >= 0xe0000 && code <= 0xe0fff);
}

void text_add_safe(struct text *text, const char *string)
{
    const uint8_t *at = (const uint8_t *)string;
    size_t left = strlen(string);
    while (left) {
        uint32_t code;
        size_t size = text_decode_utf8(at, left, &code);
        if (!size)
            text_add_format(text, "\\x%02x", *at);
        else if (!text_is_plain(code))
            text_add_format(text, "\\u{%x}", code);
        else
            text_add_bytes(text, (const char *)at, size);
        at += size ? size : 1;
        left -= size ? size : 1;
    }
}
