// SPDX-License-Identifier: Apache-2.0
/*
 * Every CA certificate that the CCADB has, as the pool: real names, real keys, real cross-signs.
 * Each is judged once with all of its self-issued ones as anchors, and once with those that are
 * compiled in. usage: test_adversarial_ccadb FILE.pem.xz
 */
#include "builtin.h"
#include "list.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { SKIPPED = 77, NOW = 1795608000 /* 2026-11-25T12:00:00Z */ };

static struct chain_list *read_pool(const char *path)
{
    char command[4200];
    size_t size = 0, room = 1 << 20, got;
    char *text = malloc(room);
    snprintf(command, sizeof(command), "xz -dc '%s'", path);
    FILE *pipe = popen(command, "r");
    if (!text || !pipe)
        exit(70);
    while ((got = fread(text + size, 1, room - size, pipe)) > 0) {
        size += got;
        if (size == room)
            text = realloc(text, room *= 2);
        if (!text)
            exit(70);
    }
    chain_list *list;
    chain_error error;
    if (pclose(pipe) != 0 ||
        chain_list_read(&list, &error, (const uint8_t *)text, size) != CHAIN_OK) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(66);
    }
    free(text);
    return list;
}

static chain_store *store_of(struct chain_list *list)
{
    chain_store *store;
    if (list_freeze(list, NULL) != CHAIN_OK || store_from_list(&store, NULL, list) != CHAIN_OK)
        exit(70);
    chain_list_unref(list);
    return store;
}

static void push(struct chain_list *list, chain_cert *cert)
{
    if (list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS}) != CHAIN_OK)
        exit(70);
}

static chain_store *builtin_store(void)
{
    struct chain_list *list = list_new("builtin");
    for (size_t i = 0; i < BUILTIN_ROOT_COUNT; i++) {
        chain_cert *cert;
        if (chain_cert_new(&cert, NULL, BUILTIN_ROOTS[i].der, BUILTIN_ROOTS[i].size) != CHAIN_OK)
            exit(70);
        push(list, cert);
        chain_cert_unref(cert);
    }
    return store_of(list);
}

static chain_store *self_issued_store(const chain_list *pool)
{
    struct chain_list *list = list_new("self-issued");
    for (size_t i = 0; i < pool->count; i++) {
        if (cert_is_self_issued(pool->items[i].cert))
            push(list, pool->items[i].cert);
    }
    return store_of(list);
}

struct totals {
    size_t verdicts[3], incomplete, wasted;
    uint32_t checks, most;
};

/* No signature is checked for a certificate above which no name leads to an anchor. */
static void count(struct totals *totals, const chain_result *result)
{
    size_t segments;
    const chain_segment *segment = chain_result_segments(result, &segments);
    uint32_t checks = chain_result_signatures(result);
    totals->verdicts[segment->verdict]++;
    totals->incomplete += !chain_result_complete(result);
    totals->checks += checks;
    if (checks > totals->most)
        totals->most = checks;
    for (size_t i = 0; i < segment->finding_count; i++)
        totals->wasted += segment->findings[i].code == CHAIN_FINDING_NO_ISSUER && checks > 0;
}

static void judge(struct totals *totals, const chain_list *pool, const chain_store *store,
                  size_t at)
{
    struct chain_list *chain = list_new("one");
    chain_verify_options options;
    chain_result *result;
    push(chain, pool->items[at].cert);
    if (list_freeze(chain, NULL) != CHAIN_OK)
        exit(70);
    chain_verify_options_default(&options);
    options.chain = chain;
    options.bridges = pool;
    options.store = store;
    options.window = (chain_span){NOW, NOW + 1};
    if (chain_verify(&result, NULL, &options) != CHAIN_OK)
        exit(70);
    count(totals, result);
    chain_result_free(result);
    chain_list_unref(chain);
}

static bool judge_all(const chain_list *pool, chain_store *store, const char *name)
{
    struct totals totals = {.checks = 0};
    struct rusage usage;
    clock_t before = clock();
    for (size_t at = 0; at < pool->count; at++)
        judge(&totals, pool, store, at);
    getrusage(RUSAGE_SELF, &usage);
    printf("%s: %zu anchors, %zu CAs: %zu valid, %zu unknown, %zu invalid, %u checks, at most %u, "
           "%.2f ms each, %ld MiB\n",
           name, chain_store_count(store), pool->count, totals.verdicts[CHAIN_VALID],
           totals.verdicts[CHAIN_UNKNOWN], totals.verdicts[CHAIN_INVALID], totals.checks,
           totals.most, (double)(clock() - before) * 1e3 / CLOCKS_PER_SEC / (double)pool->count,
           usage.ru_maxrss / 1024);
    chain_store_unref(store);
    bool good = totals.verdicts[CHAIN_VALID] > 0 && totals.incomplete == 0 && totals.wasted == 0;
    if (!good)
        printf("FAILED: %zu gave up, %zu checked signatures in vain\n", totals.incomplete,
               totals.wasted);
    return good;
}

int main(int argc, char **argv)
{
    if (argc != 2 || access(argv[1], R_OK) != 0) {
        printf("skipped: adversarial ccadb, because %s is not there\n",
               argc > 1 ? argv[1] : "FILE");
        return SKIPPED;
    }
    chain_list *pool = read_pool(argv[1]);
    printf("%zu certificates, %zu skipped\n", pool->count, chain_list_skipped_count(pool));
    for (size_t i = 0; i < chain_list_skipped_count(pool); i++)
        printf("  entry %llu: %s\n", (unsigned long long)chain_list_skipped(pool, i)->entry,
               chain_list_skipped(pool, i)->message);
    bool good = pool->count > 10000;
    good &= judge_all(pool, self_issued_store(pool), "self-issued");
    good &= judge_all(pool, builtin_store(), "built in");
    chain_list_unref(pool);
    return !good;
}
