// SPDX-License-Identifier: Apache-2.0
/*
 * The whole: a world (world.h), judged over all of time. Whatever comes in,
 *
 *   - segments cover the window without gaps, and say why where they are not valid;
 *   - a memo changes nothing, and the same question has the same answer;
 *   - a window of one second agrees with all of time;
 *   - what is sent may come in any order, or be at hand as bridges;
 *   - a wider store, a longer list of bridges and no host never turn VALID into INVALID.
 *
 * What compares two answers is asked only where no budget was spent: UNKNOWN may then stand for
 * either.
 */
#include "fuzz.h"

#include "world.h"

#include <string.h>

static chain_verdict verdict_at(const chain_result *result, chain_time at)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (at >= segments[i].span.from && at < segments[i].span.until)
            return segments[i].verdict;
    }
    fprintf(stderr, "an instant of the window is in no segment\n");
    abort();
}

static void check_segments(const chain_result *result, chain_span window)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(result, &count);
    MUST(count > 0 && segments[0].span.from == window.from);
    MUST(segments[count - 1].span.until == window.until);
    for (size_t i = 0; i < count; i++) {
        MUST(segments[i].span.from < segments[i].span.until);
        MUST(i == 0 || segments[i - 1].span.until == segments[i].span.from);
        MUST(segments[i].path_count > 0);
        MUST((segments[i].verdict == CHAIN_VALID) == (segments[i].finding_count == 0));
        for (size_t k = 0; k < segments[i].finding_count; k++)
            MUST(segments[i].findings[k].certificate < segments[i].path_count);
    }
}

/* At both ends of each stretch of the first, the second is no worse; and with `same` no better. */
static void check_no_worse(const chain_result *first, const chain_result *second, bool same)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(first, &count);
    if (!chain_result_complete(first) || !chain_result_complete(second))
        return;
    for (size_t i = 0; i < count; i++) {
        chain_time ends[] = {segments[i].span.from, segments[i].span.until - 1};
        for (size_t k = 0; k < 2; k++) {
            chain_verdict other = verdict_at(second, ends[k]);
            MUST(same ? other == segments[i].verdict : other >= segments[i].verdict);
        }
    }
}

/* ---- the same question, asked in other words -------------------------------------------------- */

/* `asked` has a memo, which the first answer did without. */
static void check_memo(const chain_verify_options *asked, const chain_result *first)
{
    chain_verify_options options = *asked;
    char *text = chain_result_json(first);
    for (int i = 0; i < 2; i++) {
        chain_result *again = world_verify(&options);
        char *same = chain_result_json(again);
        MUST(text && same && strcmp(text, same) == 0);
        /* Only results of earlier rounds may be remembered. */
        MUST(i == 0 || chain_result_signatures(again) <= chain_result_signatures(first));
        chain_free(same);
        chain_result_free(again);
    }
    chain_free(text);
}

static void check_instants(const chain_verify_options *asked, const chain_result *first)
{
    enum { MOST = 6 };
    size_t count;
    const chain_segment *segments = chain_result_segments(first, &count);
    chain_verify_options options = *asked;
    for (size_t i = 0; i < count && i < MOST; i++) {
        chain_time ends[] = {segments[i].span.from, segments[i].span.until - 1};
        for (size_t k = 0; k < 2; k++) {
            options.window = (chain_span){ends[k], ends[k] + 1};
            chain_result *now = world_verify(&options);
            check_segments(now, options.window);
            if (chain_result_complete(first) && chain_result_complete(now))
                MUST(verdict_at(now, ends[k]) == segments[i].verdict);
            chain_result_free(now);
        }
    }
}

/* The target first, then the others from the last to the first; and the others as bridges. */
static void check_order(const chain_verify_options *asked, const struct world *world,
                        const chain_result *first)
{
    struct chain_list *turned = world_list(), *alone = world_list();
    chain_verify_options options = *asked;
    world_push(turned, world->sent->items[0].cert);
    world_push(alone, world->sent->items[0].cert);
    for (size_t i = world->sent->count; i-- > 1;)
        world_push(turned, world->sent->items[i].cert);
    world_freeze(turned);
    world_freeze(alone);
    options.chain = turned;
    chain_result *other = world_verify(&options);
    check_no_worse(first, other, true);
    chain_result_free(other);
    options.chain = alone;
    options.bridges = turned;
    other = world_verify(&options);
    check_no_worse(first, other, true);
    chain_result_free(other);
    chain_list_unref(turned);
    chain_list_unref(alone);
}

/* ---- questions that can only have better answers ---------------------------------------------- */

static void check_wider(const chain_verify_options *asked, const struct world *world,
                        const chain_result *first)
{
    struct chain_list *more = world_list();
    chain_verify_options options = *asked;
    for (size_t i = 0; i < world->anchors->count; i++)
        world_push(more, world->anchors->items[i].cert);
    world_push(more, world->sent->items[world->sent->count - 1].cert);
    world_freeze(more);
    options.store = world_store(more);
    chain_result *wider = world_verify(&options);
    check_no_worse(first, wider, false);
    chain_result_free(wider);
    chain_store_unref((struct chain_store *)(uintptr_t)options.store);
    options.store = world->store;
    options.bridges = more; /* what is trusted may also be a bridge */
    wider = world_verify(&options);
    check_no_worse(first, wider, false);
    chain_result_free(wider);
    options.bridges = NULL;
    options.host = NULL;
    wider = world_verify(&options);
    check_no_worse(first, wider, false);
    chain_result_free(wider);
    chain_list_unref(more);
}

/* Those that look at all paths, so that the order of what is sent makes no difference. */
static const char *const IDEAL[] = {"tls", "rfc5280", "webpki"};

/* Whatever its builder makes of the input, every profile answers for the whole window. */
static void check_profiles(chain_verify_options options)
{
    chain_result *result;
    for (const char *const *name = chain_profile_names(); *name; name++) {
        options.profile = *name;
        MUST(chain_verify(&result, NULL, &options) == CHAIN_OK);
        check_segments(result, options.window);
        chain_result_free(result);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world;
    if (!world_read(&world, data, size))
        return 0;
    chain_verify_options options = world_options(&world);
    options.profile = IDEAL[size % 3];
    chain_result *first = world_verify(&options);
    check_segments(first, options.window);
    MUST(chain_memo_new(&options.memo, 512) == CHAIN_OK);
    check_memo(&options, first);
    check_instants(&options, first);
    check_order(&options, &world, first);
    check_wider(&options, &world, first);
    check_profiles(options);
    chain_memo_free(options.memo);
    chain_result_free(first);
    world_free(&world);
    return 0;
}
