// SPDX-License-Identifier: Apache-2.0
#include "pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *older;
    _Alignas(16) unsigned char data[];
};

static struct block *newest;

static _Noreturn void give_up(void)
{
    fputs("pool: out of memory\n", stderr);
    abort();
}

void *pool_take(size_t size)
{
    struct block *block = calloc(1, sizeof(*block) + size + 1);
    if (!block)
        give_up();
    block->older = newest;
    newest = block;
    return block->data;
}

void pool_empty(void)
{
    while (newest) {
        struct block *older = newest->older;
        free(newest);
        newest = older;
    }
}

chain_bytes pool_copy(const void *data, size_t size)
{
    uint8_t *copy = pool_take(size);
    if (size)
        memcpy(copy, data, size);
    return (chain_bytes){copy, size};
}

char *pool_format(const char *format, ...)
{
    va_list arguments;
    char *made = NULL;
    va_start(arguments, format);
    int size = vasprintf(&made, format, arguments);
    va_end(arguments);
    if (size < 0)
        give_up();
    chain_bytes copy = pool_copy(made, (size_t)size);
    free(made);
    return (char *)(uintptr_t)copy.data;
}

char *pool_string(chain_bytes bytes)
{
    return (char *)(uintptr_t)pool_copy(bytes.data, bytes.size).data;
}
