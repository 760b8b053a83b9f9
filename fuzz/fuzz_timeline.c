// SPDX-License-Identifier: Apache-2.0
/* Timelines: what is read can be shown, verified and judged; what is not read is complained about.
 */
#include "fuzz.h"

#include "chain.h"

static const char ROOT[] =
#include "root.pem.h"
    ;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_timeline *timeline;
    chain_error error = {0};
    chain_status status = chain_timeline_read(
        &timeline, &error, (chain_bytes){data ? data : (const uint8_t *)"", size});
    if (status != CHAIN_OK) {
        MUST(status == CHAIN_E_MALFORMED && error.message[0]);
        return 0;
    }
    chain_store *store;
    chain_ready_options *options;
    chain_report *report;
    chain_bytes pem = {(const uint8_t *)ROOT, sizeof(ROOT) - 1};
    MUST(chain_store_read(&store, &error, "root", pem) == CHAIN_OK);
    MUST(chain_ready_options_new(&options, 1795305600, 1858464000) == CHAIN_OK);
    MUST(chain_ready_options_add_store(options, store, NULL) == CHAIN_OK);
    MUST(chain_ready_options_add_timeline(options, timeline) == CHAIN_OK);
    chain_ready_options_set_follows(options, CHAIN_PROGRAM_MOZILLA);
    MUST(chain_ready(options, &report) == CHAIN_OK);
    char *json = chain_report_json(report), *text = chain_timeline_text(timeline);
    MUST(json && text);
    chain_free(json);
    chain_free(text);
    chain_report_free(report);
    chain_ready_options_free(options);
    chain_store_unref(store);
    chain_timeline_unref(timeline);
    return 0;
}
