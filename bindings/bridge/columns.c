// SPDX-License-Identifier: Apache-2.0
/* A column of records in, columns of answers out: no row of it is an object of a language. */
#include "failure.h"
#include "question.h"

#include <stdbool.h>
#include <string.h>

enum { LEAF = 32, LEAST_ROOM = 4096 };

enum column {
    HOST_OFFSETS,
    HOST,
    LEAVES,
    ERROR_OFFSETS,
    ERROR,
    ROW,
    STORE,
    TIMELINE,
    FINDING,
    VERDICT,
    COMPLETE,
    BREAKS_AT,
    BROKEN_SINCE,
    UNKNOWN_FROM,
    BREAKS_BY,
    STORES,
    TIMELINES,
    COLUMN_COUNT
};

static const char *const NAMES[COLUMN_COUNT] = {
    "host_offsets", "host",         "leaf",      "error_offsets", "error",     "row",
    "store",        "timeline",     "finding",   "verdict",       "complete",  "breaks_at",
    "broken_since", "unknown_from", "breaks_by", "stores",        "timelines",
};

struct octets {
    uint8_t *data;
    size_t size, room;
};

struct bridge_columns {
    struct octets columns[COLUMN_COUNT];
    bool failed; /* out of memory */
};

struct judging {
    bridge_columns *out;
    chain_bulk *bulk;
    chain_bulk_answer *answers; /* one a store */
    chain_error *error;
};

/* ---- columns that grow ------------------------------------------------------------------------ */

static void put(bridge_columns *columns, enum column name, const void *value, size_t size)
{
    struct octets *column = &columns->columns[name];
    if (columns->failed || !size)
        return;
    if (column->room - column->size < size) {
        size_t room = column->room ? column->room : LEAST_ROOM;
        while (room - column->size < size)
            room *= 2;
        uint8_t *data = realloc(column->data, room);
        columns->failed = !data;
        if (!data)
            return;
        column->data = data;
        column->room = room;
    }
    memcpy(column->data + column->size, value, size);
    column->size += size;
}

static void put_8(bridge_columns *columns, enum column name, int value)
{
    int8_t small = (int8_t)value;
    put(columns, name, &small, sizeof(small));
}

static void put_32(bridge_columns *columns, enum column name, int32_t value)
{
    put(columns, name, &value, sizeof(value));
}

static void put_64(bridge_columns *columns, enum column name, int64_t value)
{
    put(columns, name, &value, sizeof(value));
}

/* The end of a text that may have got octets: where the next one begins. */
static void put_end(bridge_columns *columns, enum column offsets, enum column text)
{
    put_64(columns, offsets, (int64_t)columns->columns[text].size);
}

/* The number of a name in a column of names, to which it is added where it is new. */
static int32_t number_of(bridge_columns *columns, enum column names, const char *name)
{
    const struct octets *column = &columns->columns[names];
    int32_t number = 0;
    for (size_t at = 0; at < column->size; number++) {
        const char *known = (const char *)column->data + at;
        if (strcmp(known, name) == 0)
            return number;
        at += strlen(known) + 1;
    }
    put(columns, names, name, strlen(name) + 1);
    return number;
}

/* ---- one row ---------------------------------------------------------------------------------- */

static void put_answer(bridge_columns *columns, int64_t row, int32_t store,
                       const chain_bulk_answer *answer)
{
    const chain_outcome *outcome = &answer->outcome;
    put_64(columns, ROW, row);
    put_32(columns, STORE, store);
    put_32(columns, TIMELINE,
           answer->timeline[0] ? number_of(columns, TIMELINES, answer->timeline) : -1);
    put_32(columns, FINDING, (int32_t)answer->finding - 1); /* CHAIN_FINDING_NONE is 0 */
    put_8(columns, VERDICT, (int)outcome->readiness);
    put_8(columns, COMPLETE, answer->complete != 0);
    put_64(columns, BREAKS_AT, outcome->breaks_at);
    put_64(columns, BROKEN_SINCE, outcome->broken_since);
    put_64(columns, UNKNOWN_FROM, outcome->unknown_from);
    put_64(columns, BREAKS_BY, outcome->breaks_by);
}

/* A row that is not judged has one line of answers, with nothing in it. */
static void put_nothing(bridge_columns *columns, int64_t row)
{
    put_64(columns, ROW, row);
    put_32(columns, STORE, -1);
    put_32(columns, TIMELINE, -1);
    put_32(columns, FINDING, -1);
    put_8(columns, VERDICT, -1);
    put_8(columns, COMPLETE, 0);
    put_64(columns, BREAKS_AT, CHAIN_TIME_MAX);
    put_64(columns, BROKEN_SINCE, CHAIN_TIME_MAX);
    put_64(columns, UNKNOWN_FROM, CHAIN_TIME_MAX);
    put_64(columns, BREAKS_BY, CHAIN_TIME_MAX);
}

static void put_problem(bridge_columns *columns, int64_t row, const char *status,
                        const char *message)
{
    static const uint8_t NO_LEAF[LEAF];
    put(columns, LEAVES, NO_LEAF, sizeof(NO_LEAF));
    put(columns, ERROR, status, strlen(status));
    put(columns, ERROR, ": ", 2);
    put(columns, ERROR, message, strlen(message));
    put_nothing(columns, row);
}

static void judge_record(struct judging *judging, int64_t row, const chain_record *record)
{
    uint8_t leaf[LEAF];
    const chain_list *chain = chain_record_chain(record);
    const char *host = chain_record_host(record);
    chain_status status = chain_bulk_judge(judging->bulk, judging->answers, chain, host);
    if (status != CHAIN_OK) {
        failure_set(judging->error, status, "row %lld: %s", (long long)row,
                    chain_status_name(status));
        return;
    }
    chain_cert_sha256(chain_list_get(chain, chain_list_leaf(chain)), leaf);
    put(judging->out, LEAVES, leaf, sizeof(leaf));
    put(judging->out, HOST, host, strlen(host));
    for (size_t i = 0; i < chain_bulk_store_count(judging->bulk); i++)
        put_answer(judging->out, row, (int32_t)i, &judging->answers[i]);
}

static void judge_row(struct judging *judging, int64_t row, chain_bytes line)
{
    chain_error why = {.offset = CHAIN_NO_OFFSET};
    chain_record *record;
    chain_status status =
        chain_record_read(&record, &why, line.data ? (const char *)line.data : "", line.size);
    if (status == CHAIN_OK) {
        judge_record(judging, row, record);
        chain_record_free(record);
    } else if (status == CHAIN_E_MEMORY) {
        failure_no_memory(judging->error);
    } else {
        put_problem(judging->out, row, chain_status_name(status), why.message);
    }
}

static void end_row(bridge_columns *columns)
{
    put_end(columns, HOST_OFFSETS, HOST);
    put_end(columns, ERROR_OFFSETS, ERROR);
}

/* ---- all rows --------------------------------------------------------------------------------- */

static int64_t offset_at(chain_bytes offsets, size_t index)
{
    int64_t offset = 0;
    if (offsets.size)
        memcpy(&offset, offsets.data + index * sizeof(offset), sizeof(offset));
    return offset;
}

/* Offsets go up and end within the octets. Buffers of a column without rows may be empty. */
static bool fit(chain_bytes lines, chain_bytes offsets, size_t rows)
{
    if (!rows && !offsets.size)
        return true;
    if (offsets.size % sizeof(int64_t) || offsets.size / sizeof(int64_t) != rows + 1 ||
        offset_at(offsets, 0) < 0)
        return false;
    for (size_t i = 0; i < rows; i++) {
        if (offset_at(offsets, i + 1) < offset_at(offsets, i))
            return false;
    }
    return (uint64_t)offset_at(offsets, rows) <= lines.size;
}

static void judge_rows(struct judging *judging, chain_bytes lines, chain_bytes offsets,
                       chain_bytes valid)
{
    bridge_columns *out = judging->out;
    for (size_t i = 0; i < chain_bulk_store_count(judging->bulk); i++) {
        const char *id = chain_bulk_store_id(judging->bulk, i);
        put(out, STORES, id, strlen(id) + 1);
    }
    end_row(out); /* the first offsets */
    for (size_t i = 0; i < valid.size && judging->error->status == CHAIN_OK; i++) {
        size_t from = (size_t)offset_at(offsets, i), to = (size_t)offset_at(offsets, i + 1);
        if (!valid.data[i])
            put_problem(out, (int64_t)i, chain_status_name(CHAIN_E_NOT_FOUND), "no record");
        else if (from == to)
            judge_row(judging, (int64_t)i, (chain_bytes){NULL, 0});
        else
            judge_row(judging, (int64_t)i, (chain_bytes){lines.data + from, to - from});
        end_row(out);
        if (out->failed)
            failure_no_memory(judging->error);
    }
    if (out->failed && judging->error->status == CHAIN_OK)
        failure_no_memory(judging->error);
}

bridge_columns *new_bridge_columns(const bridge_question *question, chain_bytes lines,
                                   chain_bytes offsets, chain_bytes valid, chain_error *error)
{
    struct judging judging = {.error = error};
    if (failure_null(question, "question", error))
        return NULL;
    if (!fit(lines, offsets, valid.size)) {
        failure_set(error, CHAIN_E_ARGUMENT,
                    "the offsets do not fit %zu rows in %zu octets, or do not go up", valid.size,
                    lines.size);
        return NULL;
    }
    chain_status status = chain_bulk_new(&judging.bulk, question_options(question));
    if (status != CHAIN_OK) {
        failure_set(error, status, "%s",
                    status == CHAIN_E_ARGUMENT ? "no store to ask about was added"
                                               : "out of memory");
        return NULL;
    }
    judging.out = calloc(1, sizeof(*judging.out));
    judging.answers = calloc(chain_bulk_store_count(judging.bulk), sizeof(*judging.answers));
    if (judging.out && judging.answers)
        judge_rows(&judging, lines, offsets, valid);
    else
        failure_no_memory(error);
    free(judging.answers);
    chain_bulk_free(judging.bulk);
    if (error->status == CHAIN_OK)
        return judging.out;
    delete_bridge_columns(judging.out);
    return NULL;
}

void delete_bridge_columns(bridge_columns *columns)
{
    if (!columns)
        return;
    for (int i = 0; i < COLUMN_COUNT; i++)
        free(columns->columns[i].data);
    free(columns);
}

chain_bytes bridge_columns_get(const bridge_columns *columns, const char *name, chain_error *error)
{
    for (int i = 0; name && i < COLUMN_COUNT; i++) {
        if (strcmp(NAMES[i], name) == 0)
            return (chain_bytes){columns->columns[i].data, columns->columns[i].size};
    }
    failure_set(error, CHAIN_E_ARGUMENT, "there is no column '%.100s'", name ? name : "");
    return (chain_bytes){NULL, 0};
}
