// SPDX-License-Identifier: Apache-2.0
/* Revocation lists of one issuer that are held together, and what they say of serial number 5. */
#ifndef TEST_SUPPORT_HELD_H
#define TEST_SUPPORT_HELD_H

#include "crl_writer.h"
#include "revocation.h"

/* Days of January 2024. */
#define DAY(number) (1704067200 + ((number)-1) * 86400)
#define END(number) (DAY(number) + 1) /* nextUpdate counts to the end of its second */

/* What was held so far; the arena has the answers, and is the test's to free. */
struct held {
    struct arena arena;
    struct revocation_list lists[8];
    struct crl crls[8];
    size_t count;
};
extern struct held held;

/* Holds a list whose signer is always valid, and which covers all reasons. */
struct revocation_list *held_add(const struct crl_parts *parts);
/* What serial number 5 is. The lists are forgotten. */
struct revocation held_judge(void);

#endif
