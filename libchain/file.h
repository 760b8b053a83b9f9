// SPDX-License-Identifier: Apache-2.0
/* Reading whole regular files, bounded. */
#ifndef LIBCHAIN_FILE_H
#define LIBCHAIN_FILE_H

#include "chain.h"

#include <stdbool.h>

enum { FILE_MOST_BYTES = 64 * 1024 * 1024, FILE_MOST_EXECUTABLE = 512 * 1024 * 1024 };

struct file {
    uint8_t *data; /* mem_free it */
    size_t size;
};

/*
 * CHAIN_E_NOT_FOUND, CHAIN_E_PERMISSION, CHAIN_E_LIMIT, CHAIN_E_MEMORY, and CHAIN_E_IO for what is not
 * a regular file (a FIFO is not waited for) or cannot be read. A file that grows or shrinks meanwhile
 * gives what was there to read.
 */
chain_status file_read(struct file *out, chain_error *error, const char *path);

/* An executable in ELF, which may be larger: Node's roots are inside its binary. */
bool file_is_executable(chain_bytes start);

bool file_is_directory(const char *path);

/* The names in a directory, sorted, "." and ".." left out. Free with file_names_free. */
struct file_names {
    char **names;
    size_t count;
};
chain_status file_list(struct file_names *out, chain_error *error, const char *path);
void file_names_free(struct file_names *names);

/* What is in a directory, sorted by name. Links are not followed. */
struct file_entry {
    char *name;
    bool directory, link;
};
struct file_entries {
    struct file_entry *entries;
    size_t count;
};
chain_status file_scan(struct file_entries *out, const char *path);
void file_entries_free(struct file_entries *entries);

#endif
