// SPDX-License-Identifier: Apache-2.0
/*
 * pkits FILE: NIST's Public Key Interoperability Test Suite, each case with its CRLs and the user's
 * policies. The DER files lie in the folder `pkits` beside FILE.
 *
 * Where a path "should not validate successfully" because its revocation status cannot be
 * determined, the verdict is unknown, with a finding that says so; no other unknown counts as an
 * answer.
 */
#include "runner.h"

#include "file.h"
#include "list.h"
#include "mem.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 16 };

static struct file read_der(const char *directory, const char *kind, const char *name)
{
    char path[4096];
    struct file file;
    chain_error error = {0};
    snprintf(path, sizeof(path), "%s/pkits/%s/%s.der", directory, kind, name);
    if (file_read(&file, &error, path) != CHAIN_OK) {
        fprintf(stderr, "%s: %s\n", path, error.message);
        exit(66);
    }
    return file;
}

/* False, with *error, where a certificate does not parse. */
static bool add_cert(struct chain_list *list, chain_error *error, const char *directory,
                     const char *name)
{
    struct file file = read_der(directory, "certs", name);
    chain_cert *cert;
    bool good = chain_cert_new(&cert, error, file.data, file.size) == CHAIN_OK;
    if (good)
        list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS});
    chain_cert_unref(cert);
    mem_free(file.data);
    return good;
}

/* Certificates `from` up to `until` of the chain, which begins with the anchor. */
static struct chain_list *load(chain_error *error, const char *directory, const json_t *chain,
                               size_t from, size_t until)
{
    struct chain_list *list = list_new("");
    bool good = true;
    for (size_t i = from; i < until && good; i++)
        good = add_cert(list, error, directory, json_string_value(json_array_get(chain, i)));
    if (good && list_freeze(list, error) == CHAIN_OK)
        return list;
    chain_list_unref(list);
    return NULL;
}

static const char **read_policies(const json_t *test)
{
    const json_t *oids = json_object_get(test, "initial_policy_set_oids"), *oid;
    const char **policies = calloc(json_array_size(oids) + 1, sizeof(*policies));
    size_t i;
    json_array_foreach(oids, i, oid) policies[i] = json_string_value(oid);
    return policies;
}

static bool is_true(const json_t *test, const char *key)
{
    return json_is_true(json_object_get(test, key));
}

/* ---- revocation lists ------------------------------------------------------------------------- */

struct crls {
    chain_crl_list *lists[MOST_FILES];
    size_t count;
};

/* A list that does not parse is one that is not held. */
static void load_crls(struct crls *out, const char *directory, const json_t *names)
{
    const json_t *name;
    size_t i;
    json_array_foreach(names, i, name)
    {
        struct file file = read_der(directory, "crls", json_string_value(name));
        chain_error error = {0};
        if (out->count == MOST_FILES)
            exit(65);
        if (chain_crl_list_read(&out->lists[out->count], &error, file.data, file.size) == CHAIN_OK)
            out->count++;
        else
            fprintf(stderr, "%s: %s\n", json_string_value(name), error.message);
        mem_free(file.data);
    }
}

/* ---- one case --------------------------------------------------------------------------------- */

static void judge(struct tally *tally, const json_t *test, const chain_result *result)
{
    size_t count;
    const chain_segment *segment = chain_result_segments(result, &count);
    const char *expected = is_true(test, "expected_valid") ? "valid" : "invalid";
    const char *actual = chain_verdict_name(segment->verdict);
    bool undetermined = segment->verdict == CHAIN_UNKNOWN;
    char findings[512] = "";
    for (size_t i = 0; i < segment->finding_count; i++) {
        size_t used = strlen(findings);
        undetermined &= segment->findings[i].code == CHAIN_FINDING_REVOCATION_UNKNOWN;
        snprintf(findings + used, sizeof(findings) - used, "%s%s", used ? " " : "",
                 chain_finding_name(segment->findings[i].code));
    }
    bool ok = strcmp(expected, actual) == 0 || (undetermined && strcmp(expected, "invalid") == 0);
    runner_case(tally, runner_string(test, "id"), expected, actual, ok, findings);
}

static void run_test(struct tally *tally, const char *directory, const json_t *test, chain_time at)
{
    const json_t *chain = json_object_get(test, "chain");
    size_t length = json_array_size(chain);
    chain_error error = {0};
    struct chain_list *anchors = load(&error, directory, chain, 0, 1);
    struct chain_list *sent = anchors ? load(&error, directory, chain, 1, length) : NULL;
    const char **policies = read_policies(test);
    struct crls crls = {.count = 0};
    chain_store *store = NULL;
    chain_result *result = NULL;
    chain_verify_options options;
    chain_verify_options_default(&options);
    load_crls(&crls, directory, json_object_get(test, "crls"));
    if (sent && store_from_list(&store, &error, anchors) == CHAIN_OK) {
        options.chain = sent;
        options.target = length - 2;
        options.store = store;
        options.profile = "rfc5280";
        options.policies = policies;
        options.explicit_policy = is_true(test, "initial_explicit_policy");
        options.inhibit_mapping = is_true(test, "initial_policy_mapping_inhibit");
        options.inhibit_any_policy = is_true(test, "initial_inhibit_any_policy");
        options.crls = (const chain_crl_list *const *)crls.lists;
        options.crl_count = crls.count;
        options.window = (chain_span){at, at + 1};
    }
    if (options.store && chain_verify(&result, &error, &options) == CHAIN_OK)
        judge(tally, test, result);
    else if (error.status != CHAIN_E_MALFORMED)
        exit(70);
    else /* a certificate that does not parse */
        runner_case(tally, runner_string(test, "id"),
                    is_true(test, "expected_valid") ? "valid" : "invalid", "invalid",
                    !is_true(test, "expected_valid"), error.message);
    for (size_t i = 0; i < crls.count; i++)
        chain_crl_list_unref(crls.lists[i]);
    chain_result_free(result);
    chain_store_unref(store);
    chain_list_unref(sent);
    chain_list_unref(anchors);
    free(policies);
}

int run_pkits(int count, char **arguments)
{
    struct tally tally = {0};
    json_t *suite = runner_load(arguments[0]), *test;
    const char *slash = strrchr(arguments[0], '/');
    char *directory = slash ? strndup(arguments[0], (size_t)(slash - arguments[0])) : strdup(".");
    chain_time at = (chain_time)json_integer_value(json_object_get(suite, "validation_time_epoch"));
    size_t i;
    (void)count;
    json_array_foreach(json_object_get(suite, "tests"), i, test)
        run_test(&tally, directory, test, at);
    free(directory);
    json_decref(suite);
    return runner_finish(&tally);
}
