// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "image.h"
#include "pool.h"

#include <string.h>

TestSuite(find_php, .fini = tidy);

/* Which of /a, "/b;c" and /d a php.ini names. */
static const char *named(const char *text)
{
    image_put("/a", "");
    image_put("/b;c", "");
    image_put("/d", "");
    image_put("/etc/php/8.2/cli/php.ini", text);
    return image_stores();
}

#define STREAMS "php-8.2-cli-streams "
#define CURL "php-8.2-cli-curl "

Test(find_php, lines_are_read_as_php_does)
{
    SAME_TEXT(named("openssl.cafile=/a"), STREAMS "/a\n");
    SAME_TEXT(named("  openssl.cafile\t = /a ; why\r\n"), STREAMS "/a\n");
    SAME_TEXT(named("openssl.cafile = \"/b;c\" ; why\n"), STREAMS "/b;c\n");
    SAME_TEXT(named("openssl.cafile = '/b;c'\n"), STREAMS "/b;c\n");
    SAME_TEXT(named("; openssl.cafile=/a\n;openssl.cafile=/a\n[openssl.cafile=/a]\n"), "");
    SAME_TEXT(named("xopenssl.cafile=/a\nopenssl.cafiles=/a\nopenssl.cafile"), "");
    SAME_TEXT(named("openssl.cafile=/a\nopenssl.cafile=/d\n"), STREAMS "/d\n");
    SAME_TEXT(named("openssl.cafile=/a\nopenssl.cafile=\n"), "");
}

Test(find_php, streams_and_curl_differ)
{
    SAME_TEXT(named("curl.cainfo=/a\n"), CURL "/a\n");
    SAME_TEXT(named("openssl.capath=/a\n"), STREAMS "/a\n");
    SAME_TEXT(named("openssl.capath=/a\nopenssl.cafile=/d\n"), STREAMS "/d\n");
    SAME_TEXT(named("openssl.capath=/a\ncurl.cainfo=/d\n"), CURL "/d\n" STREAMS "/a\n");
}

/* "PATH + EXTRA" of the place with this id, inside; "" where there is none. */
static const char *of(const char *id)
{
    chain_place *places;
    size_t count, root = strlen(image_path());
    const char *out = "";
    cr_assert_eq(chain_stores_find(&places, &count, image_path()), CHAIN_OK);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i].id, id) == 0)
            out = pool_format("%s + %s", places[i].path + root,
                              places[i].extra[0] ? places[i].extra + root : "");
    }
    chain_free(places);
    return out;
}

Test(find_php, a_file_and_a_folder_count_together)
{
    image_put("/certs/x", "");
    named("openssl.cafile=/a\nopenssl.capath=/nowhere:/certs\n");
    SAME_TEXT(of("php-8.2-cli-streams"), "/a + /certs");
    named("openssl.capath=/nowhere:/certs\n");
    SAME_TEXT(of("php-8.2-cli-streams"), "/certs + ");
    named("openssl.capath=/nowhere\n");
    SAME_TEXT(of("php-8.2-cli-streams"), "/nowhere + ");
}

Test(find_php, the_folder_that_libcurl_was_compiled_with_counts_besides)
{
    image_put("/etc/ssl/certs/x", "");
    named("curl.cainfo=/a\n");
    SAME_TEXT(of("php-8.2-cli-curl"), "/a + ");
    image_put("/usr/lib64/libcurl.so.4", "x");
    SAME_TEXT(of("php-8.2-cli-curl"), "/a + ");
    image_put_bytes("/usr/lib64/libcurl.so.4", "x\0/etc/ssl/certs/y\0", 20);
    SAME_TEXT(of("php-8.2-cli-curl"), "/a + ");
    image_put_bytes("/usr/lib64/libcurl.so.4", "x\0/etc/ssl/certs\0", 18);
    SAME_TEXT(of("php-8.2-cli-curl"), "/a + /etc/ssl/certs");
}

Test(find_php, damaged_keys_and_variables_do_no_harm)
{
    SAME_TEXT(named("php_value[openssl.cafile=/a\n"), STREAMS "/a\n");
    SAME_TEXT(named("php_value[]=/a\n=\n[\n\"=\"\nopenssl.cafile=\"\n"), "");
    SAME_TEXT(named("openssl.cafile=${\n"), STREAMS "${\n");
    SAME_TEXT(named("openssl.cafile=${HOME}/x\n"), STREAMS "${HOME}/x\n");
    SAME_TEXT(named(pool_format("openssl.cafile=${%0300d}\n", 1)),
              pool_format(STREAMS "${%0300d}\n", 1));
}

Test(find_php, a_pool_without_settings_is_no_reader)
{
    image_put("/etc/ssl/cert.pem", "");
    image_put("/etc/php/8.2/fpm/pool.d/www.conf", "[www]\nuser = www-data\n");
    SAME_TEXT(image_stores(), "system /etc/ssl/cert.pem\n");
    cr_expect(!strstr(image_place("/etc/ssl/cert.pem")->stack, "PHP"));
}
