// SPDX-License-Identifier: Apache-2.0
#include "store.h"

#include "der.h"
#include "error.h"
#include "file.h"
#include "mem.h"
#include "root.h"
#include "source.h"

#include <stdio.h>
#include <string.h>

/* A hashed directory has each root under several names, a bundle of bundles too: it counts once. The
 * look back is bounded, for files with many certificates of one name. */
static bool is_repeated(const struct chain_list *list, size_t item)
{
    enum { MOST_LOOKED_AT = 64 };
    const struct chain_cert *cert = list->items[item].cert;
    size_t at, end = list_find(list, list->links[item].subject_hash, &at);
    for (size_t looked = 0; at < end && looked < MOST_LOOKED_AT; at++, looked++) {
        size_t other = list->by_subject.entries[at].item;
        const struct list_item *known = &list->items[other];
        if (other < item && known->cert->size == cert->size &&
            memcmp(known->cert->der, cert->der, cert->size) == 0 &&
            known->limits.no_anchor == list->items[item].limits.no_anchor &&
            known->limits.purposes == list->items[item].limits.purposes &&
            known->limits.distrust_after == list->items[item].limits.distrust_after &&
            known->limits.jdk_ca == list->items[item].limits.jdk_ca)
            return true;
    }
    return false;
}

static chain_status make_anchors(struct chain_store *store, chain_error *error)
{
    const struct chain_list *list = store->list;
    struct index_entry *entries = mem_zero(list->count, sizeof(*entries));
    store->anchors = mem_zero(list->count, sizeof(*store->anchors));
    if (!entries || !store->anchors) {
        mem_free(entries);
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct list_limits *limits = &list->items[i].limits;
        if (limits->no_anchor || is_repeated(list, i))
            continue;
        store->anchors[store->count] =
            (struct anchor){.link = &list->links[i],
                            .distrust_after = limits->distrust_after,
                            .purposes = limits->purposes,
                            .jdk_ca = limits->jdk_ca};
        entries[store->count] =
            (struct index_entry){list->links[i].subject_hash, (uint32_t)store->count};
        store->count++;
    }
    index_make(&store->by_subject, entries, store->count);
    return CHAIN_OK;
}

chain_status store_from_list(struct chain_store **out, chain_error *error, struct chain_list *list)
{
    *out = NULL;
    struct chain_store *store = mem_zero(1, sizeof(*store));
    if (!store)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    atomic_init(&store->references, 1);
    store->list = chain_list_ref(list);
    store->kind = list->kind;
    store->path = mem_string(list->path);
    chain_status status = store->path ? make_anchors(store, error)
                                      : error_set(error, CHAIN_E_MEMORY, "out of memory");
    if (status != CHAIN_OK) {
        chain_store_unref(store);
        return status;
    }
    *out = store;
    return CHAIN_OK;
}

chain_status store_extend(struct chain_store **out, struct chain_store *base,
                          const struct link *const *extra, size_t count)
{
    size_t total = base->count + count;
    struct chain_store *store = mem_zero(1, sizeof(*store));
    struct index_entry *entries = mem_zero(total, sizeof(*entries));
    *out = NULL;
    if (store)
        store->anchors = mem_zero(total, sizeof(*store->anchors));
    if (!store || !entries || !store->anchors) {
        mem_free(entries);
        if (store)
            mem_free(store->anchors);
        mem_free(store);
        return CHAIN_E_MEMORY;
    }
    atomic_init(&store->references, 1);
    store->list = chain_list_ref(base->list);
    store->kind = base->kind;
    store->count = total;
    for (size_t i = 0; i < total; i++) {
        store->anchors[i] = i < base->count
                                ? base->anchors[i]
                                 : (struct anchor){.link = extra[i - base->count],
                                                   .distrust_after = CHAIN_TIME_MAX};
        entries[i] = (struct index_entry){store->anchors[i].link->subject_hash, (uint32_t)i};
    }
    index_make(&store->by_subject, entries, total);
    *out = store;
    return CHAIN_OK;
}

chain_store *chain_store_ref(chain_store *store)
{
    atomic_fetch_add_explicit(&store->references, 1, memory_order_relaxed);
    return store;
}

void chain_store_unref(chain_store *store)
{
    if (!store || atomic_fetch_sub_explicit(&store->references, 1, memory_order_acq_rel) != 1)
        return;
    index_free(&store->by_subject);
    mem_free(store->anchors);
    chain_list_unref(store->list);
    mem_free(store->path);
    mem_free(store);
}

size_t store_find(const struct chain_store *store, uint64_t subject_hash, size_t *at)
{
    return index_find(&store->by_subject, subject_hash, at);
}

/* ---- hashed directories ----------------------------------------------------------------------- */

/* OpenSSL and Android look for the subject's hash and a number: "5ad8a5d6.0". */
static bool is_hash_name(const char *name)
{
    size_t digits = strspn(name, "0123456789abcdef");
    if (digits != 8 || name[8] != '.')
        return false;
    size_t number = strspn(name + 9, "0123456789");
    return number && !name[9 + number];
}

/* Below an image (`root` not NULL) `path` is one of its own, and no link leads out of it. */
static chain_status add_hashed_file(struct chain_list *list, chain_error *error, const char *root,
                                    const char *path)
{
    chain_error why = {0};
    char host[ROOT_PATH_SIZE];
    chain_status status;
    if (!root) {
        status = source_read_file(list, &why, path, NULL);
    } else if (root_resolve(root, path, host)) {
        status = source_read_file(list, &why, host, NULL);
    } else {
        status = error_set(&why, CHAIN_E_NOT_FOUND, "a link that leads to nothing in the image");
        error_file(&why, path);
    }
    if (status == CHAIN_E_MEMORY)
        return error_set(error, status, "out of memory");
    return status == CHAIN_OK ? CHAIN_OK : list_skip(list, &why);
}

static chain_status add_hashed_directory(struct chain_list *list, chain_error *error,
                                         const char *root, const char *path)
{
    struct file_names names;
    size_t hashed = 0;
    chain_status status = root ? root_list(root, path, &names) : file_list(&names, error, path);
    for (size_t i = 0; i < names.count && status == CHAIN_OK; i++) {
        char file[4096];
        int size = snprintf(file, sizeof(file), "%s/%s", path, names.names[i]);
        if (!is_hash_name(names.names[i]) || size < 0 || (size_t)size >= sizeof(file))
            continue;
        hashed++;
        status = add_hashed_file(list, error, root, file);
    }
    list->kind = "directory";
    if (status == CHAIN_OK && !hashed) {
        status = error_set(error, CHAIN_E_NOT_FOUND,
                           "none of its %zu files has a hash name, so OpenSSL finds nothing in it "
                           "(run openssl rehash)",
                           names.count);
        error_file(error, path);
    }
    file_names_free(&names);
    return status;
}

/* ---- the public calls ------------------------------------------------------------------------- */

/* A store without anchors says why: nothing in it may be one. */
static chain_status no_anchors(const struct chain_list *list, chain_error *error)
{
    error_set(
        error, CHAIN_E_NOT_FOUND,
        strcmp(list->kind, "pkcs12") == 0
            ? "holds %zu certificates, but none that Java trusts (keytool -importcert marks them)"
            : "holds %zu certificates, but none that it trusts",
        list->count);
    error_file(error, list->path);
    return CHAIN_E_NOT_FOUND;
}

static chain_status finish(struct chain_store **out, struct chain_list *list, chain_error *error,
                           chain_status status)
{
    if (status == CHAIN_OK)
        status = list_result(list, error);
    if (status == CHAIN_OK)
        status = list_freeze(list, error);
    if (status == CHAIN_OK)
        status = store_from_list(out, error, list);
    if (status == CHAIN_OK && !(*out)->count) {
        chain_store_unref(*out);
        *out = NULL;
        status = no_anchors(list, error);
    }
    chain_list_unref(list);
    return status;
}

chain_status chain_store_open_with(chain_store **out, chain_error *error, const char *path,
                                   const char *password)
{
    *out = NULL;
    if (!path)
        return error_set(error, CHAIN_E_ARGUMENT, "no path given");
    struct chain_list *list = list_new(path);
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    return finish(out, list, error,
                  file_is_directory(path) ? add_hashed_directory(list, error, NULL, path)
                                          : source_read_file(list, error, path, password));
}

chain_status chain_store_open_inside(chain_store **out, chain_error *error, const char *root,
                                     const char *path, const char *password)
{
    char host[ROOT_PATH_SIZE];
    *out = NULL;
    size_t size = root && strcmp(root, "/") != 0 ? strlen(root) : 0;
    if (!root || !path || strncmp(path, root, size) != 0 || path[size] != '/')
        return error_set(error, CHAIN_E_ARGUMENT, "not an absolute path of this machine or image: which file is meant?");
    const char *inside = path + size;
    if (!root_resolve(root, inside, host)) {
        error_set(error, CHAIN_E_NOT_FOUND, "no such file");
        error_file(error, path);
        return CHAIN_E_NOT_FOUND;
    }
    struct chain_list *list = list_new(path);
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    return finish(out, list, error,
                  file_is_directory(host) ? add_hashed_directory(list, error, root, inside)
                                          : source_read_file(list, error, host, password));
}

chain_status chain_store_open(chain_store **out, chain_error *error, const char *path)
{
    return chain_store_open_with(out, error, path, NULL);
}

chain_status chain_store_read_with(chain_store **out, chain_error *error, const char *path,
                                   chain_bytes data, const char *password)
{
    *out = NULL;
    if (!path || (!data.data && data.size))
        return error_set(error, CHAIN_E_ARGUMENT, "no path or no data given");
    struct chain_list *list = list_new(path);
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    struct source source = {list, path, data, password};
    return finish(out, list, error, source_read(&source, error));
}

chain_status chain_store_read(chain_store **out, chain_error *error, const char *path,
                              chain_bytes data)
{
    return chain_store_read_with(out, error, path, data, NULL);
}

chain_status chain_store_new(chain_store **out, chain_error *error, const char *path,
                             const chain_bytes *certs, size_t count)
{
    *out = NULL;
    if (!path || (!certs && count))
        return error_set(error, CHAIN_E_ARGUMENT, "no path or no certificates given");
    struct chain_list *list = list_new(path);
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    chain_status status = source_read_each(list, error, certs, count);
    list->kind = "runtime";
    return finish(out, list, error, status);
}

/* Is it an anchor here already, with the same limits? */
static bool is_anchor(const struct chain_store *store, const struct list_item *item,
                      const struct link *link)
{
    const struct chain_list *list = store->list;
    size_t at, end = list_find(list, link->subject_hash, &at);
    for (; at < end; at++) {
        const struct list_item *known = &list->items[list->by_subject.entries[at].item];
        if (known->limits.no_anchor == item->limits.no_anchor &&
            known->limits.purposes == item->limits.purposes &&
            known->limits.distrust_after == item->limits.distrust_after &&
            known->limits.jdk_ca == item->limits.jdk_ca &&
            bytes_equal((chain_bytes){known->cert->der, known->cert->size},
                        (chain_bytes){item->cert->der, item->cert->size}))
            return true;
    }
    return false;
}

chain_status chain_store_join(chain_store **out, chain_error *error, chain_store *first,
                              chain_store *second)
{
    *out = NULL;
    if (!first || !second)
        return error_set(error, CHAIN_E_ARGUMENT, "two stores must be given");
    struct chain_list *list = list_new(first->path);
    chain_status status = list ? CHAIN_OK : CHAIN_E_MEMORY;
    const struct chain_store *stores[] = {first, second};
    for (size_t i = 0; i < 2; i++) {
        const struct chain_list *from = stores[i]->list;
        for (size_t k = 0; k < from->count && status == CHAIN_OK; k++) {
            if (!i || !is_anchor(first, &from->items[k], &from->links[k]))
                status = list_push(list, from->items[k].cert, from->items[k]);
        }
    }
    for (size_t i = 0; i < first->list->skipped_count && status == CHAIN_OK; i++)
        status = list_skip(list, &first->list->skipped[i]);
    if (status != CHAIN_OK) {
        chain_list_unref(list);
        return error_set(error, status, "out of memory");
    }
    list->kind = first->kind;
    list->unchecked = first->list->unchecked;
    return finish(out, list, error, CHAIN_OK);
}

size_t chain_store_count(const chain_store *store)
{
    return store->count;
}

const chain_cert *chain_store_get(const chain_store *store, size_t index)
{
    return index < store->count ? store->anchors[index].link->cert : NULL;
}

const char *chain_store_path(const chain_store *store)
{
    return store->path;
}

const char *chain_store_kind(const chain_store *store)
{
    return store->kind;
}

int chain_store_is_checked(const chain_store *store)
{
    return !store->list->unchecked;
}

size_t chain_store_skipped_count(const chain_store *store)
{
    return store->list->skipped_count;
}

const chain_error *chain_store_skipped(const chain_store *store, size_t index)
{
    return chain_list_skipped(store->list, index);
}
