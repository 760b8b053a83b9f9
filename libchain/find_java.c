// SPDX-License-Identifier: Apache-2.0
/* JDKs: lib/security/cacerts, or jssecacerts in its place, below a home that has a `release` file.
 */
#include "find.h"

#include "mem.h"

#include <stdio.h>
#include <string.h>

/* KEY="value" of a release file. */
static void read_release(struct finder *finder, const char *home, const char *key, char *out,
                         size_t size)
{
    char path[ROOT_PATH_SIZE];
    struct file file;
    out[0] = 0;
    root_join(path, home, "release");
    if (find_lost(finder, root_read(finder->root, path, &file)))
        return;
    size_t length = strlen(key);
    for (size_t i = 0; i + length + 2 < file.size; i++) {
        const char *at = (const char *)file.data + i;
        if ((i && at[-1] != '\n') || memcmp(at, key, length) != 0 ||
            memcmp(at + length, "=\"", 2) != 0)
            continue;
        at += length + 2;
        const char *end = memchr(at, '"', file.size - i - length - 2);
        if (end)
            snprintf(out, size, "%.*s", (int)(end - at), at);
        break;
    }
    mem_free(file.data);
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/*
 * Whose decisions a keystore follows. Distributions that make one keystore for all JDKs build it
 * from Mozilla's list, and so does Temurin; the sources of OpenJDK carry a list of their own.
 */
static void judge_origin(struct find_words *words, const char *real, const char *implementor)
{
    words->follows = CHAIN_PROGRAM_JDK;
    words->manager = "jdk";
    if (strstr(real, "/etc/ssl/certs/java/cacerts")) {
        words->follows = CHAIN_PROGRAM_MOZILLA;
        words->manager = "debian-java";
    } else if (strstr(real, "/etc/pki/ca-trust/extracted/java/cacerts")) {
        words->follows = CHAIN_PROGRAM_MOZILLA;
        words->manager = "rhel";
    } else if (strstr(real, "/ca-certificates/java-cacerts")) {
        words->follows = CHAIN_PROGRAM_MOZILLA;
        words->manager = "suse";
    } else if (strstr(implementor, "Adoptium")) {
        words->follows = CHAIN_PROGRAM_MOZILLA;
    }
}

static bool ends_with(const char *path, const char *end)
{
    size_t size = strlen(path), tail = strlen(end);
    return size > tail && strcmp(path + size - tail, end) == 0;
}

void find_java(struct finder *finder, const char *path, const char *name)
{
    bool replaces = strcmp(name, "jssecacerts") == 0;
    char home[ROOT_PATH_SIZE], other[ROOT_PATH_SIZE], real[ROOT_PATH_SIZE];
    char version[64], implementor[128], id[48], stack[160], settings[CHAIN_SETTINGS_SIZE];
    if (!replaces && strcmp(name, "cacerts") != 0)
        return;
    if (!ends_with(path, replaces ? "/lib/security/jssecacerts" : "/lib/security/cacerts"))
        return;
    snprintf(home, sizeof(home), "%s", path);
    home[strlen(path) - strlen(name) - strlen("/lib/security/")] = 0;
    root_join(other, home, "lib/security/jssecacerts");
    if (!replaces && root_look(finder->root, other) == ROOT_FILE)
        return; /* the JDK does not look at cacerts then */
    if (ends_with(home, "/jre"))
        home[strlen(home) - 4] = 0;
    read_release(finder, home, "JAVA_VERSION", version, sizeof(version));
    read_release(finder, home, "IMPLEMENTOR", implementor, sizeof(implementor));
    if (!root_resolve(finder->root, path, real))
        return;
    snprintf(id, sizeof(id), "java-%.30s", version[0] ? version : strrchr(home, '/') + 1);
    snprintf(stack, sizeof(stack), "Java %.40s%s%.60s%s", version, implementor[0] ? " (" : "",
             implementor, implementor[0] ? ")" : "");
    int used = snprintf(settings, sizeof(settings), "%s", replaces ? "" : "cacerts=1\n");
    if (version[0])
        snprintf(settings + used, sizeof(settings) - (size_t)used, "java.version=%.40s\n", version);
    find_security(finder, home, settings);
    struct find_words words = {.id = id, .stack = stack, .runtime = home, .settings = settings};
    if (starts_with(real, finder->root) && strcmp(finder->root, "/") != 0)
        judge_origin(&words, real + strlen(finder->root), implementor);
    else
        judge_origin(&words, real, implementor);
    find_add(finder, path, &words);
}
