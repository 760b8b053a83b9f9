// SPDX-License-Identifier: Apache-2.0
/* Baselines: what is read can be asked with, and every form writes the report; the rest is
 * complained of. */
#include "fuzz.h"

#include "chain.h"

static const char ROOT[] =
#include "root.pem.h"
    ;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_baseline *baseline;
    chain_timeline *timeline;
    chain_error error = {0};
    chain_bytes json = {data ? data : (const uint8_t *)"", size};
    chain_status status = chain_baseline_read(&baseline, &error, json);
    if (status != CHAIN_OK) {
        MUST(status == CHAIN_E_MALFORMED && error.message[0]);
        return 0;
    }
    chain_store *store;
    chain_ready_options *options;
    chain_report *report;
    chain_bytes pem = {(const uint8_t *)ROOT, sizeof(ROOT) - 1};
    MUST(chain_store_read(&store, &error, "root", pem) == CHAIN_OK);
    MUST(chain_timeline_builtin(&timeline, &error, "oss-globalsign") == CHAIN_OK);
    MUST(chain_ready_options_new(&options, 1795305600, 1858464000) == CHAIN_OK);
    MUST(chain_ready_options_add_store(options, store, NULL) == CHAIN_OK);
    MUST(chain_ready_options_add_timeline(options, timeline) == CHAIN_OK);
    MUST(chain_ready_options_set_baseline(options, baseline) == CHAIN_OK);
    MUST(chain_ready(options, &report) == CHAIN_OK);
    for (const char *const *name = chain_report_formats(); *name; name++) {
        char *text = chain_report_format(report, *name);
        MUST(text && text[0]);
        chain_free(text);
    }
    chain_report_free(report);
    chain_ready_options_free(options);
    chain_timeline_unref(timeline);
    chain_store_unref(store);
    chain_baseline_unref(baseline);
    return 0;
}
