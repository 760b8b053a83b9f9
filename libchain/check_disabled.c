// SPDX-License-Identifier: Apache-2.0
/*
 * Keys and signature algorithms that the settings of a JDK refuse: AlgorithmChecker asks every
 * certificate of a path but the anchor, and of the anchor the key.
 */
#include "check_note.h"

static bool size_fits(const struct disabled *rule, unsigned bits)
{
    switch (rule->comparison) {
    case 1:
        return bits < rule->bits;
    case 2:
        return bits <= rule->bits;
    case 3:
        return bits == rule->bits;
    case 4:
        return bits != rule->bits;
    case 5:
        return bits >= rule->bits;
    case 6:
        return bits > rule->bits;
    default:
        return true;
    }
}

static bool names_key(const struct disabled *rule, const struct key *key)
{
    unsigned kind = key->pss_only ? DISABLED_PSS_KEYS : 1U << key->kind;
    if (rule->other)
        return key->kind == KEY_UNKNOWN;
    return rule->keys & kind && size_fits(rule, key->bits);
}

static bool names_signature(const struct disabled *rule, const struct algorithm *algorithm)
{
    if (rule->comparison)
        return false;
    if (rule->other)
        return algorithm->scheme == SCHEME_UNKNOWN;
    return rule->digests >> algorithm->digest & 1 && rule->schemes >> algorithm->scheme & 1;
}

static bool names(const struct disabled *rule, const struct chain_cert *cert, bool is_anchor,
                  const struct profile *profile)
{
    bool asked = !is_anchor || !rule->conditional || profile->anchor_key_conditions;
    struct key key;
    struct algorithm algorithm;
    if (asked && key_read(&key, cert_bytes(cert, cert->spki)) != KEY_MALFORMED &&
        names_key(rule, &key))
        return true;
    return !is_anchor && algorithm_read(&algorithm, cert_bytes(cert, cert->algorithm)) &&
           names_signature(rule, &algorithm);
}

/*
 * Of a certificate that is not at hand, key and algorithm are not known. It is taken for one of
 * today: a rule that refuses some of those may refuse it, and nobody can tell; one that refuses
 * none, as those of the JDK's default, does not concern it.
 */
static bool may_name_unseen(const struct disabled *rule)
{
    static const struct key KEYS[] = {{.kind = KEY_RSA, .bits = 2048},
                                      {.kind = KEY_RSA, .bits = 3072},
                                      {.kind = KEY_RSA, .bits = 4096},
                                      {.kind = KEY_P256, .bits = 256},
                                      {.kind = KEY_P384, .bits = 384}};
    static const struct algorithm ALGORITHMS[] = {
        {.scheme = SCHEME_RSA_PKCS1, .digest = DIGEST_SHA256},
        {.scheme = SCHEME_RSA_PKCS1, .digest = DIGEST_SHA384},
        {.scheme = SCHEME_RSA_PKCS1, .digest = DIGEST_SHA512},
        {.scheme = SCHEME_ECDSA, .digest = DIGEST_SHA256},
        {.scheme = SCHEME_ECDSA, .digest = DIGEST_SHA384}};
    bool named = false;
    for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]); i++)
        named |= names_key(rule, &KEYS[i]);
    for (size_t i = 0; i < sizeof(ALGORITHMS) / sizeof(ALGORITHMS[0]); i++)
        named |= names_signature(rule, &ALGORITHMS[i]);
    return named;
}

static void check_rule(struct check *check, const struct path *path, struct finding_list *list,
                       const struct disabled *rule)
{
    const struct profile *profile = check->graph->question->profile;
    const struct node *nodes = check->graph->nodes;
    uint32_t last = path->length - 1;
    const struct anchor *anchor = nodes[path->nodes[last]].anchor;
    bool doubtful = rule->other || (rule->jdk_ca && !profile->anchors_marked);
    struct span_set spans;
    if (rule->jdk_ca && profile->anchors_marked && anchor && !anchor->jdk_ca)
        return;
    if (!span_set_one(check->graph->arena, &spans, (chain_span){rule->from, CHAIN_TIME_MAX})) {
        check->full = true;
        return;
    }
    for (uint32_t step = 0; step <= last; step++) {
        const struct chain_cert *cert = nodes[path->nodes[step]].link->cert;
        if (!cert && step < last && may_name_unseen(rule))
            check_note_spans(check, list, CHAIN_FINDING_SETTING_UNKNOWN, step, spans);
        if (cert && names(rule, cert, step == last, profile))
            check_note_spans(check, list,
                             doubtful ? CHAIN_FINDING_SETTING_UNKNOWN
                                      : CHAIN_FINDING_ALGORITHM_DISABLED,
                             step, spans);
    }
}

void check_disabled(struct check *check, const struct path *path, struct finding_list *list)
{
    const struct profile *profile = check->graph->question->profile;
    for (size_t i = 0; i < profile->disabled_count; i++) {
        const struct disabled *rule = &profile->disabled[i];
        if (rule->broken)
            check_note_spans(check, list, CHAIN_FINDING_SETTING_UNKNOWN, path->length - 1,
                             SPAN_ALWAYS);
        else
            check_rule(check, path, list, rule);
    }
}
