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
    fprintf(stderr, "%zu passed, %zu failed, %zu skipped\n", tally->passed, tally->failed,
            tally->skipped);
    return tally->failed ? 1 : 0;
}
