// SPDX-License-Identifier: Apache-2.0
/*
 * Measuring two ways to do the same work, in turn, in one process: what the machine does besides
 * hits both, so that the ratio of a round holds where single times do not.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdint.h>

typedef void bench_work(void *state);

/* Work that is timed by who does it, since it is done elsewhere or by more than one thread: does it
 * once and returns the nanoseconds that it took. */
typedef double bench_timed(void *state);

struct bench_pair {
    const char *name, *peer;
    bench_work *ours, *theirs;
    void *ours_state, *theirs_state;
    unsigned ours_times; /* how often `ours` is done a round, for work too short to be timed once */
    unsigned theirs_times;
    bench_timed *ours_timed, *theirs_timed; /* in place of `ours`, `theirs` where not NULL */
};

struct bench_result {
    double ours_ns, theirs_ns; /* of one time, the least of all rounds; processor time */
    double ratio_min, ratio_median;
    unsigned rounds;
};

/* Not more than 101 rounds; a round that is not counted goes first. */
struct bench_result bench_measure(const struct bench_pair *pair, unsigned rounds);

/* Processor time of this process and of the children that it has waited for, in nanoseconds. */
uint64_t bench_cpu_ns(void);

#endif
