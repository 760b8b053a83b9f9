// SPDX-License-Identifier: Apache-2.0
/* chainready report: the reports of a fleet, as one page or one table. */
#include "cli.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* "web-1.json" is about web-1. */
static void host_of_file(char *out, size_t size, const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    snprintf(out, size, "%s", name);
    char *end = strrchr(out, '.');
    if (end && end != out && strcmp(end, ".json") == 0)
        *end = 0;
}

/* One that cannot be read is named, and costs the others nothing. */
static int add_file(chain_fleet *fleet, const char *path)
{
    char name[256];
    chain_bytes json;
    chain_error error;
    if (read_file(&json, &error, path) != CHAIN_OK)
        return complain(&error, path);
    host_of_file(name, sizeof(name), path);
    error = (chain_error){.offset = CHAIN_NO_OFFSET};
    chain_status status = chain_fleet_add(fleet, &error, name, json);
    free((void *)(uintptr_t)json.data);
    return status == CHAIN_OK ? 0 : complain(&error, path);
}

static int is_report(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size > 5 && strcmp(entry->d_name + size - 5, ".json") == 0;
}

static int add_folder(chain_fleet *fleet, const char *folder)
{
    struct dirent **entries;
    int code = 0, count = scandir(folder, &entries, is_report, alphasort);
    for (int i = 0; i < count; i++) {
        char path[4096];
        int size = snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        if (size > 0 && (size_t)size < sizeof(path)) {
            int failed = add_file(fleet, path);
            code = code ? code : failed;
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    if (count > 0)
        return code;
    chain_error error = {.status = CHAIN_E_NOT_FOUND, .offset = CHAIN_NO_OFFSET};
    snprintf(error.message, sizeof(error.message), "holds no report (NAME.json) that can be read");
    return complain(&error, folder);
}

static int write_text(char *text, const char *path)
{
    int code = text ? write_file(path, text) : EXIT_SOFTWARE;
    chain_free(text);
    return code;
}

static int run(const struct options *options)
{
    chain_fleet *fleet;
    struct stat about;
    int code = 0;
    if (!options->rest_count)
        return complain_usage("report: no folder or file of reports given");
    if (!options->html && !options->csv)
        return complain_usage("report: --html FILE or --csv FILE says what to write");
    if (chain_fleet_new(&fleet) != CHAIN_OK)
        return EXIT_SOFTWARE;
    for (size_t i = 0; i < options->rest_count; i++) {
        const char *path = options->rest[i];
        bool folder = strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
        int failed = folder ? add_folder(fleet, path) : add_file(fleet, path);
        code = code ? code : failed;
    }
    int written = 0;
    if (chain_fleet_count(fleet) && options->html)
        written = write_text(chain_fleet_html(fleet), options->html);
    if (chain_fleet_count(fleet) && options->csv && !written)
        written = write_text(chain_fleet_csv(fleet), options->csv);
    chain_fleet_free(fleet);
    return written ? written : code;
}

static const char *const OPTIONS[] = {"html", "csv", NULL};

const struct command REPORT = {
    .name = "report",
    .summary = "the reports of a fleet, as one page or one table",
    .usage = "usage: chainready report [--html FILE] [--csv FILE] DIR|FILE...\n"
             "\n"
             "Reads what 'chainready check --json' printed on many hosts, a file each, named\n"
             "after the host (web-1.json), and writes one page (hosts by migration, to be\n"
             "filtered and looked into) or one table (a line for each store, lane, endpoint).\n"
             "\n"
             "  --html FILE   a page in one file that needs nothing else\n"
             "  --csv FILE    RFC 4180\n"
             "\n"
             "FILE may be - for standard output. Exit: 0, or 65, 66, 77 where a report could\n"
             "not be read; the others are written all the same.\n",
    .options = OPTIONS,
    .run = run,
};
