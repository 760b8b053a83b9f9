// SPDX-License-Identifier: Apache-2.0
/*
 * PHP: openssl.cafile, openssl.capath and curl.cainfo of each php.ini and the files of its conf.d
 * (php.d on Fedora), or of a conf.d alone (container images), and of the pools of php-fpm.
 *
 * Streams use openssl.cafile and openssl.capath together, or OpenSSL's own paths where neither is
 * set. The curl extension takes openssl.cafile before curl.cainfo, and libcurl's bundle where
 * neither is set; the folder that a libcurl was compiled with (Debian's have /etc/ssl/certs) counts
 * besides, since only a program replaces it. A php.ini belongs to one SAPI, and cli and fpm may
 * differ.
 */
#include "find.h"

#include "mem.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct settings {
    char cafile[ROOT_PATH_SIZE], capath[ROOT_PATH_SIZE], cainfo[ROOT_PATH_SIZE];
    char set_by[ROOT_PATH_SIZE]; /* the file that set the last of them */
};

static char *trim(char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    size_t size = strlen(text);
    while (size && (unsigned char)text[size - 1] <= ' ')
        text[--size] = 0;
    return text;
}

/* "php_admin_value[openssl.cafile]" of a pool is openssl.cafile. */
static char *bare_key(char *key)
{
    static const char *const FORMS[] = {"php_admin_value[", "php_value[", NULL};
    for (size_t i = 0; FORMS[i]; i++) {
        if (strncmp(key, FORMS[i], strlen(FORMS[i])) != 0)
            continue;
        key += strlen(FORMS[i]);
        key[strcspn(key, "]")] = 0;
        break;
    }
    return key;
}

/* ${NAME} at the beginning: a variable of this process, where the machine is this one. */
static bool set_value(char slot[ROOT_PATH_SIZE], const struct finder *finder, const char *value)
{
    char name[128];
    size_t size = strcspn(value, "}");
    if (strncmp(value, "${", 2) == 0 && value[size] == '}' && size - 2 < sizeof(name)) {
        memcpy(name, value + 2, size - 2);
        name[size - 2] = 0;
        const char *known = find_variable(finder, name);
        int wanted = snprintf(slot, ROOT_PATH_SIZE, "%s%s", known ? known : value,
                              known ? value + size + 1 : "");
        return wanted < ROOT_PATH_SIZE;
    }
    return snprintf(slot, ROOT_PATH_SIZE, "%s", value) < ROOT_PATH_SIZE;
}

/* One line of an ini file: key = value, "value" or 'value', and ";" begins a comment. */
static void read_line(struct finder *finder, struct settings *out, char *line, const char *file)
{
    char *equals = strchr(line, '=');
    if (!equals)
        return;
    *equals = 0;
    char *key = bare_key(trim(line)), *value = trim(equals + 1);
    char quote = value[0] == '"' || value[0] == '\'' ? value[0] : 0;
    if (quote) {
        value++;
        value[strcspn(value, quote == '"' ? "\"" : "'")] = 0;
    } else {
        value[strcspn(value, ";")] = 0;
        value = trim(value);
    }
    char *slot = strcmp(key, "openssl.cafile") == 0   ? out->cafile
                 : strcmp(key, "openssl.capath") == 0 ? out->capath
                 : strcmp(key, "curl.cainfo") == 0    ? out->cainfo
                                                      : NULL;
    if (!slot || !set_value(slot, finder, value))
        return;
    snprintf(out->set_by, sizeof(out->set_by), "%s", file);
}

static void read_ini(struct finder *finder, struct settings *out, const char *path)
{
    struct file file;
    if (find_lost(finder, root_read(finder->root, path, &file)))
        return;
    char *text = mem_alloc(file.size + 1);
    if (text) {
        memcpy(text, file.data ? (const char *)file.data : "", file.size);
        text[file.size] = 0;
        char *rest = text, *line;
        while ((line = strsep(&rest, "\n"))) {
            line = trim(line);
            if (line[0] != ';' && line[0] != '#' && line[0] != '[')
                read_line(finder, out, line, path);
        }
    }
    finder->full |= !text;
    mem_free(text);
    mem_free(file.data);
}

/* The .ini files of a folder in the order of their names: the last one wins. */
static void read_folder(struct finder *finder, struct settings *out, const char *folder,
                        const char *inner)
{
    char conf[ROOT_PATH_SIZE], path[ROOT_PATH_SIZE];
    struct file_names names;
    root_join(conf, folder, inner);
    if (find_lost(finder, root_list(finder->root, conf, &names)))
        return;
    for (size_t i = 0; i < names.count; i++) {
        size_t size = strlen(names.names[i]);
        root_join(path, conf, names.names[i]);
        if (size > 4 && strcmp(names.names[i] + size - 4, ".ini") == 0)
            read_ini(finder, out, path);
    }
    file_names_free(&names);
}

/* "8.2 cli" of /etc/php/8.2/cli/php.ini, else the folder. */
static void describe(char *out, size_t size, const char *folder)
{
    const char *start = strstr(folder, "/php/");
    snprintf(out, size, "%.60s", start ? start + 5 : folder);
    for (char *p = out; *p; p++)
        *p = *p == '/' ? ' ' : *p;
}

/* Where a folder of hashed names is, on the host; "" where there is none. */
static void find_folder(const struct finder *finder, const char *path, char out[ROOT_PATH_SIZE])
{
    out[0] = 0;
    if (path[0] == '/' && root_look(finder->root, path) == ROOT_DIRECTORY)
        root_resolve(finder->root, path, out);
}

/* The first folder of a list that is there. The others are left out (docs/STORES.md). */
static void find_first_folder(const struct finder *finder, const char *list,
                              char out[ROOT_PATH_SIZE], char inside[ROOT_PATH_SIZE])
{
    out[0] = 0;
    while (*list && !out[0]) {
        size_t size = strcspn(list, ":");
        snprintf(inside, ROOT_PATH_SIZE, "%.*s", (int)size, list);
        find_folder(finder, inside, out);
        list += size + (list[size] == ':');
    }
}

/* Does this libcurl have /etc/ssl/certs compiled in, as a string of its own? */
static bool names_folder(struct finder *finder, const char *path)
{
    static const char STRING[] = "\0/etc/ssl/certs"; /* with a NUL behind it, too */
    struct file file;
    if (root_look(finder->root, path) != ROOT_FILE ||
        find_lost(finder, root_read(finder->root, path, &file)))
        return false;
    bool named = file.size && memmem(file.data, file.size, STRING, sizeof(STRING));
    mem_free(file.data);
    return named;
}

/* The folder of the libcurl that PHP's extension is linked with, on the host; or "". */
static void find_curl_folder(struct finder *finder, char out[ROOT_PATH_SIZE])
{
    static const char *const LIBRARIES[] = {"/usr/lib/x86_64-linux-gnu/libcurl.so.4",
                                            "/usr/lib/aarch64-linux-gnu/libcurl.so.4",
                                            "/usr/lib/arm-linux-gnueabihf/libcurl.so.4",
                                            "/usr/lib/i386-linux-gnu/libcurl.so.4",
                                            "/usr/lib/powerpc64le-linux-gnu/libcurl.so.4",
                                            "/usr/lib/s390x-linux-gnu/libcurl.so.4",
                                            "/usr/lib/riscv64-linux-gnu/libcurl.so.4",
                                            "/usr/lib64/libcurl.so.4",
                                            "/usr/lib/libcurl.so.4",
                                            "/usr/local/lib/libcurl.so.4"};
    out[0] = 0;
    for (size_t i = 0; !out[0] && i < sizeof(LIBRARIES) / sizeof(LIBRARIES[0]); i++) {
        if (names_folder(finder, LIBRARIES[i]))
            find_folder(finder, "/etc/ssl/certs", out);
    }
}

/* One extension of one SAPI, and where it looks: a path inside, and what counts besides, on the
 * host. */
struct reader {
    const char *which, *api, *path, *extra;
};

static void add(struct finder *finder, const struct reader *reader, const char *config)
{
    const char *which = reader->which, *api = reader->api;
    char id[48], stack[128];
    snprintf(stack, sizeof(stack), "PHP %.40s %s", which, api);
    snprintf(id, sizeof(id), "php-%.30s-%.8s", which, api);
    for (char *p = id; *p; p++)
        *p = *p == ' ' ? '-' : *p;
    struct find_words words = {.id = id,
                               .stack = stack,
                               .manager = "php",
                               .config = config,
                               .runtime = which,
                               .extra = reader->extra};
    find_add(finder, reader->path, &words);
}

/* Nothing is set: the machine's own store, which gets one more reader. */
static void add_default(struct finder *finder, const char *which, const char *api)
{
    char stack[128];
    snprintf(stack, sizeof(stack), "PHP %.40s %s", which, api);
    if (finder->count && strcmp(finder->places[0].id, "system") == 0)
        find_add_reader(&finder->places[0], stack);
}

/* What streams and the curl extension use by these settings; `defaults`: and where nothing is set.
 */
static void add_both(struct finder *finder, const struct settings *settings, const char *which,
                     bool defaults)
{
    char folder[ROOT_PATH_SIZE], inside[ROOT_PATH_SIZE], besides[ROOT_PATH_SIZE] = "";
    const char *file = settings->cafile[0] ? settings->cafile : settings->cainfo;
    find_first_folder(finder, settings->capath, folder, inside);
    if (file[0])
        find_curl_folder(finder, besides);
    struct reader streams = {which, "streams", settings->cafile, folder};
    struct reader curl = {which, "curl", file, besides};
    if (!settings->cafile[0]) { /* the folder alone; one that is not there is said */
        streams.path = folder[0] ? inside : settings->capath;
        streams.extra = "";
    }
    if (streams.path[0])
        add(finder, &streams, settings->set_by);
    else if (defaults)
        add_default(finder, which, streams.api);
    if (curl.path[0])
        add(finder, &curl, settings->set_by);
    else if (defaults)
        add_default(finder, which, curl.api);
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), tail = strlen(end);
    return size > tail && strcmp(text + size - tail, end) == 0;
}

void find_php(struct finder *finder, const char *path, const char *name)
{
    struct settings settings = {.set_by = ""};
    char folder[ROOT_PATH_SIZE], ini[ROOT_PATH_SIZE], which[64];
    bool main = strcmp(name, "php.ini") == 0;
    snprintf(folder, sizeof(folder), "%.*s", (int)(strlen(path) - strlen(name) - 1), path);
    bool pool = (ends_with(folder, "/pool.d") || ends_with(folder, "/php-fpm.d")) &&
                ends_with(name, ".conf");
    bool scanned =
        ends_with(folder, "/conf.d") && strstr(folder, "/php") && ends_with(name, ".ini");
    if (!main && !pool && !scanned)
        return;
    if (!main)
        *strrchr(folder, '/') = 0;
    root_join(ini, folder, "php.ini");
    if (scanned && root_look(finder->root, ini) == ROOT_FILE)
        return; /* read with it */
    describe(which, sizeof(which), folder);
    if (pool) {
        read_ini(finder, &settings, path);
        add_both(finder, &settings, which, false);
        return;
    }
    read_ini(finder, &settings, ini);
    read_folder(finder, &settings, folder, "conf.d");
    read_folder(finder, &settings, folder, "php.d");
    add_both(finder, &settings, which, true);
}
