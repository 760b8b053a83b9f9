// SPDX-License-Identifier: Apache-2.0
/*
 * A certificate (RFC 5280 4.1), parsed once, without copying: everything is a position in the DER.
 *
 * What is not DER, or not the structure of a certificate, does not parse. What is a certificate but
 * breaks a rule (a serial number of zero, an extension twice, a malformed extension) parses, and the
 * deviation is kept for the checker: which of them matter is the profile's affair.
 */
#ifndef LIBCHAIN_CERT_H
#define LIBCHAIN_CERT_H

#include "chain.h"

#include <stdatomic.h>
#include <stdbool.h>

/* A certificate larger than this is refused before it is looked at. */
enum { CERT_MOST_BYTES = 4 * 1024 * 1024 };

enum cert_extension {
    EXTENSION_BASIC_CONSTRAINTS,
    EXTENSION_KEY_USAGE,
    EXTENSION_EXTENDED_KEY_USAGE,
    EXTENSION_SUBJECT_ALT_NAME,
    EXTENSION_NAME_CONSTRAINTS,
    EXTENSION_SUBJECT_KEY_ID,
    EXTENSION_AUTHORITY_KEY_ID,
    EXTENSION_POLICIES,
    EXTENSION_POLICY_MAPPINGS,
    EXTENSION_POLICY_CONSTRAINTS,
    EXTENSION_INHIBIT_ANY_POLICY,
    EXTENSION_CRL_POINTS,
    /* kept, but read only where a profile asks how certificates are made: check_rules.c */
    EXTENSION_AUTHORITY_INFO,
    EXTENSION_SUBJECT_INFO,
    EXTENSION_SUBJECT_ATTRIBUTES,
    EXTENSION_FRESHEST_CRL,
    EXTENSION_COUNT, /* at most 16, the bits of `present` */
    /* known, so that they may be critical, but without a value that is kept */
    EXTENSION_IGNORED = EXTENSION_COUNT,
    EXTENSION_UNKNOWN,
};

enum cert_deviation {
    CERT_SERIAL_ZERO = 1 << 0,
    CERT_SERIAL_NEGATIVE = 1 << 1,
    CERT_SERIAL_LONG = 1 << 2,         /* more than 20 octets, RFC 5280 4.1.2.2 */
    CERT_ALGORITHM_MISMATCH = 1 << 3,  /* 4.1.1.2 */
    CERT_TIME_FORM = 1 << 4,           /* GeneralizedTime before 2050, 4.1.2.5 */
    CERT_ISSUER_EMPTY = 1 << 5,        /* 4.1.2.4 */
    CERT_VERSION_MISMATCH = 1 << 6,    /* extensions or unique identifiers without their version */
    CERT_UNKNOWN_CRITICAL = 1 << 7,    /* 4.2 */
    CERT_EXTENSION_TWICE = 1 << 8,     /* 4.2 */
    CERT_EXTENSION_MALFORMED = 1 << 9, /* 4.2; which ones: `malformed` */
    CERT_DEFAULT_ENCODED = 1 << 10,    /* X.690 11.5: a DEFAULT value was written out */
    CERT_PATH_LENGTH_WITHOUT_CA = 1 << 11, /* 4.2.1.9 */
    CERT_KEY_USAGE_FORM = 1 << 12,     /* X.690 11.2.2 trailing zero bits, or no bit at all */
    CERT_POLICY_TWICE = 1 << 13,       /* 4.2.1.4 */
    CERT_EXTENSIONS_EMPTY = 1 << 14,   /* 4.1.2.9: SEQUENCE SIZE (1..MAX) */
};

enum cert_key_usage {
    KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
    KEY_USAGE_KEY_ENCIPHERMENT = 1 << 2,
    KEY_USAGE_KEY_AGREEMENT = 1 << 4,
    KEY_USAGE_CERT_SIGN = 1 << 5,
    KEY_USAGE_CRL_SIGN = 1 << 6,
};

enum cert_purpose {
    PURPOSE_ANY = 1 << 0,
    PURPOSE_SERVER_AUTH = 1 << 1,
    PURPOSE_CLIENT_AUTH = 1 << 2,
    PURPOSE_EMAIL = 1 << 3,
    PURPOSE_CODE_SIGNING = 1 << 4,
    PURPOSE_TIME_STAMPING = 1 << 5,
    PURPOSE_OCSP_SIGNING = 1 << 6,
    PURPOSE_OTHER = 1 << 7,
    PURPOSE_GATED = 1 << 8, /* "server gated cryptography", Netscape's and Microsoft's, of the nineties */
};

#define CERT_NO_PATH_LENGTH UINT32_MAX

struct slice {
    uint32_t at, size;
};

struct chain_cert {
    const uint8_t *der;
    uint32_t size;
    atomic_uint references; /* 0: owned by an array, lives as long as that */

    chain_span validity;
    uint32_t deviations; /* enum cert_deviation */
    uint32_t path_length;
    uint16_t key_usage; /* bit n of the BIT STRING is 1 << n; meaningless when not present */
    uint16_t purposes;  /* enum cert_purpose; of the extended key usage */
    uint16_t present;   /* 1 << enum cert_extension */
    uint16_t critical;
    uint16_t malformed;
    uint8_t version; /* 1, 2, 3 */
    bool is_ca;      /* basicConstraints.cA */

    /* SHA-256 of the whole and of the SubjectPublicKeyInfo, computed when they are first asked for */
    atomic_uchar sha256_state, key_sha256_state;
    uint8_t sha256[32], key_sha256[32];

    struct slice tbs, serial, issuer, subject, spki, algorithm, signature;
    struct slice unknown_critical; /* the first such OID */
    /* Where their OCTET STRINGs are; 0: none. The sizes stand there: of 16 few are present, and many
     * certificates are held. */
    uint32_t extensions[EXTENSION_COUNT];
};

/*
 * Parses `der` into *out, which then borrows the bytes. On CHAIN_E_MALFORMED, *bad is the offset and
 * *why a static sentence. Allocates nothing.
 */
chain_status cert_parse(struct chain_cert *out, chain_bytes der, size_t *bad, const char **why);

static inline chain_bytes cert_bytes(const struct chain_cert *cert, struct slice slice)
{
    return (chain_bytes){cert->der + slice.at, slice.size};
}

static inline bool cert_has(const struct chain_cert *cert, enum cert_extension extension)
{
    return cert->present >> extension & 1;
}

/* What its OCTET STRING holds; size 0 where it is not present. */
chain_bytes cert_extension(const struct chain_cert *cert, enum cert_extension extension);

bool cert_is_self_issued(const struct chain_cert *cert); /* RFC 5280 3.2: one name twice */
void cert_sha256(const struct chain_cert *cert, uint8_t out[32]);
void cert_key_sha256(const struct chain_cert *cert, uint8_t out[32]); /* of its SubjectPublicKeyInfo */

/* The key identifier of a subject or authority key identifier extension; size 0 where there is none. */
chain_bytes cert_subject_key_id(const struct chain_cert *cert);
chain_bytes cert_authority_key_id(const struct chain_cert *cert);

#endif
