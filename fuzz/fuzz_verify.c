// SPDX-License-Identifier: Apache-2.0
/*
 * The whole: the input is a sequence of certificates, each behind an octet of flags and two of length.
 * Flag 1 makes it an anchor, else it is sent. Segments partition the window whatever comes in, and a
 * verdict does not depend on the memo.
 */
#include "fuzz.h"

#include "list.h"
#include "store.h"

#include <string.h>

struct world {
    struct chain_list *sent, *anchors;
};

static void read_world(struct world *world, const uint8_t *data, size_t size)
{
    world->sent = list_new("");
    world->anchors = list_new("");
    for (int count = 0; size >= 3 && count < 24; count++) {
        size_t length = (size_t)data[1] << 8 | data[2];
        bool anchor = data[0] & 1;
        data += 3;
        size -= 3;
        if (length > size)
            length = size;
        chain_cert *cert;
        if (chain_cert_new(&cert, NULL, data, length) == CHAIN_OK)
            list_push(anchor ? world->anchors : world->sent, cert, (struct list_item){.limits = LIST_NO_LIMITS});
        chain_cert_unref(cert);
        data += length;
        size -= length;
    }
    list_freeze(world->sent, NULL);
    list_freeze(world->anchors, NULL);
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
    chain_store *store;
    chain_verify_options options;
    chain_result *first, *second;
    chain_memo *memo;
    read_world(&world, data, size);
    MUST(store_from_list(&store, NULL, world.anchors) == CHAIN_OK);
    if (world.sent->count) {
        chain_verify_options_default(&options);
        options.chain = world.sent;
        options.store = store;
        options.budget.paths = 200;
        options.budget.signatures = 50;
        options.host = size % 2 ? "www.example.com" : NULL;
        MUST(chain_verify(&first, NULL, &options) == CHAIN_OK);
        check_segments(first, options.window);
        MUST(chain_memo_new(&memo, 64) == CHAIN_OK);
        options.memo = memo;
        MUST(chain_verify(&second, NULL, &options) == CHAIN_OK);
        chain_result_free(second);
        MUST(chain_verify(&second, NULL, &options) == CHAIN_OK);
        check_profiles(options);
        char *a = chain_result_json(first), *b = chain_result_json(second);
        MUST(a && b && strcmp(a, b) == 0);
        chain_free(a);
        chain_free(b);
        chain_memo_free(memo);
        chain_result_free(second);
        chain_result_free(first);
    }
    chain_store_unref(store);
    chain_list_unref(world.sent);
    chain_list_unref(world.anchors);
    return 0;
}
