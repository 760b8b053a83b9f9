// SPDX-License-Identifier: Apache-2.0
/*
 * truth DIR [ROWS] [--modes LETTERS]: reference answers that were computed with OpenSSL over real chains, dated root
 * stores and dates. Mode E lists every anchor that some path of sent certificates reaches at the
 * date, constraints left aside. It is compared in full, and the interval engine's verdict over all of
 * time must agree with it at that instant.
 *
 * Modes D, L, J and P (truth_modes.c) are what OpenSSL's own builder answers under four sets of flags;
 * `--modes EDLJP` compares them all. Without the option it is mode E.
 */
#include "truth.h"

#include "build.h"
#include "check.h"
#include "file.h"
#include "instant.h"
#include "segment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Dates and signatures only: everything else in mode E is switched off. */
static struct profile exhaustive(void)
{
    struct profile profile = {.name = "exhaustive"};
    memset(profile.effects, EFFECT_IGNORE, sizeof(profile.effects));
    profile.effects[CHAIN_FINDING_NOT_YET_VALID] = EFFECT_DENY;
    profile.effects[CHAIN_FINDING_EXPIRED] = EFFECT_DENY;
    profile.effects[CHAIN_FINDING_ANCHOR_NOT_YET_VALID] = EFFECT_DENY;
    profile.effects[CHAIN_FINDING_ANCHOR_EXPIRED] = EFFECT_DENY;
    profile.effects[CHAIN_FINDING_SIGNATURE_INVALID] = EFFECT_DENY;
    return profile;
}

static chain_cert *load_cert(struct truth *data, const char *fingerprint)
{
    json_t *known = json_object_get(data->certs, fingerprint);
    if (known)
        return (chain_cert *)(uintptr_t)json_integer_value(known);
    char path[4096];
    snprintf(path, sizeof(path), "%s/certs/der/%s.der", data->directory, fingerprint);
    struct file file;
    chain_error error = {0};
    chain_cert *cert;
    if (file_read(&file, &error, path) != CHAIN_OK) {
        fprintf(stderr, "%s: %s\n", path, error.message);
        exit(66);
    }
    /* Two roots of the nineties have dates that are not DER: no store of ours holds them either. */
    if (chain_cert_new(&cert, &error, file.data, file.size) != CHAIN_OK)
        fprintf(stderr, "%s: %s, left out\n", path, error.message);
    mem_free(file.data);
    json_object_set_new(data->certs, fingerprint, json_integer((json_int_t)(uintptr_t)cert));
    return cert;
}

static struct chain_list *load_list(struct truth *data, json_t *fingerprints, const char *name)
{
    struct chain_list *list = list_new(name);
    size_t i;
    json_t *fingerprint;
    json_array_foreach(fingerprints, i, fingerprint)
    {
        chain_cert *cert = load_cert(data, json_string_value(fingerprint));
        if (cert)
            list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS});
    }
    list_freeze(list, NULL);
    return list;
}

static void load_chains(struct truth *data)
{
    static const char *const FILES[] = {"chains/chains.jsonl", "chains/ca_only.jsonl"};
    data->chains = json_object();
    for (size_t i = 0; i < 2; i++) {
        char *path = runner_path(data->directory, FILES[i]);
        json_t *lines = runner_load_lines(path), *line;
        size_t n;
        json_array_foreach(lines, n, line)
            json_object_set(data->chains, runner_string(line, "id"), json_object_get(line, "sent"));
        json_decref(lines);
        free(path);
    }
}

static char **load_roots(const struct truth *data, size_t *count)
{
    char *path = runner_path(data->directory, "stores/roots.txt");
    FILE *file = fopen(path, "r");
    char **roots = NULL, line[128];
    *count = 0;
    while (file && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\r\n")] = 0;
        roots = realloc(roots, (*count + 1) * sizeof(*roots));
        roots[(*count)++] = strdup(line);
    }
    if (file)
        fclose(file);
    free(path);
    return roots;
}

static void load_stores(struct truth *data)
{
    char *path = runner_path(data->directory, "stores/stores.jsonl");
    json_t *lines = runner_load_lines(path), *line, *number;
    size_t n, m, root_count, columns = json_array_size(data->stores);
    char **roots = load_roots(data, &root_count);
    data->columns = calloc(columns, sizeof(*data->columns));
    json_array_foreach(lines, n, line) {
        size_t column = 0;
        while (column < columns && strcmp(json_string_value(json_array_get(data->stores, column)),
                                          runner_string(line, "id")) != 0)
            column++;
        if (column == columns)
            continue;
        json_t *fingerprints = json_array();
        json_array_foreach(json_object_get(line, "roots"), m, number)
            json_array_append_new(fingerprints, json_string(roots[json_integer_value(number)]));
        struct chain_list *list = load_list(data, fingerprints, runner_string(line, "id"));
        store_from_list(&data->columns[column], NULL, list);
        chain_list_unref(list);
        json_decref(fingerprints);
    }
    for (size_t i = 0; i < root_count; i++)
        free(roots[i]);
    free(roots);
    json_decref(lines);
    free(path);
}

/* ---- one cell --------------------------------------------------------------------------------- */

static int compare_names(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* Every anchor that some path reaches, as mode E prints them. */
static void reach_all(struct truth *data, const struct question *question, char *out, size_t room)
{
    char found[64][9];
    size_t count = 0;
    struct graph graph;
    struct check check = {.graph = &graph, .memo = data->memo, .names_left = 1000000,
                          .signatures_left = 1000000};
    struct build build;
    struct span_set window, outside;
    uint32_t length, step;
    struct arena *arena = &data->memo->arena;
    graph_make(&graph, arena, question, check_node, &check);
    span_set_one(arena, &window, question->window);
    span_set_minus(arena, &outside, SPAN_ALWAYS, window);
    build_start(&build, &graph, outside, false);
    while (build_next(&build, &length)) {
        struct path path = {build.path, length};
        struct judgement judgement;
        check_path(&check, &path, &judgement);
        if (span_set_has(judgement.denied, question->window.from))
            continue;
        if (check_edges(&check, &path, &step) != EDGES_GOOD) {
            build_drop(&build, step);
            continue;
        }
        uint8_t hash[32];
        char name[9];
        cert_sha256(graph.nodes[path.nodes[length - 1]].link->cert, hash);
        snprintf(name, sizeof(name), "%02x%02x%02x%02x", hash[0], hash[1], hash[2], hash[3]);
        size_t i = 0;
        while (i < count && strcmp(found[i], name) != 0)
            i++;
        if (i == count && count < 64)
            memcpy(found[count++], name, sizeof(name));
    }
    qsort(found, count, sizeof(found[0]), compare_names);
    snprintf(out, room, "%s", count ? "" : "!");
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(out);
        snprintf(out + used, room - used, "%s%s", i ? "+" : "", found[i]);
    }
}

/* The stretch of an instant, out of the segments for all of time. */
struct stretch truth_stretch(struct answer *answer, struct truth *data, struct question question)
{
    chain_time at = question.window.from;
    question.window = (chain_span){CHAIN_TIME_MIN, CHAIN_TIME_MAX};
    if (segment_answer(answer, &question, data->memo) != CHAIN_OK)
        exit(70);
    size_t i = 0;
    while (answer->stretches[i].span.until <= at)
        i++;
    return answer->stretches[i];
}

static void run_exhaustive(struct truth *data, struct question *question, char *actual, size_t room)
{
    struct answer answer;
    reach_all(data, question, actual, room);
    arena_reset(&data->memo->arena);
    bool valid = truth_stretch(&answer, data, *question).verdict == CHAIN_VALID;
    if (valid != (actual[0] != '!'))
        snprintf(actual, room, "segments say %s, paths do not", valid ? "valid" : "invalid");
}

/* Compares one row in one mode; false where a cell differs. */
static bool run_mode(struct truth *data, struct question *question, json_t *row, const char *id,
                     char mode)
{
    char key[2] = {mode, 0};
    json_t *expected = json_object_get(row, key), *differ = json_array();
    struct profile profile = mode == 'E' ? exhaustive() : truth_profile(mode, question);
    question->profile = &profile;
    for (size_t column = 0; column < json_array_size(expected); column++) {
        char actual[1024];
        question->store = data->columns[column];
        arena_set_limit(&data->memo->arena, SIZE_MAX);
        if (mode == 'E')
            run_exhaustive(data, question, actual, sizeof(actual));
        else
            truth_cell(data, question, actual, sizeof(actual));
        arena_reset(&data->memo->arena);
        const char *wanted = json_string_value(json_array_get(expected, column));
        if (strcmp(actual, wanted) != 0)
            json_array_append_new(differ, json_pack("{s:O,s:s,s:s}", "store",
                                                    json_array_get(data->stores, column), "expected",
                                                    wanted, "actual", actual));
    }
    bool ok = json_array_size(expected) && json_array_size(differ) == 0;
    runner_print(json_pack("{s:s,s:s,s:I,s:o,s:b}", "id", id, "mode", key, "cells",
                           (json_int_t)json_array_size(expected), "differ", differ, "ok", ok));
    return ok;
}

/* A row whose own certificates do not parse would be a failure. */
static void run_row(struct truth *data, json_t *row, const char *modes, struct tally *tally)
{
    struct chain_list *list =
        load_list(data, json_object_get(data->chains, runner_string(row, "chain")), "");
    size_t target = (size_t)json_integer_value(json_object_get(row, "target"));
    struct instant_text date;
    instant_from_text(&date, runner_string(row, "date"));
    chain_time noon = date.covers.from + 12 * 3600;
    struct question question = {
        .target = &list->links[target],
        .sent = list->links,
        .sent_count = list->count,
        .window = {noon, noon + 1},
    };
    chain_budget_default(&question.budget);
    char id[256];
    snprintf(id, sizeof(id), "%s/%zu/%s", runner_string(row, "chain"), target,
             runner_string(row, "date"));
    for (; *modes; modes++)
        *(run_mode(data, &question, row, id, *modes) ? &tally->passed : &tally->failed) += 1;
    chain_list_unref(list);
}

static void unload(struct truth *data)
{
    const char *fingerprint;
    json_t *address;
    for (size_t i = 0; i < json_array_size(data->stores); i++)
        chain_store_unref(data->columns[i]);
    json_object_foreach(data->certs, fingerprint, address)
        chain_cert_unref((chain_cert *)(uintptr_t)json_integer_value(address));
    free(data->columns);
    json_decref(data->certs);
    json_decref(data->chains);
    chain_memo_free(data->memo);
}

/* Takes `--modes LETTERS` out of the arguments. */
static const char *read_modes(int *count, char **arguments)
{
    const char *modes = "E";
    for (int i = 1; i + 1 < *count; i++) {
        if (strcmp(arguments[i], "--modes") != 0)
            continue;
        modes = arguments[i + 1];
        memmove(&arguments[i], &arguments[i + 2], (size_t)(*count - i - 2) * sizeof(*arguments));
        *count -= 2;
        break;
    }
    if (!*modes || strspn(modes, "EDLJP") != strlen(modes)) {
        fprintf(stderr, "--modes takes letters of EDLJP, not '%s'\n", modes);
        exit(64);
    }
    return modes;
}

int run_truth(int count, char **arguments)
{
    const char *modes = read_modes(&count, arguments);
    struct truth data = {.directory = arguments[0], .certs = json_object()};
    struct tally tally = {0};
    char *head_path = runner_path(data.directory, "truth/truth_head.json");
    char *rows_path = count > 1 ? strdup(arguments[1])
                                : runner_path(data.directory, "truth/truth.jsonl");
    json_t *head = runner_load(head_path), *rows = runner_load_lines(rows_path), *row;
    data.stores = json_object_get(head, "stores");
    if (chain_memo_new(&data.memo, 100000) != CHAIN_OK)
        return 70;
    load_chains(&data);
    load_stores(&data);
    size_t n;
    json_array_foreach(rows, n, row)
        run_row(&data, row, modes, &tally);
    unload(&data);
    json_decref(head);
    json_decref(rows);
    free(head_path);
    free(rows_path);
    return runner_finish(&tally);
}
