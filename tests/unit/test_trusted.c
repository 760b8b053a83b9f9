// SPDX-License-Identifier: Apache-2.0
#include "cert_writer.h"
#include "expect.h"
#include "extension.h"
#include "keystore.h"

TestSuite(trusted, .fini = tidy);

#define RECORDED CORPUS "/keystores/"

static struct list_limits limits_of(const char *path)
{
    struct keystore read = keystore_read(file_content(path), NULL);
    cr_assert(read.status == CHAIN_OK && read.list->count == 1 && !read.list->skipped_count);
    struct list_limits limits = read.list->items[0].limits;
    keystore_free(&read);
    return limits;
}

Test(trusted, what_is_added_leaves_out_the_rest)
{
    struct list_limits limits = limits_of(RECORDED "trusted-serverAuth.pem");
    SAME(limits.no_anchor, false);
    SAME(limits.purposes, PURPOSE_SERVER_AUTH);
    limits = limits_of(RECORDED "trusted-emailProtection.pem");
    SAME(limits.no_anchor, false);
    SAME(limits.purposes, PURPOSE_EMAIL);
    limits = limits_of(RECORDED "trusted-anyExtendedKeyUsage.pem");
    SAME(limits.no_anchor, false);
    SAME(limits.purposes, 0);
}

Test(trusted, what_is_rejected_leaves_the_rest)
{
    struct list_limits limits = limits_of(RECORDED "rejected-serverAuth.pem");
    SAME(limits.no_anchor, false);
    SAME(limits.purposes & PURPOSE_SERVER_AUTH, 0);
    SAME(limits.purposes & PURPOSE_EMAIL, PURPOSE_EMAIL);
    limits = limits_of(RECORDED "rejected-emailProtection.pem");
    SAME(limits.purposes & PURPOSE_SERVER_AUTH, PURPOSE_SERVER_AUTH);
    SAME(limits.purposes & PURPOSE_EMAIL, 0);
    SAME(limits_of(RECORDED "rejected-anyExtendedKeyUsage.pem").no_anchor, true);
}

static struct keystore read_made(chain_bytes aux)
{
    chain_bytes cert = cert_with((chain_bytes){NULL, 0});
    return keystore_read(pem_of("TRUSTED CERTIFICATE", ASN_JOIN(cert, aux)), NULL);
}

Test(trusted, without_settings_it_is_trusted_for_all)
{
    struct keystore read = read_made((chain_bytes){NULL, 0});
    SAME(read.anchors, 1);
    SAME(read.list->items[0].limits.purposes, 0);
    keystore_free(&read);
    read = read_made(ASN_SEQUENCE(asn_utf8("a name alone")));
    SAME(read.anchors, 1);
    SAME(read.list->items[0].limits.purposes, 0);
    keystore_free(&read);
}

Test(trusted, what_is_rejected_counts_more_than_what_is_trusted)
{
    chain_bytes server = asn_oid("1.3.6.1.5.5.7.3.1");
    struct keystore read = read_made(ASN_SEQUENCE(ASN_SEQUENCE(server), ASN_CONTEXT(0, server)));
    SAME(read.list->count, 1);
    SAME(read.anchors, 0);
    keystore_free(&read);
}

Test(trusted, damaged_settings_are_not_guessed)
{
    static const char *const BAD[] = {"3003020101ff", "0500", "300530030201", "3004a0020101"};
    for (size_t i = 0; i < COUNT(BAD); i++) {
        struct keystore read = read_made(asn_hex(BAD[i]));
        cr_expect(read.anchors == 0 && read.list->skipped_count == 1, "%s", BAD[i]);
        keystore_free(&read);
    }
}
