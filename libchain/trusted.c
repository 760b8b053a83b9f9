// SPDX-License-Identifier: Apache-2.0
/*
 * OpenSSL's TRUSTED CERTIFICATE: a certificate, and behind it what it is trusted and not trusted
 * for.
 *
 *   CertAux ::= SEQUENCE { trust SEQUENCE OF OBJECT IDENTIFIER OPTIONAL,
 *                          reject [0] SEQUENCE OF OBJECT IDENTIFIER OPTIONAL,
 *                          alias UTF8String OPTIONAL, keyid OCTET STRING OPTIONAL, ... }
 */
#include "der.h"
#include "extension.h"
#include "source.h"

/* The purposes in a sequence of OIDs. */
static bool read_purposes(struct der *list, uint16_t *purposes)
{
    chain_bytes oid;
    while (!der_done(list)) {
        if (!der_read(list, DER_OID, &oid))
            return false;
        *purposes = (uint16_t)(*purposes | extension_purpose(oid));
    }
    return true;
}

static bool read_aux(chain_bytes data, uint16_t *trusted, uint16_t *rejected)
{
    struct der in = der_from(data), aux, list;
    if (!der_enter(&in, DER_SEQUENCE, &aux) || !der_done(&in))
        return false;
    if (der_peek(&aux, DER_SEQUENCE) &&
        (!der_enter(&aux, DER_SEQUENCE, &list) || !read_purposes(&list, trusted)))
        return false;
    if (der_peek(&aux, DER_CONTEXT_CONSTRUCTED(0)) &&
        (!der_enter(&aux, DER_CONTEXT_CONSTRUCTED(0), &list) || !read_purposes(&list, rejected)))
        return false;
    return true; /* alias and key identifier say nothing about trust */
}

chain_status trusted_read(const struct source *source, struct source_place place, chain_bytes der)
{
    struct der in = der_from(der);
    struct der_element cert;
    struct list_limits limits = LIST_NO_LIMITS;
    uint16_t trusted = 0, rejected = 0;
    if (!der_next(&in, &cert))
        return source_add(source, place, der, limits); /* which says what is wrong */
    chain_bytes aux = {in.at, (size_t)(in.end - in.at)};
    if (aux.size && !read_aux(aux, &trusted, &rejected))
        return source_skip(source, place, CHAIN_E_MALFORMED,
                           "what stands behind the trusted certificate is not its settings");
    /* A list of trusted purposes leaves out the others; anyExtendedKeyUsage stands for all of them.
     */
    const uint16_t all = PURPOSE_SERVER_AUTH | PURPOSE_CLIENT_AUTH | PURPOSE_EMAIL |
                         PURPOSE_CODE_SIGNING | PURPOSE_TIME_STAMPING | PURPOSE_OCSP_SIGNING |
                         PURPOSE_OTHER;
    uint16_t allowed = trusted && !(trusted & PURPOSE_ANY) ? trusted : all;
    allowed = (uint16_t)(allowed & ~(rejected & PURPOSE_ANY ? all : rejected));
    limits.no_anchor = !allowed;
    limits.purposes = allowed == all ? 0 : allowed;
    return source_add(source, place, cert.whole, limits);
}
