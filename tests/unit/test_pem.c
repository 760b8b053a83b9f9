// SPDX-License-Identifier: Apache-2.0
#include "pem.h"

#include "cert_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(pem, .fini = tidy);

#define BEGIN "-----BEGIN X-----\n"
#define END "-----END X-----\n"

static bool next(const char *text, size_t *at, struct pem_block *block)
{
    return pem_next(asn_text(text), at, block);
}

static void expect_decoded(const char *base64, chain_bytes expected)
{
    chain_bytes in = asn_text(base64);
    uint8_t *out = pool_take(pem_decoded_most(in));
    size_t size = 99, bad = 99;
    cr_expect(pem_decode(out, &size, in, &bad), "\"%s\" is refused at %zu", base64, bad);
    SAME_BYTES(((chain_bytes){out, size}), expected);
}

static void expect_refused(const char *base64, size_t where)
{
    chain_bytes in = asn_text(base64);
    uint8_t *out = pool_take(pem_decoded_most(in));
    size_t size = 99, bad = 99;
    cr_expect_not(pem_decode(out, &size, in, &bad), "\"%s\" is taken", base64);
    SAME(bad, where);
}

/* ---- blocks ----------------------------------------------------------------------------------- */

Test(pem, finds_blocks_between_anything)
{
    const char *text =
        "junk\n" BEGIN "AA\n" END "more -----BEGIN Y-----\r\n\r-----BEGIN Z-----\nBB\n"
        "-----END Z-----";
    struct pem_block block;
    size_t at = 0;
    cr_assert(next(text, &at, &block));
    SAME_BYTES(block.label, asn_text("X"));
    SAME_BYTES(block.base64, asn_text("\nAA\n"));
    SAME(block.offset, 5);
    cr_expect(block.closed);
    cr_assert(next(text, &at, &block));
    SAME_BYTES(block.label, asn_text("Z")); /* Y does not begin a line */
    cr_expect(block.closed);
    SAME(at, strlen(text));
    cr_expect_not(next(text, &at, &block));
    cr_expect_not(next(text, &at, &block));
}

Test(pem, a_block_that_is_not_closed_ends_where_the_next_begins)
{
    struct pem_block block;
    size_t at = 0;
    const char *text = BEGIN "AA\n" BEGIN "BB\n" END;
    cr_assert(next(text, &at, &block));
    cr_expect_not(block.closed);
    SAME_BYTES(block.base64, asn_text("\nAA\n"));
    cr_assert(next(text, &at, &block));
    cr_expect(block.closed);
    SAME(block.offset, 21);
    at = 0;
    cr_assert(next(BEGIN "AA", &at, &block));
    cr_expect_not(block.closed);
    SAME_BYTES(block.base64, asn_text("\nAA"));
}

Test(pem, another_label_does_not_close)
{
    struct pem_block block;
    size_t at = 0;
    cr_assert(next(BEGIN "AA\n-----END Y-----\n" BEGIN "BB\n" END, &at, &block));
    cr_expect_not(block.closed);
    SAME_BYTES(block.base64, asn_text("\nAA\n"));
    cr_assert(next(BEGIN "AA\n-----END Y-----\n" BEGIN "BB\n" END, &at, &block));
    cr_expect(block.closed);
}

Test(pem, what_only_looks_like_a_block_is_none)
{
    struct pem_block block;
    static const char *const TEXTS[] = {
        "",           "-----BEGIN X",       "-----BEGIN X----\nAA\n",    "----BEGIN X-----\nAA\n",
        "-----BEGIN", " " BEGIN "AA\n" END, "-----BEGIN X\n-----\nAA\n", "-----END X-----\n",
    };
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        size_t at = 0;
        cr_expect_not(next(TEXTS[i], &at, &block), "%zu", i);
    }
    cr_expect(pem_is(asn_text(BEGIN)));
    cr_expect(pem_is(asn_text("text\n" BEGIN)));
    cr_expect_not(pem_is(asn_text("text" BEGIN)));
    cr_expect_not(pem_is(asn_text("")));
}

/* ---- base64 ----------------------------------------------------------------------------------- */

Test(pem, decodes_with_white_space_anywhere)
{
    expect_decoded("", asn_hex(""));
    expect_decoded("AAAA", asn_hex("000000"));
    expect_decoded("////", asn_hex("ffffff"));
    expect_decoded("+/9aAZ==", asn_hex("fbff5a01"));
    expect_decoded(" +\t/\r\n9 a\fA\vZ = = \n", asn_hex("fbff5a01"));
    expect_decoded("TWE=", asn_text("Ma"));
    expect_decoded("TWFuTWFu", asn_text("ManMan"));
}

Test(pem, names_the_first_octet_that_does_not_belong)
{
    expect_refused("AA*A", 2);
    expect_refused("AAAA-", 4);
    expect_refused("AAA", 3);
    expect_refused("AA", 2);
    expect_refused("AAAAA", 5);
    expect_refused("AAAAA===", 5);
    expect_refused("AA==AA", 4);
    expect_refused("AAA==", 4);
    expect_refused("AAAA====", 4);
    expect_refused("=", 0);
    expect_refused("AA=", 3);
    expect_refused("AA=A", 3);
    expect_refused("A\x80", 1);
}

Test(pem, encodes_in_lines_of_64)
{
    for (size_t size = 1; size < 200; size++) {
        chain_bytes der = asn_repeat((uint8_t)size, size);
        struct text text = {0};
        pem_encode(&text, der);
        SAME_BYTES(((chain_bytes){(const uint8_t *)text.data, text.size}),
                   pem_of("CERTIFICATE", der));
        text_free(&text);
    }
}
