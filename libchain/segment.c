// SPDX-License-Identifier: Apache-2.0
#include "segment_instants.h"
#include "segment_pinned.h"
#include "segment_search.h"

#include "signer.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding paths ---------------------------------------------------------------------------- */

struct witness *search_keep(struct search *search, const struct path *path,
                            const struct judgement *judgement)
{
    struct witness *witness = arena_alloc(search->arena, 1, sizeof(*witness));
    uint32_t *nodes = arena_alloc(search->arena, path->length, sizeof(*nodes));
    if (!witness || !nodes) {
        search->full = true;
        return NULL;
    }
    memcpy(nodes, path->nodes, path->length * sizeof(*nodes));
    *witness = (struct witness){{nodes, path->length}, *judgement};
    if (search->explanation_count < MOST_EXPLANATIONS)
        search->explanations[search->explanation_count++] = witness;
    return witness;
}

void search_add_piece(struct search *search, const struct witness *witness, struct span_set spans,
                      chain_verdict verdict)
{
    struct piece *piece = arena_alloc(search->arena, 1, sizeof(*piece));
    if (!piece) {
        search->full = true;
        return;
    }
    *piece = (struct piece){witness, spans, verdict, NULL};
    *search->last_piece = piece;
    search->last_piece = &piece->next;
}

/* What a path adds: the instants at which it is valid or undecided and nothing valid is known yet. */
static bool gain(struct search *search, const struct judgement *judgement, struct span_set *valid,
                 struct span_set *undecided)
{
    struct span_set covered = search->build.covered;
    return span_set_minus(search->arena, valid, SPAN_ALWAYS, judgement->denied) &&
           span_set_minus(search->arena, valid, *valid, judgement->undecided) &&
           span_set_minus(search->arena, valid, *valid, covered) &&
           span_set_minus(search->arena, undecided, judgement->undecided, covered);
}

static void accept(struct search *search, const struct path *path, const struct judgement *judgement)
{
    struct span_set valid, undecided, covered;
    if (!gain(search, judgement, &valid, &undecided)) {
        search->full = true;
        return;
    }
    if (!valid.count && !undecided.count)
        return;
    const struct witness *witness = search_keep(search, path, judgement);
    if (!witness)
        return;
    if (valid.count)
        search_add_piece(search, witness, valid, CHAIN_VALID);
    if (undecided.count)
        search_add_piece(search, witness, undecided, CHAIN_UNKNOWN);
    if (span_set_union(search->arena, &covered, search->build.covered, valid))
        build_cover(&search->build, covered);
    else
        search->full = true;
}

/* One proposed path: first what costs little, then the signatures. */
static void consider(struct search *search, uint32_t length)
{
    struct path path = {search->build.path, length};
    struct judgement judgement;
    struct span_set valid, undecided;
    uint32_t step;
    if (!check_path(&search->check, &path, &judgement) ||
        !gain(search, &judgement, &valid, &undecided)) {
        search->full = true;
        return;
    }
    /* Of a path that is denied as a whole the builder still wants to know which edges are good. */
    if (!valid.count && !undecided.count && search->graph.whole_path_rules)
        return;
    switch (check_edges(&search->check, &path, &step)) {
    case EDGES_GOOD:
        if (check_revocation(&search->check, &path, &judgement))
            accept(search, &path, &judgement);
        break;
    case EDGES_BAD:
        build_drop(&search->build, step);
        break;
    case EDGES_BAD_HERE:
        break;
    case EDGES_UNSUPPORTED:
        if (check_add(&search->check, &judgement, CHAIN_FINDING_SIGNATURE_UNSUPPORTED, step) &&
            check_revocation(&search->check, &path, &judgement))
            accept(search, &path, &judgement);
        break;
    case EDGES_SPENT:
    case EDGES_NO_MEMORY:
        break;
    }
}

static void find_paths(struct search *search)
{
    struct span_set outside;
    struct span_set window;
    if (!span_set_one(search->arena, &window, search->question->window) ||
        !span_set_minus(search->arena, &outside, SPAN_ALWAYS, window) ||
        !build_start(&search->build, &search->graph, outside, false)) {
        search->full = true;
        return;
    }
    uint32_t length;
    while (!search->full && !search->check.full && !search->check.spent &&
           build_next(&search->build, &length))
        consider(search, length);
    search->full |= search->build.full || search->check.full;
}

/* ---- explaining ------------------------------------------------------------------------------- */

bool search_judge(struct search *search, const struct path *path, struct judgement *out)
{
    uint32_t step;
    enum edge edge;
    bool good = check_path(&search->check, path, out);
    enum edges edges = good ? check_edges(&search->check, path, &step) : EDGES_NO_MEMORY;
    switch (edges) {
    case EDGES_GOOD:
        good = check_revocation(&search->check, path, out);
        break;
    case EDGES_BAD:
    case EDGES_BAD_HERE:
        edge = graph_edge(&search->graph, path->nodes[step], path->nodes[step + 1]);
        good = check_add(&search->check, out,
                         edge == EDGE_MISMATCH ? CHAIN_FINDING_ISSUER_MISMATCH
                                               : CHAIN_FINDING_SIGNATURE_INVALID,
                         step);
        break;
    case EDGES_UNSUPPORTED:
        good = check_add(&search->check, out, CHAIN_FINDING_SIGNATURE_UNSUPPORTED, step) &&
               check_revocation(&search->check, path, out);
        break;
    case EDGES_SPENT:
        return false;
    case EDGES_NO_MEMORY:
        good = false;
        break;
    }
    search->full |= !good;
    return good;
}

/* Paths that names allow, whatever else is wrong with them. */
static void explain_by_name(struct search *search)
{
    struct build build;
    struct judgement judgement;
    uint32_t length;
    if (!build_start(&build, &search->graph, SPAN_NEVER, true)) {
        search->full = true;
        return;
    }
    while (search->explanation_count < MOST_EXPLANATIONS && !search->full &&
           build_next(&build, &length)) {
        struct path path = {build.path, length};
        if (!search_judge(search, &path, &judgement))
            return;
        search_keep(search, &path, &judgement);
    }
    search->full |= build.full;
}

static bool is_on(const uint32_t *nodes, uint32_t length, uint32_t node)
{
    for (uint32_t i = 0; i < length; i++) {
        if (nodes[i] == node)
            return true;
    }
    return false;
}

/* No name leads to an anchor: how far what is there goes, and what would be needed next. */
static void explain_dead_end(struct search *search)
{
    const struct graph *graph = &search->graph;
    uint32_t *nodes = arena_alloc(search->arena, search->question->budget.depth, sizeof(*nodes));
    struct judgement judgement;
    if (!nodes) {
        search->full = true;
        return;
    }
    struct path path = {nodes, 1};
    nodes[0] = 0;
    while (path.length < search->question->budget.depth) {
        uint32_t issuers = graph->nodes[nodes[path.length - 1]].issuers;
        const struct group *group = issuers == NO_GROUP ? NULL : &graph->groups[issuers];
        uint32_t next = 0;
        while (group && next < group->count && is_on(nodes, path.length, group->nodes[next]))
            next++;
        if (!group || next == group->count)
            break;
        nodes[path.length++] = group->nodes[next];
    }
    if (!check_path(&search->check, &path, &judgement) ||
        !check_add(&search->check, &judgement, CHAIN_FINDING_NO_ISSUER, path.length - 1))
        search->full = true;
    else
        search_keep(search, &path, &judgement);
}

static bool is_spent(const struct search *search)
{
    return search->build.spent || search->build.cut || search->check.spent || search->graph.spent ||
           search->check.cut || search->arena->limited;
}

static void explain(struct search *search)
{
    if (search->explanation_count || search->full)
        return;
    uint32_t issuers = search->graph.nodes[0].issuers;
    if (issuers != NO_GROUP && search->graph.groups[issuers].leads)
        explain_by_name(search);
    if (!search->explanation_count)
        explain_dead_end(search);
}

/* The witness with the least against it at this instant. */
static const struct witness *closest(const struct search *search, chain_time at)
{
    const struct witness *best = NULL;
    unsigned best_weight = 0;
    for (size_t i = 0; i < search->explanation_count; i++) {
        const struct witness *witness = search->explanations[i];
        unsigned weight = 0;
        for (const struct finding *f = witness->judgement.findings.first; f; f = f->next) {
            if (span_set_has(f->spans, at))
                weight += finding_weight(f->code);
        }
        if (!best || weight < best_weight) {
            best = witness;
            best_weight = weight;
        }
    }
    return best;
}

/* ---- putting together ------------------------------------------------------------------------- */

static void judge_instant(const struct search *search, struct stretch *out)
{
    chain_time at = out->span.from;
    const struct piece *found = NULL;
    for (const struct piece *piece = search->pieces; piece; piece = piece->next) {
        if ((!found || piece->verdict > found->verdict) && span_set_has(piece->spans, at))
            found = piece;
    }
    out->verdict = found ? found->verdict : is_spent(search) ? CHAIN_UNKNOWN : CHAIN_INVALID;
    out->witness = found ? found->witness : closest(search, at);
}

static void add_findings(struct search *search, struct stretch *out)
{
    out->findings = NULL;
    out->finding_count = 0;
    if (out->verdict == CHAIN_VALID || !out->witness)
        return;
    const struct finding *f;
    size_t count = 0;
    for (f = out->witness->judgement.findings.first; f; f = f->next)
        count += span_set_has(f->spans, out->span.from);
    out->findings = arena_alloc(search->arena, count, sizeof(const struct finding *));
    if (!out->findings) {
        search->full = true;
        return;
    }
    for (f = out->witness->judgement.findings.first; f; f = f->next) {
        if (span_set_has(f->spans, out->span.from))
            out->findings[out->finding_count++] = f;
    }
}

static bool continues(const struct stretch *before, const struct stretch *next)
{
    return before->verdict == next->verdict && before->witness == next->witness &&
           before->finding_count == next->finding_count &&
           (!next->finding_count || memcmp(before->findings, next->findings,
                                           next->finding_count * sizeof(const void *)) == 0);
}

static void assemble(struct search *search, struct answer *out)
{
    struct search_instants list = {0};
    chain_span window = search->question->window;
    search_collect_instants(search, &list);
    out->stretches = arena_alloc(search->arena, list.count + 1, sizeof(*out->stretches));
    if (!out->stretches || search->full) {
        search->full = true;
        return;
    }
    chain_time from = window.from;
    for (size_t i = 0; i <= list.count; i++) {
        chain_time until = i < list.count ? list.at[i] : window.until;
        if (until <= from)
            continue;
        struct stretch next = {.span = {from, until}};
        judge_instant(search, &next);
        add_findings(search, &next);
        if (out->count && continues(&out->stretches[out->count - 1], &next))
            out->stretches[out->count - 1].span.until = until;
        else
            out->stretches[out->count++] = next;
        from = until;
    }
}

static bool says_spent(const struct stretch *stretch)
{
    bool says = false;
    for (size_t i = 0; i < stretch->finding_count; i++)
        says |= stretch->findings[i]->code == CHAIN_FINDING_BUDGET_SPENT;
    return says;
}

/* A bound was reached: what is not valid is not known, and says so. */
static void mark_spent(struct search *search, struct answer *out)
{
    static const struct finding SPENT = {.code = CHAIN_FINDING_BUDGET_SPENT, .effect = CHAIN_UNKNOWN};
    static const struct finding *const ONLY[] = {&SPENT};
    bool mattered = false;
    for (size_t i = 0; i < out->count; i++) {
        struct stretch *stretch = &out->stretches[i];
        if (stretch->verdict != CHAIN_UNKNOWN)
            continue;
        bool has_piece = false;
        for (const struct piece *p = search->pieces; p; p = p->next)
            has_piece |= p->witness == stretch->witness && span_set_has(p->spans, stretch->span.from);
        mattered |= !has_piece || says_spent(stretch);
        if (has_piece)
            continue;
        stretch->findings = (const struct finding **)(uintptr_t)ONLY;
        stretch->finding_count = 1;
    }
    out->complete = !mattered;
}

/* The budget for memory is spent: nothing is known, which takes little room to say. */
static chain_status give_up(struct search *search, struct answer *out)
{
    static const struct finding SPENT = {.code = CHAIN_FINDING_BUDGET_SPENT, .effect = CHAIN_UNKNOWN};
    enum { ROOM = 64 * 1024 };
    struct arena *arena = search->arena;
    arena->limit += ROOM;
    struct node *target = arena_zero(arena, 1, sizeof(*target));
    struct witness *witness = arena_zero(arena, 1, sizeof(*witness));
    uint32_t *nodes = arena_zero(arena, 1, sizeof(*nodes));
    const struct finding **findings = arena_zero(arena, 1, sizeof(const struct finding *));
    struct stretch *stretch = arena_zero(arena, 1, sizeof(*stretch));
    arena->limit -= ROOM;
    if (!target || !witness || !nodes || !findings || !stretch)
        return CHAIN_E_MEMORY;
    target->link = search->question->target;
    witness->path = (struct path){nodes, 1};
    findings[0] = &SPENT;
    *stretch = (struct stretch){search->question->window, CHAIN_UNKNOWN, witness, findings, 1};
    *out = (struct answer){.nodes = target,
                           .node_count = 1,
                           .stretches = stretch,
                           .count = 1,
                           .signatures = search->check.signatures};
    return CHAIN_OK;
}

/* False: this verifier does not go by what was sent here, and asks another one. */
static bool find(struct search *search)
{
    const struct profile *profile = search->question->profile;
    if (search->full)
        return true;
    if (profile->strategy == STRATEGY_FIRST) {
        search_first(search);
        return true;
    }
    if (profile->strategy == STRATEGY_SENT) {
        if (search_sent(search))
            return true;
        if (profile->otherwise)
            return false;
    }
    find_paths(search);
    if (profile->strategy == STRATEGY_ALL && profile->leaf_anchor && !search->full &&
        search_is_pinned(search))
        search_pinned(search, SPAN_ALWAYS);
    if (search->order_unknown)
        search_doubt(search);
    return true;
}

/* *otherwise is set where the answer is for another profile to give. */
static chain_status answer_under(struct answer *out, const struct question *question,
                                 struct chain_memo *memo, const struct profile **otherwise)
{
    struct search search = {.question = question, .arena = &memo->arena};
    search.last_piece = &search.pieces;
    search.check = (struct check){
        .graph = &search.graph,
        .memo = memo,
        .prove = signer_prove,
        .names_left = question->budget.names,
        .signatures_left = question->budget.signatures,
        .paths_left = question->budget.paths,
    };
    arena_init(&search.check.scratch, question->budget.memory);
    *out = (struct answer){.complete = true};
    if (!graph_make(&search.graph, search.arena, question, check_node, &search.check))
        search.full = true;
    if (!find(&search)) {
        *otherwise = question->profile->otherwise;
        arena_free(&search.check.scratch);
        return CHAIN_OK;
    }
    if (!question->proving) /* nobody reads why a signer's path is not valid */
        explain(&search);
    if (!search.full)
        assemble(&search, out);
    arena_free(&search.check.scratch);
    if (search.full)
        return search.arena->limited ? give_up(&search, out) : CHAIN_E_MEMORY;
    out->nodes = search.graph.nodes;
    out->node_count = search.graph.node_count;
    out->signatures = search.check.signatures;
    out->names = question->budget.names - search.check.names_left;
    out->paths = question->budget.paths - search.build.left +
                 (question->budget.paths - search.check.paths_left);
    if (is_spent(&search))
        mark_spent(&search, out);
    return CHAIN_OK;
}

chain_status segment_answer(struct answer *out, const struct question *question,
                            struct chain_memo *memo)
{
    const struct profile *otherwise = NULL;
    chain_status status = answer_under(out, question, memo, &otherwise);
    if (status != CHAIN_OK || !otherwise)
        return status;
    struct question other = *question;
    other.profile = otherwise;
    return answer_under(out, &other, memo, &otherwise);
}
