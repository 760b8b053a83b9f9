// SPDX-License-Identifier: Apache-2.0
#include "segment_pinned.h"

#include "der.h"

bool search_is_pinned(const struct search *search)
{
    const struct question *question = search->question;
    const struct chain_cert *target = question->target->cert;
    size_t at, end;
    if (!target)
        return false;
    end = store_find(question->store, question->target->subject_hash, &at);
    for (; at < end; at++) {
        const struct anchor *anchor =
            &question->store->anchors[question->store->by_subject.entries[at].item];
        if ((!question->only || question->only == anchor) && anchor->link->cert &&
            bytes_equal(chain_cert_der(anchor->link->cert), chain_cert_der(target)))
            return true;
    }
    return false;
}

static bool has_host_mismatch(const struct judgement *judgement)
{
    for (const struct finding *f = judgement->findings.first; f; f = f->next) {
        if (f->code == CHAIN_FINDING_HOST_MISMATCH)
            return true;
    }
    return false;
}

void search_pinned(struct search *search, struct span_set when)
{
    const struct link *target = search->question->target;
    struct arena *arena = search->arena;
    uint32_t node = 0;
    struct path path = {&node, 1};
    struct judgement judgement;
    struct span_set valid, gone, own = SPAN_ALWAYS;
    if (!search_judge(search, &path, &judgement))
        return;
    if (search->question->profile->leaf_anchor == LEAF_ANCHOR_UNCHECKED &&
        !has_host_mismatch(&judgement))
        judgement = (struct judgement){.denied = SPAN_NEVER, .undecided = SPAN_NEVER};
    /* What replaces it will not be in the store. */
    if ((target->renewed && !span_set_one(arena, &own, target->cert->validity)) ||
        !span_set_meet(arena, &own, own, when) || !span_set_minus(arena, &gone, SPAN_ALWAYS, own) ||
        !check_add_spans(&search->check, &judgement, CHAIN_FINDING_NO_ISSUER, 0, gone) ||
        !span_set_minus(arena, &valid, own, judgement.denied) ||
        !span_set_minus(arena, &valid, valid, judgement.undecided)) {
        search->full = true;
        return;
    }
    const struct witness *witness = search_keep(search, &path, &judgement);
    if (witness && valid.count)
        search_add_piece(search, witness, valid, CHAIN_VALID);
    if (witness && judgement.undecided.count)
        search_add_piece(search, witness, judgement.undecided, CHAIN_UNKNOWN);
}
