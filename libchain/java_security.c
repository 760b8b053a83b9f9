// SPDX-License-Identifier: Apache-2.0
/*
 * The grammar is the one in the comments of java.security:
 *
 *   entries  entry {"," entry}
 *   entry    name [constraint {"&" constraint}]
 *   constraint  "keySize" operator bits | "jdkCA" | "denyAfter" YYYY-MM-DD | "usage" word {word}
 *
 * An entry without constraint switches an algorithm off, wherever it occurs: as the whole name of a
 * signature algorithm, as its digest or kind of key, and as a key. Constraints of one entry hold
 * together. The JDK throws at the first TLS connection when it does not understand an entry; then
 * nothing is predicted, and said.
 */
#include "java_security.h"

#include "instant.h"
#include "key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BIT(number) (1U << (number))
#define RSA_KEYS BIT(KEY_RSA)
#define EC_KEYS (BIT(KEY_P256) | BIT(KEY_P384) | BIT(KEY_P521))
#define ALL_DIGESTS 0xffffU

/* Names as the JDK has them, and "-" left out of those of digests. */
static const struct known {
    const char *name;
    uint16_t digests, schemes; /* of signatures: bits of enum digest and enum scheme */
    uint16_t keys;             /* bits of enum key_kind */
} NAMES[] = {
    {"MD2", BIT(DIGEST_MD2), ALL_DIGESTS, 0},
    {"MD5", BIT(DIGEST_MD5), ALL_DIGESTS, 0},
    {"SHA", BIT(DIGEST_SHA1), ALL_DIGESTS, 0},
    {"SHA1", BIT(DIGEST_SHA1), ALL_DIGESTS, 0},
    {"SHA224", BIT(DIGEST_SHA224), ALL_DIGESTS, 0},
    {"SHA256", BIT(DIGEST_SHA256), ALL_DIGESTS, 0},
    {"SHA384", BIT(DIGEST_SHA384), ALL_DIGESTS, 0},
    {"SHA512", BIT(DIGEST_SHA512), ALL_DIGESTS, 0},
    {"RSA", ALL_DIGESTS, BIT(SCHEME_RSA_PKCS1), RSA_KEYS},
    {"RSASSA-PSS", ALL_DIGESTS, BIT(SCHEME_RSA_PSS), DISABLED_PSS_KEYS},
    {"DSA", ALL_DIGESTS, BIT(SCHEME_DSA), BIT(KEY_DSA)},
    {"ECDSA", ALL_DIGESTS, BIT(SCHEME_ECDSA), 0},
    {"EC", 0, 0, EC_KEYS},
    {"EdDSA", 0, 0, BIT(KEY_ED25519)},
    {"Ed25519", ALL_DIGESTS, BIT(SCHEME_ED25519), BIT(KEY_ED25519)},
    {"secp256r1", 0, 0, BIT(KEY_P256)},
    {"NIST P-256", 0, 0, BIT(KEY_P256)},
    {"X9.62 prime256v1", 0, 0, BIT(KEY_P256)},
    {"secp384r1", 0, 0, BIT(KEY_P384)},
    {"NIST P-384", 0, 0, BIT(KEY_P384)},
    {"secp521r1", 0, 0, BIT(KEY_P521)},
    {"NIST P-521", 0, 0, BIT(KEY_P521)},
};

/* What jdk.tls.disabledAlgorithms names and no certificate has: versions, ciphers, key exchanges,
 * the algorithms of handshakes. */
static const char *const OF_TLS[] = {
    "SSL",  "TLS",    "DTLS",   "RC2",  "RC4",           "DES", "3DES",     "AES",
    "anon", "NULL",   "ECDH",   "DH",   "DiffieHellman", "K_",  "CHACHA20", "ChaCha20",
    "IDEA", "EXPORT", "x25519", "x448", "ffdhe",         NULL};

/* In the order of the bits. */
static const char *const JDK_POLICIES[] = {"SYMANTEC_TLS", "ENTRUST_TLS", "CAMERFIRMA_TLS",
                                           "CHUNGHWA_TLS"};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void doubt(struct java_security *out, const char *before, const char *words, size_t size,
                  const char *after)
{
    if (out->doubt_count == MOST_DOUBTS)
        return;
    snprintf(out->doubts[out->doubt_count++], DOUBT_SIZE, "%s%.*s%s", before,
             (int)(size < 80 ? size : 80), words, after);
}

/* ---- names ------------------------------------------------------------------------------------- */

static const struct known *find_name(const char *name)
{
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        if (strcasecmp(NAMES[i].name, name) == 0)
            return &NAMES[i];
    }
    return NULL;
}

/* "SHA-1" is SHA1, and "SHA-256withRSA" SHA256withRSA; "RSASSA-PSS" stays. */
static void join_digest(char *name)
{
    if (strncasecmp(name, "SHA-", 4) == 0)
        memmove(name + 3, name + 4, strlen(name + 4) + 1);
}

/* "SHA1withRSA": both must be there. */
static bool find_signature(struct disabled *rule, const char *name)
{
    char digest[32];
    size_t at = 0;
    while (name[at] && strncasecmp(name + at, "with", 4) != 0)
        at++;
    if (!name[at] || at >= sizeof(digest))
        return false;
    snprintf(digest, sizeof(digest), "%.*s", (int)at, name);
    const struct known *first = find_name(digest), *second = find_name(name + at + 4);
    if (!first || !second || first->schemes != ALL_DIGESTS || !second->schemes)
        return false;
    rule->digests = first->digests;
    rule->schemes = second->schemes;
    return true;
}

/* The schemes of TLS (RFC 8446 4.2.3) that certificates can be signed with. */
static bool find_scheme(struct disabled *rule, const char *name)
{
    static const struct {
        const char *name;
        uint16_t scheme;
    } FAMILIES[] = {
        {"rsa_pkcs1_", SCHEME_RSA_PKCS1}, {"ecdsa_", SCHEME_ECDSA}, {"dsa_", SCHEME_DSA}};
    const char *digest = strrchr(name, '_');
    const struct known *known = digest ? find_name(digest + 1) : NULL;
    if (!known || known->schemes != ALL_DIGESTS)
        return false;
    for (size_t i = 0; i < COUNT(FAMILIES); i++) {
        if (strncmp(name, FAMILIES[i].name, strlen(FAMILIES[i].name)) == 0) {
            rule->digests = known->digests;
            rule->schemes = (uint16_t)BIT(FAMILIES[i].scheme);
            return true;
        }
    }
    return false;
}

static bool is_of_tls(const char *name)
{
    for (size_t i = 0; OF_TLS[i]; i++) {
        if (strncasecmp(name, OF_TLS[i], strlen(OF_TLS[i])) == 0)
            return true;
    }
    return false;
}

/* False for what no certificate has. What is not known can only stand for what is not known here.
 */
static bool resolve(struct disabled *rule, char *name, bool tls)
{
    join_digest(name);
    const struct known *known = find_name(name);
    if (known) {
        rule->digests = known->digests;
        rule->schemes = known->schemes;
        rule->keys = known->keys;
        return true;
    }
    if (find_signature(rule, name) || (tls && find_scheme(rule, name)))
        return true;
    rule->other = true;
    return !is_of_tls(name);
}

/* ---- constraints ------------------------------------------------------------------------------- */

/* The next word of a constraint; "" at its end. */
static const char *next_word(const char *at, char *out, size_t size)
{
    at += strspn(at, " ");
    size_t length = strcspn(at, " ");
    snprintf(out, size, "%.*s", (int)length, at);
    return at + length;
}

static bool read_size(struct disabled *rule, const char *at)
{
    static const char *const OPERATORS[] = {"<", "<=", "==", "!=", ">=", ">"};
    char word[16], *end;
    at = next_word(at, word, sizeof(word));
    for (size_t i = 0; i < COUNT(OPERATORS); i++) {
        if (strcmp(word, OPERATORS[i]) == 0)
            rule->comparison = (uint8_t)(i + 1);
    }
    next_word(at, word, sizeof(word));
    long bits = strtol(word, &end, 10);
    rule->bits = (uint32_t)bits;
    return rule->comparison && end != word && !*end && bits >= 0 && bits <= INT32_MAX;
}

/* YYYY-MM-DD, from the beginning of that day (UTC) on. */
static bool read_date(struct disabled *rule, const char *at)
{
    char word[16];
    const char *rest = next_word(at, word, sizeof(word));
    return strlen(word) == 10 && !rest[strspn(rest, " ")] && !rule->dated++ &&
           chain_time_from_text(&rule->from, word) == CHAIN_OK;
}

/* False where none of the usages is that of a TLS server's certificate. */
static bool read_usage(const char *at, bool tls)
{
    char word[32];
    for (;;) {
        at = next_word(at, word, sizeof(word));
        if (!word[0])
            return false;
        if (strcasecmp(word, tls ? "CertificateSignature" : "TLSServer") == 0)
            return true;
    }
}

enum understood { UNDERSTOOD, OF_NO_CONCERN, NOT_UNDERSTOOD };

static enum understood read_constraint(struct disabled *rule, const char *at, bool tls)
{
    char word[24];
    const char *rest = next_word(at, word, sizeof(word));
    if (strcmp(word, "keySize") == 0)
        return read_size(rule, rest) ? UNDERSTOOD : NOT_UNDERSTOOD;
    if (strcasecmp(word, "jdkCA") == 0)
        return rule->jdk_ca++ || rest[strspn(rest, " ")] ? NOT_UNDERSTOOD : UNDERSTOOD;
    if (strcmp(word, "denyAfter") == 0)
        return read_date(rule, rest) ? UNDERSTOOD : NOT_UNDERSTOOD;
    if (strcmp(word, "usage") == 0)
        return read_usage(rest, tls) ? UNDERSTOOD : OF_NO_CONCERN;
    return NOT_UNDERSTOOD;
}

/* All constraints of an entry, "&" between them. */
static enum understood read_constraints(struct disabled *rule, char *policy, bool tls)
{
    bool concerns = true;
    size_t count = 0;
    char *rest = policy, *part;
    size_t size = strlen(policy);
    while (size && policy[size - 1] == '&') /* String.split leaves empty ones out at the end */
        policy[--size] = 0;
    while ((part = strsep(&rest, "&"))) {
        enum understood understood = read_constraint(rule, part, tls);
        if (understood == NOT_UNDERSTOOD)
            return NOT_UNDERSTOOD;
        concerns &= understood == UNDERSTOOD;
        count++;
    }
    rule->conditional = count > 1 || !rule->comparison;
    return concerns ? UNDERSTOOD : OF_NO_CONCERN;
}

/* ---- entries ----------------------------------------------------------------------------------- */

static void add(struct java_security *out, const struct disabled *rule)
{
    for (size_t i = 0; i < out->rule_count; i++) {
        if (memcmp(&out->rules[i], rule, sizeof(*rule)) == 0)
            return;
    }
    if (out->rule_count < MOST_DISABLED) {
        out->rules[out->rule_count++] = *rule;
    } else if (!out->rules[MOST_DISABLED - 1].broken) {
        doubt(out, "more rules than are read are in disabledAlgorithms", "", 0, "");
        out->rules[MOST_DISABLED - 1] = (struct disabled){.broken = true, .from = CHAIN_TIME_MIN};
    }
}

static void read_entry(struct java_security *out, char *entry, bool tls)
{
    struct disabled rule;
    char whole[64];
    memset(&rule, 0, sizeof(rule)); /* compared with memcmp */
    rule.from = CHAIN_TIME_MIN;
    snprintf(whole, sizeof(whole), "%s", entry);
    size_t size = strcspn(entry, " ");
    char *policy = entry[size] ? entry + size + 1 : NULL;
    bool curve = policy && find_name(entry); /* "NIST P-256" */
    if (!curve)
        entry[size] = 0;
    if (strcmp(entry, "include") == 0)
        return; /* jdk.disabled.namedCurves, which has a line of its own */
    bool concerns = resolve(&rule, entry, tls);
    enum understood understood =
        policy && !curve ? read_constraints(&rule, policy, tls) : UNDERSTOOD;
    if (understood == NOT_UNDERSTOOD) {
        doubt(out, "the JDK refuses every connection, as it does not understand \"", whole,
              strlen(whole), "\"");
        rule = (struct disabled){.broken = true, .from = CHAIN_TIME_MIN};
        add(out, &rule);
    } else if (concerns && understood == UNDERSTOOD) {
        bool by_scheme = tls && rule.conditional && !rule.comparison && !rule.jdk_ca && !rule.dated;
        /* "usage CertificateSignature" is a condition that always holds here. */
        if (tls && rule.conditional && !by_scheme)
            return; /* only jdk.certpath.disabledAlgorithms heeds conditions */
        rule.conditional &= !by_scheme;
        add(out, &rule);
    }
}

/* The next entry of a list, trimmed; NULL at its end. */
static char *next_entry(char **rest)
{
    char *entry = strsep(rest, ",");
    if (!entry)
        return NULL;
    entry += strspn(entry, " \"");
    size_t size = strlen(entry);
    while (size && strchr(" \"", entry[size - 1]))
        entry[--size] = 0;
    return entry;
}

static void read_list(struct java_security *out, char *value, bool tls)
{
    char *rest = value, *entry;
    while ((entry = next_entry(&rest))) {
        if (entry[0])
            read_entry(out, entry, tls);
    }
}

static void read_policies(struct java_security *out, char *value)
{
    char *rest = value, *entry;
    out->policies_known = true;
    while ((entry = next_entry(&rest))) {
        size_t i = 0;
        while (i < COUNT(JDK_POLICIES) && strcmp(entry, JDK_POLICIES[i]) != 0)
            i++;
        if (i < COUNT(JDK_POLICIES))
            out->policies |= BIT(i);
        else if (entry[0])
            doubt(out, "jdk.security.caDistrustPolicies names ", entry, strlen(entry),
                  ", which is not predicted");
    }
}

/*
 * From some update on the policies for Symantec, Entrust and Camerfirma have no dates any more:
 * what they had issued before has expired. Seen in 17.0.21; of the other lines, the updates of the
 * same quarter.
 */
static bool has_no_dates(const char *version)
{
    static const struct {
        unsigned line, update;
    } SINCE[] = {{8, 512}, {11, 33}, {17, 21}, {21, 13}, {25, 5}};
    unsigned line = 0, second = 0, update = 0;
    if (sscanf(version, "1.8.0_%6u", &update) == 1)
        line = 8;
    else if (sscanf(version, "%6u.%6u.%6u", &line, &second, &update) < 1)
        return false;
    for (size_t i = 0; i < COUNT(SINCE); i++) {
        if (SINCE[i].line == line)
            return update >= SINCE[i].update;
    }
    return line > SINCE[COUNT(SINCE) - 1].line + 1;
}

static void read_setting(struct java_security *out, const char *line, size_t size)
{
    char value[CHAIN_SETTINGS_SIZE];
    const char *equals = memchr(line, '=', size);
    if (size && *line == '?')
        doubt(out, "", line + 1, size - 1, "");
    if (!equals || *line == '?' || size >= sizeof(value))
        return;
    size_t key = (size_t)(equals - line);
    snprintf(value, sizeof(value), "%.*s", (int)(size - key - 1), equals + 1);
#define IS(name) (key == sizeof(name) - 1 && memcmp(line, name, sizeof(name) - 1) == 0)
    if (IS("jdk.security.caDistrustPolicies")) {
        read_policies(out, value);
    } else if (IS("jdk.certpath.disabledAlgorithms")) {
        out->certpath_known = true;
        read_list(out, value, false);
    } else if (IS("jdk.disabled.namedCurves")) {
        read_list(out, value, false);
    } else if (IS("jdk.tls.disabledAlgorithms")) {
        read_list(out, value, true);
    } else if (IS("java.version")) {
        out->undated = has_no_dates(value);
    } else if (IS("cacerts")) {
        out->marks_anchors = true;
    }
#undef IS
}

void java_security_read(struct java_security *out, const char *settings)
{
    memset(out, 0, sizeof(*out));
    for (const char *line = settings; *line;) {
        size_t size = strcspn(line, "\n");
        read_setting(out, line, size);
        line += size + (line[size] == '\n');
    }
}

/* ---- the profile ------------------------------------------------------------------------------- */

static bool is_on(const struct java_security *settings, const struct policy_limit *limit)
{
    for (size_t i = 0; i < COUNT(JDK_POLICIES); i++) {
        if (settings->policies & BIT(i) && strcmp(limit->name, JDK_POLICIES[i]) == 0)
            return true;
    }
    return false;
}

static void apply(struct profile *profile, const struct java_security *settings,
                  const struct disabled *rules, struct policy_limit *limits)
{
    profile->disabled = rules;
    profile->disabled_count = settings->rule_count;
    profile->anchors_marked = settings->marks_anchors;
    if (settings->certpath_known) { /* what the profile has of it is its default */
        profile->rsa_least = 0;
        profile->effects[CHAIN_FINDING_SIGNATURE_MD5] = EFFECT_IGNORE;
    }
    if (!settings->policies_known && !settings->undated)
        return;
    struct policy_limits all = settings->policies_known ? profile->known_limits : profile->limits;
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (settings->policies_known && !is_on(settings, &all.list[i]))
            continue;
        limits[count] = all.list[i];
        if (settings->undated && strcmp(all.list[i].name, "CHUNGHWA_TLS") != 0) {
            limits[count].after = CHAIN_TIME_MIN;
            limits[count].exempt_count = 0;
        }
        count++;
    }
    profile->limits = (struct policy_limits){limits, count};
}

const struct profile *java_security_profile(struct arena *arena, const struct profile *base,
                                            const struct java_security *settings)
{
    if (!base->known_limits.count)
        return base;
    struct profile *copies = arena_alloc(arena, 2, sizeof(*copies));
    struct disabled *rules = arena_alloc(arena, settings->rule_count + 1, sizeof(*rules));
    struct policy_limit *limits = arena_alloc(arena, base->known_limits.count + 1, sizeof(*limits));
    if (!copies || !rules || !limits)
        return NULL;
    memcpy(rules, settings->rules, settings->rule_count * sizeof(*rules));
    copies[0] = *base;
    apply(&copies[0], settings, rules, limits);
    if (base->otherwise) {
        copies[1] = *base->otherwise;
        apply(&copies[1], settings, rules, limits);
        copies[0].otherwise = &copies[1];
    }
    return copies;
}
