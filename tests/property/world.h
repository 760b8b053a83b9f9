// SPDX-License-Identifier: Apache-2.0
/*
 * Random worlds: authorities whose names and keys are shared out at random, the certificates that
 * they issued to each other and to servers, and questions about them. Nothing in it is typical:
 * what is rare outside (a name with three keys, a key with three names, a loop, a bad signature) is
 * common here.
 */
#ifndef TEST_PROPERTY_WORLD_H
#define TEST_PROPERTY_WORLD_H

#include "graph.h"
#include "pki.h"

/* Numbers that depend on their seed alone (splitmix64). */
struct chance {
    uint64_t state;
};
uint64_t chance_next(struct chance *chance);
unsigned chance_below(struct chance *chance, unsigned end); /* 0 .. end - 1 */
bool chance_of(struct chance *chance, unsigned percent);

enum { WORLD_KEYS = 10, WORLD_AUTHORITIES = 6, WORLD_CAS = 12, WORLD_LEAVES = 3, WORLD_RULES = 4 };

/* Keys are made once for a test: they cost more than everything else. */
struct world_keys {
    pki_key *keys[WORLD_KEYS];
};
void world_keys_make(struct world_keys *keys);

struct authority {
    const char *name;
    unsigned key;
};

struct world {
    const struct world_keys *keys;
    bool constrained; /* some authorities have name constraints */
    struct authority authorities[WORLD_AUTHORITIES];
    chain_cert *certs[WORLD_CAS + WORLD_LEAVES]; /* leaves last */
    const char *notes[WORLD_CAS + WORLD_LEAVES]; /* for a person who has to find out */
};
void world_make(struct world *world, const struct world_keys *keys, struct chance *chance);
void world_free(struct world *world);

/* A question about a world. What it borrows lives in it. */
struct world_question {
    struct question question;
    struct hostname host;
    struct link sent[1 + WORLD_CAS];
    struct stated stated[1 + WORLD_CAS]; /* of the links beside them that are not recorded */
    struct rule rules[WORLD_RULES];
    chain_list *bridges;
    chain_store *store;
    char *notes; /* in the pool */
};
void world_ask(struct world_question *out, const struct world *world, struct chance *chance);
void world_question_free(struct world_question *question);

#endif
