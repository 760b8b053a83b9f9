// SPDX-License-Identifier: Apache-2.0
/* The habits of runtimes one by one are the scenario tests' affair (test_discovery.py). */
#include "expect.h"
#include "image.h"
#include "pool.h"

#include "find.h"

TestSuite(find, .fini = tidy);

#define SYSTEM "/etc/ssl/certs/ca-certificates.crt"

Test(find, the_systems_store_is_first_and_the_rest_in_order)
{
    image_put("/b/cacert.pem", "");
    image_put("/a/cacert.pem", "");
    image_put(SYSTEM, "");
    image_put("/a/certifi/cacert.pem", "");
    SAME_TEXT(image_stores(), "system " SYSTEM "\nbundle /a/cacert.pem\nbundle /b/cacert.pem\n"
                              "certifi /a/certifi/cacert.pem\n");
}

Test(find, an_empty_image_has_none)
{
    SAME_TEXT(image_stores(), "");
}

Test(find, one_file_is_one_place_with_several_readers)
{
    image_put("/srv/a.pem", "");
    image_put("/etc/environment", "SSL_CERT_FILE=/srv/a.pem\nAWS_CA_BUNDLE=/srv/../srv/a.pem\n");
    const chain_place *place = image_place("/srv/a.pem");
    cr_assert_not_null(place);
    SAME_TEXT(place->id, "SSL_CERT_FILE");
    SAME_TEXT(place->stack,
              "OpenSSL, Python and Go with SSL_CERT_FILE, AWS SDKs with AWS_CA_BUNDLE");
    SAME_TEXT(place->config, "/etc/environment");
}

Test(find, readers_beyond_the_room_are_hinted_at)
{
    chain_place place = {.stack = ""};
    for (int i = 0; i < 40; i++)
        find_add_reader(&place, pool_format("reader number %02d", i));
    size_t size = strlen(place.stack);
    cr_expect(size < sizeof(place.stack));
    SAME_TEXT(place.stack + size - 5, ", ...");
    cr_expect(strncmp(place.stack, "reader number 00, reader number 01", 34) == 0);
    chain_place before = place;
    find_add_reader(&place, "x");
    find_add_reader(&place, NULL);
    find_add_reader(&place, "");
    SAME_TEXT(place.stack, before.stack);
}

Test(find, names_that_do_not_fit_are_left_out)
{
    const char *folder = pool_format("/%0250d/%0250d", 1, 2);
    image_put(pool_format("%s/cacert.pem", folder), "");
    image_put("/a/cacert.pem", "");
    SAME_TEXT(image_stores(), "bundle /a/cacert.pem\n");
}

Test(find, only_what_a_setting_names_may_be_missing)
{
    image_link("/a/cacert.pem", "/nowhere");
    image_put("/etc/environment", "SSL_CERT_FILE=/nowhere.pem\n");
    SAME_TEXT(image_stores(), "SSL_CERT_FILE /nowhere.pem\n");
}

Test(find, a_place_is_known_by_its_path)
{
    chain_place place;
    image_put("/venv/lib/python3.11/site-packages/certifi/cacert.pem", "");
    const char *path =
        pool_format("%s/venv/lib/python3.11/site-packages/certifi/cacert.pem", image_path());
    SAME(chain_place_of(&place, path), CHAIN_OK);
    SAME_TEXT(place.id, "certifi-venv");
    SAME_TEXT(place.path, path);
    SAME(place.follows, CHAIN_PROGRAM_MOZILLA);
    SAME(chain_place_of(&place, "/not/there.pem"), CHAIN_OK);
    SAME_TEXT(place.id, "given");
    SAME_TEXT(place.manager, "file");
    SAME(place.follows, CHAIN_PROGRAM_NONE);
    SAME(chain_place_of(&place, pool_format("/%0600d", 1)), CHAIN_E_ARGUMENT);
}
