// SPDX-License-Identifier: Apache-2.0
/*
 * TLS Certificate messages in captures of packets. tshark does the work: it reassembles streams,
 * and reads TLS 1.3, where certificates are encrypted, with a key log.
 */
#include "captures.h"

#include "cli.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { STREAMS = 4096, MOST_CERTS = 100 };

/* Who spoke first in a stream, and to whom: of the latest streams, found by their number. */
struct spoken {
    unsigned long stream;
    unsigned client; /* its port; 0: an empty place */
    char host[256];
};

struct reading {
    struct captures *captures;
    const char *path;
    struct spoken *spoken;
};

enum field { FRAME, TIME, STREAM, PORT, HOST, CERTS, FIELDS };

bool packets_are(const uint8_t *data, size_t size)
{
    static const uint8_t MAGIC[][4] = {
        {0xd4, 0xc3, 0xb2, 0xa1}, {0xa1, 0xb2, 0xc3, 0xd4}, /* pcap, in microseconds */
        {0x4d, 0x3c, 0xb2, 0xa1}, {0xa1, 0xb2, 0x3c, 0x4d}, /* in nanoseconds */
        {0x0a, 0x0d, 0x0d, 0x0a},                           /* pcapng */
    };
    for (size_t i = 0; size >= 4 && i < sizeof(MAGIC) / sizeof(MAGIC[0]); i++) {
        if (memcmp(data, MAGIC[i], 4) == 0)
            return true;
    }
    return false;
}

/* ---- a line of tshark's ----------------------------------------------------------------------- */

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "3082...,3082...": DER of one certificate after the other, with its place in `out`. */
static size_t read_hex(uint8_t *out, chain_bytes certs[MOST_CERTS], const char *text)
{
    size_t count = 0;
    uint8_t *to = out, *from = out;
    for (;; text++) {
        int high = digit(text[0]), low = high < 0 ? -1 : digit(text[1]);
        if (low >= 0) {
            *to++ = (uint8_t)(high << 4 | low);
            text++;
        } else if (*text != ':') {
            if (to > from && count < MOST_CERTS)
                certs[count++] = (chain_bytes){from, (size_t)(to - from)};
            from = to;
            if (*text != ',')
                return count;
        }
    }
}

static bool give(struct reading *reading, char *const fields[FIELDS], const char *host)
{
    struct captured captured = {.host = host,
                                .at = (chain_time)strtoll(fields[TIME], NULL, 10),
                                .file = reading->path,
                                .number = strtoull(fields[FRAME], NULL, 10)};
    chain_error error = {
        .offset = CHAIN_NO_OFFSET, .status = CHAIN_E_MEMORY, .message = "out of memory"};
    chain_bytes certs[MOST_CERTS];
    chain_list *chain = NULL;
    uint8_t *octets = malloc(strlen(fields[CERTS]) / 2 + 1);
    if (octets) {
        size_t count = read_hex(octets, certs, fields[CERTS]);
        chain_list_new(&chain, &error, certs, count);
    }
    captured.chain = chain;
    captured.error = chain ? NULL : &error;
    bool more =
        reading->captures->take(reading->captures->context, &captured) && !*reading->captures->stop;
    chain_list_unref(chain);
    free(octets);
    return more;
}

/* A ClientHello tells the host and which side is the client; what the other side sends is the
 * chain. */
static bool take_line(struct reading *reading, char *line)
{
    char *fields[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
        fields[i] = line ? line : (char *)"";
        line = line ? strchr(line, '\t') : NULL;
        if (line)
            *line++ = 0;
    }
    unsigned long stream = strtoul(fields[STREAM], NULL, 10);
    unsigned port = (unsigned)strtoul(fields[PORT], NULL, 10);
    struct spoken *spoken = &reading->spoken[stream % STREAMS];
    bool known = spoken->client && spoken->stream == stream;
    if (!fields[CERTS][0]) {
        *spoken = (struct spoken){.stream = stream, .client = port};
        snprintf(spoken->host, sizeof(spoken->host), "%.*s", (int)strcspn(fields[HOST], ","),
                 fields[HOST]);
        return true;
    }
    if (known && spoken->client == port)
        return true; /* the client's own certificate */
    return give(reading, fields, known ? spoken->host : "");
}

static void take_lines(struct reading *reading, FILE *lines)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    while ((size = getline(&line, &capacity, lines)) > 0) {
        if (line[size - 1] == '\n')
            line[size - 1] = 0;
        if (!take_line(reading, line))
            break;
    }
    free(line);
}

/* ---- the program ------------------------------------------------------------------------------ */

static int start(const char *path, const char *keys, pid_t *child)
{
    char log[4200];
    const char *arguments[40] = {"tshark",
                                 "-n",
                                 "-Q",
                                 "-r",
                                 path,
                                 "-Y",
                                 "tls.handshake.type == 1 || tls.handshake.certificate",
                                 "-T",
                                 "fields"};
    static const char *const NAMES[FIELDS] = {"frame.number",
                                              "frame.time_epoch",
                                              "tcp.stream",
                                              "tcp.srcport",
                                              "tls.handshake.extensions_server_name",
                                              "tls.handshake.certificate"};
    size_t count = 9;
    int ends[2];
    for (int i = 0; i < FIELDS; i++) {
        arguments[count++] = "-e";
        arguments[count++] = NAMES[i];
    }
    if (keys) {
        snprintf(log, sizeof(log), "tls.keylog_file:%s", keys);
        arguments[count++] = "-o";
        arguments[count++] = log;
    }
    if (pipe(ends) != 0)
        return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1 /* O_WRONLY */, 0);
    int failed =
        posix_spawnp(child, "tshark", &actions, NULL, (char *const *)(uintptr_t)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (!failed)
        return ends[0];
    close(ends[0]);
    errno = failed;
    return -1;
}

static int refuse(const char *path, chain_status status, const char *why)
{
    chain_error error = {.status = status, .offset = CHAIN_NO_OFFSET};
    snprintf(error.message, sizeof(error.message), "%s", why);
    return complain(&error, path);
}

int packets_read(struct captures *captures, const char *path)
{
    pid_t child;
    int status = 0;
    struct reading reading = {captures, path, calloc(STREAMS, sizeof(*reading.spoken))};
    if (strcmp(path, "-") == 0) {
        free(reading.spoken);
        return refuse(path, CHAIN_E_UNSUPPORTED,
                      "a capture of packets must be a file, not standard input");
    }
    int end = reading.spoken ? start(path, captures->keys, &child) : -1;
    FILE *lines = end >= 0 ? fdopen(end, "r") : NULL;
    if (!lines) {
        free(reading.spoken);
        return refuse(path, CHAIN_E_UNSUPPORTED,
                      "a capture of packets, for which tshark is needed, and it cannot be run");
    }
    take_lines(&reading, lines);
    fclose(lines);
    free(reading.spoken);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (*captures->stop || (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE))
        return 0;
    return status == 0 ? 0 : refuse(path, CHAIN_E_MALFORMED, "tshark could not read it to its end");
}
