// SPDX-License-Identifier: Apache-2.0
/*
 * A strict, zero-copy DER reader (X.690 section 10) on libtasn1's tag and length primitives.
 *
 * A `struct der` is a cursor over bytes that it does not own. Every read either succeeds and moves
 * past one element, or fails and leaves the cursor on the element that is wrong, so that the caller
 * can say at which offset. Only definite, minimal lengths and one-octet tags are accepted: nothing in
 * RFC 5280 needs a tag number above 30.
 */
#ifndef LIBCHAIN_DER_H
#define LIBCHAIN_DER_H

#include "chain.h"

#include <stdbool.h>

enum {
    DER_BOOLEAN = 0x01,
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_ENUMERATED = 0x0a,
    DER_UTF8_STRING = 0x0c,
    DER_NUMERIC_STRING = 0x12,
    DER_PRINTABLE_STRING = 0x13,
    DER_TELETEX_STRING = 0x14,
    DER_IA5_STRING = 0x16,
    DER_UTC_TIME = 0x17,
    DER_GENERALIZED_TIME = 0x18,
    DER_VISIBLE_STRING = 0x1a,
    DER_UNIVERSAL_STRING = 0x1c,
    DER_BMP_STRING = 0x1e,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
};
#define DER_CONTEXT(number) (0x80 + (number))             /* [number] IMPLICIT, primitive */
#define DER_CONTEXT_CONSTRUCTED(number) (0xa0 + (number)) /* [number], constructed */

struct der {
    const uint8_t *at;
    const uint8_t *end;
};

struct der_element {
    uint8_t tag;
    chain_bytes whole;   /* with tag and length */
    chain_bytes content; /* without */
};

struct der der_from(chain_bytes bytes);
bool der_done(const struct der *in);
bool der_next(struct der *in, struct der_element *out);           /* any element */
bool der_read(struct der *in, uint8_t tag, chain_bytes *content); /* this tag or failure */
bool der_enter(struct der *in, uint8_t tag, struct der *inside);  /* the same, as a cursor */
bool der_peek(const struct der *in, uint8_t tag);                 /* is this tag next? */

/* Contents of single types. Each returns false where the content is not DER. */
bool der_boolean(chain_bytes content, bool *value);       /* 0x00 or 0xff */
bool der_integer_is_canonical(chain_bytes content);       /* not empty, no needless first octet */
bool der_unsigned(chain_bytes content, uint64_t *value);  /* 0 .. 2^63-1 */
bool der_oid_is_canonical(chain_bytes content);           /* arcs without leading zero digits */
bool der_bit_string(chain_bytes content, chain_bytes *bits, unsigned *unused);
bool der_time(uint8_t tag, chain_bytes content, chain_time *out);

/* Tag and length of an element whose content has `size` octets. Returns the header's size. */
enum { DER_HEADER_SIZE = 6 };
size_t der_header(uint8_t out[DER_HEADER_SIZE], uint8_t tag, uint32_t size);

bool bytes_equal(chain_bytes a, chain_bytes b);
#define BYTES(literal) ((chain_bytes){(const uint8_t *)(literal), sizeof(literal) - 1})

#endif
