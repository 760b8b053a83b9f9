// SPDX-License-Identifier: Apache-2.0
#include "pem.h"

#include <string.h>

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"

/* The first `marker` at or after `at` that begins a line, or a string of C in a binary. */
static const uint8_t *find_line(chain_bytes data, const uint8_t *at, const char *marker)
{
    size_t size = strlen(marker);
    const uint8_t *end = data.data + data.size;
    while ((size_t)(end - at) >= size) {
        at = memchr(at, '-', (size_t)(end - at) - size + 1);
        if (!at)
            return NULL;
        if (memcmp(at, marker, size) == 0 && (at == data.data || at[-1] == '\n' || at[-1] == '\r' || at[-1] == 0))
            return at;
        at++;
    }
    return NULL;
}

/* "label-----" at `at`; moves behind it. */
static bool read_label(chain_bytes data, const uint8_t **at, chain_bytes *label)
{
    const uint8_t *end = data.data + data.size, *p = *at;
    while (p < end && *p != '-' && *p != '\n' && *p != '\r')
        p++;
    if (end - p < 5 || memcmp(p, DASHES, 5) != 0)
        return false;
    *label = (chain_bytes){*at, (size_t)(p - *at)};
    *at = p + 5;
    return true;
}

bool pem_is(chain_bytes data)
{
    return data.size && find_line(data, data.data, BEGIN);
}

bool pem_next(chain_bytes data, size_t *at, struct pem_block *out)
{
    if (*at >= data.size)
        return false;
    const uint8_t *p = data.data + *at, *begin;
    do {
        begin = find_line(data, p, BEGIN);
        if (!begin)
            return false;
        p = begin + strlen(BEGIN);
    } while (!read_label(data, &p, &out->label));
    out->offset = (size_t)(begin - data.data);
    const uint8_t *next = find_line(data, p, BEGIN);
    const uint8_t *stop = next ? next : data.data + data.size;
    const uint8_t *end = find_line((chain_bytes){data.data, (size_t)(stop - data.data)}, p, END);
    chain_bytes label;
    out->closed = false;
    out->base64 = (chain_bytes){p, (size_t)(stop - p)};
    if (end) {
        const uint8_t *behind = end + strlen(END);
        out->base64.size = (size_t)(end - p);
        out->closed = read_label(data, &behind, &label) && label.size == out->label.size &&
                      memcmp(label.data, out->label.data, label.size) == 0;
        stop = out->closed ? behind : end + strlen(END);
    }
    *at = (size_t)(stop - data.data);
    return true;
}

size_t pem_decoded_most(chain_bytes base64)
{
    return base64.size / 4 * 3 + 3;
}

enum { SPACE = 64, PAD = 65, JUNK = 66 };

/* Value of each octet, or one of the above. */
static const uint8_t VALUES[256] = {
#define J4 JUNK, JUNK, JUNK, JUNK
#define J16 J4, J4, J4, J4
    /* 00 */ JUNK, JUNK, JUNK, JUNK, J4, JUNK, SPACE, SPACE, SPACE, SPACE, SPACE, JUNK, JUNK,
    /* 10 */ J16,
    /* 20 */ SPACE, JUNK, JUNK, JUNK, J4, JUNK, JUNK, JUNK, 62, JUNK, JUNK, JUNK, 63,
    /* 30 */ 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, JUNK, JUNK, JUNK, PAD, JUNK, JUNK,
    /* 40 */ JUNK, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    /* 50 */ 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, JUNK, JUNK, JUNK, JUNK, JUNK,
    /* 60 */ JUNK, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    /* 70 */ 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, JUNK, JUNK, JUNK, JUNK, JUNK,
    /* 80 */ J16, J16, J16, J16, J16, J16, J16, J16,
#undef J4
#undef J16
};

/* Everything after the first pad: one or two pads in all, then only white space. */
static bool finish(const uint8_t *at, const uint8_t *end, unsigned filled, const uint8_t **wrong)
{
    unsigned pads = 0;
    for (; at < end; at++) {
        if (VALUES[*at] == PAD)
            pads++;
        if ((VALUES[*at] != PAD && VALUES[*at] != SPACE) || pads + filled > 4 ||
            (pads && filled < 2)) {
            *wrong = at;
            return false;
        }
    }
    *wrong = end;
    return filled == 0 ? !pads : filled >= 2 && pads + filled == 4;
}

bool pem_decode(uint8_t *out, size_t *size, chain_bytes base64, size_t *bad)
{
    const uint8_t *at = base64.data, *end = base64.data + base64.size, *wrong;
    uint8_t *to = out;
    uint32_t bits = 0;
    unsigned filled = 0;
    while (at < end) {
        /* four digits in a row: the common case, without a test for each */
        if (!filled && end - at >= 4) {
            uint32_t a = VALUES[at[0]], b = VALUES[at[1]], c = VALUES[at[2]], d = VALUES[at[3]];
            if ((a | b | c | d) < SPACE) {
                bits = a << 18 | b << 12 | c << 6 | d;
                to[0] = (uint8_t)(bits >> 16);
                to[1] = (uint8_t)(bits >> 8);
                to[2] = (uint8_t)bits;
                to += 3;
                at += 4;
                continue;
            }
        }
        uint8_t value = VALUES[*at];
        if (value == PAD)
            break;
        if (value == JUNK) {
            *bad = (size_t)(at - base64.data);
            return false;
        }
        at++;
        if (value == SPACE)
            continue;
        bits = (filled ? bits << 6 : 0) | value;
        if (++filled == 4) {
            *to++ = (uint8_t)(bits >> 16);
            *to++ = (uint8_t)(bits >> 8);
            *to++ = (uint8_t)bits;
            filled = 0;
        }
    }
    if (!finish(at, end, filled, &wrong)) {
        *bad = (size_t)(wrong - base64.data);
        return false;
    }
    if (filled == 2)
        *to++ = (uint8_t)(bits >> 4);
    if (filled == 3) {
        *to++ = (uint8_t)(bits >> 10);
        *to++ = (uint8_t)(bits >> 2);
    }
    *size = (size_t)(to - out);
    return true;
}

/* The four digits of up to three octets. */
static void add_digits(struct text *out, const uint8_t *at, size_t left)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = (uint32_t)at[0] << 16 | (left > 1 ? (uint32_t)at[1] << 8 : 0) | (left > 2 ? at[2] : 0);
    char four[4] = {DIGITS[bits >> 18], DIGITS[bits >> 12 & 63], left > 1 ? DIGITS[bits >> 6 & 63] : '=',
                    left > 2 ? DIGITS[bits & 63] : '='};
    text_add_bytes(out, four, 4);
}

void pem_encode_body(struct text *out, chain_bytes der)
{
    for (size_t i = 0; i < der.size; i += 3)
        add_digits(out, der.data + i, der.size - i);
}

void pem_encode(struct text *out, chain_bytes der)
{
    text_add(out, BEGIN "CERTIFICATE" DASHES "\n");
    for (size_t i = 0; i < der.size; i += 3) {
        size_t left = der.size - i;
        add_digits(out, der.data + i, left);
        if (i % 48 == 45 || left <= 3)
            text_add(out, "\n");
    }
    text_add(out, END "CERTIFICATE" DASHES "\n");
}
