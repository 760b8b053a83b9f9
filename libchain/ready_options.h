// SPDX-License-Identifier: Apache-2.0
/* What chain_ready is asked, as its caller collected it. */
#ifndef LIBCHAIN_READY_OPTIONS_H
#define LIBCHAIN_READY_OPTIONS_H

#include "baseline.h"
#include "profile.h"
#include "store.h"
#include "timeline.h"

struct asked_store {
    chain_store *store; /* NULL: it could not be read */
    chain_place place;
    chain_error error;
};

struct asked_chain {
    chain_list *list;
    char *host; /* "" when not told */
};

struct chain_ready_options {
    chain_span window;
    struct asked_store *stores;
    size_t store_count, store_capacity;
    chain_timeline **timelines;
    size_t timeline_count, timeline_capacity;
    struct asked_chain *chains;
    size_t chain_count, chain_capacity;
    char **hosts;
    size_t host_count, host_capacity;
    chain_list *bridges;
    const struct profile *profile;
    bool profile_given; /* only this one is asked, not those of the readers */
    bool all_profiles;
    chain_lane lane;
    bool follows_given;
    chain_program follows;
    bool renewal;
    chain_baseline *baseline; /* or NULL */
    char *origin;
    long origin_line;
    chain_budget budget;
};

/* "given", "given-2": makes ids (as large as that of a chain_place) unique. They stand `stride` octets
 * apart. */
void asked_ids_unique(char *first, size_t count, size_t stride);

/* The rules of all timelines, in their order; mem_free rules->rules. CHAIN_OK or CHAIN_E_MEMORY. */
chain_status asked_rules(struct rules *rules, const struct chain_ready_options *options);

#endif
