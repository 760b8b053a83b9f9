// SPDX-License-Identifier: Apache-2.0
/*
 * Memory that certificates take while they are held, as a multiple of their DER.
 *
 * usage: memory [COUNT]   (10,000 unless given)
 */
#include "list.h"
#include "pem.h"
#include "world.h"

#include <gnutls/x509.h>
#include <malloc.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

static size_t in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* Kept until the process ends. */
static void hold_libchain(const struct world *world)
{
    struct chain_list *list = list_new("held");
    for (size_t i = 0; list && i < world->ec_count; i++) {
        chain_bytes der = world->ec[i].certs[0];
        chain_cert *cert;
        if (chain_cert_new(&cert, NULL, der.data, der.size) != CHAIN_OK ||
            list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS}) != CHAIN_OK)
            exit(70);
        chain_cert_unref(cert);
    }
    if (!list || list_freeze(list, NULL) != CHAIN_OK)
        exit(70);
}

static chain_bytes pem_of(const struct world *world)
{
    struct text text = {0};
    for (size_t i = 0; i < world->ec_count; i++)
        pem_encode(&text, world->ec[i].certs[0]);
    size_t size = text.size;
    char *data = text_take(&text);
    if (!data)
        exit(70);
    return (chain_bytes){(const uint8_t *)data, size};
}

/* The same as a root store, each an anchor. */
static void hold_store(const struct world *world)
{
    chain_store *store;
    chain_bytes pem = pem_of(world);
    if (chain_store_read(&store, NULL, "held", pem) != CHAIN_OK ||
        chain_store_count(store) != world->ec_count)
        exit(70);
    free((void *)(uintptr_t)pem.data);
}

static void hold_openssl(const struct world *world)
{
    for (size_t i = 0; i < world->ec_count; i++) {
        const uint8_t *at = world->ec[i].certs[0].data;
        X509 *x509 = d2i_X509(NULL, &at, (long)world->ec[i].certs[0].size);
        if (!x509 || X509_check_purpose(x509, -1, 0) < 0)
            exit(70);
    }
}

static void hold_gnutls(const struct world *world)
{
    for (size_t i = 0; i < world->ec_count; i++) {
        gnutls_x509_crt_t crt;
        gnutls_datum_t der = {(unsigned char *)(uintptr_t)world->ec[i].certs[0].data,
                              (unsigned)world->ec[i].certs[0].size};
        if (gnutls_x509_crt_init(&crt) < 0 ||
            gnutls_x509_crt_import(crt, &der, GNUTLS_X509_FMT_DER) < 0)
            exit(70);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*hold)(const struct world *world);
    } LIBRARIES[] = {
        {"libchain", hold_libchain},
        {"a store", hold_store},
        {"openssl", hold_openssl}, {"gnutls", hold_gnutls}};
    struct world world;
    size_t octets = 0;
    world_make(&world, 1, argc > 1 ? strtoul(argv[1], NULL, 10) : 10000);
    for (size_t i = 0; i < world.ec_count; i++)
        octets += world.ec[i].certs[0].size;
    printf("%zu certificates of %zu octets\n", world.ec_count, octets / world.ec_count);
    for (size_t i = 0; i < sizeof(LIBRARIES) / sizeof(LIBRARIES[0]); i++) {
        size_t before = in_use();
        LIBRARIES[i].hold(&world);
        size_t held = in_use() - before;
        printf("%-10s %6zu octets each, %5.2f times their DER\n", LIBRARIES[i].name,
               held / world.ec_count, (double)held / (double)octets);
    }
    return 0;
}
