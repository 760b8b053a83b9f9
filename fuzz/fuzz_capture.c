// SPDX-License-Identifier: Apache-2.0
/*
 * A captured chain laid over the built-in migrations: a line with a host (or an empty one), then
 * what `openssl s_client -showcerts` printed, or anything else with certificates in it. Whatever it
 * is, the report's word is the worst of its results, and every word has the dates that it needs.
 */
#include "fuzz.h"

#include "chain.h"

#include <stdbool.h>
#include <string.h>

static const char ROOT[] =
#include "root.pem.h"
    ;
static const chain_time AT = 1795305600, UNTIL = 1858464000; /* 2026-11-22, 2028-11-22 */

static void check_outcome(const chain_outcome *outcome)
{
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        MUST(outcome->breaks_at > AT && outcome->breaks_at < UNTIL);
        MUST(outcome->breaks_latest >= outcome->breaks_at);
        break;
    case CHAIN_BROKEN:
        MUST(outcome->broken_since <= AT);
        break;
    case CHAIN_READINESS_UNKNOWN:
        MUST(outcome->unknown_from < UNTIL);
        break;
    default:
        break;
    }
}

static void check_report(const chain_report *report)
{
    static const int WORST_LAST[] = {[CHAIN_NOT_APPLICABLE] = 0,
                                     [CHAIN_READY] = 1,
                                     [CHAIN_BREAKS_LATER] = 2,
                                     [CHAIN_READINESS_UNKNOWN] = 3,
                                     [CHAIN_BROKEN] = 4};
    const chain_text_options how = {.width = 80, .unicode = 1};
    int worst = 0;
    for (size_t i = 0; i < chain_report_count(report); i++) {
        const chain_ready_result *result = chain_report_get(report, i);
        int rank = WORST_LAST[result->outcome.readiness];
        check_outcome(&result->outcome);
        worst = result->lane == CHAIN_LANE_INSTALLED && rank > worst ? rank : worst;
        MUST(result->reason && (rank <= 1 || result->reason[0]));
    }
    check_outcome(chain_report_outcome(report));
    MUST(WORST_LAST[chain_report_outcome(report)->readiness] == worst);
    char *parts[] = {chain_report_json(report), chain_report_text(report, &how),
                     chain_report_script(report, NULL, NULL)};
    for (size_t i = 0; i < 3; i++) {
        MUST(parts[i]);
        chain_free(parts[i]);
    }
}

static void ask(chain_list *list, const char *host)
{
    chain_ready_options *options;
    chain_store *store;
    chain_report *report;
    const char *const *ids = chain_timeline_ids();
    MUST(chain_store_read(&store, NULL, "root",
                          (chain_bytes){(const uint8_t *)ROOT, sizeof(ROOT) - 1}) == CHAIN_OK);
    MUST(chain_ready_options_new(&options, AT, UNTIL) == CHAIN_OK);
    MUST(chain_ready_options_add_store(options, store, NULL) == CHAIN_OK);
    for (size_t i = 0; ids[i]; i++) {
        chain_timeline *timeline;
        MUST(chain_timeline_builtin(&timeline, NULL, ids[i]) == CHAIN_OK);
        MUST(chain_ready_options_add_timeline(options, timeline) == CHAIN_OK);
        chain_timeline_unref(timeline);
    }
    chain_ready_options_set_follows(options, CHAIN_PROGRAM_MOZILLA);
    chain_status status = chain_ready_options_add_chain(options, list, host);
    MUST(status == CHAIN_OK || (status == CHAIN_E_ARGUMENT && host) || /* not a host */
         (status == CHAIN_E_MALFORMED && chain_list_check_leaf(list, NULL) != CHAIN_OK));
    if (status == CHAIN_OK) {
        MUST(chain_ready(options, &report) == CHAIN_OK);
        check_report(report);
        chain_report_free(report);
    }
    chain_ready_options_free(options);
    chain_store_unref(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char host[300];
    chain_list *list;
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    size_t length = end ? (size_t)(end - data) : size;
    if (length >= sizeof(host) || (length && memchr(data, 0, length)))
        return 0;
    if (length)
        memcpy(host, data, length);
    host[length] = 0;
    size_t used = end ? length + 1 : size;
    if (chain_list_read(&list, NULL, data + used, size - used) != CHAIN_OK)
        return 0;
    ask(list, host[0] ? host : NULL);
    chain_list_unref(list);
    return 0;
}
