// SPDX-License-Identifier: Apache-2.0
/*
 * An exposure: one endpoint of one migration laid over one store. What is served when, whether it is
 * valid then, and the two together as one line of time. docs/TIME.md has the rules.
 *
 * Everything is computed twice. The *careful* reading keeps a date that its source gives only to the
 * day as an interval in which nothing is known; it is what is true. The *early* reading lets such a
 * date fall on its earliest instant; it says where to put the date that a person is shown.
 */
#ifndef LIBCHAIN_EXPOSURE_H
#define LIBCHAIN_EXPOSURE_H

#include "segment.h"
#include "timeline.h"

enum { CAREFUL = 0, EARLY = 1, READINGS = 2 };

/* A chain that somebody captured, and the host that it was captured from. */
struct capture {
    const struct chain_list *list;
    const char *host; /* "" when not told */
    bool renewed;     /* the leaf is assumed to be replaced by its like */
};

struct served {
    const struct timeline_phase *phase; /* NULL for a captured chain that belongs to none */
    const struct timeline_chain *chain; /* NULL for a captured chain */
    const struct capture *capture;      /* NULL for one of the timeline */
    struct span_set sure[READINGS];     /* when it is known to be served */
    struct span_set maybe[READINGS];    /* when it is one of those that may be */
    struct span_set lingers[READINGS];  /* when it was replaced, and some servers may still have it */
    struct answer answers[READINGS];    /* whether it is valid, for all of time */
};

struct line_part {
    chain_span span;
    bool active; /* something is served */
    chain_verdict verdict[READINGS];
};

struct exposure {
    struct served *served;
    size_t served_count;
    struct line_part *parts; /* all of time, without gaps */
    size_t part_count;
};

/* The question around an exposure; borrowed. */
struct exposure_question {
    const struct chain_timeline *timeline; /* NULL: only the capture */
    const struct timeline_endpoint *endpoint;
    const struct capture *capture; /* or NULL */
    chain_time at;                 /* the capture shows what is served then */
    const struct chain_store *store;
    const struct chain_list *bridges; /* or NULL */
    const struct profile *profile;
    struct rules rules;
    chain_program program; /* NONE for the installed lane */
    chain_budget budget;
};

/* Lives in the memo's arena. CHAIN_OK or CHAIN_E_MEMORY. */
chain_status exposure_make(struct exposure *out, const struct exposure_question *question,
                           struct chain_memo *memo);

/* Is the chain served at this instant, for sure or perhaps? */
bool exposure_has(const struct served *served, chain_time at);

#endif
