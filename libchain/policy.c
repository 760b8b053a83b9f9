// SPDX-License-Identifier: Apache-2.0
#include "policy.h"

#include "der.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t ANY_POLICY[] = {0x55, 0x1d, 0x20, 0x00};

/*
 * A value of an expected policy set at the last level, with the node that it belongs to. A node
 * that nothing maps expects its own policy; one that is mapped to several has several of these.
 */
struct expected {
    chain_bytes policy;
    bool of_user; /* the node stands, by some way, below one of the user's initial policies */
};

struct level {
    struct expected *expected; /* in order of policy; anyPolicy's node is `any` */
    size_t count;
    bool any; /* there is a node for anyPolicy */
};

struct state {
    struct arena *arena;
    const struct policy_inputs *inputs;
    uint64_t *budget;
    struct level level;                             /* empty: the graph is NULL */
    uint64_t explicit_policy, mapping, inhibit_any; /* RFC 5280 6.1.2 (d) to (f) */
    enum policy_result result;
};

static int compare_bytes(chain_bytes a, chain_bytes b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size ? memcmp(a.data, b.data, size) : 0;
    return order ? order : a.size < b.size ? -1 : a.size > b.size;
}

static int compare_expected(const void *left, const void *right)
{
    return compare_bytes(((const struct expected *)left)->policy,
                         ((const struct expected *)right)->policy);
}

static bool is_any(chain_bytes policy)
{
    return bytes_equal(policy, (chain_bytes){ANY_POLICY, sizeof(ANY_POLICY)});
}

static bool is_initial(const struct policy_inputs *inputs, chain_bytes policy)
{
    for (size_t i = 0; i < inputs->initial_count; i++) {
        if (bytes_equal(inputs->initial[i], policy) || is_any(inputs->initial[i]))
            return true;
    }
    return !inputs->initial_count;
}

/* ---- lists of OIDs ---------------------------------------------------------------------------- */

/* How many SEQUENCEs a list holds. */
static size_t count_entries(chain_bytes list)
{
    struct der in = der_from(list);
    struct der_element element;
    size_t count = 0;
    while (der_next(&in, &element))
        count++;
    return count;
}

static chain_bytes inside(const struct chain_cert *cert, enum cert_extension extension)
{
    struct der in = der_from(cert_extension(cert, extension));
    chain_bytes list = {NULL, 0};
    bool good = cert_has(cert, extension) && !(cert->malformed >> extension & 1);
    return good && der_read(&in, DER_SEQUENCE, &list) ? list : (chain_bytes){NULL, 0};
}

/* The next certificate policy; qualifiers are not processed. */
static bool next_policy(struct der *in, chain_bytes *policy)
{
    struct der entry;
    return der_enter(in, DER_SEQUENCE, &entry) && der_read(&entry, DER_OID, policy);
}

static bool next_mapping(struct der *in, chain_bytes *issuer, chain_bytes *subject)
{
    struct der entry;
    return der_enter(in, DER_SEQUENCE, &entry) && der_read(&entry, DER_OID, issuer) &&
           der_read(&entry, DER_OID, subject);
}

bool policy_maps_any(chain_bytes mappings)
{
    struct der in = der_from(mappings), list;
    chain_bytes issuer, subject;
    if (!der_enter(&in, DER_SEQUENCE, &list))
        return false;
    while (next_mapping(&list, &issuer, &subject)) {
        if (is_any(issuer) || is_any(subject))
            return true;
    }
    return false;
}

/* ---- levels ----------------------------------------------------------------------------------- */

static struct expected *take(struct state *state, size_t count)
{
    struct expected *out = NULL;
    if (count > *state->budget)
        state->result = POLICY_SPENT;
    else if (!(out = arena_alloc(state->arena, count, sizeof(*out))))
        state->result = POLICY_NO_MEMORY;
    else
        *state->budget -= count;
    return out;
}

/* The first of the expected values that is not below this policy. */
static size_t find(const struct level *level, chain_bytes policy)
{
    size_t low = 0, high = level->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_bytes(level->expected[middle].policy, policy) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Sorts, and makes one of equal values: a node that two parents expect is one node. */
static void tidy(struct level *level)
{
    size_t kept = 0;
    if (level->count > 1)
        qsort(level->expected, level->count, sizeof(*level->expected), compare_expected);
    for (size_t i = 0; i < level->count; i++) {
        if (kept && bytes_equal(level->expected[kept - 1].policy, level->expected[i].policy))
            level->expected[kept - 1].of_user |= level->expected[i].of_user;
        else
            level->expected[kept++] = level->expected[i];
    }
    level->count = kept;
}

/* RFC 5280 6.1.3 (d)(1) for one policy, with RFC 9618's several parents. */
static bool add_policy(const struct state *state, struct level *next, chain_bytes policy)
{
    const struct level *level = &state->level;
    size_t at = find(level, policy);
    if (at < level->count && bytes_equal(level->expected[at].policy, policy))
        next->expected[next->count++] = level->expected[at];
    else if (level->any)
        next->expected[next->count++] =
            (struct expected){policy, is_initial(state->inputs, policy)};
    else
        return false;
    return true;
}

/* RFC 5280 6.1.3 (d) and (e): from the level above to this certificate's. */
static void descend(struct state *state, const struct policy_step *step, bool is_last)
{
    chain_bytes list = step->cert ? inside(step->cert, EXTENSION_POLICIES) : (chain_bytes){NULL, 0};
    struct level next = {0};
    struct der in = der_from(list);
    chain_bytes policy;
    bool has_any = false;
    if (!list.size || (!state->level.count && !state->level.any)) {
        state->level = next;
        return;
    }
    next.expected = take(state, count_entries(list) + state->level.count);
    if (!next.expected)
        return;
    while (next_policy(&in, &policy)) {
        if (is_any(policy))
            has_any = true;
        else
            add_policy(state, &next, policy);
    }
    tidy(&next);
    if (has_any && (state->inhibit_any > 0 || (!is_last && step->self_issued))) {
        /* (d)(2): anyPolicy stands for each expected value that is not named */
        size_t named = next.count;
        next.any = state->level.any;
        for (size_t i = 0; i < state->level.count; i++) {
            struct level so_far = {next.expected, named, false};
            const struct expected *value = &state->level.expected[i];
            size_t at = find(&so_far, value->policy);
            if (at == named || !bytes_equal(next.expected[at].policy, value->policy))
                next.expected[next.count++] = *value;
        }
        tidy(&next);
    }
    state->level = next;
}

struct mapping {
    chain_bytes issuer, subject;
};

static int compare_mappings(const void *left, const void *right)
{
    return compare_bytes(((const struct mapping *)left)->issuer,
                         ((const struct mapping *)right)->issuer);
}

static struct mapping *sort_mappings(struct state *state, chain_bytes list, size_t *count)
{
    struct der in = der_from(list);
    struct mapping *out = NULL;
    *count = count_entries(list);
    if (*count > *state->budget)
        state->result = POLICY_SPENT;
    else if (!(out = arena_alloc(state->arena, *count, sizeof(*out))))
        state->result = POLICY_NO_MEMORY;
    else
        *state->budget -= *count;
    for (size_t i = 0; out && i < *count; i++) {
        if (!next_mapping(&in, &out[i].issuer, &out[i].subject))
            *count = i;
    }
    if (out && *count > 1)
        qsort(out, *count, sizeof(*out), compare_mappings);
    return out;
}

/* RFC 5280 6.1.4 (b): what issuer domain policies are called below. */
static void map(struct state *state, chain_bytes list)
{
    size_t count;
    struct mapping *mappings = sort_mappings(state, list, &count);
    struct expected *out = mappings ? take(state, state->level.count + count) : NULL;
    struct level next = {out, 0, state->level.any};
    if (!out)
        return;
    for (size_t i = 0; i < count;) {
        chain_bytes issuer = mappings[i].issuer;
        size_t at = find(&state->level, issuer);
        bool has_node =
            at < state->level.count && bytes_equal(state->level.expected[at].policy, issuer);
        bool of_user =
            has_node ? state->level.expected[at].of_user : is_initial(state->inputs, issuer);
        for (; i < count && bytes_equal(mappings[i].issuer, issuer); i++) {
            /* (b)(1) sets the expected policies; without a node, anyPolicy's gets one. (b)(2)
             * deletes. */
            if (state->mapping > 0 && (has_node || state->level.any))
                next.expected[next.count++] = (struct expected){mappings[i].subject, of_user};
        }
        if (has_node)
            state->level.expected[at].policy = (chain_bytes){NULL, 0};
    }
    for (size_t i = 0; i < state->level.count; i++) {
        if (state->level.expected[i].policy.size)
            next.expected[next.count++] = state->level.expected[i];
    }
    tidy(&next);
    state->level = next;
}

/* ---- counters --------------------------------------------------------------------------------- */

static void lower(uint64_t *counter, uint64_t value)
{
    *counter = value < *counter ? value : *counter;
}

/* requireExplicitPolicy [0] or inhibitPolicyMapping [1]; false where it is not there. */
static bool constraint(const struct chain_cert *cert, unsigned tag, uint64_t *value)
{
    struct der in = der_from(inside(cert, EXTENSION_POLICY_CONSTRAINTS));
    struct der_element element;
    while (der_next(&in, &element)) {
        if (element.tag == DER_CONTEXT(tag))
            return der_unsigned(element.content, value);
    }
    return false;
}

/* RFC 5280 6.1.4 (h) to (j) */
static void prepare(struct state *state, const struct policy_step *step)
{
    uint64_t value;
    chain_bytes content;
    if (!step->self_issued) {
        state->explicit_policy -= state->explicit_policy > 0;
        state->mapping -= state->mapping > 0;
        state->inhibit_any -= state->inhibit_any > 0;
    }
    if (!step->cert)
        return;
    if (constraint(step->cert, 0, &value))
        lower(&state->explicit_policy, value);
    if (constraint(step->cert, 1, &value))
        lower(&state->mapping, value);
    struct der in = der_from(cert_extension(step->cert, EXTENSION_INHIBIT_ANY_POLICY));
    if (cert_has(step->cert, EXTENSION_INHIBIT_ANY_POLICY) &&
        der_read(&in, DER_INTEGER, &content) && der_unsigned(content, &value))
        lower(&state->inhibit_any, value);
}

/* RFC 5280 6.1.5 (g): the graph's intersection with the user's initial policies is not empty. */
static bool has_policy_of_user(const struct level *level)
{
    bool found = level->any; /* below which any of the user's policies can be put */
    for (size_t i = 0; i < level->count; i++)
        found |= level->expected[i].of_user;
    return found;
}

/* ---- the whole -------------------------------------------------------------------------------- */

/* Most paths name no policy that would be required: then there is nothing to find out. */
static bool is_asked(const struct policy_inputs *inputs, const struct policy_step *steps,
                     uint32_t count)
{
    bool asked = inputs->explicit_policy;
    for (uint32_t i = 0; i < count; i++)
        asked |= steps[i].cert && cert_has(steps[i].cert, EXTENSION_POLICY_CONSTRAINTS);
    return asked;
}

static void step_down(struct state *state, const struct policy_step *step, bool is_last,
                      uint32_t number, uint32_t *at)
{
    uint64_t value;
    descend(state, step, is_last);
    bool empty = !state->level.count && !state->level.any;
    /* 6.1.3 (f) */
    if (state->result == POLICY_VALID && !state->explicit_policy && empty)
        state->result = POLICY_REQUIRED;
    *at = number;
    if (state->result != POLICY_VALID)
        return;
    if (!is_last) {
        chain_bytes mappings =
            step->cert ? inside(step->cert, EXTENSION_POLICY_MAPPINGS) : (chain_bytes){NULL, 0};
        if (mappings.size)
            map(state, mappings);
        prepare(state, step);
        return;
    }
    /* 6.1.5 (a), (b), (g) */
    state->explicit_policy -= state->explicit_policy > 0;
    if (step->cert && constraint(step->cert, 0, &value) && !value)
        state->explicit_policy = 0;
    if (!state->explicit_policy && !has_policy_of_user(&state->level))
        state->result = POLICY_REQUIRED;
}

enum policy_result policy_check(struct arena *arena, const struct policy_inputs *inputs,
                                const struct policy_step *steps, uint32_t count, uint64_t *budget,
                                uint32_t *at)
{
    struct arena_mark mark = arena_mark(arena);
    uint64_t never = (uint64_t)count + 1;
    *at = 0;
    if (!is_asked(inputs, steps, count))
        return POLICY_VALID;
    struct state state = {
        .arena = arena,
        .inputs = inputs,
        .budget = budget,
        .level = {.any = true},
        .explicit_policy = inputs->explicit_policy ? 0 : never,
        .mapping = inputs->inhibit_mapping ? 0 : never,
        .inhibit_any = inputs->inhibit_any ? 0 : never,
        .result = POLICY_VALID,
    };
    for (uint32_t i = 0; i < count && state.result == POLICY_VALID; i++)
        step_down(&state, &steps[i], i + 1 == count, i, at);
    arena_release(arena, mark);
    return state.result;
}
