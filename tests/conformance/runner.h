// SPDX-License-Identifier: Apache-2.0
/* What the conformance runners share: reading JSON, one line a case, and the final count. */
#ifndef CONFORMANCE_RUNNER_H
#define CONFORMANCE_RUNNER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct tally {
    size_t passed, failed, skipped;
};

/* Each returns the process's exit code. */
int run_truth(int count, char **arguments);

json_t *runner_load(const char *path);                  /* exits with 66 where it cannot be read */
json_t *runner_load_lines(const char *path);            /* NDJSON as an array */
char *runner_path(const char *directory, const char *file); /* to be freed */
const char *runner_string(const json_t *object, const char *key); /* "" when absent */
/* Prints one line of compact JSON and drops the reference. */
void runner_print(json_t *line);
/* "N passed, N failed, N skipped" on stderr; 0 where nothing failed, else 1. */
int runner_finish(const struct tally *tally);

#endif
