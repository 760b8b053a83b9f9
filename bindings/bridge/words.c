// SPDX-License-Identifier: Apache-2.0
/* Names, explanations and times. */
#include "failure.h"

#include <stdio.h>
#include <string.h>

const char *bridge_version(void)
{
    return chain_version();
}

static const char *name_at(const char *const *names, size_t index)
{
    size_t count = 0;
    while (names[count] && count < index)
        count++;
    return names[count];
}

const char *bridge_timeline_name(size_t index)
{
    return name_at(chain_timeline_ids(), index);
}

const char *bridge_default_timeline_name(size_t index)
{
    return name_at(chain_timeline_default_ids(), index);
}

const char *bridge_format_name(size_t index)
{
    return name_at(chain_report_formats(), index);
}

const char *bridge_profile_name(size_t index)
{
    return name_at(chain_profile_names(), index);
}

const char *bridge_finding_name(size_t index)
{
    return index < CHAIN_FINDING_COUNT - 1 ? chain_finding_name((chain_finding_code)(index + 1))
                                           : NULL;
}

char *bridge_explain(const char *finding, chain_error *error)
{
    static const char FORM[] = "%s (%s)\n  %s\n  %s\n";
    if (failure_null(finding, "finding", error))
        return NULL;
    chain_finding_code code = chain_finding_from_name(finding);
    if (code == CHAIN_FINDING_NONE) {
        failure_set(error, CHAIN_E_ARGUMENT, "there is no finding '%.100s'", finding);
        return NULL;
    }
    const char *name = chain_finding_name(code), *rfc = chain_finding_rfc(code);
    const char *meaning = chain_finding_meaning(code), *advice = chain_finding_advice(code);
    size_t size = sizeof(FORM) + strlen(name) + strlen(rfc) + strlen(meaning) + strlen(advice);
    char *text = malloc(size);
    if (text)
        snprintf(text, size, FORM, name, rfc, meaning, advice);
    return failure_text(text, error);
}

int64_t bridge_parse_time(const char *text, chain_error *error)
{
    chain_time at = 0;
    if (failure_null(text, "time", error))
        return 0;
    if (chain_time_from_text(&at, text) == CHAIN_OK)
        return at;
    failure_set(error, CHAIN_E_ARGUMENT, "'%.100s' is not a time (RFC 3339, or a date)", text);
    return 0;
}

char *bridge_format_time(int64_t at, chain_error *error)
{
    return failure_text(chain_time_to_text(at), error);
}

/* ---- problems --------------------------------------------------------------------------------- */

void delete_bridge_problem(bridge_problem *problem)
{
    free(problem);
}

const char *bridge_problem_status(const bridge_problem *problem)
{
    return chain_status_name(problem->status);
}

int64_t bridge_problem_entry(const bridge_problem *problem)
{
    return (int64_t)problem->entry;
}

int64_t bridge_problem_offset(const bridge_problem *problem)
{
    return problem->offset == CHAIN_NO_OFFSET ? -1 : (int64_t)problem->offset;
}

const char *bridge_problem_path(const bridge_problem *problem)
{
    return problem->path;
}

const char *bridge_problem_message(const bridge_problem *problem)
{
    return problem->message;
}
