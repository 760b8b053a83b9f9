// SPDX-License-Identifier: Apache-2.0
#include "der_writer.h"

#include "pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "der_writer: %s\n", why);
    abort();
}

static unsigned digit(char c)
{
    static const char DIGITS[] = "0123456789abcdef";
    const char *at = c ? strchr(DIGITS, c) : NULL;
    if (!at)
        give_up("not a hex digit in lower case");
    return (unsigned)(at - DIGITS);
}

chain_bytes asn_hex(const char *digits)
{
    uint8_t *out = pool_take(strlen(digits) / 2);
    size_t size = 0;
    while (*digits) {
        if (*digits == ' ') {
            digits++;
            continue;
        }
        out[size++] = (uint8_t)(digit(digits[0]) << 4 | digit(digits[1]));
        digits += 2;
    }
    return (chain_bytes){out, size};
}

chain_bytes asn_text(const char *text)
{
    return pool_copy(text, strlen(text));
}

chain_bytes asn_repeat(uint8_t octet, size_t count)
{
    uint8_t *out = pool_take(count);
    memset(out, octet, count);
    return (chain_bytes){out, count};
}

static bool is_end(chain_bytes part)
{
    return part.size == SIZE_MAX;
}

static chain_bytes join_all(chain_bytes first, va_list rest)
{
    va_list again;
    size_t size = 0;
    va_copy(again, rest);
    for (chain_bytes part = first; !is_end(part); part = va_arg(again, chain_bytes))
        size += part.size;
    va_end(again);
    uint8_t *out = pool_take(size), *to = out;
    for (chain_bytes part = first; !is_end(part); part = va_arg(rest, chain_bytes)) {
        if (part.size)
            memcpy(to, part.data, part.size);
        to += part.size;
    }
    return (chain_bytes){out, size};
}

chain_bytes asn_join(chain_bytes first, ...)
{
    va_list rest;
    va_start(rest, first);
    chain_bytes joined = join_all(first, rest);
    va_end(rest);
    return joined;
}

chain_bytes asn_wrap(unsigned tag, ...)
{
    va_list parts;
    va_start(parts, tag);
    chain_bytes content = join_all((chain_bytes){NULL, 0}, parts);
    va_end(parts);
    return ASN_JOIN(asn_header((uint8_t)tag, content.size), content);
}

chain_bytes asn_empty(uint8_t tag)
{
    return asn_header(tag, 0);
}

chain_bytes asn_header(uint8_t tag, size_t size)
{
    uint8_t out[10] = {tag};
    if (size < 128) {
        out[1] = (uint8_t)size;
        return pool_copy(out, 2);
    }
    uint8_t octets = 0;
    for (size_t left = size; left; left >>= 8)
        octets++;
    out[1] = (uint8_t)(0x80 + octets);
    for (uint8_t i = 0; i < octets; i++)
        out[2 + i] = (uint8_t)(size >> 8 * (octets - 1 - i));
    return pool_copy(out, 2U + octets);
}

chain_bytes asn_integer(int64_t value)
{
    uint8_t octets[8];
    size_t first = 0;
    for (int i = 0; i < 8; i++)
        octets[i] = (uint8_t)((uint64_t)value >> 8 * (7 - i));
    while (first < 7 && ((octets[first] == 0x00 && !(octets[first + 1] & 0x80)) ||
                         (octets[first] == 0xff && octets[first + 1] & 0x80)))
        first++;
    return ASN(0x02, pool_copy(octets + first, 8 - first));
}

chain_bytes asn_unsigned(chain_bytes number)
{
    while (number.size > 1 && !number.data[0])
        number = (chain_bytes){number.data + 1, number.size - 1};
    return number.data[0] & 0x80 ? ASN(0x02, asn_hex("00"), number) : ASN(0x02, number);
}

static size_t put_arc(uint8_t *out, unsigned long arc)
{
    size_t size = 1;
    for (unsigned long left = arc >> 7; left; left >>= 7)
        size++;
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)((arc >> 7 * (size - 1 - i) & 0x7f) | (i + 1 < size ? 0x80 : 0));
    return size;
}

chain_bytes asn_oid(const char *dotted)
{
    uint8_t out[64];
    char *end;
    unsigned long first = strtoul(dotted, &end, 10);
    if (*end != '.')
        give_up("an OID has two arcs at least");
    size_t size = put_arc(out, first * 40 + strtoul(end + 1, &end, 10));
    while (*end == '.')
        size += put_arc(out + size, strtoul(end + 1, &end, 10));
    return ASN(0x06, pool_copy(out, size));
}

chain_bytes asn_string(uint8_t tag, const char *text)
{
    return ASN(tag, asn_text(text));
}

chain_bytes asn_utf8(const char *text)
{
    return asn_string(0x0c, text);
}

chain_bytes asn_boolean(bool value)
{
    return asn_hex(value ? "0101ff" : "010100");
}

chain_bytes asn_null(void)
{
    return asn_hex("0500");
}

chain_bytes asn_bits(uint8_t unused, chain_bytes octets)
{
    return ASN(0x03, pool_copy(&unused, 1), octets);
}

size_t asn_find(chain_bytes whole, chain_bytes part)
{
    const uint8_t *at = memmem(whole.data, whole.size, part.data, part.size);
    if (!at)
        give_up("the part does not stand in the whole");
    size_t offset = (size_t)(at - whole.data);
    if (memmem(at + 1, whole.size - offset - 1, part.data, part.size))
        give_up("the part stands in the whole more than once");
    return offset;
}

chain_bytes asn_with(chain_bytes whole, size_t at, uint8_t octet)
{
    uint8_t *copy = (uint8_t *)(uintptr_t)pool_copy(whole.data, whole.size).data;
    copy[at] = octet;
    return (chain_bytes){copy, whole.size};
}

chain_bytes asn_cut(chain_bytes whole, size_t size)
{
    /* a block of its own, so that reading past its end is seen */
    return pool_copy(whole.data, size);
}
