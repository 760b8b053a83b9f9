// SPDX-License-Identifier: Apache-2.0
/* The commands of all fixes of a report as one shell script that is safe to run twice. */
#include "instant.h"
#include "recipe.h"
#include "report.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROOTS = 64 };

/* Different roots, in the order in which they are met. */
struct roots {
    const chain_root *roots[MOST_ROOTS];
    size_t count;
};

static void collect(struct roots *roots, const chain_report *report, const struct report_store *store)
{
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (result->shown.lane != report->lane ||
            (store && strcmp(result->shown.store, store->place.id) != 0))
            continue;
        for (size_t k = 0; k < result->shown.root_count; k++) {
            const chain_root *root = &result->roots[k];
            size_t known = 0;
            while (known < roots->count && memcmp(roots->roots[known]->sha256, root->sha256, 32) != 0)
                known++;
            if (known == roots->count && known < MOST_ROOTS)
                roots->roots[roots->count++] = root;
        }
    }
}

static void add_fingerprint(struct text *out, const uint8_t hash[32])
{
    for (int i = 0; i < 32; i++)
        text_add_format(out, "%s%02X", i ? ":" : "", hash[i]);
}

/* The PEM files: beside the script, or made by it in a folder of its own. */
static void add_files(struct text *out, const struct roots *roots, const char *folder)
{
    if (folder) {
        text_add(out, "dir=");
        recipe_quote(out, folder);
        text_add(out, "\n");
    } else {
        text_add(out, "dir=$(mktemp -d)\ntrap 'rm -r \"$dir\"' EXIT\n");
    }
    for (size_t i = 0; i < roots->count; i++) {
        const chain_root *fix = roots->roots[i];
        text_add_format(out, "\n# %s\n# SHA-256, to compare with the authority's page:\n# ", fix->name);
        add_fingerprint(out, fix->sha256);
        text_add(out, "\n");
        if (!fix->pem[0])
            text_add_format(out, "# Its certificate is not at hand: get it from the authority, compare the "
                                 "fingerprint,\n# and put it into \"$dir/%s.pem\".\ntest -s \"$dir/%s.pem\"\n",
                            fix->slug, fix->slug);
        else if (!folder)
            text_add_format(out, "cat >\"$dir/%s.pem\" <<'PEM'\n%sPEM\n", fix->slug, fix->pem);
    }
}

static void add_store(struct text *out, const chain_report *report, const struct report_store *store)
{
    struct roots roots = {.count = 0};
    struct recipe_root items[MOST_ROOTS];
    char words[MOST_ROOTS][96];
    collect(&roots, report, store);
    if (!roots.count)
        return;
    for (size_t i = 0; i < roots.count; i++) {
        snprintf(words[i], sizeof(words[i]), "\"$dir/%.70s.pem\"", roots.roots[i]->slug);
        items[i] = (struct recipe_root){roots.roots[i]->slug, words[i]};
    }
    struct recipe recipe = {&store->place, store->kind, store->open_pkcs12, items, roots.count};
    text_add(out, "\n# ");
    text_add_safe(out, store->place.path);
    text_add(out, store->place.stack[0] ? ": " : "");
    text_add_safe(out, store->place.stack);
    text_add(out, "\n");
    if (recipe_note(&recipe)[0])
        text_add_format(out, "# %s\n", recipe_note(&recipe));
    recipe_to_text(out, &recipe);
}

/* The other systems once, for all roots. */
static void add_elsewhere(struct text *out, const struct roots *roots)
{
    struct recipe_root items[MOST_ROOTS];
    for (size_t i = 0; i < roots->count; i++)
        items[i] = (struct recipe_root){roots->roots[i]->slug, ""};
    struct recipe recipe = {.roots = items, .count = roots->count};
    text_add(out, "\n");
    recipe_elsewhere(out, &recipe);
}

char *chain_report_script(const chain_report *report, const char *folder)
{
    struct text text = {0};
    struct roots roots = {.count = 0};
    char when[INSTANT_TEXT_SIZE];
    collect(&roots, report, NULL);
    if (!roots.count)
        return text_take(&text);
    text_add(&text, "#!/bin/sh\n# chainready fix: adds the roots that are missing; safe to run twice.\n");
    if (report->facts_as_of != CHAIN_TIME_MIN)
        text_add_format(&text, "# facts as of %s\n", instant_to_date(when, report->facts_as_of));
    text_add(&text, "set -eu\n");
    add_files(&text, &roots, folder);
    for (size_t i = 0; i < report->store_count; i++)
        add_store(&text, report, &report->stores[i]);
    add_elsewhere(&text, &roots);
    return text_take(&text);
}

size_t chain_report_root_count(const chain_report *report)
{
    struct roots roots = {.count = 0};
    collect(&roots, report, NULL);
    return roots.count;
}

chain_status chain_report_root(const chain_report *report, chain_root *out, size_t index)
{
    struct roots roots = {.count = 0};
    collect(&roots, report, NULL);
    if (index >= roots.count)
        return CHAIN_E_ARGUMENT;
    *out = *roots.roots[index];
    return CHAIN_OK;
}
