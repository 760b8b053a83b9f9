// SPDX-License-Identifier: Apache-2.0
/* Files of variables below /etc of an image: /etc/environment, and one of /etc/default. */
#include "fuzz.h"

#include "image.h"
#include "mem.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct finder finder = {.root = image_folder()};
    const uint8_t *split = size ? memchr(data, 0, size) : NULL;
    size_t first = split ? (size_t)(split - data) : size;
    image_write("/etc/environment", data, first);
    image_write("/etc/default/app", split ? split + 1 : NULL, split ? size - first - 1 : 0);
    find_settings(&finder);
    image_check(&finder);
    size_t root = strlen(image_folder());
    MUST(!finder.node_extra[0] || strncmp(finder.node_extra, image_folder(), root) == 0);
    mem_free(finder.places);
    return 0;
}
