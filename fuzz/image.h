// SPDX-License-Identifier: Apache-2.0
/* An unpacked image in memory, with one file that the fuzzer writes, for what reads files by path.
 */
#ifndef FUZZ_IMAGE_H
#define FUZZ_IMAGE_H

#include "find.h"

/*
 * Its folder, made by the first call and removed at the end of the program. There are a bundle at
 * /etc/ssl/certs/ca-certificates.crt, and links that lead nowhere inside but somewhere outside:
 * /out to /usr, /up to ../../../../../usr.
 */
const char *image_folder(void);
void image_write(const char *path, const uint8_t *data, size_t size);

/* What must hold of everything that was found: ids and paths, and that none leads out. */
void image_check(const struct finder *finder);

#endif
