// SPDX-License-Identifier: Apache-2.0
/*
 * wycheproof FILE...: signature verification. Every group has a key as SubjectPublicKeyInfo, which is
 * read by the reader that certificates use. `acceptable` cases may go either way.
 */
#include "runner.h"

#include "key.h"
#include "sig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum digest digest_named(const char *name)
{
    static const struct {
        const char *name;
        enum digest digest;
    } DIGESTS[] = {{"SHA-1", DIGEST_SHA1},
                   {"SHA-224", DIGEST_SHA224},
                   {"SHA-256", DIGEST_SHA256},
                   {"SHA-384", DIGEST_SHA384},
                   {"SHA-512", DIGEST_SHA512}};
    for (size_t i = 0; i < sizeof(DIGESTS) / sizeof(DIGESTS[0]); i++) {
        if (strcmp(DIGESTS[i].name, name) == 0)
            return DIGESTS[i].digest;
    }
    return DIGEST_NONE;
}

/* What a group is about; scheme unknown where this library cannot have an opinion. */
static struct algorithm algorithm_of(const json_t *group)
{
    const char *type = runner_string(group, "type");
    struct algorithm out = {.parameters_good = true, .parameters_known = true};
    out.digest = digest_named(runner_string(group, "sha"));
    if (strcmp(type, "EcdsaVerify") == 0) {
        out.scheme = SCHEME_ECDSA;
    } else if (strcmp(type, "EddsaVerify") == 0) {
        out.scheme = SCHEME_ED25519;
    } else if (strcmp(type, "RsassaPkcs1Verify") == 0) {
        out.scheme = SCHEME_RSA_PKCS1;
    } else if (strncmp(type, "RsassaPss", 9) == 0) {
        out.scheme = SCHEME_RSA_PSS;
        out.salt = (unsigned)json_integer_value(json_object_get(group, "sLen"));
        out.parameters_known = strcmp(runner_string(group, "sha"), runner_string(group, "mgfSha")) == 0;
    }
    if (out.digest == DIGEST_NONE && out.scheme != SCHEME_ED25519)
        out.scheme = SCHEME_UNKNOWN;
    return out;
}

static const char *verify(const struct sig_key *key, const struct algorithm *algorithm,
                          const json_t *test)
{
    chain_bytes message = runner_hex(test, "msg"), signature = runner_hex(test, "sig");
    enum sig_result result = sig_check(key, algorithm, message, signature);
    free((void *)(uintptr_t)message.data);
    free((void *)(uintptr_t)signature.data);
    return result == SIG_GOOD ? "valid" : result == SIG_BAD ? "invalid" : "unsupported";
}

static void run_group(struct tally *tally, const char *file, const json_t *group)
{
    chain_bytes spki = runner_hex(group, "publicKeyDer");
    struct algorithm algorithm = algorithm_of(group);
    struct key key;
    struct sig_key *ready = NULL;
    enum key_status status = key_read(&key, spki);
    enum sig_result made = status == KEY_GOOD ? sig_key_new(&ready, &key) : SIG_BAD;
    const json_t *test;
    size_t i;
    json_array_foreach(json_object_get(group, "tests"), i, test) {
        char id[256];
        const char *expected = runner_string(test, "result");
        const char *actual = algorithm.scheme == SCHEME_UNKNOWN || status == KEY_UNSUPPORTED ||
                                     made == SIG_UNSUPPORTED
                                 ? "unsupported"
                             : made != SIG_GOOD ? "invalid"
                                                : verify(ready, &algorithm, test);
        snprintf(id, sizeof(id), "%s#%lld", file,
                 (long long)json_integer_value(json_object_get(test, "tcId")));
        bool ok = strcmp(expected, actual) == 0 ||
                  (strcmp(expected, "acceptable") == 0 && strcmp(actual, "unsupported") != 0);
        runner_case(tally, id, expected, actual, ok, runner_string(test, "comment"));
    }
    sig_key_free(ready);
    free((void *)(uintptr_t)spki.data);
}

int run_wycheproof(int count, char **arguments)
{
    struct tally tally = {0};
    for (int i = 0; i < count; i++) {
        const char *slash = strrchr(arguments[i], '/');
        json_t *suite = runner_load(arguments[i]), *group;
        size_t k;
        json_array_foreach(json_object_get(suite, "testGroups"), k, group)
            run_group(&tally, slash ? slash + 1 : arguments[i], group);
        json_decref(suite);
    }
    return runner_finish(&tally);
}
