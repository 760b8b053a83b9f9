// SPDX-License-Identifier: Apache-2.0
#include "captures.h"

#include "cli.h"
#include "stream.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_WHOLE = 64 * 1024 * 1024, MOST_DEPTH = 64 };

static bool give(struct captures *captures, const struct captured *captured)
{
    return captures->take(captures->context, captured) && !*captures->stop;
}

/* ---- lines of JSON ---------------------------------------------------------------------------- */

static bool is_blank(const char *line, size_t size)
{
    return strspn(line, " \t") == size;
}

static bool read_lines(struct captures *captures, struct stream *stream, const char *path)
{
    size_t size;
    const char *line;
    for (uint64_t number = 1; (line = stream_line(stream, &size)); number++) {
        struct captured captured = {.line = line,
                                    .line_size = size,
                                    .host = "",
                                    .at = CHAIN_TIME_MIN,
                                    .file = path,
                                    .number = number};
        stream_progress(stream, &captures->done, &captures->all);
        if (!is_blank(line, size) && !give(captures, &captured))
            return false;
    }
    return true;
}

/* ---- text and DER ----------------------------------------------------------------------------- */

static bool give_chain(struct captures *captures, chain_bytes data, const char *path,
                       uint64_t number)
{
    chain_error error = {.offset = CHAIN_NO_OFFSET};
    chain_list *chain = NULL;
    struct captured captured = {.host = "", .at = CHAIN_TIME_MIN, .file = path, .number = number};
    if (chain_list_read(&chain, &error, data.data, data.size) == CHAIN_OK)
        captured.chain = chain;
    else
        captured.error = &error;
    bool more = give(captures, &captured);
    chain_list_unref(chain);
    return more;
}

/* Where the next session of openssl s_client begins, or the end. */
static size_t next_session(chain_bytes data, size_t from)
{
    static const char MARK[] = "\nCONNECTED(";
    const uint8_t *found = from < data.size
                               ? memmem(data.data + from, data.size - from, MARK, sizeof(MARK) - 1)
                               : NULL;
    return found ? (size_t)(found - data.data) + 1 : data.size;
}

/* One chain a file, but for the output of several sessions of s_client, one after the other. */
static bool split(struct captures *captures, chain_bytes data, const char *path)
{
    size_t at = 0, end = next_session(data, 0);
    bool several = end < data.size && next_session(data, end) < data.size;
    if (!several)
        return give_chain(captures, data, path, 0);
    for (uint64_t number = 1; at < data.size; at = end, number++) {
        end = next_session(data, at + 1);
        if (!give_chain(captures, (chain_bytes){data.data + at, end - at}, path, number))
            return false;
    }
    return true;
}

static chain_status read_whole(struct stream *stream, chain_bytes *out, chain_error *error)
{
    size_t capacity = 64 * 1024, size = 0, got;
    uint8_t *data = malloc(capacity);
    while (data && (got = stream_read(stream, data + size, capacity - size)) > 0) {
        size += got;
        if (size > MOST_WHOLE) {
            snprintf(error->message, sizeof(error->message), "larger than 64 MiB");
            free(data);
            return error->status = CHAIN_E_LIMIT;
        }
        if (size == capacity) {
            uint8_t *grown = realloc(data, capacity *= 2);
            if (!grown)
                free(data);
            data = grown;
        }
    }
    *out = (chain_bytes){data, size};
    if (data)
        return CHAIN_OK;
    snprintf(error->message, sizeof(error->message), "out of memory");
    return error->status = CHAIN_E_MEMORY;
}

/* ---- one file --------------------------------------------------------------------------------- */

static int complain_of(const chain_error *error, const char *path)
{
    return complain(error, strcmp(path, "-") == 0 ? "standard input" : path);
}

/* False where the taker has had enough; *code where the file could not be read. */
static bool read_stream(struct captures *captures, struct stream *stream, const char *path,
                        int *code)
{
    chain_error error = {.offset = CHAIN_NO_OFFSET};
    const uint8_t *first;
    size_t size = stream_peek(stream, &first), blanks = 0;
    bool more = true;
    while (blanks < size && strchr(" \t\r\n", first[blanks]))
        blanks++;
    if (packets_are(first, size)) {
        *code = packets_read(captures, path);
        return !*captures->stop;
    }
    if (blanks < size && first[blanks] == '{') {
        more = read_lines(captures, stream, path);
    } else {
        chain_bytes data;
        if (read_whole(stream, &data, &error) != CHAIN_OK) {
            *code = complain_of(&error, path);
            return true;
        }
        if (stream_status(stream, &error) == CHAIN_OK)
            more = split(captures, data, path);
        free((void *)(uintptr_t)data.data);
    }
    if (stream_status(stream, &error) != CHAIN_OK)
        *code = complain_of(&error, path);
    return more;
}

static bool read_one(struct captures *captures, const char *path, int *code)
{
    struct stream *stream;
    chain_error error;
    if (stream_open(&stream, &error, path) != CHAIN_OK) {
        *code = complain_of(&error, path);
        return true;
    }
    bool more = read_stream(captures, stream, path, code);
    stream_close(stream);
    return more;
}

/* ---- folders ---------------------------------------------------------------------------------- */

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of names. Links to folders are not followed, so that there are no circles. */
static bool read_folder(struct captures *captures, const char *folder, unsigned depth, int *code)
{
    struct dirent **entries;
    int count = depth < MOST_DEPTH ? scandir(folder, &entries, is_visible, alphasort) : -1;
    bool more = true;
    if (count < 0) {
        chain_error error = {.status = CHAIN_E_IO, .offset = CHAIN_NO_OFFSET};
        snprintf(error.message, sizeof(error.message), "%s",
                 depth < MOST_DEPTH ? "the folder cannot be read" : "more than 64 folders deep");
        *code = complain_of(&error, folder);
        return true;
    }
    for (int i = 0; i < count; i++) {
        char path[4096];
        struct stat about;
        int size = snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        free(entries[i]);
        if (!more || size < 0 || (size_t)size >= sizeof(path) || lstat(path, &about) != 0)
            continue;
        if (S_ISDIR(about.st_mode))
            more = read_folder(captures, path, depth + 1, code);
        else if (S_ISLNK(about.st_mode) ? stat(path, &about) == 0 && S_ISREG(about.st_mode)
                                        : S_ISREG(about.st_mode))
            more = read_one(captures, path, code);
    }
    free(entries);
    return more;
}

int captures_read(struct captures *captures, const char *path)
{
    struct stat about;
    int code = 0;
    captures->done = 0;
    captures->all = -1;
    if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        read_folder(captures, path, 0, &code);
    else
        read_one(captures, path, &code);
    return code;
}
