// SPDX-License-Identifier: Apache-2.0
#include "reason.h"

#include "instant.h"
#include "name.h"

const struct stretch *reason_stretch(const struct answer *answer, chain_time at)
{
    size_t i = 0;
    while (i + 1 < answer->count && answer->stretches[i].span.until <= at)
        i++;
    return &answer->stretches[i];
}

static const struct link *link_at(const struct answer *answer, const struct stretch *stretch,
                                  uint32_t step)
{
    return answer->nodes[stretch->witness->path.nodes[step]].link;
}

/* What denies, or failing that what makes undecided; NULL where nothing does. */
static const struct finding *worst(const struct stretch *stretch)
{
    const struct finding *found = NULL;
    for (size_t i = 0; i < stretch->finding_count; i++) {
        const struct finding *finding = stretch->findings[i];
        if (!found || finding->effect < found->effect ||
            (finding->effect == found->effect &&
             finding_weight(finding->code) > finding_weight(found->code)))
            found = finding;
    }
    return found;
}

static void add_name(struct text *out, const struct link *link)
{
    if (link->subject.size)
        name_to_short_text(out, link->subject);
    else
        text_add(out, "the server's certificate");
}

static void add_dated(struct text *out, const struct link *link, const char *verb, chain_time at)
{
    char when[INSTANT_TEXT_SIZE];
    add_name(out, link);
    text_add_format(out, " %s %s.", verb, instant_to_text(when, at));
}

/* From a day on: of a moment that may not be exact, the day is what the source gives. */
static void add_since(struct text *out, const struct link *link, const char *verb, chain_time at)
{
    char when[INSTANT_TEXT_SIZE];
    add_name(out, link);
    text_add_format(out, " %s %s.", verb, instant_to_date(when, at));
}

static bool has_anchor(const struct answer *answer, chain_bytes name)
{
    for (size_t i = 0; i < answer->node_count; i++) {
        if (answer->nodes[i].anchor && name_equal(answer->nodes[i].link->subject, name))
            return true;
    }
    return false;
}

/* The roots at which the chain could have ended: any one of them would have done. Where one is
 * there, the verifier has not looked for it. */
static void add_missing(struct text *out, const struct answer *answer, const struct stretch *stretch,
                        uint32_t last)
{
    uint32_t first = link_at(answer, stretch, 0)->cert ? last : 0;
    if (first == last) {
        text_add(out, "The chain ends at ");
        name_to_short_text(out, link_at(answer, stretch, last)->issuer);
        text_add(out, ", which this store lacks.");
        return;
    }
    for (uint32_t step = first; step < last; step++) {
        if (!has_anchor(answer, link_at(answer, stretch, step)->issuer))
            continue;
        text_add(out, "What is sent leads to ");
        name_to_short_text(out, link_at(answer, stretch, last)->issuer);
        text_add(out, ", which this store lacks, and this verifier tries no other path.");
        return;
    }
    text_add(out, "The chain could end at ");
    for (uint32_t step = first; step <= last; step++) {
        text_add(out, step == first ? "" : step == last ? " or " : ", ");
        name_to_short_text(out, link_at(answer, stretch, step)->issuer);
    }
    text_add(out, ": this store has none of them.");
}

/* The general sentence of the timeline belongs to what the store lacks, not to dates and programs. */
static bool wants_statement(chain_finding_code code)
{
    return code == CHAIN_FINDING_NO_ISSUER || code == CHAIN_FINDING_ISSUER_MISMATCH ||
           code == CHAIN_FINDING_REVOKED || code == CHAIN_FINDING_REVOCATION_NEAR;
}

static void add_finding(struct text *out, const struct answer *answer, const struct stretch *stretch,
                        const struct finding *finding)
{
    const struct link *link = link_at(answer, stretch, finding->certificate);
    switch (finding->code) {
    case CHAIN_FINDING_NO_ISSUER:
        add_missing(out, answer, stretch, finding->certificate);
        break;
    case CHAIN_FINDING_ISSUER_MISMATCH:
        text_add(out, "The store has a root called ");
        name_to_short_text(out, link->issuer);
        text_add(out, ", but with another key: a look-alike is not the root.");
        break;
    case CHAIN_FINDING_EXPIRED:
    case CHAIN_FINDING_ANCHOR_EXPIRED:
        add_dated(out, link, "expires, it is not valid from", link->window.until);
        break;
    case CHAIN_FINDING_NOT_YET_VALID:
    case CHAIN_FINDING_ANCHOR_NOT_YET_VALID:
        add_dated(out, link, "is not valid before", link->window.from);
        break;
    case CHAIN_FINDING_REVOKED:
    case CHAIN_FINDING_REVOCATION_NEAR:
        add_since(out, link, "is revoked from", finding->since);
        break;
    case CHAIN_FINDING_ROOT_REMOVED:
    case CHAIN_FINDING_ROOT_REMOVAL_NEAR:
        add_since(out, link, "is not trusted by its root program from", finding->since);
        break;
    default:
        add_name(out, link);
        text_add_format(out, ": %s", chain_finding_meaning(finding->code));
        break;
    }
}

/*
 * How much a chain has to do with the verdict of its endpoint. What is served for sure decides; where
 * nothing is, what may be served does; what lingers can only make a good answer an unknown one.
 */
static int blame(const struct served *served, chain_time at)
{
    chain_verdict verdict = reason_stretch(&served->answers[CAREFUL], at)->verdict;
    if (verdict == CHAIN_VALID)
        return 0;
    if (span_set_has(served->sure[CAREFUL], at))
        return verdict == CHAIN_INVALID ? 4 : 3;
    return span_set_has(served->maybe[CAREFUL], at) ? 2 : exposure_has(served, at);
}

/* The first of those that have most to do with it; NULL where all are valid. */
static const struct served *culprit(const struct exposure *exposure, chain_time at)
{
    const struct served *found = NULL;
    int most = 0;
    for (size_t i = 0; i < exposure->served_count; i++) {
        int share = blame(&exposure->served[i], at);
        if (share > most) {
            found = &exposure->served[i];
            most = share;
        }
    }
    return found;
}

static void explain(struct text *out, const struct served *served, chain_time at)
{
    const struct answer *answer = &served->answers[CAREFUL];
    const struct stretch *stretch = reason_stretch(answer, at);
    const struct finding *finding = worst(stretch);
    if (!finding)
        return;
    if (wants_statement(finding->code) && served->chain && served->chain->statement[0])
        text_add_format(out, "%s ", served->chain->statement);
    add_finding(out, answer, stretch, finding);
}

/* Several chains are possible and do not agree, or one that was replaced may linger. */
static void explain_possible(struct text *out, const struct exposure *exposure, chain_time at)
{
    size_t possible = 0;
    const struct served *bad = NULL;
    for (size_t i = 0; i < exposure->served_count; i++) {
        const struct served *served = &exposure->served[i];
        bool maybe = span_set_has(served->maybe[CAREFUL], at);
        possible += maybe;
        if (!bad && (maybe || span_set_has(served->lingers[CAREFUL], at)) &&
            reason_stretch(&served->answers[CAREFUL], at)->verdict != CHAIN_VALID)
            bad = served;
    }
    if (!bad)
        return;
    if (span_set_has(bad->lingers[CAREFUL], at))
        text_add(out, "Some servers may still have certificates from before the change. ");
    else if (possible > 1)
        text_add_format(out, "Nobody says which of %zu chains is sent then. ", possible);
    else
        text_add(out, "Nobody says whether this chain is sent then. ");
    explain(out, bad, at);
}

void reason_to_text(struct text *out, const struct exposure *exposure, const chain_outcome *outcome,
                    chain_time at)
{
    chain_time when = at;
    const struct served *served;
    switch (outcome->readiness) {
    case CHAIN_BREAKS_LATER:
        when = outcome->breaks_latest;
        break;
    case CHAIN_READINESS_UNKNOWN:
        if (outcome->unknown_from > at)
            when = outcome->unknown_from;
        break;
    case CHAIN_BROKEN:
        break;
    case CHAIN_READY:
    case CHAIN_NOT_APPLICABLE:
        return;
    }
    served = culprit(exposure, when);
    if (served && (outcome->readiness != CHAIN_READINESS_UNKNOWN ||
                   span_set_has(served->sure[CAREFUL], when)))
        explain(out, served, when);
    else
        explain_possible(out, exposure, when);
}
