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

/* "'it''s'": one word of a shell. */
static void write_word(FILE *out, const char *word)
{
    static const char SAFE[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789_@%+=:,./-";
    if (word[0] && strspn(word, SAFE) == strlen(word)) {
        fprintf(out, " %s", word);
        return;
    }
    fputs(" '", out);
    for (; *word; word++) {
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    }
    fputc('\'', out);
}

/* NULL: not given. */
static void write_option(FILE *out, const char *name, const char *value)
{
    if (!value)
        return;
    fprintf(out, " --%s", name);
    write_word(out, value);
}

/* What changes which roots are missing. Not --at: it is now that a store is mended. */
static void write_question(FILE *out, const struct options *options)
{
    write_option(out, "sysroot", options->sysroot);
    for (size_t i = 0; i < options->timeline_count; i++)
        write_option(out, "timeline", options->timelines[i]);
    write_option(out, "hosts", options->hosts);
    for (size_t i = 0; i < options->chain_count; i++) {
        write_option(out, "chain", options->chains[i].file);
        write_option(out, "host", options->chains[i].host);
    }
    write_option(out, "bridges", options->bridges);
    write_option(out, "until", options->until);
    write_option(out, "follows", options->follows);
    write_option(out, "profile", options->profile);
    write_option(out, "lane", options->lane);
    write_option(out, "renewal", options->renewal);
    write_option(out, "password", options->password);
}

static bool is_input(const char *file)
{
    return file && strcmp(file, "-") == 0;
}

/* Standard input was read, and whoever types the command does not have it. */
static bool reads_input(const struct options *options)
{
    bool reads =
        is_input(options->hosts) || is_input(options->bridges) || is_input(options->password);
    for (size_t i = 0; i < options->timeline_count; i++)
        reads |= is_input(options->timelines[i]);
    for (size_t i = 0; i < options->chain_count; i++)
        reads |= is_input(options->chains[i].file);
    return reads;
}

/* `chainready fix` about what was asked here; NULL where its words could steer a terminal. */
static char *fix_command(const struct options *options)
{
    char *text = NULL;
    size_t size;
    FILE *out = reads_input(options) ? NULL : open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("chainready fix", out);
    write_question(out, options);
    fclose(out);
    for (size_t i = 0; text && i < size; i++) {
        if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7f) {
            free(text);
            return NULL;
        }
    }
    return text;
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
    "roots",    "timeline", "chain",    "host",   "hosts",   "at",     "until", "bridges",
    "profile",  "follows",  "renewal",  "lane",   "sysroot", "json",   "quiet", "color",
    "password", "all",      "probe",    "ndjson", "output",  "resume", "jobs",  "tls-keys",
    "html",     "format",   "baseline", "origin", NULL};

const struct command CHECK = {
    .name = "check",
    .summary = "are these root stores ready for the migrations?",
    .usage =
        "usage: chainready check [--roots PATH]... [--timeline ID|FILE|DIR]...\n"
        "                        [--chain FILE [--host NAME]]... [options]\n"
        "\n"
        "Will the root stores validate the servers on every date of every migration?\n"
        "Without --roots, all root stores that are found on this machine; without\n"
        "--timeline, the built-in migrations that are current.\n"
        "\n"
        "  --roots PATH        PEM, DER, JKS, PKCS#12, PKCS#7, p11-kit, hashed directory\n"
        "  --timeline ID|FILE  a built-in migration, or one of your own\n"
        "  --timeline DIR      newer facts: its migrations stand for those of their ids\n"
        "  --chain FILE        a captured chain: PEM, DER, openssl s_client's output\n"
        "  --host NAME         the host that the chain before it came from\n"
        "  --hosts FILE        only what concerns these hosts, one a line\n"
        "  --bridges PATH      more intermediates and cross-certificates\n"
        "  --at TIME           the instant asked about (default: now)\n"
        "  --until TIME        how far to look (default: two years on)\n"
        "  --lane installed|program   which lane decides (default: installed)\n"
        "  --follows mozilla|chrome|jdk|none   whose decisions the stores follow\n"
        "  --renewal assume|literal   are captured certificates renewed? (assume)\n"
        "  --profile NAME      whose verifier decides (default: tls, and where the verifier of\n"
        "                      a program that reads the store differs, the report says so);\n"
        "                      all: a matrix of all of them against the migrations\n"
        "  --password FILE     the password of keystores\n"
        "  --sysroot DIR       an unpacked image instead of this machine\n"
        "  --all               stores too that only their own program reads\n"
        "  --probe             run the runtimes on the PATH to ask them for their stores\n"
        "  --json              one JSON document (docs/schema/report.json)\n"
        "  --html FILE         a page for people, in one file\n"
        "  --format NAME       csv, html, json, junit, markdown, prometheus, sarif or text\n"
        "  --output FILE       where to, replacing the file as a whole (default: stdout)\n"
        "  --baseline FILE     findings that are accepted (docs/schema/baseline.json)\n"
        "  --origin FILE       what SARIF points at: the Dockerfile of the image, say\n"
        "  --ndjson            a line of JSON for each of many captured chains, in any form that\n"
        "                      'record' reads; with --output FILE, --resume, --jobs N\n"
        "  --quiet             one line, and none when ready\n"
        "  --color auto|always|never\n"
        "\n"
        "TIME is RFC 3339, or a date, month or year. FILE may be - for standard input.\n"
        "Exit: 0 ready, 1 breaks later, 2 broken, 3 unknown, 64 usage, 65 bad input,\n"
        "66 no such file, 70 our fault, 77 no permission.\n",
    .options = OPTIONS,
    .run = run,
};
