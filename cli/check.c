// SPDX-License-Identifier: Apache-2.0
/* chainready check: the main job. */
#include "bulk.h"
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    char *page = options->html ? chain_report_html(report) : NULL;
    code = !options->html ? 0 : page ? write_file(options->html, page) : EXIT_SOFTWARE;
    chain_free(page);
    if (code || (options->html && strcmp(options->html, "-") == 0))
        return code ? code : exit_code_of_report(report);
    bool text = !options->format || strcmp(options->format, "text") == 0;
    bool all = text && options->profile && strcmp(options->profile, "all") == 0;
    char *command = text && !all ? fix_command(options) : NULL;
    how.fix_command = command;
    char *shown = options->json ? chain_report_json(report)
                  : all         ? chain_report_matrix(report, &how)
                  : text        ? chain_report_text(report, &how)
                                : chain_report_format(report, options->format);
    free(command);
    if (!shown)
        return EXIT_SOFTWARE;
    code = replace_file(options->output ? options->output : "-", shown);
    chain_free(shown);
    return code ? code : exit_code_of_report(report);
}

/* Many chains: a line for each, as they come. */
static int run_bulk(const struct options *options)
{
    chain_ready_options *ready;
    if (!options->chain_count)
        return complain_usage(
            "--ndjson judges captured chains: name them with --chain (see record --help)");
    int code = gather_question(&ready, options);
    if (!code)
        code = bulk_check(ready, options);
    chain_ready_options_free(ready);
    return code;
}

/* Before anything is read. */
static int check_format(const struct options *options)
{
    const char *const *names = chain_report_formats();
    if (options->format && options->json && strcmp(options->format, "json") != 0)
        return complain_usage("--json and --format %s are two answers", options->format);
    while (options->format && *names && strcmp(*names, options->format) != 0)
        names++;
    if (!*names)
        return complain_usage("--format: '%s' is none of csv, html, json, junit, markdown, "
                              "prometheus, sarif and text",
                              options->format);
    if (options->ndjson && (options->format || options->baseline || options->origin))
        return complain_usage("--ndjson has a form of its own: it goes with none of --format, "
                              "--baseline and --origin");
    if (options->summary && !options->ndjson)
        return complain_usage("--summary is of many chains: it goes with --ndjson");
    return 0;
}

static int run(const struct options *options)
{
    chain_report *report;
    int code = check_format(options);
    if (code)
        return code;
    if (options->ndjson)
        return run_bulk(options);
    code = gather(&report, options);
    if (!code)
        code = print(report, options);
    chain_report_free(report);
    return code;
}

static const char *const OPTIONS[] = {
    "roots",    "timeline", "chain",   "host",     "hosts",   "at",     "until",   "bridges",
    "profile",  "follows",  "renewal", "lane",     "sysroot", "json",   "quiet",   "color",
    "password", "all",      "probe",   "ndjson",   "output",  "resume", "summary", "jobs",
    "tls-keys", "html",     "format",  "baseline", "origin",  NULL};

const struct command CHECK = {
    .name = "check",
    .summary = "are these root stores ready for the migrations?",
    .usage = "usage: chainready check [--roots PATH]... [--timeline ID|FILE|DIR]...\n"
             "                        [--chain FILE [--host NAME]]... [options]\n"
             "\n"
             "Will the root stores validate the servers on every date of every migration?\n"
             "Without --roots, all root stores that are found on this machine; without\n"
             "--timeline, the built-in migrations that are current.\n"
             "\n"
             "  --roots PATH        PEM, DER, JKS, PKCS#12, PKCS#7, p11-kit, hashed directory\n"
             "  --timeline ID|FILE  a built-in migration, or one of your own\n"
             "  --chain FILE        a captured chain: PEM, DER, openssl s_client's output\n"
             "  --host NAME         the host that the chain before it came from\n"
             "  --hosts FILE        only what concerns these hosts, one a line\n"
             "  --at TIME           the instant asked about (default: now)\n"
             "  --until TIME        how far to look (default: two years on)\n"
             "  --sysroot DIR       an unpacked image instead of this machine\n"
             "  --json              one JSON document (docs/schema/report.json)\n"
             "  --html FILE         a page for people, in one file\n"
             "  --format NAME       csv, html, json, junit, markdown, prometheus, sarif, text\n"
             "  --quiet             one line, and none when ready\n"
             "\n"
             "Exit: 0 ready, 1 breaks later, 2 broken, 3 unknown, 64 and more an error.\n"
             "All options: chainready check --help=all, or man chainready-check\n",
    .more = "\n"
            "  --timeline DIR      newer facts: its migrations stand for those of their ids\n"
            "  --bridges PATH      more intermediates and cross-certificates\n"
            "  --lane installed|program   which lane decides (default: installed)\n"
            "  --follows mozilla|chrome|jdk|none   whose decisions the stores follow\n"
            "  --renewal assume|literal   are captured certificates renewed? (assume)\n"
            "  --profile NAME      whose verifier decides (default: tls, and where that of a\n"
            "                      program that reads the store differs, the report says so);\n"
            "                      all: a matrix of all of them against the migrations\n"
            "  --password FILE     the password of keystores\n"
            "  --all               stores too that only their own program reads\n"
            "  --probe             run the runtimes on the PATH to ask them for their stores\n"
            "  --output FILE       where to, replacing the file as a whole (default: stdout)\n"
            "  --baseline FILE     findings that are accepted (docs/schema/baseline.json)\n"
            "  --origin FILE       what SARIF points at: the Dockerfile of the image, say\n"
            "  --ndjson            a line of JSON for each of many captured chains, in a form\n"
            "                      that 'record' reads; with --output FILE, --resume, --jobs\n"
            "                      (Parquet: python -m chainready.arrow, docs/SCALE.md)\n"
            "  --summary FILE      with --ndjson: which stores lose which share of the chains\n"
            "                      on which day, as a table (CSV)\n"
            "  --color auto|always|never\n"
            "\n"
            "TIME is RFC 3339, or a date, month or year. FILE may be - for standard input.\n"
            "Errors: 64 usage, 65 bad input, 66 no such file, 70 our fault, 77 no permission.\n",
    .options = OPTIONS,
    .run = run,
};
