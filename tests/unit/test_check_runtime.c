// SPDX-License-Identifier: Apache-2.0
/* What the switches of a profile ask of a whole path, each by itself. */
#include "segment.h"

#include "expect.h"
#include "list.h"
#include "memo.h"
#include "pki.h"
#include "pool.h"

#include <criterion/criterion.h>

TestSuite(check_runtime, .fini = tidy);

#define NOW ((chain_time)1780000000) /* 2026-05-28 */
enum { LEAF, CA, ROOT, KINDS, MOST_EXTENSIONS = 6 };

/* "Root" <- "CA" <- "Leaf", 2020 to 2030, that a strict verifier accepts; tests spoil it. */
struct path_of {
    struct pki_cert certs[KINDS];
    struct pki_cert lower; /* sent last, where it has a subject */
    struct pki_extension extensions[KINDS][MOST_EXTENSIONS];
    struct profile profile;
    uint8_t sha256[KINDS][32]; /* of those that were judged last */
};

static void begin(struct path_of *made)
{
    static const char *const NAMES[] = {"Leaf", "CA", "Root", "Root"};
    static const struct pki_extension OF_CA[] = {
        {"basicConstraints", PKI_CA},
        {"keyUsage", "critical,keyCertSign"},
        {"subjectKeyIdentifier", "DER:04020102"},
        {"authorityKeyIdentifier", "DER:300480020102"},
        {NULL, NULL},
    };
    static const struct pki_extension OF_LEAF[] = {
        {"authorityKeyIdentifier", "DER:300480020102"},
        {NULL, NULL},
    };
    *made = (struct path_of){.profile = *profile_find("rfc5280")};
    pki_key *keys[KINDS + 1];
    for (int i = 0; i < KINDS; i++)
        keys[i] = pki_new_key(PKI_ED25519); /* whose signatures are always the same */
    keys[KINDS] = keys[ROOT];
    for (int i = 0; i < KINDS; i++) {
        made->certs[i] = (struct pki_cert){.subject = NAMES[i],
                                           .issuer = NAMES[i + 1],
                                           .key = keys[i],
                                           .issuer_key = keys[i + 1],
                                           .extensions = made->extensions[i]};
        memcpy(made->extensions[i], i == LEAF ? OF_LEAF : OF_CA,
               i == LEAF ? sizeof(OF_LEAF) : sizeof(OF_CA));
    }
}

static void set(struct path_of *made, int kind, const char *name, const char *value)
{
    struct pki_extension *at = made->extensions[kind];
    while (at->name && strcmp(at->name, name) != 0)
        at++;
    if (value) {
        *at = (struct pki_extension){name, value};
        return;
    }
    for (; at->name; at++)
        at[0] = at[1];
}

/* The one finding on this certificate; CHAIN_FINDING_NONE: valid. The leaf's issuer may be
 * `anchors` too, which is then passed over or taken as the profile has it. */
static void expect_at(struct path_of *made, bool issuer_in_store, chain_time at,
                      chain_finding_code code, uint32_t certificate)
{
    chain_bytes certs[KINDS], sent_certs[KINDS];
    struct answer answer;
    chain_memo *memo;
    for (int i = 0; i < KINDS; i++) {
        certs[i] = pki_mint(&made->certs[i]);
        memcpy(made->sha256[i], pki_sha256(certs[i]).data, 32);
    }
    size_t count = 0;
    sent_certs[count++] = certs[LEAF];
    if (!issuer_in_store)
        sent_certs[count++] = certs[CA];
    if (made->lower.subject)
        sent_certs[count++] = pki_mint(&made->lower);
    chain_list *sent = pki_list(sent_certs, count);
    chain_store *store =
        pki_store(issuer_in_store ? certs + CA : certs + ROOT, issuer_in_store ? 2 : 1);
    struct question question = {.target = &sent->links[0],
                                .sent = sent->links,
                                .sent_count = sent->count,
                                .store = store,
                                .profile = &made->profile,
                                .window = {at, at + 1}};
    chain_budget_default(&question.budget);
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    arena_set_limit(&memo->arena, question.budget.memory);
    cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
    const struct stretch *stretch = &answer.stretches[0];
    SAME(stretch->verdict == CHAIN_VALID, code == CHAIN_FINDING_NONE);
    SAME(stretch->finding_count, code != CHAIN_FINDING_NONE);
    if (stretch->finding_count) {
        SAME_TEXT(chain_finding_name(stretch->findings[0]->code), chain_finding_name(code));
        SAME(stretch->findings[0]->certificate, certificate);
    }
    arena_reset(&memo->arena);
    chain_memo_free(memo);
    chain_store_unref(store);
    chain_list_unref(sent);
}

static void expect(struct path_of *made, chain_finding_code code, uint32_t certificate)
{
    expect_at(made, false, NOW, code, certificate);
}

/* ---- strict ----------------------------------------------------------------------------------- */

static void expect_strict(int kind, const char *name, const char *value, chain_finding_code code)
{
    struct path_of made;
    begin(&made);
    set(&made, kind, name, value);
    expect(&made, CHAIN_FINDING_NONE, 0);
    made.profile.strict = true;
    expect(&made, code, (uint32_t)kind);
}

Test(check_runtime, strict_asks_what_rfc_5280_asks_of_issuers)
{
    struct path_of made;
    begin(&made);
    made.profile.strict = true;
    expect(&made, CHAIN_FINDING_NONE, 0);
    expect_strict(CA, "basicConstraints", "CA:TRUE", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    expect_strict(ROOT, "basicConstraints", "CA:TRUE", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    expect_strict(CA, "keyUsage", NULL, CHAIN_FINDING_KEY_USAGE_MISSING);
    expect_strict(ROOT, "keyUsage", NULL, CHAIN_FINDING_KEY_USAGE_MISSING);
    expect_strict(CA, "subjectKeyIdentifier", NULL, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING);
    expect_strict(ROOT, "subjectKeyIdentifier", NULL, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING);
    expect_strict(CA, "authorityKeyIdentifier", NULL, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    expect_strict(LEAF, "authorityKeyIdentifier", NULL, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    expect_strict(LEAF, "keyUsage", "keyCertSign", CHAIN_FINDING_CERT_SIGN_WITHOUT_CA);
    expect_strict(LEAF, "keyUsage", "digitalSignature", CHAIN_FINDING_NONE);
    expect_strict(ROOT, "authorityKeyIdentifier", NULL, CHAIN_FINDING_NONE);
}

Test(check_runtime, strict_wants_a_ca_at_the_top_whatever_its_version)
{
    struct path_of made;
    begin(&made);
    made.certs[ROOT].extensions = NULL;
    made.certs[ROOT].version = 1;
    expect(&made, CHAIN_FINDING_NONE, 0);
    made.profile.strict = true;
    expect(&made, CHAIN_FINDING_NOT_A_CA, ROOT);
}

/* ---- limits that the verifier brings along ---------------------------------------------------- */

Test(check_runtime, limits_by_issuance_under_a_root)
{
    struct path_of made;
    uint8_t root[1][32], ca[1][32];
    struct policy_limit limit = {
        .after = 1767225600, .sha256 = (const uint8_t(*)[32])root, .count = 1};
    begin(&made);
    made.certs[LEAF].from = "20260101000000Z"; /* 1767225600 */
    expect(&made, CHAIN_FINDING_NONE, 0);
    memcpy(root[0], made.sha256[ROOT], 32);
    memcpy(ca[0], made.sha256[CA], 32);
    made.profile.limits = (struct policy_limits){&limit, 1};
    expect(&made, CHAIN_FINDING_NONE, 0); /* issued at the last instant that is trusted */
    limit.after--;
    expect(&made, CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE, ROOT);
    limit.exempt = (const uint8_t(*)[32])ca;
    limit.exempt_count = 1;
    limit.exempt_after = 1767225600;
    expect(&made, CHAIN_FINDING_NONE, 0); /* another date counts below this authority */
    limit.exempt_after--;
    expect(&made, CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE, ROOT);
    ca[0][0] ^= 1;
    limit.exempt_after = CHAIN_TIME_MAX;
    expect(&made, CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE, ROOT);
    root[0][31] ^= 1;
    expect(&made, CHAIN_FINDING_NONE, 0); /* another root */
}

/* ---- other switches --------------------------------------------------------------------------- */

Test(check_runtime, intermediates_at_most)
{
    struct path_of made;
    begin(&made);
    made.lower = made.certs[CA];
    made.lower.subject = made.certs[LEAF].issuer = "Lower";
    made.lower.issuer = "CA";
    made.lower.key = made.certs[LEAF].issuer_key = pki_new_key(PKI_ED25519);
    made.lower.issuer_key = made.certs[CA].key;
    made.profile.depth = 2;
    expect(&made, CHAIN_FINDING_NONE, 0);
    made.profile.depth = 1;
    expect(&made, CHAIN_FINDING_PATH_TOO_LONG, ROOT + 1);
}

Test(check_runtime, what_an_anchor_above_cas_says_of_its_dates)
{
    struct path_of made;
    begin(&made);
    made.certs[ROOT].until = "20250101000000Z";
    made.profile.effects[CHAIN_FINDING_ANCHOR_EXPIRED] = EFFECT_IGNORE;
    made.profile.effects[CHAIN_FINDING_ANCHOR_NOT_YET_VALID] = EFFECT_IGNORE;
    expect(&made, CHAIN_FINDING_NONE, 0);
    made.profile.anchor_dates_above_cas = true;
    expect(&made, CHAIN_FINDING_EXPIRED, ROOT);
    expect_at(&made, false, 1735689600, CHAIN_FINDING_NONE,
              0); /* notAfter is the last good second */
    expect_at(&made, false, 1735689601, CHAIN_FINDING_EXPIRED, ROOT);
    made.certs[ROOT].until = NULL;
    made.certs[ROOT].from = "20270101000000Z";
    expect(&made, CHAIN_FINDING_NOT_YET_VALID, ROOT);
}

/* OpenSSL goes on from an anchor that is not self-signed, and then the anchor's signature counts.
 */
Test(check_runtime, the_signature_of_an_anchor_that_is_passed_counts)
{
    struct path_of made;
    begin(&made);
    for (int i = CA; i < KINDS; i++)
        made.certs[i].key = pki_new_key(PKI_RSA_2048);
    made.certs[LEAF].issuer_key = made.certs[CA].key;
    made.certs[CA].issuer_key = made.certs[ROOT].issuer_key = made.certs[ROOT].key;
    made.certs[CA].digest = "SHA1";
    made.profile = *profile_find("openssl-3");
    made.profile.effects[CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_DENY;
    expect_at(&made, true, NOW, CHAIN_FINDING_SIGNATURE_SHA1, CA);
    made.profile.partial_chain = true; /* there the anchor ends the path, and nobody looks */
    expect_at(&made, true, NOW, CHAIN_FINDING_NONE, 0);
}
