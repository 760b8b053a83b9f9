// SPDX-License-Identifier: Apache-2.0
#include "failure.h"

#include <stdio.h>
#include <string.h>

/* ---- outcomes --------------------------------------------------------------------------------- */

void delete_bridge_outcome(bridge_outcome *outcome)
{
    free(outcome);
}

const char *bridge_outcome_readiness(const bridge_outcome *outcome)
{
    return chain_readiness_name(outcome->readiness);
}

int64_t bridge_outcome_breaks_at(const bridge_outcome *outcome)
{
    return outcome->breaks_at;
}

int64_t bridge_outcome_breaks_latest(const bridge_outcome *outcome)
{
    return outcome->breaks_latest;
}

int64_t bridge_outcome_broken_since(const bridge_outcome *outcome)
{
    return outcome->broken_since;
}

int64_t bridge_outcome_unknown_from(const bridge_outcome *outcome)
{
    return outcome->unknown_from;
}

int64_t bridge_outcome_breaks_by(const bridge_outcome *outcome)
{
    return outcome->breaks_by;
}

/* ---- the report as a whole ---------------------------------------------------------------------- */

void delete_bridge_report(bridge_report *report)
{
    chain_report_free(report);
}

int bridge_report_complete(const bridge_report *report)
{
    return chain_report_complete(report);
}

bridge_outcome *bridge_report_outcome(const bridge_report *report, chain_error *error)
{
    return failure_copy(chain_report_outcome(report), sizeof(chain_outcome), error);
}

char *bridge_report_json(const bridge_report *report, chain_error *error)
{
    return failure_text(chain_report_json(report), error);
}

char *bridge_report_format(const bridge_report *report, const char *format, chain_error *error)
{
    const char *const *names = chain_report_formats();
    if (failure_null(format, "format", error))
        return NULL;
    while (*names && strcmp(*names, format) != 0)
        names++;
    if (*names)
        return failure_text(chain_report_format(report, format), error);
    failure_set(error, CHAIN_E_ARGUMENT,
                "format: '%.100s' is none of csv, html, json, junit, markdown, prometheus, sarif "
                "and text",
                format);
    return NULL;
}

char *bridge_report_text(const bridge_report *report, int width, int style, const char *fix_command,
                         chain_error *error)
{
    const chain_text_options how = {
        .width = width,
        .color = (style & BRIDGE_COLOR) != 0,
        .unicode = (style & BRIDGE_UNICODE) != 0,
        .quiet = (style & BRIDGE_QUIET) != 0,
        .fix_command = fix_command,
        .by_path = 1, /* the languages call stores by names of their own */
    };
    if (style & ~(BRIDGE_COLOR | BRIDGE_UNICODE | BRIDGE_QUIET)) {
        failure_set(error, CHAIN_E_ARGUMENT, "style: %d is not from 0 to 7", style);
        return NULL;
    }
    if (width >= 40 && width <= 1000)
        return failure_text(chain_report_text(report, &how), error);
    failure_set(error, CHAIN_E_ARGUMENT, "width: %d is not between 40 and 1000 columns", width);
    return NULL;
}

char *bridge_report_script(const bridge_report *report, const char *folder, const char *store,
                           chain_error *error)
{
    return failure_text(chain_report_script(report, folder, store), error);
}

/* ---- results ---------------------------------------------------------------------------------- */

size_t bridge_report_count(const bridge_report *report)
{
    return chain_report_count(report);
}

const char *bridge_report_result_store(const bridge_report *report, size_t index)
{
    const chain_ready_result *result = chain_report_get(report, index);
    return result ? result->store : NULL;
}

const char *bridge_report_result_lane(const bridge_report *report, size_t index)
{
    const chain_ready_result *result = chain_report_get(report, index);
    return result ? chain_lane_name(result->lane) : NULL;
}

const char *bridge_report_result_timeline(const bridge_report *report, size_t index)
{
    const chain_ready_result *result = chain_report_get(report, index);
    return result ? result->timeline : NULL;
}

const char *bridge_report_result_endpoint(const bridge_report *report, size_t index)
{
    const chain_ready_result *result = chain_report_get(report, index);
    return result ? result->endpoint : NULL;
}

const char *bridge_report_result_reason(const bridge_report *report, size_t index)
{
    const chain_ready_result *result = chain_report_get(report, index);
    return result ? result->reason : NULL;
}

bridge_outcome *bridge_report_result_outcome(const bridge_report *report, size_t index,
                                             chain_error *error)
{
    const chain_ready_result *result = chain_report_get(report, index);
    if (result)
        return failure_copy(&result->outcome, sizeof(result->outcome), error);
    failure_index(error, index, chain_report_count(report));
    return NULL;
}

/* ---- roots ------------------------------------------------------------------------------------ */

/* A copy, so that it outlives its report. */
struct bridge_root {
    char *name, *slug, *pem;
    char sha256[65];
    int is_public;
};

void delete_bridge_root(bridge_root *root)
{
    if (!root)
        return;
    free(root->name);
    free(root->slug);
    free(root->pem);
    free(root);
}

static char *copy_text(const char *text)
{
    size_t size = (size_t)snprintf(NULL, 0, "%s", text) + 1;
    char *copy = malloc(size);
    if (copy)
        snprintf(copy, size, "%s", text);
    return copy;
}

static bridge_root *copy_root(const chain_root *from, chain_error *error)
{
    bridge_root *root = calloc(1, sizeof(*root));
    if (root) {
        root->name = copy_text(from->name);
        root->slug = copy_text(from->slug);
        root->pem = copy_text(from->pem);
        root->is_public = from->is_public;
        for (size_t i = 0; i < sizeof(from->sha256); i++)
            snprintf(root->sha256 + 2 * i, 3, "%02x", from->sha256[i]);
    }
    if (root && root->name && root->slug && root->pem)
        return root;
    delete_bridge_root(root);
    failure_no_memory(error);
    return NULL;
}

size_t bridge_report_result_root_count(const bridge_report *report, size_t index)
{
    const chain_ready_result *result = chain_report_get(report, index);
    return result ? result->root_count : 0;
}

bridge_root *bridge_report_result_root(const bridge_report *report, size_t index, size_t root,
                                       chain_error *error)
{
    const chain_ready_result *result = chain_report_get(report, index);
    if (result && root < result->root_count)
        return copy_root(&result->roots[root], error);
    failure_index(error, root, result ? result->root_count : 0);
    return NULL;
}

size_t bridge_report_root_count(const bridge_report *report, const char *store)
{
    return chain_report_root_count(report, store);
}

bridge_root *bridge_report_root(const bridge_report *report, const char *store, size_t index,
                                chain_error *error)
{
    chain_root root;
    if (chain_report_root(report, &root, store, index) == CHAIN_OK)
        return copy_root(&root, error);
    failure_index(error, index, chain_report_root_count(report, store));
    return NULL;
}

const char *bridge_root_name(const bridge_root *root)
{
    return root->name;
}

const char *bridge_root_slug(const bridge_root *root)
{
    return root->slug;
}

const char *bridge_root_pem(const bridge_root *root)
{
    return root->pem;
}

const char *bridge_root_sha256(const bridge_root *root)
{
    return root->sha256;
}

int bridge_root_is_public(const bridge_root *root)
{
    return root->is_public;
}

/* ---- stores ----------------------------------------------------------------------------------- */

size_t bridge_report_store_count(const bridge_report *report)
{
    return chain_report_store_count(report);
}

static int store_at(const bridge_report *report, chain_store_summary *store, size_t index,
                    chain_error *error)
{
    if (chain_report_store(report, store, index) == CHAIN_OK)
        return 1;
    failure_index(error, index, chain_report_store_count(report));
    return 0;
}

bridge_place *bridge_report_store_place(const bridge_report *report, size_t index,
                                        chain_error *error)
{
    chain_store_summary store;
    return store_at(report, &store, index, error)
               ? failure_copy(store.place, sizeof(*store.place), error)
               : NULL;
}

const char *bridge_report_store_kind(const bridge_report *report, size_t index)
{
    chain_store_summary store;
    return chain_report_store(report, &store, index) == CHAIN_OK ? store.kind : NULL;
}

size_t bridge_report_store_roots(const bridge_report *report, size_t index)
{
    chain_store_summary store;
    return chain_report_store(report, &store, index) == CHAIN_OK ? store.roots : 0;
}

bridge_outcome *bridge_report_store_outcome(const bridge_report *report, size_t index,
                                            chain_error *error)
{
    chain_store_summary store;
    return store_at(report, &store, index, error)
               ? failure_copy(store.outcome, sizeof(*store.outcome), error)
               : NULL;
}

bridge_problem *bridge_report_store_problem(const bridge_report *report, size_t index,
                                            chain_error *error)
{
    chain_store_summary store;
    return store_at(report, &store, index, error) && store.error
               ? failure_copy(store.error, sizeof(*store.error), error)
               : NULL;
}
