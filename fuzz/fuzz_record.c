// SPDX-License-Identifier: Apache-2.0
/* Recorded chains: what is read can be written, and read again to the same; it can be judged. */
#include "fuzz.h"

#include "chain.h"

#include <string.h>

static const char ROOT[] =
#include "root.pem.h"
    ;

static void write_and_read(const chain_record *record)
{
    const chain_list *chain = chain_record_chain(record);
    chain_record *again;
    char *line =
        chain_record_line(chain, chain_record_host(record), chain_record_at(record), "fuzz");
    MUST(line);
    MUST(chain_record_read(&again, NULL, line, strlen(line)) == CHAIN_OK);
    MUST(strcmp(chain_record_host(again), chain_record_host(record)) == 0);
    MUST(chain_record_at(again) == chain_record_at(record));
    MUST(chain_list_count(chain_record_chain(again)) == chain_list_count(chain));
    for (size_t i = 0; i < chain_list_count(chain); i++) {
        chain_bytes a = chain_cert_der(chain_list_get(chain, i));
        chain_bytes b = chain_cert_der(chain_list_get(chain_record_chain(again), i));
        MUST(a.size == b.size && memcmp(a.data, b.data, a.size) == 0);
    }
    chain_record_free(again);
    chain_free(line);
}

static void judge(const chain_record *record)
{
    chain_store *store;
    chain_ready_options *options;
    chain_bulk *bulk;
    chain_bulk_answer answer;
    chain_bytes pem = {(const uint8_t *)ROOT, sizeof(ROOT) - 1};
    MUST(chain_store_read(&store, NULL, "root", pem) == CHAIN_OK);
    MUST(chain_ready_options_new(&options, 1795305600, 1858464000) == CHAIN_OK);
    MUST(chain_ready_options_add_store(options, store, NULL) == CHAIN_OK);
    MUST(chain_bulk_new(&bulk, options) == CHAIN_OK);
    MUST(chain_bulk_judge(bulk, &answer, chain_record_chain(record), chain_record_host(record)) ==
         CHAIN_OK);
    chain_bulk_free(bulk);
    chain_ready_options_free(options);
    chain_store_unref(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_record *record;
    chain_error error = {0};
    chain_status status = chain_record_read(&record, &error, data ? (const char *)data : "", size);
    if (status != CHAIN_OK) {
        MUST(status != CHAIN_E_MEMORY && error.message[0]);
        return 0;
    }
    write_and_read(record);
    judge(record);
    chain_record_free(record);
    return 0;
}
