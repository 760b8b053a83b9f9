// SPDX-License-Identifier: Apache-2.0
#include "list.h"

#include "cert_writer.h"
#include "expect.h"
#include "name.h"
#include "pki.h"

TestSuite(list, .fini = tidy);

static chain_bytes ca(const char *subject, const char *issuer)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    return pki_mint(&(struct pki_cert){
        .subject = subject, .issuer = issuer, .key = key, .extensions = PKI_CA_EXTENSIONS});
}

static chain_bytes leaf(const char *issuer)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    return pki_mint(&(struct pki_cert){
        .subject = "leaf", .issuer = issuer, .key = key, .extensions = PKI_LEAF_EXTENSIONS});
}

static void expect_leaf(const chain_bytes *certs, size_t count, size_t expected)
{
    chain_list *list = pki_list(certs, count);
    SAME(chain_list_leaf(list), expected);
    chain_list_unref(list);
}
#define LEAF(expected, ...)                   \
    expect_leaf((chain_bytes[]){__VA_ARGS__}, \
                sizeof((chain_bytes[]){__VA_ARGS__}) / sizeof(chain_bytes), expected)

Test(list, the_leaf_of_a_chain_in_any_order)
{
    LEAF(0, leaf("A"), ca("A", "B"), ca("B", "B"));
    LEAF(2, ca("B", "B"), ca("A", "B"), leaf("A"));
    LEAF(1, ca("A", "B"), leaf("A"), ca("B", "B"));
}

Test(list, among_cas_the_leaf_issued_none_of_the_others)
{
    LEAF(1, ca("B", "B"), ca("A", "B"));
    LEAF(0, ca("A", "B"), ca("B", "A")); /* each issued the other: the first */
    LEAF(0, ca("A", "A"));
    LEAF(2, ca("A", "B"), ca("B", "B"), leaf("elsewhere"));
}

/* What could not be read may have been the server's: a CA that is left does not stand in for it. */
Test(list, a_ca_does_not_stand_in_for_a_leaf_that_is_lost)
{
    chain_bytes authority = ca("A", "B"), server = leaf("A"), junk = {(const uint8_t *)"junk", 4};
    chain_list *list;
    chain_error error = expect_junk();
    cr_assert_eq(chain_list_new(&list, NULL, (chain_bytes[]){junk, authority}, 2), CHAIN_OK);
    SAME(chain_list_check_leaf(list, NULL), CHAIN_E_MALFORMED);
    SAME(chain_list_check_leaf(list, &error), CHAIN_E_MALFORMED);
    SAME(error.entry, 1);
    cr_expect(strstr(error.message, "may have been the server's: not a certificate"), "%s",
              error.message);
    chain_list_unref(list);
    cr_assert_eq(chain_list_new(&list, NULL, (chain_bytes[]){server, junk, authority}, 3),
                 CHAIN_OK);
    SAME(chain_list_check_leaf(list, &error), CHAIN_OK);
    SAME(list_check_target(list, 1, &error), CHAIN_E_MALFORMED);
    chain_list_unref(list);
    list = pki_list(&authority, 1);
    SAME(chain_list_check_leaf(list, &error), CHAIN_OK);
    chain_list_unref(list);
}

Test(list, finds_all_with_a_name)
{
    chain_list *list = pki_list((chain_bytes[]){ca("A", "x"), ca("B", "x"), ca("A", "y")}, 3);
    size_t at, end = list_find(list, name_hash(name_of("A")), &at);
    SAME(end - at, 2);
    SAME(list->by_subject.entries[at].item, 0);
    SAME(list->by_subject.entries[at + 1].item, 2);
    end = list_find(list, name_hash(name_of("C")), &at);
    SAME(end - at, 0);
    chain_list_unref(list);
}

Test(list, getters_beyond_the_end)
{
    chain_list *list = pki_list((chain_bytes[]){ca("A", "x")}, 1);
    SAME(chain_list_count(list), 1);
    cr_expect(chain_list_get(list, 0) && !chain_list_get(list, 1));
    SAME(chain_list_skipped_count(list), 0);
    cr_expect_null(chain_list_skipped(list, 0));
    SAME_TEXT(chain_list_path(list), "");
    chain_list_unref(chain_list_ref(list));
    chain_list_unref(list);
    chain_list_unref(NULL);
}

/* A file of junk must not fill the memory with complaints. */
Test(list, counts_what_it_does_not_keep_of_complaints)
{
    enum { KEPT = 1000 };
    struct chain_list *list = list_new("junk.pem");
    for (uint64_t i = 1; i < KEPT; i++)
        cr_assert(list_skip(list, &(chain_error){.status = CHAIN_E_MALFORMED, .entry = i}) ==
                  CHAIN_OK);
    SAME(list->skipped_count, KEPT - 1);
    SAME(list->skipped[KEPT - 2].entry, KEPT - 1);
    for (uint64_t i = KEPT; i < KEPT + 500; i++)
        cr_assert(list_skip(list, &(chain_error){.status = CHAIN_E_MALFORMED, .entry = i}) ==
                  CHAIN_OK);
    SAME(list->skipped_count, KEPT);
    SAME_TEXT(list->skipped[KEPT - 1].message, "500 more entries could not be read");
    chain_list_unref(list);
}

Test(list, a_list_of_nothing_says_why)
{
    struct chain_list *list = list_new("some.pem");
    chain_error error = expect_junk();
    SAME(list_result(list, &error), CHAIN_E_NOT_FOUND);
    SAME_ERROR(&error, CHAIN_E_NOT_FOUND, 0, CHAIN_NO_OFFSET, "holds no certificate");
    SAME_TEXT(error.path, "some.pem");
    chain_error why = {.status = CHAIN_E_MALFORMED, .entry = 3, .offset = 7, .message = "why"};
    cr_assert(list_skip(list, &why) == CHAIN_OK);
    SAME(list_result(list, &error), CHAIN_E_MALFORMED);
    SAME_ERROR(&error, CHAIN_E_MALFORMED, 3, 7, "why");
    SAME(list_result(list, NULL), CHAIN_E_MALFORMED);
    chain_list_unref(list);
}
