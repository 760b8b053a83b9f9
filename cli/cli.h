// SPDX-License-Identifier: Apache-2.0
/* What the subcommands of chainready share. The program knows the library by its public header
 * only. */
#ifndef CHAINREADY_CLI_H
#define CHAINREADY_CLI_H

#include "chain.h"

#include <stdbool.h>
#include <stdio.h>

enum exit_code {
    EXIT_READY = 0,
    EXIT_LATER = 1,
    EXIT_BROKEN = 2,
    EXIT_UNKNOWN = 3,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    EXIT_NO_INPUT = 66,
    EXIT_SOFTWARE = 70,
    EXIT_NO_PERMISSION = 77,
};

struct given_chain {
    const char *file;
    const char *host; /* or NULL */
};

enum { MOST_GIVEN = 4096 };

/* What stood on the command line. Strings are those of argv. */
struct options {
    const char *roots[MOST_GIVEN];
    size_t root_count;
    const char *timelines[MOST_GIVEN];
    size_t timeline_count;
    struct given_chain chains[MOST_GIVEN];
    size_t chain_count;
    const char *crls[MOST_GIVEN];
    size_t crl_count;
    const char *policies[MOST_GIVEN + 1]; /* ended by NULL */
    size_t policy_count;
    const char *rest[MOST_GIVEN];
    size_t rest_count;
    const char *at, *until, *hosts, *bridges, *profile, *follows, *renewal, *lane, *color, *sysroot;
    const char *password, *write_pem;
    const char *html, *csv;
    const char *format, *baseline, *origin;
    const char *old_root, *new_root, *bridge, *host, *on; /* of a rotation that is drafted */
    const char *tls_keys, *output, *jobs, *summary;       /* of many captured chains */
    const char *store;                                    /* of fix: an id or a path */
    bool json, ndjson, resume, quiet, verify, strict, all, probe;
    bool mends; /* fix: paths are absolute, and those inside the image */
};

/* The options that a subcommand takes, by name; ended by NULL. */
struct command {
    const char *name;
    const char *summary;
    const char *usage; /* what `chainready NAME --help` prints: one screen, 24 lines of 80 columns */
    const char *more;  /* and what --help=all prints besides, or NULL */
    const char *const *options;
    int (*run)(const struct options *options);
};

extern const struct command CHECK, VERIFY, STORES, TIMELINES, FIX, RECORD, REPORT, EXPLAIN,
    COMPLETION;
extern const struct command *const COMMANDS[]; /* all of them, ended by NULL */

/* Reads the command line of a subcommand. Returns 0, or an exit code after saying what is wrong. */
int options_read(struct options *out, const struct command *command, int argc, char **argv);

/* The options of all commands, by number; NULL beyond. has_value may be NULL. */
const char *option_name(size_t index, bool *has_value);
bool option_takes_value(const char *name);

/* ---- shared by the subcommands ---------------------------------------------------------------- */

/* What the system or a file said, with nothing in it that could steer a terminal. */
void print_plain(FILE *out, const char *text);

/* Says what is wrong on stderr and returns the exit code for it. */
int complain(const chain_error *error, const char *what);
int complain_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
int exit_code_of(chain_status status);

/* --at and --until; the default is now, and two years on. Returns 0 or an exit code. */
int read_window(const struct options *options, chain_span *out);

/* A file, or standard input for "-". Each returns CHAIN_OK or fills *error. */
chain_status read_file(chain_bytes *out, chain_error *error, const char *path); /* free the data */
chain_status open_list(chain_list **out, chain_error *error, const char *path);
chain_status open_store(chain_store **out, chain_error *error, const char *path,
                        const char *password);
chain_status open_crls(chain_crl_list **out, chain_error *error, const char *path);

/* chainready timelines new: prints a draft. Returns 0 or an exit code after a complaint. */
int draft_timeline(const struct options *options);

/* What the command line asks, to be given back with chain_ready_options_free; with --ndjson without
 * its chains. Returns 0, or an exit code after a complaint. */
int gather_question(chain_ready_options **out, const struct options *options);
/* Asks it. Returns 0 and the report, or an exit code after a complaint. */
int gather(chain_report **report, const struct options *options);

/* Is standard input part of the question? It can be read once only. */
bool reads_standard_input(const struct options *options);
/* `chainready fix` about what `check` was asked, as words of a shell that lack only --store; free
 * it. NULL where it cannot be typed again: standard input was read, or its words could steer a
 * terminal. */
char *fix_command(const struct options *options);

/* Writes a file ("-": standard output). Returns 0, or an exit code after a complaint. */
int write_file(const char *path, const char *text);
/* The same, so that whoever reads the file meanwhile sees the old one or the new one as a whole. */
int replace_file(const char *path, const char *text);

/* How to print on standard output. */
int text_options(const struct options *options, chain_text_options *out);

#endif
