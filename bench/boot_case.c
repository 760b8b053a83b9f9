// SPDX-License-Identifier: Apache-2.0
#include "boot_case.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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

void boot_write(char folder[64], const struct world *world)
{
    char name[32];
    strcpy(folder, "/tmp/bench-boot-XXXXXX");
    if (!mkdtemp(folder)) {
        perror("bench");
        exit(70);
    }
    for (unsigned i = 0; i < WORLD_STORES; i++) {
        snprintf(name, sizeof(name), "store%u.pem", i);
        write_file(folder, name, world->stores[i].data, world->stores[i].size);
    }
    for (unsigned i = 0; i < 5; i++) {
        const struct world_chain *chain = i < 3 ? &world->rsa[i] : &world->ec[i - 3];
        snprintf(name, sizeof(name), "host%u", i);
        write_file(folder, name, chain->host, strlen(chain->host) + 1);
        for (unsigned k = 0; k < WORLD_SENT; k++) {
            snprintf(name, sizeof(name), "chain%u-%u.der", i, k);
            write_file(folder, name, chain->certs[k].data, chain->certs[k].size);
        }
    }
}

void boot_remove(const char *folder)
{
    DIR *files = opendir(folder);
    for (struct dirent *each; files && (each = readdir(files));) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", folder, each->d_name);
        if (each->d_name[0] != '.')
            unlink(path);
    }
    closedir(files);
    rmdir(folder);
}

void boot_run(void *context)
{
    struct boot *boot = context;
    int ends[2], status;
    char answer[32] = "";
    if (pipe(ends) != 0)
        exit(70);
    pid_t child = vfork();
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        execl(boot->program, boot->program, boot->folder, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    ssize_t size = read(ends[0], answer, sizeof(answer) - 1);
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 || size <= 0) {
        fprintf(stderr, "bench: %s did not end well\n", boot->program);
        exit(70);
    }
    boot->sum = (unsigned)strtoul(answer, NULL, 10);
}
