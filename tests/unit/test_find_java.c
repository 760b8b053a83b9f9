// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "image.h"
#include "pool.h"

TestSuite(find_java, .fini = tidy);

static const chain_place *jdk(const char *release)
{
    image_put("/opt/jdk/lib/security/cacerts", "");
    if (release)
        image_put("/opt/jdk/release", release);
    const chain_place *place = image_place("/opt/jdk/lib/security/cacerts");
    cr_assert_not_null(place);
    return place;
}

Test(find_java, a_home_says_what_it_is)
{
    const chain_place *place =
        jdk("X=\"y\"\nIMPLEMENTOR=\"Eclipse Adoptium\"\nJAVA_VERSION=\"25.0.3\"\n");
    SAME_TEXT(place->id, "java-25.0.3");
    SAME_TEXT(place->stack, "Java 25.0.3 (Eclipse Adoptium)");
    SAME_TEXT(place->runtime, "/opt/jdk");
    SAME(place->follows, CHAIN_PROGRAM_MOZILLA);
}

Test(find_java, one_that_says_nothing_is_called_by_its_folder)
{
    const chain_place *place = jdk(NULL);
    SAME_TEXT(place->id, "java-jdk");
    SAME(place->follows, CHAIN_PROGRAM_JDK);
}

Test(find_java, damaged_releases_say_nothing)
{
    static const char *const BAD[] = {
        "JAVA_VERSION",      "JAVA_VERSION=",        "JAVA_VERSION=\"",
        "JAVA_VERSION=\"21", "XJAVA_VERSION=\"21\"", "JAVA_VERSION=21\n"};
    for (size_t i = 0; i < COUNT(BAD); i++)
        SAME_TEXT(jdk(BAD[i])->id, "java-jdk");
    const char *huge = pool_format("JAVA_VERSION=\"%0500d\"\nIMPLEMENTOR=\"%0500d\"\n", 1, 2);
    cr_expect(strlen(jdk(huge)->id) < sizeof(((chain_place *)0)->id));
}

Test(find_java, other_files_of_that_name_are_none)
{
    image_put("/srv/cacerts", "");
    image_put("/srv/security/cacerts", "");
    image_put("/srv/lib/security/cacerts.old", "");
    SAME_TEXT(image_stores(), "");
}

Test(find_java, jssecacerts_counts_only_where_it_is_a_file)
{
    image_put("/opt/jdk/lib/security/cacerts", "");
    image_put("/opt/jdk/lib/security/jssecacerts/x", "");
    SAME_TEXT(image_stores(), "java-jdk /opt/jdk/lib/security/cacerts\n");
    image_put("/opt/two/lib/security/cacerts", "");
    image_link("/opt/two/lib/security/jssecacerts", "cacerts");
    SAME_TEXT(image_stores(),
              "java-jdk /opt/jdk/lib/security/cacerts\njava-two /opt/two/lib/security/cacerts\n");
}
