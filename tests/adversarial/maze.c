// SPDX-License-Identifier: Apache-2.0
#include "maze.h"

#include "pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static struct {
    int failures;
    uint32_t serial;
} state;

static void need(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "adversarial: %s failed\n", what);
    abort();
}

void maze_start(struct maze *maze)
{
    *maze = (struct maze){.chain = list_new("chain"),
                          .pool = list_new("pool"),
                          .anchors = list_new("anchors"),
                          .profile = CHAIN_PROFILE_DEFAULT};
    need(maze->chain && maze->pool && maze->anchors, "making lists");
    chain_budget_default(&maze->budget);
}

void maze_add(struct chain_list *to, const char *subject, const char *issuer, pki_key *key,
              pki_key *issuer_key, const struct pki_extension *extensions)
{
    chain_cert *cert = pki_mint_cert(&(struct pki_cert){
        .subject = subject,
        .issuer = issuer,
        .key = key,
        .issuer_key = issuer_key,
        .serial = pool_format("%X", ++state.serial),
        .extensions = extensions ? extensions : PKI_CA_EXTENSIONS,
    });
    need(list_push(to, cert, (struct list_item){.limits = LIST_NO_LIMITS}) == CHAIN_OK, "adding");
    chain_cert_unref(cert);
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void check(bool good, const char *name, const char *what)
{
    if (good)
        return;
    printf("FAILED %s: %s\n", name, what);
    state.failures++;
}

static void compare(const char *name, const chain_result *result,
                    const struct outcome_wanted *wanted)
{
    size_t count;
    const chain_segment *segment = chain_result_segments(result, &count);
    uint32_t signatures = chain_result_signatures(result);
    check(count == 1, name, "not one stretch");
    check(segment->verdict == wanted->verdict, name, chain_verdict_name(segment->verdict));
    check(signatures >= wanted->least_signatures && signatures <= wanted->most_signatures, name,
          pool_format("%u signature checks, not %u to %u", signatures, wanted->least_signatures,
                      wanted->most_signatures));
    check((chain_result_complete(result) != 0) == wanted->complete, name, "complete is wrong");
    check(!wanted->length || segment->path_count == wanted->length, name,
          pool_format("a path of %zu", segment->path_count));
    /* A bound that was reached is never an answer of its own. */
    check(chain_result_complete(result) || segment->verdict == CHAIN_UNKNOWN, name,
          "a spent budget is not unknown");
    for (size_t i = 0; !wanted->complete && i < segment->finding_count; i++)
        check(segment->findings[i].code == CHAIN_FINDING_BUDGET_SPENT, name,
              chain_finding_name(segment->findings[i].code));
}

void maze_judge(struct maze *maze, const char *name, struct outcome_wanted wanted)
{
    enum { NOW = 1795608000 }; /* 2026-11-25T12:00:00Z */
    chain_store *store;
    chain_result *result;
    chain_verify_options options;
    need(list_freeze(maze->chain, NULL) == CHAIN_OK && list_freeze(maze->pool, NULL) == CHAIN_OK &&
             list_freeze(maze->anchors, NULL) == CHAIN_OK &&
             store_from_list(&store, NULL, maze->anchors) == CHAIN_OK,
         "freezing");
    chain_verify_options_default(&options);
    options.chain = maze->chain;
    options.bridges = maze->pool;
    options.store = store;
    options.host = "www.example.com";
    options.profile = maze->profile;
    options.window = (chain_span){NOW, NOW + 1};
    options.budget = maze->budget;
    double before = milliseconds();
    need(chain_verify(&result, NULL, &options) == CHAIN_OK, "verifying");
    double took = milliseconds() - before;
    size_t count;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-52s %6zu %8s %7u %9.1f %6ld\n", name, maze->pool->count,
           chain_verdict_name(chain_result_segments(result, &count)->verdict),
           chain_result_signatures(result), took, usage.ru_maxrss / 1024);
    compare(name, result, &wanted);
    chain_result_free(result);
    chain_store_unref(store);
    chain_list_unref(maze->chain);
    chain_list_unref(maze->pool);
    chain_list_unref(maze->anchors);
}

int maze_failures(void)
{
    return state.failures;
}
