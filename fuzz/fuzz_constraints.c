// SPDX-License-Identifier: Apache-2.0
/*
 * Name constraints: the input is two octets of length, a NameConstraints value, and a GeneralNames
 * value. Excluding everything excludes; no budget is exceeded.
 */
#include "fuzz.h"

#include "constraints.h"
#include "der.h"
#include "extension.h"

#include <string.h>

/* The extension as it stands in a certificate, behind one octet of something else. */
static uint8_t *write_names(struct chain_cert *leaf, chain_bytes names)
{
    uint8_t *octets = calloc(1 + DER_HEADER_SIZE + names.size, 1);
    MUST(octets);
    size_t size = 1 + der_header(octets + 1, DER_OCTET_STRING, (uint32_t)names.size);
    memcpy(octets + size, names.data, names.size);
    leaf->der = octets;
    leaf->size = (uint32_t)(size + names.size);
    leaf->extensions[EXTENSION_SUBJECT_ALT_NAME] = 1;
    return octets;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t first = (size_t)data[0] << 8 | data[1];
    data += 2;
    size -= 2;
    if (first > size)
        first = size;
    struct chain_cert ca = {.der = data, .size = (uint32_t)size};
    chain_bytes constraints = {data, first}, names = {data + first, size - first};
    if (!extension_read(&ca, EXTENSION_NAME_CONSTRAINTS, constraints))
        return 0;
    constraints_are_well_formed(constraints);
    uint64_t budget = 1000;
    static const char *const HOSTS[] = {"www.example.com", "*.example.org", NULL};
    constraints_check(constraints, NULL, HOSTS, &budget);
    struct chain_cert leaf = {.present = 1U << EXTENSION_SUBJECT_ALT_NAME};
    if (!extension_read(&leaf, EXTENSION_SUBJECT_ALT_NAME, names))
        return 0;
    uint8_t *octets = write_names(&leaf, names);
    budget = 1000;
    enum constraints_result all = constraints_check(constraints, &leaf, NULL, &budget);
    MUST(budget <= 1000);
    uint64_t none = 0;
    enum constraints_result spent = constraints_check(constraints, &leaf, NULL, &none);
    MUST(spent == CONSTRAINTS_SPENT || spent == CONSTRAINTS_KEPT);
    /* Without a comparison there was nothing to hold the names to. */
    MUST(spent != CONSTRAINTS_KEPT || all == CONSTRAINTS_KEPT);
    free(octets);
    return 0;
}
