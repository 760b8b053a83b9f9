// SPDX-License-Identifier: Apache-2.0
#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_COMPLAINTS = 10 };

static volatile int stop; /* set by the handler of signals, which can reach nothing else */

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

volatile int *progress_stop(void)
{
    return &stop;
}

void progress_start(struct progress *progress, const struct options *options)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL); /* the second one ends the process */
    sigaction(SIGTERM, &action, NULL);
    *progress = (struct progress){.quiet = options->quiet,
                                  .shown = !options->quiet && isatty(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &progress->started);
    progress->last = progress->started;
}

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

void progress_show(struct progress *progress, int64_t done, int64_t all)
{
    struct timespec now;
    if (!progress->shown || progress->count % 64)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(&progress->last, &now) < 1)
        return;
    progress->last = now;
    double taken = seconds_between(&progress->started, &now);
    fprintf(stderr, "\r%llu chains, %.0f/s", (unsigned long long)progress->count,
            (double)progress->count / taken);
    if (all > 0 && done > 0) {
        long left = (long)(taken * (double)(all - done) / (double)done);
        fprintf(stderr, ", %ld:%02ld left", left / 60, left % 60);
    }
    fputs("\033[K", stderr);
    fflush(stderr);
}

void progress_complain(struct progress *progress, const char *file, uint64_t number,
                       const chain_error *error)
{
    char where[4200];
    if (progress->quiet || progress->bad > MOST_COMPLAINTS)
        return;
    if (progress->shown)
        fputs("\r\033[K", stderr);
    if (number)
        snprintf(where, sizeof(where), "%s:%llu", file, (unsigned long long)number);
    else
        snprintf(where, sizeof(where), "%s", file);
    complain(error, where);
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    if (progress->bad)
        fprintf(stderr, "chainready: %llu of %llu could not be read\n",
                (unsigned long long)progress->bad, (unsigned long long)progress->count);
    if (stop)
        fprintf(stderr, "chainready: interrupted after %llu; what is done is written\n",
                (unsigned long long)progress->count);
}
