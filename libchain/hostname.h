// SPDX-License-Identifier: Apache-2.0
/*
 * Service identities (RFC 9525): does a certificate name this host? Only subject alternative names
 * count (6.3: the common name is never looked at); a wildcard is a whole left-most label and stands
 * for exactly one label (6.3.2); internationalised names are compared as A-labels (RFC 5890).
 */
#ifndef LIBCHAIN_HOSTNAME_H
#define LIBCHAIN_HOSTNAME_H

#include "cert.h"

enum { HOSTNAME_MOST = 253 };

struct hostname {
    char name[HOSTNAME_MOST + 1]; /* lower case, without the final dot; "" for an address */
    uint8_t address[16];
    size_t address_size; /* 0, 4 or 16 */
};

/* A DNS name in A-label form (a final dot is dropped), or an IP address, with or without brackets. */
bool hostname_parse(struct hostname *out, const char *text);
bool hostname_matches(const struct hostname *host, const struct chain_cert *cert);
/* In its subject alternative names. */
bool hostname_has_dns_names(const struct chain_cert *cert);
/* What older verifiers do with a certificate that has no DNS name in its subject alternative names:
 * they compare the common names of its subject. Never for addresses. */
bool hostname_matches_common_name(const struct hostname *host, const struct chain_cert *cert);

/* Letters, digits, hyphens and underscores in labels of 1 to 63 octets, at most 253 in all. */
bool hostname_is_dns_name(chain_bytes name);
/* The same, or "*." and the same. */
bool hostname_is_presented_name(chain_bytes name);
/* `pattern` is a presented name, `name` a DNS name; case does not matter. */
bool hostname_pattern_matches(chain_bytes pattern, chain_bytes name);
/* a textual IPv4 or IPv6 address? */
bool hostname_is_address(chain_bytes name);

#endif
