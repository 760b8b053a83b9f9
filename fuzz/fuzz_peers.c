// SPDX-License-Identifier: Apache-2.0
/*
 * Our verdicts against those of OpenSSL and GnuTLS, on worlds (world.h), at the ends of every
 * stretch:
 *
 *   - what we call valid, they trust when they are given the path that we name, and nothing else
 * (they do not try every path, so more would compare how they search);
 *   - what they trust out of the whole world, we do not call invalid.
 *
 * RULES lists every difference that is known and argued for, as a question about certificates.
 * Where one of them holds, nothing is compared in that direction; any other difference is a crash.
 */
#include "fuzz.h"

#include "der.h"
#include "key.h"
#include "name.h"
#include "peers.h"
#include "world.h"

#include <string.h>

enum { MOST_SEGMENTS = 8 };
enum direction {
    THEY_REFUSE = 1, /* what we call valid */
    THEY_TRUST = 2,  /* what we call invalid */
};
enum { OPENSSL = 1, GNUTLS = 2, BOTH = 3 };

static bool holds_octets(const struct chain_cert *cert, chain_bytes octets)
{
    return memmem(cert->der, cert->size, octets.data, octets.size);
}

/* ---- rules about a certificate; `target`: it is the one asked about --------------------------- */

static bool has_policies(const struct chain_cert *cert, bool target)
{
    (void)target;
    return cert_has(cert, EXTENSION_POLICIES) || cert_has(cert, EXTENSION_POLICY_CONSTRAINTS) ||
           cert_has(cert, EXTENSION_POLICY_MAPPINGS) ||
           cert_has(cert, EXTENSION_INHIBIT_ANY_POLICY);
}

static bool has_odd_form(const struct chain_cert *cert, bool target)
{
    (void)target;
    return cert->deviations;
}

static bool has_odd_key(const struct chain_cert *cert, bool target)
{
    struct key key;
    (void)target;
    return key_read(&key, cert_bytes(cert, cert->spki)) != KEY_GOOD;
}

static bool lacks_basic_constraints(const struct chain_cert *cert, bool target)
{
    return !target && !cert_has(cert, EXTENSION_BASIC_CONSTRAINTS);
}

static bool has_names_limited(const struct chain_cert *cert, bool target)
{
    (void)target;
    return cert_has(cert, EXTENSION_NAME_CONSTRAINTS);
}

/* anyExtendedKeyUsage, and Netscape's and Microsoft's server gated crypto. */
static bool has_other_purposes(const struct chain_cert *cert, bool target)
{
    (void)target;
    return cert_has(cert, EXTENSION_EXTENDED_KEY_USAGE) &&
           cert->purposes & (PURPOSE_ANY | PURPOSE_OTHER);
}

/* digitalSignature, keyEncipherment or keyAgreement for a server. */
static bool has_key_usage_of_no_server(const struct chain_cert *cert, bool target)
{
    enum { FOR_SERVERS = 1 << 0 | 1 << 2 | 1 << 4 };
    return target && cert_has(cert, EXTENSION_KEY_USAGE) && !(cert->key_usage & FOR_SERVERS);
}

static bool has_old_extension(const struct chain_cert *cert, bool target)
{
    (void)target;
    return holds_octets(cert, BYTES("\x06\x09\x60\x86\x48\x01\x86\xf8\x42\x01\x01")) ||
           holds_octets(cert, BYTES("\x06\x08\x2b\x06\x01\x05\x05\x07\x01\x0e"));
}

static bool has_ca_as_target(const struct chain_cert *cert, bool target)
{
    return target && (cert->is_ca || cert_is_self_issued(cert));
}

static bool has_unknown_critical(const struct chain_cert *cert, bool target)
{
    (void)target;
    return cert->critical &
           (uint16_t) ~(1U << EXTENSION_BASIC_CONSTRAINTS | 1U << EXTENSION_KEY_USAGE |
                        1U << EXTENSION_EXTENDED_KEY_USAGE | 1U << EXTENSION_SUBJECT_ALT_NAME);
}

/* ---- rules about two neighbours --------------------------------------------------------------- */

static bool has_other_key_identifier(const struct chain_cert *child,
                                     const struct chain_cert *issuer)
{
    struct der value = der_from(cert_extension(child, EXTENSION_AUTHORITY_KEY_ID)), fields;
    chain_bytes wanted = cert_authority_key_id(child);
    if (!cert_has(child, EXTENSION_AUTHORITY_KEY_ID))
        return false;
    /* An issuer and a serial number in it are held against the issuer's, too. */
    if (der_enter(&value, DER_SEQUENCE, &fields) &&
        fields.end - fields.at > (ptrdiff_t)wanted.size + 4)
        return true;
    return cert_has(issuer, EXTENSION_SUBJECT_KEY_ID) &&
           !bytes_equal(wanted, cert_subject_key_id(issuer));
}

static bool has_name_in_other_octets(const struct chain_cert *child,
                                     const struct chain_cert *issuer)
{
    return !bytes_equal(cert_bytes(child, child->issuer), cert_bytes(issuer, issuer->subject));
}

static const struct rule_of_peers {
    const char *why;
    unsigned peers, directions;
    bool (*of_one)(const struct chain_cert *cert, bool target);
    bool (*of_two)(const struct chain_cert *child, const struct chain_cert *issuer);
} RULES[] = {
    {"policies are compared by the conformance suites, with the inputs that they give", BOTH,
     THEY_REFUSE | THEY_TRUST, has_policies, NULL},
    {"what breaks a rule of form: each has its own idea of which matter", BOTH,
     THEY_REFUSE | THEY_TRUST, has_odd_form, NULL},
    {"RFC 5280 6.1.4 (k) wants basicConstraints of CAs; OpenSSL and GnuTLS take old roots without "
     "them, "
     "and OpenSSL a CA with keyCertSign alone. Of an anchor, which is a name and a key, we do not "
     "want "
     "them; OpenSSL does unless it is of version 1",
     BOTH, THEY_REFUSE | THEY_TRUST, lacks_basic_constraints, NULL},
    {"keys that RFC 3279, 5480 and 8410 do not encode like this, or that we cannot use", BOTH,
     THEY_REFUSE | THEY_TRUST, has_odd_key, NULL},
    {"name constraints: both look at common names as well; GnuTLS lets kinds pass that it does not "
     "know",
     BOTH, THEY_REFUSE | THEY_TRUST, has_names_limited, NULL},
    {"anyExtendedKeyUsage is enough for RFC 5280 4.2.1.12, not for OpenSSL; server gated crypto is "
     "the "
     "other way round",
     BOTH, THEY_REFUSE | THEY_TRUST, has_other_purposes, NULL},
    {"RFC 5280 6.1 does not ask for the target's key usage; TLS clients do", BOTH, THEY_REFUSE,
     has_key_usage_of_no_server, NULL},
    {"Netscape's certificate type and proxy certificates, which only OpenSSL knows", OPENSSL,
     THEY_REFUSE | THEY_TRUST, has_old_extension, NULL},
    {"a target that is a CA or names itself: they may trust it as what it is", BOTH,
     THEY_REFUSE | THEY_TRUST, has_ca_as_target, NULL},
    {"critical extensions that we know and they do not, or the other way round", BOTH,
     THEY_REFUSE | THEY_TRUST, has_unknown_critical, NULL},
    {"a key identifier that does not fit is no reason to refuse (RFC 4158 3.5.12); for them it is",
     BOTH, THEY_REFUSE, NULL, has_other_key_identifier},
    {"names equal by RFC 5280 7.1 whose octets differ: GnuTLS compares octets", BOTH,
     THEY_REFUSE | THEY_TRUST, NULL, has_name_in_other_octets},
};
enum { RULE_COUNT = sizeof(RULES) / sizeof(RULES[0]) };

static bool is_known_of_pair(const struct rule_of_peers *rule, const struct chain_cert *child,
                             const struct chain_cert *issuer)
{
    return rule->of_two &&
           name_equal(cert_bytes(child, child->issuer), cert_bytes(issuer, issuer->subject)) &&
           rule->of_two(child, issuer);
}

/* Does a rule hold for one of these certificates, or for two of which one may have issued the
 * other? */
static bool is_known(const struct peer_path *certs, unsigned peer, enum direction direction)
{
    for (size_t r = 0; r < RULE_COUNT; r++) {
        const struct rule_of_peers *rule = &RULES[r];
        if (!(rule->peers & peer) || !(rule->directions & direction))
            continue;
        for (size_t i = 0; i < certs->count; i++) {
            if (rule->of_one && rule->of_one(certs->certs[i], i == 0))
                return true;
            for (size_t k = 0; k < certs->count; k++) {
                if (is_known_of_pair(rule, certs->certs[i], certs->certs[k]))
                    return true;
            }
        }
    }
    return false;
}

/* ---- asking ----------------------------------------------------------------------------------- */

struct both {
    struct peer_path sent, anchors, all;
};

static void add(struct peer_path *path, const struct chain_cert *cert)
{
    MUST(path->count < PEER_MOST);
    path->certs[path->count++] = cert;
}

static struct both whole_world(const struct world *world)
{
    struct both out = {0};
    for (size_t i = 0; i < world->sent->count; i++) {
        add(&out.sent, world->sent->items[i].cert);
        add(&out.all, world->sent->items[i].cert);
    }
    for (size_t i = 0; i < world->anchors->count; i++) {
        add(&out.anchors, world->anchors->items[i].cert);
        add(&out.all, world->anchors->items[i].cert);
    }
    return out;
}

static const struct chain_cert *find(const struct chain_list *list, const uint8_t sha256[32])
{
    uint8_t hash[32];
    for (size_t i = 0; i < list->count; i++) {
        chain_cert_sha256(list->items[i].cert, hash);
        if (memcmp(hash, sha256, sizeof(hash)) == 0)
            return list->items[i].cert;
    }
    return NULL;
}

/* The path that a segment names. */
static struct both witness(const struct world *world, const chain_segment *segment)
{
    struct both out = {0};
    for (size_t i = 0; i < segment->path_count; i++) {
        bool last = i + 1 == segment->path_count;
        const struct chain_cert *cert =
            find(last ? world->anchors : world->sent, segment->path[i].sha256);
        MUST(cert);
        add(last ? &out.anchors : &out.sent, cert);
        add(&out.all, cert);
    }
    return out;
}

static void ask(const struct both *both, chain_time at, chain_verdict ours)
{
    static const struct {
        const struct peer *peer;
        unsigned number;
    } PEERS[] = {{&PEER_OPENSSL, OPENSSL}, {&PEER_GNUTLS, GNUTLS}};
    enum peer_answer wanted = ours == CHAIN_VALID ? PEER_TRUSTS : PEER_REFUSES;
    enum direction direction = ours == CHAIN_VALID ? THEY_REFUSE : THEY_TRUST;
    for (size_t i = 0; i < 2; i++) {
        const char *why = "";
        if (is_known(&both->all, PEERS[i].number, direction))
            continue;
        enum peer_answer answer = PEERS[i].peer->ask(&both->sent, &both->anchors, at, &why);
        if (answer != wanted && answer != PEER_CANNOT_READ)
            fprintf(stderr, "at %lld we say %s, %s does not: %s\n", (long long)at,
                    chain_verdict_name(ours), PEERS[i].peer->name, why);
        /* What only we can read is for fuzz_reader to judge. */
        MUST(answer == wanted || answer == PEER_CANNOT_READ);
    }
}

/* Of a stretch: its first second, and the one before its last (for OpenSSL a certificate has run
 * out in the very second of notAfter). Only years that all of them can count in. */
static void check_segment(const struct world *world, const chain_segment *segment)
{
    static const chain_span YEARS = {0, 4102444800}; /* 1970 to 2099 */
    chain_span span = segment->span;
    span.from = span.from < YEARS.from ? YEARS.from : span.from;
    span.until = span.until > YEARS.until ? YEARS.until : span.until;
    if (span.until - span.from < 2 || segment->verdict == CHAIN_UNKNOWN)
        return;
    struct both both =
        segment->verdict == CHAIN_VALID ? witness(world, segment) : whole_world(world);
    ask(&both, span.from, segment->verdict);
    ask(&both, span.until - 2, segment->verdict);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world;
    size_t count;
    if (!world_read(&world, data, size))
        return 0;
    world.host = NULL;
    chain_verify_options options = world_options(&world);
    options.crl_count = 0; /* they are given none */
    chain_result *result = world_verify(&options);
    const chain_segment *segments = chain_result_segments(result, &count);
    for (size_t i = 0; chain_result_complete(result) && i < count && i < MOST_SEGMENTS; i++)
        check_segment(&world, &segments[i]);
    chain_result_free(result);
    world_free(&world);
    return 0;
}
