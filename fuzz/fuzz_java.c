// SPDX-License-Identifier: Apache-2.0
/* The `release` file of a JDK: whatever it says, the JDK's keystore is found, once. */
#include "fuzz.h"

#include "image.h"
#include "mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct finder finder = {.root = image_folder()};
    image_write("/opt/jdk/release", data, size);
    find_java(&finder, "/opt/jdk/lib/security/cacerts", "cacerts");
    image_check(&finder);
    MUST(finder.count == 1);
    mem_free(finder.places);
    return 0;
}
