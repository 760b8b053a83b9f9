// SPDX-License-Identifier: Apache-2.0
/* A question as it is put together: what is taken, what is refused, and what is kept of it. */
#include "ready_options.h"

#include "expect.h"
#include "list.h"
#include "pki.h"
#include "pool.h"
#include "timeline.h"

#include <criterion/criterion.h>

TestSuite(ready_options, .fini = tidy);

static chain_ready_options *make(void)
{
    chain_ready_options *options;
    cr_assert_eq(chain_ready_options_new(&options, 10, 20), CHAIN_OK);
    return options;
}

static chain_bytes root(void)
{
    return pki_mint(&(struct pki_cert){
        .subject = "root", .key = pki_new_key(PKI_ED25519), .extensions = PKI_CA_EXTENSIONS});
}

Test(ready_options, starts_with_what_is_documented)
{
    chain_ready_options *options = make();
    chain_budget budget;
    chain_budget_default(&budget);
    SAME(options->window.from, 10);
    SAME(options->window.until, 20);
    SAME_TEXT(options->profile->name, CHAIN_PROFILE_DEFAULT);
    SAME(options->profile_given, false);
    SAME(options->all_profiles, false);
    SAME(options->lane, CHAIN_LANE_INSTALLED);
    SAME(options->follows_given, false);
    SAME(options->renewal, true);
    SAME(options->budget.paths, budget.paths);
    SAME(options->budget.names, budget.names);
    chain_ready_options_free(options);
    chain_ready_options_free(NULL);
}

Test(ready_options, a_window_is_not_empty)
{
    chain_ready_options *options = (chain_ready_options *)&options;
    SAME(chain_ready_options_new(&options, 20, 20), CHAIN_E_ARGUMENT);
    cr_expect_null(options);
    SAME(chain_ready_options_new(&options, 21, 20), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_new(NULL, 10, 20), CHAIN_E_ARGUMENT);
}

Test(ready_options, stores_keep_their_place_or_are_known_by_their_path)
{
    chain_ready_options *options = make();
    chain_bytes der = root();
    chain_store *store = pki_store(&der, 1);
    chain_place place = {.id = "mine"};
    chain_error error = {.status = CHAIN_E_MALFORMED, .entry = 3, .message = "why"};
    SAME(chain_ready_options_add_store(options, store, &place), CHAIN_OK);
    SAME(chain_ready_options_add_store(options, store, NULL), CHAIN_OK);
    SAME(chain_ready_options_add_failure(options, &place, &error), CHAIN_OK);
    SAME(options->store_count, 3);
    SAME_TEXT(options->stores[0].place.id, "mine");
    SAME_TEXT(options->stores[1].place.path, "test");
    cr_expect(options->stores[0].store == store && !options->stores[2].store);
    SAME(options->stores[2].error.entry, 3);
    SAME_TEXT(options->stores[2].error.message, "why");
    SAME(chain_ready_options_add_store(NULL, store, NULL), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_add_store(options, NULL, NULL), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_add_failure(options, NULL, &error), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_add_failure(options, &place, NULL), CHAIN_E_ARGUMENT);
    SAME(options->store_count, 3);
    chain_store_unref(store); /* the options have references of their own */
    SAME(chain_store_count(options->stores[1].store), 1);
    chain_ready_options_free(options);
}

Test(ready_options, chains_and_hosts_as_they_are_matched)
{
    chain_ready_options *options = make();
    chain_bytes der = root(), junk = {(const uint8_t *)"junk", 4};
    chain_list *list = pki_list(&der, 1), *lost;
    cr_assert_eq(chain_list_new(&lost, NULL, (chain_bytes[]){junk, der}, 2), CHAIN_OK);
    SAME(chain_ready_options_add_chain(options, list, "WWW.Example.COM."), CHAIN_OK);
    SAME(chain_ready_options_add_chain(options, list, NULL), CHAIN_OK);
    SAME(chain_ready_options_add_chain(options, list, "192.0.2.1"), CHAIN_OK);
    SAME_TEXT(options->chains[0].host, "www.example.com");
    SAME_TEXT(options->chains[1].host, "");
    SAME_TEXT(options->chains[2].host, "192.0.2.1");
    SAME(chain_ready_options_add_chain(options, list, "no host"), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_add_chain(options, NULL, NULL), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_add_chain(options, lost, NULL), CHAIN_E_MALFORMED);
    SAME(options->chain_count, 3);
    SAME(chain_ready_options_add_host(options, "A.example"), CHAIN_OK);
    SAME(chain_ready_options_add_host(options, "2001:db8::1"), CHAIN_OK);
    SAME_TEXT(options->hosts[0], "a.example");
    SAME_TEXT(options->hosts[1], "2001:db8::1");
    SAME(chain_ready_options_add_host(options, "a b"), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_add_host(options, NULL), CHAIN_E_ARGUMENT);
    SAME(options->host_count, 2);
    SAME(chain_ready_options_set_bridges(options, NULL), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_set_bridges(options, lost), CHAIN_OK);
    SAME(chain_ready_options_set_bridges(options, list), CHAIN_OK); /* in place of the other */
    cr_expect(options->bridges == list);
    chain_list_unref(list);
    chain_list_unref(lost);
    chain_ready_options_free(options);
}

Test(ready_options, profiles)
{
    chain_ready_options *options = make();
    SAME(chain_ready_options_set_profile(options, "webpki"), CHAIN_OK);
    SAME_TEXT(options->profile->name, "webpki");
    SAME(options->profile_given, true);
    SAME(chain_ready_options_set_profile(options, "nobody's"), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_set_profile(options, NULL), CHAIN_E_ARGUMENT);
    SAME_TEXT(options->profile->name, "webpki");
    SAME(chain_ready_options_set_profile(options, "all"), CHAIN_OK);
    SAME_TEXT(options->profile->name, CHAIN_PROFILE_DEFAULT);
    SAME(options->all_profiles, true);
    SAME(chain_ready_options_set_profile(options, "go"), CHAIN_OK);
    SAME(options->all_profiles, false);
    SAME(chain_ready_options_set_profile(NULL, "go"), CHAIN_E_ARGUMENT);
    chain_ready_options_free(options);
}

Test(ready_options, everything_else_that_is_set)
{
    chain_ready_options *options = make();
    chain_budget budget = {.paths = 1, .signatures = 2, .depth = 3, .links = 4, .names = 5};
    chain_ready_options_set_lane(options, CHAIN_LANE_PROGRAM);
    chain_ready_options_set_follows(options, CHAIN_PROGRAM_NONE);
    chain_ready_options_set_renewal(options, 0);
    chain_ready_options_set_budget(options, &budget);
    SAME(options->lane, CHAIN_LANE_PROGRAM);
    SAME(options->follows_given, true); /* to follow nobody is said too */
    SAME(options->renewal, false);
    SAME(options->budget.names, 5);
    chain_ready_options_set_renewal(options, 2);
    SAME(options->renewal, true);
    SAME(chain_ready_options_set_origin(options, "Dockerfile", 0), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_set_origin(options, "", 1), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_set_origin(options, NULL, 1), CHAIN_E_ARGUMENT);
    SAME(chain_ready_options_set_origin(options, "Dockerfile", 1), CHAIN_OK);
    SAME(chain_ready_options_set_origin(options, "other", 7), CHAIN_OK);
    SAME_TEXT(options->origin, "other");
    SAME(options->origin_line, 7);
    SAME(chain_ready_options_set_baseline(options, NULL), CHAIN_E_ARGUMENT);
    chain_ready_options_free(options);
}

Test(ready_options, ids_are_made_unique)
{
    chain_place places[5] = {{.id = "a"}, {.id = "a"}, {.id = "a-2"}, {.id = "a"}, {.id = "b"}};
    static const char *const WANTED[] = {"a", "a-2", "a-2-2", "a-3", "b"};
    asked_ids_unique(places[0].id, 5, sizeof(places[0]));
    for (size_t i = 0; i < 5; i++)
        SAME_TEXT(places[i].id, WANTED[i]);
    memset(places[0].id, 'x', sizeof(places[0].id) - 1); /* as long as they may be */
    memset(places[1].id, 'x', sizeof(places[1].id) - 1);
    asked_ids_unique(places[0].id, 2, sizeof(places[0]));
    cr_expect(strcmp(places[0].id, places[1].id) != 0);
    cr_expect_str_eq(places[1].id + strlen(places[1].id) - 3, "x-2");
}

Test(ready_options, the_rules_of_all_timelines_in_their_order)
{
    chain_ready_options *options = make();
    struct rule first[] = {{.kind = RULE_REVOKED}},
                second[] = {{.kind = RULE_ROOT_REMOVED}, {.kind = RULE_DISTRUST_AFTER}};
    struct chain_timeline timelines[] = {{.references = 1, .rules = first, .rule_count = 1},
                                         {.references = 1},
                                         {.references = 1, .rules = second, .rule_count = 2}};
    struct rules rules;
    for (size_t i = 0; i < 3; i++)
        SAME(chain_ready_options_add_timeline(options, &timelines[i]), CHAIN_OK);
    SAME(chain_ready_options_add_timeline(options, NULL), CHAIN_E_ARGUMENT);
    SAME(timelines[1].references, 2);
    SAME(asked_rules(&rules, options), CHAIN_OK);
    SAME(rules.count, 3);
    SAME(rules.rules[0].kind, RULE_REVOKED);
    SAME(rules.rules[1].kind, RULE_ROOT_REMOVED);
    SAME(rules.rules[2].kind, RULE_DISTRUST_AFTER);
    mem_free((void *)(uintptr_t)rules.rules);
    chain_ready_options_free(options);
    SAME(timelines[1].references, 1);
}
