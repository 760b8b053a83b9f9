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

enum { MOST_CERTS = 8, BUDGET = 5000 };

static const enum cert_extension KINDS[] = {EXTENSION_POLICIES, EXTENSION_POLICY_MAPPINGS,
                                            EXTENSION_POLICY_CONSTRAINTS,
                                            EXTENSION_INHIBIT_ANY_POLICY};

static void read_value(struct chain_cert *cert, enum cert_extension kind, struct slice value)
{
    uint16_t bit = (uint16_t)(1U << kind);
    cert->present |= bit;
    cert->malformed = (uint16_t)(cert->malformed & ~bit);
    cert->extensions[kind] = value;
    if (!extension_read(cert, kind, cert_bytes(cert, value)))
        cert->malformed |= bit;
    else if (kind == EXTENSION_POLICY_MAPPINGS)
        policy_maps_any(cert_bytes(cert, value));
}

static uint32_t read_path(struct chain_cert *certs, struct policy_step *steps, const uint8_t *data,
                          size_t size)
{
    uint32_t count = 0;
    for (size_t at = 0; at + 2 <= size;) {
        uint8_t flags = data[at];
        size_t length = data[at + 1];
        at += 2;
        length = length > size - at ? size - at : length;
        if (!count || flags & 0x80) {
            if (count == MOST_CERTS)
                break;
            certs[count] = (struct chain_cert){.der = data, .size = (uint32_t)size};
            steps[count] = (struct policy_step){&certs[count], false};
            count++;
        }
        steps[count - 1].self_issued |= flags >> 6 & 1;
        read_value(&certs[count - 1], KINDS[flags & 3],
                   (struct slice){(uint32_t)at, (uint32_t)length});
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
    uint32_t count = read_path(certs, steps, data, size), at;
    if (!count)
        return 0;
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
    return 0;
}
