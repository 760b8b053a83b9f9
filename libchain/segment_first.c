// SPDX-License-Identifier: Apache-2.0
/*
 * The answer of verifiers that do not look at all paths, as a function of time. What a first-match
 * verifier chooses changes only where the validity of some candidate begins or ends. Between two
 * such instants its path is one and the same, and that path is judged like any other.
 */
#include "build_first.h"
#include "build_sent.h"
#include "check_note.h"
#include "der.h"
#include "issuer.h"
#include "segment_pinned.h"
#include "segment_search.h"

#include <stdlib.h>
#include <string.h>

static int compare_times(const void *left, const void *right)
{
    const chain_time *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* The beginnings of the intervals, in order: that of the window, and every end of a validity in it.
 */
static chain_time *collect_bounds(struct search *search, size_t *count)
{
    const struct graph *graph = &search->graph;
    chain_span window = search->question->window;
    chain_time *bounds =
        arena_alloc(search->arena, 2 * (size_t)graph->node_count + 1, sizeof(*bounds));
    if (!bounds)
        return NULL;
    bounds[0] = window.from;
    *count = 1;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        const struct link *link = graph->nodes[i].link;
        chain_span validity =
            link->renewed && link->cert ? link->cert->validity : link->window;
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
    const struct profile *profile = search->question->profile;
    const struct link *target = search->question->target;
    bool pinned = profile->partial_chain && search_is_pinned(search);
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
        /* What was sent stays on the path; what replaces the target will not be in the store. */
        if (pinned && end != FIRST_SPENT && end != FIRST_TOO_LONG &&
            (!target->renewed || bounds[i] < check_end(profile, target->cert->validity.until)))
            end = FIRST_ANCHORED;
        if (!is_same_path(witness, &first) || end != last_end)
            witness = judge_first(search, &first, end);
        last_end = end;
        if (witness)
            cover(search, witness, (chain_span){bounds[i], until});
    }
}

/* ---- what was sent ---------------------------------------------------------------------------- */

/* When a verifier that goes by what was sent takes the path into account, and what came of it. */
struct attempt {
    chain_bytes name;     /* in whose octets anchors are looked up, where they matter; else empty */
    struct span_set when; /* at other instants it has taken another path already */
    struct span_set
        old;    /* out: where it refuses a path of this attempt for its age or algorithms */
    bool tried; /* out: there was an anchor to try */
};

static bool is_old(chain_finding_code code)
{
    return code == CHAIN_FINDING_EXPIRED || code == CHAIN_FINDING_ANCHOR_EXPIRED ||
           code == CHAIN_FINDING_SIGNATURE_SHA1 || code == CHAIN_FINDING_SIGNATURE_MD5 ||
           code == CHAIN_FINDING_KEY_SMALL;
}

static bool add_old(struct search *search, const struct judgement *judgement,
                    struct attempt *attempt)
{
    struct arena *arena = search->arena;
    for (const struct finding *f = judgement->findings.first; f; f = f->next) {
        struct span_set spans;
        if (is_old(f->code) && (!span_set_meet(arena, &spans, f->spans, attempt->when) ||
                                !span_set_union(arena, &attempt->old, attempt->old, spans)))
            return false;
    }
    return true;
}

static void try_path(struct search *search, const struct path *path, struct attempt *attempt)
{
    struct arena *arena = search->arena;
    struct judgement judgement;
    struct span_set passed_over, valid;
    if (!search_judge(search, path, &judgement))
        return;
    if (!add_old(search, &judgement, attempt) ||
        !span_set_minus(arena, &passed_over, SPAN_ALWAYS, attempt->when) ||
        !check_add_spans(&search->check, &judgement, CHAIN_FINDING_PASSED_OVER, path->length - 1,
                         passed_over) ||
        !span_set_minus(arena, &valid, SPAN_ALWAYS, judgement.denied) ||
        !span_set_minus(arena, &valid, valid, judgement.undecided)) {
        search->full = true;
        return;
    }
    const struct witness *witness = search_keep(search, path, &judgement);
    if (witness && valid.count)
        search_add_piece(search, witness, valid, CHAIN_VALID);
    if (witness && judgement.undecided.count)
        search_add_piece(search, witness, judgement.undecided, CHAIN_UNKNOWN);
}

/* When an anchor that is not the store's first is taken: within its dates, the last second aside. */
static struct span_set taken_when(struct search *search, const struct node *node)
{
    struct span_set spans = SPAN_NEVER;
    chain_span validity = node->link->window;
    validity.until -= validity.until > CHAIN_TIME_MIN && validity.until < CHAIN_TIME_MAX;
    search->full |= !span_set_one(search->arena, &spans, validity);
    return spans;
}

/* An anchor other than the first, where the last one within its dates is taken: only then is it tried,
 * and those before it are not. */
static void try_in_its_dates(struct search *search, const struct path *path,
                             const struct node *node, struct attempt *attempt)
{
    struct span_set spans = taken_when(search, node);
    struct attempt own = *attempt;
    if (!span_set_meet(search->arena, &own.when, attempt->when, spans) ||
        !span_set_minus(search->arena, &attempt->when, attempt->when, spans)) {
        search->full = true;
        return;
    }
    try_path(search, path, &own);
    attempt->old = own.old;
}

/* Is this an anchor that is looked at, and may have issued what is below? */
static bool is_candidate(const struct profile *profile, const struct attempt *attempt,
                         const struct link *below, const struct node *node)
{
    const struct link *link = node->link;
    return node->anchor && (!attempt->name.size || bytes_equal(attempt->name, link->subject)) &&
           issuer_fits(profile, below, link);
}

/* Tries the anchors of one group above the first `length` certificates, the store's last one first. */
static void try_anchors(struct search *search, const struct sent *sent, uint32_t length,
                        const struct group *group, struct attempt *attempt)
{
    const struct graph *graph = &search->graph;
    const struct profile *profile = search->question->profile;
    const struct link *top = graph->nodes[sent->path[length - 1]].link;
    uint32_t above = sent->path[length], fitting = 0;
    for (uint32_t i = 0; i < group->count; i++) {
        fitting += is_candidate(profile, attempt, top, &graph->nodes[group->nodes[i]]);
    }
    for (uint32_t i = group->count; i-- > 0 && !search->full && !search->check.spent;) {
        const struct node *node = &graph->nodes[group->nodes[i]];
        struct path path = {sent->path, length + 1};
        if (!is_candidate(profile, attempt, top, node))
            continue;
        sent->path[length] = group->nodes[i];
        attempt->tried = true;
        if (profile->last_anchor && --fitting > 0)
            try_in_its_dates(search, &path, node, attempt);
        else
            try_path(search, &path, attempt);
    }
    sent->path[length] = above;
}

/* The verifier takes none of the anchors with the right name for the issuer. */
static void refuse_sent(struct search *search, const struct path *path)
{
    struct judgement judgement;
    if (!search_judge(search, path, &judgement))
        return;
    if (check_add(&search->check, &judgement, CHAIN_FINDING_NO_ISSUER, path->length - 1))
        search_keep(search, path, &judgement);
    else
        search->full = true;
}

/* Has nothing against it but its dates, is the only one of its name in the store, and the last of
 * all that was sent: GnuTLS goes on above a certificate that is trusted, where the graph ends.
 * Where the chain comes back to a name, it is cut there, if that name is trusted. */
static bool is_plain(const struct graph *graph, const struct sent *sent, const struct node *top)
{
    if (sent->length - 1 != sent->above)
        return false;
    if (top->issuers != NO_GROUP && sent_cut(sent, graph, top->issuers) < sent->length)
        return false;
    const struct group *group = &graph->groups[top->group];
    uint32_t anchors = 0;
    for (uint32_t i = 0; i < group->count; i++)
        anchors += graph->nodes[group->nodes[i]].anchor != NULL;
    for (const struct finding *f = top->findings.first; f; f = f->next) {
        if (f->code != CHAIN_FINDING_EXPIRED && f->code != CHAIN_FINDING_NOT_YET_VALID)
            return false;
    }
    return anchors == 1;
}

/* GnuTLS: where the issuer of the last certificate is not there, or something is too old, the last
 * certificate's own name is looked up. */
static void try_own_name(struct search *search, const struct sent *sent, const struct node *top,
                         struct attempt *first)
{
    const struct graph *graph = &search->graph;
    struct attempt second = {.when = first->tried ? first->old : SPAN_ALWAYS, .old = SPAN_NEVER};
    if (first->name.size)
        second.name = top->link->subject;
    uint32_t length = top->group == NO_GROUP ? sent->length : sent_cut(sent, graph, top->group);
    if (sent->length == 1 && graph->question->profile->leaf_anchor && search_is_pinned(search)) {
        search_pinned(search, second.when);
        first->tried = true;
        return;
    }
    if (length == sent->length)
        return;
    try_anchors(search, sent, length, &graph->groups[top->group], &second);
    first->tried = true;
}

/* Is it known what this verifier makes of what was sent? */
static bool is_predictable(const struct graph *graph, const struct sent *sent,
                           const struct node *top)
{
    return !sent->ambiguous && (top->group == NO_GROUP || is_plain(graph, sent, top) ||
                                sent_cut(sent, graph, top->group) == sent->length);
}

bool search_sent(struct search *search)
{
    struct sent sent;
    struct graph *graph = &search->graph;
    bool full, sorted = search->question->profile->sent_sorted;
    struct attempt attempt = {.when = SPAN_ALWAYS, .old = SPAN_NEVER};
    if (search->question->profile->leaf_anchor == LEAF_ANCHOR_UNCHECKED &&
        search_is_pinned(search)) {
        search_pinned(search, SPAN_ALWAYS);
        return true;
    }
    if (!build_sent(&sent, graph, &full)) {
        search->full |= full;
        return full;
    }
    const struct node *top = &graph->nodes[sent.path[sent.length - 1]];
    if (sorted && !is_predictable(graph, &sent, top)) {
        search->order_unknown = true;
        return false;
    }
    if (search->question->profile->sent_names_loose && top->link->cert)
        attempt.name = top->link->issuer;
    if (top->issuers != NO_GROUP)
        try_anchors(search, &sent, sorted ? sent_cut(&sent, graph, top->issuers) : sent.length,
                    &graph->groups[top->issuers], &attempt);
    if (sorted)
        try_own_name(search, &sent, top, &attempt);
    if (!attempt.tried && !search->full)
        refuse_sent(search, &(struct path){sent.path, sent.length});
    return true;
}

void search_doubt(struct search *search)
{
    for (struct piece *piece = search->pieces; piece && !search->full; piece = piece->next) {
        struct path path = piece->witness->path;
        struct judgement judgement = piece->witness->judgement;
        if (piece->verdict != CHAIN_VALID)
            continue;
        if (!check_add_spans(&search->check, &judgement, CHAIN_FINDING_ORDER_UNKNOWN,
                             path.length - 1, piece->spans))
            search->full = true;
        else
            piece->witness = search_keep(search, &path, &judgement);
        piece->verdict = CHAIN_UNKNOWN;
    }
}
