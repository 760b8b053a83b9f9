// SPDX-License-Identifier: Apache-2.0
/*
 * The profile webpki, rule by rule: a root, a CA and a server that keep all rules, one of them changed in
 * one place, and the finding that must come of it there.
 */
#include "segment.h"

#include "expect.h"
#include "list.h"
#include "pki.h"
#include "pool.h"

TestSuite(webpki, .fini = tidy);

enum { ROOT, CA, SERVER, KINDS, AT_ONE = 1780000000 /* 2026-05-28 */ };

static struct {
    pki_key *keys[KINDS];
    chain_bytes ids[KINDS]; /* key identifiers as hex digits */
} world;

#define KEY_ID "%02x%02x%02x%02x%02x%02x%02x%02x"

static const char *key_id(pki_key *key)
{
    const uint8_t *h = pki_sha256(pki_spki(key)).data;
    return pool_format(KEY_ID, h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]);
}

/* The extension value as DER, for OpenSSL's configuration. */
static const char *der(const char *hex)
{
    return pool_format("DER:%s", hex);
}

static const char *own_id(pki_key *key)
{
    return pool_format("DER:0408%s", key_id(key));
}

static const char *issuer_id(pki_key *key)
{
    return pool_format("DER:300a8008%s", key_id(key));
}

enum { MOST = 16 };

struct made {
    struct pki_cert certs[KINDS];
    struct pki_extension extensions[KINDS][MOST];
};

static void add(struct made *made, int kind, const char *name, const char *value)
{
    struct pki_extension *at = made->extensions[kind];
    while (at->name)
        at++;
    *at = (struct pki_extension){name, value};
}

/* Replaces, or with NULL drops, or adds. */
static void set(struct made *made, int kind, const char *name, const char *value)
{
    struct pki_extension *at = made->extensions[kind];
    while (at->name && strcmp(at->name, name) != 0)
        at++;
    if (value) {
        *at = (struct pki_extension){name, value};
        return;
    }
    cr_assert(at->name, "there is no %s to drop", name);
    for (; at->name; at++)
        at[0] = at[1];
}

static struct made *make(void)
{
    struct made *made = pool_take(sizeof(*made));
    static const char *const NAMES[] = {"Root", "CA", "www.example.com"};
    for (int kind = 0; kind < KINDS; kind++) {
        world.keys[kind] = pki_new_key(PKI_P256);
        made->certs[kind] = (struct pki_cert){.subject = NAMES[kind],
                                              .issuer = NAMES[kind ? kind - 1 : 0],
                                              .key = world.keys[kind],
                                              .issuer_key = world.keys[kind ? kind - 1 : 0],
                                              .extensions = made->extensions[kind]};
        if (kind != SERVER) {
            add(made, kind, "basicConstraints", PKI_CA);
            add(made, kind, "keyUsage", "critical,keyCertSign,cRLSign");
            add(made, kind, "subjectKeyIdentifier", own_id(world.keys[kind]));
        }
        if (kind != ROOT)
            add(made, kind, "authorityKeyIdentifier", issuer_id(world.keys[kind - 1]));
    }
    add(made, SERVER, "keyUsage", "critical,digitalSignature");
    add(made, SERVER, "extendedKeyUsage", "serverAuth");
    add(made, SERVER, "subjectAltName", "DNS:www.example.com");
    return made;
}

static chain_result *judge_as(struct made *made, const char *host, const char *profile)
{
    chain_bytes sent[2] = {pki_mint(&made->certs[SERVER]), pki_mint(&made->certs[CA])};
    chain_bytes root = pki_mint(&made->certs[ROOT]);
    chain_list *chain = pki_list(sent, 2);
    chain_store *store = pki_store(&root, 1);
    chain_result *result;
    chain_verify_options options;
    chain_verify_options_default(&options);
    options.chain = chain;
    options.store = store;
    options.host = host;
    options.profile = profile;
    options.window = (chain_span){AT_ONE, AT_ONE + 1};
    cr_assert(chain_verify(&result, NULL, &options) == CHAIN_OK);
    chain_list_unref(chain);
    chain_store_unref(store);
    return result;
}

static void valid_for(struct made *made, const char *host)
{
    chain_result *result = judge_as(made, host, "webpki");
    size_t count;
    const chain_segment *segment = chain_result_segments(result, &count);
    for (size_t i = 0; i < segment->finding_count; i++)
        cr_expect(false, "%zu: %s", segment->findings[i].certificate,
                  chain_finding_name(segment->findings[i].code));
    SAME(segment->verdict, CHAIN_VALID);
    chain_result_free(result);
}

static void valid(struct made *made)
{
    valid_for(made, "www.example.com");
}

/* This one finding, on this certificate, and no other; and only for who asks how they are made. */
static void denied_for(struct made *made, const char *host, int kind, chain_finding_code code)
{
    chain_result *result = judge_as(made, host, "webpki");
    size_t count;
    const chain_segment *segment = chain_result_segments(result, &count);
    SAME(segment->verdict, CHAIN_INVALID);
    cr_expect(segment->finding_count == 1, "%s: %zu findings", chain_finding_name(code),
              segment->finding_count);
    for (size_t i = 0; i < segment->finding_count; i++) {
        SAME_TEXT(chain_finding_name(segment->findings[i].code), chain_finding_name(code));
        SAME(segment->findings[i].certificate, 2 - kind);
    }
    chain_result_free(result);
}

static void denied(struct made *made, int kind, chain_finding_code code)
{
    denied_for(made, "www.example.com", kind, code);
}

static void accepted_by_tls(struct made *made, const char *host)
{
    chain_result *result = judge_as(made, host, "tls");
    size_t count;
    SAME(chain_result_segments(result, &count)->verdict, CHAIN_VALID);
    chain_result_free(result);
}

/* One extension of one certificate, replaced or dropped. */
static void one(int kind, const char *name, const char *value, chain_finding_code code)
{
    struct made *made = make();
    set(made, kind, name, value);
    if (code == CHAIN_FINDING_NONE)
        valid(made);
    else
        denied(made, kind, code);
}

Test(webpki, what_keeps_all_rules_is_valid)
{
    struct made *made = make();
    valid(made);
    accepted_by_tls(made, "www.example.com");
}

/* ---- extensions that must be there ------------------------------------------------------------ */

Test(webpki, must_be_there)
{
    one(SERVER, "extendedKeyUsage", NULL, CHAIN_FINDING_PURPOSE_MISSING);
    one(SERVER, "authorityKeyIdentifier", NULL, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    one(CA, "authorityKeyIdentifier", NULL, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    one(CA, "subjectKeyIdentifier", NULL, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING);
    one(ROOT, "subjectKeyIdentifier", NULL, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING);
    one(CA, "keyUsage", NULL, CHAIN_FINDING_KEY_USAGE_MISSING);
    one(ROOT, "keyUsage", NULL, CHAIN_FINDING_KEY_USAGE_MISSING);
    one(ROOT, "basicConstraints", NULL, CHAIN_FINDING_NOT_A_CA);
    one(CA, "basicConstraints", NULL, CHAIN_FINDING_NOT_A_CA);
}

Test(webpki, a_server_needs_no_key_usage_and_no_basic_constraints)
{
    one(SERVER, "keyUsage", NULL, CHAIN_FINDING_NONE);
    one(SERVER, "basicConstraints", "CA:FALSE", CHAIN_FINDING_NONE);
    one(SERVER, "basicConstraints", "critical,CA:FALSE", CHAIN_FINDING_NONE);
    one(SERVER, "subjectKeyIdentifier", "DER:04020102", CHAIN_FINDING_NONE);
}

Test(webpki, alternative_names_are_needed_whatever_the_common_name)
{
    struct made *made = make();
    set(made, SERVER, "subjectAltName", NULL);
    denied_for(made, NULL, SERVER, CHAIN_FINDING_ALT_NAME_MISSING);
    chain_result *result = judge_as(made, "www.example.com", "webpki");
    size_t count;
    SAME(chain_result_segments(result, &count)->verdict, CHAIN_INVALID);
    chain_result_free(result);
}

/* ---- criticality ------------------------------------------------------------------------------ */

Test(webpki, must_be_critical)
{
    one(CA, "basicConstraints", "CA:TRUE", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    one(ROOT, "basicConstraints", "CA:TRUE", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    one(CA, "policyConstraints", "inhibitPolicyMapping:5", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    one(CA, "policyConstraints", "critical,inhibitPolicyMapping:5", CHAIN_FINDING_NONE);
    one(CA, "inhibitAnyPolicy", "5", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    one(CA, "inhibitAnyPolicy", "critical,5", CHAIN_FINDING_NONE);
    one(ROOT, "inhibitAnyPolicy", "5", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
}

Test(webpki, name_constraints_of_roots_are_critical_those_of_cas_may_be)
{
    one(ROOT, "nameConstraints", "permitted;DNS:example.com", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    one(ROOT, "nameConstraints", "critical,permitted;DNS:example.com", CHAIN_FINDING_NONE);
    one(CA, "nameConstraints", "permitted;DNS:example.com", CHAIN_FINDING_NONE);
    one(CA, "nameConstraints", "critical,permitted;DNS:example.com", CHAIN_FINDING_NONE);
}

Test(webpki, must_not_be_critical)
{
    for (int kind = 0; kind < KINDS; kind++) {
        one(kind, "subjectKeyIdentifier", "critical,DER:04020102", CHAIN_FINDING_EXTENSION_CRITICAL);
        one(kind, "authorityInfoAccess", "critical,OCSP;URI:http://example.com/",
            CHAIN_FINDING_EXTENSION_CRITICAL);
        one(kind, "authorityInfoAccess", "OCSP;URI:http://example.com/", CHAIN_FINDING_NONE);
        one(kind, "subjectInfoAccess", "critical,caRepository;URI:http://example.com/",
            CHAIN_FINDING_EXTENSION_CRITICAL);
        one(kind, "crlDistributionPoints", "critical,URI:http://example.com/",
            CHAIN_FINDING_EXTENSION_CRITICAL);
        one(kind, "crlDistributionPoints", "URI:http://example.com/", CHAIN_FINDING_NONE);
        one(kind, "freshestCRL", "critical,URI:http://example.com/",
            CHAIN_FINDING_EXTENSION_CRITICAL);
        one(kind, "2.5.29.9", "critical,DER:3000", CHAIN_FINDING_EXTENSION_CRITICAL);
    }
    one(SERVER, "extendedKeyUsage", "critical,serverAuth", CHAIN_FINDING_EXTENSION_CRITICAL);
    one(CA, "extendedKeyUsage", "critical,serverAuth", CHAIN_FINDING_EXTENSION_CRITICAL);
    one(CA, "extendedKeyUsage", "serverAuth", CHAIN_FINDING_NONE);
}

Test(webpki, authority_key_id_is_never_critical)
{
    for (int kind = 0; kind < KINDS; kind++) {
        struct made *made = make();
        const char *id = issuer_id(world.keys[kind ? kind - 1 : 0]);
        set(made, kind, "authorityKeyIdentifier", pool_format("critical,%s", id));
        denied(made, kind, CHAIN_FINDING_EXTENSION_CRITICAL);
    }
}

/* RFC 5280 4.2.1.6 */
Test(webpki, alternative_names_are_critical_where_the_subject_is_empty_and_only_there)
{
    one(SERVER, "subjectAltName", "critical,DNS:www.example.com", CHAIN_FINDING_EXTENSION_CRITICAL);
    struct made *made = make();
    made->certs[SERVER].subject = "";
    denied(made, SERVER, CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    set(made, SERVER, "subjectAltName", "critical,DNS:www.example.com");
    valid(made);
}

/* ---- extensions that have no place ------------------------------------------------------------ */

Test(webpki, must_not_be_there)
{
    one(ROOT, "extendedKeyUsage", "serverAuth", CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    one(SERVER, "nameConstraints", "critical,permitted;DNS:example.com",
        CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    one(SERVER, "nameConstraints", "permitted;DNS:example.com", CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    one(SERVER, "policyMappings", "1.2.3.4:1.2.3.5", CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    one(SERVER, "inhibitAnyPolicy", "critical,5", CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    one(SERVER, "policyConstraints", "critical,inhibitPolicyMapping:5",
        CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
}

/* ---- values ----------------------------------------------------------------------------------- */

Test(webpki, a_ca_is_no_server)
{
    one(SERVER, "basicConstraints", PKI_CA, CHAIN_FINDING_CA_AS_LEAF);
}

Test(webpki, key_usage_of_a_server)
{
    one(SERVER, "keyUsage", "critical,digitalSignature,keyCertSign", CHAIN_FINDING_KEY_USAGE_WRONG);
    one(SERVER, "keyUsage", "digitalSignature,cRLSign", CHAIN_FINDING_KEY_USAGE_WRONG);
    one(SERVER, "keyUsage", "keyEncipherment", CHAIN_FINDING_KEY_USAGE_WRONG); /* on P-256 */
    one(SERVER, "keyUsage", "digitalSignature,keyAgreement", CHAIN_FINDING_NONE);
    struct made *made = make();
    made->certs[SERVER].key = pki_new_key(PKI_RSA_2048);
    set(made, SERVER, "keyUsage", "keyEncipherment");
    valid(made);
}

Test(webpki, purposes_of_a_server)
{
    one(SERVER, "extendedKeyUsage", "serverAuth,clientAuth", CHAIN_FINDING_NONE);
    one(SERVER, "extendedKeyUsage", "serverAuth,anyExtendedKeyUsage",
        CHAIN_FINDING_PURPOSE_TOO_WIDE);
    one(SERVER, "extendedKeyUsage", "anyExtendedKeyUsage", CHAIN_FINDING_PURPOSE_TOO_WIDE);
    one(SERVER, "extendedKeyUsage", "serverAuth,codeSigning", CHAIN_FINDING_PURPOSE_TOO_WIDE);
    one(SERVER, "extendedKeyUsage", "serverAuth,emailProtection", CHAIN_FINDING_PURPOSE_TOO_WIDE);
    one(SERVER, "extendedKeyUsage", "serverAuth,timeStamping", CHAIN_FINDING_PURPOSE_TOO_WIDE);
    one(SERVER, "extendedKeyUsage", "serverAuth,OCSPSigning", CHAIN_FINDING_PURPOSE_TOO_WIDE);
    one(SERVER, "extendedKeyUsage", "clientAuth", CHAIN_FINDING_PURPOSE);
}

Test(webpki, authority_key_id_is_a_key_identifier_alone)
{
    /* nothing; an empty identifier; issuer and serial number alone; a serial number besides */
    static const char *const BAD[] = {"DER:3000", "DER:30028000", "DER:3009a104a4023000820101",
                                      "DER:300f8008000000000000000082030a0b0c"};
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < COUNT(BAD); i++)
            one(kind, "authorityKeyIdentifier", BAD[i], CHAIN_FINDING_AUTHORITY_KEY_ID_FORM);
    }
    /* [1] that is not constructed */
    one(SERVER, "authorityKeyIdentifier", "DER:30098104a4023000820101",
        CHAIN_FINDING_EXTENSION_MALFORMED);
}

Test(webpki, a_root_names_its_own_key)
{
    struct made *made = make();
    set(made, ROOT, "authorityKeyIdentifier", issuer_id(world.keys[ROOT]));
    valid(made);
    set(made, ROOT, "authorityKeyIdentifier", issuer_id(world.keys[CA]));
    denied(made, ROOT, CHAIN_FINDING_AUTHORITY_KEY_ID_FORM);
}

/* RFC 5280 4.2.1.1: the identifier may be left out where the key has signed its own certificate. */
Test(webpki, an_anchor_that_another_ca_has_signed_names_its_key)
{
    struct made *made = make();
    made->certs[ROOT].issuer = "Somebody else";
    valid(made); /* signed with its own key, whatever it says of its issuer */
    made->certs[ROOT].issuer_key = pki_new_key(PKI_P256);
    denied(made, ROOT, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    set(made, ROOT, "authorityKeyIdentifier", issuer_id(made->certs[ROOT].issuer_key));
    valid(made);
}

Test(webpki, information_access_is_well_formed)
{
    for (int kind = 0; kind < KINDS; kind++) {
        one(kind, "1.3.6.1.5.5.7.1.1", "DER:3000", CHAIN_FINDING_EXTENSION_MALFORMED);
        one(kind, "1.3.6.1.5.5.7.1.1", "DER:0500", CHAIN_FINDING_EXTENSION_MALFORMED);
        one(kind, "1.3.6.1.5.5.7.1.1", "DER:300530030601", CHAIN_FINDING_EXTENSION_MALFORMED);
        one(kind, "1.3.6.1.5.5.7.1.11", "DER:3000", CHAIN_FINDING_EXTENSION_MALFORMED);
    }
    struct made *made = make();
    set(made, SERVER, "1.3.6.1.5.5.7.1.1", "DER:3000");
    accepted_by_tls(made, "www.example.com"); /* it is not processed */
}

Test(webpki, a_ca_has_a_name)
{
    struct made *made = make();
    made->certs[CA].subject = "";
    made->certs[SERVER].issuer = "";
    chain_result *result = judge_as(made, "www.example.com", "webpki");
    size_t count;
    bool found = false;
    const chain_segment *segment = chain_result_segments(result, &count);
    for (size_t i = 0; i < segment->finding_count; i++)
        found |= segment->findings[i].code == CHAIN_FINDING_SUBJECT_EMPTY &&
                 segment->findings[i].certificate == 1;
    cr_expect(found);
    chain_result_free(result);
}

Test(webpki, version_3)
{
    struct made *made = make();
    made->certs[ROOT].version = 1;
    memset(made->extensions[ROOT], 0, sizeof(made->extensions[ROOT]));
    chain_result *result = judge_as(made, "www.example.com", "webpki");
    size_t count;
    bool found = false;
    const chain_segment *segment = chain_result_segments(result, &count);
    for (size_t i = 0; i < segment->finding_count; i++)
        found |= segment->findings[i].code == CHAIN_FINDING_VERSION_OLD;
    cr_expect(found);
    chain_result_free(result);
    accepted_by_tls(made, "www.example.com");
}

/* The form that other profiles do not mind, of servers, CAs and roots alike. */
Test(webpki, serial_numbers)
{
    static const struct {
        const char *serial;
        chain_finding_code code;
    } CASES[] = {{"0", CHAIN_FINDING_SERIAL_ZERO},
                 {"-1", CHAIN_FINDING_SERIAL_NEGATIVE},
                 {"7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", CHAIN_FINDING_NONE},
                 {"80FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", CHAIN_FINDING_SERIAL_TOO_LONG}};
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < COUNT(CASES); i++) {
            struct made *made = make();
            made->certs[kind].serial = CASES[i].serial;
            bool roots_may = kind == ROOT && CASES[i].code == CHAIN_FINDING_SERIAL_ZERO;
            if (CASES[i].code == CHAIN_FINDING_NONE || roots_may)
                valid(made);
            else
                denied(made, kind, CASES[i].code);
        }
    }
}

/* ---- keys and signatures ---------------------------------------------------------------------- */

Test(webpki, keys)
{
    static const struct {
        enum pki_kind kind;
        chain_finding_code code;
    } CASES[] = {{PKI_RSA_2048, CHAIN_FINDING_NONE},
                 {PKI_P256, CHAIN_FINDING_NONE},
                 {PKI_P384, CHAIN_FINDING_NONE},
                 {PKI_P521, CHAIN_FINDING_NONE},
                 {PKI_ED25519, CHAIN_FINDING_KEY_NOT_ALLOWED},
                 {PKI_ED448, CHAIN_FINDING_KEY_NOT_ALLOWED},
                 {PKI_DSA_2048, CHAIN_FINDING_KEY_NOT_ALLOWED}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct made *made = make();
        made->certs[SERVER].key = pki_new_key(CASES[i].kind);
        if (CASES[i].code == CHAIN_FINDING_NONE)
            valid(made);
        else
            denied(made, SERVER, CASES[i].code);
    }
}

Test(webpki, an_rsa_key_fills_its_octets)
{
    struct made *made = make();
    made->certs[SERVER].key = pki_new_rsa(2052, 65537);
    denied(made, SERVER, CHAIN_FINDING_KEY_NOT_ALLOWED);
    made->certs[SERVER].key = pki_new_rsa(2056, 3);
    valid(made);
}

/* A CA's key of another kind has two faults: the key, and what it signs with. */
Test(webpki, signatures)
{
    struct made *made = make();
    made->certs[ROOT].key = made->certs[ROOT].issuer_key = made->certs[CA].issuer_key =
        pki_new_key(PKI_RSA_2048);
    set(made, ROOT, "subjectKeyIdentifier", own_id(made->certs[ROOT].key));
    set(made, CA, "authorityKeyIdentifier", issuer_id(made->certs[ROOT].key));
    valid(made);
    made->certs[CA].pss = true;
    valid(made);
    made->certs[CA].pss = false;
    made->certs[CA].digest = "SHA224";
    denied(made, CA, CHAIN_FINDING_SIGNATURE_NOT_ALLOWED);
    accepted_by_tls(made, "www.example.com");
    made->certs[CA].digest = "SHA1";
    denied(made, CA, CHAIN_FINDING_SIGNATURE_SHA1);
    made->certs[CA].digest = "SHA512";
    made->certs[ROOT].digest = "SHA1"; /* of a root nobody checks it, and many have it */
    valid(made);
}

/* ---- names ------------------------------------------------------------------------------------ */

static void named(const char *names, chain_finding_code code)
{
    one(SERVER, "subjectAltName", pool_format("DNS:www.example.com,%s", names), code);
}

Test(webpki, forms_of_alternative_names)
{
    named("DNS:under_score.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:www.example.com.", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:a..example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:-a.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:foo.*.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:f*.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:*", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:192.0.2.1", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:*.example.com", CHAIN_FINDING_NONE);
    named("DNS:xn--bcher-kva.example", CHAIN_FINDING_NONE);
    named("DNS:localhost", CHAIN_FINDING_NONE);
    named("IP:192.0.2.1", CHAIN_FINDING_NONE);
    named("IP:2001:db8::1", CHAIN_FINDING_NONE);
    named("email:a@example.com", CHAIN_FINDING_NONE);
    named("email:**@example.com", CHAIN_FINDING_NONE);
    named("email:a@b@example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("email:example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("URI:https://example.com/", CHAIN_FINDING_NONE);
    named("URI:/only/a/path", CHAIN_FINDING_ALT_NAME_FORM);
    one(SERVER, "subjectAltName", der("3015820f7777772e6578616d706c652e636f6d8702c000"),
        CHAIN_FINDING_ALT_NAME_FORM);
}

static void common_name(const char *name, const char *alt_names, chain_finding_code code)
{
    struct made *made = make();
    made->certs[SERVER].subject = name;
    set(made, SERVER, "subjectAltName", pool_format("DNS:www.example.com,%s", alt_names));
    if (code == CHAIN_FINDING_NONE)
        valid(made);
    else
        denied(made, SERVER, code);
}

Test(webpki, forms_of_common_names)
{
    common_name("192.0.2.1", "IP:192.0.2.1", CHAIN_FINDING_NONE);
    common_name("192.000.002.001", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("0300.0.2.1", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("192.0.513", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("0xC0000201", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("2001:db8::1", "IP:2001:db8::1", CHAIN_FINDING_NONE);
    common_name("2001:DB8::1", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("2001:db8:0::1", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("2001:0db8::1", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("[2001:db8::1]", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("WWW.example.com", "DNS:example.com", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("www.example.com.", "DNS:example.com", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("b\xc3\xbc"
                "cher.example",
                "DNS:xn--bcher-kva.example", CHAIN_FINDING_COMMON_NAME_FORM);
    /* what is well-formed and names something else is never looked at */
    common_name("another.example.com", "DNS:example.com", CHAIN_FINDING_NONE);
    common_name("M\xc3\xbcller und Co.", "DNS:example.com", CHAIN_FINDING_NONE);
    common_name("12345", "DNS:example.com", CHAIN_FINDING_NONE);
}

Test(webpki, wildcards_below_public_suffixes)
{
    struct made *made = make();
    set(made, SERVER, "subjectAltName", "DNS:*.com");
    denied_for(made, "example.com", SERVER, CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX);
    accepted_by_tls(made, "example.com");
    set(made, SERVER, "subjectAltName", "DNS:*.co.uk");
    denied_for(made, "example.co.uk", SERVER, CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX);
    set(made, SERVER, "subjectAltName", "DNS:*.s3.amazonaws.com");
    denied_for(made, "example.s3.amazonaws.com", SERVER, CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX);
    /* beside a name in full it does no harm */
    set(made, SERVER, "subjectAltName", "DNS:*.s3.amazonaws.com,DNS:s3.amazonaws.com");
    valid_for(made, "s3.amazonaws.com");
    set(made, SERVER, "subjectAltName", "DNS:*.example.co.uk");
    valid_for(made, "www.example.co.uk");
    set(made, SERVER, "subjectAltName", "IP:192.0.2.1");
    valid_for(made, "192.0.2.1");
}

/* ---- the rest --------------------------------------------------------------------------------- */

/* A bound that the user sets, on intermediates that are not self-issued. */
Test(webpki, most_intermediates)
{
    struct made *made = make();
    chain_bytes sent[2] = {pki_mint(&made->certs[SERVER]), pki_mint(&made->certs[CA])};
    chain_bytes root = pki_mint(&made->certs[ROOT]);
    chain_list *chain = pki_list(sent, 2);
    chain_store *store = pki_store(&root, 1);
    chain_memo *memo;
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    for (uint32_t most = 0; most <= 2; most++) {
        struct answer answer;
        struct question question = {.target = &chain->links[0],
                                    .sent = chain->links,
                                    .sent_count = chain->count,
                                    .store = store,
                                    .profile = profile_find("webpki"),
                                    .most_intermediates = &most,
                                    .window = {AT_ONE, AT_ONE + 1}};
        chain_budget_default(&question.budget);
        arena_set_limit(&memo->arena, question.budget.memory);
        cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
        SAME(answer.stretches[0].verdict, most ? CHAIN_VALID : CHAIN_INVALID);
        if (!most)
            SAME(answer.stretches[0].findings[0]->code, CHAIN_FINDING_PATH_TOO_LONG);
        arena_reset(&memo->arena);
    }
    chain_memo_free(memo);
    chain_list_unref(chain);
    chain_store_unref(store);
}

Test(webpki, findings_have_their_words)
{
    for (int code = CHAIN_FINDING_SUBJECT_EMPTY; code <= CHAIN_FINDING_EXTENSION_NOT_ALLOWED; code++) {
        SAME(chain_finding_from_name(chain_finding_name(code)), code);
        cr_expect(chain_finding_meaning(code)[0] && chain_finding_advice(code)[0]);
        cr_expect(strstr(chain_finding_rfc(code), "RFC") || strstr(chain_finding_rfc(code), "BR"));
    }
}
