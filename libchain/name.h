// SPDX-License-Identifier: Apache-2.0
/*
 * Distinguished names (RFC 5280 4.1.2.4). A name is the DER of an RDNSequence, tag included, and is
 * borrowed from whoever owns the bytes.
 *
 * Comparison follows RFC 5280 7.1: attribute by attribute, whatever string type each side chose, with
 * ASCII letters folded, white space at the ends dropped and in the middle collapsed, and the
 * attributes of one RDN in any order. Letters beyond ASCII are compared as they are: a certificate
 * authority that changes the case of one between two of its own certificates has not been seen, and
 * Unicode tables would be the largest part of this library. Equal octets are always equal names.
 */
#ifndef LIBCHAIN_NAME_H
#define LIBCHAIN_NAME_H

#include "chain.h"
#include "text.h"

#include <stdbool.h>

bool name_is_well_formed(chain_bytes name);
bool name_is_empty(chain_bytes name);
bool name_equal(chain_bytes a, chain_bytes b);
/* The same octets, but for the choice between PrintableString and UTF8String. */
bool name_same_octets(chain_bytes a, chain_bytes b);
bool name_is_within(chain_bytes name, chain_bytes base); /* base is a prefix, RFC 5280 4.2.1.10 */
uint64_t name_hash(chain_bytes name);                    /* equal names have equal hashes */

/* Calls `visit` with the octets of each attribute of that type; stops when it returns false. */
typedef bool name_visitor(void *context, uint8_t tag, chain_bytes value);
bool name_visit(chain_bytes name, chain_bytes type_oid, name_visitor *visit, void *context);

/* RFC 4514, the last RDN first; always well-formed UTF-8 without control or reordering characters. */
void name_to_text(struct text *out, chain_bytes name);

/* What a person calls it: the common name, else organizational unit, else organization, else all. */
void name_to_short_text(struct text *out, chain_bytes name);

/* "2.5.29.32" as the content of an OBJECT IDENTIFIER, added to `out`; false where it is none. */
bool name_oid_from_text(struct text *out, const char *text, size_t size);

/* RFC 4514 to DER (UTF8String throughout; mem_free the bytes). CHAIN_E_MALFORMED or CHAIN_E_MEMORY. */
chain_status name_from_text(chain_bytes *out, const char *text);

#endif
