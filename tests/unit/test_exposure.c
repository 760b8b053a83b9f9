// SPDX-License-Identifier: Apache-2.0
#include "exposure.h"

#include "expect.h"
#include "link.h"
#include "memo.h"
#include "pki.h"
#include "pool.h"
#include "timeline.h"

TestSuite(exposure, .fini = tidy);

#define T ((chain_time)1798761600) /* 2027-01-01 */

enum { GOOD, BAD, HALF, LINKS };

/*
 * Leaves are issued under three roots: one that is trusted, one that is not, and one of which
 * nobody knows whether it still is.
 */
struct world {
    chain_cert *certs[LINKS];
    struct timeline_link links[LINKS];
    chain_store *store;
    struct rule rule;
    struct chain_timeline timeline;
    struct timeline_endpoint endpoint;
    struct timeline_phase phases[2]; /* the first ends at T, the second begins there */
    chain_memo *memo;
};

static void begin(struct world *world)
{
    static const char *const NAMES[LINKS] = {"good", "bad", "half"};
    chain_bytes roots[LINKS];
    *world = (struct world){.timeline = {.over = CHAIN_TIME_MAX}};
    for (size_t i = 0; i < LINKS; i++) {
        struct pki_cert cert = {.subject = NAMES[i],
                                .key = pki_new_key(PKI_ED25519),
                                .from = "20000101000000Z",
                                .until = "20500101000000Z",
                                .extensions = PKI_CA_EXTENSIONS};
        roots[i] = pki_mint(&cert);
        cr_assert(chain_cert_new(&world->certs[i], NULL, roots[i].data, roots[i].size) == CHAIN_OK);
        link_from_cert(&world->links[i].link, world->certs[i]);
    }
    world->store = pki_store((chain_bytes[]){roots[GOOD], roots[HALF]}, 2);
    world->rule = (struct rule){.kind = RULE_ROOT_REMOVED, .at = {T - 1000, CHAIN_TIME_MAX}};
    chain_cert_key_sha256(world->certs[HALF], world->rule.key);
    world->timeline.links = world->links;
    world->timeline.link_count = LINKS;
    world->endpoint = (struct timeline_endpoint){.phases = world->phases, .phase_count = 2};
    world->phases[0] = (struct timeline_phase){
        .begin.moment = {CHAIN_TIME_MIN, CHAIN_TIME_MIN}, .end.moment = {T, T}, .lingers = true};
    world->phases[1] = (struct timeline_phase){.begin.moment = {T, T},
                                               .end.moment = {CHAIN_TIME_MAX, CHAIN_TIME_MAX}};
    cr_assert(chain_memo_new(&world->memo, 0) == CHAIN_OK);
}

static void end(struct world *world)
{
    chain_memo_free(world->memo);
    chain_store_unref(world->store);
    for (size_t i = 0; i < LINKS; i++)
        chain_cert_unref(world->certs[i]);
}

/* "VIU": a chain for each letter. */
static void add_chains(struct timeline_phase *phase, const char *letters, bool possible)
{
    struct timeline_chain *chains =
        pool_take((phase->chain_count + strlen(letters)) * sizeof(*chains));
    if (phase->chain_count)
        memcpy(chains, phase->chains, phase->chain_count * sizeof(*chains));
    for (; *letters; letters++)
        chains[phase->chain_count++] = (struct timeline_chain){
            .id = "chain",
            .possible = possible,
            .issuer = *letters == 'V'   ? GOOD
                      : *letters == 'I' ? BAD
                                        : HALF,
            .statement = "",
        };
    phase->chains = chains;
}

static const struct line_part *part_at(struct world *world, struct exposure *exposure,
                                       chain_time at)
{
    struct exposure_question question = {
        .timeline = &world->timeline,
        .endpoint = &world->endpoint,
        .at = at,
        .store = world->store,
        .profile = profile_find("tls"),
        .rules = {&world->rule, 1},
    };
    chain_budget_default(&question.budget);
    arena_set_limit(&world->memo->arena, question.budget.memory);
    cr_assert(exposure_make(exposure, &question, world->memo) == CHAIN_OK);
    SAME(exposure->parts[0].span.from, CHAIN_TIME_MIN);
    SAME(exposure->parts[exposure->part_count - 1].span.until, CHAIN_TIME_MAX);
    size_t i = 0;
    while (exposure->parts[i].span.until <= at)
        i++;
    return &exposure->parts[i];
}

/* docs/TIME.md, "From chains to an endpoint". */
Test(exposure, chains_combine_as_the_table_says)
{
    static const struct {
        const char *served, *possible, *lingering;
        chain_verdict verdict;
    } ROWS[] = {
        {"I", "", "", CHAIN_INVALID},   {"VI", "V", "V", CHAIN_INVALID},
        {"UI", "", "", CHAIN_INVALID},  {"", "I", "", CHAIN_INVALID},
        {"", "II", "V", CHAIN_INVALID}, {"", "IU", "", CHAIN_UNKNOWN},
        {"U", "", "", CHAIN_UNKNOWN},   {"UV", "I", "", CHAIN_UNKNOWN},
        {"V", "I", "", CHAIN_UNKNOWN},  {"V", "II", "", CHAIN_UNKNOWN},
        {"V", "U", "V", CHAIN_UNKNOWN}, {"", "IV", "", CHAIN_UNKNOWN},
        {"V", "V", "I", CHAIN_UNKNOWN}, {"V", "", "U", CHAIN_UNKNOWN},
        {"", "V", "I", CHAIN_UNKNOWN},  {"", "", "I", CHAIN_UNKNOWN},
        {"V", "V", "V", CHAIN_VALID},   {"VV", "", "", CHAIN_VALID},
        {"", "VV", "", CHAIN_VALID},    {"", "", "V", CHAIN_VALID},
    };
    for (size_t i = 0; i < COUNT(ROWS); i++) {
        struct world world;
        struct exposure exposure;
        begin(&world);
        add_chains(&world.phases[0], ROWS[i].lingering, false);
        add_chains(&world.phases[1], ROWS[i].served, false);
        add_chains(&world.phases[1], ROWS[i].possible, true);
        const struct line_part *part = part_at(&world, &exposure, T);
        cr_expect(part->verdict[CAREFUL] == ROWS[i].verdict, "row %zu: %s", i,
                  chain_verdict_name(part->verdict[CAREFUL]));
        cr_expect(part->active);
        end(&world);
    }
}

/* Issued on the last day, for as long as was allowed then: 200 days. */
Test(exposure, a_replaced_chain_lingers_for_one_lifetime)
{
    struct world world;
    struct exposure exposure;
    const chain_time gone = T + 200 * 86400;
    begin(&world);
    add_chains(&world.phases[0], "I", false);
    add_chains(&world.phases[1], "V", false);
    SAME(part_at(&world, &exposure, T - 1)->verdict[CAREFUL], CHAIN_INVALID);
    SAME(part_at(&world, &exposure, T)->verdict[CAREFUL], CHAIN_UNKNOWN);
    SAME(part_at(&world, &exposure, gone - 1)->verdict[CAREFUL], CHAIN_UNKNOWN);
    SAME(part_at(&world, &exposure, gone)->verdict[CAREFUL], CHAIN_VALID);
    world.phases[0].lingers = false;
    SAME(part_at(&world, &exposure, T)->verdict[CAREFUL], CHAIN_VALID);
    end(&world);
}

/* Between the two instants that a date can mean both phases are possible. */
Test(exposure, a_date_that_is_not_exact_is_read_twice)
{
    struct world world;
    struct exposure exposure;
    begin(&world);
    world.phases[0].lingers = false;
    world.phases[0].end.moment.latest = world.phases[1].begin.moment.latest = T + 86400;
    add_chains(&world.phases[0], "V", false);
    add_chains(&world.phases[1], "I", false);
    static const struct {
        chain_time at;
        chain_verdict careful, early;
    } ROWS[] = {{T - 1, CHAIN_VALID, CHAIN_VALID},
                {T, CHAIN_UNKNOWN, CHAIN_INVALID},
                {T + 86399, CHAIN_UNKNOWN, CHAIN_INVALID},
                {T + 86400, CHAIN_INVALID, CHAIN_INVALID}};
    for (size_t i = 0; i < COUNT(ROWS); i++) {
        const struct line_part *part = part_at(&world, &exposure, ROWS[i].at);
        SAME(part->verdict[CAREFUL], ROWS[i].careful);
        SAME(part->verdict[EARLY], ROWS[i].early);
    }
    end(&world);
}

/* An end that is announced without a date: from the first instant that it can mean, nobody knows.
 */
Test(exposure, an_undated_end_is_unknown_in_both_readings)
{
    struct world world;
    struct exposure exposure;
    begin(&world);
    world.phases[0].lingers = false;
    world.phases[0].end.undated = world.phases[1].begin.undated = true;
    add_chains(&world.phases[0], "V", false);
    add_chains(&world.phases[1], "I", false);
    for (int reading = 0; reading < READINGS; reading++) {
        SAME(part_at(&world, &exposure, T - 1)->verdict[reading], CHAIN_VALID);
        SAME(part_at(&world, &exposure, T)->verdict[reading], CHAIN_UNKNOWN);
        SAME(part_at(&world, &exposure, T + 600000000)->verdict[reading], CHAIN_UNKNOWN);
    }
    end(&world);
}

Test(exposure, nothing_is_served_once_the_migration_is_over)
{
    struct world world;
    struct exposure exposure;
    begin(&world);
    world.timeline.over = T + 10;
    add_chains(&world.phases[0], "V", false);
    add_chains(&world.phases[1], "I", false);
    cr_expect(part_at(&world, &exposure, T + 9)->active);
    SAME(part_at(&world, &exposure, T + 9)->verdict[CAREFUL], CHAIN_INVALID);
    cr_expect_not(part_at(&world, &exposure, T + 10)->active);
    end(&world);
}
