// SPDX-License-Identifier: Apache-2.0
/*
 * Profiles: what one verifier does differently, as data. The builder proposes and the checker finds
 * the same things for all of them; a profile says what a finding is worth, and sets a few switches.
 */
#ifndef LIBCHAIN_PROFILE_H
#define LIBCHAIN_PROFILE_H

#include "cert.h"

enum effect {
    EFFECT_DENY = 0, /* so that a finding which a profile does not mention denies */
    EFFECT_UNKNOWN,
    EFFECT_IGNORE,
};

/* How a verifier looks for its path. */
enum strategy {
    STRATEGY_ALL = 0, /* every path counts: build.h */
    STRATEGY_FIRST,   /* one issuer a step, and no way back: build_first.h */
    STRATEGY_SENT,    /* what was sent, in its order, up to a trusted key: build_sent.h */
};

/* What an anchor's own certificate must say about being a CA. */
enum anchor_ca {
    ANCHOR_CA_AS_SAID = 0,    /* nothing; but where it says that it is none, that holds */
    ANCHOR_CA_VERSION_3,      /* a version 3 certificate must say so */
    ANCHOR_CA_OR_USAGE,       /* the same, or its key usage lets it sign certificates */
    ANCHOR_CA_NEVER,          /* nobody looks */
    ANCHOR_CA_OR_SELF_SIGNED, /* a version 3 certificate must say so, unless it is self-issued */
};

/* A server's own self-signed certificate that is in the store itself. It has issued nobody else. */
enum own_anchor {
    OWN_ANCHOR_TRUSTED = 0, /* that is enough */
    OWN_ANCHOR_MAY_SIGN,    /* ... unless its key usage is there and cannot sign certificates */
    OWN_ANCHOR_AS_CA,       /* it is judged as any anchor */
};

/* A server's certificate that stands in the store itself, and was issued by somebody who does not.
 * With FIRST, `partial_chain` says so. */
enum leaf_anchor {
    LEAF_ANCHOR_NEEDS_ISSUER = 0, /* it is like any other */
    LEAF_ANCHOR_ENOUGH,    /* it needs no issuer; with `sent_sorted` only where it is sent alone */
    LEAF_ANCHOR_UNCHECKED, /* ... and nothing in it is looked at but the host's name */
};

/* What the predictions of a profile rest on. */
enum profile_source {
    PROFILE_OF_STANDARDS = 0, /* predicts no program */
    PROFILE_MEASURED,         /* tests/fidelity holds it against the verifier itself */
    PROFILE_DOCUMENTED, /* nobody had that verifier: its documentation, source and incidents speak
                         */
};

/* Leaves issued after a date are refused under the anchors with these certificates. */
struct policy_limit {
    const char *name; /* as the runtime's setting calls it */
    chain_time after;
    const uint8_t (*sha256)[32];
    size_t count;
    /* Below these certificates, right under the anchor, another date counts. */
    const uint8_t (*exempt)[32];
    size_t exempt_count;
    chain_time exempt_after;
};
struct policy_limits {
    const struct policy_limit *list;
    size_t count;
};

/* The key of a certificate that is restricted to RSASSA-PSS, beside the bits of enum key_kind. */
#define DISABLED_PSS_KEYS 0x8000U

/* One entry of jdk.certpath.disabledAlgorithms: what it names is refused where its conditions hold.
 */
struct disabled {
    bool broken;               /* not understood, and nothing is known */
    bool other;                /* a name that is none of ours */
    uint16_t digests, schemes; /* signatures: one of each, bits of enum digest and enum scheme */
    uint16_t keys;             /* keys: bits of enum key_kind */
    uint8_t comparison; /* only keys of some sizes: 0 all, 1 "<", "<=", "==", "!=", ">=", ">" */
    uint8_t jdk_ca;     /* only below an anchor that the JDK brings along */
    uint8_t dated;
    bool conditional; /* there is a condition besides the size of a key */
    uint32_t bits;
    chain_time from; /* from here on; CHAIN_TIME_MIN: always */
};

/* Each field but name, title, source and effects is a switch: tests/fidelity demands of every one
 * that a runtime's profile sets that some verdict changes without it. */
struct profile {
    const char *name;
    uint8_t effects[CHAIN_FINDING_COUNT]; /* enum effect */
    /* The constraints in an anchor's own certificate hold (RFC 5937), not only its name and key. */
    bool anchor_constraints;
    uint16_t purpose;   /* enum cert_purpose that leaf and CAs must allow; 0: not asked */
    unsigned rsa_least; /* bits; smaller RSA and DSA keys are CHAIN_FINDING_KEY_SMALL */
    /* Certificates, roots too, must be made as RFC 5280 4 and the CA/Browser Forum's Baseline
     * Requirements 7.1 have it (check_rules.c), and no wildcard stands for all of a public suffix.
     */
    bool issuance;
    /* Revocation lists must be made as RFC 5280 5 asks of their issuers, not only be understood. */
    bool conforming_lists;

    /* The switches below are for runtimes; all of them off is RFC 5280 over all paths. */
    const char *title; /* which programs decide in this way; NULL: none in particular */
    uint8_t source;    /* enum profile_source */

    uint8_t strategy;     /* enum strategy */
    bool partial_chain;   /* FIRST: an anchor need not be self-signed */
    bool sent_first;      /* FIRST: an issuer that was sent goes before one of the store */
    bool alternatives;    /* FIRST: where that ends nowhere, the store may go on further down */
    bool drops_sent_root; /* FIRST: a sent root is looked up again from the certificate below it */
    bool choice_ignores_dates; /* FIRST: the first that fits is taken, within its dates or not */
    bool repeats_anchors;      /* FIRST: the store is asked again for what is in the path already */
    bool sent_sorted;          /* SENT: what was sent is put in order first; see build_sent.h */
    bool last_anchor; /* SENT: of several anchors within their dates the store's last is taken */
    const struct profile *otherwise; /* SENT: asked where the sent order does not fit; or NULL */
    bool names_are_octets; /* an issuer whose name is not the same octets is none (RFC 5280 7.1) */
    bool sent_names_loose; /* ... but among what was sent the string type may differ */
    bool key_id_binds;     /* an issuer whose key identifier differs is none */
    bool usage_binds;      /* FIRST: nor one whose key usage does not let it sign certificates */
    bool algorithm_binds;  /* FIRST: nor one whose key is not of the signature's kind */

    bool end_excluded;       /* a certificate has expired at its notAfter, not a second later */
    bool self_signed_anchor; /* ALL: an anchor that is not self-signed is a finding of its own */
    bool strict;             /* OpenSSL's X509_V_FLAG_X509_STRICT: what RFC 5280 asks of issuers */
    bool any_purpose_denied; /* anyExtendedKeyUsage does not stand for the purpose */
    bool any_purpose_of_cas_denied; /* ... not in CAs, where it does in leaves */
    bool anchor_purpose_ignored;    /* the extended key usage of an anchor says nothing */
    bool anchor_dates_above_cas; /* an anchor's dates count unless it stands right above the target
                                  */
    bool ca_purpose_ignored;     /* the extended key usage of CAs says nothing about their leaves */
    bool usage_makes_ca;  /* without basic constraints, a key usage that signs certificates does */
    bool anchor_critical; /* an unknown critical extension of an anchor counts too */
    bool anchor_length_ignored; /* the path length constraint of an anchor says nothing */
    bool self_issued_count;  /* self-issued intermediates count towards a path length constraint */
    bool host_common_name;   /* without DNS names in it, the common name is the host's */
    bool limits_common_name; /* ... and has to keep to name constraints on DNS names */
    uint8_t anchor_ca;       /* enum anchor_ca */
    uint8_t own_anchor;      /* enum own_anchor */
    uint8_t leaf_anchor;     /* enum leaf_anchor */
    uint16_t leaf_usage; /* enum cert_key_usage: a key usage of the leaf must have one of these */
    uint32_t depth;      /* intermediates at most; 0: as the budget has it */
    struct policy_limits limits; /* distrust by issuance that the verifier brings along */
    /* JDK: what its java.security can switch on, and what this one's does (java_security.h). */
    struct policy_limits known_limits;
    const struct disabled *disabled; /* keys and signature algorithms that are refused */
    size_t disabled_count;
    bool anchor_key_conditions; /* entries with conditions are asked of an anchor's key too */
    bool anchors_marked; /* it is known which anchors are the JDK's own CAs (anchor->jdk_ca) */
};

extern const struct profile PROFILES[];
extern const size_t PROFILE_COUNT;
extern const struct profile RUNTIME_PROFILES[]; /* profile_runtime.c */
extern const size_t RUNTIME_PROFILE_COUNT;

const struct profile *profile_find(const char *name); /* NULL for an unknown name */
/* "measurement", "documentation", or "" for a profile that predicts no program. */
const char *profile_source_name(const struct profile *profile);

#endif
