// SPDX-License-Identifier: Apache-2.0
/*
 * Password-based encryption: two octets of length, an AlgorithmIdentifier or MacData, and what it
 * protects. Rounds are bounded, and what comes out is no longer than what went in.
 */
#include "fuzz.h"

#include "pbe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { ROUNDS = 3000 };
    static const struct pbe_password PASSWORD = {.plain = {(const uint8_t *)"ab", 2},
                                                 .wide = {(const uint8_t *)"\0a\0b\0\0", 6}};
    static const struct pbe_password NO_PASSWORD;
    if (size < 2)
        return 0;
    size_t first = (size_t)data[0] << 8 | data[1], rest = size - 2, out_size = 0;
    first = first > rest ? rest : first;
    chain_bytes parameters = {data + 2, first}, content = {data + 2 + first, rest - first};
    uint8_t *out = malloc(content.size + 1);
    uint32_t left = ROUNDS;
    if (pbe_decrypt(out, &out_size, parameters, &PASSWORD, content, &left) == PBE_GOOD)
        MUST(out_size <= content.size);
    MUST(left <= ROUNDS);
    left = ROUNDS;
    if (pbe_decrypt(out, &out_size, parameters, &NO_PASSWORD, content, &left) == PBE_GOOD)
        MUST(out_size <= content.size);
    left = ROUNDS;
    enum pbe_status status = pbe_check_mac(parameters, &PASSWORD, content, &left);
    left = ROUNDS;
    MUST(pbe_check_mac(parameters, &PASSWORD, content, &left) == status);
    left = 0; /* an explicit number of rounds is more than none */
    status = pbe_decrypt(out, &out_size, parameters, &PASSWORD, content, &left);
    MUST(status != PBE_GOOD && status != PBE_WRONG && left == 0);
    free(out);
    return 0;
}
