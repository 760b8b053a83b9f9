// SPDX-License-Identifier: Apache-2.0
/* chainready timelines new: a draft of a rotation of one's own. */
#include "cli.h"

#include <stdio.h>

/* The only certificate of a file; NULL where none is named. */
static int open_one(chain_cert **out, const char *path)
{
    chain_error error = {.status = CHAIN_E_MALFORMED, .offset = CHAIN_NO_OFFSET};
    chain_list *list;
    if (!path)
        return 0;
    if (open_list(&list, &error, path) != CHAIN_OK)
        return complain(&error, path);
    size_t count = chain_list_count(list);
    if (count == 1 && !chain_list_skipped_count(list))
        *out = chain_cert_ref((chain_cert *)(uintptr_t)chain_list_get(list, 0));
    chain_list_unref(list);
    if (*out)
        return 0;
    snprintf(error.path, sizeof(error.path), "%.255s", path);
    snprintf(error.message, sizeof(error.message), "holds %zu certificates, not one", count);
    return complain(&error, path);
}

static int print_draft(const chain_draft *draft)
{
    chain_error error = {0};
    char *json;
    if (chain_timeline_draft(&json, &error, draft) != CHAIN_OK)
        return complain(&error, "the draft");
    fputs(json, stdout);
    chain_free(json);
    return 0;
}

int draft_timeline(const struct options *options)
{
    chain_cert *old_root = NULL, *new_root = NULL, *bridge = NULL;
    chain_span window;
    if (options->rest_count > 2)
        return complain_usage("'timelines new' takes one id");
    if (options->verify || options->strict || options->bridges)
        return complain_usage("--verify, --strict and --bridges are not for 'timelines new'");
    int code = read_window(options, &window);
    if (!code)
        code = open_one(&old_root, options->old_root);
    if (!code)
        code = open_one(&new_root, options->new_root);
    if (!code)
        code = open_one(&bridge, options->bridge);
    chain_draft draft = {
        .id = options->rest_count > 1 ? options->rest[1] : NULL,
        .old_root = old_root,
        .new_root = new_root,
        .bridge = bridge,
        .host = options->host,
        .on = options->on,
        .today = window.from,
    };
    if (!code)
        code = print_draft(&draft);
    chain_cert_unref(old_root);
    chain_cert_unref(new_root);
    chain_cert_unref(bridge);
    return code;
}
