// SPDX-License-Identifier: Apache-2.0
#include "keystore.h"

#include "expect.h"
#include "pool.h"

#include <stdio.h>

chain_bytes file_content(const char *path)
{
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "there is no %s", path);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    uint8_t *data = pool_take((size_t)size + 1);
    cr_assert_eq(fread(data, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return (chain_bytes){data, (size_t)size};
}

struct keystore keystore_read(chain_bytes data, const char *password)
{
    struct keystore out = {.list = list_new("keystore")};
    cr_assert_not_null(out.list);
    struct source source = {out.list, "keystore", data, password};
    out.status = source_read(&source, &out.error);
    for (size_t i = 0; i < out.list->count; i++)
        out.anchors += !out.list->items[i].limits.no_anchor;
    return out;
}

void keystore_free(struct keystore *keystore)
{
    chain_list_unref(keystore->list);
}

const char *keystore_complaint(const struct keystore *keystore)
{
    return keystore->list->skipped_count ? keystore->list->skipped[0].message : "";
}

static bool holds(const struct chain_list *list, const chain_cert *cert)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].cert->size == cert->size &&
            memcmp(list->items[i].cert->der, cert->der, cert->size) == 0)
            return true;
    }
    return false;
}

void keystore_try_damage(chain_bytes data, const char *password)
{
    struct keystore whole = keystore_read(data, password);
    cr_assert(whole.status == CHAIN_OK && whole.list->count, "the whole is not read");
    for (size_t size = 0; size < data.size; size++) {
        /* a block of its own, so that a read past its end is noticed */
        uint8_t *copy = malloc(size + !size);
        memcpy(copy, data.data, size);
        struct keystore part = keystore_read((chain_bytes){copy, size}, password);
        cr_assert(part.status != CHAIN_OK || part.list->skipped_count, "silent at %zu", size);
        for (size_t i = 0; i < part.list->count; i++)
            cr_assert(holds(whole.list, part.list->items[i].cert), "invented at %zu", size);
        keystore_free(&part);
        free(copy);
    }
    for (size_t at = 0; at < data.size; at++) {
        uint8_t *copy = malloc(data.size);
        memcpy(copy, data.data, data.size);
        copy[at] ^= 0x55;
        struct keystore part = keystore_read((chain_bytes){copy, data.size}, password);
        cr_assert(part.anchors <= whole.anchors + 1);
        keystore_free(&part);
        free(copy);
    }
    keystore_free(&whole);
}
