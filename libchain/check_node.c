// SPDX-License-Identifier: Apache-2.0
/* What can be said of one certificate, whatever the path: check_node. */
#include "check_note.h"

#include "constraints.h"
#include "lifetime.h"

#include <string.h>

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
    if (node->anchor) /* nobody looks an anchor up by its number, and GoDaddy's and Starfield's is zero */
        deviations &= ~(uint32_t)CERT_SERIAL_ZERO;
    for (size_t i = 0; deviations && i < sizeof(DEVIATIONS) / sizeof(DEVIATIONS[0]); i++) {
        if (deviations & DEVIATIONS[i].deviation)
            check_note_always(check, node, DEVIATIONS[i].code);
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
        check_note_always(check, node, CHAIN_FINDING_SIGNATURE_MD5);
    else if (algorithm.digest == DIGEST_SHA1)
        check_note_always(check, node, CHAIN_FINDING_SIGNATURE_SHA1);
}

static void check_key(struct check *check, struct node *node, bool issues)
{
    struct key key;
    const struct chain_cert *cert = node->link->cert;
    enum key_status status = key_read(&key, cert_bytes(cert, cert->spki));
    node->inherits = key.kind == KEY_DSA && !key.p.size;
    if (node->inherits) /* what the key verifies depends on what stands above it */
        check->graph->whole_path_rules = true;
    if (status == KEY_MALFORMED)
        check_note_always(check, node, CHAIN_FINDING_KEY_MALFORMED);
    if (status == KEY_UNSUPPORTED && issues)
        check_note_always(check, node, CHAIN_FINDING_KEY_UNSUPPORTED);
    if ((key.kind == KEY_RSA || key.kind == KEY_DSA) && key.bits &&
        key.bits < check->graph->question->profile->rsa_least)
        check_note_always(check, node, CHAIN_FINDING_KEY_SMALL);
}

/* ---- one certificate: dates and rules --------------------------------------------------------- */

/* RFC 5280 6.1.3 (a)(2) */
static void check_dates(struct check *check, struct node *node)
{
    chain_span window = node->link->window;
    window.until = check_end(check->graph->question->profile, window.until);
    check_note_span(check, &node->findings,
                    node->anchor ? CHAIN_FINDING_ANCHOR_NOT_YET_VALID : CHAIN_FINDING_NOT_YET_VALID,
                    (chain_span){CHAIN_TIME_MIN, window.from});
    check_note_span(check, &node->findings,
                    node->anchor ? CHAIN_FINDING_ANCHOR_EXPIRED : CHAIN_FINDING_EXPIRED,
                    (chain_span){window.until, CHAIN_TIME_MAX});
}

/*
 * Leaves issued after `limit` are not trusted. A leaf at hand has its date. One that is assumed to
 * be renewed is good up to the limit, or as long as the last one issued by then is good; whether
 * the one after that can be issued at all is not known for a maximum lifetime, and then it cannot.
 */
void check_issuance(struct check *check, struct node *node, struct moment limit)
{
    const struct link *leaf = check->graph->question->target;
    chain_time good_until = limit.earliest;
    if (leaf->cert) {
        chain_time issued = leaf->cert->validity.from;
        if (issued > limit.latest)
            check_note_always(check, node, CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE);
        else if (issued > limit.earliest)
            check_note_always(check, node, CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED);
        if (!leaf->renewed || issued > limit.earliest)
            return;
        if (leaf->cert->validity.until > good_until)
            good_until = leaf->cert->validity.until;
    }
    chain_time last = limit.latest + lifetime_most(limit.latest);
    check_note_from(check, node, (struct moment){good_until, last > good_until ? last : good_until},
                    CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE, CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED);
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
        if (!check_rule_applies(check, rule) || memcmp(rule->key, key, KEY_HASH_SIZE) != 0)
            continue;
        if (rule->kind == RULE_ROOT_REMOVED)
            check_note_from(check, node, rule->at, CHAIN_FINDING_ROOT_REMOVED,
                            CHAIN_FINDING_ROOT_REMOVAL_NEAR);
        else if (rule->kind == RULE_DISTRUST_AFTER)
            check_issuance(check, node, rule->at);
    }
}

/* ---- one certificate: what it may do ---------------------------------------------------------- */

static bool allows_purpose(const struct chain_cert *cert, const struct profile *profile, bool is_ca)
{
    bool denied = profile->any_purpose_denied || (is_ca && profile->any_purpose_of_cas_denied);
    uint16_t any = denied ? 0 : PURPOSE_ANY;
    return !profile->purpose || !cert_has(cert, EXTENSION_EXTENDED_KEY_USAGE) ||
           cert->purposes & (profile->purpose | any);
}

/* RFC 5280 6.1.3 (b) and (c), for the target; names of intermediates follow in check_path. */
static void check_constraints(struct check *check, struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    if (!cert_has(cert, EXTENSION_NAME_CONSTRAINTS) ||
        check_is_malformed(cert, EXTENSION_NAME_CONSTRAINTS))
        return;
    if (!constraints_are_well_formed(cert_extension(cert, EXTENSION_NAME_CONSTRAINTS))) {
        check_note_always(check, node, CHAIN_FINDING_EXTENSION_MALFORMED);
        return;
    }
    chain_finding_code code = check_hold_names(check, node->link, check->graph->question->target);
    if (code != CHAIN_FINDING_NONE)
        check_note_spans(check, &node->findings, code, ABOUT_TARGET, SPAN_ALWAYS);
    check->graph->whole_path_rules = true;
}

/* RFC 5280 6.1.4 (k), (n) and 4.2.1.12 */
static void check_authority(struct check *check, struct node *node)
{
    const struct profile *profile = check->graph->question->profile;
    const struct chain_cert *cert = node->link->cert;
    bool may_sign = cert_has(cert, EXTENSION_KEY_USAGE) && cert->key_usage & KEY_USAGE_CERT_SIGN;
    bool stands_in = profile->usage_makes_ca && may_sign &&
                     !cert_has(cert, EXTENSION_BASIC_CONSTRAINTS);
    if (!cert->is_ca && !stands_in)
        check_note_always(check, node, CHAIN_FINDING_NOT_A_CA);
    if (cert_has(cert, EXTENSION_KEY_USAGE) && !may_sign)
        check_note_always(check, node, CHAIN_FINDING_NO_CERT_SIGN);
    if (!profile->ca_purpose_ignored && !allows_purpose(cert, profile, true))
        check_note_always(check, node, CHAIN_FINDING_PURPOSE);
    check_constraints(check, node);
}

/* What an anchor's certificate says of being a CA. A version 1 root cannot say anything. */
static void check_anchor_ca(struct check *check, struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    uint8_t asked = check->graph->question->profile->anchor_ca;
    bool may_sign = cert_has(cert, EXTENSION_KEY_USAGE) && cert->key_usage & KEY_USAGE_CERT_SIGN;
    bool must_say = cert->version == 3 && (asked == ANCHOR_CA_VERSION_3 ||
                                           (asked == ANCHOR_CA_OR_USAGE && !may_sign) ||
                                           (asked == ANCHOR_CA_OR_SELF_SIGNED && !node->self_issued));
    uint8_t own = check_is_target(check, cert) ? check->graph->question->profile->own_anchor
                                               : OWN_ANCHOR_AS_CA;
    if (asked == ANCHOR_CA_NEVER || own == OWN_ANCHOR_TRUSTED)
        return;
    if (own == OWN_ANCHOR_AS_CA && (must_say || cert_has(cert, EXTENSION_BASIC_CONSTRAINTS)) &&
        !cert->is_ca)
        check_note_always(check, node, CHAIN_FINDING_NOT_A_CA);
    if (cert_has(cert, EXTENSION_KEY_USAGE) && !may_sign)
        check_note_always(check, node, CHAIN_FINDING_NO_CERT_SIGN);
}

/*
 * An anchor is a name and a key; its dates count. What its certificate says besides (RFC 5937)
 * counts where the profile says so, and only where it says something: a version 1 root says
 * nothing.
 */
static void check_anchor(struct check *check, struct node *node)
{
    const struct profile *profile = check->graph->question->profile;
    const struct chain_cert *cert = node->link->cert;
    check_dates(check, node);
    check_anchor_rules(check, node);
    if (node->anchor->purposes && profile->purpose && !(node->anchor->purposes & profile->purpose))
        check_note_always(check, node, CHAIN_FINDING_ANCHOR_PURPOSE);
    if (!cert)
        return;
    check_key(check, node, true);
    if (profile->issuance)
        check_form(check, node);
    if (profile->anchor_critical && cert->deviations & CERT_UNKNOWN_CRITICAL)
        check_note_always(check, node, CHAIN_FINDING_UNKNOWN_CRITICAL_EXTENSION);
    if (profile->anchor_constraints || profile->anchor_ca)
        check_anchor_ca(check, node);
    if (!profile->anchor_constraints)
        return;
    if (!profile->issuance && (check_is_malformed(cert, EXTENSION_BASIC_CONSTRAINTS) ||
                               check_is_malformed(cert, EXTENSION_KEY_USAGE) ||
                               check_is_malformed(cert, EXTENSION_EXTENDED_KEY_USAGE) ||
                               check_is_malformed(cert, EXTENSION_NAME_CONSTRAINTS)))
        check_note_always(check, node, CHAIN_FINDING_EXTENSION_MALFORMED);
    if (!profile->ca_purpose_ignored && !profile->anchor_purpose_ignored &&
        !allows_purpose(cert, profile, true))
        check_note_always(check, node, CHAIN_FINDING_PURPOSE);
    check_constraints(check, node);
}

static void check_target(struct check *check, struct node *node)
{
    const struct question *question = check->graph->question;
    const struct profile *profile = question->profile;
    const struct chain_cert *cert = node->link->cert;
    if (!allows_purpose(cert, profile, false) ||
        (profile->leaf_usage && cert_has(cert, EXTENSION_KEY_USAGE) &&
         !(cert->key_usage & profile->leaf_usage)))
        check_note_always(check, node, CHAIN_FINDING_PURPOSE);
    if (question->host && !hostname_matches(question->host, cert) &&
        !(profile->host_common_name && hostname_matches_common_name(question->host, cert)))
        check_note_always(check, node, CHAIN_FINDING_HOST_MISMATCH);
}

/* Where no finding denies, and where there is none. */
static bool make_base(struct graph *graph, struct node *node)
{
    node->base = node->clean = SPAN_ALWAYS;
    for (const struct finding *f = node->findings.first; f; f = f->next) {
        if (f->effect == CHAIN_INVALID &&
            !span_set_minus(graph->arena, &node->base, node->base, f->spans))
            return false;
        if (!span_set_minus(graph->arena, &node->clean, node->clean, f->spans))
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
            check_policy_node(check, node);
            if (is_target)
                check_target(check, node);
            else
                check_authority(check, node);
        }
    }
    check_rules(check, node);
    return !check->full && make_base(graph, node);
}
