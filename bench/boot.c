// SPDX-License-Identifier: Apache-2.0
/*
 * What an app does at its boot, as a process of its own: five stores from files, five chains, 24
 * dates. Built once for each peer, which alone is linked: -DPEER=openssl.
 *
 * usage: boot-PEER DIR   (written by bench)
 */
#include "peers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

enum { RSA = 3, EC = 2, CHAINS = RSA + EC };

static chain_bytes read_file(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(66);
    }
    size_t size = (size_t)ftell(file);
    uint8_t *data = malloc(size + 1);
    rewind(file);
    if (!data || fread(data, 1, size, file) != size)
        exit(70);
    fclose(file);
    return (chain_bytes){data, size};
}

int main(int argc, char **argv)
{
    struct world_chain chains[CHAINS];
    struct world world = {.rsa = chains, .rsa_count = RSA, .ec = chains + RSA, .ec_count = EC};
    uint32_t verdicts[CHAINS * WORLD_STORES];
    if (argc != 2)
        return 64;
    for (unsigned i = 0; i < WORLD_STORES; i++) {
        char name[32];
        snprintf(name, sizeof(name), "store%u.pem", i);
        world.stores[i] = read_file(argv[1], name);
    }
    for (unsigned i = 0; i < CHAINS; i++) {
        for (unsigned k = 0; k < WORLD_SENT; k++) {
            char name[32];
            snprintf(name, sizeof(name), "chain%u-%u.der", i, k);
            chains[i].certs[k] = read_file(argv[1], name);
        }
        char name[32];
        snprintf(name, sizeof(name), "host%u", i);
        chain_bytes host = read_file(argv[1], name);
        memset(chains[i].host, 0, sizeof(chains[i].host));
        memcpy(chains[i].host, host.data, host.size < sizeof(chains[i].host) ? host.size : 0);
    }
    for (int i = 0; i < WORLD_DATES; i++)
        world.dates[i] = world_date(i);
    void *state = JOIN(PEER, _load)(&world);
    JOIN(PEER, _run)(state, &world, 0, CHAINS, verdicts);
    uint32_t sum = 0;
    for (size_t i = 0; i < CHAINS * WORLD_STORES; i++)
        sum += verdicts[i];
    printf("%u\n", sum);
    return 0;
}
