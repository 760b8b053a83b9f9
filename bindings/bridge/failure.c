// SPDX-License-Identifier: Apache-2.0
#include "failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void failure_set(chain_error *error, chain_status status, const char *format, ...)
{
    va_list arguments;
    error->status = status;
    error->entry = 0;
    error->offset = CHAIN_NO_OFFSET;
    error->path[0] = 0;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof(error->message), format, arguments);
    va_end(arguments);
}

void failure_no_memory(chain_error *error)
{
    failure_set(error, CHAIN_E_MEMORY, "out of memory");
}

void *failure_copy(const void *from, size_t size, chain_error *error)
{
    void *copy = malloc(size);
    if (copy)
        memcpy(copy, from, size);
    else
        failure_no_memory(error);
    return copy;
}

char *failure_text(char *text, chain_error *error)
{
    if (!text)
        failure_no_memory(error);
    return text;
}

int failure_null(const void *value, const char *name, chain_error *error)
{
    if (!value)
        failure_set(error, CHAIN_E_ARGUMENT, "no %s given", name);
    return !value;
}

void failure_index(chain_error *error, size_t index, size_t count)
{
    failure_set(error, CHAIN_E_ARGUMENT, "there is no item %zu of %zu (counted from 0)", index,
                count);
}
