// SPDX-License-Identifier: Apache-2.0
/* Every allocation of what reads revocation lists and judges by them fails once: see
 * test_allocations.c. */
#include "allocator.h"
#include "list.h"
#include "store.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static struct {
    chain_list *sent;
    chain_store *store;
    chain_crl_list *lists[4];
    size_t count;
    uint8_t der[4096]; /* one list */
    size_t der_size;
} world;

static chain_status call_verify_with_lists(void)
{
    static const char *const POLICIES[] = {"1.2.3", "2.5.29.32.0", NULL};
    chain_verify_options options;
    chain_error error;
    chain_result *result;
    chain_verify_options_default(&options);
    options.chain = world.sent;
    options.store = world.store;
    options.crls = (const chain_crl_list *const *)world.lists;
    options.crl_count = world.count;
    options.policies = POLICIES;
    options.explicit_policy = 1;
    chain_status status = chain_verify(&result, &error, &options);
    if (status == CHAIN_OK)
        chain_result_free(result);
    options.explicit_policy = 0;
    if (status == CHAIN_OK)
        status = chain_verify(&result, &error, &options);
    if (status == CHAIN_OK)
        chain_result_free(result);
    return status;
}

static chain_status call_crl_list_read(void)
{
    chain_crl_list *list;
    chain_error error;
    chain_status status = chain_crl_list_read(&list, &error, world.der, world.der_size);
    if (status != CHAIN_OK)
        return status;
    char *issuer = chain_crl_issuer(chain_crl_list_get(list, 0));
    chain_crl_list_unref(list);
    chain_free(issuer);
    return issuer ? CHAIN_OK : CHAIN_E_MEMORY;
}

static chain_status call_crl_list_open_directory(void)
{
    chain_crl_list *list;
    chain_error error;
    chain_status status = chain_crl_list_open(&list, &error, SEEDS "/crl");
    chain_crl_list_unref(list);
    return status;
}

static chain_status call_crl_new(void)
{
    chain_crl *crl;
    chain_error error;
    chain_status status = chain_crl_new(&crl, &error, world.der, world.der_size);
    chain_crl_unref(crl);
    return status;
}

/* corpus/fuzz/verify/with-revocation-lists: records of flags, two octets of length, and DER. */
static bool prepare(void)
{
    uint8_t data[8192];
    FILE *file = fopen(SEEDS "/verify/with-revocation-lists", "rb");
    size_t size = file ? fread(data, 1, sizeof(data), file) : 0;
    struct chain_list *sent = list_new(""), *anchors = list_new("");
    bool good = size > 0;
    for (size_t at = 0; good && at + 3 <= size;) {
        uint8_t flags = data[at];
        size_t length = (size_t)data[at + 1] << 8 | data[at + 2];
        const uint8_t *der = data + at + 3;
        chain_cert *cert = NULL;
        at += 3 + length;
        if (flags & 2) {
            memcpy(world.der, der, length);
            world.der_size = length;
            good = chain_crl_list_read(&world.lists[world.count++], NULL, der, length) == CHAIN_OK;
        } else {
            good = chain_cert_new(&cert, NULL, der, length) == CHAIN_OK &&
                   list_push(flags & 1 ? anchors : sent, cert,
                             (struct list_item){.limits = LIST_NO_LIMITS}) == CHAIN_OK;
            chain_cert_unref(cert);
        }
    }
    if (file)
        fclose(file);
    good = good && list_freeze(sent, NULL) == CHAIN_OK && list_freeze(anchors, NULL) == CHAIN_OK &&
           store_from_list(&world.store, NULL, anchors) == CHAIN_OK;
    chain_list_unref(anchors);
    world.sent = sent;
    return good;
}

static void clean_up(void)
{
    for (size_t i = 0; i < world.count; i++)
        chain_crl_list_unref(world.lists[i]);
    chain_list_unref(world.sent);
    chain_store_unref(world.store);
}

static const struct allocator_case CALLS[] = {
    {"chain_verify with revocation lists and policies", call_verify_with_lists},
    {"chain_crl_new", call_crl_new},
    {"chain_crl_list_read", call_crl_list_read},
    {"chain_crl_list_open of a directory", call_crl_list_open_directory},
};
enum { CALL_COUNT = sizeof(CALLS) / sizeof(CALLS[0]) };

int main(void)
{
    if (!prepare()) {
        fprintf(stderr, "the world could not be prepared\n");
        return 1;
    }
    size_t failed = allocator_drive_all(CALLS, CALL_COUNT);
    clean_up();
    return failed != 0;
}
