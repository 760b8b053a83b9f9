// SPDX-License-Identifier: Apache-2.0
/* What runtimes ask of a whole path beyond RFC 5280: check_runtime. */
#include "check_note.h"

#include "issuer.h"

#include <string.h>

static const struct node *node_at(const struct check *check, const struct path *path, uint32_t step)
{
    return &check->graph->nodes[path->nodes[step]];
}

/* An anchor in the middle of a path is signed by what stands above it, and that signature counts.
 */
static void check_passed_anchor(struct check *check, const struct chain_cert *cert, uint32_t step,
                                struct finding_list *list)
{
    struct algorithm algorithm;
    if (!algorithm_read(&algorithm, cert_bytes(cert, cert->algorithm)))
        return;
    if (algorithm.digest == DIGEST_MD2 || algorithm.digest == DIGEST_MD5)
        check_note_spans(check, list, CHAIN_FINDING_SIGNATURE_MD5, step, SPAN_ALWAYS);
    else if (algorithm.digest == DIGEST_SHA1)
        check_note_spans(check, list, CHAIN_FINDING_SIGNATURE_SHA1, step, SPAN_ALWAYS);
}

/* RFC 5280 4.2.1.1, 4.2.1.2, 4.2.1.3 and 4.2.1.9, as X509_V_FLAG_X509_STRICT asks for them. */
static void check_strict(struct check *check, const struct chain_cert *cert, uint32_t step,
                         bool last, struct finding_list *list)
{
    bool may_sign = cert_has(cert, EXTENSION_KEY_USAGE) && cert->key_usage & KEY_USAGE_CERT_SIGN;
    bool is_version_3 = cert->version == 3;
    if (cert->is_ca && !(cert->critical >> EXTENSION_BASIC_CONSTRAINTS & 1))
        check_note_spans(check, list, CHAIN_FINDING_EXTENSION_NOT_CRITICAL, step, SPAN_ALWAYS);
    if (cert->is_ca && !cert_has(cert, EXTENSION_KEY_USAGE))
        check_note_spans(check, list, CHAIN_FINDING_KEY_USAGE_MISSING, step, SPAN_ALWAYS);
    if (!cert->is_ca && may_sign)
        check_note_spans(check, list, CHAIN_FINDING_CERT_SIGN_WITHOUT_CA, step, SPAN_ALWAYS);
    if (is_version_3 && cert->is_ca && !cert_has(cert, EXTENSION_SUBJECT_KEY_ID))
        check_note_spans(check, list, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING, step, SPAN_ALWAYS);
    if (is_version_3 && !last && !cert_authority_key_id(cert).size)
        check_note_spans(check, list,
                         cert_has(cert, EXTENSION_AUTHORITY_KEY_ID)
                             ? CHAIN_FINDING_AUTHORITY_KEY_ID_FORM
                             : CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING,
                         step, SPAN_ALWAYS);
    /* "Some CA" is what a strict verifier wants of the last certificate too, whatever its version.
     */
    if (last && !cert->is_ca)
        check_note_spans(check, list, CHAIN_FINDING_NOT_A_CA, step, SPAN_ALWAYS);
}

/* The JDK's builder asks for anchors once without a date, and from then on with one. */
static void check_anchor_dates(struct check *check, const struct path *path,
                               struct finding_list *list)
{
    const struct link *anchor = node_at(check, path, path->length - 1)->link;
    struct span_set before, after;
    struct arena *arena = check->graph->arena;
    if (!span_set_one(arena, &before, (chain_span){CHAIN_TIME_MIN, anchor->window.from}) ||
        !span_set_one(arena, &after, (chain_span){anchor->window.until, CHAIN_TIME_MAX})) {
        check->full = true;
        return;
    }
    check_note_spans(check, list, CHAIN_FINDING_NOT_YET_VALID, path->length - 1, before);
    check_note_spans(check, list, CHAIN_FINDING_EXPIRED, path->length - 1, after);
}

static bool is_among(const struct link *link, const uint8_t (*hashes)[32], size_t count)
{
    uint8_t hash[SHA256_SIZE];
    if (count)
        link_sha256(link, hash);
    for (size_t i = 0; i < count; i++) {
        if (memcmp(hashes[i], hash, sizeof(hash)) == 0)
            return true;
    }
    return false;
}

/* The limits that the verifier itself brings along, by the certificate of the anchor. */
static void check_limits(struct check *check, const struct path *path, struct finding_list *list)
{
    const struct profile *profile = check->graph->question->profile;
    uint32_t last = path->length - 1;
    const struct link *anchor = node_at(check, path, last)->link;
    for (size_t i = 0; i < profile->limits.count; i++) {
        const struct policy_limit *limit = &profile->limits.list[i];
        if (!is_among(anchor, limit->sha256, limit->count))
            continue;
        bool exempt = last > 1 && is_among(node_at(check, path, last - 1)->link, limit->exempt,
                                           limit->exempt_count);
        chain_time after = exempt ? limit->exempt_after : limit->after;
        struct node holder = {.link = anchor};
        check_issuance(check, &holder, (struct moment){after, after});
        for (struct finding *f = holder.findings.first; f; f = f->next) {
            struct finding finding = *f;
            finding.certificate = last;
            check_note(check, list, finding);
        }
    }
}

void check_runtime(struct check *check, const struct path *path, struct finding_list *list)
{
    const struct profile *profile = check->graph->question->profile;
    /* X509_V_FLAG_X509_STRICT asks nothing of a chain of one certificate. */
    const struct chain_cert *top = node_at(check, path, path->length - 1)->link->cert;
    bool alone = path->length <= 2 && top && check_is_target(check, top);
    for (uint32_t step = 0; step < path->length; step++) {
        const struct node *node = node_at(check, path, step);
        const struct chain_cert *cert = node->link->cert;
        bool last = step + 1 == path->length;
        if (cert && node->anchor && !last)
            check_passed_anchor(check, cert, step, list);
        if (cert && profile->strict && !alone)
            check_strict(check, cert, step, last, list);
    }
    if (profile->self_signed_anchor &&
        !issuer_is_self_signed(profile, node_at(check, path, path->length - 1)->link))
        check_note_spans(check, list, CHAIN_FINDING_ANCHOR_NOT_SELF_SIGNED, path->length - 1,
                         SPAN_ALWAYS);
    check_limits(check, path, list);
    check_disabled(check, path, list);
    if (profile->anchor_dates_above_cas && path->length > 2)
        check_anchor_dates(check, path, list);
    if (profile->depth && path->length > profile->depth + 2)
        check_note_spans(check, list, CHAIN_FINDING_PATH_TOO_LONG, path->length - 1, SPAN_ALWAYS);
}
