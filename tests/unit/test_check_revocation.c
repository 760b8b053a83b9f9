// SPDX-License-Identifier: Apache-2.0
/* Revocation lists and policies in whole verifications, on certificates and lists that are signed.
 */
#include "segment.h"

#include "crl_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(check_revocation, .fini = tidy);
TestSuite(check_policy, .fini = tidy);

#define DAY(number) (1704067200 + ((number)-1) * 86400) /* of January 2024 */
#define SIGNS_LISTS "critical,cRLSign"
#define SIGNS_CERTS "critical,keyCertSign"

/* root <- ca <- leaf, and room for more. */
static struct {
    pki_key *root_key, *ca_key, *leaf_key, *other_key;
    chain_bytes sent[512];
    size_t sent_count;
    chain_bytes roots[2];
    size_t root_count;
    chain_crl_list *lists[6];
    size_t list_count;
    chain_verify_options options;
} world;

static const struct pki_extension *with(const struct pki_extension *base, const char *name,
                                        const char *value)
{
    struct pki_extension *out = pool_take(8 * sizeof(*out));
    size_t count = 0;
    for (; base && base[count].name; count++)
        out[count] = base[count];
    out[count] = (struct pki_extension){name, value};
    return out;
}

static void send(chain_bytes cert)
{
    world.sent[world.sent_count++] = cert;
}

static void set_up_with(const struct pki_extension *ca, const struct pki_extension *leaf)
{
    world.root_key = pki_new_key(PKI_P256);
    world.ca_key = pki_new_key(PKI_P256);
    world.leaf_key = pki_new_key(PKI_P256);
    world.other_key = pki_new_key(PKI_P256);
    world.roots[world.root_count++] = pki_mint(&(struct pki_cert){
        .subject = "root", .key = world.root_key, .extensions = PKI_CA_EXTENSIONS});
    send(pki_mint(&(struct pki_cert){.subject = "leaf",
                                     .issuer = "ca",
                                     .key = world.leaf_key,
                                     .issuer_key = world.ca_key,
                                     .serial = "05",
                                     .extensions = leaf}));
    send(pki_mint(&(struct pki_cert){.subject = "ca",
                                     .issuer = "root",
                                     .key = world.ca_key,
                                     .issuer_key = world.root_key,
                                     .serial = "02",
                                     .extensions = ca}));
    chain_verify_options_default(&world.options);
}

static void set_up(void)
{
    set_up_with(PKI_CA_EXTENSIONS, PKI_LEAF_EXTENSIONS);
}

static const struct crl_line LEAF = {5, "20240110000000Z", 1, {NULL, 0}};
static const struct crl_line CA = {2, "20240110000000Z", 1, {NULL, 0}};

static void hold(const struct crl_parts *parts)
{
    chain_bytes der = crl_of(parts);
    cr_assert_eq(chain_crl_list_read(&world.lists[world.list_count++], NULL, der.data, der.size),
                 CHAIN_OK);
}

static void hold_root_list(void)
{
    hold(&(struct crl_parts){.issuer = "root", .key = world.root_key, .number = 1});
}

static void hold_ca_list(void)
{
    hold(&(struct crl_parts){.issuer = "ca", .key = world.ca_key, .number = 1});
}

static chain_result *verify(void)
{
    chain_result *result = NULL;
    chain_error error = {0};
    chain_list *sent = pki_list(world.sent, world.sent_count);
    chain_store *store = pki_store(world.roots, world.root_count);
    world.options.chain = sent;
    world.options.store = store;
    world.options.crls = (const chain_crl_list *const *)world.lists;
    world.options.crl_count = world.list_count;
    cr_assert_eq(chain_verify(&result, &error, &world.options), CHAIN_OK, "%s", error.message);
    chain_list_unref(sent);
    chain_store_unref(store);
    return result;
}

static const chain_segment *segment_at(const chain_result *result, chain_time at)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(result, &count);
    while (segments->span.until <= at)
        segments++;
    return segments;
}

/* The verdict on a day of January 2024, and the one finding that speaks against it. */
static void expect(const chain_result *result, int day, chain_verdict verdict,
                   chain_finding_code code, size_t certificate)
{
    const chain_segment *segment = segment_at(result, DAY(day));
    cr_expect_eq(segment->verdict, verdict, "day %d: %s, not %s", day,
                 chain_verdict_name(segment->verdict), chain_verdict_name(verdict));
    if (verdict == CHAIN_VALID)
        return;
    cr_assert_eq(segment->finding_count, 1, "day %d: %zu findings", day, segment->finding_count);
    SAME_TEXT(chain_finding_name(segment->findings[0].code), chain_finding_name(code));
    SAME(segment->findings[0].certificate, certificate);
}

static void give_back(chain_result *result)
{
    chain_result_free(result);
    for (size_t i = 0; i < world.list_count; i++)
        chain_crl_list_unref(world.lists[i]);
    world.list_count = 0;
}

/* For all of January. */
static void expect_all(chain_verdict verdict, chain_finding_code code, size_t certificate)
{
    chain_result *result = verify();
    expect(result, 5, verdict, code, certificate);
    expect(result, 20, verdict, code, certificate);
    give_back(result);
}

/* ---- who is asked ----------------------------------------------------------------------------- */

Test(check_revocation, without_lists_nothing_is_asked)
{
    set_up();
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_revocation, good_while_both_lists_are_in_date)
{
    set_up();
    hold_root_list();
    hold_ca_list();
    chain_result *result = verify();
    expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    const chain_segment *before = segment_at(result, DAY(1) - 1),
                        *after = segment_at(result, DAY(40));
    SAME(before->verdict, CHAIN_UNKNOWN);
    SAME(before->span.until, DAY(1));
    SAME(after->verdict, CHAIN_UNKNOWN);
    SAME(after->span.from, DAY(32) + 1);
    SAME(after->finding_count, 2);
    SAME(chain_result_signatures(result), 4);
    SAME(chain_result_complete(result), 1);
    give_back(result);
}

Test(check_revocation, every_certificate_below_the_anchor_is_asked)
{
    set_up();
    hold_ca_list();
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 1);
    hold_root_list();
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, revoked_from_its_date_on)
{
    set_up();
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "ca", .key = world.ca_key, .lines = &LEAF, .line_count = 1});
    chain_result *result = verify();
    expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    expect(result, 10, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 0);
    SAME(segment_at(result, DAY(10))->span.from, DAY(10));
    SAME_TEXT(segment_at(result, DAY(10))->findings[0].message,
              "leaf is revoked from 2024-01-10T00:00:00Z on");
    SAME(segment_at(result, DAY(60))->verdict, CHAIN_INVALID);
    give_back(result);
}

Test(check_revocation, a_revoked_authority)
{
    set_up();
    hold_ca_list();
    hold(&(struct crl_parts){
        .issuer = "root", .key = world.root_key, .lines = &CA, .line_count = 1});
    chain_result *result = verify();
    expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    expect(result, 20, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 1);
    give_back(result);
}

Test(check_revocation, a_cross_certificate_that_is_not_revoked_saves_the_path)
{
    set_up();
    send(pki_mint(&(struct pki_cert){.subject = "ca",
                                     .issuer = "root",
                                     .key = world.ca_key,
                                     .issuer_key = world.root_key,
                                     .serial = "03",
                                     .extensions = PKI_CA_EXTENSIONS}));
    hold_ca_list();
    hold(&(struct crl_parts){
        .issuer = "root", .key = world.root_key, .lines = &CA, .line_count = 1});
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

/* What is above a certificate was tried below a revoked one already, and must be tried again. */
Test(check_revocation, a_cross_certificate_below_an_intermediate)
{
    set_up();
    pki_key *key = pki_new_key(PKI_P256);
    world.sent_count = 1;
    for (int serial = 2; serial <= 3; serial++)
        send(pki_mint(&(struct pki_cert){.subject = "ca",
                                         .issuer = "mid",
                                         .key = world.ca_key,
                                         .issuer_key = key,
                                         .serial = serial == 2 ? "02" : "03",
                                         .extensions = PKI_CA_EXTENSIONS}));
    send(pki_mint(&(struct pki_cert){.subject = "mid",
                                     .issuer = "root",
                                     .key = key,
                                     .issuer_key = world.root_key,
                                     .extensions = PKI_CA_EXTENSIONS}));
    hold_ca_list();
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "mid", .key = key, .lines = &CA, .line_count = 1});
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

/* ---- who signs -------------------------------------------------------------------------------- */

Test(check_revocation, a_list_of_another_key_is_not_the_authoritys)
{
    set_up();
    hold_root_list();
    hold(&(struct crl_parts){
        .issuer = "ca", .key = world.other_key, .lines = &LEAF, .line_count = 1});
    hold(&(struct crl_parts){.issuer = "ca", .lines = &LEAF, .line_count = 1});
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, an_authority_that_may_not_sign_lists)
{
    static const struct pki_extension CERTS_ONLY[] = {
        {"basicConstraints", PKI_CA}, {"keyUsage", SIGNS_CERTS}, {NULL, NULL}};
    set_up_with(CERTS_ONLY, PKI_LEAF_EXTENSIONS);
    hold_root_list();
    hold_ca_list();
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

static const struct pki_extension SIGNER[] = {{"keyUsage", SIGNS_LISTS}, {NULL, NULL}};

static void send_signer(pki_key *issuer_key)
{
    send(pki_mint(&(struct pki_cert){.subject = "ca",
                                     .issuer = "root",
                                     .key = world.other_key,
                                     .issuer_key = issuer_key,
                                     .serial = "04",
                                     .until = "20240125000000Z",
                                     .extensions = SIGNER}));
}

Test(check_revocation, a_signer_of_its_own)
{
    set_up();
    send_signer(world.root_key);
    hold_root_list();
    hold(&(struct crl_parts){
        .issuer = "ca", .key = world.other_key, .lines = &LEAF, .line_count = 1});
    chain_result *result = verify();
    expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    expect(result, 20, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 0);
    give_back(result);
}

/* It is a path for signing lists: not for the host, and not for servers. */
Test(check_revocation, a_signer_that_is_no_server)
{
    set_up();
    send(pki_mint(
        &(struct pki_cert){.subject = "ca",
                           .issuer = "root",
                           .key = world.other_key,
                           .issuer_key = world.root_key,
                           .serial = "04",
                           .extensions = with(SIGNER, "extendedKeyUsage", "codeSigning")}));
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    world.options.host = "www.example.com";
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_revocation, a_signature_that_the_profile_refuses)
{
    set_up();
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "ca", .key = world.ca_key, .sha1 = true});
    chain_result *result = verify();
    expect(result, 5, CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    chain_result_free(result);
    world.options.profile = "rfc5280";
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_revocation, a_signer_covers_while_its_own_path_is_valid)
{
    set_up();
    send_signer(world.root_key);
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    chain_result *result = verify();
    expect(result, 20, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    expect(result, 27, CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    give_back(result);
}

Test(check_revocation, a_signer_that_is_revoked)
{
    static const struct crl_line THE_SIGNER = {4, "20231201000000Z", 1, {NULL, 0}};
    set_up();
    send_signer(world.root_key);
    hold(&(struct crl_parts){
        .issuer = "root", .key = world.root_key, .lines = &THE_SIGNER, .line_count = 1});
    hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* RFC 5280 6.3.3 (f): "The trust anchor ... MUST be the same". */
Test(check_revocation, a_signer_below_another_anchor)
{
    set_up();
    pki_key *second = pki_new_key(PKI_P256);
    world.roots[world.root_count++] = pki_mint(
        &(struct pki_cert){.subject = "root", .key = second, .extensions = PKI_CA_EXTENSIONS});
    send_signer(second);
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "root", .key = second});
    hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* ---- which list ------------------------------------------------------------------------------- */

/* CRLDistributionPoints with one point. */
static const struct pki_extension *leaf_at(chain_bytes point)
{
    return with(PKI_LEAF_EXTENSIONS, "crlDistributionPoints",
                pki_der(ASN_SEQUENCE(ASN_SEQUENCE(point))));
}

static void hold_ca_list_at(chain_bytes point)
{
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "ca", .key = world.ca_key, .point = ASN_SEQUENCE(point)});
}

Test(check_revocation, distribution_points)
{
    set_up_with(PKI_CA_EXTENSIONS, leaf_at(point_uri("http://a/")));
    hold_ca_list_at(point_uri("http://a/"));
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(point_uri("http://b/"));
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    hold_root_list(); /* a list for all points does for each */
    hold_ca_list();
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_revocation, names_relative_to_the_issuer)
{
    chain_bytes rdn = attribute_of("2.5.4.3", asn_utf8("part"));
    chain_bytes relative = ASN_CONTEXT(0, ASN_CONTEXT(1, rdn));
    chain_bytes full = ASN_CONTEXT(
        0, ASN_CONTEXT(
               0, directory_name(NAME(RDN(attribute_of("2.5.4.3", asn_utf8("ca"))), RDN(rdn)))));
    set_up_with(PKI_CA_EXTENSIONS, leaf_at(relative));
    hold_ca_list_at(relative);
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(full);
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(ASN_CONTEXT(0, ASN_CONTEXT(1, attribute_of("2.5.4.3", asn_utf8("other")))));
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, lists_of_users_authorities_and_attributes)
{
    set_up();
    hold_ca_list_at(asn_hex("8101ff"));
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_ca_list_at(asn_hex("8201ff"));
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    hold_ca_list_at(asn_hex("8501ff"));
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(check_revocation, lists_by_reason)
{
    set_up();
    hold_ca_list_at(reason_flags(3, 1 << 1));
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    hold_ca_list_at(reason_flags(3, 1 << 1));
    hold(&(struct crl_parts){.issuer = "ca",
                             .key = world.ca_key,
                             .point = ASN_SEQUENCE(reason_flags(3, 0x1fe & ~(1U << 1)))});
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

/* One list, by way of two points that each ask it for some reasons. */
Test(check_revocation, points_by_reason)
{
    chain_bytes first = ASN_SEQUENCE(point_uri("http://a/"), reason_flags(1, 1 << 1));
    chain_bytes second = ASN_SEQUENCE(point_uri("http://a/"), reason_flags(1, 0x1fe & ~(1U << 1)));
    const char *both = pki_der(ASN_SEQUENCE(first, second)), *one = pki_der(ASN_SEQUENCE(first));
    set_up_with(PKI_CA_EXTENSIONS, with(PKI_LEAF_EXTENSIONS, "crlDistributionPoints", both));
    hold_ca_list_at(point_uri("http://a/"));
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.sent_count = world.root_count = 0;
    set_up_with(PKI_CA_EXTENSIONS, with(PKI_LEAF_EXTENSIONS, "crlDistributionPoints", one));
    hold_ca_list_at(point_uri("http://a/"));
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

static const struct crl_line *entry_of(const char *issuer)
{
    struct crl_line *line = pool_take(sizeof(*line));
    *line = LEAF;
    line->extensions =
        extension_of("2.5.29.29", true, ASN_SEQUENCE(directory_name(name_of(issuer))));
    return line;
}

static void hold_indirect_list(chain_bytes point, const struct crl_line *line)
{
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "lister",
                             .key = world.other_key,
                             .point = ASN_SEQUENCE(point),
                             .lines = line,
                             .line_count = line ? 1 : 0});
}

/* The certificate says who else may list it; that signer's own list covers the signer too. */
Test(check_revocation, indirect_lists)
{
    chain_bytes lister = ASN_CONTEXT(2, directory_name(name_of("lister")));
    chain_bytes indirect = asn_hex("8401ff");
    set_up_with(PKI_CA_EXTENSIONS, leaf_at(lister));
    send(pki_mint(
        &(struct pki_cert){.subject = "lister",
                           .issuer = "root",
                           .key = world.other_key,
                           .issuer_key = world.root_key,
                           .serial = "09",
                           .extensions = with(SIGNER, "crlDistributionPoints",
                                              pki_der(ASN_SEQUENCE(ASN_SEQUENCE(lister))))}));
    hold_indirect_list(indirect, NULL);
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_indirect_list(indirect, &LEAF); /* which is a certificate of the lister's */
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_indirect_list(asn_hex("8401ff"), entry_of("ca"));
    chain_result *result = verify();
    expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    expect(result, 20, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 0);
    give_back(result);
    hold_indirect_list(reason_flags(3, 0x1fe), NULL); /* which does not say that it is indirect */
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* The signer's own status rests on nothing but the list that it signed: PKITS 4.14.30. */
Test(check_revocation, a_list_covers_its_own_signer)
{
    chain_bytes lister = ASN_CONTEXT(2, directory_name(name_of("lister")));
    chain_bytes point = asn_hex("8401ff");
    const char *points = pki_der(ASN_SEQUENCE(ASN_SEQUENCE(lister)));
    set_up_with(with(PKI_CA_EXTENSIONS, "crlDistributionPoints", points), leaf_at(lister));
    send(pki_mint(&(struct pki_cert){.subject = "lister",
                                     .issuer = "root",
                                     .key = world.other_key,
                                     .issuer_key = world.root_key,
                                     .serial = "09",
                                     .extensions = with(SIGNER, "crlDistributionPoints", points)}));
    hold(&(struct crl_parts){
        .issuer = "lister", .key = world.other_key, .point = ASN_SEQUENCE(point)});
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    struct crl_line line = {9, "20231201000000Z", 1, entry_of("root")->extensions};
    hold(&(struct crl_parts){.issuer = "lister",
                             .key = world.other_key,
                             .point = ASN_SEQUENCE(point),
                             .lines = &line,
                             .line_count = 1});
    chain_result *result = verify();
    SAME(segment_at(result, DAY(5))->verdict, CHAIN_UNKNOWN);
    give_back(result);
}

Test(check_revocation, a_list_with_a_critical_extension_that_nobody_knows)
{
    set_up();
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "ca",
                             .key = world.ca_key,
                             .lines = &LEAF,
                             .line_count = 1,
                             .extensions = extension_of("1.2.3", true, asn_null())});
    expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* ---- timelines -------------------------------------------------------------------------------- */

/* All that mid issued in 2020 is revoked from 10 January on, and what it issued in 2021 is not. */
Test(check_revocation, what_a_key_issued_in_a_year)
{
    set_up();
    pki_key *key = pki_new_key(PKI_P256);
    world.sent_count = 1;
    for (int year = 2020; year <= 2021; year++)
        send(pki_mint(&(struct pki_cert){.subject = "ca",
                                         .issuer = "mid",
                                         .key = world.ca_key,
                                         .issuer_key = key,
                                         .extensions = PKI_CA_EXTENSIONS,
                                         .from = pool_format("%d0101000000Z", year)}));
    send(pki_mint(&(struct pki_cert){.subject = "mid",
                                     .issuer = "root",
                                     .key = key,
                                     .issuer_key = world.root_key,
                                     .extensions = PKI_CA_EXTENSIONS}));
    struct rule rule = {
        .kind = RULE_REVOKED_ISSUED, .at = {DAY(10), DAY(10)}, .issued = {1577836800, 1609459200}};
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
                                    .window = {DAY(20), DAY(21)}};
        struct answer answer;
        chain_budget_default(&question.budget);
        arena_set_limit(&memo->arena, SIZE_MAX);
        cr_assert_eq(segment_answer(&answer, &question, memo), CHAIN_OK);
        SAME(answer.stretches->verdict, count == world.sent_count ? CHAIN_VALID : CHAIN_INVALID);
        if (count < world.sent_count) {
            SAME_TEXT(chain_finding_name(answer.stretches->findings[0]->code), "revoked");
            SAME(answer.stretches->findings[0]->certificate, 1);
            SAME(answer.stretches->findings[0]->since, DAY(10));
        }
        chain_list_unref(list);
    }
    chain_store_unref(store);
    chain_memo_free(memo);
}

/* ---- bounds ----------------------------------------------------------------------------------- */

Test(check_revocation, the_memo_remembers_lists)
{
    chain_memo *memo;
    cr_assert_eq(chain_memo_new(&memo, 100), CHAIN_OK);
    set_up();
    hold_root_list();
    hold_ca_list();
    world.options.memo = memo;
    chain_result *result = verify();
    SAME(chain_result_signatures(result), 4);
    chain_result_free(result);
    result = verify();
    SAME(chain_result_signatures(result), 0);
    expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    give_back(result);
    chain_memo_free(memo);
}

Test(check_revocation, a_spent_budget_is_unknown)
{
    set_up();
    hold_root_list();
    hold_ca_list();
    for (uint32_t signatures = 0; signatures < 4; signatures++) {
        world.options.budget.signatures = signatures;
        chain_result *result = verify();
        SAME(segment_at(result, DAY(5))->verdict, CHAIN_UNKNOWN);
        chain_result_free(result);
    }
    world.options.budget.signatures = 4;
    chain_result *result = verify();
    expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    give_back(result);
}

Test(check_revocation, many_signers_of_one_name_stay_within_the_budget)
{
    set_up();
    pki_key *signers[3];
    for (size_t i = 0; i < COUNT(signers); i++)
        signers[i] = pki_new_key(PKI_P256);
    for (size_t i = 0; i < COUNT(signers); i++) {
        send(pki_mint(&(struct pki_cert){.subject = "ca",
                                         .issuer = "ca",
                                         .key = signers[i],
                                         .issuer_key = signers[(i + 1) % COUNT(signers)],
                                         .extensions = PKI_CA_EXTENSIONS}));
    }
    for (size_t i = 0; i < COUNT(signers); i++)
        hold(&(struct crl_parts){.issuer = "ca", .key = signers[i]});
    world.options.budget.signatures = 200;
    world.options.budget.paths = 200;
    chain_result *result = verify();
    SAME(segment_at(result, DAY(5))->verdict, CHAIN_UNKNOWN);
    cr_expect(chain_result_signatures(result) <= 200);
    give_back(result);
}

/* Hundreds of certificates that could each have signed the list, none with a path of its own. */
Test(check_revocation, hundreds_of_signers_with_one_key)
{
    set_up();
    for (int i = 0; i < 400; i++)
        send(pki_mint(&(struct pki_cert){.subject = "ca",
                                         .issuer = i % 2 ? "ca" : "root",
                                         .key = world.other_key,
                                         .issuer_key = world.other_key,
                                         .serial = pool_format("%04X", i + 16),
                                         .extensions = PKI_CA_EXTENSIONS}));
    hold_root_list();
    hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    chain_result *result = verify();
    SAME(segment_at(result, DAY(5))->verdict, CHAIN_UNKNOWN);
    cr_expect(chain_result_signatures(result) < 2000, "%u", chain_result_signatures(result));
    chain_result_free(result);
    world.options.budget.names = 20000;
    result = verify();
    SAME(segment_at(result, DAY(5))->verdict, CHAIN_UNKNOWN);
    SAME(chain_result_complete(result), 0);
    give_back(result);
}

Test(check_revocation, a_collection_that_is_not_there)
{
    set_up();
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

/* ---- policies --------------------------------------------------------------------------------- */

/* certificatePolicies with these. */
static const char *policies_of(const char *first, const char *second)
{
    chain_bytes list = ASN_SEQUENCE(asn_oid(first));
    if (second)
        list = ASN_JOIN(list, ASN_SEQUENCE(asn_oid(second)));
    return pki_der(ASN_SEQUENCE(list));
}

static void set_up_policies(const char *of_ca, const char *of_leaf)
{
    set_up_with(with(PKI_CA_EXTENSIONS, "certificatePolicies", policies_of(of_ca, NULL)),
                with(PKI_LEAF_EXTENSIONS, "certificatePolicies", policies_of(of_leaf, "1.2.4")));
}

Test(check_policy, of_the_user)
{
    static const char *const ONE[] = {"1.2.3", NULL}, *const OTHER[] = {"1.2.4", NULL};
    set_up_policies("1.2.3", "1.2.3");
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.explicit_policy = 1;
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.policies = ONE;
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.policies = OTHER;
    expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_REQUIRED, 0);
    world.options.explicit_policy = 0;
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_policy, inhibited)
{
    set_up_policies("2.5.29.32.0", "1.2.3");
    world.options.explicit_policy = 1;
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.inhibit_any_policy = 1;
    expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_REQUIRED, 1);
}

Test(check_policy, a_mapping_of_any_policy)
{
    set_up_with(with(PKI_CA_EXTENSIONS, "policyMappings", "1.2.3:2.5.29.32.0"),
                PKI_LEAF_EXTENSIONS);
    expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_MAPS_ANY, 1);
}

/* One of two cross-certificates asks for a policy that the leaf lacks: the other one will do. */
Test(check_policy, another_path_need_not_ask)
{
    set_up_with(with(PKI_CA_EXTENSIONS, "policyConstraints", "critical,requireExplicitPolicy:0"),
                PKI_LEAF_EXTENSIONS);
    expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_REQUIRED, 0);
    send(pki_mint(&(struct pki_cert){.subject = "ca",
                                     .issuer = "root",
                                     .key = world.ca_key,
                                     .issuer_key = world.root_key,
                                     .serial = "03",
                                     .extensions = PKI_CA_EXTENSIONS}));
    expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_policy, a_spent_budget_is_unknown)
{
    set_up_policies("1.2.3", "1.2.3");
    world.options.explicit_policy = 1;
    world.options.budget.names = 1;
    chain_result *result = verify();
    SAME(segment_at(result, DAY(5))->verdict, CHAIN_UNKNOWN);
    SAME(chain_result_complete(result), 0);
    give_back(result);
}

Test(check_policy, what_is_no_policy)
{
    static const char *const WRONG[] = {"", "1", "1.2.", ".1.2", "1.2.x", "3.1", "1.40", "1 2"};
    set_up();
    chain_list *sent = pki_list(world.sent, world.sent_count);
    chain_store *store = pki_store(world.roots, world.root_count);
    world.options.chain = sent;
    world.options.store = store;
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        const char *const policies[] = {"1.2.3", WRONG[i], NULL};
        chain_result *result;
        chain_error error = expect_junk();
        world.options.policies = policies;
        SAME(chain_verify(&result, &error, &world.options), CHAIN_E_ARGUMENT);
        cr_expect(strstr(error.message, WRONG[i]) && !result, "%s", error.message);
    }
    static const char *const NONE[] = {NULL};
    chain_result *result;
    world.options.policies = NONE;
    SAME(chain_verify(&result, NULL, &world.options), CHAIN_E_ARGUMENT);
    chain_list_unref(sent);
    chain_store_unref(store);
}
