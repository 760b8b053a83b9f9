// SPDX-License-Identifier: Apache-2.0
/*
 * Our reader of certificates against libtasn1's strict schema decoder: the same verdict, and every
 * field the same. What only libtasn1 accepts, and why we do not, stands in
 * tests/differential/schema.c.
 */
#include "fuzz.h"

#include "schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MUST(schema_load(SCHEMA));
    enum schema_result result = schema_compare((chain_bytes){data, size}, "input");
    MUST(result != SCHEMA_DIFFERS);
    MUST(result != SCHEMA_OURS_ONLY);
    MUST(result != SCHEMA_THEIRS_ONLY);
    return 0;
}
