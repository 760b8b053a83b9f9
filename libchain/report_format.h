// SPDX-License-Identifier: Apache-2.0
/* Reports in the forms that other tools read, and what those forms have in common. */
#ifndef LIBCHAIN_REPORT_FORMAT_H
#define LIBCHAIN_REPORT_FORMAT_H

#include "report.h"

/* One each; NULL for want of memory. mem_free it. */
char *report_sarif(const chain_report *report);
char *report_junit(const chain_report *report);
char *report_prometheus(const chain_report *report);
char *report_csv(const chain_report *report);
char *report_markdown(const chain_report *report);

/* Its store; every result has one. */
const struct report_store *report_store_of(const chain_report *report,
                                           const struct report_result *result);
/* The title for people, or the id where there is none; "captured chain" where there is neither. */
const char *report_endpoint(const struct report_result *result);
/* Worse than ready, in the lane that decides and not accepted: what a build fails for. */
bool report_counts(const chain_report *report, const struct report_result *result);
/* The instant that the word is about; CHAIN_TIME_MIN where it has none, or it lies before all time.
 */
chain_time report_instant(const chain_outcome *outcome);
/* "breaks on 2027-01-28", "broken since 2024-01-01", "unknown", ... */
void report_add_when(struct text *out, const chain_outcome *outcome);
/* "old.pem: Alibaba Cloud OSS: breaks on 2027-01-28. OSS no longer ..." on one line, safe to show.
 */
void report_add_problem(struct text *out, const chain_report *report,
                        const struct report_result *result);
/* What speaks against the chains of this result at the instant that its word is about, or NONE. */
chain_finding_code report_finding(const chain_report *report, const struct report_result *result);
/* "The facts are of 2026-01-01, 325 days before ..." where they are old; otherwise nothing. */
void report_add_age(struct text *out, const chain_report *report);
/* "'a reason' is accepted ..., but matches nothing" and the like: one sentence about an entry of
 * the baseline that did not do its work; nothing about one that did. */
void report_add_entry(struct text *out, const struct report_entry *entry);

#endif
