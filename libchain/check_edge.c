// SPDX-License-Identifier: Apache-2.0
/* Signatures: check_edges. */
#include "check.h"

chain_bytes check_parameters(const struct check *check, const struct path *path, uint32_t step)
{
    const struct node *nodes = check->graph->nodes;
    chain_bytes none = {NULL, 0};
    if (!nodes[path->nodes[step]].inherits)
        return none;
    while (++step < path->length) {
        const struct node *above = &nodes[path->nodes[step]];
        struct key key;
        if (above->inherits)
            continue;
        chain_bytes spki = above->link->cert ? cert_bytes(above->link->cert, above->link->cert->spki)
                                             : none;
        return spki.size && key_read(&key, spki) == KEY_GOOD && key.kind == KEY_DSA ? spki : none;
    }
    return none;
}

static enum edge try_signature(struct check *check, const struct link *child,
                               const struct link *issuer, chain_bytes parameters)
{
    bool computed;
    enum sig_result result =
        memo_check_with(check->memo, child->cert, issuer->cert, parameters, &computed);
    check->signatures += computed;
    check->signatures_left -= computed;
    switch (result) {
    case SIG_GOOD:
        return EDGE_GOOD;
    case SIG_BAD:
        return EDGE_BAD;
    case SIG_UNSUPPORTED:
        return EDGE_UNSUPPORTED;
    case SIG_NO_MEMORY:
        break;
    }
    check->full = true;
    return EDGE_UNTRIED;
}

/* RFC 5280 6.1.3 (a)(1), once for each certificate and key. */
static enum edge try_edge(struct check *check, const struct path *path, uint32_t step)
{
    uint32_t child = path->nodes[step], issuer = path->nodes[step + 1];
    bool inherits = check->graph->nodes[issuer].inherits;
    enum edge edge = inherits ? EDGE_UNTRIED : graph_edge(check->graph, child, issuer);
    if (edge != EDGE_UNTRIED)
        return edge;
    const struct link *below = check->graph->nodes[child].link;
    const struct link *above = check->graph->nodes[issuer].link;
    switch (link_match(below, above)) {
    case LINK_KEY_FITS:
    case LINK_KEY_UNKNOWN:
        edge = EDGE_STATED;
        break;
    case LINK_KEY_DIFFERS:
        edge = EDGE_MISMATCH;
        break;
    case LINK_NEEDS_SIGNATURE:
        if (!check->signatures_left) {
            check->spent = true;
            return EDGE_UNTRIED;
        }
        edge = try_signature(check, below, above, check_parameters(check, path, step + 1));
        break;
    }
    if (edge != EDGE_UNTRIED && !inherits && !graph_set_edge(check->graph, child, issuer, edge))
        check->full = true;
    return edge;
}

enum edges check_edges(struct check *check, const struct path *path, uint32_t *step)
{
    enum edges result = EDGES_GOOD;
    *step = 0;
    for (uint32_t i = 0; i + 1 < path->length; i++) {
        enum edge edge = try_edge(check, path, i);
        if (check->full)
            return EDGES_NO_MEMORY;
        if (edge == EDGE_UNTRIED)
            return EDGES_SPENT;
        if (edge == EDGE_BAD || edge == EDGE_MISMATCH) {
            *step = i;
            return check->graph->nodes[path->nodes[i + 1]].inherits ? EDGES_BAD_HERE : EDGES_BAD;
        }
        if (edge == EDGE_UNSUPPORTED && result == EDGES_GOOD) {
            *step = i;
            result = EDGES_UNSUPPORTED;
        }
    }
    return result;
}
