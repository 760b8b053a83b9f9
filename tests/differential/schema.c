// SPDX-License-Identifier: Apache-2.0
#include "schema.h"

#include "cert.h"
#include "der.h"
#include "extension.h"

#include <libtasn1.h>
#include <stdio.h>
#include <string.h>

static asn1_node definitions;

bool schema_load(const char *path)
{
    char error[ASN1_MAX_ERROR_DESCRIPTION_SIZE] = "";
    if (definitions || asn1_parser2tree(path, &definitions, error) == ASN1_SUCCESS)
        return true;
    fprintf(stderr, "%s: %s\n", path, error);
    return false;
}

void schema_drop(void)
{
    asn1_delete_structure(&definitions);
    definitions = NULL;
}

/* The octets of an element: its value as libtasn1 returns it. */
static chain_bytes value_of(asn1_node node, const char *name, uint8_t *room, size_t size)
{
    int length = (int)size;
    if (asn1_read_value(node, name, room, &length) != ASN1_SUCCESS)
        return (chain_bytes){NULL, 0};
    return (chain_bytes){room, (size_t)length};
}

/* Where an element stands in the DER, tag included. */
static chain_bytes whole_of(asn1_node node, const char *name, chain_bytes der)
{
    int start, end;
    if (asn1_der_decoding_startEnd(node, der.data, (int)der.size, name, &start, &end) !=
        ASN1_SUCCESS)
        return (chain_bytes){NULL, 0};
    return (chain_bytes){der.data + start, (size_t)(end - start + 1)};
}

static bool same(const char *what, chain_bytes ours, chain_bytes theirs, const char *name)
{
    if (bytes_equal(ours, theirs))
        return true;
    fprintf(stderr, "%s: %s differs (%zu and %zu octets)\n", name, what, ours.size, theirs.size);
    return false;
}

static bool compare_times(const struct chain_cert *cert, asn1_node node, const char *name)
{
    static const char *const PARTS[] = {"notBefore", "notAfter"};
    chain_time ours[] = {cert->validity.from, cert->validity.until - 1}, theirs;
    uint8_t room[64];
    char path[80];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof(path), "tbsCertificate.validity.%s", PARTS[i]);
        chain_bytes choice = value_of(node, path, room, sizeof(room));
        bool utc = choice.size && strncmp((const char *)room, "utcTime", 7) == 0;
        snprintf(path, sizeof(path), "tbsCertificate.validity.%s.%s", PARTS[i],
                 utc ? "utcTime" : "generalTime");
        chain_bytes text = value_of(node, path, room, sizeof(room));
        while (text.size && !text.data[text.size - 1])
            text.size--;
        if (!der_time(utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, text, &theirs) ||
            theirs != ours[i]) {
            fprintf(stderr, "%s: %s differs\n", name, PARTS[i]);
            return false;
        }
    }
    return true;
}

/* The value of an extension through libtasn1: basic constraints and key usage. */
static bool compare_basic_constraints(const struct chain_cert *cert, const char *name)
{
    asn1_node node = NULL;
    char error[ASN1_MAX_ERROR_DESCRIPTION_SIZE];
    uint8_t room[16] = {0};
    chain_bytes value = cert_extension(cert, EXTENSION_BASIC_CONSTRAINTS);
    int size = (int)value.size;
    asn1_create_element(definitions, "LIBCHAIN-TEST.BasicConstraints", &node);
    int status = asn1_der_decoding2(&node, value.data, &size, ASN1_DECODE_FLAG_STRICT_DER, error);
    /* We alone refuse a BOOLEAN that is neither 0x00 nor 0xff (X.690 11.1). */
    bool malformed = cert->malformed >> EXTENSION_BASIC_CONSTRAINTS & 1;
    bool good = malformed || status == ASN1_SUCCESS;
    if (!malformed && status == ASN1_SUCCESS) {
        value_of(node, "cA", room, sizeof(room));
        good = cert->is_ca == (strcmp((const char *)room, "TRUE") == 0);
        chain_bytes length = value_of(node, "pathLenConstraint", room, sizeof(room));
        uint64_t number = CERT_NO_PATH_LENGTH;
        if (length.size && der_unsigned(length, &number) && number >= CERT_NO_PATH_LENGTH)
            number = CERT_NO_PATH_LENGTH - 1; /* as good as no bound */
        good = good && number == cert->path_length;
    }
    asn1_delete_structure(&node);
    if (!good)
        fprintf(stderr, "%s: basicConstraints differ\n", name);
    return good;
}

static bool compare_extensions(const struct chain_cert *cert, asn1_node node, const char *name)
{
    int count = 0;
    if (asn1_number_of_elements(node, "tbsCertificate.extensions", &count) != ASN1_SUCCESS)
        count = 0;
    uint16_t present = 0, critical = 0;
    for (int i = 1; i <= count; i++) {
        char path[80], oid[128] = "", flag[16] = "";
        static uint8_t value[CERT_MOST_BYTES];
        int size = sizeof(oid);
        snprintf(path, sizeof(path), "tbsCertificate.extensions.?%d.extnID", i);
        asn1_read_value(node, path, oid, &size);
        snprintf(path, sizeof(path), "tbsCertificate.extensions.?%d.critical", i);
        size = sizeof(flag);
        asn1_read_value(node, path, flag, &size);
        snprintf(path, sizeof(path), "tbsCertificate.extensions.?%d.extnValue", i);
        chain_bytes theirs = value_of(node, path, value, sizeof(value));
        uint8_t encoded[64];
        int length = sizeof(encoded);
        asn1_object_id_der(oid, encoded, &length, 0);
        enum cert_extension which =
            extension_from_oid((chain_bytes){encoded + 2, length > 2 ? (size_t)length - 2 : 0});
        if (which >= EXTENSION_COUNT || present >> which & 1)
            continue;
        present = (uint16_t)(present | 1U << which);
        if (strcmp(flag, "TRUE") == 0)
            critical = (uint16_t)(critical | 1U << which);
        if (!same(oid, cert_extension(cert, which), theirs, name))
            return false;
    }
    if (present == cert->present && critical == cert->critical)
        return true;
    fprintf(stderr, "%s: other extensions, or another criticality\n", name);
    return false;
}

static bool compare(const struct chain_cert *cert, asn1_node node, chain_bytes der,
                    const char *name)
{
    static uint8_t room[CERT_MOST_BYTES];
    chain_bytes version = value_of(node, "tbsCertificate.version", room, sizeof(room));
    bool good = cert->version == (version.size ? room[version.size - 1] : 0) + 1;
    if (!good)
        fprintf(stderr, "%s: version differs\n", name);
    good &= same("serialNumber", cert_bytes(cert, cert->serial),
                 value_of(node, "tbsCertificate.serialNumber", room, sizeof(room)), name);
    good &= same("issuer", cert_bytes(cert, cert->issuer),
                 whole_of(node, "tbsCertificate.issuer", der), name);
    good &= same("subject", cert_bytes(cert, cert->subject),
                 whole_of(node, "tbsCertificate.subject", der), name);
    good &= same("subjectPublicKeyInfo", cert_bytes(cert, cert->spki),
                 whole_of(node, "tbsCertificate.subjectPublicKeyInfo", der), name);
    good &= same("tbsCertificate", cert_bytes(cert, cert->tbs),
                 whole_of(node, "tbsCertificate", der), name);
    good &= same("signatureAlgorithm", cert_bytes(cert, cert->algorithm),
                 whole_of(node, "signatureAlgorithm", der), name);
    chain_bytes bits = value_of(node, "signature", room, sizeof(room));
    good &= same("signature", cert_bytes(cert, cert->signature), (chain_bytes){room, bits.size / 8},
                 name);
    good &= compare_times(cert, node, name) && compare_extensions(cert, node, name);
    if (cert_has(cert, EXTENSION_BASIC_CONSTRAINTS))
        good &= compare_basic_constraints(cert, name);
    return good;
}

/* What libtasn1 looks at in another way, wherever it stands: see explained(). */
enum oddity { ODD_LAX = 1, ODD_LARGE_ARC = 2 };

static bool is_one_element(chain_bytes content)
{
    struct der in = der_from(content);
    struct der_element element;
    return der_next(&in, &element) && der_done(&in);
}

static bool is_lax_content(uint8_t tag, chain_bytes content)
{
    bool truth;
    unsigned unused;
    chain_bytes bits;
    switch (tag) {
    case DER_BOOLEAN:
        return !der_boolean(content, &truth);
    case DER_INTEGER:
        return !der_integer_is_canonical(content);
    case DER_BIT_STRING:
    case DER_CONTEXT(1): /* the unique identifiers of RFC 5280 4.1.2.8 */
    case DER_CONTEXT(2):
        return !der_bit_string(content, &bits, &unused);
    case DER_OID:
        return !der_oid_is_canonical(content);
    case DER_SEQUENCE:
        return !content.size;
    case DER_CONTEXT_CONSTRUCTED(0):
    case DER_CONTEXT_CONSTRUCTED(3):
        return !is_one_element(content);
    default:
        return false;
    }
}

/* Has it an arc of more than 63 bits? */
static bool has_large_arc(chain_bytes oid)
{
    size_t octets = 0;
    for (size_t i = 0; i < oid.size; i++) {
        if (++octets > 9)
            return true;
        octets = oid.data[i] & 0x80 ? octets : 0;
    }
    return false;
}

static unsigned oddities(chain_bytes der, unsigned depth)
{
    enum { MOST_DEPTH = 40 };
    const uint8_t *at = der.data, *end = der.data + der.size;
    unsigned found = 0;
    while (end - at >= 2) {
        unsigned char class;
        int tag_size, length_size;
        unsigned long number;
        if (asn1_get_tag_der(at, (int)(end - at), &class, &tag_size, &number) != ASN1_SUCCESS)
            return found | ODD_LAX;
        const uint8_t *length_at = at + tag_size;
        long length = asn1_get_length_der(length_at, (int)(end - length_at), &length_size);
        if (length < 0) /* libtasn1 does not hold the contents of an EXPLICIT tag to its length */
            return found | ODD_LAX;
        chain_bytes content = {length_at + length_size, (size_t)length};
        bool shortest = length_size == (length < 128     ? 1
                                        : length < 256   ? 2
                                        : length < 65536 ? 3
                                                         : 4);
        if (!shortest || tag_size > 1 || is_lax_content(*at, content))
            found |= ODD_LAX;
        if (*at == DER_OID && has_large_arc(content))
            found |= ODD_LARGE_ARC;
        if (*at & 0x20 && depth < MOST_DEPTH)
            found |= oddities(content, depth + 1);
        at = content.data + content.size;
    }
    return found;
}

/*
 * What libtasn1 accepts and we do not, on purpose:
 *   - a date in another form than RFC 5280 4.1.2.5 has it: libtasn1 does not look into dates;
 *   - an empty RDN: libtasn1 does not check SIZE;
 *   - a signature that is not a whole number of octets: libtasn1 does not know what it is for;
 *   - a version that RFC 5280 does not have;
 *   - even in strict mode, lengths that are not the shortest (X.690 10.1), tags of two octets for
 * small numbers (8.1.2.4), a BOOLEAN of another value (11.1), an INTEGER with needless octets
 * (8.3.2), a BIT STRING whose unused bits are not zero (11.2.1), arcs of an OID that are cut off or
 * begin with zeros (8.19.2), octets behind the element in an EXPLICIT tag (8.14), and a SEQUENCE
 * that is empty although it has members that are not optional.
 */
static bool explained(chain_bytes der, const char *why)
{
    return oddities(der, 0) & ODD_LAX || strstr(why, "validity date") ||
           strstr(why, "is not a Name") || strstr(why, "version") || strstr(why, "whole octets");
}

/* What we accept and libtasn1 does not: an OID with an arc that does not fit its numbers. */
static bool explained_for_them(chain_bytes der)
{
    return oddities(der, 0) & ODD_LARGE_ARC;
}

enum schema_result schema_compare(chain_bytes der, const char *name)
{
    struct chain_cert cert;
    size_t bad;
    const char *why = "";
    asn1_node node = NULL;
    char error[ASN1_MAX_ERROR_DESCRIPTION_SIZE];
    int size = (int)der.size;
    enum schema_result result = SCHEMA_NEITHER;
    bool ours = cert_parse(&cert, der, &bad, &why) == CHAIN_OK;
    asn1_create_element(definitions, "LIBCHAIN-TEST.Certificate", &node);
    bool theirs = asn1_der_decoding2(&node, der.data, &size, ASN1_DECODE_FLAG_STRICT_DER, error) ==
                      ASN1_SUCCESS &&
                  size == (int)der.size;
    if (ours && theirs) {
        result = compare(&cert, node, der, name) ? SCHEMA_SAME : SCHEMA_DIFFERS;
    } else if (ours && explained_for_them(der)) {
        result = SCHEMA_EXPLAINED;
    } else if (ours) {
        fprintf(stderr, "%s: only we accept it (%s)\n", name, error);
        result = SCHEMA_OURS_ONLY;
    } else if (theirs && !explained(der, why)) {
        fprintf(stderr, "%s: only libtasn1 accepts it: %s at %zu\n", name, why, bad);
        result = SCHEMA_THEIRS_ONLY;
    } else if (theirs) {
        result = SCHEMA_EXPLAINED;
    }
    asn1_delete_structure(&node);
    return result;
}
