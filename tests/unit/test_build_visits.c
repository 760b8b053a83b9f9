// SPDX-License-Identifier: Apache-2.0
/*
 * What the search may remember about a certificate that it has been at before: a path that led
 * there and came to nothing for reasons of its own must not keep another one from being tried.
 */
#include "segment.h"

#include "expect.h"
#include "pki.h"

TestSuite(build_visits, .fini = tidy);

/* Two certificates called "Between", which both stand below "Middle" and above the leaf. */
struct fork {
    chain_cert *leaf, *first, *second, *middle;
    chain_store *store;
    pki_key *middle_key;
};

static chain_cert *ca(const char *subject, const char *issuer, pki_key *key, pki_key *issuer_key,
                      const char *from)
{
    return pki_mint_cert(&(struct pki_cert){.subject = subject,
                                            .issuer = issuer,
                                            .key = key,
                                            .issuer_key = issuer_key,
                                            .from = from,
                                            .extensions = PKI_CA_EXTENSIONS});
}

static struct fork fork_of(pki_key *first, pki_key *second, const char *first_from)
{
    struct fork fork = {.middle_key = pki_new_key(PKI_P256)};
    pki_key *root = pki_new_key(PKI_P256);
    chain_bytes anchor = pki_mint(
        &(struct pki_cert){.subject = "Root", .key = root, .extensions = PKI_CA_EXTENSIONS});
    fork.store = pki_store(&anchor, 1);
    fork.middle = ca("Middle", "Root", fork.middle_key, root, NULL);
    fork.first = ca("Between", "Middle", first, fork.middle_key, first_from);
    fork.second = ca("Between", "Middle", second, fork.middle_key, NULL);
    fork.leaf = pki_mint_cert(&(struct pki_cert){.subject = "leaf",
                                                 .issuer = "Between",
                                                 .key = pki_new_key(PKI_P256),
                                                 .issuer_key = second,
                                                 .extensions = PKI_LEAF_EXTENSIONS});
    return fork;
}

/* The verdict in the middle of 2024, of the leaf with these sent behind it. */
static chain_verdict verdict(const struct fork *fork, bool first_goes_first, struct rules rules)
{
    struct link sent[4];
    struct answer answer;
    chain_memo *memo;
    link_from_cert(&sent[0], fork->leaf);
    link_from_cert(&sent[first_goes_first ? 1 : 2], fork->first);
    link_from_cert(&sent[first_goes_first ? 2 : 1], fork->second);
    link_from_cert(&sent[3], fork->middle);
    struct question question = {.target = sent,
                                .sent = sent,
                                .sent_count = 4,
                                .store = fork->store,
                                .profile = profile_find(CHAIN_PROFILE_DEFAULT),
                                .rules = rules,
                                .window = {1718000000, 1718000001}};
    chain_budget_default(&question.budget);
    cr_assert_eq(chain_memo_new(&memo, 64), CHAIN_OK);
    arena_set_limit(&memo->arena, question.budget.memory);
    cr_assert_eq(segment_answer(&answer, &question, memo), CHAIN_OK);
    SAME(answer.count, 1);
    SAME(answer.complete, true);
    chain_verdict found = answer.stretches[0].verdict;
    chain_memo_free(memo);
    return found;
}

static void drop(struct fork *fork)
{
    chain_cert_unref(fork->leaf);
    chain_cert_unref(fork->first);
    chain_cert_unref(fork->second);
    chain_cert_unref(fork->middle);
    chain_store_unref(fork->store);
}

/* The first one's key cannot be used here, so that a path through it is undecided. */
Test(build_visits, an_undecided_path_does_not_stand_in_for_a_valid_one)
{
    static const struct rules NONE;
    struct fork fork = fork_of(pki_new_key(PKI_ED448), pki_new_key(PKI_P256), NULL);
    SAME(verdict(&fork, false, NONE), CHAIN_VALID);
    SAME(verdict(&fork, true, NONE), CHAIN_VALID);
    drop(&fork);
}

/* What Middle issued before 2021 is revoked, and the first one is of 2020. */
Test(build_visits, a_revoked_path_does_not_stand_in_for_another_through_the_same_authority)
{
    pki_key *key = pki_new_key(PKI_P256);
    struct fork fork = fork_of(key, key, "20200101000000Z");
    struct rule rule = {.kind = RULE_REVOKED_ISSUED,
                        .at = {CHAIN_TIME_MIN, CHAIN_TIME_MIN},
                        .issued = {CHAIN_TIME_MIN, 1609459200}};
    struct link middle;
    chain_cert_unref(fork.second);
    fork.second = ca("Between", "Middle", key, fork.middle_key, "20220101000000Z");
    link_from_cert(&middle, fork.middle);
    cr_assert(link_key_hash(&middle, rule.key));
    SAME(verdict(&fork, false, (struct rules){&rule, 1}), CHAIN_VALID);
    SAME(verdict(&fork, true, (struct rules){&rule, 1}), CHAIN_VALID);
    rule.issued.until = CHAIN_TIME_MAX;
    SAME(verdict(&fork, true, (struct rules){&rule, 1}), CHAIN_INVALID);
    drop(&fork);
}
