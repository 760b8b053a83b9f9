// SPDX-License-Identifier: Apache-2.0
/* What the conformance runners share: reading JSON, one line a case, and the final count. */
#ifndef CONFORMANCE_RUNNER_H
#define CONFORMANCE_RUNNER_H

#include "chain.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct tally {
    size_t passed, failed, skipped;
    size_t divergent; /* of those passed */
    size_t accepted, rejected; /* against what was expected, those on purpose too */
};

/* Each returns the process's exit code. */
int run_truth(int count, char **arguments);
int run_wycheproof(int count, char **arguments);
int run_limbo(int count, char **arguments);
int run_pkits(int count, char **arguments);

json_t *runner_load(const char *path);                  /* exits with 66 where it cannot be read */
json_t *runner_load_lines(const char *path);            /* NDJSON as an array */
char *runner_path(const char *directory, const char *file); /* to be freed */
const char *runner_string(const json_t *object, const char *key); /* "" when absent */
chain_bytes runner_hex(const json_t *object, const char *key); /* free the data; exits with 65 */
/*
 * Prints {id, expected, actual, ok, finding} and counts it. A divergence kept on purpose counts as
 * passed while it differs as told, and as failed once it does not: tests/conformance/divergences.json.
 */
void runner_case(struct tally *tally, const char *id, const char *expected, const char *actual, bool ok,
                 const char *finding);
/* Prints one line of compact JSON and drops the reference. */
void runner_print(json_t *line);
/* "N passed, N failed, N skipped" on stderr; 0 where nothing failed, else 1. */
int runner_finish(const struct tally *tally);

#endif
