// SPDX-License-Identifier: Apache-2.0
/*
 * Variables that point runtimes to a store of their own: in this process, and in the files below
 * /etc that set them for services and logins.
 */
#include "find.h"

#include "mem.h"

#include <stdio.h>
#include <string.h>

#define SECURITY "java.security.properties"
static const struct {
    const char *name;
    const char *stack;
    const char *concerns;
} VARIABLES[] = {
    {"SSL_CERT_FILE", "OpenSSL, Python and Go with SSL_CERT_FILE", ""},
    {"SSL_CERT_DIR", "OpenSSL, Python and Go with SSL_CERT_DIR", ""},
    {"REQUESTS_CA_BUNDLE", "Python requests with REQUESTS_CA_BUNDLE", ""},
    {"CURL_CA_BUNDLE", "curl and Python requests with CURL_CA_BUNDLE", ""},
    {"NODE_EXTRA_CA_CERTS", "Node.js, beside its built-in roots", "+"},
    {"AWS_CA_BUNDLE", "AWS SDKs with AWS_CA_BUNDLE", "amazonaws.com"},
    {"GIT_SSL_CAINFO", "git", "-"},
    {"javax.net.ssl.trustStore", "Java with javax.net.ssl.trustStore", ""},
    {SECURITY, NULL, ""}, /* no store, but how one is judged */
};
static const char ENVIRONMENT[] = "the environment";
enum { VARIABLE_COUNT = sizeof(VARIABLES) / sizeof(VARIABLES[0]) };

/* Where Java options hide. */
static const char *const JAVA_OPTIONS[] = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
                                           "JAVA_OPTS",         "CATALINA_OPTS",    "MAVEN_OPTS",
                                           "GRADLE_OPTS",       "SBT_OPTS",         NULL};

/* Options that every Java program sees; the others are those of some scripts. */
static bool is_for_all(const char *config)
{
    return strcmp(config, "JAVA_TOOL_OPTIONS") == 0 || strcmp(config, "JDK_JAVA_OPTIONS") == 0 ||
           strcmp(config, "_JAVA_OPTIONS") == 0 || strcmp(config, "/etc/environment") == 0;
}

/* One that every program sees changes what the stores that it replaces are good for. */
static void heed(struct finder *finder, const char *name, const char *path, const char *config)
{
    if (strcmp(config, ENVIRONMENT) != 0 && strcmp(config, "/etc/environment") != 0)
        return;
    finder->requests |= strcmp(name, "REQUESTS_CA_BUNDLE") == 0;
    finder->openssl |= strcmp(name, "SSL_CERT_FILE") == 0;
    finder->aws |= strcmp(name, "AWS_CA_BUNDLE") == 0;
    if (strcmp(name, "NODE_EXTRA_CA_CERTS") == 0 && !finder->node_extra[0] &&
        root_look(finder->root, path) == ROOT_FILE)
        root_resolve(finder->root, path, finder->node_extra);
}

static void add_one(struct finder *finder, size_t variable, const char *value, size_t size,
                    const char *config)
{
    char path[ROOT_PATH_SIZE], id[48];
    if (!VARIABLES[variable].stack) {
        if (is_for_all(config) && size < sizeof(finder->security))
            snprintf(finder->security, sizeof(finder->security), "%.*s", (int)size, value);
        return;
    }
    if (!size || size >= sizeof(path) || value[0] != '/')
        return; /* relative to a folder that we do not know */
    memcpy(path, value, size);
    path[size] = 0;
    heed(finder, VARIABLES[variable].name, path, config);
    snprintf(id, sizeof(id), "%s", VARIABLES[variable].name);
    struct find_words words = {
        .id = strcmp(id, "javax.net.ssl.trustStore") == 0 ? "java-trustStore" : id,
        .stack = VARIABLES[variable].stack,
        .manager = strcmp(id, "javax.net.ssl.trustStore") == 0 ? "keystore" : "bundle",
        .config = config,
        .concerns = VARIABLES[variable].concerns,
    };
    if (strcmp(path, "/etc/ssl/certs") == 0 &&
        finder->count) { /* the system's store in another form */
        words.manager = finder->places[0].manager;
        words.follows = finder->places[0].follows;
    }
    find_add(finder, path, &words);
}

/* SSL_CERT_DIR names several folders as PATH does, each a store. */
static void add(struct finder *finder, size_t variable, const char *value, size_t size,
                const char *config)
{
    bool several = strcmp(VARIABLES[variable].name, "SSL_CERT_DIR") == 0;
    const char *end = value + size;
    while (value < end) {
        const char *colon = several ? memchr(value, ':', (size_t)(end - value)) : NULL;
        add_one(finder, variable, value, (size_t)((colon ? colon : end) - value), config);
        value = colon ? colon + 1 : end;
    }
}

/*
 * The end of a value that begins here: NAME="the value" and "NAME=the value" end at their quotation
 * mark, all others at the next one or at white space.
 */
static const char *find_value(const char *name, const char *text, const char *equals, size_t *size)
{
    const char *value = equals + 1;
    char before = name > text ? name[-1] : 0, quote = *value == '"' || *value == '\'' ? *value : 0;
    value += quote != 0;
    quote = quote ? quote : before == '"' || before == '\'' ? before : 0;
    const char marks[] = {quote, '\n', 0};
    *size = strcspn(value, quote ? marks : "\"' \t\r\n;");
    return value;
}

/* Not the end of a longer name; "-D" stands before properties of Java. */
static bool begins_here(const char *text, const char *at)
{
    if (at == text || !strchr("_ABCDEFGHIJKLMNOPQRSTUVWXYZ", at[-1]))
        return true;
    return at - text >= 2 && at[-1] == 'D' && at[-2] == '-';
}

/* NAME=value or -Dname=value, wherever it stands in the text, unless commented out. */
static void search(struct finder *finder, const char *text, const char *config)
{
    for (size_t i = 0; i < VARIABLE_COUNT; i++) {
        size_t size = strlen(VARIABLES[i].name);
        for (const char *at = text; (at = strstr(at, VARIABLES[i].name)); at += size) {
            const char *line = at;
            while (line > text && line[-1] != '\n')
                line--;
            const char *value = at + size;
            if (!begins_here(text, at) || *value != '=' || line[strspn(line, " \t")] == '#')
                continue;
            size_t length;
            value = find_value(at, text, value, &length);
            add(finder, i, value, length, config);
        }
    }
}

static void search_file(struct finder *finder, const char *path, unsigned depth);

/* EnvironmentFile=-/etc/app/env of a unit of systemd, which holds NAME=value lines. */
static void follow_files(struct finder *finder, const char *text, unsigned depth)
{
    static const char KEY[] = "\nEnvironmentFile=";
    for (const char *at = text; (at = strstr(at, KEY)); at++) {
        char path[ROOT_PATH_SIZE];
        const char *value = at + sizeof(KEY) - 1;
        value += *value == '-'; /* it need not be there */
        size_t size = strcspn(value, " \t\r\n");
        if (*value != '/' || size >= sizeof(path))
            continue;
        memcpy(path, value, size);
        path[size] = 0;
        search_file(finder, path, depth - 1);
    }
}

/* `depth`: how many files deep this one may point to others. */
static void search_file(struct finder *finder, const char *path, unsigned depth)
{
    enum { MOST = 256 * 1024 };
    struct file file;
    if (root_look(finder->root, path) != ROOT_FILE ||
        find_lost(finder, root_read(finder->root, path, &file)))
        return;
    char *text = file.size <= MOST ? mem_alloc(file.size + 1) : NULL;
    if (text) {
        memcpy(text, file.data ? (const char *)file.data : "", file.size);
        text[file.size] = 0;
        search(finder, text, path);
        if (depth)
            follow_files(finder, text, depth);
    }
    finder->full |= !text && file.size <= MOST;
    mem_free(text);
    mem_free(file.data);
}

static void search_folder(struct finder *finder, const char *folder, unsigned depth)
{
    struct file_names names;
    char path[ROOT_PATH_SIZE];
    if (find_lost(finder, root_list(finder->root, folder, &names)))
        return;
    for (size_t i = 0; i < names.count; i++) {
        root_join(path, folder, names.names[i]);
        if (root_look(finder->root, path) == ROOT_FILE)
            search_file(finder, path, 1);
        else if (depth)
            search_folder(finder, path, depth - 1);
    }
    file_names_free(&names);
}

void find_settings(struct finder *finder)
{
    char text[ROOT_PATH_SIZE];
    for (size_t i = 0; i < VARIABLE_COUNT; i++) {
        const char *value = find_variable(finder, VARIABLES[i].name);
        if (value)
            add(finder, i, value, strlen(value), ENVIRONMENT);
    }
    for (size_t i = 0; JAVA_OPTIONS[i]; i++) {
        const char *value = find_variable(finder, JAVA_OPTIONS[i]);
        snprintf(text, sizeof(text), "%s", value ? value : "");
        search(finder, text, JAVA_OPTIONS[i]);
    }
    search_file(finder, "/etc/environment", 0);
    search_folder(finder, "/etc/default", 0);
    search_folder(finder, "/etc/sysconfig", 0);
    search_folder(finder, "/etc/profile.d", 0);
    search_folder(finder, "/etc/systemd/system", 2);
    search_folder(finder, "/etc/supervisor", 1);
}

/* Options of Java that lie beside what they are for: Tomcat's, Elasticsearch's, Gradle's, Maven's.
 */
void find_options(struct finder *finder, const char *path, const char *name)
{
    static const char *const NAMES[] = {"setenv.sh", "jvm.options", "gradle.properties",
                                        "jvm.config", NULL};
    for (size_t i = 0; NAMES[i]; i++) {
        if (strcmp(name, NAMES[i]) == 0)
            search_file(finder, path, 0);
    }
}
