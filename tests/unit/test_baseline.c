// SPDX-License-Identifier: Apache-2.0
/* What matches a finding of a baseline; how it decides is in tests/formats/test_baseline.py. */
#include "expect.h"

#include "baseline.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ONE(members)                                                                \
    "{\"schema\": \"libchain.baseline/1\", \"findings\": [{\"endpoint\": \"oss\", " \
    "\"verdict\": \"breaks_later\", \"expires\": \"2027\", \"reason\": \"r\"" members "}]}"

enum { BREAKS = 1801094400 }; /* 2027-01-28 */

static chain_baseline *read_one(const char *json)
{
    chain_baseline *baseline;
    chain_error error;
    chain_bytes bytes = {(const uint8_t *)json, strlen(json)};
    cr_assert_eq(chain_baseline_read(&baseline, &error, bytes), CHAIN_OK, "%s", error.message);
    return baseline;
}

static bool matches(const char *json, chain_readiness readiness, chain_time breaks_at)
{
    chain_baseline *baseline = read_one(json);
    chain_ready_result result = {
        .store = "system", .timeline = "oss-globalsign", .endpoint = "oss"};
    result.outcome.readiness = readiness;
    result.outcome.breaks_at = breaks_at;
    bool good =
        baseline_matches(&baseline->findings[0], &result, "/etc/ssl/certs/ca-certificates.crt");
    chain_baseline_unref(baseline);
    return good;
}

Test(baseline, what_is_left_out_stands_for_any)
{
    cr_expect(matches(ONE(""), CHAIN_BREAKS_LATER, BREAKS));
    cr_expect(matches(ONE(", \"store\": \"system\""), CHAIN_BREAKS_LATER, BREAKS));
    cr_expect(matches(ONE(", \"store\": \"/etc/ssl/certs/ca-certificates.crt\""),
                      CHAIN_BREAKS_LATER, BREAKS));
    cr_expect_not(matches(ONE(", \"store\": \"/etc/ssl\""), CHAIN_BREAKS_LATER, BREAKS));
    cr_expect_not(matches(ONE(", \"timeline\": \"x\""), CHAIN_BREAKS_LATER, BREAKS));
    cr_expect_not(matches(ONE(", \"lane\": \"program\""), CHAIN_BREAKS_LATER, BREAKS));
}

Test(baseline, another_verdict_is_news)
{
    cr_expect_not(matches(ONE(""), CHAIN_BROKEN, CHAIN_TIME_MAX));
    cr_expect_not(matches(ONE(""), CHAIN_READINESS_UNKNOWN, CHAIN_TIME_MAX));
    cr_expect_not(matches(ONE(""), CHAIN_READY, CHAIN_TIME_MAX));
}

Test(baseline, an_earlier_date_is_news)
{
    const char *json = ONE(", \"breaks_at\": \"2027-01-28\"");
    cr_expect(matches(json, CHAIN_BREAKS_LATER, BREAKS));
    cr_expect(matches(json, CHAIN_BREAKS_LATER, BREAKS + 1));
    cr_expect_not(matches(json, CHAIN_BREAKS_LATER, BREAKS - 1));
}

Test(baseline, from_a_file)
{
    chain_baseline *baseline;
    chain_error error = {0};
    char path[] = "/tmp/baselineXXXXXX";
    const char *json = ONE("");
    int file = mkstemp(path);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, json, strlen(json)), (ssize_t)strlen(json));
    cr_expect_eq(chain_baseline_open(&baseline, &error, path), CHAIN_OK, "%s", error.message);
    cr_expect_eq(chain_baseline_count(baseline), 1);
    chain_baseline_unref(baseline);
    cr_assert_eq(ftruncate(file, 9), 0);
    cr_expect_eq(chain_baseline_open(&baseline, &error, path), CHAIN_E_MALFORMED);
    cr_expect_null(baseline);
    cr_expect_str_eq(error.path, path);
    cr_assert_eq(ftruncate(file, 0), 0);
    cr_expect_eq(chain_baseline_open(&baseline, &error, path), CHAIN_E_MALFORMED);
    close(file);
    unlink(path);
    cr_expect_eq(chain_baseline_open(&baseline, &error, path), CHAIN_E_NOT_FOUND);
    cr_expect_eq(chain_baseline_open(&baseline, &error, NULL), CHAIN_E_ARGUMENT);
    cr_expect_eq(chain_baseline_open(NULL, NULL, path), CHAIN_E_ARGUMENT);
}

Test(baseline, arguments)
{
    chain_baseline *baseline;
    chain_error error;
    chain_bytes none = {NULL, 0}, large = {(const uint8_t *)"{", (size_t)16 * 1024 * 1024 + 1};
    cr_expect_eq(chain_baseline_read(NULL, &error, none), CHAIN_E_ARGUMENT);
    cr_expect_eq(chain_baseline_read(&baseline, &error, none), CHAIN_E_ARGUMENT);
    cr_expect_eq(chain_baseline_read(&baseline, NULL, large), CHAIN_E_LIMIT);
    cr_expect_null(baseline);
    chain_baseline_unref(NULL);
    baseline = chain_baseline_ref(read_one(ONE("")));
    cr_expect_eq(chain_baseline_count(baseline), 1);
    chain_baseline_unref(baseline);
    chain_baseline_unref(baseline);
}
