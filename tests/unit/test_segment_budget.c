// SPDX-License-Identifier: Apache-2.0
/* Every budget of a verification at its exact limit: one less, enough, one more. */
#include "asked.h"
#include "expect.h"
#include "pool.h"

TestSuite(segment_budget, .fini = tidy);

#define AT_2025 1735689600
#define AT_2030 1893456000

static const struct pki_extension CONSTRAINED[] = {
    {"basicConstraints", PKI_CA}, {"nameConstraints", "permitted;DNS:example.com"}, {NULL, NULL}};

/* ---- budgets at their exact limits ------------------------------------------------------------ */

struct tower {
    chain_bytes sent[8], root[1];
};

/* A leaf, `height` CAs above it, and a root. */
static void build_tower(struct tower *tower, unsigned height)
{
    pki_key *below = asked_key();
    const char *name = "CA 0";
    tower->sent[0] = asked_leaf(asked_key(), name, below);
    for (unsigned i = 0; i < height; i++) {
        const char *next = pool_format("CA %u", i + 1);
        pki_key *above = asked_key();
        tower->sent[1 + i] = asked_ca(name, below, next, above);
        name = next;
        below = above;
    }
    tower->root[0] = asked_ca(name, below, NULL, NULL);
}

static void expect_spent(struct asked *asked)
{
    asked_run(asked);
    SAME(chain_result_complete(asked->result), 0);
    SAME(asked_verdict_at(asked, AT_2025), CHAIN_UNKNOWN);
    SAME(asked_only_finding(&asked->segments[0]), CHAIN_FINDING_BUDGET_SPENT);
}

static void expect_enough(struct asked *asked)
{
    asked_run(asked);
    SAME(chain_result_complete(asked->result), 1);
    SAME(asked_verdict_at(asked, AT_2025), CHAIN_VALID);
    SAME(asked_verdict_at(asked, AT_2030 + 1), CHAIN_INVALID);
}

Test(segment_budget, depth_at_its_limit)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    asked_begin(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.depth = 4;
    expect_spent(&asked);
    asked.options.budget.depth = 5;
    expect_enough(&asked);
    asked.options.budget.depth = 6;
    expect_enough(&asked);
    asked.options.budget.depth = 1;
    chain_result *result;
    SAME(chain_verify(&result, NULL, &asked.options), CHAIN_E_ARGUMENT);
    asked_end(&asked);
}

Test(segment_budget, signatures_at_their_limit)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    asked_begin(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.signatures = 3;
    expect_spent(&asked);
    SAME(chain_result_signatures(asked.result), 3);
    asked.options.budget.signatures = 4;
    expect_enough(&asked);
    SAME(chain_result_signatures(asked.result), 4);
    asked.options.budget.signatures = 0;
    expect_spent(&asked);
    asked_end(&asked);
}

Test(segment_budget, remembered_signatures_cost_nothing)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    asked_begin(&asked, tower.sent, 4, tower.root, 1);
    cr_assert(chain_memo_new(&asked.options.memo, 0) == CHAIN_OK);
    expect_enough(&asked);
    asked.options.budget.signatures = 1;
    expect_enough(&asked);
    SAME(chain_result_signatures(asked.result), 0);
    chain_memo_free(asked.options.memo);
    asked_end(&asked);
}

Test(segment_budget, links_at_their_limit)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    asked_begin(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.links = 4;
    expect_spent(&asked);
    asked.options.budget.links = 5;
    expect_enough(&asked);
    asked_end(&asked);
}

Test(segment_budget, names_at_their_limit)
{
    pki_key *root = asked_key();
    struct pki_cert cert = {.subject = "Root", .key = root, .extensions = CONSTRAINED};
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){asked_leaf(asked_key(), "Root", root)}),
        ((chain_bytes[]){pki_mint(&cert)}));
    asked.options.budget.names = 0;
    expect_spent(&asked);
    asked.options.budget.names = 1;
    expect_enough(&asked);
    asked_end(&asked);
}

/* The leaf's CA has one certificate too many: each is a dead end of its own at the wrong key. */
Test(segment_budget, paths_at_their_limit)
{
    pki_key *root = asked_key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){asked_leaf(asked_key(), "Root", root)}),
        ((chain_bytes[]){asked_ca("Root", asked_key(), NULL, NULL),
                         asked_ca("Root", asked_key(), NULL, NULL),
                         asked_ca("Root", root, NULL, NULL)}));
    asked.options.budget.paths = 2;
    expect_spent(&asked);
    asked.options.budget.paths = 3;
    asked_run(&asked);
    SAME(asked_verdict_at(&asked, AT_2025), CHAIN_VALID);
    asked_end(&asked);
}

Test(segment_budget, without_memory_nothing_is_known)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    asked_begin(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.memory = 1;
    expect_spent(&asked);
    SAME(asked.count, 1);
    asked_end(&asked);
}
