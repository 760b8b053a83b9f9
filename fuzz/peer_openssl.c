// SPDX-License-Identifier: Apache-2.0
#include "peers.h"

#include "fuzz.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static X509 *read_cert(const struct chain_cert *cert)
{
    const unsigned char *at = cert->der;
    X509 *x = d2i_X509(NULL, &at, (long)cert->size);
    if (x && at != cert->der + cert->size) {
        X509_free(x);
        return NULL;
    }
    return x;
}

/* False where one of them cannot be read. */
static bool read_all(STACK_OF(X509) * out, const struct peer_path *certs)
{
    for (size_t i = 0; i < certs->count; i++) {
        X509 *cert = read_cert(certs->certs[i]);
        if (!cert)
            return false;
        MUST(sk_X509_push(out, cert) > 0);
    }
    return true;
}

static enum peer_answer verify(STACK_OF(X509) * sent, STACK_OF(X509) * anchors, chain_time at,
                               const char **why)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    MUST(store && context);
    for (int i = 0; i < sk_X509_num(anchors); i++)
        X509_STORE_add_cert(store, sk_X509_value(anchors, i));
    MUST(X509_STORE_CTX_init(context, store, sk_X509_value(sent, 0), sent));
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(parameters, (time_t)at);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_auth_level(parameters, 2); /* 112 bits: what the profile "tls" asks for */
    int good = X509_verify_cert(context);
    *why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context));
    /* A target that is trusted itself is no path. */
    if (good == 1 && sk_X509_num(X509_STORE_CTX_get0_chain(context)) < 2) {
        good = 0;
        *why = "the target itself is trusted";
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return good == 1 ? PEER_TRUSTS : PEER_REFUSES;
}

static enum peer_answer ask(const struct peer_path *sent, const struct peer_path *anchors,
                            chain_time at, const char **why)
{
    STACK_OF(X509) *chain = sk_X509_new_null(), *trusted = sk_X509_new_null();
    MUST(chain && trusted);
    enum peer_answer answer = PEER_CANNOT_READ;
    *why = "a certificate cannot be read";
    if (read_all(chain, sent) && read_all(trusted, anchors))
        answer = verify(chain, trusted, at, why);
    sk_X509_pop_free(chain, X509_free);
    sk_X509_pop_free(trusted, X509_free);
    ERR_clear_error();
    return answer;
}

const struct peer PEER_OPENSSL = {"OpenSSL", ask};
