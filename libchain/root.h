// SPDX-License-Identifier: Apache-2.0
/*
 * A file system below a folder: "/" for this machine, or an unpacked container image. Symbolic
 * links are followed as the image itself would, absolute ones from its own top, and none leads out
 * of it.
 */
#ifndef LIBCHAIN_ROOT_H
#define LIBCHAIN_ROOT_H

#include "file.h"

enum { ROOT_PATH_SIZE = 4096 };

/*
 * Where `path` (absolute, inside) really is: a path of the host without symbolic links. False where
 * it does not exist, or leads through more than 40 links.
 */
bool root_resolve(const char *root, const char *path, char out[ROOT_PATH_SIZE]);

/*
 * The same for what may not exist: where it would be, so that opening it finds nothing outside either.
 * False where links go in a circle.
 */
bool root_place(const char *root, const char *path, char out[ROOT_PATH_SIZE]);

enum root_kind { ROOT_NOTHING, ROOT_FILE, ROOT_DIRECTORY };
enum root_kind root_look(const char *root, const char *path);

/* The same as file_read and file_list, for a path inside. */
chain_status root_read(const char *root, const char *path, struct file *out);
chain_status root_list(const char *root, const char *path, struct file_names *out);

/* directory "/" name, cut off where it does not fit (and then names nothing). */
void root_join(char out[ROOT_PATH_SIZE], const char *directory, const char *name);

#endif
