// SPDX-License-Identifier: Apache-2.0
/* What is said of a store apart from its results: where, how many roots, what it lacks, what was
 * skipped. */
#include "name.h"
#include "outcome.h"
#include "ready_job.h"

#include <string.h>

static bool has_root(const struct chain_store *store, const struct link *root)
{
    size_t at, end = store_find(store, root->subject_hash, &at);
    uint8_t wanted[KEY_HASH_SIZE], key[KEY_HASH_SIZE];
    link_key_hash(root, wanted);
    for (; at < end; at++) {
        const struct link *link = store->anchors[store->by_subject.entries[at].item].link;
        if (link_key_hash(link, key) && memcmp(key, wanted, sizeof(key)) == 0)
            return true;
    }
    return false;
}

/* The roots of the migrations that are not in the store, each once. */
static void list_missing(struct job *job, struct report_store *out, const struct chain_store *store)
{
    const chain_ready_options *options = job->options;
    size_t most = 0;
    for (size_t i = 0; i < options->timeline_count; i++)
        most += options->timelines[i]->link_count;
    out->lacks = job_take(job, most, sizeof(const char *));
    for (size_t i = 0; i < options->timeline_count && job->status == CHAIN_OK; i++) {
        const struct chain_timeline *timeline = options->timelines[i];
        for (uint32_t k = 0; k < timeline->link_count; k++) {
            const struct timeline_link *link = &timeline->links[k];
            struct text name = {0};
            if (link->role != ROLE_ROOT || link->link.window.until <= options->window.from ||
                has_root(store, &link->link))
                continue;
            name_to_short_text(&name, link->link.subject);
            const char *copied = job_copy_text(job, &name);
            size_t known = 0;
            while (known < out->lack_count && strcmp(out->lacks[known], copied) != 0)
                known++;
            if (known == out->lack_count)
                out->lacks[out->lack_count++] = copied;
        }
    }
}

void job_describe_store(struct job *job, struct report_store *out, const struct asked_store *asked)
{
    const chain_ready_options *options = job->options;
    *out = (struct report_store){
        .place = asked->place,
        .kind = "",
        .profile = options->profile->name,
        .outcome = OUTCOME_OF_NOTHING,
        .newest = CHAIN_TIME_MIN,
    };
    if (options->follows_given)
        out->place.follows = options->follows;
    if (!asked->store) {
        chain_error *error = job_take(job, 1, sizeof(*error));
        if (error)
            *error = asked->error;
        out->failure = error;
        out->outcome.readiness = CHAIN_READINESS_UNKNOWN;
        out->outcome.unknown_from = options->window.from;
        job->report->complete = false;
        return;
    }
    job_find_readers(job, out);
    job_find_doubts(job, out);
    out->kind = asked->store->kind;
    out->open_pkcs12 = strcmp(out->kind, "pkcs12") == 0 && asked->store->list->open;
    out->roots = asked->store->count;
    out->newest = CHAIN_TIME_MIN;
    for (size_t i = 0; i < asked->store->count; i++) {
        chain_time from = asked->store->anchors[i].link->window.from;
        out->newest = from > out->newest ? from : out->newest;
    }
    list_missing(job, out, asked->store);
    size_t count = chain_store_skipped_count(asked->store);
    chain_error *skipped = job_take(job, count, sizeof(*skipped));
    for (size_t i = 0; skipped && i < count; i++)
        skipped[i] = *chain_store_skipped(asked->store, i);
    out->skipped = skipped;
    out->skipped_count = skipped ? count : 0;
}
