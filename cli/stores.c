// SPDX-License-Identifier: Apache-2.0
/* chainready stores: the root stores that are found, and who reads them. */
#include "cli.h"

#include <stdio.h>

static int print_store(const chain_place *place)
{
    chain_error error = {0};
    chain_store *store;
    if (chain_store_open(&store, &error, place->path) != CHAIN_OK) {
        printf("%-12s %s\n             could not be read\n", place->id, place->path);
        complain(&error, place->path);
        return EXIT_UNKNOWN;
    }
    printf("%-12s %s\n             %zu roots, %s, follows %s", place->id, place->path,
           chain_store_count(store), chain_store_kind(store), chain_program_name(place->follows));
    if (chain_store_skipped_count(store))
        printf(", %zu entries skipped", chain_store_skipped_count(store));
    printf("; read by %s\n", place->stack);
    chain_store_unref(store);
    return 0;
}

static int run(const struct options *options)
{
    const char *root = options->sysroot ? options->sysroot : "/";
    chain_place *places;
    size_t count;
    if (options->rest_count)
        return complain_usage("'%s' is not an option of stores", options->rest[0]);
    if (chain_stores_find(&places, &count, root) != CHAIN_OK)
        return EXIT_SOFTWARE;
    int code = 0;
    for (size_t i = 0; i < count; i++) {
        int one = print_store(&places[i]);
        code = one ? one : code;
    }
    chain_free(places);
    if (!count) {
        fprintf(stderr, "chainready: no root store found below %s\n", root);
        return EXIT_NO_INPUT;
    }
    return code;
}

static const char *const OPTIONS[] = {"sysroot", NULL};

const struct command STORES = {
    .name = "stores",
    .summary = "the root stores of this machine, and who reads them",
    .usage = "usage: chainready stores [--sysroot DIR]\n"
             "\n"
             "Lists the root stores that are found on this machine, or in an unpacked image.\n"
             "\n"
             "  --sysroot DIR   an unpacked image instead of this machine\n",
    .options = OPTIONS,
    .run = run,
};
