// SPDX-License-Identifier: Apache-2.0
/* What the public interface shows of an answer: steps, and a sentence for each finding. */
#include "result.h"

#include "cert_writer.h"
#include "expect.h"
#include "pool.h"

#include <criterion/criterion.h>

TestSuite(result, .fini = tidy);

#define T ((chain_time)1798761600) /* 2027-01-01 */

enum { STEPS = 2 };

/* One stretch over a leaf that is assumed and a root that is stated, with one finding. */
struct made {
    struct arena arena;
    struct link links[STEPS];
    struct node nodes[STEPS];
    uint32_t path[STEPS];
    struct witness witness;
    struct finding finding;
    const struct finding *findings[1];
    struct stretch stretch;
    struct answer answer;
    struct segments out;
};

static const struct stated ROOT_STATED = {.sha256 = {7}};

static void begin(struct made *made)
{
    *made = (struct made){.path = {1, 0}}; /* the leaf is the second node */
    arena_init(&made->arena, SIZE_MAX);
    made->links[0] =
        (struct link){.subject = NAME(RDN(attribute_of("2.5.4.10", ASN(0x0c, asn_text("Org")))),
                                      RDN(attribute_of("2.5.4.3", ASN(0x0c, asn_text("Root"))))),
                      .issuer = name_of("Above"),
                      .evidence = CHAIN_STATED,
                      .window = {T - 10, T + 10},
                      .stated = &ROOT_STATED};
    made->links[1] = (struct link){.issuer = name_of("Root"),
                                   .evidence = CHAIN_ASSUMED,
                                   .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX}};
    for (size_t i = 0; i < STEPS; i++)
        made->nodes[i].link = &made->links[i];
    made->witness.path = (struct path){made->path, STEPS};
    made->findings[0] = &made->finding;
    made->stretch = (struct stretch){.span = {T, T + 5},
                                     .verdict = CHAIN_INVALID,
                                     .witness = &made->witness,
                                     .findings = made->findings};
    made->answer = (struct answer){.nodes = made->nodes, .stretches = &made->stretch, .count = 1};
}

static const chain_segment *copy(struct made *made, bool brief)
{
    cr_assert_eq(result_copy(&made->out, &made->arena, &made->answer, brief), CHAIN_OK);
    SAME(made->out.count, 1);
    return made->out.segments;
}

Test(result, steps_say_what_they_rest_on)
{
    struct made made;
    begin(&made);
    const chain_segment *segment = copy(&made, false);
    SAME(segment->span.from, T);
    SAME(segment->span.until, T + 5);
    SAME(segment->verdict, CHAIN_INVALID);
    SAME(segment->path_count, STEPS);
    SAME(segment->finding_count, 0);
    SAME_TEXT(segment->path[0].name, "leaf");
    SAME_TEXT(segment->path[0].subject, "");
    SAME(segment->path[0].evidence, CHAIN_ASSUMED);
    SAME_TEXT(segment->path[1].name, "Root");
    cr_expect(strstr(segment->path[1].subject, "CN=Root") &&
              strstr(segment->path[1].subject, "O=Org"));
    SAME(segment->path[1].evidence, CHAIN_STATED);
    SAME(segment->path[1].validity.from, T - 10);
    SAME(segment->path[1].sha256[0], 7);
    segment = copy(&made, true); /* brief: without words */
    SAME_TEXT(segment->path[1].name, "");
    SAME_TEXT(segment->path[1].subject, "");
    SAME(segment->path[1].sha256[0], 7);
    arena_free(&made.arena);
}

static void expect(chain_finding_code code, uint32_t certificate, const char *words)
{
    struct made made;
    begin(&made);
    made.stretch.finding_count = 1;
    made.finding = (struct finding){
        .code = code, .effect = CHAIN_UNKNOWN, .certificate = certificate, .since = T};
    const chain_finding *finding = copy(&made, false)->findings;
    SAME_TEXT(finding->message, words);
    SAME(finding->code, code);
    SAME(finding->effect, CHAIN_UNKNOWN);
    SAME(finding->certificate, certificate);
    SAME_TEXT(copy(&made, true)->findings->message, "");
    arena_free(&made.arena);
}

Test(result, every_kind_of_finding_has_its_sentence)
{
    static const chain_finding_code EXPIRED[] = {CHAIN_FINDING_EXPIRED,
                                                 CHAIN_FINDING_ANCHOR_EXPIRED},
                                    EARLY[] = {CHAIN_FINDING_NOT_YET_VALID,
                                               CHAIN_FINDING_ANCHOR_NOT_YET_VALID},
                                    REVOKED[] = {CHAIN_FINDING_REVOKED,
                                                 CHAIN_FINDING_REVOCATION_NEAR},
                                    REMOVED[] = {CHAIN_FINDING_ROOT_REMOVED,
                                                 CHAIN_FINDING_ROOT_REMOVAL_NEAR};
    for (size_t i = 0; i < 2; i++) {
        expect(EXPIRED[i], 1, "Root is not valid from 2027-01-01T00:00:10Z on");
        expect(EARLY[i], 1, "Root is not valid before 2026-12-31T23:59:50Z");
        expect(REVOKED[i], 0, "leaf is revoked from 2027-01-01T00:00:00Z on");
        expect(REMOVED[i], 1,
               "Root is not trusted by its root program from 2027-01-01T00:00:00Z on");
    }
    expect(CHAIN_FINDING_REVOCATION_UNKNOWN, 0,
           "leaf is covered by none of the revocation lists that are held and in date then");
    expect(CHAIN_FINDING_NO_ISSUER, 1,
           "Root: no certificate of Above with the key that it needs is sent, known or trusted");
    expect(CHAIN_FINDING_NOT_A_CA, 1,
           pool_format("Root: %s", chain_finding_meaning(CHAIN_FINDING_NOT_A_CA)));
}

Test(result, text_that_has_no_room_is_none)
{
    struct arena arena;
    struct text text = {0};
    arena_init(&arena, SIZE_MAX);
    text_add(&text, "words");
    SAME_TEXT(result_text(&arena, &text), "words");
    cr_expect_null(text.data);
    text.failed = true;
    cr_expect_null(result_text(&arena, &text));
    arena_free(&arena);
    arena_init(&arena, 0);
    text = (struct text){0};
    text_add(&text, "words");
    cr_expect_null(result_text(&arena, &text));
    arena_free(&arena);
}
