// SPDX-License-Identifier: Apache-2.0
/*
 * Modes D, L, J and P of the truth table: OpenSSL 3.0's own builder under four sets of flags, at
 * security level 0. Verdict, anchor and the number of the error must agree in every cell.
 */
#include "truth.h"

#include "issuer.h"

#include <stdio.h>
#include <string.h>

/* D is the profile openssl-3 at level 0; each of the others changes what truth_head.json says of
 * it. */
struct profile truth_profile(char mode, const struct question *question)
{
    struct profile profile = *profile_find("openssl-3-level-0");
    if (mode == 'L')
        profile.sent_first = true;
    if (mode == 'J' || mode == 'P')
        profile.partial_chain = true;
    if (mode == 'J') {
        profile.effects[CHAIN_FINDING_ANCHOR_EXPIRED] = EFFECT_IGNORE;
        profile.effects[CHAIN_FINDING_ANCHOR_NOT_YET_VALID] = EFFECT_IGNORE;
    }
    if (question->target != question->sent) { /* "any purpose for a CA target" */
        profile.purpose = 0;
        profile.leaf_usage = 0;
    }
    return profile;
}

/* OpenSSL reports what it cannot build first, and then goes from the anchor down. */
static int error_number(const struct answer *answer, const struct stretch *stretch,
                        const struct profile *profile)
{
    const struct path *path = &stretch->witness->path;
    const struct node *top = &answer->nodes[path->nodes[path->length - 1]];
    const struct finding *worst = NULL;
    for (size_t i = 0; i < stretch->finding_count; i++) {
        const struct finding *finding = stretch->findings[i];
        if (finding->code == CHAIN_FINDING_NO_ISSUER)
            return !issuer_is_self_signed(profile, top->link) ? 20 : path->length == 1 ? 18 : 19;
        if (finding->code == CHAIN_FINDING_ANCHOR_NOT_SELF_SIGNED)
            return 2;
        if (!worst || finding->certificate > worst->certificate)
            worst = finding;
    }
    switch (worst ? worst->code : CHAIN_FINDING_NONE) {
    case CHAIN_FINDING_EXPIRED:
    case CHAIN_FINDING_ANCHOR_EXPIRED:
        return 10;
    case CHAIN_FINDING_NOT_YET_VALID:
    case CHAIN_FINDING_ANCHOR_NOT_YET_VALID:
        return 9;
    case CHAIN_FINDING_SIGNATURE_INVALID:
        return 7;
    case CHAIN_FINDING_NOT_A_CA:
        return 24;
    case CHAIN_FINDING_PURPOSE:
        return 26;
    default:
        return -1;
    }
}

void truth_cell(struct truth *data, struct question *question, char *actual, size_t room)
{
    struct answer answer;
    struct stretch stretch = truth_stretch(&answer, data, *question);
    uint8_t hash[32];
    if (stretch.verdict == CHAIN_UNKNOWN) {
        snprintf(actual, room, "unknown");
        return;
    }
    if (stretch.verdict == CHAIN_INVALID) {
        snprintf(actual, room, "!%d", error_number(&answer, &stretch, question->profile));
        return;
    }
    const struct path *path = &stretch.witness->path;
    cert_sha256(answer.nodes[path->nodes[path->length - 1]].link->cert, hash);
    snprintf(actual, room, "%02x%02x%02x%02x", hash[0], hash[1], hash[2], hash[3]);
}
