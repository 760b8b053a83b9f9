// SPDX-License-Identifier: Apache-2.0
/* Anchors: what a runtime trusts, with the limits that its store carries. */
#ifndef LIBCHAIN_STORE_H
#define LIBCHAIN_STORE_H

#include "list.h"

struct anchor {
    const struct link *link; /* of the store's list, or what store_extend was given */
    chain_time distrust_after; /* leaves issued later are not trusted; CHAIN_TIME_MAX: no limit */
    uint16_t purposes;         /* enum cert_purpose that the store trusts it for; 0: all */
    bool jdk_ca;               /* the alias says that the JDK brings it along ("globalsign [jdk]") */
};

struct chain_store {
    atomic_uint references;
    char *path;
    const char *kind;
    struct chain_list *list; /* owns the certificates */
    struct anchor *anchors;  /* one an item of the list, in its order */
    size_t count;
    struct index by_subject; /* items are positions in `anchors` */
};

/*
 * A store of these anchors alone, for asking "what if". Takes a reference on `list`, all of whose
 * certificates become anchors without limits. Free with chain_store_unref.
 */
chain_status store_from_list(struct chain_store **out, chain_error *error, struct chain_list *list);

/* The same anchors and some more, whose links must live as long as the new store. */
chain_status store_extend(struct chain_store **out, struct chain_store *base,
                          const struct link *const *extra, size_t count);

size_t store_find(const struct chain_store *store, uint64_t subject_hash, size_t *at);

#endif
