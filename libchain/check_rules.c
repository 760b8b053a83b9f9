// SPDX-License-Identifier: Apache-2.0
/*
 * How certificates must be made: RFC 5280 4 ("conforming CAs MUST") and the CA/Browser Forum's
 * Baseline Requirements 7.1.2, as one table of extensions for servers, one for CAs, one for roots.
 * A row says whether the extension must be there, whether it is critical, and what looks at its
 * value. What every verifier asks for (cA, keyCertSign, the purpose, malformed values) is
 * check_node.c's.
 */
#include "check_note.h"

#include "general_name.h"
#include "name.h"

enum presence { MAY, MUST, NEVER };
enum criticality { EITHER, CRITICAL, PLAIN };

typedef chain_finding_code checker(const struct check *check, const struct chain_cert *cert);

struct extension_rule {
    enum cert_extension extension;
    enum presence presence;
    enum criticality criticality;
    chain_finding_code missing; /* what to say where it must be there and is not */
    checker *look;              /* at its value, where it is there; or NULL */
};

/* ---- what looks at values --------------------------------------------------------------------- */

/* CA/B BR 7.1.2.7.8 */
static chain_finding_code no_ca(const struct check *check, const struct chain_cert *cert)
{
    (void)check;
    return cert->is_ca ? CHAIN_FINDING_CA_AS_LEAF : CHAIN_FINDING_NONE;
}

/* RFC 5280 4.2.1.9, CA/B BR 7.1.2.7.11: TLS 1.3 and elliptic curves need signatures. */
static chain_finding_code usage_of_server(const struct check *check, const struct chain_cert *cert)
{
    struct key key;
    uint16_t wanted = KEY_USAGE_DIGITAL_SIGNATURE;
    (void)check;
    key_read(&key, cert_bytes(cert, cert->spki));
    if (key.kind == KEY_RSA)
        wanted |= KEY_USAGE_KEY_ENCIPHERMENT;
    if (!cert->is_ca && cert->key_usage & KEY_USAGE_CERT_SIGN)
        return CHAIN_FINDING_CERT_SIGN_WITHOUT_CA;
    return cert->key_usage & (KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN) ||
                   !(cert->key_usage & wanted)
               ? CHAIN_FINDING_KEY_USAGE_WRONG
               : CHAIN_FINDING_NONE;
}

/* CA/B BR 7.1.2.7.10 */
static chain_finding_code purposes_of_server(const struct check *check,
                                             const struct chain_cert *cert)
{
    uint16_t never = PURPOSE_ANY;
    if (check->graph->question->profile->purpose == PURPOSE_SERVER_AUTH)
        never |=
            PURPOSE_CODE_SIGNING | PURPOSE_EMAIL | PURPOSE_TIME_STAMPING | PURPOSE_OCSP_SIGNING;
    return cert->purposes & never ? CHAIN_FINDING_PURPOSE_TOO_WIDE : CHAIN_FINDING_NONE;
}

/* RFC 5280 4.2.1.6, CA/B BR 7.1.2.7.12: critical where the subject is empty, and only there. */
static chain_finding_code names_of_server(const struct check *check, const struct chain_cert *cert)
{
    bool critical = cert->critical >> EXTENSION_SUBJECT_ALT_NAME & 1;
    bool empty = name_is_empty(cert_bytes(cert, cert->subject));
    (void)check;
    if (critical != empty)
        return empty ? CHAIN_FINDING_EXTENSION_NOT_CRITICAL : CHAIN_FINDING_EXTENSION_CRITICAL;
    return check_alt_names(cert);
}

/* RFC 5280 4.2.1.1, CA/B BR 7.1.2.11.1: a key identifier, and neither issuer nor serial number. */
static chain_finding_code key_id_alone(const struct check *check, const struct chain_cert *cert)
{
    struct der in = der_from(cert_extension(cert, EXTENSION_AUTHORITY_KEY_ID)), inside;
    chain_bytes id;
    (void)check;
    if (check_is_malformed(cert, EXTENSION_AUTHORITY_KEY_ID))
        return CHAIN_FINDING_NONE; /* said already */
    bool alone = der_enter(&in, DER_SEQUENCE, &inside) && der_read(&inside, DER_CONTEXT(0), &id) &&
                 id.size && der_done(&inside);
    return alone ? CHAIN_FINDING_NONE : CHAIN_FINDING_AUTHORITY_KEY_ID_FORM;
}

/* CA/B BR 7.1.2.1.3: a root's is the identifier of its own key. */
static chain_finding_code own_key_id(const struct check *check, const struct chain_cert *cert)
{
    if (key_id_alone(check, cert) == CHAIN_FINDING_NONE &&
        bytes_equal(cert_authority_key_id(cert), cert_subject_key_id(cert)))
        return CHAIN_FINDING_NONE;
    return CHAIN_FINDING_AUTHORITY_KEY_ID_FORM;
}

/* RFC 5280 4.2.2: SEQUENCE SIZE (1..MAX) OF AccessDescription */
static bool access_is_well_formed(const struct chain_cert *cert, enum cert_extension extension)
{
    struct der in = der_from(cert_extension(cert, extension)), list, entry;
    struct general_name place;
    chain_bytes method;
    if (!der_enter(&in, DER_SEQUENCE, &list) || !der_done(&in) || der_done(&list))
        return false;
    while (!der_done(&list)) {
        if (!der_enter(&list, DER_SEQUENCE, &entry) || !der_read(&entry, DER_OID, &method) ||
            !der_oid_is_canonical(method) || !general_name_next(&entry, &place) ||
            !der_done(&entry))
            return false;
    }
    return true;
}

static chain_finding_code authority_info(const struct check *check, const struct chain_cert *cert)
{
    (void)check;
    return access_is_well_formed(cert, EXTENSION_AUTHORITY_INFO)
               ? CHAIN_FINDING_NONE
               : CHAIN_FINDING_EXTENSION_MALFORMED;
}

static chain_finding_code subject_info(const struct check *check, const struct chain_cert *cert)
{
    (void)check;
    return access_is_well_formed(cert, EXTENSION_SUBJECT_INFO) ? CHAIN_FINDING_NONE
                                                               : CHAIN_FINDING_EXTENSION_MALFORMED;
}

/* ---- the tables ------------------------------------------------------------------------------- */

/* clang-format off */
/* RFC 5280 4.2.1.8, 4.2.1.15, 4.2.2 and CA/B BR 7.1.2.11: the same for all. */
#define FOR_ALL                                                \
    {EXTENSION_AUTHORITY_INFO, MAY, PLAIN, 0, authority_info}, \
    {EXTENSION_SUBJECT_INFO, MAY, PLAIN, 0, subject_info},     \
    {EXTENSION_SUBJECT_ATTRIBUTES, MAY, PLAIN, 0, NULL},       \
    {EXTENSION_FRESHEST_CRL, MAY, PLAIN, 0, NULL},             \
    {EXTENSION_CRL_POINTS, MAY, PLAIN, 0, NULL}

/* RFC 5280 4.2.1.2, 4.2.1.3, 4.2.1.9, 4.2.1.11, 4.2.1.14 */
#define FOR_ISSUERS                                                                      \
    {EXTENSION_BASIC_CONSTRAINTS, MUST, CRITICAL, CHAIN_FINDING_NOT_A_CA, NULL},         \
    {EXTENSION_KEY_USAGE, MUST, EITHER, CHAIN_FINDING_KEY_USAGE_MISSING, NULL},          \
    {EXTENSION_SUBJECT_KEY_ID, MUST, PLAIN, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING, NULL}, \
    {EXTENSION_POLICY_CONSTRAINTS, MAY, CRITICAL, 0, NULL},                              \
    {EXTENSION_INHIBIT_ANY_POLICY, MAY, CRITICAL, 0, NULL}
/* clang-format on */

static const struct extension_rule OF_SERVERS[] = {
    {EXTENSION_BASIC_CONSTRAINTS, MAY, EITHER, 0, no_ca},
    {EXTENSION_KEY_USAGE, MAY, EITHER, 0, usage_of_server},
    {EXTENSION_EXTENDED_KEY_USAGE, MUST, PLAIN, CHAIN_FINDING_PURPOSE_MISSING, purposes_of_server},
    {EXTENSION_SUBJECT_ALT_NAME, MUST, EITHER, CHAIN_FINDING_ALT_NAME_MISSING, names_of_server},
    {EXTENSION_NAME_CONSTRAINTS, NEVER, EITHER, 0, NULL},
    {EXTENSION_SUBJECT_KEY_ID, MAY, PLAIN, 0, NULL},
    {EXTENSION_AUTHORITY_KEY_ID, MUST, PLAIN, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING, key_id_alone},
    {EXTENSION_POLICY_MAPPINGS, NEVER, EITHER, 0, NULL},
    {EXTENSION_POLICY_CONSTRAINTS, NEVER, EITHER, 0, NULL},
    {EXTENSION_INHIBIT_ANY_POLICY, NEVER, EITHER, 0, NULL},
    FOR_ALL,
};

/* Name constraints: RFC 5280 4.2.1.10 wants them critical, but CA/B BR 7.1.2.5.2 and 7.1.2.10.8
 * allow what is not, "as an explicit exception from RFC 5280". */
static const struct extension_rule OF_CAS[] = {
    {EXTENSION_EXTENDED_KEY_USAGE, MAY, PLAIN, 0, NULL},
    {EXTENSION_NAME_CONSTRAINTS, MAY, EITHER, 0, NULL},
    {EXTENSION_AUTHORITY_KEY_ID, MUST, PLAIN, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING, key_id_alone},
    FOR_ISSUERS,
    FOR_ALL,
};

/* CA/B BR 7.1.2.1 makes no such exception for roots, and wants no extended key usage in them. */
static const struct extension_rule OF_ROOTS[] = {
    {EXTENSION_EXTENDED_KEY_USAGE, NEVER, EITHER, 0, NULL},
    {EXTENSION_NAME_CONSTRAINTS, MAY, CRITICAL, 0, NULL},
    {EXTENSION_AUTHORITY_KEY_ID, MAY, PLAIN, 0, own_key_id},
    FOR_ISSUERS,
    FOR_ALL,
};

static const struct {
    const struct extension_rule *rules;
    size_t count;
} TABLES[] = {
    {OF_SERVERS, sizeof(OF_SERVERS) / sizeof(OF_SERVERS[0])},
    {OF_CAS, sizeof(OF_CAS) / sizeof(OF_CAS[0])},
    {OF_ROOTS, sizeof(OF_ROOTS) / sizeof(OF_ROOTS[0])},
};
enum place { SERVER, CA, ROOT };

/* ---- applying them ---------------------------------------------------------------------------- */

static chain_finding_code apply(const struct check *check, const struct chain_cert *cert,
                                const struct extension_rule *rule)
{
    bool there = cert_has(cert, rule->extension), critical = cert->critical >> rule->extension & 1;
    if (!there)
        return rule->presence == MUST ? rule->missing : CHAIN_FINDING_NONE;
    if (rule->presence == NEVER)
        return CHAIN_FINDING_EXTENSION_NOT_ALLOWED;
    if (rule->criticality == CRITICAL && !critical)
        return CHAIN_FINDING_EXTENSION_NOT_CRITICAL;
    if (rule->criticality == PLAIN && critical)
        return CHAIN_FINDING_EXTENSION_CRITICAL;
    return rule->look ? rule->look(check, cert) : CHAIN_FINDING_NONE;
}

static bool has_finding(const struct node *node, chain_finding_code code)
{
    for (const struct finding *f = node->findings.first; f; f = f->next) {
        if (f->code == code)
            return true;
    }
    return false;
}

/* Once, however many extensions it is about. */
static void note_once(struct check *check, struct node *node, chain_finding_code code)
{
    if (code != CHAIN_FINDING_NONE && !has_finding(node, code))
        check_note_always(check, node, code);
}

/*
 * RFC 5280 4.2.1.1: the identifier may be left out of a certificate that is signed with its own
 * key. A root whose issuer is its own name is taken for one; where the names differ only the
 * signature tells.
 */
static bool is_self_signed(struct check *check, const struct node *node)
{
    bool computed;
    if (!check->signatures_left) {
        check->spent = true;
        return false;
    }
    enum sig_result result = memo_check(check->memo, node->link->cert, node->link->cert, &computed);
    check->signatures += computed;
    check->signatures_left -= computed;
    check->full |= result == SIG_NO_MEMORY;
    return result == SIG_GOOD;
}

static void check_target_names(struct check *check, struct node *node)
{
    const struct hostname *host = check->graph->question->host;
    const struct chain_cert *cert = node->link->cert;
    note_once(check, node, check_common_names(cert));
    if (host && hostname_matches(host, cert) && !check_names_host(host, cert))
        note_once(check, node, CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX);
}

void check_rules(struct check *check, struct node *node)
{
    const struct chain_cert *cert = node->link->cert;
    if (!cert || !check->graph->question->profile->issuance)
        return;
    bool is_target = node == check->graph->nodes;
    check_strength(check, node);
    if (cert->version != 3)
        note_once(check, node, CHAIN_FINDING_VERSION_OLD);
    /* Whoever signs revocation lists need be neither a server nor a CA (RFC 5280 6.3.3 (f)). */
    if (is_target && check->graph->question->proving)
        return;
    /* An anchor that another CA has signed is made as a CA's certificate is. */
    enum place place = is_target                                   ? SERVER
                       : node->anchor && cert_is_self_issued(cert) ? ROOT
                                                                   : CA;
    for (size_t i = 0; i < TABLES[place].count; i++) {
        chain_finding_code code = apply(check, cert, &TABLES[place].rules[i]);
        if (code != CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING || !node->anchor ||
            !is_self_signed(check, node))
            note_once(check, node, code);
    }
    if (place == SERVER)
        check_target_names(check, node);
    else if (name_is_empty(cert_bytes(cert, cert->subject)))
        note_once(check, node, CHAIN_FINDING_SUBJECT_EMPTY); /* RFC 5280 4.1.2.6 */
}
