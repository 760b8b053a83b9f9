// SPDX-License-Identifier: Apache-2.0
/* Sentences about exposures that are put together by hand: one chain, one path, one finding. */
#include "reason.h"

#include "cert_writer.h"
#include "expect.h"
#include "pool.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(reason, .fini = tidy);

#define T ((chain_time)1798761600) /* 2027-01-01 */
static const chain_span ALL[] = {{CHAIN_TIME_MIN, CHAIN_TIME_MAX}};
static const struct span_set ALWAYS = {ALL, 1};

enum { MOST = 3, STEPS = 3 };

/* Chains of a leaf, an authority "Lower" and a root "Upper", each with at most two findings. */
struct told {
    chain_outcome outcome;
    struct exposure exposure;
    struct served served[MOST];
    struct timeline_chain chains[MOST];
    struct stretch stretches[MOST];
    struct finding findings[MOST][2];
    const struct finding *pointers[MOST][2];
    struct link links[STEPS];
    struct node nodes[STEPS];
    struct witness witness;
};

static const uint32_t PATH[STEPS] = {0, 1, 2};

static void begin(struct told *told, chain_readiness readiness)
{
    *told = (struct told){.outcome = {.readiness = readiness}};
    told->exposure.served = told->served;
    told->witness.path = (struct path){PATH, STEPS};
    const char *const names[STEPS + 1] = {"Leaf", "Lower", "Upper", "Top"};
    for (size_t i = 0; i < STEPS; i++) {
        told->links[i].window = (chain_span){T - 10, T + 10};
        told->links[i].subject = name_of(names[i]);
        told->links[i].issuer = name_of(names[i + 1]);
        told->nodes[i].link = &told->links[i];
    }
    told->links[0].subject = (chain_bytes){NULL, 0}; /* a leaf that somebody will issue */
}

/* A chain of one stretch; served for sure until it is told otherwise. */
static struct served *add(struct told *told, chain_verdict verdict)
{
    size_t number = told->exposure.served_count++;
    struct served *served = &told->served[number];
    told->chains[number].statement = "";
    told->stretches[number] = (struct stretch){.span = ALL[0],
                                               .verdict = verdict,
                                               .witness = &told->witness,
                                               .findings = told->pointers[number]};
    *served = (struct served){.chain = &told->chains[number], .sure = {ALWAYS, ALWAYS}};
    served->answers[CAREFUL] =
        (struct answer){.nodes = told->nodes, .stretches = &told->stretches[number], .count = 1};
    return served;
}

static void say(struct told *told, size_t number, struct finding finding)
{
    struct stretch *stretch = &told->stretches[number];
    told->findings[number][stretch->finding_count] = finding;
    told->pointers[number][stretch->finding_count] =
        &told->findings[number][stretch->finding_count];
    stretch->finding_count++;
}

static void expect(const struct told *told, const char *words)
{
    struct text text = {0};
    reason_to_text(&text, &told->exposure, &told->outcome, T);
    char *made = text_take(&text);
    SAME_TEXT(made, words);
    chain_free(made);
}

/* One chain that is served and broken by one finding. */
static void expect_one(chain_finding_code code, uint32_t certificate, chain_time since,
                       const char *words)
{
    struct told told;
    begin(&told, CHAIN_BROKEN);
    add(&told, CHAIN_INVALID);
    say(&told, 0,
        (struct finding){
            .code = code, .effect = CHAIN_INVALID, .certificate = certificate, .since = since});
    expect(&told, words);
}

Test(reason, every_kind_of_finding_has_its_sentence)
{
    expect_one(CHAIN_FINDING_EXPIRED, 1, 0,
               "Lower expires, it is not valid from 2027-01-01T00:00:10Z.");
    expect_one(CHAIN_FINDING_ANCHOR_EXPIRED, 2, 0,
               "Upper expires, it is not valid from 2027-01-01T00:00:10Z.");
    expect_one(CHAIN_FINDING_NOT_YET_VALID, 1, 0,
               "Lower is not valid before 2026-12-31T23:59:50Z.");
    expect_one(CHAIN_FINDING_ANCHOR_NOT_YET_VALID, 2, 0,
               "Upper is not valid before 2026-12-31T23:59:50Z.");
    expect_one(CHAIN_FINDING_REVOKED, 1, T, "Lower is revoked from 2027-01-01.");
    expect_one(CHAIN_FINDING_REVOCATION_NEAR, 1, T, "Lower is revoked from 2027-01-01.");
    expect_one(CHAIN_FINDING_ROOT_REMOVED, 2, T,
               "Upper is not trusted by its root program from 2027-01-01.");
    expect_one(CHAIN_FINDING_ROOT_REMOVAL_NEAR, 2, T,
               "Upper is not trusted by its root program from 2027-01-01.");
    expect_one(CHAIN_FINDING_ISSUER_MISMATCH, 1, 0,
               "The store has a root called Upper, but with another key: a look-alike is not the "
               "root.");
    expect_one(CHAIN_FINDING_NOT_A_CA, 1, 0,
               pool_format("Lower: %s", chain_finding_meaning(CHAIN_FINDING_NOT_A_CA)));
    expect_one(CHAIN_FINDING_EXPIRED, 0, 0,
               "the server's certificate expires, it is not valid from 2027-01-01T00:00:10Z.");
}

Test(reason, what_the_store_lacks)
{
    expect_one(CHAIN_FINDING_NO_ISSUER, 0, 0, "The chain ends at Lower, which this store lacks.");
    expect_one(CHAIN_FINDING_NO_ISSUER, 1, 0,
               "The chain could end at Lower or Upper: this store has none of them.");
    expect_one(CHAIN_FINDING_NO_ISSUER, 2, 0,
               "The chain could end at Lower, Upper or Top: this store has none of them.");
}

/* Of a captured chain it is known where it ends. */
Test(reason, a_captured_chain_ends_where_it_does)
{
    struct told told;
    struct chain_cert cert = {0};
    begin(&told, CHAIN_BROKEN);
    told.links[0].cert = &cert;
    add(&told, CHAIN_INVALID)->chain = NULL;
    say(&told, 0,
        (struct finding){
            .code = CHAIN_FINDING_NO_ISSUER, .effect = CHAIN_INVALID, .certificate = 2});
    expect(&told, "The chain ends at Top, which this store lacks.");
}

Test(reason, the_statement_of_the_timeline_goes_with_what_is_lacking)
{
    struct told told;
    begin(&told, CHAIN_BROKEN);
    add(&told, CHAIN_INVALID);
    told.chains[0].statement = "They move.";
    say(&told, 0, (struct finding){.code = CHAIN_FINDING_NO_ISSUER, .effect = CHAIN_INVALID});
    expect(&told, "They move. The chain ends at Lower, which this store lacks.");
    told.findings[0][0].code = CHAIN_FINDING_REVOKED;
    told.findings[0][0].since = T;
    expect(&told, "They move. the server's certificate is revoked from 2027-01-01.");
    told.findings[0][0].code = CHAIN_FINDING_ROOT_REMOVED;
    told.findings[0][0].certificate = 2;
    expect(&told, "Upper is not trusted by its root program from 2027-01-01.");
}

/* What denies goes before what makes undecided, and of those the weightier. */
Test(reason, the_worst_finding_is_told)
{
    struct told told;
    begin(&told, CHAIN_BROKEN);
    add(&told, CHAIN_INVALID);
    say(&told, 0,
        (struct finding){.code = CHAIN_FINDING_EXPIRED, .effect = CHAIN_INVALID, .certificate = 1});
    say(&told, 0,
        (struct finding){
            .code = CHAIN_FINDING_ISSUER_MISMATCH, .effect = CHAIN_INVALID, .certificate = 1});
    expect(&told, "The store has a root called Upper, but with another key: a look-alike is not "
                  "the root.");
    told.findings[0][1].effect = CHAIN_UNKNOWN;
    expect(&told, "Lower expires, it is not valid from 2027-01-01T00:00:10Z.");
}

/* ---- which chain is told of ------------------------------------------------------------------- */

static struct finding ends_with(chain_finding_code code, chain_verdict effect, uint32_t step)
{
    return (struct finding){.code = code, .effect = effect, .certificate = step, .since = T};
}

Test(reason, what_is_served_for_sure_is_to_blame)
{
    struct told told;
    begin(&told, CHAIN_BROKEN);
    struct served *maybe = add(&told, CHAIN_INVALID);
    maybe->maybe[CAREFUL] = maybe->sure[CAREFUL];
    maybe->sure[CAREFUL] = SPAN_NEVER;
    add(&told, CHAIN_VALID);
    add(&told, CHAIN_UNKNOWN);
    say(&told, 0, ends_with(CHAIN_FINDING_REVOKED, CHAIN_INVALID, 0));
    say(&told, 2, ends_with(CHAIN_FINDING_REVOCATION_NEAR, CHAIN_UNKNOWN, 1));
    expect(&told, "Lower is revoked from 2027-01-01.");
    told.stretches[1].verdict = CHAIN_INVALID; /* and what denies before what is not known */
    say(&told, 1, ends_with(CHAIN_FINDING_ROOT_REMOVED, CHAIN_INVALID, 2));
    expect(&told, "Upper is not trusted by its root program from 2027-01-01.");
}

Test(reason, a_break_is_told_as_of_its_latest_date)
{
    struct told told;
    begin(&told, CHAIN_BREAKS_LATER);
    static const chain_span later[] = {{T + 100, CHAIN_TIME_MAX}};
    add(&told, CHAIN_INVALID)->sure[CAREFUL] = (struct span_set){later, 1};
    say(&told, 0, ends_with(CHAIN_FINDING_REVOKED, CHAIN_INVALID, 1));
    told.outcome.breaks_at = T + 50;
    told.outcome.breaks_latest = T + 99;
    expect(&told, "");
    told.outcome.breaks_latest = T + 100;
    expect(&told, "Lower is revoked from 2027-01-01.");
}

Test(reason, what_may_be_served)
{
    struct told told;
    begin(&told, CHAIN_READINESS_UNKNOWN);
    for (int i = 0; i < 2; i++) {
        struct served *served = add(&told, i ? CHAIN_INVALID : CHAIN_VALID);
        served->maybe[CAREFUL] = served->sure[CAREFUL];
        served->sure[CAREFUL] = SPAN_NEVER;
    }
    say(&told, 1, ends_with(CHAIN_FINDING_REVOKED, CHAIN_INVALID, 1));
    expect(&told, "Nobody says which of 2 chains is sent then. Lower is revoked from 2027-01-01.");
    told.served[0].maybe[CAREFUL] = SPAN_NEVER;
    told.served[0].sure[CAREFUL] = ALWAYS;
    expect(&told, "Nobody says whether this chain is sent then. Lower is revoked from 2027-01-01.");
    told.served[1].lingers[CAREFUL] = ALWAYS;
    told.served[1].maybe[CAREFUL] = SPAN_NEVER;
    expect(&told, "Some servers may still have certificates from before the change. Lower is "
                  "revoked from 2027-01-01.");
    told.stretches[1].verdict = CHAIN_VALID;
    expect(&told, "");
}

/* What is not known yet is told of the instant from which it is not. */
Test(reason, what_becomes_unknown_later)
{
    struct told told;
    static const chain_span later[] = {{T + 100, CHAIN_TIME_MAX}};
    begin(&told, CHAIN_READINESS_UNKNOWN);
    add(&told, CHAIN_UNKNOWN)->sure[CAREFUL] = (struct span_set){later, 1};
    say(&told, 0, ends_with(CHAIN_FINDING_REVOCATION_NEAR, CHAIN_UNKNOWN, 1));
    told.outcome.unknown_from = T - 5;
    expect(&told, "");
    told.outcome.unknown_from = T + 100;
    expect(&told, "Lower is revoked from 2027-01-01.");
}

Test(reason, what_is_ready_needs_no_reason)
{
    struct told told;
    begin(&told, CHAIN_READY);
    add(&told, CHAIN_INVALID);
    say(&told, 0, ends_with(CHAIN_FINDING_REVOKED, CHAIN_INVALID, 1));
    expect(&told, "");
    told.outcome.readiness = CHAIN_NOT_APPLICABLE;
    expect(&told, "");
}

Test(reason, the_stretch_at_an_instant)
{
    struct stretch stretches[] = {
        {.span = {CHAIN_TIME_MIN, T}}, {.span = {T, T + 5}}, {.span = {T + 5, CHAIN_TIME_MAX}}};
    struct answer answer = {.stretches = stretches, .count = 3};
    cr_expect(reason_stretch(&answer, T - 1) == &stretches[0]);
    cr_expect(reason_stretch(&answer, T) == &stretches[1]);
    cr_expect(reason_stretch(&answer, T + 4) == &stretches[1]);
    cr_expect(reason_stretch(&answer, T + 5) == &stretches[2]);
    cr_expect(reason_stretch(&answer, CHAIN_TIME_MAX) == &stretches[2]);
}
