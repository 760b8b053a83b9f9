// SPDX-License-Identifier: Apache-2.0
/*
 * Captured chains, one after the other, in whatever form people have them: folders of PEM and DER
 * files, the output of openssl s_client, lines of JSON (our own records and zgrab2's), captures of
 * packets through tshark; packed by gzip or zstd or not.
 */
#ifndef CHAINREADY_CAPTURES_H
#define CHAINREADY_CAPTURES_H

#include "chain.h"

#include <stdbool.h>
#include <stdint.h>

/* One of them: a line of JSON that is still to be read, or a chain. Borrowed. */
struct captured {
    const char *line; /* or NULL */
    size_t line_size;
    chain_list *chain;        /* or NULL */
    const char *host;         /* "" when not told */
    chain_time at;            /* CHAIN_TIME_MIN when not told */
    const char *file;         /* where it was found */
    uint64_t number;          /* of its line, frame or part, from 1; 0: the file as a whole */
    const chain_error *error; /* neither line nor chain: why it could not be read */
};

struct captures {
    /* False ends the reading. */
    bool (*take)(void *context, const struct captured *captured);
    void *context;
    const char *keys;   /* a TLS key log for tshark, or NULL */
    volatile int *stop; /* not 0: end where you are */
    /* How far the file in hand is, for a progress line. */
    int64_t done, all;
};

/* All of a file or folder ("-": standard input). 0, or an exit code after a complaint. */
int captures_read(struct captures *captures, const char *path);

/* One capture of packets. 0, or an exit code after a complaint. */
int packets_read(struct captures *captures, const char *path);
bool packets_are(const uint8_t *data, size_t size);

#endif
