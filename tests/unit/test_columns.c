// SPDX-License-Identifier: Apache-2.0
/* The bridge's columns (docs/adr/0021): offsets and octets in, numbers and octets out, with the answers
 * of chain_bulk. tests/bindings/python/test_arrow.py has them through Arrow. */
#include "bridge.h"

#include "pki.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { AT = 1795305600, UNTIL = 1858464000 }; /* 2026-11-22, and two years on */
enum { MOST_ROWS = 8, LEAF = 32 };

/* A column of Arrow's type large_binary under construction. */
struct lines {
    char octets[65536];
    int64_t offsets[MOST_ROWS + 1];
    uint8_t valid[MOST_ROWS];
    size_t rows;
};

static struct {
    pki_key *key;
    chain_store *ends, *lasts; /* the same root: in the first it ends within the two years */
    chain_list *chain;
} world;

static chain_store *store_until(const char *until)
{
    const chain_bytes root = pki_mint(&(struct pki_cert){
        .subject = "root", .key = world.key, .until = until, .extensions = PKI_CA_EXTENSIONS});
    return pki_store(&root, 1);
}

static void set_up(void)
{
    world.key = pki_new_key(PKI_P256);
    world.ends = store_until("20270601000000Z");
    world.lasts = store_until("20400101000000Z");
    const chain_bytes leaf = pki_mint(&(struct pki_cert){
        .subject = "leaf",
        .issuer = "root",
        .key = pki_new_key(PKI_P256),
        .issuer_key = world.key,
        .until = "20400101000000Z",
        .extensions = PKI_LEAF_EXTENSIONS,
    });
    world.chain = pki_list(&leaf, 1);
}

static void tear_down(void)
{
    chain_store_unref(world.ends);
    chain_store_unref(world.lasts);
    chain_list_unref(world.chain);
}

TestSuite(columns, .init = set_up, .fini = tear_down);

static void add(struct lines *lines, const char *text)
{
    size_t at = (size_t)lines->offsets[lines->rows], size = text ? strlen(text) : 0;
    cr_assert(lines->rows < MOST_ROWS && at + size <= sizeof(lines->octets));
    if (size)
        memcpy(lines->octets + at, text, size);
    lines->valid[lines->rows++] = text != NULL;
    lines->offsets[lines->rows] = (int64_t)(at + size);
}

static void add_record(struct lines *lines, const char *host)
{
    char *line = chain_record_line(world.chain, host, CHAIN_TIME_MIN, NULL);
    cr_assert(line);
    line[strcspn(line, "\n")] = 0;
    add(lines, line);
    chain_free(line);
}

static bridge_question *ask(void)
{
    chain_error error = {.status = CHAIN_OK};
    bridge_question *question = new_bridge_question(AT, UNTIL, &error);
    bridge_question_add_store(question, world.ends, NULL, &error);
    bridge_question_add_store(question, world.lasts, NULL, &error);
    cr_assert_eq(error.status, CHAIN_OK);
    return question;
}

/* The rows from `first` on, as a slice of the column: its offsets do not begin with 0. */
static bridge_columns *judge_from(const struct lines *lines, size_t first)
{
    chain_error error = {.status = CHAIN_OK};
    bridge_question *question = ask();
    size_t rows = lines->rows - first;
    bridge_columns *columns = new_bridge_columns(
        question,
        (chain_bytes){(const uint8_t *)lines->octets, (size_t)lines->offsets[lines->rows]},
        (chain_bytes){(const uint8_t *)(lines->offsets + first), (rows + 1) * sizeof(int64_t)},
        (chain_bytes){lines->valid + first, rows}, &error);
    cr_assert_eq(error.status, CHAIN_OK, "%s", error.message);
    delete_bridge_question(question);
    return columns;
}

static chain_bytes get(const bridge_columns *columns, const char *name)
{
    chain_error error = {.status = CHAIN_OK};
    chain_bytes column = bridge_columns_get(columns, name, &error);
    cr_assert_eq(error.status, CHAIN_OK, "%s: %s", name, error.message);
    return column;
}

static int64_t at_64(const bridge_columns *columns, const char *name, size_t index)
{
    int64_t value;
    chain_bytes column = get(columns, name);
    cr_assert(column.size % sizeof(value) == 0 && index < column.size / sizeof(value), "%s", name);
    memcpy(&value, column.data + index * sizeof(value), sizeof(value));
    return value;
}

static int32_t at_32(const bridge_columns *columns, const char *name, size_t index)
{
    int32_t value;
    chain_bytes column = get(columns, name);
    cr_assert(column.size % sizeof(value) == 0 && index < column.size / sizeof(value), "%s", name);
    memcpy(&value, column.data + index * sizeof(value), sizeof(value));
    return value;
}

static int at_8(const bridge_columns *columns, const char *name, size_t index)
{
    chain_bytes column = get(columns, name);
    cr_assert(index < column.size, "%s", name);
    return (int8_t)column.data[index];
}

/* Row `index` of a column of texts. */
static void expect_text(const bridge_columns *columns, const char *name, size_t index,
                        const char *expected)
{
    char offsets[32];
    snprintf(offsets, sizeof(offsets), "%s_offsets", name);
    size_t from = (size_t)at_64(columns, offsets, index);
    size_t to = (size_t)at_64(columns, offsets, index + 1);
    cr_assert(from <= to && to <= get(columns, name).size, "%s %zu", name, index);
    cr_expect(to - from == strlen(expected) &&
                  memcmp(get(columns, name).data + from, expected, to - from) == 0,
              "%s %zu is %.*s, not %s", name, index, (int)(to - from),
              (const char *)get(columns, name).data + from, expected);
}

Test(columns, answers_are_those_of_bulk_a_line_for_each_row_and_store)
{
    static struct lines lines;
    chain_ready_options *options;
    chain_bulk *bulk;
    chain_bulk_answer expected[2];
    uint8_t leaf[LEAF];
    add_record(&lines, "www.example.com");
    add_record(&lines, NULL);
    bridge_columns *columns = judge_from(&lines, 0);
    cr_assert_eq(chain_ready_options_new(&options, AT, UNTIL), CHAIN_OK);
    cr_assert_eq(chain_ready_options_add_store(options, world.ends, NULL), CHAIN_OK);
    cr_assert_eq(chain_ready_options_add_store(options, world.lasts, NULL), CHAIN_OK);
    cr_assert_eq(chain_bulk_new(&bulk, options), CHAIN_OK);
    cr_assert_eq(get(columns, "row").size, 4 * sizeof(int64_t));
    chain_cert_sha256(chain_list_get(world.chain, 0), leaf);
    for (size_t i = 0; i < 4; i++) {
        const char *host = i < 2 ? "www.example.com" : "";
        cr_assert_eq(chain_bulk_judge(bulk, expected, world.chain, host), CHAIN_OK);
        const chain_bulk_answer *answer = &expected[i % 2];
        cr_expect_eq(at_64(columns, "row", i), (int64_t)i / 2);
        cr_expect_eq(at_32(columns, "store", i), (int32_t)i % 2);
        cr_expect_eq(at_8(columns, "verdict", i), (int)answer->outcome.readiness);
        cr_expect_eq(at_32(columns, "finding", i), (int32_t)answer->finding - 1);
        cr_expect_eq(at_8(columns, "complete", i), answer->complete);
        cr_expect_eq(at_64(columns, "breaks_at", i), answer->outcome.breaks_at);
        cr_expect_eq(at_64(columns, "broken_since", i), answer->outcome.broken_since);
        cr_expect_eq(at_64(columns, "unknown_from", i), answer->outcome.unknown_from);
        cr_expect_eq(at_64(columns, "breaks_by", i), answer->outcome.breaks_by);
        expect_text(columns, "host", i / 2, host);
        expect_text(columns, "error", i / 2, "");
        cr_expect_arr_eq(get(columns, "leaf").data + i / 2 * LEAF, leaf, LEAF);
    }
    /* otherwise the two stores were not told apart */
    cr_expect_eq(at_8(columns, "verdict", 2), CHAIN_BREAKS_LATER);
    cr_expect_eq(at_8(columns, "verdict", 3), CHAIN_READY);
    delete_bridge_columns(columns);
    chain_bulk_free(bulk);
    chain_ready_options_free(options);
}

Test(columns, names_stand_once_in_the_order_of_their_numbers)
{
    static struct lines lines;
    add_record(&lines, "www.example.com");
    add_record(&lines, "www.example.com");
    bridge_columns *columns = judge_from(&lines, 0);
    chain_bytes stores = get(columns, "stores");
    size_t names = 0;
    cr_assert(stores.size && !stores.data[stores.size - 1]);
    for (size_t i = 0; i < stores.size; i++)
        names += !stores.data[i];
    cr_expect_eq(names, 2);
    cr_expect_neq(strcmp((const char *)stores.data,
                         (const char *)stores.data + strlen((const char *)stores.data) + 1),
                  0);
    delete_bridge_columns(columns);
}

Test(columns, a_row_that_is_no_record_has_one_line_with_its_error_only)
{
    static const uint8_t NO_LEAF[LEAF];
    static struct lines lines;
    add(&lines, NULL);
    add(&lines, "");
    add(&lines, "{");
    add_record(&lines, "www.example.com");
    bridge_columns *columns = judge_from(&lines, 0);
    cr_assert_eq(get(columns, "row").size, 5 * sizeof(int64_t));
    cr_assert_eq(get(columns, "leaf").size, 4 * LEAF);
    expect_text(columns, "error", 0, "not_found: no record");
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(at_64(columns, "row", i), (int64_t)i);
        cr_expect_lt(at_64(columns, "error_offsets", i), at_64(columns, "error_offsets", i + 1));
        cr_expect_eq(at_32(columns, "store", i), -1);
        cr_expect_eq(at_32(columns, "timeline", i), -1);
        cr_expect_eq(at_32(columns, "finding", i), -1);
        cr_expect_eq(at_8(columns, "verdict", i), -1);
        cr_expect_eq(at_8(columns, "complete", i), 0);
        cr_expect_eq(at_64(columns, "breaks_at", i), CHAIN_TIME_MAX);
        cr_expect_arr_eq(get(columns, "leaf").data + i * LEAF, NO_LEAF, LEAF);
        expect_text(columns, "host", i, "");
    }
    expect_text(columns, "error", 3, "");
    expect_text(columns, "host", 3, "www.example.com");
    cr_expect_eq(at_8(columns, "verdict", 3), CHAIN_BREAKS_LATER);
    delete_bridge_columns(columns);
}

Test(columns, a_slice_is_counted_from_its_own_first_row)
{
    static struct lines lines;
    add(&lines, "{");
    add_record(&lines, "other.example");
    add_record(&lines, "www.example.com");
    bridge_columns *columns = judge_from(&lines, 2);
    cr_assert_eq(get(columns, "row").size, 2 * sizeof(int64_t));
    cr_expect_eq(at_64(columns, "row", 0), 0);
    expect_text(columns, "host", 0, "www.example.com");
    cr_expect_eq(at_8(columns, "verdict", 1), CHAIN_READY);
    delete_bridge_columns(columns);
}

Test(columns, more_rows_than_there_was_room_for_are_all_there)
{
    enum { ROWS = 3000 };
    static int64_t offsets[ROWS + 1];
    static uint8_t valid[ROWS]; /* all null */
    chain_error error = {.status = CHAIN_OK};
    bridge_question *question = ask();
    bridge_columns *columns = new_bridge_columns(
        question, (chain_bytes){NULL, 0}, (chain_bytes){(const uint8_t *)offsets, sizeof(offsets)},
        (chain_bytes){valid, sizeof(valid)}, &error);
    cr_assert(columns, "%s", error.message);
    cr_assert_eq(get(columns, "row").size, ROWS * sizeof(int64_t));
    cr_assert_eq(get(columns, "error_offsets").size, (ROWS + 1) * sizeof(int64_t));
    for (size_t i = 0; i < ROWS; i++)
        cr_assert_eq(at_64(columns, "row", i), (int64_t)i);
    expect_text(columns, "error", ROWS - 1, "not_found: no record");
    delete_bridge_columns(columns);
    delete_bridge_question(question);
}

Test(columns, no_rows_need_no_buffers)
{
    chain_error error = {.status = CHAIN_OK};
    bridge_question *question = ask();
    const chain_bytes none = {NULL, 0};
    bridge_columns *columns = new_bridge_columns(question, none, none, none, &error);
    cr_assert(columns, "%s", error.message);
    cr_expect_eq(get(columns, "row").size, 0);
    cr_expect_eq(at_64(columns, "host_offsets", 0), 0);
    cr_expect_eq(get(columns, "host_offsets").size, sizeof(int64_t));
    delete_bridge_columns(columns);
    delete_bridge_question(question);
}

static void expect_refused(const int64_t *offsets, size_t size, const char *why)
{
    static const uint8_t VALID[] = {1, 1};
    chain_error error = {.status = CHAIN_OK};
    bridge_question *question = ask();
    cr_expect_null(new_bridge_columns(question, (chain_bytes){(const uint8_t *)"{}{}", 4},
                                      (chain_bytes){(const uint8_t *)offsets, size},
                                      (chain_bytes){VALID, sizeof(VALID)}, &error),
                   "%s", why);
    cr_expect_eq(error.status, CHAIN_E_ARGUMENT, "%s", why);
    cr_expect(strstr(error.message, "2 rows in 4 octets"), "%s: %s", why, error.message);
    delete_bridge_question(question);
}

Test(columns, offsets_that_do_not_fit_are_refused)
{
    expect_refused((const int64_t[]){0, 2, 5}, 24, "beyond the octets");
    expect_refused((const int64_t[]){-1, 2, 4}, 24, "before the octets");
    expect_refused((const int64_t[]){0, 3, 2}, 24, "going down");
    expect_refused((const int64_t[]){0, INT64_MIN, 4}, 24, "going down a lot");
    expect_refused((const int64_t[]){0, 2, INT64_MAX}, 24, "as far as can be");
    expect_refused((const int64_t[]){0, 2, 4, 4}, 32, "one too many");
    expect_refused((const int64_t[]){0, 2, 4}, 16, "one missing");
    expect_refused((const int64_t[]){0, 2, 4}, 23, "cut off");
    expect_refused(NULL, 0, "none");
}

Test(columns, a_question_and_a_store_are_needed)
{
    const chain_bytes none = {NULL, 0};
    chain_error error = {.status = CHAIN_OK};
    cr_expect_null(new_bridge_columns(NULL, none, none, none, &error));
    cr_expect_eq(error.status, CHAIN_E_ARGUMENT);
    error = (chain_error){.status = CHAIN_OK};
    bridge_question *question = new_bridge_question(AT, UNTIL, &error);
    cr_expect_null(new_bridge_columns(question, none, none, none, &error));
    cr_expect_eq(error.status, CHAIN_E_ARGUMENT);
    cr_expect(strstr(error.message, "no store"), "%s", error.message);
    delete_bridge_question(question);
    delete_bridge_columns(NULL);
}

Test(columns, a_column_that_there_is_not_is_named)
{
    static const char *const WRONG[] = {"", "rows", "ROW", NULL};
    static struct lines lines;
    add(&lines, NULL);
    bridge_columns *columns = judge_from(&lines, 0);
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        chain_error error = {.status = CHAIN_OK};
        cr_expect_eq(bridge_columns_get(columns, WRONG[i], &error).size, 0);
        cr_expect_eq(error.status, CHAIN_E_ARGUMENT);
        cr_expect(strstr(error.message, WRONG[i] ? WRONG[i] : "''"), "%s", error.message);
    }
    delete_bridge_columns(columns);
}
