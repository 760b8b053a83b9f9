// SPDX-License-Identifier: Apache-2.0
/*
 * What the judges of tests/fidelity share. A judge is one verifier: it reads scenarios, one JSON
 * object a line, and answers each with one JSON array a line.
 *
 *   in   {"host": "...", "certs": ["hex DER", ...], "chains": [[i, ...]], "stores": [[i, ...]],
 *         "instants": [seconds, ...], "poses": [[i, "hex DER"], ...]}
 *
 * Certificate i of `poses` is a copy with a key of ours of the one that follows. Verifiers that know
 * certain certificates by their fingerprints are to take it for the original; others need not care.
 *
 *   out  ["1", "0:why", "?:why", ...]: stores x chains x instants, the last runs fastest
 */
#ifndef FIDELITY_FRAME_H
#define FIDELITY_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct octets {
    unsigned char *data;
    size_t size;
};

/* The certificates of one chain or store. */
struct picks {
    size_t *index;
    size_t count;
};

enum { ANSWER_SIZE = 256 };

struct judge {
    void *state;
    /* Makes a certificate; NULL where the verifier cannot read it. */
    void *(*cert_new)(void *state, struct octets der);
    void (*cert_free)(void *cert);
    void *(*store_new)(void *state, void *const *certs, struct picks roots);
    void (*store_free)(void *store);
    /* Judges one chain under one store at `count` instants; answers[i] is "1", "0:why" or "?:why".
     */
    void (*judge)(void *state, void *store, void *const *certs, struct picks chain,
                  const char *host, const int64_t *instants, size_t count,
                  char (*answers)[ANSWER_SIZE]);
    /* From now on the certificate has the fingerprint of `original`. NULL: nothing depends on it. */
    void (*pose)(void *cert, struct octets original);
};

/* Until the end of stdin. Returns an exit code. */
int frame_run(const struct judge *judge);

#endif
