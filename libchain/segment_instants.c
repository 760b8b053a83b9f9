// SPDX-License-Identifier: Apache-2.0
#include "segment_instants.h"

#include <stdlib.h>
#include <string.h>

static void add_instants(struct search *search, struct search_instants *list, struct span_set spans)
{
    chain_span window = search->question->window;
    for (size_t i = 0; i < spans.count * 2; i++) {
        chain_time at = i % 2 ? spans.spans[i / 2].until : spans.spans[i / 2].from;
        if (at <= window.from || at >= window.until)
            continue;
        if (list->count == list->capacity) {
            size_t capacity = list->capacity ? list->capacity * 2 : 64;
            chain_time *grown = arena_alloc(search->arena, capacity, sizeof(*grown));
            if (!grown) {
                search->full = true;
                return;
            }
            if (list->count)
                memcpy(grown, list->at, list->count * sizeof(*grown));
            list->at = grown;
            list->capacity = capacity;
        }
        list->at[list->count++] = at;
    }
}

static int compare_instants(const void *left, const void *right)
{
    const chain_time *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

void search_collect_instants(struct search *search, struct search_instants *list)
{
    for (const struct piece *piece = search->pieces; piece; piece = piece->next)
        add_instants(search, list, piece->spans);
    for (size_t i = 0; i < search->explanation_count; i++) {
        const struct finding *f = search->explanations[i]->judgement.findings.first;
        for (; f; f = f->next)
            add_instants(search, list, f->spans);
    }
    if (list->count > 1)
        qsort(list->at, list->count, sizeof(*list->at), compare_instants);
}
