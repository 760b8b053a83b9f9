// SPDX-License-Identifier: Apache-2.0
/*
 * The oracle: a certificate path validator that knows one instant only. It tries every path, one
 * after the other, and asks of each what RFC 5280 6.1 and the profile `tls` ask of it. It is slow
 * and plain on purpose, so that it can be read against the RFC, and it is what the interval engine
 * is held against.
 *
 * It reads the same question as the engine (graph.h) as data, and shares with it how certificates,
 * keys and names are read, one signature check, name constraints and host names. It shares nothing
 * that searches, nothing that knows of spans, and none of the rules of a path.
 *
 * To add a rule: a clause in `judge`, which denies this instant or leaves it
 * undecided; and the instants at which it changes its mind, in `oracle_instants`.
 */
#ifndef TEST_PROPERTY_ORACLE_H
#define TEST_PROPERTY_ORACLE_H

#include "graph.h"

enum { ORACLE_LONGEST = 64 };

/* A certificate that may stand in a path. */
struct oracle_step {
    const struct link *link;
    const struct anchor *anchor; /* NULL for what is not an anchor */
};

struct oracle {
    const struct question *question;
    bool old_crypto;           /* SHA-1 and small keys pass: the profile `rfc5280` */
    struct oracle_step *steps; /* the target, then what names lead to, anchors included */
    size_t count;
    uint8_t *edges; /* count * count results of signature checks; 0: not done yet */
    unsigned long trials, most_trials; /* steps taken, and how many before it gives up */
    bool gave_up;
    unsigned long paths;                    /* complete ones looked at, over all instants */
    size_t witness[ORACLE_LONGEST], length; /* the path that the last verdict rests on; 0: none */
};

/* The question is borrowed. Memory is the pool's. It never gives up unless most_trials is lowered.
 */
void oracle_start(struct oracle *oracle, const struct question *question);

/* The verdict at one instant, over all paths. */
chain_verdict oracle_judge(struct oracle *oracle, chain_time at);

/* The verdict at one instant on one path, target first and anchor last. */
chain_verdict oracle_judge_path(struct oracle *oracle, const struct oracle_step *path,
                                size_t length, chain_time at);

/*
 * Every instant at which something may change, the one before it and the one after it, sorted and
 * without repetition, as far as they lie in the question's window; and both ends of the window.
 */
chain_time *oracle_instants(const struct oracle *oracle, size_t *count);

#endif
