// SPDX-License-Identifier: Apache-2.0
/*
 * The answer of verifiers that do not look at all paths, as a function of time. What a first-match
 * verifier chooses changes only where the validity of some candidate begins or ends. Between two such
 * instants its path is one and the same, and that path is judged like any other.
 */
#include "build_first.h"
#include "build_sent.h"
#include "check_note.h"
#include "issuer.h"
#include "segment_search.h"

#include <stdlib.h>
#include <string.h>

static int compare_times(const void *left, const void *right)
{
    const chain_time *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* The beginnings of the intervals, in order: that of the window, and every end of a validity in it. */
static chain_time *collect_bounds(struct search *search, size_t *count)
{
    const struct graph *graph = &search->graph;
    chain_span window = search->question->window;
    chain_time *bounds = arena_alloc(search->arena, 2 * (size_t)graph->node_count + 1, sizeof(*bounds));
    if (!bounds)
        return NULL;
    bounds[0] = window.from;
    *count = 1;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        chain_span validity = graph->nodes[i].link->window;
        chain_time ends[2] = {validity.from, check_end(search->question->profile, validity.until)};
        for (size_t k = 0; k < 2; k++) {
            if (ends[k] > window.from && ends[k] < window.until)
                bounds[(*count)++] = ends[k];
        }
    }
    qsort(bounds, *count, sizeof(*bounds), compare_times);
    return bounds;
}

/* What is wrong with a path because it does not end at an anchor. */
static chain_finding_code end_finding(enum first_end end)
{
    return end == FIRST_NOT_SELF_SIGNED ? CHAIN_FINDING_ANCHOR_NOT_SELF_SIGNED
           : end == FIRST_TOO_LONG      ? CHAIN_FINDING_PATH_TOO_LONG
                                        : CHAIN_FINDING_NO_ISSUER;
}

static const struct witness *judge_first(struct search *search, const struct first *first,
                                         enum first_end end)
{
    struct path path = {first->path, first->length};
    struct judgement judgement;
    if (!search_judge(search, &path, &judgement))
        return NULL;
    if (end != FIRST_ANCHORED &&
        !check_add(&search->check, &judgement, end_finding(end), path.length - 1)) {
        search->full = true;
        return NULL;
    }
    return search_keep(search, &path, &judgement);
}

/* Lays the verdict of one path over one interval. */
static void cover(struct search *search, const struct witness *witness, chain_span span)
{
    struct arena *arena = search->arena;
    struct span_set whole, denied, undecided, valid;
    const struct judgement *judgement = &witness->judgement;
    if (!span_set_one(arena, &whole, span) ||
        !span_set_meet(arena, &denied, whole, judgement->denied) ||
        !span_set_meet(arena, &undecided, whole, judgement->undecided) ||
        !span_set_minus(arena, &valid, whole, denied) ||
        !span_set_minus(arena, &valid, valid, undecided)) {
        search->full = true;
        return;
    }
    if (valid.count)
        search_add_piece(search, witness, valid, CHAIN_VALID);
    if (undecided.count)
        search_add_piece(search, witness, undecided, CHAIN_UNKNOWN);
    if (denied.count)
        search_add_piece(search, witness, denied, CHAIN_INVALID);
}

static bool is_same_path(const struct witness *witness, const struct first *first)
{
    return witness && witness->path.length == first->length &&
           memcmp(witness->path.nodes, first->path, first->length * sizeof(*first->path)) == 0;
}

void search_first(struct search *search)
{
    struct first first;
    size_t count;
    chain_time *bounds = collect_bounds(search, &count);
    const struct witness *witness = NULL;
    enum first_end last_end = FIRST_ANCHORED;
    if (!bounds || !build_first_start(&first, &search->graph)) {
        search->full = true;
        return;
    }
    /* Where candidates were left out for the budget's sake, nobody knows which would be chosen. */
    for (size_t i = 0; i < count && !search->full && !search->graph.spent; i++) {
        chain_time until = i + 1 < count ? bounds[i + 1] : search->question->window.until;
        if (until <= bounds[i])
            continue;
        enum first_end end = build_first(&first, bounds[i]);
        if (end == FIRST_SPENT) {
            search->check.spent = true;
            continue;
        }
        if (!is_same_path(witness, &first) || end != last_end)
            witness = judge_first(search, &first, end);
        last_end = end;
        if (witness)
            cover(search, witness, (chain_span){bounds[i], until});
    }
}

/* ---- what was sent ---------------------------------------------------------------------------- */

static void judge_sent(struct search *search, const struct path *path)
{
    struct judgement judgement;
    if (!search_judge(search, path, &judgement))
        return;
    const struct witness *witness = search_keep(search, path, &judgement);
    struct span_set valid;
    if (!witness || !span_set_minus(search->arena, &valid, SPAN_ALWAYS, judgement.denied) ||
        !span_set_minus(search->arena, &valid, valid, judgement.undecided)) {
        search->full = true;
        return;
    }
    if (valid.count)
        search_add_piece(search, witness, valid, CHAIN_VALID);
    if (judgement.undecided.count)
        search_add_piece(search, witness, judgement.undecided, CHAIN_UNKNOWN);
}

bool search_sent(struct search *search)
{
    struct sent sent;
    struct graph *graph = &search->graph;
    bool full, tried = false;
    if (!build_sent(&sent, graph, &full)) {
        search->full |= full;
        return full;
    }
    uint32_t top = sent.path[sent.length - 1];
    const struct group *group = &graph->groups[graph->nodes[top].issuers];
    for (uint32_t i = 0; i < group->count && !search->full && !search->check.spent; i++) {
        const struct node *node = &graph->nodes[group->nodes[i]];
        if (!node->anchor ||
            !issuer_fits(search->question->profile, graph->nodes[top].link, node->link))
            continue;
        tried = true;
        sent.path[sent.length] = group->nodes[i];
        judge_sent(search, &(struct path){sent.path, sent.length + 1});
    }
    return tried || search->question->profile->sent_only;
}
