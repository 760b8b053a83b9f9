// SPDX-License-Identifier: Apache-2.0
/*
 * A small certificate authority on OpenSSL's libcrypto: keys, signatures and certificates that
 * another implementation made, for the library to agree with.
 */
#ifndef TEST_SUPPORT_PKI_H
#define TEST_SUPPORT_PKI_H

#include "chain.h"

#include <stdbool.h>

typedef struct evp_pkey_st pki_key;

enum pki_kind {
    PKI_RSA_1024,
    PKI_RSA_2048,
    PKI_RSA_3072,
    PKI_P256,
    PKI_P384,
    PKI_P521,
    PKI_ED25519,
    PKI_ED448,
    PKI_DSA_2048,
};

pki_key *pki_new_key(enum pki_kind kind); /* lives as long as the test */
pki_key *pki_new_rsa(unsigned bits, unsigned long exponent);
pki_key *pki_new_dsa_like(pki_key *key); /* a DSA key in the group of another */
chain_bytes pki_spki(pki_key *key); /* its SubjectPublicKeyInfo */
chain_bytes pki_sha256(chain_bytes bytes);

/* RSASSA-PKCS1-v1_5, ECDSA, DSA or (with `digest` NULL) EdDSA. */
chain_bytes pki_sign(pki_key *key, const char *digest, chain_bytes message);
chain_bytes pki_sign_pss(pki_key *key, const char *digest, int salt, chain_bytes message);

struct pki_extension {
    const char *name;  /* as in OpenSSL's configuration: "basicConstraints" */
    const char *value; /* "critical,CA:TRUE,pathlen:0" */
};

/* What is left out gets a plain value: see pki_mint. */
struct pki_cert {
    const char *subject; /* the common name; "" is the empty name */
    const char *issuer;  /* NULL: the subject */
    pki_key *key;
    pki_key *issuer_key;                    /* NULL: `key` */
    const char *from, *until;               /* "20200101000000Z"; NULL: 2020-01-01 and 2030-01-01 */
    const char *serial;                     /* hex digits, "-" before a negative number; NULL: 1 */
    const char *digest;                     /* NULL: SHA256, or none where the key wants none */
    bool pss;                               /* RSASSA-PSS with a salt as long as the digest */
    long version;                           /* 0: 3 */
    const struct pki_extension *extensions; /* ended by a NULL name; NULL: none */
};
chain_bytes pki_mint(const struct pki_cert *cert);
/* The same, parsed; chain_cert_unref it. */
chain_cert *pki_mint_cert(const struct pki_cert *cert);

#define PKI_CA "critical,CA:TRUE"
extern const struct pki_extension PKI_CA_EXTENSIONS[];   /* a CA that may sign certificates */
extern const struct pki_extension PKI_LEAF_EXTENSIONS[]; /* a server called www.example.com */

/* PEM of several certificates as a list or a store; unref them. */
chain_list *pki_list(const chain_bytes *certs, size_t count);
chain_store *pki_store(const chain_bytes *certs, size_t count);

#endif
