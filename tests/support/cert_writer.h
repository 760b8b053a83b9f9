// SPDX-License-Identifier: Apache-2.0
/*
 * Certificates put together field by field, for tests of what a parser says about each field. Their
 * signatures are junk: pki.h has certificates that verify.
 */
#ifndef TEST_SUPPORT_CERT_WRITER_H
#define TEST_SUPPORT_CERT_WRITER_H

#include "der_writer.h"

/* Whole elements, tags included; a field of size 0 is left out. */
struct cert_parts {
    chain_bytes version;
    chain_bytes serial;
    chain_bytes inner_algorithm;
    chain_bytes issuer;
    chain_bytes validity;
    chain_bytes subject;
    chain_bytes spki;
    chain_bytes unique_ids;
    chain_bytes extensions; /* with [3] */
    chain_bytes outer_algorithm;
    chain_bytes signature;
};

/* Version 3, serial 5, from "issuer" to "subject", 2020-01-01 to 2029-12-31, no extensions. */
struct cert_parts cert_parts_plain(void);
chain_bytes cert_parts_tbs(const struct cert_parts *parts);
chain_bytes cert_parts_join(const struct cert_parts *parts);

/* One Extension; the value is what the OCTET STRING holds. */
chain_bytes extension_of(const char *oid, bool critical, chain_bytes value);
#define EXTENSIONS(...) ASN_CONTEXT(3, ASN_SEQUENCE(__VA_ARGS__))
/* The plain certificate with these extensions. */
chain_bytes cert_with(chain_bytes extensions);

/* AttributeTypeAndValue, RelativeDistinguishedName and Name. */
chain_bytes attribute_of(const char *oid, chain_bytes value);
#define RDN(...) ASN_SET(__VA_ARGS__)
#define NAME(...) ASN_SEQUENCE(__VA_ARGS__)
chain_bytes name_of(const char *common_name);

chain_bytes algorithm_of(const char *oid, chain_bytes parameters);
chain_bytes utc_time(const char *text);
chain_bytes generalized_time(const char *text);

/* GeneralName alternatives. */
chain_bytes dns_name(const char *text);
chain_bytes email_name(const char *text);
chain_bytes uri_name(const char *text);
chain_bytes ip_name(chain_bytes octets);
chain_bytes directory_name(chain_bytes name);
chain_bytes subject_alt_name(chain_bytes names); /* the extension */

/* -----BEGIN label----- ..., with lines of 64 characters. */
chain_bytes pem_of(const char *label, chain_bytes der);

#endif
