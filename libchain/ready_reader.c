// SPDX-License-Identifier: Apache-2.0
/*
 * What the readers of a store make of an endpoint, each by the profile of its verifier. The verdict
 * that decides is the one of the report's own profile; where a reader's differs, the report says
 * so.
 */
#include "java_security.h"
#include "outcome.h"
#include "ready_job.h"
#include "reason.h"

#include <string.h>

/* Every runtime, for a store of which nobody knows who reads it. */
static size_t all_readers(chain_reader *out)
{
    for (size_t i = 0; i < RUNTIME_PROFILE_COUNT; i++) {
        const struct profile *profile = &RUNTIME_PROFILES[i];
        out[i] = (chain_reader){.sure = "asked for"};
        memcpy(out[i].who, profile->name, strlen(profile->name) + 1);
        memcpy(out[i].profile, profile->name, strlen(profile->name) + 1);
    }
    return RUNTIME_PROFILE_COUNT;
}

const struct profile *job_profile(struct job *job, const struct profile *profile,
                                  const chain_place *place)
{
    if (!place->settings[0] || !profile->known_limits.count)
        return profile;
    struct java_security *settings = mem_alloc(sizeof(*settings));
    const struct profile *out = NULL;
    if (settings) {
        java_security_read(settings, place->settings);
        out = java_security_profile(&job->report->arena, profile, settings);
    }
    mem_free(settings);
    if (!out)
        job_fail(job, CHAIN_E_MEMORY);
    return out;
}

void job_find_doubts(struct job *job, struct report_store *store)
{
    if (!store->place.settings[0])
        return;
    struct java_security *settings = mem_alloc(sizeof(*settings));
    if (!settings) {
        job_fail(job, CHAIN_E_MEMORY);
        return;
    }
    java_security_read(settings, store->place.settings);
    store->doubts = job_take(job, settings->doubt_count, sizeof(const char *));
    for (size_t i = 0; store->doubts && i < settings->doubt_count; i++)
        store->doubts[store->doubt_count++] = job_copy(job, settings->doubts[i]);
    mem_free(settings);
}

void job_find_readers(struct job *job, struct report_store *store)
{
    const chain_ready_options *options = job->options;
    size_t most = MOST_READERS > RUNTIME_PROFILE_COUNT ? MOST_READERS : RUNTIME_PROFILE_COUNT;
    if (options->profile_given && !options->all_profiles)
        return;
    store->readers = job_take(job, most, sizeof(*store->readers));
    if (!store->readers)
        return;
    store->reader_count = readers_of(store->readers, &store->place);
    if (!store->reader_count && options->all_profiles)
        store->reader_count = all_readers(store->readers);
    store->profiles = job_take(job, store->reader_count, sizeof(*store->profiles));
    for (size_t i = 0; i < store->reader_count && job->status == CHAIN_OK; i++)
        store->profiles[i] =
            job_profile(job, profile_find(store->readers[i].profile), &store->place);
}

static void read_one(struct job *job, struct report_reading *out,
                     struct exposure_question *question)
{
    struct exposure exposure;
    struct text reason = {0};
    struct arena_mark mark = arena_mark(&job->memo->arena);
    chain_status status = exposure_make(&exposure, question, job->memo);
    if (status != CHAIN_OK) {
        job_fail(job, status);
        return;
    }
    outcome_of(&out->outcome, &exposure, job->options->window);
    reason_to_text(&reason, &exposure, &out->outcome, job->options->window.from);
    out->reason = job_copy_text(job, &reason);
    arena_release(&job->memo->arena, mark);
}

void job_read(struct job *job, struct report_result *out, const struct report_store *store,
              const struct exposure_question *asked)
{
    struct exposure_question question = *asked;
    out->readings = job_take(job, store->reader_count, sizeof(*out->readings));
    for (size_t i = 0; i < store->reader_count && job->status == CHAIN_OK; i++) {
        question.profile = store->profiles[i];
        out->readings[i].reader = &store->readers[i];
        read_one(job, &out->readings[out->reading_count++], &question);
    }
}
