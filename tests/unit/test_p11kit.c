// SPDX-License-Identifier: Apache-2.0
#include "cert_writer.h"
#include "expect.h"
#include "extension.h"
#include "keystore.h"
#include "pki.h"
#include "pool.h"

TestSuite(p11kit, .fini = tidy);

#define OBJECT "[p11-kit-object-v1]\n"

struct root {
    chain_bytes der, spki;
    const char *pem, *key;
};

static struct root make_root(const char *name)
{
    pki_key *key = pki_new_key(PKI_P256);
    chain_bytes der =
        pki_mint(&(struct pki_cert){.subject = name, .key = key, .extensions = PKI_CA_EXTENSIONS});
    return (struct root){der, pki_spki(key), pool_string(pem_of("CERTIFICATE", der)),
                         pool_string(pem_of("PUBLIC KEY", pki_spki(key)))};
}

static struct keystore read_text(const char *text)
{
    return keystore_read((chain_bytes){(const uint8_t *)text, strlen(text)}, NULL);
}

static struct list_limits limits_with(const char *attributes)
{
    struct root root = make_root("A");
    struct keystore read = read_text(pool_format(OBJECT "%s\n%s", attributes, root.pem));
    SAME_TEXT(read.list->kind, "p11-kit");
    cr_assert_eq(read.list->count, 1);
    struct list_limits limits = read.list->items[0].limits;
    keystore_free(&read);
    return limits;
}

Test(p11kit, only_what_is_trusted_is_an_anchor)
{
    SAME(limits_with("trusted: true").no_anchor, false);
    SAME(limits_with("trusted: false").no_anchor, true);
    SAME(limits_with("label: \"nothing said\"").no_anchor, true);
    SAME(limits_with("trusted: true\nx-distrusted: true").no_anchor, true);
    SAME(limits_with("trusted: true\nx-distrusted: false").no_anchor, false);
}

Test(p11kit, a_date_of_distrust_is_read)
{
    /* 221130235959Z, as Fedora's ca-certificates writes it */
    struct list_limits limits = limits_with(
        "trusted: true\nnss-server-distrust-after: \"%32%32%31%31%33%30%32%33%35%39%35%39%5a\"");
    SAME(limits.distrust_after, 1669852799);
    SAME(limits_with("trusted: true\nnss-server-distrust-after: \"221130235959Z\"").distrust_after,
         1669852799);
    SAME(limits_with("trusted: true\nnss-server-distrust-after: \"%00\"").distrust_after,
         CHAIN_TIME_MAX);
    SAME(limits_with("trusted: true").distrust_after, CHAIN_TIME_MAX);
    SAME(limits_with("trusted: true\nnss-email-distrust-after: \"221130235959Z\"").distrust_after,
         CHAIN_TIME_MAX);
}

static const char *extension(const struct root *root, const char *id, const char *value)
{
    return pool_format(OBJECT "class: x-certificate-extension\nobject-id: %s\nvalue: %s\n%s", id,
                       value, root->key);
}

Test(p11kit, a_usage_beside_the_certificate_limits_it)
{
    struct root root = make_root("A"), other = make_root("B");
    /* id-kp-emailProtection, with the extension around it and alone; it may stand behind */
    static const char *const VALUES[] = {
        "\"%30%13%06%03%55%1d%25%04%0c%30%0a%06%08%2b%06%01%05%05%07%03%04\"",
        "\"0%0a%06%08%2b%06%01%05%05%07%03%04\""};
    for (size_t i = 0; i < COUNT(VALUES); i++) {
        struct keystore read =
            read_text(pool_format(OBJECT "trusted: true\n%s\n" OBJECT "trusted: true\n%s\n%s",
                                  root.pem, other.pem, extension(&root, "2.5.29.37", VALUES[i])));
        SAME(read.anchors, 2);
        SAME(read.list->items[0].limits.purposes, PURPOSE_EMAIL);
        SAME(read.list->items[1].limits.purposes, 0);
        keystore_free(&read);
    }
    struct keystore read = read_text(pool_format(OBJECT "trusted: true\n%s\n%s", root.pem,
                                                 extension(&root, "2.5.29.15", VALUES[0])));
    SAME(read.list->items[0].limits.purposes, 0);
    keystore_free(&read);
}

Test(p11kit, a_damaged_usage_is_said)
{
    struct root root = make_root("A");
    struct keystore read = read_text(pool_format(OBJECT "trusted: true\n%s\n%s", root.pem,
                                                 extension(&root, "2.5.29.37", "\"%30%ff\"")));
    SAME_TEXT(keystore_complaint(&read), "the extended key usage beside a certificate is damaged");
    keystore_free(&read);
}

Test(p11kit, one_damaged_object_costs_no_other)
{
    struct root a = make_root("A"), b = make_root("B");
    struct keystore read = read_text(pool_format(
        "# a comment\n" OBJECT "trusted: true\n%s\n" OBJECT
        "trusted: true\n-----BEGIN CERTIFICATE-----\nMI!!\n-----END CERTIFICATE-----\n" OBJECT
        "trusted: true\n%s",
        a.pem, b.pem));
    SAME(read.anchors, 2);
    SAME(read.list->skipped_count, 1);
    SAME(read.list->skipped[0].entry, 2);
    SAME_TEXT(keystore_complaint(&read), "base64 is damaged");
    keystore_free(&read);
}
