// SPDX-License-Identifier: Apache-2.0
/*
 * A peer that is not C: a program of bench/peers that runs beside the benchmark, is asked through a
 * pipe, does its work while the benchmark waits, and times itself.
 *
 * It is started as `sh bench/peers/start NAME FOLDER BUILD`, reads the world from FOLDER
 * (world_files.h), warms up, and says "ready". A request is a line, its answer is a line too:
 *
 *   run FROM UNTIL     "NS VERDICTS": processor time, then eight hex digits for each of what
 * judge_run gives parse FROM UNTIL   "NS": parses these leaves, looks at what checking needs, and
 * drops them bundle TIMES       "NS": loads store0.pem from its file so often
 *
 * What a peer does not do it answers with "none".
 */
#ifndef BENCH_OUTSIDE_H
#define BENCH_OUTSIDE_H

#include <stddef.h>
#include <stdint.h>

struct outside;

/* NULL, and a line on stderr, where the peer is not installed (its program ends with 77). */
struct outside *outside_start(const char *name, const char *folder);
void outside_stop(struct outside *peer);

/* Asks and waits. False: "none". Verdicts, `count` of them, may be NULL. Ends the process on
 * anything else. */
int outside_ask(struct outside *peer, const char *request, uint64_t *ns, uint32_t *verdicts,
                size_t count);

#endif
