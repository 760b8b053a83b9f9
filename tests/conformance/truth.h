// SPDX-License-Identifier: Apache-2.0
/* What the modes of the truth table share. */
#ifndef CONFORMANCE_TRUTH_H
#define CONFORMANCE_TRUTH_H

#include "runner.h"

#include "segment.h"

struct truth {
    const char *directory;
    json_t *chains; /* id -> array of fingerprints */
    json_t *certs;  /* fingerprint -> integer, the address of a chain_cert */
    json_t *stores; /* ids, in the order of the columns */
    chain_store **columns;
    chain_memo *memo;
};

/* The profile of mode D, L, J or P for this question. */
struct profile truth_profile(char mode, const struct question *question);
/* What OpenSSL would say: eight hex digits of the anchor, or "!" and the number of its error. */
void truth_cell(struct truth *data, struct question *question, char *actual, size_t room);

struct stretch truth_stretch(struct answer *answer, struct truth *data, struct question question);

#endif
