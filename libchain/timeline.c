// SPDX-License-Identifier: Apache-2.0
#include "timeline.h"

#include "builtin.h"
#include "error.h"
#include "file.h"
#include "timeline_read.h"

#include <string.h>

enum { TIMELINE_MOST_MEMORY = 64 * 1024 * 1024 };

static chain_status read_text(chain_timeline **out, chain_error *error, const char *file, chain_bytes data)
{
    struct chain_timeline *timeline = mem_zero(1, sizeof(*timeline));
    *out = NULL;
    if (!timeline)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    atomic_init(&timeline->references, 1);
    arena_init(&timeline->arena, TIMELINE_MOST_MEMORY);
    char *name = arena_alloc(&timeline->arena, strlen(file) + 1, 1);
    timeline->json = mem_alloc(data.size + 1);
    chain_status status = CHAIN_E_MEMORY;
    if (name && timeline->json) {
        timeline->file = strcpy(name, file);
        if (data.size)
            memcpy(timeline->json, data.data, data.size);
        timeline->json[data.size] = 0;
        status = timeline_read(timeline, error, timeline->json, data.size);
    }
    if (status != CHAIN_OK) {
        if (status == CHAIN_E_MEMORY)
            error_set(error, status, "out of memory");
        else
            error_file(error, file);
        chain_timeline_unref(timeline);
        return status;
    }
    *out = timeline;
    return CHAIN_OK;
}

const char *const *chain_timeline_ids(void)
{
    return BUILTIN_TIMELINE_IDS;
}

const char *const *chain_timeline_default_ids(void)
{
    return BUILTIN_DEFAULT_IDS;
}

chain_status chain_timeline_builtin(chain_timeline **out, chain_error *error, const char *id)
{
    *out = NULL;
    for (size_t i = 0; id && i < BUILTIN_TIMELINE_COUNT; i++) {
        const struct builtin_timeline *builtin = &BUILTIN_TIMELINES[i];
        if (strcmp(builtin->id, id) == 0)
            return read_text(out, error, "",
                             (chain_bytes){(const uint8_t *)builtin->json, builtin->size});
    }
    return error_set(error, CHAIN_E_NOT_FOUND, "there is no built-in timeline '%.100s'",
                     id ? id : "");
}

chain_status chain_timeline_read(chain_timeline **out, chain_error *error, chain_bytes json)
{
    *out = NULL;
    if (!json.data)
        return error_set(error, CHAIN_E_ARGUMENT, "no text given");
    return read_text(out, error, "", json);
}

chain_status chain_timeline_open(chain_timeline **out, chain_error *error, const char *path)
{
    struct file file;
    *out = NULL;
    if (!path)
        return error_set(error, CHAIN_E_ARGUMENT, "no path given");
    chain_status status = file_read(&file, error, path);
    if (status != CHAIN_OK)
        return status;
    status = read_text(out, error, path, (chain_bytes){file.data, file.size});
    mem_free(file.data);
    return status;
}

chain_timeline *chain_timeline_ref(chain_timeline *timeline)
{
    atomic_fetch_add_explicit(&timeline->references, 1, memory_order_relaxed);
    return timeline;
}

void chain_timeline_unref(chain_timeline *timeline)
{
    if (!timeline || atomic_fetch_sub_explicit(&timeline->references, 1, memory_order_acq_rel) != 1)
        return;
    for (uint32_t i = 0; timeline->certs && i < timeline->link_count; i++)
        chain_cert_unref(timeline->certs[i]);
    arena_free(&timeline->arena);
    mem_free(timeline->json);
    mem_free(timeline);
}

const char *chain_timeline_id(const chain_timeline *timeline)
{
    return timeline->id;
}

const char *chain_timeline_title(const chain_timeline *timeline)
{
    return timeline->title;
}

int chain_timeline_is_current(const chain_timeline *timeline, chain_time at)
{
    return at < timeline->over;
}

int chain_timeline_is_on_request(const chain_timeline *timeline)
{
    return timeline->on_request;
}

chain_time chain_timeline_facts_as_of(const chain_timeline *timeline)
{
    return timeline->facts_as_of;
}

const char *chain_timeline_json(const chain_timeline *timeline)
{
    return timeline->json;
}

/* Greedy with one point to come back to, so that its cost is bounded by the product of the sizes. */
bool timeline_host_matches(const char *pattern, const char *host)
{
    const char *star = NULL, *resume = NULL;
    while (*host) {
        if (*pattern == '*') {
            star = pattern++;
            resume = ++host; /* at least one octet */
        } else if (*pattern == *host || (*host >= 'A' && *host <= 'Z' && *pattern == *host + 32)) {
            pattern++;
            host++;
        } else if (star) {
            pattern = star + 1;
            host = ++resume;
        } else {
            return false;
        }
    }
    return !*pattern;
}

bool timeline_endpoint_has_host(const struct timeline_endpoint *endpoint, const char *host)
{
    for (size_t i = 0; endpoint->hosts && endpoint->hosts[i]; i++) {
        if (timeline_host_matches(endpoint->hosts[i], host))
            return true;
    }
    return false;
}
