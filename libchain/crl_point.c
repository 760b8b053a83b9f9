// SPDX-License-Identifier: Apache-2.0
#include "crl_point.h"

#include "general_name.h"
#include "name.h"

#include <string.h>

enum { FULL_NAME = 0, RELATIVE_NAME = 1 }; /* DistributionPointName */

/* ---- distribution points ---------------------------------------------------------------------- */

bool crl_point_name_is_well_formed(chain_bytes name)
{
    struct der in = der_from(name), rdn;
    struct der_element element;
    if (!der_next(&in, &element) || !der_done(&in))
        return false;
    if (element.tag == DER_CONTEXT_CONSTRUCTED(FULL_NAME))
        return general_names_are_well_formed(element.content);
    rdn = der_from(element.content);
    return element.tag == DER_CONTEXT_CONSTRUCTED(RELATIVE_NAME) && !der_done(&rdn);
}

bool crl_point_next(struct der *points, struct crl_point *out)
{
    struct der in;
    *out = crl_point_of_issuer();
    if (!der_enter(points, DER_SEQUENCE, &in))
        return false;
    if (der_peek(&in, DER_CONTEXT_CONSTRUCTED(0)) &&
        (!der_read(&in, DER_CONTEXT_CONSTRUCTED(0), &out->name) ||
         !crl_point_name_is_well_formed(out->name)))
        return false;
    if (!crl_read_reasons(&in, 1, &out->reasons))
        return false;
    if (der_peek(&in, DER_CONTEXT_CONSTRUCTED(2)) &&
        (!der_read(&in, DER_CONTEXT_CONSTRUCTED(2), &out->issuers) ||
         !general_names_are_well_formed(out->issuers)))
        return false;
    /* "a DistributionPoint MUST NOT consist of only the reasons field" */
    return der_done(&in) && (out->name.size || out->issuers.size);
}

struct der crl_points_of(const struct chain_cert *cert)
{
    struct der in = der_from(cert_extension(cert, EXTENSION_CRL_POINTS)), points;
    if (cert_has(cert, EXTENSION_CRL_POINTS) && !(cert->malformed >> EXTENSION_CRL_POINTS & 1) &&
        der_enter(&in, DER_SEQUENCE, &points))
        return points;
    return (struct der){NULL, NULL};
}

struct crl_point crl_point_of_issuer(void)
{
    return (struct crl_point){.reasons = CRL_ALL_REASONS};
}

/* ---- names ------------------------------------------------------------------------------------ */

struct naming {
    struct arena *arena;
    uint64_t *budget;
    enum crl_scope trouble; /* CRL_IN_SCOPE: none */
};

/* One directoryName as the content of GeneralNames: `base`, and below it an RDN where there is one.
 */
static chain_bytes one_name(struct naming *naming, chain_bytes base, chain_bytes rdn)
{
    struct der in = der_from(base), inside;
    uint8_t set[DER_HEADER_SIZE], sequence[DER_HEADER_SIZE], tag[DER_HEADER_SIZE];
    if (!der_enter(&in, DER_SEQUENCE, &inside))
        return (chain_bytes){NULL, 0};
    size_t upper = (size_t)(inside.end - inside.at);
    size_t set_size = rdn.size ? der_header(set, DER_SET, (uint32_t)rdn.size) : 0;
    size_t content = upper + set_size + rdn.size;
    size_t sequence_size = der_header(sequence, DER_SEQUENCE, (uint32_t)content);
    size_t tag_size = der_header(tag, DER_CONTEXT_CONSTRUCTED(GENERAL_NAME_DIRECTORY),
                                 (uint32_t)(sequence_size + content));
    uint8_t *out = arena_alloc(naming->arena, tag_size + sequence_size + content, 1), *at = out;
    if (!out) {
        naming->trouble = CRL_SCOPE_NO_MEMORY;
        return (chain_bytes){NULL, 0};
    }
    const chain_bytes parts[] = {
        {tag, tag_size}, {sequence, sequence_size}, {inside.at, upper}, {set, set_size}, rdn};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (parts[i].size)
            memcpy(at, parts[i].data, parts[i].size);
        at += parts[i].size;
    }
    return (chain_bytes){out, (size_t)(at - out)};
}

/* The names of a DistributionPointName as GeneralNames; a relative one stands below `base`. */
static chain_bytes full_names(struct naming *naming, chain_bytes name, chain_bytes base)
{
    struct der in = der_from(name);
    struct der_element element;
    if (!der_next(&in, &element))
        return (chain_bytes){NULL, 0};
    if (element.tag == DER_CONTEXT_CONSTRUCTED(FULL_NAME))
        return element.content;
    return one_name(naming, base, element.content);
}

static bool general_name_equal(const struct general_name *a, const struct general_name *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == GENERAL_NAME_DIRECTORY ? name_equal(a->value, b->value)
                                             : bytes_equal(a->value, b->value);
}

/* Do two GeneralNames have one in common? */
static bool share_a_name(struct naming *naming, chain_bytes left, chain_bytes right)
{
    struct der outer = der_from(left), inner;
    struct general_name a, b;
    while (!der_done(&outer) && general_name_next(&outer, &a)) {
        inner = der_from(right);
        while (!der_done(&inner) && general_name_next(&inner, &b)) {
            if (!*naming->budget) {
                naming->trouble = CRL_SCOPE_SPENT;
                return false;
            }
            --*naming->budget;
            if (general_name_equal(&a, &b))
                return true;
        }
    }
    return false;
}

/* The first directory name of cRLIssuer, which relative names stand below. */
static chain_bytes first_directory(chain_bytes names)
{
    struct der in = der_from(names);
    struct general_name name;
    while (!der_done(&in) && general_name_next(&in, &name)) {
        if (name.kind == GENERAL_NAME_DIRECTORY)
            return name.value;
    }
    return (chain_bytes){NULL, 0};
}

/* ---- scope ------------------------------------------------------------------------------------ */

/* RFC 5280 6.3.3 (b)(1) */
static bool issuer_matches(struct naming *naming, const struct crl *crl,
                           const struct chain_cert *cert, const struct crl_point *point)
{
    chain_bytes issuer = crl_bytes(crl, crl->issuer);
    if (!point->issuers.size)
        return name_equal(issuer, cert_bytes(cert, cert->issuer));
    return crl->indirect &&
           share_a_name(naming, one_name(naming, issuer, (chain_bytes){NULL, 0}), point->issuers);
}

/* RFC 5280 6.3.3 (b)(2)(i) */
static bool name_matches(struct naming *naming, const struct crl *crl,
                         const struct chain_cert *cert, const struct crl_point *point)
{
    chain_bytes issuer = cert_bytes(cert, cert->issuer);
    if (!crl->point.size)
        return true;
    chain_bytes ours = full_names(naming, crl_bytes(crl, crl->point), crl_bytes(crl, crl->issuer));
    chain_bytes theirs = point->issuers;
    if (point->name.size)
        theirs = full_names(naming, point->name,
                            point->issuers.size ? first_directory(point->issuers) : issuer);
    else if (!point->issuers.size) /* the issuer's own lists: named as it is */
        theirs = one_name(naming, issuer, (chain_bytes){NULL, 0});
    return share_a_name(naming, ours, theirs);
}

enum crl_scope crl_point_covers(const struct crl *crl, const struct chain_cert *cert,
                                const struct crl_point *point, uint16_t *reasons,
                                struct arena *arena, uint64_t *budget)
{
    struct naming naming = {arena, budget, CRL_IN_SCOPE};
    *reasons = point->reasons & crl->reasons; /* RFC 5280 6.3.3 (d) */
    /* RFC 5280 6.3.3 (b)(2)(ii) to (iv) */
    if (crl->only_attributes || (crl->only_users && cert->is_ca) ||
        (crl->only_authorities && !cert->is_ca))
        return CRL_OUT_OF_SCOPE;
    bool covers =
        issuer_matches(&naming, crl, cert, point) && name_matches(&naming, crl, cert, point);
    if (naming.trouble != CRL_IN_SCOPE)
        return naming.trouble;
    return covers ? CRL_IN_SCOPE : CRL_OUT_OF_SCOPE;
}
