// SPDX-License-Identifier: Apache-2.0
/*
 * The path of a certificate that signs revocation lists and does not stand in the path whose
 * certificates they cover. RFC 5280 6.3.3 (f): it is validated like any other, to the same anchor.
 *
 * That path has certificates with a revocation status too, whose lists may have such signers again.
 * A signer that is asked for already counts as valid inside its own proof, so that a list can cover
 * its own signer; and proofs within proofs go a few levels deep, beyond which nothing is proved.
 */
#ifndef LIBCHAIN_SIGNER_H
#define LIBCHAIN_SIGNER_H

#include "check.h"

/* A check_prove. */
bool signer_prove(struct check *check, const struct link *signer, const struct anchor *anchor,
                  struct span_set *valid);

#endif
