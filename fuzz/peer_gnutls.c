// SPDX-License-Identifier: Apache-2.0
#include "peers.h"

#include "fuzz.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

/* GnuTLS asks a function of the whole process for the time. */
static time_t now;

static time_t tell_time(time_t *out)
{
    if (out)
        *out = now;
    return now;
}

static bool read_all(gnutls_x509_crt_t *out, const struct peer_path *certs)
{
    for (size_t i = 0; i < certs->count; i++) {
        gnutls_datum_t der = {(unsigned char *)(uintptr_t)certs->certs[i]->der,
                              certs->certs[i]->size};
        MUST(gnutls_x509_crt_init(&out[i]) == 0);
        if (gnutls_x509_crt_import(out[i], &der, GNUTLS_X509_FMT_DER) != 0) {
            for (size_t k = 0; k <= i; k++)
                gnutls_x509_crt_deinit(out[k]);
            return false;
        }
    }
    return true;
}

static enum peer_answer verify(gnutls_x509_crt_t *sent, size_t sent_count,
                               gnutls_x509_crt_t *anchors, size_t anchor_count, const char **why)
{
    static char text[64];
    gnutls_x509_trust_list_t list;
    gnutls_typed_vdata_st purpose = {.type = GNUTLS_DT_KEY_PURPOSE_OID,
                                     .data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_SERVER};
    unsigned status = 0;
    MUST(gnutls_x509_trust_list_init(&list, 0) == 0);
    /* The list owns what is added from here on. */
    gnutls_x509_trust_list_add_cas(list, anchors, (unsigned)anchor_count, 0);
    int result = gnutls_x509_trust_list_verify_crt2(list, sent, (unsigned)sent_count, &purpose, 1,
                                                    GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_MEDIUM),
                                                    &status, NULL);
    snprintf(text, sizeof(text), "result %d, status %#x", result, status);
    *why = text;
    gnutls_x509_trust_list_deinit(list, 0);
    return result == 0 && status == 0 ? PEER_TRUSTS : PEER_REFUSES;
}

static void free_all(gnutls_x509_crt_t *certs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        gnutls_x509_crt_deinit(certs[i]);
}

static enum peer_answer ask(const struct peer_path *sent, const struct peer_path *anchors,
                            chain_time at, const char **why)
{
    gnutls_x509_crt_t chain[PEER_MOST], trusted[PEER_MOST];
    *why = "a certificate cannot be read";
    now = (time_t)at;
    gnutls_global_set_time_function(tell_time);
    if (!read_all(chain, sent))
        return PEER_CANNOT_READ;
    enum peer_answer answer = PEER_CANNOT_READ;
    if (read_all(trusted, anchors)) {
        answer = verify(chain, sent->count, trusted, anchors->count, why);
        free_all(trusted, anchors->count);
    }
    free_all(chain, sent->count);
    return answer;
}

const struct peer PEER_GNUTLS = {"GnuTLS", ask};
