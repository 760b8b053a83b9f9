// SPDX-License-Identifier: Apache-2.0
/*
 * Instants: what certificates, timelines and people write, to seconds since 1970-01-01T00:00:00Z
 * and back. Proleptic Gregorian calendar, no leap seconds (as RFC 5280 and POSIX have it). Nothing
 * here reads a clock.
 */
#ifndef LIBCHAIN_INSTANT_H
#define LIBCHAIN_INSTANT_H

#include "chain.h"

#include <stdbool.h>

enum { INSTANT_TEXT_SIZE = 40 }; /* "2027-01-28T00:00:00Z" and room for years beyond 9999 */

/* What one written time covers: "2024-08" is the whole month, "2024-08-07T00:00:00Z" one second. */
enum instant_precision {
    INSTANT_SECOND,
    INSTANT_MINUTE,
    INSTANT_DAY,
    INSTANT_MONTH,
    INSTANT_YEAR,
};

struct instant_text {
    chain_span covers;
    enum instant_precision precision;
};

/* The content octets of UTCTime or GeneralizedTime as RFC 5280 4.1.2.5 wants them: ending in Z, with
 * seconds, without fractions. */
bool instant_from_utc_time(chain_time *out, chain_bytes content);
bool instant_from_generalized_time(chain_time *out, chain_bytes content);

/*
 * RFC 3339, or a prefix of it that stops at a whole unit: YYYY, YYYY-MM, YYYY-MM-DD, then with time
 * THH:MM[:SS[.fraction]] and a zone Z or +HH:MM. A time of day without zone is refused. A fraction is
 * rounded down.
 */
bool instant_from_text(struct instant_text *out, const char *text);

chain_time instant_from_civil(int64_t year, unsigned month, unsigned day);

/* "2027-01-28T00:00:00Z". Returns `buffer`. The two ends of time are "-infinity" and "infinity". */
char *instant_to_text(char buffer[INSTANT_TEXT_SIZE], chain_time at);
char *instant_to_date(char buffer[INSTANT_TEXT_SIZE], chain_time at); /* "2027-01-28" */

#endif
