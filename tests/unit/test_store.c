// SPDX-License-Identifier: Apache-2.0
#include "store.h"

#include "cert_writer.h"
#include "expect.h"
#include "name.h"
#include "pki.h"

#include <sys/stat.h>

TestSuite(store, .fini = tidy);

static chain_bytes root(const char *name)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    return pki_mint(
        &(struct pki_cert){.subject = name, .key = key, .extensions = PKI_CA_EXTENSIONS});
}

static struct chain_list *list_of(const chain_bytes *certs, const struct list_limits *limits,
                                  size_t count)
{
    struct chain_list *list = list_new("list");
    for (size_t i = 0; i < count; i++) {
        chain_cert *cert;
        cr_assert(chain_cert_new(&cert, NULL, certs[i].data, certs[i].size) == CHAIN_OK);
        cr_assert(list_push(list, cert, (struct list_item){.limits = limits[i]}) == CHAIN_OK);
        chain_cert_unref(cert);
    }
    cr_assert(list_freeze(list, NULL) == CHAIN_OK);
    return list;
}

Test(store, anchors_carry_their_limits_and_what_is_none_is_left_out)
{
    struct list_limits limits[] = {
        LIST_NO_LIMITS,
        {.distrust_after = CHAIN_TIME_MAX, .no_anchor = true},
        {.distrust_after = 1700000000, .purposes = PURPOSE_EMAIL}};
    struct chain_list *list = list_of((chain_bytes[]){root("A"), root("B"), root("A")}, limits, 3);
    chain_store *store;
    size_t at;
    cr_assert(store_from_list(&store, NULL, list) == CHAIN_OK);
    chain_list_unref(list);
    SAME(chain_store_count(store), 2);
    SAME(store->anchors[0].distrust_after, CHAIN_TIME_MAX);
    SAME(store->anchors[1].purposes, PURPOSE_EMAIL);
    SAME(store->anchors[1].distrust_after, 1700000000);
    SAME(store_find(store, name_hash(name_of("A")), &at) - at, 2);
    SAME(store_find(store, name_hash(name_of("B")), &at) - at, 0);
    cr_expect(chain_store_get(store, 1) && !chain_store_get(store, 2));
    SAME_TEXT(chain_store_path(store), "list");
    cr_expect(chain_store_is_checked(store));
    chain_store_unref(chain_store_ref(store));
    chain_store_unref(store);
    chain_store_unref(NULL);
}

Test(store, extending_keeps_the_anchors_and_adds_some_without_limits)
{
    struct list_limits limits[] = {{.purposes = PURPOSE_EMAIL, .distrust_after = 5}};
    struct chain_list *base = list_of((chain_bytes[]){root("A")}, limits, 1);
    chain_list *more = pki_list((chain_bytes[]){root("B"), root("A")}, 2);
    chain_store *store, *larger;
    size_t at;
    cr_assert(store_from_list(&store, NULL, base) == CHAIN_OK);
    cr_assert(store_extend(&larger, store,
                           (const struct link *[]){&more->links[0], &more->links[1]},
                           2) == CHAIN_OK);
    SAME(larger->count, 3);
    SAME(larger->anchors[0].distrust_after, 5);
    SAME(larger->anchors[1].distrust_after, CHAIN_TIME_MAX);
    SAME(larger->anchors[1].purposes, 0);
    SAME(store_find(larger, name_hash(name_of("A")), &at) - at, 2);
    SAME(store_find(store, name_hash(name_of("A")), &at) - at, 1);
    chain_store_unref(larger);
    chain_store_unref(store);
    chain_list_unref(base);
    chain_list_unref(more);
}

Test(store, two_stores_joined_are_one_without_twins)
{
    chain_bytes a = root("A"), b = root("B"), c = root("C");
    chain_store *first = pki_store((chain_bytes[]){a, b}, 2),
                *second = pki_store((chain_bytes[]){b, c}, 2);
    chain_store *both;
    cr_assert(chain_store_join(&both, NULL, first, second) == CHAIN_OK);
    SAME(chain_store_count(both), 3);
    SAME_BYTES(chain_cert_der(chain_store_get(both, 0)), a);
    SAME_BYTES(chain_cert_der(chain_store_get(both, 2)), c);
    SAME_TEXT(chain_store_kind(both), "pem");
    chain_store_unref(both);
    SAME(chain_store_join(&both, NULL, first, NULL), CHAIN_E_ARGUMENT);
    cr_expect_null(both);
    SAME(chain_store_join(&both, NULL, NULL, second), CHAIN_E_ARGUMENT);
    chain_store_unref(first);
    chain_store_unref(second);
}

Test(store, without_trust_it_is_no_store)
{
    chain_store *store;
    chain_error error = expect_junk();
    SAME(chain_store_read(&store, &error, "x", asn_text("")), CHAIN_E_MALFORMED);
    cr_expect_null(store);
    SAME_TEXT(error.path, "x");
    SAME(chain_store_read(&store, NULL, NULL, asn_text("x")), CHAIN_E_ARGUMENT);
    SAME(chain_store_read(&store, NULL, "x", (chain_bytes){NULL, 1}), CHAIN_E_ARGUMENT);
    SAME(chain_store_open(&store, NULL, NULL), CHAIN_E_ARGUMENT);
    SAME(chain_store_open(&store, &error, scratch_path("none")), CHAIN_E_NOT_FOUND);
    SAME_TEXT(error.message, "no such file");
}

/* OpenSSL looks for eight hex digits, a dot and a number, and for nothing else. */
Test(store, in_a_hashed_directory_only_hash_names_count)
{
    const char *folder = scratch_path("hashed");
    chain_bytes pem = pem_of("CERTIFICATE", root("A"));
    chain_store *store;
    chain_error error = expect_junk();
    cr_assert(mkdir(folder, 0755) == 0);
    scratch_file("hashed/root.pem", pem);
    scratch_file("hashed/5ad8a5d6.r0", pem);
    scratch_file("hashed/5ad8a5d6.", pem);
    scratch_file("hashed/5AD8A5D6.0", pem);
    scratch_file("hashed/5ad8a5d.0", pem);
    scratch_file("hashed/5ad8a5d6a.0", pem);
    SAME(chain_store_open(&store, &error, folder), CHAIN_E_NOT_FOUND);
    SAME_TEXT(error.path, folder);
    cr_expect(strstr(error.message, "none of its 6 files"), "%s", error.message);
    scratch_file("hashed/5ad8a5d6.0", pem);
    scratch_file("hashed/5ad8a5d6.12", pem_of("CERTIFICATE", root("B")));
    scratch_file("hashed/00000000.0", asn_text("junk"));
    cr_assert(chain_store_open(&store, &error, folder) == CHAIN_OK);
    SAME(chain_store_count(store), 2);
    SAME_TEXT(chain_store_kind(store), "directory");
    SAME(chain_store_skipped_count(store), 1);
    SAME_TEXT(chain_store_skipped(store, 0)->path, scratch_path("hashed/00000000.0"));
    cr_expect_null(chain_store_skipped(store, 1));
    chain_store_unref(store);
}
