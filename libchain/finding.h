// SPDX-License-Identifier: Apache-2.0
/* Findings while they are being collected: in an arena, with the spans in which they hold. */
#ifndef LIBCHAIN_FINDING_H
#define LIBCHAIN_FINDING_H

#include "span.h"

struct finding {
    chain_finding_code code;
    chain_verdict effect;  /* CHAIN_INVALID: denies; CHAIN_UNKNOWN: makes it undecided */
    uint32_t certificate;  /* index into the path, 0 is the leaf */
    struct span_set spans; /* where it holds */
    chain_time since;      /* the date to show, where it begins about then; else CHAIN_TIME_MIN */
    struct finding *next;
};

struct finding_list {
    struct finding *first;
    struct finding *last;
};

/* False when the arena is full. A finding without spans is not added. */
bool finding_add(struct arena *arena, struct finding_list *list, struct finding finding);

/* How far from valid a path with this finding is: the smaller, the more telling as an explanation. */
unsigned finding_weight(chain_finding_code code);

#endif
