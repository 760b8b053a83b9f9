// SPDX-License-Identifier: Apache-2.0
#include "failure.h"

bridge_baseline *bridge_baseline_from_path(const char *path, chain_error *error)
{
    chain_baseline *baseline;
    chain_baseline_open(&baseline, error, path);
    return baseline;
}

bridge_baseline *bridge_baseline_from_bytes(const uint8_t *data, size_t size, chain_error *error)
{
    chain_baseline *baseline;
    chain_baseline_read(&baseline, error, (chain_bytes){data, size});
    return baseline;
}

void delete_bridge_baseline(bridge_baseline *baseline)
{
    chain_baseline_unref(baseline);
}

size_t bridge_baseline_count(const bridge_baseline *baseline)
{
    return chain_baseline_count(baseline);
}
