// SPDX-License-Identifier: Apache-2.0
/* What `decisive` asks about: one profile, and what it would be without one of its switches. */
#ifndef FIDELITY_SUBJECT_H
#define FIDELITY_SUBJECT_H

#include "segment.h"

struct subject {
    const struct profile *profile;
    bool fallback; /* the switches are those of profile->otherwise, which is asked through the
                      profile */
};

/* Room for a profile with a switch changed. */
struct variant {
    struct profile outer, inner;
};

/* The profile whose switches these are. */
const struct profile *subject_own(const struct subject *subject);
/* The profile to ask when `own`, a changed copy of subject_own, takes its place. */
const struct profile *subject_with(struct variant *out, const struct subject *subject,
                                   const struct profile *own);

/* The verdict at one instant; exits where it cannot be had. */
chain_verdict subject_verdict(struct question question, const struct profile *profile,
                              chain_time at, chain_memo *memo);

/*
 * The limits by issuance that a profile brings along, by the fingerprints that are its data: nobody
 * can make certificates for them, so each question is about stated links. Prints a line for each
 * limit and each of its exemptions with how many of the fingerprints decide a verdict. Returns how
 * many lines there were with fewer than all.
 */
size_t limits_ask(const struct subject *subject, const char *name, chain_memo *memo);

#endif
