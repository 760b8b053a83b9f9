// SPDX-License-Identifier: Apache-2.0
#include "segment.h"

#include "asked.h"
#include "expect.h"
#include "list.h"
#include "memo.h"
#include "store.h"

TestSuite(segment, .fini = tidy);

#define AT_2020 1577836800
#define AT_2025 1735689600
#define AT_2030 1893456000

/* A question that chain_verify cannot ask, and room for its answer. */
static struct chain_memo *prepare(struct question *question, const chain_list *sent,
                                  const chain_store *store)
{
    struct chain_memo *memo;
    *question = (struct question){
        .target = &sent->links[0],
        .sent = sent->links,
        .sent_count = sent->count,
        .store = store,
        .profile = profile_find("tls"),
        .window = {AT_2020 + 1, AT_2030},
    };
    chain_budget_default(&question->budget);
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    arena_set_limit(&memo->arena, question->budget.memory);
    return memo;
}

/* ---- the shape of an answer ------------------------------------------------------------------- */

Test(segment, segments_cover_the_window_and_change_to_the_second)
{
    pki_key *root = asked_key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){asked_leaf(asked_key(), "Root", root)}),
        ((chain_bytes[]){
            asked_ca_until("Root", root, NULL, NULL, "20150101000000Z", "20241231235959Z")}));
    asked_run(&asked);
    SAME(asked.count, 5); /* the leaf ends too, in the end */
    SAME_SPAN(asked.segments[0].span, CHAIN_TIME_MIN, 1420070400);
    SAME_SPAN(asked.segments[1].span, 1420070400, AT_2020);
    SAME_SPAN(asked.segments[2].span, AT_2020, AT_2025);
    SAME_SPAN(asked.segments[3].span, AT_2025, AT_2030 + 1);
    SAME_SPAN(asked.segments[4].span, AT_2030 + 1, CHAIN_TIME_MAX);
    SAME(asked.segments[1].verdict, CHAIN_INVALID);
    SAME(asked_only_finding(&asked.segments[1]), CHAIN_FINDING_NOT_YET_VALID);
    SAME(asked.segments[2].verdict, CHAIN_VALID);
    SAME(asked.segments[2].finding_count, 0);
    SAME(asked.segments[2].path_count, 2);
    SAME(asked.segments[3].verdict, CHAIN_INVALID);
    SAME(asked_only_finding(&asked.segments[3]), CHAIN_FINDING_ANCHOR_EXPIRED);
    SAME(asked.segments[4].finding_count, 2);
    asked_end(&asked);
}

Test(segment, a_window_of_one_second_is_an_instant)
{
    pki_key *root = asked_key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){asked_leaf(asked_key(), "Root", root)}),
        ((chain_bytes[]){asked_ca("Root", root, NULL, NULL)}));
    for (int by = -1; by <= 1; by++) {
        asked.options.window = (chain_span){AT_2020 + by, AT_2020 + by + 1};
        asked_run(&asked);
        SAME(asked.count, 1);
        SAME_SPAN(asked.segments[0].span, AT_2020 + by, AT_2020 + by + 1);
        SAME(asked.segments[0].verdict, by < 0 ? CHAIN_INVALID : CHAIN_VALID);
    }
    asked_end(&asked);
}

Test(segment, paths_take_turns)
{
    pki_key *root = asked_key(), *middle = asked_key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){
            asked_leaf(asked_key(), "Middle", middle),
            asked_ca_until("Middle", middle, "Root", root, "20210101000000Z", "20211231235959Z"),
            asked_ca_until("Middle", middle, "Root", root, "20220101000000Z", "20221231235959Z"),
            asked_ca_until("Middle", middle, "Root", root, "20230101000001Z", "20231231235959Z"),
        }),
        ((chain_bytes[]){asked_ca("Root", root, NULL, NULL)}));
    asked_run(&asked);
    SAME(asked_verdict_at(&asked, 1609459199), CHAIN_INVALID);
    SAME(asked_verdict_at(&asked, 1609459200), CHAIN_VALID);
    SAME(asked_verdict_at(&asked, 1640995199), CHAIN_VALID); /* 2021-12-31T23:59:59Z */
    SAME(asked_verdict_at(&asked, 1640995200), CHAIN_VALID);
    SAME(asked_verdict_at(&asked, 1672531199), CHAIN_VALID);
    SAME(asked_verdict_at(&asked, 1672531200), CHAIN_INVALID); /* a gap of one second */
    SAME(asked_verdict_at(&asked, 1672531201), CHAIN_VALID);
    SAME(asked_verdict_at(&asked, 1704067200), CHAIN_INVALID);
    asked_end(&asked);
}

/* ---- what must not hide a good path ----------------------------------------------------------- */

/* Of two certificates of one CA, the first can only be half checked; both lead on to the same. */
Test(segment, an_undecided_path_hides_no_valid_one_above_the_same_authority)
{
    pki_key *root = asked_key(), *upper = asked_key(), *lower = asked_key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){
            asked_leaf(asked_key(), "Lower", lower),
            asked_with_unknown_algorithm(asked_ca("Lower", lower, "Upper", upper)),
            asked_ca("Lower", lower, "Upper", upper),
            asked_ca("Upper", upper, "Root", root),
        }),
        ((chain_bytes[]){asked_ca("Root", root, NULL, NULL)}));
    asked_run(&asked);
    SAME(asked_verdict_at(&asked, AT_2025), CHAIN_VALID);
    asked_end(&asked);
}

Test(segment, what_is_undecided_alone_is_unknown)
{
    pki_key *root = asked_key(), *lower = asked_key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){asked_leaf(asked_key(), "Lower", lower),
                         asked_with_unknown_algorithm(asked_ca("Lower", lower, "Root", root))}),
        ((chain_bytes[]){asked_ca("Root", root, NULL, NULL)}));
    asked_run(&asked);
    SAME(asked_verdict_at(&asked, AT_2025), CHAIN_UNKNOWN);
    SAME(asked.segments[1].verdict, CHAIN_UNKNOWN);
    SAME(asked_only_finding(&asked.segments[1]), CHAIN_FINDING_SIGNATURE_UNSUPPORTED);
    SAME(asked.segments[1].findings[0].certificate, 1);
    SAME(chain_result_complete(asked.result), 1);
    asked_end(&asked);
}

/*
 * Two CAs are called G. The leaf is signed by the second, which is tried second; the way up leads
 * from it through N and the first G. The search has been at N before, by way of the first G, which
 * did not sign the leaf; and could not go on to it from there, because it came from there.
 */
Test(segment, a_loop_below_a_bad_signature_hides_no_valid_path)
{
    pki_key *g1 = asked_key(), *g2 = asked_key(), *m1 = asked_key(), *m2 = asked_key(),
            *n = asked_key(), *root = asked_key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){
            asked_leaf(asked_key(), "G", g2),
            asked_ca("G", g1, "M", m2),
            asked_ca("M", m1, "N", n),
            asked_ca("N", n, "G", g1),
            asked_ca("G", g2, "N", n),
            asked_ca("M", m2, "Root", root),
        }),
        ((chain_bytes[]){asked_ca("Root", root, NULL, NULL)}));
    asked_run(&asked);
    SAME(asked_verdict_at(&asked, AT_2025), CHAIN_VALID);
    SAME(asked.segments[1].path_count, 6);
    asked_end(&asked);
}

/*
 * The first C allows no intermediate below it, and has one. What is stated of the second C is that
 * it is there: it may stand above that C, or above A in its place, which is as deep, as C is
 * self-issued.
 */
Test(segment, a_path_that_is_too_long_hides_no_short_one)
{
    static const struct pki_extension SHORT[] = {{"basicConstraints", "critical,CA:TRUE,pathlen:0"},
                                                 {NULL, NULL}};
    pki_key *a = asked_key(), *c1 = asked_key(), *c2 = asked_key(), *root = asked_key();
    struct pki_cert narrow = {
        .subject = "C", .key = c1, .issuer = "C", .issuer_key = c2, .extensions = SHORT};
    chain_list *sent =
        pki_list((chain_bytes[]){asked_leaf(asked_key(), "A", a), asked_ca("A", a, "C", c1),
                                 pki_mint(&narrow), asked_ca("C", c2, "C", root)},
                 4);
    chain_store *store = pki_store((chain_bytes[]){asked_ca("C", root, NULL, NULL)}, 1);
    sent->links[3].cert = NULL;
    sent->links[3].evidence = CHAIN_STATED;
    struct question question;
    struct chain_memo *memo = prepare(&question, sent, store);
    struct answer answer;
    cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
    SAME(answer.count, 1);
    SAME(answer.stretches[0].verdict, CHAIN_VALID);
    SAME(answer.stretches[0].witness->path.length, 4);
    chain_memo_free(memo);
    chain_list_unref(sent);
    chain_store_unref(store);
}

/* ---- explanations ----------------------------------------------------------------------------- */

Test(segment, a_missing_issuer_is_named_at_the_last_step_that_is_there)
{
    pki_key *middle = asked_key();
    struct asked asked;
    ASK(&asked,
        ((chain_bytes[]){asked_leaf(asked_key(), "Middle", middle),
                         asked_ca("Middle", middle, "Gone", asked_key())}),
        ((chain_bytes[]){asked_ca("Root", asked_key(), NULL, NULL)}));
    asked_run(&asked);
    SAME(asked_verdict_at(&asked, AT_2025), CHAIN_INVALID);
    SAME(asked.segments[1].path_count, 2);
    SAME(asked_only_finding(&asked.segments[1]), CHAIN_FINDING_NO_ISSUER);
    SAME(asked.segments[1].findings[0].certificate, 1);
    asked_end(&asked);
}

Test(segment, a_look_alike_is_a_bad_signature)
{
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){asked_leaf(asked_key(), "Root", asked_key())}),
        ((chain_bytes[]){asked_ca("Root", asked_key(), NULL, NULL)}));
    asked_run(&asked);
    SAME(asked_verdict_at(&asked, AT_2025), CHAIN_INVALID);
    SAME(asked_only_finding(&asked.segments[1]), CHAIN_FINDING_SIGNATURE_INVALID);
    asked_end(&asked);
}

/* Nearest to valid is the one that only lacks a date, not the one with the wrong key. */
Test(segment, the_closest_path_explains)
{
    pki_key *root = asked_key();
    struct asked asked;
    ASK(&asked, ((chain_bytes[]){asked_leaf(asked_key(), "Root", root)}),
        ((chain_bytes[]){
            asked_ca("Root", asked_key(), NULL, NULL),
            asked_ca_until("Root", root, NULL, NULL, "20100101000000Z", "20191231235959Z")}));
    asked_run(&asked);
    for (size_t i = 0; i < asked.count; i++)
        SAME(asked.segments[i].verdict, CHAIN_INVALID);
    for (size_t i = 0; i < asked.count; i++) {
        if (asked.segments[i].span.from == AT_2020)
            SAME(asked_only_finding(&asked.segments[i]), CHAIN_FINDING_ANCHOR_EXPIRED);
    }
    asked_end(&asked);
}

/* ---- rules from outside ----------------------------------------------------------------------- */

/* Everything that a key issued in 2020 is revoked, what it issued later is not. */
Test(segment, a_revoked_sibling_hides_no_good_one)
{
    pki_key *root = asked_key(), *upper = asked_key(), *lower = asked_key();
    chain_list *sent = pki_list(
        (chain_bytes[]){
            asked_leaf(asked_key(), "Lower", lower),
            asked_ca_until("Lower", lower, "Upper", upper, "20200101000000Z", "20300101000000Z"),
            asked_ca_until("Lower", lower, "Upper", upper, "20200101000001Z", "20300101000000Z"),
            asked_ca("Upper", upper, "Root", root),
        },
        4);
    chain_store *store = pki_store((chain_bytes[]){asked_ca("Root", root, NULL, NULL)}, 1);
    struct rule rule = {.kind = RULE_REVOKED_ISSUED,
                        .at = {AT_2025, AT_2025 + 10},
                        .issued = {AT_2020, AT_2020 + 1}};
    memcpy(rule.key, pki_sha256(pki_spki(upper)).data, KEY_HASH_SIZE);
    struct question question;
    struct chain_memo *memo = prepare(&question, sent, store);
    struct answer answer;
    question.rules = (struct rules){&rule, 1};
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
