// SPDX-License-Identifier: Apache-2.0
#include "cert_writer.h"
#include "der_writer.h"
#include "expect.h"
#include "keystore.h"

TestSuite(pkcs7, .fini = tidy);

#define RECORDED CORPUS "/keystores/"
#define SIGNED_DATA "1.2.840.113549.1.7.2"

Test(pkcs7, what_openssl_writes_is_read)
{
    struct keystore der = keystore_read(file_content(RECORDED "openssl.p7b"), NULL);
    SAME(der.status, CHAIN_OK);
    SAME(der.anchors, 2);
    SAME(der.list->skipped_count, 0);
    SAME_TEXT(der.list->kind, "pkcs7");
    SAME(der.list->items[1].entry, 2);
    struct keystore pem = keystore_read(file_content(RECORDED "openssl.p7c.pem"), NULL);
    SAME(pem.anchors, 2);
    SAME_TEXT(pem.list->kind, "pem");
    keystore_free(&der);
    keystore_free(&pem);
}

Test(pkcs7, damage_is_never_silent)
{
    keystore_try_damage(file_content(RECORDED "openssl.p7b"), NULL);
}

/* ContentInfo with SignedData that holds what is given as its certificates. */
static chain_bytes bag(chain_bytes certificates)
{
    return ASN_SEQUENCE(
        asn_oid(SIGNED_DATA),
        ASN_CONTEXT(0, ASN_SEQUENCE(asn_integer(1), asn_empty(0x31),
                                    ASN_SEQUENCE(asn_oid("1.2.840.113549.1.7.1")), certificates)));
}

Test(pkcs7, one_damaged_certificate_costs_no_other)
{
    chain_bytes good = cert_with((chain_bytes){NULL, 0});
    chain_bytes bad = ASN_SEQUENCE(asn_integer(1));
    struct keystore read = keystore_read(bag(ASN_CONTEXT(0, good, bad, good)), NULL);
    SAME(read.anchors, 2);
    SAME(read.list->skipped_count, 1);
    SAME(read.list->skipped[0].entry, 2);
    SAME(read.list->skipped[0].status, CHAIN_E_MALFORMED);
    keystore_free(&read);
}

Test(pkcs7, attribute_certificates_are_passed_over)
{
    chain_bytes good = cert_with((chain_bytes){NULL, 0});
    struct keystore read =
        keystore_read(bag(ASN_CONTEXT(0, ASN_CONTEXT(1, asn_integer(1)), good)), NULL);
    SAME(read.anchors, 1);
    SAME(read.list->skipped_count, 0);
    keystore_free(&read);
}

Test(pkcs7, one_without_certificates_is_said)
{
    struct keystore read = keystore_read(bag(asn_empty(0x31)), NULL);
    SAME_TEXT(keystore_complaint(&read), "the PKCS#7 file holds no certificates");
    keystore_free(&read);
    read = keystore_read(ASN_SEQUENCE(asn_oid(SIGNED_DATA), asn_hex("a0800000")), NULL);
    SAME_TEXT(keystore_complaint(&read),
              "not a PKCS#7 SignedData in DER (indefinite lengths are not read)");
    keystore_free(&read);
}
