// SPDX-License-Identifier: Apache-2.0
/* Reports of a fleet, which are anybody's files: what is taken is in the page and in the table. */
#include "fuzz.h"

#include "chain.h"

#include <string.h>

/* Each line of the table ends, and nothing of a report ends the page's script. */
static void check_outputs(const chain_fleet *fleet)
{
    char *page = chain_fleet_html(fleet), *csv = chain_fleet_csv(fleet);
    MUST(page && csv);
    const char *reports = strstr(page, "id=\"reports\">");
    MUST(reports);
    const char *end = strstr(reports, "</script>");
    MUST(end &&
         strncmp(end, "</script>\n<script type=\"application/json\" id=\"timelines\">", 57) == 0);
    size_t size = strlen(csv);
    MUST(size >= 2 && csv[size - 2] == '\r' && csv[size - 1] == '\n');
    chain_free(page);
    chain_free(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_fleet *fleet;
    chain_error error = {0};
    const uint8_t *split = size ? memchr(data, 0, size) : NULL;
    char name[256] = "";
    if (split) { /* a name before a NUL */
        size_t length = (size_t)(split - data);
        memcpy(name, data, length < sizeof(name) ? length : sizeof(name) - 1);
        data = split + 1;
        size -= length + 1;
    }
    MUST(chain_fleet_new(&fleet) == CHAIN_OK);
    chain_bytes json = {data && size ? data : (const uint8_t *)"", size};
    chain_status status = chain_fleet_add(fleet, &error, name, json);
    MUST(status == CHAIN_OK || (status == CHAIN_E_MALFORMED && error.message[0]));
    MUST(chain_fleet_count(fleet) == (status == CHAIN_OK));
    check_outputs(fleet);
    chain_fleet_free(fleet);
    return 0;
}
