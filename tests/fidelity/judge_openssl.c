// SPDX-License-Identifier: Apache-2.0
/*
 * judge_openssl PROFILE: OpenSSL's own X509_verify_cert, in the configuration that the profile of
 * that name stands for. See frame.h.
 */
#include "frame.h"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state {
    const char *profile;
    int level;
    unsigned long flags;
};

static const struct state STATES[] = {
    {"openssl-3", 2, 0},
    {"openssl-3-level-0", 0, 0},
    {"openssl-3-level-1", 1, 0},
    {"openssl-3-partial", 2, X509_V_FLAG_PARTIAL_CHAIN},
    {"curl-openssl", 2, X509_V_FLAG_PARTIAL_CHAIN},
    {"php-streams", 2, 0},
    {"python-3.13", 2, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT},
};

static void *cert_new(void *state, struct octets der)
{
    (void)state;
    const unsigned char *at = der.data;
    return d2i_X509(NULL, &at, (long)der.size);
}

static void cert_free(void *cert)
{
    X509_free(cert);
}

static void *store_new(void *state, void *const *certs, struct picks roots)
{
    (void)state;
    X509_STORE *store = X509_STORE_new();
    for (size_t i = 0; i < roots.count; i++)
        X509_STORE_add_cert(store, certs[roots.index[i]]);
    return store;
}

static void store_free(void *store)
{
    X509_STORE_free(store);
}

static void judge_once(const struct state *state, X509_STORE *store, X509 *leaf,
                       STACK_OF(X509) * sent, const char *host, int64_t at,
                       char answer[ANSWER_SIZE])
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, store, leaf, sent);
    X509_STORE_CTX_set_default(context, "ssl_server"); /* as libssl does for a client */
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_auth_level(parameters, state->level);
    X509_VERIFY_PARAM_set_flags(parameters, state->flags);
    X509_VERIFY_PARAM_set_time(parameters, (time_t)at);
    if (host)
        X509_VERIFY_PARAM_set1_host(parameters, host, 0);
    if (X509_verify_cert(context) == 1)
        snprintf(answer, ANSWER_SIZE, "1");
    else
        snprintf(answer, ANSWER_SIZE, "0:%d@%d", X509_STORE_CTX_get_error(context),
                 X509_STORE_CTX_get_error_depth(context));
    X509_STORE_CTX_free(context);
}

static void judge(void *state, void *store, void *const *certs, struct picks chain,
                  const char *host, const int64_t *instants, size_t count,
                  char (*answers)[ANSWER_SIZE])
{
    STACK_OF(X509) *sent = sk_X509_new_null();
    for (size_t i = 0; i < chain.count; i++)
        sk_X509_push(sent, certs[chain.index[i]]);
    for (size_t i = 0; i < count; i++)
        judge_once(state, store, certs[chain.index[0]], sent, host, instants[i], answers[i]);
    sk_X509_free(sent);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc == 2 && i < sizeof(STATES) / sizeof(STATES[0]); i++) {
        struct state state = STATES[i];
        if (strcmp(state.profile, argv[1]) == 0)
            return frame_run(
                &(struct judge){&state, cert_new, cert_free, store_new, store_free, judge, NULL});
    }
    fprintf(stderr, "usage: judge_openssl PROFILE\n");
    return 64;
}
