// SPDX-License-Identifier: Apache-2.0
/* Revocation lists made up for tests, field by field, signed or with junk for a signature. */
#ifndef TEST_SUPPORT_CRL_WRITER_H
#define TEST_SUPPORT_CRL_WRITER_H

#include "cert_writer.h"
#include "pki.h"

enum { CRL_LINE_NO_REASON = -1 };

struct crl_line {
    int64_t serial;
    const char *date;       /* "20240101000000Z" */
    int reason;             /* CRL_LINE_NO_REASON: no such extension */
    chain_bytes extensions; /* more, each from extension_of */
};

/* What is left out gets a plain value. */
struct crl_parts {
    const char *issuer; /* a common name; NULL: "issuer" */
    const char *from;   /* thisUpdate; NULL: 2024-01-01 */
    const char *until;  /* nextUpdate; NULL: 2024-02-01, "": none */
    const struct crl_line *lines;
    size_t line_count;
    int64_t number;         /* CRL number; 0: none */
    int64_t base;           /* the base number of a delta; 0: it is complete */
    chain_bytes point;      /* the value of an issuing distribution point */
    chain_bytes extensions; /* more, each from extension_of */
    bool version_1;
    bool sha1;    /* signed over SHA-1, else over SHA-256 */
    pki_key *key; /* on P-256; NULL: the signature is junk */
};
chain_bytes crl_of(const struct crl_parts *parts);

/* ReasonFlags of an issuing distribution point ([3]) or a distribution point ([1]). */
chain_bytes reason_flags(unsigned tag, unsigned reasons);
/* DistributionPointName [0] with one URI, as both of them have it. */
chain_bytes point_uri(const char *uri);
/* "DER:...", for a pki_extension. */
const char *pki_der(chain_bytes value);

#endif
