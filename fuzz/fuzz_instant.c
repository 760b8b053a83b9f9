// SPDX-License-Identifier: Apache-2.0
/* Times as people and certificates write them: what is read and written is read again as the same.
 */
#include "fuzz.h"

#include "instant.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[128], buffer[INSTANT_TEXT_SIZE];
    struct instant_text read, again;
    chain_time at;
    if (size >= sizeof(text))
        return 0;
    if (size)
        memcpy(text, data, size);
    text[size] = 0;
    instant_from_utc_time(&at, (chain_bytes){data, size});
    instant_from_generalized_time(&at, (chain_bytes){data, size});
    if (!instant_from_text(&read, text))
        return 0;
    MUST(read.covers.from < read.covers.until);
    instant_to_text(buffer, read.covers.from);
    if (buffer[0] != '-' && strlen(buffer) == 20) {
        MUST(instant_from_text(&again, buffer));
        MUST(again.covers.from == read.covers.from);
    }
    return 0;
}
