// SPDX-License-Identifier: Apache-2.0
#include "build_sent.h"

#include "der.h"
#include "issuer.h"

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

/* Has some anchor the name and the key of this node? In which octets a name is written is not known
 * of a certificate that is only stated. */
static bool is_trusted(const struct graph *graph, const struct group *group, uint32_t number)
{
    const struct link *link = graph->nodes[number].link;
    bool octets = link->cert && graph->question->profile->names_are_octets;
    for (uint32_t i = 0; i < group->count; i++) {
        const struct node *node = &graph->nodes[group->nodes[i]];
        if (node->anchor && link_same_key(node->link, link) &&
            (!octets || bytes_equal(node->link->subject, link->subject)))
            return true;
    }
    return false;
}

/* What was sent after the target, of which there may be a copy with other dates. A target that was
 * not sent itself is followed by everything. */
static size_t first_above(const struct question *question)
{
    const struct chain_cert *target = question->target->cert;
    for (size_t i = 0; i < question->sent_count; i++) {
        if (&question->sent[i] == question->target || (target && question->sent[i].cert == target))
            return i + 1;
    }
    return 0;
}

/* In the order in which they were sent, up to one that is trusted. */
static bool take_in_order(struct sent *sent, const struct graph *graph)
{
    const struct question *question = graph->question;
    for (size_t i = first_above(question); i < question->sent_count; i++) {
        const struct node *top = &graph->nodes[sent->path[sent->length - 1]];
        uint32_t number;
        if (top->issuers == NO_GROUP || sent->length >= question->budget.depth)
            return false;
        const struct group *group = &graph->groups[top->issuers];
        if (!find_node(graph, group, &question->sent[i], &number))
            return false; /* not in order */
        if (is_trusted(graph, group, number))
            return true;
        sent->path[sent->length++] = number;
    }
    const struct node *top = &graph->nodes[sent->path[sent->length - 1]];
    return top->issuers != NO_GROUP && has_anchor(graph, &graph->groups[top->issuers]);
}

static bool is_on_path(const struct sent *sent, uint32_t number)
{
    for (uint32_t i = 0; i < sent->length; i++) {
        if (sent->path[i] == number)
            return true;
    }
    return false;
}

static bool fits(const struct graph *graph, const struct node *child, uint32_t number)
{
    const struct node *node = &graph->nodes[number];
    return !node->anchor && node != child &&
           issuer_fits(graph->question->profile, child->link, node->link);
}

/* Is there an issuer of this certificate, sent or trusted, other than itself? */
static bool leads_on(const struct graph *graph, uint32_t number)
{
    const struct node *node = &graph->nodes[number];
    const struct group *group = node->issuers == NO_GROUP ? NULL : &graph->groups[node->issuers];
    for (uint32_t i = 0; group && i < group->count; i++) {
        if (graph->nodes[group->nodes[i]].anchor || fits(graph, node, group->nodes[i]))
            return true;
    }
    return false;
}

/*
 * The first certificate that was sent and fits as the issuer of the last one. Where several do and
 * one of them leads on, GnuTLS's order depends on the whole of what was sent.
 */
static bool find_next(struct sent *sent, const struct graph *graph, uint32_t *out)
{
    const struct node *top = &graph->nodes[sent->path[sent->length - 1]];
    uint32_t fitting = 0;
    bool more = false;
    if (top->issuers == NO_GROUP)
        return false;
    const struct group *group = &graph->groups[top->issuers];
    for (uint32_t i = 0; i < group->count; i++) {
        if (!fits(graph, top, group->nodes[i]))
            continue;
        if (!fitting++)
            *out = group->nodes[i];
        more |= leads_on(graph, group->nodes[i]);
    }
    sent->ambiguous |= fitting > 1 && more;
    return fitting && !is_on_path(sent, *out);
}

static bool take_sorted(struct sent *sent, const struct graph *graph)
{
    const struct question *question = graph->question;
    uint32_t number = 0;
    while (sent->length < question->budget.depth && find_next(sent, graph, &number))
        sent->path[sent->length++] = number;
    const struct node *top = &graph->nodes[sent->path[sent->length - 1]];
    if (sent->length > 1 && issuer_is_self_signed(question->profile, top->link))
        sent->length--;
    return true;
}

bool build_sent(struct sent *sent, struct graph *graph, bool *full)
{
    const struct question *question = graph->question;
    uint32_t most = question->budget.depth;
    *sent = (struct sent){
        .path = arena_alloc(graph->arena, most + 1U, sizeof(uint32_t)),
        .length = 1,
        .above = question->sent_count - first_above(question),
    };
    *full = !sent->path;
    if (*full)
        return false;
    sent->path[0] = 0;
    return question->profile->sent_sorted ? take_sorted(sent, graph) : take_in_order(sent, graph);
}

uint32_t sent_cut(const struct sent *sent, const struct graph *graph, uint32_t group)
{
    for (uint32_t i = 1; i < sent->length; i++) {
        if (graph->nodes[sent->path[i]].group == group &&
            is_trusted(graph, &graph->groups[group], sent->path[i]))
            return i;
    }
    return sent->length;
}
