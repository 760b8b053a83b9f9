// SPDX-License-Identifier: Apache-2.0
/*
 * Revocation: RFC 5280 6.1.3 (a)(3). What timelines say, of one certificate (check_revoked) or of
 * all that a key has issued (check_revoked_issued), and what revocation lists say
 * (check_revocation).
 */
#include "check_note.h"

#include "crl_point.h"
#include "general_name.h"
#include "name.h"
#include "revocation.h"

#include <string.h>

/* Revoked from `at` until `until`; between its earliest and latest instant nobody knows. */
static void note_revoked(struct check *check, struct finding_list *list, uint32_t certificate,
                         struct moment at, chain_time until)
{
    struct finding finding = {.certificate = certificate, .since = at.earliest};
    const struct {
        chain_finding_code code;
        chain_span span;
    } PARTS[] = {{CHAIN_FINDING_REVOCATION_NEAR, {at.earliest, at.latest}},
                 {CHAIN_FINDING_REVOKED, {at.latest, until}}};
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++) {
        finding.code = PARTS[i].code;
        if (!span_set_one(check->graph->arena, &finding.spans, PARTS[i].span))
            check->full = true;
        else
            check_note(check, list, finding);
    }
}

/* ---- by timelines ----------------------------------------------------------------------------- */

void check_revoked(struct check *check, struct node *node)
{
    struct rules rules = check->graph->question->rules;
    uint8_t hash[SHA256_SIZE];
    bool have_hash = false;
    if (check->graph->question->crl_count)
        check->graph->whole_path_rules = true;
    for (size_t i = 0; i < rules.count; i++) {
        const struct rule *rule = &rules.rules[i];
        if (!check_rule_applies(check, rule))
            continue;
        if (rule->kind == RULE_REVOKED_ISSUED)
            check->graph->whole_path_rules = true; /* it depends on the issuer too */
        if (rule->kind != RULE_REVOKED)
            continue;
        if (!have_hash)
            link_sha256(node->link, hash);
        have_hash = true;
        if (memcmp(hash, rule->sha256, sizeof(hash)) == 0)
            note_revoked(check, &node->findings, ABOUT_ITSELF, rule->at, CHAIN_TIME_MAX);
    }
}

void check_revoked_issued(struct check *check, const struct path *path, struct finding_list *list)
{
    const struct graph *graph = check->graph;
    struct rules rules = graph->question->rules;
    for (size_t i = 0; i < rules.count; i++) {
        const struct rule *rule = &rules.rules[i];
        if (rule->kind != RULE_REVOKED_ISSUED || !check_rule_applies(check, rule))
            continue;
        for (uint32_t step = 0; step + 1 < path->length; step++) {
            chain_time issued = graph->nodes[path->nodes[step]].link->window.from;
            uint8_t key[KEY_HASH_SIZE];
            if (issued >= rule->issued.from && issued < rule->issued.until &&
                link_key_hash(graph->nodes[path->nodes[step + 1]].link, key) &&
                memcmp(key, rule->key, KEY_HASH_SIZE) == 0)
                note_revoked(check, list, step, rule->at, CHAIN_TIME_MAX);
        }
    }
}

/* ---- who signed a revocation list ------------------------------------------------------------- */

struct proved {
    const struct link *signer;
    const struct anchor *anchor;
    struct span_set valid;
    struct proved *next;
};

/* One certificate of a path, and the lists that speak of it. */
struct subject {
    struct check *check;
    const struct path *path;
    uint32_t step;
    const struct chain_cert *cert;
    struct revocation_list *lists; /* in check->scratch */
    size_t count, capacity;
    bool full;
};

static const struct node *node_at(const struct subject *subject, uint32_t step)
{
    return &subject->check->graph->nodes[subject->path->nodes[step]];
}

/* One comparison, from the budget for names. */
static bool charge(struct check *check)
{
    if (check->names_left)
        check->names_left--;
    else
        check->spent = true;
    return !check->spent;
}

/* A broken signature vouches for a list no more than for a certificate. */
static bool algorithm_counts(const struct check *check, const struct crl *crl)
{
    const uint8_t *effects = check->graph->question->profile->effects;
    struct algorithm algorithm;
    if (!algorithm_read(&algorithm, crl_bytes(crl, crl->algorithm)))
        return false;
    bool md5 = algorithm.digest == DIGEST_MD2 || algorithm.digest == DIGEST_MD5;
    return !(md5 && effects[CHAIN_FINDING_SIGNATURE_MD5] == EFFECT_DENY) &&
           !(algorithm.digest == DIGEST_SHA1 &&
             effects[CHAIN_FINDING_SIGNATURE_SHA1] == EFFECT_DENY);
}

/* RFC 5280 6.3.3 (f) */
static bool may_sign(const struct link *link)
{
    const struct chain_cert *cert = link->cert;
    return cert && (!cert_has(cert, EXTENSION_KEY_USAGE) || cert->key_usage & KEY_USAGE_CRL_SIGN);
}

/* RFC 5280 6.3.3 (g): is it the issuer of the list, and is it the key that signed? */
static bool signs(struct check *check, const struct link *link, chain_bytes parameters,
                  const struct crl *crl)
{
    const struct chain_cert *cert = link->cert;
    bool computed;
    if (!cert || !name_equal(link->subject, crl_bytes(crl, crl->issuer)))
        return false;
    if (!check->signatures_left) {
        check->spent = true;
        return false;
    }
    enum sig_result result = memo_check_crl(check->memo, crl, cert, parameters, &computed);
    check->signatures += computed;
    check->signatures_left -= computed;
    if (result == SIG_NO_MEMORY)
        check->full = true;
    return result == SIG_GOOD;
}

/* While a signer's path is asked for, that signer counts: a list may cover its own signer. */
static bool is_being_proved(const struct check *check, const struct link *signer)
{
    const struct proving *proving = check->graph->question->proving;
    for (; proving; proving = proving->next) {
        if (signer->cert == proving->signer->cert ||
            bytes_equal(chain_cert_der(signer->cert), chain_cert_der(proving->signer->cert)))
            return true;
    }
    return false;
}

static struct span_set prove(struct check *check, const struct link *signer,
                             const struct anchor *anchor)
{
    bool outermost = !check->graph->question->proving;
    if (is_being_proved(check, signer))
        return SPAN_ALWAYS;
    /* Inside another proof an answer rests on its assumptions, and is not kept. */
    for (struct proved *known = check->proved; outermost && known; known = known->next) {
        if (known->signer == signer && known->anchor == anchor)
            return known->valid;
    }
    struct proved *proved = arena_zero(check->graph->arena, 1, sizeof(*proved));
    if (!proved || !check->prove(check, signer, anchor, &proved->valid)) {
        check->full = true;
        return SPAN_NEVER;
    }
    proved->signer = signer;
    proved->anchor = anchor;
    proved->next = check->proved;
    check->proved = proved;
    return proved->valid;
}

/* A signer that does not stand in the path, with a path of its own to the same anchor. */
static void try_signer(struct subject *subject, struct revocation_list *list,
                       const struct link *link)
{
    struct check *check = subject->check;
    /* A DSA key without parameters is not looked up here: the list is then one of nobody's. */
    if (!may_sign(link) || !signs(check, link, (chain_bytes){NULL, 0}, list->crl))
        return;
    struct span_set valid = prove(check, link, node_at(subject, subject->path->length - 1)->anchor);
    list->key = cert_bytes(link->cert, link->cert->spki);
    if (!span_set_union(&check->scratch, &list->valid, list->valid, valid))
        subject->full = true;
}

static void find_signer(struct subject *subject, struct revocation_list *list)
{
    struct check *check = subject->check;
    const struct question *question = check->graph->question;
    uint64_t hash = name_hash(crl_bytes(list->crl, list->crl->issuer));
    /* What stands above in this path is judged with the path itself. */
    for (uint32_t step = subject->step + 1; step < subject->path->length; step++) {
        const struct node *node = node_at(subject, step);
        const struct link *link = node->link;
        bool limited = !node->anchor || question->profile->anchor_constraints;
        if (link->subject_hash != hash || (limited && !may_sign(link)) ||
            !signs(check, link, check_parameters(check, subject->path, step), list->crl))
            continue;
        list->key = cert_bytes(link->cert, link->cert->spki);
        list->valid = SPAN_ALWAYS;
        return;
    }
    for (size_t i = 0; i < question->sent_count && charge(check); i++) {
        if (question->sent[i].subject_hash == hash)
            try_signer(subject, list, &question->sent[i]);
    }
    if (!question->bridges)
        return;
    size_t at, end = list_find(question->bridges, hash, &at);
    for (; at < end && charge(check); at++)
        try_signer(subject, list,
                   &question->bridges->links[question->bridges->by_subject.entries[at].item]);
}

/* ---- which revocation lists speak of a certificate -------------------------------------------- */

/* A list that covers the certificate by way of several points covers the reasons of all. */
static void keep_list(struct subject *subject, const struct crl *crl, uint16_t reasons)
{
    struct arena *arena = &subject->check->scratch;
    for (size_t i = 0; i < subject->count && charge(subject->check); i++) {
        if (subject->lists[i].crl == crl) {
            subject->lists[i].reasons |= reasons;
            return;
        }
    }
    if (subject->count == subject->capacity) {
        size_t capacity = subject->capacity ? subject->capacity * 2 : 8;
        struct revocation_list *grown = arena_alloc(arena, capacity, sizeof(*grown));
        if (!grown) {
            subject->full = true;
            return;
        }
        if (subject->count)
            memcpy(grown, subject->lists, subject->count * sizeof(*grown));
        subject->lists = grown;
        subject->capacity = capacity;
    }
    subject->lists[subject->count++] = (struct revocation_list){.crl = crl, .reasons = reasons};
}

static void try_list(struct subject *subject, const struct crl_point *point, const struct crl *crl)
{
    struct check *check = subject->check;
    uint16_t reasons;
    bool conforming = check->graph->question->profile->conforming_lists;
    if (!charge(check) || !algorithm_counts(check, crl) ||
        !(conforming ? revocation_list_is_conforming(crl) : revocation_list_is_usable(crl)))
        return;
    switch (crl_point_covers(crl, subject->cert, point, &reasons, &check->scratch,
                             &check->names_left)) {
    case CRL_IN_SCOPE:
        if (reasons)
            keep_list(subject, crl, reasons);
        break;
    case CRL_OUT_OF_SCOPE:
        break;
    case CRL_SCOPE_SPENT:
        check->spent = true;
        break;
    case CRL_SCOPE_NO_MEMORY:
        subject->full = true;
        break;
    }
}

static void add_lists_of(struct subject *subject, const struct crl_point *point, chain_bytes issuer)
{
    const struct question *question = subject->check->graph->question;
    uint64_t hash = name_hash(issuer);
    for (size_t i = 0; i < question->crl_count; i++) {
        const struct chain_crl_list *lists = question->crls[i];
        size_t at, end = crl_list_find(lists, hash, &at);
        for (; at < end && !subject->full && !subject->check->spent; at++)
            try_list(subject, point, &lists->items[lists->by_issuer.entries[at].item]->crl);
    }
}

/* RFC 5280 6.3.3: every distribution point, and the lists of the certificate's issuer besides. */
static void add_lists(struct subject *subject)
{
    struct der points = crl_points_of(subject->cert);
    struct crl_point point;
    struct general_name name;
    while (!der_done(&points) && !subject->full && crl_point_next(&points, &point)) {
        struct der issuers = der_from(point.issuers);
        if (!point.issuers.size)
            add_lists_of(subject, &point, cert_bytes(subject->cert, subject->cert->issuer));
        while (!der_done(&issuers) && general_name_next(&issuers, &name)) {
            if (name.kind == GENERAL_NAME_DIRECTORY)
                add_lists_of(subject, &point, name.value);
        }
    }
    point = crl_point_of_issuer();
    add_lists_of(subject, &point, cert_bytes(subject->cert, subject->cert->issuer));
}

/* ---- one certificate of a path ---------------------------------------------------------------- */

static void note_status(struct subject *subject, struct finding_list *list,
                        const struct revocation *status)
{
    struct check *check = subject->check;
    struct span_set window, unknown;
    for (size_t i = 0; i < status->revoked.count; i++) {
        chain_span span = status->revoked.spans[i];
        note_revoked(check, list, subject->step, (struct moment){span.from, span.from}, span.until);
    }
    /* Outside its dates no list has to speak of it. The set leaves the scratch arena here. */
    struct arena *arena = check->graph->arena;
    if (!span_set_one(arena, &window, node_at(subject, subject->step)->link->window) ||
        !span_set_meet(arena, &unknown, status->unknown, window))
        check->full = true;
    else
        check_note_spans(check, list, CHAIN_FINDING_REVOCATION_UNKNOWN, subject->step, unknown);
}

static void check_status(struct check *check, const struct path *path, uint32_t step,
                         struct finding_list *list)
{
    struct subject subject = {.check = check, .path = path, .step = step};
    struct revocation status = {SPAN_NEVER, SPAN_ALWAYS};
    size_t kept = 0;
    subject.cert = node_at(&subject, step)->link->cert;
    if (!subject.cert)
        return; /* facts: lists say nothing of what has no serial number */
    add_lists(&subject);
    for (size_t i = 0; i < subject.count && !subject.full && !check->full; i++) {
        find_signer(&subject, &subject.lists[i]);
        if (subject.lists[i].valid.count)
            subject.lists[kept++] = subject.lists[i];
    }
    if (!subject.full && !revocation_judge(&check->scratch, &status, subject.lists, kept,
                                           cert_bytes(subject.cert, subject.cert->serial),
                                           cert_bytes(subject.cert, subject.cert->issuer)))
        subject.full = true;
    if (subject.full && check->scratch.limited)
        check->spent = true;
    else if (subject.full)
        check->full = true;
    if (check->spent)
        check_note_spans(check, list, CHAIN_FINDING_BUDGET_SPENT, step, SPAN_ALWAYS);
    note_status(&subject, list, &status);
    arena_reset(&check->scratch);
}

bool check_revocation(struct check *check, const struct path *path, struct judgement *out)
{
    if (!check->graph->question->crl_count)
        return true;
    for (uint32_t step = 0; step + 1 < path->length && !check->full; step++)
        check_status(check, path, step, &out->findings);
    check_sum_up(check, out);
    return !check->full;
}
