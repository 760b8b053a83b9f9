// SPDX-License-Identifier: Apache-2.0
/*
 * Policies: the input is a sequence of extension values, each behind an octet of flags and one of
 * length, for up to eight certificates. Flags 0 and 1 say which extension, 6 that the certificate
 * is self-issued, 7 that the next certificate begins. A user who asks for more is never content
 * with what did not do for one who asks for less, and no budget is exceeded.
 */
#include "fuzz.h"

#include "der.h"
#include "extension.h"
#include "policy.h"

#include <string.h>

enum { MOST_CERTS = 8, BUDGET = 5000 };

static const enum cert_extension KINDS[] = {EXTENSION_POLICIES, EXTENSION_POLICY_MAPPINGS,
                                            EXTENSION_POLICY_CONSTRAINTS,
                                            EXTENSION_INHIBIT_ANY_POLICY};

/* The extensions of all certificates, each as an OCTET STRING, with room for the headers. */
struct written {
    uint8_t *octets;
    uint32_t size;
};

static void read_value(struct chain_cert *cert, struct written *to, enum cert_extension kind,
                       chain_bytes value)
{
    uint16_t bit = (uint16_t)(1U << kind);
    uint8_t header[DER_HEADER_SIZE];
    size_t header_size = der_header(header, DER_OCTET_STRING, (uint32_t)value.size);
    cert->present |= bit;
    cert->malformed = (uint16_t)(cert->malformed & ~bit);
    cert->extensions[kind] = to->size;
    memcpy(to->octets + to->size, header, header_size);
    if (value.size)
        memcpy(to->octets + to->size + header_size, value.data, value.size);
    to->size += (uint32_t)(header_size + value.size);
    value = cert_extension(cert, kind);
    if (!extension_read(cert, kind, value))
        cert->malformed |= bit;
    else if (kind == EXTENSION_POLICY_MAPPINGS)
        policy_maps_any(value);
}

static uint32_t read_path(struct chain_cert *certs, struct policy_step *steps, struct written *to,
                          chain_bytes input)
{
    const uint8_t *data = input.data;
    size_t size = input.size;
    uint32_t count = 0;
    for (size_t at = 0; at + 2 <= size;) {
        uint8_t flags = data[at];
        size_t length = data[at + 1];
        at += 2;
        length = length > size - at ? size - at : length;
        if (!count || flags & 0x80) {
            if (count == MOST_CERTS)
                break;
            certs[count] = (struct chain_cert){.der = to->octets, .size = to->size};
            steps[count] = (struct policy_step){&certs[count], false};
            count++;
        }
        steps[count - 1].self_issued |= flags >> 6 & 1;
        read_value(&certs[count - 1], to, KINDS[flags & 3], (chain_bytes){data + at, length});
        at += length;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const chain_bytes ONE[] = {{(const uint8_t *)"\x2a\x01", 2}};
    static const struct policy_inputs USERS[] = {
        /* From the least demanding to the most. The last one stands apart: a policy that a CA would
         * map away below anyPolicy stays what it is where mappings do not count (6.1.4 (b)(2)). */
        {NULL, 0, false, false, false}, {NULL, 0, true, false, false}, {ONE, 1, true, false, false},
        {ONE, 1, true, false, true},    {ONE, 1, true, true, true},
    };
    struct chain_cert certs[MOST_CERTS];
    struct policy_step steps[MOST_CERTS];
    enum policy_result last = POLICY_VALID;
    struct arena arena;
    /* two octets of the input become a header of three at most; the first one is no extension's */
    struct written written = {calloc(size + size / 2 + 1, 1), 1};
    MUST(written.octets);
    uint32_t count = read_path(certs, steps, &written, (chain_bytes){data, size}), at;
    if (!count) {
        free(written.octets);
        return 0;
    }
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < sizeof(USERS) / sizeof(USERS[0]); i++) {
        uint64_t budget = BUDGET, little = 5;
        enum policy_result result = policy_check(&arena, &USERS[i], steps, count, &budget, &at);
        MUST(result != POLICY_NO_MEMORY && result != POLICY_SPENT);
        MUST(budget <= BUDGET && at < count);
        MUST(last == POLICY_VALID || result != POLICY_VALID || USERS[i].inhibit_mapping);
        last = result;
        result = policy_check(&arena, &USERS[i], steps, count, &little, &at);
        MUST(result == last || result == POLICY_SPENT);
        MUST(little <= 5);
    }
    arena_free(&arena);
    free(written.octets);
    return 0;
}
