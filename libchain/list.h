// SPDX-License-Identifier: Apache-2.0
/* Certificates in the order of their source, each with the place that it came from. */
#ifndef LIBCHAIN_LIST_H
#define LIBCHAIN_LIST_H

#include "cert.h"
#include "index.h"
#include "link.h"

/* What the source of a certificate says about trusting it. */
struct list_limits {
    chain_time distrust_after; /* not for leaves issued later; CHAIN_TIME_MAX: no limit */
    uint16_t purposes;         /* enum cert_purpose that it is trusted for; 0: all */
    bool no_anchor;            /* it is there, but its source does not make it an anchor */
    bool jdk_ca;               /* its alias in a keystore says that the JDK brings it along */
};
extern const struct list_limits LIST_NO_LIMITS;

struct list_item {
    chain_cert *cert;
    uint64_t entry;  /* counted from 1 within its file */
    uint64_t offset; /* in its file */
    struct list_limits limits;
};

struct chain_list {
    atomic_uint references;
    char *path;
    const char *kind; /* "pem", "der", "directory", "jks", "jceks", "pkcs12", "pkcs7", "p11-kit",
                       "runtime" */
    bool open;        /* a PKCS#12 keystore without MAC and encryption */
    bool unchecked;   /* a keystore whose integrity was not checked, for want of its password */
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
/* Appends a certificate of which the list takes a reference of its own. */
chain_status list_push(struct chain_list *list, chain_cert *cert, struct list_item place);
chain_status list_skip(struct chain_list *list, const chain_error *why);
/* Makes links and index; nothing is added any more. */
chain_status list_freeze(struct chain_list *list, chain_error *error);
/* The status of a list that was meant to hold certificates: OK, or why it holds none. */
chain_status list_result(const struct chain_list *list, chain_error *error);

/* chain_list_check_leaf for any item: may the certificate that was meant be among what was skipped? */
chain_status list_check_target(const struct chain_list *list, size_t target, chain_error *error);

/* The items with this subject, as positions in by_subject.entries. */
size_t list_find(const struct chain_list *list, uint64_t subject_hash, size_t *at);

#endif
