// SPDX-License-Identifier: Apache-2.0
/* Public suffixes: case does not matter, and a name of one label always is one. */
#include "fuzz.h"

#include "public_suffix.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *name = malloc(size + 1);
    if (size)
        memcpy(name, data, size);
    bool is = public_suffix_is((chain_bytes){name, size});
    bool dotted = size && memchr(name, '.', size);
    MUST(!is || (size && size <= PUBLIC_SUFFIX_MOST));
    MUST(dotted || !size || size > PUBLIC_SUFFIX_MOST || is);
    for (size_t i = 0; i < size; i++) {
        if (name[i] >= 'a' && name[i] <= 'z')
            name[i] = (uint8_t)(name[i] - ('a' - 'A'));
    }
    MUST(public_suffix_is((chain_bytes){name, size}) == is);
    free(name);
    return 0;
}
