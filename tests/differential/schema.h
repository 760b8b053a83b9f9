// SPDX-License-Identifier: Apache-2.0
/*
 * Certificates through libtasn1's own schema decoder in strict mode, held against our reader: they
 * must agree on whether it is a certificate, and on every field of it.
 */
#ifndef TEST_DIFFERENTIAL_SCHEMA_H
#define TEST_DIFFERENTIAL_SCHEMA_H

#include "chain.h"

#include <stdbool.h>

bool schema_load(const char *path); /* of pkix.asn */
void schema_drop(void);

enum schema_result {
    SCHEMA_SAME,    /* both accept it, and all fields are the same */
    SCHEMA_DIFFERS, /* both accept it, and read something else in it */
    SCHEMA_NEITHER,
    SCHEMA_EXPLAINED, /* only one does, for a reason that is listed in schema.c */
    SCHEMA_OURS_ONLY,
    SCHEMA_THEIRS_ONLY,
};

/* What is not as it should be is said on stderr, with `name`. */
enum schema_result schema_compare(chain_bytes der, const char *name);

#endif
