// SPDX-License-Identifier: Apache-2.0
/*
 * Name constraints (RFC 5280 4.2.1.10): may a certificate with these names stand below a CA with these
 * subtrees?
 *
 * Where a name can stand for several hosts (a wildcard), it is held to the stricter reading: it must
 * lie within a permitted subtree as a whole, and no host that it matches may be excluded.
 */
#ifndef LIBCHAIN_CONSTRAINTS_H
#define LIBCHAIN_CONSTRAINTS_H

#include "cert.h"

/*
 * Comparisons of one certificate's names with one CA's subtrees. OpenSSL and BoringSSL give up at this
 * number too; no authority comes near it, and whoever goes beyond wants to keep verifiers busy.
 */
enum { CONSTRAINTS_MOST = 1 << 20 };

enum constraints_result {
    CONSTRAINTS_KEPT,
    CONSTRAINTS_NOT_PERMITTED,
    CONSTRAINTS_EXCLUDED,
    CONSTRAINTS_UNSUPPORTED, /* a constraint on a name that is there, of a kind we cannot compare */
    CONSTRAINTS_SPENT,       /* *budget ran out */
};

/*
 * Whose names: a certificate's, or (with `cert` NULL) DNS names of an assumed leaf, ended by NULL.
 * `constraints` is the extension's value of a certificate that parsed it without complaint.
 * Every comparison takes 1 from *budget.
 */
enum constraints_result constraints_check(chain_bytes constraints, const struct chain_cert *cert,
                                          const char *const *hosts, uint64_t *budget);

/*
 * The common names of a leaf without DNS names in its subjectAltName, as DNS names: no rule of RFC
 * 5280, but whoever takes a host from there holds it to the constraints too.
 */
enum constraints_result constraints_check_common_names(chain_bytes constraints,
                                                       const struct chain_cert *leaf,
                                                       uint64_t *budget);

/* Are the bases of all subtrees of the form that RFC 5280 4.2.1.10 gives for their kind? */
bool constraints_are_well_formed(chain_bytes constraints);

#endif
