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
    char files[MOST_ROOTS][RECIPE_SLUG_SIZE + 16]; /* words of the script */
    size_t count;
};

/* Is this result one to mend: in the lane that decides, and of this store? NULL: of any. */
static bool is_meant(const chain_report *report, const struct report_result *result,
                     const char *store)
{
    return result->shown.lane == report->lane &&
           (!store || strcmp(result->shown.store, store) == 0);
}

static void collect(struct roots *roots, const chain_report *report, const char *store)
{
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (!is_meant(report, result, store))
            continue;
        for (size_t k = 0; k < result->shown.root_count; k++) {
            const chain_root *root = &result->roots[k];
            size_t known = 0;
            while (known < roots->count &&
                   memcmp(roots->roots[known]->sha256, root->sha256, 32) != 0)
                known++;
            if (known < roots->count || known == MOST_ROOTS)
                continue;
            snprintf(roots->files[known], sizeof(roots->files[known]), "\"$dir/%s.pem\"",
                     root->slug);
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
        text_add_format(out, "\n# %s\n# SHA-256, to compare with the authority's page:\n# ",
                        fix->name);
        add_fingerprint(out, fix->sha256);
        text_add(out, "\n");
        if (!fix->pem[0])
            text_add_format(
                out,
                "# Its certificate is not at hand: get it from the authority, compare the "
                "fingerprint,\n# and put it into \"$dir/%s.pem\".\ntest -s \"$dir/%s.pem\"\n",
                fix->slug, fix->slug);
        else if (!folder)
            text_add_format(out, "cat >\"$dir/%s.pem\" <<'PEM'\n%sPEM\n", fix->slug, fix->pem);
    }
}

static void add_comment(struct text *out, const char *text)
{
    if (text[0])
        text_add_format(out, "# %s\n", text);
}

/* What is to be said of the roots, each thing once. */
static void add_notes(struct text *out, const chain_report *report,
                      const struct report_store *store, const struct recipe *recipe)
{
    const char *last = recipe_note(recipe);
    add_comment(out, last);
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (!is_meant(report, result, store->place.id) || !result->shown.root_count)
            continue;
        const char *note = result->fixes[0].note;
        if (strcmp(note, last) != 0)
            add_comment(out, note);
        last = note;
    }
}

static struct recipe make_recipe(const chain_report *report, const struct report_store *store,
                                 const struct roots *roots, struct recipe_root *items)
{
    for (size_t i = 0; i < roots->count; i++) {
        const chain_root *root = roots->roots[i];
        items[i] = (struct recipe_root){root->slug, roots->files[i], root->is_public};
    }
    return report_recipe(report, store, items, roots->count);
}

static void add_store(struct text *out, const chain_report *report,
                      const struct report_store *store)
{
    struct roots roots = {.count = 0};
    struct recipe_root items[MOST_ROOTS];
    collect(&roots, report, store->place.id);
    if (!roots.count)
        return;
    struct recipe recipe = make_recipe(report, store, &roots, items);
    text_add(out, "\n# ");
    text_add_safe(out, store->place.path);
    text_add(out, store->place.stack[0] ? ": " : "");
    text_add_safe(out, store->place.stack);
    text_add(out, "\n");
    add_notes(out, report, store, &recipe);
    recipe_to_text(out, &recipe);
}

/* What the commands leave as it is, and why: a script that is silent about it would promise too
 * much. */
static void add_rest(struct text *out, const chain_report *report, const char *store)
{
    bool any = false;
    for (size_t i = 0; i < report->store_count; i++) {
        const struct report_store *each = &report->stores[i];
        if (!each->failure || (store && strcmp(store, each->place.id) != 0))
            continue;
        text_add(out, any ? "# Not mended: " : "\n# Not mended: ");
        text_add_safe(out, each->place.path);
        text_add(out, ": ");
        text_add_safe(out, each->failure->message);
        text_add(out, "\n");
        any = true;
    }
    for (size_t i = 0; i < report->result_count; i++) {
        const struct report_result *result = &report->results[i];
        if (!is_meant(report, result, store) || result->shown.root_count ||
            result->shown.outcome.readiness <= CHAIN_READY)
            continue;
        text_add(out, any ? "# Not mended: " : "\n# Not mended: ");
        text_add_safe(out, result->shown.store);
        text_add(out, ": no root that is known makes it better for ");
        text_add_safe(out, result->endpoint_title);
        text_add(out, "\n");
        any = true;
    }
}

/* The other systems once, for all roots. */
static void add_elsewhere(struct text *out, const struct roots *roots)
{
    struct recipe_root items[MOST_ROOTS];
    for (size_t i = 0; i < roots->count; i++)
        items[i] = (struct recipe_root){roots->roots[i]->slug, "", false};
    struct recipe recipe = {.roots = items, .count = roots->count};
    text_add(out, "\n");
    recipe_elsewhere(out, &recipe);
}

/* Asked for before anything is changed. */
static void ask_for_password(struct text *out, const chain_report *report, const char *store)
{
    for (size_t i = 0; i < report->store_count; i++) {
        const struct report_store *each = &report->stores[i];
        struct roots roots = {.count = 0};
        collect(&roots, report, each->place.id);
        struct recipe recipe = report_recipe(report, each, NULL, 0);
        if (!roots.count || !recipe_needs_password(&recipe) ||
            (store && strcmp(store, each->place.id) != 0))
            continue;
        text_add(out, ": \"${STOREPASS_FILE:?names a file with the password of the keystore}\"\n");
        return;
    }
}

char *chain_report_script(const chain_report *report, const char *folder, const char *store)
{
    struct text text = {0};
    struct roots roots = {.count = 0};
    char when[INSTANT_TEXT_SIZE];
    collect(&roots, report, store);
    if (!roots.count)
        return text_take(&text);
    text_add(&text,
             "#!/bin/sh\n# chainready fix: adds the roots that are missing; safe to run twice.\n");
    if (report->facts_as_of != CHAIN_TIME_MIN)
        text_add_format(&text, "# facts as of %s\n", instant_to_date(when, report->facts_as_of));
    text_add(&text, "set -eu\n");
    ask_for_password(&text, report, store);
    add_files(&text, &roots, folder);
    for (size_t i = 0; i < report->store_count; i++) {
        if (!store || strcmp(store, report->stores[i].place.id) == 0)
            add_store(&text, report, &report->stores[i]);
    }
    add_rest(&text, report, store);
    add_elsewhere(&text, &roots);
    return text_take(&text);
}

size_t chain_report_root_count(const chain_report *report, const char *store)
{
    struct roots roots = {.count = 0};
    collect(&roots, report, store);
    return roots.count;
}

chain_status chain_report_root(const chain_report *report, chain_root *out, const char *store,
                               size_t index)
{
    struct roots roots = {.count = 0};
    collect(&roots, report, store);
    if (index >= roots.count)
        return CHAIN_E_ARGUMENT;
    *out = *roots.roots[index];
    return CHAIN_OK;
}
