// SPDX-License-Identifier: Apache-2.0
/* chainready verify: one chain against one store, in full. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void print_time(const char *before, chain_time at, const char *after)
{
    char *text = chain_time_to_text(at);
    char local[64] = "";
    time_t seconds = (time_t)at;
    struct tm civil;
    /* Beside UTC, for those who live elsewhere. */
    if (at != CHAIN_TIME_MIN && at != CHAIN_TIME_MAX && localtime_r(&seconds, &civil) &&
        civil.tm_gmtoff != 0)
        strftime(local, sizeof(local), " (%Y-%m-%d %H:%M:%S %z)", &civil);
    printf("%s%s%s%s", before, text ? text : "?", local, after);
    chain_free(text);
}

static void print_segment(const chain_segment *segment)
{
    print_time("  ", segment->span.from, " until ");
    print_time("", segment->span.until, "");
    printf("  %s\n    ", chain_verdict_name(segment->verdict));
    for (size_t i = 0; i < segment->path_count; i++)
        printf("%s%s", i ? " <- " : "", segment->path[i].name);
    putchar('\n');
    for (size_t i = 0; i < segment->finding_count; i++)
        printf("    %s (%s): %s\n", chain_finding_name(segment->findings[i].code),
               chain_finding_rfc(segment->findings[i].code), segment->findings[i].message);
}

static void print_result(const chain_result *result, const char *profile, chain_time at)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(result, &count);
    chain_verdict verdict = segments[0].verdict;
    size_t same = 1; /* how many have the first one's verdict, for whatever reason */
    while (same < count && segments[same].verdict == verdict)
        same++;
    print_time(verdict == CHAIN_VALID     ? "Valid at "
               : verdict == CHAIN_INVALID ? "Invalid at "
                                          : "Unknown at ",
               at, "");
    print_time(same == count ? ", and until " : ", until ", segments[same - 1].span.until, ".\n");
    if (strcmp(chain_profile_predicted_from(profile), "documentation") == 0)
        printf("  %s is predicted from documentation: that verifier could not be had.\n", profile);
    for (size_t i = 0; i < count; i++)
        print_segment(&segments[i]);
}

/* 0 valid over the whole window, 1 at the start only, 2 invalid, 3 unknown at the start. */
static int exit_code(const chain_result *result)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(result, &count);
    if (segments[0].verdict == CHAIN_INVALID)
        return EXIT_BROKEN;
    if (segments[0].verdict == CHAIN_UNKNOWN)
        return EXIT_UNKNOWN;
    for (size_t i = 1; i < count; i++) {
        if (segments[i].verdict != CHAIN_VALID)
            return EXIT_LATER;
    }
    return EXIT_READY;
}

static int answer(const struct options *options, chain_verify_options *verify)
{
    chain_error error = {0};
    chain_result *result;
    int code;
    if (chain_verify(&result, &error, verify) != CHAIN_OK)
        return complain(&error, "verify");
    if (options->json) {
        char *json = chain_result_json(result);
        if (json)
            fputs(json, stdout);
        code = json ? exit_code(result) : EXIT_SOFTWARE;
        chain_free(json);
    } else {
        if (!options->quiet)
            print_result(result, verify->profile, verify->window.from);
        code = exit_code(result);
    }
    chain_result_free(result);
    return code;
}

/* Opens every --crl. Returns 0 or an exit code; what was opened is given back with close_crls. */
static int open_all_crls(const struct options *options, chain_crl_list **lists, size_t *count)
{
    chain_error error = {0};
    for (*count = 0; *count < options->crl_count; ++*count) {
        const char *path = options->crls[*count];
        if (open_crls(&lists[*count], &error, path) != CHAIN_OK)
            return complain(&error, path);
        for (size_t i = 0; i < chain_crl_list_skipped_count(lists[*count]); i++)
            complain(chain_crl_list_skipped(lists[*count], i), path);
    }
    return 0;
}

static void close_crls(chain_crl_list **lists, size_t count)
{
    for (size_t i = 0; i < count; i++)
        chain_crl_list_unref(lists[i]);
    free(lists);
}

/* The revocation lists and policies that are given, and then the answer. */
static int answer_with(const struct options *options, chain_verify_options *verify)
{
    size_t count = 0;
    chain_crl_list **lists = calloc(options->crl_count + 1, sizeof(*lists));
    if (!lists)
        return EXIT_SOFTWARE;
    int code = open_all_crls(options, lists, &count);
    verify->crls = (const chain_crl_list *const *)lists;
    verify->crl_count = count;
    if (options->policy_count) {
        verify->policies = options->policies;
        verify->explicit_policy = 1;
    }
    if (!code)
        code = answer(options, verify);
    close_crls(lists, count);
    return code;
}

static int run(const struct options *options)
{
    chain_verify_options verify;
    chain_error error = {0};
    chain_store *store = NULL;
    chain_list *chain = NULL, *bridges = NULL;
    chain_verify_options_default(&verify);
    int code = read_window(options, &verify.window);
    if (code)
        return code;
    if (options->root_count != 1 || options->chain_count != 1 || options->rest_count)
        return complain_usage("verify needs one --roots and one --chain");
    verify.host = options->chains[0].host;
    if (options->profile)
        verify.profile = options->profile;
    if (open_store(&store, &error, options->roots[0], NULL) != CHAIN_OK)
        code = complain(&error, options->roots[0]);
    else if (open_list(&chain, &error, options->chains[0].file) != CHAIN_OK)
        code = complain(&error, options->chains[0].file);
    else if (options->bridges && open_list(&bridges, &error, options->bridges) != CHAIN_OK)
        code = complain(&error, options->bridges);
    if (!code) {
        for (size_t i = 0; i < chain_store_skipped_count(store); i++)
            complain(chain_store_skipped(store, i), options->roots[0]);
        for (size_t i = 0; i < chain_list_skipped_count(chain); i++)
            complain(chain_list_skipped(chain, i), options->chains[0].file);
        verify.store = store;
        verify.chain = chain;
        verify.target = chain_list_leaf(chain);
        verify.bridges = bridges;
        code = answer_with(options, &verify);
    }
    chain_list_unref(bridges);
    chain_list_unref(chain);
    chain_store_unref(store);
    return code;
}

static const char *const OPTIONS[] = {"roots", "chain", "host",  "bridges", "at",    "until",
                                      "profile", "json", "quiet", "color",   "crl",   "policy",
                                      NULL};

const struct command VERIFY = {
    .name = "verify",
    .summary = "one chain against one root store, in full",
    .usage =
        "usage: chainready verify --roots PATH --chain FILE [--host NAME] [options]\n"
        "\n"
        "Judges one chain for all of the window: each stretch of time with its verdict,\n"
        "the path that bears witness to it, and what speaks against it.\n"
        "\n"
        "  --roots PATH     the trusted roots, in any form that check reads\n"
        "  --chain FILE     the chain, in any order: PEM, DER, openssl s_client's output\n"
        "  --host NAME      the DNS name or IP address that the leaf must name\n"
        "  --bridges PATH   more intermediates and cross-certificates\n"
        "  --crl PATH       revocation lists: PEM, DER, a directory; may be given again;\n"
        "                   every certificate below the root must then be covered\n"
        "  --policy OID     a certificate policy that will do, one of which the path must\n"
        "                   have; may be given again\n"
        "  --at TIME        start of the window (default: now)\n"
        "  --until TIME     its end (default: two years on)\n"
        "  --profile NAME   whose verifier (default: tls)\n"
        "  --json           one JSON document (docs/schema/verify.json)\n"
        "  --quiet          nothing but the exit code\n"
        "\n"
        "Exit: 0 valid over the whole window, 1 valid at its start only, 2 invalid at its\n"
        "start, 3 unknown there; 64 usage, 65 bad input, 66 no such file, 77 no right.\n",
    .options = OPTIONS,
    .run = run,
};
