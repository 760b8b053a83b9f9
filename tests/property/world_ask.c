// SPDX-License-Identifier: Apache-2.0
/* Questions about a random world: what is sent, known and trusted, and which rules lie over it. */
#include "world.h"

#include "der.h"
#include "instant.h"
#include "list.h"
#include "pool.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICK(chance, array) (array)[chance_below(chance, sizeof(array) / sizeof((array)[0]))]

/* On, before and after dates of certificates. */
static const chain_time DATES[] = {
    1262304000 /* 2010-01-01 */,
    1546300800 /* 2019-01-01 */,
    1546300799,
    1577836800 /* 2020-01-01 */,
    1609459200 /* 2021-01-01 */,
    1640995200 /* 2022-01-01 */,
    1640995201,
    1672531200 /* 2023-01-01 */,
    1704067201 /* 2024-01-01 00:00:01 */,
    1735689599 /* 2024-12-31 */,
    1893456000 /* 2030-01-01 */,
};

static void note(struct world_question *out, const char *what, size_t number)
{
    out->notes = pool_format("%s %s%zu", out->notes, what, number);
}

/* ---- what is trusted, known and sent ---------------------------------------------------------- */

static struct list_limits draw_limits(struct chance *chance)
{
    struct list_limits limits = LIST_NO_LIMITS;
    if (chance_of(chance, 10))
        limits.purposes =
            chance_of(chance, 50) ? PURPOSE_EMAIL : PURPOSE_SERVER_AUTH | PURPOSE_EMAIL;
    if (chance_of(chance, 12))
        limits.distrust_after = PICK(chance, DATES);
    limits.no_anchor = chance_of(chance, 5);
    return limits;
}

static void need(chain_status status)
{
    if (status == CHAIN_OK)
        return;
    fprintf(stderr, "world: %s\n", chain_status_name(status));
    abort();
}

static void fill_lists(struct world_question *out, const struct world *world, struct chance *chance)
{
    struct chain_list *trusted = list_new("store");
    out->bridges = list_new("bridges");
    for (size_t i = 0; i < WORLD_CAS; i++) {
        chain_cert *cert = world->certs[i];
        bool is_root = bytes_equal(cert_bytes(cert, cert->subject), cert_bytes(cert, cert->issuer));
        if (chance_of(chance, is_root ? 45 : 12)) {
            struct list_item item = {.limits = draw_limits(chance)};
            need(list_push(trusted, cert, item));
            out->notes = pool_format("%s +%zu", out->notes, i);
            if (item.limits.distrust_after != CHAIN_TIME_MAX)
                out->notes = pool_format("%s(distrust %lld)", out->notes,
                                         (long long)item.limits.distrust_after);
        }
        if (chance_of(chance, 35)) {
            need(list_push(out->bridges, cert, (struct list_item){.limits = LIST_NO_LIMITS}));
            note(out, "~", i);
        }
    }
    need(list_freeze(trusted, NULL));
    need(list_freeze(out->bridges, NULL));
    need(store_from_list(&out->store, NULL, trusted));
    chain_list_unref(trusted);
}

/* What a source would say of a certificate that we do not have. */
static void state(const struct world *world, struct link *link, struct stated *out, unsigned signer,
                  struct chance *chance)
{
    chain_cert_sha256(link->cert, out->sha256);
    if (chance_of(chance, 70))
        chain_cert_key_sha256(link->cert, out->subject_key);
    if (chance_of(chance, 70)) {
        chain_bytes hash = pki_sha256(pki_spki(world->keys->keys[signer]));
        memcpy(out->issuer_key, hash.data, hash.size);
    }
    link->cert = NULL;
    link->evidence = CHAIN_STATED;
    link->stated = out;
}

static void fill_sent(struct world_question *out, const struct world *world, struct chance *chance)
{
    size_t order[WORLD_CAS], count = 0;
    bool stated = chance_of(chance, 15);
    for (size_t i = 0; i < WORLD_CAS; i++)
        order[i] = i;
    for (size_t i = WORLD_CAS; i > 1; i--) {
        size_t j = chance_below(chance, (unsigned)i), held = order[j];
        order[j] = order[i - 1];
        order[i - 1] = held;
    }
    size_t target = chance_of(chance, 88) ? WORLD_CAS + chance_below(chance, WORLD_LEAVES)
                                          : chance_below(chance, WORLD_CAS);
    link_from_cert(&out->sent[count++], world->certs[target]);
    out->notes = pool_format("target %zu, sent", target);
    for (size_t i = 0; i < WORLD_CAS; i++) {
        if (!chance_of(chance, 60))
            continue;
        struct stated *said = &out->stated[count];
        struct link *link = &out->sent[count++];
        link_from_cert(link, world->certs[order[i]]);
        note(out, "", order[i]);
        if (stated && chance_of(chance, 35)) {
            state(world, link, said,
                  world->authorities[chance_below(chance, WORLD_AUTHORITIES)].key, chance);
            out->notes = pool_format("%s(stated)", out->notes);
        }
    }
    out->question.sent_count = count;
}

/* ---- rules ------------------------------------------------------------------------------------ */

static struct moment draw_moment(struct chance *chance)
{
    chain_time a = PICK(chance, DATES), b = chance_of(chance, 60) ? a : PICK(chance, DATES);
    return a < b ? (struct moment){a, b} : (struct moment){b, a};
}

static void draw_rule(struct rule *rule, const struct world *world, struct chance *chance)
{
    const chain_cert *cert = world->certs[chance_below(chance, WORLD_CAS + WORLD_LEAVES)];
    *rule = (struct rule){
        .kind = (enum rule_kind)chance_below(chance, 4),
        .program = chance_of(chance, 60)   ? CHAIN_PROGRAM_NONE
                   : chance_of(chance, 60) ? CHAIN_PROGRAM_MOZILLA
                                           : CHAIN_PROGRAM_CHROME,
        .at = draw_moment(chance),
    };
    if (rule->kind == RULE_REVOKED)
        chain_cert_sha256(cert, rule->sha256);
    else
        chain_cert_key_sha256(cert, rule->key);
    struct moment issued = draw_moment(chance);
    rule->issued = (chain_span){issued.earliest, issued.latest + 1};
}

/* ---- the target and the whole ----------------------------------------------------------------- */

/* A leaf that somebody will issue, or one that will be replaced by its like. */
static void change_target(struct world_question *out, struct chance *chance)
{
    static const char *const HOSTS[] = {"www.example.com", NULL};
    struct link *target = &out->sent[0];
    if (chance_of(chance, 8)) {
        out->notes = pool_format("%s; renewed", out->notes);
        target->renewed = true;
        target->window = (chain_span){CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    } else if (chance_of(chance, 8)) {
        out->notes = pool_format("%s; assumed", out->notes);
        *target = (struct link){
            .evidence = CHAIN_ASSUMED,
            .issuer = target->issuer,
            .issuer_hash = target->issuer_hash,
            .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
            .stated = &out->stated[0],
        };
        out->stated[0].hosts = HOSTS;
    }
}

static chain_span draw_window(struct chance *chance)
{
    chain_span all = {CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    chain_time from = PICK(chance, DATES), until = PICK(chance, DATES);
    if (chance_of(chance, 70))
        return all;
    return from < until ? (chain_span){from, until} : (chain_span){from, from + 1};
}

void world_ask(struct world_question *out, const struct world *world, struct chance *chance)
{
    *out = (struct world_question){.notes = pool_format("%s", "")};
    fill_sent(out, world, chance);
    fill_lists(out, world, chance);
    change_target(out, chance);
    out->question.target = &out->sent[0];
    out->question.sent = out->sent;
    out->question.bridges = chance_of(chance, 50) ? out->bridges : NULL;
    out->question.store = out->store;
    out->question.profile = profile_find(chance_of(chance, 80) ? "tls" : "rfc5280");
    out->question.program = chance_of(chance, 50) ? CHAIN_PROGRAM_MOZILLA : CHAIN_PROGRAM_NONE;
    out->question.window = draw_window(chance);
    chain_budget_default(&out->question.budget);
    if (chance_of(chance, 30) && hostname_parse(&out->host, "www.example.com"))
        out->question.host = &out->host;
    size_t rules = chance_of(chance, 30) ? 1 + chance_below(chance, WORLD_RULES) : 0;
    for (size_t i = 0; i < rules; i++)
        draw_rule(&out->rules[i], world, chance);
    out->question.rules = (struct rules){out->rules, rules};
    out->notes =
        pool_format("%s; bridges %s, profile %s, %zu rules, host %s", out->notes,
                    out->question.bridges ? "used" : "not used", out->question.profile->name, rules,
                    out->question.host ? "asked" : "not asked");
}

void world_question_free(struct world_question *question)
{
    chain_list_unref(question->bridges);
    chain_store_unref(question->store);
}
