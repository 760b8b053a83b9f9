// SPDX-License-Identifier: Apache-2.0
#include "ready_options.h"

#include "hostname.h"
#include "mem.h"

#include <stdio.h>
#include <string.h>

chain_status chain_ready_options_new(chain_ready_options **out, chain_time at, chain_time until)
{
    if (!out)
        return CHAIN_E_ARGUMENT;
    *out = NULL;
    if (at >= until)
        return CHAIN_E_ARGUMENT;
    struct chain_ready_options *options = mem_zero(1, sizeof(*options));
    if (!options)
        return CHAIN_E_MEMORY;
    options->window = (chain_span){at, until};
    options->profile = profile_find(CHAIN_PROFILE_DEFAULT);
    options->renewal = true;
    chain_budget_default(&options->budget);
    *out = options;
    return CHAIN_OK;
}

void chain_ready_options_free(chain_ready_options *options)
{
    if (!options)
        return;
    for (size_t i = 0; i < options->store_count; i++)
        chain_store_unref(options->stores[i].store);
    for (size_t i = 0; i < options->timeline_count; i++)
        chain_timeline_unref(options->timelines[i]);
    for (size_t i = 0; i < options->chain_count; i++) {
        chain_list_unref(options->chains[i].list);
        mem_free(options->chains[i].host);
    }
    for (size_t i = 0; i < options->host_count; i++)
        mem_free(options->hosts[i]);
    chain_list_unref(options->bridges);
    chain_baseline_unref(options->baseline);
    mem_free(options->origin);
    mem_free(options->stores);
    mem_free(options->timelines);
    mem_free(options->chains);
    mem_free(options->hosts);
    mem_free(options);
}

static chain_status add_store(chain_ready_options *options, struct asked_store *asked,
                              const chain_place *place, const char *path)
{
    if (place)
        asked->place = *place;
    else if (chain_place_of(&asked->place, path) != CHAIN_OK)
        return CHAIN_E_ARGUMENT;
    if (!mem_grow(&options->stores, &options->store_capacity, options->store_count + 1,
                  sizeof(*options->stores)))
        return CHAIN_E_MEMORY;
    options->stores[options->store_count++] = *asked;
    return CHAIN_OK;
}

chain_status chain_ready_options_add_store(chain_ready_options *options, chain_store *store,
                                           const chain_place *place)
{
    if (!options || !store)
        return CHAIN_E_ARGUMENT;
    struct asked_store asked = {.store = store};
    chain_status status = add_store(options, &asked, place, store->path);
    if (status == CHAIN_OK)
        chain_store_ref(store);
    return status;
}

chain_status chain_ready_options_add_failure(chain_ready_options *options, const chain_place *place,
                                             const chain_error *error)
{
    if (!options || !place || !error)
        return CHAIN_E_ARGUMENT;
    struct asked_store asked = {.error = *error};
    return add_store(options, &asked, place, place->path);
}

chain_status chain_ready_options_add_timeline(chain_ready_options *options,
                                              chain_timeline *timeline)
{
    if (!options || !timeline)
        return CHAIN_E_ARGUMENT;
    if (!mem_grow(&options->timelines, &options->timeline_capacity, options->timeline_count + 1,
                  sizeof(chain_timeline *)))
        return CHAIN_E_MEMORY;
    options->timelines[options->timeline_count++] = chain_timeline_ref(timeline);
    return CHAIN_OK;
}

chain_status chain_ready_options_add_chain(chain_ready_options *options, chain_list *chain,
                                           const char *host)
{
    struct hostname parsed;
    if (!options || !chain || !chain->count || (host && !hostname_parse(&parsed, host)))
        return CHAIN_E_ARGUMENT;
    if (chain_list_check_leaf(chain, NULL) != CHAIN_OK)
        return CHAIN_E_MALFORMED;
    struct asked_chain asked = {.host = mem_string(!host            ? ""
                                                   : parsed.name[0] ? parsed.name
                                                                    : host)};
    if (!asked.host || !mem_grow(&options->chains, &options->chain_capacity,
                                 options->chain_count + 1, sizeof(*options->chains))) {
        mem_free(asked.host);
        return CHAIN_E_MEMORY;
    }
    asked.list = chain_list_ref(chain);
    options->chains[options->chain_count++] = asked;
    return CHAIN_OK;
}

chain_status chain_ready_options_add_host(chain_ready_options *options, const char *host)
{
    struct hostname parsed;
    if (!options || !host || !hostname_parse(&parsed, host))
        return CHAIN_E_ARGUMENT;
    char *copy = mem_string(parsed.name[0] ? parsed.name : host);
    if (!copy || !mem_grow(&options->hosts, &options->host_capacity, options->host_count + 1,
                           sizeof(*options->hosts))) {
        mem_free(copy);
        return CHAIN_E_MEMORY;
    }
    options->hosts[options->host_count++] = copy;
    return CHAIN_OK;
}

chain_status chain_ready_options_set_bridges(chain_ready_options *options, chain_list *bridges)
{
    if (!options || !bridges)
        return CHAIN_E_ARGUMENT;
    chain_list_unref(options->bridges);
    options->bridges = chain_list_ref(bridges);
    return CHAIN_OK;
}

chain_status chain_ready_options_set_profile(chain_ready_options *options, const char *name)
{
    bool all = name && strcmp(name, "all") == 0;
    const struct profile *profile = name ? profile_find(all ? CHAIN_PROFILE_DEFAULT : name) : NULL;
    if (!options || !profile)
        return CHAIN_E_ARGUMENT;
    options->profile = profile;
    options->profile_given = true;
    options->all_profiles = all;
    return CHAIN_OK;
}

void chain_ready_options_set_lane(chain_ready_options *options, chain_lane lane)
{
    options->lane = lane;
}

void chain_ready_options_set_follows(chain_ready_options *options, chain_program program)
{
    options->follows_given = true;
    options->follows = program;
}

void chain_ready_options_set_renewal(chain_ready_options *options, int assumed)
{
    options->renewal = assumed != 0;
}

void chain_ready_options_set_budget(chain_ready_options *options, const chain_budget *budget)
{
    options->budget = *budget;
}

chain_status chain_ready_options_set_baseline(chain_ready_options *options, chain_baseline *baseline)
{
    if (!options || !baseline)
        return CHAIN_E_ARGUMENT;
    chain_baseline_ref(baseline);
    chain_baseline_unref(options->baseline);
    options->baseline = baseline;
    return CHAIN_OK;
}

chain_status chain_ready_options_set_origin(chain_ready_options *options, const char *path, long line)
{
    if (!options || !path || !path[0] || line < 1)
        return CHAIN_E_ARGUMENT;
    char *copy = mem_string(path);
    if (!copy)
        return CHAIN_E_MEMORY;
    mem_free(options->origin);
    options->origin = copy;
    options->origin_line = line;
    return CHAIN_OK;
}

void asked_ids_unique(char *first, size_t count, size_t stride)
{
    enum { SIZE = sizeof(((chain_place *)0)->id) };
    for (size_t i = 0; i < count; i++) {
        char *id = first + i * stride;
        char base[SIZE - 8];
        size_t number = 1;
        memcpy(base, id, sizeof(base));
        base[sizeof(base) - 1] = 0;
        for (size_t k = 0; k < i; k++) {
            if (strcmp(first + k * stride, id) == 0) {
                snprintf(id, SIZE, "%s-%zu", base, ++number % 1000000);
                k = (size_t)-1; /* look again from the start */
            }
        }
    }
}

chain_status asked_rules(struct rules *out, const struct chain_ready_options *options)
{
    size_t total = 0, count = 0;
    for (size_t i = 0; i < options->timeline_count; i++)
        total += options->timelines[i]->rule_count;
    struct rule *rules = mem_zero(total, sizeof(*rules));
    *out = (struct rules){0};
    if (!rules)
        return CHAIN_E_MEMORY;
    for (size_t i = 0; i < options->timeline_count; i++) {
        const struct chain_timeline *timeline = options->timelines[i];
        if (timeline->rule_count)
            memcpy(rules + count, timeline->rules, timeline->rule_count * sizeof(*rules));
        count += timeline->rule_count;
    }
    *out = (struct rules){rules, count};
    return CHAIN_OK;
}
