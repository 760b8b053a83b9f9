// SPDX-License-Identifier: Apache-2.0
/* The names of the public enumerations. */
#include "chain.h"

#include "mem.h"

#define NAME_OF(table, value)                                                                         \
    ((size_t)(value) < sizeof(table) / sizeof((table)[0]) ? (table)[value] : "?")

const char *chain_version(void)
{
    return LIBCHAIN_VERSION;
}

const char *chain_status_name(chain_status status)
{
    static const char *const NAMES[] = {
        "ok",        "argument",   "memory",      "malformed", "limit",    "not_found",
        "permission", "io",        "unsupported", "password",  "internal",
    };
    return NAME_OF(NAMES, status);
}

const char *chain_verdict_name(chain_verdict verdict)
{
    static const char *const NAMES[] = {"invalid", "unknown", "valid"};
    return NAME_OF(NAMES, verdict);
}

const char *chain_evidence_name(chain_evidence evidence)
{
    static const char *const NAMES[] = {"assumed", "stated", "recorded"};
    return NAME_OF(NAMES, evidence);
}

const char *chain_program_name(chain_program program)
{
    static const char *const NAMES[] = {"none", "mozilla", "chrome", "jdk"};
    return NAME_OF(NAMES, program);
}

const char *chain_readiness_name(chain_readiness readiness)
{
    static const char *const NAMES[] = {"not_applicable", "ready", "breaks_later", "unknown", "broken"};
    return NAME_OF(NAMES, readiness);
}

const char *chain_lane_name(chain_lane lane)
{
    static const char *const NAMES[] = {"installed", "program"};
    return NAME_OF(NAMES, lane);
}

const char *chain_fact_state_name(chain_fact_state state)
{
    static const char *const NAMES[] = {"good", "wrong", "unchecked"};
    return NAME_OF(NAMES, state);
}

void chain_free(void *memory)
{
    mem_free(memory);
}
