// SPDX-License-Identifier: Apache-2.0
/* An unpacked image, made up file by file in the test's scratch directory. */
#ifndef TEST_SUPPORT_IMAGE_H
#define TEST_SUPPORT_IMAGE_H

#include "chain.h"

const char *image_path(void); /* its folder */
/* A file with this text, its folders made where they are missing. */
void image_put(const char *path, const char *content);
void image_put_bytes(const char *path, const char *content, size_t size); /* NUL included */
void image_link(const char *path, const char *target);

/*
 * What is found in it, a line each: "ID PATH" with the path as the image has it.
 * chain_stores_find's own array lives in the pool, too.
 */
const char *image_stores(void);
/* The place of this path, NULL where it was not found. */
const chain_place *image_place(const char *path);

#endif
