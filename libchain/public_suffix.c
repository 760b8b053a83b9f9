// SPDX-License-Identifier: Apache-2.0
#include "public_suffix.h"

#include <string.h>

/* A rule as the list has it, written backwards: "moc", "ku.oc", "kc.*", "kc.www!". */
struct rule_text {
    char octets[PUBLIC_SUFFIX_MOST + 3];
    size_t size;
};

static void add_backwards(struct rule_text *rule, chain_bytes name)
{
    for (size_t i = name.size; i-- > 0;) {
        uint8_t c = name.data[i];
        rule->octets[rule->size++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    rule->octets[rule->size] = 0;
}

/* The first rule of a block stands there in full. */
static const char *first_of(uint32_t block)
{
    return (const char *)PUBLIC_SUFFIX_RULES + PUBLIC_SUFFIX_BLOCKS[block] + 1;
}

static bool is_in_block(uint32_t block, const char *wanted)
{
    char rule[PUBLIC_SUFFIX_MOST + 1];
    uint32_t left = PUBLIC_SUFFIX_RULE_COUNT - block * PUBLIC_SUFFIX_BLOCK;
    const uint8_t *at = PUBLIC_SUFFIX_RULES + PUBLIC_SUFFIX_BLOCKS[block];
    for (uint32_t i = 0; i < PUBLIC_SUFFIX_BLOCK && i < left; i++) {
        size_t size = strlen((const char *)at + 1);
        memcpy(rule + at[0], at + 1, size + 1);
        if (strcmp(rule, wanted) == 0)
            return true;
        at += size + 2;
    }
    return false;
}

/* Rules are sorted as strcmp has it. */
static bool is_rule(const struct rule_text *wanted)
{
    uint32_t low = 0, high = PUBLIC_SUFFIX_BLOCK_COUNT;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(first_of(middle), wanted->octets) <= 0)
            low = middle;
        else
            high = middle;
    }
    return is_in_block(low, wanted->octets);
}

bool public_suffix_is(chain_bytes name)
{
    struct rule_text rule = {.size = 0}, wildcard = {.size = 0};
    if (!name.size || name.size > PUBLIC_SUFFIX_MOST)
        return false;
    const uint8_t *dot = memchr(name.data, '.', name.size);
    if (!dot)
        return true;
    add_backwards(&rule, name);
    if (is_rule(&rule))
        return true;
    /* "*.parent", unless "!name" makes an exception of this one. */
    add_backwards(&wildcard, (chain_bytes){dot, (size_t)(name.data + name.size - dot)});
    wildcard.octets[wildcard.size++] = '*';
    wildcard.octets[wildcard.size] = 0;
    if (!is_rule(&wildcard))
        return false;
    rule.octets[rule.size++] = '!';
    rule.octets[rule.size] = 0;
    return !is_rule(&rule);
}
