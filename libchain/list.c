// SPDX-License-Identifier: Apache-2.0
#include "list.h"

#include "error.h"
#include "mem.h"

#include <stdio.h>

enum { MOST_SKIPPED = 1000 };

const struct list_limits LIST_NO_LIMITS = {.distrust_after = CHAIN_TIME_MAX};

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

chain_status list_push(struct chain_list *list, chain_cert *cert, struct list_item place)
{
    if (!mem_grow(&list->items, &list->capacity, list->count + 1, sizeof(*list->items)))
        return CHAIN_E_MEMORY;
    place.cert = chain_cert_ref(cert);
    list->items[list->count++] = place;
    return CHAIN_OK;
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
    if (!entries || !list->links ||
        !mem_fit(&list->items, &list->capacity, list->count, sizeof(*list->items))) {
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
        return list->skipped[0].status;
    }
    error_set(error, CHAIN_E_NOT_FOUND, "holds no certificate");
    error_file(error, list->path);
    return CHAIN_E_NOT_FOUND;
}

chain_status list_check_target(const struct chain_list *list, size_t target, chain_error *error)
{
    if (!list->skipped_count || !list->items[target].cert->is_ca)
        return CHAIN_OK;
    const chain_error *lost = &list->skipped[0];
    error_set(error, CHAIN_E_MALFORMED,
              "what is left to judge is a CA's, and this may have been the server's: %.160s",
              lost->message);
    error_file(error, lost->path[0] ? lost->path : list->path);
    return error_at(error, CHAIN_E_MALFORMED, lost->entry, lost->offset);
}

size_t list_find(const struct chain_list *list, uint64_t subject_hash, size_t *at)
{
    return index_find(&list->by_subject, subject_hash, at);
}

/* ---- the public getters ----------------------------------------------------------------------- */

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

chain_status chain_list_check_leaf(const chain_list *list, chain_error *error)
{
    return list_check_target(list, list->leaf, error);
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
