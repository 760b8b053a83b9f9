// SPDX-License-Identifier: Apache-2.0
/* What chain_ready works with while it makes a report: one object, one owner, on one thread. */
#ifndef LIBCHAIN_READY_JOB_H
#define LIBCHAIN_READY_JOB_H

#include "exposure.h"
#include "ready_options.h"
#include "report.h"

struct job {
    const chain_ready_options *options;
    chain_report *report;
    chain_memo *memo;
    chain_list *roots; /* what a fix can add; NULL before one is looked for */
    struct rules rules;
    chain_status status;
};

/* The first failure counts. */
void job_fail(struct job *job, chain_status status);
/* Zeroed memory, and copies, that live as long as the report; they fail the job for want of memory.
 */
void *job_take(struct job *job, size_t count, size_t size);
const char *job_copy(struct job *job, const char *from);
const char *job_copy_text(struct job *job, struct text *text); /* and frees it */

/* What is said of a store apart from its results. */
void job_describe_store(struct job *job, struct report_store *out, const struct asked_store *asked);
/* One endpoint, or captured chain, with one store: in the lane of its installed roots and, where it
   follows a program, in that one's. */
void job_judge(struct job *job, struct report_store *store, struct exposure_question *question);
/* What of its runtime's settings is not predicted. */
void job_find_doubts(struct job *job, struct report_store *store);
/* Who reads the store, as far as the options ask for it. */
void job_find_readers(struct job *job, struct report_store *store);
/* A profile as it stands, or with the settings of the JDK that reads the store. NULL fails the job. */
const struct profile *job_profile(struct job *job, const struct profile *profile,
                                  const chain_place *place);
/* What they make of an endpoint in the lane that decides. */
void job_read(struct job *job, struct report_result *out, const struct report_store *store,
              const struct exposure_question *asked);
/* The roots that would mend this result, and how to add them. */
void job_add_fixes(struct job *job, struct report_result *out, const struct report_store *store,
                   const struct exposure_question *question);

#endif
