// SPDX-License-Identifier: Apache-2.0
#include "result.h"

#include "instant.h"
#include "name.h"

#include <string.h>

const char *result_text(struct arena *arena, struct text *text)
{
    char *copy = NULL;
    if (!text->failed)
        copy = arena_alloc(arena, text->size + 1, 1);
    if (copy) {
        if (text->size)
            memcpy(copy, text->data, text->size);
        copy[text->size] = 0;
    }
    text_free(text);
    return copy;
}

static bool copy_step(struct arena *arena, chain_step *out, const struct link *link, bool brief)
{
    struct text subject = {0}, name = {0};
    *out = (chain_step){.validity = link->window, .evidence = link->evidence};
    link_sha256(link, out->sha256);
    out->subject = out->name = "";
    if (brief)
        return true;
    if (link->subject.size) {
        name_to_text(&subject, link->subject);
        name_to_short_text(&name, link->subject);
    } else {
        text_add(&name, "leaf");
    }
    out->subject = result_text(arena, &subject);
    out->name = result_text(arena, &name);
    return out->subject && out->name;
}

static void add_when(struct text *text, const char *verb, chain_time at)
{
    char when[INSTANT_TEXT_SIZE];
    text_add_format(text, " %s %s", verb, instant_to_text(when, at));
}

/* What is known about this finding on this certificate beyond its general meaning. */
static const char *message(struct arena *arena, const struct finding *finding,
                           const chain_step *step, const struct link *link)
{
    struct text text = {0};
    text_add(&text, step->name[0] ? step->name : "the certificate");
    switch (finding->code) {
    case CHAIN_FINDING_EXPIRED:
    case CHAIN_FINDING_ANCHOR_EXPIRED:
        add_when(&text, "is not valid from", step->validity.until);
        text_add(&text, " on");
        break;
    case CHAIN_FINDING_NOT_YET_VALID:
    case CHAIN_FINDING_ANCHOR_NOT_YET_VALID:
        add_when(&text, "is not valid before", step->validity.from);
        break;
    case CHAIN_FINDING_REVOKED:
    case CHAIN_FINDING_REVOCATION_NEAR:
        add_when(&text, "is revoked from", finding->since);
        text_add(&text, " on");
        break;
    case CHAIN_FINDING_REVOCATION_UNKNOWN:
        text_add(&text,
                 " is covered by none of the revocation lists that are held and in date then");
        break;
    case CHAIN_FINDING_ROOT_REMOVED:
    case CHAIN_FINDING_ROOT_REMOVAL_NEAR:
        add_when(&text, "is not trusted by its root program from", finding->since);
        text_add(&text, " on");
        break;
    case CHAIN_FINDING_NO_ISSUER:
        text_add(&text, ": no certificate of ");
        name_to_short_text(&text, link->issuer);
        text_add(&text, " with the key that it needs is sent, known or trusted");
        break;
    default:
        text_add(&text, ": ");
        text_add(&text, chain_finding_meaning(finding->code));
        break;
    }
    return result_text(arena, &text);
}

static bool copy_findings(struct arena *arena, chain_segment *out, const struct answer *answer,
                          const struct stretch *stretch, bool brief)
{
    chain_finding *findings = arena_zero(arena, stretch->finding_count, sizeof(*findings));
    if (!findings)
        return false;
    for (size_t i = 0; i < stretch->finding_count; i++) {
        const struct finding *from = stretch->findings[i];
        findings[i] = (chain_finding){
            .code = from->code,
            .effect = from->effect,
            .certificate = from->certificate,
            .message = "",
        };
        if (!brief)
            findings[i].message =
                message(arena, from, &out->path[from->certificate],
                        answer->nodes[stretch->witness->path.nodes[from->certificate]].link);
        if (!findings[i].message)
            return false;
    }
    out->findings = findings;
    out->finding_count = stretch->finding_count;
    return true;
}

static bool copy_stretch(struct arena *arena, chain_segment *out, const struct answer *answer,
                         const struct stretch *stretch, bool brief)
{
    struct path path = stretch->witness->path;
    chain_step *steps = arena_zero(arena, path.length, sizeof(*steps));
    if (!steps)
        return false;
    for (uint32_t i = 0; i < path.length; i++) {
        if (!copy_step(arena, &steps[i], answer->nodes[path.nodes[i]].link, brief))
            return false;
    }
    *out = (chain_segment){
        .span = stretch->span,
        .verdict = stretch->verdict,
        .path = steps,
        .path_count = path.length,
    };
    return copy_findings(arena, out, answer, stretch, brief);
}

chain_status result_copy(struct segments *out, struct arena *arena, const struct answer *answer,
                         bool brief)
{
    *out =
        (struct segments){arena_zero(arena, answer->count, sizeof(chain_segment)), answer->count};
    if (!out->segments)
        return CHAIN_E_MEMORY;
    for (size_t i = 0; i < answer->count; i++) {
        if (!copy_stretch(arena, &out->segments[i], answer, &answer->stretches[i], brief))
            return CHAIN_E_MEMORY;
    }
    return CHAIN_OK;
}

void chain_result_free(chain_result *result)
{
    if (!result)
        return;
    arena_free(&result->arena);
    mem_free(result);
}

const chain_segment *chain_result_segments(const chain_result *result, size_t *count)
{
    *count = result->segments.count;
    return result->segments.segments;
}

uint32_t chain_result_signatures(const chain_result *result)
{
    return result->signatures;
}

int chain_result_complete(const chain_result *result)
{
    return result->complete;
}
