// SPDX-License-Identifier: Apache-2.0
#include "capture.h"

#include "general_name.h"
#include "name.h"

#include <string.h>

/* ---- which endpoints a capture is exposed to --------------------------------------------------- */

/* Does some certificate of the capture carry this link's key, or name it as its issuer? */
static bool comes_from(const struct capture *capture, const struct link *issuer)
{
    uint8_t wanted[KEY_HASH_SIZE], key[KEY_HASH_SIZE];
    bool known = link_key_hash(issuer, wanted);
    for (size_t i = 0; i < capture->list->count; i++) {
        const struct link *link = &capture->list->links[i];
        if (link->issuer_hash == issuer->subject_hash && name_equal(link->issuer, issuer->subject))
            return true;
        if (known && link_key_hash(link, key) && memcmp(key, wanted, sizeof(key)) == 0)
            return true;
    }
    return false;
}

static bool has_leaf_name(const struct timeline_endpoint *endpoint, const struct chain_cert *leaf)
{
    struct der value = der_from(cert_extension(leaf, EXTENSION_SUBJECT_ALT_NAME)), names;
    struct general_name name;
    if (!cert_has(leaf, EXTENSION_SUBJECT_ALT_NAME) || !der_enter(&value, DER_SEQUENCE, &names))
        return false;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        char host[HOSTNAME_MOST + 1];
        if (name.kind != GENERAL_NAME_DNS || name.value.size >= sizeof(host))
            continue;
        memcpy(host, name.value.data, name.value.size);
        host[name.value.size] = 0;
        if (timeline_endpoint_has_host(endpoint, host))
            return true;
    }
    return false;
}

bool capture_concerns(const struct chain_timeline *timeline, const struct timeline_endpoint *endpoint,
                       const struct capture *capture)
{
    if (endpoint->hosts)
        return capture->host[0] ? timeline_endpoint_has_host(endpoint, capture->host)
                                : has_leaf_name(endpoint, capture->list->items[capture->list->leaf].cert);
    for (uint32_t i = 0; i < endpoint->phase_count; i++) {
        for (uint32_t j = 0; j < endpoint->phases[i].chain_count; j++) {
            const struct timeline_chain *chain = &endpoint->phases[i].chains[j];
            if (comes_from(capture, &timeline->links[chain->issuer].link))
                return true;
        }
    }
    return false;
}

/* ---- its place in an exposure ------------------------------------------------------------------ */

struct placing {
    struct exposure *out;
    const struct exposure_question *question;
    struct chain_memo *memo;
};

static const struct link *issuer_of(const struct placing *placing, const struct served *served)
{
    return &placing->question->timeline->links[served->chain->issuer].link;
}

/* By name, and by signature where the issuer's certificate is at hand. */
static bool is_issued_by(const struct placing *placing, const struct link *child,
                         const struct link *issuer)
{
    bool computed;
    if (child->issuer_hash != issuer->subject_hash || !name_equal(child->issuer, issuer->subject))
        return false;
    return link_match(child, issuer) != LINK_NEEDS_SIGNATURE ||
           memo_check(placing->memo, child->cert, issuer->cert, &computed) != SIG_BAD;
}

/* Does the capture hold this link, or another certificate for the same key by the same issuer? */
static bool holds(const struct capture *capture, const struct link *link)
{
    size_t at, end = list_find(capture->list, link->subject_hash, &at);
    uint8_t wanted[KEY_HASH_SIZE], key[KEY_HASH_SIZE];
    bool known = link_key_hash(link, wanted);
    for (; at < end; at++) {
        const struct link *sent = &capture->list->links[capture->list->by_subject.entries[at].item];
        if (name_equal(sent->subject, link->subject) && name_equal(sent->issuer, link->issuer) &&
            (!known || (link_key_hash(sent, key) && memcmp(key, wanted, sizeof(key)) == 0)))
            return true;
    }
    return false;
}

static bool sends(const struct timeline_chain *chain, uint32_t link)
{
    for (uint32_t i = 0; i < chain->sent_count; i++) {
        if (chain->sent[i] == link)
            return true;
    }
    return false;
}

/* How many bridges are in the capture and not in the chain of the timeline, or the other way round. */
static uint32_t difference(const struct placing *placing, const struct timeline_chain *chain)
{
    const struct chain_timeline *timeline = placing->question->timeline;
    uint32_t count = 0;
    for (uint32_t i = 0; i < timeline->link_count; i++) {
        if (timeline->links[i].role != ROLE_ROOT)
            count += holds(placing->question->capture, &timeline->links[i].link) != sends(chain, i);
    }
    return count;
}

static const struct link *next_issuer(const struct chain_list *list, const struct link *link)
{
    size_t at, end = list_find(list, link->issuer_hash, &at);
    for (; at < end; at++) {
        const struct link *issuer = &list->links[list->by_subject.entries[at].item];
        if (issuer != link && name_equal(issuer->subject, link->issuer))
            return issuer;
    }
    return NULL;
}

/*
 * Of the chains that are, or may be, served then: one under the authority that is nearest to the
 * captured leaf, with the bridges that come closest to those captured.
 */
static const struct served *find_place(const struct placing *placing)
{
    const struct chain_list *list = placing->question->capture->list;
    const struct link *link = &list->links[list->leaf];
    const struct served *found = NULL;
    for (size_t steps = 0; !found && link && steps < list->count; steps++) {
        uint32_t least = UINT32_MAX;
        for (size_t i = 0; i < placing->out->served_count; i++) {
            const struct served *served = &placing->out->served[i];
            if (!exposure_has(served, placing->question->at) ||
                !is_issued_by(placing, link, issuer_of(placing, served)))
                continue;
            uint32_t away = difference(placing, served->chain);
            if (away < least) {
                found = served;
                least = away;
            }
        }
        link = next_issuer(list, link);
    }
    return found;
}

static bool cut(struct arena *arena, struct served *served, struct span_set to)
{
    for (int reading = 0; reading < READINGS; reading++) {
        struct span_set *sets[] = {&served->sure[reading], &served->maybe[reading],
                                   &served->lingers[reading]};
        for (size_t i = 0; i < 3; i++) {
            if (!span_set_meet(arena, sets[i], *sets[i], to))
                return false;
        }
    }
    return true;
}

/*
 * From the day of the captured leaf on, what it takes the place of is no longer served, and the other
 * possibilities of the phase under the same authority have not come true.
 */
static bool clear(const struct placing *placing, const struct served *place, struct span_set before)
{
    for (size_t i = 0; i < placing->out->served_count; i++) {
        struct served *served = &placing->out->served[i];
        bool replaced = served == place ||
                        (served->phase == place->phase && served->chain->possible &&
                         served->chain->issuer == place->chain->issuer);
        if (replaced && !cut(&placing->memo->arena, served, before))
            return false;
    }
    return true;
}

/*
 * What was captured is served for as long as what it takes the place of is, or may be. But where
 * nobody says when that begins or ends, it is known of the instant of the capture alone.
 */
static bool take_place(const struct placing *placing, struct served *captured,
                       const struct served *place, struct span_set since)
{
    const struct timeline_phase *phase = place->phase;
    struct arena *arena = &placing->memo->arena;
    chain_time at = placing->question->at;
    chain_span known = {CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    struct span_set window;
    if (phase->begin.undated)
        known.from = at;
    if (phase->end.undated)
        known.until = at < phase->end.moment.earliest ? phase->end.moment.earliest : at + 1;
    if (!span_set_one(arena, &window, known))
        return false;
    captured->phase = phase;
    for (int reading = 0; reading < READINGS; reading++) {
        const struct span_set parts[] = {place->sure[reading], place->maybe[reading],
                                         place->lingers[reading]};
        struct span_set all;
        if (!span_set_union_all(arena, &all, parts, 3) ||
            !span_set_meet(arena, &all, all, since) ||
            !span_set_meet(arena, &captured->sure[reading], all, window) ||
            !span_set_minus(arena, &captured->maybe[reading], all, window))
            return false;
    }
    return true;
}

bool capture_place(struct exposure *out, const struct exposure_question *question,
                   struct chain_memo *memo)
{
    struct placing placing = {out, question, memo};
    const struct chain_list *list = question->capture->list;
    const struct served *place = question->timeline ? find_place(&placing) : NULL;
    struct served captured = {.capture = question->capture};
    struct span_set since = SPAN_ALWAYS, before;
    chain_time from = list->links[list->leaf].window.from;
    if (from <= question->at &&
        !span_set_one(&memo->arena, &since, (chain_span){from, CHAIN_TIME_MAX}))
        return false;
    captured.sure[CAREFUL] = captured.sure[EARLY] = since;
    if (place && (!span_set_minus(&memo->arena, &before, SPAN_ALWAYS, since) ||
                  !take_place(&placing, &captured, place, since) || !clear(&placing, place, before)))
        return false;
    out->served[out->served_count++] = captured;
    return true;
}
