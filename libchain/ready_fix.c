// SPDX-License-Identifier: Apache-2.0
/* Roots to add, with what to type. */
#include "fix.h"
#include "instant.h"
#include "name.h"
#include "pem.h"
#include "ready_job.h"
#include "recipe.h"

#include <string.h>

static void copy_root(struct job *job, chain_root *root, struct report_fix *fix,
                      const struct link *link, const struct timeline_link *stated)
{
    struct text subject = {0}, name = {0}, serial = {0}, slug = {0}, pem = {0};
    name_to_text(&subject, link->subject);
    name_to_short_text(&name, link->subject);
    link_sha256(link, root->sha256);
    if (link->cert) {
        text_add_hex(&serial, cert_bytes(link->cert, link->cert->serial));
        pem_encode(&pem, (chain_bytes){link->cert->der, link->cert->size});
    } else if (stated) {
        text_add_hex(&serial, stated->serial);
    }
    fix->subject = job_copy_text(job, &subject);
    fix->serial = job_copy_text(job, &serial);
    root->name = job_copy_text(job, &name);
    root->pem = job_copy_text(job, &pem);
    recipe_slug(&slug, root->name, root->sha256);
    root->slug = job_copy_text(job, &slug);
}

static bool is_public(const chain_list *known, const chain_root *root)
{
    for (size_t i = 0; i < known->count; i++) {
        uint8_t hash[32];
        cert_sha256(known->items[i].cert, hash);
        if (memcmp(hash, root->sha256, sizeof(hash)) == 0)
            return true;
    }
    return false;
}

/* What to type for this root alone, with its PEM file in the current folder. */
static void add_command(struct job *job, struct report_fix *fix, const chain_root *root,
                        const struct report_store *store)
{
    struct text pem = {0}, command = {0};
    text_add_format(&pem, "%s.pem", root->slug);
    struct recipe_root item = {root->slug, job_copy_text(job, &pem), root->is_public};
    struct recipe recipe = report_recipe(job->report, store, &item, 1);
    recipe_to_text(&command, &recipe);
    if (command.size && !command.failed)
        command.data[--command.size] = 0;
    fix->command = job_copy_text(job, &command);
    fix->note = recipe_note(&recipe);
}

static const struct timeline_link *find_stated(const struct chain_timeline *timeline,
                                               const struct link *root)
{
    for (uint32_t i = 0; timeline && i < timeline->link_count; i++) {
        if (memcmp(link_stated(&timeline->links[i].link)->sha256, link_stated(root)->sha256, 32) == 0)
            return &timeline->links[i];
    }
    return NULL;
}

/* The installed root set becomes ready, and would not stay so if it followed its program. */
static const char *say_dropped(struct job *job, const chain_outcome *outcome)
{
    struct text text = {0};
    char date[INSTANT_TEXT_SIZE];
    chain_time from = outcome->readiness == CHAIN_BREAKS_LATER        ? outcome->breaks_at
                      : outcome->readiness == CHAIN_READINESS_UNKNOWN ? outcome->unknown_from
                                                                      : job->options->window.from;
    text_add(&text,
             "enough while the store is not updated; its program no longer trusts the root ");
    text_add_format(&text, "for all of the window, from %s on", instant_to_date(date, from));
    return job_copy_text(job, &text);
}

void job_add_fixes(struct job *job, struct report_result *out, const struct report_store *store,
                   const struct exposure_question *question)
{
    struct fix fix;
    chain_program program = store->place.follows;
    /* Read when the first store lacks something: most lack nothing. */
    chain_status status = job->roots ? CHAIN_OK : fix_roots(&job->roots);
    if (status == CHAIN_OK)
        status = fix_find(&fix, question, job->options->window, program, job->roots, job->memo);
    if (status != CHAIN_OK) {
        job_fail(job, status);
        return;
    }
    out->fixes = job_take(job, fix.count, sizeof(*out->fixes));
    out->roots = job_take(job, fix.count, sizeof(*out->roots));
    for (size_t i = 0; i < fix.count && job->status == CHAIN_OK; i++) {
        copy_root(job, &out->roots[i], &out->fixes[i], fix.roots[i],
                  find_stated(question->timeline, fix.roots[i]));
        out->roots[i].is_public = is_public(job->roots, &out->roots[i]);
        add_command(job, &out->fixes[i], &out->roots[i], store);
        if (fix.outcome.readiness > CHAIN_READY)
            out->fixes[i].note = "helps, but is not enough: see the reason";
        else if (program != CHAIN_PROGRAM_NONE && fix.program_outcome.readiness > CHAIN_READY)
            out->fixes[i].note = say_dropped(job, &fix.program_outcome);
    }
    out->shown.roots = out->roots;
    out->shown.root_count = fix.count;
}
