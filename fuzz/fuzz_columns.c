// SPDX-License-Identifier: Apache-2.0
/*
 * Columns of records, as Arrow hands them over: the input is the number of rows, their offsets and
 * their validity, of eight octets and of one each, and then the records. Offsets are never trusted.
 */
#include "fuzz.h"

#include "bridge.h"

#include <string.h>

static const char ROOT[] =
#include "root.pem.h"
    ;

enum { MOST_ROWS = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_error error = {.status = CHAIN_OK};
    int64_t offsets[MOST_ROWS + 1];
    uint8_t valid[MOST_ROWS];
    if (!size)
        return 0;
    size_t rows = data[0] % (MOST_ROWS + 1), head = 1 + (rows + 1) * sizeof(int64_t) + rows;
    if (size < head)
        return 0;
    memcpy(offsets, data + 1, (rows + 1) * sizeof(int64_t));
    memcpy(valid, data + 1 + (rows + 1) * sizeof(int64_t), rows);
    chain_store *store;
    chain_bytes pem = {(const uint8_t *)ROOT, sizeof(ROOT) - 1};
    MUST(chain_store_read(&store, NULL, "root", pem) == CHAIN_OK);
    bridge_question *question = new_bridge_question(1795305600, 1858464000, &error);
    MUST(question);
    bridge_question_add_store(question, store, NULL, &error);
    MUST(!error.status);
    bridge_columns *columns =
        new_bridge_columns(question, (chain_bytes){data + head, size - head},
                           (chain_bytes){(const uint8_t *)offsets, (rows + 1) * sizeof(int64_t)},
                           (chain_bytes){valid, data[0] & 0x80 ? rows : 0}, &error);
    MUST((columns != NULL) == (error.status == CHAIN_OK));
    if (columns)
        MUST(bridge_columns_get(columns, "row", &error).size >= rows * sizeof(int64_t));
    delete_bridge_columns(columns);
    delete_bridge_question(question);
    chain_store_unref(store);
    return 0;
}
