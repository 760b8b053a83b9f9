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

/* Of each octet X(its value, or one of the above). */
#define J4(X) X(JUNK), X(JUNK), X(JUNK), X(JUNK)
#define J16(X) J4(X), J4(X), J4(X), J4(X)
#define FOUR(X, n) X(n), X((n) + 1), X((n) + 2), X((n) + 3)
#define EIGHT(X, n) FOUR(X, n), FOUR(X, (n) + 4)
#define LETTERS(X, n) /* 26, A or a first */                                                      \
    EIGHT(X, n), EIGHT(X, (n) + 8), EIGHT(X, (n) + 16), X((n) + 24), X((n) + 25)
#define OCTETS(X)                                                                                  \
    /* 00 */ J4(X), J4(X), X(JUNK), X(SPACE), X(SPACE), X(SPACE), X(SPACE), X(SPACE), X(JUNK),     \
        X(JUNK), /* 10 */ J16(X), /* 20 */ X(SPACE), X(JUNK), X(JUNK), X(JUNK), J4(X), X(JUNK),    \
        X(JUNK), X(JUNK), X(62), X(JUNK), X(JUNK), X(JUNK), X(63), /* 30 */ EIGHT(X, 52), X(60),   \
        X(61), X(JUNK), X(JUNK), X(JUNK), X(PAD), X(JUNK), X(JUNK), /* 40 */ X(JUNK),              \
        LETTERS(X, 0), X(JUNK), J4(X), /* 60 */ X(JUNK), LETTERS(X, 26), X(JUNK), J4(X),           \
        /* 80 */ J16(X), J16(X), J16(X), J16(X), J16(X), J16(X), J16(X), J16(X)

static const uint8_t VALUES[256] = {
#define VALUE(value) value
    OCTETS(VALUE)};

/* The same for the four places of a group of digits, ready to be joined. */
#define NO_DIGIT 0x80000000U
#define DIGIT(value, shift) ((value) < 64 ? (uint32_t)(value) << (shift) : NO_DIGIT)
static const uint32_t PLACES[4][256] = {
#define PLACE_0(value) DIGIT(value, 18)
#define PLACE_1(value) DIGIT(value, 12)
#define PLACE_2(value) DIGIT(value, 6)
#define PLACE_3(value) DIGIT(value, 0)
    {OCTETS(PLACE_0)}, {OCTETS(PLACE_1)}, {OCTETS(PLACE_2)}, {OCTETS(PLACE_3)}};

/* Groups of four digits with nothing between them, the common case; stops before anything else. */
static void decode_groups(uint8_t **to, const uint8_t **at, const uint8_t *end)
{
    const uint8_t *from = *at;
    uint8_t *out = *to;
    for (; end - from >= 4; from += 4, out += 3) {
        uint32_t bits = PLACES[0][from[0]] | PLACES[1][from[1]] | PLACES[2][from[2]] |
                        PLACES[3][from[3]];
        if (bits & NO_DIGIT)
            break;
        out[0] = (uint8_t)(bits >> 16);
        out[1] = (uint8_t)(bits >> 8);
        out[2] = (uint8_t)bits;
    }
    *at = from;
    *to = out;
}

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
        if (!filled) {
            decode_groups(&to, &at, end);
            if (at == end)
                break;
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
