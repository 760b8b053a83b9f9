// SPDX-License-Identifier: Apache-2.0
/* Revocation lists in the order of their source, each shared by reference count. */
#ifndef LIBCHAIN_CRL_LIST_H
#define LIBCHAIN_CRL_LIST_H

#include "crl.h"
#include "index.h"

struct chain_crl {
    atomic_uint references;
    struct crl crl; /* borrows the octets that follow the object */
};

struct chain_crl_list {
    atomic_uint references;
    char *path;
    struct chain_crl **items;
    size_t count, capacity;
    chain_error *skipped;
    size_t skipped_count, skipped_capacity;
    struct index by_issuer; /* items are positions in `items` */
};

/* The lists of this issuer, by name_hash, as positions in by_issuer.entries. */
size_t crl_list_find(const struct chain_crl_list *list, uint64_t issuer_hash, size_t *at);

#endif
