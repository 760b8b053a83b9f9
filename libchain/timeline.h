// SPDX-License-Identifier: Apache-2.0
/*
 * A timeline: one migration as data (timelines/schema.json, docs/TIMELINES.md). Which certificates an
 * operator serves when, what root programs do about the roots, what is revoked, and who says so.
 */
#ifndef LIBCHAIN_TIMELINE_H
#define LIBCHAIN_TIMELINE_H

#include "mem.h"
#include "rule.h"

enum timeline_role { ROLE_ROOT, ROLE_BRIDGE, ROLE_ISSUER };

/* A certificate that the timeline speaks of. */
struct timeline_link {
    const char *id;
    enum timeline_role role;
    struct link link;     /* stated, or recorded where the file holds the certificate itself */
    chain_span stated_window; /* what the file says, also where the link is recorded */
    struct stated stated;
    chain_bytes serial;   /* as an unsigned integer, without leading zeros */
    const char *subject_text, *issuer_text; /* as the file has them */
    const char *path;     /* JSON path, for complaints */
};

/*
 * An end, or a beginning. `moment` bounds it; announced but undated: latest is CHAIN_TIME_MAX.
 * None: earliest and latest both lie at the end (or the beginning) of time.
 */
struct timeline_edge {
    struct moment moment;
    bool undated;
    const char *stated; /* in the words of the source, or "" */
};

struct timeline_chain {
    const char *id;
    bool possible;         /* else served */
    uint32_t issuer;       /* the link under whose key leaves are issued */
    const uint32_t *sent;  /* links, in the order in which they are sent */
    uint32_t sent_count;
    const char *statement; /* one sentence about why it is as it is, or "" */
};

struct timeline_phase {
    const char *id;
    const char *title;
    struct timeline_edge begin, end;
    /* A chain that is replaced at the end may be served until the last leaf has run out. */
    bool lingers;
    struct timeline_chain *chains;
    uint32_t chain_count;
    const uint32_t *const *sufficient; /* sets of links, as the file documents them */
    const uint32_t *sufficient_sizes;
    uint32_t sufficient_count;
    const char *path;
};

struct timeline_endpoint {
    const char *id;
    const char *title;
    const char *const *hosts; /* patterns, ended by NULL; NULL where the issuer alone matters */
    const char *const *names; /* those of the patterns that are DNS names or wildcards of them */
    struct timeline_phase *phases;
    uint32_t phase_count;
};

struct chain_timeline {
    atomic_uint references;
    struct arena arena; /* owns everything below but certificates */
    const char *file;   /* "" for a built-in one */
    const char *id, *title, *operator_name, *summary;
    bool current;
    bool on_request; /* not one of those that are asked about where none is named */
    chain_time facts_as_of;
    chain_time over; /* nothing of it is pending from then on; CHAIN_TIME_MAX: no such instant */
    struct timeline_link *links;
    uint32_t link_count;
    chain_cert **certs; /* of links that hold their certificate; NULL for the others */
    struct timeline_endpoint *endpoints;
    uint32_t endpoint_count;
    struct rule *rules;
    uint32_t rule_count;
    char *json; /* the text that it was read from */
};

/* Does a host name match a pattern of an endpoint? "*" stands for one or more octets. */
bool timeline_host_matches(const char *pattern, const char *host);
bool timeline_endpoint_has_host(const struct timeline_endpoint *endpoint, const char *host);

#endif
