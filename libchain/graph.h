// SPDX-License-Identifier: Apache-2.0
/*
 * The part of the world that one question can reach: the target, every certificate that may stand
 * above it by name, and the anchors at the top.
 *
 * Certificates with one subject form a group, and a certificate points to the group of its issuer's
 * name. That keeps the graph linear in the number of certificates, where edges between them would be
 * quadratic (10,000 intermediates with one name).
 *
 * Each node and group has a `reach`: the instants at which some path of names and dates leads from it
 * to an anchor. It is a bound, since it knows nothing of signatures and of what depends on a whole
 * path, and it is what keeps the search from going where nothing can be found.
 */
#ifndef LIBCHAIN_GRAPH_H
#define LIBCHAIN_GRAPH_H

#include "crl_list.h"
#include "finding.h"
#include "hostname.h"
#include "policy.h"
#include "profile.h"
#include "rule.h"
#include "store.h"
#include "table.h"

/* Whose path is being asked for, because it signs revocation lists; the question behind it next. */
struct proving {
    const struct link *signer;
    const struct proving *next;
};

/* What is asked. Everything is borrowed. */
struct question {
    const struct link *target;
    const struct link *sent; /* what came with it, in order */
    size_t sent_count;
    const struct chain_list *bridges; /* or NULL */
    const struct chain_store *store;
    const struct hostname *host; /* or NULL */
    const uint32_t *most_intermediates; /* that are not self-issued, in a path; or NULL */
    const struct profile *profile;
    struct rules rules;
    chain_program program; /* whose rules count, besides those that count for all */
    struct policy_inputs policies;
    const chain_crl_list *const *crls;
    size_t crl_count;
    const struct anchor *only;     /* the one anchor that counts, or NULL for all */
    const struct proving *proving; /* the target signs lists that another question needs; or NULL */
    chain_span window;     /* nothing outside matters */
    chain_budget budget;
};

#define NO_GROUP UINT32_MAX

struct visit { /* a state from which everything above has been tried */
    struct span_set window, clean; /* as in struct frame */
    uint32_t depth;
    struct visit *next;
};

struct node {
    const struct link *link;
    const struct anchor *anchor; /* NULL for what is not an anchor */
    uint32_t group;              /* of its own subject; NO_GROUP for the target */
    uint32_t issuers;            /* group of its issuer's name */
    uint32_t key;                /* equal numbers: equal keys, both recorded or both stated */
    bool self_issued;
    bool inherits;               /* a DSA key whose parameters stand in a certificate above */
    struct finding_list findings; /* against it, whatever the path; spans of all time */
    struct span_set base;         /* where none of them denies */
    struct span_set clean;        /* where there is none at all */
    struct span_set reach;        /* where a path of names and dates leads on to an anchor */
    struct visit *visits;
};

struct group {
    uint64_t hash;
    chain_bytes name;
    uint32_t *nodes;
    uint32_t count;
    bool leads; /* some path of names leads to an anchor, whatever the dates */
    struct span_set reach;
};

enum edge { EDGE_UNTRIED = 0, EDGE_GOOD, EDGE_BAD, EDGE_MISMATCH, EDGE_STATED, EDGE_UNSUPPORTED };

struct graph {
    struct arena *arena;
    const struct question *question;
    struct node *nodes; /* nodes[0] is the target */
    uint32_t node_count, node_capacity;
    struct group *groups;
    uint32_t group_count, group_capacity;
    uint32_t key_count;
    struct table by_name, by_cert, by_key, edges;
    bool whole_path_rules; /* something above can depend on more than dates, depth and purposes */
    bool spent;            /* the budget for links ran out */
};

/* Judges one link by itself: fills findings and base. False when out of memory. */
typedef bool graph_judge(void *context, struct graph *graph, struct node *node);

/* False when out of memory (of the arena). */
bool graph_make(struct graph *graph, struct arena *arena, const struct question *question,
                graph_judge *judge, void *context);

enum edge graph_edge(const struct graph *graph, uint32_t child, uint32_t issuer);
bool graph_set_edge(struct graph *graph, uint32_t child, uint32_t issuer, enum edge state);

#endif
