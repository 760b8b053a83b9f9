// SPDX-License-Identifier: Apache-2.0
/*
 * Writes recorded chains for a load of `chainready check --ndjson`, and the roots that they need.
 *
 * usage: records COUNT ROOTS   (records go to standard output, roots to the file)
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    struct world world;
    if (argc != 3)
        return 64;
    size_t count = strtoul(argv[1], NULL, 10), rsa = count * 6 / 10;
    world_make(&world, rsa, count - rsa);
    FILE *roots = fopen(argv[2], "wb");
    if (!roots ||
        fwrite(world.stores[0].data, 1, world.stores[0].size, roots) != world.stores[0].size ||
        fclose(roots) != 0) {
        perror(argv[2]);
        return 70;
    }
    for (size_t i = 0; i < count; i++) {
        /* RSA and EC in turn, so that the first N of a file are of both */
        size_t before = i * 6 / 10;
        const struct world_chain *chain =
            (i + 1) * 6 / 10 > before ? &world.rsa[before] : &world.ec[i - before];
        chain_list *list;
        if (chain_list_new(&list, NULL, chain->certs, WORLD_SENT) != CHAIN_OK)
            return 70;
        char *line = chain_record_line(list, chain->host, CHAIN_TIME_MIN, NULL);
        if (!line || fputs(line, stdout) == EOF)
            return 70;
        chain_free(line);
        chain_list_unref(list);
    }
    world_free(&world);
    return 0;
}
