// SPDX-License-Identifier: Apache-2.0
/*
 * Our reader against libtasn1's own schema decoder in strict mode, over every certificate at hand:
 * they must agree on whether it is a certificate, and on every field of it.
 *
 * Where only one of the two accepts, the reason must be one of those listed in explained().
 */
#include "cert.h"
#include "der.h"
#include "extension.h"
#include "file.h"
#include "list.h"
#include "mem.h"
#include "pem.h"

#include <criterion/criterion.h>
#include <libtasn1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SHARED
#error "SHARED is the folder of data that is not part of the repository"
#endif

static asn1_node definitions;

static void load_definitions(void)
{
    char error[ASN1_MAX_ERROR_DESCRIPTION_SIZE] = "";
    int status = asn1_parser2tree(SOURCE "/pkix.asn", &definitions, error);
    cr_assert_eq(status, ASN1_SUCCESS, "%s", error);
}

static void drop_definitions(void)
{
    asn1_delete_structure(&definitions);
}

/* ---- one certificate -------------------------------------------------------------------------- */

struct tally {
    size_t both, neither, ours_only, theirs_only, differ;
};

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
    if (asn1_der_decoding_startEnd(node, der.data, (int)der.size, name, &start, &end) != ASN1_SUCCESS)
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
        if (!der_time(utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, text, &theirs) || theirs != ours[i]) {
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
        if (length.size)
            der_unsigned(length, &number);
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

static bool compare(const struct chain_cert *cert, asn1_node node, chain_bytes der, const char *name)
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
    good &= same("tbsCertificate", cert_bytes(cert, cert->tbs), whole_of(node, "tbsCertificate", der),
                 name);
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

/*
 * What one accepts and the other does not, on purpose:
 *   - a date in another form than RFC 5280 4.1.2.5 has it: libtasn1 does not look into dates;
 *   - an empty RDN: libtasn1 does not check SIZE;
 *   - a signature that is not a whole number of octets: libtasn1 does not know what it is for;
 *   - a version that RFC 5280 does not have.
 */
static bool explained(const char *why)
{
    return strstr(why, "validity date") || strstr(why, "is not a Name") || strstr(why, "version") ||
           strstr(why, "whole octets");
}

static void check(struct tally *tally, chain_bytes der, const char *name)
{
    struct chain_cert cert;
    size_t bad;
    const char *why = "";
    asn1_node node = NULL;
    char error[ASN1_MAX_ERROR_DESCRIPTION_SIZE];
    int size = (int)der.size;
    bool ours = cert_parse(&cert, der, &bad, &why) == CHAIN_OK;
    asn1_create_element(definitions, "LIBCHAIN-TEST.Certificate", &node);
    bool theirs = asn1_der_decoding2(&node, der.data, &size, ASN1_DECODE_FLAG_STRICT_DER, error) ==
                      ASN1_SUCCESS &&
                  size == (int)der.size;
    if (ours && theirs) {
        tally->both++;
        if (!compare(&cert, node, der, name))
            tally->differ++;
    } else if (!ours && !theirs) {
        tally->neither++;
    } else if (ours) {
        fprintf(stderr, "%s: only we accept it (%s)\n", name, error);
        tally->ours_only++;
    } else if (!explained(why)) {
        fprintf(stderr, "%s: only libtasn1 accepts it: %s at %zu\n", name, why, bad);
        tally->theirs_only++;
    }
    asn1_delete_structure(&node);
}

static void check_file(struct tally *tally, const char *path)
{
    struct file file;
    chain_error error = {0};
    if (file_read(&file, &error, path) != CHAIN_OK)
        return;
    chain_bytes data = {file.data, file.size};
    struct pem_block block;
    size_t at = 0, bad, size;
    if (!pem_is(data))
        check(tally, data, path);
    while (pem_is(data) && pem_next(data, &at, &block)) {
        uint8_t *der = mem_alloc(pem_decoded_most(block.base64));
        if (block.label.size == 11 && pem_decode(der, &size, block.base64, &bad))
            check(tally, (chain_bytes){der, size}, path);
        mem_free(der);
    }
    mem_free(file.data);
}

static void check_directory(struct tally *tally, const char *path)
{
    struct file_names names;
    chain_error error = {0};
    if (file_list(&names, &error, path) != CHAIN_OK)
        return;
    for (size_t i = 0; i < names.count; i++) {
        char file[4096];
        snprintf(file, sizeof(file), "%s/%s", path, names.names[i]);
        check_file(tally, file);
    }
    file_names_free(&names);
}

static void expect_agreement(const struct tally *tally, size_t least)
{
    cr_log_info("%zu accepted by both, %zu by neither", tally->both, tally->neither);
    cr_expect_geq(tally->both, least);
    cr_expect_eq(tally->differ, 0);
    cr_expect_eq(tally->ours_only, 0);
    cr_expect_eq(tally->theirs_only, 0);
}

TestSuite(reader, .init = load_definitions, .fini = drop_definitions);

Test(reader, agrees_on_the_roots_of_the_corpus)
{
    struct tally tally = {0};
    check_directory(&tally, ROOTS);
    expect_agreement(&tally, 10);
}

static void check_shared(const char *folder, size_t least)
{
    struct tally tally = {0};
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", SHARED, folder);
    if (!file_is_directory(path))
        cr_skip_test("%s is not here", path);
    check_directory(&tally, path);
    expect_agreement(&tally, least);
}

Test(reader, agrees_on_roots_and_chains)
{
    check_shared("data/certs/der", 2700);
}

Test(reader, agrees_on_cross_certificates)
{
    check_shared("data/bridges/cross", 350);
}

Test(reader, agrees_on_pkits)
{
    check_shared("conformance/pkits/certs", 400);
}

/* 10,000 CA certificates, packed: through xz into a file of our own. */
Test(reader, agrees_on_all_of_ccadb)
{
    char packed[4096], command[8192], plain[] = "/tmp/libchain-ccadb-XXXXXX";
    snprintf(packed, sizeof(packed), "%s/data/bridges/ccadb_all.pem.xz", SHARED);
    FILE *file = fopen(packed, "rb");
    if (!file)
        cr_skip_test("%s is not here", packed);
    fclose(file);
    int descriptor = mkstemp(plain);
    cr_assert_geq(descriptor, 0);
    snprintf(command, sizeof(command), "xz -dc '%s' > '%s'", packed, plain);
    if (system(command) != 0)
        cr_skip_test("xz is not installed");
    struct tally tally = {0};
    check_file(&tally, plain);
    remove(plain);
    expect_agreement(&tally, 10000);
}

/* Every single-octet change and every truncation of a real certificate: the same verdict of both. */
Test(reader, agrees_on_damaged_certificates)
{
    struct tally tally = {0};
    struct file file;
    chain_error error = {0};
    cr_assert_eq(file_read(&file, &error, ROOTS "/starfield-class-2-ca.pem"), CHAIN_OK);
    chain_bytes data = {file.data, file.size};
    struct pem_block block;
    size_t at = 0, bad, size;
    cr_assert(pem_next(data, &at, &block));
    uint8_t *der = mem_alloc(pem_decoded_most(block.base64));
    cr_assert(pem_decode(der, &size, block.base64, &bad));
    for (size_t i = 0; i < size; i++) {
        char name[64];
        snprintf(name, sizeof(name), "damaged at %zu", i);
        uint8_t octet = der[i];
        der[i] = (uint8_t)(octet ^ (1U << i % 8));
        check(&tally, (chain_bytes){der, size}, name);
        der[i] = octet;
        check(&tally, (chain_bytes){der, i}, name);
    }
    mem_free(der);
    mem_free(file.data);
    cr_expect_gt(tally.neither, size);
    cr_expect_eq(tally.differ, 0);
    cr_expect_eq(tally.ours_only, 0);
}
