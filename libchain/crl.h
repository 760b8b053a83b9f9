// SPDX-License-Identifier: Apache-2.0
/*
 * A certificate revocation list (RFC 5280 5), parsed once; everything but the entries is a position
 * in the DER. Entries are parsed into an array, sorted by serial number, since lists have millions.
 */
#ifndef LIBCHAIN_CRL_H
#define LIBCHAIN_CRL_H

#include "cert.h"

enum { CRL_MOST_BYTES = 64 * 1024 * 1024 };

enum crl_extension {
    CRL_EXTENSION_NUMBER,
    CRL_EXTENSION_DELTA,
    CRL_EXTENSION_POINT, /* issuing distribution point */
    CRL_EXTENSION_AUTHORITY_KEY_ID,
    CRL_EXTENSION_COUNT,
};

enum crl_deviation {
    CRL_ALGORITHM_MISMATCH = 1 << 0, /* 5.1.1.2 */
    CRL_UNKNOWN_CRITICAL = 1 << 1,   /* 5.2 and 5.3: of the list or of an entry */
    CRL_EXTENSION_TWICE = 1 << 2,    /* 4.2 */
    CRL_VERSION_MISMATCH = 1 << 3,   /* 5.1.2.1: extensions in version 1, or another version */
    CRL_NUMBER_MISSING = 1 << 4,     /* 5.2.3 */
    CRL_NUMBER_CRITICAL = 1 << 5,    /* 5.2.3 */
    CRL_NO_NEXT_UPDATE = 1 << 6,     /* 5.1.2.5 */
    CRL_DELTA_NOT_CRITICAL = 1 << 7, /* 5.2.4 */
    CRL_POINT_NOT_CRITICAL = 1 << 8, /* 5.2.5 */
    CRL_KEY_ID_MISSING = 1 << 9,     /* 5.2.1 */
    CRL_KEY_ID_CRITICAL = 1 << 10,   /* 5.2.1 */
    CRL_EXTENSION_MALFORMED = 1 << 11,
};

/* RFC 5280 5.3.1; as bits, of 4.2.1.13's ReasonFlags, 1 << reason. */
enum crl_reason {
    CRL_REASON_UNSPECIFIED = 0,
    CRL_REASON_HOLD = 6,
    CRL_REASON_REMOVED = 8, /* removeFromCRL: of deltas only */
};
/* ReasonFlags: keyCompromise (1) to aACompromise (8). */
enum { CRL_ALL_REASONS = 0x1fe };

struct crl_entry {
    struct slice serial;
    struct slice
        issuers; /* content of certificateIssuer, its own or inherited; size 0: the CRL's */
    chain_time date;
    uint8_t reason;
};

struct crl {
    const uint8_t *der;
    uint32_t size;
    struct slice tbs, issuer, algorithm, signature;
    struct slice extensions[CRL_EXTENSION_COUNT];
    uint16_t present;
    uint32_t deviations; /* enum crl_deviation */
    chain_time this_update;
    chain_time until; /* the end of nextUpdate's second; without one, that of thisUpdate's: 5.1.2.5
                       * does not say how long such a list counts, so nobody knows */

    /* the issuing distribution point (5.2.5) */
    struct slice point; /* content of its DistributionPointName; size 0: none */
    uint16_t reasons;   /* CRL_ALL_REASONS unless onlySomeReasons */
    bool only_users, only_authorities, only_attributes, indirect;

    struct crl_entry *entries; /* sorted by serial number */
    size_t entry_count;
    uint8_t fingerprint[32];
};

/*
 * Parses `der` into *out, which then borrows the bytes and owns its entries. CHAIN_E_MALFORMED with
 * *bad an offset and *why a static sentence; CHAIN_E_LIMIT; CHAIN_E_MEMORY.
 */
chain_status crl_parse(struct crl *out, chain_bytes der, size_t *bad, const char **why);
void crl_free(struct crl *crl);

static inline chain_bytes crl_bytes(const struct crl *crl, struct slice slice)
{
    return (chain_bytes){crl->der + slice.at, slice.size};
}

static inline bool crl_has(const struct crl *crl, enum crl_extension extension)
{
    return crl->present >> extension & 1;
}

/* The entry about this serial number of this certificate issuer; NULL: it is not on the list. */
const struct crl_entry *crl_find(const struct crl *crl, chain_bytes serial, chain_bytes issuer);

/* ReasonFlags with this context tag, where it is next; *out stays where it is not. */
struct der;
bool crl_read_reasons(struct der *in, unsigned tag, uint16_t *out);

/* CRL numbers as whole numbers of up to 20 octets: is `a` less than, equal to or greater than `b`?
 */
int crl_compare_numbers(chain_bytes a, chain_bytes b);
chain_bytes crl_number(const struct crl *crl);      /* content of the INTEGER; size 0: none */
chain_bytes crl_base_number(const struct crl *crl); /* of a delta; size 0: it is none */

#endif
