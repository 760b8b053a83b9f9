// SPDX-License-Identifier: Apache-2.0
#ifndef LIBCHAIN_TIMELINE_READ_H
#define LIBCHAIN_TIMELINE_READ_H

#include "instant.h"
#include "json_reader.h"
#include "timeline.h"

/* Fills a zeroed timeline whose arena is ready. CHAIN_E_MALFORMED with the JSON path, _MEMORY. */
chain_status timeline_read(struct chain_timeline *out, chain_error *error, const char *text,
                           size_t size);

/* What the two files that read timelines share. */
enum { TIMELINE_MOST = 1000 }; /* items in any list */
uint32_t timeline_array(struct json_reader *reader, const json_t *array, size_t least); /* its size */
void *timeline_take(struct json_reader *reader, size_t count, size_t size); /* zeroed, of the arena */
void timeline_read_links(struct json_reader *reader, struct chain_timeline *out, const json_t *root);
uint32_t timeline_find_link(struct json_reader *reader, const struct chain_timeline *timeline,
                            const char *id);
uint32_t *timeline_read_link_ids(struct json_reader *reader, const struct chain_timeline *timeline,
                                 const json_t *array, uint32_t *count);

#endif
