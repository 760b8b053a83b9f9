// SPDX-License-Identifier: Apache-2.0
/*
 * What to type: the shell commands that add roots to a store, by who manages the store. They are
 * safe to run twice. Each of them is run, literally, in tests/fixes.
 */
#ifndef LIBCHAIN_RECIPE_H
#define LIBCHAIN_RECIPE_H

#include "text.h"

enum { RECIPE_SLUG_SIZE = 64 };

struct recipe_root {
    const char *slug; /* its name for files and aliases: "globalsign-root-r46" */
    const char *pem;  /* its PEM file, as a word of the shell, quoted where it must be */
    bool public; /* of an authority that root programs trust, so that an upgrade may bring it */
};

struct recipe {
    const chain_place *place;
    const char *kind;          /* of the store: "pem", "jks", "pkcs12", "directory", ... */
    bool open_pkcs12;          /* a PKCS#12 keystore without password: it must stay one */
    const chain_place *system; /* the system's bundle on the same machine, or NULL */
    bool system_is_ready;      /* it has what these roots are added for */
    const struct recipe_root *roots;
    size_t count;
};

/* One command a line, each ended. */
void recipe_to_text(struct text *out, const struct recipe *recipe);
/* What to know about these commands, in a sentence; "" for nothing. */
const char *recipe_note(const struct recipe *recipe);
/* The same on systems that this one is not, as comments that say so. */
void recipe_elsewhere(struct text *out, const struct recipe *recipe);
/* Do they take the keystore's password from the file that STOREPASS_FILE names? */
bool recipe_needs_password(const struct recipe *recipe);
/* A name of a-z, 0-9 and hyphens, shorter than RECIPE_SLUG_SIZE, with the start of the fingerprint
 * where that is known. */
void recipe_slug(struct text *out, const char *name, const uint8_t sha256[32]);
/* One word of a POSIX shell. */
void recipe_quote(struct text *out, const char *word);

#endif
