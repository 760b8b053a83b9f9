// SPDX-License-Identifier: Apache-2.0
/* The job of a judge, divided among threads that share its stores and chains. */
#ifndef BENCH_THREADS_H
#define BENCH_THREADS_H

#include "judge.h"

enum { MOST_THREADS = 16 };

struct threaded {
    struct judge *judge;
    size_t from, middle, until; /* RSA to the middle, then EC: each thread gets a share of both */
    unsigned threads;           /* 1 to MOST_THREADS */
    uint32_t *verdicts;
};

/* A bench_timed: runs it once, and returns nanoseconds of wall time. */
double threads_run(void *threaded);

/* The same, and returns the processor time of the thread that took longest: the wall time on a
 * machine with a core for each and nothing else to do. */
double threads_longest(void *threaded);

#endif
