// SPDX-License-Identifier: Apache-2.0
#include "peers.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Signatures that were found good, by the certificate and its issuer: the best that a user could
 * write with the functions that libcrypto offers for it (X509_STORE_set_verify).
 */
enum { CACHE_SIZE = 1 << 17 };
struct cached {
    const X509 *cert, *issuer;
};

struct state {
    X509_STORE *stores[WORLD_STORES];
    X509 **leaves;
    STACK_OF(X509) * sent[2]; /* of RSA, of EC */
    struct cached *cache;     /* NULL: every signature is checked each time */
};

static void need(int good, const char *what)
{
    if (good > 0)
        return;
    fprintf(stderr, "bench: OpenSSL failed at %s\n", what);
    exit(70);
}

static X509 *parse(chain_bytes der)
{
    const uint8_t *at = der.data;
    X509 *x509 = d2i_X509(NULL, &at, (long)der.size);
    need(x509 != NULL, "a certificate");
    return x509;
}

static X509_STORE *load_store(chain_bytes pem)
{
    X509_STORE *store = X509_STORE_new();
    BIO *memory = BIO_new_mem_buf(pem.data, (int)pem.size);
    STACK_OF(X509_INFO) *all = PEM_X509_INFO_read_bio(memory, NULL, NULL, NULL);
    need(store && all, "a bundle");
    for (int i = 0; i < sk_X509_INFO_num(all); i++)
        need(X509_STORE_add_cert(store, sk_X509_INFO_value(all, i)->x509), "a root");
    sk_X509_INFO_pop_free(all, X509_INFO_free);
    BIO_free(memory);
    return store;
}

static STACK_OF(X509) * sent_by(const struct world_chain *chain)
{
    STACK_OF(X509) *sent = sk_X509_new_null();
    for (size_t i = 1; i < WORLD_SENT; i++)
        sk_X509_push(sent, parse(chain->certs[i]));
    return sent;
}

void *openssl_load(const struct world *world)
{
    struct state *state = calloc(1, sizeof(*state));
    size_t count = world->rsa_count + world->ec_count;
    need(state && (state->leaves = calloc(count, sizeof(*state->leaves))), "memory");
    for (size_t i = 0; i < WORLD_STORES; i++)
        state->stores[i] = load_store(world->stores[i]);
    for (size_t i = 0; i < count; i++)
        state->leaves[i] = parse(world_chain(world, i)->certs[0]);
    if (world->rsa_count)
        state->sent[0] = sent_by(&world->rsa[0]);
    if (world->ec_count)
        state->sent[1] = sent_by(&world->ec[0]);
    return state;
}

static int is_in_time(X509_STORE_CTX *context, const X509 *x509)
{
    time_t at = X509_VERIFY_PARAM_get_time(X509_STORE_CTX_get0_param(context));
    return X509_cmp_time(X509_get0_notBefore(x509), &at) < 0 &&
           X509_cmp_time(X509_get0_notAfter(x509), &at) > 0;
}

static int is_signed_by(struct cached *cache, X509 *x509, X509 *issuer)
{
    size_t place = ((uintptr_t)x509 >> 4) * 31 + ((uintptr_t)issuer >> 4);
    struct cached *slot = &cache[place % CACHE_SIZE];
    if (slot->cert == x509 && slot->issuer == issuer)
        return 1;
    if (X509_verify(x509, X509_get0_pubkey(issuer)) <= 0)
        return 0;
    *slot = (struct cached){x509, issuer};
    return 1;
}

/* What internal_verify of libcrypto does: signatures and dates of the chain that was built. */
static int verify_cached(X509_STORE_CTX *context)
{
    STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
    struct cached *cache = X509_STORE_CTX_get_app_data(context);
    for (int i = sk_X509_num(chain) - 1; i >= 0; i--) {
        X509 *x509 = sk_X509_value(chain, i);
        if (!is_in_time(context, x509) ||
            (i + 1 < sk_X509_num(chain) &&
             !is_signed_by(cache, x509, sk_X509_value(chain, i + 1)))) {
            X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_HAS_EXPIRED);
            return 0;
        }
    }
    return 1;
}

void *openssl_load_cached(const struct world *world)
{
    struct state *state = openssl_load(world);
    need((state->cache = calloc(CACHE_SIZE, sizeof(*state->cache))) != NULL, "memory");
    for (size_t i = 0; i < WORLD_STORES; i++)
        X509_STORE_set_verify(state->stores[i], verify_cached);
    return state;
}

static int judge_one(X509_STORE_CTX *context, struct state *state, size_t store, X509 *leaf,
                     STACK_OF(X509) * sent, const char *host, time_t at)
{
    need(X509_STORE_CTX_init(context, state->stores[store], leaf, sent), "a context");
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(context);
    X509_STORE_CTX_set_app_data(context, state->cache);
    X509_STORE_CTX_set_default(context, "ssl_server");
    X509_VERIFY_PARAM_set1_host(param, host, 0);
    X509_VERIFY_PARAM_set_time(param, at);
    int good = X509_verify_cert(context) == 1;
    X509_STORE_CTX_cleanup(context);
    return good;
}

void openssl_run(void *context, const struct world *world, size_t from, size_t until,
                 uint32_t *verdicts)
{
    struct state *state = context;
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    if (state->cache)
        memset(state->cache, 0, CACHE_SIZE * sizeof(*state->cache));
    for (size_t i = from; i < until; i++) {
        for (size_t k = 0; k < WORLD_STORES; k++) {
            *verdicts = 0;
            for (size_t d = 0; d < WORLD_DATES; d++) {
                int good =
                    judge_one(ctx, state, k, state->leaves[i], state->sent[i >= world->rsa_count],
                              world_chain(world, i)->host, world->dates[d]);
                *verdicts |= (uint32_t)good << d;
            }
            verdicts++;
        }
    }
    X509_STORE_CTX_free(ctx);
}

void openssl_unload(void *context, const struct world *world)
{
    struct state *state = context;
    for (size_t i = 0; i < WORLD_STORES; i++)
        X509_STORE_free(state->stores[i]);
    for (size_t i = 0; i < world->rsa_count + world->ec_count; i++)
        X509_free(state->leaves[i]);
    for (size_t i = 0; i < 2; i++)
        sk_X509_pop_free(state->sent[i], X509_free);
    free(state->leaves);
    free(state->cache);
    free(state);
}

void openssl_parse(chain_bytes der)
{
    X509 *x509 = parse(der);
    X509_check_purpose(x509, -1, 0); /* reads the extensions */
    X509_free(x509);
}

void openssl_bundle(const char *path)
{
    X509_STORE *store = X509_STORE_new();
    need(store && X509_STORE_load_file(store, path), "a bundle");
    X509_STORE_free(store);
}
