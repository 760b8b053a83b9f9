// SPDX-License-Identifier: Apache-2.0
/* Each library in a file of its own: judging (see judge.h), parsing one certificate, loading a
 * bundle. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include "world.h"

#define PEER_JUDGES(peer)                                                              \
    void *peer##_load(const struct world *world);                                      \
    void peer##_run(void *state, const struct world *world, size_t from, size_t until, \
                    uint32_t *verdicts);                                               \
    void peer##_unload(void *state, const struct world *world)
PEER_JUDGES(libchain);
PEER_JUDGES(openssl);
PEER_JUDGES(gnutls);
void *libchain_load_pool(const struct world *world);
void *openssl_load_cached(const struct world *world);

/* Parses a certificate, looks at what checking needs, and drops it. */
void libchain_parse(chain_bytes der);
void openssl_parse(chain_bytes der);
void gnutls_parse(chain_bytes der);
void mbedtls_parse(chain_bytes der);

/* Loads a file of PEM roots for use, and drops it. */
void libchain_bundle(const char *path);
void openssl_bundle(const char *path);
void gnutls_bundle(const char *path);
void mbedtls_bundle(const char *path);

#endif
