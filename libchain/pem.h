// SPDX-License-Identifier: Apache-2.0
/*
 * PEM (RFC 7468) as it is found: blocks at the beginning of lines with anything between them, such as
 * comments, a textual dump of each certificate, or the whole output of `openssl s_client`.
 */
#ifndef LIBCHAIN_PEM_H
#define LIBCHAIN_PEM_H

#include "chain.h"
#include "text.h"

#include <stdbool.h>

struct pem_block {
    chain_bytes label;  /* "CERTIFICATE" */
    chain_bytes base64; /* what stands between the BEGIN and the END line */
    size_t offset;      /* of the BEGIN line */
    bool closed;        /* the END line is there and has the same label */
};

bool pem_is(chain_bytes data);
/* The next block at or after *at, which moves behind it. A block that is not closed ends at the next
 * BEGIN line or at the end of the data. */
bool pem_next(chain_bytes data, size_t *at, struct pem_block *out);

/* A certificate as PEM, in lines of 64 columns. */
void pem_encode(struct text *out, chain_bytes der);

/* The base64 alone, in one line (RFC 4648 section 4). */
void pem_encode_body(struct text *out, chain_bytes der);

/* Room that pem_decode needs for a block. */
size_t pem_decoded_most(chain_bytes base64);
/*
 * Decodes base64 (RFC 4648 section 4) with white space anywhere. Returns true and *size, or false and
 * *bad, the offset in `base64` of the first octet that does not belong there.
 */
bool pem_decode(uint8_t *out, size_t *size, chain_bytes base64, size_t *bad);

#endif
