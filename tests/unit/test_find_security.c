// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "find.h"
#include "image.h"
#include "pool.h"

#include <stdio.h>

TestSuite(find_security, .fini = tidy);

#define CACERTS "/opt/jdk/lib/security/cacerts"
#define SECURITY "/opt/jdk/conf/security/java.security"

static const char *settings(void)
{
    image_put(CACERTS, "");
    const chain_place *place = image_place(CACERTS);
    cr_assert_not_null(place);
    return place->settings;
}

/* An option that every Java program sees. */
static void override(const char *value)
{
    image_put("/etc/environment",
              pool_format("JAVA_TOOL_OPTIONS=\"-Xmx1g -Djava.security.properties=%s\"\n", value));
}

Test(find_security, what_concerns_certificates_is_taken)
{
    image_put(SECURITY,
              "x=y\njdk.security.caDistrustPolicies=A,\\\n   B \n"
              "jdk.certpath.disabledAlgorithms = MD2,\t MD5\njdk.tls.disabledAlgorithms=RC4\n");
    SAME_TEXT(settings(),
              "cacerts=1\njdk.security.caDistrustPolicies=A,B\n"
              "jdk.certpath.disabledAlgorithms=MD2, MD5\njdk.tls.disabledAlgorithms=RC4\n");
}

Test(find_security, a_jdk_8_has_it_elsewhere)
{
    image_put("/opt/old/jre/lib/security/cacerts", "");
    image_put("/opt/old/jre/lib/security/java.security", "jdk.certpath.disabledAlgorithms=MD2");
    SAME_TEXT(image_place("/opt/old/jre/lib/security/cacerts")->settings,
              "cacerts=1\njdk.certpath.disabledAlgorithms=MD2\n");
    image_put("/opt/jre/lib/security/cacerts", "");
    image_put("/opt/jre/lib/security/java.security", "jdk.certpath.disabledAlgorithms=MD5");
    SAME_TEXT(image_place("/opt/jre/lib/security/cacerts")->settings,
              "cacerts=1\njdk.certpath.disabledAlgorithms=MD5\n");
}

Test(find_security, no_file_says_nothing)
{
    SAME_TEXT(settings(), "cacerts=1\n");
}

Test(find_security, other_keystores_mark_no_anchors)
{
    image_put("/opt/jdk/lib/security/jssecacerts", "");
    image_put(SECURITY, "jdk.certpath.disabledAlgorithms=MD2\n");
    SAME_TEXT(image_place("/opt/jdk/lib/security/jssecacerts")->settings,
              "jdk.certpath.disabledAlgorithms=MD2\n");
}

Test(find_security, properties_besides_and_instead)
{
    image_put("/etc/own.properties", "jdk.tls.disabledAlgorithms=RC4\n");
    image_put(SECURITY,
              "security.overridePropertiesFile=true\njdk.certpath.disabledAlgorithms=MD2\n");
    override("/etc/own.properties");
    SAME_TEXT(settings(),
              "cacerts=1\njdk.certpath.disabledAlgorithms=MD2\njdk.tls.disabledAlgorithms=RC4\n");
    override("=/etc/own.properties");
    SAME_TEXT(settings(), "cacerts=1\njdk.tls.disabledAlgorithms=RC4\n");
    override("file:///etc/own.properties");
    SAME_TEXT(settings(),
              "cacerts=1\njdk.certpath.disabledAlgorithms=MD2\njdk.tls.disabledAlgorithms=RC4\n");
    image_put(SECURITY,
              "security.overridePropertiesFile=false\njdk.certpath.disabledAlgorithms=MD2\n");
    SAME_TEXT(settings(), "cacerts=1\njdk.certpath.disabledAlgorithms=MD2\n");
}

Test(find_security, what_cannot_be_read_is_said)
{
    image_put(SECURITY, "security.overridePropertiesFile=true\n");
    override("/etc/missing.properties");
    SAME_TEXT(settings(), "cacerts=1\n?java.security.properties names what cannot be read: "
                          "/etc/missing.properties\n");
    override("own.properties");
    SAME_TEXT(settings(), "cacerts=1\n?java.security.properties names what was not looked for: "
                          "own.properties\n");
    override("");
    image_put(SECURITY, pool_format("jdk.certpath.disabledAlgorithms=%09000d\n", 1));
    SAME_TEXT(settings(), "cacerts=1\n?jdk.certpath.disabledAlgorithms is too long to be read\n");
    image_put(SECURITY, pool_format("jdk.certpath.disabledAlgorithms=%02000d\n"
                                    "jdk.tls.disabledAlgorithms=RC4\n",
                                    1));
    SAME_TEXT(settings(), "cacerts=1\n?jdk.certpath.disabledAlgorithms is too long to be read\n"
                          "jdk.tls.disabledAlgorithms=RC4\n");
}

Test(find_security, files_that_are_included)
{
    image_put("/opt/jdk/conf/security/more", "jdk.tls.disabledAlgorithms=RC4\n");
    image_put(SECURITY, "include more\njdk.certpath.disabledAlgorithms=MD2\n");
    SAME_TEXT(settings(),
              "cacerts=1\njdk.certpath.disabledAlgorithms=MD2\njdk.tls.disabledAlgorithms=RC4\n");
    image_put(SECURITY, "include ${java.home}/conf/security/more\n");
    SAME_TEXT(settings(), "cacerts=1\njdk.tls.disabledAlgorithms=RC4\n");
    image_put(SECURITY, "include ${other}/more\n");
    SAME_TEXT(settings(), "cacerts=1\n?properties that it includes were not read: ${other}/more\n");
    image_put(SECURITY, "include java.security\n");
    SAME_TEXT(settings(), "cacerts=1\n?properties that it includes were not read: java.security\n");
}
