// SPDX-License-Identifier: Apache-2.0
/* What depends on the whole path: check_path. */
#include "check_note.h"

static const struct node *node_at(const struct check *check, const struct path *path, uint32_t step)
{
    return &check->graph->nodes[path->nodes[step]];
}

/* RFC 5280 6.1.4 (l) and (m): intermediates that are not self-issued, between a CA and the target.
 */
static void check_length(struct check *check, const struct path *path, struct finding_list *list)
{
    const uint32_t *most = check->graph->question->most_intermediates;
    const struct profile *profile = check->graph->question->profile;
    uint32_t below = 0;
    for (uint32_t step = 1; step < path->length; step++) {
        const struct node *node = node_at(check, path, step);
        const struct chain_cert *cert = node->link->cert;
        bool asked = cert && (!node->anchor || (profile->anchor_constraints &&
                                                !profile->anchor_length_ignored));
        if ((asked && cert->path_length != CERT_NO_PATH_LENGTH && below > cert->path_length) ||
            (node->anchor && most && below > *most))
            check_note_spans(check, list, CHAIN_FINDING_PATH_TOO_LONG, step, SPAN_ALWAYS);
        below += profile->self_issued_count || !node->self_issued;
    }
}

/* RFC 5280 6.1.3 (b) and (c), for intermediates that are not self-issued. */
static void check_names(struct check *check, const struct path *path, struct finding_list *list)
{
    for (uint32_t ca = 2; ca < path->length; ca++) {
        const struct node *node = node_at(check, path, ca);
        const struct chain_cert *cert = node->link->cert;
        if (!cert || !cert_has(cert, EXTENSION_NAME_CONSTRAINTS) ||
            check_is_malformed(cert, EXTENSION_NAME_CONSTRAINTS) ||
            (node->anchor && !check->graph->question->profile->anchor_constraints))
            continue;
        for (uint32_t step = 1; step < ca; step++) {
            const struct node *below = node_at(check, path, step);
            if (below->self_issued || !below->link->cert)
                continue;
            chain_finding_code code = check_hold_names(check, node->link, below->link);
            if (code != CHAIN_FINDING_NONE)
                check_note_spans(check, list, code, step, SPAN_ALWAYS);
        }
    }
}

void check_sum_up(struct check *check, struct judgement *out)
{
    struct arena *arena = check->graph->arena;
    out->denied = out->undecided = SPAN_NEVER;
    for (const struct finding *f = out->findings.first; f; f = f->next) {
        struct span_set *to = f->effect == CHAIN_INVALID ? &out->denied : &out->undecided;
        if (!span_set_union(arena, to, *to, f->spans))
            check->full = true;
    }
    if (!span_set_minus(arena, &out->undecided, out->undecided, out->denied))
        check->full = true;
}

bool check_path(struct check *check, const struct path *path, struct judgement *out)
{
    *out = (struct judgement){0};
    for (uint32_t step = 0; step < path->length; step++) {
        const struct finding *f = node_at(check, path, step)->findings.first;
        for (; f; f = f->next) {
            struct finding finding = *f;
            finding.certificate = f->certificate == ABOUT_TARGET ? 0 : step;
            check_note(check, &out->findings, finding);
        }
    }
    check_length(check, path, &out->findings);
    check_names(check, path, &out->findings);
    check_policies(check, path, &out->findings);
    check_revoked_issued(check, path, &out->findings);
    check_runtime(check, path, &out->findings);
    check_sum_up(check, out);
    return !check->full;
}

bool check_add(struct check *check, struct judgement *judgement, chain_finding_code code,
               uint32_t certificate)
{
    return check_add_spans(check, judgement, code, certificate, SPAN_ALWAYS);
}

bool check_add_spans(struct check *check, struct judgement *judgement, chain_finding_code code,
                     uint32_t certificate, struct span_set spans)
{
    check_note_spans(check, &judgement->findings, code, certificate, spans);
    check_sum_up(check, judgement);
    return !check->full;
}
