// SPDX-License-Identifier: Apache-2.0
#include "frame.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scenario {
    const struct judge *judge;
    const char *host;
    void **certs;
    size_t cert_count;
    int64_t *instants;
    size_t instant_count;
    json_t *answers;
};

static struct octets from_hex(const char *text)
{
    struct octets out = {malloc(strlen(text) / 2 + 1), strlen(text) / 2};
    for (size_t i = 0; i < out.size; i++) {
        unsigned octet;
        if (sscanf(text + 2 * i, "%2x", &octet) != 1)
            exit(65);
        out.data[i] = (unsigned char)octet;
    }
    return out;
}

static struct picks read_picks(json_t *array)
{
    struct picks picks = {calloc(json_array_size(array) + 1, sizeof(size_t)), 0};
    size_t i;
    json_t *value;
    json_array_foreach(array, i, value) picks.index[picks.count++] =
        (size_t)json_integer_value(value);
    return picks;
}

static void run_store(struct scenario *scenario, void *store, json_t *chains)
{
    char(*answers)[ANSWER_SIZE] = calloc(scenario->instant_count + 1, ANSWER_SIZE);
    size_t i;
    json_t *chain;
    json_array_foreach(chains, i, chain)
    {
        struct picks picks = read_picks(chain);
        scenario->judge->judge(scenario->judge->state, store, scenario->certs, picks,
                               scenario->host, scenario->instants, scenario->instant_count,
                               answers);
        for (size_t k = 0; k < scenario->instant_count; k++)
            json_array_append_new(scenario->answers, json_string(answers[k]));
        free(picks.index);
    }
    free(answers);
}

static void read_poses(struct scenario *scenario, json_t *poses)
{
    size_t i;
    json_t *pose;
    json_array_foreach(poses, i, pose)
    {
        void *cert = scenario->certs[json_integer_value(json_array_get(pose, 0))];
        struct octets original = from_hex(json_string_value(json_array_get(pose, 1)));
        if (cert)
            scenario->judge->pose(cert, original);
        free(original.data);
    }
}

static void read_scenario(struct scenario *scenario, json_t *line)
{
    json_t *certs = json_object_get(line, "certs"), *instants = json_object_get(line, "instants");
    size_t i;
    json_t *value;
    scenario->host = json_string_value(json_object_get(line, "host"));
    scenario->certs = calloc(json_array_size(certs) + 1, sizeof(void *));
    scenario->instants = calloc(json_array_size(instants) + 1, sizeof(int64_t));
    json_array_foreach(certs, i, value)
    {
        struct octets der = from_hex(json_string_value(value));
        scenario->certs[scenario->cert_count++] =
            scenario->judge->cert_new(scenario->judge->state, der);
        free(der.data);
    }
    if (scenario->judge->pose)
        read_poses(scenario, json_object_get(line, "poses"));
    json_array_foreach(instants, i, value) scenario->instants[scenario->instant_count++] =
        json_integer_value(value);
    scenario->answers = json_array();
}

static void run_line(const struct judge *judge, json_t *line)
{
    struct scenario scenario = {.judge = judge};
    read_scenario(&scenario, line);
    size_t i;
    json_t *value;
    json_array_foreach(json_object_get(line, "stores"), i, value)
    {
        struct picks roots = read_picks(value);
        void *store = judge->store_new(judge->state, scenario.certs, roots);
        run_store(&scenario, store, json_object_get(line, "chains"));
        judge->store_free(store);
        free(roots.index);
    }
    char *text = json_dumps(scenario.answers, JSON_COMPACT);
    puts(text);
    fflush(stdout);
    free(text);
    json_decref(scenario.answers);
    for (i = 0; i < scenario.cert_count; i++) {
        if (scenario.certs[i])
            judge->cert_free(scenario.certs[i]);
    }
    free(scenario.certs);
    free(scenario.instants);
}

int frame_run(const struct judge *judge)
{
    char *text = NULL;
    size_t room = 0;
    while (getline(&text, &room, stdin) > 0) {
        json_error_t error;
        json_t *line = json_loads(text, 0, &error);
        if (!line) {
            fprintf(stderr, "not a scenario: %s\n", error.text);
            return 65;
        }
        run_line(judge, line);
        json_decref(line);
    }
    free(text);
    return 0;
}
