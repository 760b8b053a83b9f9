// SPDX-License-Identifier: Apache-2.0
#include "der.h"

#include "der_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(der, .fini = tidy);
TestSuite(der_content, .fini = tidy);

/* ---- elements ---------------------------------------------------------------------------------
 */

/* Reads one element that must be all there is, and returns the size of its content. */
static size_t content_size(chain_bytes bytes)
{
    struct der in = der_from(bytes);
    struct der_element element;
    if (!der_next(&in, &element))
        return SIZE_MAX;
    SAME_BYTES(element.whole, bytes);
    SAME(element.content.data + element.content.size - bytes.data, bytes.size);
    cr_expect(der_done(&in));
    return element.content.size;
}

Test(der, lengths_at_the_limits_of_each_form)
{
    static const size_t SIZES[] = {0,   1,   127,   128,   129,      255,
                                   256, 257, 65535, 65536, 16777215, 16777216};
    for (size_t i = 0; i < COUNT(SIZES); i++)
        SAME(content_size(ASN(0x04, asn_repeat(0xaa, SIZES[i]))), SIZES[i]);
}

Test(der, header_writes_what_the_reader_reads)
{
    static const struct {
        uint32_t size;
        const char *header;
    } CASES[] = {
        {0, "3000"},
        {127, "307f"},
        {128, "308180"},
        {255, "3081ff"},
        {256, "30820100"},
        {65535, "3082ffff"},
        {65536, "3083010000"},
        {16777215, "3083ffffff"},
        {16777216, "308401000000"},
        {UINT32_MAX, "3084ffffffff"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        uint8_t out[DER_HEADER_SIZE];
        size_t size = der_header(out, DER_SEQUENCE, CASES[i].size);
        SAME_BYTES(((chain_bytes){out, size}), asn_hex(CASES[i].header));
    }
}

Test(der, refuses_lengths_that_are_not_minimal)
{
    static const char *const HEADERS[] = {
        "04 81 00",
        "04 81 7f",
        "04 82 0000",
        "04 82 0080",
        "04 82 00ff",
        "04 83 000100",
        "04 83 00ffff",
        "04 84 00010000",
        "04 84 00ffffff",
        "04 85 0000000001",
        "04 89 000000000000000001",
    };
    for (size_t i = 0; i < COUNT(HEADERS); i++) {
        chain_bytes bytes = ASN_JOIN(asn_hex(HEADERS[i]), asn_repeat(0, 65536));
        struct der in = der_from(bytes);
        struct der_element element;
        cr_expect_not(der_next(&in, &element), "%s", HEADERS[i]);
        cr_expect_eq(in.at, bytes.data, "%s: the cursor stays on what is wrong", HEADERS[i]);
    }
}

Test(der, refuses_indefinite_and_reserved_lengths)
{
    static const char *const CASES[] = {"30 80 0000", "30 80", "30 ff 01", "30 ff",
                                        "24 80 04 01 00 0000"};
    for (size_t i = 0; i < COUNT(CASES); i++)
        cr_expect_eq(content_size(asn_hex(CASES[i])), SIZE_MAX, "%s", CASES[i]);
}

Test(der, refuses_lengths_beyond_the_end)
{
    static const char *const CASES[] = {
        "04 01",
        "04 02 00",
        "04 7f 00",
        "04 81 80 00",
        "04 82 0100 00",
        "04 84 7fffffff 00",
        "04 84 ffffffff 00",
        "04 85 0100000000 00",
        "04 88 7fffffffffffffff 00",
        "04 88 ffffffffffffffff 00",
        "04 88 fffffffffffffff6 00",
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        cr_expect_eq(content_size(asn_hex(CASES[i])), SIZE_MAX, "%s", CASES[i]);
}

/* What is cut off within its header is no element, not an empty one. */
Test(der, refuses_headers_that_are_cut_off)
{
    static const char *const CASES[] = {
        "",         "04",         "30",    "05",           "04 81",    "04 82",
        "04 82 01", "04 83 0100", "04 84", "04 84 010000", "30 84 00",
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        cr_expect_eq(content_size(asn_hex(CASES[i])), SIZE_MAX, "'%s'", CASES[i]);
}

Test(der, refuses_every_cut_of_an_element)
{
    chain_bytes whole = ASN_SEQUENCE(asn_repeat(0x05, 300));
    for (size_t size = 0; size < whole.size; size++)
        cr_expect_eq(content_size(asn_cut(whole, size)), SIZE_MAX, "cut to %zu", size);
    SAME(content_size(asn_cut(whole, whole.size)), 300);
}

Test(der, refuses_tags_of_more_than_one_octet)
{
    cr_expect_eq(content_size(asn_hex("1f 1f 00")), SIZE_MAX);
    cr_expect_eq(content_size(asn_hex("bf 81 00 00")), SIZE_MAX);
    cr_expect_eq(content_size(asn_hex("3f 00 00")), SIZE_MAX);
    SAME(content_size(asn_hex("9e 00")), 0);
}

Test(der, nothing_is_no_element)
{
    struct der in = der_from((chain_bytes){NULL, 0});
    struct der_element element;
    cr_expect(der_done(&in));
    cr_expect_not(der_next(&in, &element));
    cr_expect_not(der_peek(&in, 0));
}

/* ---- cursors ----------------------------------------------------------------------------------
 */

Test(der, elements_follow_one_another)
{
    chain_bytes bytes = asn_hex("02 01 05  04 00  30 02 05 00");
    struct der in = der_from(bytes);
    struct der_element element;
    static const uint8_t TAGS[] = {DER_INTEGER, DER_OCTET_STRING, DER_SEQUENCE};
    static const size_t OFFSETS[] = {0, 3, 5};
    for (size_t i = 0; i < 3; i++) {
        cr_expect(der_peek(&in, TAGS[i]));
        cr_assert(der_next(&in, &element));
        SAME(element.tag, TAGS[i]);
        SAME(element.whole.data - bytes.data, OFFSETS[i]);
    }
    cr_expect(der_done(&in));
    cr_expect_not(der_next(&in, &element));
}

Test(der, read_wants_its_tag_and_stays_otherwise)
{
    chain_bytes bytes = asn_hex("02 01 05 05 00"), content;
    struct der in = der_from(bytes);
    cr_expect_not(der_read(&in, DER_OCTET_STRING, &content));
    SAME(in.at - bytes.data, 0);
    cr_assert(der_read(&in, DER_INTEGER, &content));
    SAME_BYTES(content, asn_hex("05"));
    cr_expect_not(der_read(&in, DER_INTEGER, &content));
    SAME(in.at - bytes.data, 3);
}

Test(der, enter_stays_within_its_element)
{
    chain_bytes bytes = asn_hex("30 03 02 01 05  02 01 07"), content;
    struct der in = der_from(bytes), inside;
    cr_expect_not(der_enter(&in, DER_SET, &inside));
    cr_assert(der_enter(&in, DER_SEQUENCE, &inside));
    cr_assert(der_read(&inside, DER_INTEGER, &content));
    SAME_BYTES(content, asn_hex("05"));
    cr_expect(der_done(&inside));
    cr_assert(der_read(&in, DER_INTEGER, &content));
    SAME_BYTES(content, asn_hex("07"));
}

Test(der, an_element_must_not_leave_its_parent)
{
    struct der in = der_from(asn_hex("30 03 04 02 aa  bb")), inside;
    struct der_element element;
    cr_assert(der_enter(&in, DER_SEQUENCE, &inside));
    cr_expect_not(der_next(&inside, &element), "its last octet is the parent's neighbour");
}

/* ---- contents ---------------------------------------------------------------------------------
 */

Test(der_content, booleans)
{
    bool value = true;
    cr_expect(der_boolean(asn_hex("00"), &value));
    cr_expect_not(value);
    cr_expect(der_boolean(asn_hex("ff"), &value));
    cr_expect(value);
    static const char *const WRONG[] = {"", "01", "fe", "7f", "ffff", "0000"};
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(der_boolean(asn_hex(WRONG[i]), &value), "%s", WRONG[i]);
    cr_expect(value, "a refused value is not written");
}

Test(der_content, integers_have_no_needless_first_octet)
{
    static const char *const GOOD[] = {"00",   "01",   "7f",   "80",   "ff",
                                       "0080", "00ff", "ff7f", "ff00", "0100"};
    static const char *const WRONG[] = {"", "0000", "0001", "007f", "ff80", "ffff", "000080"};
    for (size_t i = 0; i < COUNT(GOOD); i++)
        cr_expect(der_integer_is_canonical(asn_hex(GOOD[i])), "%s", GOOD[i]);
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(der_integer_is_canonical(asn_hex(WRONG[i])), "%s", WRONG[i]);
}

Test(der_content, unsigned_numbers_up_to_63_bits)
{
    static const struct {
        const char *content;
        uint64_t value;
    } GOOD[] = {{"00", 0},
                {"7f", 127},
                {"0080", 128},
                {"00ff", 255},
                {"0100", 256},
                {"00ffffffffffffff", UINT64_C(0xffffffffffffff)},
                {"7fffffffffffffff", INT64_MAX}};
    uint64_t value;
    for (size_t i = 0; i < COUNT(GOOD); i++) {
        cr_expect(der_unsigned(asn_hex(GOOD[i].content), &value), "%s", GOOD[i].content);
        cr_expect_eq(value, GOOD[i].value, "%s", GOOD[i].content);
    }
    static const char *const WRONG[] = {
        "", "80", "ff", "0001", "008000000000000000", "00ffffffffffffffff", "010000000000000000"};
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(der_unsigned(asn_hex(WRONG[i]), &value), "%s", WRONG[i]);
}

Test(der_content, oids_have_whole_arcs_without_leading_zeros)
{
    static const char *const GOOD[] = {"00",           "55",   "551d13", "8837",
                                       "2a864886f70d", "ff7f", "2a8100"};
    static const char *const WRONG[] = {"",       "80",   "8001",     "2a80",
                                        "2a8001", "2a86", "2a864886", "ff"};
    for (size_t i = 0; i < COUNT(GOOD); i++)
        cr_expect(der_oid_is_canonical(asn_hex(GOOD[i])), "%s", GOOD[i]);
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(der_oid_is_canonical(asn_hex(WRONG[i])), "%s", WRONG[i]);
}

Test(der_content, bit_strings_have_zero_unused_bits)
{
    static const struct {
        const char *content;
        size_t octets;
        unsigned unused;
    } GOOD[] = {{"00", 0, 0}, {"00ff", 1, 0}, {"0780", 1, 7}, {"0700", 1, 7}, {"01aafe", 2, 1}};
    chain_bytes bits;
    unsigned unused;
    for (size_t i = 0; i < COUNT(GOOD); i++) {
        chain_bytes content = asn_hex(GOOD[i].content);
        cr_expect(der_bit_string(content, &bits, &unused), "%s", GOOD[i].content);
        SAME(bits.size, GOOD[i].octets);
        SAME(bits.data - content.data, 1);
        SAME(unused, GOOD[i].unused);
    }
    static const char *const WRONG[] = {"", "01", "07", "0800", "ff00", "0101", "07c0", "01aaff"};
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(der_bit_string(asn_hex(WRONG[i]), &bits, &unused), "%s", WRONG[i]);
}

Test(der_content, times_by_their_tag)
{
    chain_time at;
    cr_expect(der_time(DER_UTC_TIME, asn_text("700101000001Z"), &at));
    SAME(at, 1);
    cr_expect(der_time(DER_GENERALIZED_TIME, asn_text("19700101000002Z"), &at));
    SAME(at, 2);
    cr_expect_not(der_time(DER_UTC_TIME, asn_text("19700101000002Z"), &at));
    cr_expect_not(der_time(DER_GENERALIZED_TIME, asn_text("700101000001Z"), &at));
    cr_expect_not(der_time(DER_PRINTABLE_STRING, asn_text("700101000001Z"), &at));
}

Test(der_content, bytes_equal_looks_at_size_and_octets)
{
    cr_expect(bytes_equal(BYTES("ab"), asn_hex("6162")));
    cr_expect_not(bytes_equal(BYTES("ab"), BYTES("ac")));
    cr_expect_not(bytes_equal(BYTES("ab"), BYTES("abc")));
    cr_expect(bytes_equal(BYTES(""), (chain_bytes){NULL, 0}));
}
