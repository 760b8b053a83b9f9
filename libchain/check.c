// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include "constraints.h"
#include "lifetime.h"

#include <string.h>

/* In the findings of a node, before they have a place in a path. */
enum { ABOUT_TARGET = 0, ABOUT_ITSELF = 1 };

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

static void add_finding(struct check *check, struct finding_list *list, struct finding finding)
{
    finding.effect = effect_of(check, finding.code);
    if (finding.effect != CHAIN_VALID && !finding_add(check->graph->arena, list, finding))
        check->full = true;
}

static void add(struct check *check, struct finding_list *list, chain_finding_code code,
                uint32_t certificate, struct span_set spans)
{
    add_finding(check, list,
                (struct finding){.code = code, .certificate = certificate, .spans = spans,
                                 .since = CHAIN_TIME_MIN});
}

static void add_span(struct check *check, struct finding_list *list, chain_finding_code code,
                     chain_span span)
{
    struct span_set spans;
    if (!span_set_one(check->graph->arena, &spans, span))
        check->full = true;
    else
        add(check, list, code, ABOUT_ITSELF, spans);
}

static void always(struct check *check, struct node *node, chain_finding_code code)
{
    add(check, &node->findings, code, ABOUT_ITSELF, SPAN_ALWAYS);
}

/* ---- one certificate: form -------------------------------------------------------------------- */

static const struct {
    uint32_t deviation;
    chain_finding_code code;
} DEVIATIONS[] = {
    {CERT_SERIAL_ZERO, CHAIN_FINDING_SERIAL_ZERO},
    {CERT_SERIAL_NEGATIVE, CHAIN_FINDING_SERIAL_NEGATIVE},
    {CERT_SERIAL_LONG, CHAIN_FINDING_SERIAL_TOO_LONG},
    {CERT_ALGORITHM_MISMATCH, CHAIN_FINDING_ALGORITHM_MISMATCH},
    {CERT_TIME_FORM, CHAIN_FINDING_TIME_FORM},
    {CERT_ISSUER_EMPTY, CHAIN_FINDING_ISSUER_EMPTY},
    {CERT_VERSION_MISMATCH, CHAIN_FINDING_VERSION_MISMATCH},
    {CERT_UNKNOWN_CRITICAL, CHAIN_FINDING_UNKNOWN_CRITICAL_EXTENSION},
    {CERT_EXTENSION_TWICE, CHAIN_FINDING_EXTENSION_TWICE},
    {CERT_EXTENSION_MALFORMED, CHAIN_FINDING_EXTENSION_MALFORMED},
    {CERT_DEFAULT_ENCODED, CHAIN_FINDING_DER_DEFAULT_ENCODED},
    {CERT_PATH_LENGTH_WITHOUT_CA, CHAIN_FINDING_PATH_LENGTH_WITHOUT_CA},
    {CERT_KEY_USAGE_FORM, CHAIN_FINDING_KEY_USAGE_FORM},
    {CERT_POLICY_TWICE, CHAIN_FINDING_POLICY_TWICE},
    {CERT_EXTENSIONS_EMPTY, CHAIN_FINDING_EXTENSIONS_EMPTY},
};

static void check_form(struct check *check, struct node *node)
{
    uint32_t deviations = node->link->cert->deviations;
    for (size_t i = 0; deviations && i < sizeof(DEVIATIONS) / sizeof(DEVIATIONS[0]); i++) {
        if (deviations & DEVIATIONS[i].deviation)
            always(check, node, DEVIATIONS[i].code);
    }
}

/* The algorithm that a certificate is signed with: RFC 5280 6.1.3 (a)(1). Anchors are not asked. */
static void check_algorithm(struct check *check, struct node *node)
{
    struct algorithm algorithm;
    const struct chain_cert *cert = node->link->cert;
    if (!algorithm_read(&algorithm, cert_bytes(cert, cert->algorithm)))
        return;
    if (algorithm.digest == DIGEST_MD2 || algorithm.digest == DIGEST_MD5)
        always(check, node, CHAIN_FINDING_SIGNATURE_MD5);
    else if (algorithm.digest == DIGEST_SHA1)
        always(check, node, CHAIN_FINDING_SIGNATURE_SHA1);
}

static void check_key(struct check *check, struct node *node, bool issues)
{
    struct key key;
    const struct chain_cert *cert = node->link->cert;
    enum key_status status = key_read(&key, cert_bytes(cert, cert->spki));
    if (status == KEY_MALFORMED)
        always(check, node, CHAIN_FINDING_KEY_MALFORMED);
    if (status == KEY_UNSUPPORTED && issues)
        always(check, node, CHAIN_FINDING_KEY_UNSUPPORTED);
    if ((key.kind == KEY_RSA || key.kind == KEY_DSA) && key.bits &&
        key.bits < check->graph->question->profile->rsa_least)
        always(check, node, CHAIN_FINDING_KEY_SMALL);
}

/* ---- one certificate: dates and rules --------------------------------------------------------- */

/* RFC 5280 6.1.3 (a)(2) */
static void check_dates(struct check *check, struct node *node)
{
    chain_span window = node->link->window;
    add_span(check, &node->findings,
             node->anchor ? CHAIN_FINDING_ANCHOR_NOT_YET_VALID : CHAIN_FINDING_NOT_YET_VALID,
             (chain_span){CHAIN_TIME_MIN, window.from});
    add_span(check, &node->findings,
             node->anchor ? CHAIN_FINDING_ANCHOR_EXPIRED : CHAIN_FINDING_EXPIRED,
             (chain_span){window.until, CHAIN_TIME_MAX});
}

/* From a moment on; between its earliest and latest instant nobody knows. */
static void add_from(struct check *check, struct node *node, struct moment at, chain_finding_code sure,
                     chain_finding_code near)
{
    struct finding finding = {.code = near, .certificate = ABOUT_ITSELF, .since = at.earliest};
    if (!span_set_one(check->graph->arena, &finding.spans, (chain_span){at.earliest, at.latest})) {
        check->full = true;
        return;
    }
    add_finding(check, &node->findings, finding);
    finding.code = sure;
    if (!span_set_one(check->graph->arena, &finding.spans, (chain_span){at.latest, CHAIN_TIME_MAX}))
        check->full = true;
    else
        add_finding(check, &node->findings, finding);
}

/*
 * Leaves issued after `limit` are not trusted. A leaf at hand has its date. One that is assumed to be
 * renewed is good up to the limit, or as long as the last one issued by then is good; whether the one
 * after that can be issued at all is not known for a maximum lifetime, and then it cannot.
 */
static void check_issuance(struct check *check, struct node *node, struct moment limit)
{
    const struct link *leaf = check->graph->question->target;
    chain_time good_until = limit.earliest;
    if (leaf->cert) {
        chain_time issued = leaf->cert->validity.from;
        if (issued > limit.latest)
            always(check, node, CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE);
        else if (issued > limit.earliest)
            always(check, node, CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED);
        if (!leaf->renewed || issued > limit.earliest)
            return;
        if (leaf->cert->validity.until > good_until)
            good_until = leaf->cert->validity.until;
    }
    chain_time last = limit.latest + lifetime_most(limit.latest);
    add_from(check, node, (struct moment){good_until, last > good_until ? last : good_until},
             CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE, CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED);
}

static bool rule_applies(const struct check *check, const struct rule *rule)
{
    return rule->program == CHAIN_PROGRAM_NONE || rule->program == check->graph->question->program;
}

static void check_anchor_rules(struct check *check, struct node *node)
{
    struct rules rules = check->graph->question->rules;
    uint8_t key[KEY_HASH_SIZE];
    bool known = rules.count && link_key_hash(node->link, key);
    if (node->anchor->distrust_after != CHAIN_TIME_MAX)
        check_issuance(check, node,
                       (struct moment){node->anchor->distrust_after, node->anchor->distrust_after});
    for (size_t i = 0; known && i < rules.count; i++) {
        const struct rule *rule = &rules.rules[i];
        if (!rule_applies(check, rule) || memcmp(rule->key, key, KEY_HASH_SIZE) != 0)
            continue;
        if (rule->kind == RULE_ROOT_REMOVED)
            add_from(check, node, rule->at, CHAIN_FINDING_ROOT_REMOVED, CHAIN_FINDING_ROOT_REMOVAL_NEAR);
        else if (rule->kind == RULE_DISTRUST_AFTER)
            check_issuance(check, node, rule->at);
    }
}

static void check_revoked(struct check *check, struct node *node)
{
    struct rules rules = check->graph->question->rules;
    uint8_t hash[SHA256_SIZE];
    bool have_hash = false;
    for (size_t i = 0; i < rules.count; i++) {
        const struct rule *rule = &rules.rules[i];
        if (rule->kind != RULE_REVOKED || !rule_applies(check, rule))
            continue;
        if (!have_hash && node->link->cert)
            cert_sha256(node->link->cert, hash);
        else if (!have_hash)
            memcpy(hash, node->link->sha256, sizeof(hash));
        have_hash = true;
        if (memcmp(hash, rule->sha256, sizeof(hash)) == 0)
            add_from(check, node, rule->at, CHAIN_FINDING_REVOKED, CHAIN_FINDING_REVOCATION_NEAR);
    }
}

/* ---- one certificate: what it may do ---------------------------------------------------------- */

static bool allows_purpose(const struct chain_cert *cert, uint16_t purpose)
{
    return !purpose || !cert_has(cert, EXTENSION_EXTENDED_KEY_USAGE) ||
           cert->purposes & (purpose | PURPOSE_ANY);
}

/* Returns CHAIN_FINDING_NONE where the names are within the constraints. */
static chain_finding_code hold_names(struct check *check, const struct link *ca, const struct link *below)
{
    switch (constraints_check(cert_extension(ca->cert, EXTENSION_NAME_CONSTRAINTS), below->cert,
                              below->hosts, &check->names_left)) {
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
    check->spent = true;
    return CHAIN_FINDING_BUDGET_SPENT;
}

static bool is_malformed(const struct chain_cert *cert, enum cert_extension extension)
{
    return cert->malformed >> extension & 1;
}

/* RFC 5280 6.1.3 (b) and (c), for the target; names of intermediates follow in check_path. */
static void check_constraints(struct check *check, struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    if (!cert_has(cert, EXTENSION_NAME_CONSTRAINTS) || is_malformed(cert, EXTENSION_NAME_CONSTRAINTS))
        return;
    if (!constraints_are_well_formed(cert_extension(cert, EXTENSION_NAME_CONSTRAINTS))) {
        always(check, node, CHAIN_FINDING_EXTENSION_MALFORMED);
        return;
    }
    chain_finding_code code = hold_names(check, node->link, check->graph->question->target);
    if (code != CHAIN_FINDING_NONE)
        add(check, &node->findings, code, ABOUT_TARGET, SPAN_ALWAYS);
    check->graph->whole_path_rules = true;
}

/* RFC 5280 6.1.4 (k), (n) and 4.2.1.12 */
static void check_authority(struct check *check, struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    if (!cert->is_ca)
        always(check, node, CHAIN_FINDING_NOT_A_CA);
    if (cert_has(cert, EXTENSION_KEY_USAGE) && !(cert->key_usage & KEY_USAGE_CERT_SIGN))
        always(check, node, CHAIN_FINDING_NO_CERT_SIGN);
    if (!allows_purpose(cert, check->graph->question->profile->purpose))
        always(check, node, CHAIN_FINDING_PURPOSE);
    check_constraints(check, node);
}

/*
 * An anchor is a name and a key; its dates count. What its certificate says besides (RFC 5937) counts
 * where the profile says so, and only where it says something: a version 1 root says nothing.
 */
static void check_anchor(struct check *check, struct node *node)
{
    const struct profile *profile = check->graph->question->profile;
    const struct chain_cert *cert = node->link->cert;
    check_dates(check, node);
    check_anchor_rules(check, node);
    if (node->anchor->purposes && profile->purpose && !(node->anchor->purposes & profile->purpose))
        always(check, node, CHAIN_FINDING_ANCHOR_PURPOSE);
    if (!cert)
        return;
    check_key(check, node, true);
    if (!profile->anchor_constraints)
        return;
    if (is_malformed(cert, EXTENSION_BASIC_CONSTRAINTS) || is_malformed(cert, EXTENSION_KEY_USAGE) ||
        is_malformed(cert, EXTENSION_EXTENDED_KEY_USAGE) ||
        is_malformed(cert, EXTENSION_NAME_CONSTRAINTS))
        always(check, node, CHAIN_FINDING_EXTENSION_MALFORMED);
    if (cert_has(cert, EXTENSION_BASIC_CONSTRAINTS) && !cert->is_ca)
        always(check, node, CHAIN_FINDING_NOT_A_CA);
    if (cert_has(cert, EXTENSION_KEY_USAGE) && !(cert->key_usage & KEY_USAGE_CERT_SIGN))
        always(check, node, CHAIN_FINDING_NO_CERT_SIGN);
    if (!allows_purpose(cert, profile->purpose))
        always(check, node, CHAIN_FINDING_PURPOSE);
    check_constraints(check, node);
}

static void check_target(struct check *check, struct node *node)
{
    const struct question *question = check->graph->question;
    const struct chain_cert *cert = node->link->cert;
    if (!allows_purpose(cert, question->profile->purpose))
        always(check, node, CHAIN_FINDING_PURPOSE);
    if (question->host && !hostname_matches(question->host, cert))
        always(check, node, CHAIN_FINDING_HOST_MISMATCH);
}

/* Where no finding denies. */
static bool make_base(struct graph *graph, struct node *node)
{
    node->base = SPAN_ALWAYS;
    for (const struct finding *f = node->findings.first; f; f = f->next) {
        if (f->effect == CHAIN_INVALID &&
            !span_set_minus(graph->arena, &node->base, node->base, f->spans))
            return false;
    }
    return true;
}

bool check_node(void *context, struct graph *graph, struct node *node)
{
    struct check *check = context;
    bool is_target = node == graph->nodes;
    if (node->anchor) {
        check_anchor(check, node);
    } else {
        check_dates(check, node);
        check_revoked(check, node);
        if (node->link->cert) {
            check_form(check, node);
            check_algorithm(check, node);
            check_key(check, node, !is_target);
            if (is_target)
                check_target(check, node);
            else
                check_authority(check, node);
        }
    }
    return !check->full && make_base(graph, node);
}

/* ---- whole paths ------------------------------------------------------------------------------ */

static const struct node *node_at(const struct check *check, const struct path *path, uint32_t step)
{
    return &check->graph->nodes[path->nodes[step]];
}

/* RFC 5280 6.1.4 (l) and (m): intermediates that are not self-issued, between a CA and the target. */
static void check_length(struct check *check, const struct path *path, struct finding_list *list)
{
    uint32_t below = 0;
    for (uint32_t step = 1; step < path->length; step++) {
        const struct node *node = node_at(check, path, step);
        const struct chain_cert *cert = node->link->cert;
        bool asked = cert && (!node->anchor || check->graph->question->profile->anchor_constraints);
        if (asked && cert->path_length != CERT_NO_PATH_LENGTH && below > cert->path_length)
            add(check, list, CHAIN_FINDING_PATH_TOO_LONG, step, SPAN_ALWAYS);
        below += !node->self_issued;
    }
}

/* RFC 5280 6.1.3 (b) and (c), for intermediates that are not self-issued. */
static void check_names(struct check *check, const struct path *path, struct finding_list *list)
{
    for (uint32_t ca = 2; ca < path->length; ca++) {
        const struct node *node = node_at(check, path, ca);
        const struct chain_cert *cert = node->link->cert;
        if (!cert || !cert_has(cert, EXTENSION_NAME_CONSTRAINTS) ||
            is_malformed(cert, EXTENSION_NAME_CONSTRAINTS) ||
            (node->anchor && !check->graph->question->profile->anchor_constraints))
            continue;
        for (uint32_t step = 1; step < ca; step++) {
            const struct node *below = node_at(check, path, step);
            if (below->self_issued || !below->link->cert)
                continue;
            chain_finding_code code = hold_names(check, node->link, below->link);
            if (code != CHAIN_FINDING_NONE)
                add(check, list, code, step, SPAN_ALWAYS);
        }
    }
}

/* Everything that a key has issued within a stretch of time is revoked. */
static void check_revoked_issued(struct check *check, const struct path *path, struct finding_list *list)
{
    struct rules rules = check->graph->question->rules;
    for (size_t i = 0; i < rules.count; i++) {
        const struct rule *rule = &rules.rules[i];
        if (rule->kind != RULE_REVOKED_ISSUED || !rule_applies(check, rule))
            continue;
        for (uint32_t step = 0; step + 1 < path->length; step++) {
            const struct link *link = node_at(check, path, step)->link;
            uint8_t key[KEY_HASH_SIZE];
            chain_time issued = link->window.from;
            if (!link_key_hash(node_at(check, path, step + 1)->link, key) ||
                memcmp(key, rule->key, KEY_HASH_SIZE) != 0 || issued < rule->issued.from ||
                issued >= rule->issued.until)
                continue;
            struct node holder = {.link = link};
            add_from(check, &holder, rule->at, CHAIN_FINDING_REVOKED, CHAIN_FINDING_REVOCATION_NEAR);
            for (struct finding *f = holder.findings.first; f; f = f->next) {
                struct finding finding = *f;
                finding.certificate = step;
                add_finding(check, list, finding);
            }
        }
    }
}

static void sum_up(struct check *check, struct judgement *out)
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
            add_finding(check, &out->findings, finding);
        }
    }
    check_length(check, path, &out->findings);
    check_names(check, path, &out->findings);
    check_revoked_issued(check, path, &out->findings);
    sum_up(check, out);
    return !check->full;
}

bool check_add(struct check *check, struct judgement *judgement, chain_finding_code code,
               uint32_t certificate)
{
    add(check, &judgement->findings, code, certificate, SPAN_ALWAYS);
    sum_up(check, judgement);
    return !check->full;
}

/* ---- signatures ------------------------------------------------------------------------------- */

static enum edge try_signature(struct check *check, const struct link *child, const struct link *issuer)
{
    bool computed;
    enum sig_result result = memo_check(check->memo, child->cert, issuer->cert, &computed);
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
static enum edge try_edge(struct check *check, uint32_t child, uint32_t issuer)
{
    enum edge edge = graph_edge(check->graph, child, issuer);
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
        edge = try_signature(check, below, above);
        break;
    }
    if (edge != EDGE_UNTRIED && !graph_set_edge(check->graph, child, issuer, edge))
        check->full = true;
    return edge;
}

enum edges check_edges(struct check *check, const struct path *path, uint32_t *step)
{
    enum edges result = EDGES_GOOD;
    *step = 0;
    for (uint32_t i = 0; i + 1 < path->length; i++) {
        enum edge edge = try_edge(check, path->nodes[i], path->nodes[i + 1]);
        if (check->full)
            return EDGES_NO_MEMORY;
        if (edge == EDGE_UNTRIED)
            return EDGES_SPENT;
        if (edge == EDGE_BAD || edge == EDGE_MISMATCH) {
            *step = i;
            return EDGES_BAD;
        }
        if (edge == EDGE_UNSUPPORTED && result == EDGES_GOOD) {
            *step = i;
            result = EDGES_UNSUPPORTED;
        }
    }
    return result;
}
