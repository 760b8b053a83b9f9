// SPDX-License-Identifier: Apache-2.0
/* What is proposed for every real root alone against every built-in migration: it works, and no
 * root of it is one too many. */
#include "fix.h"

#include "builtin.h"
#include "expect.h"
#include "keystore.h"
#include "pool.h"

#include <dirent.h>

TestSuite(fix, .fini = tidy);

enum { AT = 1795305600, UNTIL = 1858464000 }; /* 2026-11-22, 2028-11-22 */

static chain_report *ask(const char *pem, const char *timeline)
{
    chain_ready_options *options;
    chain_timeline *known;
    chain_store *store;
    chain_report *report;
    chain_error error;
    chain_bytes data = {(const uint8_t *)pem, strlen(pem)};
    cr_assert_eq(chain_ready_options_new(&options, AT, UNTIL), CHAIN_OK);
    cr_assert_eq(chain_store_read(&store, &error, "store", data), CHAIN_OK);
    cr_assert_eq(chain_timeline_builtin(&known, &error, timeline), CHAIN_OK);
    chain_ready_options_add_store(options, store, NULL);
    chain_ready_options_add_timeline(options, known);
    cr_assert_eq(chain_ready(options, &report), CHAIN_OK);
    chain_ready_options_free(options);
    chain_timeline_unref(known);
    chain_store_unref(store);
    return report;
}

static chain_readiness readiness_of(const char *pem, const char *timeline)
{
    chain_report *report = ask(pem, timeline);
    chain_readiness readiness = chain_report_outcome(report)->readiness;
    chain_report_free(report);
    return readiness;
}

/* Returns the number of roots that were proposed. */
static size_t try_one(const char *pem, const char *name, const char *timeline)
{
    chain_report *report = ask(pem, timeline);
    size_t count = chain_report_root_count(report, NULL);
    bool ready = chain_report_outcome(report)->readiness <= CHAIN_READY;
    cr_expect(!ready || !count, "%s, %s: ready, and yet a root is proposed", name, timeline);
    /* without one of them in turn, and with all of them */
    for (size_t without = 0; count && without <= count; without++) {
        char *more = pool_format("%s", pem);
        for (size_t i = 0; i < count; i++) {
            chain_root root;
            chain_report_root(report, &root, NULL, i);
            cr_assert(root.pem[0], "%s is not at hand", root.name);
            if (i != without)
                more = pool_format("%s\n%s", more, root.pem);
        }
        bool good = readiness_of(more, timeline) <= CHAIN_READY;
        cr_expect(good == (without == count), "%s, %s: %s of %zu roots is %s", name, timeline,
                  without == count ? "all" : "all but one", count, good ? "enough" : "not enough");
    }
    chain_report_free(report);
    return count;
}

Test(fix, what_is_proposed_is_enough_and_not_too_much)
{
    size_t stores = 0, proposed = 0;
    DIR *folder = opendir(CORPUS "/roots");
    cr_assert_not_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (!strstr(entry->d_name, ".pem"))
            continue;
        const char *path = pool_format(CORPUS "/roots/%s", entry->d_name);
        const char *pem = pool_string(file_content(path));
        for (const char *const *id = chain_timeline_ids(); *id; id++)
            proposed += try_one(pem, entry->d_name, *id);
        stores++;
    }
    closedir(folder);
    SAME(stores, 18);
    cr_expect(proposed >= 100, "only %zu were proposed", proposed);
}

Test(fix, the_roots_at_hand_are_those_that_are_built_in)
{
    chain_list *roots;
    cr_assert_eq(fix_roots(&roots), CHAIN_OK);
    SAME(roots->count, BUILTIN_ROOT_COUNT);
    SAME(roots->skipped_count, 0);
    for (size_t i = 0; i < roots->count; i++)
        SAME_BYTES(chain_cert_der(roots->items[i].cert),
                   ((chain_bytes){BUILTIN_ROOTS[i].der, BUILTIN_ROOTS[i].size}));
    chain_list_unref(roots);
}
