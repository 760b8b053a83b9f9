// SPDX-License-Identifier: Apache-2.0
/*
 * A world: what a server sends and what is trusted, as octets that a fuzzer can work on.
 *
 * A sequence of certificates, each behind three octets: flags, then its length (big-endian).
 *
 *   bit 0      an anchor; else it is sent, the first one being the target
 *   bit 1      a revocation list, and no certificate
 *   bits 2-4   the number of the key that signs it anew after each mutation; 0: it is left as it is
 *   bit 5      of the first certificate: no host is asked about; else www.example.com
 *
 * Key number k is the Ed25519 key whose private octets are all k. The mutator changes one
 * certificate as DER (mutate.h), moves a field from one to another, or changes the sequence, and
 * then signs everything again that has a key, so that changed certificates are not all dropped for
 * their signatures; one time in 16 it does not.
 */
#ifndef FUZZ_WORLD_H
#define FUZZ_WORLD_H

#include "list.h"
#include "store.h"

#define WORLD_HOST "www.example.com"
enum { WORLD_ANCHOR = 1 << 0, WORLD_CRL = 1 << 1, WORLD_NO_HOST = 1 << 5, WORLD_MOST = 16 };

struct world {
    struct chain_list *sent, *anchors;
    struct chain_store *store; /* of the anchors */
    const char *host;          /* or NULL */
    const chain_crl_list *crls[WORLD_MOST];
    size_t crl_count;
};

/* False, and nothing to free, where nothing is sent. */
bool world_read(struct world *world, const uint8_t *data, size_t size);
void world_free(struct world *world);

/* Lists and stores made of others. */
struct chain_list *world_list(void);
void world_push(struct chain_list *list, chain_cert *cert);
void world_freeze(struct chain_list *list);
struct chain_store *world_store(struct chain_list *list);

/* With the world's chain, store and host, small budgets, and all of time. */
chain_verify_options world_options(const struct world *world);
chain_result *world_verify(const chain_verify_options *options);

/* Octets that a key of the pool signs. */
void world_sign(uint8_t signature[64], unsigned key, chain_bytes message);

#endif
