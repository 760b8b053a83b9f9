// SPDX-License-Identifier: Apache-2.0
/*
 * OpenSSL's TRUSTED CERTIFICATE. The certificate is the one that stands first, whatever is said
 * about it; and what stands behind it never trusts it for what a plain certificate is not trusted
 * for.
 */
#include "fuzz.h"

#include "der.h"
#include "reading.h"
#include "source.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct source_place PLACE = {1, 0};
    struct chain_list *list = list_new("x");
    struct source source = {list, "x", {data, size}, NULL};
    struct der in = der_from(source.data);
    struct der_element first;
    MUST(trusted_read(&source, PLACE, source.data) == CHAIN_OK);
    MUST(list->count + list->skipped_count == 1);
    if (list->count) {
        const struct list_item *item = &list->items[0];
        MUST(der_next(&in, &first) && first.whole.size == item->cert->size);
        MUST(memcmp(first.whole.data, item->cert->der, item->cert->size) == 0);
        MUST(!(item->limits.purposes & PURPOSE_ANY));
        MUST(!item->limits.no_anchor || !item->limits.purposes);
        MUST(!der_done(&in) || (!item->limits.no_anchor && !item->limits.purposes));
    }
    chain_list_unref(list);
    return 0;
}
