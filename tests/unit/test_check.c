// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "list.h"
#include "memo.h"
#include "pki.h"
#include "pool.h"
#include "segment.h"
#include "store.h"

TestSuite(check, .fini = tidy);

#define AT_2020 1577836800
#define AT_2025 1735689600

/* A chain below a root, with one thing to look at: what the checker finds against its only path. */
struct world {
    pki_key *keys[4];
    const struct pki_extension *extensions[4]; /* leaf, lower CA, upper CA, root */
    const char *names[4];
    struct list_limits limits; /* of the root */
    struct rule rule;
    size_t rules;
    chain_program program;
    const char *host;
    chain_span window;
    chain_verdict verdict; /* of the first stretch */
    chain_finding_code found;
    uint32_t where;
    chain_time ends; /* of the first stretch */
};

static const struct pki_extension SAN_ONLY[] = {{"subjectAltName", "DNS:www.example.com"},
                                                {NULL, NULL}};

static struct world begin(void)
{
    struct world world = {.names = {"leaf", "Lower", "Upper", "Root"},
                          .limits = LIST_NO_LIMITS,
                          .window = {AT_2025, AT_2025 + 1}};
    for (size_t i = 0; i < 4; i++) {
        world.keys[i] = pki_new_key(PKI_ED25519);
        world.extensions[i] = i ? PKI_CA_EXTENSIONS : PKI_LEAF_EXTENSIONS;
    }
    return world;
}

static chain_bytes mint(const struct world *world, size_t i)
{
    size_t issuer = i < 3 ? i + 1 : 3;
    return pki_mint(&(struct pki_cert){.subject = world->names[i],
                                       .issuer = world->names[issuer],
                                       .key = world->keys[i],
                                       .issuer_key = world->keys[issuer],
                                       .extensions = world->extensions[i]});
}

static void run(struct world *world)
{
    chain_list *sent = pki_list((chain_bytes[]){mint(world, 0), mint(world, 1), mint(world, 2)}, 3);
    chain_bytes root = mint(world, 3);
    struct chain_list *roots = list_new("roots");
    chain_cert *cert;
    chain_store *store;
    cr_assert(chain_cert_new(&cert, NULL, root.data, root.size) == CHAIN_OK);
    cr_assert(list_push(roots, cert, (struct list_item){.limits = world->limits}) == CHAIN_OK);
    cr_assert(list_freeze(roots, NULL) == CHAIN_OK);
    cr_assert(store_from_list(&store, NULL, roots) == CHAIN_OK);
    struct hostname host;
    cr_assert(!world->host || hostname_parse(&host, world->host));
    struct question question = {
        .target = &sent->links[0],
        .sent = sent->links,
        .sent_count = 3,
        .store = store,
        .host = world->host ? &host : NULL,
        .profile = profile_find("tls"),
        .rules = {&world->rule, world->rules},
        .program = world->program,
        .window = world->window,
    };
    chain_budget_default(&question.budget);
    struct chain_memo *memo;
    struct answer answer;
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    arena_set_limit(&memo->arena, question.budget.memory);
    cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
    const struct stretch *first = &answer.stretches[0];
    world->verdict = first->verdict;
    world->ends = first->span.until;
    world->found = first->finding_count ? first->findings[0]->code : CHAIN_FINDING_NONE;
    world->where = first->finding_count ? first->findings[0]->certificate : 0;
    chain_memo_free(memo);
    chain_store_unref(store);
    chain_list_unref(roots);
    chain_cert_unref(cert);
    chain_list_unref(sent);
}

static void expect_good(struct world *world)
{
    run(world);
    SAME(world->verdict, CHAIN_VALID);
    SAME(world->found, CHAIN_FINDING_NONE);
}

static void expect_bad(struct world *world, chain_finding_code code, uint32_t where)
{
    run(world);
    SAME(world->verdict, CHAIN_INVALID);
    SAME_TEXT(chain_finding_name(world->found), chain_finding_name(code));
    SAME(world->where, where);
}

#define EXTENSIONS_OF(...) ((const struct pki_extension[]){__VA_ARGS__, {NULL, NULL}})

/* ---- RFC 5280 6.1.4 --------------------------------------------------------------------------- */

Test(check, path_length_counts_intermediates_below)
{
    struct world world = begin();
    world.extensions[3] = EXTENSIONS_OF({"basicConstraints", "critical,CA:TRUE,pathlen:1"});
    expect_bad(&world, CHAIN_FINDING_PATH_TOO_LONG, 3);
    world.extensions[3] = EXTENSIONS_OF({"basicConstraints", "critical,CA:TRUE,pathlen:2"});
    expect_good(&world);
    world.extensions[2] = EXTENSIONS_OF({"basicConstraints", "critical,CA:TRUE,pathlen:0"});
    expect_bad(&world, CHAIN_FINDING_PATH_TOO_LONG, 2);
    world.extensions[2] = EXTENSIONS_OF({"basicConstraints", "critical,CA:TRUE,pathlen:1"});
    world.extensions[1] = EXTENSIONS_OF({"basicConstraints", "critical,CA:TRUE,pathlen:0"});
    expect_good(&world);
}

/* "not self-issued" */
Test(check, path_length_does_not_count_self_issued_certificates)
{
    struct world world = begin();
    world.names[1] = world.names[2];
    world.extensions[3] = EXTENSIONS_OF({"basicConstraints", "critical,CA:TRUE,pathlen:1"});
    expect_good(&world);
    world.extensions[3] = EXTENSIONS_OF({"basicConstraints", "critical,CA:TRUE,pathlen:0"});
    expect_bad(&world, CHAIN_FINDING_PATH_TOO_LONG, 3);
}

Test(check, who_issues_must_be_a_ca_that_may_sign)
{
    struct world world = begin();
    world.extensions[1] = NULL;
    expect_bad(&world, CHAIN_FINDING_NOT_A_CA, 1);
    world.extensions[1] = EXTENSIONS_OF({"basicConstraints", "CA:FALSE"});
    expect_bad(&world, CHAIN_FINDING_NOT_A_CA, 1);
    world.extensions[1] = EXTENSIONS_OF({"basicConstraints", PKI_CA}, {"keyUsage", "cRLSign"});
    expect_bad(&world, CHAIN_FINDING_NO_CERT_SIGN, 1);
    world.extensions[1] = EXTENSIONS_OF({"basicConstraints", PKI_CA});
    expect_good(&world);
    world.extensions[3] = NULL; /* a root may say nothing */
    expect_good(&world);
    world.extensions[3] = EXTENSIONS_OF({"basicConstraints", "CA:FALSE"});
    expect_bad(&world, CHAIN_FINDING_NOT_A_CA, 3);
}

Test(check, every_certificate_must_allow_the_purpose_that_limits_it)
{
    for (uint32_t i = 0; i < 4; i++) {
        struct world world = begin();
        const char *ca = i ? PKI_CA : "CA:FALSE";
        world.extensions[i] =
            EXTENSIONS_OF({"basicConstraints", ca}, {"extendedKeyUsage", "clientAuth"});
        expect_bad(&world, CHAIN_FINDING_PURPOSE, i);
        world.extensions[i] =
            EXTENSIONS_OF({"basicConstraints", ca}, {"extendedKeyUsage", "clientAuth,serverAuth"});
        expect_good(&world);
        world.extensions[i] =
            EXTENSIONS_OF({"basicConstraints", ca}, {"extendedKeyUsage", "anyExtendedKeyUsage"});
        expect_good(&world);
    }
}

/* 6.1.3 (b) and (c): the target always, intermediates unless they are self-issued. */
Test(check, names_are_held_to_all_constraints_above)
{
    const struct pki_extension *only = EXTENSIONS_OF(
        {"basicConstraints", PKI_CA}, {"nameConstraints", "permitted;DNS:example.com"});
    const struct pki_extension *named =
        EXTENSIONS_OF({"basicConstraints", PKI_CA}, {"subjectAltName", "DNS:ca.example.org"});
    struct world world = begin();
    for (uint32_t i = 1; i < 4; i++) {
        world.extensions[i] = only;
        expect_good(&world);
    }
    world.extensions[1] = named;
    expect_bad(&world, CHAIN_FINDING_NAME_NOT_PERMITTED, 1);
    world.names[1] = world.names[2]; /* self-issued now */
    expect_good(&world);
    world.extensions[0] = EXTENSIONS_OF({"subjectAltName", "DNS:www.example.org"});
    expect_bad(&world, CHAIN_FINDING_NAME_NOT_PERMITTED, 0);
}

Test(check, an_unknown_critical_extension_denies_except_in_an_anchor)
{
    for (uint32_t i = 0; i < 4; i++) {
        struct world world = begin();
        world.extensions[i] = EXTENSIONS_OF({"basicConstraints", i ? PKI_CA : "CA:FALSE"},
                                            {"1.2.3.4.5", "critical,DER:05:00"});
        if (i < 3)
            expect_bad(&world, CHAIN_FINDING_UNKNOWN_CRITICAL_EXTENSION, i);
        else
            expect_good(&world);
    }
}

Test(check, small_keys_and_hosts)
{
    struct world world = begin();
    world.host = "www.example.com";
    expect_good(&world);
    world.host = "www.example.org";
    expect_bad(&world, CHAIN_FINDING_HOST_MISMATCH, 0);
    world.host = NULL;
    world.keys[2] = pki_new_key(PKI_RSA_1024);
    expect_bad(&world, CHAIN_FINDING_KEY_SMALL, 2);
    world.keys[2] = pki_new_key(PKI_ED448);
    run(&world);
    SAME(world.verdict, CHAIN_UNKNOWN);
    SAME(world.found, CHAIN_FINDING_KEY_UNSUPPORTED);
}

/* ---- limits of anchors, and rules from outside ------------------------------------------------ */

Test(check, an_anchor_is_trusted_for_its_purposes)
{
    struct world world = begin();
    world.limits.purposes = PURPOSE_EMAIL;
    expect_bad(&world, CHAIN_FINDING_ANCHOR_PURPOSE, 3);
    world.limits.purposes = PURPOSE_EMAIL | PURPOSE_SERVER_AUTH;
    expect_good(&world);
}

/* The leaf is of 2020-01-01T00:00:00Z. */
Test(check, distrust_after_a_date_spares_what_was_issued_on_it)
{
    struct world world = begin();
    world.limits.distrust_after = AT_2020;
    expect_good(&world);
    world.limits.distrust_after = AT_2020 - 1;
    expect_bad(&world, CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE, 3);
}

static void make_rule(struct world *world, enum rule_kind kind, chain_time earliest,
                      chain_time latest)
{
    world->rule = (struct rule){.kind = kind, .at = {earliest, latest}};
    world->rules = 1;
    memcpy(world->rule.key, pki_sha256(pki_spki(world->keys[3])).data, KEY_HASH_SIZE);
}

Test(check, a_removed_root_is_unknown_between_its_instants_and_denied_after)
{
    struct world world = begin();
    make_rule(&world, RULE_ROOT_REMOVED, AT_2025, AT_2025 + 10);
    for (chain_time by = -1; by <= 11; by++) {
        world.window = (chain_span){AT_2025 + by, AT_2025 + by + 1};
        run(&world);
        SAME(world.verdict, by < 0 ? CHAIN_VALID : by < 10 ? CHAIN_UNKNOWN : CHAIN_INVALID);
        SAME(world.found, by < 0    ? CHAIN_FINDING_NONE
                          : by < 10 ? CHAIN_FINDING_ROOT_REMOVAL_NEAR
                                    : CHAIN_FINDING_ROOT_REMOVED);
    }
}

Test(check, rules_are_for_those_who_follow_the_program)
{
    struct world world = begin();
    make_rule(&world, RULE_ROOT_REMOVED, AT_2020, AT_2020);
    world.rule.program = CHAIN_PROGRAM_MOZILLA;
    expect_good(&world);
    world.program = CHAIN_PROGRAM_CHROME;
    expect_good(&world);
    world.program = CHAIN_PROGRAM_MOZILLA;
    expect_bad(&world, CHAIN_FINDING_ROOT_REMOVED, 3);
    world.rule.key[0] ^= 1;
    expect_good(&world);
}

Test(check, distrust_by_issuance_with_a_date_that_is_not_exact)
{
    struct world world = begin();
    make_rule(&world, RULE_DISTRUST_AFTER, AT_2020 - 1, AT_2020);
    run(&world);
    SAME(world.verdict, CHAIN_UNKNOWN);
    SAME(world.found, CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED);
    make_rule(&world, RULE_DISTRUST_AFTER, AT_2020, AT_2020 + 1);
    expect_good(&world);
    make_rule(&world, RULE_DISTRUST_AFTER, AT_2020 - 2, AT_2020 - 1);
    expect_bad(&world, CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE, 3);
}

/* What the upper CA issued is the lower CA's certificate, of 2020-01-01. */
Test(check, revocation_by_issuer_and_date_of_issuance)
{
    struct world world = begin();
    make_rule(&world, RULE_REVOKED_ISSUED, AT_2025, AT_2025);
    memcpy(world.rule.key, pki_sha256(pki_spki(world.keys[2])).data, KEY_HASH_SIZE);
    world.rule.issued = (chain_span){AT_2020, AT_2020 + 1};
    expect_bad(&world, CHAIN_FINDING_REVOKED, 1);
    world.rule.issued = (chain_span){AT_2020 + 1, AT_2020 + 2};
    expect_good(&world);
    world.rule.issued = (chain_span){AT_2020 - 1, AT_2020};
    expect_good(&world);
}

Test(check, what_is_not_asked_is_not_minded)
{
    struct world world = begin();
    world.extensions[0] = SAN_ONLY;
    expect_good(&world);
    SAME(world.ends, AT_2025 + 1);
}
