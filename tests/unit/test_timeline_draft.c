// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "instant.h"
#include "pki.h"
#include "pool.h"
#include "timeline.h"

#include <criterion/criterion.h>
#include <string.h>

/* An old root, a new one, and what leads, or seems to lead, from the one to the other. */
static struct {
    chain_cert *old_root, *new_root, *bridge;
    chain_cert *forged;   /* the old root's name, and not its signature */
    chain_cert *stranger; /* signed by the old root, with another key */
    chain_cert *issued;   /* no root */
} certs;

static void make(void)
{
    pki_key *old_key = pki_new_key(PKI_P256), *new_key = pki_new_key(PKI_P256);
    pki_key *other = pki_new_key(PKI_P256);
    const struct pki_extension *ca = PKI_CA_EXTENSIONS;
    certs.old_root = pki_mint_cert(&(struct pki_cert){
        .subject = "old", .key = old_key, .from = "20170101000000Z", .until = "20291231235959Z",
        .serial = "0100", .extensions = ca});
    certs.new_root = pki_mint_cert(
        &(struct pki_cert){.subject = "new", .key = new_key, .extensions = ca});
    certs.bridge = pki_mint_cert(&(struct pki_cert){
        .subject = "new", .issuer = "old", .key = new_key, .issuer_key = old_key, .extensions = ca});
    certs.forged = pki_mint_cert(&(struct pki_cert){
        .subject = "new", .issuer = "old", .key = new_key, .issuer_key = other, .extensions = ca});
    certs.stranger = pki_mint_cert(&(struct pki_cert){
        .subject = "new", .issuer = "old", .key = other, .issuer_key = old_key, .extensions = ca});
    certs.issued = pki_mint_cert(&(struct pki_cert){
        .subject = "sub", .issuer = "old", .key = other, .issuer_key = old_key, .extensions = ca});
}

static void drop(void)
{
    chain_cert **all[] = {&certs.old_root, &certs.new_root, &certs.bridge,
                          &certs.forged,   &certs.stranger, &certs.issued};
    for (size_t i = 0; i < COUNT(all); i++)
        chain_cert_unref(*all[i]);
}

TestSuite(timeline_draft, .init = make, .fini = drop);

static chain_draft complete(void)
{
    return (chain_draft){.id = "corp",
                         .old_root = certs.old_root,
                         .new_root = certs.new_root,
                         .bridge = certs.bridge,
                         .host = "*.corp.example",
                         .on = "2027-02-01",
                         .today = instant_from_civil(2026, 11, 22)};
}

static char *draft_of(chain_draft draft)
{
    char *json;
    chain_error error = {0};
    cr_assert_eq(chain_timeline_draft(&json, &error, &draft), CHAIN_OK, "%s", error.message);
    return json;
}

static void refuse(chain_draft draft, chain_status status, const char *words)
{
    char *json = (char *)&draft;
    chain_error error = {0};
    cr_assert_eq(chain_timeline_draft(&json, &error, &draft), status, "%s", error.message);
    cr_assert_null(json);
    cr_assert_not_null(strstr(error.message, words), "'%s' is not in '%s'", words, error.message);
}

static chain_timeline *read_back(char *json)
{
    chain_timeline *timeline;
    chain_error error = {0};
    chain_bytes text = {(const uint8_t *)json, strlen(json)};
    cr_assert_eq(chain_timeline_read(&timeline, &error, text), CHAIN_OK, "%s", error.message);
    chain_free(json);
    return timeline;
}

Test(timeline_draft, all_that_is_given_makes_a_timeline)
{
    chain_timeline *timeline = read_back(draft_of(complete()));
    SAME_TEXT(timeline->id, "corp");
    SAME(timeline->current, true);
    SAME(timeline->facts_as_of, instant_from_civil(2026, 11, 22));
    SAME(timeline->link_count, 3);
    const struct timeline_link *old_root = &timeline->links[0], *bridge = &timeline->links[2];
    SAME_TEXT(old_root->id, "old");
    SAME_TEXT(old_root->subject_text, "CN=old");
    SAME(old_root->serial.size, 2);
    SAME_SPAN(old_root->stated_window, instant_from_civil(2017, 1, 1), instant_from_civil(2030, 1, 1));
    SAME(old_root->link.evidence, CHAIN_RECORDED);
    SAME_TEXT(bridge->id, "new-by-old");
    SAME(memcmp(bridge->stated.subject_key, timeline->links[1].stated.subject_key, KEY_HASH_SIZE), 0);
    SAME(memcmp(bridge->stated.issuer_key, old_root->stated.subject_key, KEY_HASH_SIZE), 0);
    SAME(timeline->endpoint_count, 1);
    SAME(timeline_endpoint_has_host(timeline->endpoints, "www.corp.example"), true);
    const struct timeline_phase *phases = timeline->endpoints[0].phases;
    SAME(timeline->endpoints[0].phase_count, 2);
    SAME(phases[0].lingers, true);
    SAME(phases[0].end.moment.earliest, instant_from_civil(2027, 2, 1));
    SAME(phases[1].begin.moment.latest, instant_from_civil(2027, 2, 2));
    SAME(phases[0].chains[0].sent_count, 0);
    SAME(phases[1].chains[0].sent_count, 1);
    SAME(phases[1].chains[0].sent[0], 2);
    chain_timeline_unref(timeline);
}

Test(timeline_draft, its_facts_agree_with_the_certificates)
{
    chain_timeline *timeline = read_back(draft_of(complete()));
    chain_fact *facts;
    size_t count;
    cr_assert_eq(chain_timeline_verify(&facts, &count, timeline, NULL), CHAIN_OK);
    cr_expect(count >= 24, "only %zu were checked", count);
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(facts[i].state, CHAIN_FACT_GOOD, "%s: %s", facts[i].place, facts[i].message);
    chain_free(facts);
    chain_timeline_unref(timeline);
}

Test(timeline_draft, without_a_bridge_none_is_sent)
{
    chain_draft draft = complete();
    draft.bridge = NULL;
    draft.id = NULL;
    chain_timeline *timeline = read_back(draft_of(draft));
    SAME_TEXT(timeline->id, "my-rotation");
    SAME(timeline->link_count, 2);
    SAME(timeline->endpoints[0].phases[1].chains[0].sent_count, 0);
    chain_timeline_unref(timeline);
}

Test(timeline_draft, what_is_missing_is_marked_and_not_readable)
{
    chain_draft drafts[] = {complete(), complete(), complete(), {.today = 0}};
    drafts[0].host = NULL;
    drafts[1].on = NULL;
    drafts[2].new_root = NULL;
    drafts[2].bridge = NULL;
    for (size_t i = 0; i < COUNT(drafts); i++) {
        chain_timeline *timeline;
        char *json = draft_of(drafts[i]);
        chain_bytes text = {(const uint8_t *)json, strlen(json)};
        cr_expect_not_null(strstr(json, "\"REPLACE: "));
        SAME(chain_timeline_read(&timeline, NULL, text), CHAIN_E_MALFORMED);
        chain_free(json);
    }
}

Test(timeline_draft, a_bridge_leads_from_the_one_root_to_the_other)
{
    const struct {
        chain_cert *bridge;
        const char *words;
    } cases[] = {
        {certs.forged, "the signature does not verify"},
        {certs.stranger, "does not carry the new root's name and key"},
        {certs.old_root, "does not carry the new root's name and key"},
        {certs.new_root, "not issued by the old root: the names differ"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        chain_draft draft = complete();
        draft.bridge = cases[i].bridge;
        refuse(draft, CHAIN_E_MALFORMED, cases[i].words);
    }
    chain_draft alone = {.bridge = certs.bridge, .new_root = certs.new_root};
    refuse(alone, CHAIN_E_ARGUMENT, "needs the old root and the new one");
}

Test(timeline_draft, a_root_is_signed_by_itself)
{
    refuse((chain_draft){.old_root = certs.issued}, CHAIN_E_MALFORMED,
           "the old root is not a root: another authority issued it");
    refuse((chain_draft){.new_root = certs.bridge}, CHAIN_E_MALFORMED,
           "the new root is not a root: another authority issued it");
    chain_cert *false_root = pki_mint_cert(&(struct pki_cert){
        .subject = "x", .key = pki_new_key(PKI_P256), .issuer_key = pki_new_key(PKI_P256)});
    refuse((chain_draft){.old_root = false_root}, CHAIN_E_MALFORMED,
           "its own key does not verify its signature");
    chain_cert_unref(false_root);
}

Test(timeline_draft, texts_have_a_form)
{
    static const char *const HOSTS[] = {"A.example", "https://x/", "b\xc3\xbc.example", "a b", "a\x1b"};
    static const char *const DATES[] = {"2027-13-01", "soon", "2027-02-01 08:00", "\xff"};
    static const char *const IDS[] = {"Corp", "a b", "a/b", "\xff"};
    for (size_t i = 0; i < COUNT(HOSTS); i++) {
        chain_draft draft = complete();
        draft.host = HOSTS[i];
        refuse(draft, CHAIN_E_MALFORMED, "host");
    }
    for (size_t i = 0; i < COUNT(DATES); i++) {
        chain_draft draft = complete();
        draft.on = DATES[i];
        refuse(draft, CHAIN_E_MALFORMED, "");
    }
    for (size_t i = 0; i < COUNT(IDS); i++) {
        chain_draft draft = complete();
        draft.id = IDS[i];
        refuse(draft, CHAIN_E_MALFORMED, "id");
    }
}

Test(timeline_draft, arguments_must_be_there)
{
    char *json = (char *)&json;
    SAME(chain_timeline_draft(NULL, NULL, &(chain_draft){0}), CHAIN_E_ARGUMENT);
    SAME(chain_timeline_draft(&json, NULL, NULL), CHAIN_E_ARGUMENT);
    SAME(json, NULL);
}
