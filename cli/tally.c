// SPDX-License-Identifier: Apache-2.0
#include "tally.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, SHOWN_DAYS = 10 };

static int add_day(struct tally *tally, int64_t day, uint64_t count)
{
    size_t low = 0, high = tally->day_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tally->days[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < tally->day_count && tally->days[low].day == day) {
        tally->days[low].count += count;
        return 1;
    }
    if (tally->day_count == tally->day_capacity) {
        size_t capacity = tally->day_capacity ? tally->day_capacity * 2 : 64;
        struct tally_day *grown = realloc(tally->days, capacity * sizeof(*grown));
        if (!grown)
            return 0;
        tally->days = grown;
        tally->day_capacity = capacity;
    }
    memmove(tally->days + low + 1, tally->days + low,
            (tally->day_count - low) * sizeof(*tally->days));
    tally->days[low] = (struct tally_day){day, count};
    tally->day_count++;
    return 1;
}

int tally_add(struct tally *tally, const chain_outcome *outcome)
{
    tally->counts[outcome->readiness]++;
    if (outcome->readiness != CHAIN_BREAKS_LATER)
        return 1;
    chain_time at = outcome->breaks_at;
    return add_day(tally, at >= 0 ? at / DAY : -1, 1);
}

int tally_join(struct tally *into, const struct tally *from)
{
    int good = 1;
    for (int i = 0; i <= CHAIN_BROKEN; i++)
        into->counts[i] += from->counts[i];
    for (size_t i = 0; i < from->day_count; i++)
        good &= add_day(into, from->days[i].day, from->days[i].count);
    return good;
}

void tally_free(struct tally *tally)
{
    free(tally->days);
    *tally = (struct tally){0};
}

static int by_count(const void *a, const void *b)
{
    const struct tally_day *one = a, *other = b;
    if (one->count != other->count)
        return one->count > other->count ? -1 : 1;
    return one->day < other->day ? -1 : one->day > other->day;
}

static int by_day(const void *a, const void *b)
{
    const struct tally_day *one = a, *other = b;
    return one->day < other->day ? -1 : one->day > other->day;
}

static const chain_readiness ORDER[] = {CHAIN_BROKEN, CHAIN_READINESS_UNKNOWN, CHAIN_BREAKS_LATER,
                                        CHAIN_READY, CHAIN_NOT_APPLICABLE};
enum { WORDS = sizeof(ORDER) / sizeof(ORDER[0]) };

static uint64_t all_of(const struct tally *tally)
{
    uint64_t all = 0;
    for (size_t i = 0; i < WORDS; i++)
        all += tally->counts[ORDER[i]];
    return all;
}

static double share(uint64_t count, uint64_t all)
{
    return all ? 100.0 * (double)count / (double)all : 0;
}

void tally_print(FILE *to, const struct tally *tally, const char *store)
{
    uint64_t all = all_of(tally);
    struct tally_day *days = malloc((tally->day_count + 1) * sizeof(*days));
    fprintf(to, "%s: %llu chains", store, (unsigned long long)all);
    for (size_t i = 0; i < WORDS; i++) {
        if (tally->counts[ORDER[i]])
            fprintf(to, ", %s %.2f %%", chain_readiness_name(ORDER[i]),
                    share(tally->counts[ORDER[i]], all));
    }
    fputc('\n', to);
    if (!days)
        return;
    if (tally->day_count)
        memcpy(days, tally->days, tally->day_count * sizeof(*days));
    qsort(days, tally->day_count, sizeof(*days), by_count);
    size_t shown = tally->day_count < SHOWN_DAYS ? tally->day_count : SHOWN_DAYS;
    qsort(days, shown, sizeof(*days), by_day);
    for (size_t i = 0; i < shown; i++) {
        char *date = chain_time_to_text(days[i].day * DAY);
        fprintf(to, "  %.10s  loses %.2f %% (%llu)\n", date ? date : "?", share(days[i].count, all),
                (unsigned long long)days[i].count);
        chain_free(date);
    }
    if (tally->day_count > shown)
        fprintf(to, "  and fewer on each of %zu other days\n", tally->day_count - shown);
    free(days);
}

/* ---- as a table ------------------------------------------------------------------------------- */

/* What a spreadsheet would take for a formula is put in quotes of its own, as in other tables. */
static void put_text(FILE *to, const char *text)
{
    fputs(strchr("=+-@", text[0]) && text[0] ? "\"'" : "\"", to);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', to);
        fputc(*text, to);
    }
    fputc('"', to);
}

static void put_line(FILE *to, const char *store, chain_readiness word, const char *day,
                     const uint64_t counts[2])
{
    put_text(to, store);
    fprintf(to, ",%s,%.10s,%llu,%.6f\r\n", chain_readiness_name(word), day,
            (unsigned long long)counts[0], share(counts[0], counts[1]) / 100);
}

void tally_csv_head(FILE *to)
{
    fputs("store,verdict,day,chains,share\r\n", to);
}

void tally_csv(FILE *to, const struct tally *tally, const char *store)
{
    uint64_t all = all_of(tally);
    for (size_t i = 0; i < WORDS; i++) {
        uint64_t count = tally->counts[ORDER[i]];
        if (count && ORDER[i] != CHAIN_BREAKS_LATER)
            put_line(to, store, ORDER[i], "", (const uint64_t[]){count, all});
        for (size_t k = 0; ORDER[i] == CHAIN_BREAKS_LATER && k < tally->day_count; k++) {
            char *date = chain_time_to_text(tally->days[k].day * DAY);
            put_line(to, store, ORDER[i], date ? date : "?",
                     (const uint64_t[]){tally->days[k].count, all});
            chain_free(date);
        }
    }
}
