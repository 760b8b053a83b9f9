// SPDX-License-Identifier: Apache-2.0
#include "threads.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct share {
    const struct threaded *whole;
    unsigned number;
};

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
    const struct share *share = context;
    run_part(share, share->whole->from, share->whole->middle);
    run_part(share, share->whole->middle, share->whole->until);
    return NULL;
}

double threads_run(void *context)
{
    const struct threaded *whole = context;
    struct share shares[MOST_THREADS];
    pthread_t threads[MOST_THREADS];
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (unsigned i = 0; i < whole->threads; i++)
        shares[i] = (struct share){whole, i};
    for (unsigned i = 1; i < whole->threads; i++) {
        if (pthread_create(&threads[i], NULL, run_share, &shares[i]) != 0) {
            fputs("bench: no thread\n", stderr);
            exit(70);
        }
    }
    run_share(&shares[0]);
    for (unsigned i = 1; i < whole->threads; i++)
        pthread_join(threads[i], NULL);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
}
