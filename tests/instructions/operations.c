// SPDX-License-Identifier: Apache-2.0
/*
 * Five fixed operations, each in a function of its own whose instructions callgrind counts. Their
 * input is in the repository, so that the counts are the same on every run.
 *
 * usage: operations NAME
 */
#include "chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOT(file) CORPUS "/roots/" file

static const char *const ROOTS[] = {
    ROOT("amazon-root-ca-1.pem"),        ROOT("baltimore-cybertrust-root.pem"),
    ROOT("digicert-global-root-ca.pem"), ROOT("digicert-global-root-g2.pem"),
    ROOT("globalsign-root-ca.pem"),      ROOT("globalsign-root-ca-r3.pem"),
    ROOT("globalsign-root-r46.pem"),     ROOT("starfield-class-2-ca.pem"),
};

struct input {
    chain_bytes bundle; /* PEM */
    chain_store *store;
    chain_list *list, *chain;
    chain_timeline *timeline;
    chain_memo *memo;
};

static void need(chain_status status, const char *what)
{
    if (status == CHAIN_OK)
        return;
    fprintf(stderr, "operations: %s: %s\n", what, chain_status_name(status));
    exit(70);
}

static __attribute__((noinline)) void operation_parse(const struct input *input)
{
    chain_cert *cert;
    for (size_t i = 0; i < chain_list_count(input->list); i++) {
        chain_bytes der = chain_cert_der(chain_list_get(input->list, i));
        need(chain_cert_new(&cert, NULL, der.data, der.size), "parse");
        chain_cert_unref(cert);
    }
}

static __attribute__((noinline)) void operation_bundle(const struct input *input)
{
    chain_store *store;
    need(chain_store_read(&store, NULL, "bundle", input->bundle), "bundle");
    chain_store_unref(store);
}

static void verify(const struct input *input, int brief)
{
    chain_verify_options options;
    chain_result *result;
    chain_verify_options_default(&options);
    options.chain = input->chain;
    options.store = input->store;
    options.memo = input->memo;
    options.brief = brief;
    need(chain_verify(&result, NULL, &options), "verify");
    chain_result_free(result);
}

/* With signatures that are remembered: what is left is libchain's own work. */
static __attribute__((noinline)) void operation_verify(const struct input *input)
{
    verify(input, 1);
}

static __attribute__((noinline)) void operation_words(const struct input *input)
{
    verify(input, 0);
}

static __attribute__((noinline)) void operation_ready(const struct input *input)
{
    chain_ready_options *options;
    chain_report *report;
    need(chain_ready_options_new(&options, 1795305600, 1858464000),
         "options"); /* 2026-11-22, two years */
    need(chain_ready_options_add_store(options, input->store, NULL), "store");
    need(chain_ready_options_add_timeline(options, input->timeline), "timeline");
    need(chain_ready(options, &report), "ready");
    chain_report_free(report);
    chain_ready_options_free(options);
}

static const struct {
    const char *name;
    void (*run)(const struct input *input);
} OPERATIONS[] = {{"parse", operation_parse},
                  {"bundle", operation_bundle},
                  {"verify", operation_verify},
                  {"words", operation_words},
                  {"ready", operation_ready}};

static chain_bytes read_roots(void)
{
    enum { MOST = 64 * 1024 };
    uint8_t *all = malloc(MOST);
    size_t size = 0;
    for (size_t i = 0; all && i < sizeof(ROOTS) / sizeof(ROOTS[0]); i++) {
        FILE *file = fopen(ROOTS[i], "rb");
        if (!file) {
            perror(ROOTS[i]);
            exit(66);
        }
        size += fread(all + size, 1, MOST - size, file);
        fclose(file);
    }
    return (chain_bytes){all, size};
}

int main(int argc, char **argv)
{
    struct input input = {.bundle = read_roots()};
    need(chain_store_read(&input.store, NULL, "bundle", input.bundle), "roots");
    need(chain_list_read(&input.list, NULL, input.bundle.data, input.bundle.size), "roots");
    need(chain_list_open(&input.chain, NULL, ROOT("amazon-root-ca-1.pem")), "chain");
    need(chain_timeline_builtin(&input.timeline, NULL, "oss-globalsign"), "timeline");
    need(chain_memo_new(&input.memo, 64), "memo");
    for (size_t i = 0; argc == 2 && i < sizeof(OPERATIONS) / sizeof(OPERATIONS[0]); i++) {
        if (strcmp(OPERATIONS[i].name, argv[1]) != 0)
            continue;
        verify(&input, 1); /* fills the memo, and does what is done once only */
        OPERATIONS[i].run(&input);
        chain_memo_free(input.memo);
        chain_timeline_unref(input.timeline);
        chain_list_unref(input.chain);
        chain_list_unref(input.list);
        chain_store_unref(input.store);
        free((void *)(uintptr_t)input.bundle.data);
        return 0;
    }
    fputs("usage: operations parse|bundle|verify|words|ready\n", stderr);
    return 64;
}
