// SPDX-License-Identifier: Apache-2.0
/* The values of the certificate extensions of RFC 5280 4.2, read into a certificate. */
#ifndef LIBCHAIN_EXTENSION_H
#define LIBCHAIN_EXTENSION_H

#include "cert.h"
#include "der.h"

/* One of Extensions, RFC 5280 4.1, of certificates, revocation lists and their entries alike. */
struct extension {
    chain_bytes oid, value; /* value: what the OCTET STRING holds */
    const uint8_t *octet_string;
    bool critical;
    bool default_encoded; /* critical FALSE was written out, which DER forbids */
};
/* Takes the next one off the list; false, with the place and a static sentence, where it is malformed. */
bool extension_next(struct der *list, struct extension *out, struct der *bad, const char **why);

/* Which extension is it? */
enum cert_extension extension_from_oid(chain_bytes oid);

/* The purpose that an OID of an extended key usage stands for; PURPOSE_OTHER for unknown ones. */
enum cert_purpose extension_purpose(chain_bytes oid);

/* Reads the value; false where it is malformed. */
bool extension_read(struct chain_cert *cert, enum cert_extension extension, chain_bytes value);

#endif
