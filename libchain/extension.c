// SPDX-License-Identifier: Apache-2.0
#include "extension.h"

#include "general_name.h"

/* ---- one reader an extension ------------------------------------------------------------------ */

/* RFC 5280 4.2.1.9 */
static bool read_ca_and_length(struct chain_cert *cert, struct der *value)
{
    struct der in;
    chain_bytes content;
    uint64_t length;
    if (!der_enter(value, DER_SEQUENCE, &in))
        return false;
    if (der_peek(&in, DER_BOOLEAN)) {
        if (!der_read(&in, DER_BOOLEAN, &content) || !der_boolean(content, &cert->is_ca))
            return false;
        if (!cert->is_ca)
            cert->deviations |= CERT_DEFAULT_ENCODED;
    }
    if (der_done(&in))
        return true;
    if (!der_read(&in, DER_INTEGER, &content) || !der_unsigned(content, &length) || !der_done(&in))
        return false;
    cert->path_length = length < CERT_NO_PATH_LENGTH ? (uint32_t)length : CERT_NO_PATH_LENGTH - 1;
    if (!cert->is_ca)
        cert->deviations |= CERT_PATH_LENGTH_WITHOUT_CA;
    return true;
}

/* What is malformed, at its end too, makes nobody a CA. */
static bool read_basic_constraints(struct chain_cert *cert, struct der *value)
{
    bool good = read_ca_and_length(cert, value) && der_done(value);
    cert->is_ca &= good;
    return good;
}

/* RFC 5280 4.2.1.3 */
static bool read_key_usage(struct chain_cert *cert, struct der *value)
{
    chain_bytes content, bits;
    unsigned unused;
    if (!der_read(value, DER_BIT_STRING, &content) || !der_bit_string(content, &bits, &unused) ||
        bits.size > 2)
        return false;
    for (size_t i = 0; i < bits.size * 8; i++) {
        if (bits.data[i / 8] & 0x80 >> i % 8)
            cert->key_usage = (uint16_t)(cert->key_usage | 1 << i);
    }
    if (!cert->key_usage || !(bits.data[bits.size - 1] >> unused & 1))
        cert->deviations |= CERT_KEY_USAGE_FORM;
    return true;
}

/* RFC 5280 4.2.1.12: id-kp-1 .. id-kp-9 and anyExtendedKeyUsage */
enum cert_purpose extension_purpose(chain_bytes oid)
{
    if (bytes_equal(oid, BYTES("\x55\x1d\x25\x00")))
        return PURPOSE_ANY;
    if (oid.size == 8 &&
        bytes_equal((chain_bytes){oid.data, 7}, BYTES("\x2b\x06\x01\x05\x05\x07\x03"))) {
        switch (oid.data[7]) {
        case 1:
            return PURPOSE_SERVER_AUTH;
        case 2:
            return PURPOSE_CLIENT_AUTH;
        case 3:
            return PURPOSE_CODE_SIGNING;
        case 4:
            return PURPOSE_EMAIL;
        case 8:
            return PURPOSE_TIME_STAMPING;
        case 9:
            return PURPOSE_OCSP_SIGNING;
        default:
            break;
        }
    }
    if (bytes_equal(oid, BYTES("\x60\x86\x48\x01\x86\xf8\x42\x04\x01")) ||
        bytes_equal(oid, BYTES("\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x03")))
        return PURPOSE_GATED;
    return PURPOSE_OTHER;
}

static bool read_extended_key_usage(struct chain_cert *cert, struct der *value)
{
    struct der in;
    chain_bytes oid;
    if (!der_enter(value, DER_SEQUENCE, &in) || der_done(&in))
        return false;
    while (!der_done(&in)) {
        if (!der_read(&in, DER_OID, &oid) || !der_oid_is_canonical(oid))
            return false;
        cert->purposes = (uint16_t)(cert->purposes | extension_purpose(oid));
    }
    return true;
}

/* RFC 5280 4.2.1.6 */
static bool read_subject_alt_name(struct chain_cert *cert, struct der *value)
{
    chain_bytes names;
    (void)cert;
    return der_read(value, DER_SEQUENCE, &names) && general_names_are_well_formed(names);
}

/* RFC 5280 4.2.1.10: GeneralSubtrees */
static bool subtrees_are_well_formed(chain_bytes content)
{
    struct der in = der_from(content), subtree;
    struct general_name base;
    chain_bytes distance;
    uint64_t number;
    if (der_done(&in))
        return false;
    while (!der_done(&in)) {
        if (!der_enter(&in, DER_SEQUENCE, &subtree) || !general_name_next(&subtree, &base))
            return false;
        if (base.kind == GENERAL_NAME_IP && base.value.size != 8 && base.value.size != 32)
            return false;
        for (unsigned tag = 0; tag < 2; tag++) {
            if (der_peek(&subtree, (uint8_t)DER_CONTEXT(tag)) &&
                (!der_read(&subtree, (uint8_t)DER_CONTEXT(tag), &distance) ||
                 !der_unsigned(distance, &number)))
                return false;
        }
        if (!der_done(&subtree))
            return false;
    }
    return true;
}

static bool read_name_constraints(struct chain_cert *cert, struct der *value)
{
    struct der in;
    chain_bytes subtrees;
    (void)cert;
    if (!der_enter(value, DER_SEQUENCE, &in) || der_done(&in))
        return false;
    for (unsigned tag = 0; tag < 2; tag++) {
        if (der_peek(&in, (uint8_t)DER_CONTEXT_CONSTRUCTED(tag)) &&
            (!der_read(&in, (uint8_t)DER_CONTEXT_CONSTRUCTED(tag), &subtrees) ||
             !subtrees_are_well_formed(subtrees)))
            return false;
    }
    return der_done(&in);
}

/* RFC 5280 4.2.1.2 */
static bool read_subject_key_id(struct chain_cert *cert, struct der *value)
{
    chain_bytes id;
    (void)cert;
    return der_read(value, DER_OCTET_STRING, &id);
}

/* RFC 5280 4.2.1.1 */
static bool read_authority_key_id(struct chain_cert *cert, struct der *value)
{
    struct der in;
    chain_bytes content;
    (void)cert;
    if (!der_enter(value, DER_SEQUENCE, &in))
        return false;
    if (der_peek(&in, DER_CONTEXT(0)) && !der_read(&in, DER_CONTEXT(0), &content))
        return false;
    if (der_peek(&in, DER_CONTEXT_CONSTRUCTED(1)) &&
        (!der_read(&in, DER_CONTEXT_CONSTRUCTED(1), &content) ||
         !general_names_are_well_formed(content)))
        return false;
    if (der_peek(&in, DER_CONTEXT(2)) &&
        (!der_read(&in, DER_CONTEXT(2), &content) || !der_integer_is_canonical(content)))
        return false;
    return der_done(&in);
}

/* Has `oid` stood earlier in this list of SEQUENCEs that begin with an OID? */
static bool stood_before(chain_bytes list, const uint8_t *until, chain_bytes oid)
{
    struct der in = der_from(list), entry;
    chain_bytes earlier;
    while (in.at < until && der_enter(&in, DER_SEQUENCE, &entry) &&
           der_read(&entry, DER_OID, &earlier)) {
        if (bytes_equal(earlier, oid))
            return true;
    }
    return false;
}

/* RFC 5280 4.2.1.4. The search for doubles is bounded: beyond it the policy graph finds them. */
static bool read_policies(struct chain_cert *cert, struct der *value)
{
    enum { COMPARED = 64 };
    struct der in, policy, qualifiers;
    chain_bytes list, oid;
    if (!der_read(value, DER_SEQUENCE, &list) || !list.size)
        return false;
    in = der_from(list);
    for (size_t count = 0; !der_done(&in); count++) {
        const uint8_t *start = in.at;
        if (!der_enter(&in, DER_SEQUENCE, &policy) || !der_read(&policy, DER_OID, &oid) ||
            !der_oid_is_canonical(oid))
            return false;
        /* Qualifiers are not processed. Some governments' roots have an empty list of them. */
        if (!der_done(&policy) &&
            (!der_enter(&policy, DER_SEQUENCE, &qualifiers) || !der_done(&policy)))
            return false;
        if (count < COMPARED && stood_before(list, start, oid))
            cert->deviations |= CERT_POLICY_TWICE;
    }
    return true;
}

/* RFC 5280 4.2.1.5 */
static bool read_policy_mappings(struct chain_cert *cert, struct der *value)
{
    struct der in, pair;
    chain_bytes oid;
    (void)cert;
    if (!der_enter(value, DER_SEQUENCE, &in) || der_done(&in))
        return false;
    while (!der_done(&in)) {
        if (!der_enter(&in, DER_SEQUENCE, &pair))
            return false;
        for (int i = 0; i < 2; i++) {
            if (!der_read(&pair, DER_OID, &oid) || !der_oid_is_canonical(oid))
                return false;
        }
        if (!der_done(&pair))
            return false;
    }
    return true;
}

/* RFC 5280 4.2.1.11 */
static bool read_policy_constraints(struct chain_cert *cert, struct der *value)
{
    struct der in;
    chain_bytes content;
    uint64_t number;
    (void)cert;
    if (!der_enter(value, DER_SEQUENCE, &in) || der_done(&in))
        return false;
    for (unsigned tag = 0; tag < 2; tag++) {
        if (der_peek(&in, (uint8_t)DER_CONTEXT(tag)) &&
            (!der_read(&in, (uint8_t)DER_CONTEXT(tag), &content) || !der_unsigned(content, &number)))
            return false;
    }
    return der_done(&in);
}

/* RFC 5280 4.2.1.14 */
static bool read_inhibit_any_policy(struct chain_cert *cert, struct der *value)
{
    chain_bytes content;
    uint64_t number;
    (void)cert;
    return der_read(value, DER_INTEGER, &content) && der_unsigned(content, &number);
}

/* RFC 5280 4.2.1.13; what stands in it is read where CRLs are. */
static bool read_crl_points(struct chain_cert *cert, struct der *value)
{
    struct der in, point;
    (void)cert;
    if (!der_enter(value, DER_SEQUENCE, &in) || der_done(&in))
        return false;
    while (!der_done(&in)) {
        if (!der_enter(&in, DER_SEQUENCE, &point))
            return false;
    }
    return true;
}

/* RFC 5280 4.2.1.8, 4.2.1.15, 4.2.2: not processed, so that their form denies nothing by itself. */
static bool read_nothing(struct chain_cert *cert, struct der *value)
{
    (void)cert;
    value->at = value->end;
    return true;
}

/* ---- one of a list ---------------------------------------------------------------------------- */

bool extension_next(struct der *list, struct extension *out, struct der *bad, const char **why)
{
    struct der in;
    chain_bytes content;
    *out = (struct extension){.critical = false};
    *bad = *list;
    *why = "an extension is not a SEQUENCE that begins with an OID";
    if (!der_enter(list, DER_SEQUENCE, &in) || !der_read(&in, DER_OID, &out->oid) ||
        !der_oid_is_canonical(out->oid))
        return false;
    if (der_peek(&in, DER_BOOLEAN)) {
        *bad = in;
        *why = "the criticality of an extension is not TRUE or FALSE";
        if (!der_read(&in, DER_BOOLEAN, &content) || !der_boolean(content, &out->critical))
            return false;
        out->default_encoded = !out->critical;
    }
    *why = "the value of an extension is not one OCTET STRING";
    out->octet_string = in.at;
    bool good = der_read(&in, DER_OCTET_STRING, &out->value) && der_done(&in);
    *bad = in;
    return good;
}

/* ---- the table -------------------------------------------------------------------------------- */

typedef bool reader(struct chain_cert *cert, struct der *value);

static reader *const READERS[EXTENSION_COUNT] = {
    [EXTENSION_BASIC_CONSTRAINTS] = read_basic_constraints,
    [EXTENSION_KEY_USAGE] = read_key_usage,
    [EXTENSION_EXTENDED_KEY_USAGE] = read_extended_key_usage,
    [EXTENSION_SUBJECT_ALT_NAME] = read_subject_alt_name,
    [EXTENSION_NAME_CONSTRAINTS] = read_name_constraints,
    [EXTENSION_SUBJECT_KEY_ID] = read_subject_key_id,
    [EXTENSION_AUTHORITY_KEY_ID] = read_authority_key_id,
    [EXTENSION_POLICIES] = read_policies,
    [EXTENSION_POLICY_MAPPINGS] = read_policy_mappings,
    [EXTENSION_POLICY_CONSTRAINTS] = read_policy_constraints,
    [EXTENSION_INHIBIT_ANY_POLICY] = read_inhibit_any_policy,
    [EXTENSION_CRL_POINTS] = read_crl_points,
    [EXTENSION_AUTHORITY_INFO] = read_nothing,
    [EXTENSION_SUBJECT_INFO] = read_nothing,
    [EXTENSION_SUBJECT_ATTRIBUTES] = read_nothing,
    [EXTENSION_FRESHEST_CRL] = read_nothing,
};

enum cert_extension extension_from_oid(chain_bytes oid)
{
    /* id-ce is 2.5.29 */
    if (oid.size == 3 && oid.data[0] == 0x55 && oid.data[1] == 0x1d) {
        switch (oid.data[2]) {
        case 14:
            return EXTENSION_SUBJECT_KEY_ID;
        case 15:
            return EXTENSION_KEY_USAGE;
        case 17:
            return EXTENSION_SUBJECT_ALT_NAME;
        case 19:
            return EXTENSION_BASIC_CONSTRAINTS;
        case 30:
            return EXTENSION_NAME_CONSTRAINTS;
        case 31:
            return EXTENSION_CRL_POINTS;
        case 32:
            return EXTENSION_POLICIES;
        case 33:
            return EXTENSION_POLICY_MAPPINGS;
        case 35:
            return EXTENSION_AUTHORITY_KEY_ID;
        case 36:
            return EXTENSION_POLICY_CONSTRAINTS;
        case 37:
            return EXTENSION_EXTENDED_KEY_USAGE;
        case 54:
            return EXTENSION_INHIBIT_ANY_POLICY;
        case 9:
            return EXTENSION_SUBJECT_ATTRIBUTES;
        case 46:
            return EXTENSION_FRESHEST_CRL;
        case 18: /* issuer alternative name: "not processed as part of path validation", 4.2.1.7 */
            return EXTENSION_IGNORED;
        default:
            return EXTENSION_UNKNOWN;
        }
    }
    /* RFC 5280 4.2.2 */
    if (bytes_equal(oid, BYTES("\x2b\x06\x01\x05\x05\x07\x01\x01")))
        return EXTENSION_AUTHORITY_INFO;
    if (bytes_equal(oid, BYTES("\x2b\x06\x01\x05\x05\x07\x01\x0b")))
        return EXTENSION_SUBJECT_INFO;
    /* OCSP no check, RFC 6960 4.2.2.2.1 */
    if (bytes_equal(oid, BYTES("\x2b\x06\x01\x05\x05\x07\x30\x01\x05")))
        return EXTENSION_IGNORED;
    return EXTENSION_UNKNOWN;
}

bool extension_read(struct chain_cert *cert, enum cert_extension extension, chain_bytes value)
{
    struct der in = der_from(value);
    return READERS[extension](cert, &in) && der_done(&in);
}
