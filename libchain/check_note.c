// SPDX-License-Identifier: Apache-2.0
#include "check_note.h"

#include "constraints.h"

static chain_verdict effect_of(const struct check *check, chain_finding_code code)
{
    switch (check->graph->question->profile->effects[code]) {
    case EFFECT_DENY:
        return CHAIN_INVALID;
    case EFFECT_UNKNOWN:
        return CHAIN_UNKNOWN;
    default:
        return CHAIN_VALID;
    }
}

void check_note(struct check *check, struct finding_list *list, struct finding finding)
{
    finding.effect = effect_of(check, finding.code);
    if (finding.effect != CHAIN_VALID && !finding_add(check->graph->arena, list, finding))
        check->full = true;
}

void check_note_spans(struct check *check, struct finding_list *list, chain_finding_code code,
                      uint32_t certificate, struct span_set spans)
{
    check_note(
        check, list,
        (struct finding){
            .code = code, .certificate = certificate, .spans = spans, .since = CHAIN_TIME_MIN});
}

void check_note_span(struct check *check, struct finding_list *list, chain_finding_code code,
                     chain_span span)
{
    struct span_set spans;
    if (!span_set_one(check->graph->arena, &spans, span))
        check->full = true;
    else
        check_note_spans(check, list, code, ABOUT_ITSELF, spans);
}

void check_note_always(struct check *check, struct node *node, chain_finding_code code)
{
    check_note_spans(check, &node->findings, code, ABOUT_ITSELF, SPAN_ALWAYS);
}

void check_note_from(struct check *check, struct node *node, struct moment at,
                     chain_finding_code sure, chain_finding_code near)
{
    struct finding finding = {.code = near, .certificate = ABOUT_ITSELF, .since = at.earliest};
    if (!span_set_one(check->graph->arena, &finding.spans, (chain_span){at.earliest, at.latest})) {
        check->full = true;
        return;
    }
    check_note(check, &node->findings, finding);
    finding.code = sure;
    if (!span_set_one(check->graph->arena, &finding.spans, (chain_span){at.latest, CHAIN_TIME_MAX}))
        check->full = true;
    else
        check_note(check, &node->findings, finding);
}

bool check_is_target(const struct check *check, const struct chain_cert *cert)
{
    const struct chain_cert *target = check->graph->question->target->cert;
    return target && bytes_equal(chain_cert_der(target), chain_cert_der(cert));
}

bool check_rule_applies(const struct check *check, const struct rule *rule)
{
    return rule->program == CHAIN_PROGRAM_NONE || rule->program == check->graph->question->program;
}

chain_finding_code check_hold_names(struct check *check, const struct link *ca,
                                    const struct link *below)
{
    uint64_t given = check->names_left < CONSTRAINTS_MOST ? check->names_left : CONSTRAINTS_MOST;
    uint64_t left = given;
    chain_bytes constraints = cert_extension(ca->cert, EXTENSION_NAME_CONSTRAINTS);
    enum constraints_result result =
        constraints_check(constraints, below->cert, link_stated(below)->hosts, &left);
    if (result == CONSTRAINTS_KEPT && below->cert &&
        check->graph->question->profile->limits_common_name && check_is_target(check, below->cert))
        result = constraints_check_common_names(constraints, below->cert, &left);
    check->names_left -= given - left;
    switch (result) {
    case CONSTRAINTS_KEPT:
        return CHAIN_FINDING_NONE;
    case CONSTRAINTS_NOT_PERMITTED:
        return CHAIN_FINDING_NAME_NOT_PERMITTED;
    case CONSTRAINTS_EXCLUDED:
        return CHAIN_FINDING_NAME_EXCLUDED;
    case CONSTRAINTS_UNSUPPORTED:
        return CHAIN_FINDING_NAME_CONSTRAINT_UNSUPPORTED;
    case CONSTRAINTS_SPENT:
        break;
    }
    check->cut = true;
    check->spent |= !check->names_left;
    return CHAIN_FINDING_BUDGET_SPENT;
}
