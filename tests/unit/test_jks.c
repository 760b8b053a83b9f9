// SPDX-License-Identifier: Apache-2.0
#include "der_writer.h"
#include "expect.h"
#include "keystore.h"
#include "pki.h"

TestSuite(jks, .fini = tidy);

#define RECORDED CORPUS "/keystores/"

/* keytool's: two trusted certificates and a key; in JCEKS a secret key, too. */
static void same_recorded(const char *path, const char *kind, size_t skipped)
{
    struct keystore read = keystore_read(file_content(path), "s3cret");
    SAME(read.status, CHAIN_OK);
    SAME(read.list->count, 2);
    SAME(read.anchors, 2);
    SAME(read.list->unchecked, false);
    SAME_TEXT(read.list->kind, kind);
    SAME(read.list->skipped_count, skipped);
    for (size_t i = 0; i < read.list->skipped_count; i++)
        SAME(read.list->skipped[i].status, CHAIN_E_UNSUPPORTED);
    keystore_free(&read);
}

Test(jks, what_keytool_writes_is_read)
{
    same_recorded(RECORDED "jdk17.jks", "jks", 1);
    same_recorded(RECORDED "jdk25.jks", "jks", 1);
    same_recorded(RECORDED "jdk17.jceks", "jceks", 2);
    same_recorded(RECORDED "jdk25.jceks", "jceks", 2);
}

Test(jks, keys_are_not_roots_and_are_said)
{
    struct keystore read = keystore_read(file_content(RECORDED "jdk17.jks"), NULL);
    SAME_TEXT(keystore_complaint(&read),
              "a private key and its chain, which are not trusted roots");
    keystore_free(&read);
    bool secret = false;
    read = keystore_read(file_content(RECORDED "jdk25.jceks"), NULL);
    for (size_t i = 0; i < read.list->skipped_count; i++)
        secret |= strstr(read.list->skipped[i].message, "a secret key") != NULL;
    cr_expect(secret);
    keystore_free(&read);
}

Test(jks, without_a_password_it_is_read_and_not_checked)
{
    struct keystore read = keystore_read(file_content(RECORDED "jdk17.jks"), NULL);
    SAME(read.status, CHAIN_OK);
    SAME(read.anchors, 2);
    SAME(read.list->unchecked, true);
    keystore_free(&read);
}

Test(jks, another_password_is_refused)
{
    struct keystore read = keystore_read(file_content(RECORDED "jdk17.jks"), "s3creT");
    SAME(read.status, CHAIN_E_PASSWORD);
    SAME_TEXT(read.error.message, "the keystore was changed, or its password is another one");
    keystore_free(&read);
    read = keystore_read(file_content(RECORDED "jdk17.jks"), "");
    SAME(read.status, CHAIN_E_PASSWORD);
    keystore_free(&read);
}

Test(jks, a_changed_octet_is_found_where_the_password_is_known)
{
    chain_bytes whole = file_content(RECORDED "jdk25.jks");
    for (size_t at = 12; at < whole.size; at += 7) {
        struct keystore read =
            keystore_read(asn_with(whole, at, (uint8_t)(whole.data[at] ^ 1)), "s3cret");
        SAME(read.status, CHAIN_E_PASSWORD);
        keystore_free(&read);
    }
}

Test(jks, damage_is_never_silent)
{
    keystore_try_damage(file_content(RECORDED "jdk17.jks"), NULL);
    keystore_try_damage(file_content(RECORDED "jdk25.jceks"), NULL);
}

/* ---- made up ---------------------------------------------------------------------------------- */

static chain_bytes number(uint32_t value, size_t octets)
{
    uint8_t *out = (uint8_t *)(uintptr_t)asn_repeat(0, octets).data;
    for (size_t i = octets; i-- > 0; value >>= 8)
        out[i] = (uint8_t)value;
    return (chain_bytes){out, octets};
}

static chain_bytes sized(size_t octets, chain_bytes content)
{
    return ASN_JOIN(number((uint32_t)content.size, octets), content);
}

static chain_bytes root(const char *name)
{
    return pki_mint(&(struct pki_cert){
        .subject = name, .key = pki_new_key(PKI_P256), .extensions = PKI_CA_EXTENSIONS});
}

static chain_bytes trusted(const char *alias, const char *type, chain_bytes der)
{
    return ASN_JOIN(number(2, 4), sized(2, asn_text(alias)), asn_repeat(0, 8),
                    sized(2, asn_text(type)), sized(4, der));
}

static chain_bytes store(uint32_t version, uint32_t count, chain_bytes entries)
{
    return ASN_JOIN(asn_hex("feedfeed"), number(version, 4), number(count, 4), entries,
                    asn_repeat(0, 20));
}

Test(jks, one_damaged_entry_costs_no_other)
{
    chain_bytes bad = asn_with(trusted("b", "X.509", root("B")), 3, 9); /* no such tag */
    chain_bytes entries =
        ASN_JOIN(trusted("a", "X.509", root("A")), bad, trusted("c", "X.509", root("C")));
    struct keystore read = keystore_read(store(2, 3, entries), NULL);
    SAME(read.status, CHAIN_OK);
    SAME(read.anchors, 2);
    SAME(read.list->skipped_count, 1);
    SAME(read.list->skipped[0].entry, 2);
    SAME(read.list->skipped[0].status, CHAIN_E_MALFORMED);
    SAME(read.list->skipped[0].offset, 12 + asn_find(entries, bad));
    keystore_free(&read);
}

Test(jks, certificates_of_other_types_are_said)
{
    struct keystore read = keystore_read(
        store(2, 2, ASN_JOIN(trusted("a", "PGP", root("A")), trusted("b", "X509", root("B")))),
        NULL);
    SAME(read.anchors, 1);
    SAME(read.list->skipped_count, 1);
    SAME_TEXT(keystore_complaint(&read), "a certificate of another type than X.509");
    keystore_free(&read);
}

Test(jks, other_versions_and_missing_entries_are_said)
{
    struct keystore read = keystore_read(store(3, 1, trusted("a", "X.509", root("A"))), NULL);
    SAME(read.anchors, 0);
    SAME_TEXT(keystore_complaint(&read), "a keystore of version 3");
    keystore_free(&read);
    read = keystore_read(store(2, 5, trusted("a", "X.509", root("A"))), NULL);
    SAME(read.anchors, 1);
    SAME_TEXT(keystore_complaint(&read), "the keystore says that it has more entries than it has");
    SAME(read.list->skipped[0].entry, 5);
    keystore_free(&read);
}

Test(jks, lengths_beyond_the_end_do_no_harm)
{
    chain_bytes entry = trusted("a", "X.509", root("A"));
    for (size_t at = 4; at < 27; at++) {
        struct keystore read = keystore_read(store(2, 1, asn_with(entry, at, 0xff)), NULL);
        cr_expect(read.anchors == 1 || read.list->skipped_count, "silent at %zu", at);
        keystore_free(&read);
    }
}
