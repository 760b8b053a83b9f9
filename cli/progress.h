// SPDX-License-Identifier: Apache-2.0
/* What long work tells on stderr: how far it is, what could not be read, and that ^C ends it
 * cleanly. */
#ifndef CHAINREADY_PROGRESS_H
#define CHAINREADY_PROGRESS_H

#include "cli.h"

#include <time.h>

struct progress {
    bool shown, quiet;
    struct timespec started, last;
    uint64_t count, bad;
};

/* From here on SIGINT and SIGTERM only set the flag. */
void progress_start(struct progress *progress, const struct options *options);
/* At most once a second, and only on a terminal: count, rate and, where it is known, time left. */
void progress_show(struct progress *progress, int64_t done, int64_t all);
/* Names what could not be read; after the first few they are only counted. */
void progress_complain(struct progress *progress, const char *file, uint64_t number,
                       const chain_error *error);
void progress_end(struct progress *progress);
/* Not 0 once a signal asked to stop. */
volatile int *progress_stop(void);

#endif
