// SPDX-License-Identifier: Apache-2.0
/*
 * Signatures and digests: the only file that knows Nettle (with GMP below it). Thread-safe: no state
 * but what the caller holds.
 */
#ifndef LIBCHAIN_SIG_H
#define LIBCHAIN_SIG_H

#include "key.h"

enum { SHA256_SIZE = 32, DIGEST_MOST = 64 };

void sig_sha256(uint8_t out[SHA256_SIZE], chain_bytes bytes);

enum sig_result {
    SIG_GOOD,
    SIG_BAD,         /* the signature does not verify, is not of the right form, or is for another key */
    SIG_UNSUPPORTED, /* the key or the algorithm cannot be checked here */
    SIG_NO_MEMORY,
};

/* A public key made ready for many checks. Immutable once made. */
struct sig_key;
/* SIG_GOOD with *out set, SIG_BAD for a key that cannot be (a point off its curve), or the others. */
enum sig_result sig_key_new(struct sig_key **out, const struct key *key);
void sig_key_free(struct sig_key *key);

/* Does `signature` (the octets of the BIT STRING) sign `message` under `algorithm` with `key`? */
enum sig_result sig_check(const struct sig_key *key, const struct algorithm *algorithm,
                          chain_bytes message, chain_bytes signature);

#endif
