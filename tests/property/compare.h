// SPDX-License-Identifier: Apache-2.0
/* The interval engine's answer to one question held against the oracle's, instant by instant. */
#ifndef TEST_PROPERTY_COMPARE_H
#define TEST_PROPERTY_COMPARE_H

#include "oracle.h"

/* What was compared, so that a test can say that it was not nothing. */
struct tally {
    unsigned long most_trials; /* of the oracle, a question; 0: as many as it takes */
    unsigned long questions, instants, paths;
    unsigned long verdicts[3]; /* instants, by enum chain_verdict */
    unsigned long changing;    /* questions with more than one verdict */
    unsigned long given_up;    /* questions with more paths than one of the two looks at */
};

/*
 * NULL where the two agree: at every instant, on the path that the engine names as its witness, and
 * on the instants at which anything changes. Otherwise a sentence, in the pool.
 */
const char *compare(const struct question *question, struct chain_memo *memo, struct tally *tally);

void tally_print(const struct tally *tally, const char *what);

#endif
