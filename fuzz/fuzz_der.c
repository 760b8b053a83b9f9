// SPDX-License-Identifier: Apache-2.0
/* The DER reader: an element is its header and its content, and every header is the shortest one.
 */
#include "fuzz.h"

#include "der.h"
#include "instant.h"

#include <string.h>

enum { MOST_DEPTH = 64 };

static void check_content(uint8_t tag, chain_bytes content)
{
    bool truth;
    uint64_t number;
    chain_bytes bits;
    unsigned unused;
    chain_time at;
    if (der_boolean(content, &truth))
        MUST(content.size == 1);
    if (der_unsigned(content, &number))
        MUST(der_integer_is_canonical(content) && number <= INT64_MAX);
    if (der_bit_string(content, &bits, &unused))
        MUST(unused < 8 && bits.size + 1 == content.size && (bits.size || !unused));
    der_oid_is_canonical(content);
    if (der_time(tag, content, &at))
        MUST(at > CHAIN_TIME_MIN && at < CHAIN_TIME_MAX);
}

static void walk(chain_bytes bytes, unsigned depth)
{
    struct der in = der_from(bytes), copy;
    struct der_element element;
    chain_bytes content;
    uint8_t header[DER_HEADER_SIZE];
    while (!der_done(&in)) {
        copy = in;
        if (!der_next(&in, &element)) {
            MUST(in.at == copy.at);
            return;
        }
        size_t size = der_header(header, element.tag, (uint32_t)element.content.size);
        MUST(element.whole.size == size + element.content.size);
        MUST(element.whole.data == copy.at && in.at == copy.at + element.whole.size);
        MUST(memcmp(header, element.whole.data, size) == 0);
        MUST(der_peek(&copy, element.tag) && der_read(&copy, element.tag, &content));
        MUST(bytes_equal(content, element.content) && copy.at == in.at);
        check_content(element.tag, element.content);
        if (depth < MOST_DEPTH)
            walk(element.content, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    walk((chain_bytes){data, size}, 0);
    return 0;
}
