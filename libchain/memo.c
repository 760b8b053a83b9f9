// SPDX-License-Identifier: Apache-2.0
#include "memo.h"

#include <string.h>

enum { LEAST_RESULTS = 64 };

chain_status chain_memo_new(chain_memo **out, size_t most)
{
    *out = NULL;
    struct chain_memo *memo = mem_zero(1, sizeof(*memo));
    if (!memo)
        return CHAIN_E_MEMORY;
    arena_init(&memo->arena, 0);
    memo->buckets = LEAST_RESULTS / MEMO_WAYS;
    while (memo->buckets * MEMO_WAYS * 2 <= most)
        memo->buckets *= 2;
    memo->results = mem_zero(memo->buckets * MEMO_WAYS, sizeof(*memo->results));
    if (!memo->results) {
        mem_free(memo);
        return CHAIN_E_MEMORY;
    }
    *out = memo;
    return CHAIN_OK;
}

void chain_memo_free(chain_memo *memo)
{
    if (!memo)
        return;
    for (size_t i = 0; i < MEMO_KEYS; i++)
        sig_key_free(memo->keys[i].key);
    arena_free(&memo->arena);
    mem_free(memo->results);
    mem_free(memo);
}

/* A key, and where its parameters stand when not in itself (size 0: nowhere). */
struct signing_key {
    chain_bytes spki, parameters;
    uint8_t sha256[SHA256_SIZE]; /* of both */
};

static struct signing_key identify(const struct chain_cert *issuer, chain_bytes parameters)
{
    struct signing_key key = {cert_bytes(issuer, issuer->spki), parameters, {0}};
    uint8_t both[2 * SHA256_SIZE];
    cert_key_sha256(issuer, key.sha256);
    if (parameters.size) {
        memcpy(both, key.sha256, SHA256_SIZE);
        sig_sha256(both + SHA256_SIZE, parameters);
        sig_sha256(key.sha256, (chain_bytes){both, sizeof(both)});
    }
    return key;
}

/* RFC 3279 2.3.2: DSA parameters that the key leaves out are those of its issuer. */
static void inherit(struct key *key, chain_bytes parameters)
{
    struct key source;
    if (key->kind != KEY_DSA || key->p.size || key_read(&source, parameters) != KEY_GOOD ||
        source.kind != KEY_DSA)
        return;
    key->p = source.p;
    key->q = source.q;
    key->g = source.g;
    key->bits = source.bits;
}

/* SIG_GOOD and *out, borrowed until the next call, or why there is no usable key. */
static enum sig_result prepare_key(struct chain_memo *memo, const struct signing_key *signing,
                                   const struct sig_key **out)
{
    struct memo_key *slot = &memo->keys[signing->sha256[0]];
    if (slot->key && memcmp(slot->hash, signing->sha256, SHA256_SIZE) == 0) {
        *out = slot->key;
        return SIG_GOOD;
    }
    struct key key;
    struct sig_key *made;
    enum key_status status = key_read(&key, signing->spki);
    if (status != KEY_GOOD)
        return status == KEY_MALFORMED ? SIG_BAD : SIG_UNSUPPORTED;
    inherit(&key, signing->parameters);
    enum sig_result result = sig_key_new(&made, &key);
    if (result != SIG_GOOD)
        return result;
    sig_key_free(slot->key);
    slot->key = made;
    memcpy(slot->hash, signing->sha256, SHA256_SIZE);
    *out = made;
    return SIG_GOOD;
}

/* What is signed: a certificate or a revocation list. */
struct signed_object {
    uint8_t sha256[SHA256_SIZE];
    chain_bytes algorithm, tbs, signature;
};

static enum sig_result check(struct chain_memo *memo, const struct signed_object *object,
                             const struct signing_key *signing)
{
    struct algorithm algorithm;
    const struct sig_key *key;
    if (!algorithm_read(&algorithm, object->algorithm))
        return SIG_BAD;
    enum sig_result result = prepare_key(memo, signing, &key);
    if (result != SIG_GOOD)
        return result;
    return sig_check(key, &algorithm, object->tbs, object->signature);
}

static enum sig_result check_once(struct chain_memo *memo, const struct signed_object *object,
                                  const struct signing_key *signing, bool *computed)
{
    struct memo_result wanted = {.result = 0};
    memcpy(wanted.cert, object->sha256, SHA256_SIZE);
    memcpy(wanted.key, signing->sha256, SHA256_SIZE);
    uint64_t place;
    memcpy(&place, wanted.cert, sizeof(place));
    place ^= (uint64_t)wanted.key[0] << 8 | wanted.key[1];
    struct memo_result *bucket = &memo->results[(place & (memo->buckets - 1)) * MEMO_WAYS];
    for (size_t i = 0; i < MEMO_WAYS; i++) {
        if (bucket[i].result && memcmp(bucket[i].cert, wanted.cert, SHA256_SIZE) == 0 &&
            memcmp(bucket[i].key, wanted.key, SHA256_SIZE) == 0) {
            *computed = false;
            return (enum sig_result)(bucket[i].result - 1);
        }
    }
    *computed = true;
    enum sig_result result = check(memo, object, signing);
    if (result == SIG_NO_MEMORY)
        return result;
    wanted.result = (uint8_t)(result + 1);
    memmove(bucket + 1, bucket, (MEMO_WAYS - 1) * sizeof(*bucket));
    bucket[0] = wanted;
    return result;
}

enum sig_result memo_check_with(struct chain_memo *memo, const struct chain_cert *cert,
                                const struct chain_cert *issuer, chain_bytes parameters,
                                bool *computed)
{
    struct signed_object object = {
        .algorithm = cert_bytes(cert, cert->algorithm),
        .tbs = cert_bytes(cert, cert->tbs),
        .signature = cert_bytes(cert, cert->signature),
    };
    cert_sha256(cert, object.sha256);
    struct signing_key signing = identify(issuer, parameters);
    return check_once(memo, &object, &signing, computed);
}

enum sig_result memo_check_crl(struct chain_memo *memo, const struct crl *crl,
                               const struct chain_cert *issuer, chain_bytes parameters,
                               bool *computed)
{
    struct signed_object object = {
        .algorithm = crl_bytes(crl, crl->algorithm),
        .tbs = crl_bytes(crl, crl->tbs),
        .signature = crl_bytes(crl, crl->signature),
    };
    memcpy(object.sha256, crl->fingerprint, SHA256_SIZE);
    struct signing_key signing = identify(issuer, parameters);
    return check_once(memo, &object, &signing, computed);
}

enum sig_result memo_check(struct chain_memo *memo, const struct chain_cert *cert,
                           const struct chain_cert *issuer, bool *computed)
{
    return memo_check_with(memo, cert, issuer, (chain_bytes){NULL, 0}, computed);
}
