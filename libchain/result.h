// SPDX-License-Identifier: Apache-2.0
/* Answers as the public interface shows them: copied out of the working memory, with words. */
#ifndef LIBCHAIN_RESULT_H
#define LIBCHAIN_RESULT_H

#include "segment.h"
#include "text.h"

struct segments {
    chain_segment *segments;
    size_t count;
};

/* Copies an answer into `arena`, without the words where it is to be brief. CHAIN_OK or CHAIN_E_MEMORY. */
chain_status result_copy(struct segments *out, struct arena *arena, const struct answer *answer,
                         bool brief);

struct chain_result {
    struct arena arena;
    struct segments segments;
    chain_span window;
    uint32_t signatures;
    bool complete;
    const char *profile; /* its name, which lives for ever */
};

/* A copy of the text in the arena; NULL when there is no room. Frees the text. */
const char *result_text(struct arena *arena, struct text *text);

#endif
