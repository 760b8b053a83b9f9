// SPDX-License-Identifier: Apache-2.0
/*
 * The migrations that are known: those that are compiled in, and above them files of folders, so
 * that facts can be updated without a release. A file stands for the migration of its id.
 *
 *   1. the built-in ones
 *   2. chainready/timelines below each of $XDG_DATA_DIRS (/usr/local/share and /usr/share), least
 * first
 *   3. chainready/timelines below $XDG_DATA_HOME (~/.local/share)
 *   4. the folders of the command line, in their order
 *
 * Of those of 2 and 3, a file with older facts than what it would replace is left out, and said: a
 * forgotten folder must not undo an update. A folder of the command line always counts.
 */
#ifndef CHAINREADY_CATALOG_H
#define CHAINREADY_CATALOG_H

#include "cli.h"

struct catalog_entry {
    chain_timeline *timeline;
    char *file; /* NULL: built in */
};

struct catalog {
    struct catalog_entry
        *entries; /* in the order of their ids among the built-in ones, then as found */
    size_t count, capacity;
};

/* Those of the default run, and those of files; of `names` those that are folders. 0, or an exit code
 * after a complaint. */
int catalog_open(struct catalog *catalog, const char *const *names, size_t count);
/* And the built-in ones that are there on request. */
int catalog_fill(struct catalog *catalog);
void catalog_close(struct catalog *catalog); /* whatever catalog_open returned */

bool catalog_is_folder(const char *name);
/* One by its id, or a file, or "-". 0 and a reference, or an exit code after a complaint. */
int catalog_get(struct catalog *catalog, chain_timeline **out, const char *name);

#endif
