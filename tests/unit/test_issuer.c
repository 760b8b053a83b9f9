// SPDX-License-Identifier: Apache-2.0
/* Which certificates verifiers with a single path take for the issuer of another. */
#include "issuer.h"

#include "cert_writer.h"
#include "expect.h"
#include "link.h"
#include "pki.h"
#include "pool.h"

#include <criterion/criterion.h>

TestSuite(issuer, .fini = tidy);

static struct link link_of(chain_bytes der)
{
    chain_cert *cert;
    struct link link;
    cr_assert(chain_cert_new(&cert, NULL, der.data, der.size) == CHAIN_OK);
    link_from_cert(&link, cert);
    return link;
}

/* A certificate called "subject" of serial number 1 by "issuer", with one extension. */
static struct link with(const char *name, const char *value)
{
    static struct pki_extension extensions[8][2];
    static size_t count;
    struct pki_extension *own = extensions[count++];
    own[0] = (struct pki_extension){name, value};
    return link_of(pki_mint(&(struct pki_cert){.subject = "subject",
                                               .issuer = "issuer",
                                               .key = pki_new_key(PKI_ED25519),
                                               .extensions = own}));
}

static void drop(struct link link)
{
    chain_cert_unref((chain_cert *)(uintptr_t)link.cert);
}

static void expect_id(const char *child, const char *own, bool fits)
{
    struct link below = with("authorityKeyIdentifier", child),
                above = with("subjectKeyIdentifier", own);
    SAME(issuer_key_id_fits(below.cert, above.cert), fits);
    struct profile binds = {.key_id_binds = true}, loose = {0};
    SAME(issuer_fits(&binds, &below, &above), fits);
    cr_expect(issuer_fits(&loose, &below, &above));
    drop(below);
    drop(above);
}

/* RFC 5280 4.2.1.1 */
Test(issuer, a_key_identifier_must_not_be_another)
{
    expect_id("DER:300480020102", "DER:04020102", true);
    expect_id("DER:300480020102", "DER:04020103", false);
    expect_id("DER:300480020102", "DER:0403010203", false);
}

Test(issuer, an_issuer_and_serial_number_must_not_be_others)
{
    expect_id("DER:3003820101", "DER:04020102", true); /* [2] serial number 1 */
    expect_id("DER:3003820102", "DER:04020102", false);
    expect_id("DER:300780020102820102", "DER:04020102", false);
}

Test(issuer, the_name_is_that_of_the_issuers_own_issuer)
{
    chain_bytes right = directory_name(name_of("issuer")), wrong = directory_name(name_of("else"));
    const chain_bytes names[] = {right, wrong};
    for (int i = 0; i < 2; i++) {
        chain_bytes id = extension_of("2.5.29.35", false, ASN_SEQUENCE(ASN(0xa1, names[i])));
        struct link below = link_of(cert_with(EXTENSIONS(id))),
                    above = with("subjectKeyIdentifier", "DER:04020102");
        SAME(issuer_key_id_fits(below.cert, above.cert), i == 0);
        drop(below);
        drop(above);
    }
}

Test(issuer, without_identifiers_anybody_fits)
{
    struct link below = with("keyUsage", "digitalSignature"),
                above = with("keyUsage", "keyCertSign");
    cr_expect(issuer_key_id_fits(below.cert, above.cert));
    drop(below);
    drop(above);
}

Test(issuer, a_key_usage_that_signs_no_certificates)
{
    struct profile binds = {.usage_binds = true}, loose = {0};
    struct link below = with("keyUsage", "digitalSignature"),
                signs = with("keyUsage", "keyCertSign");
    cr_expect(issuer_fits(&binds, &below, &signs));
    cr_expect_not(issuer_fits(&binds, &signs, &below));
    cr_expect(issuer_fits(&loose, &signs, &below));
    struct link without = with("subjectKeyIdentifier", "DER:04020102");
    cr_expect(issuer_fits(&binds, &below, &without));
    drop(below);
    drop(signs);
    drop(without);
}

/* A signature fits the keys of its own kind, and one that nobody knows fits all. */
Test(issuer, a_key_of_the_kind_of_the_signature)
{
    static const enum pki_kind KINDS[] = {PKI_RSA_2048, PKI_P256,    PKI_P384,
                                          PKI_P521,     PKI_ED25519, PKI_DSA_2048};
    static const int FAMILY[] = {0, 1, 1, 1, 2, 3};
    enum { COUNT_OF_KINDS = sizeof(KINDS) / sizeof(KINDS[0]) };
    struct link links[COUNT_OF_KINDS];
    struct profile binds = {.algorithm_binds = true}, loose = {0};
    for (size_t i = 0; i < COUNT_OF_KINDS; i++)
        links[i] =
            link_of(pki_mint(&(struct pki_cert){.subject = "s", .key = pki_new_key(KINDS[i])}));
    for (size_t child = 0; child < COUNT_OF_KINDS; child++) {
        for (size_t issuer = 0; issuer < COUNT_OF_KINDS; issuer++) {
            cr_expect(issuer_fits(&binds, &links[child], &links[issuer]) ==
                          (FAMILY[child] == FAMILY[issuer]),
                      "signature of %zu, key of %zu", child, issuer);
            cr_expect(issuer_fits(&loose, &links[child], &links[issuer]));
        }
        cr_expect(issuer_is_self_signed(&binds, &links[child]));
    }
    struct link odd =
        link_of(pki_mint(&(struct pki_cert){.subject = "s", .key = pki_new_key(PKI_ED448)}));
    for (size_t issuer = 0; issuer < COUNT_OF_KINDS; issuer++) {
        cr_expect(issuer_fits(&binds, &odd, &links[issuer]));
        cr_expect(issuer_fits(&binds, &links[issuer], &odd));
        drop(links[issuer]);
    }
    drop(odd);
}

/* Of links that are only stated the key hashes tell, where both are known. */
Test(issuer, stated_links_go_by_key_hashes)
{
    struct profile binds = {.key_id_binds = true, .usage_binds = true, .algorithm_binds = true};
    struct stated of_child = {.issuer_key = {1}}, of_right = {.subject_key = {1}},
                  of_wrong = {.subject_key = {2}};
    struct link child = {.stated = &of_child}, right = {.stated = &of_right},
                wrong = {.stated = &of_wrong}, silent = {.stated = NULL};
    cr_expect(issuer_fits(&binds, &child, &right));
    cr_expect_not(issuer_fits(&binds, &child, &wrong));
    cr_expect(issuer_fits(&binds, &child, &silent));
}
