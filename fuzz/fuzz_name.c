// SPDX-License-Identifier: Apache-2.0
/* Names: DER in, text out and in again; two names made of one input for comparison. */
#include "fuzz.h"

#include "mem.h"
#include "name.h"

#include <string.h>

static void check_text(chain_bytes name)
{
    struct text text = {0}, brief = {0};
    name_to_text(&text, name);
    name_to_short_text(&brief, name);
    char *string = text_take(&text);
    chain_bytes again;
    MUST(string);
    for (const char *p = string; *p; p++)
        MUST((unsigned char)*p >= 0x20 && *p != 0x7f);
    /* Not every name survives (types that are not text do not), but reading it must not harm. */
    if (name_from_text(&again, string) == CHAIN_OK) {
        MUST(name_is_well_formed(again));
        mem_free((void *)(uintptr_t)again.data);
    }
    mem_free(string);
    text_free(&brief);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *string = malloc(size + 1);
    chain_bytes made;
    if (size)
        memcpy(string, data, size);
    string[size] = 0;
    if (name_from_text(&made, string) == CHAIN_OK) {
        check_text(made);
        mem_free((void *)(uintptr_t)made.data);
    }
    free(string);
    chain_bytes whole = {data, size}, left = {data, size / 2},
                right = {data + size / 2, size - size / 2};
    if (name_is_well_formed(whole)) {
        MUST(name_equal(whole, whole) && name_is_within(whole, whole));
        check_text(whole);
    }
    if (name_is_well_formed(left) && name_is_well_formed(right)) {
        MUST(name_equal(left, right) == name_equal(right, left));
        if (name_equal(left, right))
            MUST(name_hash(left) == name_hash(right) && name_is_within(left, right));
    }
    return 0;
}
