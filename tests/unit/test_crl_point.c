// SPDX-License-Identifier: Apache-2.0
#include "crl_point.h"

#include "crl_writer.h"
#include "expect.h"

TestSuite(crl_point, .fini = tidy);

#define NOTHING ((chain_bytes){NULL, 0})
#define INDIRECT asn_hex("8401ff")

static chain_bytes issuer_field(const char *name)
{
    return ASN_CONTEXT(2, directory_name(name_of(name)));
}

/* ---- reading ---------------------------------------------------------------------------------- */

static bool read_point(chain_bytes content, struct crl_point *out)
{
    chain_bytes whole = ASN_SEQUENCE(content);
    struct der in = der_from(whole);
    bool good = crl_point_next(&in, out);
    cr_expect(!good || der_done(&in));
    return good;
}

Test(crl_point, fields)
{
    struct crl_point point;
    cr_assert(read_point(point_uri("http://a/"), &point));
    SAME_BYTES(point.name, ASN_CONTEXT(0, uri_name("http://a/")));
    SAME(point.reasons, CRL_ALL_REASONS);
    SAME(point.issuers.size, 0);
    cr_assert(read_point(ASN_JOIN(reason_flags(1, 1 << 2 | 1 << 8), issuer_field("x")), &point));
    SAME(point.reasons, 1 << 2 | 1 << 8);
    SAME(point.name.size, 0);
    SAME_BYTES(point.issuers, directory_name(name_of("x")));
}

Test(crl_point, malformed)
{
    const chain_bytes CASES[] = {
        NOTHING,
        reason_flags(1, 1 << 1), /* reasons alone: 4.2.1.13 */
        asn_hex("a000"),
        ASN_CONTEXT(0, ASN_CONTEXT(2, uri_name("http://a/"))),
        ASN_CONTEXT(0, asn_empty(0xa0)),
        ASN_CONTEXT(0, asn_empty(0xa1)),
        ASN_JOIN(point_uri("http://a/"), asn_hex("8101ff")),
        ASN_JOIN(point_uri("http://a/"), asn_hex("a200")),
        ASN_JOIN(point_uri("http://a/"), asn_null()),
        ASN_JOIN(issuer_field("x"), point_uri("http://a/")),
    };
    struct crl_point point;
    for (size_t i = 0; i < COUNT(CASES); i++)
        cr_expect(!read_point(CASES[i], &point), "case %zu", i);
}

/* ---- scope ------------------------------------------------------------------------------------ */

static enum crl_scope covers_with(const struct crl_parts *parts, chain_bytes point,
                                  uint16_t *reasons, uint64_t budget, size_t room)
{
    struct chain_cert cert;
    struct crl crl;
    struct crl_point read = crl_point_of_issuer();
    struct arena arena;
    size_t bad;
    const char *why;
    arena_init(&arena, room);
    cr_assert_eq(cert_parse(&cert, cert_with(NOTHING), &bad, &why), CHAIN_OK);
    cr_assert_eq(crl_parse(&crl, crl_of(parts), &bad, &why), CHAIN_OK);
    cr_assert(!point.size || read_point(point, &read));
    enum crl_scope scope = crl_point_covers(&crl, &cert, &read, reasons, &arena, &budget);
    crl_free(&crl);
    arena_free(&arena);
    return scope;
}

/* The certificate is one of "issuer"'s, and no CA's. */
static void scope(const struct crl_parts *parts, chain_bytes point, enum crl_scope expected)
{
    uint16_t reasons;
    SAME(covers_with(parts, point, &reasons, 1000, SIZE_MAX), expected);
}

Test(crl_point, issuers)
{
    const struct crl_parts OWN = {.issuer = "issuer"}, OTHER = {.issuer = "x"};
    const struct crl_parts INDIRECT_OTHER = {.issuer = "x", .point = ASN_SEQUENCE(INDIRECT)};
    scope(&OWN, NOTHING, CRL_IN_SCOPE);
    scope(&OTHER, NOTHING, CRL_OUT_OF_SCOPE);
    scope(&OTHER, issuer_field("x"), CRL_OUT_OF_SCOPE); /* it does not say that it is indirect */
    scope(&INDIRECT_OTHER, issuer_field("x"), CRL_IN_SCOPE);
    scope(&INDIRECT_OTHER, issuer_field("y"), CRL_OUT_OF_SCOPE);
    scope(&INDIRECT_OTHER, NOTHING, CRL_OUT_OF_SCOPE);
    scope(&OWN, issuer_field("x"), CRL_OUT_OF_SCOPE);
}

Test(crl_point, names)
{
    const struct crl_parts AT_A = {.point = ASN_SEQUENCE(point_uri("http://a/"))};
    const struct crl_parts EVERYWHERE = {.issuer = "issuer"};
    chain_bytes both = ASN_CONTEXT(0, ASN_CONTEXT(0, uri_name("http://b/"), uri_name("http://a/")));
    scope(&AT_A, point_uri("http://a/"), CRL_IN_SCOPE);
    scope(&AT_A, both, CRL_IN_SCOPE);
    scope(&AT_A, point_uri("http://b/"), CRL_OUT_OF_SCOPE);
    scope(&AT_A, NOTHING, CRL_OUT_OF_SCOPE);
    scope(&EVERYWHERE, point_uri("http://b/"), CRL_IN_SCOPE);
    /* a directory name of the same letters is another kind of name */
    scope(&AT_A, ASN_CONTEXT(0, ASN_CONTEXT(0, dns_name("http://a/"))), CRL_OUT_OF_SCOPE);
    /* "... a distribution point name of the certificate issuer" */
    scope(&(struct crl_parts){.point = ASN_SEQUENCE(ASN_CONTEXT(
                                  0, ASN_CONTEXT(0, directory_name(name_of("issuer")))))},
          NOTHING, CRL_IN_SCOPE);
    /* without a name in the point, cRLIssuer's counts */
    chain_bytes named_x = ASN_CONTEXT(0, ASN_CONTEXT(0, directory_name(name_of("x"))));
    scope(&(struct crl_parts){.issuer = "x", .point = ASN_SEQUENCE(named_x, INDIRECT)},
          issuer_field("x"), CRL_IN_SCOPE);
    scope(
        &(struct crl_parts){.issuer = "x", .point = ASN_SEQUENCE(point_uri("http://a/"), INDIRECT)},
        issuer_field("x"), CRL_OUT_OF_SCOPE);
}

/* "... if cRLIssuer is present, below that": 4.2.1.13 */
Test(crl_point, relative_names)
{
    chain_bytes part = ASN_CONTEXT(0, ASN_CONTEXT(1, attribute_of("2.5.4.3", asn_utf8("part"))));
    const struct crl_parts OWN = {.point = ASN_SEQUENCE(part)};
    const struct crl_parts OF_X = {.issuer = "x", .point = ASN_SEQUENCE(part, INDIRECT)};
    scope(&OWN, part, CRL_IN_SCOPE);
    scope(&OF_X, ASN_JOIN(part, issuer_field("x")), CRL_IN_SCOPE);
    scope(&OWN, NOTHING, CRL_OUT_OF_SCOPE);
}

Test(crl_point, reasons)
{
    const struct crl_parts SOME = {.point = ASN_SEQUENCE(reason_flags(3, 1 << 1 | 1 << 2))};
    uint16_t reasons = 0;
    covers_with(&SOME, NOTHING, &reasons, 1000, SIZE_MAX);
    SAME(reasons, 1 << 1 | 1 << 2);
    covers_with(&SOME, ASN_JOIN(point_uri("http://a/"), reason_flags(1, 1 << 2 | 1 << 3)), &reasons,
                1000, SIZE_MAX);
    SAME(reasons, 1 << 2);
}

Test(crl_point, bounds)
{
    const struct crl_parts AT_A = {.point = ASN_SEQUENCE(point_uri("http://a/"))};
    const struct crl_parts RELATIVE = {
        .point =
            ASN_SEQUENCE(ASN_CONTEXT(0, ASN_CONTEXT(1, attribute_of("2.5.4.3", asn_utf8("a")))))};
    uint16_t reasons;
    SAME(covers_with(&AT_A, point_uri("http://a/"), &reasons, 0, SIZE_MAX), CRL_SCOPE_SPENT);
    SAME(covers_with(&AT_A, point_uri("http://a/"), &reasons, 1, SIZE_MAX), CRL_IN_SCOPE);
    SAME(covers_with(&RELATIVE, NOTHING, &reasons, 100, 1), CRL_SCOPE_NO_MEMORY);
}
