// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include "timeline.h"

#include <string.h>

bool report_names_servers(const chain_report *report)
{
    bool found = !report->timeline_count;
    for (size_t i = 0; i < report->timeline_count; i++)
        found |= report->timelines[i]->endpoint_count > 0;
    return found;
}

void chain_report_free(chain_report *report)
{
    if (!report)
        return;
    for (size_t i = 0; i < report->timeline_count; i++)
        chain_timeline_unref(report->timelines[i]);
    arena_free(&report->arena);
    mem_free(report->results);
    mem_free(report);
}

const chain_outcome *chain_report_outcome(const chain_report *report)
{
    return &report->outcome;
}

int chain_report_complete(const chain_report *report)
{
    return report->complete;
}

size_t chain_report_count(const chain_report *report)
{
    return report->result_count;
}

const chain_ready_result *chain_report_get(const chain_report *report, size_t index)
{
    return index < report->result_count ? &report->results[index].shown : NULL;
}

size_t chain_report_store_count(const chain_report *report)
{
    return report->store_count;
}

chain_status chain_report_store(const chain_report *report, chain_store_summary *out, size_t index)
{
    if (index >= report->store_count)
        return CHAIN_E_ARGUMENT;
    const struct report_store *store = &report->stores[index];
    *out = (chain_store_summary){
        .place = &store->place,
        .kind = store->kind,
        .roots = store->roots,
        .newest = store->newest,
        .outcome = &store->outcome,
        .error = store->failure,
        .lacks = store->lacks,
        .lack_count = store->lack_count,
    };
    return CHAIN_OK;
}

bool report_facts_are_old(const chain_report *report)
{
    return report->facts_as_of != CHAIN_TIME_MIN &&
           report->at > report->facts_as_of + REPORT_FRESH_DAYS * (chain_time)86400;
}

size_t report_accepted_count(const chain_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->result_count; i++)
        count += report->results[i].accepted && report->results[i].shown.lane == report->lane;
    return count;
}

/* The bundle that the system's own commands keep. */
static const struct report_store *system_of(const chain_report *report)
{
    static const char *const MANAGERS[] = {"debian", "rhel", "alpine", "suse"};
    for (size_t i = 0; i < report->store_count; i++) {
        const struct report_store *store = &report->stores[i];
        for (size_t k = 0; k < sizeof(MANAGERS) / sizeof(MANAGERS[0]); k++) {
            if (!store->failure && strcmp(store->kind, "pem") == 0 &&
                strcmp(store->place.manager, MANAGERS[k]) == 0)
                return store;
        }
    }
    return NULL;
}

struct recipe report_recipe(const chain_report *report, const struct report_store *store,
                            const struct recipe_root *roots, size_t count)
{
    const struct report_store *system = system_of(report);
    return (struct recipe){
        .place = &store->place,
        .kind = store->kind,
        .open_pkcs12 = store->open_pkcs12,
        .system = system && system != store ? &system->place : NULL,
        .system_is_ready = system && system->judged && system->outcome.readiness <= CHAIN_READY,
        .roots = roots,
        .count = count,
    };
}
