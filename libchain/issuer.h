// SPDX-License-Identifier: Apache-2.0
/*
 * Which certificates a runtime takes for the issuer of another one before it looks at signatures:
 * names always, and what its profile adds (key identifiers, key usage, the kind of key).
 */
#ifndef LIBCHAIN_ISSUER_H
#define LIBCHAIN_ISSUER_H

#include "graph.h"

/* Could `issuer`, which has the right name, have issued `child`, as this profile sees it? */
bool issuer_fits(const struct profile *profile, const struct link *child,
                 const struct link *issuer);

/*
 * Of all that, what counts for those who look at every path, where the profile has it: key
 * identifiers, and whether the name is spelled as the child spells it. Names that are equal by RFC
 * 5280 7.1 may differ in string types, case and white space. A stated link tells no octets.
 */
bool issuer_binds(const struct profile *profile, const struct link *child,
                  const struct link *issuer);

/* RFC 5280 4.2.1.1: does the authority key identifier fit, as far as both say something? OpenSSL
 * compares issuer and serial number too. */
bool issuer_key_id_fits(const struct chain_cert *child, const struct chain_cert *issuer);

/* Self-issued, and its own issuer by the same rules. */
bool issuer_is_self_signed(const struct profile *profile, const struct link *link);

#endif
