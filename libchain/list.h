// SPDX-License-Identifier: Apache-2.0
/* Certificates in the order of their source, each with the place that it came from. */
#ifndef LIBCHAIN_LIST_H
#define LIBCHAIN_LIST_H

#include "cert.h"
#include "index.h"
#include "link.h"

struct list_item {
    chain_cert *cert;
    uint64_t entry;  /* counted from 1 within its file */
    uint64_t offset; /* in its file */
};

struct chain_list {
    atomic_uint references;
    char *path;
    const char *kind; /* "pem", "der", "directory" */
    struct list_item *items;
    size_t count, capacity;
    chain_error *skipped;
    size_t skipped_count, skipped_capacity;
    /* made by list_freeze */
    size_t leaf; /* chain_list_leaf */
    struct link *links;
    struct index by_subject;
};

struct chain_list *list_new(const char *path);
/* Appends what `data` holds. Fails only for want of memory: what is damaged is skipped and kept. */
chain_status list_add(struct chain_list *list, chain_error *error, const char *path, chain_bytes data);
/* Appends a certificate of which the list takes a reference of its own. */
chain_status list_push(struct chain_list *list, chain_cert *cert);
chain_status list_skip(struct chain_list *list, const chain_error *why);
/* Makes links and index; nothing is added any more. */
chain_status list_freeze(struct chain_list *list, chain_error *error);
/* The status of a list that was meant to hold certificates: OK, or why it holds none. */
chain_status list_result(const struct chain_list *list, chain_error *error);

/* The items with this subject, as positions in by_subject.entries. */
size_t list_find(const struct chain_list *list, uint64_t subject_hash, size_t *at);

#endif
