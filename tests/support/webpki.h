// SPDX-License-Identifier: Apache-2.0
/*
 * A root, a CA and a server that keep every rule of the profile webpki, for tests that change them
 * in one place and ask for the finding that must come of it there.
 */
#ifndef TEST_SUPPORT_WEBPKI_H
#define TEST_SUPPORT_WEBPKI_H

#include "pki.h"

enum webpki_kind { ROOT, CA, SERVER, KINDS };
enum { WEBPKI_NOW = 1780000000 /* 2026-05-28 */, WEBPKI_MOST = 16 };

struct made {
    struct pki_cert certs[KINDS]; /* each may be changed before it is judged */
    struct pki_extension extensions[KINDS][WEBPKI_MOST];
};

struct made *webpki_make(void);
/* Replaces an extension, or adds it, or with NULL drops it. */
void webpki_set(struct made *made, int kind, const char *name, const char *value);

/* Extension values: a subject key identifier of this key, an authority key identifier that names
 * it. */
const char *webpki_own_id(pki_key *key);
const char *webpki_issuer_id(pki_key *key);

/* Server and CA against the root, at one instant; chain_result_free it. */
chain_result *webpki_judge(struct made *made, const char *host, const char *profile);
void webpki_valid(struct made *made, const char *host);
/* This one finding, on this certificate, and no other. */
void webpki_denied(struct made *made, const char *host, int kind, chain_finding_code code);
/* The finding is there, perhaps beside others. */
void webpki_found(struct made *made, int kind, chain_finding_code code);
void webpki_accepted_by_tls(struct made *made, const char *host);

/* One extension of one certificate, replaced or dropped; CHAIN_FINDING_NONE: still valid. */
void webpki_one(int kind, const char *name, const char *value, chain_finding_code code);
#define WEBPKI_HOST "www.example.com"

#endif
