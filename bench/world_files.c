// SPDX-License-Identifier: Apache-2.0
#include "world_files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_file(const char *folder, const char *name, const void *data, size_t size)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(70);
    }
}

static void write_dates(const char *folder, const struct world *world)
{
    char text[WORLD_DATES * 24];
    size_t size = 0;
    for (size_t i = 0; i < WORLD_DATES; i++)
        size += (size_t)snprintf(text + size, sizeof(text) - size, "%lld\n",
                                 (long long)world->dates[i]);
    write_file(folder, "dates", text, size);
}

void world_write(char folder[64], const struct world *world, const size_t *picked, size_t count)
{
    char name[64];
    strcpy(folder, "/tmp/bench-world-XXXXXX");
    if (!mkdtemp(folder)) {
        perror("bench");
        exit(70);
    }
    write_dates(folder, world);
    for (unsigned i = 0; i < WORLD_STORES; i++) {
        snprintf(name, sizeof(name), "store%u.pem", i);
        write_file(folder, name, world->stores[i].data, world->stores[i].size);
    }
    for (size_t i = 0; i < count; i++) {
        const struct world_chain *chain = world_chain(world, picked[i]);
        snprintf(name, sizeof(name), "host%zu", i);
        write_file(folder, name, chain->host, strlen(chain->host) + 1);
        for (unsigned k = 0; k < WORLD_SENT; k++) {
            snprintf(name, sizeof(name), "chain%zu-%u.der", i, k);
            write_file(folder, name, chain->certs[k].data, chain->certs[k].size);
        }
    }
}

void world_remove(const char *folder)
{
    DIR *files = opendir(folder);
    if (!files)
        return;
    for (struct dirent *each; (each = readdir(files));) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", folder, each->d_name);
        if (each->d_name[0] != '.')
            unlink(path);
    }
    closedir(files);
    rmdir(folder);
}
