// SPDX-License-Identifier: Apache-2.0
/* chainready timelines: the migrations that are known, their sources, and whether their facts hold.
 */
#include "catalog.h"

#include <stdio.h>
#include <string.h>

struct facts {
    size_t good, wrong, unchecked;
    size_t shown; /* timelines, as parts of one JSON document */
};

static int verify(const chain_timeline *timeline, const struct options *options,
                  const chain_list *bridges, struct facts *sum)
{
    chain_fact *facts;
    size_t count;
    if (chain_timeline_verify(&facts, &count, timeline, bridges) != CHAIN_OK)
        return EXIT_SOFTWARE;
    for (size_t i = 0; i < count; i++) {
        sum->good += facts[i].state == CHAIN_FACT_GOOD;
        sum->wrong += facts[i].state == CHAIN_FACT_WRONG;
        sum->unchecked += facts[i].state == CHAIN_FACT_UNCHECKED;
        if (facts[i].state != CHAIN_FACT_GOOD && !options->quiet)
            printf("%s: %s %s: %s\n", chain_fact_state_name(facts[i].state),
                   chain_timeline_id(timeline), facts[i].place, facts[i].message);
    }
    chain_free(facts);
    return 0;
}

/* Several stand in one document. */
static void print_json(const chain_timeline *timeline, size_t number)
{
    printf("%s%s", number ? "," : "{\"schema\":\"libchain.timelines/1\",\"timelines\":[",
           chain_timeline_json(timeline));
}

static int print_one(const chain_timeline *timeline, const struct options *options)
{
    if (options->json && options->rest_count == 1) {
        puts(chain_timeline_json(timeline));
        return 0;
    }
    char *text = chain_timeline_text(timeline);
    if (!text)
        return EXIT_SOFTWARE;
    fputs(text, stdout);
    chain_free(text);
    return 0;
}

/* Does `chainready check` ask about it where nothing is named? */
static bool is_default(const chain_timeline *timeline)
{
    const char *const *id = chain_timeline_default_ids();
    while (*id && strcmp(*id, chain_timeline_id(timeline)) != 0)
        id++;
    return *id != NULL;
}

static void print_line(const chain_timeline *timeline)
{
    char *date = chain_time_to_text(chain_timeline_facts_as_of(timeline));
    int current = chain_timeline_is_current(timeline, chain_timeline_facts_as_of(timeline));
    const char *state = !current ? "past" : is_default(timeline) ? "current" : "on request";
    printf("%-26s %-10s facts as of %.10s  %s\n", chain_timeline_id(timeline), state,
           date ? date : "", chain_timeline_title(timeline));
    chain_free(date);
}

static int handle(const chain_timeline *timeline, const struct options *options,
                  const chain_list *bridges, struct facts *sum)
{
    if (options->verify)
        return verify(timeline, options, bridges, sum);
    if (options->json && options->rest_count > 1) {
        print_json(timeline, sum->shown++);
        return 0;
    }
    return print_one(timeline, options);
}

/* All of them, of which those of files say so. */
static int list_all(const struct catalog *catalog, const struct options *options,
                    const chain_list *bridges, struct facts *sum)
{
    int code = 0;
    for (size_t i = 0; i < catalog->count && !code; i++) {
        const struct catalog_entry *entry = &catalog->entries[i];
        if (options->verify) {
            code = verify(entry->timeline, options, bridges, sum);
            continue;
        }
        if (options->json) {
            print_json(entry->timeline, sum->shown++);
            continue;
        }
        print_line(entry->timeline);
        if (entry->file) {
            fputs("                              of ", stdout);
            print_plain(stdout, entry->file);
            putchar('\n');
        }
    }
    return code;
}

static int run_with(struct catalog *catalog, const struct options *options,
                    const chain_list *bridges)
{
    struct facts sum = {0};
    size_t named = 0;
    int code = 0;
    for (size_t i = 0; i < options->rest_count && !code; i++) {
        chain_timeline *timeline;
        if (catalog_is_folder(options->rest[i]))
            continue;
        named++;
        code = catalog_get(catalog, &timeline, options->rest[i]);
        if (!code)
            code = handle(timeline, options, bridges, &sum);
        chain_timeline_unref(timeline);
    }
    if (!named && !code)
        code = list_all(catalog, options, bridges, &sum);
    if (sum.shown)
        puts("]}");
    if (code || !options->verify)
        return code;
    printf("%zu facts agree, %zu are wrong, %zu could not be checked\n", sum.good, sum.wrong,
           sum.unchecked);
    return sum.wrong ? EXIT_BROKEN : sum.unchecked && options->strict ? EXIT_UNKNOWN : EXIT_READY;
}

static int run(const struct options *options)
{
    struct catalog catalog = {0};
    chain_list *bridges = NULL;
    chain_error error = {0};
    if (options->rest_count && strcmp(options->rest[0], "new") == 0)
        return draft_timeline(options);
    if (options->old_root || options->new_root || options->bridge || options->host || options->on)
        return complain_usage("--old, --new, --bridge, --host and --on belong to 'timelines new'");
    if (options->verify && options->json)
        return complain_usage(
            "--json shows timelines; what --verify finds is a line of text a fact");
    if (options->bridges && open_list(&bridges, &error, options->bridges) != CHAIN_OK)
        return complain(&error, options->bridges);
    int code = catalog_open(&catalog, options->rest, options->rest_count);
    if (!code && !options->rest_count)
        code = catalog_fill(&catalog);
    if (!code)
        code = run_with(&catalog, options, bridges);
    catalog_close(&catalog);
    chain_list_unref(bridges);
    return code;
}

static const char *const OPTIONS[] = {"verify", "strict", "bridges", "json", "quiet", "old",
                                      "new",    "bridge", "host",    "on",   "at",    NULL};

const struct command TIMELINES = {
    .name = "timelines",
    .summary = "the known migrations, their sources, and whether their facts hold",
    .usage = "usage: chainready timelines [ID|FILE|DIR]... [--json]\n"
             "       chainready timelines [ID|FILE|DIR]... --verify [--strict]\n"
             "                                             [--bridges PATH]\n"
             "       chainready timelines new [ID] [--old FILE --new FILE [--bridge FILE]]\n"
             "                                     [--host NAME] [--on DATE]\n"
             "\n"
             "Lists the migrations; 'chainready check' asks about those on request only where\n"
             "--timeline names them. With ID or FILE, shows one with its sources. Those of\n"
             "DIR, and of chainready/timelines in the XDG data folders, stand for the built-in\n"
             "ones. 'new' prints a draft for a rotation of your own: docs/OWN-ROTATION.md.\n"
             "\n"
             "  --verify         check every fact against the certificates at hand\n"
             "  --bridges PATH   more certificates to check against\n"
             "  --strict         exit 3 where a fact could not be checked\n"
             "  --json           the timeline as it is; of several, one document of them all\n"
             "  --old, --new     the two roots, PEM or DER\n"
             "  --bridge FILE    the new root's name and key, signed by the old root\n"
             "  --host NAME      the servers: a name, or a pattern such as '*.corp.example'\n"
             "  --on DATE        from when on they send certificates of the new root\n"
             "\n"
             "Exit: 0; with --verify 2 where a fact is wrong.\n",
    .options = OPTIONS,
    .run = run,
};
