// SPDX-License-Identifier: Apache-2.0
#include "hostname.h"

#include "cert_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(hostname, .fini = tidy);

static bool parses(const char *text)
{
    struct hostname host;
    return hostname_parse(&host, text);
}

static const char *repeat(char c, size_t count)
{
    char *text = pool_take(count + 1);
    memset(text, c, count);
    return text;
}

/* ---- what a user asks for --------------------------------------------------------------------- */

Test(hostname, parses_names_and_addresses)
{
    struct hostname host;
    cr_assert(hostname_parse(&host, "WWW.Example.COM."));
    SAME_TEXT(host.name, "www.example.com");
    SAME(host.address_size, 0);
    cr_assert(hostname_parse(&host, "192.0.2.1"));
    SAME_TEXT(host.name, "");
    SAME_BYTES(((chain_bytes){host.address, host.address_size}), asn_hex("c0000201"));
    cr_assert(hostname_parse(&host, "2001:db8::1"));
    SAME(host.address_size, 16);
    cr_assert(hostname_parse(&host, "[2001:DB8::1]"));
    SAME_BYTES(((chain_bytes){host.address, host.address_size}),
               asn_hex("20010db8000000000000000000000001"));
}

Test(hostname, refuses_what_is_neither)
{
    static const char *const BAD[] = {
        "",
        ".",
        "..",
        ".example",
        "a..b",
        "-a.example",
        "a-.example",
        "a.example-",
        "*.example.com",
        "a b",
        "b\xc3\xbc"
        "cher.example",
        "300.0.0.1",
        "1.2.3",
        "example.1",
        "1",
        "[192.0.2.1]",
        "[::1",
        "::g",
        "http://example.com",
        "example.com:443",
        "a.example..",
    };
    for (size_t i = 0; i < COUNT(BAD); i++)
        cr_expect_not(parses(BAD[i]), "\"%s\" is taken", BAD[i]);
    cr_expect(parses("a_b.example"));
    cr_expect(parses("1.example"));
    cr_expect(parses("xn--bcher-kva.example"));
    cr_expect(parses("localhost"));
}

Test(hostname, labels_and_names_at_their_limits)
{
    cr_expect(parses(pool_format("%s.example", repeat('a', 63))));
    cr_expect_not(parses(pool_format("%s.example", repeat('a', 64))));
    const char *label = repeat('a', 62);
    const char *most = pool_format("%s.%s.%s.%s.a", label, label, label, label);
    SAME(strlen(most), HOSTNAME_MOST);
    cr_expect(parses(most));
    cr_expect(parses(pool_format("%s.", most)), "the final dot does not count");
    cr_expect_not(parses(pool_format("%sa", most)));
}

/* ---- RFC 9525 6.3 ----------------------------------------------------------------------------- */

static bool covers(const char *pattern, const char *name)
{
    return hostname_pattern_matches(asn_text(pattern), asn_text(name));
}

Test(hostname, a_wildcard_is_one_whole_label)
{
    cr_expect(covers("www.example.com", "WWW.EXAMPLE.com"));
    cr_expect(covers("*.example.com", "www.example.com"));
    cr_expect(covers("*.EXAMPLE.com", "a.example.COM"));
    cr_expect_not(covers("*.example.com", "example.com"));
    cr_expect_not(covers("*.example.com", "a.b.example.com"));
    cr_expect_not(covers("*.example.com", "a.example.org"));
    cr_expect_not(covers("w*.example.com", "www.example.com"));
    cr_expect_not(covers("www.*.com", "www.example.com"));
    cr_expect_not(covers("*", "com"));
    cr_expect_not(covers("*.", "a."));
    cr_expect_not(covers("*.com", "com"));
    cr_expect_not(covers("", ""));
    cr_expect_not(covers("www.example.com.", "www.example.com"));
}

Test(hostname, addresses_as_text)
{
    cr_expect(hostname_is_address(asn_text("192.0.2.1")));
    cr_expect(hostname_is_address(asn_text("::1")));
    cr_expect_not(hostname_is_address(asn_text("192.0.2")));
    cr_expect_not(hostname_is_address(asn_text("example.com")));
    cr_expect_not(hostname_is_address(asn_text(repeat('1', 200))));
}

static bool names(chain_bytes extensions, const char *host)
{
    struct hostname wanted;
    chain_cert *cert;
    chain_bytes der = extensions.size ? cert_with(extensions) : cert_with((chain_bytes){NULL, 0});
    cr_assert(hostname_parse(&wanted, host));
    cr_assert(chain_cert_new(&cert, NULL, der.data, der.size) == CHAIN_OK);
    bool result = hostname_matches(&wanted, cert);
    chain_cert_unref(cert);
    return result;
}

Test(hostname, only_alternative_names_count)
{
    chain_bytes san = EXTENSIONS(subject_alt_name(
        ASN_JOIN(dns_name("a.example"), ip_name(asn_hex("c0000201")), email_name("c@c.example"))));
    cr_expect(names(san, "a.example"));
    cr_expect(names(san, "192.0.2.1"));
    cr_expect_not(names(san, "192.0.2.2"));
    cr_expect_not(names(san, "c.example"));
    cr_expect_not(names(san, "subject"), "the common name is never looked at");
    cr_expect_not(names((chain_bytes){NULL, 0}, "subject"));
    cr_expect_not(names(EXTENSIONS(subject_alt_name(dns_name("192.0.2.1"))), "192.0.2.1"),
                  "an address is no DNS name");
    cr_expect_not(names(EXTENSIONS(subject_alt_name(ip_name(asn_hex("c0000201")))), "::c000:201"));
}

/* ---- the common name, for the few verifiers that look at it ----------------------------------- */

static bool common_name_is(chain_bytes name, chain_bytes extensions, const char *host)
{
    struct hostname wanted;
    chain_cert *cert;
    struct cert_parts parts = cert_parts_plain();
    parts.subject = name;
    parts.extensions = extensions;
    chain_bytes der = cert_parts_join(&parts);
    cr_assert(hostname_parse(&wanted, host));
    cr_assert(chain_cert_new(&cert, NULL, der.data, der.size) == CHAIN_OK);
    bool result = hostname_matches_common_name(&wanted, cert);
    chain_cert_unref(cert);
    return result;
}

Test(hostname, a_common_name_counts_where_no_alternative_name_is_of_dns)
{
    chain_bytes none = {NULL, 0}, name = name_of("www.example.com");
    cr_expect(common_name_is(name, none, "www.example.com"));
    cr_expect(common_name_is(name, none, "WWW.example.com"));
    cr_expect_not(common_name_is(name, none, "example.com"));
    cr_expect(common_name_is(name_of("*.example.com"), none, "www.example.com"));
    cr_expect_not(common_name_is(name_of("*.example.com"), none, "a.b.example.com"));
    chain_bytes email = EXTENSIONS(subject_alt_name(email_name("a@example.com")));
    cr_expect(common_name_is(name, email, "www.example.com"));
    chain_bytes dns = EXTENSIONS(subject_alt_name(ASN_JOIN(email_name("a@b.example"), dns_name("other.example"))));
    cr_expect_not(common_name_is(name, dns, "www.example.com"));
    cr_expect_not(common_name_is(name_of("192.0.2.1"), none, "192.0.2.1"));
}

Test(hostname, any_of_several_common_names)
{
    chain_bytes a = attribute_of("2.5.4.3", ASN(0x0c, asn_text("a.example"))),
                b = attribute_of("2.5.4.3", ASN(0x13, asn_text("b.example"))),
                unit = attribute_of("2.5.4.11", ASN(0x0c, asn_text("c.example"))), none = {NULL, 0};
    cr_expect(common_name_is(NAME(RDN(a), RDN(unit, b)), none, "a.example"));
    cr_expect(common_name_is(NAME(RDN(a), RDN(unit, b)), none, "b.example"));
    cr_expect_not(common_name_is(NAME(RDN(a), RDN(unit, b)), none, "c.example"));
    cr_expect_not(common_name_is(NAME(none), none, "a.example"));
}
