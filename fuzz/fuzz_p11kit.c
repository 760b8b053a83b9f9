// SPDX-License-Identifier: Apache-2.0
/* Files of p11-kit's. What was read is written as trusted objects and read back as it was. */
#include "fuzz.h"

#include "pem.h"
#include "reading.h"
#include "source.h"

#include <string.h>

static void check_again(const struct chain_list *list)
{
    struct text out = {0};
    for (size_t i = 0; i < list->count; i++) {
        text_add(&out, "[p11-kit-object-v1]\ntrusted: true\n");
        pem_encode(&out, (chain_bytes){list->items[i].cert->der, list->items[i].cert->size});
    }
    struct chain_list *again = reading_new((chain_bytes){(uint8_t *)out.data, out.size}, NULL);
    MUST(again && strcmp(again->kind, "p11-kit") == 0 && again->skipped_count == 0);
    reading_must_be_same(list, again);
    for (size_t i = 0; i < again->count; i++)
        MUST(!again->items[i].limits.no_anchor && !again->items[i].limits.purposes);
    chain_list_unref(again);
    text_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_bytes bytes = {data, size};
    if (!p11kit_is(bytes) || jks_is(bytes))
        return 0;
    struct chain_list *list = reading_new(bytes, NULL);
    MUST(list);
    if (list->count)
        check_again(list);
    chain_list_unref(list);
    return 0;
}
