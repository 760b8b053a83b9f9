// SPDX-License-Identifier: Apache-2.0
/*
 * Keys and signature algorithms that the CA/Browser Forum allows (Baseline
 * Requirements 6.1.5, 6.1.6 and 7.1.3). Small RSA keys, SHA-1 and MD5 have findings of their own,
 * for every profile.
 */
#include "check_note.h"

static bool key_is_allowed(const struct key *key)
{
    switch (key->kind) {
    case KEY_RSA: /* 6.1.5: the modulus fills whole octets; 7.1.3.1.1: rsaEncryption, never the PSS
                     OID */
        return key->bits % 8 == 0 && !key->pss_only;
    case KEY_P256:
    case KEY_P384:
    case KEY_P521:
        return true;
    default:
        return false;
    }
}

static unsigned octets_of(enum digest digest)
{
    return digest == DIGEST_SHA256   ? 32
           : digest == DIGEST_SHA384 ? 48
           : digest == DIGEST_SHA512 ? 64
                                     : 0;
}

static bool signature_is_allowed(const struct algorithm *algorithm)
{
    unsigned octets = octets_of(algorithm->digest);
    switch (algorithm->scheme) {
    case SCHEME_RSA_PKCS1:
    case SCHEME_ECDSA:
        return octets;
    case SCHEME_RSA_PSS: /* 7.1.3.2.1: the same digest in the mask, and a salt as long as it */
        return octets && algorithm->parameters_known && algorithm->salt == octets;
    default:
        return false;
    }
}

void check_strength(struct check *check, struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    struct key key;
    if (key_read(&key, cert_bytes(cert, cert->spki)) != KEY_MALFORMED && !key_is_allowed(&key))
        check_note_always(check, node, CHAIN_FINDING_KEY_NOT_ALLOWED);
    struct algorithm algorithm;
    if (!algorithm_read(&algorithm, cert_bytes(cert, cert->algorithm)))
        return;
    bool broken = algorithm.digest == DIGEST_MD2 || algorithm.digest == DIGEST_MD5 ||
                  algorithm.digest == DIGEST_SHA1;
    if (!broken && !signature_is_allowed(&algorithm))
        check_note_always(check, node, CHAIN_FINDING_SIGNATURE_NOT_ALLOWED);
}
