// SPDX-License-Identifier: Apache-2.0
#include "segment.h"

#include "expect.h"
#include "list.h"
#include "memo.h"
#include "pki.h"
#include "pool.h"
#include "store.h"

TestSuite(segment, .fini = tidy);

#define AT_2020 1577836800
#define AT_2025 1735689600
#define AT_2030 1893456000

static const struct pki_extension CONSTRAINED[] = {
    {"basicConstraints", PKI_CA}, {"nameConstraints", "permitted;DNS:example.com"}, {NULL, NULL}};

/* An authority: a certificate for `key` called `subject`, by `issuer` with `issuer_key`. */
static chain_bytes ca(const char *subject, pki_key *key, const char *issuer, pki_key *issuer_key)
{
    struct pki_cert cert = {.subject = subject,
                            .key = key,
                            .issuer = issuer,
                            .issuer_key = issuer_key,
                            .extensions = PKI_CA_EXTENSIONS};
    return pki_mint(&cert);
}

static chain_bytes ca_until(const char *subject, pki_key *key, const char *issuer,
                            pki_key *issuer_key, const char *from, const char *until)
{
    struct pki_cert cert = {.subject = subject,
                            .key = key,
                            .issuer = issuer,
                            .issuer_key = issuer_key,
                            .from = from,
                            .until = until,
                            .extensions = PKI_CA_EXTENSIONS};
    return pki_mint(&cert);
}

static chain_bytes leaf(pki_key *key, const char *issuer, pki_key *issuer_key)
{
    struct pki_cert cert = {.subject = "leaf",
                            .key = key,
                            .issuer = issuer,
                            .issuer_key = issuer_key,
                            .extensions = PKI_LEAF_EXTENSIONS};
    return pki_mint(&cert);
}

static pki_key *key(void)
{
    return pki_new_key(PKI_ED25519);
}

/* The same certificate, signed with an algorithm that nobody knows. */
static chain_bytes with_unknown_algorithm(chain_bytes der)
{
    static const uint8_t ED25519[] = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70};
    uint8_t *copy = (uint8_t *)(uintptr_t)pool_copy(der.data, der.size).data, *last = NULL;
    uint8_t *first = memmem(copy, der.size, ED25519, sizeof(ED25519));
    for (uint8_t *at = first; at;
         at = memmem(at + 1, (size_t)(copy + der.size - at - 1), ED25519, sizeof(ED25519)))
        last = at;
    first[6] = last[6] = 0x7f;
    return (chain_bytes){copy, der.size};
}

struct asked {
    chain_verify_options options;
    chain_list *chain;
    chain_store *store;
    chain_result *result;
    const chain_segment *segments;
    size_t count;
};

static void ask(struct asked *asked, const chain_bytes *sent, size_t sent_count,
                const chain_bytes *roots, size_t root_count)
{
    *asked =
        (struct asked){.chain = pki_list(sent, sent_count), .store = pki_store(roots, root_count)};
    chain_verify_options_default(&asked->options);
    asked->options.chain = asked->chain;
    asked->options.store = asked->store;
}

static void run(struct asked *asked)
{
    chain_result_free(asked->result);
    cr_assert(chain_verify(&asked->result, NULL, &asked->options) == CHAIN_OK);
    asked->segments = chain_result_segments(asked->result, &asked->count);
}

static void done(struct asked *asked)
{
    chain_result_free(asked->result);
    chain_list_unref(asked->chain);
    chain_store_unref(asked->store);
}

static chain_verdict at(const struct asked *asked, chain_time when)
{
    for (size_t i = 0; i < asked->count; i++) {
        if (when >= asked->segments[i].span.from && when < asked->segments[i].span.until)
            return asked->segments[i].verdict;
    }
    cr_assert_fail("no segment at %lld", (long long)when);
    return CHAIN_INVALID;
}

static chain_finding_code only_finding(const chain_segment *segment)
{
    SAME(segment->finding_count, 1);
    return segment->finding_count ? segment->findings[0].code : CHAIN_FINDING_NONE;
}

#define ASK(asked, sent, roots) ask(asked, sent, COUNT(sent), roots, COUNT(roots))

/* ---- the shape of an answer ------------------------------------------------------------------- */

Test(segment, segments_cover_the_window_and_change_to_the_second)
{
    pki_key *root = key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){leaf(key(), "Root", root)}),
        ((chain_bytes[]){
            ca_until("Root", root, NULL, NULL, "20150101000000Z", "20241231235959Z")}));
    run(&asked);
    SAME(asked.count, 5); /* the leaf ends too, in the end */
    SAME_SPAN(asked.segments[0].span, CHAIN_TIME_MIN, 1420070400);
    SAME_SPAN(asked.segments[1].span, 1420070400, AT_2020);
    SAME_SPAN(asked.segments[2].span, AT_2020, AT_2025);
    SAME_SPAN(asked.segments[3].span, AT_2025, AT_2030 + 1);
    SAME_SPAN(asked.segments[4].span, AT_2030 + 1, CHAIN_TIME_MAX);
    SAME(asked.segments[1].verdict, CHAIN_INVALID);
    SAME(only_finding(&asked.segments[1]), CHAIN_FINDING_NOT_YET_VALID);
    SAME(asked.segments[2].verdict, CHAIN_VALID);
    SAME(asked.segments[2].finding_count, 0);
    SAME(asked.segments[2].path_count, 2);
    SAME(asked.segments[3].verdict, CHAIN_INVALID);
    SAME(only_finding(&asked.segments[3]), CHAIN_FINDING_ANCHOR_EXPIRED);
    SAME(asked.segments[4].finding_count, 2);
    done(&asked);
}

Test(segment, a_window_of_one_second_is_an_instant)
{
    pki_key *root = key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){leaf(key(), "Root", root)}),
        ((chain_bytes[]){ca("Root", root, NULL, NULL)}));
    for (int by = -1; by <= 1; by++) {
        asked.options.window = (chain_span){AT_2020 + by, AT_2020 + by + 1};
        run(&asked);
        SAME(asked.count, 1);
        SAME_SPAN(asked.segments[0].span, AT_2020 + by, AT_2020 + by + 1);
        SAME(asked.segments[0].verdict, by < 0 ? CHAIN_INVALID : CHAIN_VALID);
    }
    done(&asked);
}

Test(segment, paths_take_turns)
{
    pki_key *root = key(), *middle = key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){
            leaf(key(), "Middle", middle),
            ca_until("Middle", middle, "Root", root, "20210101000000Z", "20211231235959Z"),
            ca_until("Middle", middle, "Root", root, "20220101000000Z", "20221231235959Z"),
            ca_until("Middle", middle, "Root", root, "20230101000001Z", "20231231235959Z"),
        }),
        ((chain_bytes[]){ca("Root", root, NULL, NULL)}));
    run(&asked);
    SAME(at(&asked, 1609459199), CHAIN_INVALID);
    SAME(at(&asked, 1609459200), CHAIN_VALID);
    SAME(at(&asked, 1640995199), CHAIN_VALID); /* 2021-12-31T23:59:59Z */
    SAME(at(&asked, 1640995200), CHAIN_VALID);
    SAME(at(&asked, 1672531199), CHAIN_VALID);
    SAME(at(&asked, 1672531200), CHAIN_INVALID); /* a gap of one second */
    SAME(at(&asked, 1672531201), CHAIN_VALID);
    SAME(at(&asked, 1704067200), CHAIN_INVALID);
    done(&asked);
}

/* ---- what must not hide a good path ----------------------------------------------------------- */

/* Of two certificates of one CA, the first can only be half checked; both lead on to the same. */
Test(segment, an_undecided_path_hides_no_valid_one_above_the_same_authority)
{
    pki_key *root = key(), *upper = key(), *lower = key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){
            leaf(key(), "Lower", lower),
            with_unknown_algorithm(ca("Lower", lower, "Upper", upper)),
            ca("Lower", lower, "Upper", upper),
            ca("Upper", upper, "Root", root),
        }),
        ((chain_bytes[]){ca("Root", root, NULL, NULL)}));
    run(&asked);
    SAME(at(&asked, AT_2025), CHAIN_VALID);
    done(&asked);
}

Test(segment, what_is_undecided_alone_is_unknown)
{
    pki_key *root = key(), *lower = key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){leaf(key(), "Lower", lower),
                         with_unknown_algorithm(ca("Lower", lower, "Root", root))}),
        ((chain_bytes[]){ca("Root", root, NULL, NULL)}));
    run(&asked);
    SAME(at(&asked, AT_2025), CHAIN_UNKNOWN);
    SAME(asked.segments[1].verdict, CHAIN_UNKNOWN);
    SAME(only_finding(&asked.segments[1]), CHAIN_FINDING_SIGNATURE_UNSUPPORTED);
    SAME(asked.segments[1].findings[0].certificate, 1);
    SAME(chain_result_complete(asked.result), 1);
    done(&asked);
}

/*
 * Two CAs are called G. The leaf is signed by the second, which is tried second; the way up leads from
 * it through N and the first G. The search has been at N before, by way of the first G, which did not
 * sign the leaf; and could not go on to it from there, because it came from there.
 */
Test(segment, a_loop_below_a_bad_signature_hides_no_valid_path)
{
    pki_key *g1 = key(), *g2 = key(), *m1 = key(), *m2 = key(), *n = key(), *root = key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){
            leaf(key(), "G", g2),
            ca("G", g1, "M", m2),
            ca("M", m1, "N", n),
            ca("N", n, "G", g1),
            ca("G", g2, "N", n),
            ca("M", m2, "Root", root),
        }),
        ((chain_bytes[]){ca("Root", root, NULL, NULL)}));
    run(&asked);
    SAME(at(&asked, AT_2025), CHAIN_VALID);
    SAME(asked.segments[1].path_count, 6);
    done(&asked);
}

/* ---- budgets at their exact limits ------------------------------------------------------------ */

struct tower {
    chain_bytes sent[8], root[1];
};

/* A leaf, `height` CAs above it, and a root. */
static void build_tower(struct tower *tower, unsigned height)
{
    pki_key *below = key();
    const char *name = "CA 0";
    tower->sent[0] = leaf(key(), name, below);
    for (unsigned i = 0; i < height; i++) {
        const char *next = pool_format("CA %u", i + 1);
        pki_key *above = key();
        tower->sent[1 + i] = ca(name, below, next, above);
        name = next;
        below = above;
    }
    tower->root[0] = ca(name, below, NULL, NULL);
}

static void expect_spent(struct asked *asked)
{
    run(asked);
    SAME(chain_result_complete(asked->result), 0);
    SAME(at(asked, AT_2025), CHAIN_UNKNOWN);
    SAME(only_finding(&asked->segments[0]), CHAIN_FINDING_BUDGET_SPENT);
}

static void expect_enough(struct asked *asked)
{
    run(asked);
    SAME(chain_result_complete(asked->result), 1);
    SAME(at(asked, AT_2025), CHAIN_VALID);
    SAME(at(asked, AT_2030 + 1), CHAIN_INVALID);
}

Test(segment, depth_at_its_limit)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    ask(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.depth = 4;
    expect_spent(&asked);
    asked.options.budget.depth = 5;
    expect_enough(&asked);
    asked.options.budget.depth = 6;
    expect_enough(&asked);
    asked.options.budget.depth = 1;
    chain_result *result;
    SAME(chain_verify(&result, NULL, &asked.options), CHAIN_E_ARGUMENT);
    done(&asked);
}

Test(segment, signatures_at_their_limit)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    ask(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.signatures = 3;
    expect_spent(&asked);
    SAME(chain_result_signatures(asked.result), 3);
    asked.options.budget.signatures = 4;
    expect_enough(&asked);
    SAME(chain_result_signatures(asked.result), 4);
    asked.options.budget.signatures = 0;
    expect_spent(&asked);
    done(&asked);
}

Test(segment, remembered_signatures_cost_nothing)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    ask(&asked, tower.sent, 4, tower.root, 1);
    cr_assert(chain_memo_new(&asked.options.memo, 0) == CHAIN_OK);
    expect_enough(&asked);
    asked.options.budget.signatures = 1;
    expect_enough(&asked);
    SAME(chain_result_signatures(asked.result), 0);
    chain_memo_free(asked.options.memo);
    done(&asked);
}

Test(segment, links_at_their_limit)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    ask(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.links = 4;
    expect_spent(&asked);
    asked.options.budget.links = 5;
    expect_enough(&asked);
    done(&asked);
}

Test(segment, names_at_their_limit)
{
    pki_key *root = key();
    struct pki_cert cert = {.subject = "Root", .key = root, .extensions = CONSTRAINED};
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){leaf(key(), "Root", root)}), ((chain_bytes[]){pki_mint(&cert)}));
    asked.options.budget.names = 0;
    expect_spent(&asked);
    asked.options.budget.names = 1;
    expect_enough(&asked);
    done(&asked);
}

/* The leaf's CA has one certificate too many: each is a dead end of its own at the wrong key. */
Test(segment, paths_at_their_limit)
{
    pki_key *root = key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){leaf(key(), "Root", root)}),
        ((chain_bytes[]){ca("Root", key(), NULL, NULL), ca("Root", key(), NULL, NULL),
                         ca("Root", root, NULL, NULL)}));
    asked.options.budget.paths = 2;
    expect_spent(&asked);
    asked.options.budget.paths = 3;
    run(&asked);
    SAME(at(&asked, AT_2025), CHAIN_VALID);
    done(&asked);
}

Test(segment, without_memory_nothing_is_known)
{
    struct tower tower;
    struct asked asked;
    build_tower(&tower, 3);
    ask(&asked, tower.sent, 4, tower.root, 1);
    asked.options.budget.memory = 1;
    expect_spent(&asked);
    SAME(asked.count, 1);
    done(&asked);
}

/* ---- explanations ----------------------------------------------------------------------------- */

Test(segment, a_missing_issuer_is_named_at_the_last_step_that_is_there)
{
    pki_key *middle = key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){leaf(key(), "Middle", middle), ca("Middle", middle, "Gone", key())}),
        ((chain_bytes[]){ca("Root", key(), NULL, NULL)}));
    run(&asked);
    SAME(at(&asked, AT_2025), CHAIN_INVALID);
    SAME(asked.segments[1].path_count, 2);
    SAME(only_finding(&asked.segments[1]), CHAIN_FINDING_NO_ISSUER);
    SAME(asked.segments[1].findings[0].certificate, 1);
    done(&asked);
}

Test(segment, a_look_alike_is_a_bad_signature)
{
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){leaf(key(), "Root", key())}),
        ((chain_bytes[]){ca("Root", key(), NULL, NULL)}));
    run(&asked);
    SAME(at(&asked, AT_2025), CHAIN_INVALID);
    SAME(only_finding(&asked.segments[1]), CHAIN_FINDING_SIGNATURE_INVALID);
    done(&asked);
}

/* Nearest to valid is the one that only lacks a date, not the one with the wrong key. */
Test(segment, the_closest_path_explains)
{
    pki_key *root = key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){leaf(key(), "Root", root)}),
        ((chain_bytes[]){
            ca("Root", key(), NULL, NULL),
            ca_until("Root", root, NULL, NULL, "20100101000000Z", "20191231235959Z")}));
    run(&asked);
    for (size_t i = 0; i < asked.count; i++)
        SAME(asked.segments[i].verdict, CHAIN_INVALID);
    for (size_t i = 0; i < asked.count; i++) {
        if (asked.segments[i].span.from == AT_2020)
            SAME(only_finding(&asked.segments[i]), CHAIN_FINDING_ANCHOR_EXPIRED);
    }
    done(&asked);
}

/* ---- rules from outside ----------------------------------------------------------------------- */

/* Everything that a key issued in 2020 is revoked, what it issued later is not. */
Test(segment, a_revoked_sibling_hides_no_good_one)
{
    pki_key *root = key(), *upper = key(), *lower = key();
    chain_list *sent = pki_list(
        (chain_bytes[]){
            leaf(key(), "Lower", lower),
            ca_until("Lower", lower, "Upper", upper, "20200101000000Z", "20300101000000Z"),
            ca_until("Lower", lower, "Upper", upper, "20200101000001Z", "20300101000000Z"),
            ca("Upper", upper, "Root", root),
        },
        4);
    chain_store *store = pki_store((chain_bytes[]){ca("Root", root, NULL, NULL)}, 1);
    struct rule rule = {.kind = RULE_REVOKED_ISSUED,
                        .at = {AT_2025, AT_2025 + 10},
                        .issued = {AT_2020, AT_2020 + 1}};
    memcpy(rule.key, pki_sha256(pki_spki(upper)).data, KEY_HASH_SIZE);
    struct question question = {
        .target = &sent->links[0],
        .sent = sent->links,
        .sent_count = sent->count,
        .store = store,
        .profile = profile_find("tls"),
        .rules = {&rule, 1},
        .window = {AT_2020 + 1, AT_2030},
    };
    chain_budget_default(&question.budget);
    struct chain_memo *memo;
    struct answer answer;
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    arena_set_limit(&memo->arena, question.budget.memory);
    cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
    for (size_t i = 0; i < answer.count; i++)
        SAME(answer.stretches[i].verdict, CHAIN_VALID);
    /* Both: unknown between the two instants, revoked after. */
    rule.issued.until++;
    arena_reset(&memo->arena);
    cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
    SAME(answer.count, 3);
    SAME_SPAN(answer.stretches[1].span, AT_2025, AT_2025 + 10);
    SAME(answer.stretches[0].verdict, CHAIN_VALID);
    SAME(answer.stretches[1].verdict, CHAIN_UNKNOWN);
    SAME(answer.stretches[2].verdict, CHAIN_INVALID);
    chain_memo_free(memo);
    chain_list_unref(sent);
    chain_store_unref(store);
}
