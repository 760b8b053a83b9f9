// SPDX-License-Identifier: Apache-2.0
/* One thread's judging of captured chains: the line that is printed for each. */
#ifndef CHAINREADY_JUDGE_H
#define CHAINREADY_JUDGE_H

#include "captures.h"
#include "tally.h"

struct judge;

/* The options are borrowed and may be shared. NULL for want of memory. */
struct judge *judge_new(const chain_ready_options *options);
void judge_free(struct judge *judge);

enum judged { JUDGED, JUDGED_BAD, JUDGED_NO_MEMORY };

/* Writes one line of libchain.bulk/1 (docs/schema/bulk.json). JUDGED_BAD: the line says why the
 * chain could not be read, and so does *error. */
enum judged judge_write(struct judge *judge, FILE *out, const struct captured *captured,
                        chain_error *error);

const struct tally *judge_tally(const struct judge *judge, size_t store);
uint64_t judge_distinct(const struct judge *judge); /* chains that were not remembered */

#endif
