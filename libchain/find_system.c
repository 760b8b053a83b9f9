// SPDX-License-Identifier: Apache-2.0
/* The system's own store, and what is known of a store by its path alone. */
#include "find.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char STACK[] = "OpenSSL, curl, wget, Go and what else uses the system's store";

/* The bundle of each family of systems; the first that is there is the machine's. */
static const struct {
    const char *path;
    const char *manager;
} BUNDLES[] = {
    {"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "rhel"}, /* Fedora, RHEL */
    {"/var/lib/ca-certificates/ca-bundle.pem", "suse"},
    {"/etc/ssl/certs/ca-certificates.crt", "debian"}, /* Debian, Ubuntu; Alpine too, see below */
    {"/etc/pki/tls/certs/ca-bundle.crt", "rhel"},
    {"/etc/ssl/ca-bundle.pem", "suse"},
    {"/etc/ssl/cert.pem", "alpine"},
};
enum { BUNDLE_COUNT = sizeof(BUNDLES) / sizeof(BUNDLES[0]) };

static const char *manager_of(const struct finder *finder, size_t bundle)
{
    if (strcmp(BUNDLES[bundle].manager, "debian") == 0 &&
        root_look(finder->root, "/etc/alpine-release") == ROOT_FILE)
        return "alpine";
    return BUNDLES[bundle].manager;
}

void find_system(struct finder *finder)
{
    for (size_t i = 0; i < BUNDLE_COUNT; i++) {
        if (root_look(finder->root, BUNDLES[i].path) != ROOT_FILE)
            continue;
        struct find_words words = {
            .id = "system",
            .stack = STACK,
            .manager = manager_of(finder, i),
            .follows = CHAIN_PROGRAM_MOZILLA, /* all of them build it from Mozilla's list */
        };
        find_add(finder, BUNDLES[i].path, &words);
        return;
    }
}

/* ---- one path ---------------------------------------------------------------------------------- */

static bool is_system(const char *path)
{
    for (size_t i = 0; i < BUNDLE_COUNT; i++) {
        if (strcmp(path, BUNDLES[i].path) == 0)
            return true;
    }
    return strcmp(path, "/etc/ssl/certs") == 0;
}

chain_status chain_place_of(chain_place *place, const char *path)
{
    char real[PATH_MAX];
    if (!place || !path || strlen(path) >= sizeof(place->path))
        return CHAIN_E_ARGUMENT;
    struct finder finder = {.root = "/"};
    const char *resolved = realpath(path, real) ? real : path;
    const char *name = strrchr(resolved, '/');
    if (is_system(resolved) || is_system(path)) {
        find_system(&finder);
    } else if (name) {
        find_java(&finder, resolved, name + 1);
        find_bundle(&finder, resolved, name + 1);
    }
    *place = finder.count ? finder.places[0] : (chain_place){.id = "given"};
    if (strcmp(place->manager, "bundle") == 0 || !place->manager[0])
        strcpy(place->manager, "file");
    strcpy(place->path, path);
    chain_free(finder.places);
    return finder.full ? CHAIN_E_MEMORY : CHAIN_OK;
}
