// SPDX-License-Identifier: Apache-2.0
/*
 * decisive: reads scenarios (frame.h) and counts, for each runtime profile and each switch that it
 * sets, in how many comparisons the verdict is another one without that switch. A switch that never
 * decides is either not needed or not tested. Prints one JSON object a line: {profile, switch,
 * decided}, for limits by issuance with `of`. Exit code 1 where one never did.
 */
#include "subject.h"

#include "list.h"

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SWITCH(name) {#name, offsetof(struct profile, name), sizeof(((struct profile *)0)->name)},
static const struct {
    const char *name;
    size_t at, size;
} SWITCHES[] = {
#include "switches.h" /* out of profile.h, by switches.py */
};
enum { SWITCH_COUNT = sizeof(SWITCHES) / sizeof(SWITCHES[0]), MOST_SUBJECTS = 64 };

static struct subject subjects[MOST_SUBJECTS]; /* of this program alone, as all below */
static size_t subject_count;
static size_t decided[MOST_SUBJECTS][SWITCH_COUNT];

/* Every runtime, and what it falls back on where it does. */
static void find_subjects(void)
{
    for (size_t i = 0; i < RUNTIME_PROFILE_COUNT && subject_count + 2 <= MOST_SUBJECTS; i++) {
        const struct profile *profile = &RUNTIME_PROFILES[i];
        subjects[subject_count++] = (struct subject){profile, false};
        if (profile->otherwise)
            subjects[subject_count++] = (struct subject){profile, true};
    }
}

const struct profile *subject_own(const struct subject *subject)
{
    return subject->fallback ? subject->profile->otherwise : subject->profile;
}

const struct profile *subject_with(struct variant *out, const struct subject *subject,
                                   const struct profile *own)
{
    out->inner = *own;
    out->outer = *subject->profile;
    out->outer.otherwise = &out->inner;
    return subject->fallback ? &out->outer : &out->inner;
}

static bool is_set(const struct profile *profile, size_t number)
{
    const unsigned char *field = (const unsigned char *)profile + SWITCHES[number].at;
    for (size_t i = 0; i < SWITCHES[number].size; i++) {
        if (field[i])
            return true;
    }
    return false;
}

/* The limits are asked about by themselves (limits.c): no scenario has the keys of those roots. */
static bool is_asked(const struct profile *profile, size_t number)
{
    return SWITCHES[number].at != offsetof(struct profile, limits) && is_set(profile, number);
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

static void answer_of(struct answer *out, struct question question, const struct profile *profile,
                      chain_memo *memo)
{
    question.profile = profile;
    arena_set_limit(&memo->arena, SIZE_MAX);
    if (segment_answer(out, &question, memo) != CHAIN_OK)
        exit(70);
}

static chain_verdict verdict_at(const struct answer *answer, chain_time at)
{
    size_t k = 0;
    while (answer->stretches[k].span.until <= at)
        k++;
    return answer->stretches[k].verdict;
}

chain_verdict subject_verdict(struct question question, const struct profile *profile,
                              chain_time at, chain_memo *memo)
{
    struct answer answer;
    answer_of(&answer, question, profile, memo);
    chain_verdict verdict = verdict_at(&answer, at);
    arena_reset(&memo->arena);
    return verdict;
}

/* The verdicts at all instants, as digits. */
static void judge(char *out, struct question question, const struct profile *profile,
                  json_t *instants, chain_memo *memo)
{
    struct answer answer;
    size_t i;
    json_t *at;
    answer_of(&answer, question, profile, memo);
    json_array_foreach(instants, i, at) out[i] =
        (char)('0' + (int)verdict_at(&answer, json_integer_value(at)));
    out[i] = 0;
    arena_reset(&memo->arena);
}

static void run_question(struct question question, json_t *instants, chain_memo *memo)
{
    char with[256], without[256];
    struct variant variant;
    for (size_t p = 0; p < subject_count; p++) {
        judge(with, question, subjects[p].profile, instants, memo);
        for (size_t s = 0; s < SWITCH_COUNT; s++) {
            struct profile other = *subject_own(&subjects[p]);
            if (!is_asked(&other, s))
                continue;
            memset((char *)&other + SWITCHES[s].at, 0, SWITCHES[s].size);
            judge(without, question, subject_with(&variant, &subjects[p], &other), instants, memo);
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
            if (json_object_get(line, "depth"))
                question.budget.depth =
                    (uint32_t)json_integer_value(json_object_get(line, "depth"));
            run_question(question, json_object_get(line, "instants"), memo);
            chain_list_unref(chain);
        }
        chain_store_unref(store);
        chain_list_unref(list);
    }
}

static int show(size_t p, chain_memo *memo)
{
    char name[64];
    int code = 0;
    snprintf(name, sizeof(name), "%s%s", subjects[p].profile->name,
             subjects[p].fallback ? ", otherwise" : "");
    for (size_t s = 0; s < SWITCH_COUNT; s++) {
        if (!is_asked(subject_own(&subjects[p]), s))
            continue;
        printf("{\"profile\": \"%s\", \"switch\": \"%s\", \"decided\": %zu}\n", name,
               SWITCHES[s].name, decided[p][s]);
        code |= !decided[p][s];
    }
    return code | (limits_ask(&subjects[p], name, memo) > 0);
}

int main(void)
{
    char *text = NULL;
    size_t room = 0;
    chain_memo *memo;
    int code = 0;
    find_subjects();
    if (chain_memo_new(&memo, 20000) != CHAIN_OK)
        return 70;
    while (getline(&text, &room, stdin) > 0) {
        json_t *line = json_loads(text, 0, NULL);
        if (!line)
            return 65;
        run_line(line, memo);
        json_decref(line);
    }
    for (size_t p = 0; p < subject_count; p++)
        code |= show(p, memo);
    free(text);
    chain_memo_free(memo);
    return code;
}
