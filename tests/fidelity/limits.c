// SPDX-License-Identifier: Apache-2.0
#include "subject.h"

#include "name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 24 * 60 * 60 };
enum { LEAF, CA, STRANGER, ROOT, STEPS };
#define NAME_SIZE 14

/* A leaf that somebody will issue, a CA, one that has nothing to do with it, and the root. */
struct stated {
    uint8_t names[STEPS][NAME_SIZE];
    struct link links[STEPS];
};

/* RDNSequence, RDN, attribute, common name (2.5.4.3), a UTF8String of one letter. */
static chain_bytes make_name(uint8_t out[NAME_SIZE], char letter)
{
    const uint8_t name[NAME_SIZE] = {0x30, 12,   0x31, 10, 0x30, 8, 6,
                                     3,    0x55, 4,    3,  12,   1, (uint8_t)letter};
    memcpy(out, name, NAME_SIZE);
    return (chain_bytes){out, NAME_SIZE};
}

static void state(struct stated *stated, int step, int above)
{
    struct link *link = &stated->links[step];
    *link = (struct link){.evidence = step == LEAF ? CHAIN_ASSUMED : CHAIN_STATED,
                          .issuer = {stated->names[above], NAME_SIZE},
                          .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX}};
    if (step != LEAF)
        link->subject = (chain_bytes){stated->names[step], NAME_SIZE};
    link->subject_hash = name_hash(link->subject);
    link->issuer_hash = name_hash(link->issuer);
    memset(link->subject_key, step, KEY_HASH_SIZE);
    memset(link->issuer_key, above, KEY_HASH_SIZE);
}

/* What is asked of a profile: the fingerprint of the root, and of a CA in between, or NULL. */
struct asked {
    const uint8_t *root, *ca;
    bool in_order; /* false: a stranger is sent, too, so that a verifier that goes by order looks on
                    */
};

/* The leaf's verdict at an instant. */
static chain_verdict ask(const struct profile *profile, struct asked asked, chain_time at,
                         chain_memo *memo)
{
    struct stated stated;
    struct link sent[STEPS];
    size_t sent_count = 0;
    struct chain_list *none = list_new("");
    chain_store *base, *store;
    for (int step = LEAF; step <= ROOT; step++)
        make_name(stated.names[step], (char)('A' + step - LEAF));
    state(&stated, LEAF, asked.ca ? CA : ROOT);
    state(&stated, CA, ROOT);
    state(&stated, STRANGER, STRANGER);
    state(&stated, ROOT, ROOT);
    memcpy(stated.links[ROOT].sha256, asked.root, 32);
    sent[sent_count++] = stated.links[LEAF];
    if (asked.ca) {
        memcpy(stated.links[CA].sha256, asked.ca, 32);
        sent[sent_count++] = stated.links[CA];
    }
    if (!asked.in_order)
        sent[sent_count++] = stated.links[STRANGER];
    const struct link *anchor = &stated.links[ROOT];
    if (list_freeze(none, NULL) != CHAIN_OK || store_from_list(&base, NULL, none) != CHAIN_OK ||
        store_extend(&store, base, &anchor, 1) != CHAIN_OK)
        exit(70);
    struct question question = {
        .target = sent,
        .sent = sent,
        .sent_count = sent_count,
        .store = store,
        .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
    };
    chain_budget_default(&question.budget);
    chain_verdict verdict = subject_verdict(question, profile, at, memo);
    chain_store_unref(store);
    chain_store_unref(base);
    chain_list_unref(none);
    return verdict;
}

static size_t show(const char *name, const struct policy_limit *limit, const char *what,
                   size_t decided, size_t count)
{
    printf("{\"profile\": \"%s\", \"switch\": \"limits: %s%s\", \"decided\": %zu, \"of\": %zu}\n",
           name, limit->name, what, decided, count);
    return decided < count;
}

/* Up to the limit a leaf is good; then it is not known when it was issued; in the end it is too
 * new. */
static bool decides(const struct subject *subject, const struct profile *without,
                    struct asked asked, chain_time limit, chain_memo *memo)
{
    const chain_time later = limit + 1000 * (chain_time)DAY; /* longer than any leaf lived */
    struct variant room;
    return ask(subject->profile, asked, limit - 1, memo) == CHAIN_VALID &&
           ask(subject->profile, asked, limit, memo) == CHAIN_UNKNOWN &&
           ask(subject->profile, asked, later, memo) == CHAIN_INVALID &&
           ask(subject_with(&room, subject, without), asked, later, memo) == CHAIN_VALID;
}

static size_t ask_limit(const struct subject *subject, const char *name, size_t number,
                        chain_memo *memo)
{
    const struct profile *own = subject_own(subject);
    const struct policy_limit *limit = &own->limits.list[number];
    struct policy_limit *others = malloc(own->limits.count * sizeof(*others));
    struct profile without = *own, strict = *own;
    struct variant room;
    size_t decided = 0, exempted = 0;
    if (!others)
        exit(70);
    without.limits.count = 0;
    for (size_t i = 0; i < limit->count; i++) {
        struct asked asked = {limit->sha256[i], NULL, !subject->fallback};
        decided += decides(subject, &without, asked, limit->after, memo);
    }
    memcpy(others, own->limits.list, own->limits.count * sizeof(*others));
    others[number].exempt_count = 0;
    strict.limits.list = others;
    for (size_t i = 0; i < limit->exempt_count; i++) {
        struct asked asked = {limit->sha256[0], limit->exempt[i], !subject->fallback};
        exempted += decides(subject, &without, asked, limit->exempt_after, memo) &&
                    ask(subject_with(&room, subject, &strict), asked, limit->exempt_after - 1,
                        memo) == CHAIN_UNKNOWN;
    }
    free(others);
    size_t idle = show(name, limit, "", decided, limit->count);
    return limit->exempt_count ? idle + show(name, limit, ", exempt", exempted, limit->exempt_count)
                               : idle;
}

size_t limits_ask(const struct subject *subject, const char *name, chain_memo *memo)
{
    size_t idle = 0;
    for (size_t i = 0; i < subject_own(subject)->limits.count; i++)
        idle += ask_limit(subject, name, i, memo);
    return idle;
}
