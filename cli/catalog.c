// SPDX-License-Identifier: Apache-2.0
#include "catalog.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool catalog_is_folder(const char *name)
{
    struct stat about;
    return strcmp(name, "-") != 0 && stat(name, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Takes the reference, also when it fails. */
static int put(struct catalog *catalog, chain_timeline *timeline, const char *file)
{
    struct catalog_entry entry = {timeline, file ? strdup(file) : NULL};
    size_t at = 0;
    while (at < catalog->count && strcmp(chain_timeline_id(catalog->entries[at].timeline),
                                         chain_timeline_id(timeline)) != 0)
        at++;
    if (at == catalog->capacity) {
        size_t capacity = catalog->capacity ? catalog->capacity * 2 : 32;
        struct catalog_entry *grown = realloc(catalog->entries, capacity * sizeof(*grown));
        if (grown) {
            catalog->entries = grown;
            catalog->capacity = capacity;
        }
    }
    if (at == catalog->capacity || (file && !entry.file)) {
        chain_timeline_unref(timeline);
        free(entry.file);
        return EXIT_SOFTWARE;
    }
    if (at < catalog->count) {
        chain_timeline_unref(catalog->entries[at].timeline);
        free(catalog->entries[at].file);
    }
    catalog->entries[at] = entry;
    catalog->count += at == catalog->count;
    return 0;
}

static bool has(const struct catalog *catalog, const char *id)
{
    for (size_t i = 0; i < catalog->count; i++) {
        if (strcmp(chain_timeline_id(catalog->entries[i].timeline), id) == 0)
            return true;
    }
    return false;
}

/* The built-in one of this id, where there is one that is not known yet. */
static int add_builtin(struct catalog *catalog, const char *id)
{
    chain_error error = {.offset = CHAIN_NO_OFFSET};
    chain_timeline *timeline;
    const char *const *known = chain_timeline_ids();
    while (*known && strcmp(*known, id) != 0)
        known++;
    if (!*known || has(catalog, id))
        return 0;
    chain_status status = chain_timeline_builtin(&timeline, &error, id);
    return status == CHAIN_OK ? put(catalog, timeline, NULL) : complain(&error, id);
}

/* Is what is known already newer? Says so. */
static bool is_outdated(const struct catalog *catalog, const chain_timeline *timeline,
                        const char *file)
{
    for (size_t i = 0; i < catalog->count; i++) {
        const chain_timeline *known = catalog->entries[i].timeline;
        if (strcmp(chain_timeline_id(known), chain_timeline_id(timeline)) != 0 ||
            chain_timeline_facts_as_of(known) <= chain_timeline_facts_as_of(timeline))
            continue;
        fputs("chainready: ", stderr);
        print_plain(stderr, file);
        fputs(": left out, since its facts are older than those that are built in or found before "
              "it\n",
              stderr);
        return true;
    }
    return false;
}

static int add_file(struct catalog *catalog, const char *file, bool given)
{
    chain_error error = {.offset = CHAIN_NO_OFFSET};
    chain_timeline *timeline;
    if (chain_timeline_open(&timeline, &error, file) != CHAIN_OK)
        return complain(&error, file);
    int code = add_builtin(catalog, chain_timeline_id(timeline));
    if (!code && (given || !is_outdated(catalog, timeline, file)))
        return put(catalog, timeline, file);
    chain_timeline_unref(timeline);
    return code;
}

static int is_json(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size > 5 && strcmp(entry->d_name + size - 5, ".json") == 0 &&
           strcmp(entry->d_name, "schema.json") != 0;
}

/* One that was given and holds none is a mistake; the others need not even be there. */
static int add_folder(struct catalog *catalog, const char *folder, bool given)
{
    struct dirent **entries = NULL;
    chain_error error = {.status = CHAIN_E_NOT_FOUND, .offset = CHAIN_NO_OFFSET};
    int code = 0, count = scandir(folder, &entries, is_json, alphasort);
    for (int i = 0; i < count; i++) {
        char path[4096];
        int size = snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        if (!code && size > 0 && (size_t)size < sizeof(path))
            code = add_file(catalog, path, given);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    if (!given || count > 0)
        return code;
    snprintf(error.message, sizeof(error.message), "holds no timeline (ID.json) that can be read");
    return complain(&error, folder);
}

/* The XDG base directory specification: a path that is not absolute does not count. */
static int add_data_folder(struct catalog *catalog, const char *base, const char *below)
{
    char folder[4096];
    int size = snprintf(folder, sizeof(folder), "%s%s/chainready/timelines", base, below);
    if (base[0] != '/' || size < 0 || (size_t)size >= sizeof(folder))
        return 0;
    return add_folder(catalog, folder, false);
}

/* "a:b:c", from the last to the first, which matters most. */
static int add_data_folders(struct catalog *catalog)
{
    const char *named = getenv("XDG_DATA_DIRS");
    char *folders = strdup(named && named[0] ? named : "/usr/local/share:/usr/share");
    int code = folders ? 0 : EXIT_SOFTWARE;
    for (char *colon; folders && !code;) {
        colon = strrchr(folders, ':');
        code = add_data_folder(catalog, colon ? colon + 1 : folders, "");
        if (!colon)
            break;
        *colon = 0;
    }
    free(folders);
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (code)
        return code;
    if (data && data[0])
        return add_data_folder(catalog, data, "");
    return home ? add_data_folder(catalog, home, "/.local/share") : 0;
}

int catalog_open(struct catalog *catalog, const char *const *names, size_t count)
{
    int code = 0;
    *catalog = (struct catalog){0};
    for (const char *const *id = chain_timeline_default_ids(); *id && !code; id++)
        code = add_builtin(catalog, *id);
    if (!code)
        code = add_data_folders(catalog);
    for (size_t i = 0; i < count && !code; i++) {
        if (catalog_is_folder(names[i]))
            code = add_folder(catalog, names[i], true);
    }
    return code;
}

int catalog_fill(struct catalog *catalog)
{
    int code = 0;
    for (const char *const *id = chain_timeline_ids(); *id && !code; id++)
        code = add_builtin(catalog, *id);
    return code;
}

void catalog_close(struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->count; i++) {
        chain_timeline_unref(catalog->entries[i].timeline);
        free(catalog->entries[i].file);
    }
    free(catalog->entries);
    *catalog = (struct catalog){0};
}

int catalog_get(struct catalog *catalog, chain_timeline **out, const char *name)
{
    chain_error error = {.offset = CHAIN_NO_OFFSET};
    chain_bytes data;
    chain_status status;
    *out = NULL;
    int code = add_builtin(catalog, name);
    if (code)
        return code;
    for (size_t i = 0; i < catalog->count; i++) {
        if (strcmp(chain_timeline_id(catalog->entries[i].timeline), name) == 0) {
            *out = chain_timeline_ref(catalog->entries[i].timeline);
            return 0;
        }
    }
    if (strcmp(name, "-") != 0) {
        status = chain_timeline_open(out, &error, name);
    } else {
        status = read_file(&data, &error, name);
        if (status == CHAIN_OK) {
            status = chain_timeline_read(out, &error, data);
            free((void *)(uintptr_t)data.data);
        }
    }
    return status == CHAIN_OK ? 0 : complain(&error, name);
}
