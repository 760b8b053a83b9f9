// SPDX-License-Identifier: Apache-2.0
#include "instant.h"

#include "mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY INT64_C(86400)

struct civil {
    int64_t year;
    unsigned month, day, hour, minute, second;
};

/* Days since 1970-01-01, counting years from March so that the leap day comes last. */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + (int64_t)day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static struct civil civil_from_instant(chain_time at)
{
    int64_t days = at / DAY - (at % DAY < 0);
    unsigned second = (unsigned)(at % DAY + (at % DAY < 0 ? DAY : 0));
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153; /* March is 0 */
    struct civil civil = {
        .year = year_of_era + era * 400 + (month >= 10),
        .month = (unsigned)(month < 10 ? month + 3 : month - 9),
        .day = (unsigned)(day_of_year - (153 * month + 2) / 5 + 1),
        .hour = second / 3600,
        .minute = second / 60 % 60,
        .second = second % 60,
    };
    return civil;
}

static unsigned days_in_month(int64_t year, unsigned month)
{
    static const unsigned char DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS[month - 1] + (month == 2 && leap ? 1U : 0U);
}

static bool civil_to_instant(chain_time *out, const struct civil *c)
{
    if (c->month < 1 || c->month > 12 || c->day < 1 || c->day > days_in_month(c->year, c->month))
        return false;
    if (c->hour > 23 || c->minute > 59 || c->second > 59)
        return false;
    *out = days_from_civil(c->year, c->month, c->day) * DAY +
           (int64_t)c->hour * 3600 + (int64_t)c->minute * 60 + (int64_t)c->second;
    return true;
}

chain_time instant_from_civil(int64_t year, unsigned month, unsigned day)
{
    return days_from_civil(year, month, day) * DAY;
}

/* Reads exactly `count` digits. */
static bool digits(const uint8_t *text, unsigned count, unsigned *value)
{
    *value = 0;
    for (unsigned i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

/* MMDDHHMMSSZ, what UTCTime and GeneralizedTime share. */
static bool finish_asn1_time(chain_time *out, unsigned year, const uint8_t *text)
{
    struct civil c = {.year = year};
    if (!digits(text, 2, &c.month) || !digits(text + 2, 2, &c.day) ||
        !digits(text + 4, 2, &c.hour) || !digits(text + 6, 2, &c.minute) ||
        !digits(text + 8, 2, &c.second) || text[10] != 'Z')
        return false;
    return civil_to_instant(out, &c);
}

bool instant_from_utc_time(chain_time *out, chain_bytes content)
{
    unsigned year;
    if (content.size != 13 || !digits(content.data, 2, &year))
        return false;
    /* RFC 5280 4.1.2.5.1: 50..99 are 19xx, 00..49 are 20xx. */
    return finish_asn1_time(out, year < 50 ? 2000 + year : 1900 + year, content.data + 2);
}

bool instant_from_generalized_time(chain_time *out, chain_bytes content)
{
    unsigned year;
    if (content.size != 15 || !digits(content.data, 4, &year))
        return false;
    return finish_asn1_time(out, year, content.data + 4);
}

/* [.fraction] and the zone; `at` is moved to UTC. */
static bool finish_rfc3339(chain_time *at, const char *rest)
{
    if (*rest == '.') {
        size_t fraction = strspn(rest + 1, "0123456789");
        if (!fraction)
            return false;
        rest += 1 + fraction;
    }
    if ((*rest == 'Z' || *rest == 'z') && !rest[1])
        return true;
    unsigned hours, minutes;
    const uint8_t *zone = (const uint8_t *)rest;
    if ((*rest != '+' && *rest != '-') || strlen(rest) != 6 || rest[3] != ':' ||
        !digits(zone + 1, 2, &hours) || !digits(zone + 4, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    int64_t offset = (int64_t)hours * 3600 + minutes * 60;
    *at += *rest == '+' ? -offset : offset;
    return true;
}

static bool read_time_of_day(struct instant_text *out, struct civil *c, const char *text)
{
    const uint8_t *t = (const uint8_t *)text;
    if (strlen(text) < 6 || (text[0] != 'T' && text[0] != 't' && text[0] != ' ') ||
        !digits(t + 1, 2, &c->hour) || text[3] != ':' || !digits(t + 4, 2, &c->minute))
        return false;
    const char *rest = text + 6;
    out->precision = INSTANT_MINUTE;
    if (*rest == ':') {
        if (strlen(rest) < 3 || !digits(t + 7, 2, &c->second))
            return false;
        rest += 3;
        out->precision = INSTANT_SECOND;
    } else if (*rest == '.') {
        return false;
    }
    if (!civil_to_instant(&out->covers.from, c) || !finish_rfc3339(&out->covers.from, rest))
        return false;
    out->covers.until = out->covers.from + (out->precision == INSTANT_MINUTE ? 60 : 1);
    return true;
}

bool instant_from_text(struct instant_text *out, const char *text)
{
    const uint8_t *t = (const uint8_t *)text;
    size_t size = strlen(text);
    unsigned year;
    struct civil c = {.month = 1, .day = 1};
    if (size < 4 || !digits(t, 4, &year))
        return false;
    c.year = year;
    if (size == 4) {
        out->precision = INSTANT_YEAR;
        out->covers = (chain_span){instant_from_civil(year, 1, 1),
                                   instant_from_civil((int64_t)year + 1, 1, 1)};
        return true;
    }
    if (size < 7 || text[4] != '-' || !digits(t + 5, 2, &c.month) || c.month < 1 || c.month > 12)
        return false;
    if (size == 7) {
        out->precision = INSTANT_MONTH;
        out->covers.from = instant_from_civil(year, c.month, 1);
        out->covers.until = out->covers.from + (int64_t)days_in_month(year, c.month) * DAY;
        return true;
    }
    if (size < 10 || text[7] != '-' || !digits(t + 8, 2, &c.day))
        return false;
    if (size > 10)
        return read_time_of_day(out, &c, text + 10);
    out->precision = INSTANT_DAY;
    if (!civil_to_instant(&out->covers.from, &c))
        return false;
    out->covers.until = out->covers.from + DAY;
    return true;
}

char *instant_to_text(char buffer[INSTANT_TEXT_SIZE], chain_time at)
{
    if (at == CHAIN_TIME_MIN || at == CHAIN_TIME_MAX) {
        snprintf(buffer, INSTANT_TEXT_SIZE, "%s", at == CHAIN_TIME_MIN ? "-infinity" : "infinity");
        return buffer;
    }
    struct civil c = civil_from_instant(at);
    snprintf(buffer, INSTANT_TEXT_SIZE, "%04" PRId64 "-%02u-%02uT%02u:%02u:%02uZ", c.year,
             c.month % 100, c.day % 100, c.hour % 100, c.minute % 100, c.second % 100);
    return buffer;
}

char *instant_to_date(char buffer[INSTANT_TEXT_SIZE], chain_time at)
{
    instant_to_text(buffer, at);
    char *time_of_day = strchr(buffer, 'T');
    if (time_of_day)
        *time_of_day = 0;
    return buffer;
}

chain_status chain_time_from_text(chain_time *out, const char *text)
{
    struct instant_text read;
    if (!out || !text || !instant_from_text(&read, text))
        return CHAIN_E_ARGUMENT;
    *out = read.covers.from;
    return CHAIN_OK;
}

char *chain_time_to_text(chain_time at)
{
    char buffer[INSTANT_TEXT_SIZE];
    return mem_string(instant_to_text(buffer, at));
}
