// SPDX-License-Identifier: Apache-2.0
/*
 * limbo FILE: x509-limbo, BetterTLS included. Every case is judged by the one profile `webpki`, at
 * its instant, with what it gives as input: anchors, intermediates, the peer's names, the most
 * intermediates that are not self-issued, revocation lists, and the purpose. SUCCESS is "valid";
 * what cannot be told is a FAILURE, as it is for a client that has to decide.
 */
#include "runner.h"

#include "crl_list.h"
#include "general_name.h"
#include "instant.h"
#include "list.h"
#include "profile.h"
#include "segment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct limbo_case {
    const json_t *json;
    struct chain_list *sent; /* the peer first */
    chain_store *store;
    chain_crl_list **crls;
    size_t crl_count;
    struct hostname host;
    struct profile profile;
    uint32_t most_intermediates;
    struct question question;
    const char *why; /* a FAILURE before any path was looked for; "" */
};

/* ---- reading a case --------------------------------------------------------------------------- */

/* One PEM certificate; false where it does not parse, which a verifier takes for "not there". */
static bool push_pem(struct chain_list *list, const char *pem)
{
    chain_list *read;
    if (chain_list_read(&read, NULL, (const uint8_t *)pem, strlen(pem)) != CHAIN_OK)
        return false;
    for (size_t i = 0; i < read->count; i++)
        list_push(list, read->items[i].cert, (struct list_item){.limits = LIST_NO_LIMITS});
    bool any = read->count > 0;
    chain_list_unref(read);
    return any;
}

static void push_all(struct chain_list *list, const json_t *pems)
{
    const json_t *pem;
    size_t i;
    json_array_foreach(pems, i, pem) push_pem(list, json_string_value(pem));
}

static void load_crls(struct limbo_case *test)
{
    const json_t *crls = json_object_get(test->json, "crls"), *crl;
    size_t i;
    test->crls = calloc(json_array_size(crls) + 1, sizeof(*test->crls));
    json_array_foreach(crls, i, crl)
    {
        const char *pem = json_string_value(crl);
        chain_error error = {0};
        chain_status status = chain_crl_list_read(&test->crls[test->crl_count], &error,
                                                  (const uint8_t *)pem, strlen(pem));
        if (status == CHAIN_OK)
            test->crl_count++;
        else
            fprintf(stderr, "%s: %s\n", runner_string(test->json, "id"), error.message);
    }
    /* Lists that were given but do not parse are held no less: all that they could say is unknown.
     */
    if (json_array_size(crls) != test->crl_count)
        test->why = "a revocation list that does not parse";
}

static void load(struct limbo_case *test)
{
    struct chain_list *anchors = list_new("");
    test->sent = list_new("");
    if (!push_pem(test->sent, runner_string(test->json, "peer_certificate")))
        test->why = "the certificate does not parse";
    push_all(test->sent, json_object_get(test->json, "untrusted_intermediates"));
    push_all(anchors, json_object_get(test->json, "trusted_certs"));
    if (list_freeze(test->sent, NULL) != CHAIN_OK || list_freeze(anchors, NULL) != CHAIN_OK ||
        store_from_list(&test->store, NULL, anchors) != CHAIN_OK)
        exit(70);
    chain_list_unref(anchors);
    load_crls(test);
}

static void unload(struct limbo_case *test)
{
    chain_list_unref(test->sent);
    chain_store_unref(test->store);
    for (size_t i = 0; i < test->crl_count; i++)
        chain_crl_list_unref(test->crls[i]);
    free(test->crls);
}

/* A case without an instant is judged in the middle of the certificate's validity: no clock is
 * read. */
static chain_time instant_of(const struct limbo_case *test)
{
    const char *text = runner_string(test->json, "validation_time");
    struct instant_text at;
    if (!text[0]) {
        chain_span validity = test->sent->links[0].window;
        return validity.from + (validity.until - validity.from) / 2;
    }
    if (!instant_from_text(&at, text)) {
        fprintf(stderr, "%s: not an instant: %s\n", runner_string(test->json, "id"), text);
        exit(65);
    }
    return at.covers.from;
}

/* The purpose that is asked for; one that this runner does not know ends it. */
static uint16_t purpose_of(const json_t *test)
{
    static const struct {
        const char *name;
        uint16_t purpose;
    } PURPOSES[] = {{"serverAuth", PURPOSE_SERVER_AUTH},
                    {"clientAuth", PURPOSE_CLIENT_AUTH},
                    {"emailProtection", PURPOSE_EMAIL},
                    {"codeSigning", PURPOSE_CODE_SIGNING},
                    {"timeStamping", PURPOSE_TIME_STAMPING},
                    {"OCSPSigning", PURPOSE_OCSP_SIGNING},
                    {"anyExtendedKeyUsage", 0}};
    const json_t *wanted = json_array_get(json_object_get(test, "extended_key_usage"), 0);
    if (!wanted)
        return strcmp(runner_string(test, "validation_kind"), "CLIENT") == 0 ? PURPOSE_CLIENT_AUTH
                                                                             : PURPOSE_SERVER_AUTH;
    for (size_t i = 0; i < sizeof(PURPOSES) / sizeof(PURPOSES[0]); i++) {
        if (strcmp(json_string_value(wanted), PURPOSES[i].name) == 0)
            return PURPOSES[i].purpose;
    }
    fprintf(stderr, "%s: not a purpose: %s\n", runner_string(test, "id"),
            json_string_value(wanted));
    exit(65);
}

/* What the schema can ask for and this runner does not do; NULL: nothing. */
static const char *not_done(const json_t *test)
{
    if (json_array_size(json_object_get(test, "signature_algorithms")))
        return "it narrows the signature algorithms";
    return json_array_size(json_object_get(test, "extended_key_usage")) > 1
               ? "it asks for several purposes"
               : NULL;
}

/* ---- names and usages of the peer that are asked for ------------------------------------------ */

static bool is_email(const struct general_name *name, const char *wanted)
{
    const char *at = strrchr(wanted, '@');
    size_t local = at ? (size_t)(at - wanted) : 0;
    return name->kind == GENERAL_NAME_EMAIL && name->value.size == strlen(wanted) && at &&
           memcmp(name->value.data, wanted, local) == 0 &&
           strncasecmp((const char *)name->value.data + local, at, strlen(at)) == 0;
}

static bool has_name(const struct chain_cert *cert, const json_t *wanted)
{
    struct der value = der_from(cert_extension(cert, EXTENSION_SUBJECT_ALT_NAME)), names;
    const char *kind = runner_string(wanted, "kind"), *text = runner_string(wanted, "value");
    struct general_name name;
    struct hostname host;
    if (strcmp(kind, "RFC822") != 0)
        return hostname_parse(&host, text) && hostname_matches(&host, cert);
    if (!cert_has(cert, EXTENSION_SUBJECT_ALT_NAME) || !der_enter(&value, DER_SEQUENCE, &names))
        return false;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (is_email(&name, text))
            return true;
    }
    return false;
}

/* `key_usage` names bits that the peer must have, where it has a key usage at all. */
static bool has_usages(const struct chain_cert *cert, const json_t *usages)
{
    static const char *const NAMES[] = {"digitalSignature", "contentCommitment", "keyEncipherment",
                                        "dataEncipherment", "keyAgreement",      "keyCertSign",
                                        "cRLSign",          "encipherOnly",      "decipherOnly"};
    const json_t *usage;
    size_t i;
    json_array_foreach(usages, i, usage)
    {
        unsigned bit = 0;
        while (bit < 9 && strcmp(NAMES[bit], json_string_value(usage)) != 0)
            bit++;
        if (cert_has(cert, EXTENSION_KEY_USAGE) && !(cert->key_usage >> bit & 1))
            return false;
    }
    return true;
}

static void check_peer(struct limbo_case *test)
{
    const struct chain_cert *cert = test->sent->items[0].cert;
    const json_t *name;
    size_t i;
    json_array_foreach(json_object_get(test->json, "expected_peer_names"), i, name)
    {
        if (!has_name(cert, name))
            test->why = "an expected name is not in the certificate";
    }
    if (!has_usages(cert, json_object_get(test->json, "key_usage")))
        test->why = "a key usage that is asked for is not in the certificate";
}

/* ---- judging ---------------------------------------------------------------------------------- */

static void ask(struct limbo_case *test)
{
    const json_t *depth = json_object_get(test->json, "max_chain_depth");
    const json_t *peer = json_object_get(test->json, "expected_peer_name");
    chain_time at = instant_of(test);
    test->profile = *profile_find("webpki");
    test->profile.purpose = purpose_of(test->json);
    test->most_intermediates = (uint32_t)json_integer_value(depth);
    test->question = (struct question){
        .target = &test->sent->links[0],
        .sent = test->sent->links,
        .sent_count = test->sent->count,
        .store = test->store,
        .profile = &test->profile,
        .most_intermediates = json_is_integer(depth) ? &test->most_intermediates : NULL,
        .crls = (const chain_crl_list *const *)test->crls,
        .crl_count = test->crl_count,
        .window = {at, at + 1},
    };
    chain_budget_default(&test->question.budget);
    if (!json_is_object(peer))
        return;
    if (!hostname_parse(&test->host, runner_string(peer, "value")))
        test->why = "the expected name is no host";
    test->question.host = &test->host;
}

static void tell(struct tally *tally, const struct limbo_case *test, const struct stretch *stretch)
{
    const char *expected = runner_string(test->json, "expected_result");
    char findings[512] = "";
    for (size_t i = 0; stretch && i < stretch->finding_count; i++) {
        size_t used = strlen(findings);
        snprintf(findings + used, sizeof(findings) - used, "%s%s", used ? " " : "",
                 chain_finding_name(stretch->findings[i]->code));
    }
    bool valid = stretch && stretch->verdict == CHAIN_VALID;
    const char *actual = valid ? "SUCCESS" : "FAILURE";
    bool ok = strcmp(expected, actual) == 0;
    if (!ok)
        *(valid ? &tally->accepted : &tally->rejected) += 1;
    runner_case(tally, runner_string(test->json, "id"), expected, actual, ok,
                stretch ? findings : test->why);
}

static void run_case(struct tally *tally, chain_memo *memo, const json_t *json)
{
    struct limbo_case test = {.json = json, .why = ""};
    struct answer answer;
    if (not_done(json)) {
        fprintf(stderr, "%s: skipped, because %s\n", runner_string(json, "id"), not_done(json));
        tally->skipped++;
        return;
    }
    load(&test);
    if (!test.why[0]) {
        ask(&test);
        check_peer(&test);
    }
    if (test.why[0]) {
        tell(tally, &test, NULL);
    } else {
        arena_set_limit(&memo->arena, test.question.budget.memory);
        if (segment_answer(&answer, &test.question, memo) != CHAIN_OK)
            exit(70);
        tell(tally, &test, &answer.stretches[0]);
        arena_reset(&memo->arena);
    }
    unload(&test);
}

int run_limbo(int count, char **arguments)
{
    struct tally tally = {0};
    json_t *suite = runner_load(arguments[0]), *test;
    chain_memo *memo;
    size_t i;
    (void)count;
    if (chain_memo_new(&memo, 100000) != CHAIN_OK)
        return 70;
    json_array_foreach(json_object_get(suite, "testcases"), i, test) run_case(&tally, memo, test);
    chain_memo_free(memo);
    json_decref(suite);
    fprintf(stderr, "%zu wrongly accepted, %zu wrongly rejected, divergences counted\n",
            tally.accepted, tally.rejected);
    return runner_finish(&tally);
}
