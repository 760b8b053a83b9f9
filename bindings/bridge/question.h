// SPDX-License-Identifier: Apache-2.0
/* What a question holds, for the parts of the bridge that ask it in another way than run. */
#ifndef BINDINGS_QUESTION_H
#define BINDINGS_QUESTION_H

#include "bridge.h"

/* Borrowed. */
const chain_ready_options *question_options(const bridge_question *question);

#endif
