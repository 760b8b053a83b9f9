// SPDX-License-Identifier: Apache-2.0
#include "graph.h"

#include "der.h"
#include "name.h"

#include <string.h>

/* ---- nodes ------------------------------------------------------------------------------------ */

/* A cheap fingerprint of octets that mostly differ at their end, as signatures and keys do. */
static uint64_t hash_tail(chain_bytes bytes)
{
    uint64_t hash = bytes.size * 0x9e3779b97f4a7c15U;
    for (size_t i = bytes.size > 24 ? bytes.size - 24 : 0; i < bytes.size; i++)
        hash = (hash ^ bytes.data[i]) * 0x100000001b3U;
    return hash;
}

static uint64_t hash_key(const struct link *link)
{
    if (link->cert)
        return hash_tail(cert_bytes(link->cert, link->cert->spki));
    return hash_tail((chain_bytes){link_stated(link)->subject_key, KEY_HASH_SIZE});
}

/* The number of this link's key: that of an earlier node with the same key, or a new one. A key
 * that is stated has another number than where it is recorded, since signatures are checked with
 * that one. */
static bool number_key(struct graph *graph, uint32_t node)
{
    const struct link *link = graph->nodes[node].link;
    uint64_t hash = hash_key(link);
    for (;; hash++) { /* the next hash where different keys share one */
        uint32_t other = table_get(&graph->by_key, hash);
        if (other == TABLE_NONE) {
            graph->nodes[node].key = graph->key_count++;
            return table_put(&graph->by_key, hash, node);
        }
        const struct link *there = graph->nodes[other].link;
        if (!link->cert == !there->cert && link_same_key(link, there)) {
            graph->nodes[node].key = graph->nodes[other].key;
            return true;
        }
    }
}

static bool same_link(const struct link *a, const struct link *b)
{
    if (a->cert && b->cert)
        return bytes_equal((chain_bytes){a->cert->der, a->cert->size},
                           (chain_bytes){b->cert->der, b->cert->size});
    return !a->cert && !b->cert && memcmp(link_stated(a)->sha256, link_stated(b)->sha256, 32) == 0;
}

/* Is this certificate there already, sent and known as a bridge, say? */
static bool is_known(struct graph *graph, const struct link *link, uint32_t node, bool *full)
{
    uint64_t hash = link->cert ? hash_tail((chain_bytes){link->cert->der, link->cert->size})
                               : hash_tail((chain_bytes){link_stated(link)->sha256, 32});
    for (;; hash++) {
        uint32_t other = table_get(&graph->by_cert, hash);
        if (other == TABLE_NONE) {
            *full = !table_put(&graph->by_cert, hash, node);
            return false;
        }
        if (same_link(link, graph->nodes[other].link))
            return true;
    }
}

static bool add_node(struct graph *graph, const struct link *link, const struct anchor *anchor)
{
    if (graph->node_count == graph->node_capacity) {
        uint32_t capacity = graph->node_capacity ? graph->node_capacity * 2 : 16;
        struct node *nodes = arena_alloc(graph->arena, capacity, sizeof(*nodes));
        if (!nodes)
            return false;
        if (graph->node_count)
            memcpy(nodes, graph->nodes, graph->node_count * sizeof(*nodes));
        graph->nodes = nodes;
        graph->node_capacity = capacity;
    }
    uint32_t number = graph->node_count++;
    graph->nodes[number] = (struct node){
        .link = link,
        .anchor = anchor,
        .group = NO_GROUP,
        .issuers = NO_GROUP,
        .self_issued = link_is_self_issued(link),
    };
    return number_key(graph, number);
}

/* ---- groups ----------------------------------------------------------------------------------- */

/* What may have this subject: anchors first, then what was sent, then bridges, each in its order.
 */
struct candidates {
    struct graph *graph;
    uint64_t hash;
    chain_bytes name;
    uint32_t first; /* number of the first node added */
    bool full;
};

static bool has_name(const struct candidates *c, const struct link *link)
{
    return link->subject_hash == c->hash && name_equal(link->subject, c->name);
}

/* An anchor is a name, which all of these share, and a key. */
static bool counts(const struct question *question, const struct anchor *anchor)
{
    const struct anchor *only = question->only;
    return !only || anchor == only || link_same_key(anchor->link, only->link);
}

static bool within_budget(struct graph *graph)
{
    if (graph->node_count < graph->question->budget.links)
        return true;
    graph->spent = true;
    return false;
}

static void add_candidate(struct candidates *c, const struct link *link)
{
    struct graph *graph = c->graph;
    if (c->full || !has_name(c, link) || !within_budget(graph) ||
        is_known(graph, link, graph->node_count, &c->full) || c->full)
        return;
    c->full = !add_node(graph, link, NULL);
}

static void add_candidates(struct candidates *c)
{
    const struct question *question = c->graph->question;
    size_t at, end = store_find(question->store, c->hash, &at);
    for (; at < end && !c->full; at++) {
        const struct anchor *anchor =
            &question->store->anchors[question->store->by_subject.entries[at].item];
        if (has_name(c, anchor->link) && counts(question, anchor) && within_budget(c->graph))
            c->full = !add_node(c->graph, anchor->link, anchor);
    }
    for (size_t i = 0; i < question->sent_count; i++)
        add_candidate(c, &question->sent[i]);
    if (!question->bridges)
        return;
    end = list_find(question->bridges, c->hash, &at);
    for (; at < end; at++)
        add_candidate(c, &question->bridges->links[question->bridges->by_subject.entries[at].item]);
}

static bool add_group(struct graph *graph, uint64_t hash, chain_bytes name)
{
    if (graph->group_count == graph->group_capacity) {
        uint32_t capacity = graph->group_capacity ? graph->group_capacity * 2 : 16;
        struct group *groups = arena_alloc(graph->arena, capacity, sizeof(*groups));
        if (!groups)
            return false;
        if (graph->group_count)
            memcpy(groups, graph->groups, graph->group_count * sizeof(*groups));
        graph->groups = groups;
        graph->group_capacity = capacity;
    }
    struct candidates c = {graph, hash, name, graph->node_count, false};
    add_candidates(&c);
    uint32_t count = graph->node_count - c.first;
    uint32_t *nodes = c.full ? NULL : arena_alloc(graph->arena, count, sizeof(*nodes));
    if (!nodes)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        nodes[i] = c.first + i;
        graph->nodes[nodes[i]].group = graph->group_count;
    }
    graph->groups[graph->group_count++] =
        (struct group){.hash = hash, .name = name, .nodes = nodes, .count = count};
    return true;
}

/* The group with the name of this node's issuer, made when it is the first to ask. */
static bool find_group(struct graph *graph, uint32_t node)
{
    const struct link *link = graph->nodes[node].link;
    for (uint64_t hash = link->issuer_hash;; hash++) {
        uint32_t group = table_get(&graph->by_name, hash);
        if (group == TABLE_NONE) {
            graph->nodes[node].issuers = graph->group_count;
            return table_put(&graph->by_name, hash, graph->group_count) &&
                   add_group(graph, link->issuer_hash, link->issuer);
        }
        if (name_equal(graph->groups[group].name, link->issuer)) {
            graph->nodes[node].issuers = group;
            return true;
        }
    }
}

/* ---- reach ------------------------------------------------------------------------------------ */

static bool reach_of_node(struct graph *graph, const struct node *node, struct span_set *out)
{
    if (node->anchor || node->issuers == NO_GROUP) {
        *out = node->anchor ? node->base : SPAN_NEVER;
        return true;
    }
    return span_set_meet(graph->arena, out, node->base, graph->groups[node->issuers].reach);
}

/* Recomputes one group from those above it. */
static bool update_group(struct graph *graph, struct group *group, bool *changed)
{
    struct arena_mark mark = arena_mark(graph->arena);
    struct span_set *sets = arena_alloc(graph->arena, group->count, sizeof(*sets)), all;
    if (!sets)
        return false;
    bool leads = group->leads;
    for (uint32_t i = 0; i < group->count; i++) {
        const struct node *node = &graph->nodes[group->nodes[i]];
        leads |= node->anchor || (node->issuers != NO_GROUP && graph->groups[node->issuers].leads);
        if (!reach_of_node(graph, node, &sets[i]))
            return false;
    }
    if (!span_set_union_all(graph->arena, &all, sets, group->count))
        return false;
    if (leads == group->leads && span_set_equal(all, group->reach)) {
        arena_release(graph->arena, mark);
        return true;
    }
    group->leads = leads;
    group->reach = all;
    *changed = true;
    return true;
}

/*
 * From the top down, until nothing changes. Groups were made from the bottom up, so one pass in the
 * opposite order settles what has no cycles; no path is longer than the budget's depth, so no more
 * passes than that can matter.
 */
static bool compute_reach(struct graph *graph)
{
    bool changed = true;
    for (uint32_t pass = 0; changed && pass < graph->question->budget.depth; pass++) {
        changed = false;
        for (uint32_t i = graph->group_count; i-- > 0;) {
            if (!update_group(graph, &graph->groups[i], &changed))
                return false;
        }
    }
    for (uint32_t i = 0; i < graph->node_count; i++) {
        struct node *node = &graph->nodes[i];
        if (!reach_of_node(graph, node, &node->reach))
            return false;
    }
    return true;
}

/* ---- the whole -------------------------------------------------------------------------------- */

/* Does a key here lose what it issued within some time? Then a path depends on who issued whom. */
static bool has_revoked_issuer(const struct graph *graph)
{
    struct rules rules = graph->question->rules;
    uint8_t key[KEY_HASH_SIZE];
    for (size_t i = 0; i < rules.count; i++) {
        if (rules.rules[i].kind != RULE_REVOKED_ISSUED)
            continue;
        for (uint32_t k = 0; k < graph->node_count; k++) {
            if (link_key_hash(graph->nodes[k].link, key) &&
                memcmp(key, rules.rules[i].key, KEY_HASH_SIZE) == 0)
                return true;
        }
    }
    return false;
}

bool graph_make(struct graph *graph, struct arena *arena, const struct question *question,
                graph_judge *judge, void *context)
{
    *graph = (struct graph){.arena = arena, .question = question};
    table_init(&graph->by_name, arena);
    table_init(&graph->by_cert, arena);
    table_init(&graph->by_key, arena);
    table_init(&graph->edges, arena);
    if (!add_node(graph, question->target, NULL))
        return false;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        bool goes_on = !graph->nodes[i].anchor || question->profile->strategy == STRATEGY_FIRST;
        if (goes_on && !find_group(graph, i))
            return false;
    }
    for (uint32_t i = 0; i < graph->node_count; i++) {
        if (!judge(context, graph, &graph->nodes[i]))
            return false;
    }
    graph->whole_path_rules |= has_revoked_issuer(graph) || question->profile->disabled_count;
    return compute_reach(graph);
}

/* A certificate is signed, or not, by a key: whichever certificate the key stands in. */
static uint64_t edge_key(const struct graph *graph, uint32_t child, uint32_t issuer)
{
    return (uint64_t)child << 32 | graph->nodes[issuer].key;
}

enum edge graph_edge(const struct graph *graph, uint32_t child, uint32_t issuer)
{
    uint32_t state = table_get(&graph->edges, edge_key(graph, child, issuer));
    return state == TABLE_NONE ? EDGE_UNTRIED : (enum edge)state;
}

bool graph_set_edge(struct graph *graph, uint32_t child, uint32_t issuer, enum edge state)
{
    return table_put(&graph->edges, edge_key(graph, child, issuer), state);
}
