// SPDX-License-Identifier: Apache-2.0
/* Data compiled in (by tools/embed.py), so that a wheel, a jar or an extension needs no files. */
#ifndef LIBCHAIN_BUILTIN_H
#define LIBCHAIN_BUILTIN_H

#include <stddef.h>
#include <stdint.h>

struct builtin_timeline {
    const char *id;
    const char *json;
    size_t size;
};

struct builtin_root {
    const char *name; /* of the file in corpus/roots */
    const uint8_t *der;
    size_t size;
};

extern const struct builtin_timeline BUILTIN_TIMELINES[];
extern const size_t BUILTIN_TIMELINE_COUNT;
extern const char *const BUILTIN_TIMELINE_IDS[]; /* ended by NULL */
extern const char *const BUILTIN_DEFAULT_IDS[];  /* of those that are not on request; ended by NULL */
extern const struct builtin_root BUILTIN_ROOTS[];
extern const size_t BUILTIN_ROOT_COUNT;

#endif
