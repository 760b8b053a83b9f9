// SPDX-License-Identifier: Apache-2.0
/*
 * SubjectPublicKeyInfo (RFC 5280 4.1.2.7; RFC 3279, 4055, 5480, 8410) as borrowed numbers, checked
 * for form. Whether a point is on its curve is for sig.c to find out.
 */
#ifndef LIBCHAIN_KEY_H
#define LIBCHAIN_KEY_H

#include "algorithm.h"

enum key_kind {
    KEY_UNKNOWN, /* an algorithm or curve that this library does not know */
    KEY_RSA,
    KEY_P256,
    KEY_P384,
    KEY_P521,
    KEY_ED25519,
    KEY_DSA,
};

struct key {
    enum key_kind kind;
    unsigned bits;        /* of the modulus, the field, or DSA's p; 0 for an unknown key */
    chain_bytes modulus;  /* RSA: unsigned, no leading zero octet */
    chain_bytes exponent; /* RSA */
    chain_bytes point;    /* EC: x then y, each as long as the field; Ed25519: 32 octets; DSA: y */
    chain_bytes p, q, g;  /* DSA; size 0 where they are inherited from the issuer (RFC 3279 2.3.2) */
    bool pss_only;        /* id-RSASSA-PSS: only RSASSA-PSS signatures count */
    struct algorithm pss; /* with parameters_good: and only with this digest and at least this salt */
};

/* Bounds that keep GMP, which aborts when it cannot allocate, far from any limit. docs/adr/0004. */
enum { KEY_RSA_MOST_BITS = 16384, KEY_RSA_MOST_EXPONENT_BITS = 256, KEY_DSA_MOST_BITS = 4096 };

enum key_status {
    KEY_GOOD,
    KEY_MALFORMED,   /* not the encoding that the standards ask for */
    KEY_UNSUPPORTED, /* well-formed as far as we can tell, but not of a kind or size we can check */
};

/* `spki` is the whole SubjectPublicKeyInfo. */
enum key_status key_read(struct key *out, chain_bytes spki);

#endif
