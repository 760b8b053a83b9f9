// SPDX-License-Identifier: Apache-2.0
/* chainready COMMAND: a thin program over libchain's public header. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct command *const COMMANDS[] = {&CHECK,  &FIX,    &STORES,  &VERIFY,     &TIMELINES,
                                          &RECORD, &REPORT, &EXPLAIN, &COMPLETION, NULL};

static void print_help(void)
{
    puts("usage: chainready COMMAND [options]\n"
         "\n"
         "Will the root set that this runtime trusts validate the servers that you call,\n"
         "on every date of every migration of authorities? Nothing is contacted.\n");
    for (size_t i = 0; COMMANDS[i]; i++)
        printf("  %-10s %s\n", COMMANDS[i]->name, COMMANDS[i]->summary);
    puts("\n'chainready COMMAND --help' tells more; 'chainready --version' the version.");
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help();
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help();
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("chainready %s\n", chain_version());
        return 0;
    }
    for (size_t i = 0; COMMANDS[i]; i++) {
        if (strcmp(argv[1], COMMANDS[i]->name) != 0)
            continue;
        struct options *options = calloc(1, sizeof(*options));
        if (!options)
            return EXIT_SOFTWARE;
        int code = options_read(options, COMMANDS[i], argc - 1, argv + 1);
        if (code == 0)
            code = COMMANDS[i]->run(options);
        free(options);
        if (fflush(stdout) != 0) {
            perror("chainready: standard output");
            return EXIT_SOFTWARE;
        }
        return code < 0 ? 0 : code;
    }
    return complain_usage("there is no command '%s' (see chainready --help)", argv[1]);
}
