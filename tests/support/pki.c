// SPDX-License-Identifier: Apache-2.0
#include "pki.h"

#include "cert_writer.h"
#include "pool.h"

#include <openssl/bn.h>
#include <openssl/conf.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct pki_extension PKI_CA_EXTENSIONS[] = {
    {"basicConstraints", PKI_CA}, {"keyUsage", "critical,keyCertSign,cRLSign"}, {NULL, NULL}};
const struct pki_extension PKI_LEAF_EXTENSIONS[] = {{"basicConstraints", "critical,CA:FALSE"},
                                                    {"keyUsage", "critical,digitalSignature"},
                                                    {"extendedKeyUsage", "serverAuth"},
                                                    {"subjectAltName", "DNS:www.example.com"},
                                                    {NULL, NULL}};

static void need(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "pki: %s failed\n", what);
    ERR_print_errors_fp(stderr);
    abort();
}

/* ---- keys -------------------------------------------------------------------------------------
 */

/* Kept reachable for the rest of the process, as the pool is. */
static pki_key *keep(pki_key *key)
{
    pki_key **kept = pool_take(sizeof(*kept));
    *kept = key;
    return key;
}

pki_key *pki_new_rsa(unsigned bits, unsigned long exponent)
{
    pki_key *key = NULL;
    BIGNUM *e = BN_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    need(e && BN_set_word(e, exponent) && context && EVP_PKEY_keygen_init(context) > 0 &&
             EVP_PKEY_CTX_set_rsa_keygen_bits(context, (int)bits) > 0 &&
             EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, e) > 0 &&
             EVP_PKEY_generate(context, &key) > 0,
         "making an RSA key");
    EVP_PKEY_CTX_free(context);
    BN_free(e);
    return keep(key);
}

static pki_key *new_dsa(void)
{
    pki_key *parameters = NULL, *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "DSA", NULL);
    need(context && EVP_PKEY_paramgen_init(context) > 0 &&
             EVP_PKEY_CTX_set_dsa_paramgen_bits(context, 2048) > 0 &&
             EVP_PKEY_CTX_set_dsa_paramgen_q_bits(context, 256) > 0 &&
             EVP_PKEY_generate(context, &parameters) > 0,
         "making a DSA group");
    EVP_PKEY_CTX_free(context);
    context = EVP_PKEY_CTX_new_from_pkey(NULL, parameters, NULL);
    need(context && EVP_PKEY_keygen_init(context) > 0 && EVP_PKEY_generate(context, &key) > 0,
         "making a DSA key");
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(parameters);
    return keep(key);
}

pki_key *pki_new_dsa_like(pki_key *group)
{
    pki_key *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, group, NULL);
    need(context && EVP_PKEY_keygen_init(context) > 0 && EVP_PKEY_generate(context, &key) > 0,
         "making a DSA key in a group");
    EVP_PKEY_CTX_free(context);
    return keep(key);
}

pki_key *pki_new_key(enum pki_kind kind)
{
    switch (kind) {
    case PKI_RSA_1024:
        return pki_new_rsa(1024, 65537);
    case PKI_RSA_2048:
        return pki_new_rsa(2048, 65537);
    case PKI_RSA_3072:
        return pki_new_rsa(3072, 65537);
    case PKI_P256:
        return keep(EVP_EC_gen("P-256"));
    case PKI_P384:
        return keep(EVP_EC_gen("P-384"));
    case PKI_P521:
        return keep(EVP_EC_gen("P-521"));
    case PKI_ED25519:
        return keep(EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"));
    case PKI_ED448:
        return keep(EVP_PKEY_Q_keygen(NULL, NULL, "ED448"));
    case PKI_DSA_2048:
        break;
    }
    return new_dsa();
}

chain_bytes pki_spki(pki_key *key)
{
    uint8_t *der = NULL;
    int size = i2d_PUBKEY(key, &der);
    need(size > 0, "encoding a key");
    chain_bytes spki = pool_copy(der, (size_t)size);
    OPENSSL_free(der);
    return spki;
}

chain_bytes pki_sha256(chain_bytes bytes)
{
    uint8_t hash[SHA256_DIGEST_LENGTH];
    SHA256(bytes.data, bytes.size, hash);
    return pool_copy(hash, sizeof(hash));
}

/* ---- signatures -------------------------------------------------------------------------------
 */

static EVP_MD_CTX *start(pki_key *key, const char *digest, bool pss, int salt)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner = NULL;
    need(context && EVP_DigestSignInit_ex(context, &inner, digest, NULL, NULL, key, NULL) > 0,
         "starting a signature");
    need(!pss || (EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) > 0 &&
                  EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, salt) > 0),
         "asking for RSASSA-PSS");
    return context;
}

static chain_bytes sign(EVP_MD_CTX *context, chain_bytes message)
{
    size_t size = 0;
    need(EVP_DigestSign(context, NULL, &size, message.data, message.size) > 0,
         "sizing a signature");
    uint8_t *out = pool_take(size);
    need(EVP_DigestSign(context, out, &size, message.data, message.size) > 0, "signing");
    EVP_MD_CTX_free(context);
    return (chain_bytes){out, size};
}

chain_bytes pki_sign(pki_key *key, const char *digest, chain_bytes message)
{
    return sign(start(key, digest, false, 0), message);
}

chain_bytes pki_sign_pss(pki_key *key, const char *digest, int salt, chain_bytes message)
{
    return sign(start(key, digest, true, salt), message);
}

/* ---- certificates -----------------------------------------------------------------------------
 */

static bool wants_digest(const pki_key *key)
{
    return EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519 &&
           EVP_PKEY_get_base_id(key) != EVP_PKEY_ED448;
}

static void set_name(X509_NAME *name, const char *common_name)
{
    need(!common_name[0] ||
             X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                        (const unsigned char *)common_name, -1, -1, 0),
         "naming");
}

static void set_fields(X509 *x509, const struct pki_cert *cert)
{
    BIGNUM *serial = NULL;
    need(BN_hex2bn(&serial, cert->serial ? cert->serial : "1") &&
             BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(x509)),
         "numbering");
    BN_free(serial);
    need(X509_set_version(x509, cert->version ? cert->version - 1 : 2), "versioning");
    set_name(X509_get_subject_name(x509), cert->subject);
    set_name(X509_get_issuer_name(x509), cert->issuer ? cert->issuer : cert->subject);
    need(ASN1_TIME_set_string_X509(X509_getm_notBefore(x509),
                                   cert->from ? cert->from : "20200101000000Z") &&
             ASN1_TIME_set_string_X509(X509_getm_notAfter(x509),
                                       cert->until ? cert->until : "20300101000000Z"),
         "dating");
    need(X509_set_pubkey(x509, cert->key), "setting the key");
}

static void add_extensions(X509 *x509, const struct pki_extension *extensions)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, x509, x509, NULL, NULL, 0);
    CONF *nothing = NCONF_new(NULL); /* certificatePolicies asks for one */
    need(nothing != NULL, "making a configuration");
    X509V3_set_nconf(&context, nothing);
    for (; extensions && extensions->name; extensions++) {
        X509_EXTENSION *made = X509V3_EXT_conf(NULL, &context, extensions->name, extensions->value);
        need(made && X509_add_ext(x509, made, -1), extensions->name);
        X509_EXTENSION_free(made);
    }
    NCONF_free(nothing);
}

chain_bytes pki_mint(const struct pki_cert *cert)
{
    X509 *x509 = X509_new();
    pki_key *signer = cert->issuer_key ? cert->issuer_key : cert->key;
    const char *digest = cert->digest ? cert->digest : wants_digest(signer) ? "SHA256" : NULL;
    uint8_t *der = NULL;
    need(x509 != NULL, "making a certificate");
    set_fields(x509, cert);
    add_extensions(x509, cert->extensions);
    EVP_MD_CTX *context = start(signer, digest, cert->pss, RSA_PSS_SALTLEN_DIGEST);
    need(X509_sign_ctx(x509, context) > 0, "signing a certificate");
    EVP_MD_CTX_free(context);
    int size = i2d_X509(x509, &der);
    need(size > 0, "encoding a certificate");
    chain_bytes bytes = pool_copy(der, (size_t)size);
    OPENSSL_free(der);
    X509_free(x509);
    return bytes;
}

chain_cert *pki_mint_cert(const struct pki_cert *cert)
{
    chain_cert *parsed;
    chain_bytes der = pki_mint(cert);
    need(chain_cert_new(&parsed, NULL, der.data, der.size) == CHAIN_OK, "parsing a certificate");
    return parsed;
}

static chain_bytes bundle(const chain_bytes *certs, size_t count)
{
    chain_bytes all = {NULL, 0};
    for (size_t i = 0; i < count; i++)
        all = ASN_JOIN(all, pem_of("CERTIFICATE", certs[i]));
    return all;
}

chain_list *pki_list(const chain_bytes *certs, size_t count)
{
    chain_list *list;
    chain_bytes pem = bundle(certs, count);
    need(chain_list_read(&list, NULL, pem.data, pem.size) == CHAIN_OK, "reading a list");
    return list;
}

chain_store *pki_store(const chain_bytes *certs, size_t count)
{
    chain_store *store;
    need(chain_store_read(&store, NULL, "test", bundle(certs, count)) == CHAIN_OK,
         "reading a store");
    return store;
}
