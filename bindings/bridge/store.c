// SPDX-License-Identifier: Apache-2.0
#include "failure.h"

#include <stdio.h>
#include <string.h>

bridge_store *bridge_store_from_path(const char *path, const char *password, chain_error *error)
{
    chain_store *store;
    chain_store_open_with(&store, error, path, password);
    return store;
}

bridge_store *bridge_store_from_bytes(const char *label, const uint8_t *data, size_t size,
                                      const char *password, chain_error *error)
{
    chain_store *store;
    chain_store_read_with(&store, error, label, (chain_bytes){data, size}, password);
    return store;
}

void delete_bridge_store(bridge_store *store)
{
    chain_store_unref(store);
}

bridge_store *bridge_store_join(bridge_store *store, bridge_store *other, chain_error *error)
{
    chain_store *both;
    chain_store_join(&both, error, store, other);
    return both;
}

size_t bridge_store_count(const bridge_store *store)
{
    return chain_store_count(store);
}

const char *bridge_store_path(const bridge_store *store)
{
    return chain_store_path(store);
}

const char *bridge_store_kind(const bridge_store *store)
{
    return chain_store_kind(store);
}

int bridge_store_is_checked(const bridge_store *store)
{
    return chain_store_is_checked(store);
}

static const chain_cert *cert_at(const bridge_store *store, size_t index, chain_error *error)
{
    const chain_cert *cert = chain_store_get(store, index);
    if (!cert)
        failure_index(error, index, chain_store_count(store));
    return cert;
}

char *bridge_store_name(const bridge_store *store, size_t index, chain_error *error)
{
    const chain_cert *cert = cert_at(store, index, error);
    return cert ? failure_text(chain_cert_short_name(cert), error) : NULL;
}

char *bridge_store_sha256(const bridge_store *store, size_t index, chain_error *error)
{
    uint8_t digest[32];
    const chain_cert *cert = cert_at(store, index, error);
    char *text = cert ? malloc(2 * sizeof(digest) + 1) : NULL;
    if (!cert || !text)
        return cert ? failure_text(NULL, error) : NULL;
    chain_cert_sha256(cert, digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return text;
}

size_t bridge_store_skipped_count(const bridge_store *store)
{
    return chain_store_skipped_count(store);
}

bridge_problem *bridge_store_skipped(const bridge_store *store, size_t index, chain_error *error)
{
    const chain_error *skipped = chain_store_skipped(store, index);
    if (skipped)
        return failure_copy(skipped, sizeof(*skipped), error);
    failure_index(error, index, chain_store_skipped_count(store));
    return NULL;
}

/* ---- anchors of a running program ------------------------------------------------------------- */

struct bridge_anchors {
    chain_bytes *items;
    size_t count, capacity;
};

bridge_anchors *new_bridge_anchors(chain_error *error)
{
    bridge_anchors *anchors = calloc(1, sizeof(*anchors));
    if (!anchors)
        failure_no_memory(error);
    return anchors;
}

void delete_bridge_anchors(bridge_anchors *anchors)
{
    if (!anchors)
        return;
    for (size_t i = 0; i < anchors->count; i++)
        free((void *)(uintptr_t)anchors->items[i].data);
    free(anchors->items);
    free(anchors);
}

void bridge_anchors_add(bridge_anchors *anchors, const uint8_t *data, size_t size,
                        chain_error *error)
{
    if (!data && size) {
        failure_null(data, "certificate", error);
        return;
    }
    if (anchors->count == anchors->capacity) {
        size_t capacity = anchors->capacity ? 2 * anchors->capacity : 64;
        chain_bytes *items = realloc(anchors->items, capacity * sizeof(*items));
        if (!items) {
            failure_no_memory(error);
            return;
        }
        anchors->items = items;
        anchors->capacity = capacity;
    }
    uint8_t *copy = malloc(size + 1);
    if (!copy) {
        failure_no_memory(error);
        return;
    }
    if (size)
        memcpy(copy, data, size);
    anchors->items[anchors->count++] = (chain_bytes){copy, size};
}

size_t bridge_anchors_count(const bridge_anchors *anchors)
{
    return anchors->count;
}

bridge_store *bridge_anchors_store(const bridge_anchors *anchors, const char *label,
                                   chain_error *error)
{
    chain_store *store;
    chain_store_new(&store, error, label, anchors->items, anchors->count);
    return store;
}
