// SPDX-License-Identifier: Apache-2.0
/*
 * Java's .properties files, as java.util.Properties.load reads them: "key = value", "key: value" or
 * "key value", with comments, escapes, and lines that go on after a backslash.
 */
#ifndef LIBCHAIN_PROPERTIES_H
#define LIBCHAIN_PROPERTIES_H

#include "chain.h"

#include <stdbool.h>

enum { PROPERTY_KEY_SIZE = 128, PROPERTY_VALUE_SIZE = 8192 };

/* `text` is borrowed; begin with `at` 0. */
struct properties {
    chain_bytes text;
    size_t at;
};

/* Characters that are not ASCII, and NUL, stand as "?". */
struct property {
    char key[PROPERTY_KEY_SIZE];
    char value[PROPERTY_VALUE_SIZE];
    bool cut; /* one of the two is longer than there is room for */
};

/* The next one, in the order of the file; false at its end. Of two with one key the later counts.
 */
bool properties_next(struct properties *in, struct property *out);

#endif
