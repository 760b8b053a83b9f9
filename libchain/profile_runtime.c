// SPDX-License-Identifier: Apache-2.0
/*
 * The profiles of runtimes: what real verifiers do, as data. Those that are PROFILE_MEASURED are
 * held against the verifier itself by tests/fidelity; of the others nobody had one, and the report
 * says so. docs/PROFILES.md says where each switch comes from and what is not predicted.
 */
#include "profile.h"

/* What linters mind and none of these verifiers does. */
#define LINT_IS_IGNORED                                                                           \
    [CHAIN_FINDING_SERIAL_ZERO] = EFFECT_IGNORE, [CHAIN_FINDING_SERIAL_NEGATIVE] = EFFECT_IGNORE, \
    [CHAIN_FINDING_SERIAL_TOO_LONG] = EFFECT_IGNORE, [CHAIN_FINDING_TIME_FORM] = EFFECT_IGNORE,   \
    [CHAIN_FINDING_DER_DEFAULT_ENCODED] = EFFECT_IGNORE,                                          \
    [CHAIN_FINDING_KEY_USAGE_FORM] = EFFECT_IGNORE,                                               \
    [CHAIN_FINDING_EXTENSIONS_EMPTY] = EFFECT_IGNORE

#define CANNOT_TELL                                         \
    [CHAIN_FINDING_SIGNATURE_UNSUPPORTED] = EFFECT_UNKNOWN, \
    [CHAIN_FINDING_KEY_UNSUPPORTED] = EFFECT_UNKNOWN,       \
    [CHAIN_FINDING_BUDGET_SPENT] = EFFECT_UNKNOWN,          \
    [CHAIN_FINDING_ROOT_REMOVAL_NEAR] = EFFECT_UNKNOWN,     \
    [CHAIN_FINDING_REVOCATION_NEAR] = EFFECT_UNKNOWN,       \
    [CHAIN_FINDING_REVOCATION_UNKNOWN] = EFFECT_UNKNOWN,    \
    [CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED] = EFFECT_UNKNOWN

#define LOOSE_FORM                                          \
    [CHAIN_FINDING_PATH_LENGTH_WITHOUT_CA] = EFFECT_IGNORE, \
    [CHAIN_FINDING_ISSUER_EMPTY] = EFFECT_IGNORE,           \
    [CHAIN_FINDING_VERSION_MISMATCH] = EFFECT_IGNORE, [CHAIN_FINDING_POLICY_TWICE] = EFFECT_IGNORE

/* Only the JDK's PKIX processes policies unless it is told to. */
#define NO_POLICIES \
    [CHAIN_FINDING_POLICY_REQUIRED] = EFFECT_IGNORE, [CHAIN_FINDING_POLICY_MAPS_ANY] = EFFECT_IGNORE

#define ANY_SIGNATURE \
    [CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_IGNORE, [CHAIN_FINDING_SIGNATURE_MD5] = EFFECT_IGNORE

#define ANCHOR_DATES_IGNORED                                                               \
    [CHAIN_FINDING_ANCHOR_EXPIRED] = EFFECT_IGNORE, [CHAIN_FINDING_ANCHOR_NOT_YET_VALID] = \
                                                        EFFECT_IGNORE

/* ---- OpenSSL ---------------------------------------------------------------------------------- */

/* All versions: one issuer a step, and notAfter itself is too late. */
#define OPENSSL                                                                             \
    .strategy = STRATEGY_FIRST, .purpose = PURPOSE_SERVER_AUTH | PURPOSE_GATED,             \
    .any_purpose_denied = true, .anchor_constraints = true,                                 \
    .leaf_usage =                                                                           \
        KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_KEY_ENCIPHERMENT | KEY_USAGE_KEY_AGREEMENT, \
    .end_excluded = true, .key_id_binds = true, .host_common_name = true,                     \
    .limits_common_name = true, .depth = 100

/* 1.0: the first match is taken, in date or not, and of the store's certificates only name
 * constraints count. */
#define OPENSSL_1_0                                                                         \
    OPENSSL, .usage_binds = true, .sent_first = true, .drops_sent_root = true,              \
             .choice_ignores_dates = true, .repeats_anchors = true, .usage_makes_ca = true, \
             .anchor_ca = ANCHOR_CA_NEVER, .anchor_purpose_ignored = true,                  \
             .anchor_length_ignored = true

/* 1.1 and later: trusted first; anchors are judged like other CAs. With partial chains the store's
 * first certificate is enough, so that nothing repeats. */
#define OPENSSL_PARTIAL \
    OPENSSL, .partial_chain = true, .anchor_critical = true, .algorithm_binds = true
#define OPENSSL_1_1                                                                             \
    OPENSSL, .anchor_critical = true, .anchor_ca = ANCHOR_CA_OR_USAGE, .algorithm_binds = true, \
             .repeats_anchors = true
#define OPENSSL_3 OPENSSL_1_1

/* OpenSSL 3 computes the strength of a key from its size (NIST SP 800-56B) and rounds it to a multiple of
 * eight bits, so that somewhat less than 1,024 and 2,048 bits will do for 80 and 112. Measured. */
enum { OPENSSL_3_LEVEL_1 = 920, OPENSSL_3_LEVEL_2 = 1963 };

/* ---- JDK -------------------------------------------------------------------------------------- */

/* What jdk.security.caDistrustPolicies names, by the certificates of the anchors. A policy compares
 * days in UTC: a leaf of that very day is good. */
static const uint8_t SYMANTEC[][32] = {
    {0xff, 0x85, 0x6a, 0x2d, 0x25, 0x1d, 0xcd, 0x88, 0xd3, 0x66, 0x56,
     0xf4, 0x50, 0x12, 0x67, 0x98, 0xcf, 0xab, 0xaa, 0xde, 0x40, 0x79,
     0x9c, 0x72, 0x2d, 0xe4, 0xd2, 0xb5, 0xdb, 0x36, 0xa7, 0x3a},
    {0x37, 0xd5, 0x10, 0x06, 0xc5, 0x12, 0xea, 0xab, 0x62, 0x64, 0x21,
     0xf1, 0xec, 0x8c, 0x92, 0x01, 0x3f, 0xc5, 0xf8, 0x2a, 0xe9, 0x8e,
     0xe5, 0x33, 0xeb, 0x46, 0x19, 0xb8, 0xde, 0xb4, 0xd0, 0x6c},
    {0x5e, 0xdb, 0x7a, 0xc4, 0x3b, 0x82, 0xa0, 0x6a, 0x87, 0x61, 0xe8,
     0xd7, 0xbe, 0x49, 0x79, 0xeb, 0xf2, 0x61, 0x1f, 0x7d, 0xd7, 0x9b,
     0xf9, 0x1c, 0x1c, 0x6b, 0x56, 0x6a, 0x21, 0x9e, 0xd7, 0x66},
    {0xb4, 0x78, 0xb8, 0x12, 0x25, 0x0d, 0xf8, 0x78, 0x63, 0x5c, 0x2a,
     0xa7, 0xec, 0x7d, 0x15, 0x5e, 0xaa, 0x62, 0x5e, 0xe8, 0x29, 0x16,
     0xe2, 0xcd, 0x29, 0x43, 0x61, 0x88, 0x6c, 0xd1, 0xfb, 0xd4},
    {0xa0, 0x45, 0x9b, 0x9f, 0x63, 0xb2, 0x25, 0x59, 0xf5, 0xfa, 0x5d,
     0x4c, 0x6d, 0xb3, 0xf9, 0xf7, 0x2f, 0xf1, 0x93, 0x42, 0x03, 0x35,
     0x78, 0xf0, 0x73, 0xbf, 0x1d, 0x1b, 0x46, 0xcb, 0xb9, 0x12},
    {0x8d, 0x72, 0x2f, 0x81, 0xa9, 0xc1, 0x13, 0xc0, 0x79, 0x1d, 0xf1,
     0x36, 0xa2, 0x96, 0x6d, 0xb2, 0x6c, 0x95, 0x0a, 0x97, 0x1d, 0xb4,
     0x6b, 0x41, 0x99, 0xf4, 0xea, 0x54, 0xb7, 0x8b, 0xfb, 0x9f},
    {0xa4, 0x31, 0x0d, 0x50, 0xaf, 0x18, 0xa6, 0x44, 0x71, 0x90, 0x37,
     0x2a, 0x86, 0xaf, 0xaf, 0x8b, 0x95, 0x1f, 0xfb, 0x43, 0x1d, 0x83,
     0x7f, 0x1e, 0x56, 0x88, 0xb4, 0x59, 0x71, 0xed, 0x15, 0x57},
    {0x4b, 0x03, 0xf4, 0x58, 0x07, 0xad, 0x70, 0xf2, 0x1b, 0xfc, 0x2c,
     0xae, 0x71, 0xc9, 0xfd, 0xe4, 0x60, 0x4c, 0x06, 0x4c, 0xf5, 0xff,
     0xb6, 0x86, 0xba, 0xe5, 0xdb, 0xaa, 0xd7, 0xfd, 0xd3, 0x4c},
    {0x3f, 0x9f, 0x27, 0xd5, 0x83, 0x20, 0x4b, 0x9e, 0x09, 0xc8, 0xa3,
     0xd2, 0x06, 0x6c, 0x4b, 0x57, 0xd3, 0xa2, 0x47, 0x9c, 0x36, 0x93,
     0x65, 0x08, 0x80, 0x50, 0x56, 0x98, 0x10, 0x5d, 0xbc, 0xe9},
    {0x3a, 0x43, 0xe2, 0x20, 0xfe, 0x7f, 0x3e, 0xa9, 0x65, 0x3d, 0x1e,
     0x21, 0x74, 0x2e, 0xac, 0x2b, 0x75, 0xc2, 0x0f, 0xd8, 0x98, 0x03,
     0x05, 0xbc, 0x50, 0x2c, 0xaf, 0x8c, 0x2d, 0x9b, 0x41, 0xa1},
    {0xa4, 0xb6, 0xb3, 0x99, 0x6f, 0xc2, 0xf3, 0x06, 0xb3, 0xfd, 0x86,
     0x81, 0xbd, 0x63, 0x41, 0x3d, 0x8c, 0x50, 0x09, 0xcc, 0x4f, 0xa3,
     0x29, 0xc2, 0xcc, 0xf0, 0xe2, 0xfa, 0x1b, 0x14, 0x03, 0x05},
    {0x83, 0xce, 0x3c, 0x12, 0x29, 0x68, 0x8a, 0x59, 0x3d, 0x48, 0x5f,
     0x81, 0x97, 0x3c, 0x0f, 0x91, 0x95, 0x43, 0x1e, 0xda, 0x37, 0xcc,
     0x5e, 0x36, 0x43, 0x0e, 0x79, 0xc7, 0xa8, 0x88, 0x63, 0x8b},
    {0xeb, 0x04, 0xcf, 0x5e, 0xb1, 0xf3, 0x9a, 0xfa, 0x76, 0x2f, 0x2b,
     0xb1, 0x20, 0xf2, 0x96, 0xcb, 0xa5, 0x20, 0xc1, 0xb9, 0x7d, 0xb1,
     0x58, 0x95, 0x65, 0xb8, 0x1c, 0xb9, 0xa1, 0x7b, 0x72, 0x44},
    {0x69, 0xdd, 0xd7, 0xea, 0x90, 0xbb, 0x57, 0xc9, 0x3e, 0x13, 0x5d,
     0xc8, 0x5e, 0xa6, 0xfc, 0xd5, 0x48, 0x0b, 0x60, 0x32, 0x39, 0xbd,
     0xc4, 0x54, 0xfc, 0x75, 0x8b, 0x2a, 0x26, 0xcf, 0x7f, 0x79},
    {0x9a, 0xcf, 0xab, 0x7e, 0x43, 0xc8, 0xd8, 0x80, 0xd0, 0x6b, 0x26,
     0x2a, 0x94, 0xde, 0xee, 0xe4, 0xb4, 0x65, 0x99, 0x89, 0xc3, 0xd0,
     0xca, 0xf1, 0x9b, 0xaf, 0x64, 0x05, 0xe4, 0x1a, 0xb7, 0xdf},
    {0x23, 0x99, 0x56, 0x11, 0x27, 0xa5, 0x71, 0x25, 0xde, 0x8c, 0xef,
     0xea, 0x61, 0x0d, 0xdf, 0x2f, 0xa0, 0x78, 0xb5, 0xc8, 0x06, 0x7f,
     0x4e, 0x82, 0x82, 0x90, 0xbf, 0xb8, 0x60, 0xe8, 0x4b, 0x3c},
};
static const uint8_t ENTRUST[][32] = {
    {0x73, 0xc1, 0x76, 0x43, 0x4f, 0x1b, 0xc6, 0xd5, 0xad, 0xf4, 0x5b,
     0x0e, 0x76, 0xe7, 0x27, 0x28, 0x7c, 0x8d, 0xe5, 0x76, 0x16, 0xc1,
     0xe6, 0xe6, 0x14, 0x1a, 0x2b, 0x2c, 0xbc, 0x7d, 0x8e, 0x4c},
    {0x02, 0xed, 0x0e, 0xb2, 0x8c, 0x14, 0xda, 0x45, 0x16, 0x5c, 0x56,
     0x67, 0x91, 0x70, 0x0d, 0x64, 0x51, 0xd7, 0xfb, 0x56, 0xf0, 0xb2,
     0xab, 0x1d, 0x3b, 0x8e, 0xb0, 0x70, 0xe5, 0x6e, 0xdf, 0xf5},
    {0x43, 0xdf, 0x57, 0x74, 0xb0, 0x3e, 0x7f, 0xef, 0x5f, 0xe4, 0x0d,
     0x93, 0x1a, 0x7b, 0xed, 0xf1, 0xbb, 0x2e, 0x6b, 0x42, 0x73, 0x8c,
     0x4e, 0x6d, 0x38, 0x41, 0x10, 0x3d, 0x3a, 0xa7, 0xf3, 0x39},
    {0xdb, 0x35, 0x17, 0xd1, 0xf6, 0x73, 0x2a, 0x2d, 0x5a, 0xb9, 0x7c,
     0x53, 0x3e, 0xc7, 0x07, 0x79, 0xee, 0x32, 0x70, 0xa6, 0x2f, 0xb4,
     0xac, 0x42, 0x38, 0x37, 0x24, 0x60, 0xe6, 0xf0, 0x1e, 0x88},
    {0x6d, 0xc4, 0x71, 0x72, 0xe0, 0x1c, 0xbc, 0xb0, 0xbf, 0x62, 0x58,
     0x0d, 0x89, 0x5f, 0xe2, 0xb8, 0xac, 0x9a, 0xd4, 0xf8, 0x73, 0x80,
     0x1e, 0x0c, 0x10, 0xb9, 0xc8, 0x37, 0xd2, 0x1e, 0xb1, 0x77},
    /* AffirmTrust's: the policies of JDK 25 no longer name them */
    {0x03, 0x76, 0xab, 0x1d, 0x54, 0xc5, 0xf9, 0x80, 0x3c, 0xe4, 0xb2,
     0xe2, 0x01, 0xa0, 0xee, 0x7e, 0xef, 0x7b, 0x57, 0xb6, 0x36, 0xe8,
     0xa9, 0x3c, 0x9b, 0x8d, 0x48, 0x60, 0xc9, 0x6f, 0x5f, 0xa7},
    {0x0a, 0x81, 0xec, 0x5a, 0x92, 0x97, 0x77, 0xf1, 0x45, 0x90, 0x4a,
     0xf3, 0x8d, 0x5d, 0x50, 0x9f, 0x66, 0xb5, 0xe2, 0xc5, 0x8f, 0xcd,
     0xb5, 0x31, 0x05, 0x8b, 0x0e, 0x17, 0xf3, 0xf0, 0xb4, 0x1b},
    {0x70, 0xa7, 0x3f, 0x7f, 0x37, 0x6b, 0x60, 0x07, 0x42, 0x48, 0x90,
     0x45, 0x34, 0xb1, 0x14, 0x82, 0xd5, 0xbf, 0x0e, 0x69, 0x8e, 0xcc,
     0x49, 0x8d, 0xf5, 0x25, 0x77, 0xeb, 0xf2, 0xe9, 0x3b, 0x9a},
    {0xbd, 0x71, 0xfd, 0xf6, 0xda, 0x97, 0xe4, 0xcf, 0x62, 0xd1, 0x64,
     0x7a, 0xdd, 0x25, 0x81, 0xb0, 0x7d, 0x79, 0xad, 0xf8, 0x39, 0x7e,
     0xb4, 0xec, 0xba, 0x9c, 0x5e, 0x84, 0x88, 0x82, 0x14, 0x23},
};
static const uint8_t CAMERFIRMA[][32] = {
    {0x06, 0x3e, 0x4a, 0xfa, 0xc4, 0x91, 0xdf, 0xd3, 0x32, 0xf3, 0x08,
     0x9b, 0x85, 0x42, 0xe9, 0x46, 0x17, 0xd8, 0x93, 0xd7, 0xfe, 0x94,
     0x4e, 0x10, 0xa7, 0x93, 0x7e, 0xe2, 0x9d, 0x96, 0x93, 0xc0},
    /* the policies of JDK 25 no longer name these two */
    {0x0c, 0x25, 0x8a, 0x12, 0xa5, 0x67, 0x4a, 0xef, 0x25, 0xf2, 0x8b,
     0xa7, 0xdc, 0xfa, 0xec, 0xee, 0xa3, 0x48, 0xe5, 0x41, 0xe6, 0xf5,
     0xcc, 0x4e, 0xe6, 0x3b, 0x71, 0xb3, 0x61, 0x60, 0x6a, 0xc3},
    {0x13, 0x63, 0x35, 0x43, 0x93, 0x34, 0xa7, 0x69, 0x80, 0x16, 0xa0,
     0xd3, 0x24, 0xde, 0x72, 0x28, 0x4e, 0x07, 0x9d, 0x7b, 0x52, 0x20,
     0xbb, 0x8f, 0xbd, 0x74, 0x78, 0x16, 0xee, 0xbe, 0xba, 0xca},
};
static const uint8_t CHUNGHWA[][32] = {
    {0xc0, 0xa6, 0xf4, 0xdc, 0x63, 0xa2, 0x4b, 0xfd, 0xcf, 0x54, 0xef,
     0x2a, 0x6a, 0x08, 0x2a, 0x0a, 0x72, 0xde, 0x35, 0x80, 0x3e, 0x2f,
     0xf5, 0xff, 0x52, 0x7a, 0xe5, 0xd8, 0x72, 0x06, 0xdf, 0xd5},
};

enum { JDK_25_ENTRUST = 5, JDK_25_CAMERFIRMA = 1 }; /* the first of them */

/* Apple's two issuing CAs, which the policy lets go on until 2019-12-31. */
static const uint8_t SYMANTEC_EXEMPT[][32] = {
    {0xac, 0x2b, 0x92, 0x2e, 0xcf, 0xd5, 0xe0, 0x17, 0x11, 0x77, 0x2f,
     0xea, 0x8e, 0xd3, 0x72, 0xde, 0x9d, 0x1e, 0x22, 0x45, 0xfc, 0xe3,
     0xf5, 0x7a, 0x9c, 0xdb, 0xec, 0x77, 0x29, 0x6a, 0x42, 0x4b},
    {0xa4, 0xfe, 0x7c, 0x7f, 0x15, 0x15, 0x5f, 0x3f, 0x0a, 0xef, 0x7a,
     0xaa, 0x83, 0xcf, 0x6e, 0x06, 0xde, 0xb9, 0x7c, 0xa3, 0xf9, 0x09,
     0xdf, 0x92, 0x0a, 0xc1, 0x49, 0x08, 0x82, 0xd4, 0x88, 0xed},
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define POLICY_OF(name, array, count, end_of_day)  \
    {                                              \
        name, end_of_day, array, count, NULL, 0, 0 \
    }
#define POLICY(name, array, end_of_day) POLICY_OF(name, array, COUNT(array), end_of_day)
/* 2019-04-16T23:59:59Z, and for the exempt ones 2019-12-31T23:59:59Z */
#define SYMANTEC_POLICY                                                         \
    {                                                                           \
        "SYMANTEC_TLS", 1555459199, SYMANTEC, COUNT(SYMANTEC), SYMANTEC_EXEMPT, \
            COUNT(SYMANTEC_EXEMPT), 1577836799,                                 \
    }
static const struct policy_limit JDK_8_LIMITS[] = {
    SYMANTEC_POLICY, POLICY("ENTRUST_TLS", ENTRUST, 1731369599), /* 2024-11-11T23:59:59Z */
    POLICY("CAMERFIRMA_TLS", CAMERFIRMA, 1744761599),            /* 2025-04-15T23:59:59Z */
};
static const struct policy_limit JDK_25_LIMITS[] = {
    SYMANTEC_POLICY, POLICY_OF("ENTRUST_TLS", ENTRUST, JDK_25_ENTRUST, 1731369599),
    POLICY_OF("CAMERFIRMA_TLS", CAMERFIRMA, JDK_25_CAMERFIRMA, 1744761599),
    POLICY("CHUNGHWA_TLS", CHUNGHWA, 1773791999), /* 2026-03-17T23:59:59Z */
};

/* An anchor is a name and a key whose dates nobody looks at; SHA-1 is refused below the JDK's own
 * anchors only ("SHA1 jdkCA & usage TLSServer"), which public CAs have not used for years. */
#define JDK                                                                                       \
    .purpose = PURPOSE_SERVER_AUTH, .ca_purpose_ignored = true, .anchor_ca = ANCHOR_CA_VERSION_3, \
    .rsa_least = 1024, .leaf_usage = KEY_USAGE_DIGITAL_SIGNATURE,           \
    .host_common_name = true, .limits_common_name = true
#define JDK_EFFECTS                                                           \
    LINT_IS_IGNORED, CANNOT_TELL, LOOSE_FORM,                                 \
        ANCHOR_DATES_IGNORED, [CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_IGNORE, \
                              [CHAIN_FINDING_SETTING_UNKNOWN] = EFFECT_UNKNOWN

/* The builder, which is asked where the sent order leads nowhere, looks at the dates of all anchors
 * but those right above the leaf. */
#define JDK_KNOWN .known_limits = {JDK_25_LIMITS, COUNT(JDK_25_LIMITS)}
#define JDK_8_POLICIES JDK_KNOWN, .limits = {JDK_8_LIMITS, COUNT(JDK_8_LIMITS)}
#define JDK_25_POLICIES \
    JDK_KNOWN, .limits = {JDK_25_LIMITS, COUNT(JDK_25_LIMITS)}, .anchor_key_conditions = true
static const struct profile JDK_8_BUILDER = {
    .name = "jdk-8, builder",
    .effects = {JDK_EFFECTS},
    JDK,
    .anchor_dates_above_cas = true,
    JDK_8_POLICIES,
};
static const struct profile JDK_25_BUILDER = {
    .name = "jdk-25, builder",
    .effects = {JDK_EFFECTS},
    JDK,
    .anchor_dates_above_cas = true,
    JDK_25_POLICIES,
};

/* ---- LibreSSL and Android: from their sources, manuals and release notes ---------------------- */

/* LibreSSL 3.2 got a verifier of its own that tries all paths, the store's certificates first, and
 * then lets the code that it has from OpenSSL look at the path. Its first versions took any
 * certificate of the store for an end and had no security level, the later ones do not and have:
 * what depends on the version is unknown. */
#define LIBRESSL                                                                                   \
    .purpose = PURPOSE_SERVER_AUTH | PURPOSE_GATED, .any_purpose_denied = true,                    \
    .anchor_constraints = true, .anchor_critical = true, .anchor_ca = ANCHOR_CA_OR_USAGE,          \
    .self_signed_anchor = true, .key_id_binds = true, .host_common_name = true, .rsa_least = 1024, \
    .limits_common_name = true,                                                                    \
    .leaf_usage =                                                                                  \
        KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_KEY_ENCIPHERMENT | KEY_USAGE_KEY_AGREEMENT

/* Android: an anchor is a name and a key, and nothing else in its certificate is looked at; only
 * the leaf's extended key usage is. Versions before 7 cut what was sent at the first trusted name
 * and key; later ones try all paths. SHA-1 is refused from 10 on, and common names from 9 on. */
#define ANDROID \
    .purpose = PURPOSE_SERVER_AUTH | PURPOSE_GATED, .ca_purpose_ignored = true, .rsa_least = 1024
#define ANDROID_EFFECTS LINT_IS_IGNORED, CANNOT_TELL, LOOSE_FORM, ANCHOR_DATES_IGNORED

const struct profile RUNTIME_PROFILES[] = {
    {
        .name = "openssl-1.0.1",
        .title = "OpenSSL before 1.0.1n and 1.0.2b",
        .source = PROFILE_DOCUMENTED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM,
                    ANY_SIGNATURE, [CHAIN_FINDING_KEY_SMALL] = EFFECT_IGNORE},
        OPENSSL_1_0,
    },
    {
        .name = "openssl-1.0.2",
        .title = "OpenSSL 1.0.1n to 1.0.2",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM,
                    ANY_SIGNATURE, [CHAIN_FINDING_KEY_SMALL] = EFFECT_IGNORE},
        OPENSSL_1_0,
        .alternatives = true,
    },
    {
        .name = "openssl-1.1.1",
        .title = "OpenSSL 1.1.0 and 1.1.1 at security level 1",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES,
                    LOOSE_FORM, [CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_IGNORE},
        OPENSSL_1_1,
        .own_anchor = OWN_ANCHOR_MAY_SIGN,
        .rsa_least = 1024,
    },
    {
        .name = "openssl-3",
        .title = "OpenSSL 3 at security level 2, the default of Debian and of 3.2 and later",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM},
        OPENSSL_3,
        .rsa_least = OPENSSL_3_LEVEL_2,
    },
    {
        .name = "openssl-3-level-0",
        .title = "OpenSSL 3 at security level 0",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM,
                    ANY_SIGNATURE, [CHAIN_FINDING_KEY_SMALL] = EFFECT_IGNORE},
        OPENSSL_3,
    },
    {
        .name = "openssl-3-level-1",
        .title = "OpenSSL 3 at security level 1, the default of 3.0 and 3.1",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM},
        OPENSSL_3,
        .rsa_least = OPENSSL_3_LEVEL_1,
    },
    {
        .name = "openssl-3-partial",
        .title = "OpenSSL 3 with X509_V_FLAG_PARTIAL_CHAIN, at security level 2",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM},
        OPENSSL_PARTIAL,
        .anchor_ca = ANCHOR_CA_OR_USAGE,
        .rsa_least = OPENSSL_3_LEVEL_2,
    },
    {
        .name = "python-3.13",
        .title = "Python 3.13 and later: OpenSSL 3, strict, with partial chains",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL,
                    NO_POLICIES, [CHAIN_FINDING_POLICY_TWICE] = EFFECT_IGNORE},
        OPENSSL_PARTIAL,
        .strict = true,
        .rsa_least = OPENSSL_3_LEVEL_2,
    },
    {
        .name = "curl-openssl",
        .title = "curl 7.68 and later, and PHP's curl extension, on OpenSSL 3: partial chains",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM},
        OPENSSL_PARTIAL,
        .anchor_ca = ANCHOR_CA_OR_USAGE,
        .rsa_least = OPENSSL_3_LEVEL_2,
    },
    {
        .name = "php-streams",
        .title = "PHP's streams on OpenSSL 3",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM},
        OPENSSL_3,
        .rsa_least = OPENSSL_3_LEVEL_2,
    },
    {
        .name = "libressl-3.1",
        .title = "LibreSSL 2.3 to 3.1.2",
        .source = PROFILE_DOCUMENTED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM,
                    ANY_SIGNATURE, [CHAIN_FINDING_KEY_SMALL] = EFFECT_IGNORE},
        OPENSSL_1_0,
        .alternatives = true,
    },
    {
        .name = "libressl",
        .title = "LibreSSL 3.2 and later",
        .source = PROFILE_DOCUMENTED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES,
                    LOOSE_FORM, [CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_IGNORE,
                    [CHAIN_FINDING_SIGNATURE_MD5] = EFFECT_UNKNOWN,
                    [CHAIN_FINDING_KEY_SMALL] = EFFECT_UNKNOWN,
                    [CHAIN_FINDING_ANCHOR_NOT_SELF_SIGNED] = EFFECT_UNKNOWN},
        LIBRESSL,
    },
    {
        .name = "gnutls-3.7",
        .title = "GnuTLS 3.7 and later",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES,
                    LOOSE_FORM, [CHAIN_FINDING_ORDER_UNKNOWN] = EFFECT_UNKNOWN},
        .strategy = STRATEGY_SENT,
        .sent_sorted = true,
        .purpose = PURPOSE_SERVER_AUTH,
        .anchor_constraints = true,
        .anchor_critical = true,
        .anchor_purpose_ignored = true,
        .anchor_ca = ANCHOR_CA_OR_SELF_SIGNED,
        .last_anchor = true,
        .self_issued_count = true,
        .any_purpose_of_cas_denied = true,
        .rsa_least = 1024,
        .names_are_octets = true,
        .sent_names_loose = true,
        .leaf_anchor = LEAF_ANCHOR_ENOUGH,
        .key_id_binds = true,
        .host_common_name = true,
        .limits_common_name = true,
    },
    {
        .name = "jdk-8",
        .title = "JDK 8 (8u271 and later)",
        .source = PROFILE_DOCUMENTED,
        .effects = {JDK_EFFECTS},
        JDK,
        .strategy = STRATEGY_SENT,
        .leaf_anchor = LEAF_ANCHOR_UNCHECKED,
        .key_id_binds = true,
        .otherwise = &JDK_8_BUILDER,
        JDK_8_POLICIES,
    },
    {
        .name = "jdk-17",
        .title = "JDK 11 to 21",
        .source = PROFILE_MEASURED,
        .effects = {JDK_EFFECTS},
        JDK,
        .strategy = STRATEGY_SENT,
        .leaf_anchor = LEAF_ANCHOR_UNCHECKED,
        .key_id_binds = true,
        .otherwise = &JDK_8_BUILDER,
        JDK_8_POLICIES,
    },
    {
        .name = "jdk-25",
        .title = "JDK 25 and later",
        .source = PROFILE_MEASURED,
        .effects = {JDK_EFFECTS},
        JDK,
        .strategy = STRATEGY_SENT,
        .leaf_anchor = LEAF_ANCHOR_UNCHECKED,
        .key_id_binds = true,
        .otherwise = &JDK_25_BUILDER,
        JDK_25_POLICIES,
    },
    {
        .name = "android-4.4",
        .title = "Android 4.4 to 6 (API levels 19 to 23)",
        .source = PROFILE_DOCUMENTED,
        .effects = {ANDROID_EFFECTS, [CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_IGNORE},
        ANDROID,
        .strategy = STRATEGY_SENT,
        .host_common_name = true,
    },
    {
        .name = "android-7",
        .title = "Android 7 and 8 (API levels 24 to 27)",
        .source = PROFILE_DOCUMENTED,
        .effects = {ANDROID_EFFECTS, [CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_IGNORE},
        ANDROID,
        .host_common_name = true,
    },
    {
        .name = "android-10",
        .title = "Android 10 and later (API level 29)",
        .source = PROFILE_DOCUMENTED,
        .effects = {ANDROID_EFFECTS},
        ANDROID,
    },
    {
        .name = "go",
        .title = "Go 1.18 and later (except on Windows and macOS)",
        .source = PROFILE_MEASURED,
        .effects = {LINT_IS_IGNORED, CANNOT_TELL, NO_POLICIES, LOOSE_FORM},
        .names_are_octets = true,
        .leaf_anchor = LEAF_ANCHOR_ENOUGH,
        .purpose = PURPOSE_SERVER_AUTH,
        .anchor_constraints = true,
        .anchor_critical = true,
        .anchor_ca = ANCHOR_CA_VERSION_3,
        .self_issued_count = true,
    },
};
const size_t RUNTIME_PROFILE_COUNT = COUNT(RUNTIME_PROFILES);
