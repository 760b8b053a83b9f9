// SPDX-License-Identifier: Apache-2.0
#include "oracle.h"

#include "algorithm.h"
#include "constraints.h"
#include "der.h"
#include "name.h"
#include "pool.h"
#include "sig.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- candidates ------------------------------------------------------------------------------- */

static bool same_step(const struct oracle_step *a, const struct oracle_step *b)
{
    if (a->anchor || b->anchor)
        return a->anchor == b->anchor;
    if (!a->link->cert || !b->link->cert)
        return a->link == b->link;
    return bytes_equal(chain_cert_der(a->link->cert), chain_cert_der(b->link->cert));
}

static void add_step(struct oracle *oracle, struct oracle_step step)
{
    for (size_t i = 1; i < oracle->count; i++) {
        if (same_step(&oracle->steps[i], &step))
            return;
    }
    oracle->steps[oracle->count++] = step;
}

/* What may issue the step by its name: RFC 5280 6.1.3 (a)(4). */
static void add_issuers(struct oracle *oracle, const struct link *child)
{
    const struct question *question = oracle->question;
    const struct chain_list *bridges = question->bridges;
    for (size_t i = 0; i < question->store->count; i++) {
        const struct anchor *anchor = &question->store->anchors[i];
        if (name_equal(child->issuer, anchor->link->subject))
            add_step(oracle, (struct oracle_step){anchor->link, anchor});
    }
    for (size_t i = 0; i < question->sent_count; i++) {
        if (name_equal(child->issuer, question->sent[i].subject))
            add_step(oracle, (struct oracle_step){&question->sent[i], NULL});
    }
    for (size_t i = 0; bridges && i < bridges->count; i++) {
        if (name_equal(child->issuer, bridges->links[i].subject))
            add_step(oracle, (struct oracle_step){&bridges->links[i], NULL});
    }
}

void oracle_start(struct oracle *oracle, const struct question *question)
{
    size_t most = 1 + question->sent_count + question->store->count +
                  (question->bridges ? question->bridges->count : 0);
    *oracle = (struct oracle){.question = question, .most_trials = ULONG_MAX};
    oracle->old_crypto = strcmp(question->profile->name, "rfc5280") == 0;
    oracle->steps = pool_take(most * sizeof(*oracle->steps));
    oracle->steps[oracle->count++] = (struct oracle_step){question->target, NULL};
    for (size_t i = 0; i < oracle->count; i++) {
        if (!oracle->steps[i].anchor)
            add_issuers(oracle, oracle->steps[i].link);
    }
    oracle->edges = pool_take(oracle->count * oracle->count);
}

/* ---- keys and signatures ---------------------------------------------------------------------- */

static const uint8_t NO_KEY[KEY_HASH_SIZE];
static const struct stated NOTHING_STATED;

static const struct stated *stated_of(const struct link *link)
{
    return link->stated ? link->stated : &NOTHING_STATED;
}

/* False where nobody says. */
static bool key_hash(const struct link *link, uint8_t out[KEY_HASH_SIZE])
{
    if (link->cert)
        chain_cert_key_sha256(link->cert, out);
    else
        memcpy(out, stated_of(link)->subject_key, KEY_HASH_SIZE);
    return memcmp(out, NO_KEY, KEY_HASH_SIZE) != 0;
}

/* RFC 5280 6.1.3 (a)(1), on recorded bytes. */
static chain_verdict check_signature(const struct chain_cert *cert, const struct chain_cert *issuer)
{
    struct algorithm algorithm;
    struct key key;
    struct sig_key *made;
    if (!algorithm_read(&algorithm, cert_bytes(cert, cert->algorithm)))
        return CHAIN_INVALID;
    enum key_status status = key_read(&key, cert_bytes(issuer, issuer->spki));
    if (status != KEY_GOOD)
        return status == KEY_MALFORMED ? CHAIN_INVALID : CHAIN_UNKNOWN;
    enum sig_result result = sig_key_new(&made, &key);
    if (result == SIG_GOOD) {
        result = sig_check(made, &algorithm, cert_bytes(cert, cert->tbs),
                           cert_bytes(cert, cert->signature));
        sig_key_free(made);
    }
    return result == SIG_GOOD ? CHAIN_VALID : result == SIG_BAD ? CHAIN_INVALID : CHAIN_UNKNOWN;
}

/* What is stated of a certificate proves that the keys fit, or does not speak of them. */
static chain_verdict check_stated(const struct link *child, const struct link *issuer)
{
    uint8_t key[KEY_HASH_SIZE];
    if (child->cert || memcmp(stated_of(child)->issuer_key, NO_KEY, KEY_HASH_SIZE) == 0 ||
        !key_hash(issuer, key))
        return CHAIN_VALID;
    return memcmp(stated_of(child)->issuer_key, key, KEY_HASH_SIZE) == 0 ? CHAIN_VALID
                                                                         : CHAIN_INVALID;
}

static chain_verdict check_edge(const struct link *child, const struct link *issuer)
{
    /* RFC 5280 6.1.3 (a)(4) */
    if (!name_equal(child->issuer, issuer->subject))
        return CHAIN_INVALID;
    return child->cert && issuer->cert ? check_signature(child->cert, issuer->cert)
                                       : check_stated(child, issuer);
}

/* The same, done once for each pair. */
static chain_verdict edge(struct oracle *oracle, size_t child, size_t issuer)
{
    uint8_t *known = &oracle->edges[child * oracle->count + issuer];
    if (!*known)
        *known = (uint8_t)(1 + check_edge(oracle->steps[child].link, oracle->steps[issuer].link));
    return (chain_verdict)(*known - 1);
}

/* ---- one path at one instant ------------------------------------------------------------------ */

struct trial {
    const struct oracle *oracle;
    const struct question *question;
    const struct oracle_step *path;
    size_t length;
    chain_time at;
    chain_verdict verdict;
};

/* The worst counts. */
static void say(struct trial *trial, chain_verdict verdict)
{
    if (verdict < trial->verdict)
        trial->verdict = verdict;
}

static void deny_if(struct trial *trial, bool wrong)
{
    if (wrong)
        say(trial, CHAIN_INVALID);
}

/* Something happened at an instant between the two. */
static void deny_from(struct trial *trial, chain_time earliest, chain_time latest)
{
    deny_if(trial, trial->at >= latest);
    if (trial->at >= earliest)
        say(trial, CHAIN_UNKNOWN);
}

static bool is_self_issued(const struct link *link)
{
    return link->subject.size && name_equal(link->subject, link->issuer);
}

static bool has(const struct link *link, enum cert_extension extension)
{
    return link->cert && (link->cert->present & 1U << extension) != 0;
}

static bool is_malformed(const struct link *link, enum cert_extension extension)
{
    return (link->cert->malformed & 1U << extension) != 0;
}

/* RFC 5280 4.1 and 4.2: what a certificate of a path, anchors aside, must not have. */
static void check_form(struct trial *trial, const struct chain_cert *cert)
{
    const uint32_t fatal = CERT_ALGORITHM_MISMATCH | CERT_ISSUER_EMPTY | CERT_VERSION_MISMATCH |
                           CERT_UNKNOWN_CRITICAL | CERT_EXTENSION_TWICE | CERT_EXTENSION_MALFORMED |
                           CERT_POLICY_TWICE;
    struct algorithm algorithm;
    deny_if(trial, (cert->deviations & fatal) != 0);
    if (!algorithm_read(&algorithm, cert_bytes(cert, cert->algorithm)))
        return;
    deny_if(trial, algorithm.digest == DIGEST_MD2 || algorithm.digest == DIGEST_MD5);
    deny_if(trial, algorithm.digest == DIGEST_SHA1 && !trial->oracle->old_crypto);
}

static void check_key(struct trial *trial, const struct chain_cert *cert, bool issues)
{
    struct key key;
    enum key_status status = key_read(&key, cert_bytes(cert, cert->spki));
    deny_if(trial, status == KEY_MALFORMED);
    if (status == KEY_UNSUPPORTED && issues)
        say(trial, CHAIN_UNKNOWN);
    if ((key.kind == KEY_RSA || key.kind == KEY_DSA) && key.bits && !trial->oracle->old_crypto)
        deny_if(trial, key.bits < 2048);
}

/* RFC 5280 4.2.1.12, in every certificate that says something about it. */
static void check_purpose(struct trial *trial, const struct link *link)
{
    deny_if(trial, has(link, EXTENSION_EXTENDED_KEY_USAGE) &&
                       !(link->cert->purposes & (PURPOSE_SERVER_AUTH | PURPOSE_ANY)));
}

/* RFC 5280 6.1.4 (k) and (n). A root of version 1 says nothing of being a CA. */
static void check_authority(struct trial *trial, const struct oracle_step *step)
{
    const struct link *link = step->link, *target = trial->path[0].link;
    /* A server's own certificate that is trusted itself has issued nobody else. */
    bool own = step->anchor && target->cert &&
               bytes_equal(chain_cert_der(target->cert), chain_cert_der(link->cert));
    if (own) {
        check_purpose(trial, link);
        return;
    }
    if (!step->anchor || has(link, EXTENSION_BASIC_CONSTRAINTS))
        deny_if(trial, !link->cert->is_ca);
    deny_if(trial,
            has(link, EXTENSION_KEY_USAGE) && !(link->cert->key_usage & KEY_USAGE_CERT_SIGN));
    check_purpose(trial, link);
}

/* RFC 5280 6.1.4 (l) and (m): not more intermediates below than this one allows. */
static void check_length(struct trial *trial, size_t position)
{
    const struct chain_cert *cert = trial->path[position].link->cert;
    uint32_t below = 0;
    for (size_t i = 1; i < position; i++)
        below += !is_self_issued(trial->path[i].link);
    deny_if(trial, cert->path_length != CERT_NO_PATH_LENGTH && below > cert->path_length);
}

/* RFC 5280 6.1.3 (b) and (c): every certificate below, unless self-issued and not the target. */
static void check_names(struct trial *trial, size_t position)
{
    const struct link *ca = trial->path[position].link;
    uint64_t plenty = UINT64_MAX;
    if (!has(ca, EXTENSION_NAME_CONSTRAINTS))
        return;
    if (is_malformed(ca, EXTENSION_NAME_CONSTRAINTS)) {
        say(trial, CHAIN_INVALID);
        return;
    }
    chain_bytes constraints = cert_extension(ca->cert, EXTENSION_NAME_CONSTRAINTS);
    deny_if(trial, !constraints_are_well_formed(constraints));
    for (size_t i = 0; i < position; i++) {
        const struct link *below = trial->path[i].link;
        if (i > 0 && (is_self_issued(below) || !below->cert))
            continue;
        deny_if(trial, constraints_check(constraints, below->cert, stated_of(below)->hosts,
                                         &plenty) != CONSTRAINTS_KEPT);
    }
}

/* ---- rules from outside ----------------------------------------------------------------------- */

/* The most that a certificate of this date may live, in days: the CA/Browser Forum's steps. */
static chain_time longest_life(chain_time issued)
{
    chain_time days = issued >= 1868227200   ? 47
                      : issued >= 1805068800 ? 100
                      : issued >= 1773532800 ? 200
                      : issued >= 1598918400 ? 398
                      : issued >= 1519862400 ? 825
                                             : 39 * 31;
    return days * 86400;
}

/* docs/TIME.md, "Lanes": what was issued after the limit is not trusted. */
static void check_issuance(struct trial *trial, chain_time earliest, chain_time latest)
{
    const struct link *leaf = trial->question->target;
    chain_time good_until = earliest, last = latest + longest_life(latest);
    if (leaf->cert) {
        chain_time issued = leaf->cert->validity.from;
        if (issued > latest)
            say(trial, CHAIN_INVALID);
        else if (issued > earliest)
            say(trial, CHAIN_UNKNOWN);
        if (!leaf->renewed || issued > earliest)
            return;
        if (leaf->cert->validity.until > good_until)
            good_until = leaf->cert->validity.until;
    }
    if (trial->at < good_until)
        return;
    say(trial, trial->at < last ? CHAIN_UNKNOWN : CHAIN_INVALID);
}

static bool applies(const struct trial *trial, const struct rule *rule)
{
    return rule->program == CHAIN_PROGRAM_NONE || rule->program == trial->question->program;
}

static bool is_issued_by(const struct trial *trial, size_t position, const struct rule *rule)
{
    uint8_t key[KEY_HASH_SIZE];
    chain_time issued = trial->path[position].link->window.from;
    return position + 1 < trial->length && key_hash(trial->path[position + 1].link, key) &&
           memcmp(key, rule->key, sizeof(key)) == 0 && issued >= rule->issued.from &&
           issued < rule->issued.until;
}

static bool is_certificate(const struct trial *trial, size_t position, const struct rule *rule)
{
    const struct link *link = trial->path[position].link;
    uint8_t hash[32];
    if (link->cert)
        chain_cert_sha256(link->cert, hash);
    else
        memcpy(hash, stated_of(link)->sha256, sizeof(hash));
    return !trial->path[position].anchor && memcmp(hash, rule->sha256, sizeof(hash)) == 0;
}

static void check_rule(struct trial *trial, const struct rule *rule)
{
    uint8_t key[KEY_HASH_SIZE];
    const struct link *anchor = trial->path[trial->length - 1].link;
    bool own = key_hash(anchor, key) && memcmp(key, rule->key, sizeof(key)) == 0;
    switch (rule->kind) {
    case RULE_ROOT_REMOVED:
        if (own)
            deny_from(trial, rule->at.earliest, rule->at.latest);
        break;
    case RULE_DISTRUST_AFTER:
        if (own)
            check_issuance(trial, rule->at.earliest, rule->at.latest);
        break;
    case RULE_REVOKED:
    case RULE_REVOKED_ISSUED:
        for (size_t i = 0; i < trial->length; i++) {
            if (rule->kind == RULE_REVOKED ? is_certificate(trial, i, rule)
                                           : is_issued_by(trial, i, rule))
                deny_from(trial, rule->at.earliest, rule->at.latest);
        }
        break;
    }
}

/* ---- judging ---------------------------------------------------------------------------------- */

static bool is_in_date(const struct link *link, chain_time at)
{
    return at >= link->window.from && at < link->window.until; /* RFC 5280 6.1.3 (a)(2) */
}

static void check_target(struct trial *trial)
{
    const struct link *target = trial->path[0].link;
    if (!target->cert)
        return;
    check_form(trial, target->cert);
    check_key(trial, target->cert, false);
    check_purpose(trial, target);
    deny_if(trial, trial->question->host && !hostname_matches(trial->question->host, target->cert));
}

static void check_intermediate(struct trial *trial, size_t position)
{
    const struct oracle_step *step = &trial->path[position];
    if (!step->link->cert)
        return; /* stated: nothing is known of it but names, keys and dates */
    check_form(trial, step->link->cert);
    check_key(trial, step->link->cert, true);
    check_authority(trial, step);
    check_length(trial, position);
    check_names(trial, position);
}

/* A name, a key and dates; what its certificate says besides counts too (RFC 5937). */
static void check_anchor(struct trial *trial)
{
    size_t position = trial->length - 1;
    const struct oracle_step *step = &trial->path[position];
    deny_if(trial, step->anchor->purposes && !(step->anchor->purposes & PURPOSE_SERVER_AUTH));
    if (step->anchor->distrust_after != CHAIN_TIME_MAX)
        check_issuance(trial, step->anchor->distrust_after, step->anchor->distrust_after);
    if (!step->link->cert)
        return;
    check_key(trial, step->link->cert, true);
    deny_if(trial, is_malformed(step->link, EXTENSION_BASIC_CONSTRAINTS) ||
                       is_malformed(step->link, EXTENSION_KEY_USAGE) ||
                       is_malformed(step->link, EXTENSION_EXTENDED_KEY_USAGE));
    check_authority(trial, step);
    check_length(trial, position);
    check_names(trial, position);
}

static chain_verdict judge(struct trial *trial)
{
    for (size_t i = 0; i < trial->length; i++)
        deny_if(trial, !is_in_date(trial->path[i].link, trial->at));
    check_target(trial);
    for (size_t i = 1; i + 1 < trial->length; i++)
        check_intermediate(trial, i);
    check_anchor(trial);
    for (size_t i = 0; i < trial->question->rules.count; i++) {
        if (applies(trial, &trial->question->rules.rules[i]))
            check_rule(trial, &trial->question->rules.rules[i]);
    }
    return trial->verdict;
}

chain_verdict oracle_judge_path(struct oracle *oracle, const struct oracle_step *path,
                                size_t length, chain_time at)
{
    struct trial trial = {oracle, oracle->question, path, length, at, CHAIN_VALID};
    for (size_t i = 0; i + 1 < length; i++)
        say(&trial, check_edge(path[i].link, path[i + 1].link));
    deny_if(&trial, length < 2 || !path[length - 1].anchor);
    return trial.verdict == CHAIN_INVALID ? CHAIN_INVALID : judge(&trial);
}

/* ---- every path ------------------------------------------------------------------------------- */

struct walk {
    struct oracle *oracle;
    chain_time at;
    struct oracle_step path[ORACLE_LONGEST];
    size_t numbers[ORACLE_LONGEST];
    size_t length;
    chain_verdict edges; /* the worst of the path so far */
    chain_verdict best;
};

static bool is_on_path(const struct walk *walk, size_t number)
{
    for (size_t i = 0; i < walk->length; i++) {
        if (walk->numbers[i] == number)
            return true;
    }
    return false;
}

static void try_path(struct walk *walk)
{
    struct trial trial = {walk->oracle, walk->oracle->question, walk->path, walk->length, walk->at,
                          walk->edges};
    chain_verdict verdict = judge(&trial);
    walk->oracle->paths++;
    if (verdict <= walk->best)
        return;
    walk->best = verdict;
    walk->oracle->length = walk->length;
    memcpy(walk->oracle->witness, walk->numbers, walk->length * sizeof(walk->numbers[0]));
}

/* A step with a bad signature or out of date denies every path that it is in. */
static void walk_on(struct walk *walk)
{
    struct oracle *oracle = walk->oracle;
    size_t child = walk->numbers[walk->length - 1];
    if (walk->length == ORACLE_LONGEST) {
        fputs("oracle: a path without end\n", stderr);
        abort();
    }
    for (size_t i = 1; i < oracle->count && walk->best != CHAIN_VALID && !oracle->gave_up; i++) {
        const struct oracle_step *step = &oracle->steps[i];
        if (is_on_path(walk, i) || !is_in_date(step->link, walk->at))
            continue;
        chain_verdict result = edge(oracle, child, i), before = walk->edges;
        if (result == CHAIN_INVALID)
            continue;
        if (result < walk->edges)
            walk->edges = result;
        oracle->gave_up = ++oracle->trials > oracle->most_trials;
        walk->path[walk->length] = *step;
        walk->numbers[walk->length++] = i;
        if (step->anchor)
            try_path(walk);
        else
            walk_on(walk);
        walk->length--;
        walk->edges = before;
    }
}

chain_verdict oracle_judge(struct oracle *oracle, chain_time at)
{
    struct walk walk = {.oracle = oracle, .at = at, .edges = CHAIN_VALID, .best = CHAIN_INVALID};
    walk.path[0] = oracle->steps[0];
    walk.length = 1;
    oracle->length = 0;
    if (is_in_date(oracle->steps[0].link, at))
        walk_on(&walk);
    return walk.best;
}
