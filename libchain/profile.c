// SPDX-License-Identifier: Apache-2.0
#include "profile.h"

#include <string.h>

/* What no verifier of TLS servers minds, or what only linters of certificates do. */
#define FORM_IS_IGNORED                                                                               \
    [CHAIN_FINDING_SERIAL_ZERO] = EFFECT_IGNORE, [CHAIN_FINDING_SERIAL_NEGATIVE] = EFFECT_IGNORE,     \
    [CHAIN_FINDING_SERIAL_TOO_LONG] = EFFECT_IGNORE, [CHAIN_FINDING_TIME_FORM] = EFFECT_IGNORE,       \
    [CHAIN_FINDING_DER_DEFAULT_ENCODED] = EFFECT_IGNORE,                                              \
    [CHAIN_FINDING_PATH_LENGTH_WITHOUT_CA] = EFFECT_IGNORE,                                           \
    [CHAIN_FINDING_KEY_USAGE_FORM] = EFFECT_IGNORE, [CHAIN_FINDING_EXTENSIONS_EMPTY] = EFFECT_IGNORE

#define CANNOT_TELL                                                                                   \
    [CHAIN_FINDING_SIGNATURE_UNSUPPORTED] = EFFECT_UNKNOWN,                                           \
    [CHAIN_FINDING_KEY_UNSUPPORTED] = EFFECT_UNKNOWN, [CHAIN_FINDING_BUDGET_SPENT] = EFFECT_UNKNOWN,  \
    [CHAIN_FINDING_ROOT_REMOVAL_NEAR] = EFFECT_UNKNOWN,                                               \
    [CHAIN_FINDING_REVOCATION_NEAR] = EFFECT_UNKNOWN,                                                 \
    [CHAIN_FINDING_REVOCATION_UNKNOWN] = EFFECT_UNKNOWN,                                                 \
    [CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED] = EFFECT_UNKNOWN

const struct profile PROFILES[] = {
    {
        /* What every current TLS client asks for: RFC 5280, and no broken or small cryptography.
         * Why this is the default: docs/adr/0006-default-profile.md. */
        .name = "tls",
        .effects = {FORM_IS_IGNORED, CANNOT_TELL},
        .anchor_constraints = true,
        .purpose = PURPOSE_SERVER_AUTH,
        .rsa_least = 2048,
    },
    {
        /* What RFC 5280 section 6 demands of a validator, and no more. */
        .name = "rfc5280",
        .effects = {FORM_IS_IGNORED, CANNOT_TELL, [CHAIN_FINDING_SIGNATURE_SHA1] = EFFECT_IGNORE,
                    [CHAIN_FINDING_KEY_SMALL] = EFFECT_IGNORE},
        .anchor_constraints = true,
        .purpose = PURPOSE_SERVER_AUTH,
        .rsa_least = 0,
    },
    {
        /* RFC 5280 and the CA/Browser Forum's Baseline Requirements, of the certificates themselves. */
        .name = "webpki",
        .effects = {CANNOT_TELL},
        .anchor_constraints = true,
        .purpose = PURPOSE_SERVER_AUTH,
        .rsa_least = 2048,
        .issuance = true,
        .conforming_lists = true,
    },
};
const size_t PROFILE_COUNT = sizeof(PROFILES) / sizeof(PROFILES[0]);

const char *profile_source_name(const struct profile *profile)
{
    return profile->source == PROFILE_MEASURED     ? "measurement"
           : profile->source == PROFILE_DOCUMENTED ? "documentation"
                                                   : "";
}

const struct profile *profile_find(const char *name)
{
    for (size_t i = 0; i < PROFILE_COUNT; i++) {
        if (strcmp(PROFILES[i].name, name) == 0)
            return &PROFILES[i];
    }
    for (size_t i = 0; i < RUNTIME_PROFILE_COUNT; i++) {
        if (strcmp(RUNTIME_PROFILES[i].name, name) == 0)
            return &RUNTIME_PROFILES[i];
    }
    return NULL;
}

/* A unit test holds this list against the two tables. */
const char *const *chain_profile_names(void)
{
    static const char *const NAMES[] = {
        "tls",           "rfc5280",           "webpki",
        "openssl-1.0.1", "openssl-1.0.2",     "openssl-1.1.1",     "openssl-3",
        "openssl-3-level-0", "openssl-3-level-1", "openssl-3-partial", "python-3.13",
        "curl-openssl",  "php-streams",       "libressl-3.1",      "libressl",
        "gnutls-3.7",    "jdk-8",             "jdk-17",            "jdk-25",
        "android-4.4",   "android-7",         "android-10",        "go",
        NULL,
    };
    return NAMES;
}

const char *chain_profile_predicted_from(const char *name)
{
    const struct profile *profile = name ? profile_find(name) : NULL;
    return profile ? profile_source_name(profile) : "";
}
