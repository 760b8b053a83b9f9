// SPDX-License-Identifier: Apache-2.0
/* Revocation lists in whole verifications: who is asked, and which lists speak of it. */
#include "segment.h"

#include "expect.h"
#include "pool.h"
#include "text.h"
#include "world.h"

TestSuite(check_revocation, .fini = tidy);

/* ---- who is asked ----------------------------------------------------------------------------- */

Test(check_revocation, without_lists_nothing_is_asked)
{
    world_set_up();
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_revocation, good_while_both_lists_are_in_date)
{
    world_set_up();
    world_hold_root_list();
    world_hold_ca_list();
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    const chain_segment *before = world_segment_at(result, WORLD_DAY(1) - 1),
                        *after = world_segment_at(result, WORLD_DAY(40));
    SAME(before->verdict, CHAIN_UNKNOWN);
    SAME(before->span.until, WORLD_DAY(1));
    SAME(after->verdict, CHAIN_UNKNOWN);
    SAME(after->span.from, WORLD_DAY(32) + 1);
    SAME(after->finding_count, 2);
    SAME(chain_result_signatures(result), 4);
    SAME(chain_result_complete(result), 1);
    world_give_back(result);
}

Test(check_revocation, every_certificate_below_the_anchor_is_asked)
{
    world_set_up();
    world_hold_ca_list();
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 1);
    world_hold_root_list();
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, revoked_from_its_date_on)
{
    world_set_up();
    world_hold_root_list();
    world_hold(&(struct crl_parts){
        .issuer = "ca", .key = world.ca_key, .lines = &WORLD_LEAF_LINE, .line_count = 1});
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_expect(result, 10, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 0);
    SAME(world_segment_at(result, WORLD_DAY(10))->span.from, WORLD_DAY(10));
    SAME_TEXT(world_segment_at(result, WORLD_DAY(10))->findings[0].message,
              "leaf is revoked from 2024-01-10T00:00:00Z on");
    SAME(world_segment_at(result, WORLD_DAY(60))->verdict, CHAIN_INVALID);
    world_give_back(result);
}

Test(check_revocation, a_revoked_authority)
{
    world_set_up();
    world_hold_ca_list();
    world_hold(&(struct crl_parts){
        .issuer = "root", .key = world.root_key, .lines = &WORLD_CA_LINE, .line_count = 1});
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_expect(result, 20, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 1);
    world_give_back(result);
}

Test(check_revocation, a_cross_certificate_that_is_not_revoked_saves_the_path)
{
    world_set_up();
    world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                           .issuer = "root",
                                           .key = world.ca_key,
                                           .issuer_key = world.root_key,
                                           .serial = "03",
                                           .extensions = PKI_CA_EXTENSIONS}));
    world_hold_ca_list();
    world_hold(&(struct crl_parts){
        .issuer = "root", .key = world.root_key, .lines = &WORLD_CA_LINE, .line_count = 1});
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

/* What is above a certificate was tried below a revoked one already, and must be tried again. */
Test(check_revocation, a_cross_certificate_below_an_intermediate)
{
    world_set_up();
    pki_key *key = pki_new_key(PKI_P256);
    world.sent_count = 1;
    for (int serial = 2; serial <= 3; serial++)
        world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                               .issuer = "mid",
                                               .key = world.ca_key,
                                               .issuer_key = key,
                                               .serial = serial == 2 ? "02" : "03",
                                               .extensions = PKI_CA_EXTENSIONS}));
    world_send(pki_mint(&(struct pki_cert){.subject = "mid",
                                           .issuer = "root",
                                           .key = key,
                                           .issuer_key = world.root_key,
                                           .extensions = PKI_CA_EXTENSIONS}));
    world_hold_ca_list();
    world_hold_root_list();
    world_hold(
        &(struct crl_parts){.issuer = "mid", .key = key, .lines = &WORLD_CA_LINE, .line_count = 1});
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

/* ---- which list ------------------------------------------------------------------------------- */

static void hold_ca_list_at(chain_bytes point)
{
    world_hold_root_list();
    world_hold(
        &(struct crl_parts){.issuer = "ca", .key = world.ca_key, .point = ASN_SEQUENCE(point)});
}

Test(check_revocation, distribution_points)
{
    world_set_up_with(PKI_CA_EXTENSIONS, world_leaf_at(point_uri("http://a/")));
    hold_ca_list_at(point_uri("http://a/"));
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(point_uri("http://b/"));
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    world_hold_root_list(); /* a list for all points does for each */
    world_hold_ca_list();
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_revocation, names_relative_to_the_issuer)
{
    chain_bytes rdn = attribute_of("2.5.4.3", asn_utf8("part"));
    chain_bytes relative = ASN_CONTEXT(0, ASN_CONTEXT(1, rdn));
    chain_bytes full = ASN_CONTEXT(
        0, ASN_CONTEXT(
               0, directory_name(NAME(RDN(attribute_of("2.5.4.3", asn_utf8("ca"))), RDN(rdn)))));
    world_set_up_with(PKI_CA_EXTENSIONS, world_leaf_at(relative));
    hold_ca_list_at(relative);
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(full);
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(ASN_CONTEXT(0, ASN_CONTEXT(1, attribute_of("2.5.4.3", asn_utf8("other")))));
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, lists_of_users_authorities_and_attributes)
{
    world_set_up();
    hold_ca_list_at(asn_hex("8101ff"));
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(asn_hex("8201ff"));
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    hold_ca_list_at(asn_hex("8501ff"));
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, lists_by_reason)
{
    world_set_up();
    hold_ca_list_at(reason_flags(3, 1 << 1));
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    hold_ca_list_at(reason_flags(3, 1 << 1));
    world_hold(&(struct crl_parts){.issuer = "ca",
                                   .key = world.ca_key,
                                   .point = ASN_SEQUENCE(reason_flags(3, 0x1fe & ~(1U << 1)))});
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

/* One list, by way of two points that each ask it for some reasons. */
Test(check_revocation, points_by_reason)
{
    chain_bytes first = ASN_SEQUENCE(point_uri("http://a/"), reason_flags(1, 1 << 1));
    chain_bytes second = ASN_SEQUENCE(point_uri("http://a/"), reason_flags(1, 0x1fe & ~(1U << 1)));
    const char *both = pki_der(ASN_SEQUENCE(first, second)), *one = pki_der(ASN_SEQUENCE(first));
    world_set_up_with(PKI_CA_EXTENSIONS,
                      world_with(PKI_LEAF_EXTENSIONS, "crlDistributionPoints", both));
    hold_ca_list_at(point_uri("http://a/"));
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.sent_count = world.root_count = 0;
    world_set_up_with(PKI_CA_EXTENSIONS,
                      world_with(PKI_LEAF_EXTENSIONS, "crlDistributionPoints", one));
    hold_ca_list_at(point_uri("http://a/"));
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, a_list_with_a_critical_extension_that_nobody_knows)
{
    world_set_up();
    world_hold_root_list();
    world_hold(&(struct crl_parts){.issuer = "ca",
                                   .key = world.ca_key,
                                   .lines = &WORLD_LEAF_LINE,
                                   .line_count = 1,
                                   .extensions = extension_of("1.2.3", true, asn_null())});
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* A profile may ask of lists what RFC 5280 5 asks of their issuers: a key identifier, say. */
Test(check_revocation, lists_that_do_not_conform)
{
    struct profile profile = *profile_find("tls");
    chain_memo *memo;
    struct answer answer;
    world_set_up();
    world_hold_root_list();
    world_hold_ca_list();
    cr_assert_eq(chain_memo_new(&memo, 100), CHAIN_OK);
    chain_store *store = pki_store(world.roots, world.root_count);
    chain_list *list = pki_list(world.sent, world.sent_count);
    for (int conforming = 0; conforming <= 1; conforming++) {
        profile.conforming_lists = conforming;
        struct question question = {
            .target = list->links,
            .sent = list->links,
            .sent_count = world.sent_count,
            .store = store,
            .profile = &profile,
            .crls = (const chain_crl_list *const *)world.lists,
            .crl_count = world.list_count,
            .window = {WORLD_DAY(20), WORLD_DAY(21)},
        };
        chain_budget_default(&question.budget);
        arena_set_limit(&memo->arena, SIZE_MAX);
        cr_assert_eq(segment_answer(&answer, &question, memo), CHAIN_OK);
        SAME(answer.stretches->verdict, conforming ? CHAIN_UNKNOWN : CHAIN_VALID);
    }
    chain_list_unref(list);
    chain_store_unref(store);
    chain_memo_free(memo);
    world_give_back(NULL);
}

/* A year of weekly lists: all of them count, and the last has the entry. */
Test(check_revocation, as_many_lists_as_there_are)
{
    enum { LISTS = 20 };
    struct text pem = {0};
    world_set_up();
    world_hold_root_list();
    for (int day = 1; day <= LISTS; day++) {
        const char *from = pool_format("202401%02d000000Z", day);
        chain_bytes der = crl_of(&(struct crl_parts){.issuer = "ca",
                                                     .key = world.ca_key,
                                                     .from = from,
                                                     .until = from,
                                                     .number = day,
                                                     .lines = &WORLD_LEAF_LINE,
                                                     .line_count = day == LISTS});
        chain_bytes block = pem_of("X509 CRL", der);
        text_add_format(&pem, "%.*s", (int)block.size, (const char *)block.data);
    }
    cr_assert_eq(chain_crl_list_read(&world.lists[world.list_count++], NULL,
                                     (const uint8_t *)pem.data, pem.size),
                 CHAIN_OK);
    text_free(&pem);
    chain_result *result = world_verify();
    for (int day = 1; day < 10; day++) {
        world_expect(result, day, CHAIN_VALID, CHAIN_FINDING_NONE, 0); /* its own second, and */
        SAME(world_segment_at(result, WORLD_DAY(day) + 1)->verdict, CHAIN_UNKNOWN); /* no more */
    }
    SAME(world_segment_at(result, WORLD_DAY(10))->verdict, CHAIN_INVALID);
    SAME(world_segment_at(result, WORLD_DAY(10))->findings[0].code, CHAIN_FINDING_REVOKED);
    world_give_back(result);
}

/* ---- timelines -------------------------------------------------------------------------------- */

/* All that mid issued in 2020 is revoked from 10 January on, and what it issued in 2021 is not. */
Test(check_revocation, what_a_key_issued_in_a_year)
{
    world_set_up();
    pki_key *key = pki_new_key(PKI_P256);
    world.sent_count = 1;
    for (int year = 2020; year <= 2021; year++)
        world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                               .issuer = "mid",
                                               .key = world.ca_key,
                                               .issuer_key = key,
                                               .extensions = PKI_CA_EXTENSIONS,
                                               .from = pool_format("%d0101000000Z", year)}));
    world_send(pki_mint(&(struct pki_cert){.subject = "mid",
                                           .issuer = "root",
                                           .key = key,
                                           .issuer_key = world.root_key,
                                           .extensions = PKI_CA_EXTENSIONS}));
    struct rule rule = {.kind = RULE_REVOKED_ISSUED,
                        .at = {WORLD_DAY(10), WORLD_DAY(10)},
                        .issued = {1577836800, 1609459200}};
    memcpy(rule.key, pki_sha256(pki_spki(key)).data, KEY_HASH_SIZE);
    chain_memo *memo;
    cr_assert_eq(chain_memo_new(&memo, 100), CHAIN_OK);
    chain_store *store = pki_store(world.roots, world.root_count);
    for (size_t count = world.sent_count - 1; count <= world.sent_count; count++) {
        /* without the certificate of 2021, and with it */
        chain_bytes sent[] = {world.sent[0], world.sent[1], world.sent[3], world.sent[2]};
        chain_list *list = pki_list(sent, count);
        struct question question = {.target = list->links,
                                    .sent = list->links,
                                    .sent_count = count,
                                    .store = store,
                                    .profile = profile_find("tls"),
                                    .rules = {&rule, 1},
                                    .window = {WORLD_DAY(20), WORLD_DAY(21)}};
        struct answer answer;
        chain_budget_default(&question.budget);
        arena_set_limit(&memo->arena, SIZE_MAX);
        cr_assert_eq(segment_answer(&answer, &question, memo), CHAIN_OK);
        SAME(answer.stretches->verdict, count == world.sent_count ? CHAIN_VALID : CHAIN_INVALID);
        if (count < world.sent_count) {
            SAME_TEXT(chain_finding_name(answer.stretches->findings[0]->code), "revoked");
            SAME(answer.stretches->findings[0]->certificate, 1);
            SAME(answer.stretches->findings[0]->since, WORLD_DAY(10));
        }
        chain_list_unref(list);
    }
    chain_store_unref(store);
    chain_memo_free(memo);
}

Test(check_revocation, a_collection_that_is_not_there)
{
    world_set_up();
    chain_result *result;
    chain_error error = expect_junk();
    chain_list *sent = pki_list(world.sent, world.sent_count);
    chain_store *store = pki_store(world.roots, world.root_count);
    world.options.chain = sent;
    world.options.store = store;
    world.options.crl_count = 1;
    SAME(chain_verify(&result, &error, &world.options), CHAIN_E_ARGUMENT);
    SAME_TEXT(error.message, "collection 0 of revocation lists is not there");
    chain_list_unref(sent);
    chain_store_unref(store);
}
