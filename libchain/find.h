// SPDX-License-Identifier: Apache-2.0
/*
 * Finding the root stores of a machine or of an unpacked image: by walking its files once and
 * knowing the habits of runtimes. Files are read; nothing that is found is run.
 */
#ifndef LIBCHAIN_FIND_H
#define LIBCHAIN_FIND_H

#include "root.h"

#include <stdbool.h>

struct finder {
    const char *root; /* "/" or the folder of an image */
    chain_place *places;
    size_t count, capacity;
    bool full;
    /* variables that hold for everything that runs here, not for one service */
    bool requests, openssl, aws;     /* REQUESTS_CA_BUNDLE, SSL_CERT_FILE, AWS_CA_BUNDLE are set */
    char node_extra[ROOT_PATH_SIZE]; /* NODE_EXTRA_CA_CERTS, on the host; "": not set */
    char security[ROOT_PATH_SIZE]; /* java.security.properties of every Java program; "": not set */
};

/* Words for a place; each is cut to the size of its field. NULL stands for "". */
struct find_words {
    const char *id, *stack, *manager, *config, *runtime, *concerns, *extra, *settings;
    chain_program follows;
};

/*
 * Adds the store at `path` (inside). One that is known already is only told who else reads it. One
 * that does not exist is added where somebody's settings name it (`config`), else left out.
 */
void find_add(struct finder *finder, const char *path, const struct find_words *words);

/* "system", then ", PHP" for the next reader, and ", ..." where there is no room for more. */
void find_add_reader(chain_place *place, const char *stack);

/* Is this a failure that hides something? Only memory is: what cannot be read is not there. */
bool find_lost(struct finder *finder, chain_status status);

/* A variable of the environment: of this process, and only where the machine is this one. */
const char *find_variable(const struct finder *finder, const char *name);

/*
 * Appends what the security properties of the JDK at `home` (inside) say of certificates to `out`, as
 * chain_place.settings has it.
 */
void find_security(struct finder *finder, const char *home, char out[CHAIN_SETTINGS_SIZE]);

/* ---- habits ----------------------------------------------------------------------------------- */

/* The bundles and directories of the system itself. */
void find_system(struct finder *finder);
/* Settings in variables and in files below /etc that set them. */
void find_settings(struct finder *finder);
/* Each of these looks at one file of the walk (`name` is the last part of `path`, inside). */
void find_java(struct finder *finder, const char *path, const char *name);
void find_php(struct finder *finder, const char *path, const char *name);
void find_bundle(struct finder *finder, const char *path, const char *name);
void find_options(struct finder *finder, const char *path, const char *name);

#endif
