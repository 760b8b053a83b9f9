// SPDX-License-Identifier: Apache-2.0
/* Captured chains among what a timeline says is served: which endpoint they concern, and whose
 * place they take. */
#include "capture.h"

#include "expect.h"
#include "list.h"
#include "pki.h"
#include "pool.h"

#include <criterion/criterion.h>

TestSuite(capture, .fini = tidy);

#define T ((chain_time)1780000000) /* 2026-05-28 */
#define ISSUED ((chain_time)1767225600)
#define ISSUED_TEXT "20260101000000Z"

enum { AUTHORITY, BRIDGE, OTHER, LINKS };
enum { PLAIN, BRIDGED, ELSEWHERE, CHAINS };
static const char *const NAMES[] = {"Authority", "Authority", "Other"};
static const char *const ISSUERS[] = {"Authority", "Old Root", "Other"};

/*
 * One phase with three chains: leaves of "Authority", alone or with its bridge to an old root, and
 * leaves of "Other". A server's certificate of "Authority" was captured.
 */
struct scene {
    pki_key *keys[LINKS];
    chain_cert *certs[LINKS];
    chain_bytes ders[LINKS];
    struct timeline_link links[LINKS];
    struct timeline_chain chains[CHAINS];
    struct timeline_phase phase;
    struct timeline_endpoint endpoint;
    struct chain_timeline timeline;
    struct served served[CHAINS + 1];
    struct exposure exposure;
    struct capture capture;
    struct exposure_question question;
    chain_memo *memo;
};

static const chain_span SERVED[] = {{ISSUED - 1000, T + 1000}};
static const uint32_t SENT[] = {BRIDGE};

static void begin(struct scene *scene)
{
    *scene = (struct scene){.phase = {.chains = scene->chains, .chain_count = CHAINS},
                            .endpoint = {.phases = &scene->phase, .phase_count = 1},
                            .timeline = {.links = scene->links, .link_count = LINKS},
                            .exposure = {.served = scene->served, .served_count = CHAINS},
                            .capture = {.host = ""}};
    pki_key *old = pki_new_key(PKI_ED25519);
    for (int i = 0; i < LINKS; i++) {
        scene->keys[i] = i == BRIDGE ? scene->keys[AUTHORITY] : pki_new_key(PKI_ED25519);
        struct pki_cert cert = {.subject = NAMES[i],
                                .issuer = ISSUERS[i],
                                .key = scene->keys[i],
                                .issuer_key = i == BRIDGE ? old : NULL,
                                .extensions = PKI_CA_EXTENSIONS};
        scene->ders[i] = pki_mint(&cert);
        cr_assert(chain_cert_new(&scene->certs[i], NULL, scene->ders[i].data,
                                 scene->ders[i].size) == CHAIN_OK);
        link_from_cert(&scene->links[i].link, scene->certs[i]);
        scene->links[i].role = i == BRIDGE ? ROLE_BRIDGE : ROLE_ROOT;
    }
    for (int i = 0; i < CHAINS; i++) {
        scene->chains[i].issuer = i == ELSEWHERE ? OTHER : AUTHORITY;
        scene->served[i] = (struct served){.phase = &scene->phase, .chain = &scene->chains[i]};
        for (int reading = 0; reading < READINGS; reading++)
            scene->served[i].sure[reading] = (struct span_set){SERVED, 1};
    }
    scene->chains[BRIDGED].sent = SENT;
    scene->chains[BRIDGED].sent_count = 1;
    scene->question = (struct exposure_question){.timeline = &scene->timeline,
                                                 .endpoint = &scene->endpoint,
                                                 .capture = &scene->capture,
                                                 .at = T};
    cr_assert(chain_memo_new(&scene->memo, 0) == CHAIN_OK);
    arena_set_limit(&scene->memo->arena, SIZE_MAX);
}

static void end(struct scene *scene)
{
    chain_memo_free(scene->memo);
    chain_list_unref((chain_list *)(uintptr_t)scene->capture.list);
    for (int i = 0; i < LINKS; i++)
        chain_cert_unref(scene->certs[i]);
}

static chain_bytes leaf(const char *issuer, pki_key *key, const char *from)
{
    return pki_mint(&(struct pki_cert){.subject = "leaf",
                                       .issuer = issuer,
                                       .key = pki_new_key(PKI_ED25519),
                                       .issuer_key = key,
                                       .from = from,
                                       .extensions = PKI_LEAF_EXTENSIONS});
}

static const struct served *place(struct scene *scene, const chain_bytes *certs, size_t count)
{
    chain_list_unref((chain_list *)(uintptr_t)scene->capture.list);
    scene->capture.list = pki_list(certs, count);
    cr_assert(capture_place(&scene->exposure, &scene->question, scene->memo));
    SAME(scene->exposure.served_count, CHAINS + 1);
    cr_expect(scene->served[CHAINS].capture == &scene->capture);
    cr_expect_null(scene->served[CHAINS].chain);
    return &scene->served[CHAINS];
}

static const struct served *place_leaf(struct scene *scene)
{
    chain_bytes cert = leaf("Authority", scene->keys[AUTHORITY], ISSUED_TEXT);
    return place(scene, &cert, 1);
}

static void expect_span(struct span_set set, chain_time from, chain_time until)
{
    SAME(set.count, 1);
    SAME(set.spans[0].from, from);
    SAME(set.spans[0].until, until);
}

/* ---- whose place ------------------------------------------------------------------------------ */

Test(capture, takes_the_place_of_what_is_served_under_its_authority)
{
    struct scene scene;
    begin(&scene);
    const struct served *captured = place_leaf(&scene);
    cr_expect(captured->phase == &scene.phase);
    expect_span(captured->sure[CAREFUL], ISSUED, SERVED->until);
    expect_span(captured->sure[EARLY], ISSUED, SERVED->until);
    SAME(captured->maybe[CAREFUL].count, 0);
    /* What it replaces was served before the captured leaf was issued; the others go on. */
    expect_span(scene.served[PLAIN].sure[CAREFUL], SERVED->from, ISSUED);
    expect_span(scene.served[BRIDGED].sure[CAREFUL], SERVED->from, SERVED->until);
    expect_span(scene.served[ELSEWHERE].sure[CAREFUL], SERVED->from, SERVED->until);
    end(&scene);
}

Test(capture, the_bridges_that_were_captured_tell_which)
{
    struct scene scene;
    begin(&scene);
    chain_bytes certs[] = {leaf("Authority", scene.keys[AUTHORITY], ISSUED_TEXT),
                           scene.ders[BRIDGE]};
    place(&scene, certs, 2);
    expect_span(scene.served[PLAIN].sure[CAREFUL], SERVED->from, SERVED->until);
    expect_span(scene.served[BRIDGED].sure[CAREFUL], SERVED->from, ISSUED);
    end(&scene);
}

/* A bridge of the same name for another key is not the bridge. */
Test(capture, a_look_alike_of_a_bridge_tells_nothing)
{
    struct scene scene;
    begin(&scene);
    chain_bytes certs[] = {leaf("Authority", scene.keys[AUTHORITY], ISSUED_TEXT),
                           pki_mint(&(struct pki_cert){.subject = "Authority",
                                                       .issuer = "Old Root",
                                                       .key = pki_new_key(PKI_ED25519),
                                                       .extensions = PKI_CA_EXTENSIONS})};
    place(&scene, certs, 2);
    expect_span(scene.served[PLAIN].sure[CAREFUL], SERVED->from, ISSUED);
    expect_span(scene.served[BRIDGED].sure[CAREFUL], SERVED->from, SERVED->until);
    end(&scene);
}

Test(capture, other_possibilities_under_the_authority_have_not_come_true)
{
    struct scene scene;
    begin(&scene);
    for (int i = BRIDGED; i <= ELSEWHERE; i++) {
        scene.chains[i].possible = true;
        for (int reading = 0; reading < READINGS; reading++) {
            scene.served[i].maybe[reading] = scene.served[i].sure[reading];
            scene.served[i].sure[reading] = SPAN_NEVER;
        }
    }
    place_leaf(&scene);
    expect_span(scene.served[BRIDGED].maybe[CAREFUL], SERVED->from, ISSUED);
    expect_span(scene.served[ELSEWHERE].maybe[CAREFUL], SERVED->from, SERVED->until);
    end(&scene);
}

Test(capture, below_an_authority_that_the_timeline_does_not_name)
{
    struct scene scene;
    begin(&scene);
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_bytes certs[] = {leaf("Between", key, ISSUED_TEXT),
                           pki_mint(&(struct pki_cert){.subject = "Between",
                                                       .issuer = "Authority",
                                                       .key = key,
                                                       .issuer_key = scene.keys[AUTHORITY],
                                                       .extensions = PKI_CA_EXTENSIONS})};
    cr_expect(place(&scene, certs, 2)->phase == &scene.phase);
    expect_span(scene.served[PLAIN].sure[CAREFUL], SERVED->from, ISSUED);
    end(&scene);
}

Test(capture, of_nobody_it_is_served_besides)
{
    struct scene scene;
    begin(&scene);
    chain_bytes impostor = leaf("Authority", pki_new_key(PKI_ED25519), ISSUED_TEXT);
    const struct served *captured = place(&scene, &impostor, 1);
    cr_expect_null(captured->phase);
    expect_span(captured->sure[CAREFUL], ISSUED, CHAIN_TIME_MAX);
    expect_span(scene.served[PLAIN].sure[CAREFUL], SERVED->from, SERVED->until);
    end(&scene);
}

Test(capture, what_is_not_served_at_the_time_has_no_place_to_take)
{
    struct scene scene;
    begin(&scene);
    scene.question.at = SERVED->until;
    cr_expect_null(place_leaf(&scene)->phase);
    scene.exposure.served_count = CHAINS;
    scene.question.at = SERVED->until - 1;
    cr_expect(place_leaf(&scene)->phase == &scene.phase);
    scene.exposure.served_count = CHAINS;
    scene.question.timeline = NULL;
    cr_expect_null(place_leaf(&scene)->phase);
    end(&scene);
}

/* ---- for how long ----------------------------------------------------------------------------- */

Test(capture, a_leaf_of_tomorrow_is_taken_for_what_has_always_been_sent)
{
    struct scene scene;
    begin(&scene);
    scene.question.at = ISSUED - 1;
    expect_span(place_leaf(&scene)->sure[CAREFUL], SERVED->from, SERVED->until);
    SAME(scene.served[PLAIN].sure[CAREFUL].count, 0);
    end(&scene);
}

Test(capture, where_nobody_says_when_it_is_known_of_the_instant_alone)
{
    struct scene scene;
    begin(&scene);
    scene.phase.begin.undated = scene.phase.end.undated = true;
    const struct served *captured = place_leaf(&scene);
    expect_span(captured->sure[CAREFUL], T, T + 1);
    SAME(captured->maybe[CAREFUL].count, 2);
    SAME(captured->maybe[CAREFUL].spans[0].from, ISSUED);
    SAME(captured->maybe[CAREFUL].spans[0].until, T);
    SAME(captured->maybe[CAREFUL].spans[1].from, T + 1);
    SAME(captured->maybe[CAREFUL].spans[1].until, SERVED->until);
    end(&scene);
    begin(&scene);
    scene.phase.end.undated = true; /* announced, not before then */
    scene.phase.end.moment.earliest = T + 10;
    captured = place_leaf(&scene);
    expect_span(captured->sure[CAREFUL], ISSUED, T + 10);
    expect_span(captured->maybe[CAREFUL], T + 10, SERVED->until);
    end(&scene);
}

/* ---- which endpoint --------------------------------------------------------------------------- */

Test(capture, an_endpoint_with_hosts_goes_by_hosts)
{
    static const char *const HOSTS[] = {"*.example.com", NULL}, *const OTHERS[] = {"*.example.org",
                                                                                   NULL};
    struct scene scene;
    begin(&scene);
    place_leaf(&scene); /* its alternative name is www.example.com */
    scene.endpoint.hosts = HOSTS;
    cr_expect(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    scene.capture.host = "elsewhere.org";
    cr_expect_not(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    scene.capture.host = "api.example.com";
    cr_expect(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    scene.endpoint.hosts = OTHERS;
    cr_expect_not(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    scene.capture.host = "";
    cr_expect_not(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    end(&scene);
}

Test(capture, an_endpoint_without_hosts_goes_by_issuers)
{
    struct scene scene;
    begin(&scene);
    place_leaf(&scene);
    cr_expect(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    scene.phase.chains = &scene.chains[ELSEWHERE];
    scene.phase.chain_count = 1;
    cr_expect_not(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    end(&scene);
}

/* A certificate for the key of an issuer concerns it, whatever it is called there. */
Test(capture, an_issuer_is_known_by_its_key_too)
{
    struct scene scene;
    begin(&scene);
    chain_bytes renamed = pki_mint(&(struct pki_cert){
        .subject = "Renamed", .key = scene.keys[OTHER], .extensions = PKI_CA_EXTENSIONS});
    place(&scene, &renamed, 1);
    scene.phase.chains = &scene.chains[ELSEWHERE];
    scene.phase.chain_count = 1;
    cr_expect(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    scene.phase.chains = scene.chains;
    cr_expect_not(capture_concerns(&scene.timeline, &scene.endpoint, &scene.capture));
    end(&scene);
}
