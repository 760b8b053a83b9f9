// SPDX-License-Identifier: Apache-2.0
/* What must hold of everything that was read out of a file of certificates, whatever its form. */
#ifndef FUZZ_READING_H
#define FUZZ_READING_H

#include "list.h"

/* Reads with `password` (NULL: none) and checks what comes out. NULL where nothing could be read.
 */
struct chain_list *reading_new(chain_bytes data, const char *password);

/* Both hold the same certificates, in the same order. */
void reading_must_be_same(const struct chain_list *list, const struct chain_list *other);

/* The certificates of a list as somebody would write them down. */
struct octets {
    uint8_t *data;
    size_t size, capacity;
};
void octets_add(struct octets *out, const void *data, size_t size);
void octets_add_number(struct octets *out, uint64_t number, size_t octets); /* big-endian */

#endif
