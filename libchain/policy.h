// SPDX-License-Identifier: Apache-2.0
/*
 * Certificate policies: RFC 5280 6.1.3 (d) to (f), 6.1.4 (a), (b), (h) to (j), 6.1.5 (a), (b), (g),
 * by the valid policy graph of RFC 9618.
 *
 * Of that graph only the last level is kept. Whether it is empty, and whether a node of it belongs
 * to the user's initial policies, can be told when the level is made from the one above; so the
 * work for a certificate is n log n in the number of policies that it and its issuer name, whatever
 * they do.
 */
#ifndef LIBCHAIN_POLICY_H
#define LIBCHAIN_POLICY_H

#include "cert.h"
#include "mem.h"

/* RFC 5280 6.1.1 (c), (e), (f), (g) */
struct policy_inputs {
    const chain_bytes *initial; /* OIDs, their contents; none: any policy */
    size_t initial_count;
    bool explicit_policy, inhibit_mapping, inhibit_any;
};

struct policy_step {
    const struct chain_cert *cert; /* NULL for facts without a certificate, which say nothing */
    bool self_issued;
};

enum policy_result {
    POLICY_VALID,
    POLICY_REQUIRED, /* an explicit policy is required and none is left: *at tells from which step
                        on */
    POLICY_SPENT,    /* *budget did not last */
    POLICY_NO_MEMORY,
};

/*
 * `steps` go from the certificate below the anchor to the target. Extensions that are malformed
 * must have been found out before: they are taken for absent. Works in `arena` and releases what it
 * took.
 */
enum policy_result policy_check(struct arena *arena, const struct policy_inputs *inputs,
                                const struct policy_step *steps, uint32_t count, uint64_t *budget,
                                uint32_t *at);

/* RFC 5280 6.1.4 (a): does a mapping name anyPolicy? */
bool policy_maps_any(chain_bytes mappings);

#endif
