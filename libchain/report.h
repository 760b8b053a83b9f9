// SPDX-License-Identifier: Apache-2.0
/* What a report holds. Everything lives in its arena. */
#ifndef LIBCHAIN_REPORT_H
#define LIBCHAIN_REPORT_H

#include "baseline.h"
#include "reader.h"
#include "recipe.h"
#include "result.h"

/* What one reader's verifier makes of one result. */
struct report_reading {
    const chain_reader *reader;
    chain_outcome outcome;
    const char *reason;
};

struct report_store {
    chain_place place;
    const char *kind;
    bool open_pkcs12; /* a PKCS#12 keystore that nothing protects */
    const char *profile;
    chain_reader *readers;
    const struct profile **profiles; /* of the readers, with the settings of a JDK */
    size_t reader_count;
    const char **doubts; /* what of the runtime's settings is not predicted */
    size_t doubt_count;
    size_t roots;
    chain_time newest;
    const char **lacks;
    size_t lack_count;
    const chain_error *skipped;
    size_t skipped_count;
    const chain_error *failure; /* it could not be read, and there is nothing else to say; or NULL */
    chain_outcome outcome;      /* of the lane that decides */
    bool judged;                /* false: it concerns none of what was asked */
};

struct report_chain {
    const char *phase;    /* "" for a captured chain of no phase */
    const char *chain;    /* id, or "captured" */
    const char *presence; /* "served" or "possible" */
    chain_outcome outcome;
    struct segments segments;
    const char *missing; /* the issuer that is not there at the start of the window, or "" */
};

/* A stretch of the endpoint's own line, on which all that it serves is laid. */
struct report_part {
    chain_span span;
    bool active; /* something is served */
    chain_verdict verdict;
};

struct report_fix {
    const char *subject; /* of the root to add */
    const char *serial;  /* hex */
    const char *command; /* what to type, with the PEM in the current folder */
    const char *note;    /* or "" */
};

/* What became of a finding of the baseline in this report. */
enum report_entry_state { ENTRY_UNMATCHED, ENTRY_EXPIRED, ENTRY_USED };

struct report_entry {
    size_t number; /* in the baseline, from 1 */
    const char *reason;
    chain_time expires;
    enum report_entry_state state;
};

struct report_result {
    chain_ready_result shown;
    const char *timeline_title, *endpoint_title;
    chain_evidence evidence;
    struct report_part *line; /* of the window, without gaps */
    size_t line_count;
    struct report_chain *chains;
    size_t chain_count;
    chain_root *roots;       /* shown.roots */
    struct report_fix *fixes; /* more of each of them */
    const struct report_entry *accepted; /* by the baseline: decides nothing; or NULL */
    struct report_reading *readings; /* one for each reader of its store, in the lane that decides */
    size_t reading_count;
};

struct chain_report {
    struct arena arena;
    chain_time at, until;
    chain_time facts_as_of; /* the oldest of the timelines asked; CHAIN_TIME_MIN: none */
    chain_lane lane;
    struct report_store *stores;
    size_t store_count;
    struct report_result *results;
    size_t result_count, result_capacity;
    chain_timeline **timelines; /* with references of the report's own */
    size_t timeline_count;
    struct report_entry *entries; /* one for each finding of the baseline */
    size_t entry_count;
    const char **strangers; /* hosts that were asked about and belong to no endpoint */
    size_t stranger_count, host_count;
    const char *origin; /* the file whose build made the stores, as its repository has it, or NULL */
    long origin_line;
    chain_outcome outcome;
    bool complete;
};

/* The first line that a person is shown, without style or an end; mem_free it. */
char *report_headline(const chain_report *report);

/* Older at the instant asked about than facts should be? */
enum { REPORT_FRESH_DAYS = 180 };
bool report_facts_are_old(const chain_report *report);
size_t report_accepted_count(const chain_report *report);

/* How these roots are added to this store of the report. */
struct recipe report_recipe(const chain_report *report, const struct report_store *store,
                            const struct recipe_root *roots, size_t count);

/* Is any migration of the report about servers? Some are rules alone, or for reading. */
bool report_names_servers(const chain_report *report);

#endif
