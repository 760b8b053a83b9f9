// SPDX-License-Identifier: Apache-2.0
/* What `check`, `fix` and `stores` ask about: stores, timelines, chains and hosts of the command
 * line. */
#include "catalog.h"
#include "probe.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* The password of --password, without the end of its line; NULL where none is given. */
static int read_password(const struct options *options, char **out)
{
    chain_bytes data;
    chain_error error;
    *out = NULL;
    if (!options->password)
        return 0;
    if (read_file(&data, &error, options->password) != CHAIN_OK)
        return complain(&error, options->password);
    /* An empty file is the empty password. */
    size_t size = 0;
    while (size < data.size && !memchr("\r\n", data.data[size], 3))
        size++;
    *out = calloc(size + 1, 1);
    if (*out && size)
        memcpy(*out, data.data, size);
    free((void *)(uintptr_t)data.data);
    return *out ? 0 : EXIT_SOFTWARE;
}

/* The path as it holds in every folder; links in it stay, since they are the user's. */
static bool absolute(char *out, size_t size, const char *path)
{
    char folder[4096] = "";
    if (path[0] != '/' && !getcwd(folder, sizeof(folder)))
        return false;
    int length = snprintf(out, size, "%s%s%s", folder, folder[0] ? "/" : "", path);
    return length > 0 && (size_t)length < size;
}

static int add_given_store(chain_ready_options *ready, const struct options *options,
                           const char *path, const char *password)
{
    chain_error error = {0};
    chain_store *store;
    chain_place place;
    if (open_store(&store, &error, path, password) != CHAIN_OK) {
        int code = complain(&error, path);
        if (options->root_count == 1 || chain_place_of(&place, path) != CHAIN_OK)
            return code;
        return exit_code_of(chain_ready_options_add_failure(ready, &place, &error));
    }
    chain_status status = chain_place_of(&place, chain_store_path(store));
    char real[sizeof(place.path)];
    if (status == CHAIN_OK && options->mends && absolute(real, sizeof(real), path))
        memcpy(place.path, real, sizeof(real));
    if (status == CHAIN_OK)
        status = chain_ready_options_add_store(ready, store, &place);
    chain_store_unref(store);
    return exit_code_of(status);
}

/* A store beside which another counts (Node's built-in roots, say) is judged together with it. */
static chain_status join_extra(chain_store **store, chain_error *error, const char *root,
                               const chain_place *place)
{
    chain_store *more, *both;
    if (!place->extra[0] ||
        chain_store_open_inside(&more, error, root, place->extra, NULL) != CHAIN_OK)
        return CHAIN_OK;
    chain_status status = chain_store_join(&both, error, *store, more);
    chain_store_unref(more);
    if (status != CHAIN_OK)
        return status;
    chain_store_unref(*store);
    *store = both;
    return CHAIN_OK;
}

/* What to type is typed inside the image, where its own paths hold. */
static void strip(char *path, const char *sysroot)
{
    char real[4096];
    size_t size = realpath(sysroot, real) ? strlen(real) : 0;
    const char *prefix = size && strncmp(path, real, size) == 0 ? real : sysroot;
    size = strlen(prefix);
    while (size && prefix[size - 1] == '/')
        size--;
    if (size && strncmp(path, prefix, size) == 0 && path[size] == '/')
        memmove(path, path + size, strlen(path + size) + 1);
}

static int add_found_store(chain_ready_options *ready, const struct options *options,
                           const chain_place *place, const char *password)
{
    const char *root = options->sysroot ? options->sysroot : "/";
    chain_error error = {0};
    chain_place known = *place;
    chain_store *store;
    chain_status status = chain_store_open_inside(&store, &error, root, place->path, password);
    if (status == CHAIN_E_PASSWORD && password)
        status = chain_store_open_inside(&store, &error, root, place->path, NULL);
    if (status == CHAIN_OK)
        status = join_extra(&store, &error, root, place);
    /* Found a moment ago, and gone since (an upgrade, an environment that is thrown away): no store of
     * this machine. What a setting points to is missed, though. */
    if (status == CHAIN_E_NOT_FOUND && !place->config[0] && access(place->path, F_OK) != 0 &&
        errno == ENOENT)
        return 0;
    if (status != CHAIN_OK) {
        complain(&error, place->path);
        return exit_code_of(chain_ready_options_add_failure(ready, place, &error));
    }
    if (options->mends && options->sysroot) {
        strip(known.path, options->sysroot);
        strip(known.extra, options->sysroot);
    }
    status = chain_ready_options_add_store(ready, store, &known);
    chain_store_unref(store);
    return exit_code_of(status);
}

static int add_found_stores(chain_ready_options *ready, const struct options *options,
                            const char *password)
{
    const char *root = options->sysroot ? options->sysroot : "/";
    chain_place *places;
    size_t count;
    if (chain_stores_find(&places, &count, root) != CHAIN_OK)
        return EXIT_SOFTWARE;
    if (options->probe && options->sysroot) {
        chain_free(places);
        return complain_usage("--probe runs what it finds, which an unpacked image is not for");
    }
    int code = options->probe && !probe_stores(&places, &count) ? EXIT_SOFTWARE : 0;
    for (size_t i = 0; i < count && !code; i++) {
        /* "-": only its own program reads it; "+": judged with the store that it adds to */
        bool apart = strcmp(places[i].concerns, "-") == 0 || strcmp(places[i].concerns, "+") == 0;
        if (!apart || options->all)
            code = add_found_store(ready, options, &places[i], password);
    }
    chain_free(places);
    if (!count) {
        fprintf(
            stderr,
            "chainready: no root store found below %s: what verifies with OpenSSL or GnuTLS there "
            "trusts nobody; install the package ca-certificates, or name a store with --roots\n",
            root);
        return EXIT_NO_INPUT;
    }
    return code;
}

static int add_timelines(chain_ready_options *ready, const struct options *options, chain_time at)
{
    struct catalog catalog;
    size_t named = 0;
    int code = catalog_open(&catalog, options->timelines, options->timeline_count);
    for (size_t i = 0; i < options->timeline_count && !code; i++) {
        chain_timeline *timeline;
        if (catalog_is_folder(options->timelines[i]))
            continue;
        named++;
        code = catalog_get(&catalog, &timeline, options->timelines[i]);
        if (!code)
            code = exit_code_of(chain_ready_options_add_timeline(ready, timeline));
        chain_timeline_unref(timeline);
    }
    for (size_t i = 0; i < catalog.count && !code && !named; i++) {
        const chain_timeline *timeline = catalog.entries[i].timeline;
        if (!chain_timeline_is_on_request(timeline) && chain_timeline_is_current(timeline, at))
            code = exit_code_of(chain_ready_options_add_timeline(ready, catalog.entries[i].timeline));
    }
    catalog_close(&catalog);
    return code;
}

static int add_chains(chain_ready_options *ready, const struct options *options)
{
    for (size_t i = 0; i < options->chain_count; i++) {
        const struct given_chain *given = &options->chains[i];
        chain_error error = {0};
        chain_list *chain;
        if (open_list(&chain, &error, given->file) != CHAIN_OK)
            return complain(&error, given->file);
        for (size_t k = 0; k < chain_list_skipped_count(chain); k++)
            complain(chain_list_skipped(chain, k), given->file);
        chain_status status = chain_list_check_leaf(chain, &error);
        if (status != CHAIN_OK)
            complain(&error, given->file);
        else
            status = chain_ready_options_add_chain(ready, chain, given->host);
        chain_list_unref(chain);
        if (status == CHAIN_E_ARGUMENT)
            return complain_usage(
                "--host: '%s' is neither a DNS name (as A-labels) nor an IP address", given->host);
        if (status != CHAIN_OK)
            return exit_code_of(status);
    }
    return 0;
}

/* "https://host:port/path" is taken for its host; what stands behind a blank is left out. */
static char *host_of(char *line)
{
    char *host = line + strspn(line, " \t");
    char *scheme = strstr(host, "://");
    host = scheme ? scheme + 3 : host;
    host[strcspn(host, "/ \t")] = 0;
    char *colon = strrchr(host, ':');
    if (colon && colon == strchr(host, ':'))
        *colon = 0;
    return host;
}

/* One host a line; "#" begins a comment. */
static int add_host_line(chain_ready_options *ready, const char *path, size_t number, char *line,
                         size_t size)
{
    chain_error error = {.status = CHAIN_E_MALFORMED, .offset = CHAIN_NO_OFFSET};
    bool has_nul = memchr(line, 0, size) != NULL;
    line[size] = 0;
    line[strcspn(line, "#\r")] = 0;
    char *host = host_of(line);
    if (!has_nul && !host[0])
        return 0;
    chain_status status = has_nul ? CHAIN_E_ARGUMENT : chain_ready_options_add_host(ready, host);
    if (status != CHAIN_E_ARGUMENT)
        return exit_code_of(status);
    snprintf(error.path, sizeof(error.path), "%s",
             strcmp(path, "-") == 0 ? "standard input" : path);
    snprintf(error.message, sizeof(error.message), "line %zu: '%.100s' is not a host name", number,
             host);
    return complain(&error, path);
}

static int add_hosts(chain_ready_options *ready, const char *path)
{
    chain_bytes data;
    chain_error error;
    int code = 0;
    if (read_file(&data, &error, path) != CHAIN_OK)
        return complain(&error, path);
    char *text = malloc(data.size + 1);
    if (text && data.size)
        memcpy(text, data.data, data.size);
    free((void *)(uintptr_t)data.data);
    if (!text)
        return EXIT_SOFTWARE;
    size_t number = 1;
    for (size_t at = 0; at < data.size && !code; number++) {
        const char *end = memchr(text + at, '\n', data.size - at);
        size_t size = end ? (size_t)(end - text) - at : data.size - at;
        code = add_host_line(ready, path, number, text + at, size);
        at += size + 1;
    }
    free(text);
    return code;
}

static int set_words(chain_ready_options *ready, const struct options *options)
{
    static const char *const PROGRAMS[] = {"none", "mozilla", "chrome", "jdk"};
    if (options->lane && strcmp(options->lane, "program") == 0)
        chain_ready_options_set_lane(ready, CHAIN_LANE_PROGRAM);
    else if (options->lane && strcmp(options->lane, "installed") != 0)
        return complain_usage("--lane: '%s' is neither installed nor program", options->lane);
    if (options->renewal && strcmp(options->renewal, "literal") == 0)
        chain_ready_options_set_renewal(ready, 0);
    else if (options->renewal && strcmp(options->renewal, "assume") != 0)
        return complain_usage("--renewal: '%s' is neither assume nor literal", options->renewal);
    if (options->profile && chain_ready_options_set_profile(ready, options->profile) != CHAIN_OK)
        return complain_usage("--profile: there is no profile '%s'", options->profile);
    if (!options->follows)
        return 0;
    for (size_t i = 0; i < sizeof(PROGRAMS) / sizeof(PROGRAMS[0]); i++) {
        if (strcmp(options->follows, PROGRAMS[i]) == 0) {
            chain_ready_options_set_follows(ready, (chain_program)i);
            return 0;
        }
    }
    return complain_usage("--follows: '%s' is none of mozilla, chrome, jdk and none",
                          options->follows);
}

static int set_bridges(chain_ready_options *ready, const char *path)
{
    chain_error error = {0};
    chain_list *bridges;
    if (open_list(&bridges, &error, path) != CHAIN_OK)
        return complain(&error, path);
    chain_status status = chain_ready_options_set_bridges(ready, bridges);
    chain_list_unref(bridges);
    return exit_code_of(status);
}

static int set_baseline(chain_ready_options *ready, const char *path)
{
    chain_bytes data;
    chain_error error;
    chain_baseline *baseline;
    if (read_file(&data, &error, path) != CHAIN_OK)
        return complain(&error, path);
    error = (chain_error){.offset = CHAIN_NO_OFFSET};
    chain_status status = chain_baseline_read(&baseline, &error, data);
    free((void *)(uintptr_t)data.data);
    if (status != CHAIN_OK)
        return complain(&error, path);
    status = chain_ready_options_set_baseline(ready, baseline);
    chain_baseline_unref(baseline);
    return exit_code_of(status);
}

/* What a Dockerfile is made of: the last FROM, whose root stores the image has. Else the first line. */
static int set_origin(chain_ready_options *ready, const char *path)
{
    chain_bytes data;
    chain_error error;
    long line = 1, from = 1;
    if (read_file(&data, &error, path) != CHAIN_OK)
        return complain(&error, path);
    for (size_t i = 0; i < data.size; i++) {
        bool starts = i == 0 || data.data[i - 1] == '\n';
        if (starts && data.size - i > 5 && strncasecmp((const char *)data.data + i, "FROM ", 5) == 0)
            from = line;
        line += data.data[i] == '\n';
    }
    free((void *)(uintptr_t)data.data);
    return exit_code_of(chain_ready_options_set_origin(ready, path, from));
}

static int add_stores(chain_ready_options *ready, const struct options *options)
{
    char *password;
    int code = read_password(options, &password);
    for (size_t i = 0; i < options->root_count && !code; i++)
        code = add_given_store(ready, options, options->roots[i], password);
    if (!code && !options->root_count)
        code = add_found_stores(ready, options, password);
    free(password);
    return code;
}

static int collect(chain_ready_options *ready, const struct options *options, chain_time at)
{
    int code = set_words(ready, options);
    if (!code)
        code = add_stores(ready, options);
    if (!code)
        code = add_timelines(ready, options, at);
    if (!code && !options->ndjson) /* else they come in streams */
        code = add_chains(ready, options);
    if (!code && options->hosts)
        code = add_hosts(ready, options->hosts);
    if (!code && options->bridges)
        code = set_bridges(ready, options->bridges);
    if (!code && options->baseline)
        code = set_baseline(ready, options->baseline);
    if (!code && options->origin)
        code = set_origin(ready, options->origin);
    return code;
}

int gather_question(chain_ready_options **out, const struct options *options)
{
    chain_span window;
    chain_ready_options *ready;
    *out = NULL;
    int code = read_window(options, &window);
    if (code)
        return code;
    if (options->rest_count)
        return complain_usage("'%s' is not an option; root stores are named with --roots",
                              options->rest[0]);
    if (chain_ready_options_new(&ready, window.from, window.until) != CHAIN_OK)
        return EXIT_SOFTWARE;
    code = collect(ready, options, window.from);
    if (code)
        chain_ready_options_free(ready);
    else
        *out = ready;
    return code;
}

int gather(chain_report **report, const struct options *options)
{
    chain_ready_options *ready;
    *report = NULL;
    int code = gather_question(&ready, options);
    if (!code)
        code = exit_code_of(chain_ready(ready, report));
    chain_ready_options_free(ready);
    return code;
}
