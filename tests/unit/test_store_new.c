// SPDX-License-Identifier: Apache-2.0
/* Stores that are made of the certificates of a running program. */
#include "expect.h"

TestSuite(store_new, .fini = tidy);

static chain_list *two_roots(void)
{
    chain_list *list;
    cr_assert(chain_list_open(&list, NULL, CORPUS "/roots") == CHAIN_OK);
    cr_assert(chain_list_count(list) > 1);
    return list;
}

Test(store_new, holds_the_given_certificates_in_their_order)
{
    chain_list *list = two_roots();
    const chain_bytes certs[] = {chain_cert_der(chain_list_get(list, 1)),
                                 chain_cert_der(chain_list_get(list, 0))};
    chain_store *store;
    cr_assert(chain_store_new(&store, NULL, "ssl.SSLContext", certs, 2) == CHAIN_OK);
    SAME(chain_store_count(store), 2);
    SAME_BYTES(chain_cert_der(chain_store_get(store, 0)), certs[0]);
    SAME_BYTES(chain_cert_der(chain_store_get(store, 1)), certs[1]);
    cr_expect(chain_cert_der(chain_store_get(store, 0)).data != certs[0].data, "they are copied");
    SAME_TEXT(chain_store_path(store), "ssl.SSLContext");
    SAME_TEXT(chain_store_kind(store), "runtime");
    SAME(chain_store_is_checked(store), 1);
    SAME(chain_store_skipped_count(store), 0);
    chain_list_unref(list);
    chain_store_unref(store);
}

Test(store_new, skips_what_is_no_certificate_and_says_which)
{
    chain_list *list = two_roots();
    chain_bytes good = chain_cert_der(chain_list_get(list, 0));
    const chain_bytes certs[] = {good, {good.data, good.size - 1}, {(const uint8_t *)"?", 1}, {0}};
    chain_store *store;
    cr_assert(chain_store_new(&store, NULL, "mine", certs, COUNT(certs)) == CHAIN_OK);
    SAME(chain_store_count(store), 1);
    SAME(chain_store_skipped_count(store), 3);
    for (size_t i = 0; i < 3; i++) {
        const chain_error *skipped = chain_store_skipped(store, i);
        SAME(skipped->status, CHAIN_E_MALFORMED);
        SAME(skipped->entry, i + 2);
        SAME_TEXT(skipped->path, "mine");
        cr_expect(skipped->message[0], "no reason given");
    }
    chain_list_unref(list);
    chain_store_unref(store);
}

Test(store_new, nothing_good_is_the_first_complaint)
{
    const chain_bytes certs[] = {{(const uint8_t *)"\x30\x80", 2}};
    chain_store *store;
    chain_error error = expect_junk();
    SAME(chain_store_new(&store, &error, "mine", certs, 1), CHAIN_E_MALFORMED);
    cr_expect(!store);
    SAME(error.entry, 1);
    SAME_TEXT(error.path, "mine");
}

Test(store_new, an_empty_list_is_not_a_store)
{
    chain_store *store;
    chain_error error = expect_junk();
    SAME(chain_store_new(&store, &error, "mine", NULL, 0), CHAIN_E_NOT_FOUND);
    cr_expect(!store);
    SAME_ERROR(&error, CHAIN_E_NOT_FOUND, 0, CHAIN_NO_OFFSET, "holds no certificate");
    SAME_TEXT(error.path, "mine");
}

Test(store_new, needs_a_name_and_certificates)
{
    const chain_bytes certs[] = {{0}};
    chain_store *store;
    chain_error error = expect_junk();
    SAME(chain_store_new(&store, &error, NULL, certs, 1), CHAIN_E_ARGUMENT);
    cr_expect(!store);
    SAME(chain_store_new(&store, &error, "mine", NULL, 1), CHAIN_E_ARGUMENT);
    SAME_ERROR(&error, CHAIN_E_ARGUMENT, 0, CHAIN_NO_OFFSET, "no path or no certificates given");
}
