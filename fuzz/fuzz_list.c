// SPDX-License-Identifier: Apache-2.0
/* Files of certificates: PEM with anything between, DER, pasted s_client output, junk. */
#include "fuzz.h"

#include "list.h"
#include "pem.h"
#include "store.h"

static void check_blocks(chain_bytes data)
{
    struct pem_block block;
    size_t at = 0, before = 0;
    while (pem_next(data, &at, &block)) {
        MUST(at > before && at <= data.size && block.offset < data.size);
        MUST(block.base64.data >= data.data &&
             block.base64.data + block.base64.size <= data.data + data.size);
        uint8_t *out = malloc(pem_decoded_most(block.base64));
        size_t size = 0, bad = 0;
        if (pem_decode(out, &size, block.base64, &bad))
            MUST(size <= pem_decoded_most(block.base64));
        else
            MUST(bad <= block.base64.size);
        free(out);
        before = at;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_list *list;
    chain_store *store;
    chain_error error = {0};
    check_blocks((chain_bytes){data, size});
    chain_status status = chain_list_read(&list, &error, data, size);
    MUST((status == CHAIN_OK) == (list != NULL));
    if (list) {
        MUST(chain_list_count(list) > 0);
        for (size_t i = 0; i < chain_list_skipped_count(list); i++)
            MUST(chain_list_skipped(list, i)->message[0]);
        if (chain_list_check_leaf(list, &error) != CHAIN_OK)
            MUST(chain_list_skipped_count(list) && error.status == CHAIN_E_MALFORMED && error.message[0]);
    } else {
        MUST(error.message[0]);
    }
    chain_status trusted = chain_store_read(&store, &error, "x", (chain_bytes){data, size});
    /* In forms that say so, a certificate may be there and not be trusted. */
    MUST(trusted == status || (status == CHAIN_OK && trusted == CHAIN_E_NOT_FOUND));
    MUST(!store || chain_store_count(store) <= chain_list_count(list));
    chain_store_unref(store);
    chain_list_unref(list);
    return 0;
}
