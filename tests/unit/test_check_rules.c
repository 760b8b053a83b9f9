// SPDX-License-Identifier: Apache-2.0
/* The profile webpki: which extensions must be there, critical or not, and what stands in them. */
#include "segment.h"

#include "crl_writer.h"
#include "expect.h"
#include "list.h"
#include "pool.h"
#include "webpki.h"

TestSuite(webpki, .fini = tidy);

Test(webpki, what_keeps_all_rules_is_valid)
{
    struct made *made = webpki_make();
    webpki_valid(made, WEBPKI_HOST);
    webpki_accepted_by_tls(made, "www.example.com");
}

/* ---- extensions that must be there ------------------------------------------------------------ */

Test(webpki, must_be_there)
{
    webpki_one(SERVER, "extendedKeyUsage", NULL, CHAIN_FINDING_PURPOSE_MISSING);
    webpki_one(SERVER, "authorityKeyIdentifier", NULL, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    webpki_one(CA, "authorityKeyIdentifier", NULL, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    webpki_one(CA, "subjectKeyIdentifier", NULL, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING);
    webpki_one(ROOT, "subjectKeyIdentifier", NULL, CHAIN_FINDING_SUBJECT_KEY_ID_MISSING);
    webpki_one(CA, "keyUsage", NULL, CHAIN_FINDING_KEY_USAGE_MISSING);
    webpki_one(ROOT, "keyUsage", NULL, CHAIN_FINDING_KEY_USAGE_MISSING);
    webpki_one(ROOT, "basicConstraints", NULL, CHAIN_FINDING_NOT_A_CA);
    webpki_one(CA, "basicConstraints", NULL, CHAIN_FINDING_NOT_A_CA);
}

Test(webpki, a_server_needs_no_key_usage_and_no_basic_constraints)
{
    webpki_one(SERVER, "keyUsage", NULL, CHAIN_FINDING_NONE);
    webpki_one(SERVER, "basicConstraints", "CA:FALSE", CHAIN_FINDING_NONE);
    webpki_one(SERVER, "basicConstraints", "critical,CA:FALSE", CHAIN_FINDING_NONE);
    webpki_one(SERVER, "subjectKeyIdentifier", "DER:04020102", CHAIN_FINDING_NONE);
}

Test(webpki, alternative_names_are_needed_whatever_the_common_name)
{
    struct made *made = webpki_make();
    webpki_set(made, SERVER, "subjectAltName", NULL);
    webpki_denied(made, NULL, SERVER, CHAIN_FINDING_ALT_NAME_MISSING);
    chain_result *result = webpki_judge(made, "www.example.com", "webpki");
    size_t count;
    SAME(chain_result_segments(result, &count)->verdict, CHAIN_INVALID);
    chain_result_free(result);
}

/* ---- criticality ------------------------------------------------------------------------------ */

Test(webpki, must_be_critical)
{
    webpki_one(CA, "basicConstraints", "CA:TRUE", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    webpki_one(ROOT, "basicConstraints", "CA:TRUE", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    webpki_one(CA, "policyConstraints", "inhibitPolicyMapping:5",
               CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    webpki_one(CA, "policyConstraints", "critical,inhibitPolicyMapping:5", CHAIN_FINDING_NONE);
    webpki_one(CA, "inhibitAnyPolicy", "5", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    webpki_one(CA, "inhibitAnyPolicy", "critical,5", CHAIN_FINDING_NONE);
    webpki_one(ROOT, "inhibitAnyPolicy", "5", CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
}

Test(webpki, name_constraints_of_roots_are_critical_those_of_cas_may_be)
{
    webpki_one(ROOT, "nameConstraints", "permitted;DNS:example.com",
               CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    webpki_one(ROOT, "nameConstraints", "critical,permitted;DNS:example.com", CHAIN_FINDING_NONE);
    webpki_one(CA, "nameConstraints", "permitted;DNS:example.com", CHAIN_FINDING_NONE);
    webpki_one(CA, "nameConstraints", "critical,permitted;DNS:example.com", CHAIN_FINDING_NONE);
}

Test(webpki, must_not_be_critical)
{
    for (int kind = 0; kind < KINDS; kind++) {
        webpki_one(kind, "subjectKeyIdentifier", "critical,DER:04020102",
                   CHAIN_FINDING_EXTENSION_CRITICAL);
        webpki_one(kind, "authorityInfoAccess", "critical,OCSP;URI:http://example.com/",
                   CHAIN_FINDING_EXTENSION_CRITICAL);
        webpki_one(kind, "authorityInfoAccess", "OCSP;URI:http://example.com/", CHAIN_FINDING_NONE);
        webpki_one(kind, "subjectInfoAccess", "critical,caRepository;URI:http://example.com/",
                   CHAIN_FINDING_EXTENSION_CRITICAL);
        webpki_one(kind, "crlDistributionPoints", "critical,URI:http://example.com/",
                   CHAIN_FINDING_EXTENSION_CRITICAL);
        webpki_one(kind, "crlDistributionPoints", "URI:http://example.com/", CHAIN_FINDING_NONE);
        webpki_one(kind, "freshestCRL", "critical,URI:http://example.com/",
                   CHAIN_FINDING_EXTENSION_CRITICAL);
        webpki_one(kind, "2.5.29.9", "critical,DER:3000", CHAIN_FINDING_EXTENSION_CRITICAL);
    }
    webpki_one(SERVER, "extendedKeyUsage", "critical,serverAuth", CHAIN_FINDING_EXTENSION_CRITICAL);
    webpki_one(CA, "extendedKeyUsage", "critical,serverAuth", CHAIN_FINDING_EXTENSION_CRITICAL);
    webpki_one(CA, "extendedKeyUsage", "serverAuth", CHAIN_FINDING_NONE);
}

Test(webpki, authority_key_id_is_never_critical)
{
    for (int kind = 0; kind < KINDS; kind++) {
        struct made *made = webpki_make();
        const char *id = webpki_issuer_id(made->certs[kind ? kind - 1 : 0].key);
        webpki_set(made, kind, "authorityKeyIdentifier", pool_format("critical,%s", id));
        webpki_denied(made, WEBPKI_HOST, kind, CHAIN_FINDING_EXTENSION_CRITICAL);
    }
}

/* RFC 5280 4.2.1.6 */
Test(webpki, alternative_names_are_critical_where_the_subject_is_empty_and_only_there)
{
    webpki_one(SERVER, "subjectAltName", "critical,DNS:www.example.com",
               CHAIN_FINDING_EXTENSION_CRITICAL);
    struct made *made = webpki_make();
    made->certs[SERVER].subject = "";
    webpki_denied(made, WEBPKI_HOST, SERVER, CHAIN_FINDING_EXTENSION_NOT_CRITICAL);
    webpki_set(made, SERVER, "subjectAltName", "critical,DNS:www.example.com");
    webpki_valid(made, WEBPKI_HOST);
}

/* ---- extensions that have no place ------------------------------------------------------------ */

Test(webpki, must_not_be_there)
{
    webpki_one(ROOT, "extendedKeyUsage", "serverAuth", CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    webpki_one(SERVER, "nameConstraints", "critical,permitted;DNS:example.com",
               CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    webpki_one(SERVER, "nameConstraints", "permitted;DNS:example.com",
               CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    webpki_one(SERVER, "policyMappings", "1.2.3.4:1.2.3.5", CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    webpki_one(SERVER, "inhibitAnyPolicy", "critical,5", CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
    webpki_one(SERVER, "policyConstraints", "critical,inhibitPolicyMapping:5",
               CHAIN_FINDING_EXTENSION_NOT_ALLOWED);
}

/* ---- values ----------------------------------------------------------------------------------- */

Test(webpki, a_ca_is_no_server)
{
    webpki_one(SERVER, "basicConstraints", PKI_CA, CHAIN_FINDING_CA_AS_LEAF);
}

Test(webpki, key_usage_of_a_server)
{
    webpki_one(SERVER, "keyUsage", "critical,digitalSignature,keyCertSign",
               CHAIN_FINDING_CERT_SIGN_WITHOUT_CA);
    webpki_one(SERVER, "keyUsage", "digitalSignature,cRLSign", CHAIN_FINDING_KEY_USAGE_WRONG);
    webpki_one(SERVER, "keyUsage", "keyEncipherment", CHAIN_FINDING_KEY_USAGE_WRONG); /* on P-256 */
    webpki_one(SERVER, "keyUsage", "digitalSignature,keyAgreement", CHAIN_FINDING_NONE);
    struct made *made = webpki_make();
    made->certs[SERVER].key = pki_new_key(PKI_RSA_2048);
    webpki_set(made, SERVER, "keyUsage", "keyEncipherment");
    webpki_valid(made, WEBPKI_HOST);
}

Test(webpki, purposes_of_a_server)
{
    webpki_one(SERVER, "extendedKeyUsage", "serverAuth,clientAuth", CHAIN_FINDING_NONE);
    webpki_one(SERVER, "extendedKeyUsage", "serverAuth,anyExtendedKeyUsage",
               CHAIN_FINDING_PURPOSE_TOO_WIDE);
    webpki_one(SERVER, "extendedKeyUsage", "anyExtendedKeyUsage", CHAIN_FINDING_PURPOSE_TOO_WIDE);
    webpki_one(SERVER, "extendedKeyUsage", "serverAuth,codeSigning",
               CHAIN_FINDING_PURPOSE_TOO_WIDE);
    webpki_one(SERVER, "extendedKeyUsage", "serverAuth,emailProtection",
               CHAIN_FINDING_PURPOSE_TOO_WIDE);
    webpki_one(SERVER, "extendedKeyUsage", "serverAuth,timeStamping",
               CHAIN_FINDING_PURPOSE_TOO_WIDE);
    webpki_one(SERVER, "extendedKeyUsage", "serverAuth,OCSPSigning",
               CHAIN_FINDING_PURPOSE_TOO_WIDE);
    webpki_one(SERVER, "extendedKeyUsage", "clientAuth", CHAIN_FINDING_PURPOSE);
}

Test(webpki, authority_key_id_is_a_key_identifier_alone)
{
    /* nothing; an empty identifier; issuer and serial number alone; a serial number besides */
    static const char *const BAD[] = {"DER:3000", "DER:30028000", "DER:3009a104a4023000820101",
                                      "DER:300f8008000000000000000082030a0b0c"};
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < COUNT(BAD); i++)
            webpki_one(kind, "authorityKeyIdentifier", BAD[i], CHAIN_FINDING_AUTHORITY_KEY_ID_FORM);
    }
    /* [1] that is not constructed */
    webpki_one(SERVER, "authorityKeyIdentifier", "DER:30098104a4023000820101",
               CHAIN_FINDING_EXTENSION_MALFORMED);
}

Test(webpki, a_root_names_its_own_key)
{
    struct made *made = webpki_make();
    webpki_set(made, ROOT, "authorityKeyIdentifier", webpki_issuer_id(made->certs[ROOT].key));
    webpki_valid(made, WEBPKI_HOST);
    webpki_set(made, ROOT, "authorityKeyIdentifier", webpki_issuer_id(made->certs[CA].key));
    webpki_denied(made, WEBPKI_HOST, ROOT, CHAIN_FINDING_AUTHORITY_KEY_ID_FORM);
}

/* RFC 5280 4.2.1.1: the identifier may be left out where the key has signed its own certificate. */
Test(webpki, an_anchor_that_another_ca_has_signed_names_its_key)
{
    struct made *made = webpki_make();
    made->certs[ROOT].issuer = "Somebody else";
    webpki_valid(made, WEBPKI_HOST); /* signed with its own key, whatever it says of its issuer */
    made->certs[ROOT].issuer_key = pki_new_key(PKI_P256);
    webpki_denied(made, WEBPKI_HOST, ROOT, CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING);
    webpki_set(made, ROOT, "authorityKeyIdentifier",
               webpki_issuer_id(made->certs[ROOT].issuer_key));
    webpki_valid(made, WEBPKI_HOST);
}

Test(webpki, information_access_is_well_formed)
{
    for (int kind = 0; kind < KINDS; kind++) {
        webpki_one(kind, "1.3.6.1.5.5.7.1.1", "DER:3000", CHAIN_FINDING_EXTENSION_MALFORMED);
        webpki_one(kind, "1.3.6.1.5.5.7.1.1", "DER:0500", CHAIN_FINDING_EXTENSION_MALFORMED);
        webpki_one(kind, "1.3.6.1.5.5.7.1.1", "DER:300530030601",
                   CHAIN_FINDING_EXTENSION_MALFORMED);
        webpki_one(kind, "1.3.6.1.5.5.7.1.11", "DER:3000", CHAIN_FINDING_EXTENSION_MALFORMED);
    }
    struct made *made = webpki_make();
    webpki_set(made, SERVER, "1.3.6.1.5.5.7.1.1", "DER:3000");
    webpki_accepted_by_tls(made, "www.example.com"); /* it is not processed */
}

Test(webpki, a_ca_has_a_name)
{
    struct made *made = webpki_make();
    made->certs[CA].subject = "";
    made->certs[SERVER].issuer = "";
    webpki_found(made, CA, CHAIN_FINDING_SUBJECT_EMPTY);
}

Test(webpki, version_3)
{
    struct made *made = webpki_make();
    made->certs[ROOT].version = 1;
    memset(made->extensions[ROOT], 0, sizeof(made->extensions[ROOT]));
    webpki_found(made, ROOT, CHAIN_FINDING_VERSION_OLD);
    webpki_accepted_by_tls(made, "www.example.com");
}

/* The form that other profiles do not mind, of servers, CAs and roots alike. */
Test(webpki, serial_numbers)
{
    static const struct {
        const char *serial;
        chain_finding_code code;
    } CASES[] = {{"0", CHAIN_FINDING_SERIAL_ZERO},
                 {"-1", CHAIN_FINDING_SERIAL_NEGATIVE},
                 {"7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", CHAIN_FINDING_NONE},
                 {"80FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", CHAIN_FINDING_SERIAL_TOO_LONG}};
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < COUNT(CASES); i++) {
            struct made *made = webpki_make();
            made->certs[kind].serial = CASES[i].serial;
            bool roots_may = kind == ROOT && CASES[i].code == CHAIN_FINDING_SERIAL_ZERO;
            if (CASES[i].code == CHAIN_FINDING_NONE || roots_may)
                webpki_valid(made, WEBPKI_HOST);
            else
                webpki_denied(made, WEBPKI_HOST, kind, CASES[i].code);
        }
    }
}

/* ---- the rest --------------------------------------------------------------------------------- */

/* A list as RFC 5280 5.2 asks for it: with a number, and with the identifier of the key. */
static chain_crl_list *list_of(const char *issuer, pki_key *key)
{
    chain_crl_list *list;
    const char *key_id = webpki_issuer_id(key) + strlen("DER:");
    chain_bytes der =
        crl_of(&(struct crl_parts){.issuer = issuer,
                                   .key = key,
                                   .from = "20260501000000Z",
                                   .until = "20260701000000Z",
                                   .number = 1,
                                   .extensions = extension_of("2.5.29.35", false, asn_hex(key_id))});
    cr_assert(chain_crl_list_read(&list, NULL, der.data, der.size) == CHAIN_OK);
    return list;
}

/* Whoever signs revocation lists is judged as that, not as a server. */
Test(webpki, a_signer_of_revocation_lists)
{
    struct made *made = webpki_make();
    pki_key *key = pki_new_key(PKI_P256);
    const struct pki_extension signer[] = {
        {"keyUsage", "critical,cRLSign"},
        {"authorityKeyIdentifier", webpki_issuer_id(made->certs[ROOT].key)},
        {NULL, NULL}};
    chain_bytes sent[3] = {pki_mint(&made->certs[SERVER]), pki_mint(&made->certs[CA]),
                           pki_mint(&(struct pki_cert){.subject = "CA",
                                                       .issuer = "Root",
                                                       .key = key,
                                                       .issuer_key = made->certs[ROOT].key,
                                                       .serial = "7",
                                                       .extensions = signer})};
    chain_bytes root = pki_mint(&made->certs[ROOT]);
    chain_list *chain = pki_list(sent, 3);
    chain_store *store = pki_store(&root, 1);
    chain_crl_list *lists[] = {list_of("CA", key), list_of("Root", made->certs[ROOT].key)};
    chain_verify_options options;
    chain_result *result;
    size_t count;
    chain_verify_options_default(&options);
    options.chain = chain;
    options.store = store;
    options.profile = "webpki";
    options.crls = (const chain_crl_list *const *)lists;
    options.crl_count = 2;
    options.window = (chain_span){WEBPKI_NOW, WEBPKI_NOW + 1};
    cr_assert(chain_verify(&result, NULL, &options) == CHAIN_OK);
    const chain_segment *segment = chain_result_segments(result, &count);
    for (size_t i = 0; i < segment->finding_count; i++)
        cr_expect(false, "%s", segment->findings[i].message);
    SAME(segment->verdict, CHAIN_VALID);
    chain_result_free(result);
    chain_crl_list_unref(lists[0]);
    chain_crl_list_unref(lists[1]);
    chain_list_unref(chain);
    chain_store_unref(store);
}

/* A bound that the user sets, on intermediates that are not self-issued. */
Test(webpki, most_intermediates)
{
    struct made *made = webpki_make();
    chain_bytes sent[2] = {pki_mint(&made->certs[SERVER]), pki_mint(&made->certs[CA])};
    chain_bytes root = pki_mint(&made->certs[ROOT]);
    chain_list *chain = pki_list(sent, 2);
    chain_store *store = pki_store(&root, 1);
    chain_memo *memo;
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    for (uint32_t most = 0; most <= 2; most++) {
        struct answer answer;
        struct question question = {.target = &chain->links[0],
                                    .sent = chain->links,
                                    .sent_count = chain->count,
                                    .store = store,
                                    .profile = profile_find("webpki"),
                                    .most_intermediates = &most,
                                    .window = {WEBPKI_NOW, WEBPKI_NOW + 1}};
        chain_budget_default(&question.budget);
        arena_set_limit(&memo->arena, question.budget.memory);
        cr_assert(segment_answer(&answer, &question, memo) == CHAIN_OK);
        SAME(answer.stretches[0].verdict, most ? CHAIN_VALID : CHAIN_INVALID);
        if (!most)
            SAME(answer.stretches[0].findings[0]->code, CHAIN_FINDING_PATH_TOO_LONG);
        arena_reset(&memo->arena);
    }
    chain_memo_free(memo);
    chain_list_unref(chain);
    chain_store_unref(store);
}

Test(webpki, findings_have_their_words)
{
    for (int at = CHAIN_FINDING_SUBJECT_EMPTY; at <= CHAIN_FINDING_EXTENSION_NOT_ALLOWED; at++) {
        chain_finding_code code = (chain_finding_code)at;
        SAME(chain_finding_from_name(chain_finding_name(code)), code);
        cr_expect(chain_finding_meaning(code)[0] && chain_finding_advice(code)[0]);
        cr_expect(strstr(chain_finding_rfc(code), "RFC") || strstr(chain_finding_rfc(code), "BR"));
    }
}
