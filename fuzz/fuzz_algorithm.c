// SPDX-License-Identifier: Apache-2.0
/* AlgorithmIdentifiers: what is read is within the bounds that signature checks rely on. */
#include "fuzz.h"

#include "algorithm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct algorithm algorithm = {0};
    chain_bytes identifier = {data, size}, oid, parameters;
    bool splits = algorithm_split(identifier, &oid, &parameters);
    MUST(algorithm_read(&algorithm, identifier) == splits);
    if (splits) {
        MUST(oid.data >= data && oid.data + oid.size <= data + size);
        MUST(!parameters.size || parameters.data + parameters.size == data + size);
        MUST(algorithm.scheme <= SCHEME_DSA && algorithm.digest <= DIGEST_SHA512);
        MUST(algorithm.scheme != SCHEME_ED25519 || algorithm.digest == DIGEST_NONE);
    }
    MUST(algorithm_digest(identifier) <= DIGEST_SHA512);
    algorithm_read_pss(&algorithm, identifier);
    return 0;
}
