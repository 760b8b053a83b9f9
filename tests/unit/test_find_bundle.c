// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "image.h"
#include "pool.h"

#include <sys/stat.h>
#include <unistd.h>

TestSuite(find_bundle, .fini = tidy);

Test(find_bundle, what_it_concerns_is_known)
{
    static const struct {
        const char *path, *concerns;
    } CASES[] = {{"/x/botocore/cacert.pem", "amazonaws.com"},
                 {"/x/aliyun/cacert.pem", "aliyuncs.com"},
                 {"/x/alipay/cacert.pem", "alipay.com"},
                 {"/x/pip/_vendor/certifi/cacert.pem", "-"},
                 {"/x/certifi/cacert.pem", ""},
                 {"/x/cacert.pem", ""}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        image_put(CASES[i].path, "");
        SAME_TEXT(image_place(CASES[i].path)->concerns, CASES[i].concerns);
    }
}

Test(find_bundle, environments_are_called_by_their_folder)
{
    image_put("/srv/app/lib/python3.9/site-packages/certifi/cacert.pem", "");
    image_put("/usr/lib/python3/dist-packages/certifi/cacert.pem", "");
    image_put(pool_format("/%0200d/lib/python3.9/site-packages/certifi/cacert.pem", 1), "");
    SAME_TEXT(image_place("/srv/app/lib/python3.9/site-packages/certifi/cacert.pem")->id,
              "certifi-app");
    SAME_TEXT(image_place("/usr/lib/python3/dist-packages/certifi/cacert.pem")->id, "certifi");
}

Test(find_bundle, keystores_say_that_they_are_for_trust)
{
    image_put("/a/trust.P12", "");
    image_put("/a/keystore.p12", "");
    image_put("/a/trust.txt", "");
    image_put("/a/.truststore", "");
    SAME_TEXT(image_stores(), "keystore /a/.truststore\nkeystore /a/trust.P12\n");
}

Test(find_bundle, node_is_a_large_program)
{
    image_put("/a/node", "small");
    image_put("/b/node", "");
    const char *path = pool_format("%s/b/node", image_path());
    cr_assert_eq(truncate(path, 16 * 1024 * 1024), 0);
    SAME_TEXT(image_stores(), "");
    cr_assert_eq(chmod(path, 0755), 0);
    SAME_TEXT(image_stores(), "node /b/node\n");
    SAME_TEXT(image_place("/b/node")->runtime, "/b/node");
}

Test(find_bundle, variables_for_all_take_its_place)
{
    image_put("/x/certifi/cacert.pem", "");
    image_put("/a", "");
    image_put("/etc/environment", "REQUESTS_CA_BUNDLE=/a\n");
    SAME_TEXT(image_place("/x/certifi/cacert.pem")->concerns, ""); /* httpx heeds the other one */
    image_put("/etc/environment", "REQUESTS_CA_BUNDLE=/a\nSSL_CERT_FILE=/a\n");
    SAME_TEXT(image_place("/x/certifi/cacert.pem")->concerns, "-");
    image_put("/etc/environment", "");
    image_put("/etc/default/app", "REQUESTS_CA_BUNDLE=/a\nSSL_CERT_FILE=/a\n"); /* of one service */
    SAME_TEXT(image_place("/x/certifi/cacert.pem")->concerns, "");
}
