// SPDX-License-Identifier: Apache-2.0
/*
 * The only mutable object: what one thread remembers between evaluations. Signature results keyed by
 * (certificate, issuer key), prepared keys, and the arena that evaluations work in.
 *
 * Keys are SHA-256 hashes, because an attacker who could make two certificates share a key could make
 * a good signature vouch for a bad one.
 */
#ifndef LIBCHAIN_MEMO_H
#define LIBCHAIN_MEMO_H

#include "cert.h"
#include "crl.h"
#include "mem.h"
#include "sig.h"

struct memo_result {
    uint8_t cert[SHA256_SIZE]; /* or revocation list */
    uint8_t key[SHA256_SIZE];
    uint8_t result; /* enum sig_result + 1; 0: empty */
};

enum { MEMO_WAYS = 4, MEMO_KEYS = 256 };

struct memo_key {
    uint8_t hash[SHA256_SIZE];
    struct sig_key *key;
};

struct chain_memo {
    struct arena arena;
    struct memo_result *results; /* buckets of MEMO_WAYS, newest first */
    size_t buckets;              /* a power of two */
    struct memo_key keys[MEMO_KEYS];
};

/*
 * Does the issuer's key verify the certificate's signature? *computed tells whether it had to be
 * checked or was remembered.
 */
enum sig_result memo_check(struct chain_memo *memo, const struct chain_cert *cert,
                           const struct chain_cert *issuer, bool *computed);

/* The same, with the SubjectPublicKeyInfo that a DSA key inherits its parameters from; size 0: none. */
enum sig_result memo_check_with(struct chain_memo *memo, const struct chain_cert *cert,
                                const struct chain_cert *issuer, chain_bytes parameters,
                                bool *computed);
enum sig_result memo_check_crl(struct chain_memo *memo, const struct crl *crl,
                               const struct chain_cert *issuer, chain_bytes parameters,
                               bool *computed);

#endif
