// SPDX-License-Identifier: Apache-2.0
#include "reading.h"

#include "fuzz.h"
#include "pem.h"
#include "source.h"
#include "store.h"

#include <string.h>

static void check_complaints(const struct chain_list *list, size_t size)
{
    for (size_t i = 0; i < list->skipped_count; i++) {
        const chain_error *why = &list->skipped[i];
        MUST(why->status != CHAIN_OK && why->status != CHAIN_E_INTERNAL);
        MUST(why->message[0] && strcmp(why->path, "x") == 0);
        MUST(why->offset == CHAIN_NO_OFFSET || why->offset <= size);
    }
}

static void check_certificates(const struct chain_list *list, size_t size)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct list_item *item = &list->items[i];
        struct chain_cert cert;
        size_t bad;
        const char *why;
        MUST(item->offset <= size);
        MUST(cert_parse(&cert, (chain_bytes){item->cert->der, item->cert->size}, &bad, &why) ==
             CHAIN_OK);
    }
}

void reading_must_be_same(const struct chain_list *list, const struct chain_list *other)
{
    MUST(list->count == other->count);
    for (size_t i = 0; i < list->count; i++) {
        const chain_cert *a = list->items[i].cert, *b = other->items[i].cert;
        MUST(a->size == b->size && memcmp(a->der, b->der, a->size) == 0);
    }
}

/* Certificates written as PEM are read back as they were. */
static void check_pem(const struct chain_list *list)
{
    struct text text = {0};
    chain_list *again;
    for (size_t i = 0; i < list->count; i++)
        pem_encode(&text, (chain_bytes){list->items[i].cert->der, list->items[i].cert->size});
    MUST(!text.failed);
    MUST(chain_list_read(&again, NULL, (const uint8_t *)text.data, text.size) == CHAIN_OK);
    reading_must_be_same(list, again);
    MUST(again->skipped_count == 0);
    chain_list_unref(again);
    text_free(&text);
}

/* Does the same certificate stand before it with the same limits? */
static bool is_repeated(const struct chain_list *list, size_t number)
{
    const struct list_item *item = &list->items[number], *other = list->items;
    for (; other < item; other++) {
        if (other->cert->size == item->cert->size &&
            memcmp(other->cert->der, item->cert->der, item->cert->size) == 0 &&
            other->limits.no_anchor == item->limits.no_anchor &&
            other->limits.purposes == item->limits.purposes &&
            other->limits.distrust_after == item->limits.distrust_after)
            return true;
    }
    return false;
}

static void check_store(struct chain_list *list)
{
    struct chain_store *store;
    size_t anchors = 0;
    for (size_t i = 0; i < list->count; i++)
        anchors += !list->items[i].limits.no_anchor && !is_repeated(list, i);
    MUST(list_freeze(list, NULL) == CHAIN_OK);
    MUST(list->leaf < list->count);
    MUST(store_from_list(&store, NULL, list) == CHAIN_OK);
    MUST(store->count == anchors);
    chain_store_unref(store);
}

struct chain_list *reading_new(chain_bytes data, const char *password)
{
    static const char *const KINDS[] = {"pem",    "der",   "jks",     "jceks",
                                        "pkcs12", "pkcs7", "p11-kit", "executable"};
    struct chain_list *list = list_new("x");
    struct source source = {list, "x", data, password};
    chain_error error = {0};
    bool known = false;
    chain_status status = source_read(&source, &error);
    MUST(status == CHAIN_OK || status == CHAIN_E_PASSWORD);
    MUST(status == CHAIN_OK || error.message[0]);
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
        known |= strcmp(list->kind, KINDS[i]) == 0;
    MUST(known);
    check_complaints(list, data.size);
    check_certificates(list, data.size);
    if (list->count) {
        check_pem(list);
        check_store(list);
    }
    if (status == CHAIN_OK)
        return list;
    chain_list_unref(list);
    return NULL;
}

void octets_add(struct octets *out, const void *data, size_t size)
{
    if (out->size + size > out->capacity) {
        out->capacity = 2 * (out->size + size) + 64;
        out->data = realloc(out->data, out->capacity);
        MUST(out->data);
    }
    if (size)
        memcpy(out->data + out->size, data, size);
    out->size += size;
}

void octets_add_number(struct octets *out, uint64_t number, size_t octets)
{
    for (size_t i = octets; i-- > 0;) {
        uint8_t octet = (uint8_t)(number >> 8 * i);
        octets_add(out, &octet, 1);
    }
}
