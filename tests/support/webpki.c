// SPDX-License-Identifier: Apache-2.0
#include "webpki.h"

#include "expect.h"
#include "pool.h"

static const char *key_id(pki_key *key)
{
    const uint8_t *h = pki_sha256(pki_spki(key)).data;
    return pool_format("%02x%02x%02x%02x%02x%02x%02x%02x", h[0], h[1], h[2], h[3], h[4], h[5], h[6],
                       h[7]);
}

const char *webpki_own_id(pki_key *key)
{
    return pool_format("DER:0408%s", key_id(key));
}

const char *webpki_issuer_id(pki_key *key)
{
    return pool_format("DER:300a8008%s", key_id(key));
}

void webpki_set(struct made *made, int kind, const char *name, const char *value)
{
    struct pki_extension *at = made->extensions[kind];
    while (at->name && strcmp(at->name, name) != 0)
        at++;
    if (value) {
        *at = (struct pki_extension){name, value};
        return;
    }
    cr_assert(at->name, "there is no %s to drop", name);
    for (; at->name; at++)
        at[0] = at[1];
}

struct made *webpki_make(void)
{
    static const char *const NAMES[] = {"Root", "CA", WEBPKI_HOST};
    struct made *made = pool_take(sizeof(*made));
    pki_key *above = NULL;
    for (int kind = 0; kind < KINDS; kind++) {
        pki_key *key = pki_new_key(PKI_P256);
        if (!above)
            above = key;
        made->certs[kind] = (struct pki_cert){.subject = NAMES[kind],
                                              .issuer = NAMES[kind ? kind - 1 : 0],
                                              .key = key,
                                              .issuer_key = above,
                                              .extensions = made->extensions[kind]};
        if (kind != SERVER) {
            webpki_set(made, kind, "basicConstraints", PKI_CA);
            webpki_set(made, kind, "keyUsage", "critical,keyCertSign,cRLSign");
            webpki_set(made, kind, "subjectKeyIdentifier", webpki_own_id(key));
        }
        if (kind != ROOT)
            webpki_set(made, kind, "authorityKeyIdentifier", webpki_issuer_id(above));
        above = key;
    }
    webpki_set(made, SERVER, "keyUsage", "critical,digitalSignature");
    webpki_set(made, SERVER, "extendedKeyUsage", "serverAuth");
    webpki_set(made, SERVER, "subjectAltName", "DNS:" WEBPKI_HOST);
    return made;
}

chain_result *webpki_judge(struct made *made, const char *host, const char *profile)
{
    chain_bytes sent[2] = {pki_mint(&made->certs[SERVER]), pki_mint(&made->certs[CA])};
    chain_bytes root = pki_mint(&made->certs[ROOT]);
    chain_list *chain = pki_list(sent, 2);
    chain_store *store = pki_store(&root, 1);
    chain_result *result;
    chain_verify_options options;
    chain_verify_options_default(&options);
    options.chain = chain;
    options.store = store;
    options.host = host;
    options.profile = profile;
    options.window = (chain_span){WEBPKI_NOW, WEBPKI_NOW + 1};
    cr_assert(chain_verify(&result, NULL, &options) == CHAIN_OK);
    chain_list_unref(chain);
    chain_store_unref(store);
    return result;
}

void webpki_valid(struct made *made, const char *host)
{
    chain_result *result = webpki_judge(made, host, "webpki");
    size_t count;
    const chain_segment *segment = chain_result_segments(result, &count);
    for (size_t i = 0; i < segment->finding_count; i++)
        cr_expect(false, "%zu: %s", segment->findings[i].certificate,
                  chain_finding_name(segment->findings[i].code));
    SAME(segment->verdict, CHAIN_VALID);
    chain_result_free(result);
}

void webpki_denied(struct made *made, const char *host, int kind, chain_finding_code code)
{
    chain_result *result = webpki_judge(made, host, "webpki");
    size_t count;
    const chain_segment *segment = chain_result_segments(result, &count);
    SAME(segment->verdict, CHAIN_INVALID);
    cr_expect(segment->finding_count == 1, "%s: %zu findings", chain_finding_name(code),
              segment->finding_count);
    for (size_t i = 0; i < segment->finding_count; i++) {
        SAME_TEXT(chain_finding_name(segment->findings[i].code), chain_finding_name(code));
        SAME(segment->findings[i].certificate, SERVER - kind);
    }
    chain_result_free(result);
}

void webpki_found(struct made *made, int kind, chain_finding_code code)
{
    chain_result *result = webpki_judge(made, WEBPKI_HOST, "webpki");
    size_t count;
    bool found = false;
    const chain_segment *segment = chain_result_segments(result, &count);
    SAME(segment->verdict, CHAIN_INVALID);
    for (size_t i = 0; i < segment->finding_count; i++)
        found |= segment->findings[i].code == code &&
                 segment->findings[i].certificate == (size_t)(SERVER - kind);
    cr_expect(found, "no %s", chain_finding_name(code));
    chain_result_free(result);
}

void webpki_accepted_by_tls(struct made *made, const char *host)
{
    chain_result *result = webpki_judge(made, host, "tls");
    size_t count;
    SAME(chain_result_segments(result, &count)->verdict, CHAIN_VALID);
    chain_result_free(result);
}

void webpki_one(int kind, const char *name, const char *value, chain_finding_code code)
{
    struct made *made = webpki_make();
    webpki_set(made, kind, name, value);
    if (code == CHAIN_FINDING_NONE)
        webpki_valid(made, WEBPKI_HOST);
    else
        webpki_denied(made, WEBPKI_HOST, kind, code);
}
