// SPDX-License-Identifier: Apache-2.0
#include "question.h"

#include "failure.h"
#include "names.h"

#include <stdio.h>
#include <string.h>

struct bridge_question {
    chain_ready_options *options;
    chain_time at;
    chain_budget budget;
};

/* What can go wrong with an addition: memory, or that which the words say. */
__attribute__((format(printf, 3, 0))) static void added(chain_status status, chain_error *error,
                                                        const char *what, const char *value)
{
    if (status == CHAIN_E_MEMORY)
        failure_no_memory(error);
    else if (status != CHAIN_OK)
        failure_set(error, status, what, value ? value : "");
}

bridge_question *new_bridge_question(int64_t at, int64_t until, chain_error *error)
{
    bridge_question *question = malloc(sizeof(*question));
    chain_status status = CHAIN_E_MEMORY;
    if (question)
        status = chain_ready_options_new(&question->options, at, until);
    if (status != CHAIN_OK) {
        free(question);
        added(status, error, "'until' must be later than 'at'%s", NULL);
        return NULL;
    }
    question->at = at;
    chain_budget_default(&question->budget);
    return question;
}

void delete_bridge_question(bridge_question *question)
{
    if (!question)
        return;
    chain_ready_options_free(question->options);
    free(question);
}

const chain_ready_options *question_options(const bridge_question *question)
{
    return question->options;
}

/* ---- stores ----------------------------------------------------------------------------------- */

void bridge_question_add_store(bridge_question *question, bridge_store *store,
                               const bridge_place *place, chain_error *error)
{
    if (!failure_null(store, "store", error))
        added(chain_ready_options_add_store(question->options, store, place), error,
              "the path of the store is too long: '%.100s'", chain_store_path(store));
}

/* What counts besides: a second file that the runtime adds. One that is not there adds nothing. */
static chain_status join_extra(chain_store **store, chain_error *why, const bridge_place *place)
{
    chain_error ignored;
    chain_store *more, *both;
    if (!place->extra[0] || chain_store_open(&more, &ignored, place->extra) != CHAIN_OK)
        return CHAIN_OK;
    chain_status status = chain_store_join(&both, why, *store, more);
    chain_store_unref(more);
    if (status == CHAIN_OK) {
        chain_store_unref(*store);
        *store = both;
    }
    return status;
}

int bridge_question_add_place(bridge_question *question, const bridge_place *place,
                              const char *password, chain_error *error)
{
    chain_error why = {0};
    chain_store *store;
    if (failure_null(place, "place", error))
        return 0;
    chain_status status = chain_store_open_with(&store, &why, place->path, password);
    if (status == CHAIN_E_PASSWORD && password)
        status = chain_store_open_with(&store, &why, place->path, NULL);
    if (status == CHAIN_OK)
        status = join_extra(&store, &why, place);
    if (status == CHAIN_E_MEMORY)
        failure_no_memory(error);
    else if (status == CHAIN_OK)
        added(chain_ready_options_add_store(question->options, store, place), error, "%s", NULL);
    else
        added(chain_ready_options_add_failure(question->options, place, &why), error, "%s", NULL);
    chain_store_unref(store);
    return status == CHAIN_OK;
}

void bridge_question_add_failure(bridge_question *question, const bridge_place *place,
                                 const char *status, const char *message, chain_error *error)
{
    chain_error why = {.offset = CHAIN_NO_OFFSET};
    if (failure_null(place, "place", error) || failure_null(message, "message", error))
        return;
    status_find(&why.status, status, error);
    if (error->status != CHAIN_OK)
        return;
    snprintf(why.path, sizeof(why.path), "%.255s", place->path);
    snprintf(why.message, sizeof(why.message), "%s", message);
    added(chain_ready_options_add_failure(question->options, place, &why), error, "%s", NULL);
}

/* ---- what it is about -------------------------------------------------------------------------- */

void bridge_question_add_timeline(bridge_question *question, bridge_timeline *timeline,
                                  chain_error *error)
{
    if (!failure_null(timeline, "timeline", error))
        added(chain_ready_options_add_timeline(question->options, timeline), error, "%s", NULL);
}

size_t bridge_question_add_current_timelines(bridge_question *question, chain_error *error)
{
    size_t count = 0;
    const char *const *ids = chain_timeline_default_ids();
    for (; *ids && error->status == CHAIN_OK; ids++) {
        chain_timeline *timeline;
        if (chain_timeline_builtin(&timeline, error, *ids) != CHAIN_OK)
            break;
        if (chain_timeline_is_current(timeline, question->at)) {
            bridge_question_add_timeline(question, timeline, error);
            count++;
        }
        chain_timeline_unref(timeline);
    }
    return count;
}

void bridge_question_add_chain(bridge_question *question, bridge_chain *chain, const char *host,
                               chain_error *error)
{
    if (!failure_null(chain, "chain", error) && chain_list_check_leaf(chain, error) == CHAIN_OK)
        added(chain_ready_options_add_chain(question->options, chain, host), error,
              "host: '%.100s' is neither a DNS name (as A-labels) nor an IP address", host);
}

void bridge_question_add_host(bridge_question *question, const char *host, chain_error *error)
{
    added(chain_ready_options_add_host(question->options, host), error,
          "host: '%.100s' is neither a DNS name (as A-labels) nor an IP address", host);
}

void bridge_question_set_bridges(bridge_question *question, bridge_chain *bridges,
                                 chain_error *error)
{
    if (!failure_null(bridges, "bridges", error))
        added(chain_ready_options_set_bridges(question->options, bridges), error, "%s", NULL);
}

void bridge_question_set_baseline(bridge_question *question, bridge_baseline *baseline,
                                  chain_error *error)
{
    if (!failure_null(baseline, "baseline", error))
        added(chain_ready_options_set_baseline(question->options, baseline), error, "%s", NULL);
}

void bridge_question_set_origin(bridge_question *question, const char *path, int64_t line,
                                chain_error *error)
{
    if (failure_null(path, "origin", error))
        return;
    if (line < 1 || line > INT32_MAX) {
        failure_set(error, CHAIN_E_ARGUMENT, "origin: lines are counted from 1, not %lld",
                    (long long)line);
        return;
    }
    added(chain_ready_options_set_origin(question->options, path, (long)line), error,
          "origin: '%.100s' is no path", path);
}

/* ---- how it is answered ------------------------------------------------------------------------ */

void bridge_question_set_profile(bridge_question *question, const char *name, chain_error *error)
{
    added(chain_ready_options_set_profile(question->options, name), error,
          "there is no profile '%.100s'", name);
}

void bridge_question_set_lane(bridge_question *question, const char *name, chain_error *error)
{
    chain_lane lane = CHAIN_LANE_INSTALLED;
    lane_find(&lane, name, error);
    if (error->status == CHAIN_OK)
        chain_ready_options_set_lane(question->options, lane);
}

void bridge_question_set_follows(bridge_question *question, const char *name, chain_error *error)
{
    chain_program program = CHAIN_PROGRAM_NONE;
    program_find(&program, name, error);
    if (error->status == CHAIN_OK)
        chain_ready_options_set_follows(question->options, program);
}

void bridge_question_set_renewal(bridge_question *question, const char *name, chain_error *error)
{
    int literal = name && strcmp(name, "literal") == 0;
    if (literal || (name && strcmp(name, "assume") == 0))
        chain_ready_options_set_renewal(question->options, !literal);
    else
        failure_set(error, CHAIN_E_ARGUMENT, "renewal: '%.100s' is neither assume nor literal",
                    name ? name : "");
}

void bridge_question_set_budget(bridge_question *question, const char *field, int64_t most,
                                chain_error *error)
{
    chain_budget *budget = &question->budget;
    const struct {
        const char *name;
        uint32_t *small;
        uint64_t *large;
    } FIELDS[] = {
        {"paths", &budget->paths, NULL}, {"signatures", &budget->signatures, NULL},
        {"depth", &budget->depth, NULL}, {"links", &budget->links, NULL},
        {"names", NULL, &budget->names}, {"memory", NULL, &budget->memory},
    };
    for (size_t i = 0; field && i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++) {
        if (strcmp(FIELDS[i].name, field) != 0)
            continue;
        if (most <= 0 || (FIELDS[i].small && most > UINT32_MAX)) {
            failure_set(error, CHAIN_E_ARGUMENT, "budget: %lld is no bound for %s", (long long)most,
                        field);
            return;
        }
        if (FIELDS[i].small)
            *FIELDS[i].small = (uint32_t)most;
        else
            *FIELDS[i].large = (uint64_t)most;
        chain_ready_options_set_budget(question->options, budget);
        return;
    }
    failure_set(error, CHAIN_E_ARGUMENT, "a budget has no field '%.100s'", field ? field : "");
}

bridge_report *bridge_question_run(const bridge_question *question, chain_error *error)
{
    chain_report *report;
    added(chain_ready(question->options, &report), error, "no store to ask about was added%s",
          NULL);
    return report;
}
