// SPDX-License-Identifier: Apache-2.0
/* Anybody's text made safe to show: plain well-formed UTF-8, and plain text comes out as it went
 * in. */
#include "fuzz.h"

#include "mem.h"
#include "text.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = {0};
    char *string = malloc(size + 1), four[4];
    uint32_t code;
    bool plain = true;
    if (size)
        memcpy(string, data, size);
    string[size] = 0;
    size_t length = strlen(string);
    for (size_t i = 0; plain && i < length;) {
        size_t step = text_decode_utf8((const uint8_t *)string + i, length - i, &code);
        plain = step && text_is_plain(code) && code != '\\';
        MUST(!step ||
             (text_encode_utf8(four, code) == step && memcmp(four, string + i, step) == 0));
        i += step;
    }
    text_add_safe(&text, string);
    char *safe = text_take(&text);
    MUST(safe && (!plain || strcmp(safe, string) == 0));
    for (size_t i = 0, end = strlen(safe); i < end;) {
        size_t step = text_decode_utf8((const uint8_t *)safe + i, end - i, &code);
        MUST(step && text_is_plain(code));
        i += step;
    }
    mem_free(safe);
    free(string);
    return 0;
}
