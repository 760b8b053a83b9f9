// SPDX-License-Identifier: Apache-2.0
/* Octets and lines of a file or of standard input, unpacked where they are packed by gzip or zstd.
 */
#ifndef CHAINREADY_STREAM_H
#define CHAINREADY_STREAM_H

#include "chain.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct stream;

/* "-" is standard input. CHAIN_OK, or why not. */
chain_status stream_open(struct stream **out, chain_error *error, const char *path);
void stream_close(struct stream *stream);

/* Up to `size` octets; 0 at the end, and with stream_status not CHAIN_OK where reading failed. */
size_t stream_read(struct stream *stream, void *out, size_t size);
/* The first octets without taking them: at most 16, fewer only at the end. */
size_t stream_peek(struct stream *stream, const uint8_t **out);
/*
 * The next line without its end; NULL at the end of the input. Borrowed until the next call. A line
 * over 16 MiB is given as its first 16 MiB and one octet, which no reader takes.
 */
const char *stream_line(struct stream *stream, size_t *size);

/* Has the input failed: damaged packing, an error of the disk? */
chain_status stream_status(const struct stream *stream, chain_error *error);
/* How much of the file was read, and how long it is; -1: not known. */
void stream_progress(const struct stream *stream, int64_t *done, int64_t *all);

#endif
