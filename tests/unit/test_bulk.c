// SPDX-License-Identifier: Apache-2.0
/* chain_bulk gives the words of chain_ready. tests/scenario/test_bulk.py has it through the
 * command. */
#include "chain.h"

#include "pki.h"

#include <criterion/criterion.h>
#include <string.h>

enum { AT = 1795305600, UNTIL = 1858464000 }; /* 2026-11-22, and two years on */

static chain_list *leaf_of(pki_key *key, const char *until)
{
    const chain_bytes cert = pki_mint(&(struct pki_cert){
        .subject = "leaf",
        .issuer = "root",
        .key = pki_new_key(PKI_P256),
        .issuer_key = key,
        .until = until,
        .extensions = PKI_LEAF_EXTENSIONS,
    });
    return pki_list(&cert, 1);
}

static chain_ready_options *ask(chain_store *store)
{
    chain_ready_options *options;
    cr_assert_eq(chain_ready_options_new(&options, AT, UNTIL), CHAIN_OK);
    cr_assert_eq(chain_ready_options_add_store(options, store, NULL), CHAIN_OK);
    chain_store_unref(store);
    return options;
}

static chain_store *store_of(pki_key *key, const char *until)
{
    const chain_bytes root = pki_mint(&(struct pki_cert){
        .subject = "root", .key = key, .until = until, .extensions = PKI_CA_EXTENSIONS});
    return pki_store(&root, 1);
}

/* The answer of chain_ready to the same question. */
static chain_outcome ready(chain_ready_options *options, chain_list *chain)
{
    chain_report *report;
    cr_assert_eq(chain_ready_options_add_chain(options, chain, NULL), CHAIN_OK);
    cr_assert_eq(chain_ready(options, &report), CHAIN_OK);
    chain_outcome outcome = *chain_report_outcome(report);
    chain_report_free(report);
    return outcome;
}

static void expect_same(chain_ready_options *options, chain_list *chain, chain_readiness readiness)
{
    chain_bulk *bulk;
    chain_bulk_answer answer;
    cr_assert_eq(chain_bulk_new(&bulk, options), CHAIN_OK);
    cr_assert_eq(chain_bulk_store_count(bulk), 1);
    cr_assert_eq(chain_bulk_judge(bulk, &answer, chain, ""), CHAIN_OK);
    chain_bulk_free(bulk);
    chain_outcome expected = ready(options, chain);
    cr_assert_eq(answer.outcome.readiness, readiness);
    cr_assert_eq(expected.readiness, readiness);
    cr_assert_eq(answer.outcome.breaks_at, expected.breaks_at);
    cr_assert_eq(answer.outcome.broken_since, expected.broken_since);
    cr_assert_eq(answer.outcome.unknown_from, expected.unknown_from);
    cr_assert_eq(answer.finding == CHAIN_FINDING_NONE, readiness <= CHAIN_READY);
    chain_list_unref(chain);
    chain_ready_options_free(options);
}

Test(bulk, ready_as_chain_ready_says)
{
    pki_key *key = pki_new_key(PKI_P256);
    expect_same(ask(store_of(key, "20350101000000Z")), leaf_of(key, "20270101000000Z"),
                CHAIN_READY);
}

Test(bulk, breaks_with_the_root)
{
    pki_key *key = pki_new_key(PKI_P256);
    expect_same(ask(store_of(key, "20280101000000Z")), leaf_of(key, "20270101000000Z"),
                CHAIN_BREAKS_LATER);
}

Test(bulk, literally_it_breaks_with_the_leaf)
{
    pki_key *key = pki_new_key(PKI_P256);
    chain_ready_options *options = ask(store_of(key, "20350101000000Z"));
    chain_ready_options_set_renewal(options, 0);
    expect_same(options, leaf_of(key, "20270101000000Z"), CHAIN_BREAKS_LATER);
}

Test(bulk, another_key_of_that_name_is_broken)
{
    expect_same(ask(store_of(pki_new_key(PKI_P256), "20350101000000Z")),
                leaf_of(pki_new_key(PKI_P256), "20270101000000Z"), CHAIN_BROKEN);
}

Test(bulk, misuse_is_refused)
{
    chain_bulk *bulk;
    chain_bulk_answer answer;
    chain_ready_options *empty;
    pki_key *key = pki_new_key(PKI_P256);
    cr_assert_eq(chain_ready_options_new(&empty, AT, UNTIL), CHAIN_OK);
    cr_assert_eq(chain_bulk_new(&bulk, empty), CHAIN_E_ARGUMENT);
    cr_assert_eq(chain_bulk_new(NULL, empty), CHAIN_E_ARGUMENT);
    chain_ready_options_free(empty);
    chain_ready_options *options = ask(store_of(key, "20350101000000Z"));
    chain_list *chain = leaf_of(key, "20270101000000Z");
    cr_assert_eq(chain_bulk_new(&bulk, options), CHAIN_OK);
    cr_assert_eq(chain_bulk_judge(bulk, &answer, chain, "not a host!"), CHAIN_E_ARGUMENT);
    cr_assert_eq(chain_bulk_judge(bulk, &answer, NULL, ""), CHAIN_E_ARGUMENT);
    cr_assert_str_eq(chain_bulk_store_id(bulk, 1), "");
    chain_bulk_free(bulk);
    chain_list_unref(chain);
    chain_ready_options_free(options);
}
