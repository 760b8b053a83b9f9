// SPDX-License-Identifier: Apache-2.0
/*
 * Profiles: what one verifier does differently, as data. The builder proposes and the checker finds
 * the same things for all of them; a profile says what a finding is worth, and sets a few switches.
 */
#ifndef LIBCHAIN_PROFILE_H
#define LIBCHAIN_PROFILE_H

#include "cert.h"

enum effect {
    EFFECT_DENY = 0, /* so that a finding which a profile does not mention denies */
    EFFECT_UNKNOWN,
    EFFECT_IGNORE,
};

struct profile {
    const char *name;
    uint8_t effects[CHAIN_FINDING_COUNT]; /* enum effect */
    /* The constraints in an anchor's own certificate hold (RFC 5937), not only its name and key. */
    bool anchor_constraints;
    uint16_t purpose;      /* enum cert_purpose that leaf and CAs must allow; 0: not asked */
    unsigned rsa_least;    /* bits; smaller RSA and DSA keys are CHAIN_FINDING_KEY_SMALL */
    /* Certificates, roots too, must be made as RFC 5280 4 and the CA/Browser Forum's Baseline
     * Requirements 7.1 have it (check_rules.c), and no wildcard stands for all of a public suffix. */
    bool issuance;
    /* Revocation lists must be made as RFC 5280 5 asks of their issuers, not only be understood. */
    bool conforming_lists;
};

extern const struct profile PROFILES[];
extern const size_t PROFILE_COUNT;

const struct profile *profile_find(const char *name); /* NULL for an unknown name */

#endif
