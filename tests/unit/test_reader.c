// SPDX-License-Identifier: Apache-2.0
/* Who reads a root store: the words of chain_place.stack, and the profile of each. */
#include "reader.h"

#include "expect.h"
#include "pool.h"

#include <stdio.h>
#include <string.h>

TestSuite(reader, .fini = tidy);

/* "curl: curl-openssl, likely; Go: go, known" */
static const char *readers(const char *stack, const char *path)
{
    static char out[8192];
    chain_place place = {.id = "x"};
    chain_reader found[MOST_READERS];
    snprintf(place.stack, sizeof(place.stack), "%s", stack);
    snprintf(place.path, sizeof(place.path), "%s", path);
    size_t count = chain_place_readers(found, MOST_READERS, &place);
    out[0] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(out);
        snprintf(out + used, sizeof(out) - used, "%s%s: %s, %s", used ? "; " : "", found[i].who,
                 found[i].profile, found[i].sure);
    }
    return out;
}

Test(reader, a_store_that_nobody_is_known_to_read_has_none)
{
    cr_expect_str_eq(readers("", "/opt/roots.pem"), "");
    cr_expect_str_eq(readers("an application", "/opt/roots.pem"), "");
    SAME(chain_place_readers(NULL, 0, NULL), 0);
}

Test(reader, the_system_store_has_many)
{
    cr_expect_str_eq(readers("OpenSSL, curl, wget, Go and what else uses the system's store", "/x"),
                     "OpenSSL: openssl-3, likely; curl: curl-openssl, likely; "
                     "wget: gnutls-3.7, likely; Go: go, known");
}

Test(reader, php_differs_by_extension)
{
    cr_expect_str_eq(readers("PHP 8.2 cli streams, PHP 8.2 cli curl", "/opt/cacert.pem"),
                     "PHP 8.2 cli streams: php-streams, likely; "
                     "PHP 8.2 cli curl: curl-openssl, likely");
}

Test(reader, java_by_the_version_of_its_release_file)
{
    cr_expect_str_eq(readers("Java 17.0.15 (Debian), Java 25.0.3 (Eclipse Adoptium)", "/x"),
                     "Java 17.0.15 (Debian): jdk-17, known; "
                     "Java 25.0.3 (Eclipse Adoptium): jdk-25, known");
    cr_expect_str_eq(readers("Java 1.8.0_402", "/x"), "Java 1.8.0_402: jdk-8, known");
    cr_expect_str_eq(readers("Java 14.0.1", "/x"), "Java 14.0.1: jdk-17, likely");
    cr_expect_str_eq(readers("Java ", "/x"), "Java : jdk-17, assumed");
}

Test(reader, python_by_the_version_in_the_path)
{
    static const char CERTIFI[] = "Python requests";
    cr_expect_str_eq(readers(CERTIFI, "/usr/lib/python3.13/site-packages/certifi/cacert.pem"),
                     "Python requests: python-3.13, likely");
    cr_expect_str_eq(readers(CERTIFI, "/usr/lib/python3.9/site-packages/certifi/cacert.pem"),
                     "Python requests: openssl-3, likely");
    cr_expect_str_eq(readers(CERTIFI, "/opt/cacert.pem"), "Python requests: openssl-3, assumed");
}

Test(reader, no_more_are_written_than_there_is_room_for)
{
    chain_place place = {.stack = "OpenSSL, curl, wget"};
    chain_reader one[2] = {{.who = ""}, {.who = "untouched"}};
    SAME(chain_place_readers(one, 1, &place), 3);
    cr_expect_str_eq(one[0].who, "OpenSSL");
    cr_expect_str_eq(one[1].who, "untouched");
}

Test(reader, a_comma_in_parentheses_ends_no_reader)
{
    cr_expect_str_eq(readers("Java 21.0.4 (Azul Systems, Inc.), Java 8 (Amazon.com, (a, b) Inc.)", "/x"),
                     "Java 21.0.4 (Azul Systems, Inc.): jdk-17, known; "
                     "Java 8 (Amazon.com, (a, b) Inc.): jdk-8, known");
    cr_expect_str_eq(readers("curl) x, Java 17 (never closed, Go ", "/x"),
                     "curl) x: curl-openssl, likely; "
                     "Java 17 (never closed, Go : jdk-17, known; Go: go, known");
}

/* As the binding of Python writes them: the library in the parentheses is no reader besides. */
Test(reader, python_by_what_a_process_says_of_itself)
{
    cr_expect_str_eq(readers("Python 3.13 ssl and urllib3 (OpenSSL 3.0.17, strict, partial chain)", "/x"),
                     "Python 3.13 ssl and urllib3 (OpenSSL 3.0.17, strict, partial chain): "
                     "python-3.13, known");
    cr_expect_str_eq(readers("Python 3.11 ssl (OpenSSL 3.0.17)", "/x"),
                     "Python 3.11 ssl (OpenSSL 3.0.17): openssl-3, known");
    cr_expect_str_eq(readers("Python 3.11 SSLContext (OpenSSL 3.0.17, partial chain)", "/x"),
                     "Python 3.11 SSLContext (OpenSSL 3.0.17, partial chain): openssl-3-partial, known");
    cr_expect_str_eq(readers("Python 3.11 SSLContext (OpenSSL 3.0.17, strict)", "/x"),
                     "Python 3.11 SSLContext (OpenSSL 3.0.17, strict): python-3.13, likely");
    cr_expect_str_eq(readers("Python 3.13 ssl (LibreSSL 3.8.2)", "/x"),
                     "Python 3.13 ssl (LibreSSL 3.8.2): python-3.13, likely");
}
