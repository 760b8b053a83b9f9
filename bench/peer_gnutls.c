// SPDX-License-Identifier: Apache-2.0
#include "peers.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>

struct state {
    gnutls_x509_trust_list_t stores[WORLD_STORES];
    gnutls_x509_crt_t (*chains)[WORLD_SENT];
};

static time_t now; /* GnuTLS asks a function for the time */

static time_t tell_time(time_t *to)
{
    if (to)
        *to = now;
    return now;
}

static void need(int code, const char *what)
{
    if (code >= 0)
        return;
    fprintf(stderr, "bench: GnuTLS failed at %s: %s\n", what, gnutls_strerror(code));
    exit(70);
}

static gnutls_datum_t datum(chain_bytes bytes)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)bytes.data, (unsigned)bytes.size};
}

static gnutls_x509_crt_t parse(chain_bytes der)
{
    gnutls_x509_crt_t crt;
    gnutls_datum_t data = datum(der);
    need(gnutls_x509_crt_init(&crt), "memory");
    need(gnutls_x509_crt_import(crt, &data, GNUTLS_X509_FMT_DER), "a certificate");
    return crt;
}

void *gnutls_load(const struct world *world)
{
    struct state *state = calloc(1, sizeof(*state));
    size_t count = world->rsa_count + world->ec_count;
    if (!state || !(state->chains = calloc(count, sizeof(*state->chains))))
        exit(70);
    for (size_t i = 0; i < WORLD_STORES; i++) {
        gnutls_datum_t pem = datum(world->stores[i]);
        need(gnutls_x509_trust_list_init(&state->stores[i], 0), "memory");
        need(gnutls_x509_trust_list_add_trust_mem(state->stores[i], &pem, NULL, GNUTLS_X509_FMT_PEM,
                                                  0, 0),
             "a bundle");
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < WORLD_SENT; k++)
            state->chains[i][k] = parse(world_chain(world, i)->certs[k]);
    }
    gnutls_global_set_time_function(tell_time);
    return state;
}

void gnutls_run(void *context, const struct world *world, size_t from, size_t until,
                uint32_t *verdicts)
{
    struct state *state = context;
    for (size_t i = from; i < until; i++) {
        gnutls_typed_vdata_st about[2] = {
            {.type = GNUTLS_DT_DNS_HOSTNAME,
             .data = (unsigned char *)(uintptr_t)world_chain(world, i)->host},
            {.type = GNUTLS_DT_KEY_PURPOSE_OID,
             .data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_SERVER},
        };
        for (size_t k = 0; k < WORLD_STORES; k++) {
            *verdicts = 0;
            for (size_t d = 0; d < WORLD_DATES; d++) {
                unsigned status;
                now = world->dates[d];
                need(gnutls_x509_trust_list_verify_crt2(state->stores[k], state->chains[i],
                                                        WORLD_SENT, about, 2, 0, &status, NULL),
                     "a verification");
                *verdicts |= (uint32_t)(status == 0) << d;
            }
            verdicts++;
        }
    }
}

void gnutls_unload(void *context, const struct world *world)
{
    struct state *state = context;
    for (size_t i = 0; i < WORLD_STORES; i++)
        gnutls_x509_trust_list_deinit(state->stores[i], 1);
    for (size_t i = 0; i < world->rsa_count + world->ec_count; i++) {
        for (size_t k = 0; k < WORLD_SENT; k++)
            gnutls_x509_crt_deinit(state->chains[i][k]);
    }
    free(state->chains);
    free(state);
}

void gnutls_parse(chain_bytes der)
{
    gnutls_x509_crt_deinit(parse(der));
}

void gnutls_bundle(const char *path)
{
    gnutls_x509_trust_list_t list;
    need(gnutls_x509_trust_list_init(&list, 0), "memory");
    need(gnutls_x509_trust_list_add_trust_file(list, path, NULL, GNUTLS_X509_FMT_PEM, 0, 0),
         "a bundle");
    gnutls_x509_trust_list_deinit(list, 1);
}
