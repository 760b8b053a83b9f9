// SPDX-License-Identifier: Apache-2.0
/*
 * Verifiers that take one issuer a step: what they make of the classical cases in which what was sent
 * and what the store holds lead to different ends.
 */
#include "build_first.h"

#include "expect.h"
#include "pki.h"
#include "pool.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(build_first, .fini = tidy);

#define NOW ((chain_time)1780000000) /* 2026-05-28 */

/*
 * "Root" has signed "CA", which has signed the leaf. Servers send the root as a bridge too: "Root" by
 * "Old", which may have expired. The root was issued anew once, for the same key.
 */
struct family {
    chain_bytes leaf, ca, root, renewed, bridge, old, expired;
};

static struct family make(void)
{
    pki_key *keys[4];
    for (size_t i = 0; i < COUNT(keys); i++)
        keys[i] = pki_new_key(PKI_P256);
    struct pki_cert root = {.subject = "Root", .key = keys[2], .extensions = PKI_CA_EXTENSIONS},
                    old = {.subject = "Old", .key = keys[3], .extensions = PKI_CA_EXTENSIONS};
    struct family out = {.root = pki_mint(&root), .old = pki_mint(&old)};
    root.serial = "77";
    out.renewed = pki_mint(&root);
    root.issuer = "Old";
    root.issuer_key = keys[3];
    out.bridge = pki_mint(&root);
    old.until = "20250101000000Z";
    out.expired = pki_mint(&old);
    out.ca = pki_mint(&(struct pki_cert){.subject = "CA",
                                         .issuer = "Root",
                                         .key = keys[1],
                                         .issuer_key = keys[2],
                                         .extensions = PKI_CA_EXTENSIONS});
    out.leaf = pki_mint(&(struct pki_cert){.subject = "Leaf",
                                           .issuer = "CA",
                                           .key = keys[0],
                                           .issuer_key = keys[1],
                                           .extensions = PKI_LEAF_EXTENSIONS});
    return out;
}

enum { MOST = 4 };
struct sent {
    chain_bytes certs[MOST];
    chain_bytes roots[MOST];
};

static size_t count(const chain_bytes *certs)
{
    size_t number = 0;
    while (number < MOST && certs[number].size)
        number++;
    return number;
}

/* "CA, Root": the path above the leaf, or the code of what speaks against it. */
static const char *ask(const char *profile, const struct sent *sent, uint32_t depth)
{
    chain_verify_options options;
    chain_result *result;
    size_t segments;
    chain_list *list = pki_list(sent->certs, count(sent->certs));
    chain_store *store = pki_store(sent->roots, count(sent->roots));
    chain_verify_options_default(&options);
    options.chain = list;
    options.store = store;
    options.profile = profile;
    options.window = (chain_span){NOW, NOW + 1};
    if (depth)
        options.budget.depth = depth;
    cr_assert_eq(chain_verify(&result, NULL, &options), CHAIN_OK);
    const chain_segment *segment = chain_result_segments(result, &segments);
    const char *out = "";
    if (segment->verdict != CHAIN_VALID)
        out = segment->finding_count ? chain_finding_name(segment->findings[0].code) : "?";
    for (size_t i = 1; segment->verdict == CHAIN_VALID && i < segment->path_count; i++)
        out = pool_format("%s%s%s", out, i > 1 ? ", " : "", segment->path[i].name);
    chain_result_free(result);
    chain_store_unref(store);
    chain_list_unref(list);
    return out;
}

#define OLDEST "openssl-1.0.1" /* follows what was sent, and does not come back */
#define OLDER "openssl-1.0.2"  /* follows what was sent, and cuts back where that ends nowhere */
#define NEWER "openssl-3"      /* asks the store first at each step */

static void expect(const struct sent *sent, const char *oldest, const char *older, const char *newer)
{
    SAME_TEXT(ask(OLDEST, sent, 0), oldest);
    SAME_TEXT(ask(OLDER, sent, 0), older);
    SAME_TEXT(ask(NEWER, sent, 0), newer);
}

Test(build_first, one_way_is_everybodys)
{
    struct family f = make();
    expect(&(struct sent){{f.leaf, f.ca}, {f.root}}, "CA, Root", "CA, Root", "CA, Root");
    expect(&(struct sent){{f.leaf, f.ca}, {f.old}}, "no_issuer", "no_issuer", "no_issuer");
}

Test(build_first, a_bridge_to_a_root_that_the_store_lacks)
{
    struct family f = make();
    expect(&(struct sent){{f.leaf, f.ca, f.bridge}, {f.root}}, "no_issuer", "CA, Root", "CA, Root");
    expect(&(struct sent){{f.leaf, f.ca, f.bridge}, {f.old}}, "CA, Root, Old", "CA, Root, Old",
           "CA, Root, Old");
}

/* What broke on 2020-05-30, when AddTrust's root expired: the bridge leads to a root that is trusted. */
Test(build_first, a_bridge_to_a_root_that_has_expired)
{
    struct family f = make();
    expect(&(struct sent){{f.leaf, f.ca, f.bridge}, {f.root, f.expired}}, "anchor_expired",
           "anchor_expired", "CA, Root");
}

/* Above the leaf a root that was sent does not count: the store is asked for the issuer below it. */
Test(build_first, a_root_that_was_sent)
{
    struct family f = make();
    expect(&(struct sent){{f.leaf, f.ca, f.root}, {f.root}}, "CA, Root", "CA, Root", "CA, Root");
    expect(&(struct sent){{f.leaf, f.ca, f.root}, {f.renewed}}, "CA, Root", "CA, Root", "CA, Root");
    expect(&(struct sent){{f.leaf, f.ca, f.root}, {f.old}}, "no_issuer", "no_issuer", "no_issuer");
}

/* A server's own self-signed certificate must be in the store itself: one for the same key is not it. */
Test(build_first, a_self_signed_certificate_by_itself)
{
    static const struct pki_extension SERVER[] = {{"subjectAltName", "DNS:www.example.com"},
                                                  {NULL, NULL}};
    struct pki_cert own = {.subject = "Own", .key = pki_new_key(PKI_P256), .extensions = SERVER};
    chain_bytes first = pki_mint(&own);
    own.serial = "77";
    chain_bytes second = pki_mint(&own);
    expect(&(struct sent){{first}, {first}}, "Own", "Own", "Own");
    static const char *const ASKED[] = {OLDEST, OLDER, NEWER};
    for (size_t i = 0; i < COUNT(ASKED); i++) {
        const char *said = ask(ASKED[i], &(struct sent){{first}, {second}}, 0);
        cr_expect(strcmp(said, "Own") != 0, "%s: %s", ASKED[i], said);
    }
}

Test(build_first, a_path_that_is_longer_than_the_budget_is_unknown)
{
    struct family f = make();
    static const char *const PROFILES_ASKED[] = {OLDEST, OLDER, NEWER};
    struct sent sent = {{f.leaf, f.ca, f.bridge}, {f.old}};
    for (size_t i = 0; i < COUNT(PROFILES_ASKED); i++) {
        SAME_TEXT(ask(PROFILES_ASKED[i], &sent, 4), "CA, Root, Old");
        SAME_TEXT(ask(PROFILES_ASKED[i], &sent, 2), "budget_spent");
    }
}
