// SPDX-License-Identifier: Apache-2.0
#include "build.h"

#include "der.h"
#include "issuer.h"

#include <string.h>

#define NO_LOOP UINT32_MAX

bool build_start(struct build *build, struct graph *graph, struct span_set covered, bool explaining)
{
    uint32_t depth = graph->question->budget.depth;
    *build = (struct build){
        .graph = graph,
        .covered = covered,
        .left = graph->question->budget.paths,
        .explaining = explaining,
    };
    build->frames = arena_alloc(graph->arena, depth + 1U, sizeof(*build->frames));
    build->path = arena_alloc(graph->arena, depth + 1U, sizeof(*build->path));
    if (!build->frames || !build->path)
        return false;
    build->frames[0] = (struct frame){
        .window = graph->nodes[0].base, .clean = graph->nodes[0].clean, .loop = NO_LOOP};
    build->height = 1;
    return true;
}

void build_cover(struct build *build, struct span_set covered)
{
    build->covered = covered;
}

void build_drop(struct build *build, uint32_t step)
{
    /* Frames above were not searched to the end, so they leave no visit. */
    if (build->height > step + 1)
        build->height = step + 1;
}

/* Would reaching out to these instants cover anything new? */
static bool adds(struct build *build, struct span_set window, struct span_set reach)
{
    struct arena_mark mark = arena_mark(build->graph->arena);
    struct span_set both;
    bool more = true;
    if (!span_set_meet(build->graph->arena, &both, window, reach))
        build->full = true;
    else
        more = !span_set_covers(build->covered, both);
    arena_release(build->graph->arena, mark);
    return more;
}

static bool is_visited(const struct build *build, const struct node *node,
                       const struct frame *frame)
{
    if (build->graph->whole_path_rules || build->explaining)
        return false;
    for (const struct visit *visit = node->visits; visit; visit = visit->next) {
        if (visit->depth <= frame->depth && span_set_covers(visit->window, frame->window) &&
            span_set_covers(visit->clean, frame->clean))
            return true;
    }
    return false;
}

/* The state of an edge of the path so far. */
static enum edge edge_above(const struct build *build, uint32_t step)
{
    return graph_edge(build->graph, build->frames[step].node, build->frames[step + 1].node);
}

/*
 * Was everything above tried that could matter? What a loop kept from being tried here is tried
 * with the loop cut out, from the certificate that closes it; which counts only if the path is
 * known to be good up to there.
 */
static bool is_exhausted(const struct build *build, uint32_t height)
{
    uint32_t loop = build->frames[height].loop;
    for (uint32_t step = 0; loop < height && step < loop; step++) {
        enum edge edge = edge_above(build, step);
        if (edge != EDGE_GOOD && edge != EDGE_STATED && edge != EDGE_UNSUPPORTED)
            return false;
    }
    return true;
}

/* The topmost frame, which has no candidates left. */
static void remember_visit(struct build *build)
{
    const struct frame *frame = &build->frames[build->height - 1];
    if (build->graph->whole_path_rules || build->explaining ||
        !is_exhausted(build, build->height - 1))
        return;
    struct span_set clean = frame->clean;
    for (uint32_t step = 0; step + 1 < build->height; step++) {
        if (edge_above(build, step) == EDGE_UNSUPPORTED)
            clean = SPAN_NEVER;
    }
    struct visit *visit = arena_alloc(build->graph->arena, 1, sizeof(*visit));
    if (!visit) {
        build->full = true;
        return;
    }
    struct node *node = &build->graph->nodes[frame->node];
    *visit = (struct visit){frame->window, clean, frame->depth, node->visits};
    node->visits = visit;
}

/* RFC 4158 5.2: the same name and key never twice in a path. The frame that has them, or NO_LOOP.
 */
static uint32_t find_on_path(const struct build *build, const struct node *node)
{
    for (uint32_t i = 0; i < build->height; i++) {
        const struct node *other = &build->graph->nodes[build->frames[i].node];
        if (other->key == node->key && other->group == node->group)
            return i;
    }
    return NO_LOOP;
}

/* RFC 4158 3.5.12: a fitting key identifier is a reason to try first, never one to leave out. */
static bool key_id_fits(const struct node *child, const struct node *issuer)
{
    if (!child->link->cert || !issuer->link->cert)
        return link_match(child->link, issuer->link) == LINK_KEY_FITS;
    chain_bytes wanted = cert_authority_key_id(child->link->cert);
    return wanted.size && bytes_equal(wanted, cert_subject_key_id(issuer->link->cert));
}

/*
 * RFC 5280 6.1.4 (l) and (m): as many intermediates as a certificate allows below it, and one more.
 * Nothing above can mend that. A visit could not tell it from a path of the same depth that goes
 * round this certificate, if it is self-issued.
 */
static bool is_too_long(const struct build *build, const struct frame *below,
                        const struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    return cert && cert->path_length != CERT_NO_PATH_LENGTH && below->depth > cert->path_length &&
           build->graph->question->profile->effects[CHAIN_FINDING_PATH_TOO_LONG] == EFFECT_DENY;
}

static bool is_worth_trying(struct build *build, struct frame *frame, uint32_t number)
{
    const struct graph *graph = build->graph;
    const struct node *node = &graph->nodes[number];
    uint32_t loop = find_on_path(build, node);
    if (!issuer_binds(graph->question->profile, graph->nodes[frame->node].link, node->link))
        return false;
    if (build->explaining)
        return loop == NO_LOOP &&
               (node->anchor || (node->issuers != NO_GROUP && graph->groups[node->issuers].leads));
    enum edge edge = graph_edge(graph, frame->node, number);
    if (edge == EDGE_BAD || edge == EDGE_MISMATCH || !adds(build, frame->window, node->reach) ||
        (!node->anchor && is_too_long(build, frame, node)))
        return false;
    if (loop < frame->loop)
        frame->loop = loop;
    return loop == NO_LOOP;
}

/* The next candidate of the topmost frame, or TABLE_NONE. */
static uint32_t next_candidate(struct build *build, struct frame *frame)
{
    const struct graph *graph = build->graph;
    const struct node *child = &graph->nodes[frame->node];
    if (child->issuers == NO_GROUP)
        return TABLE_NONE;
    const struct group *group = &graph->groups[child->issuers];
    for (; frame->pass < 2; frame->pass++, frame->position = 0) {
        while (frame->position < group->count) {
            uint32_t number = group->nodes[frame->position++];
            if (key_id_fits(child, &graph->nodes[number]) == (frame->pass == 0) &&
                is_worth_trying(build, frame, number))
                return number;
        }
    }
    return TABLE_NONE;
}

static void push(struct build *build, const struct frame *below, uint32_t number)
{
    const struct node *node = &build->graph->nodes[number];
    struct frame frame = {
        .node = number, .depth = below->depth + !node->self_issued, .loop = NO_LOOP};
    if (!span_set_meet(build->graph->arena, &frame.window, below->window, node->base) ||
        !span_set_meet(build->graph->arena, &frame.clean, below->clean, node->clean)) {
        build->full = true;
        return;
    }
    if (!is_visited(build, node, &frame))
        build->frames[build->height++] = frame;
}

static void pop(struct build *build)
{
    remember_visit(build);
    uint32_t loop = build->frames[--build->height].loop;
    if (build->height && loop < build->frames[build->height - 1].loop)
        build->frames[build->height - 1].loop = loop;
    if (build->left)
        build->left--;
    else
        build->spent = true;
}

static void emit(struct build *build, uint32_t anchor, uint32_t *length)
{
    for (uint32_t i = 0; i < build->height; i++)
        build->path[i] = build->frames[i].node;
    build->path[build->height] = anchor;
    *length = build->height + 1;
    if (build->left)
        build->left--;
    else
        build->spent = true;
}

bool build_next(struct build *build, uint32_t *length)
{
    const struct graph *graph = build->graph;
    while (build->height && !build->full && !build->spent) {
        struct frame *frame = &build->frames[build->height - 1];
        uint32_t number = next_candidate(build, frame);
        if (build->full)
            break;
        if (number == TABLE_NONE) {
            pop(build);
        } else if (graph->nodes[number].anchor) {
            emit(build, number, length);
            return !build->spent;
        } else if (build->height + 1 >= graph->question->budget.depth) {
            build->cut = true;
        } else {
            push(build, frame, number);
        }
    }
    return false;
}
