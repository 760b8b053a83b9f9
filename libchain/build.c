// SPDX-License-Identifier: Apache-2.0
#include "build.h"

#include "der.h"

#include <string.h>

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
    build->frames[0] = (struct frame){.window = graph->nodes[0].base, .sure = graph->nodes[0].sure};
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

static bool is_visited(const struct build *build, const struct node *node, const struct frame *frame)
{
    if (build->graph->whole_path_rules || build->explaining)
        return false;
    for (const struct visit *visit = node->visits; visit; visit = visit->next) {
        if (visit->depth <= frame->depth && span_set_covers(visit->window, frame->window) &&
            span_set_covers(visit->sure, frame->sure))
            return true;
    }
    return false;
}

/* Is a signature below the topmost frame one that cannot be checked? */
static bool stands_on_unsupported(const struct build *build, uint32_t height)
{
    for (uint32_t i = 1; i < height; i++) {
        if (graph_edge(build->graph, build->frames[i - 1].node, build->frames[i].node) ==
            EDGE_UNSUPPORTED)
            return true;
    }
    return false;
}

/* `frame` is the topmost one, which was just taken off. */
static void remember_visit(struct build *build, const struct frame *frame)
{
    if (build->graph->whole_path_rules || build->explaining)
        return;
    struct visit *visit = arena_alloc(build->graph->arena, 1, sizeof(*visit));
    if (!visit) {
        build->full = true;
        return;
    }
    struct node *node = &build->graph->nodes[frame->node];
    bool unsure = stands_on_unsupported(build, build->height + 1);
    *visit = (struct visit){frame->window, unsure ? SPAN_NEVER : frame->sure, frame->depth,
                            node->visits};
    node->visits = visit;
}

/* RFC 4158 5.2: the same name and key never twice in a path. */
static bool is_on_path(const struct build *build, const struct node *node)
{
    for (uint32_t i = 0; i < build->height; i++) {
        const struct node *other = &build->graph->nodes[build->frames[i].node];
        if (other->key == node->key && other->group == node->group)
            return true;
    }
    return false;
}

/* RFC 4158 3.5.12: a fitting key identifier is a reason to try first, never one to leave out. */
static bool key_id_fits(const struct node *child, const struct node *issuer)
{
    if (!child->link->cert || !issuer->link->cert)
        return link_match(child->link, issuer->link) == LINK_KEY_FITS;
    chain_bytes wanted = cert_authority_key_id(child->link->cert);
    return wanted.size && bytes_equal(wanted, cert_subject_key_id(issuer->link->cert));
}

static bool is_worth_trying(struct build *build, const struct frame *frame, uint32_t number)
{
    const struct graph *graph = build->graph;
    const struct node *node = &graph->nodes[number];
    if (is_on_path(build, node))
        return false;
    if (build->explaining)
        return node->anchor || (node->issuers != NO_GROUP && graph->groups[node->issuers].leads);
    enum edge edge = graph_edge(graph, frame->node, number);
    return edge != EDGE_BAD && edge != EDGE_MISMATCH && adds(build, frame->window, node->reach);
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
    struct frame frame = {.node = number, .depth = below->depth + !node->self_issued};
    if (!span_set_meet(build->graph->arena, &frame.window, below->window, node->base)) {
        build->full = true;
        return;
    }
    frame.sure = frame.window;
    if (graph_edge(build->graph, below->node, number) == EDGE_UNSUPPORTED) {
        frame.sure = SPAN_NEVER;
    } else if ((below->sure.spans != below->window.spans || node->sure.spans != node->base.spans) &&
               !span_set_meet(build->graph->arena, &frame.sure, below->sure, node->sure)) {
        build->full = true;
        return;
    }
    if (!is_visited(build, node, &frame))
        build->frames[build->height++] = frame;
}

static void pop(struct build *build)
{
    const struct frame *frame = &build->frames[--build->height];
    remember_visit(build, frame);
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
