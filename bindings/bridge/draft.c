// SPDX-License-Identifier: Apache-2.0
#include "failure.h"

#include <string.h>

enum certificate { OLD_ROOT, NEW_ROOT, BRIDGE, CERTIFICATES };
static const char *const CERTIFICATE_NAMES[CERTIFICATES] = {"old_root", "new_root", "bridge"};
enum text { ID, HOST, ON, TEXTS };
static const char *const TEXT_NAMES[TEXTS] = {"id", "host", "on"};

struct bridge_draft {
    chain_cert *certificates[CERTIFICATES]; /* NULL: not known yet */
    char *texts[TEXTS];
    int64_t today;
};

bridge_draft *new_bridge_draft(int64_t today, chain_error *error)
{
    const bridge_draft empty = {.today = today};
    return failure_copy(&empty, sizeof(empty), error);
}

void delete_bridge_draft(bridge_draft *draft)
{
    if (!draft)
        return;
    for (size_t i = 0; i < CERTIFICATES; i++)
        chain_cert_unref(draft->certificates[i]);
    for (size_t i = 0; i < TEXTS; i++)
        free(draft->texts[i]);
    free(draft);
}

/* The place of a name; `count` and an error where it is none. */
static size_t find_name(const char *const *names, size_t count, const char *name,
                        chain_error *error)
{
    size_t i = 0;
    while (name && i < count && strcmp(names[i], name) != 0)
        i++;
    if (name && i < count)
        return i;
    failure_set(error, CHAIN_E_ARGUMENT, "a draft has no field '%.100s'", name ? name : "");
    return count;
}

void bridge_draft_put(bridge_draft *draft, const char *field, const char *value, chain_error *error)
{
    size_t place = find_name(TEXT_NAMES, TEXTS, field, error);
    if (place == TEXTS || failure_null(value, field, error))
        return;
    char *copy = failure_copy(value, strlen(value) + 1, error);
    if (!copy)
        return;
    free(draft->texts[place]);
    draft->texts[place] = copy;
}

void bridge_draft_certify(bridge_draft *draft, const char *field, bridge_chain *certificate,
                          chain_error *error)
{
    size_t place = find_name(CERTIFICATE_NAMES, CERTIFICATES, field, error);
    if (place == CERTIFICATES || failure_null(certificate, field, error))
        return;
    size_t count = chain_list_count(certificate);
    if (count != 1 || chain_list_skipped_count(certificate)) {
        failure_set(error, CHAIN_E_MALFORMED, "%s: %zu certificates, not one", field, count);
        return;
    }
    chain_cert_unref(draft->certificates[place]);
    draft->certificates[place] =
        chain_cert_ref((chain_cert *)(uintptr_t)chain_list_get(certificate, 0));
}

char *bridge_draft_json(const bridge_draft *draft, chain_error *error)
{
    char *json = NULL;
    const chain_draft asked = {
        .id = draft->texts[ID],
        .old_root = draft->certificates[OLD_ROOT],
        .new_root = draft->certificates[NEW_ROOT],
        .bridge = draft->certificates[BRIDGE],
        .host = draft->texts[HOST],
        .on = draft->texts[ON],
        .today = draft->today,
    };
    chain_timeline_draft(&json, error, &asked);
    return json;
}
