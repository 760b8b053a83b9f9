// SPDX-License-Identifier: Apache-2.0
/* Certificates that parse: their fields, held against what OpenSSL reads. */
#include "cert.h"

#include "builtin.h"
#include "cert_writer.h"
#include "der.h"
#include "expect.h"
#include "instant.h"
#include "pki.h"
#include "pool.h"

#include <openssl/x509.h>
#include <pthread.h>
#include <time.h>

TestSuite(cert, .fini = tidy);

static chain_cert *parse(chain_bytes der)
{
    chain_cert *cert = NULL;
    chain_error error = expect_junk();
    cr_assert_eq(chain_cert_new(&cert, &error, der.data, der.size), CHAIN_OK, "%s", error.message);
    return cert;
}

static chain_time openssl_time(const ASN1_TIME *at)
{
    struct tm civil;
    cr_assert(ASN1_TIME_to_tm(at, &civil));
    return timegm(&civil);
}

static chain_bytes openssl_name(X509_NAME *name)
{
    const unsigned char *der;
    size_t size;
    cr_assert(X509_NAME_get0_der(name, &der, &size));
    return pool_copy(der, size);
}

/* What both libraries read of the same octets. */
static void agree(chain_bytes der)
{
    const unsigned char *at = der.data;
    X509 *theirs = d2i_X509(NULL, &at, (long)der.size);
    chain_cert *ours = parse(der);
    cr_assert(theirs);
    SAME_BYTES(chain_cert_der(ours), der);
    SAME(chain_cert_validity(ours).from, openssl_time(X509_get0_notBefore(theirs)));
    SAME(chain_cert_validity(ours).until, openssl_time(X509_get0_notAfter(theirs)) + 1);
    SAME_BYTES(cert_bytes(ours, ours->subject), openssl_name(X509_get_subject_name(theirs)));
    SAME_BYTES(cert_bytes(ours, ours->issuer), openssl_name(X509_get_issuer_name(theirs)));
    SAME(ours->version, X509_get_version(theirs) + 1);
    const ASN1_BIT_STRING *signature;
    const X509_ALGOR *algorithm;
    X509_get0_signature(&signature, &algorithm, theirs);
    SAME_BYTES(cert_bytes(ours, ours->signature),
               pool_copy(ASN1_STRING_get0_data(signature), (size_t)ASN1_STRING_length(signature)));
    uint8_t *spki = NULL, hash[32];
    int spki_size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(theirs), &spki);
    SAME_BYTES(cert_bytes(ours, ours->spki), ((chain_bytes){spki, (size_t)spki_size}));
    chain_cert_key_sha256(ours, hash);
    SAME_BYTES(((chain_bytes){hash, 32}), pki_sha256((chain_bytes){spki, (size_t)spki_size}));
    chain_cert_sha256(ours, hash);
    SAME_BYTES(((chain_bytes){hash, 32}), pki_sha256(der));
    OPENSSL_free(spki);
    X509_free(theirs);
    chain_cert_unref(ours);
}

Test(cert, roots_of_the_corpus_read_as_openssl_reads_them)
{
    SAME(BUILTIN_ROOT_COUNT, 18);
    for (size_t i = 0; i < BUILTIN_ROOT_COUNT; i++)
        agree((chain_bytes){BUILTIN_ROOTS[i].der, BUILTIN_ROOTS[i].size});
}

Test(cert, minted_ones_read_as_openssl_reads_them)
{
    static const enum pki_kind KINDS[] = {PKI_RSA_2048, PKI_P256,    PKI_P384,
                                          PKI_P521,     PKI_ED25519, PKI_ED448};
    for (size_t i = 0; i < COUNT(KINDS); i++)
        agree(pki_mint(&(struct pki_cert){.subject = "subject",
                                          .issuer = "issuer",
                                          .key = pki_new_key(KINDS[i]),
                                          .extensions = PKI_LEAF_EXTENSIONS}));
    agree(pki_mint(&(struct pki_cert){
        .subject = "pss", .key = pki_new_key(PKI_RSA_2048), .pss = true, .digest = "SHA384"}));
    agree(pki_mint(&(struct pki_cert){.subject = "",
                                      .issuer = "x",
                                      .key = pki_new_key(PKI_P256),
                                      .from = "19500101000000Z",
                                      .until = "99991231235959Z"}));
}

Test(cert, known_facts_of_a_root)
{
    size_t i = 0;
    while (i < BUILTIN_ROOT_COUNT && strcmp(BUILTIN_ROOTS[i].name, "digicert-global-root-g2") != 0)
        i++;
    cr_assert_lt(i, BUILTIN_ROOT_COUNT);
    chain_cert *cert = parse((chain_bytes){BUILTIN_ROOTS[i].der, BUILTIN_ROOTS[i].size});
    uint8_t hash[32];
    SAME_SPAN(chain_cert_validity(cert), instant_from_civil(2013, 8, 1) + 12 * 3600,
              instant_from_civil(2038, 1, 15) + 12 * 3600 + 1);
    SAME_BYTES(chain_cert_serial(cert), asn_hex("033af1e6a711a9a0bb2864b11d09fae5"));
    chain_cert_sha256(cert, hash);
    SAME_BYTES(((chain_bytes){hash, 32}),
               asn_hex("cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f"));
    SAME_OWN_TEXT(chain_cert_subject(cert),
                  "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US");
    SAME_OWN_TEXT(chain_cert_issuer(cert),
                  "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US");
    SAME_OWN_TEXT(chain_cert_short_name(cert), "DigiCert Global Root G2");
    SAME(cert->deviations, 0);
    SAME(cert->version, 3);
    cr_expect(cert->is_ca);
    SAME(cert->path_length, CERT_NO_PATH_LENGTH);
    cr_expect(cert_is_self_issued(cert));
    chain_cert_unref(cert);
}

Test(cert, deviations_of_real_roots)
{
    for (size_t i = 0; i < BUILTIN_ROOT_COUNT; i++) {
        chain_cert *cert = parse((chain_bytes){BUILTIN_ROOTS[i].der, BUILTIN_ROOTS[i].size});
        bool zero =
            strcmp(BUILTIN_ROOTS[i].name, "starfield-class-2-ca") == 0 ||
            strcmp(BUILTIN_ROOTS[i].name, "starfield-services-root-certificate-authority-g2") == 0;
        cr_expect_eq(cert->deviations, zero ? CERT_SERIAL_ZERO : 0, "%s", BUILTIN_ROOTS[i].name);
        chain_cert_unref(cert);
    }
}

Test(cert, octets_are_copied)
{
    chain_bytes der = cert_with((chain_bytes){NULL, 0});
    chain_cert *cert = parse(der);
    cr_expect_neq(chain_cert_der(cert).data, der.data);
    memset((uint8_t *)(uintptr_t)der.data, 0, der.size);
    SAME_OWN_TEXT(chain_cert_subject(cert), "CN=subject");
    chain_cert_unref(cert);
}

Test(cert, references_are_counted)
{
    chain_cert *cert = parse(cert_with((chain_bytes){NULL, 0}));
    cr_expect_eq(chain_cert_ref(cert), cert);
    chain_cert_unref(cert);
    SAME_OWN_TEXT(chain_cert_subject(cert), "CN=subject");
    chain_cert_unref(cert);
    chain_cert_unref(NULL);
}

Test(cert, validity_is_up_to_and_with_not_after)
{
    struct cert_parts parts = cert_parts_plain();
    parts.validity = ASN_SEQUENCE(utc_time("700101000005Z"), utc_time("700101000009Z"));
    chain_cert *cert = parse(cert_parts_join(&parts));
    SAME_SPAN(chain_cert_validity(cert), 5, 10);
    chain_cert_unref(cert);
    /* dates in the wrong order: valid at no time, but a certificate */
    parts.validity = ASN_SEQUENCE(utc_time("700101000009Z"), utc_time("700101000005Z"));
    cert = parse(cert_parts_join(&parts));
    SAME_SPAN(chain_cert_validity(cert), 9, 6);
    chain_cert_unref(cert);
}

Test(cert, self_issued_is_a_name_twice)
{
    struct cert_parts parts = cert_parts_plain();
    chain_cert *cert = parse(cert_parts_join(&parts));
    cr_expect_not(cert_is_self_issued(cert));
    chain_cert_unref(cert);
    parts.subject = NAME(RDN(attribute_of("2.5.4.3", asn_string(DER_PRINTABLE_STRING, " ISSUER"))));
    cert = parse(cert_parts_join(&parts));
    cr_expect(cert_is_self_issued(cert), "as names are compared, not as octets");
    chain_cert_unref(cert);
}

Test(cert, key_identifiers)
{
    chain_bytes skid = extension_of("2.5.29.14", false, ASN(0x04, asn_hex("0102")));
    chain_bytes akid = extension_of("2.5.29.35", false, ASN_SEQUENCE(ASN(0x80, asn_hex("0304"))));
    chain_cert *cert = parse(cert_with(EXTENSIONS(skid, akid)));
    SAME_BYTES(cert_subject_key_id(cert), asn_hex("0102"));
    SAME_BYTES(cert_authority_key_id(cert), asn_hex("0304"));
    chain_cert_unref(cert);
    cert = parse(cert_with((chain_bytes){NULL, 0}));
    SAME(cert_subject_key_id(cert).size, 0);
    SAME(cert_authority_key_id(cert).size, 0);
    chain_cert_unref(cert);
}

Test(cert, key_identifiers_of_malformed_extensions_are_none)
{
    chain_bytes skid = extension_of("2.5.29.14", false, asn_hex("04 02 0102 00"));
    chain_bytes akid =
        extension_of("2.5.29.35", false, ASN_SEQUENCE(ASN(0x80, asn_hex("0304")), asn_null()));
    chain_cert *cert = parse(cert_with(EXTENSIONS(skid, akid)));
    SAME(cert->deviations, CERT_EXTENSION_MALFORMED);
    SAME(cert_subject_key_id(cert).size, 0);
    SAME(cert_authority_key_id(cert).size, 0);
    chain_cert_unref(cert);
    /* and an identifier may be left out of a good one */
    akid = extension_of("2.5.29.35", false, asn_empty(0x30));
    cert = parse(cert_with(EXTENSIONS(akid)));
    SAME(cert->deviations, 0);
    SAME(cert_authority_key_id(cert).size, 0);
    chain_cert_unref(cert);
}

/* ---- one certificate and many threads ---------------------------------------------------------
 */

enum { THREADS = 8 };

static void *hash_in_a_thread(void *cert)
{
    uint8_t *hash = malloc(32);
    chain_cert_sha256(cert, hash);
    return hash;
}

Test(cert, fingerprint_is_whole_in_every_thread)
{
    chain_bytes der = cert_with((chain_bytes){NULL, 0}), wanted = pki_sha256(der);
    for (int round = 0; round < 50; round++) {
        chain_cert *cert = parse(der);
        pthread_t threads[THREADS];
        for (int i = 0; i < THREADS; i++)
            cr_assert_eq(pthread_create(&threads[i], NULL, hash_in_a_thread, cert), 0);
        for (int i = 0; i < THREADS; i++) {
            void *hash;
            pthread_join(threads[i], &hash);
            SAME(memcmp(hash, wanted.data, 32), 0);
            free(hash);
        }
        chain_cert_unref(cert);
    }
}
