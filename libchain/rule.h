// SPDX-License-Identifier: Apache-2.0
/*
 * Rules that somebody lays over certificates from outside: a root program that removes a root or
 * distrusts what it issues after a date, an authority that revokes. Each is dated, and a date that its
 * source does not give to the second is a pair of instants.
 */
#ifndef LIBCHAIN_RULE_H
#define LIBCHAIN_RULE_H

#include "link.h"

/* Something happens at one instant t with earliest <= t <= latest; exact where the two are equal. */
struct moment {
    chain_time earliest, latest;
};

enum rule_kind {
    RULE_ROOT_REMOVED,    /* an anchor is not trusted from `at` on */
    RULE_DISTRUST_AFTER,  /* an anchor does not vouch for leaves issued after `at` */
    RULE_REVOKED,         /* a certificate is revoked from `at` on */
    RULE_REVOKED_ISSUED,  /* so is what a key has issued within `issued` */
};

struct rule {
    enum rule_kind kind;
    chain_program program;         /* NONE: holds for every store */
    uint8_t key[KEY_HASH_SIZE];    /* of the anchor, or of the issuer (REVOKED_ISSUED) */
    uint8_t sha256[32];            /* of the certificate (REVOKED), else zeros */
    struct moment at;
    chain_span issued;
};

struct rules {
    const struct rule *rules;
    size_t count;
};

#endif
