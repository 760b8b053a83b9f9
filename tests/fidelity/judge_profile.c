// SPDX-License-Identifier: Apache-2.0
/* judge_profile PROFILE: the prediction, by the library's public interface. See frame.h. */
#include "chain.h"
#include "frame.h"

#include "cert.h"
#include "list.h"
#include "sig.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state {
    const char *profile;
    chain_memo *memo;
};

static void *cert_new(void *state, struct octets der)
{
    (void)state;
    chain_cert *cert;
    return chain_cert_new(&cert, NULL, der.data, der.size) == CHAIN_OK ? cert : NULL;
}

static void cert_free(void *cert)
{
    chain_cert_unref(cert);
}

/* The fingerprint is kept in the certificate once it has been asked for: put another one there. */
static void pose(void *cert, struct octets original)
{
    uint8_t sha256[32];
    cert_sha256(cert, sha256);
    sig_sha256(((struct chain_cert *)cert)->sha256, (chain_bytes){original.data, original.size});
}

static chain_list *list_of(void *const *certs, struct picks picks)
{
    chain_list *list = list_new("");
    for (size_t i = 0; i < picks.count; i++) {
        if (certs[picks.index[i]])
            list_push(list, certs[picks.index[i]], (struct list_item){.limits = LIST_NO_LIMITS});
    }
    if (list_freeze(list, NULL) != CHAIN_OK)
        exit(70);
    return list;
}

static void *store_new(void *state, void *const *certs, struct picks roots)
{
    (void)state;
    chain_list *list = list_of(certs, roots);
    chain_store *store;
    if (store_from_list(&store, NULL, list) != CHAIN_OK)
        exit(70);
    chain_list_unref(list);
    return store;
}

static void store_free(void *store)
{
    chain_store_unref(store);
}

static void say(char answer[ANSWER_SIZE], const chain_segment *segment)
{
    static const char *const DIGITS[] = {
        [CHAIN_INVALID] = "0:", [CHAIN_UNKNOWN] = "?:", [CHAIN_VALID] = "1"};
    snprintf(answer, ANSWER_SIZE, "%s", DIGITS[segment->verdict]);
    for (size_t i = 0; i < segment->finding_count; i++) {
        size_t used = strlen(answer);
        snprintf(answer + used, ANSWER_SIZE - used, "%s%s@%zu", i ? "+" : "",
                 chain_finding_name(segment->findings[i].code), segment->findings[i].certificate);
    }
}

static void judge(void *context, void *store, void *const *certs, struct picks chain,
                  const char *host, const int64_t *instants, size_t count,
                  char (*answers)[ANSWER_SIZE])
{
    struct state *state = context;
    chain_verify_options options;
    chain_verify_options_default(&options);
    chain_list *list = list_of(certs, chain);
    options.chain = list;
    options.store = store;
    options.host = host;
    options.profile = state->profile;
    options.memo = state->memo;
    chain_result *result;
    chain_error error;
    if (chain_verify(&result, &error, &options) != CHAIN_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(70);
    }
    size_t segments;
    const chain_segment *segment = chain_result_segments(result, &segments);
    for (size_t i = 0; i < count; i++) {
        const chain_segment *at = segment;
        while (at->span.until <= instants[i])
            at++;
        say(answers[i], at);
    }
    chain_result_free(result);
    chain_list_unref(list);
}

int main(int argc, char **argv)
{
    struct state state = {.profile = argc > 1 ? argv[1] : ""};
    if (argc != 2 || chain_memo_new(&state.memo, 20000) != CHAIN_OK) {
        fprintf(stderr, "usage: judge_profile PROFILE\n");
        return 64;
    }
    int code =
        frame_run(&(struct judge){&state, cert_new, cert_free, store_new, store_free, judge, pose});
    chain_memo_free(state.memo);
    return code;
}
