// SPDX-License-Identifier: Apache-2.0
#include "der_writer.h"
#include "expect.h"
#include "keystore.h"
#include "pool.h"

#include <dirent.h>

TestSuite(pkcs12, .fini = tidy);

#define RECORDED CORPUS "/keystores/"

static struct keystore read_recorded(const char *name, const char *password)
{
    return keystore_read(file_content(pool_format(RECORDED "%s", name)), password);
}

/* MACs under names that JDKs write and cannot read themselves. */
static bool has_odd_mac(const char *name)
{
    return strstr(name, "mac-PBEWith") != NULL;
}

Test(pkcs12, every_protection_that_jdks_write_is_read)
{
    size_t tried = 0;
    DIR *folder = opendir(RECORDED);
    cr_assert_not_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        const char *name = entry->d_name;
        if (strncmp(name, "jdk", 3) != 0 || !strstr(name, ".p12"))
            continue;
        struct keystore read = read_recorded(name, "s3cret");
        cr_expect(read.status == CHAIN_OK && read.anchors == 2 && read.list->count == 2,
                  "%s: status %d, %zu anchors, %s", name, (int)read.status, read.anchors,
                  read.error.message);
        SAME(read.list->skipped_count, has_odd_mac(name));
        SAME_TEXT(read.list->kind, "pkcs12");
        bool without_mac = strstr(name, "mac-NONE") || strstr(name, "open");
        cr_expect(read.list->unchecked == (without_mac || has_odd_mac(name)), "%s", name);
        keystore_free(&read);
        tried++;
    }
    closedir(folder);
    SAME(tried, 50);
}

Test(pkcs12, keys_beside_the_roots_are_said)
{
    static const char *const NAMES[] = {"jdk17.pkcs12", "jdk25.pkcs12"};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        struct keystore read = read_recorded(NAMES[i], "s3cret");
        SAME(read.status, CHAIN_OK);
        SAME(read.anchors, 2);
        SAME(read.list->count, 3); /* the chain of the key is no root */
        SAME_TEXT(keystore_complaint(&read), "a private key, which is not a trusted root");
        keystore_free(&read);
    }
}

Test(pkcs12, what_openssl_writes_is_read_and_not_trusted)
{
    static const char *const NAMES[] = {
        "openssl-default.p12",     "openssl-legacy.p12",      "openssl-PBE-SHA1-3DES.p12",
        "openssl-AES-128-CBC.p12", "openssl-AES-192-CBC.p12", "openssl-AES-256-CBC.p12",
        "openssl-mac-sha1.p12",    "openssl-mac-sha224.p12",  "openssl-mac-sha384.p12",
        "openssl-mac-sha512.p12",  "openssl-nomac.p12",       "openssl-open.p12"};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        struct keystore read = read_recorded(NAMES[i], "s3cret");
        cr_expect(read.status == CHAIN_OK && read.list->count == 2 && !read.anchors, "%s: %s",
                  NAMES[i], read.error.message);
        SAME(read.list->skipped_count, 0);
        keystore_free(&read);
    }
}

Test(pkcs12, an_empty_password_needs_not_be_given)
{
    static const char *const PASSWORDS[] = {NULL, ""};
    for (size_t i = 0; i < COUNT(PASSWORDS); i++) {
        struct keystore read = read_recorded("openssl-empty.p12", PASSWORDS[i]);
        SAME(read.status, CHAIN_OK);
        SAME(read.list->count, 2);
        SAME(read.list->unchecked, false);
        keystore_free(&read);
    }
}

Test(pkcs12, one_without_password_needs_none)
{
    struct keystore read = read_recorded("jdk25-open.p12", NULL);
    SAME(read.anchors, 2);
    SAME(read.list->open, true);
    SAME(read.list->unchecked, true);
    keystore_free(&read);
    /* what is not encrypted is read, and was not checked */
    read = read_recorded("jdk25-cipher-NONE.p12", NULL);
    SAME(read.status, CHAIN_OK);
    SAME(read.anchors, 2);
    SAME(read.list->unchecked, true);
    keystore_free(&read);
}

Test(pkcs12, a_missing_or_wrong_password_is_said)
{
    struct keystore read = read_recorded("jdk17-default.p12", NULL);
    SAME(read.status, CHAIN_E_PASSWORD);
    SAME_TEXT(read.error.message, "the keystore needs its password (--password FILE)");
    SAME(read.list->count, 0);
    keystore_free(&read);
    static const char *const WRONG[] = {"", "s3creT", "s3cret ", "changeit"};
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        read = read_recorded("jdk17-default.p12", WRONG[i]);
        SAME(read.status, CHAIN_E_PASSWORD);
        SAME_TEXT(read.error.message, "the keystore was changed, or its password is another one");
        keystore_free(&read);
    }
    read = read_recorded("jdk17-mac-NONE.p12", "s3creT");
    SAME(read.status, CHAIN_E_PASSWORD);
    SAME_TEXT(read.error.message, "the password is another one, or the file is damaged");
    keystore_free(&read);
}

Test(pkcs12, unknown_ciphers_are_said)
{
    struct keystore read = read_recorded("openssl-PBE-SHA1-RC4-128.p12", "s3cret");
    SAME(read.status, CHAIN_OK);
    SAME(read.list->count, 0);
    SAME(read.list->skipped[0].status, CHAIN_E_UNSUPPORTED);
    SAME_TEXT(keystore_complaint(&read), "encrypted with an algorithm that is not known here");
    keystore_free(&read);
}

Test(pkcs12, unknown_macs_are_said_and_cost_no_root)
{
    struct keystore read = read_recorded("jdk17-mac-PBEWithHmacSHA256.p12", "s3cret");
    SAME(read.anchors, 2);
    SAME_TEXT(keystore_complaint(&read),
              "protected by a MAC that is not known here, and not checked");
    keystore_free(&read);
    read = read_recorded("jdk17-mac-PBEWithHmacSHA256.p12", NULL);
    SAME(read.status, CHAIN_E_PASSWORD);
    keystore_free(&read);
}

Test(pkcs12, damage_is_never_silent)
{
    keystore_try_damage(file_content(RECORDED "jdk25-open.p12"), NULL);
}

Test(pkcs12, damage_is_found_where_the_password_is_known)
{
    /* few rounds, so that every octet can be tried */
    chain_bytes whole = file_content(RECORDED "openssl-mac-sha1.p12");
    for (size_t at = 0; at < whole.size; at += 11) {
        struct keystore read =
            keystore_read(asn_with(whole, at, (uint8_t)(whole.data[at] ^ 0x40)), "s3cret");
        cr_expect(read.status != CHAIN_OK || read.list->skipped_count, "silent at %zu", at);
        SAME(read.anchors, 0);
        keystore_free(&read);
    }
}

Test(pkcs12, passwords_beyond_ascii_are_derived_as_java_does)
{
    static const char *const NAMES[] = {"umlaut-jdk25-legacy.p12", "umlaut-jdk25-default.p12",
                                        "umlaut-jdk25.jks"};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        struct keystore read = read_recorded(NAMES[i], "p\xc3\xa4ssword");
        cr_expect(read.status == CHAIN_OK && read.anchors == 2, "%s: %s", NAMES[i],
                  read.error.message);
        SAME(read.list->unchecked, false);
        keystore_free(&read);
        read = read_recorded(NAMES[i], "passw\xc3\xa4rd");
        SAME(read.status, CHAIN_E_PASSWORD);
        keystore_free(&read);
    }
}

/* ---- made up ---------------------------------------------------------------------------------- */

#define DATA "1.2.840.113549.1.7.1"
#define ENCRYPTED "1.2.840.113549.1.7.6"

/* An encrypted safe by PBES2 with so many rounds, and a MAC with so many. 0: no MAC. */
static chain_bytes pfx(int64_t rounds, int64_t mac_rounds)
{
    chain_bytes salt = ASN(0x04, asn_repeat(1, 8));
    chain_bytes kdf =
        ASN_SEQUENCE(asn_oid("1.2.840.113549.1.5.12"), ASN_SEQUENCE(salt, asn_integer(rounds)));
    chain_bytes scheme =
        ASN_SEQUENCE(asn_oid("2.16.840.1.101.3.4.1.42"), ASN(0x04, asn_repeat(2, 16)));
    chain_bytes algorithm =
        ASN_SEQUENCE(asn_oid("1.2.840.113549.1.5.13"), ASN_SEQUENCE(kdf, scheme));
    chain_bytes info = ASN_SEQUENCE(asn_oid(DATA), algorithm, ASN(0x80, asn_repeat(3, 32)));
    chain_bytes safe = ASN_SEQUENCE(
        ASN_SEQUENCE(asn_oid(ENCRYPTED), ASN_CONTEXT(0, ASN_SEQUENCE(asn_integer(0), info))));
    chain_bytes digest = ASN_SEQUENCE(ASN_SEQUENCE(asn_oid("1.3.14.3.2.26"), asn_null()),
                                      ASN(0x04, asn_repeat(4, 20)));
    chain_bytes mac =
        mac_rounds ? ASN_SEQUENCE(digest, salt, asn_integer(mac_rounds)) : (chain_bytes){NULL, 0};
    return ASN_SEQUENCE(asn_integer(3),
                        ASN_SEQUENCE(asn_oid(DATA), ASN_CONTEXT(0, ASN(0x04, safe))), mac);
}

Test(pkcs12, more_rounds_than_anybody_needs_are_not_done, .timeout = 20)
{
    static const int64_t MANY[] = {5000001, INT32_MAX, UINT32_MAX, INT64_MAX};
    for (size_t i = 0; i < COUNT(MANY); i++) {
        struct keystore read = keystore_read(pfx(MANY[i], 0), "s3cret");
        SAME(read.list->count, 0);
        SAME(read.list->skipped[0].status, CHAIN_E_LIMIT);
        SAME_TEXT(keystore_complaint(&read), "its encryption asks for more rounds than 5000000");
        keystore_free(&read);
        read = keystore_read(pfx(1, MANY[i]), "s3cret");
        SAME(read.list->skipped[0].status, CHAIN_E_LIMIT);
        keystore_free(&read);
    }
}

Test(pkcs12, rounds_that_are_none_are_damage)
{
    static const int64_t NONE[] = {0, -1};
    for (size_t i = 0; i < COUNT(NONE); i++) {
        struct keystore read = keystore_read(pfx(NONE[i], 0), "s3cret");
        SAME_TEXT(keystore_complaint(&read), "the parameters of the encryption are damaged");
        keystore_free(&read);
    }
}
