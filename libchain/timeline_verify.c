// SPDX-License-Identifier: Apache-2.0
/* Checks the facts of a timeline against certificates, and its documentation against the engine. */
#include "exposure.h"
#include "fix.h"
#include "instant.h"
#include "list.h"
#include "name.h"
#include "sig.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

enum { MESSAGE_SIZE = 200, PLACE_SIZE = 200 };

/* One block for the caller: the facts, then their texts. */
struct collector {
    chain_fact *facts;
    size_t count, capacity;
    struct text texts; /* NUL-terminated, two a fact, in order */
    bool full;
};

static void note(struct collector *to, chain_fact_state state, const char *place,
                 const char *message)
{
    if (to->full || !mem_grow(&to->facts, &to->capacity, to->count + 1, sizeof(*to->facts))) {
        to->full = true;
        return;
    }
    to->facts[to->count++] = (chain_fact){.state = state};
    text_add_format(&to->texts, "$%s", place);
    text_add_bytes(&to->texts, "", 1);
    text_add(&to->texts, message);
    text_add_bytes(&to->texts, "", 1);
    to->full |= to->texts.failed;
}

struct verifier {
    const struct chain_timeline *timeline;
    const struct chain_list *certs; /* may be NULL */
    chain_list *roots;
    chain_memo *memo;
    struct collector out;
};

/* ---- links ------------------------------------------------------------------------------------ */

static const struct chain_cert *find_cert(const struct verifier *v, uint32_t number)
{
    const struct timeline_link *link = &v->timeline->links[number];
    const struct chain_list *lists[] = {v->roots, v->certs};
    uint8_t hash[32];
    if (v->timeline->certs[number])
        return v->timeline->certs[number];
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; lists[i] && k < lists[i]->count; k++) {
            cert_sha256(lists[i]->items[k].cert, hash);
            if (memcmp(hash, link->stated.sha256, sizeof(hash)) == 0)
                return lists[i]->items[k].cert;
        }
    }
    return NULL;
}

static const struct chain_cert *find_key(const struct verifier *v, const uint8_t key[KEY_HASH_SIZE])
{
    for (uint32_t i = 0; i < v->timeline->link_count; i++) {
        const struct chain_cert *cert = find_cert(v, i);
        uint8_t hash[KEY_HASH_SIZE];
        if (!cert)
            continue;
        cert_key_sha256(cert, hash);
        if (memcmp(hash, key, sizeof(hash)) == 0)
            return cert;
    }
    return NULL;
}

static void compare(struct verifier *v, const char *place, const char *key, bool same)
{
    char where[PLACE_SIZE], message[MESSAGE_SIZE];
    snprintf(where, sizeof(where), "%s.%s", place, key);
    snprintf(message, sizeof(message), "%s %s the certificate", key,
             same ? "agrees with" : "differs from");
    note(&v->out, same ? CHAIN_FACT_GOOD : CHAIN_FACT_WRONG, where, message);
}

static chain_bytes strip_zeros(chain_bytes number)
{
    while (number.size > 1 && !number.data[0])
        number = (chain_bytes){number.data + 1, number.size - 1};
    return number;
}

static void verify_signature(struct verifier *v, const struct timeline_link *link,
                             const struct chain_cert *cert)
{
    char where[PLACE_SIZE];
    const struct chain_cert *issuer = find_key(v, link->stated.issuer_key);
    bool computed;
    snprintf(where, sizeof(where), "%s.issuer_key", link->path);
    if (!issuer) {
        note(&v->out, CHAIN_FACT_UNCHECKED, where,
             "no certificate with the issuer's key is at hand");
        return;
    }
    enum sig_result result = memo_check(v->memo, cert, issuer, &computed);
    v->out.full |= result == SIG_NO_MEMORY;
    bool good = result == SIG_GOOD;
    note(&v->out, good ? CHAIN_FACT_GOOD : CHAIN_FACT_WRONG, where,
         good ? "the signature verifies with the issuer's key"
              : "the signature does not verify with the issuer's key");
}

static void verify_link(struct verifier *v, uint32_t number)
{
    const struct timeline_link *link = &v->timeline->links[number];
    const struct chain_cert *cert = find_cert(v, number);
    uint8_t hash[32];
    if (!cert) {
        note(&v->out, CHAIN_FACT_UNCHECKED, link->path,
             "no certificate with this fingerprint is at hand (--bridges PATH adds some)");
        return;
    }
    chain_bytes subject, issuer;
    if (name_from_text(&subject, link->subject_text) != CHAIN_OK) {
        v->out.full = true;
        return;
    }
    if (name_from_text(&issuer, link->issuer_text) != CHAIN_OK) {
        mem_free((void *)(uintptr_t)subject.data);
        v->out.full = true;
        return;
    }
    cert_sha256(cert, hash);
    compare(v, link->path, "sha256", memcmp(hash, link->stated.sha256, 32) == 0);
    compare(v, link->path, "subject", name_equal(subject, cert_bytes(cert, cert->subject)));
    compare(v, link->path, "issuer", name_equal(issuer, cert_bytes(cert, cert->issuer)));
    compare(v, link->path, "serial",
            bytes_equal(strip_zeros(link->serial), strip_zeros(cert_bytes(cert, cert->serial))));
    compare(v, link->path, "not_before", link->stated_window.from == cert->validity.from);
    compare(v, link->path, "not_after", link->stated_window.until == cert->validity.until);
    cert_key_sha256(cert, hash);
    compare(v, link->path, "key", memcmp(hash, link->stated.subject_key, 32) == 0);
    verify_signature(v, link, cert);
    mem_free((void *)(uintptr_t)subject.data);
    mem_free((void *)(uintptr_t)issuer.data);
}

/* ---- documented sets of sufficient roots ------------------------------------------------------- */

static struct link root_link(const struct verifier *v, uint32_t number)
{
    const struct chain_cert *cert = find_cert(v, number);
    struct link link = v->timeline->links[number].link;
    if (cert)
        link_from_cert(&link, cert);
    return link;
}

/* Is every chain of the phase valid at this instant with only these roots in the store? */
static bool suffices(struct verifier *v, const struct timeline_endpoint *endpoint,
                     const struct timeline_phase *phase, const uint32_t *set, uint32_t count)
{
    struct link links[8];
    const struct link *extra[8];
    struct chain_store *store = NULL;
    struct chain_list *none = list_new("");
    bool good = none && list_freeze(none, NULL) == CHAIN_OK;
    struct chain_store *empty = NULL;
    for (uint32_t i = 0; i < count && i < 8; i++) {
        links[i] = root_link(v, set[i]);
        extra[i] = &links[i];
    }
    good = good && store_from_list(&empty, NULL, none) == CHAIN_OK &&
           store_extend(&store, empty, extra, count < 8 ? count : 8) == CHAIN_OK;
    v->out.full |= !good;
    struct timeline_endpoint only = *endpoint;
    only.phases = (struct timeline_phase *)(uintptr_t)phase;
    only.phase_count = 1;
    struct exposure_question question = {
        .timeline = v->timeline,
        .endpoint = &only,
        .store = store,
        .bridges = v->certs,
        .profile = profile_find(CHAIN_PROFILE_DEFAULT),
    };
    chain_budget_default(&question.budget);
    struct exposure exposure;
    chain_time at =
        phase->begin.moment.latest != CHAIN_TIME_MIN && phase->begin.moment.latest != CHAIN_TIME_MAX
            ? phase->begin.moment.latest
            : (phase->begin.undated ? phase->begin.moment.earliest
                                    : phase->end.moment.earliest - 1);
    bool valid = good;
    if (good && exposure_make(&exposure, &question, v->memo) != CHAIN_OK)
        v->out.full = true;
    for (size_t i = 0; good && !v->out.full && i < exposure.served_count; i++) {
        const struct answer *answer = &exposure.served[i].answers[CAREFUL];
        size_t k = 0;
        while (answer->stretches[k].span.until <= at)
            k++;
        valid &= answer->stretches[k].verdict == CHAIN_VALID;
    }
    arena_reset(&v->memo->arena);
    chain_store_unref(store);
    chain_store_unref(empty);
    chain_list_unref(none);
    return valid;
}

static bool is_documented_alone(const struct timeline_phase *phase, uint32_t root)
{
    for (uint32_t i = 0; i < phase->sufficient_count; i++) {
        if (phase->sufficient_sizes[i] == 1 && phase->sufficient[i][0] == root)
            return true;
    }
    return false;
}

static void verify_phase(struct verifier *v, const struct timeline_endpoint *endpoint,
                         const struct timeline_phase *phase)
{
    char where[PLACE_SIZE], message[MESSAGE_SIZE];
    for (uint32_t i = 0; i < phase->sufficient_count; i++) {
        bool good = suffices(v, endpoint, phase, phase->sufficient[i], phase->sufficient_sizes[i]);
        snprintf(where, sizeof(where), "%s.sufficient[%u]", phase->path, i);
        note(&v->out, good ? CHAIN_FACT_GOOD : CHAIN_FACT_WRONG, where,
             good ? "computed: these roots suffice" : "computed: these roots do not suffice");
    }
    for (uint32_t root = 0; phase->sufficient_count && root < v->timeline->link_count; root++) {
        if (v->timeline->links[root].role != ROLE_ROOT || is_documented_alone(phase, root))
            continue;
        if (!suffices(v, endpoint, phase, &root, 1))
            continue;
        snprintf(where, sizeof(where), "%s.sufficient", phase->path);
        snprintf(message, sizeof(message), "computed: %.100s suffices too, and is not listed",
                 v->timeline->links[root].id);
        note(&v->out, CHAIN_FACT_WRONG, where, message);
    }
}

/* ---- handing over ----------------------------------------------------------------------------- */

static chain_status hand_over(struct collector *from, chain_fact **facts, size_t *count)
{
    size_t head = from->count * sizeof(chain_fact);
    char *block = from->full ? NULL : mem_alloc(head + from->texts.size + 1);
    if (block) {
        if (head)
            memcpy(block, from->facts, head);
        if (from->texts.size)
            memcpy(block + head, from->texts.data, from->texts.size);
        chain_fact *out = (chain_fact *)(void *)block;
        const char *text = block + head;
        for (size_t i = 0; i < from->count; i++) {
            out[i].place = text;
            text += strlen(text) + 1;
            out[i].message = text;
            text += strlen(text) + 1;
        }
        *facts = out;
        *count = from->count;
    }
    mem_free(from->facts);
    text_free(&from->texts);
    return block ? CHAIN_OK : CHAIN_E_MEMORY;
}

chain_status chain_timeline_verify(chain_fact **facts, size_t *count,
                                   const chain_timeline *timeline, const chain_list *certs)
{
    struct verifier v = {.timeline = timeline, .certs = certs};
    *facts = NULL;
    *count = 0;
    chain_status status = chain_memo_new(&v.memo, 0);
    if (status == CHAIN_OK)
        status = fix_roots(&v.roots);
    if (status == CHAIN_OK) {
        arena_set_limit(&v.memo->arena, SIZE_MAX);
        for (uint32_t i = 0; i < timeline->link_count; i++)
            verify_link(&v, i);
        for (uint32_t i = 0; i < timeline->endpoint_count; i++) {
            for (uint32_t k = 0; k < timeline->endpoints[i].phase_count; k++)
                verify_phase(&v, &timeline->endpoints[i], &timeline->endpoints[i].phases[k]);
        }
        status = hand_over(&v.out, facts, count);
    }
    chain_list_unref(v.roots);
    chain_memo_free(v.memo);
    return status;
}
