// SPDX-License-Identifier: Apache-2.0
/* chainready fix: the commands that make this machine ready. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SLUG.pem of each root into the folder. An existing file is written anew: it says the same. */
static int write_files(const chain_report *report, const char *folder, const char *store)
{
    for (size_t i = 0; i < chain_report_root_count(report, store); i++) {
        chain_root root;
        char path[4096];
        if (chain_report_root(report, &root, store, i) != CHAIN_OK)
            return EXIT_SOFTWARE;
        if (!root.pem[0])
            continue;
        snprintf(path, sizeof(path), "%s/%s.pem", folder, root.slug);
        FILE *file = fopen(path, "w");
        bool good = file && fputs(root.pem, file) >= 0;
        good = file && fclose(file) == 0 && good;
        if (!good) {
            fprintf(stderr, "chainready: %s: %s\n", path, strerror(errno));
            return errno == EACCES ? EXIT_NO_PERMISSION : EXIT_NO_INPUT;
        }
        fprintf(stderr, "chainready: wrote %s\n", path);
    }
    return 0;
}

/* The script, told where it is meant to run. */
static void print_lines(const char *script, const struct options *options)
{
    size_t first = script[0] ? strcspn(script, "\n") + 1 : 0;
    fwrite(script, 1, first, stdout);
    if (first && options->sysroot)
        puts("# To be run inside the image (a RUN step, or chroot), not on this machine.");
    fputs(script + first, stdout);
}

/* No command helps: of what, and why. */
static void say_what_is_left(const chain_report *report, const struct options *options,
                             const char *store)
{
    bool program = options->lane && strcmp(options->lane, "program") == 0;
    fputs("chainready: no root that is known would mend what `chainready check` finds\n", stderr);
    for (size_t i = 0; i < chain_report_count(report); i++) {
        const chain_ready_result *result = chain_report_get(report, i);
        if ((result->lane == CHAIN_LANE_PROGRAM) == program &&
            result->outcome.readiness > CHAIN_READY &&
            (!store || strcmp(store, result->store) == 0))
            fprintf(stderr, "chainready: %s: adding a root makes nothing better for %s: %s\n",
                    result->store, result->endpoint, result->reason);
    }
}

static int print_script(const chain_report *report, const struct options *options,
                        const char *store)
{
    char *real = options->write_pem ? realpath(options->write_pem, NULL) : NULL;
    if (options->write_pem && !real) {
        fprintf(stderr, "chainready: %s: %s\n", options->write_pem, strerror(errno));
        return EXIT_NO_INPUT;
    }
    int code = real ? write_files(report, real, store) : 0;
    char *script = code ? NULL : chain_report_script(report, real, store);
    free(real);
    if (code)
        return code;
    if (!script)
        return EXIT_SOFTWARE;
    print_lines(script, options);
    code = script[0] ? EXIT_LATER : EXIT_READY;
    if (!script[0] && chain_report_outcome(report)->readiness > CHAIN_READY)
        say_what_is_left(report, options, store);
    else if (!script[0])
        fputs("chainready: nothing to do\n", stderr);
    chain_free(script);
    return code;
}

static bool is_same_file(const char *left, const char *right)
{
    char *one = realpath(left, NULL), *other = realpath(right, NULL);
    bool same = one && other && strcmp(one, other) == 0;
    free(one);
    free(other);
    return same;
}

/* The id of the store that was found here by this id or at this path. A file that several read, one
 * of them beside a folder perhaps, is as bad as it is for the worst of them. */
static const char *find_store(const chain_report *report, const char *wanted)
{
    const char *found = NULL;
    chain_readiness worst = CHAIN_NOT_APPLICABLE;
    for (size_t i = 0; i < chain_report_store_count(report); i++) {
        chain_store_summary store;
        if (chain_report_store(report, &store, i) != CHAIN_OK)
            continue;
        if (strcmp(store.place->id, wanted) == 0)
            return store.place->id;
        if (is_same_file(store.place->path, wanted) &&
            (!found || store.outcome->readiness > worst)) {
            found = store.place->id;
            worst = store.outcome->readiness;
        }
    }
    return found;
}

/* Only one store is mended, and the others that are here matter to how. */
static int run_for_store(const struct options *options)
{
    struct options all = *options;
    chain_report *report;
    all.all = true;
    all.root_count = 0;
    int code = gather(&report, &all);
    const char *store = code ? NULL : find_store(report, options->store);
    if (code || store) {
        code = code ? code : print_script(report, options, store);
        chain_report_free(report);
        return code;
    }
    chain_report_free(report);
    all.roots[all.root_count++] = options->store; /* known by nobody but the user */
    code = gather(&report, &all);
    if (!code)
        code = print_script(report, options, NULL);
    chain_report_free(report);
    return code;
}

static int run(const struct options *given)
{
    struct options options = *given;
    chain_report *report;
    options.mends = true;
    for (size_t i = 0; i < options.root_count; i++) {
        if (strcmp(options.roots[i], "-") == 0)
            return complain_usage("--roots: standard input is no place that could be mended");
    }
    if (options.sysroot && options.write_pem)
        return complain_usage(
            "--write-pem: the script runs inside the image and carries the roots");
    if (options.store && options.root_count)
        return complain_usage("--store and --roots: one of them");
    if (options.store && reads_standard_input(&options))
        return complain_usage("--store reads its question twice: put standard input into a file");
    if (options.store)
        return run_for_store(&options);
    int code = gather(&report, &options);
    if (!code)
        code = print_script(report, &options, NULL);
    chain_report_free(report);
    return code;
}

static const char *const OPTIONS[] = {"roots",   "store",     "timeline", "chain",   "host",
                                      "hosts",   "at",        "until",    "bridges", "profile",
                                      "follows", "renewal",   "lane",     "sysroot", "password",
                                      "all",     "write-pem", "probe",    NULL};

const struct command FIX = {
    .name = "fix",
    .summary = "the commands that make this machine ready",
    .usage = "usage: chainready fix [--store ID|PATH] [--write-pem DIR] [options of check]\n"
             "\n"
             "Prints a shell script that adds the missing roots to the stores that lack them.\n"
             "It is safe to run twice, says what it leaves as it is, and changes nothing until\n"
             "you run it. Compare the fingerprints with the authority's page before.\n"
             "\n"
             "  --store ID|PATH    only this one, as `chainready stores` names it, or a file\n"
             "  --write-pem DIR    write the roots as PEM files into DIR; else the script has\n"
             "                     them in it\n"
             "  --sysroot DIR      for an unpacked image; the script is meant to run inside it\n"
             "  --password FILE    the password of keystores; the script asks for it by the\n"
             "                     variable STOREPASS_FILE\n"
             "\n"
             "Exit: 0 nothing to do, or nothing that would help; 1 commands printed.\n",
    .options = OPTIONS,
    .run = run,
};
