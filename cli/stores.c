// SPDX-License-Identifier: Apache-2.0
/* chainready stores: where, whose, how many roots, how old, what each lacks, and where they
 * disagree. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* What it lacks for which migration, each root once a migration. */
static void print_needs(const chain_report *report, const char *id)
{
    const char *told = "";
    for (size_t i = 0; i < chain_report_count(report); i++) {
        const chain_ready_result *result = chain_report_get(report, i);
        if (strcmp(result->store, id) != 0 || result->lane != CHAIN_LANE_INSTALLED ||
            result->outcome.readiness <= CHAIN_READY || strcmp(result->timeline, told) == 0)
            continue;
        told = result->timeline;
        for (size_t k = 0; k < result->root_count; k++)
            printf("%s %s", k ? " and" : "; lacks", result->roots[k].name);
        printf("%s %s", result->root_count ? " for" : "; nothing helps for", result->timeline);
    }
}

static const char *state_of(const chain_store_summary *store)
{
    if (store->error)
        return "unreadable";
    if (strcmp(store->place->concerns, "-") == 0)
        return "own";
    return strcmp(store->place->concerns, "+") == 0
               ? "added"
               : chain_readiness_name(store->outcome->readiness);
}

/* One line a store: state, name, how many roots, how old, where, whose, and what it lacks. */
static void print_store(const chain_report *report, const chain_store_summary *store)
{
    char *newest = chain_time_to_text(store->newest);
    printf("%-12s %-20s ", state_of(store), store->place->id);
    if (store->error)
        printf("%-16s", "");
    else
        printf("%4zu roots, %.4s ", store->roots, newest ? newest : "?");
    print_plain(stdout, store->place->path);
    printf("  (");
    print_plain(stdout, store->place->stack[0] ? store->place->stack : "whoever is told to");
    if (store->place->config[0]) {
        printf(", set in ");
        print_plain(stdout, store->place->config);
    }
    printf(")");
    if (store->error) {
        putchar(' ');
        print_plain(stdout, store->error->message);
    }
    print_needs(report, store->place->id);
    putchar('\n');
    chain_free(newest);
}

static bool lacks(const chain_store_summary *store, const char *root)
{
    for (size_t i = 0; i < store->lack_count; i++) {
        if (strcmp(store->lacks[i], root) == 0)
            return true;
    }
    return false;
}

/* Stores that only one program reads for its own servers have no part in it. */
static bool counts(const chain_store_summary *store)
{
    return !store->error && !store->place->concerns[0];
}

/* A root that some stores have and others lack. Returns whether there is anything to say. */
static bool print_disagreement(const chain_report *report, const char *root, bool first)
{
    size_t with = 0, without = 0, count = chain_report_store_count(report);
    chain_store_summary store;
    for (size_t i = 0; i < count; i++) {
        chain_report_store(report, &store, i);
        without += counts(&store) && lacks(&store, root);
        with += counts(&store) && !lacks(&store, root);
    }
    if (!with || !without)
        return false;
    if (first)
        puts("\nroots of the migrations about which these stores disagree");
    printf("    %s: in %zu of %zu; not in", root, with, with + without);
    for (size_t i = 0; i < count; i++) {
        chain_report_store(report, &store, i);
        if (counts(&store) && lacks(&store, root))
            printf(" %s", store.place->id);
    }
    putchar('\n');
    return true;
}

/* Does one of the stores before this one lack the root, so that it was told? */
static bool was_told(const chain_report *report, size_t before, const char *root)
{
    chain_store_summary store;
    for (size_t i = 0; i < before; i++) {
        chain_report_store(report, &store, i);
        if (counts(&store) && lacks(&store, root))
            return true;
    }
    return false;
}

static void print_disagreements(const chain_report *report)
{
    bool any = false;
    for (size_t i = 0; i < chain_report_store_count(report); i++) {
        chain_store_summary store;
        chain_report_store(report, &store, i);
        for (size_t k = 0; counts(&store) && k < store.lack_count; k++) {
            if (!was_told(report, i, store.lacks[k]))
                any |= print_disagreement(report, store.lacks[k], !any);
        }
    }
}

static int run(const struct options *given)
{
    struct options options = *given;
    chain_report *report;
    options.all = true;
    int code = gather(&report, &options);
    if (code)
        return code;
    if (options.json) {
        char *json = chain_report_json(report);
        fputs(json ? json : "", stdout);
        chain_free(json);
    } else {
        for (size_t i = 0; i < chain_report_store_count(report); i++) {
            chain_store_summary store;
            chain_report_store(report, &store, i);
            print_store(report, &store);
        }
        print_disagreements(report);
    }
    chain_report_free(report);
    return 0;
}

static const char *const OPTIONS[] = {"sysroot",  "at",   "until", "password", "roots",
                                      "timeline", "json", "probe", NULL};

const struct command STORES = {
    .name = "stores",
    .summary = "the root stores of every runtime found, and what each lacks",
    .usage = "usage: chainready stores [--sysroot DIR] [--json] [options of check]\n"
             "\n"
             "Lists the root stores of every runtime that is found on this machine, or in an\n"
             "unpacked image, a line each: its state, its name, how many roots, the year of\n"
             "the newest, where, who reads it, and what it lacks for which migration; then the\n"
             "roots about which stores disagree. Files are read; nothing that is found is run.\n"
             "\n"
             "  own          only one program reads it, for its own servers: not judged\n"
             "  added        it counts beside another one (NODE_EXTRA_CA_CERTS)\n"
             "  unreadable   it is there, and cannot be read: why stands behind\n"
             "\n"
             "  --sysroot DIR     an unpacked image instead of this machine\n"
             "  --password FILE   the password of keystores\n"
             "  --probe           run the runtimes on the PATH to ask them, too\n"
             "  --json            the report of check over all of them\n",
    .options = OPTIONS,
    .run = run,
};
