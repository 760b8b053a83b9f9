// SPDX-License-Identifier: Apache-2.0
#include "build_sent.h"

#include <string.h>

/* The node of a certificate that was sent: it stands in the group of its subject. */
static bool find_node(const struct graph *graph, const struct group *group, const struct link *link,
                      uint32_t *out)
{
    for (uint32_t i = 0; i < group->count; i++) {
        const struct node *node = &graph->nodes[group->nodes[i]];
        bool same = node->link == link ||
                    (node->link->cert && link->cert && node->link->cert->size == link->cert->size &&
                     memcmp(node->link->cert->der, link->cert->der, link->cert->size) == 0);
        if (!node->anchor && same) {
            *out = group->nodes[i];
            return true;
        }
    }
    return false;
}

static bool has_anchor(const struct graph *graph, const struct group *group)
{
    for (uint32_t i = 0; i < group->count; i++) {
        if (graph->nodes[group->nodes[i]].anchor)
            return true;
    }
    return false;
}

/* Has some anchor the name and the key of this node? */
static bool is_trusted(const struct graph *graph, const struct group *group, uint32_t number)
{
    for (uint32_t i = 0; i < group->count; i++) {
        const struct node *node = &graph->nodes[group->nodes[i]];
        if (node->anchor && node->key == graph->nodes[number].key)
            return true;
    }
    return false;
}

/* What was sent after the target. A target that was not sent itself is followed by everything. */
static size_t first_above(const struct question *question)
{
    for (size_t i = 0; i < question->sent_count; i++) {
        if (&question->sent[i] == question->target)
            return i + 1;
    }
    return 0;
}

bool build_sent(struct sent *sent, struct graph *graph, bool *full)
{
    const struct question *question = graph->question;
    uint32_t most = question->budget.depth;
    *sent = (struct sent){arena_alloc(graph->arena, most + 1U, sizeof(uint32_t)), 1};
    *full = !sent->path;
    if (*full)
        return false;
    sent->path[0] = 0;
    for (size_t i = first_above(question); i < question->sent_count; i++) {
        const struct link *link = &question->sent[i];
        const struct node *top = &graph->nodes[sent->path[sent->length - 1]];
        uint32_t number;
        if (top->issuers == NO_GROUP || sent->length >= most)
            return false;
        const struct group *group = &graph->groups[top->issuers];
        if (!find_node(graph, group, link, &number))
            return false; /* not in order, or there already */
        if (is_trusted(graph, group, number))
            return true;
        sent->path[sent->length++] = number;
    }
    const struct node *top = &graph->nodes[sent->path[sent->length - 1]];
    return top->issuers != NO_GROUP && has_anchor(graph, &graph->groups[top->issuers]);
}
