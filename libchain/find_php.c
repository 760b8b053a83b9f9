// SPDX-License-Identifier: Apache-2.0
/*
 * PHP: openssl.cafile, openssl.capath and curl.cainfo of each php.ini and the files of its conf.d.
 *
 * Streams use openssl.cafile, then openssl.capath, then OpenSSL's own paths. The curl extension takes
 * openssl.cafile before curl.cainfo, and libcurl's bundle where neither is set. A php.ini belongs to one
 * SAPI, and cli and fpm may differ.
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

/* One line of an ini file: key = value, "value" or 'value', and ";" begins a comment. */
static void read_line(struct settings *out, char *line, const char *file)
{
    char *equals = strchr(line, '=');
    if (!equals)
        return;
    *equals = 0;
    char *key = trim(line), *value = trim(equals + 1);
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
    if (!slot || strlen(value) >= ROOT_PATH_SIZE)
        return;
    strcpy(slot, value);
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
                read_line(out, line, path);
        }
    }
    finder->full |= !text;
    mem_free(text);
    mem_free(file.data);
}

/* php.ini, then the .ini files of conf.d in the order of their names: the last one wins. */
static void read_settings(struct finder *finder, struct settings *out, const char *ini,
                          const char *folder)
{
    char conf[ROOT_PATH_SIZE], path[ROOT_PATH_SIZE];
    struct file_names names;
    *out = (struct settings){.set_by = ""};
    read_ini(finder, out, ini);
    root_join(conf, folder, "conf.d");
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

static void add(struct finder *finder, const char *path, const char *which, const char *api,
                const char *config)
{
    char id[48], stack[128];
    snprintf(stack, sizeof(stack), "PHP %.40s %s", which, api);
    snprintf(id, sizeof(id), "php-%.30s-%.8s", which, api);
    for (char *p = id; *p; p++)
        *p = *p == ' ' ? '-' : *p;
    struct find_words words = {.id = id, .stack = stack, .manager = "php", .config = config,
                               .runtime = which};
    find_add(finder, path, &words);
}

/* Nothing is set: the machine's own store, which gets one more reader. */
static void add_default(struct finder *finder, const char *which, const char *api)
{
    char stack[128];
    snprintf(stack, sizeof(stack), "PHP %.40s %s", which, api);
    if (finder->count && strcmp(finder->places[0].id, "system") == 0 &&
        !strstr(finder->places[0].stack, stack)) {
        size_t used = strlen(finder->places[0].stack);
        snprintf(finder->places[0].stack + used, sizeof(finder->places[0].stack) - used, ", %s", stack);
    }
}

void find_php(struct finder *finder, const char *path, const char *name)
{
    struct settings settings;
    char folder[ROOT_PATH_SIZE], which[64];
    if (strcmp(name, "php.ini") != 0)
        return;
    snprintf(folder, sizeof(folder), "%.*s", (int)(strlen(path) - strlen("/php.ini")), path);
    describe(which, sizeof(which), folder);
    read_settings(finder, &settings, path, folder);
    if (settings.cafile[0])
        add(finder, settings.cafile, which, "streams", settings.set_by);
    else if (settings.capath[0])
        add(finder, settings.capath, which, "streams", settings.set_by);
    else
        add_default(finder, which, "streams");
    if (settings.cafile[0])
        add(finder, settings.cafile, which, "curl", settings.set_by);
    else if (settings.cainfo[0])
        add(finder, settings.cainfo, which, "curl", settings.set_by);
    else
        add_default(finder, which, "curl");
}
