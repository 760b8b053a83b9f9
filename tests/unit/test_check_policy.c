// SPDX-License-Identifier: Apache-2.0
/* Policies in whole verifications. */
#include "check.h"

#include "expect.h"
#include "pool.h"
#include "world.h"

TestSuite(check_policy, .fini = tidy);

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
    world_set_up_with(
        world_with(PKI_CA_EXTENSIONS, "certificatePolicies", policies_of(of_ca, NULL)),
        world_with(PKI_LEAF_EXTENSIONS, "certificatePolicies", policies_of(of_leaf, "1.2.4")));
}

Test(check_policy, of_the_user)
{
    static const char *const ONE[] = {"1.2.3", NULL}, *const OTHER[] = {"1.2.4", NULL};
    set_up_policies("1.2.3", "1.2.3");
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.explicit_policy = 1;
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.policies = ONE;
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.policies = OTHER;
    world_expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_REQUIRED, 0);
    world.options.explicit_policy = 0;
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_policy, inhibited)
{
    set_up_policies("2.5.29.32.0", "1.2.3");
    world.options.explicit_policy = 1;
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
    world.options.inhibit_any_policy = 1;
    world_expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_REQUIRED, 1);
}

Test(check_policy, a_mapping_of_any_policy)
{
    world_set_up_with(world_with(PKI_CA_EXTENSIONS, "policyMappings", "1.2.3:2.5.29.32.0"),
                      PKI_LEAF_EXTENSIONS);
    world_expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_MAPS_ANY, 1);
}

/* One of two cross-certificates asks for a policy that the leaf lacks: the other one will do. */
Test(check_policy, another_path_need_not_ask)
{
    world_set_up_with(
        world_with(PKI_CA_EXTENSIONS, "policyConstraints", "critical,requireExplicitPolicy:0"),
        PKI_LEAF_EXTENSIONS);
    world_expect_all(CHAIN_INVALID, CHAIN_FINDING_POLICY_REQUIRED, 0);
    world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                           .issuer = "root",
                                           .key = world.ca_key,
                                           .issuer_key = world.root_key,
                                           .serial = "03",
                                           .extensions = PKI_CA_EXTENSIONS}));
    world_expect_all(CHAIN_VALID, CHAIN_FINDING_NONE, 0);
}

Test(check_policy, a_spent_budget_is_unknown)
{
    set_up_policies("1.2.3", "1.2.3");
    world.options.explicit_policy = 1;
    world.options.budget.names = 1;
    chain_result *result = world_verify();
    SAME(world_segment_at(result, WORLD_DAY(5))->verdict, CHAIN_UNKNOWN);
    SAME(chain_result_complete(result), 0);
    world_give_back(result);
}

Test(check_policy, what_is_no_policy)
{
    static const char *const WRONG[] = {"", "1", "1.2.", ".1.2", "1.2.x", "3.1", "1.40", "1 2"};
    world_set_up();
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
