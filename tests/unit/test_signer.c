// SPDX-License-Identifier: Apache-2.0
/* Who signs revocation lists, and what it costs to find out. */
#include "signer.h"

#include "expect.h"
#include "pool.h"
#include "world.h"

TestSuite(signer, .fini = tidy);

#define SIGNS_LISTS "critical,cRLSign"
#define SIGNS_CERTS "critical,keyCertSign"

/* ---- who signs -------------------------------------------------------------------------------- */

Test(signer, a_list_of_another_key_is_not_the_authoritys)
{
    world_set_up();
    world_hold_root_list();
    world_hold(&(struct crl_parts){
        .issuer = "ca", .key = world.other_key, .lines = &WORLD_LEAF_LINE, .line_count = 1});
    world_hold(&(struct crl_parts){.issuer = "ca", .lines = &WORLD_LEAF_LINE, .line_count = 1});
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

Test(signer, an_authority_that_may_not_sign_lists)
{
    static const struct pki_extension CERTS_ONLY[] = {
        {"basicConstraints", PKI_CA}, {"keyUsage", SIGNS_CERTS}, {NULL, NULL}};
    world_set_up_with(CERTS_ONLY, PKI_LEAF_EXTENSIONS);
    world_hold_root_list();
    world_hold_ca_list();
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

static const struct pki_extension SIGNER[] = {{"keyUsage", SIGNS_LISTS}, {NULL, NULL}};

static void send_signer(pki_key *issuer_key)
{
    world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                           .issuer = "root",
                                           .key = world.other_key,
                                           .issuer_key = issuer_key,
                                           .serial = "04",
                                           .until = "20240125000000Z",
                                           .extensions = SIGNER}));
}

Test(signer, a_signer_of_its_own)
{
    world_set_up();
    send_signer(world.root_key);
    world_hold_root_list();
    world_hold(&(struct crl_parts){
        .issuer = "ca", .key = world.other_key, .lines = &WORLD_LEAF_LINE, .line_count = 1});
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_expect(result, 20, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 0);
    world_give_back(result);
}

/* The server does not send who signs its authority's lists: bridges may hold it. */
Test(signer, a_signer_among_the_bridges)
{
    world_set_up();
    chain_bytes signer = pki_mint(&(struct pki_cert){.subject = "ca",
                                                     .issuer = "root",
                                                     .key = world.other_key,
                                                     .issuer_key = world.root_key,
                                                     .serial = "04",
                                                     .extensions = SIGNER});
    world_hold_root_list();
    world_hold(&(struct crl_parts){
        .issuer = "ca", .key = world.other_key, .lines = &WORLD_LEAF_LINE, .line_count = 1});
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    world_hold_root_list();
    world_hold(&(struct crl_parts){
        .issuer = "ca", .key = world.other_key, .lines = &WORLD_LEAF_LINE, .line_count = 1});
    chain_list *bridges = pki_list((chain_bytes[]){world.sent[1], signer}, 2);
    world.options.bridges = bridges;
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_expect(result, 20, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 0);
    world_give_back(result);
    chain_list_unref(bridges);
}

/* It is a path for signing lists: not for the host, and not for servers. */
Test(signer, a_signer_that_is_no_server)
{
    world_set_up();
    world_send(pki_mint(
        &(struct pki_cert){.subject = "ca",
                           .issuer = "root",
                           .key = world.other_key,
                           .issuer_key = world.root_key,
                           .serial = "04",
                           .extensions = world_with(SIGNER, "extendedKeyUsage", "codeSigning")}));
    world_hold_root_list();
    world_hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    world.options.host = "www.example.com";
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(signer, a_signature_that_the_profile_refuses)
{
    world_set_up();
    world_hold_root_list();
    world_hold(&(struct crl_parts){.issuer = "ca", .key = world.ca_key, .sha1 = true});
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    chain_result_free(result);
    world.options.profile = "rfc5280";
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(signer, a_signer_covers_while_its_own_path_is_valid)
{
    world_set_up();
    send_signer(world.root_key);
    world_hold_root_list();
    world_hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    chain_result *result = world_verify();
    world_expect(result, 20, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_expect(result, 27, CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
    world_give_back(result);
}

Test(signer, a_signer_that_is_revoked)
{
    static const struct crl_line THE_SIGNER = {4, "20231201000000Z", 1, {NULL, 0}};
    world_set_up();
    send_signer(world.root_key);
    world_hold(&(struct crl_parts){
        .issuer = "root", .key = world.root_key, .lines = &THE_SIGNER, .line_count = 1});
    world_hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* RFC 5280 6.3.3 (f): "The trust anchor ... MUST be the same". */
Test(signer, a_signer_below_another_anchor)
{
    world_set_up();
    pki_key *second = pki_new_key(PKI_P256);
    world.roots[world.root_count++] = pki_mint(
        &(struct pki_cert){.subject = "root", .key = second, .extensions = PKI_CA_EXTENSIONS});
    send_signer(second);
    world_hold_root_list();
    world_hold(&(struct crl_parts){.issuer = "root", .key = second});
    world_hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* ---- indirect lists ------------------------------------------------------------------------- */

static const struct crl_line *entry_of(const char *issuer)
{
    struct crl_line *line = pool_take(sizeof(*line));
    *line = WORLD_LEAF_LINE;
    line->extensions =
        extension_of("2.5.29.29", true, ASN_SEQUENCE(directory_name(name_of(issuer))));
    return line;
}

static void hold_indirect_list(chain_bytes point, const struct crl_line *line)
{
    world_hold_root_list();
    world_hold(&(struct crl_parts){.issuer = "lister",
                                   .key = world.other_key,
                                   .point = ASN_SEQUENCE(point),
                                   .lines = line,
                                   .line_count = line ? 1 : 0});
}

/* The certificate says who else may list it; that signer's own list covers the signer too. */
Test(signer, indirect_lists)
{
    chain_bytes lister = ASN_CONTEXT(2, directory_name(name_of("lister")));
    chain_bytes indirect = asn_hex("8401ff");
    world_set_up_with(PKI_CA_EXTENSIONS, world_leaf_at(lister));
    world_send(pki_mint(
        &(struct pki_cert){.subject = "lister",
                           .issuer = "root",
                           .key = world.other_key,
                           .issuer_key = world.root_key,
                           .serial = "09",
                           .extensions = world_with(SIGNER, "crlDistributionPoints",
                                                    pki_der(ASN_SEQUENCE(ASN_SEQUENCE(lister))))}));
    hold_indirect_list(indirect, NULL);
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_indirect_list(indirect, &WORLD_LEAF_LINE); /* which is a certificate of the lister's */
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    hold_indirect_list(asn_hex("8401ff"), entry_of("ca"));
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_expect(result, 20, CHAIN_INVALID, CHAIN_FINDING_REVOKED, 0);
    world_give_back(result);
    hold_indirect_list(reason_flags(3, 0x1fe), NULL); /* which does not say that it is indirect */
    world_expect_all(CHAIN_UNKNOWN, CHAIN_FINDING_REVOCATION_UNKNOWN, 0);
}

/* The signer's own status rests on nothing but the list that it signed: PKITS 4.14.30. */
Test(signer, a_list_covers_its_own_signer)
{
    chain_bytes lister = ASN_CONTEXT(2, directory_name(name_of("lister")));
    chain_bytes point = asn_hex("8401ff");
    const char *points = pki_der(ASN_SEQUENCE(ASN_SEQUENCE(lister)));
    world_set_up_with(world_with(PKI_CA_EXTENSIONS, "crlDistributionPoints", points),
                      world_leaf_at(lister));
    world_send(pki_mint(
        &(struct pki_cert){.subject = "lister",
                           .issuer = "root",
                           .key = world.other_key,
                           .issuer_key = world.root_key,
                           .serial = "09",
                           .extensions = world_with(SIGNER, "crlDistributionPoints", points)}));
    world_hold(&(struct crl_parts){
        .issuer = "lister", .key = world.other_key, .point = ASN_SEQUENCE(point)});
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    struct crl_line line = {9, "20231201000000Z", 1, entry_of("root")->extensions};
    world_hold(&(struct crl_parts){.issuer = "lister",
                                   .key = world.other_key,
                                   .point = ASN_SEQUENCE(point),
                                   .lines = &line,
                                   .line_count = 1});
    chain_result *result = world_verify();
    SAME(world_segment_at(result, WORLD_DAY(5))->verdict, CHAIN_UNKNOWN);
    world_give_back(result);
}

/* ---- bounds ----------------------------------------------------------------------------------- */

Test(signer, the_memo_remembers_lists)
{
    chain_memo *memo;
    cr_assert_eq(chain_memo_new(&memo, 100), CHAIN_OK);
    world_set_up();
    world_hold_root_list();
    world_hold_ca_list();
    world.options.memo = memo;
    chain_result *result = world_verify();
    SAME(chain_result_signatures(result), 4);
    chain_result_free(result);
    result = world_verify();
    SAME(chain_result_signatures(result), 0);
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_give_back(result);
    chain_memo_free(memo);
}

Test(signer, a_spent_budget_is_unknown)
{
    world_set_up();
    world_hold_root_list();
    world_hold_ca_list();
    for (uint32_t signatures = 0; signatures < 4; signatures++) {
        world.options.budget.signatures = signatures;
        chain_result *result = world_verify();
        SAME(world_segment_at(result, WORLD_DAY(5))->verdict, CHAIN_UNKNOWN);
        chain_result_free(result);
    }
    world.options.budget.signatures = 4;
    chain_result *result = world_verify();
    world_expect(result, 5, CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world_give_back(result);
}

Test(signer, many_signers_of_one_name_stay_within_the_budget)
{
    world_set_up();
    pki_key *signers[3];
    for (size_t i = 0; i < COUNT(signers); i++)
        signers[i] = pki_new_key(PKI_P256);
    for (size_t i = 0; i < COUNT(signers); i++) {
        world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                               .issuer = "ca",
                                               .key = signers[i],
                                               .issuer_key = signers[(i + 1) % COUNT(signers)],
                                               .extensions = PKI_CA_EXTENSIONS}));
    }
    for (size_t i = 0; i < COUNT(signers); i++)
        world_hold(&(struct crl_parts){.issuer = "ca", .key = signers[i]});
    world.options.budget.signatures = 200;
    world.options.budget.paths = 200;
    chain_result *result = world_verify();
    SAME(world_segment_at(result, WORLD_DAY(5))->verdict, CHAIN_UNKNOWN);
    cr_expect(chain_result_signatures(result) <= 200);
    world_give_back(result);
}

/* Hundreds of certificates that could each have signed the list, none with a path of its own. */
Test(signer, hundreds_of_signers_with_one_key)
{
    world_set_up();
    for (int i = 0; i < 400; i++)
        world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                               .issuer = i % 2 ? "ca" : "root",
                                               .key = world.other_key,
                                               .issuer_key = world.other_key,
                                               .serial = pool_format("%04X", i + 16),
                                               .extensions = PKI_CA_EXTENSIONS}));
    world_hold_root_list();
    world_hold(&(struct crl_parts){.issuer = "ca", .key = world.other_key});
    chain_result *result = world_verify();
    SAME(world_segment_at(result, WORLD_DAY(5))->verdict, CHAIN_UNKNOWN);
    cr_expect(chain_result_signatures(result) < 2000, "%u", chain_result_signatures(result));
    chain_result_free(result);
    world.options.budget.names = 20000;
    result = world_verify();
    SAME(world_segment_at(result, WORLD_DAY(5))->verdict, CHAIN_UNKNOWN);
    SAME(chain_result_complete(result), 0);
    world_give_back(result);
}
