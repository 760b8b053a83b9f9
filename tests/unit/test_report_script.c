// SPDX-License-Identifier: Apache-2.0
/* fix.c chooses the roots, ready_fix.c words them, report_script.c writes the script. */
#include "expect.h"
#include "keystore.h"
#include "pool.h"

#include <stdio.h>

TestSuite(report_script, .fini = tidy);

#define ROOT(name) CORPUS "/roots/" name ".pem"
enum { AT = 1795305600, UNTIL = 1858464000 }; /* 2026-11-22, 2028-11-22 */

static void add_store(chain_ready_options *options, const char *id, const char *const *files)
{
    chain_store *store;
    chain_error error;
    chain_place place = {.manager = "file"};
    char *pem = pool_format("%s", "");
    for (; *files; files++)
        pem = pool_format("%s%s", pem, pool_string(file_content(*files)));
    snprintf(place.id, sizeof(place.id), "%s", id);
    snprintf(place.path, sizeof(place.path), "/opt/%s.pem", id);
    cr_assert_eq(
        chain_store_read(&store, &error, "store", (chain_bytes){(uint8_t *)pem, strlen(pem)}),
        CHAIN_OK, "%s", error.message);
    cr_assert_eq(chain_ready_options_add_store(options, store, &place), CHAIN_OK);
    chain_store_unref(store);
}

static chain_ready_options *ask(const char *timeline)
{
    chain_ready_options *options;
    chain_timeline *known;
    chain_error error;
    cr_assert_eq(chain_ready_options_new(&options, AT, UNTIL), CHAIN_OK);
    cr_assert_eq(chain_timeline_builtin(&known, &error, timeline), CHAIN_OK);
    cr_assert_eq(chain_ready_options_add_timeline(options, known), CHAIN_OK);
    chain_timeline_unref(known);
    return options;
}

static chain_report *answer(chain_ready_options *options)
{
    chain_report *report;
    cr_assert_eq(chain_ready(options, &report), CHAIN_OK);
    chain_ready_options_free(options);
    return report;
}

static const char *const WITH_R46[] = {ROOT("globalsign-root-r46"), ROOT("globalsign-root-ca-r3"),
                                       ROOT("globalsign-root-ca"), NULL};
static const char *const WITH_R1[] = {ROOT("globalsign-root-ca"), NULL};
static const char *const WITH_NONE[] = {ROOT("amazon-root-ca-1"), NULL};

Test(report_script, a_store_that_is_ready_has_none)
{
    chain_ready_options *options = ask("oss-globalsign");
    add_store(options, "good", WITH_R46);
    chain_report *report = answer(options);
    SAME(chain_report_root_count(report, NULL), 0);
    SAME_OWN_TEXT(chain_report_script(report, NULL, NULL), "");
    chain_root root;
    SAME(chain_report_root(report, &root, NULL, 0), CHAIN_E_ARGUMENT);
    chain_report_free(report);
}

Test(report_script, each_store_gets_the_fewest_roots)
{
    chain_ready_options *options = ask("oss-globalsign");
    add_store(options, "good", WITH_R46);
    add_store(options, "old", WITH_R1);
    add_store(options, "none", WITH_NONE);
    chain_report *report = answer(options);
    chain_root root;
    SAME(chain_report_root_count(report, "good"), 0);
    SAME(chain_report_root_count(report, "old"), 1);
    SAME(chain_report_root(report, &root, "old", 0), CHAIN_OK);
    SAME_TEXT(root.name, "GlobalSign Root R46");
    SAME_TEXT(root.slug, "globalsign-root-r46-4fa3126d");
    SAME(root.is_public, 1);
    SAME(chain_report_root_count(report, "none"), 2); /* the old chains are still sent, too */
    SAME(chain_report_root_count(report, NULL), 2);
    SAME(chain_report_root_count(report, "stranger"), 0);
    chain_report_free(report);
}

Test(report_script, one_store_or_all)
{
    chain_ready_options *options = ask("oss-globalsign");
    add_store(options, "old", WITH_R1);
    add_store(options, "none", WITH_NONE);
    chain_report *report = answer(options);
    char *all = chain_report_script(report, NULL, NULL),
         *one = chain_report_script(report, NULL, "old");
    cr_expect(strstr(all, "/opt/old.pem") && strstr(all, "/opt/none.pem"));
    cr_expect(strstr(one, "/opt/old.pem") && !strstr(one, "/opt/none.pem"));
    cr_expect(strncmp(all, "#!/bin/sh\n", 10) == 0 && strstr(all, "set -eu\n"));
    /* each root's PEM once, however many stores lack it */
    const char *first = strstr(all, "globalsign-root-r46-4fa3126d.pem\" <<'PEM'");
    cr_expect(first && !strstr(first + 1, "globalsign-root-r46-4fa3126d.pem\" <<'PEM'"));
    chain_free(all);
    chain_free(one);
    char *beside = chain_report_script(report, "/it's here", NULL);
    cr_expect(strstr(beside, "dir='/it'\\''s here'\n") && !strstr(beside, "BEGIN CERTIFICATE"));
    chain_free(beside);
    chain_report_free(report);
}

Test(report_script, what_could_not_be_read_is_said)
{
    chain_ready_options *options = ask("oss-globalsign");
    chain_place place = {.id = "locked", .path = "/opt/locked\n.p12"};
    chain_error error = {.status = CHAIN_E_PASSWORD, .message = "locked"};
    add_store(options, "old", WITH_R1);
    cr_assert_eq(chain_ready_options_add_failure(options, &place, &error), CHAIN_OK);
    chain_report *report = answer(options);
    char *all = chain_report_script(report, NULL, NULL);
    cr_expect(strstr(all, "# Not mended: /opt/locked\\u{a}.p12: locked\n"), "%s", all);
    char *one = chain_report_script(report, NULL, "old");
    cr_expect(!strstr(one, "Not mended"));
    chain_free(one);
    chain_free(all);
    chain_report_free(report);
}
