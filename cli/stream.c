// SPDX-License-Identifier: Apache-2.0
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

enum { ROOM = 256 * 1024, MOST_LINE = 16 * 1024 * 1024 + 1, PEEK = 16 };

enum packing { PLAIN, GZIP, ZSTD };

struct stream {
    int descriptor;
    int64_t size, done;
    enum packing packing;
    chain_status status;
    char message[128];
    uint8_t in[ROOM]; /* as read */
    size_t in_at, in_end;
    bool ended, packed_end; /* of the file; of a packed part */
    uint8_t out[ROOM];      /* unpacked */
    size_t at, end;
    char *line;
    size_t line_size, line_capacity;
#ifdef HAVE_ZLIB
    z_stream zlib;
#endif
#ifdef HAVE_ZSTD
    ZSTD_DStream *zstd;
#endif
};

static void fail(struct stream *stream, chain_status status, const char *message)
{
    if (stream->status != CHAIN_OK)
        return;
    stream->status = status;
    snprintf(stream->message, sizeof(stream->message), "%s", message);
}

/* ---- octets as they are in the file ----------------------------------------------------------- */

static void fill_in(struct stream *stream)
{
    while (stream->in_at == stream->in_end && !stream->ended && stream->status == CHAIN_OK) {
        ssize_t got = read(stream->descriptor, stream->in, sizeof(stream->in));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fail(stream, CHAIN_E_IO, strerror(errno));
        stream->ended = got <= 0;
        stream->in_at = 0;
        stream->in_end = got > 0 ? (size_t)got : 0;
        stream->done += got > 0 ? got : 0;
    }
}

static enum packing packing_of(const uint8_t *data, size_t size)
{
    static const uint8_t GZIP_MAGIC[] = {0x1f, 0x8b}, ZSTD_MAGIC[] = {0x28, 0xb5, 0x2f, 0xfd};
    if (size >= sizeof(GZIP_MAGIC) && memcmp(data, GZIP_MAGIC, sizeof(GZIP_MAGIC)) == 0)
        return GZIP;
    if (size >= sizeof(ZSTD_MAGIC) && memcmp(data, ZSTD_MAGIC, sizeof(ZSTD_MAGIC)) == 0)
        return ZSTD;
    return PLAIN;
}

/* ---- unpacking -------------------------------------------------------------------------------- */

static void unpack_plain(struct stream *stream)
{
    stream->end = stream->in_end - stream->in_at;
    memcpy(stream->out, stream->in + stream->in_at, stream->end);
    stream->in_at = stream->in_end;
}

static void unpack_gzip(struct stream *stream)
{
#ifdef HAVE_ZLIB
    z_stream *z = &stream->zlib;
    if (stream->packed_end && inflateReset(z) != Z_OK) /* another member follows (RFC 1952 2.2) */
        fail(stream, CHAIN_E_MALFORMED, "gzip: cannot go on");
    stream->packed_end = false;
    z->next_in = stream->in + stream->in_at;
    z->avail_in = (unsigned)(stream->in_end - stream->in_at);
    z->next_out = stream->out;
    z->avail_out = sizeof(stream->out);
    int code = inflate(z, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        fail(stream, CHAIN_E_MALFORMED, z->msg ? z->msg : "gzip: damaged");
    stream->packed_end = code == Z_STREAM_END;
    stream->in_at = stream->in_end - z->avail_in;
    stream->end = sizeof(stream->out) - z->avail_out;
#else
    fail(stream, CHAIN_E_UNSUPPORTED, "packed by gzip, which this build does not read");
#endif
}

static void unpack_zstd(struct stream *stream)
{
#ifdef HAVE_ZSTD
    ZSTD_inBuffer in = {stream->in, stream->in_end, stream->in_at};
    ZSTD_outBuffer out = {stream->out, sizeof(stream->out), 0};
    size_t left = ZSTD_decompressStream(stream->zstd, &out, &in);
    if (ZSTD_isError(left))
        fail(stream, CHAIN_E_MALFORMED, ZSTD_getErrorName(left));
    stream->packed_end = left == 0;
    stream->in_at = in.pos;
    stream->end = out.pos;
#else
    fail(stream, CHAIN_E_UNSUPPORTED, "packed by zstd, which this build does not read");
#endif
}

/* More unpacked octets; none at the end. */
static void fill_out(struct stream *stream)
{
    stream->at = stream->end = 0;
    while (!stream->end && stream->status == CHAIN_OK) {
        fill_in(stream);
        if (stream->in_at == stream->in_end) {
            if (stream->packing != PLAIN && !stream->packed_end)
                fail(stream, CHAIN_E_MALFORMED, "ends in the middle of what is packed");
            return;
        }
        if (stream->packing == GZIP)
            unpack_gzip(stream);
        else if (stream->packing == ZSTD)
            unpack_zstd(stream);
        else
            unpack_plain(stream);
    }
    if (stream->status != CHAIN_OK)
        stream->end = 0;
}

static void start_unpacking(struct stream *stream)
{
    fill_in(stream);
    stream->packing = packing_of(stream->in, stream->in_end);
#ifdef HAVE_ZLIB
    enum { WITH_GZIP_HEADER = 16 };
    if (stream->packing == GZIP &&
        inflateInit2(&stream->zlib, WITH_GZIP_HEADER + MAX_WBITS) != Z_OK)
        fail(stream, CHAIN_E_MEMORY, "out of memory");
#endif
#ifdef HAVE_ZSTD
    if (stream->packing == ZSTD && !(stream->zstd = ZSTD_createDStream()))
        fail(stream, CHAIN_E_MEMORY, "out of memory");
#endif
}

/* ---- the interface ---------------------------------------------------------------------------- */

static chain_status refuse(chain_error *error, chain_status status, const char *path,
                           const char *why)
{
    *error = (chain_error){.status = status, .offset = CHAIN_NO_OFFSET};
    snprintf(error->path, sizeof(error->path), "%s", path);
    snprintf(error->message, sizeof(error->message), "%s", why);
    return status;
}

chain_status stream_open(struct stream **out, chain_error *error, const char *path)
{
    struct stat about;
    bool standard = strcmp(path, "-") == 0;
    /* A FIFO is read as it is filled, as standard input is. */
    int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    *out = NULL;
    if (descriptor < 0 || fstat(descriptor, &about) != 0)
        return refuse(error,
                      errno == ENOENT || errno == ENOTDIR ? CHAIN_E_NOT_FOUND
                      : errno == EACCES                   ? CHAIN_E_PERMISSION
                                                          : CHAIN_E_IO,
                      path, strerror(errno));
    struct stream *stream = calloc(1, sizeof(*stream));
    if (!stream) {
        if (!standard)
            close(descriptor);
        return refuse(error, CHAIN_E_MEMORY, path, "out of memory");
    }
    stream->descriptor = descriptor;
    stream->size = S_ISREG(about.st_mode) ? (int64_t)about.st_size : -1;
    start_unpacking(stream);
    *out = stream;
    return CHAIN_OK;
}

void stream_close(struct stream *stream)
{
    if (!stream)
        return;
#ifdef HAVE_ZLIB
    if (stream->packing == GZIP)
        inflateEnd(&stream->zlib);
#endif
#ifdef HAVE_ZSTD
    ZSTD_freeDStream(stream->zstd);
#endif
    if (stream->descriptor != STDIN_FILENO)
        close(stream->descriptor);
    free(stream->line);
    free(stream);
}

size_t stream_read(struct stream *stream, void *out, size_t size)
{
    if (stream->at == stream->end)
        fill_out(stream);
    size_t left = stream->end - stream->at;
    size = size < left ? size : left;
    memcpy(out, stream->out + stream->at, size);
    stream->at += size;
    return size;
}

size_t stream_peek(struct stream *stream, const uint8_t **out)
{
    if (stream->at == stream->end)
        fill_out(stream);
    size_t left = stream->end - stream->at;
    *out = stream->out + stream->at;
    return left < PEEK ? left : PEEK;
}

static bool keep(struct stream *stream, const uint8_t *data, size_t size)
{
    size_t room = MOST_LINE - stream->line_size;
    size = size < room ? size : room;
    if (stream->line_size + size + 1 > stream->line_capacity) {
        size_t capacity = (stream->line_size + size + 1) * 2;
        char *grown = realloc(stream->line, capacity);
        if (!grown) {
            fail(stream, CHAIN_E_MEMORY, "out of memory");
            return false;
        }
        stream->line = grown;
        stream->line_capacity = capacity;
    }
    memcpy(stream->line + stream->line_size, data, size);
    stream->line_size += size;
    return true;
}

const char *stream_line(struct stream *stream, size_t *size)
{
    bool any = false;
    stream->line_size = 0;
    for (;;) {
        if (stream->at == stream->end)
            fill_out(stream);
        const uint8_t *from = stream->out + stream->at;
        size_t left = stream->end - stream->at;
        if (!left)
            break;
        any = true;
        const uint8_t *newline = memchr(from, '\n', left);
        size_t part = newline ? (size_t)(newline - from) : left;
        if (!keep(stream, from, part))
            return NULL;
        stream->at += part + (newline != NULL);
        if (newline)
            break;
    }
    if (!any || !keep(stream, (const uint8_t *)"", 0))
        return NULL;
    if (stream->line_size && stream->line[stream->line_size - 1] == '\r')
        stream->line_size--;
    stream->line[stream->line_size] = 0;
    *size = stream->line_size;
    return stream->line;
}

chain_status stream_status(const struct stream *stream, chain_error *error)
{
    return stream->status == CHAIN_OK ? CHAIN_OK
                                      : refuse(error, stream->status, "", stream->message);
}

void stream_progress(const struct stream *stream, int64_t *done, int64_t *all)
{
    *done = stream->done;
    *all = stream->size;
}
