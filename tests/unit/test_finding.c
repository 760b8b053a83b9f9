// SPDX-License-Identifier: Apache-2.0
#include "finding.h"

#include "expect.h"
#include "mem.h"

#include <ctype.h>

TestSuite(finding, .fini = tidy);

Test(finding, every_code_has_a_name_of_its_own_and_words)
{
    for (int code = 1; code < CHAIN_FINDING_COUNT; code++) {
        const char *name = chain_finding_name((chain_finding_code)code);
        cr_assert(name && name[0], "code %d has no name", code);
        for (const char *c = name; *c; c++)
            cr_expect(islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_', "%s",
                      name);
        SAME(chain_finding_from_name(name), code);
        cr_expect(chain_finding_rfc((chain_finding_code)code)[0], "%s comes from nowhere", name);
        const char *meaning = chain_finding_meaning((chain_finding_code)code);
        const char *advice = chain_finding_advice((chain_finding_code)code);
        cr_expect(meaning[0] && meaning[strlen(meaning) - 1] == '.', "%s: %s", name, meaning);
        cr_expect(advice[0] && advice[strlen(advice) - 1] == '.', "%s: %s", name, advice);
    }
}

Test(finding, what_is_no_code_has_no_name)
{
    SAME_TEXT(chain_finding_name(CHAIN_FINDING_COUNT), "?");
    SAME_TEXT(chain_finding_name((chain_finding_code)-1), "?");
    SAME_TEXT(chain_finding_rfc(CHAIN_FINDING_COUNT), "");
    SAME_TEXT(chain_finding_meaning(CHAIN_FINDING_COUNT), "");
    SAME_TEXT(chain_finding_advice(CHAIN_FINDING_COUNT), "");
    SAME(chain_finding_from_name("no_such_finding"), CHAIN_FINDING_NONE);
    SAME(chain_finding_from_name("EXPIRED"), CHAIN_FINDING_NONE);
    SAME(chain_finding_from_name(""), CHAIN_FINDING_NONE);
    SAME(chain_finding_from_name(NULL), CHAIN_FINDING_NONE);
}

Test(finding, a_list_keeps_their_order_and_leaves_out_what_holds_never)
{
    struct arena arena;
    struct finding_list list = {0};
    arena_init(&arena, SIZE_MAX);
    cr_assert(finding_add(&arena, &list, (struct finding){.code = 3, .spans = SPAN_ALWAYS}));
    cr_assert(finding_add(&arena, &list, (struct finding){.code = 4, .spans = SPAN_NEVER}));
    cr_assert(finding_add(&arena, &list, (struct finding){.code = 5, .spans = SPAN_ALWAYS}));
    SAME(list.first->code, 3);
    SAME(list.first->next->code, 5);
    cr_expect(list.first->next == list.last && !list.last->next);
    arena_free(&arena);
}

Test(finding, says_so_when_the_arena_is_full)
{
    struct arena arena;
    struct finding_list list = {0};
    arena_init(&arena, 1);
    cr_expect_not(finding_add(&arena, &list, (struct finding){.code = 3, .spans = SPAN_ALWAYS}));
    cr_expect(!list.first && !list.last);
    cr_expect(finding_add(&arena, &list, (struct finding){.code = 3, .spans = SPAN_NEVER}));
    arena_free(&arena);
}

/* A date explains better than a rule, a rule better than a wrong key, and that better than nothing.
 */
Test(finding, the_more_telling_weighs_less)
{
    cr_expect(finding_weight(CHAIN_FINDING_EXPIRED) < finding_weight(CHAIN_FINDING_NOT_A_CA));
    cr_expect(finding_weight(CHAIN_FINDING_NOT_A_CA) <
              finding_weight(CHAIN_FINDING_SIGNATURE_INVALID));
    cr_expect(finding_weight(CHAIN_FINDING_SIGNATURE_INVALID) <
              finding_weight(CHAIN_FINDING_NO_ISSUER));
    SAME(finding_weight(CHAIN_FINDING_ANCHOR_EXPIRED), finding_weight(CHAIN_FINDING_ROOT_REMOVED));
}
