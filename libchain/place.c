// SPDX-License-Identifier: Apache-2.0
/* Where root stores are kept, who reads them, and whose decisions they follow. */
#include "chain.h"

#include "mem.h"


#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char SYSTEM_STACK[] = "OpenSSL, curl, wget and what else uses the system's store";

/* The bundle of each family of systems; the first that is there is the machine's. */
static const char *const SYSTEM_BUNDLES[] = {
    "/etc/ssl/certs/ca-certificates.crt",                /* Debian, Ubuntu, Arch, Gentoo, Alpine */
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora, RHEL */
    "/etc/pki/tls/certs/ca-bundle.crt",                  /* older RHEL */
    "/etc/ssl/ca-bundle.pem",                            /* SUSE */
    "/etc/ssl/cert.pem",                                 /* Alpine, BSD */
};
enum { SYSTEM_BUNDLE_COUNT = sizeof(SYSTEM_BUNDLES) / sizeof(SYSTEM_BUNDLES[0]) };

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), tail = strlen(end);
    return size >= tail && strcmp(text + size - tail, end) == 0;
}

static bool is_system_bundle(const char *path)
{
    for (size_t i = 0; i < SYSTEM_BUNDLE_COUNT; i++) {
        if (strcmp(path, SYSTEM_BUNDLES[i]) == 0)
            return true;
    }
    return strcmp(path, "/etc/ssl/certs") == 0;
}

chain_status chain_place_of(chain_place *place, const char *path)
{
    char real[PATH_MAX];
    if (!place || !path || strlen(path) >= sizeof(place->path))
        return CHAIN_E_ARGUMENT;
    *place = (chain_place){.follows = CHAIN_PROGRAM_NONE};
    snprintf(place->path, sizeof(place->path), "%s", path);
    snprintf(place->id, sizeof(place->id), "given");
    const char *resolved = realpath(path, real) ? real : path;
    if (is_system_bundle(resolved) || is_system_bundle(path)) {
        /* Debian, Fedora and SUSE build it from Mozilla's list. */
        snprintf(place->id, sizeof(place->id), "system");
        snprintf(place->stack, sizeof(place->stack), "%s", SYSTEM_STACK);
        place->follows = CHAIN_PROGRAM_MOZILLA;
    } else if (ends_with(resolved, "/certifi/cacert.pem")) {
        snprintf(place->id, sizeof(place->id), "certifi");
        snprintf(place->stack, sizeof(place->stack), "Python requests, httpx and pip");
        place->follows = CHAIN_PROGRAM_MOZILLA;
    }
    return CHAIN_OK;
}

chain_status chain_stores_find(chain_place **places, size_t *count, const char *root)
{
    *places = mem_zero(1, sizeof(**places));
    *count = 0;
    if (!*places)
        return CHAIN_E_MEMORY;
    for (size_t i = 0; i < SYSTEM_BUNDLE_COUNT && !*count; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof(path), "%s%s", strcmp(root, "/") == 0 ? "" : root, SYSTEM_BUNDLES[i]);
        if (access(path, F_OK) != 0 || chain_place_of(*places, path) != CHAIN_OK)
            continue;
        chain_place *place = *places;
        snprintf(place->id, sizeof(place->id), "system");
        snprintf(place->stack, sizeof(place->stack), "%s", SYSTEM_STACK);
        place->follows = CHAIN_PROGRAM_MOZILLA;
        *count = 1;
    }
    return CHAIN_OK;
}
