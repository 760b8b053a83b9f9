// SPDX-License-Identifier: Apache-2.0
/*
 * Other people's validators, asked about one instant. They are given DER, and answer whether a TLS
 * client would trust the first certificate; nothing is asked about host names.
 */
#ifndef FUZZ_PEERS_H
#define FUZZ_PEERS_H

#include "cert.h"

enum peer_answer {
    PEER_TRUSTS,
    PEER_REFUSES,
    PEER_CANNOT_READ, /* one of the certificates */
};

enum { PEER_MOST = 16 };

struct peer_path {
    const struct chain_cert *certs[PEER_MOST]; /* target first */
    size_t count;
};

struct peer {
    const char *name;
    /* `sent` begins with the target; *why is text that is not to be freed. */
    enum peer_answer (*ask)(const struct peer_path *sent, const struct peer_path *anchors,
                            chain_time at, const char **why);
};

extern const struct peer PEER_OPENSSL, PEER_GNUTLS;

#endif
