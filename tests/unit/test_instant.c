// SPDX-License-Identifier: Apache-2.0
#include "instant.h"

#include "der_writer.h"
#include "expect.h"

TestSuite(instant, .fini = tidy);
TestSuite(instant_asn1, .fini = tidy);
TestSuite(instant_text, .fini = tidy);

enum { DAY = 86400 };

/* ---- the calendar -----------------------------------------------------------------------------
 */

Test(instant, civil_dates_that_are_known)
{
    static const struct {
        int64_t year;
        unsigned month, day;
        chain_time at;
    } CASES[] = {
        {1970, 1, 1, 0},
        {1969, 12, 31, -DAY},
        {2000, 2, 29, 951782400},
        {2000, 3, 1, 951868800},
        {1900, 2, 28, -2203977600},
        {1900, 3, 1, -2203891200}, /* 1900 was no leap year */
        {2038, 1, 19, 2147472000},
        {2050, 1, 1, 2524608000},
        {9999, 12, 31, 253402214400},
        {0, 1, 1, -62167219200},
        {0, 2, 29, -62162121600},
        {-1, 12, 31, -62167305600},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        SAME(instant_from_civil(CASES[i].year, CASES[i].month, CASES[i].day), CASES[i].at);
}

Test(instant, text_of_instants)
{
    char buffer[INSTANT_TEXT_SIZE];
    static const struct {
        chain_time at;
        const char *text;
    } CASES[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {1801094400, "2027-01-28T00:00:00Z"},
        {951825599, "2000-02-29T11:59:59Z"},
        {253402300799, "9999-12-31T23:59:59Z"},
        {253402300800, "10000-01-01T00:00:00Z"},
        {-62167219200, "0000-01-01T00:00:00Z"},
        {-62167219201, "-001-12-31T23:59:59Z"},
        {CHAIN_TIME_MIN, "-infinity"},
        {CHAIN_TIME_MAX, "infinity"},
        {CHAIN_TIME_MAX - 1, "292277026596-12-04T15:30:06Z"},
        {CHAIN_TIME_MIN + 1, "-292277022657-01-27T08:29:53Z"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        cr_expect_eq(instant_to_text(buffer, CASES[i].at), buffer);
        SAME_TEXT(buffer, CASES[i].text);
        SAME_OWN_TEXT(chain_time_to_text(CASES[i].at), CASES[i].text);
    }
}

Test(instant, date_of_instants)
{
    char buffer[INSTANT_TEXT_SIZE];
    SAME_TEXT(instant_to_date(buffer, 1801094400), "2027-01-28");
    SAME_TEXT(instant_to_date(buffer, 1801094399), "2027-01-27");
    SAME_TEXT(instant_to_date(buffer, CHAIN_TIME_MAX), "infinity");
    SAME_TEXT(instant_to_date(buffer, CHAIN_TIME_MIN), "-infinity");
}

/* Each day of 800 years, there and back. */
Test(instant, every_day_comes_back)
{
    char buffer[INSTANT_TEXT_SIZE];
    struct instant_text read;
    for (chain_time at = instant_from_civil(1600, 1, 1); at < instant_from_civil(2400, 1, 1);
         at += DAY) {
        cr_assert(instant_from_text(&read, instant_to_date(buffer, at)), "%s", buffer);
        cr_assert_eq(read.covers.from, at, "%s", buffer);
        cr_assert_eq(read.covers.until, at + DAY, "%s", buffer);
    }
}

/* ---- UTCTime and GeneralizedTime --------------------------------------------------------------
 */

static chain_time utc(const char *text)
{
    chain_time at = CHAIN_TIME_MAX;
    return instant_from_utc_time(&at, asn_text(text)) ? at : CHAIN_TIME_MIN;
}

static chain_time generalized(const char *text)
{
    chain_time at = CHAIN_TIME_MAX;
    return instant_from_generalized_time(&at, asn_text(text)) ? at : CHAIN_TIME_MIN;
}

Test(instant_asn1, utc_time_turns_at_fifty)
{
    SAME(utc("491231235959Z"), 2524607999);
    SAME(utc("500101000000Z"), -631152000);
    SAME(utc("991231235959Z"), 946684799);
    SAME(utc("000101000000Z"), 946684800);
    SAME(utc("700101000000Z"), 0);
}

Test(instant_asn1, generalized_time_has_the_whole_year)
{
    SAME(generalized("20491231235959Z"), 2524607999);
    SAME(generalized("20500101000000Z"), 2524608000);
    SAME(generalized("99991231235959Z"), 253402300799);
    SAME(generalized("00000101000000Z"), -62167219200);
    SAME(generalized("19700101000001Z"), 1);
}

Test(instant_asn1, limits_of_each_field)
{
    SAME(utc("240229000000Z"), 1709164800);
    static const char *const WRONG[] = {
        "230229000000Z", "000001000000Z", "001301000000Z", "000100000000Z", "000132000000Z",
        "000431000000Z", "000101240000Z", "000101006000Z", "000101000060Z",
    };
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_eq(utc(WRONG[i]), CHAIN_TIME_MIN, "%s", WRONG[i]);
    SAME(utc("000430235959Z"), 957139199);
    SAME(utc("001231235959Z"), 978307199);
}

Test(instant_asn1, only_the_form_of_rfc_5280)
{
    static const char *const NOT_UTC[] = {
        "",
        "2401010000Z",  /* without seconds */
        "240101000000", /* without Z */
        "240101000000z",
        "240101000000+0000",
        "240101000000+",
        "24010100000aZ",
        " 40101000000Z",
        "24-101000000Z",
        "240101000000ZZ",
        "20240101000000Z",
    };
    for (size_t i = 0; i < COUNT(NOT_UTC); i++)
        cr_expect_eq(utc(NOT_UTC[i]), CHAIN_TIME_MIN, "'%s'", NOT_UTC[i]);
    static const char *const NOT_GENERALIZED[] = {
        "",
        "240101000000Z",
        "20240101000000.5Z",
        "20240101000000",
        "202401010000Z",
        "20240101000000+00",
        "2024010100000 Z",
        "x0240101000000Z",
    };
    for (size_t i = 0; i < COUNT(NOT_GENERALIZED); i++)
        cr_expect_eq(generalized(NOT_GENERALIZED[i]), CHAIN_TIME_MIN, "'%s'", NOT_GENERALIZED[i]);
}

/* ---- what people write ------------------------------------------------------------------------
 */

static void covers(const char *text, chain_time from, chain_time until,
                   enum instant_precision precision)
{
    struct instant_text read;
    cr_assert(instant_from_text(&read, text), "'%s' is a time", text);
    cr_expect_eq(read.covers.from, from, "'%s' begins at %lld", text, (long long)read.covers.from);
    cr_expect_eq(read.covers.until, until, "'%s' ends at %lld", text, (long long)read.covers.until);
    cr_expect_eq(read.precision, precision, "'%s' has precision %d", text, (int)read.precision);
}

Test(instant_text, covers_its_whole_unit)
{
    covers("2024", 1704067200, 1735689600, INSTANT_YEAR);
    covers("2024-02", 1706745600, 1709251200, INSTANT_MONTH);
    covers("2023-02", 1675209600, 1677628800, INSTANT_MONTH);
    covers("2024-12", 1733011200, 1735689600, INSTANT_MONTH);
    covers("2024-08-07", 1722988800, 1723075200, INSTANT_DAY);
    covers("2024-08-07T01:02Z", 1722992520, 1722992580, INSTANT_MINUTE);
    covers("2024-08-07T01:02:03Z", 1722992523, 1722992524, INSTANT_SECOND);
    covers("0000", -62167219200, -62135596800, INSTANT_YEAR);
    covers("9999", 253370764800, 253402300800, INSTANT_YEAR);
}

Test(instant_text, zones_are_moved_to_utc)
{
    covers("2024-08-07T08:00:00+08:00", 1722988800, 1722988801, INSTANT_SECOND);
    covers("2024-08-06T19:00:00-05:00", 1722988800, 1722988801, INSTANT_SECOND);
    covers("2024-08-07T00:00:00+00:00", 1722988800, 1722988801, INSTANT_SECOND);
    covers("2024-08-07T00:00:00-00:00", 1722988800, 1722988801, INSTANT_SECOND);
    covers("2024-08-07T05:45+05:45", 1722988800, 1722988860, INSTANT_MINUTE);
    covers("2024-08-07T23:59:00+23:59", 1722988800, 1722988801, INSTANT_SECOND);
}

Test(instant_text, letters_and_fractions_of_rfc_3339)
{
    covers("2024-08-07t00:00:00z", 1722988800, 1722988801, INSTANT_SECOND);
    covers("2024-08-07 00:00:00Z", 1722988800, 1722988801, INSTANT_SECOND);
    covers("2024-08-07T00:00:00.999999999999Z", 1722988800, 1722988801, INSTANT_SECOND);
    covers("2024-08-07T00:00:00.5+01:00", 1722985200, 1722985201, INSTANT_SECOND);
}

Test(instant_text, refuses_what_is_not_a_time)
{
    static const char *const WRONG[] = {
        "",
        "2",
        "202",
        "20x4",
        "24-01-01",
        "+2024",
        " 2024",
        "2024 ",
        "2024-",
        "2024-1",
        "2024-1-01",
        "2024-00",
        "2024-13",
        "2024-0x",
        "2024/01",
        "2024-01-",
        "2024-01-0",
        "2024-01-00",
        "2024-01-32",
        "2023-02-29",
        "2100-02-29",
        "2024-01/01",
        "2024-01-01T",
        "2024-01-01T00",
        "2024-01-01T00:00",
        "2024-01-01T00:00:00", /* a time of day without its zone */
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z",
        "2024-01-01T00:00:60Z",
        "2024-01-01T00:00:0Z",
        "2024-01-01T00:00:Z",
        "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00.5Z",
        "2024-01-01T0:00:00Z",
        "2024-01-01T00:00:00Zx",
        "2024-01-01T00:00:00 Z",
        "2024-01-01T00:00:00+0800",
        "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00+08:60",
        "2024-01-01T00:00:00+08:0",
        "2024-01-01T00:00:00+8:00",
        "2024-01-01T00:00:00+08:00x",
        "2024-01-01_00:00:00Z",
        "2024-01-01T00-00-00Z",
        "20240101",
        "2024-01-011",
        "infinity",
    };
    struct instant_text read;
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(instant_from_text(&read, WRONG[i]), "'%s'", WRONG[i]);
}

Test(instant_text, public_call_gives_the_first_instant)
{
    chain_time at = 7;
    SAME(chain_time_from_text(&at, "2024-08"), CHAIN_OK);
    SAME(at, 1722470400);
    SAME(chain_time_from_text(&at, "2024-08-07T00:00:00Z"), CHAIN_OK);
    SAME(at, 1722988800);
}

Test(instant_text, public_call_refuses_and_leaves_its_output_alone)
{
    chain_time at = 7;
    SAME(chain_time_from_text(&at, "yesterday"), CHAIN_E_ARGUMENT);
    SAME(chain_time_from_text(&at, NULL), CHAIN_E_ARGUMENT);
    SAME(chain_time_from_text(NULL, "2024"), CHAIN_E_ARGUMENT);
    SAME(at, 7);
}
