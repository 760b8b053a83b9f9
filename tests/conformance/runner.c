// SPDX-License-Identifier: Apache-2.0
#include "runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *runner_load(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    if (!root) {
        fprintf(stderr, "%s: line %d: %s\n", path, error.line, error.text);
        exit(66);
    }
    return root;
}

json_t *runner_load_lines(const char *path)
{
    FILE *file = fopen(path, "r");
    json_t *lines = json_array();
    if (!file) {
        perror(path);
        exit(66);
    }
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, file) > 0) {
        json_error_t error;
        json_t *value = json_loads(line, 0, &error);
        if (!value) {
            fprintf(stderr, "%s: %s\n", path, error.text);
            exit(65);
        }
        json_array_append_new(lines, value);
    }
    free(line);
    fclose(file);
    return lines;
}

char *runner_path(const char *directory, const char *file)
{
    size_t size = strlen(directory) + strlen(file) + 2;
    char *path = malloc(size);
    snprintf(path, size, "%s/%s", directory, file);
    return path;
}

const char *runner_string(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

chain_bytes runner_hex(const json_t *object, const char *key)
{
    const char *text = runner_string(object, key);
    size_t size = strlen(text) / 2;
    uint8_t *data = malloc(size + 1);
    for (size_t i = 0; i < size; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            fprintf(stderr, "%s: not hex\n", key);
            exit(65);
        }
        data[i] = (uint8_t)(high << 4 | low);
    }
    return (chain_bytes){data, size};
}

/* ---- cases ------------------------------------------------------------------------------------ */

static const json_t *find_divergence(const char *id)
{
    static json_t *divergences;
    const json_t *divergence;
    size_t i;
    if (!divergences)
        divergences = runner_load(DIVERGENCES);
    json_array_foreach(json_object_get(divergences, "divergences"), i, divergence) {
        if (strcmp(runner_string(divergence, "id"), id) == 0)
            return divergence;
    }
    return NULL;
}

void runner_case(struct tally *tally, const char *id, const char *expected, const char *actual, bool ok,
                 const char *finding)
{
    const json_t *divergence = find_divergence(id);
    bool as_told = divergence && !ok && strcmp(runner_string(divergence, "actual"), actual) == 0;
    runner_print(json_pack("{s:s, s:s, s:s, s:b, s:s}", "id", id, "expected", expected, "actual", actual,
                           "ok", divergence ? as_told : ok, "finding",
                           as_told ? runner_string(divergence, "reason") : finding));
    tally->divergent += as_told;
    *((divergence ? as_told : ok) ? &tally->passed : &tally->failed) += 1;
}

void runner_print(json_t *line)
{
    char *text = json_dumps(line, JSON_COMPACT);
    puts(text);
    free(text);
    json_decref(line);
}

int runner_finish(const struct tally *tally)
{
    fflush(stdout);
    if (tally->divergent)
        fprintf(stderr, "%zu of those passed diverge on purpose: %s\n", tally->divergent, DIVERGENCES);
    fprintf(stderr, "%zu passed, %zu failed, %zu skipped\n", tally->passed, tally->failed,
            tally->skipped);
    return tally->failed ? 1 : 0;
}
