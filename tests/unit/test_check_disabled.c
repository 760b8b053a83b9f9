// SPDX-License-Identifier: Apache-2.0
/* Which certificates of a path a rule is asked of. Real JDKs: tests/fidelity/test_security.py. */
#include "expect.h"
#include "java_security.h"
#include "list.h"
#include "memo.h"
#include "pki.h"
#include "pool.h"
#include "segment.h"
#include "store.h"

TestSuite(check_disabled, .fini = tidy);

#define AT_2025 1735689600

/* A leaf with a P-256 key below a root with an Ed25519 key, which signs both. */
struct world {
    bool jdk_ca;
    const char *settings, *profile;
};

/* "valid", or the verdict with its finding and certificate: "invalid algorithm_disabled 1". */
static const char *judge(const struct world *world)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_bytes leaf = pki_mint(&(struct pki_cert){.subject = "leaf",
                                                   .issuer = "Root",
                                                   .key = pki_new_key(PKI_P256),
                                                   .issuer_key = key,
                                                   .extensions = PKI_LEAF_EXTENSIONS});
    chain_bytes root = pki_mint(&(struct pki_cert){.subject = "Root",
                                                   .issuer = "Root",
                                                   .key = key,
                                                   .issuer_key = key,
                                                   .extensions = PKI_CA_EXTENSIONS});
    struct chain_list *roots = list_new("roots");
    chain_list *sent = pki_list(&leaf, 1);
    chain_cert *cert;
    chain_store *store;
    struct list_item item = {.limits = LIST_NO_LIMITS};
    item.limits.jdk_ca = world->jdk_ca;
    cr_assert(chain_cert_new(&cert, NULL, root.data, root.size) == CHAIN_OK);
    cr_assert(list_push(roots, cert, item) == CHAIN_OK && list_freeze(roots, NULL) == CHAIN_OK);
    cr_assert(store_from_list(&store, NULL, roots) == CHAIN_OK);
    struct java_security *settings = pool_take(sizeof(*settings));
    struct chain_memo *memo;
    struct answer answer;
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    arena_set_limit(&memo->arena, SIZE_MAX);
    java_security_read(settings, world->settings);
    struct question question = {
        .target = &sent->links[0],
        .sent = sent->links,
        .sent_count = 1,
        .store = store,
        .profile = java_security_profile(&memo->arena, profile_find(world->profile), settings),
        .window = {AT_2025, AT_2025 + 1},
    };
    chain_budget_default(&question.budget);
    cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
    const struct stretch *first = &answer.stretches[0];
    const struct finding *found = first->finding_count ? first->findings[0] : NULL;
    const char *out = found ? pool_format("%s %s %u", chain_verdict_name(first->verdict),
                                          chain_finding_name(found->code), found->certificate)
                            : chain_verdict_name(first->verdict);
    chain_memo_free(memo);
    chain_store_unref(store);
    chain_list_unref(roots);
    chain_cert_unref(cert);
    chain_list_unref(sent);
    return out;
}

static const char *under(const char *value, const char *profile)
{
    return judge(
        &(struct world){.settings = pool_format("jdk.certpath.disabledAlgorithms=%s\n", value),
                        .profile = profile});
}

Test(check_disabled, signatures_of_all_but_the_anchor_and_keys_of_all)
{
    SAME_TEXT(under("MD5", "jdk-17"), "valid");
    SAME_TEXT(under("EC", "jdk-17"), "invalid algorithm_disabled 0");
    SAME_TEXT(under("Ed25519", "jdk-17"), "invalid algorithm_disabled 0");
    SAME_TEXT(under("EdDSA", "jdk-17"), "invalid algorithm_disabled 1");
    SAME_TEXT(under("ECDSA", "jdk-17"), "valid");
}

Test(check_disabled, sizes_at_their_exact_limits)
{
    SAME_TEXT(under("EC keySize < 256", "jdk-17"), "valid");
    SAME_TEXT(under("EC keySize < 257", "jdk-17"), "invalid algorithm_disabled 0");
    SAME_TEXT(under("EC keySize <= 255", "jdk-17"), "valid");
    SAME_TEXT(under("EC keySize <= 256", "jdk-17"), "invalid algorithm_disabled 0");
    SAME_TEXT(under("EC keySize == 256", "jdk-17"), "invalid algorithm_disabled 0");
    SAME_TEXT(under("EC keySize != 256", "jdk-17"), "valid");
    SAME_TEXT(under("EC keySize >= 257", "jdk-17"), "valid");
    SAME_TEXT(under("EC keySize >= 256", "jdk-17"), "invalid algorithm_disabled 0");
    SAME_TEXT(under("EC keySize > 256", "jdk-17"), "valid");
    SAME_TEXT(under("EC keySize > 255", "jdk-17"), "invalid algorithm_disabled 0");
}

Test(check_disabled, conditions_are_asked_of_an_anchors_key_by_some)
{
    SAME_TEXT(under("EdDSA denyAfter 2020-01-01", "jdk-17"), "valid");
    SAME_TEXT(under("EdDSA denyAfter 2020-01-01", "jdk-25"), "invalid algorithm_disabled 1");
    SAME_TEXT(under("EC denyAfter 2025-01-01", "jdk-17"), "invalid algorithm_disabled 0");
    SAME_TEXT(under("EC denyAfter 2025-01-02", "jdk-17"), "valid");
}

Test(check_disabled, what_is_not_known_is_unknown)
{
    SAME_TEXT(under("EC keysize < 1", "jdk-17"), "unknown setting_unknown 1");
    SAME_TEXT(under("EC jdkCA", "jdk-17"), "unknown setting_unknown 0");
    SAME_TEXT(under("Foo", "jdk-17"), "valid"); /* it is the name of neither */
    struct world world = {.settings = "cacerts=1\njdk.certpath.disabledAlgorithms=EC jdkCA\n",
                          .profile = "jdk-17"};
    SAME_TEXT(judge(&world), "valid");
    world.jdk_ca = true;
    SAME_TEXT(judge(&world), "invalid algorithm_disabled 0");
}
