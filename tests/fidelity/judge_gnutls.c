// SPDX-License-Identifier: Apache-2.0
/*
 * judge_gnutls: gnutls_x509_trust_list_verify_crt2 with the flags that a client with the priority
 * NORMAL passes (verification profile LOW) and the purpose TLS server. See frame.h.
 */
#include "frame.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static time_t now; /* of this program's only thread: GnuTLS asks a function without arguments */

static time_t tell_time(time_t *out)
{
    if (out)
        *out = now;
    return now;
}

static void *cert_new(void *state, struct octets der)
{
    (void)state;
    gnutls_x509_crt_t cert;
    gnutls_datum_t datum = {der.data, (unsigned)der.size};
    gnutls_x509_crt_init(&cert);
    if (gnutls_x509_crt_import(cert, &datum, GNUTLS_X509_FMT_DER) == 0)
        return cert;
    gnutls_x509_crt_deinit(cert);
    return NULL;
}

static void cert_free(void *cert)
{
    gnutls_x509_crt_deinit(cert);
}

/* GnuTLS takes the certificates over, so it is given copies. */
static gnutls_x509_crt_t copy(gnutls_x509_crt_t from)
{
    gnutls_datum_t der;
    gnutls_x509_crt_t to;
    gnutls_x509_crt_export2(from, GNUTLS_X509_FMT_DER, &der);
    gnutls_x509_crt_init(&to);
    gnutls_x509_crt_import(to, &der, GNUTLS_X509_FMT_DER);
    gnutls_free(der.data);
    return to;
}

static void *store_new(void *state, void *const *certs, struct picks roots)
{
    (void)state;
    gnutls_x509_trust_list_t list;
    gnutls_x509_trust_list_init(&list, 0);
    for (size_t i = 0; i < roots.count; i++) {
        gnutls_x509_crt_t root = copy(certs[roots.index[i]]);
        gnutls_x509_trust_list_add_cas(list, &root, 1, GNUTLS_TL_NO_DUPLICATES);
    }
    return list;
}

static void store_free(void *store)
{
    gnutls_x509_trust_list_deinit(store, 1);
}

static void judge(void *state, void *store, void *const *certs, struct picks chain,
                  const char *host, const int64_t *instants, size_t count,
                  char (*answers)[ANSWER_SIZE])
{
    (void)state;
    gnutls_x509_crt_t sent[16];
    unsigned size = 0;
    for (size_t i = 0; i < chain.count && size < 16; i++)
        sent[size++] = certs[chain.index[i]];
    gnutls_typed_vdata_st data[] = {
        {GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_SERVER, 0},
        {GNUTLS_DT_DNS_HOSTNAME, (unsigned char *)(uintptr_t)host, 0},
    };
    for (size_t i = 0; i < count; i++) {
        unsigned status = 0;
        gnutls_x509_crt_t given[16]; /* the call sorts them */
        memcpy(given, sent, sizeof(given));
        now = (time_t)instants[i];
        int result = gnutls_x509_trust_list_verify_crt2(
            store, given, size, data, host ? 2 : 1, GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW),
            &status, NULL);
        if (result == 0 && status == 0)
            snprintf(answers[i], ANSWER_SIZE, "1");
        else
            snprintf(answers[i], ANSWER_SIZE, "0:%d/%x", result, status);
    }
}

int main(void)
{
    gnutls_global_set_time_function(tell_time);
    return frame_run(
        &(struct judge){NULL, cert_new, cert_free, store_new, store_free, judge, NULL});
}
