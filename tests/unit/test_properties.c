// SPDX-License-Identifier: Apache-2.0
/* Expected values are those of java.util.Properties.load; tests/fidelity/test_security.py asks it.
 */
#include "properties.h"

#include "expect.h"
#include "pool.h"

#include <stdio.h>
#include <string.h>

TestSuite(properties, .fini = tidy);

/* "a=1|b=2|" */
static const char *all(const char *text, size_t size)
{
    static char out[4096];
    struct properties in = {.text = {(const uint8_t *)text, size}};
    static struct property property;
    out[0] = 0;
    while (properties_next(&in, &property)) {
        size_t used = strlen(out);
        snprintf(out + used, sizeof(out) - used, "%.60s=%.200s%s|", property.key, property.value,
                 property.cut ? " (cut)" : "");
    }
    return out;
}
#define READ(text) all(text, sizeof(text) - 1)

Test(properties, a_key_ends_at_a_separator_or_a_blank)
{
    SAME_TEXT(READ("a=1\nb:2\nc 3\nd\t=\t4\ne = = 5\nf\n"), "a=1|b=2|c=3|d=4|e== 5|f=|");
    SAME_TEXT(READ("a==/x"), "a==/x|");
    SAME_TEXT(READ("a\\ b\\=c\\:=1 "), "a b=c:=1 |");
}

Test(properties, comments_and_blank_lines_are_passed_over)
{
    SAME_TEXT(READ("# a=1\n! b=2\\\n\n  \t\f\n  #c=3\n  d=4\n"), "d=4|");
    SAME_TEXT(READ("a=1 # no comment\n"), "a=1 # no comment|");
    SAME_TEXT(READ(""), "");
    SAME_TEXT(READ("#"), "");
}

Test(properties, a_line_goes_on_after_a_backslash)
{
    SAME_TEXT(READ("a=1,\\\n  2,\\\r\n\t3\nb=4"), "a=1,2,3|b=4|");
    SAME_TEXT(READ("a=1\\\\\nb=2"), "a=1\\|b=2|");
    SAME_TEXT(READ("a=1\\\n#2\n"), "a=1#2|");
    SAME_TEXT(READ("a=1\\"), "a=1|");
    SAME_TEXT(READ("a=1\rb=2\r\rc=3"), "a=1|b=2|c=3|");
}

Test(properties, escapes)
{
    SAME_TEXT(READ("a=\\t\\u0041\\u00e4\\x\\u0000"), "a=\tA?x?|");
    SAME_TEXT(READ("a=\\u00"), "a=?|");
    SAME_TEXT(READ("a=\xc3\xa4"), "a=??|");
    SAME_TEXT(READ("a=1\0002"), "a=1?2|");
}

Test(properties, what_is_too_long_is_cut_and_says_so)
{
    static char text[PROPERTY_VALUE_SIZE + 8];
    struct property *property = pool_take(sizeof(*property));
    for (size_t size = PROPERTY_VALUE_SIZE - 1; size <= PROPERTY_VALUE_SIZE; size++) {
        memset(text, 'x', sizeof(text));
        memcpy(text, "a=", 2);
        struct properties in = {.text = {(const uint8_t *)text, size + 2}};
        cr_assert(properties_next(&in, property));
        SAME(strlen(property->value), PROPERTY_VALUE_SIZE - 1);
        SAME(property->cut, size == PROPERTY_VALUE_SIZE);
    }
    memset(text, 'k', sizeof(text));
    struct properties in = {.text = {(const uint8_t *)text, PROPERTY_KEY_SIZE}};
    cr_assert(properties_next(&in, property));
    SAME(strlen(property->key), PROPERTY_KEY_SIZE - 1);
    SAME(property->cut, true);
}
