// SPDX-License-Identifier: Apache-2.0
/*
 * What every test file needs: assertions that print both values, and the end of every test.
 *
 * SAME and its kin go on after a failure, so that one run shows all that is wrong; what makes no
 * sense without its beginning uses cr_assert.
 */
#ifndef TEST_SUPPORT_EXPECT_H
#define TEST_SUPPORT_EXPECT_H

#include "chain.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Numbers, enumerations and truth values. */
#define SAME(actual, expected)                                                                \
    do {                                                                                      \
        long long actual_ = (long long)(actual), expected_ = (long long)(expected);           \
        cr_expect(actual_ == expected_, "%s is %lld, not %lld", #actual, actual_, expected_); \
    } while (0)

#define SAME_TEXT(actual, expected)                                                               \
    do {                                                                                          \
        const char *actual_ = (actual), *expected_ = (expected);                                  \
        cr_expect(actual_ &&strcmp(actual_, expected_) == 0, "%s is \"%s\", not \"%s\"", #actual, \
                  actual_ ? actual_ : "(null)", expected_);                                       \
    } while (0)

/* The same, of a string that the library made for its caller, which is given back here. */
#define SAME_OWN_TEXT(actual, expected)                                                    \
    do {                                                                                   \
        char *own_ = (actual);                                                             \
        cr_expect(own_ &&strcmp(own_, expected) == 0, "%s is \"%s\", not \"%s\"", #actual, \
                  own_ ? own_ : "(null)", expected);                                       \
        chain_free(own_);                                                                  \
    } while (0)

#define SAME_BYTES(actual, expected)                                                     \
    do {                                                                                 \
        chain_bytes left_ = (actual), right_ = (expected);                               \
        cr_expect(left_.size == right_.size &&                                           \
                      (!left_.size || memcmp(left_.data, right_.data, left_.size) == 0), \
                  "%s is %s, not %s", #actual, expect_hex(left_), expect_hex(right_));   \
    } while (0)

#define SAME_SPAN(actual, expected_from, expected_until) \
    do {                                                 \
        chain_span span_ = (actual);                     \
        SAME(span_.from, expected_from);                 \
        SAME(span_.until, expected_until);               \
    } while (0)

const char *expect_hex(chain_bytes bytes);

/* An error full of junk, so that a field that the library forgets to fill is noticed. */
chain_error expect_junk(void);
/* All fields of an error but the message, and the message. */
#define SAME_ERROR(error, expected_status, expected_entry, expected_offset, expected_message) \
    do {                                                                                      \
        const chain_error *error_ = (error);                                                  \
        SAME(error_->status, expected_status);                                                \
        SAME(error_->entry, expected_entry);                                                  \
        SAME(error_->offset, expected_offset);                                                \
        SAME_TEXT(error_->message, expected_message);                                         \
    } while (0)

/* A directory of this test alone, and files in it. Both paths live in the pool. */
const char *scratch_path(const char *name);
const char *scratch_file(const char *name, chain_bytes content);

/*
 * The end of every test: TestSuite(noun, .fini = tidy). Removes the scratch directory and, where
 * LeakSanitizer is linked in, makes a leak a failure.
 */
void tidy(void);

#endif
