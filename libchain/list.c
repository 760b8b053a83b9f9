// SPDX-License-Identifier: Apache-2.0
#include "list.h"

#include "der.h"
#include "error.h"
#include "file.h"
#include "mem.h"
#include "pem.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SKIPPED = 1000 };

struct chain_list *list_new(const char *path)
{
    struct chain_list *list = mem_zero(1, sizeof(*list));
    if (!list)
        return NULL;
    atomic_init(&list->references, 1);
    list->kind = "";
    list->path = mem_string(path);
    if (!list->path) {
        mem_free(list);
        return NULL;
    }
    return list;
}

chain_list *chain_list_ref(chain_list *list)
{
    atomic_fetch_add_explicit(&list->references, 1, memory_order_relaxed);
    return list;
}

void chain_list_unref(chain_list *list)
{
    if (!list || atomic_fetch_sub_explicit(&list->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < list->count; i++)
        chain_cert_unref(list->items[i].cert);
    index_free(&list->by_subject);
    mem_free(list->links);
    mem_free(list->items);
    mem_free(list->skipped);
    mem_free(list->path);
    mem_free(list);
}

chain_status list_skip(struct chain_list *list, const chain_error *why)
{
    /* A file of junk must not fill the memory with complaints: the last one counts the rest. */
    if (list->skipped_count == MOST_SKIPPED) {
        chain_error *last = &list->skipped[MOST_SKIPPED - 1];
        last->entry++;
        snprintf(last->message, sizeof(last->message), "%llu more entries could not be read",
                 (unsigned long long)last->entry);
        return CHAIN_OK;
    }
    if (!mem_grow(&list->skipped, &list->skipped_capacity, list->skipped_count + 1,
                  sizeof(*list->skipped)))
        return CHAIN_E_MEMORY;
    list->skipped[list->skipped_count++] = *why;
    if (list->skipped_count == MOST_SKIPPED)
        list->skipped[MOST_SKIPPED - 1].entry = 1;
    return CHAIN_OK;
}

chain_status list_push(struct chain_list *list, chain_cert *cert)
{
    if (!mem_grow(&list->items, &list->capacity, list->count + 1, sizeof(*list->items)))
        return CHAIN_E_MEMORY;
    list->items[list->count++] = (struct list_item){chain_cert_ref(cert), 0, 0};
    return CHAIN_OK;
}

static chain_status add_cert(struct chain_list *list, chain_bytes der, struct list_item place,
                             const char *path)
{
    chain_error error = {0};
    chain_status status = chain_cert_new(&place.cert, &error, der.data, der.size);
    if (status == CHAIN_E_MEMORY)
        return status;
    if (status != CHAIN_OK) {
        uint64_t inside = error.offset;
        error_file(&error, path);
        error_at(&error, status, place.entry, place.offset);
        if (strcmp(list->kind, "der") == 0) {
            error.offset = inside == CHAIN_NO_OFFSET ? 0 : inside;
        } else if (inside != CHAIN_NO_OFFSET) {
            size_t used = strlen(error.message);
            snprintf(error.message + used, sizeof(error.message) - used, ", at octet %llu of its DER",
                     (unsigned long long)inside);
        }
        return list_skip(list, &error);
    }
    if (!mem_grow(&list->items, &list->capacity, list->count + 1, sizeof(*list->items))) {
        chain_cert_unref(place.cert);
        return CHAIN_E_MEMORY;
    }
    list->items[list->count++] = place;
    return CHAIN_OK;
}

static bool label_is(const struct pem_block *block, const char *label)
{
    return bytes_equal(block->label, (chain_bytes){(const uint8_t *)label, strlen(label)});
}

static chain_status skip_block(struct chain_list *list, const char *path, struct list_item place,
                               const char *why)
{
    chain_error error = {0};
    error_set(&error, CHAIN_E_MALFORMED, "%s", why);
    error_file(&error, path);
    error_at(&error, CHAIN_E_MALFORMED, place.entry, place.offset);
    return list_skip(list, &error);
}

static chain_status add_block(struct chain_list *list, const char *path, const struct pem_block *block,
                              struct list_item place, uint8_t *scratch)
{
    size_t size, bad;
    char why[160];
    if (!block->closed)
        return skip_block(list, path, place, "the PEM block has no END line of its own");
    if (!pem_decode(scratch, &size, block->base64, &bad)) {
        uint64_t at = (uint64_t)(block->base64.data - block->label.data) + bad;
        snprintf(why, sizeof(why), "base64 is damaged %llu octets after the label",
                 (unsigned long long)at);
        return skip_block(list, path, place, why);
    }
    return add_cert(list, (chain_bytes){scratch, size}, place, path);
}

static chain_status add_pem(struct chain_list *list, const char *path, chain_bytes data)
{
    struct pem_block block;
    struct list_item place = {0};
    uint8_t *scratch = NULL;
    size_t at = 0, room = 0;
    chain_status status = CHAIN_OK;
    list->kind = "pem";
    while (status == CHAIN_OK && pem_next(data, &at, &block)) {
        place.entry++;
        place.offset = block.offset;
        if (label_is(&block, "TRUSTED CERTIFICATE")) {
            status = skip_block(list, path, place, "TRUSTED CERTIFICATE blocks are not read yet");
        } else if (label_is(&block, "CERTIFICATE") || label_is(&block, "X509 CERTIFICATE")) {
            if (!mem_grow(&scratch, &room, pem_decoded_most(block.base64), 1))
                status = CHAIN_E_MEMORY;
            else
                status = add_block(list, path, &block, place, scratch);
        } else if (block.label.size >= 11 &&
                   memcmp(block.label.data + block.label.size - 11, "PRIVATE KEY", 11) == 0) {
            status = skip_block(list, path, place, "a private key, not a certificate");
        }
    }
    mem_free(scratch);
    return status;
}

chain_status list_add(struct chain_list *list, chain_error *error, const char *path, chain_bytes data)
{
    chain_status status;
    if (pem_is(data)) {
        status = add_pem(list, path, data);
    } else {
        list->kind = "der";
        struct list_item place = {.entry = 1};
        status = CHAIN_OK;
        if (data.size && data.data[0] == DER_SEQUENCE)
            status = add_cert(list, data, place, path);
        else if (data.size)
            status = skip_block(list, path, place, "neither PEM nor DER");
        else
            status = skip_block(list, path, place, "the file is empty");
    }
    return status == CHAIN_OK ? CHAIN_OK : error_set(error, status, "out of memory");
}

/* What has issued none of the others, and of those the first that is no CA's. */
static bool find_leaf(struct chain_list *list)
{
    /* How many were issued by a name, counted at its first place in the index. */
    uint32_t *issued = mem_zero(list->count, sizeof(*issued));
    bool found = false;
    size_t at;
    if (!issued)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        if (list_find(list, list->links[i].issuer_hash, &at) > at)
            issued[at]++;
    }
    list->leaf = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct link *link = &list->links[i];
        bool is_ca = link->cert->is_ca;
        list_find(list, link->subject_hash, &at);
        if (issued[at] > (link->issuer_hash == link->subject_hash) || (found && is_ca))
            continue;
        list->leaf = i;
        if (!is_ca)
            break;
        found = true;
    }
    mem_free(issued);
    return true;
}

chain_status list_freeze(struct chain_list *list, chain_error *error)
{
    struct index_entry *entries = mem_zero(list->count, sizeof(*entries));
    list->links = mem_zero(list->count, sizeof(*list->links));
    if (!entries || !list->links) {
        mem_free(entries);
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < list->count; i++) {
        link_from_cert(&list->links[i], list->items[i].cert);
        entries[i] = (struct index_entry){list->links[i].subject_hash, (uint32_t)i};
    }
    index_make(&list->by_subject, entries, list->count);
    return find_leaf(list) ? CHAIN_OK : error_set(error, CHAIN_E_MEMORY, "out of memory");
}

chain_status list_result(const struct chain_list *list, chain_error *error)
{
    if (list->count)
        return CHAIN_OK;
    if (list->skipped_count) {
        if (error)
            *error = list->skipped[0];
        return list->skipped[0].status == CHAIN_E_LIMIT ? CHAIN_E_LIMIT : CHAIN_E_MALFORMED;
    }
    error_set(error, CHAIN_E_NOT_FOUND, "holds no certificate");
    error_file(error, list->path);
    return CHAIN_E_NOT_FOUND;
}

size_t list_find(const struct chain_list *list, uint64_t subject_hash, size_t *at)
{
    return index_find(&list->by_subject, subject_hash, at);
}

/* ---- the public calls ------------------------------------------------------------------------- */

static chain_status add_file(struct chain_list *list, chain_error *error, const char *path)
{
    struct file file;
    chain_status status = file_read(&file, error, path);
    if (status != CHAIN_OK)
        return status;
    status = list_add(list, error, path, (chain_bytes){file.data, file.size});
    mem_free(file.data);
    return status;
}

static chain_status add_directory(struct chain_list *list, chain_error *error, const char *path)
{
    struct file_names names;
    chain_status status = file_list(&names, error, path);
    for (size_t i = 0; i < names.count && status == CHAIN_OK; i++) {
        char file[4096];
        chain_error why = {0};
        int size = snprintf(file, sizeof(file), "%s/%s", path, names.names[i]);
        if (size < 0 || (size_t)size >= sizeof(file) || file_is_directory(file))
            continue;
        status = add_file(list, &why, file);
        if (status == CHAIN_E_MEMORY)
            error_set(error, status, "out of memory");
        else if (status != CHAIN_OK)
            status = list_skip(list, &why);
    }
    list->kind = "directory";
    file_names_free(&names);
    return status;
}

static chain_status finish(struct chain_list **out, struct chain_list *list, chain_error *error,
                           chain_status status)
{
    if (status == CHAIN_OK)
        status = list_result(list, error);
    if (status == CHAIN_OK)
        status = list_freeze(list, error);
    if (status != CHAIN_OK) {
        chain_list_unref(list);
        return status;
    }
    *out = list;
    return CHAIN_OK;
}

chain_status chain_list_open(chain_list **out, chain_error *error, const char *path)
{
    *out = NULL;
    if (!path)
        return error_set(error, CHAIN_E_ARGUMENT, "no path given");
    struct chain_list *list = list_new(path);
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    chain_status status = file_is_directory(path) ? add_directory(list, error, path)
                                                  : add_file(list, error, path);
    return finish(out, list, error, status);
}

chain_status chain_list_read(chain_list **out, chain_error *error, const uint8_t *data, size_t size)
{
    *out = NULL;
    if (!data && size)
        return error_set(error, CHAIN_E_ARGUMENT, "no data given");
    struct chain_list *list = list_new("");
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    return finish(out, list, error, list_add(list, error, "", (chain_bytes){data, size}));
}

size_t chain_list_count(const chain_list *list)
{
    return list->count;
}

const chain_cert *chain_list_get(const chain_list *list, size_t index)
{
    return index < list->count ? list->items[index].cert : NULL;
}

size_t chain_list_leaf(const chain_list *list)
{
    return list->leaf;
}

const char *chain_list_path(const chain_list *list)
{
    return list->path;
}

size_t chain_list_skipped_count(const chain_list *list)
{
    return list->skipped_count;
}

const chain_error *chain_list_skipped(const chain_list *list, size_t index)
{
    return index < list->skipped_count ? &list->skipped[index] : NULL;
}
