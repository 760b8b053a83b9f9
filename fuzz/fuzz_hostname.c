// SPDX-License-Identifier: Apache-2.0
/* Host names and patterns: what a wildcard matches has one label more than what follows the star.
 */
#include "fuzz.h"

#include "hostname.h"
#include "timeline.h"

#include <string.h>

static size_t labels(chain_bytes name)
{
    size_t count = 1;
    for (size_t i = 0; i < name.size; i++)
        count += name.data[i] == '.';
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *split = size ? memchr(data, '\n', size) : NULL;
    size_t first = split ? (size_t)(split - data) : size;
    char *host = malloc(size + 1), *pattern = malloc(size + 1);
    memcpy(host, data, first);
    host[first] = 0;
    size_t rest = split ? size - first - 1 : 0;
    if (rest)
        memcpy(pattern, split + 1, rest);
    pattern[rest] = 0;
    struct hostname parsed;
    if (hostname_parse(&parsed, host)) {
        chain_bytes name = {(const uint8_t *)parsed.name, strlen(parsed.name)};
        chain_bytes presented = {(const uint8_t *)pattern, strlen(pattern)};
        MUST((name.size == 0) == (parsed.address_size != 0));
        MUST(!name.size || (hostname_is_dns_name(name) && hostname_pattern_matches(name, name)));
        if (name.size && hostname_pattern_matches(presented, name))
            MUST(labels(presented) == labels(name));
    }
    timeline_host_matches(pattern, host);
    MUST(!host[0] || timeline_host_matches("*", host));
    free(host);
    free(pattern);
    return 0;
}
