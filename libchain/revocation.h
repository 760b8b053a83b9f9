// SPDX-License-Identifier: Apache-2.0
/*
 * What a set of revocation lists says about one certificate, as sets of time (RFC 5280 6.3.3, for
 * every instant at once). Which lists are held is what was known; the instants are those of
 * validation.
 *
 *   - A list covers the instants from its thisUpdate to its nextUpdate at which its signer's own
 * path is valid. A delta and a complete list that it can be laid over are one more list, from the
 * later thisUpdate to the delta's nextUpdate.
 *   - A certificate that such a list names is revoked from the entry's date on, for ever: an entry
 * may leave the lists only when the certificate has expired (3.3).
 *   - On hold it is revoked from the date on, until a later list of the same scope no longer names
 * it, or until the list that says so is out of date and nobody knows.
 *   - It is good where it is not revoked and lists for all reasons cover. Elsewhere it is unknown.
 */
#ifndef LIBCHAIN_REVOCATION_H
#define LIBCHAIN_REVOCATION_H

#include "crl.h"
#include "span.h"

/* A list within whose scope the certificate lies, and whose signature verifies. */
struct revocation_list {
    const struct crl *crl;
    uint16_t reasons;      /* what it covers: RFC 5280 6.3.3 (d) */
    struct span_set valid; /* where its signer's path is valid */
    chain_bytes key;       /* the signer's SubjectPublicKeyInfo */
};

struct revocation {
    struct span_set revoked;
    struct span_set unknown; /* and not revoked */
};

/* `serial` and `issuer` are the certificate's. False when `arena` is full, in which *out lives. */
bool revocation_judge(struct arena *arena, struct revocation *out,
                      const struct revocation_list *lists, size_t count, chain_bytes serial,
                      chain_bytes issuer);

/* Has it none of the deviations that forbid to use a list? RFC 5280 5.2 and 5.3. */
bool revocation_list_is_usable(const struct crl *crl);
/* And is it made as RFC 5280 5 asks of issuers? */
bool revocation_list_is_conforming(const struct crl *crl);

#endif
