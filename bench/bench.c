// SPDX-License-Identifier: Apache-2.0
/*
 * libchain against its peers: ratios of processor time, the two in turn in one process on one core.
 *
 * usage: bench [NAME...] [--peer PEER] [--json] [--rounds N] [--chains N] [--pool FILE]
 */
#include "boot_case.h"
#include "judge.h"
#include "measure.h"
#include "outside.h"
#include "peers.h"
#include "threads.h"
#include "world_files.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PARSED = 1000, MOST_NAMES = 16 };

struct settings {
    const char *names[MOST_NAMES];
    unsigned name_count;
    unsigned rounds;
    size_t chains;    /* a round judges so many */
    const char *peer; /* the only one, or NULL */
    const char *pool; /* see struct world */
    bool json;
    bool any; /* a result was printed */
};

static bool is_wanted(const struct settings *settings, const char *name)
{
    bool wanted = settings->name_count == 0;
    for (unsigned i = 0; i < settings->name_count; i++)
        wanted |= strcmp(settings->names[i], name) == 0;
    return wanted;
}

static bool is_peer_wanted(const struct settings *settings, const char *peer)
{
    return !settings->peer || strcmp(settings->peer, peer) == 0;
}

static void report(struct settings *settings, const struct bench_pair *pair, unsigned rounds)
{
    if (!is_wanted(settings, pair->name) || !is_peer_wanted(settings, pair->peer))
        return;
    struct bench_result result = bench_measure(pair, rounds);
    if (settings->json)
        printf("%s{\"name\": \"%s\", \"peer\": \"%s\", \"peer_ns\": %.0f, \"ours_ns\": %.0f, "
               "\"ratio_min\": %.2f, \"ratio_median\": %.2f, \"rounds\": %u}",
               settings->any ? ",\n " : "[", pair->name, pair->peer, result.theirs_ns,
               result.ours_ns, result.ratio_min, result.ratio_median, result.rounds);
    else
        printf("%-14s %-14s %14.0f %14.0f %9.1f %9.1f %4u\n", pair->name, pair->peer,
               result.theirs_ns, result.ours_ns, result.ratio_min, result.ratio_median,
               result.rounds);
    fflush(stdout);
    settings->any = true;
}

/* ---- parse ------------------------------------------------------------------------------------ */

struct parsing {
    const struct world *world;
    void (*parse)(chain_bytes der);
};

static void parse_all(void *state)
{
    const struct parsing *parsing = state;
    for (size_t i = 0; i < PARSED; i++)
        parsing->parse(world_chain(parsing->world, i)->certs[0]);
}

static void bench_parse(struct settings *settings, const struct world *world)
{
    struct parsing ours = {world, libchain_parse};
    struct {
        const char *name;
        struct parsing state;
    } peers[] = {{"openssl", {world, openssl_parse}},
                 {"gnutls", {world, gnutls_parse}},
                 {"mbedtls", {world, mbedtls_parse}}};
    for (size_t i = 0; i < sizeof(peers) / sizeof(peers[0]); i++) {
        report(settings,
               &(struct bench_pair){"parse", peers[i].name, parse_all, parse_all, &ours,
                                    &peers[i].state, 20, 1, NULL, NULL},
               settings->rounds);
    }
}

/* ---- bundle ----------------------------------------------------------------------------------- */

struct loading {
    const char *path;
    void (*load)(const char *path);
};

static void load_bundle(void *state)
{
    const struct loading *loading = state;
    loading->load(loading->path);
}

static void bench_bundle(struct settings *settings, const char *path)
{
    struct loading ours = {path, libchain_bundle};
    struct {
        const char *name;
        struct loading state;
    } peers[] = {{"openssl", {path, openssl_bundle}},
                 {"gnutls", {path, gnutls_bundle}},
                 {"mbedtls", {path, mbedtls_bundle}}};
    for (size_t i = 0; i < sizeof(peers) / sizeof(peers[0]); i++) {
        report(settings,
               &(struct bench_pair){"bundle", peers[i].name, load_bundle, load_bundle, &ours,
                                    &peers[i].state, 20, 2, NULL, NULL},
               settings->rounds);
    }
}

/* ---- chains x stores x dates ------------------------------------------------------------------ */

struct judging {
    struct judge *judge;
    size_t from, until;
    uint32_t *verdicts;
};

static void judge_all(void *state)
{
    const struct judging *judging = state;
    judge_run(judging->judge, judging->from, judging->until, judging->verdicts);
}

/* The verdicts must be the same before a time means anything. */
static void compare(const char *peer, const struct judging *ours, const struct judging *theirs)
{
    size_t count = (ours->until - ours->from) * WORLD_STORES, differ = 0;
    judge_all((void *)(uintptr_t)ours);
    judge_all((void *)(uintptr_t)theirs);
    for (size_t i = 0; i < count; i++)
        differ += ours->verdicts[i] != theirs->verdicts[i];
    if (differ) {
        fprintf(
            stderr,
            "bench: %s and libchain differ in %zu of %zu verdicts over time; the first %06x %06x\n",
            peer, differ, count, ours->verdicts[0], theirs->verdicts[0]);
        exit(1);
    }
}

static void bench_range_of(struct settings *settings, const struct world *world,
                           const enum judge_kind kinds[2], const char *names[3], const char *peer)
{
    if (!is_peer_wanted(settings, peer))
        return;
    struct judge *ours = judge_new(kinds[0], world), *theirs = judge_new(kinds[1], world);
    size_t count = settings->chains, rsa = world->rsa_count;
    uint32_t *room = calloc(count * 2, WORLD_STORES * sizeof(*room));
    /* 60 % RSA, 40 % EC: the one range that spans both */
    const struct {
        size_t from, until;
    } ranges[3] = {{0, count}, {rsa, rsa + count}, {rsa - count * 6 / 10, rsa + count * 4 / 10}};
    for (int i = 0; room && i < 3; i++) {
        if (!names[i] || !is_wanted(settings, names[i]))
            continue;
        struct judging a = {ours, ranges[i].from, ranges[i].until, room};
        struct judging b = {theirs, a.from, a.until, room + count * WORLD_STORES};
        compare(peer, &a, &b);
        report(settings,
               &(struct bench_pair){names[i], peer, judge_all, judge_all, &a, &b, 4, 1, NULL, NULL},
               settings->rounds / 2 + 1);
    }
    free(room);
    judge_free(ours);
    judge_free(theirs);
}

static void bench_range(struct settings *settings, const struct world *world, enum judge_kind kind,
                        const char *names[3], const char *peer)
{
    bench_range_of(settings, world, (enum judge_kind[2]){JUDGE_LIBCHAIN, kind}, names, peer);
}

/* ---- libchain against itself ------------------------------------------------------------------ */

/* With many intermediates at hand that lead nowhere, against none: 1 where they cost nothing. */
static void bench_pool(struct settings *settings, const struct world *world)
{
    if (world->pool)
        bench_range_of(settings, world, (enum judge_kind[2]){JUDGE_LIBCHAIN_POOL, JUDGE_LIBCHAIN},
                       (const char *[3]){NULL, NULL, "pool"}, "libchain");
}

/* Two threads against one: wall time, and the processor time of the longer of the two. */
static void bench_threads(struct settings *settings, const struct world *world)
{
    size_t count = settings->chains;
    if (!is_wanted(settings, "threads"))
        return;
    uint32_t *room = calloc(count * 2, WORLD_STORES * sizeof(*room));
    struct judge *judge = judge_new(JUDGE_LIBCHAIN, world);
    size_t from = world->rsa_count - count * 6 / 10;
    struct threaded one = {judge, from, world->rsa_count, from + count, 1, room};
    struct threaded two = {judge,        from, world->rsa_count,
                           from + count, 2,    room ? room + count * WORLD_STORES : NULL};
    if (!room)
        exit(70);
    threads_run(&one);
    threads_run(&two);
    if (memcmp(room, two.verdicts, count * WORLD_STORES * sizeof(*room)) != 0) {
        fputs("bench: two threads and one differ\n", stderr);
        exit(1);
    }
    report(settings,
           &(struct bench_pair){"threads", "one-thread", NULL, NULL, &two, &one, 10, 10,
                                threads_run, threads_run},
           settings->rounds);
    report(settings,
           &(struct bench_pair){"threads", "one-thread-cpu", NULL, NULL, &two, &one, 10, 10,
                                threads_longest, threads_longest},
           settings->rounds);
    judge_free(judge);
    free(room);
}

/* ---- boot ------------------------------------------------------------------------------------- */

static void bench_boot(struct settings *settings, const struct world *world)
{
    static const char *const PEERS[] = {"openssl", "gnutls"};
    char folder[64];
    if (!is_wanted(settings, "boot"))
        return;
    const size_t rsa = world->rsa_count;
    world_write(folder, world, (const size_t[5]){0, 1, 2, rsa, rsa + 1}, 5);
    struct boot ours = {BOOT "libchain", folder, 0};
    for (size_t i = 0; i < 2; i++) {
        char program[512];
        if (!is_peer_wanted(settings, PEERS[i]))
            continue;
        snprintf(program, sizeof(program), "%s%s", BOOT, PEERS[i]);
        struct boot theirs = {program, folder, 0};
        report(settings,
               &(struct bench_pair){"boot", PEERS[i], boot_run, boot_run, &ours, &theirs, 10, 2,
                                    NULL, NULL},
               settings->rounds);
        if (ours.sum != theirs.sum) {
            fprintf(stderr, "bench: %s and libchain differ at boot\n", PEERS[i]);
            exit(1);
        }
    }
    world_remove(folder);
}

/* ---- peers that are programs of their own ----------------------------------------------------- */

struct asking {
    struct outside *peer;
    const char *request;
    unsigned times; /* what one request does so often */
};

static double ask(void *state)
{
    const struct asking *asking = state;
    uint64_t ns = 0;
    outside_ask(asking->peer, asking->request, &ns, NULL, 0);
    return (double)ns / asking->times;
}

/* As `judging` of bench_range spans both kinds, with the peer's own numbers for the chains. */
static void outside_chains(struct settings *settings, const struct world *world,
                           struct outside *peer, const char *name)
{
    size_t count = settings->chains * WORLD_STORES, differ = 0;
    uint64_t ns;
    char request[64];
    struct judging ours = {judge_new(JUDGE_LIBCHAIN, world),
                           world->rsa_count - settings->chains * 6 / 10, 0, NULL};
    uint32_t *verdicts = calloc(count * 2, sizeof(*verdicts));
    ours.until = ours.from + settings->chains;
    ours.verdicts = verdicts;
    snprintf(request, sizeof(request), "run %zu %zu", ours.from, ours.until);
    if (!verdicts || !outside_ask(peer, request, &ns, verdicts + count, count))
        exit(70);
    judge_all(&ours);
    for (size_t i = 0; i < count; i++)
        differ += verdicts[i] != verdicts[count + i];
    if (differ) {
        fprintf(stderr, "bench: %s and libchain differ in %zu of %zu verdicts over time\n", name,
                differ, count);
        exit(1);
    }
    struct asking theirs = {peer, request, 1};
    report(settings,
           &(struct bench_pair){"chains", name, judge_all, NULL, &ours, &theirs, 4, 1, NULL, ask},
           settings->rounds / 2 + 1);
    free(verdicts);
    judge_free(ours.judge);
}

static void outside_all(struct settings *settings, const struct world *world, const char *name,
                        const char *folder, const char *bundle)
{
    struct outside *peer = outside_start(name, folder);
    char request[64];
    uint64_t ns;
    if (!peer)
        return;
    snprintf(request, sizeof(request), "parse 0 %d", PARSED);
    struct parsing parse = {world, libchain_parse};
    struct asking asked = {peer, request, 1};
    if (is_wanted(settings, "parse") && outside_ask(peer, request, &ns, NULL, 0))
        report(
            settings,
            &(struct bench_pair){"parse", name, parse_all, NULL, &parse, &asked, 20, 1, NULL, ask},
            settings->rounds);
    struct loading load = {bundle, libchain_bundle};
    asked = (struct asking){peer, "bundle 2", 2};
    if (is_wanted(settings, "bundle") && outside_ask(peer, asked.request, &ns, NULL, 0))
        report(settings,
               &(struct bench_pair){"bundle", name, load_bundle, NULL, &load, &asked, 20, 1, NULL,
                                    ask},
               settings->rounds);
    if (is_wanted(settings, "chains"))
        outside_chains(settings, world, peer, name);
    outside_stop(peer);
}

static void bench_outside(struct settings *settings, const struct world *world, const char *bundle)
{
    static const char *const PEERS_OUTSIDE[] = {"cryptography", "jdk", "go", "webpki"};
    size_t count = world->rsa_count + world->ec_count, *all = calloc(count, sizeof(*all));
    char folder[64];
    bool wanted = is_wanted(settings, "parse") || is_wanted(settings, "bundle") ||
                  is_wanted(settings, "chains");
    for (size_t i = 0; all && i < count; i++)
        all[i] = i;
    if (all && wanted) {
        world_write(folder, world, all, count);
        for (size_t i = 0; i < sizeof(PEERS_OUTSIDE) / sizeof(PEERS_OUTSIDE[0]); i++) {
            if (is_peer_wanted(settings, PEERS_OUTSIDE[i]))
                outside_all(settings, world, PEERS_OUTSIDE[i], folder, bundle);
        }
        world_remove(folder);
    }
    free(all);
}

/* ---- the whole -------------------------------------------------------------------------------- */

static void read_arguments(struct settings *settings, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            settings->json = true;
        else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            settings->rounds = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--chains") == 0 && i + 1 < argc)
            settings->chains = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--peer") == 0 && i + 1 < argc)
            settings->peer = argv[++i];
        else if (strcmp(argv[i], "--pool") == 0 && i + 1 < argc)
            settings->pool = argv[++i];
        else if (argv[i][0] != '-' && settings->name_count < MOST_NAMES)
            settings->names[settings->name_count++] = argv[i];
        else {
            fputs("usage: bench [NAME...] [--peer PEER] [--json] [--rounds N] [--chains N] [--pool "
                  "FILE]\n",
                  stderr);
            exit(64);
        }
    }
    if (!settings->rounds || !settings->chains) {
        fputs("bench: rounds and chains must be numbers above 0\n", stderr);
        exit(64);
    }
}

static void write_bundle(char *path, chain_bytes pem)
{
    int file = mkstemp(path);
    if (file < 0 || write(file, pem.data, pem.size) != (ssize_t)pem.size || close(file) != 0) {
        perror("bench");
        exit(70);
    }
}

int main(int argc, char **argv)
{
    struct settings settings = {.rounds = 15, .chains = 50};
    struct world world;
    char path[] = "/tmp/bench-XXXXXX";
    read_arguments(&settings, argc, argv);
    size_t each = settings.chains > PARSED / 2 ? settings.chains : PARSED / 2;
    world_make(&world, each, each);
    world.pool = settings.pool;
    write_bundle(path, world.stores[0]);
    if (!settings.json)
        printf("%-14s %-14s %14s %14s %9s %9s %4s\n", "work", "peer", "peer ns", "ours ns", "min",
               "median", "n");
    bench_parse(&settings, &world);
    bench_bundle(&settings, path);
    bench_boot(&settings, &world);
    bench_range(&settings, &world, JUDGE_OPENSSL, (const char *[3]){"rsa", "ec", "chains"},
                "openssl");
    bench_range(&settings, &world, JUDGE_GNUTLS, (const char *[3]){NULL, NULL, "chains"}, "gnutls");
    bench_range(&settings, &world, JUDGE_OPENSSL_CACHED, (const char *[3]){NULL, NULL, "cached"},
                "openssl-cached");
    bench_outside(&settings, &world, path);
    bench_pool(&settings, &world);
    bench_threads(&settings, &world);
    if (settings.json)
        puts(settings.any ? "]" : "[]");
    unlink(path);
    world_free(&world);
    return 0;
}
