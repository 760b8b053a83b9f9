// SPDX-License-Identifier: Apache-2.0
#include "issuer.h"

#include "der.h"
#include "key.h"
#include "name.h"

/* RFC 5280 4.2.1.1: [0] key identifier, [1] issuer, [2] serial number, all optional. */
bool issuer_key_id_fits(const struct chain_cert *child, const struct chain_cert *issuer)
{
    struct der value, fields;
    struct der_element field;
    chain_bytes id = cert_authority_key_id(child), own = cert_subject_key_id(issuer);
    if (id.size && own.size && !bytes_equal(id, own))
        return false;
    value = der_from(cert_extension(child, EXTENSION_AUTHORITY_KEY_ID));
    if (!cert_has(child, EXTENSION_AUTHORITY_KEY_ID) || !der_enter(&value, DER_SEQUENCE, &fields))
        return true;
    while (!der_done(&fields) && der_next(&fields, &field)) {
        if (field.tag == DER_CONTEXT(2) &&
            !bytes_equal(field.content, cert_bytes(issuer, issuer->serial)))
            return false;
        struct der names = der_from(field.content), name;
        struct der_element whole;
        if (field.tag == DER_CONTEXT_CONSTRUCTED(1) &&
            der_enter(&names, DER_CONTEXT_CONSTRUCTED(4), &name) && der_next(&name, &whole) &&
            !name_equal(whole.whole, cert_bytes(issuer, issuer->issuer)))
            return false;
    }
    return true;
}

/* Is this a key that makes signatures of the kind that the certificate bears? */
static bool kind_fits(const struct chain_cert *child, const struct chain_cert *issuer)
{
    struct algorithm algorithm;
    struct key key;
    if (!algorithm_read(&algorithm, cert_bytes(child, child->algorithm)) ||
        key_read(&key, cert_bytes(issuer, issuer->spki)) != KEY_GOOD)
        return true; /* nobody here can tell */
    switch (algorithm.scheme) {
    case SCHEME_RSA_PKCS1:
    case SCHEME_RSA_PSS:
        return key.kind == KEY_RSA;
    case SCHEME_ECDSA:
        return key.kind == KEY_P256 || key.kind == KEY_P384 || key.kind == KEY_P521;
    case SCHEME_ED25519:
        return key.kind == KEY_ED25519;
    case SCHEME_DSA:
        return key.kind == KEY_DSA;
    default:
        return true;
    }
}

/* Is the issuer's name spelled as the child spells it, as far as the profile asks? */
static bool spelling_fits(const struct profile *profile, const struct link *child,
                          const struct link *issuer)
{
    return !profile->names_are_octets ||
           (profile->sent_names_loose ? name_same_octets(child->issuer, issuer->subject)
                                      : bytes_equal(child->issuer, issuer->subject));
}

bool issuer_binds(const struct profile *profile, const struct link *child,
                  const struct link *issuer)
{
    if (!child->cert || !issuer->cert)
        return true;
    if (!spelling_fits(profile, child, issuer))
        return false;
    return !profile->key_id_binds || issuer_key_id_fits(child->cert, issuer->cert);
}

/*
 * Without the child's certificate its authority key identifier is not known. It is taken to name
 * its issuer's key, as RFC 5280 4.2.1.1 asks, and so to keep off every other one; but a verifier
 * that takes the first match cannot tell an issuer that has no identifier by its key.
 */
static bool fits_unseen(const struct profile *profile, const struct link *child,
                        const struct link *issuer)
{
    bool named = issuer->cert && cert_subject_key_id(issuer->cert).size;
    if (profile->strategy == STRATEGY_FIRST && issuer->cert && !named)
        return true;
    return link_match(child, issuer) != LINK_KEY_DIFFERS;
}

bool issuer_fits(const struct profile *profile, const struct link *child, const struct link *issuer)
{
    if (!child->cert || !issuer->cert)
        return fits_unseen(profile, child, issuer);
    if (!issuer_binds(profile, child, issuer))
        return false;
    if (profile->usage_binds && cert_has(issuer->cert, EXTENSION_KEY_USAGE) &&
        !(issuer->cert->key_usage & KEY_USAGE_CERT_SIGN))
        return false;
    return !profile->algorithm_binds || kind_fits(child->cert, issuer->cert);
}

bool issuer_is_self_signed(const struct profile *profile, const struct link *link)
{
    return link_is_self_issued(link) && issuer_fits(profile, link, link);
}
