// SPDX-License-Identifier: Apache-2.0
#include "measure.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_ROUNDS = 101 };

uint64_t bench_cpu_ns(void)
{
    struct timespec now;
    struct rusage children;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    getrusage(RUSAGE_CHILDREN, &children);
    time_t seconds = now.tv_sec + children.ru_utime.tv_sec + children.ru_stime.tv_sec;
    return (uint64_t)seconds * 1000000000U + (uint64_t)now.tv_nsec +
           (uint64_t)(children.ru_utime.tv_usec + children.ru_stime.tv_usec) * 1000U;
}

static double sum_of(bench_timed *work, void *state, unsigned times)
{
    double sum = 0;
    for (unsigned i = 0; i < times; i++)
        sum += work(state);
    return sum / times;
}

static double timed(bench_work *work, void *state, unsigned times)
{
    uint64_t start = bench_cpu_ns();
    for (unsigned i = 0; i < times; i++)
        work(state);
    return (double)(bench_cpu_ns() - start) / times;
}

static int compare(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

static double time_theirs(const struct bench_pair *pair, unsigned times)
{
    return pair->theirs_timed ? sum_of(pair->theirs_timed, pair->theirs_state, times)
                              : timed(pair->theirs, pair->theirs_state, times);
}

static double time_ours(const struct bench_pair *pair, unsigned times)
{
    return pair->ours_timed ? sum_of(pair->ours_timed, pair->ours_state, times)
                            : timed(pair->ours, pair->ours_state, times);
}

struct bench_result bench_measure(const struct bench_pair *pair, unsigned rounds)
{
    double ratios[MOST_ROUNDS];
    struct bench_result out = {0};
    rounds = rounds > MOST_ROUNDS ? MOST_ROUNDS : rounds;
    time_theirs(pair, 1);
    time_ours(pair, 1);
    for (unsigned i = 0; i < rounds; i++) {
        double theirs = time_theirs(pair, pair->theirs_times);
        double ours = time_ours(pair, pair->ours_times);
        ratios[i] = theirs / ours;
        if (!i || ours < out.ours_ns)
            out.ours_ns = ours;
        if (!i || theirs < out.theirs_ns)
            out.theirs_ns = theirs;
    }
    qsort(ratios, rounds, sizeof(*ratios), compare);
    out.ratio_min = ratios[0];
    out.ratio_median = ratios[rounds / 2];
    out.rounds = rounds;
    return out;
}
