// SPDX-License-Identifier: Apache-2.0
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

chain_status error_set(chain_error *error, chain_status status, const char *format, ...)
{
    if (!error)
        return status;
    error->status = status;
    error->entry = 0;
    error->offset = CHAIN_NO_OFFSET;
    error->path[0] = 0;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof(error->message), format, arguments);
    va_end(arguments);
    return status;
}

chain_status error_at(chain_error *error, chain_status status, uint64_t entry, uint64_t offset)
{
    if (error) {
        error->entry = entry;
        error->offset = offset;
    }
    return status;
}

void error_file(chain_error *error, const char *path)
{
    if (!error)
        return;
    /* A path that is too long keeps its end, which tells more. */
    size_t size = strlen(path), most = sizeof(error->path) - 1;
    snprintf(error->path, sizeof(error->path), "%s", size > most ? path + (size - most) : path);
}
