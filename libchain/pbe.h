// SPDX-License-Identifier: Apache-2.0
/*
 * Password-based encryption as AlgorithmIdentifiers: RFC 7292 appendix C (what JDK 8 and older
 * OpenSSL write), PBES2 of RFC 8018 (what newer ones do), and the MACs of PKCS#12 with PBMAC1 of
 * RFC 9579.
 */
#ifndef LIBCHAIN_PBE_H
#define LIBCHAIN_PBE_H

#include "algorithm.h"

/* More rounds than this in one file are not done: nobody asks for them but an attacker. A fuzzer would
 * spend its time on nothing else. */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
enum { PBE_MOST_ITERATIONS = 5000 };
#else
enum { PBE_MOST_ITERATIONS = 5000000 };
#endif

struct pbe_password {
    chain_bytes plain; /* as it was given */
    chain_bytes wide;  /* UTF-16BE with two final zeros; nothing at all for "no password" */
    chain_bytes java; /* the same of its UTF-8 octets without their highest bits, as JDKs derive the
                         keys of the old ciphers; size 0 where it is no other one */
};

enum pbe_status {
    PBE_GOOD,
    PBE_WRONG, /* another password, or damage */
    PBE_MALFORMED,
    PBE_UNSUPPORTED, /* an algorithm that is not known here */
    PBE_TOO_SLOW,    /* more iterations than *left */
};

/* Decrypts into `out`, which has room for data.size. Takes the rounds off *left. */
enum pbe_status pbe_decrypt(uint8_t *out, size_t *size, chain_bytes algorithm,
                            const struct pbe_password *password, chain_bytes data, uint32_t *left);

/* MacData of a PFX over its authenticated safe. */
enum pbe_status pbe_check_mac(chain_bytes mac_data, const struct pbe_password *password,
                              chain_bytes content, uint32_t *left);

#endif
