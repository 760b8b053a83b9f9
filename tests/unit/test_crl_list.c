// SPDX-License-Identifier: Apache-2.0
#include "crl_list.h"

#include "crl_writer.h"
#include "expect.h"

#include <sys/stat.h>

TestSuite(crl_list, .fini = tidy);

#define NOTHING ((chain_bytes){NULL, 0})
#define JANUARY 1704067200  /* 2024-01-01T00:00:00Z */
#define FEBRUARY 1706745600 /* 2024-02-01T00:00:00Z */

Test(crl_list, pem_der_and_what_is_damaged)
{
    chain_bytes one = crl_of(&(struct crl_parts){.number = 1});
    chain_bytes two = crl_of(&(struct crl_parts){.issuer = "second", .number = 2, .base = 1});
    chain_bytes pem =
        ASN_JOIN(asn_text("a comment\n"), pem_of("X509 CRL", one), pem_of("CERTIFICATE", one),
                 pem_of("X509 CRL", asn_cut(one, 40)), pem_of("X509 CRL", two));
    chain_error error = expect_junk();
    chain_crl_list *list;
    cr_assert_eq(chain_crl_list_read(&list, &error, pem.data, pem.size), CHAIN_OK);
    SAME(chain_crl_list_count(list), 2);
    SAME_TEXT(chain_crl_list_path(list), "");
    SAME_OWN_TEXT(chain_crl_issuer(chain_crl_list_get(list, 1)), "CN=second");
    SAME_SPAN(chain_crl_window(chain_crl_list_get(list, 0)), JANUARY, FEBRUARY + 1);
    SAME(chain_crl_is_delta(chain_crl_list_get(list, 0)), 0);
    SAME(chain_crl_is_delta(chain_crl_list_get(list, 1)), 1);
    SAME(chain_crl_entries(chain_crl_list_get(list, 1)), 0);
    cr_expect(!chain_crl_list_get(list, 2));
    SAME(chain_crl_list_skipped_count(list), 1);
    SAME(chain_crl_list_skipped(list, 0)->entry, 3);
    SAME(chain_crl_list_skipped(list, 0)->status, CHAIN_E_MALFORMED);
    cr_expect(!chain_crl_list_skipped(list, 1));
    chain_crl_list *again = chain_crl_list_ref(list);
    chain_crl_list_unref(list);
    SAME(chain_crl_list_count(again), 2);
    chain_crl_list_unref(again);
    cr_assert_eq(chain_crl_list_read(&list, &error, one.data, one.size), CHAIN_OK);
    SAME(chain_crl_list_count(list), 1);
    chain_crl_list_unref(list);
}

Test(crl_list, what_is_no_list)
{
    static const char TEXT[] = "nothing here";
    chain_error error = expect_junk();
    chain_crl_list *list;
    SAME(chain_crl_list_read(&list, &error, (const uint8_t *)TEXT, sizeof(TEXT) - 1),
         CHAIN_E_MALFORMED);
    SAME_ERROR(&error, CHAIN_E_MALFORMED, 1, 0, "neither PEM nor DER");
    SAME(chain_crl_list_read(&list, &error, (const uint8_t *)TEXT, 0), CHAIN_E_MALFORMED);
    SAME_ERROR(&error, CHAIN_E_MALFORMED, 1, 0, "the file is empty");
    SAME(chain_crl_list_read(&list, &error, NULL, 1), CHAIN_E_ARGUMENT);
    SAME(chain_crl_list_open(&list, &error, NULL), CHAIN_E_ARGUMENT);
    SAME(chain_crl_list_open(&list, &error, scratch_path("absent")), CHAIN_E_NOT_FOUND);
    chain_bytes cert = pem_of("CERTIFICATE", cert_with(NOTHING));
    SAME(chain_crl_list_read(&list, &error, cert.data, cert.size), CHAIN_E_NOT_FOUND);
    SAME_TEXT(error.message, "holds no revocation list");
    chain_crl *crl;
    SAME(chain_crl_new(&crl, &error, NULL, 0), CHAIN_E_ARGUMENT);
    SAME(chain_crl_new(&crl, &error, (const uint8_t *)TEXT, 5), CHAIN_E_MALFORMED);
    SAME(error.offset, 0);
    cr_expect(!crl && !list);
}

Test(crl_list, a_directory)
{
    const char *directory = scratch_path("lists");
    cr_assert_eq(mkdir(directory, 0700), 0);
    scratch_file("lists/a.crl", crl_of(&(struct crl_parts){.issuer = "a"}));
    scratch_file("lists/b.pem", pem_of("X509 CRL", crl_of(&(struct crl_parts){.issuer = "b"})));
    scratch_file("lists/c.txt", asn_text("junk"));
    chain_error error = expect_junk();
    chain_crl_list *list;
    cr_assert_eq(chain_crl_list_open(&list, &error, directory), CHAIN_OK);
    SAME(chain_crl_list_count(list), 2);
    SAME_TEXT(chain_crl_list_path(list), directory);
    SAME(chain_crl_list_skipped_count(list), 1);
    cr_expect(strstr(chain_crl_list_skipped(list, 0)->path, "c.txt"));
    chain_crl_list_unref(list);
}
