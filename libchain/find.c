// SPDX-License-Identifier: Apache-2.0
#include "find.h"

#include "mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRIES = 4000000, MOST_DEPTH = 40, MOST_PLACES = 10000 };

static void put(char *field, size_t size, const char *text)
{
    snprintf(field, size, "%s", text ? text : "");
}

void find_add_reader(chain_place *place, const char *stack)
{
    static const char MORE[] = ", ...";
    size_t used = strlen(place->stack), room = sizeof(place->stack) - used;
    if (!stack || !stack[0] || strstr(place->stack, stack) || strstr(place->stack, MORE))
        return;
    if (strlen(stack) + strlen(", ") + sizeof(MORE) <= room)
        snprintf(place->stack + used, room, "%s%s", used ? ", " : "", stack);
    else
        snprintf(place->stack + used, room, "%s", MORE);
}

/* The same file is another store where more counts besides. */
static chain_place *find_path(struct finder *finder, const char *path, const char *extra)
{
    for (size_t i = 0; i < finder->count; i++) {
        if (strcmp(finder->places[i].path, path) == 0 &&
            strcmp(finder->places[i].extra, extra ? extra : "") == 0)
            return &finder->places[i];
    }
    return NULL;
}

void find_add(struct finder *finder, const char *path, const struct find_words *words)
{
    char host[ROOT_PATH_SIZE];
    bool absolute = path[0] == '/', exists = absolute && root_resolve(finder->root, path, host);
    /* A FIFO or a socket of such a name is nobody's store, unless somebody's settings name it. */
    if (!(words->config && words->config[0]) && (!exists || root_look(finder->root, path) != ROOT_FILE))
        return;
    /* As the setting has it; chain_store_open_inside sees to it that it leads nowhere else. */
    if (!exists)
        snprintf(host, sizeof(host), "%s%s",
                 strcmp(finder->root, "/") == 0 || !absolute ? "" : finder->root, path);
    chain_place *known = find_path(finder, host, words->extra);
    if (known) {
        find_add_reader(known, words->stack);
        return;
    }
    if (strlen(host) >= sizeof(known->path) || finder->count == MOST_PLACES)
        return;
    /* The words may be those of a known place, which moves when there is one more. */
    chain_place fresh = {.follows = words->follows}, *place = &fresh;
    put(place->path, sizeof(place->path), host);
    put(place->id, sizeof(place->id), words->id);
    put(place->stack, sizeof(place->stack), words->stack);
    put(place->manager, sizeof(place->manager), words->manager);
    put(place->config, sizeof(place->config), words->config);
    put(place->runtime, sizeof(place->runtime), words->runtime);
    put(place->concerns, sizeof(place->concerns), words->concerns);
    put(place->extra, sizeof(place->extra), words->extra);
    put(place->settings, sizeof(place->settings), words->settings);
    if (mem_grow(&finder->places, &finder->capacity, finder->count + 1, sizeof(*finder->places)))
        finder->places[finder->count++] = fresh;
    else
        finder->full = true;
}

bool find_lost(struct finder *finder, chain_status status)
{
    finder->full |= status == CHAIN_E_MEMORY;
    return status != CHAIN_OK;
}

const char *find_variable(const struct finder *finder, const char *name)
{
    const char *value = strcmp(finder->root, "/") == 0 ? getenv(name) : NULL;
    return value && value[0] ? value : NULL;
}

/* ---- the walk --------------------------------------------------------------------------------- */

/* Folders of a kernel, of caches, of what is thrown away, and of other people's examples. */
static bool is_left_out(const struct finder *finder, const char *path, const char *name)
{
    static const char *const TOPS[] = {"/proc",
                                       "/sys",
                                       "/dev",
                                       "/run",
                                       "/tmp",
                                       "/var/tmp",
                                       "/var/cache",
                                       "/var/lib/docker",
                                       "/var/lib/containerd",
                                       NULL};
    static const char *const NAMES[] = {
        "test",           "tests",       "testdata",    "test_data", "testing", "doc",
        "docs",           "example",     "examples",    "fixtures",  ".git",    "test-classes",
        "test-resources", "dummyserver", "__pycache__", NULL};
    const char *temporary = find_variable(finder, "TMPDIR");
    if ((temporary && strcmp(path, temporary) == 0) || strncmp(name, "pytest-of-", 10) == 0)
        return true;
    for (size_t i = 0; TOPS[i]; i++) {
        if (strcmp(path, TOPS[i]) == 0)
            return true;
    }
    for (size_t i = 0; NAMES[i]; i++) {
        if (strcmp(name, NAMES[i]) == 0)
            return true;
    }
    return false;
}

/* Is it worth asking anybody about a file of this name? */
static void look_at(struct finder *finder, const char *path, const char *name)
{
    find_java(finder, path, name);
    find_php(finder, path, name);
    find_bundle(finder, path, name);
    find_options(finder, path, name);
}

struct walker {
    struct finder *finder;
    size_t entries;
};

static void walk(struct walker *walker, const char *path, unsigned depth)
{
    struct file_entries entries;
    char host[ROOT_PATH_SIZE], inner[ROOT_PATH_SIZE];
    if (depth == MOST_DEPTH || !root_resolve(walker->finder->root, path, host) ||
        find_lost(walker->finder, file_scan(&entries, host)))
        return;
    for (size_t i = 0; i < entries.count && walker->entries < MOST_ENTRIES; i++) {
        const struct file_entry *entry = &entries.entries[i];
        walker->entries++;
        root_join(inner, path, entry->name);
        if (!inner[0])
            continue;
        if (!entry->directory)
            look_at(walker->finder, inner, entry->name);
        else if (!is_left_out(walker->finder, inner, entry->name))
            walk(walker, inner, depth + 1);
    }
    file_entries_free(&entries);
}

static int compare_places(const void *left, const void *right)
{
    const chain_place *a = left, *b = right;
    bool first = strcmp(a->id, "system") == 0, second = strcmp(b->id, "system") == 0;
    if (first != second)
        return first ? -1 : 1;
    int by_id = strcmp(a->id, b->id);
    return by_id ? by_id : strcmp(a->path, b->path);
}

chain_status chain_stores_find(chain_place **places, size_t *count, const char *root)
{
    struct finder finder = {.root = root};
    *places = NULL;
    *count = 0;
    find_system(&finder);
    find_settings(&finder);
    struct walker walker = {&finder, 0};
    walk(&walker, "/", 0);
    if (!finder.places && !finder.full)
        finder.places = mem_zero(1, sizeof(*finder.places));
    if (finder.full || !finder.places) {
        mem_free(finder.places);
        return CHAIN_E_MEMORY;
    }
    qsort(finder.places, finder.count, sizeof(*finder.places), compare_places);
    *places = finder.places;
    *count = finder.count;
    return CHAIN_OK;
}
