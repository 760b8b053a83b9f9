// SPDX-License-Identifier: Apache-2.0
#include "outcome.h"

struct line {
    const struct line_part *parts;
    size_t count;
    chain_span window;
};

static chain_verdict verdict_of(const struct line_part *part)
{
    return part->active ? part->verdict[CAREFUL] : CHAIN_VALID;
}

/* Unknown only because a date is not exact, and broken once it has come. */
static bool is_near(const struct line_part *part)
{
    return verdict_of(part) == CHAIN_UNKNOWN && part->verdict[EARLY] == CHAIN_INVALID;
}

static size_t find(const struct line *line, chain_time at)
{
    size_t i = 0;
    while (i + 1 < line->count && line->parts[i].span.until <= at)
        i++;
    return i;
}

static chain_time later(chain_time a, chain_time b)
{
    return a > b ? a : b;
}

/* Where the run of parts that ends at part i began: INVALID and near to it, or UNKNOWN. */
static chain_time since(const struct line *line, size_t i, chain_verdict verdict)
{
    while (i > 0) {
        const struct line_part *before = &line->parts[i - 1];
        bool same = before->active && verdict_of(before) == verdict;
        if (!same && !(verdict == CHAIN_INVALID && is_near(before)))
            break;
        i--;
    }
    return line->parts[i].span.from;
}

/* The first instant from part i on at which it is INVALID, or near to it and INVALID after. */
static chain_time breaks_from(const struct line *line, size_t i)
{
    chain_time near = CHAIN_TIME_MAX;
    for (; i < line->count && line->parts[i].span.from < line->window.until; i++) {
        const struct line_part *part = &line->parts[i];
        if (verdict_of(part) == CHAIN_INVALID)
            return near != CHAIN_TIME_MAX ? near : part->span.from;
        if (!is_near(part))
            near = CHAIN_TIME_MAX;
        else if (near == CHAIN_TIME_MAX)
            near = part->span.from;
    }
    return CHAIN_TIME_MAX;
}

static void set_unknown(chain_outcome *out, const struct line *line, size_t i, chain_time from)
{
    out->readiness = CHAIN_READINESS_UNKNOWN;
    out->unknown_from = from;
    chain_time by = breaks_from(line, i);
    if (by < line->window.until)
        out->breaks_by = later(by, line->window.from);
}

/* Valid at the start: what comes first? */
static void look_ahead(chain_outcome *out, const struct line *line, size_t i)
{
    while (i < line->count && verdict_of(&line->parts[i]) == CHAIN_VALID)
        i++;
    if (i == line->count || line->parts[i].span.from >= line->window.until) {
        out->readiness = CHAIN_READY;
        return;
    }
    size_t end = i;
    while (end < line->count && is_near(&line->parts[end]))
        end++;
    if (end < line->count && verdict_of(&line->parts[end]) == CHAIN_INVALID) {
        out->readiness = CHAIN_BREAKS_LATER;
        out->breaks_at = line->parts[i].span.from;
        out->breaks_latest = line->parts[end].span.from;
    } else {
        set_unknown(out, line, i, line->parts[i].span.from);
    }
}

static bool is_active(const struct line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct line_part *part = &line->parts[i];
        if (part->active && part->span.until > line->window.from &&
            part->span.from < line->window.until)
            return true;
    }
    return false;
}

const chain_outcome OUTCOME_OF_NOTHING = {
    .readiness = CHAIN_NOT_APPLICABLE,
    .breaks_at = CHAIN_TIME_MAX,
    .breaks_latest = CHAIN_TIME_MAX,
    .broken_since = CHAIN_TIME_MIN,
    .unknown_from = CHAIN_TIME_MAX,
    .breaks_by = CHAIN_TIME_MAX,
};

static void judge(chain_outcome *out, const struct line *line)
{
    *out = OUTCOME_OF_NOTHING;
    if (!is_active(line))
        return;
    size_t i = find(line, line->window.from);
    switch (verdict_of(&line->parts[i])) {
    case CHAIN_INVALID:
        out->readiness = CHAIN_BROKEN;
        out->broken_since = since(line, i, CHAIN_INVALID);
        break;
    case CHAIN_UNKNOWN:
        set_unknown(out, line, i, since(line, i, CHAIN_UNKNOWN));
        break;
    case CHAIN_VALID:
        look_ahead(out, line, i);
        break;
    }
}

void outcome_of(chain_outcome *out, const struct exposure *exposure, chain_span window)
{
    struct line line = {exposure->parts, exposure->part_count, window};
    judge(out, &line);
}

/* The stretches of both readings, cut where either changes. */
bool outcome_of_served(chain_outcome *out, struct arena *arena, const struct served *served,
                       chain_span window)
{
    const struct answer *careful = &served->answers[CAREFUL], *early = &served->answers[EARLY];
    struct line_part *parts = arena_zero(arena, careful->count + early->count, sizeof(*parts));
    struct line line = {parts, 0, window};
    if (!parts)
        return false;
    chain_time from = CHAIN_TIME_MIN;
    for (size_t i = 0, j = 0; i < careful->count && j < early->count;) {
        const struct stretch *a = &careful->stretches[i], *b = &early->stretches[j];
        chain_time until = a->span.until < b->span.until ? a->span.until : b->span.until;
        parts[line.count++] = (struct line_part){{from, until}, true, {a->verdict, b->verdict}};
        i += a->span.until == until;
        j += b->span.until == until;
        from = until;
    }
    judge(out, &line);
    return true;
}

const chain_outcome *outcome_worse(const chain_outcome *a, const chain_outcome *b)
{
    if (a->readiness != b->readiness)
        return a->readiness > b->readiness ? a : b;
    switch (a->readiness) {
    case CHAIN_BREAKS_LATER:
        return b->breaks_at < a->breaks_at ? b : a;
    case CHAIN_READINESS_UNKNOWN:
        return b->unknown_from < a->unknown_from ? b : a;
    case CHAIN_BROKEN:
        return b->broken_since < a->broken_since ? b : a;
    default:
        return a;
    }
}
