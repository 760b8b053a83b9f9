// SPDX-License-Identifier: Apache-2.0
/*
 * Keys and signatures: two octets of length, a SubjectPublicKeyInfo, two of length, an
 * AlgorithmIdentifier, then a signature over a fixed message. Sizes are those that ADR 4 bounds
 * before GMP sees them, and a check gives the same result every time.
 */
#include "fuzz.h"

#include "sig.h"

static chain_bytes take(const uint8_t **at, size_t *left)
{
    if (*left < 2)
        return (chain_bytes){*at, 0};
    size_t size = (size_t)(*at)[0] << 8 | (*at)[1];
    *at += 2;
    *left -= 2;
    if (size > *left)
        size = *left;
    chain_bytes taken = {*at, size};
    *at += size;
    *left -= size;
    return taken;
}

static void check_key(const struct key *key)
{
    switch (key->kind) {
    case KEY_RSA:
        MUST(key->modulus.size <= KEY_RSA_MOST_BITS / 8 && key->modulus.size &&
             key->modulus.data[0]);
        MUST(key->exponent.size <= KEY_RSA_MOST_EXPONENT_BITS / 8 + 1);
        break;
    case KEY_DSA:
        MUST(key->p.size <= KEY_DSA_MOST_BITS / 8 && key->q.size <= 32);
        break;
    case KEY_P256:
    case KEY_P384:
    case KEY_P521:
        MUST(key->point.size == 2 * ((key->bits + 7) / 8));
        break;
    case KEY_ED25519:
        MUST(key->point.size == 32);
        break;
    default:
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *at = data;
    chain_bytes spki = take(&at, &size), identifier = take(&at, &size), signature = {at, size};
    struct algorithm algorithm;
    struct key key;
    struct sig_key *ready = NULL;
    if (key_read(&key, spki) != KEY_GOOD)
        return 0;
    check_key(&key);
    enum sig_result made = sig_key_new(&ready, &key);
    MUST((made == SIG_GOOD) == (ready != NULL) && made != SIG_NO_MEMORY);
    if (ready && algorithm_read(&algorithm, identifier)) {
        enum sig_result result = sig_check(ready, &algorithm, BYTES("message"), signature);
        MUST(result != SIG_NO_MEMORY);
        MUST(sig_check(ready, &algorithm, BYTES("message"), signature) == result);
        /* A signature is over one message. */
        MUST(result != SIG_GOOD ||
             sig_check(ready, &algorithm, BYTES("massage"), signature) == SIG_BAD);
    }
    sig_key_free(ready);
    return 0;
}
