// SPDX-License-Identifier: Apache-2.0
/*
 * What to type: the shell commands that add roots to a store, by who manages the store. They are safe
 * to run twice. Each of them is run, literally, in tests/fixes.
 */
#ifndef LIBCHAIN_RECIPE_H
#define LIBCHAIN_RECIPE_H

#include "text.h"

struct recipe_root {
    const char *slug; /* its name for files and aliases: "globalsign-root-r46" */
    const char *pem;  /* its PEM file, as a word of the shell, quoted where it must be */
};

struct recipe {
    const chain_place *place;
    const char *kind; /* of the store: "pem", "jks", "pkcs12", "directory", ... */
    bool open_pkcs12; /* a PKCS#12 keystore without password: it must stay one */
    const struct recipe_root *roots;
    size_t count;
};

/* One command a line, each ended. */
void recipe_to_text(struct text *out, const struct recipe *recipe);
/* What to know about these commands, in a sentence; "" for nothing. */
const char *recipe_note(const struct recipe *recipe);
/* The same on systems that this one is not, as comments that say so. */
void recipe_elsewhere(struct text *out, const struct recipe *recipe);
/* A name of a-z, 0-9 and hyphens. */
void recipe_slug(struct text *out, const char *name);
/* One word of a POSIX shell. */
void recipe_quote(struct text *out, const char *word);

#endif
