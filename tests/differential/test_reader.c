// SPDX-License-Identifier: Apache-2.0
/*
 * Our reader against libtasn1's own schema decoder in strict mode, over every certificate at hand:
 * they must agree on whether it is a certificate, and on every field of it.
 *
 * Where only one of the two accepts, the reason must be one of those listed in schema.c.
 */
#include "file.h"
#include "mem.h"
#include "pem.h"
#include "schema.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SHARED
#error "SHARED is the folder of data that is not part of the repository"
#endif

static void load_definitions(void)
{
    cr_assert(schema_load(SOURCE "/pkix.asn"));
}

struct tally {
    size_t both, neither, ours_only, theirs_only, differ;
};

static void check(struct tally *tally, chain_bytes der, const char *name)
{
    enum schema_result result = schema_compare(der, name);
    tally->both += result == SCHEMA_SAME || result == SCHEMA_DIFFERS;
    tally->differ += result == SCHEMA_DIFFERS;
    tally->neither += result == SCHEMA_NEITHER;
    tally->ours_only += result == SCHEMA_OURS_ONLY;
    tally->theirs_only += result == SCHEMA_THEIRS_ONLY;
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

TestSuite(reader, .init = load_definitions, .fini = schema_drop);

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
