// SPDX-License-Identifier: Apache-2.0
/* One question to chain_verify about a few minted certificates, and its answer. */
#ifndef TEST_SUPPORT_ASKED_H
#define TEST_SUPPORT_ASKED_H

#include "pki.h"

struct asked {
    chain_verify_options options;
    chain_list *chain;
    chain_store *store;
    chain_result *result;
    const chain_segment *segments;
    size_t count;
};

/* Ed25519, which costs least. */
pki_key *asked_key(void);
/* An authority: a certificate for `key` called `subject`, by `issuer` with `issuer_key`. */
chain_bytes asked_ca(const char *subject, pki_key *key, const char *issuer, pki_key *issuer_key);
chain_bytes asked_ca_until(const char *subject, pki_key *key, const char *issuer,
                           pki_key *issuer_key, const char *from, const char *until);
/* A server of 2020 to 2030. */
chain_bytes asked_leaf(pki_key *key, const char *issuer, pki_key *issuer_key);
/* The same certificate, signed with an algorithm that nobody knows. */
chain_bytes asked_with_unknown_algorithm(chain_bytes der);

void asked_begin(struct asked *asked, const chain_bytes *sent, size_t sent_count,
                 const chain_bytes *roots, size_t root_count);
#define ASK(asked, sent, roots) asked_begin(asked, sent, COUNT(sent), roots, COUNT(roots))
void asked_run(struct asked *asked);
void asked_end(struct asked *asked);
chain_verdict asked_verdict_at(const struct asked *asked, chain_time when);
chain_finding_code asked_only_finding(const chain_segment *segment);

#endif
