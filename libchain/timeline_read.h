// SPDX-License-Identifier: Apache-2.0
#ifndef LIBCHAIN_TIMELINE_READ_H
#define LIBCHAIN_TIMELINE_READ_H

#include "instant.h"
#include "json_reader.h"
#include "timeline.h"

/* Fills a zeroed timeline whose arena is ready. CHAIN_E_MALFORMED with the JSON path, _MEMORY. */
chain_status timeline_read(struct chain_timeline *out, chain_error *error, const char *text,
                           size_t size);

/* What the files that read timelines share. */
enum { TIMELINE_MOST = 1000 }; /* items in any list */
uint32_t timeline_array(struct json_reader *reader, const json_t *array, size_t least); /* its size */
void *timeline_take(struct json_reader *reader, size_t count, size_t size); /* zeroed, of the arena */
/* The member "at", which must be there. */
void timeline_read_at(struct json_reader *reader, const json_t *object, struct moment *out);

/* The sources, and every reference to them. */
void timeline_read_sources(struct json_reader *reader, const json_t *root);
/* Deadlines, minimums, contradictions and unknowns: no verdict depends on them. */
void timeline_read_remarks(struct json_reader *reader, const struct chain_timeline *timeline,
                           const json_t *root);

void timeline_read_links(struct json_reader *reader, struct chain_timeline *out, const json_t *root);
/* The number of the link that a member of an object names; 0 after a complaint. */
uint32_t timeline_read_link_id(struct json_reader *reader, const struct chain_timeline *timeline,
                               const json_t *object, const char *key);
/* The numbers of those that a list names. */
uint32_t *timeline_read_link_ids(struct json_reader *reader, const struct chain_timeline *timeline,
                                 const json_t *array, uint32_t *count);

#endif
