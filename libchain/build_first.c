// SPDX-License-Identifier: Apache-2.0
#include "build_first.h"

#include "issuer.h"

#include <string.h>

enum { NOBODY = -1 };
enum pool { POOL_STORE, POOL_SENT };

bool build_first_start(struct first *first, struct graph *graph)
{
    const struct question *question = graph->question;
    uint32_t most = question->budget.depth;
    *first = (struct first){.graph = graph, .room = most};
    first->path = arena_alloc(graph->arena, most + 1U, sizeof(*first->path));
    first->used = arena_alloc(graph->arena, graph->node_count, sizeof(*first->used));
    return first->path && first->used;
}

static const struct link *link_of(const struct first *first, uint32_t node)
{
    return first->graph->nodes[node].link;
}

static bool is_self_signed(const struct first *first, uint32_t node)
{
    return issuer_is_self_signed(first->graph->question->profile, link_of(first, node));
}

static bool is_same_certificate(const struct link *a, const struct link *b)
{
    if (a->cert && b->cert)
        return a->cert->size == b->cert->size &&
               memcmp(a->cert->der, b->cert->der, a->cert->size) == 0;
    return !a->cert && !b->cert && memcmp(link_stated(a)->sha256, link_stated(b)->sha256, 32) == 0;
}

/* A certificate is not its own ancestor, except a self-issued target, which may be its own anchor.
 */
static bool is_on_path(const struct first *first, uint32_t child, uint32_t candidate)
{
    const struct graph *graph = first->graph;
    if (first->length == 1 && graph->nodes[child].self_issued)
        return false;
    if (graph->nodes[candidate].anchor && graph->question->profile->repeats_anchors)
        return false;
    for (uint32_t i = 0; i < first->length; i++) {
        if (is_same_certificate(link_of(first, first->path[i]), link_of(first, candidate)))
            return true;
    }
    return false;
}

static bool is_candidate(const struct first *first, uint32_t child, uint32_t number, enum pool pool)
{
    const struct graph *graph = first->graph;
    const struct node *node = &graph->nodes[number];
    if ((node->anchor != NULL) != (pool == POOL_STORE) || (!node->anchor && first->used[number]))
        return false;
    return issuer_fits(graph->question->profile, link_of(first, child), node->link) &&
           !is_on_path(first, child, number);
}

/* The issuer that this verifier takes, or NOBODY. */
static int64_t choose(const struct first *first, uint32_t child, enum pool pool)
{
    const struct graph *graph = first->graph;
    const struct profile *profile = graph->question->profile;
    if (graph->nodes[child].issuers == NO_GROUP)
        return NOBODY;
    const struct group *group = &graph->groups[graph->nodes[child].issuers];
    int64_t best = NOBODY;
    for (uint32_t i = 0; i < group->count; i++) {
        uint32_t number = group->nodes[i];
        if (!is_candidate(first, child, number, pool))
            continue;
        chain_span window = link_of(first, number)->window;
        chain_time end = window.until - profile->end_excluded;
        if ((window.from <= first->at && first->at < end) || profile->choice_ignores_dates)
            return number;
        if (best == NOBODY || window.until > link_of(first, (uint32_t)best)->window.until)
            best = number;
    }
    return best;
}

static void push(struct first *first, uint32_t node)
{
    first->path[first->length++] = node;
}

/* Is the top of the path enough for this verifier? */
static bool is_trusted(const struct first *first)
{
    uint32_t top = first->path[first->length - 1];
    return first->graph->nodes[top].anchor &&
           (first->graph->question->profile->partial_chain || is_self_signed(first, top));
}

/*
 * The store has an issuer for path[below - 1]. A self-signed certificate that was sent is not
 * extended: the store's must be the very same one, and takes its place. The target keeps its own.
 */
static bool take_trusted(struct first *first, uint32_t below, uint32_t issuer)
{
    uint32_t child = first->path[below - 1];
    if (is_self_signed(first, child)) {
        if (!is_same_certificate(link_of(first, child), link_of(first, issuer)))
            return false;
        below -= below > 1;
    }
    first->length = below;
    if (first->sent > below)
        first->sent = below;
    push(first, issuer);
    return true;
}

/* Follows what was sent as far as it goes. With `trusted_first` the store is asked at each step. */
static bool follow_sent(struct first *first, bool *spent)
{
    const struct profile *profile = first->graph->question->profile;
    while (!is_self_signed(first, first->path[first->length - 1])) {
        uint32_t top = first->path[first->length - 1];
        if (!profile->sent_first && choose(first, top, POOL_STORE) != NOBODY)
            return true;
        int64_t issuer = choose(first, top, POOL_SENT);
        if (issuer == NOBODY)
            return true;
        if (first->length >= first->room) {
            *spent = true;
            return false;
        }
        first->used[issuer] = true;
        push(first, (uint32_t)issuer);
        first->sent = first->length;
    }
    if (profile->drops_sent_root && first->length > 1)
        first->sent = --first->length;
    return true;
}

/* An anchor that is chosen again will be chosen for ever: what follows depends on it alone. */
static bool is_loop(const struct first *first, uint32_t issuer)
{
    for (uint32_t i = first->sent; i < first->length; i++) {
        if (first->path[i] == issuer)
            return true;
    }
    return false;
}

/* Goes on in the store until it has enough, or nothing more. */
static bool follow_store(struct first *first, bool *spent)
{
    while (!is_trusted(first)) {
        uint32_t top = first->path[first->length - 1];
        int64_t issuer = choose(first, top, POOL_STORE);
        bool is_stores = first->graph->nodes[top].anchor != NULL;
        if (issuer == NOBODY || (is_stores && is_self_signed(first, top)) ||
            is_loop(first, (uint32_t)issuer) ||
            !take_trusted(first, first->length, (uint32_t)issuer))
            return false;
        if (first->length > first->room) {
            *spent = true;
            return false;
        }
    }
    return true;
}

/* Cuts the path back to where the store has an issuer that was not tried. */
static bool cut_back(struct first *first, uint32_t *left)
{
    while (*left > 1) {
        uint32_t below = --*left;
        int64_t issuer = choose(first, first->path[below - 1], POOL_STORE);
        if (issuer != NOBODY && take_trusted(first, below, (uint32_t)issuer))
            return true;
    }
    return false;
}

static enum first_end end_of(const struct first *first, bool trusted, bool spent)
{
    uint32_t depth = first->graph->question->profile->depth;
    if (depth && first->length > depth + 2)
        return FIRST_TOO_LONG;
    if (spent)
        return FIRST_SPENT;
    if (trusted)
        return FIRST_ANCHORED;
    const struct node *top = &first->graph->nodes[first->path[first->length - 1]];
    return top->anchor ? FIRST_NOT_SELF_SIGNED : FIRST_NO_ISSUER;
}

enum first_end build_first(struct first *first, chain_time at)
{
    const struct profile *profile = first->graph->question->profile;
    bool spent = false;
    first->at = at;
    first->path[0] = 0;
    first->length = first->sent = 1;
    memset(first->used, 0, first->graph->node_count * sizeof(*first->used));
    bool trusted = follow_sent(first, &spent) && follow_store(first, &spent);
    uint32_t left = first->sent;
    while (!trusted && !spent && profile->sent_first && profile->alternatives &&
           cut_back(first, &left))
        trusted = follow_store(first, &spent);
    return end_of(first, trusted, spent);
}
