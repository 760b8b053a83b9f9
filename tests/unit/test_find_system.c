// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "image.h"

TestSuite(find_system, .fini = tidy);

Test(find_system, the_first_bundle_is_the_machines)
{
    static const struct {
        const char *path, *manager;
    } BUNDLES[] = {{"/etc/ssl/cert.pem", "alpine"},
                   {"/etc/ssl/ca-bundle.pem", "suse"},
                   {"/etc/pki/tls/certs/ca-bundle.crt", "rhel"},
                   {"/etc/ssl/certs/ca-certificates.crt", "debian"},
                   {"/var/lib/ca-certificates/ca-bundle.pem", "suse"},
                   {"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "rhel"}};
    /* from the last to the first, each takes the place of those before */
    for (size_t i = 0; i < COUNT(BUNDLES); i++) {
        image_put(BUNDLES[i].path, "");
        const chain_place *place = image_place(BUNDLES[i].path);
        cr_assert_not_null(place);
        SAME_TEXT(place->id, "system");
        SAME_TEXT(place->manager, BUNDLES[i].manager);
        SAME(place->follows, CHAIN_PROGRAM_MOZILLA);
    }
}

Test(find_system, a_system_without_a_bundle_has_none)
{
    image_put("/etc/ssl/certs/one.pem", "");
    image_put("/etc/ssl/cert.pem/x", "");
    SAME_TEXT(image_stores(), "");
}
