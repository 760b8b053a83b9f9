// SPDX-License-Identifier: Apache-2.0
#include "threads.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct share {
    const struct threaded *whole;
    unsigned number;
    double cpu_ns; /* its processor time */
};

static double now_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void run_part(const struct share *share, size_t from, size_t until)
{
    const struct threaded *whole = share->whole;
    size_t count = until - from;
    size_t start = from + count * share->number / whole->threads;
    size_t end = from + count * (share->number + 1) / whole->threads;
    judge_run(whole->judge, start, end, whole->verdicts + (start - whole->from) * WORLD_STORES);
}

static void *run_share(void *context)
{
    struct share *share = context;
    double start = now_ns(CLOCK_THREAD_CPUTIME_ID);
    run_part(share, share->whole->from, share->whole->middle);
    run_part(share, share->whole->middle, share->whole->until);
    share->cpu_ns = now_ns(CLOCK_THREAD_CPUTIME_ID) - start;
    return NULL;
}

static double run(const struct threaded *whole)
{
    struct share shares[MOST_THREADS];
    pthread_t threads[MOST_THREADS];
    double longest = 0;
    for (unsigned i = 0; i < whole->threads; i++)
        shares[i] = (struct share){whole, i, 0};
    for (unsigned i = 1; i < whole->threads; i++) {
        if (pthread_create(&threads[i], NULL, run_share, &shares[i]) != 0) {
            fputs("bench: no thread\n", stderr);
            exit(70);
        }
    }
    run_share(&shares[0]);
    for (unsigned i = 1; i < whole->threads; i++)
        pthread_join(threads[i], NULL);
    for (unsigned i = 0; i < whole->threads; i++)
        longest = shares[i].cpu_ns > longest ? shares[i].cpu_ns : longest;
    return longest;
}

double threads_run(void *whole)
{
    double start = now_ns(CLOCK_MONOTONIC);
    run(whole);
    return now_ns(CLOCK_MONOTONIC) - start;
}

double threads_longest(void *whole)
{
    return run(whole);
}
