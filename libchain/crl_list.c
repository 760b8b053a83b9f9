// SPDX-License-Identifier: Apache-2.0
#include "crl_list.h"

#include "der.h"
#include "error.h"
#include "file.h"
#include "mem.h"
#include "name.h"
#include "pem.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SKIPPED = 1000 };

/* ---- one revocation list ---------------------------------------------------------------------- */

chain_status chain_crl_new(chain_crl **out, chain_error *error, const uint8_t *der, size_t size)
{
    size_t bad;
    const char *why;
    *out = NULL;
    if (!der)
        return error_set(error, CHAIN_E_ARGUMENT, "no revocation list given");
    if (size > CRL_MOST_BYTES)
        return error_set(error, CHAIN_E_LIMIT, "a revocation list larger than 64 MiB");
    struct chain_crl *crl = mem_alloc(sizeof(*crl) + size);
    if (!crl)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    uint8_t *copy = (uint8_t *)(crl + 1);
    if (size)
        memcpy(copy, der, size);
    chain_status status = crl_parse(&crl->crl, (chain_bytes){copy, size}, &bad, &why);
    if (status != CHAIN_OK) {
        mem_free(crl);
        if (status == CHAIN_E_MEMORY)
            return error_set(error, status, "out of memory");
        error_set(error, status, "not a revocation list: %s", why);
        return error_at(error, status, 0, bad);
    }
    atomic_init(&crl->references, 1);
    *out = crl;
    return CHAIN_OK;
}

chain_crl *chain_crl_ref(chain_crl *crl)
{
    atomic_fetch_add_explicit(&crl->references, 1, memory_order_relaxed);
    return crl;
}

void chain_crl_unref(chain_crl *crl)
{
    if (!crl || atomic_fetch_sub_explicit(&crl->references, 1, memory_order_acq_rel) != 1)
        return;
    crl_free(&crl->crl);
    mem_free(crl);
}

char *chain_crl_issuer(const chain_crl *crl)
{
    struct text text = {0};
    name_to_text(&text, crl_bytes(&crl->crl, crl->crl.issuer));
    return text_take(&text);
}

chain_span chain_crl_window(const chain_crl *crl)
{
    return (chain_span){crl->crl.this_update, crl->crl.until};
}

size_t chain_crl_entries(const chain_crl *crl)
{
    return crl->crl.entry_count;
}

int chain_crl_is_delta(const chain_crl *crl)
{
    return crl_has(&crl->crl, CRL_EXTENSION_DELTA);
}

/* ---- reading ---------------------------------------------------------------------------------- */

struct source {
    struct chain_crl_list *list;
    const char *path;
    chain_bytes data;
};

static chain_status skip(struct chain_crl_list *list, const chain_error *why)
{
    if (list->skipped_count == MOST_SKIPPED)
        return CHAIN_OK; /* a file of junk must not fill the memory with complaints */
    if (!mem_grow(&list->skipped, &list->skipped_capacity, list->skipped_count + 1,
                  sizeof(*list->skipped)))
        return CHAIN_E_MEMORY;
    list->skipped[list->skipped_count++] = *why;
    return CHAIN_OK;
}

static chain_status skip_entry(const struct source *source, uint64_t entry, uint64_t offset,
                               const char *why)
{
    chain_error error = {0};
    error_set(&error, CHAIN_E_MALFORMED, "%s", why);
    error_file(&error, source->path);
    error_at(&error, CHAIN_E_MALFORMED, entry, offset);
    return skip(source->list, &error);
}

static chain_status add(const struct source *source, uint64_t entry, uint64_t offset,
                        chain_bytes der)
{
    struct chain_crl_list *list = source->list;
    chain_error error = {0};
    chain_crl *crl;
    chain_status status = chain_crl_new(&crl, &error, der.data, der.size);
    if (status == CHAIN_E_MEMORY)
        return status;
    if (status != CHAIN_OK) {
        char why[256];
        /* Where the list is the file, the octet that is wrong is an offset of the file. */
        if (der.data == source->data.data || error.offset == CHAIN_NO_OFFSET)
            return skip_entry(source, entry, der.data == source->data.data ? error.offset : offset,
                              error.message);
        snprintf(why, sizeof(why), "%.150s, at octet %llu of its DER", error.message,
                 (unsigned long long)error.offset);
        return skip_entry(source, entry, offset, why);
    }
    if (!mem_grow(&list->items, &list->capacity, list->count + 1, sizeof(*list->items))) {
        chain_crl_unref(crl);
        return CHAIN_E_MEMORY;
    }
    list->items[list->count++] = crl;
    return CHAIN_OK;
}

static chain_status add_block(const struct source *source, const struct pem_block *block,
                              uint64_t entry, uint8_t *scratch)
{
    size_t size, bad;
    if (!block->closed)
        return skip_entry(source, entry, block->offset, "the PEM block has no END line of its own");
    if (!pem_decode(scratch, &size, block->base64, &bad))
        return skip_entry(source, entry, (uint64_t)(block->base64.data - source->data.data) + bad,
                          "base64 is damaged");
    return add(source, entry, block->offset, (chain_bytes){scratch, size});
}

static chain_status read_pem(const struct source *source)
{
    struct pem_block block;
    uint8_t *scratch = NULL;
    size_t at = 0, room = 0;
    uint64_t entry = 0;
    chain_status status = CHAIN_OK;
    while (status == CHAIN_OK && pem_next(source->data, &at, &block)) {
        entry++;
        if (!bytes_equal(block.label, BYTES("X509 CRL")))
            continue;
        if (!mem_grow(&scratch, &room, pem_decoded_most(block.base64), 1))
            status = CHAIN_E_MEMORY;
        else
            status = add_block(source, &block, entry, scratch);
    }
    mem_free(scratch);
    return status;
}

static chain_status read_source(const struct source *source)
{
    if (pem_is(source->data))
        return read_pem(source);
    if (!source->data.size)
        return skip_entry(source, 1, 0, "the file is empty");
    if (source->data.data[0] != DER_SEQUENCE)
        return skip_entry(source, 1, 0, "neither PEM nor DER");
    return add(source, 1, 0, source->data);
}

static chain_status read_file(struct chain_crl_list *list, chain_error *error, const char *path)
{
    struct file file;
    chain_status status = file_read(&file, error, path);
    if (status != CHAIN_OK)
        return status;
    struct source source = {list, path, {file.data, file.size}};
    status = read_source(&source);
    mem_free(file.data);
    return status == CHAIN_E_MEMORY ? error_set(error, status, "out of memory") : status;
}

static chain_status read_directory(struct chain_crl_list *list, chain_error *error,
                                   const char *path)
{
    struct file_names names;
    chain_status status = file_list(&names, error, path);
    for (size_t i = 0; i < names.count && status == CHAIN_OK; i++) {
        char file[4096];
        chain_error why = {0};
        int size = snprintf(file, sizeof(file), "%s/%s", path, names.names[i]);
        if (size < 0 || (size_t)size >= sizeof(file) || file_is_directory(file))
            continue;
        status = read_file(list, &why, file);
        if (status != CHAIN_OK && status != CHAIN_E_MEMORY)
            status = skip(list, &why);
        if (status == CHAIN_E_MEMORY)
            error_set(error, status, "out of memory");
    }
    file_names_free(&names);
    return status;
}

/* ---- the public calls ------------------------------------------------------------------------- */

static struct chain_crl_list *new_list(const char *path)
{
    struct chain_crl_list *list = mem_zero(1, sizeof(*list));
    if (!list)
        return NULL;
    atomic_init(&list->references, 1);
    list->path = mem_string(path);
    if (list->path)
        return list;
    mem_free(list);
    return NULL;
}

static chain_status make_index(struct chain_crl_list *list)
{
    struct index_entry *entries = mem_zero(list->count, sizeof(*entries));
    if (!entries)
        return CHAIN_E_MEMORY;
    for (size_t i = 0; i < list->count; i++) {
        const struct crl *crl = &list->items[i]->crl;
        entries[i] = (struct index_entry){name_hash(crl_bytes(crl, crl->issuer)), (uint32_t)i};
    }
    index_make(&list->by_issuer, entries, list->count);
    return CHAIN_OK;
}

/* Hands the list out, or gives it back with the reason. */
static chain_status finish(struct chain_crl_list **out, struct chain_crl_list *list,
                           chain_error *error, chain_status status)
{
    if (status == CHAIN_OK && !list->count && list->skipped_count) {
        status = list->skipped[0].status;
        if (error)
            *error = list->skipped[0];
    } else if (status == CHAIN_OK && !list->count) {
        status = error_set(error, CHAIN_E_NOT_FOUND, "holds no revocation list");
        error_file(error, list->path);
    } else if (status == CHAIN_OK) {
        status = make_index(list);
        if (status != CHAIN_OK)
            error_set(error, status, "out of memory");
    }
    if (status != CHAIN_OK) {
        chain_crl_list_unref(list);
        return status;
    }
    *out = list;
    return CHAIN_OK;
}

chain_status chain_crl_list_open(chain_crl_list **out, chain_error *error, const char *path)
{
    *out = NULL;
    if (!path)
        return error_set(error, CHAIN_E_ARGUMENT, "no path given");
    struct chain_crl_list *list = new_list(path);
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    return finish(out, list, error,
                  file_is_directory(path) ? read_directory(list, error, path)
                                          : read_file(list, error, path));
}

chain_status chain_crl_list_read(chain_crl_list **out, chain_error *error, const uint8_t *data,
                                 size_t size)
{
    *out = NULL;
    if (!data && size)
        return error_set(error, CHAIN_E_ARGUMENT, "no data given");
    struct chain_crl_list *list = new_list("");
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    struct source source = {list, "", {data, size}};
    chain_status status = read_source(&source);
    if (status == CHAIN_E_MEMORY)
        error_set(error, status, "out of memory");
    return finish(out, list, error, status);
}

chain_crl_list *chain_crl_list_ref(chain_crl_list *list)
{
    atomic_fetch_add_explicit(&list->references, 1, memory_order_relaxed);
    return list;
}

void chain_crl_list_unref(chain_crl_list *list)
{
    if (!list || atomic_fetch_sub_explicit(&list->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < list->count; i++)
        chain_crl_unref(list->items[i]);
    index_free(&list->by_issuer);
    mem_free(list->items);
    mem_free(list->skipped);
    mem_free(list->path);
    mem_free(list);
}

size_t chain_crl_list_count(const chain_crl_list *list)
{
    return list->count;
}

const chain_crl *chain_crl_list_get(const chain_crl_list *list, size_t index)
{
    return index < list->count ? list->items[index] : NULL;
}

const char *chain_crl_list_path(const chain_crl_list *list)
{
    return list->path;
}

size_t chain_crl_list_skipped_count(const chain_crl_list *list)
{
    return list->skipped_count;
}

const chain_error *chain_crl_list_skipped(const chain_crl_list *list, size_t index)
{
    return index < list->skipped_count ? &list->skipped[index] : NULL;
}

size_t crl_list_find(const struct chain_crl_list *list, uint64_t issuer_hash, size_t *at)
{
    return index_find(&list->by_issuer, issuer_hash, at);
}
