// SPDX-License-Identifier: Apache-2.0
/*
 * Certificates, lists, stores and timelines shared by 8 threads, as chain.h says they may be: every
 * thread verifies, reports, shows and takes references with objects that all of them use, each with
 * a memo of its own, and must come to the same words as one thread alone. The last one to let go of
 * an object frees it, whichever thread that is.
 *
 * A plain program, for ThreadSanitizer (tools/sanitize thread).
 */
#include "chain.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 6, MOST_TIMELINES = 16 };
static const chain_time AT = 1795305600, UNTIL = 1858464000; /* 2026-11-22, 2028-11-22 */

struct shared {
    chain_list *list;
    chain_store *stores[2];
    chain_timeline *timelines[MOST_TIMELINES];
    size_t timeline_count;
};

static struct {
    struct shared shared;
    char *verified[2], *reported; /* what one thread alone says */
    atomic_int wrong;
    pthread_barrier_t start;
} world;

static void expect(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "FAILED %s\n", what);
        atomic_fetch_add(&world.wrong, 1);
    }
}

static char *verify(const struct shared *shared, size_t store, chain_memo *memo)
{
    chain_verify_options options;
    chain_result *result;
    chain_verify_options_default(&options);
    options.chain = shared->list;
    options.target = chain_list_leaf(shared->list);
    options.bridges = shared->list;
    options.store = shared->stores[store];
    options.memo = memo;
    if (chain_verify(&result, NULL, &options) != CHAIN_OK)
        return NULL;
    char *json = chain_result_json(result);
    chain_result_free(result);
    return json;
}

static char *report(const struct shared *shared)
{
    chain_ready_options *options;
    chain_report *made = NULL;
    if (chain_ready_options_new(&options, AT, UNTIL) != CHAIN_OK)
        return NULL;
    bool good = true;
    for (size_t i = 0; i < 2; i++)
        good &= chain_ready_options_add_store(options, shared->stores[i], NULL) == CHAIN_OK;
    for (size_t i = 0; i < shared->timeline_count; i++)
        good &= chain_ready_options_add_timeline(options, shared->timelines[i]) == CHAIN_OK;
    good = good && chain_ready_options_set_bridges(options, shared->list) == CHAIN_OK &&
           chain_ready(options, &made) == CHAIN_OK;
    char *json = good ? chain_report_json(made) : NULL;
    chain_report_free(made);
    chain_ready_options_free(options);
    return json;
}

static bool same(char *text, const char *wanted)
{
    bool good = text && wanted && strcmp(text, wanted) == 0;
    chain_free(text);
    return good;
}

/* The hash of a certificate is computed when it is first asked for. */
static void hash(const struct shared *shared)
{
    for (size_t i = 0; i < chain_list_count(shared->list); i++) {
        uint8_t first[32], second[32];
        const chain_cert *cert = chain_list_get(shared->list, i);
        chain_cert_sha256(cert, first);
        chain_cert_sha256(cert, second);
        expect(memcmp(first, second, sizeof(first)) == 0, "a hash");
        chain_cert_key_sha256(cert, first);
        char *subject = chain_cert_subject(cert);
        expect(subject && subject[0], "a subject");
        chain_free(subject);
    }
}

static void *work(void *argument)
{
    const struct shared *given = argument;
    struct shared shared = *given;
    chain_memo *memo;
    chain_list_ref(shared.list);
    for (size_t i = 0; i < 2; i++)
        chain_store_ref(shared.stores[i]);
    for (size_t i = 0; i < shared.timeline_count; i++)
        chain_timeline_ref(shared.timelines[i]);
    expect(chain_memo_new(&memo, 64) == CHAIN_OK, "a memo");
    pthread_barrier_wait(&world.start);
    for (int round = 0; round < ROUNDS; round++) {
        hash(&shared);
        for (size_t i = 0; i < 2; i++)
            expect(same(verify(&shared, i, memo), world.verified[i]), "a verification");
        if (round % 3 == 0)
            expect(same(report(&shared), world.reported), "a report");
        chain_cert_unref(chain_cert_ref((chain_cert *)(uintptr_t)chain_list_get(shared.list, 0)));
    }
    chain_memo_free(memo);
    chain_list_unref(shared.list);
    for (size_t i = 0; i < 2; i++)
        chain_store_unref(shared.stores[i]);
    for (size_t i = 0; i < shared.timeline_count; i++)
        chain_timeline_unref(shared.timelines[i]);
    return NULL;
}

/* A new set of objects, so that nothing is computed yet when the threads begin. */
static bool make(struct shared *out)
{
    *out = (struct shared){0};
    bool good =
        chain_list_open(&out->list, NULL, ROOTS) == CHAIN_OK &&
        chain_store_open(&out->stores[0], NULL, ROOTS "/globalsign-root-ca-r3.pem") == CHAIN_OK &&
        chain_store_open(&out->stores[1], NULL, ROOTS "/amazon-root-ca-1.pem") == CHAIN_OK;
    const char *const *ids = chain_timeline_ids();
    for (; good && ids[out->timeline_count] && out->timeline_count < MOST_TIMELINES;
         out->timeline_count++)
        good = chain_timeline_builtin(&out->timelines[out->timeline_count], NULL,
                                      ids[out->timeline_count]) == CHAIN_OK;
    return good;
}

static void let_go(struct shared *shared)
{
    chain_list_unref(shared->list);
    for (size_t i = 0; i < 2; i++)
        chain_store_unref(shared->stores[i]);
    for (size_t i = 0; i < shared->timeline_count; i++)
        chain_timeline_unref(shared->timelines[i]);
}

int main(void)
{
    pthread_t threads[THREADS];
    struct shared alone;
    if (!make(&alone) || !make(&world.shared) ||
        pthread_barrier_init(&world.start, NULL, THREADS + 1) != 0)
        return 70;
    for (size_t i = 0; i < 2; i++)
        world.verified[i] = verify(&alone, i, NULL);
    world.reported = report(&alone);
    let_go(&alone);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, work, &world.shared) != 0)
            return 70;
    }
    /* All have their references when they meet here; ours go first. */
    pthread_barrier_wait(&world.start);
    let_go(&world.shared);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&world.start);
    for (size_t i = 0; i < 2; i++)
        chain_free(world.verified[i]);
    chain_free(world.reported);
    printf("%d threads, %d rounds each, %d failed\n", THREADS, ROUNDS, world.wrong);
    return world.wrong != 0;
}
