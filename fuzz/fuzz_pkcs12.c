// SPDX-License-Identifier: Apache-2.0
/*
 * PKCS#12 keystores with the passwords that people give: none, the empty one, and JDKs' own. A
 * right password gives no less than none at all, and the same every time.
 */
#include "fuzz.h"

#include "reading.h"
#include "source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const PASSWORDS[] = {"changeit", "", "other"};
    chain_bytes bytes = {data, size};
    if (!pkcs12_is(bytes) || jks_is(bytes))
        return 0;
    struct chain_list *without = reading_new(bytes, NULL);
    for (size_t i = 0; i < sizeof(PASSWORDS) / sizeof(PASSWORDS[0]); i++) {
        struct chain_list *with = reading_new(bytes, PASSWORDS[i]);
        struct chain_list *again = reading_new(bytes, PASSWORDS[i]);
        MUST((with == NULL) == (again == NULL));
        if (with)
            reading_must_be_same(with, again);
        /* Where "changeit" fits, it is what no password stands for. */
        if (i == 0 && with && without && !with->unchecked && !without->unchecked)
            reading_must_be_same(with, without);
        chain_list_unref(with);
        chain_list_unref(again);
    }
    chain_list_unref(without);
    return 0;
}
