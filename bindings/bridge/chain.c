// SPDX-License-Identifier: Apache-2.0
/* Chains and timelines. */
#include "failure.h"

bridge_chain *bridge_chain_from_path(const char *path, chain_error *error)
{
    chain_list *chain;
    chain_list_open(&chain, error, path);
    return chain;
}

bridge_chain *bridge_chain_from_bytes(const uint8_t *data, size_t size, chain_error *error)
{
    chain_list *chain;
    chain_list_read(&chain, error, data, size);
    return chain;
}

void delete_bridge_chain(bridge_chain *chain)
{
    chain_list_unref(chain);
}

size_t bridge_chain_count(const bridge_chain *chain)
{
    return chain_list_count(chain);
}

size_t bridge_chain_skipped_count(const bridge_chain *chain)
{
    return chain_list_skipped_count(chain);
}

bridge_problem *bridge_chain_skipped(const bridge_chain *chain, size_t index, chain_error *error)
{
    const chain_error *skipped = chain_list_skipped(chain, index);
    if (skipped)
        return failure_copy(skipped, sizeof(*skipped), error);
    failure_index(error, index, chain_list_skipped_count(chain));
    return NULL;
}

/* ---- timelines -------------------------------------------------------------------------------- */

bridge_timeline *bridge_timeline_builtin(const char *id, chain_error *error)
{
    chain_timeline *timeline;
    chain_timeline_builtin(&timeline, error, id);
    return timeline;
}

bridge_timeline *bridge_timeline_from_path(const char *path, chain_error *error)
{
    chain_timeline *timeline;
    chain_timeline_open(&timeline, error, path);
    return timeline;
}

bridge_timeline *bridge_timeline_from_bytes(const uint8_t *data, size_t size, chain_error *error)
{
    chain_timeline *timeline;
    chain_timeline_read(&timeline, error, (chain_bytes){data, size});
    return timeline;
}

void delete_bridge_timeline(bridge_timeline *timeline)
{
    chain_timeline_unref(timeline);
}

const char *bridge_timeline_key(const bridge_timeline *timeline)
{
    return chain_timeline_id(timeline);
}

const char *bridge_timeline_title(const bridge_timeline *timeline)
{
    return chain_timeline_title(timeline);
}

int bridge_timeline_is_current(const bridge_timeline *timeline, int64_t at)
{
    return chain_timeline_is_current(timeline, at);
}

int64_t bridge_timeline_facts_as_of(const bridge_timeline *timeline)
{
    return chain_timeline_facts_as_of(timeline);
}

const char *bridge_timeline_json(const bridge_timeline *timeline)
{
    return chain_timeline_json(timeline);
}

char *bridge_timeline_text(const bridge_timeline *timeline, chain_error *error)
{
    return failure_text(chain_timeline_text(timeline), error);
}
