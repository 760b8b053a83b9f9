// SPDX-License-Identifier: Apache-2.0
/*
 * Path checking: RFC 5280 6.1, in its order, for all of time at once. It judges what build.c proposes
 * and never searches.
 *
 * What concerns one certificate and the target (dates, purposes, its constraints on the target's
 * names) is found once a certificate, by check_node. What depends on the path (its length, names of
 * intermediates, signatures) is found by check_path and check_edges.
 */
#ifndef LIBCHAIN_CHECK_H
#define LIBCHAIN_CHECK_H

#include "graph.h"
#include "memo.h"

struct check;

/*
 * Where a certificate that signs revocation lists has a valid path of its own to this anchor (RFC 5280
 * 6.3.3 (f)). False when out of memory; check->spent where a bound was reached.
 */
typedef bool check_prove(struct check *check, const struct link *signer, const struct anchor *anchor,
                         struct span_set *valid);

struct check {
    struct graph *graph;
    struct chain_memo *memo;
    check_prove *prove;       /* set where the question has revocation lists */
    struct proved *proved;    /* what it said before */
    struct arena scratch;     /* for what is known of one certificate's revocation; arena_free it */
    uint32_t paths_left;      /* for `prove` */
    uint64_t names_left;      /* comparisons with name constraints */
    uint32_t signatures_left;
    uint32_t signatures;      /* checked; results remembered from before do not count */
    bool spent;
    bool cut;                 /* a bound of one certificate was reached: others may still do */
    bool full;                /* out of memory, or of arena */
};

struct path {
    const uint32_t *nodes; /* target first, anchor last */
    uint32_t length;
};

/* What the findings of a path amount to. */
struct judgement {
    struct finding_list findings; /* `certificate` is an index into the path */
    struct span_set denied;
    struct span_set undecided; /* and not denied */
};

/* A graph_judge; `context` is a struct check. */
bool check_node(void *context, struct graph *graph, struct node *node);

/* Everything but the signatures and revocation lists. False when out of memory. */
bool check_path(struct check *check, const struct path *path, struct judgement *out);

enum edges {
    EDGES_GOOD,        /* all signatures verify, or the links state that the keys fit */
    EDGES_BAD,         /* *step: the first edge from the leaf up that does not */
    EDGES_BAD_HERE,    /* the same, but it may be good in another path */
    EDGES_UNSUPPORTED, /* *step: an edge that cannot be checked; the others are good */
    EDGES_SPENT,
    EDGES_NO_MEMORY,
};
enum edges check_edges(struct check *check, const struct path *path, uint32_t *step);

/*
 * RFC 5280 6.1.4 (d) to (f): where the parameters of this step's key stand, as a SubjectPublicKeyInfo;
 * size 0 where it has its own, needs none, or none is above.
 */
chain_bytes check_parameters(const struct check *check, const struct path *path, uint32_t step);

/* Revocation lists, for a path whose signatures are good. False when out of memory. */
bool check_revocation(struct check *check, const struct path *path, struct judgement *out);

/* Adds a finding about one certificate of a path to its judgement, for all of time. */
bool check_add(struct check *check, struct judgement *judgement, chain_finding_code code,
               uint32_t certificate);
/* The same for some of time. */
bool check_add_spans(struct check *check, struct judgement *judgement, chain_finding_code code,
                     uint32_t certificate, struct span_set spans);

#endif
