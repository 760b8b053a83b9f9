// SPDX-License-Identifier: Apache-2.0
/* The values of the certificate extensions of RFC 5280 4.2, read into a certificate. */
#ifndef LIBCHAIN_EXTENSION_H
#define LIBCHAIN_EXTENSION_H

#include "cert.h"
#include "der.h"

/* Which extension is it? */
enum cert_extension extension_from_oid(chain_bytes oid);

/* The purpose that an OID of an extended key usage stands for; PURPOSE_OTHER for unknown ones. */
enum cert_purpose extension_purpose(chain_bytes oid);

/* Reads the value; false where it is malformed. */
bool extension_read(struct chain_cert *cert, enum cert_extension extension, chain_bytes value);

#endif
