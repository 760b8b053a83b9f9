// SPDX-License-Identifier: Apache-2.0
/*
 * Stores as a whole: octets of any form, through the public calls. The same from memory as from a
 * file; joined with itself it is the same store; reading it as a list gives no fewer certificates.
 */
#include "fuzz.h"

#include "reading.h"
#include "store.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void check_join(chain_store *store)
{
    chain_store *both;
    MUST(chain_store_join(&both, NULL, store, store) == CHAIN_OK);
    MUST(chain_store_count(both) == chain_store_count(store));
    MUST(strcmp(chain_store_kind(both), chain_store_kind(store)) == 0);
    for (size_t i = 0; i < chain_store_count(store); i++)
        MUST(chain_store_get(both, i) == chain_store_get(store, i));
    MUST(!chain_store_get(store, chain_store_count(store)));
    chain_store_unref(both);
}

static void check_file(const chain_store *store, chain_status expected, const uint8_t *data,
                       size_t size)
{
    char path[64];
    chain_store *other;
    chain_error error = {0};
    int descriptor = memfd_create("store", MFD_CLOEXEC);
    MUST(descriptor >= 0 && (!size || write(descriptor, data, size) == (ssize_t)size));
    snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor);
    MUST(chain_store_open(&other, &error, path) == expected);
    MUST((other == NULL) == (store == NULL));
    if (other) {
        MUST(chain_store_count(other) == chain_store_count(store));
        MUST(chain_store_skipped_count(other) == chain_store_skipped_count(store));
        MUST(chain_store_is_checked(other) == chain_store_is_checked(store));
    } else {
        MUST(error.message[0] && strcmp(error.path, path) == 0);
    }
    chain_store_unref(other);
    close(descriptor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_store *store;
    chain_list *list;
    chain_error error = {0};
    chain_status status = chain_store_read(&store, &error, "x", (chain_bytes){data, size});
    MUST((status == CHAIN_OK) == (store != NULL));
    if (store) {
        MUST(chain_store_count(store) > 0);
        check_join(store);
        MUST(chain_list_read(&list, NULL, data, size) == CHAIN_OK);
        MUST(chain_list_count(list) >= chain_store_count(store));
        chain_list_unref(list);
    } else {
        MUST(status != CHAIN_E_INTERNAL && status != CHAIN_E_MEMORY);
        MUST(error.status == status && error.message[0] && strcmp(error.path, "x") == 0);
    }
    check_file(store, status, data, size);
    chain_store_unref(store);
    return 0;
}
