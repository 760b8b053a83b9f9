// SPDX-License-Identifier: Apache-2.0
/* What the fuzz targets share. A target asserts what must hold for every input, not only that it
 * survives: a broken invariant is a crash. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not assert(): it must hold in every build. */
#define MUST(condition)                                                                               \
    do {                                                                                              \
        if (!(condition)) {                                                                           \
            fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                                  \
        }                                                                                             \
    } while (0)

#endif
