// SPDX-License-Identifier: Apache-2.0
/*
 * Distribution points (RFC 5280 4.2.1.13) and the scope of a revocation list (5.2.5): is this list
 * one that speaks of this certificate, and for which reasons? RFC 5280 6.3.3 (b) and (d).
 */
#ifndef LIBCHAIN_CRL_POINT_H
#define LIBCHAIN_CRL_POINT_H

#include "crl.h"
#include "der.h"
#include "mem.h"

struct crl_point {
    chain_bytes name;    /* content of its DistributionPointName; size 0: none */
    chain_bytes issuers; /* content of cRLIssuer, GeneralNames; size 0: none */
    uint16_t reasons;    /* CRL_ALL_REASONS where it does not say */
};

/* The next distribution point; false at the end, and where the rest is malformed. */
bool crl_point_next(struct der *points, struct crl_point *out);
/* The cursor for it; at its end where the certificate has none that are well-formed. */
struct der crl_points_of(const struct chain_cert *cert);
/* The point that RFC 5280 6.3.3 lets a certificate have besides: its issuer's own lists. */
struct crl_point crl_point_of_issuer(void);

/* Is the content of a DistributionPointName well-formed? */
bool crl_point_name_is_well_formed(chain_bytes name);

enum crl_scope {
    CRL_IN_SCOPE,
    CRL_OUT_OF_SCOPE,
    CRL_SCOPE_SPENT, /* *budget did not last */
    CRL_SCOPE_NO_MEMORY,
};

/*
 * Does `crl` cover `cert` by way of this point? Then *reasons is what for. `budget` counts
 * comparisons of names; what is made up in `arena` stays there.
 */
enum crl_scope crl_point_covers(const struct crl *crl, const struct chain_cert *cert,
                                const struct crl_point *point, uint16_t *reasons,
                                struct arena *arena, uint64_t *budget);

#endif
