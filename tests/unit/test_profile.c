// SPDX-License-Identifier: Apache-2.0
/* Profiles of runtimes: their names, and the answers in which they differ over one small PKI. */
#include "profile.h"

#include "expect.h"
#include "instant.h"
#include "pki.h"
#include "pool.h"

#include <stdio.h>
#include <string.h>

TestSuite(profile, .fini = tidy);

static const struct pki_extension NO_IDS[] = {
    {"basicConstraints", PKI_CA}, {"keyUsage", "critical,keyCertSign"}, {NULL, NULL}};

Test(profile, every_name_is_that_of_a_profile_and_the_other_way_round)
{
    size_t count = 0;
    for (const char *const *name = chain_profile_names(); *name; name++, count++) {
        const struct profile *profile = profile_find(*name);
        cr_assert(profile, "%s", *name);
        cr_assert_str_eq(profile->name, *name);
    }
    SAME(count, PROFILE_COUNT + RUNTIME_PROFILE_COUNT);
    cr_assert_null(profile_find("netscape"));
}

Test(profile, every_runtime_says_which_programs_it_stands_for)
{
    for (size_t i = 0; i < RUNTIME_PROFILE_COUNT; i++)
        cr_assert(RUNTIME_PROFILES[i].title && RUNTIME_PROFILES[i].title[0]);
}

/* Two roots of one name, of which only one has signed the leaf. */
struct world {
    pki_key *right, *wrong, *leaf;
    chain_bytes good, twin, end;
};

static struct world make_world(const char *twin_until)
{
    struct world world = {
        pki_new_key(PKI_P256), pki_new_key(PKI_P256), pki_new_key(PKI_P256), {0}, {0}, {0}};
    world.good =
        pki_mint(&(struct pki_cert){.subject = "Root", .key = world.right, .extensions = NO_IDS});
    world.twin = pki_mint(&(struct pki_cert){
        .subject = "Root", .key = world.wrong, .extensions = NO_IDS, .until = twin_until});
    world.end = pki_mint(&(struct pki_cert){.subject = "Leaf",
                                            .issuer = "Root",
                                            .key = world.leaf,
                                            .issuer_key = world.right,
                                            .extensions = PKI_LEAF_EXTENSIONS});
    return world;
}

/* "valid until 2025-01-01, invalid": the verdicts over all of time, from 2021 on. */
static const char *verdicts(const char *profile, chain_bytes end, const chain_bytes *roots,
                            size_t count)
{
    static char out[512];
    chain_verify_options options;
    chain_verify_options_default(&options);
    chain_list *chain = pki_list(&end, 1);
    chain_store *store = pki_store(roots, count);
    chain_result *result;
    options.chain = chain;
    options.store = store;
    options.profile = profile;
    cr_assert_eq(chain_time_from_text(&options.window.from, "2021"), CHAIN_OK);
    cr_assert_eq(chain_verify(&result, NULL, &options), CHAIN_OK);
    size_t segments;
    const chain_segment *segment = chain_result_segments(result, &segments);
    out[0] = 0;
    for (size_t i = 0; i < segments; i++) {
        if (i + 1 < segments && segment[i].verdict == segment[i + 1].verdict)
            continue; /* for another reason */
        char when[INSTANT_TEXT_SIZE];
        size_t used = strlen(out);
        snprintf(out + used, sizeof(out) - used, "%s%s", used ? ", " : "",
                 chain_verdict_name(segment[i].verdict));
        used = strlen(out);
        if (i + 1 < segments)
            snprintf(out + used, sizeof(out) - used, " until %s",
                     instant_to_text(when, segment[i].span.until));
    }
    chain_result_free(result);
    chain_store_unref(store);
    chain_list_unref(chain);
    return out;
}

Test(profile, a_first_match_verifier_takes_the_first_twin_and_does_not_come_back)
{
    struct world world = make_world(NULL);
    chain_bytes twin_first[] = {world.twin, world.good}, good_first[] = {world.good, world.twin};
    cr_expect_str_eq(verdicts("openssl-3", world.end, twin_first, 2), "invalid");
    cr_expect_str_eq(verdicts("openssl-3", world.end, good_first, 2),
                     "valid until 2030-01-01T00:00:00Z, invalid");
    cr_expect_str_eq(verdicts("tls", world.end, twin_first, 2),
                     "valid until 2030-01-01T00:00:01Z, invalid");
    cr_expect_str_eq(verdicts("go", world.end, twin_first, 2),
                     "valid until 2030-01-01T00:00:01Z, invalid");
}

/* The twin wins while it is within its dates: the answer of a first-match verifier heals by itself.
 */
Test(profile, what_a_first_match_verifier_takes_changes_with_the_dates_of_all_candidates)
{
    struct world world = make_world("20250601000000Z");
    chain_bytes roots[] = {world.twin, world.good};
    cr_expect_str_eq(
        verdicts("openssl-3", world.end, roots, 2),
        "invalid until 2025-06-01T00:00:00Z, valid until 2030-01-01T00:00:00Z, invalid");
    cr_expect_str_eq(verdicts("openssl-1.0.2", world.end, roots, 2), "invalid");
}

Test(profile, the_last_second_counts_for_some)
{
    struct world world = make_world(NULL);
    cr_expect_str_eq(verdicts("curl-openssl", world.end, &world.good, 1),
                     "valid until 2030-01-01T00:00:00Z, invalid");
    cr_expect_str_eq(verdicts("gnutls-3.7", world.end, &world.good, 1),
                     "valid until 2030-01-01T00:00:01Z, invalid");
}

Test(profile, an_expired_anchor_is_good_for_the_jdk)
{
    struct world world = make_world(NULL);
    chain_bytes old = pki_mint(&(struct pki_cert){
        .subject = "Root", .key = world.right, .extensions = NO_IDS, .until = "20220101000000Z"});
    cr_expect_str_eq(verdicts("jdk-17", world.end, &old, 1),
                     "valid until 2030-01-01T00:00:01Z, invalid");
    cr_expect_str_eq(verdicts("go", world.end, &old, 1),
                     "valid until 2022-01-01T00:00:01Z, invalid");
}

/*
 * A server's own self-signed certificate in the store: OpenSSL 3, GnuTLS, the JDK and Go take it, whatever
 * it says of being a CA. Before 3.0 OpenSSL holds it to its key usage.
 */
Test(profile, a_servers_own_certificate_that_is_trusted)
{
    static const struct pki_extension SAYS_NOTHING[] = {{"subjectAltName", "DNS:a.example"}, {NULL, NULL}},
                                      NO_CA[] = {{"basicConstraints", "critical,CA:FALSE"}, {NULL, NULL}},
                                      NO_SIGNER[] = {{"keyUsage", "digitalSignature"}, {NULL, NULL}};
    static const struct pki_extension *const SAID[] = {SAYS_NOTHING, NO_CA, NO_SIGNER};
    static const struct {
        const char *profile;
        bool taken[COUNT(SAID)];
    } CASES[] = {
        {"tls", {true, true, true}},           {"rfc5280", {true, true, true}},
        {"webpki", {false, false, false}},     {"openssl-1.0.2", {true, true, false}},
        {"openssl-1.1.1", {true, true, false}}, {"openssl-3", {true, true, true}},
        {"openssl-3-partial", {true, true, true}}, {"python-3.13", {true, true, true}},
        {"curl-openssl", {true, true, true}},  {"php-streams", {true, true, true}},
        {"gnutls-3.7", {true, true, true}},    {"jdk-8", {true, true, true}},
        {"jdk-17", {true, true, true}},        {"jdk-25", {true, true, true}},
        {"go", {true, true, true}},
    };
    for (size_t said = 0; said < COUNT(SAID); said++) {
        chain_bytes own = pki_mint(&(struct pki_cert){
            .subject = "Own", .key = pki_new_key(PKI_P256), .extensions = SAID[said]});
        for (size_t i = 0; i < COUNT(CASES); i++) {
            const char *found = verdicts(CASES[i].profile, own, &own, 1);
            cr_expect_eq(strncmp(found, "valid", 5) == 0, CASES[i].taken[said], "%s, case %zu: %s",
                         CASES[i].profile, said, found);
        }
    }
}

/* A server's certificate in the store, where its issuer is not: RFC 5280 has no such path, and runtimes differ. */
Test(profile, a_servers_certificate_in_the_store_without_its_issuer)
{
    static const struct {
        const char *profile, *verdicts;
    } CASES[] = {
        {"tls", "invalid"},
        {"rfc5280", "invalid"},
        {"webpki", "invalid"},
        {"openssl-1.1.1", "invalid"},
        {"openssl-3", "invalid"},
        {"php-streams", "invalid"},
        {"openssl-3-partial", "valid until 2030-01-01T00:00:00Z, invalid"},
        {"curl-openssl", "valid until 2030-01-01T00:00:00Z, invalid"},
        {"python-3.13", "valid until 2030-01-01T00:00:00Z, invalid"},
        {"gnutls-3.7", "valid until 2030-01-01T00:00:01Z, invalid"},
        {"go", "valid until 2030-01-01T00:00:01Z, invalid"},
        {"jdk-8", "valid"}, /* it looks at nothing in it */
        {"jdk-17", "valid"},
        {"jdk-25", "valid"},
    };
    struct world world = make_world(NULL);
    chain_bytes twin = pki_mint(&(struct pki_cert){.subject = "Leaf",
                                                   .issuer = "Root",
                                                   .serial = "77",
                                                   .key = world.leaf,
                                                   .issuer_key = world.right,
                                                   .extensions = PKI_LEAF_EXTENSIONS});
    for (size_t i = 0; i < COUNT(CASES); i++) {
        cr_expect_str_eq(verdicts(CASES[i].profile, world.end, &world.end, 1), CASES[i].verdicts, "%s",
                         CASES[i].profile);
        cr_expect_str_eq(verdicts(CASES[i].profile, world.end, &twin, 1), "invalid", "%s: a twin",
                         CASES[i].profile);
    }
}

/* Who takes a host from the common name holds it to the constraints on hosts: OpenSSL, GnuTLS, and the JDK, which
 * passes over those of an anchor. */
Test(profile, a_common_name_is_held_to_name_constraints)
{
    static const struct pki_extension LIMITED[] = {
        {"basicConstraints", PKI_CA}, {"keyUsage", "critical,keyCertSign"},
        {"nameConstraints", "critical,excluded;DNS:a.example"}, {NULL, NULL}};
    static const struct pki_extension NAMELESS[] = {{"extendedKeyUsage", "serverAuth"}, {NULL, NULL}};
    static const char *const REFUSE[] = {"openssl-1.1.1", "openssl-3", "gnutls-3.7"};
    struct world world = make_world(NULL);
    chain_bytes root = pki_mint(&(struct pki_cert){.subject = "Root", .key = world.right, .extensions = LIMITED});
    struct pki_cert form = {.subject = "www.a.example", .issuer = "Root", .key = world.leaf,
                            .issuer_key = world.right, .extensions = NAMELESS};
    chain_bytes excluded = pki_mint(&form);
    form.subject = "www.b.example";
    chain_bytes other = pki_mint(&form);
    for (size_t i = 0; i < COUNT(REFUSE); i++) {
        cr_expect_str_eq(verdicts(REFUSE[i], excluded, &root, 1), "invalid", "%s", REFUSE[i]);
        cr_expect_eq(strncmp(verdicts(REFUSE[i], other, &root, 1), "valid", 5), 0, "%s", REFUSE[i]);
    }
    cr_expect_eq(strncmp(verdicts("tls", excluded, &root, 1), "valid", 5), 0, "RFC 5280 4.2.1.10");
}

/* Whoever else it has signed needs a CA above, and a twin of it in the store is not the certificate. */
Test(profile, a_servers_own_certificate_issues_nothing)
{
    static const struct pki_extension NO_CA[] = {{"basicConstraints", "critical,CA:FALSE"}, {NULL, NULL}};
    struct pki_cert own = {.subject = "Own", .key = pki_new_key(PKI_P256), .extensions = NO_CA};
    chain_bytes cert = pki_mint(&own);
    own.serial = "77";
    chain_bytes twin = pki_mint(&own);
    chain_bytes leaf = pki_mint(&(struct pki_cert){.subject = "Leaf",
                                                   .issuer = "Own",
                                                   .key = pki_new_key(PKI_P256),
                                                   .issuer_key = own.key,
                                                   .extensions = PKI_LEAF_EXTENSIONS});
    static const char *const ASKED[] = {"tls", "rfc5280", "openssl-3", "python-3.13", "go"};
    for (size_t i = 0; i < COUNT(ASKED); i++) {
        SAME_TEXT(verdicts(ASKED[i], leaf, &cert, 1), "invalid");
        SAME_TEXT(verdicts(ASKED[i], twin, &cert, 1), "invalid");
    }
}

Test(profile, an_anchor_that_is_not_self_signed_needs_partial_chains)
{
    struct world world = make_world(NULL);
    pki_key *above = pki_new_key(PKI_P256);
    chain_bytes cross = pki_mint(&(struct pki_cert){.subject = "Root",
                                                    .issuer = "Above",
                                                    .key = world.right,
                                                    .issuer_key = above,
                                                    .extensions = NO_IDS});
    cr_expect_str_eq(verdicts("php-streams", world.end, &cross, 1), "invalid");
    cr_expect_str_eq(verdicts("curl-openssl", world.end, &cross, 1),
                     "valid until 2030-01-01T00:00:00Z, invalid");
    cr_expect_str_eq(verdicts("python-3.13", world.end, &cross, 1),
                     "invalid"); /* no key identifiers */
}

/* RFC 5280 7.1 compares names without regard to case; Go and GnuTLS compare their octets. */
Test(profile, a_name_that_is_spelled_otherwise_is_another_one_for_some)
{
    struct world world = make_world(NULL);
    chain_bytes shouting = pki_mint(&(struct pki_cert){.subject = "Leaf",
                                                       .issuer = "ROOT",
                                                       .key = world.leaf,
                                                       .issuer_key = world.right,
                                                       .extensions = PKI_LEAF_EXTENSIONS});
    cr_expect_str_eq(verdicts("go", shouting, &world.good, 1), "invalid");
    cr_expect_str_eq(verdicts("gnutls-3.7", shouting, &world.good, 1), "invalid");
    static const char *const BY_THE_RULES[] = {"tls", "jdk-17", "rfc5280"};
    for (size_t i = 0; i < 3; i++)
        cr_expect_str_eq(verdicts(BY_THE_RULES[i], shouting, &world.good, 1),
                         "valid until 2030-01-01T00:00:01Z, invalid");
    cr_expect_str_eq(verdicts("openssl-3", shouting, &world.good, 1),
                     "valid until 2030-01-01T00:00:00Z, invalid");
}

/* GnuTLS takes the store's first anchor of a key unless a later one is within its dates, of which the
 * last second is none. */
Test(profile, the_last_second_of_a_renewed_root_counts_only_where_it_stands_first)
{
    struct world world = make_world(NULL);
    chain_bytes old = pki_mint(&(struct pki_cert){
        .subject = "Root", .key = world.right, .extensions = NO_IDS, .until = "20250601000000Z"});
    chain_bytes old_first[] = {old, world.good}, old_last[] = {world.good, old};
    cr_expect_str_eq(verdicts("gnutls-3.7", world.end, old_first, 2),
                     "valid until 2030-01-01T00:00:00Z, invalid");
    cr_expect_str_eq(verdicts("gnutls-3.7", world.end, old_last, 2),
                     "valid until 2030-01-01T00:00:01Z, invalid");
}

/* The last certificate that a policy of a profile names, or NULL. */
static const uint8_t *last_limited(const char *profile, const char *policy, size_t *count)
{
    const struct profile *found = profile_find(profile);
    for (size_t i = 0; i < found->limits.count; i++) {
        const struct policy_limit *limit = &found->limits.list[i];
        if (strcmp(limit->name, policy) == 0) {
            *count = limit->count;
            return limit->sha256[limit->count - 1];
        }
    }
    *count = 0;
    return NULL;
}

/* JDK 17.0.15 distrusts nine roots of Entrust, AffirmTrust's among them; 25.0.3 names five. */
Test(profile, policies_of_the_jdk_name_the_roots_that_its_release_names)
{
    size_t count;
    const uint8_t *affirmtrust_premium_ecc = last_limited("jdk-17", "ENTRUST_TLS", &count);
    SAME(count, 9);
    SAME(affirmtrust_premium_ecc[0], 0xbd);
    last_limited("jdk-25", "ENTRUST_TLS", &count);
    SAME(count, 5);
    last_limited("jdk-17", "CAMERFIRMA_TLS", &count);
    SAME(count, 3);
    last_limited("jdk-25", "CAMERFIRMA_TLS", &count);
    SAME(count, 1);
    cr_assert_null(last_limited("jdk-17", "CHUNGHWA_TLS", &count));
    cr_assert(last_limited("jdk-25", "CHUNGHWA_TLS", &count));
}
