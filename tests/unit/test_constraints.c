// SPDX-License-Identifier: Apache-2.0
#include "constraints.h"

#include "cert_writer.h"
#include "expect.h"
#include "pki.h"

TestSuite(constraints, .fini = tidy);

static chain_bytes subtree(chain_bytes base)
{
    return ASN_SEQUENCE(base);
}

/* NameConstraints of one permitted and one excluded base; either may be left out. */
static chain_bytes constraints(chain_bytes permitted, chain_bytes excluded)
{
    const chain_bytes nothing = {NULL, 0};
    return ASN_SEQUENCE(permitted.size ? ASN_CONTEXT(0, subtree(permitted)) : nothing,
                        excluded.size ? ASN_CONTEXT(1, subtree(excluded)) : nothing);
}

static enum constraints_result check(chain_bytes value, chain_bytes san)
{
    uint64_t budget = 1000;
    chain_cert *cert;
    struct cert_parts parts = cert_parts_plain();
    parts.subject = asn_empty(0x30);
    if (san.size)
        parts.extensions = EXTENSIONS(subject_alt_name(san));
    chain_bytes der = cert_parts_join(&parts);
    cr_assert(chain_cert_new(&cert, NULL, der.data, der.size) == CHAIN_OK);
    enum constraints_result result = constraints_check(value, cert, NULL, &budget);
    chain_cert_unref(cert);
    return result;
}

static const chain_bytes NONE = {NULL, 0};

#define PERMITS(base, name) SAME(check(constraints(base, NONE), name), CONSTRAINTS_KEPT)
#define FORBIDS(base, name) SAME(check(constraints(base, NONE), name), CONSTRAINTS_NOT_PERMITTED)
#define EXCLUDES(base, name) SAME(check(constraints(NONE, base), name), CONSTRAINTS_EXCLUDED)
#define SPARES(base, name) SAME(check(constraints(NONE, base), name), CONSTRAINTS_KEPT)

/* ---- RFC 5280 4.2.1.10, kind by kind ---------------------------------------------------------- */

Test(constraints, dns_names_lie_below_their_base)
{
    PERMITS(dns_name("example.com"), dns_name("example.com"));
    PERMITS(dns_name("Example.com"), dns_name("www.EXAMPLE.com"));
    PERMITS(dns_name(""), dns_name("anything.example"));
    FORBIDS(dns_name("example.com"), dns_name("badexample.com"));
    FORBIDS(dns_name("example.com"), dns_name("com"));
    FORBIDS(dns_name("example.com"), dns_name("example.com.evil.org"));
    EXCLUDES(dns_name("example.com"), dns_name("a.b.example.com"));
    SPARES(dns_name("example.com"), dns_name("example.org"));
}

Test(constraints, a_wildcard_is_held_to_the_stricter_reading)
{
    PERMITS(dns_name("example.com"), dns_name("*.example.com"));
    FORBIDS(dns_name("www.example.com"), dns_name("*.example.com"));
    EXCLUDES(dns_name("www.example.com"), dns_name("*.example.com"));
    SPARES(dns_name("a.www.example.com"), dns_name("*.example.com"));
    SPARES(dns_name("example.org"), dns_name("*.example.com"));
}

Test(constraints, a_name_that_is_none_lies_nowhere)
{
    FORBIDS(dns_name("example.com"), dns_name("a b.example.com"));
    EXCLUDES(dns_name("example.org"), dns_name("a b.example.com"));
    FORBIDS(ip_name(asn_hex("0a000000 ff000000")), ip_name(asn_hex("0a0000")));
}

Test(constraints, addresses_lie_in_their_block)
{
    chain_bytes block = ip_name(asn_hex("c0000200 ffffff00"));
    PERMITS(block, ip_name(asn_hex("c0000201")));
    FORBIDS(block, ip_name(asn_hex("c0000301")));
    FORBIDS(block, ip_name(asn_hex("20010db8000000000000000000000001")));
    EXCLUDES(block, ip_name(asn_hex("c00002ff")));
    SPARES(block, ip_name(asn_hex("c0000101")));
}

Test(constraints, mailboxes_and_their_hosts)
{
    PERMITS(email_name("example.com"), email_name("a@EXAMPLE.com"));
    FORBIDS(email_name("example.com"), email_name("a@www.example.com"));
    PERMITS(email_name(".example.com"), email_name("a@www.example.com"));
    FORBIDS(email_name(".example.com"), email_name("a@example.com"));
    PERMITS(email_name("a@example.com"), email_name("a@Example.com"));
    FORBIDS(email_name("a@example.com"), email_name("A@example.com"));
    FORBIDS(email_name("example.com"), email_name("@example.com"));
    FORBIDS(email_name("example.com"), email_name("a@b@example.com"));
}

Test(constraints, uris_have_the_host_of_their_authority)
{
    PERMITS(uri_name("example.com"), uri_name("https://user:pw@EXAMPLE.com:8443/path?q#f"));
    PERMITS(uri_name(".example.com"), uri_name("ldap://www.example.com"));
    FORBIDS(uri_name(".example.com"), uri_name("https://example.com/"));
    FORBIDS(uri_name("example.com"), uri_name("https://evil.org/example.com"));
    FORBIDS(uri_name("example.com"), uri_name("urn:example.com"));
    FORBIDS(uri_name("192.0.2.1"), uri_name("https://192.0.2.1/"));
    EXCLUDES(uri_name("example.org"), uri_name("urn:what"));
}

Test(constraints, other_kinds_do_not_touch_each_other)
{
    PERMITS(dns_name("example.com"), email_name("a@elsewhere.org"));
    SPARES(dns_name("example.com"), uri_name("https://example.com/"));
    PERMITS(dns_name("example.com"), NONE);
}

Test(constraints, a_kind_that_cannot_be_compared_is_unsupported)
{
    chain_bytes id = ASN(0x88, asn_hex("2a0304"));
    SAME(check(constraints(id, NONE), id), CONSTRAINTS_UNSUPPORTED);
    SAME(check(constraints(NONE, id), id), CONSTRAINTS_UNSUPPORTED);
    SAME(check(constraints(id, NONE), dns_name("a.example")), CONSTRAINTS_KEPT);
}

/* "Within this profile, the minimum and maximum fields are not used". */
Test(constraints, distances_are_unsupported_where_they_matter)
{
    chain_bytes base = ASN_JOIN(dns_name("example.com"), ASN(0x80, asn_hex("01")));
    SAME(check(constraints(base, NONE), dns_name("example.com")), CONSTRAINTS_UNSUPPORTED);
    base = ASN_JOIN(dns_name("example.com"), ASN(0x80, asn_hex("00")));
    SAME(check(constraints(base, NONE), dns_name("example.com")), CONSTRAINTS_KEPT);
    base = ASN_JOIN(dns_name("example.com"), ASN(0x81, asn_hex("05")));
    SAME(check(constraints(base, NONE), dns_name("example.com")), CONSTRAINTS_UNSUPPORTED);
}

/* ---- budget, assumed leaves, subjects --------------------------------------------------------- */

static enum constraints_result check_hosts(uint64_t *budget, const char *const *hosts)
{
    return constraints_check(constraints(dns_name("example.com"), dns_name("bad.example.com")),
                             NULL, hosts, budget);
}

Test(constraints, every_comparison_is_counted)
{
    static const char *const HOSTS[] = {"a.example.com", "b.example.com", NULL};
    uint64_t budget = 4;
    SAME(check_hosts(&budget, HOSTS), CONSTRAINTS_KEPT);
    SAME(budget, 0);
    budget = 3;
    SAME(check_hosts(&budget, HOSTS), CONSTRAINTS_SPENT);
    SAME(budget, 0);
    budget = 5;
    SAME(check_hosts(&budget, HOSTS), CONSTRAINTS_KEPT);
    SAME(budget, 1);
}

Test(constraints, hosts_of_an_assumed_leaf)
{
    uint64_t budget = 100;
    SAME(check_hosts(&budget, (const char *const[]){"bad.example.com", NULL}),
         CONSTRAINTS_EXCLUDED);
    SAME(check_hosts(&budget, (const char *const[]){"a.example.org", NULL}),
         CONSTRAINTS_NOT_PERMITTED);
    SAME(check_hosts(&budget, NULL), CONSTRAINTS_KEPT);
}

static enum constraints_result check_subject(chain_bytes value, chain_bytes subject)
{
    uint64_t budget = 100;
    chain_cert *cert;
    struct cert_parts parts = cert_parts_plain();
    parts.subject = subject;
    chain_bytes der = cert_parts_join(&parts);
    cr_assert(chain_cert_new(&cert, NULL, der.data, der.size) == CHAIN_OK);
    enum constraints_result result = constraints_check(value, cert, NULL, &budget);
    chain_cert_unref(cert);
    return result;
}

/* No rule of RFC 5280: whoever takes a host from the common name asks for it. */
Test(constraints, a_common_name_is_a_host_for_those_who_take_it_for_one)
{
    static const struct {
        const char *common_name, *alternative;
        enum constraints_result result;
    } CASES[] = {
        {"www.example.com", NULL, CONSTRAINTS_KEPT},
        {"www.bad.example.com", NULL, CONSTRAINTS_EXCLUDED},
        {"www.example.org", NULL, CONSTRAINTS_NOT_PERMITTED},
        {"A person", NULL, CONSTRAINTS_KEPT}, /* no host */
        {"www.example.org", "DNS:www.example.com", CONSTRAINTS_KEPT},
        {"www.example.org", "email:a@b.example", CONSTRAINTS_NOT_PERMITTED},
    };
    chain_bytes value = constraints(dns_name("example.com"), dns_name("bad.example.com"));
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const struct pki_extension says[] = {{"keyUsage", "digitalSignature"},
                                             {CASES[i].alternative ? "subjectAltName" : NULL,
                                              CASES[i].alternative},
                                             {NULL, NULL}};
        chain_cert *cert = pki_mint_cert(&(struct pki_cert){
            .subject = CASES[i].common_name, .key = pki_new_key(PKI_P256), .extensions = says});
        uint64_t budget = 100;
        enum constraints_result result = constraints_check_common_names(value, cert, &budget);
        cr_expect_eq(result, CASES[i].result, "case %zu: %d", i, result);
        chain_cert_unref(cert);
    }
}

Test(constraints, the_subject_is_a_directory_name)
{
    chain_bytes base = directory_name(NAME(RDN(attribute_of("2.5.4.10", asn_utf8("Corp")))));
    chain_bytes inside = NAME(RDN(attribute_of("2.5.4.10", asn_utf8("CORP"))),
                              RDN(attribute_of("2.5.4.3", asn_utf8("x"))));
    SAME(check_subject(constraints(base, NONE), inside), CONSTRAINTS_KEPT);
    SAME(check_subject(constraints(NONE, base), inside), CONSTRAINTS_EXCLUDED);
    SAME(check_subject(constraints(base, NONE), name_of("x")), CONSTRAINTS_NOT_PERMITTED);
}

Test(constraints, an_address_in_the_subject_counts_without_alternative_names)
{
    chain_bytes subject =
        NAME(RDN(attribute_of("1.2.840.113549.1.9.1", asn_string(0x16, "a@b.example"))));
    SAME(check_subject(constraints(email_name("b.example"), NONE), subject), CONSTRAINTS_KEPT);
    SAME(check_subject(constraints(email_name("c.example"), NONE), subject),
         CONSTRAINTS_NOT_PERMITTED);
}

/* ---- the form of bases ------------------------------------------------------------------------ */

static bool well_formed(chain_bytes base)
{
    bool permitted = constraints_are_well_formed(constraints(base, NONE));
    SAME(constraints_are_well_formed(constraints(NONE, base)), permitted);
    return permitted;
}

Test(constraints, bases_must_be_of_their_form)
{
    cr_expect(well_formed(dns_name("example.com")));
    cr_expect(well_formed(dns_name("")));
    cr_expect_not(well_formed(dns_name(".example.com")));
    cr_expect_not(well_formed(dns_name("*.example.com")));
    cr_expect(well_formed(ip_name(asn_hex("0a000000 ff000000"))));
    cr_expect(well_formed(ip_name(asn_hex("00000000 00000000"))));
    cr_expect_not(well_formed(ip_name(asn_hex("0a000000 ff00ff00"))));
    cr_expect_not(well_formed(ip_name(asn_hex("0a000000 7f000000"))));
    cr_expect(well_formed(email_name("a@example.com")));
    cr_expect(well_formed(email_name(".example.com")));
    cr_expect_not(well_formed(email_name("@example.com")));
    cr_expect_not(well_formed(email_name("a@.example.com")));
    cr_expect(well_formed(uri_name(".example.com")));
    cr_expect_not(well_formed(uri_name("https://example.com")));
    cr_expect_not(well_formed(uri_name(".")));
}
