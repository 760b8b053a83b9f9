// SPDX-License-Identifier: Apache-2.0
#include "build.h"

#include "expect.h"
#include "list.h"
#include "pki.h"
#include "pool.h"
#include "store.h"

TestSuite(build, .fini = tidy);

struct made {
    struct arena arena;
    struct question question;
    struct graph graph;
    struct build build;
    chain_list *sent;
    chain_store *store;
};

/* Dates alone. */
static bool judge(void *context, struct graph *graph, struct node *node)
{
    (void)context;
    bool made = span_set_one(graph->arena, &node->base, node->link->window);
    node->clean = node->base;
    return made;
}

static chain_bytes ca(const char *subject, const char *issuer, const char *serial,
                      const struct pki_extension *extensions)
{
    return pki_mint(&(struct pki_cert){.subject = subject,
                                       .issuer = issuer,
                                       .serial = serial,
                                       .key = pki_new_key(PKI_ED25519),
                                       .extensions = extensions});
}

static void make(struct made *made, const chain_bytes *sent, size_t sent_count,
                 const chain_bytes *roots, size_t root_count)
{
    *made =
        (struct made){.sent = pki_list(sent, sent_count), .store = pki_store(roots, root_count)};
    made->question = (struct question){
        .target = &made->sent->links[0],
        .sent = made->sent->links,
        .sent_count = made->sent->count,
        .store = made->store,
        .profile = profile_find("tls"),
        .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
    };
    chain_budget_default(&made->question.budget);
    arena_init(&made->arena, SIZE_MAX);
}

static void start(struct made *made)
{
    cr_assert(graph_make(&made->graph, &made->arena, &made->question, judge, NULL));
    cr_assert(build_start(&made->build, &made->graph, SPAN_NEVER, false));
}

/* The same, and nothing that was tried is remembered. */
static void start_all(struct made *made)
{
    start(made);
    made->graph.whole_path_rules = true;
}

static void done(struct made *made)
{
    arena_free(&made->arena);
    chain_list_unref(made->sent);
    chain_store_unref(made->store);
}

/* The serial numbers of the next path, or "" at the end. */
static const char *next(struct made *made)
{
    uint32_t length;
    const char *text = "";
    if (!build_next(&made->build, &length))
        return text;
    for (uint32_t i = 0; i < length; i++) {
        chain_bytes serial = chain_cert_serial(made->graph.nodes[made->build.path[i]].link->cert);
        text = pool_format("%s%s%x", text, i ? " " : "", serial.data[0]);
    }
    return text;
}

#define MAKE(made, sent, roots) make(made, sent, COUNT(sent), roots, COUNT(roots))
#define FORK                                                                                       \
    ((chain_bytes[]){ca("leaf", "A", "1", NULL), ca("A", "B", "2", NULL), ca("A", "B", "3", NULL), \
                     ca("B", "Root", "4", NULL), ca("B", "A", "5", NULL)})
#define ROOT ((chain_bytes[]){ca("Root", "Root", "9", NULL)})

Test(build, proposes_every_path_once_in_the_order_of_what_was_sent)
{
    struct made made;
    MAKE(&made, FORK, ROOT);
    start_all(&made);
    SAME_TEXT(next(&made), "1 2 4 9");
    SAME_TEXT(next(&made), "1 2 5 3 4 9");
    SAME_TEXT(next(&made), "1 3 4 9");
    SAME_TEXT(next(&made), "1 3 5 2 4 9");
    SAME_TEXT(next(&made), "");
    cr_expect_not(made.build.cut || made.build.spent || made.build.full);
    done(&made);
}

Test(build, what_is_covered_ends_the_search)
{
    struct made made;
    MAKE(&made, FORK, ROOT);
    start(&made);
    SAME_TEXT(next(&made), "1 2 4 9");
    build_cover(&made.build, SPAN_ALWAYS);
    SAME_TEXT(next(&made), "");
    done(&made);
}

Test(build, a_bad_edge_is_never_proposed_again)
{
    struct made made;
    MAKE(&made, FORK, ROOT);
    start_all(&made);
    SAME_TEXT(next(&made), "1 2 4 9");
    cr_assert(graph_set_edge(&made.graph, made.build.path[0], made.build.path[1], EDGE_BAD));
    build_drop(&made.build, 0);
    SAME_TEXT(next(&made), "1 3 4 9");
    SAME_TEXT(next(&made), "1 3 5 2 4 9");
    SAME_TEXT(next(&made), "");
    done(&made);
}

/* What was tried above B from A 2 need not be tried from A 3, once the first is known to be good.
 */
Test(build, what_was_tried_above_is_not_tried_again)
{
    struct made made;
    MAKE(&made,
         ((chain_bytes[]){ca("leaf", "A", "1", NULL), ca("A", "B", "2", NULL),
                          ca("A", "B", "3", NULL), ca("B", "Root", "4", NULL)}),
         ROOT);
    start(&made);
    SAME_TEXT(next(&made), "1 2 4 9");
    SAME_TEXT(next(&made), "");
    start_all(&made);
    SAME_TEXT(next(&made), "1 2 4 9");
    SAME_TEXT(next(&made), "1 3 4 9");
    SAME_TEXT(next(&made), "");
    done(&made);
}

Test(build, a_fitting_key_identifier_comes_first_and_leaves_nothing_out)
{
    const struct pki_extension wants[] = {{"authorityKeyIdentifier", "DER:30:03:80:01:07"},
                                          {NULL, NULL}};
    const struct pki_extension has[] = {{"subjectKeyIdentifier", "07"}, {NULL, NULL}};
    struct made made;
    MAKE(&made,
         ((chain_bytes[]){ca("leaf", "A", "1", wants), ca("A", "Root", "2", NULL),
                          ca("A", "Root", "3", has)}),
         ROOT);
    start(&made);
    SAME_TEXT(next(&made), "1 3 9");
    SAME_TEXT(next(&made), "1 2 9");
    SAME_TEXT(next(&made), "");
    done(&made);
}

Test(build, depth_at_its_limit)
{
    struct made made;
    MAKE(&made, FORK, ROOT);
    made.question.budget.depth = 4;
    start_all(&made);
    SAME_TEXT(next(&made), "1 2 4 9");
    SAME_TEXT(next(&made), "1 3 4 9");
    SAME_TEXT(next(&made), "");
    cr_expect(made.build.cut, "longer ones were left out");
    made.question.budget.depth = 3;
    start_all(&made);
    SAME_TEXT(next(&made), "");
    cr_expect(made.build.cut);
    done(&made);
}

/* A path, and a certificate with nothing left above it, count one each. */
Test(build, paths_and_dead_ends_at_their_limit)
{
    struct made made;
    MAKE(&made, FORK, ROOT);
    const uint32_t needed = 4 + 11; /* what FORK has of the two, the leaf among them */
    made.question.budget.paths = needed;
    start_all(&made);
    unsigned found = 0;
    while (next(&made)[0])
        found++;
    SAME(found, 4);
    cr_expect_not(made.build.spent);
    made.question.budget.paths = needed - 1;
    start_all(&made);
    while (next(&made)[0]) {
    }
    cr_expect(made.build.spent);
    made.question.budget.paths = 1;
    start_all(&made);
    SAME_TEXT(next(&made), "1 2 4 9");
    SAME_TEXT(next(&made), "");
    cr_expect(made.build.spent);
}

/* To explain, paths are proposed that dates do not allow. */
Test(build, explaining_looks_at_names_alone)
{
    struct made made;
    MAKE(&made,
         ((chain_bytes[]){
             ca("leaf", "A", "1", NULL),
             pki_mint(&(struct pki_cert){.subject = "A",
                                         .issuer = "Root",
                                         .serial = "2",
                                         .key = pki_new_key(PKI_ED25519),
                                         .from = "20000101000000Z",
                                         .until = "20010101000000Z"}),
         }),
         ROOT);
    start(&made);
    SAME_TEXT(next(&made), "");
    cr_assert(build_start(&made.build, &made.graph, SPAN_NEVER, true));
    SAME_TEXT(next(&made), "1 2 9");
    SAME_TEXT(next(&made), "");
    done(&made);
}
