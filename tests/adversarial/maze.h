// SPDX-License-Identifier: Apache-2.0
/*
 * Graphs of certificates that are made to be expensive, and what a verification of them costs.
 * Counts are asserted, never times; times are printed.
 */
#ifndef TEST_ADVERSARIAL_MAZE_H
#define TEST_ADVERSARIAL_MAZE_H

#include "list.h"
#include "pki.h"
#include "store.h"

struct maze {
    struct chain_list *chain; /* the leaf alone */
    struct chain_list *pool;
    struct chain_list *anchors;
    chain_budget budget;
    const char *profile;
};

/* What must come of it. Counts are exact where `most` equals `least`. */
struct outcome_wanted {
    chain_verdict verdict;
    uint32_t least_signatures, most_signatures;
    bool complete; /* no bound is reached */
    size_t length; /* of the path that bears witness; 0: any */
};

void maze_start(struct maze *maze);
/* Mints and adds; NULL extensions are a CA's. */
void maze_add(struct chain_list *to, const char *subject, const char *issuer, pki_key *key,
              pki_key *issuer_key, const struct pki_extension *extensions);
/* Judges it at 2026-11-25, prints a line, counts a failure, and gives everything back. */
void maze_judge(struct maze *maze, const char *name, struct outcome_wanted wanted);
int maze_failures(void);

#endif
