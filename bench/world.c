// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAF_KEYS = 16, PADDING = 1143 };

struct authority {
    const char *name;
    EVP_PKEY *key;
};

struct family {
    struct authority old, new, issuing;
    chain_bytes old_root, new_root, bridge, issuer;
};

static void need(int good, const char *what)
{
    if (good > 0)
        return;
    fprintf(stderr, "bench: libcrypto failed at %s\n", what);
    exit(70);
}

static EVP_PKEY *new_key(int is_rsa, int bits)
{
    EVP_PKEY *key =
        is_rsa ? EVP_RSA_gen((unsigned)bits) : EVP_EC_gen(bits == 384 ? "P-384" : "P-256");
    need(key != NULL, "making a key");
    return key;
}

static void extend(X509 *x509, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, x509, x509, NULL, NULL, 0);
    X509V3_set_ctx_nodb(&context);
    X509_EXTENSION *made = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    need(made && X509_add_ext(x509, made, -1), "an extension");
    X509_EXTENSION_free(made);
}

/* The public key's identifier, as the extension of who signs has it: RFC 5280 4.2.1.2 (1). */
static void name_issuer_key(X509 *x509, EVP_PKEY *key)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned size;
    X509 *holder = X509_new();
    AUTHORITY_KEYID *id = AUTHORITY_KEYID_new();
    need(holder && id && X509_set_pubkey(holder, key) &&
             X509_pubkey_digest(holder, EVP_sha1(), digest, &size) &&
             (id->keyid = ASN1_OCTET_STRING_new()) &&
             ASN1_OCTET_STRING_set(id->keyid, digest, (int)size),
         "a key identifier");
    need(X509_add1_ext_i2d(x509, NID_authority_key_identifier, id, 0, X509V3_ADD_DEFAULT),
         "a key identifier");
    AUTHORITY_KEYID_free(id);
    X509_free(holder);
}

/* In place of signed certificate timestamps, under an identifier for examples (RFC 5612), as some
 * peers read timestamps: it makes a leaf as long as the median of real ones, 1.6 kB. */
static void pad(X509 *x509, unsigned seed)
{
    uint8_t octets[PADDING];
    for (size_t i = 0; i < sizeof(octets); i++)
        octets[i] = (uint8_t)(i * 131 + seed);
    ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
    ASN1_OBJECT *oid = OBJ_txt2obj("1.3.6.1.4.1.32473.1", 1);
    need(value && oid && ASN1_OCTET_STRING_set(value, octets, sizeof(octets)), "padding");
    X509_EXTENSION *made = X509_EXTENSION_create_by_OBJ(NULL, oid, 0, value);
    need(made && X509_add_ext(x509, made, -1), "padding");
    X509_EXTENSION_free(made);
    ASN1_OBJECT_free(oid);
    ASN1_OCTET_STRING_free(value);
}

static X509 *start(const struct authority *subject, const struct authority *issuer, long serial,
                   const char *dates[2])
{
    X509 *x509 = X509_new();
    need(x509 && X509_set_version(x509, 2) &&
             ASN1_INTEGER_set(X509_get_serialNumber(x509), serial) &&
             X509_NAME_add_entry_by_NID(X509_get_subject_name(x509), NID_commonName, MBSTRING_UTF8,
                                        (const unsigned char *)subject->name, -1, -1, 0) &&
             X509_NAME_add_entry_by_NID(X509_get_issuer_name(x509), NID_commonName, MBSTRING_UTF8,
                                        (const unsigned char *)issuer->name, -1, -1, 0) &&
             ASN1_TIME_set_string_X509(X509_getm_notBefore(x509), dates[0]) &&
             ASN1_TIME_set_string_X509(X509_getm_notAfter(x509), dates[1]) &&
             X509_set_pubkey(x509, subject->key),
         "a certificate");
    return x509;
}

static chain_bytes finish(X509 *x509, EVP_PKEY *signer)
{
    uint8_t *der = NULL;
    need(X509_sign(x509, signer, EVP_sha256()), "signing");
    int size = i2d_X509(x509, &der);
    need(size, "encoding");
    X509_free(x509);
    return (chain_bytes){der, (size_t)size};
}

static chain_bytes make_ca(const struct authority *subject, const struct authority *issuer,
                           const char *from, const char *until)
{
    X509 *x509 = start(subject, issuer, 4711, (const char *[2]){from, until});
    extend(x509, NID_basic_constraints, "critical,CA:TRUE");
    extend(x509, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(x509, NID_subject_key_identifier, "hash");
    if (subject != issuer)
        name_issuer_key(x509, issuer->key);
    return finish(x509, issuer->key);
}

static void make_family(struct family *family, int is_rsa)
{
    static const char *const NAMES[2][3] = {
        {"Bench EC Root 1", "Bench EC Root 2", "Bench EC Issuing CA"},
        {"Bench RSA Root 1", "Bench RSA Root 2", "Bench RSA Issuing CA"},
    };
    struct authority *all[] = {&family->old, &family->new, &family->issuing};
    /* as with the authorities of today: old root, new root, issuing authority */
    static const int BITS[2][3] = {{384, 384, 256}, {2048, 4096, 2048}};
    for (int i = 0; i < 3; i++)
        *all[i] = (struct authority){NAMES[is_rsa][i], new_key(is_rsa, BITS[is_rsa][i])};
    family->old_root = make_ca(&family->old, &family->old, "20060101000000Z", "20261231235959Z");
    family->new_root = make_ca(&family->new, &family->new, "20200101000000Z", "20450101000000Z");
    family->bridge = make_ca(&family->new, &family->old, "20200101000000Z", "20260930235959Z");
    family->issuer = make_ca(&family->issuing, &family->new, "20220101000000Z", "20320101000000Z");
}

static struct world_chain *make_chains(const struct family *family, int is_rsa, size_t count)
{
    struct world_chain *chains = calloc(count ? count : 1, sizeof(*chains));
    struct authority leaf = {"server", NULL};
    EVP_PKEY *keys[LEAF_KEYS];
    need(chains != NULL, "memory");
    for (size_t i = 0; i < LEAF_KEYS; i++)
        keys[i] = new_key(is_rsa, is_rsa ? 2048 : 256);
    for (size_t i = 0; i < count; i++) {
        char names[128];
        snprintf(chains[i].host, sizeof(chains[i].host), "s%zu.%s.example", i,
                 is_rsa ? "rsa" : "ec");
        snprintf(names, sizeof(names), "DNS:%s,DNS:www.%s", chains[i].host, chains[i].host);
        leaf.key = keys[i % LEAF_KEYS];
        X509 *x509 = start(
            &leaf, &family->issuing, (long)i + 1,
            (const char *[2]){"20260101000000Z", i % 3 ? "20270630235959Z" : "20261115235959Z"});
        extend(x509, NID_basic_constraints, "critical,CA:FALSE");
        extend(x509, NID_key_usage, "critical,digitalSignature");
        extend(x509, NID_ext_key_usage, "serverAuth,clientAuth");
        extend(x509, NID_subject_alt_name, names);
        name_issuer_key(x509, family->issuing.key);
        pad(x509, (unsigned)i);
        chains[i].certs[0] = finish(x509, family->issuing.key);
        chains[i].certs[1] = family->issuer;
        chains[i].certs[2] = family->bridge;
    }
    for (size_t i = 0; i < LEAF_KEYS; i++)
        EVP_PKEY_free(keys[i]);
    return chains;
}

static void write_pem(BIO *to, chain_bytes der)
{
    const uint8_t *at = der.data;
    X509 *x509 = d2i_X509(NULL, &at, (long)der.size);
    need(x509 && PEM_write_bio_X509(to, x509), "PEM");
    X509_free(x509);
}

static chain_bytes make_store(const chain_bytes *roots, size_t count, const chain_bytes *fill)
{
    BIO *memory = BIO_new(BIO_s_mem());
    for (size_t i = 0; i < WORLD_ROOTS - count; i++)
        write_pem(memory, fill[i]);
    for (size_t i = 0; i < count; i++)
        write_pem(memory, roots[i]);
    char *data;
    long size = BIO_get_mem_data(memory, &data);
    uint8_t *copy = malloc((size_t)size);
    need(copy != NULL, "memory");
    memcpy(copy, data, (size_t)size);
    BIO_free(memory);
    return (chain_bytes){copy, (size_t)size};
}

static void make_stores(struct world *world, const struct family *rsa, const struct family *ec)
{
    const chain_bytes sets[WORLD_STORES][4] = {
        {rsa->old_root, rsa->new_root, ec->old_root, ec->new_root},
        {rsa->old_root, ec->old_root},
        {rsa->new_root, ec->new_root},
        {rsa->old_root, ec->new_root},
        {{NULL, 0}},
    };
    static const size_t COUNTS[WORLD_STORES] = {4, 2, 2, 2, 0};
    chain_bytes fill[WORLD_ROOTS];
    for (size_t i = 0; i < WORLD_ROOTS; i++) {
        char name[32];
        snprintf(name, sizeof(name), "Bench Other Root %zu", i);
        /* as in real bundles, most are RSA; making their keys takes a while */
        struct authority root = {name, i % 4 ? rsa->old.key : new_key(0, 384)};
        fill[i] = make_ca(&root, &root, "20150101000000Z", "20400101000000Z");
        if (root.key != rsa->old.key)
            EVP_PKEY_free(root.key);
    }
    for (size_t i = 0; i < WORLD_STORES; i++)
        world->stores[i] = make_store(sets[i], COUNTS[i], fill);
    for (size_t i = 0; i < WORLD_ROOTS; i++)
        OPENSSL_free((void *)(uintptr_t)fill[i].data);
}

static void free_family(const struct family *family)
{
    EVP_PKEY_free(family->old.key);
    EVP_PKEY_free(family->new.key);
    EVP_PKEY_free(family->issuing.key);
    OPENSSL_free((void *)(uintptr_t)family->old_root.data);
    OPENSSL_free((void *)(uintptr_t)family->new_root.data);
}

void world_make(struct world *world, size_t rsa_count, size_t ec_count)
{
    struct family rsa, ec;
    *world = (struct world){.rsa_count = rsa_count, .ec_count = ec_count};
    make_family(&rsa, 1);
    make_family(&ec, 0);
    world->rsa = make_chains(&rsa, 1, rsa_count);
    world->ec = make_chains(&ec, 0, ec_count);
    make_stores(world, &rsa, &ec);
    for (int i = 0; i < WORLD_DATES; i++)
        world->dates[i] = world_date(i);
    free_family(&rsa);
    free_family(&ec);
}

static void free_chains(struct world_chain *chains, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < (i ? 1 : WORLD_SENT); k++) /* all share the last two */
            OPENSSL_free((void *)(uintptr_t)chains[i].certs[k].data);
    }
    free(chains);
}

void world_free(struct world *world)
{
    free_chains(world->rsa, world->rsa_count);
    free_chains(world->ec, world->ec_count);
    for (size_t i = 0; i < WORLD_STORES; i++)
        free((void *)(uintptr_t)world->stores[i].data);
}
