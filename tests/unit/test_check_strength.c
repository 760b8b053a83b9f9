// SPDX-License-Identifier: Apache-2.0
/* The profile webpki: keys and signature algorithms. */
#include "expect.h"
#include "webpki.h"

TestSuite(webpki, .fini = tidy);

Test(webpki, keys)
{
    static const struct {
        enum pki_kind kind;
        chain_finding_code code;
    } CASES[] = {{PKI_RSA_2048, CHAIN_FINDING_NONE},
                 {PKI_P256, CHAIN_FINDING_NONE},
                 {PKI_P384, CHAIN_FINDING_NONE},
                 {PKI_P521, CHAIN_FINDING_NONE},
                 {PKI_ED25519, CHAIN_FINDING_KEY_NOT_ALLOWED},
                 {PKI_ED448, CHAIN_FINDING_KEY_NOT_ALLOWED},
                 {PKI_DSA_2048, CHAIN_FINDING_KEY_NOT_ALLOWED}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct made *made = webpki_make();
        made->certs[SERVER].key = pki_new_key(CASES[i].kind);
        if (CASES[i].code == CHAIN_FINDING_NONE)
            webpki_valid(made, WEBPKI_HOST);
        else
            webpki_denied(made, WEBPKI_HOST, SERVER, CASES[i].code);
    }
}

Test(webpki, an_rsa_key_fills_its_octets)
{
    struct made *made = webpki_make();
    made->certs[SERVER].key = pki_new_rsa(2052, 65537);
    webpki_denied(made, WEBPKI_HOST, SERVER, CHAIN_FINDING_KEY_NOT_ALLOWED);
    made->certs[SERVER].key = pki_new_rsa(2056, 3);
    webpki_valid(made, WEBPKI_HOST);
}

/* A CA's key of another kind has two faults: the key, and what it signs with. */
Test(webpki, signatures)
{
    struct made *made = webpki_make();
    made->certs[ROOT].key = made->certs[ROOT].issuer_key = made->certs[CA].issuer_key =
        pki_new_key(PKI_RSA_2048);
    webpki_set(made, ROOT, "subjectKeyIdentifier", webpki_own_id(made->certs[ROOT].key));
    webpki_set(made, CA, "authorityKeyIdentifier", webpki_issuer_id(made->certs[ROOT].key));
    webpki_valid(made, WEBPKI_HOST);
    made->certs[CA].pss = true;
    webpki_valid(made, WEBPKI_HOST);
    made->certs[CA].pss = false;
    made->certs[CA].digest = "SHA224";
    webpki_denied(made, WEBPKI_HOST, CA, CHAIN_FINDING_SIGNATURE_NOT_ALLOWED);
    webpki_accepted_by_tls(made, "www.example.com");
    made->certs[CA].digest = "SHA1";
    webpki_denied(made, WEBPKI_HOST, CA, CHAIN_FINDING_SIGNATURE_SHA1);
    made->certs[CA].digest = "SHA512";
    made->certs[ROOT].digest = "SHA1"; /* of a root nobody checks it, and many have it */
    webpki_valid(made, WEBPKI_HOST);
}
