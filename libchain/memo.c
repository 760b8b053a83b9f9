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

/* SIG_GOOD and *out, borrowed until the next call, or why there is no usable key. */
static enum sig_result prepare_key(struct chain_memo *memo, const uint8_t hash[SHA256_SIZE],
                                   chain_bytes spki, const struct sig_key **out)
{
    struct memo_key *slot = &memo->keys[hash[0]];
    if (slot->key && memcmp(slot->hash, hash, SHA256_SIZE) == 0) {
        *out = slot->key;
        return SIG_GOOD;
    }
    struct key key;
    struct sig_key *made;
    enum key_status status = key_read(&key, spki);
    if (status != KEY_GOOD)
        return status == KEY_MALFORMED ? SIG_BAD : SIG_UNSUPPORTED;
    enum sig_result result = sig_key_new(&made, &key);
    if (result != SIG_GOOD)
        return result;
    sig_key_free(slot->key);
    slot->key = made;
    memcpy(slot->hash, hash, SHA256_SIZE);
    *out = made;
    return SIG_GOOD;
}

static enum sig_result check(struct chain_memo *memo, const struct chain_cert *cert,
                             const uint8_t hash[SHA256_SIZE], chain_bytes spki)
{
    struct algorithm algorithm;
    const struct sig_key *key;
    if (!algorithm_read(&algorithm, cert_bytes(cert, cert->algorithm)))
        return SIG_BAD;
    enum sig_result result = prepare_key(memo, hash, spki, &key);
    if (result != SIG_GOOD)
        return result;
    return sig_check(key, &algorithm, cert_bytes(cert, cert->tbs), cert_bytes(cert, cert->signature));
}

enum sig_result memo_check(struct chain_memo *memo, const struct chain_cert *cert,
                           const struct chain_cert *issuer, bool *computed)
{
    struct memo_result wanted = {.result = 0};
    chain_bytes spki = cert_bytes(issuer, issuer->spki);
    cert_sha256(cert, wanted.cert);
    cert_key_sha256(issuer, wanted.key);
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
    enum sig_result result = check(memo, cert, wanted.key, spki);
    if (result == SIG_NO_MEMORY)
        return result;
    wanted.result = (uint8_t)(result + 1);
    memmove(bucket + 1, bucket, (MEMO_WAYS - 1) * sizeof(*bucket));
    bucket[0] = wanted;
    return result;
}
