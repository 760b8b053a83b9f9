// SPDX-License-Identifier: Apache-2.0
/* Files that may be packed: octets and lines are the same, and bounded, whatever comes in. */
#include "fuzz.h"

#include "stream.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LINE = 16 * 1024 * 1024 + 1, MOST_READ = 1 << 22 };

static struct stream *open_input(void)
{
    struct stream *stream;
    chain_error error;
    char path[64];
    snprintf(path, sizeof(path), "/dev/shm/libchain-stream-%d", (int)getpid());
    MUST(stream_open(&stream, &error, path) == CHAIN_OK);
    return stream;
}

static void write_input(const uint8_t *data, size_t size)
{
    char path[64];
    snprintf(path, sizeof(path), "/dev/shm/libchain-stream-%d", (int)getpid());
    FILE *file = fopen(path, "wb");
    MUST(file && fwrite(data ? (const char *)data : "", 1, size, file) == size);
    MUST(fclose(file) == 0);
}

static void remove_input(void)
{
    char path[64];
    snprintf(path, sizeof(path), "/dev/shm/libchain-stream-%d", (int)getpid());
    unlink(path);
}

/* Octets in all, but for the ends of lines. A little may unpack to a lot: not more than MOST_READ.
 */
static size_t count_octets(bool *whole)
{
    static uint8_t part[65536];
    struct stream *stream = open_input();
    size_t count = 0, all = 0, got;
    while (all < MOST_READ && (got = stream_read(stream, part, sizeof(part))) > 0) {
        all += got;
        for (size_t i = 0; i < got; i++)
            count += part[i] != '\n' && part[i] != '\r';
    }
    *whole = all < MOST_READ;
    stream_close(stream);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_error error;
    bool whole;
    write_input(data, size);
    size_t octets = count_octets(&whole), count = 0, length;
    struct stream *stream = open_input();
    const char *line;
    while (whole && (line = stream_line(stream, &length))) {
        MUST(length <= MOST_LINE && line[length] == 0);
        for (size_t i = 0; i < length; i++)
            count += line[i] != '\r';
    }
    MUST(!whole || count == octets);
    MUST(stream_status(stream, &error) == CHAIN_OK || error.message[0]);
    stream_close(stream);
    remove_input();
    return 0;
}
