// SPDX-License-Identifier: Apache-2.0
/* Recorded keystores, and what a reader makes of some octets. */
#ifndef TEST_SUPPORT_KEYSTORE_H
#define TEST_SUPPORT_KEYSTORE_H

#include "source.h"

/* A file, in the pool. Ends the test where there is none. */
chain_bytes file_content(const char *path);

/* What was made of the octets. Given back with keystore_free. */
struct keystore {
    struct chain_list *list;
    chain_error error; /* of a call that failed */
    chain_status status;
    size_t anchors; /* certificates that are trusted */
};
struct keystore keystore_read(chain_bytes data, const char *password);
void keystore_free(struct keystore *keystore);
/* What was said of the first entry that was skipped, or "". */
const char *keystore_complaint(const struct keystore *keystore);

/*
 * Every beginning of the octets, and the whole with each octet changed: nothing of it may crash,
 * add a certificate that is not in the whole, or go by in silence. Beginnings that are read without
 * any complaint end the test.
 */
void keystore_try_damage(chain_bytes data, const char *password);

#endif
