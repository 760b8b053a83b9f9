// SPDX-License-Identifier: Apache-2.0
/* The profile webpki: the names in a server's certificate. */
#include "expect.h"
#include "pool.h"
#include "webpki.h"

TestSuite(webpki, .fini = tidy);

static void named(const char *names, chain_finding_code code)
{
    webpki_one(SERVER, "subjectAltName", pool_format("DNS:www.example.com,%s", names), code);
}

Test(webpki, forms_of_alternative_names)
{
    named("DNS:under_score.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:www.example.com.", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:a..example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:-a.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:foo.*.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:f*.example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:*", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:192.0.2.1", CHAIN_FINDING_ALT_NAME_FORM);
    named("DNS:*.example.com", CHAIN_FINDING_NONE);
    named("DNS:xn--bcher-kva.example", CHAIN_FINDING_NONE);
    named("DNS:localhost", CHAIN_FINDING_NONE);
    named("IP:192.0.2.1", CHAIN_FINDING_NONE);
    named("IP:2001:db8::1", CHAIN_FINDING_NONE);
    named("email:a@example.com", CHAIN_FINDING_NONE);
    named("email:**@example.com", CHAIN_FINDING_NONE);
    named("email:a@b@example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("email:example.com", CHAIN_FINDING_ALT_NAME_FORM);
    named("URI:https://example.com/", CHAIN_FINDING_NONE);
    named("URI:/only/a/path", CHAIN_FINDING_ALT_NAME_FORM);
    webpki_one(SERVER, "subjectAltName", "DER:3015820f7777772e6578616d706c652e636f6d8702c000",
               CHAIN_FINDING_ALT_NAME_FORM);
}

static void common_name(const char *name, const char *alt_names, chain_finding_code code)
{
    struct made *made = webpki_make();
    made->certs[SERVER].subject = name;
    webpki_set(made, SERVER, "subjectAltName", pool_format("DNS:www.example.com,%s", alt_names));
    if (code == CHAIN_FINDING_NONE)
        webpki_valid(made, WEBPKI_HOST);
    else
        webpki_denied(made, WEBPKI_HOST, SERVER, code);
}

Test(webpki, forms_of_common_names)
{
    common_name("192.0.2.1", "IP:192.0.2.1", CHAIN_FINDING_NONE);
    common_name("192.000.002.001", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("0300.0.2.1", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("192.0.513", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("0xC0000201", "IP:192.0.2.1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("2001:db8::1", "IP:2001:db8::1", CHAIN_FINDING_NONE);
    common_name("2001:DB8::1", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("2001:db8:0::1", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("2001:0db8::1", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("[2001:db8::1]", "IP:2001:db8::1", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("WWW.example.com", "DNS:example.com", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("www.example.com.", "DNS:example.com", CHAIN_FINDING_COMMON_NAME_FORM);
    common_name("b\xc3\xbc"
                "cher.example",
                "DNS:xn--bcher-kva.example", CHAIN_FINDING_COMMON_NAME_FORM);
    /* what is well-formed and names something else is never looked at */
    common_name("another.example.com", "DNS:example.com", CHAIN_FINDING_NONE);
    common_name("M\xc3\xbcller und Co.", "DNS:example.com", CHAIN_FINDING_NONE);
    common_name("12345", "DNS:example.com", CHAIN_FINDING_NONE);
}

Test(webpki, wildcards_below_public_suffixes)
{
    struct made *made = webpki_make();
    webpki_set(made, SERVER, "subjectAltName", "DNS:*.com");
    webpki_denied(made, "example.com", SERVER, CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX);
    webpki_accepted_by_tls(made, "example.com");
    webpki_set(made, SERVER, "subjectAltName", "DNS:*.co.uk");
    webpki_denied(made, "example.co.uk", SERVER, CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX);
    webpki_set(made, SERVER, "subjectAltName", "DNS:*.s3.amazonaws.com");
    webpki_denied(made, "example.s3.amazonaws.com", SERVER, CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX);
    /* beside a name in full it does no harm */
    webpki_set(made, SERVER, "subjectAltName", "DNS:*.s3.amazonaws.com,DNS:s3.amazonaws.com");
    webpki_valid(made, "s3.amazonaws.com");
    webpki_set(made, SERVER, "subjectAltName", "DNS:*.example.co.uk");
    webpki_valid(made, "www.example.co.uk");
    webpki_set(made, SERVER, "subjectAltName", "IP:192.0.2.1");
    webpki_valid(made, "192.0.2.1");
}
