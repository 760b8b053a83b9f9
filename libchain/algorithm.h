// SPDX-License-Identifier: Apache-2.0
/*
 * AlgorithmIdentifier (RFC 5280 4.1.1.2): which signature algorithm with which parameters
 * (RFC 3279, 4055, 5480, 5758, 8410), as facts that need no ASN.1 any more.
 */
#ifndef LIBCHAIN_ALGORITHM_H
#define LIBCHAIN_ALGORITHM_H

#include "chain.h"
#include "der.h"

enum digest {
    DIGEST_NONE, /* the scheme hashes for itself (Ed25519) */
    DIGEST_MD2,
    DIGEST_MD5,
    DIGEST_SHA1,
    DIGEST_SHA224,
    DIGEST_SHA256,
    DIGEST_SHA384,
    DIGEST_SHA512,
};

enum scheme {
    SCHEME_UNKNOWN, /* an OID that this library does not know */
    SCHEME_RSA_PKCS1,
    SCHEME_RSA_PSS,
    SCHEME_ECDSA,
    SCHEME_ED25519,
    SCHEME_DSA,
};

struct algorithm {
    enum scheme scheme;
    enum digest digest;
    unsigned salt;          /* RSASSA-PSS: octets of salt */
    bool parameters_good;   /* present or absent, and of the value, as the standard has it */
    bool parameters_known;  /* false: a PSS mask or trailer that nobody uses and we cannot check */
};

/* `identifier` is the whole AlgorithmIdentifier. Returns false only where it is not DER. */
bool algorithm_read(struct algorithm *out, chain_bytes identifier);

/* RSASSA-PSS-params (RFC 4055 3.1); also of a key that is restricted to PSS. */
bool algorithm_read_pss(struct algorithm *out, chain_bytes parameters);

/* A digest by itself; DIGEST_NONE for one that is not known, or has parameters. */
enum digest algorithm_digest(chain_bytes identifier);

/* Splits an AlgorithmIdentifier; `parameters` is the whole element, size 0 where absent. */
bool algorithm_split(chain_bytes identifier, chain_bytes *oid, chain_bytes *parameters);

#endif
