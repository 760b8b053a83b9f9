// SPDX-License-Identifier: Apache-2.0
/* Certificate policies of a path: RFC 5280 6.1.3 (d) to (f), and what a CA may map. */
#include "check_note.h"

#include "policy.h"

void check_policy_node(struct check *check, struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    if (check->graph->question->policies.explicit_policy ||
        cert_has(cert, EXTENSION_POLICY_CONSTRAINTS))
        check->graph->whole_path_rules = true;
    /* RFC 5280 6.1.4 (a) */
    if (node != check->graph->nodes && cert_has(cert, EXTENSION_POLICY_MAPPINGS) &&
        !check_is_malformed(cert, EXTENSION_POLICY_MAPPINGS) &&
        policy_maps_any(cert_extension(cert, EXTENSION_POLICY_MAPPINGS)))
        check_note_always(check, node, CHAIN_FINDING_POLICY_MAPS_ANY);
}

/* From the certificate below the anchor down to the target. */
static const struct policy_step *make_steps(struct check *check, const struct path *path)
{
    uint32_t count = path->length - 1;
    struct policy_step *steps = arena_alloc(check->graph->arena, count, sizeof(*steps));
    for (uint32_t i = 0; steps && i < count; i++) {
        const struct node *node = &check->graph->nodes[path->nodes[count - 1 - i]];
        steps[i] = (struct policy_step){node->link->cert, node->self_issued};
    }
    return steps;
}

void check_policies(struct check *check, const struct path *path, struct finding_list *list)
{
    struct graph *graph = check->graph;
    struct arena_mark mark = arena_mark(graph->arena);
    uint32_t count = path->length - 1, at;
    if (!count || !graph->nodes[path->nodes[count]].anchor)
        return; /* it does not lead to an anchor, which says more */
    const struct policy_step *steps = make_steps(check, path);
    if (!steps) {
        check->full = true;
        return;
    }
    enum policy_result result = policy_check(graph->arena, &graph->question->policies, steps, count,
                                             &check->names_left, &at);
    arena_release(graph->arena, mark);
    if (result == POLICY_REQUIRED) {
        check_note_spans(check, list, CHAIN_FINDING_POLICY_REQUIRED, count - 1 - at, SPAN_ALWAYS);
    } else if (result == POLICY_SPENT) {
        check->spent = true;
        check_note_spans(check, list, CHAIN_FINDING_BUDGET_SPENT, count - 1 - at, SPAN_ALWAYS);
    } else if (result == POLICY_NO_MEMORY) {
        check->full = true;
    }
}
