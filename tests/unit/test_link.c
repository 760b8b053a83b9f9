// SPDX-License-Identifier: Apache-2.0
#include "link.h"

#include "cert_writer.h"
#include "expect.h"
#include "name.h"
#include "pki.h"

TestSuite(link, .fini = tidy);

Test(link, of_a_certificate_has_its_names_dates_and_key)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_cert *cert = pki_mint_cert(&(struct pki_cert){.subject = "A", .issuer = "B", .key = key});
    struct link link;
    uint8_t hash[KEY_HASH_SIZE];
    link_from_cert(&link, cert);
    SAME_BYTES(link.subject, name_of("A"));
    SAME_BYTES(link.issuer, name_of("B"));
    cr_expect(link.subject_hash == name_hash(link.subject));
    cr_expect(link.issuer_hash == name_hash(link.issuer));
    SAME(link.evidence, CHAIN_RECORDED);
    SAME_SPAN(link.window, 1577836800, 1893456001); /* notAfter is counted in */
    cr_expect(link_key_hash(&link, hash));
    SAME_BYTES(((chain_bytes){hash, sizeof(hash)}), pki_sha256(pki_spki(key)));
    cr_expect_not(link_is_self_issued(&link));
    chain_cert_unref(cert);
}

Test(link, one_name_twice_is_self_issued)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_cert *cert =
        pki_mint_cert(&(struct pki_cert){.subject = "name", .issuer = "NAME", .key = key});
    struct link link;
    link_from_cert(&link, cert);
    cr_expect(link_is_self_issued(&link), "names are compared without case");
    struct link assumed = {.issuer = link.issuer, .issuer_hash = link.issuer_hash};
    cr_expect_not(link_is_self_issued(&assumed), "an assumed leaf has no name");
    chain_cert_unref(cert);
}

Test(link, a_key_of_zeros_is_not_known)
{
    struct stated stated = {0};
    struct link link = {.evidence = CHAIN_STATED, .stated = &stated},
                bare = {.evidence = CHAIN_STATED};
    uint8_t hash[KEY_HASH_SIZE];
    cr_expect_not(link_key_hash(&link, hash));
    cr_expect_not(link_key_hash(&bare, hash));
    stated.subject_key[31] = 1;
    cr_expect(link_key_hash(&link, hash));
    SAME(hash[31], 1);
}

Test(link, keys_are_the_same_as_far_as_is_known)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_cert *cert = pki_mint_cert(&(struct pki_cert){.subject = "A", .key = key}),
               *twin = pki_mint_cert(&(struct pki_cert){.subject = "B", .key = key}),
               *other = pki_mint_cert(
                   &(struct pki_cert){.subject = "A", .key = pki_new_key(PKI_ED25519)});
    struct stated of_it = {0}, of_nobody = {0};
    struct link a, b, c, said = {.evidence = CHAIN_STATED, .stated = &of_it},
                         nobody = {.evidence = CHAIN_STATED, .stated = &of_nobody};
    link_from_cert(&a, cert);
    link_from_cert(&b, twin);
    link_from_cert(&c, other);
    cr_expect(link_same_key(&a, &b));
    cr_expect_not(link_same_key(&a, &c));
    cr_expect_not(link_same_key(&a, &said));
    cr_assert(link_key_hash(&a, of_it.subject_key));
    cr_expect(link_same_key(&said, &b), "recorded on one side, stated on the other");
    cr_expect(link_same_key(&a, &said));
    cr_expect_not(link_same_key(&said, &c));
    cr_expect(link_same_key(&said, &said));
    cr_expect_not(link_same_key(&nobody, &nobody), "keys that are not known are not one key");
    chain_cert_unref(cert);
    chain_cert_unref(twin);
    chain_cert_unref(other);
}

/* What is known of the two decides, and who it is asked of. */
Test(link, match_needs_both_keys_or_a_signature)
{
    chain_cert *cert =
        pki_mint_cert(&(struct pki_cert){.subject = "A", .key = pki_new_key(PKI_ED25519)});
    struct stated of_child = {0}, of_issuer = {0};
    struct link recorded, child = {.evidence = CHAIN_STATED, .stated = &of_child},
                          issuer = {.evidence = CHAIN_STATED, .stated = &of_issuer};
    link_from_cert(&recorded, cert);
    SAME(link_match(&recorded, &recorded), LINK_NEEDS_SIGNATURE);
    SAME(link_match(&recorded, &issuer), LINK_KEY_UNKNOWN);
    SAME(link_match(&child, &issuer), LINK_KEY_UNKNOWN);
    SAME(link_match(&child, &recorded), LINK_KEY_UNKNOWN);
    of_child.issuer_key[0] = 7;
    SAME(link_match(&child, &issuer), LINK_KEY_UNKNOWN);
    SAME(link_match(&child, &recorded), LINK_KEY_DIFFERS);
    of_issuer.subject_key[0] = 8;
    SAME(link_match(&child, &issuer), LINK_KEY_DIFFERS);
    of_issuer.subject_key[0] = 7;
    SAME(link_match(&child, &issuer), LINK_KEY_FITS);
    cr_assert(link_key_hash(&recorded, of_child.issuer_key));
    SAME(link_match(&child, &recorded), LINK_KEY_FITS);
    chain_cert_unref(cert);
}
