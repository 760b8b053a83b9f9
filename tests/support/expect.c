// SPDX-License-Identifier: Apache-2.0
#include "expect.h"

#include "leaks.h"
#include "pool.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *directory;

const char *expect_hex(chain_bytes bytes)
{
    static const char DIGITS[] = "0123456789abcdef";
    char *text = pool_take(bytes.size * 2 + 1);
    for (size_t i = 0; i < bytes.size; i++) {
        text[i * 2] = DIGITS[bytes.data[i] >> 4];
        text[i * 2 + 1] = DIGITS[bytes.data[i] & 15];
    }
    return text;
}

chain_error expect_junk(void)
{
    chain_error error;
    memset(&error, 'x', sizeof(error));
    error.path[5] = error.message[5] = 0;
    return error;
}

const char *scratch_path(const char *name)
{
    if (!directory) {
        const char *base = getenv("TMPDIR");
        directory = pool_format("%s/libchain-test-XXXXXX", base && base[0] ? base : "/tmp");
        cr_assert(mkdtemp(directory), "no scratch directory");
    }
    return pool_format("%s/%s", directory, name);
}

const char *scratch_file(const char *name, chain_bytes content)
{
    const char *path = scratch_path(name);
    FILE *file = fopen(path, "wb");
    cr_assert(file, "%s: cannot be written", path);
    cr_assert(fwrite(content.data, 1, content.size, file) == content.size);
    cr_assert(fclose(file) == 0);
    return path;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

void tidy(void)
{
    if (directory)
        nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    leaks_check();
}
