// SPDX-License-Identifier: Apache-2.0
/*
 * DER for tests, written without the library's help. Values are expressions, built from the inside
 * out: ASN_SEQUENCE(asn_oid("2.5.4.3"), asn_utf8("x")). What must be wrong on purpose is put
 * together from asn_hex and asn_header. Everything lives in the pool.
 */
#ifndef TEST_SUPPORT_DER_WRITER_H
#define TEST_SUPPORT_DER_WRITER_H

#include "chain.h"

#include <stdbool.h>

/* Octets from hex digits; spaces may stand between them. */
chain_bytes asn_hex(const char *digits);
chain_bytes asn_text(const char *text);
chain_bytes asn_repeat(uint8_t octet, size_t count);

/* Several values in a row, and the same as the content of an element. */
#define ASN_END ((chain_bytes){NULL, SIZE_MAX})
chain_bytes asn_join(chain_bytes first, ...);
chain_bytes asn_wrap(unsigned tag, ...);
#define ASN_JOIN(...) asn_join(__VA_ARGS__, ASN_END)
#define ASN(tag, ...) asn_wrap(tag, __VA_ARGS__, ASN_END)
#define ASN_SEQUENCE(...) ASN(0x30, __VA_ARGS__)
#define ASN_SET(...) ASN(0x31, __VA_ARGS__)
#define ASN_CONTEXT(number, ...) ASN(0xa0U + (number), __VA_ARGS__)
chain_bytes asn_empty(uint8_t tag);

chain_bytes asn_header(uint8_t tag, size_t size); /* of the shortest form */
chain_bytes asn_integer(int64_t value);
chain_bytes asn_unsigned(chain_bytes number); /* an INTEGER with a sign octet where it needs one */
chain_bytes asn_oid(const char *dotted);
chain_bytes asn_string(uint8_t tag, const char *text);
chain_bytes asn_utf8(const char *text);
chain_bytes asn_boolean(bool value);
chain_bytes asn_null(void);
chain_bytes asn_bits(uint8_t unused, chain_bytes octets);

/* Where `part` begins in `whole`. Ends the test unless it stands there exactly once. */
size_t asn_find(chain_bytes whole, chain_bytes part);
/* The same octets with one of them replaced. */
chain_bytes asn_with(chain_bytes whole, size_t at, uint8_t octet);
chain_bytes asn_cut(chain_bytes whole, size_t size);

#endif
