// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "image.h"
#include "pool.h"

#include <stdlib.h>

TestSuite(find_settings, .fini = tidy);

/* Which of /a, "/b c" and /d is named by a file of variables. */
static const char *named(const char *text)
{
    image_put("/a", "");
    image_put("/b c", "");
    image_put("/d", "");
    image_put("/etc/environment", text);
    return image_stores();
}

Test(find_settings, values_end_where_they_end)
{
    SAME_TEXT(named("SSL_CERT_FILE=/a"), "SSL_CERT_FILE /a\n");
    SAME_TEXT(named("SSL_CERT_FILE=/a\r\n"), "SSL_CERT_FILE /a\n");
    SAME_TEXT(named("SSL_CERT_FILE=/a;X=/d"), "SSL_CERT_FILE /a\n");
    SAME_TEXT(named("SSL_CERT_FILE=/a SSL_CERT_FILE=/d"), "SSL_CERT_FILE /a\nSSL_CERT_FILE /d\n");
    SAME_TEXT(named("SSL_CERT_FILE=\"/b c\""), "SSL_CERT_FILE /b c\n");
    SAME_TEXT(named("SSL_CERT_FILE='/b c'\n"), "SSL_CERT_FILE /b c\n");
    SAME_TEXT(named("\"SSL_CERT_FILE=/b c\" x"), "SSL_CERT_FILE /b c\n");
    SAME_TEXT(named("'SSL_CERT_FILE=/a"), "SSL_CERT_FILE /a\n");
    SAME_TEXT(named("SSL_CERT_FILE=\"/a\nX=\""), "SSL_CERT_FILE /a\n");
}

Test(find_settings, names_are_whole)
{
    SAME_TEXT(named("MY_SSL_CERT_FILE=/a"), "");
    SAME_TEXT(named("SSL_CERT_FILES=/a"), "");
    SAME_TEXT(named("SSL_CERT_FILE =/a"), "");
    SAME_TEXT(named("#SSL_CERT_FILE=/a"), "");
    SAME_TEXT(named("x\n \t# SSL_CERT_FILE=/a"), "");
    SAME_TEXT(named("export SSL_CERT_FILE=/a"), "SSL_CERT_FILE /a\n");
    SAME_TEXT(named("X=-Djavax.net.ssl.trustStore=/a"), "java-trustStore /a\n");
    SAME_TEXT(named("X=-Djavax.net.ssl.trustStoreType=/a"), "");
    SAME_TEXT(named("systemProp.javax.net.ssl.trustStore=/a"), "java-trustStore /a\n");
}

Test(find_settings, relative_and_empty_values_are_passed_over)
{
    SAME_TEXT(named("SSL_CERT_FILE=\nSSL_CERT_FILE=a\nSSL_CERT_FILE=\"\"\nSSL_CERT_FILE=$X"), "");
    SAME_TEXT(named("SSL_CERT_DIR=::/a::/d:"), "SSL_CERT_DIR /a\nSSL_CERT_DIR /d\n");
    SAME_TEXT(named("SSL_CERT_FILE=/a:/d"), "SSL_CERT_FILE /a:/d\n");
}

Test(find_settings, this_process_has_no_say_about_an_image)
{
    image_put("/a", "");
    setenv("SSL_CERT_FILE", "/a", 1);
    setenv("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=/a", 1);
    SAME_TEXT(image_stores(), "");
}

Test(find_settings, roots_beside_nodes_own_are_kept_with_it)
{
    image_put("/a", "");
    image_put("/etc/environment", "NODE_EXTRA_CA_CERTS=/a\n");
    const chain_place *place = image_place("/a");
    cr_assert_not_null(place);
    SAME_TEXT(place->concerns, "+");
}
