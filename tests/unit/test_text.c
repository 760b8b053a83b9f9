// SPDX-License-Identifier: Apache-2.0
#include "text.h"

#include "der_writer.h"
#include "expect.h"
#include "mem.h"

TestSuite(text, .fini = tidy);
TestSuite(utf8, .fini = tidy);

Test(text, nothing_added_is_an_empty_string)
{
    struct text text = {0};
    SAME_OWN_TEXT(text_take(&text), "");
    SAME(text.size, 0);
}

Test(text, pieces_follow_one_another)
{
    struct text text = {0};
    text_add(&text, "one");
    SAME_TEXT(text.data, "one");
    text_add_bytes(&text, "twofold", 3);
    text_add_bytes(&text, NULL, 0);
    text_add_hex(&text, asn_hex("00ff10"));
    text_add_format(&text, " %d %s", -5, "x");
    SAME(text.size, 17);
    SAME_OWN_TEXT(text_take(&text), "onetwo00ff10 -5 x");
    cr_expect(!text.data && !text.size && !text.capacity, "taken means empty");
}

Test(text, grows_past_every_capacity)
{
    struct text text = {0};
    for (int i = 0; i < 5000; i++)
        text_add_format(&text, "%c", 'a' + i % 26);
    SAME(text.size, 5000);
    for (int i = 0; i < 5000; i++)
        SAME(text.data[i], 'a' + i % 26);
    SAME(text.data[5000], 0);
    text_free(&text);
    cr_expect_null(text.data);
}

Test(text, keeps_nul_octets)
{
    struct text text = {0};
    text_add_bytes(&text, "a\0b", 3);
    SAME(text.size, 3);
    SAME(memcmp(text.data, "a\0b", 4), 0);
    text_free(&text);
}

Test(text, after_a_failure_everything_is_dropped)
{
    struct text text = {0};
    text_add(&text, "before");
    text_add_bytes(&text, "", SIZE_MAX - 6);
    cr_expect(text.failed);
    text_add(&text, "after");
    SAME_TEXT(text.data, "before");
    cr_expect_null(text_take(&text));
    cr_expect(!text.data && !text.failed, "and the text can be used again");
}

Test(text, failure_without_any_text_is_null_too)
{
    struct text text = {.failed = true};
    cr_expect_null(text_take(&text));
}

Test(text, safe_shows_plain_text_as_it_is)
{
    struct text text = {0};
    text_add_safe(&text, "plain \xc3\xbc \xe4\xb8\xad \xf0\x9f\x98\x80 ~");
    SAME_OWN_TEXT(text_take(&text), "plain \xc3\xbc \xe4\xb8\xad \xf0\x9f\x98\x80 ~");
}

Test(text, safe_escapes_what_steers_or_is_not_utf8)
{
    struct text text = {0};
    text_add_safe(&text, "\x1b[31m \x7f \t\n \xc2\x9b \xe2\x80\xae \xef\xbb\xbf");
    SAME_OWN_TEXT(text_take(&text), "\\u{1b}[31m \\u{7f} \\u{9}\\u{a} \\u{9b} \\u{202e} \\u{feff}");
    text_add_safe(&text, "\xff \xc3 \xed\xa0\x80 \xc0\x80");
    SAME_OWN_TEXT(text_take(&text), "\\xff \\xc3 \\xed\\xa0\\x80 \\xc0\\x80");
}

/* ---- UTF-8 ------------------------------------------------------------------------------------
 */

Test(utf8, code_points_at_each_limit_come_back)
{
    static const uint32_t CODES[] = {0,      1,      0x7f,   0x80,    0x7ff,   0x800,   0xd7ff,
                                     0xe000, 0xfffd, 0xffff, 0x10000, 0xfffff, 0x10ffff};
    static const size_t SIZES[] = {1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4};
    for (size_t i = 0; i < COUNT(CODES); i++) {
        char out[4];
        uint32_t code = 0;
        size_t size = text_encode_utf8(out, CODES[i]);
        SAME(size, SIZES[i]);
        SAME(text_decode_utf8((const uint8_t *)out, size, &code), size);
        SAME(code, CODES[i]);
        SAME(text_decode_utf8((const uint8_t *)out, size - 1, &code), 0);
    }
}

Test(utf8, encodes_known_octets)
{
    static const struct {
        uint32_t code;
        const char *octets;
    } CASES[] = {{0x41, "41"}, {0xe9, "c3a9"}, {0x20ac, "e282ac"}, {0x1f600, "f09f9880"}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char out[4];
        size_t size = text_encode_utf8(out, CASES[i].code);
        SAME_BYTES(((chain_bytes){(uint8_t *)out, size}), asn_hex(CASES[i].octets));
    }
}

Test(utf8, refuses_what_is_not_well_formed)
{
    static const char *const WRONG[] = {
        "80",          "bf",          "c0 80",
        "c1 bf",                               /* continuation first; overlong */
        "c2",          "c2 41",       "c2 c2", /* cut off; not a continuation */
        "e0 80 80",    "e0 9f bf",    "e1 80",
        "e1 80 41",    "ed a0 80",    "ed bf bf", /* surrogates */
        "f0 80 80 80", "f0 8f bf bf", "f1 80 80",
        "f4 90 80 80", "f5 80 80 80", "f8 88 80 80 80",
        "ff",          "fe",
    };
    uint32_t code;
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        chain_bytes bytes = asn_hex(WRONG[i]);
        cr_expect_eq(text_decode_utf8(bytes.data, bytes.size, &code), 0, "%s", WRONG[i]);
    }
    SAME(text_decode_utf8(NULL, 0, &code), 0);
}

Test(utf8, reads_one_code_point_and_no_further)
{
    uint32_t code;
    SAME(text_decode_utf8((const uint8_t *)"ab", 2, &code), 1);
    SAME(code, 'a');
    SAME(text_decode_utf8((const uint8_t *)"\xc3\xa9\xff", 3, &code), 2);
    SAME(code, 0xe9);
}

Test(utf8, plain_ends_where_controls_begin)
{
    static const struct {
        uint32_t code;
        bool plain;
    } CASES[] = {
        {0x1f, false},    {0x20, true},     {0x7e, true},     {0x7f, false},   {0x9f, false},
        {0xa0, true},     {0xac, true},     {0xad, false},    {0xae, true},    {0x61b, true},
        {0x61c, false},   {0x180d, true},   {0x180e, false},  {0x200a, true},  {0x200b, false},
        {0x200f, false},  {0x2010, true},   {0x2027, true},   {0x2028, false}, {0x202e, false},
        {0x202f, true},   {0x205f, true},   {0x2060, false},  {0x206f, false}, {0x2070, true},
        {0xfeff, false},  {0xffef, true},   {0xfff0, false},  {0xfffb, false}, {0xfffc, true},
        {0xfffd, true},   {0xfffe, false},  {0xffff, false},  {0x1fffd, true}, {0x1fffe, false},
        {0xdffff, false}, {0xe0000, false}, {0xe0fff, false}, {0xe1000, true}, {0x10ffff, false},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        cr_expect_eq(text_is_plain(CASES[i].code), CASES[i].plain, "U+%04X", CASES[i].code);
}

Test(text, json_strings_are_escaped)
{
    struct text text = {0};
    text_add_json(&text, "a\"b\\c<d\n\xff");
    SAME_TEXT(text.data, "\"a\\\"b\\\\c\\u003cd\\\\u{a}\\\\xff\"");
    text_free(&text);
}
