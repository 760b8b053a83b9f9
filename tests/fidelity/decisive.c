// SPDX-License-Identifier: Apache-2.0
/*
 * decisive: reads scenarios (frame.h) and counts, for each runtime profile and each switch that it
 * sets, in how many comparisons the verdict is another one without that switch. A switch that never
 * decides is either not needed or not tested. Prints one JSON object a line: {profile, switch,
 * decided}. Exit code 1 where one never did.
 */
#include "segment.h"

#include "list.h"

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SWITCH(name)                                                               \
    {                                                                              \
#name, offsetof(struct profile, name), sizeof(((struct profile *)0)->name) \
    }
static const struct {
    const char *name;
    size_t at, size;
} SWITCHES[] = {
    SWITCH(strategy),
    SWITCH(partial_chain),
    SWITCH(sent_first),
    SWITCH(alternatives),
    SWITCH(drops_sent_root),
    SWITCH(choice_ignores_dates),
    SWITCH(repeats_anchors),
    SWITCH(sent_sorted),
    SWITCH(last_anchor),
    SWITCH(otherwise),
    SWITCH(names_are_octets),
    SWITCH(key_id_binds),
    SWITCH(usage_binds),
    SWITCH(algorithm_binds),
    SWITCH(end_excluded),
    SWITCH(strict),
    SWITCH(any_purpose_denied),
    SWITCH(any_purpose_of_cas_denied),
    SWITCH(anchor_purpose_ignored),
    SWITCH(ca_purpose_ignored),
    SWITCH(usage_makes_ca),
    SWITCH(anchor_critical),
    SWITCH(anchor_length_ignored),
    SWITCH(self_issued_count),
    SWITCH(anchor_ca),
    SWITCH(leaf_usage),
    SWITCH(rsa_least),
    SWITCH(anchor_constraints),
};
enum { SWITCH_COUNT = sizeof(SWITCHES) / sizeof(SWITCHES[0]), MOST_PROFILES = 32 };

static size_t decided[MOST_PROFILES][SWITCH_COUNT]; /* of this program alone */

static bool is_set(const struct profile *profile, size_t number)
{
    const unsigned char *field = (const unsigned char *)profile + SWITCHES[number].at;
    for (size_t i = 0; i < SWITCHES[number].size; i++) {
        if (field[i])
            return true;
    }
    return false;
}

static chain_list *list_of(json_t *certs, json_t *picks)
{
    chain_list *list = list_new("");
    size_t i;
    json_t *pick;
    json_array_foreach(picks, i, pick)
    {
        const char *hex =
            json_string_value(json_array_get(certs, (size_t)json_integer_value(pick)));
        size_t size = strlen(hex) / 2;
        uint8_t *der = malloc(size + 1);
        chain_cert *cert;
        for (size_t k = 0; k < size; k++)
            sscanf(hex + 2 * k, "%2hhx", &der[k]);
        if (chain_cert_new(&cert, NULL, der, size) == CHAIN_OK) {
            list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS});
            chain_cert_unref(cert);
        }
        free(der);
    }
    if (list_freeze(list, NULL) != CHAIN_OK)
        exit(70);
    return list;
}

/* The verdicts at all instants, as digits. */
static void judge(char *out, struct question question, const struct profile *profile,
                  json_t *instants, chain_memo *memo)
{
    struct answer answer;
    size_t i, k = 0;
    json_t *at;
    question.profile = profile;
    arena_set_limit(&memo->arena, SIZE_MAX);
    if (segment_answer(&answer, &question, memo) != CHAIN_OK)
        exit(70);
    json_array_foreach(instants, i, at)
    {
        for (k = 0; answer.stretches[k].span.until <= json_integer_value(at);)
            k++;
        out[i] = (char)('0' + (int)answer.stretches[k].verdict);
    }
    out[i] = 0;
    arena_reset(&memo->arena);
}

static void run_question(struct question question, json_t *instants, chain_memo *memo)
{
    char with[256], without[256];
    for (size_t p = 0; p < RUNTIME_PROFILE_COUNT && p < MOST_PROFILES; p++) {
        judge(with, question, &RUNTIME_PROFILES[p], instants, memo);
        for (size_t s = 0; s < SWITCH_COUNT; s++) {
            struct profile other = RUNTIME_PROFILES[p];
            if (!is_set(&other, s))
                continue;
            memset((char *)&other + SWITCHES[s].at, 0, SWITCHES[s].size);
            judge(without, question, &other, instants, memo);
            for (size_t i = 0; with[i]; i++)
                decided[p][s] += with[i] != without[i];
        }
    }
}

static void run_line(json_t *line, chain_memo *memo)
{
    json_t *certs = json_object_get(line, "certs"), *roots, *sent;
    size_t i, k;
    struct hostname host;
    if (!hostname_parse(&host, json_string_value(json_object_get(line, "host"))))
        exit(65);
    json_array_foreach(json_object_get(line, "stores"), i, roots)
    {
        chain_list *list = list_of(certs, roots);
        chain_store *store;
        if (store_from_list(&store, NULL, list) != CHAIN_OK)
            exit(70);
        json_array_foreach(json_object_get(line, "chains"), k, sent)
        {
            chain_list *chain = list_of(certs, sent);
            struct question question = {
                .target = chain->links,
                .sent = chain->links,
                .sent_count = chain->count,
                .store = store,
                .host = &host,
                .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
            };
            chain_budget_default(&question.budget);
            run_question(question, json_object_get(line, "instants"), memo);
            chain_list_unref(chain);
        }
        chain_store_unref(store);
        chain_list_unref(list);
    }
}

int main(void)
{
    char *text = NULL;
    size_t room = 0;
    chain_memo *memo;
    int code = 0;
    if (chain_memo_new(&memo, 20000) != CHAIN_OK)
        return 70;
    while (getline(&text, &room, stdin) > 0) {
        json_t *line = json_loads(text, 0, NULL);
        if (!line)
            return 65;
        run_line(line, memo);
        json_decref(line);
    }
    for (size_t p = 0; p < RUNTIME_PROFILE_COUNT; p++) {
        for (size_t s = 0; s < SWITCH_COUNT; s++) {
            if (!is_set(&RUNTIME_PROFILES[p], s))
                continue;
            printf("{\"profile\": \"%s\", \"switch\": \"%s\", \"decided\": %zu}\n",
                   RUNTIME_PROFILES[p].name, SWITCHES[s].name, decided[p][s]);
            code |= !decided[p][s];
        }
    }
    free(text);
    chain_memo_free(memo);
    return code;
}
