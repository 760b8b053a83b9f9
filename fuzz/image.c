// SPDX-License-Identifier: Apache-2.0
#include "image.h"

#include "fuzz.h"
#include "root.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void clean_up(void)
{
    char command[128];
    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    if (system(command) != 0)
        perror(folder);
}

const char *image_folder(void)
{
    char command[1024];
    if (folder[0])
        return folder;
    strcpy(folder,
           access("/dev/shm", W_OK) == 0 ? "/dev/shm/libchain-XXXXXX" : "/tmp/libchain-XXXXXX");
    MUST(mkdtemp(folder));
    atexit(clean_up);
    snprintf(
        command, sizeof(command),
        "cd '%s' && mkdir -p etc/ssl/certs etc/default etc/php/8.2/cli/conf.d opt/jdk/lib/security "
        "opt/jdk/conf/security && echo >etc/ssl/certs/ca-certificates.crt && echo "
        ">opt/jdk/lib/security/cacerts && "
        "ln -s /usr out && ln -s ../../../../../usr up && ln -s /loop loop",
        folder);
    MUST(system(command) == 0);
    return folder;
}

void image_write(const char *path, const uint8_t *data, size_t size)
{
    char host[256];
    snprintf(host, sizeof(host), "%s%s", image_folder(), path);
    FILE *file = fopen(host, "wb");
    MUST(file && fwrite(data ? (const char *)data : "", 1, size, file) == size);
    MUST(fclose(file) == 0);
}

static void check_text(const char *field, size_t size)
{
    MUST(memchr(field, 0, size));
}

void image_check(const struct finder *finder)
{
    size_t root = strlen(image_folder());
    MUST(!finder->full);
    for (size_t i = 0; i < finder->count; i++) {
        const chain_place *place = &finder->places[i];
        char host[ROOT_PATH_SIZE];
        chain_store *store;
        check_text(place->id, sizeof(place->id));
        check_text(place->stack, sizeof(place->stack));
        check_text(place->config, sizeof(place->config));
        check_text(place->runtime, sizeof(place->runtime));
        MUST(place->id[0] && memchr(place->path, 0, sizeof(place->path)));
        /* Whoever opens it inside stays inside: what does not resolve there is not opened
         * elsewhere. */
        bool below = strncmp(place->path, folder, root) == 0 && place->path[root] == '/';
        MUST(below || place->path[0] != '/');
        if (!below || !root_resolve(folder, place->path + root, host)) {
            MUST(chain_store_open_inside(&store, NULL, folder, place->path, NULL) != CHAIN_OK);
        } else {
            MUST(strncmp(host, folder, root) == 0);
        }
        /* One place a path, and what is read besides it. */
        for (size_t k = 0; k < i; k++)
            MUST(strcmp(finder->places[k].path, place->path) != 0 ||
                 strcmp(finder->places[k].extra, place->extra) != 0);
    }
}
