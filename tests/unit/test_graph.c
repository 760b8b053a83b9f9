// SPDX-License-Identifier: Apache-2.0
#include "graph.h"

#include "der.h"
#include "expect.h"
#include "list.h"
#include "pki.h"
#include "store.h"

TestSuite(graph, .fini = tidy);

#define AT_2020 1577836800
#define AT_2021 1609459200
#define AT_2022 1640995200
#define AT_2030 1893456000

struct made {
    struct arena arena;
    struct question question;
    struct graph graph;
    chain_list *sent, *bridges;
    chain_store *store;
    unsigned judged;
};

/* Dates alone. */
static bool judge(void *context, struct graph *graph, struct node *node)
{
    struct made *made = context;
    made->judged++;
    node->clean = SPAN_ALWAYS;
    return span_set_one(graph->arena, &node->base, node->link->window);
}

static void make(struct made *made, const chain_bytes *sent, size_t sent_count,
                 const chain_bytes *bridges, size_t bridge_count, const chain_bytes *roots,
                 size_t root_count)
{
    *made =
        (struct made){.sent = pki_list(sent, sent_count), .store = pki_store(roots, root_count)};
    if (bridge_count)
        made->bridges = pki_list(bridges, bridge_count);
    made->question = (struct question){
        .target = &made->sent->links[0],
        .sent = made->sent->links,
        .sent_count = made->sent->count,
        .bridges = made->bridges,
        .store = made->store,
        .profile = profile_find("tls"),
        .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
    };
    chain_budget_default(&made->question.budget);
    arena_init(&made->arena, SIZE_MAX);
}

static void run(struct made *made)
{
    made->judged = 0;
    cr_assert(graph_make(&made->graph, &made->arena, &made->question, judge, made));
}

static void done(struct made *made)
{
    arena_free(&made->arena);
    chain_list_unref(made->sent);
    chain_list_unref(made->bridges);
    chain_store_unref(made->store);
}

static chain_bytes ca(const char *subject, pki_key *key, const char *issuer, const char *from,
                      const char *until)
{
    return pki_mint(&(struct pki_cert){.subject = subject,
                                       .issuer = issuer,
                                       .key = key,
                                       .from = from,
                                       .until = until,
                                       .extensions = PKI_CA_EXTENSIONS});
}

#define SETS(array) array, COUNT(array)

Test(graph, holds_what_names_can_reach_and_each_certificate_once)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_bytes leaf = ca("leaf", key, "A", NULL, NULL), a = ca("A", key, "B", NULL, NULL);
    chain_bytes b = ca("B", key, NULL, NULL, NULL), away = ca("away", key, "far", NULL, NULL);
    struct made made;
    make(&made, SETS(((chain_bytes[]){leaf, away, a, a, b})), SETS(((chain_bytes[]){a, b})),
         SETS(((chain_bytes[]){b, away})));
    run(&made);
    SAME(made.graph.node_count, 4); /* leaf, A, B as an anchor, B as a certificate */
    SAME(made.judged, 4);
    SAME(made.graph.group_count, 2);
    cr_expect_not(made.graph.nodes[0].anchor);
    SAME(made.graph.nodes[0].group, NO_GROUP);
    cr_expect(made.graph.nodes[2].anchor && !made.graph.nodes[3].anchor, "anchors come first");
    SAME(made.graph.nodes[2].issuers, NO_GROUP);
    SAME(made.graph.nodes[3].issuers, made.graph.nodes[3].group);
    cr_expect(made.graph.nodes[3].self_issued);
    cr_expect_not(made.graph.nodes[1].self_issued);
    done(&made);
}

Test(graph, equal_keys_have_equal_numbers)
{
    pki_key *one = pki_new_key(PKI_ED25519), *two = pki_new_key(PKI_ED25519);
    struct made made;
    make(&made,
         SETS(((chain_bytes[]){ca("leaf", one, "A", NULL, NULL), ca("A", two, "A", NULL, NULL),
                               ca("A", one, "B", NULL, NULL), ca("B", two, "B", NULL, NULL)})),
         NULL, 0, SETS(((chain_bytes[]){ca("B", one, NULL, NULL, NULL)})));
    run(&made);
    SAME(made.graph.node_count, 5);
    SAME(made.graph.key_count, 2);
    for (uint32_t i = 0; i < made.graph.node_count; i++) {
        const struct node *node = &made.graph.nodes[i];
        bool same = bytes_equal(
            cert_bytes(node->link->cert, node->link->cert->spki),
            cert_bytes(made.graph.nodes[0].link->cert, made.graph.nodes[0].link->cert->spki));
        SAME(node->key == made.graph.nodes[0].key, same);
    }
    done(&made);
}

/* An edge is a certificate and a key, whichever certificate the key stands in. */
Test(graph, edges_are_kept_by_key)
{
    pki_key *key = pki_new_key(PKI_ED25519), *other = pki_new_key(PKI_ED25519);
    struct made made;
    make(&made,
         SETS(((chain_bytes[]){ca("leaf", other, "A", NULL, NULL), ca("A", key, "B", NULL, NULL),
                               ca("A", key, "C", NULL, NULL), ca("A", other, "B", NULL, NULL)})),
         NULL, 0, SETS(((chain_bytes[]){ca("B", key, NULL, NULL, NULL)})));
    run(&made);
    SAME(graph_edge(&made.graph, 0, 1), EDGE_UNTRIED);
    cr_assert(graph_set_edge(&made.graph, 0, 1, EDGE_BAD));
    SAME(graph_edge(&made.graph, 0, 2), EDGE_BAD);
    SAME(graph_edge(&made.graph, 0, 3), EDGE_UNTRIED);
    SAME(graph_edge(&made.graph, 1, 1), EDGE_UNTRIED);
    done(&made);
}

/* Where names and dates lead on to an anchor, loops or not. */
Test(graph, reach_is_the_union_over_what_leads_on)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    struct made made;
    make(&made,
         SETS(((chain_bytes[]){
             ca("leaf", key, "A", NULL, NULL),
             ca("A", key, "B", "20200101000000Z", "20201231235959Z"),
             ca("A", key, "B", "20210101000000Z", "20211231235959Z"),
             ca("B", key, "A", NULL, NULL), /* a loop, which adds nothing */
             ca("A", key, "gone", NULL, NULL),
         })),
         NULL, 0,
         SETS(((chain_bytes[]){ca("B", key, NULL, "20150101000000Z", "20211231000000Z")})));
    run(&made);
    const struct span_set reach = made.graph.nodes[0].reach;
    SAME(reach.count, 1);
    SAME_SPAN(reach.spans[0], AT_2020, 1640908801); /* 2021-12-31T00:00:01Z: the root's end */
    for (uint32_t i = 0; i < made.graph.group_count; i++)
        SAME(made.graph.groups[i].leads, made.graph.groups[i].count > 0);
    done(&made);
}

Test(graph, where_no_name_leads_on_there_is_no_reach)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    struct made made;
    make(&made,
         SETS(((chain_bytes[]){ca("leaf", key, "A", NULL, NULL), ca("A", key, "A", NULL, NULL)})),
         NULL, 0, SETS(((chain_bytes[]){ca("B", key, NULL, NULL, NULL)})));
    run(&made);
    SAME(made.graph.nodes[0].reach.count, 0);
    cr_expect_not(made.graph.groups[0].leads);
    cr_expect_not(made.graph.spent);
    done(&made);
}

Test(graph, the_budget_for_links_is_a_bound)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    struct made made;
    make(&made,
         SETS(((chain_bytes[]){ca("leaf", key, "A", NULL, NULL), ca("A", key, "B", NULL, NULL)})),
         NULL, 0, SETS(((chain_bytes[]){ca("B", key, NULL, NULL, NULL)})));
    for (uint32_t links = 1; links <= 4; links++) {
        made.question.budget.links = links;
        run(&made);
        SAME(made.graph.node_count, links < 3 ? links : 3);
        SAME(made.graph.spent, links < 3);
    }
    done(&made);
}
