// SPDX-License-Identifier: Apache-2.0
/* A php.ini and a file of its conf.d, with a NUL between them. */
#include "fuzz.h"

#include "image.h"
#include "mem.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct finder finder = {.root = image_folder()};
    const uint8_t *split = size ? memchr(data, 0, size) : NULL;
    size_t first = split ? (size_t)(split - data) : size;
    image_write("/etc/php/8.2/cli/php.ini", data, first);
    image_write("/etc/php/8.2/cli/conf.d/a.ini", split ? split + 1 : NULL,
                split ? size - first - 1 : 0);
    find_system(&finder);
    find_php(&finder, "/etc/php/8.2/cli/php.ini", "php.ini");
    image_check(&finder);
    MUST(finder.count && finder.count <= 4);
    mem_free(finder.places);
    return 0;
}
