// SPDX-License-Identifier: Apache-2.0
/* chainready check: the main job. */
#include "cli.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int add_given_store(chain_ready_options *ready, const char *path, bool only)
{
    chain_error error = {0};
    chain_store *store;
    chain_place place;
    if (open_store(&store, &error, path) != CHAIN_OK) {
        int code = complain(&error, path);
        if (only || chain_place_of(&place, path) != CHAIN_OK)
            return code;
        return exit_code_of(chain_ready_options_add_failure(ready, &place, &error));
    }
    chain_status status = chain_ready_options_add_store(ready, store, NULL);
    chain_store_unref(store);
    return exit_code_of(status);
}

static int add_found_stores(chain_ready_options *ready, const struct options *options)
{
    const char *root = options->sysroot ? options->sysroot : "/";
    chain_place *places;
    size_t count;
    if (chain_stores_find(&places, &count, root) != CHAIN_OK)
        return complain_usage("out of memory");
    int code = 0;
    for (size_t i = 0; i < count && !code; i++) {
        chain_error error = {0};
        chain_store *store;
        if (chain_store_open(&store, &error, places[i].path) != CHAIN_OK) {
            complain(&error, places[i].path);
            code = exit_code_of(chain_ready_options_add_failure(ready, &places[i], &error));
            continue;
        }
        code = exit_code_of(chain_ready_options_add_store(ready, store, &places[i]));
        chain_store_unref(store);
    }
    chain_free(places);
    if (!count) {
        fprintf(stderr, "chainready: no root store found below %s; name one with --roots\n", root);
        return EXIT_NO_INPUT;
    }
    return code;
}

static int add_timeline(chain_ready_options *ready, const char *name, const chain_time *current_at)
{
    chain_error error = {0};
    chain_timeline *timeline;
    if (open_timeline(&timeline, &error, name) != CHAIN_OK)
        return complain(&error, name);
    chain_status status = CHAIN_OK;
    if (!current_at || chain_timeline_is_current(timeline, *current_at))
        status = chain_ready_options_add_timeline(ready, timeline);
    chain_timeline_unref(timeline);
    return exit_code_of(status);
}

static int add_timelines(chain_ready_options *ready, const struct options *options, chain_time at)
{
    int code = 0;
    for (size_t i = 0; i < options->timeline_count && !code; i++)
        code = add_timeline(ready, options->timelines[i], NULL);
    if (options->timeline_count)
        return code;
    for (const char *const *id = chain_timeline_ids(); *id && !code; id++)
        code = add_timeline(ready, *id, &at);
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
        chain_status status = chain_ready_options_add_chain(ready, chain, given->host);
        chain_list_unref(chain);
        if (status == CHAIN_E_ARGUMENT)
            return complain_usage("--host: '%s' is neither a DNS name (as A-labels) nor an IP address",
                                  given->host);
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
    snprintf(error.path, sizeof(error.path), "%s", strcmp(path, "-") == 0 ? "standard input" : path);
    snprintf(error.message, sizeof(error.message), "line %zu: '%.100s' is not a host name", number, host);
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
    return complain_usage("--follows: '%s' is none of mozilla, chrome, jdk and none", options->follows);
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

static int collect(chain_ready_options *ready, const struct options *options, chain_time at)
{
    int code = set_words(ready, options);
    for (size_t i = 0; i < options->root_count && !code; i++)
        code = add_given_store(ready, options->roots[i], options->root_count == 1);
    if (!code && !options->root_count)
        code = add_found_stores(ready, options);
    if (!code)
        code = add_timelines(ready, options, at);
    if (!code)
        code = add_chains(ready, options);
    if (!code && options->hosts)
        code = add_hosts(ready, options->hosts);
    if (!code && options->bridges)
        code = set_bridges(ready, options->bridges);
    return code;
}

static int exit_code_of_report(const chain_report *report)
{
    switch (chain_report_outcome(report)->readiness) {
    case CHAIN_BROKEN:
        return EXIT_BROKEN;
    case CHAIN_READINESS_UNKNOWN:
        return EXIT_UNKNOWN;
    case CHAIN_BREAKS_LATER:
        return chain_report_complete(report) ? EXIT_LATER : EXIT_UNKNOWN;
    default:
        return chain_report_complete(report) ? EXIT_READY : EXIT_UNKNOWN;
    }
}

static int print(const chain_report *report, const struct options *options)
{
    chain_text_options how;
    int code = text_options(options, &how);
    if (code)
        return code;
    char *text = options->json ? chain_report_json(report) : chain_report_text(report, &how);
    if (!text)
        return EXIT_SOFTWARE;
    fputs(text, stdout);
    chain_free(text);
    return exit_code_of_report(report);
}

static int run(const struct options *options)
{
    chain_span window;
    chain_ready_options *ready;
    chain_report *report = NULL;
    int code = read_window(options, &window);
    if (code)
        return code;
    if (options->rest_count)
        return complain_usage("'%s' is not an option; root stores are named with --roots",
                              options->rest[0]);
    if (chain_ready_options_new(&ready, window.from, window.until) != CHAIN_OK)
        return EXIT_SOFTWARE;
    code = collect(ready, options, window.from);
    if (!code)
        code = exit_code_of(chain_ready(ready, &report));
    if (!code)
        code = print(report, options);
    chain_report_free(report);
    chain_ready_options_free(ready);
    return code;
}

static const char *const OPTIONS[] = {"roots",  "timeline", "chain",   "host", "hosts", "at",
                                      "until",  "bridges",  "profile", "follows", "renewal", "lane",
                                      "sysroot", "json",    "quiet",   "color", NULL};

const struct command CHECK = {
    .name = "check",
    .summary = "are these root stores ready for the migrations?",
    .usage =
        "usage: chainready check [--roots PATH]... [--timeline ID|FILE]...\n"
        "                        [--chain FILE [--host NAME]]... [options]\n"
        "\n"
        "Will the root stores validate the servers on every date of every migration?\n"
        "Without --roots, all root stores that are found on this machine; without\n"
        "--timeline, the built-in migrations that are current.\n"
        "\n"
        "  --roots PATH        a PEM bundle, a certificate, or a hashed directory\n"
        "  --timeline ID|FILE  a built-in migration, or one of your own\n"
        "  --chain FILE        a captured chain: PEM, DER, openssl s_client's output\n"
        "  --host NAME         the host that the chain before it came from\n"
        "  --hosts FILE        only what concerns these hosts, one a line\n"
        "  --bridges PATH      more intermediates and cross-certificates\n"
        "  --at TIME           the instant asked about (default: now)\n"
        "  --until TIME        how far to look (default: two years on)\n"
        "  --lane installed|program   which lane decides (default: installed)\n"
        "  --follows mozilla|chrome|jdk|none   whose decisions the stores follow\n"
        "  --renewal assume|literal   are captured certificates renewed? (assume)\n"
        "  --profile NAME      whose verifier (default: tls)\n"
        "  --sysroot DIR       an unpacked image instead of this machine\n"
        "  --json              one JSON document (docs/schema/report.json)\n"
        "  --quiet             one line, and none when ready\n"
        "  --color auto|always|never\n"
        "\n"
        "TIME is RFC 3339, or a date, month or year. FILE may be - for standard input.\n"
        "Exit: 0 ready, 1 breaks later, 2 broken, 3 unknown, 64 usage, 65 bad input,\n"
        "66 no such file, 70 our fault, 77 no permission.\n",
    .options = OPTIONS,
    .run = run,
};
