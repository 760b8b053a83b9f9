// SPDX-License-Identifier: Apache-2.0
/* Path building where there are very many paths: RFC 4158 names some of these graphs. */
#include "maze.h"

#include "pool.h"

#include <stdio.h>
#include <string.h>

static pki_key *new_key(void)
{
    return pki_new_key(PKI_P256);
}

static const char *numbered(const char *name, unsigned number)
{
    return pool_format("%s %u", name, number);
}

static void add_leaf(struct maze *maze, const char *issuer, pki_key *issuer_key)
{
    maze_add(maze->chain, "www.example.com", issuer, new_key(), issuer_key, PKI_LEAF_EXTENSIONS);
}

static void add_root(struct maze *maze, const char *name, pki_key *key)
{
    maze_add(maze->anchors, name, NULL, key, NULL, NULL);
}

static void add_ca(struct maze *maze, const char *subject, pki_key *key, const char *issuer,
                   pki_key *issuer_key)
{
    maze_add(maze->pool, subject, issuer, key, issuer_key, NULL);
}

/* ---- CAs that all sign each other ------------------------------------------------------------- */

enum top { REACHED, LOOK_ALIKE, NO_NAME };

static const struct pki_extension CONSTRAINED[] = {
    {"basicConstraints", PKI_CA},
    {"keyUsage", "critical,keyCertSign,cRLSign"},
    {"nameConstraints", "critical,permitted;DNS:example.com"},
    {NULL, NULL}};

/* Returns the number of edges: certificates times the keys of their issuer's name. */
static uint32_t add_mutual(struct maze *maze, unsigned count, enum top top,
                           const struct pki_extension *extensions)
{
    pki_key *keys[16], *root = new_key();
    for (unsigned i = 0; i < count; i++)
        keys[i] = new_key();
    for (unsigned i = 0; i < count; i++) {
        for (unsigned k = 0; k < count; k++) {
            if (i != k)
                maze_add(maze->pool, numbered("CA", i), numbered("CA", k), keys[i], keys[k],
                         extensions);
        }
    }
    add_leaf(maze, numbered("CA", 0), keys[0]);
    if (top != NO_NAME)
        maze_add(maze->pool, numbered("CA", count - 1), "Root", keys[count - 1], root, extensions);
    add_root(maze, top == NO_NAME ? "Somebody else" : "Root", top == REACHED ? root : new_key());
    return 1 + count * (count - 1) + (top != NO_NAME);
}

static void mutual(unsigned count)
{
    struct maze maze;
    maze_start(&maze);
    uint32_t edges = add_mutual(&maze, count, REACHED, NULL);
    maze_judge(&maze, pool_format("%u CAs sign each other", count),
               (struct outcome_wanted){CHAIN_VALID, 3, edges, true, 0});
    maze_start(&maze);
    add_mutual(&maze, count, NO_NAME, NULL);
    maze_judge(&maze, pool_format("%u CAs, no anchor by name", count),
               (struct outcome_wanted){CHAIN_INVALID, 0, 0, true, 0});
    maze_start(&maze);
    edges = add_mutual(&maze, count, LOOK_ALIKE, NULL);
    maze_judge(&maze, pool_format("%u CAs, anchor with another key", count),
               (struct outcome_wanted){CHAIN_INVALID, 3, edges, true, 0});
}

/* Constraints depend on the whole path, so that a state cannot be told to be done with. */
static void mutual_constrained(void)
{
    struct maze maze;
    maze_start(&maze);
    uint32_t edges = add_mutual(&maze, 15, REACHED, CONSTRAINED);
    maze_judge(&maze, "15 CAs, all with name constraints",
               (struct outcome_wanted){CHAIN_VALID, 3, edges, true, 0});
    maze_start(&maze);
    edges = add_mutual(&maze, 15, LOOK_ALIKE, CONSTRAINED);
    maze_judge(&maze, "15 CAs with name constraints, anchor with another key",
               (struct outcome_wanted){CHAIN_UNKNOWN, 3, edges, false, 0});
}

/* The extension value that names this certificate's subject key identifier; "" where it has none.
 */
static const char *key_id_of(const chain_cert *cert)
{
    chain_bytes id = cert_subject_key_id(cert);
    char text[64] = "";
    for (size_t i = 0; i < id.size && i < 20; i++)
        snprintf(text + 2 * i, 3, "%02x", id.data[i]);
    return pool_format("DER:30%02zx80%02zx%s", id.size + 2, id.size, text);
}

/* ---- one name, many keys; one key, many names ------------------------------------------------- */

enum keys { ONE_KEY, OWN_KEYS, OWN_KEYS_WITH_IDS };

/* The last certificate is the leaf's issuer. With key identifiers it is the first to be tried. */
static void add_namesakes(struct maze *maze, unsigned count, enum keys keys, pki_key *root)
{
    const struct pki_extension ca[] = {
        {"basicConstraints", PKI_CA},
        {"keyUsage", "critical,keyCertSign,cRLSign"},
        {keys == OWN_KEYS_WITH_IDS ? "subjectKeyIdentifier" : NULL, "hash"},
        {NULL, NULL}};
    pki_key *key = new_key();
    for (unsigned i = 0; i < count; i++) {
        if (i && keys != ONE_KEY)
            key = new_key();
        maze_add(maze->pool, "CA", "Root", key, root, ca);
    }
    const chain_cert *last = chain_list_get(maze->pool, count - 1);
    const struct pki_extension leaf[] = {
        {"extendedKeyUsage", "serverAuth"},
        {"subjectAltName", "DNS:www.example.com"},
        {keys == OWN_KEYS_WITH_IDS ? "authorityKeyIdentifier" : NULL, key_id_of(last)},
        {NULL, NULL}};
    maze_add(maze->chain, "www.example.com", "CA", new_key(), key, leaf);
}

static void one_name(unsigned count, enum keys keys, enum top top)
{
    static const char *const TOPS[] = {"", ", anchor with another key", ", no anchor by name"};
    static const char *const KEYS[] = {"one key", "own keys", "own keys and identifiers"};
    struct maze maze;
    pki_key *root = new_key();
    maze_start(&maze);
    add_namesakes(&maze, count, keys, root);
    add_root(&maze, top == NO_NAME ? "Somebody else" : "Root", top == REACHED ? root : new_key());
    struct outcome_wanted wanted = {.verdict = top == REACHED ? CHAIN_VALID : CHAIN_INVALID,
                                    .complete = true};
    if (top ==
        REACHED) /* the leaf with every key, or the one that fits, and that one with the root's */
        wanted.least_signatures = wanted.most_signatures = keys == OWN_KEYS ? count + 1 : 2;
    if (top == LOOK_ALIKE) {
        wanted.least_signatures = 1;
        wanted.most_signatures = 2 * count + 1;
    }
    maze_judge(&maze, pool_format("%u CAs with one name, %s%s", count, KEYS[keys], TOPS[top]),
               wanted);
}

static void one_key_many_names(unsigned count, enum top top)
{
    struct maze maze;
    pki_key *key = new_key(), *root = new_key();
    maze_start(&maze);
    for (unsigned i = 0; i < count; i++) {
        for (unsigned k = 0; k < count; k++) {
            if (i != k)
                add_ca(&maze, numbered("CA", i), key, numbered("CA", k), key);
        }
    }
    add_ca(&maze, numbered("CA", count - 1), key, "Root", root);
    add_leaf(&maze, numbered("CA", 0), key);
    add_root(&maze, "Root", top == REACHED ? root : new_key());
    maze_judge(&maze,
               pool_format("one key with %u names%s", count,
                           top == REACHED ? "" : ", anchor with another key"),
               (struct outcome_wanted){top == REACHED ? CHAIN_VALID : CHAIN_INVALID, 3,
                                       2 + count * (count - 1), true, 0});
}

/* ---- layers ----------------------------------------------------------------------------------- */

/* Each layer is one name with three keys; each key is signed by each key of the layer above. */
static void layers(unsigned count, unsigned width, enum top top)
{
    struct maze maze;
    pki_key *below[8], *above[8], *root = new_key();
    maze_start(&maze);
    for (unsigned i = 0; i < width; i++)
        below[i] = new_key();
    add_leaf(&maze, numbered("Layer", 0), below[width - 1]);
    for (unsigned layer = 0; layer < count; layer++) {
        bool last = layer == count - 1;
        for (unsigned k = 0; k < width; k++) {
            above[k] = last ? root : new_key();
            for (unsigned i = 0; i < width && (!last || !k); i++)
                add_ca(&maze, numbered("Layer", layer), below[i],
                       last ? "Root" : numbered("Layer", layer + 1), above[k]);
        }
        memcpy(below, above, sizeof(below));
    }
    add_root(&maze, top == NO_NAME ? "Somebody else" : "Root", top == REACHED ? root : new_key());
    uint32_t edges = width + (count - 1) * width * width * width + width;
    static const char *const TOPS[] = {"", ", anchor with another key", ", no anchor by name"};
    struct outcome_wanted wanted = {CHAIN_VALID, count + 1, edges, true, count + 2};
    if (top != REACHED)
        wanted = (struct outcome_wanted){CHAIN_INVALID, top == NO_NAME ? 0 : count + 1,
                                         top == NO_NAME ? 0 : edges, true, 0};
    maze_judge(&maze, pool_format("%u layers of %u%s", count, width, TOPS[top]), wanted);
}

/* ---- chains ----------------------------------------------------------------------------------- */

/* Self-issued certificates with one key: each may have issued each (Go's TestPathologicalChains).
 */
static void same_subject_same_key(void)
{
    struct maze maze;
    pki_key *key = new_key();
    maze_start(&maze);
    for (unsigned i = 0; i < 100; i++)
        add_ca(&maze, "CA", key, "CA", key);
    add_leaf(&maze, "CA", key);
    add_root(&maze, "Somebody else", new_key());
    maze_judge(&maze, "100 times one name and key, no anchor by name",
               (struct outcome_wanted){CHAIN_INVALID, 0, 0, true, 0});
}

/* A chain that is longer than the budget allows is not said to be invalid. */
static void long_chain(unsigned count, chain_verdict verdict)
{
    struct maze maze;
    pki_key *key = new_key(), *above;
    maze_start(&maze);
    add_leaf(&maze, numbered("CA", 0), key);
    for (unsigned i = 0; i < count; i++, key = above) {
        above = new_key();
        add_ca(&maze, numbered("CA", i), key, i + 1 < count ? numbered("CA", i + 1) : "Root",
               above);
    }
    add_root(&maze, "Root", key);
    bool valid = verdict == CHAIN_VALID;
    maze_judge(&maze, pool_format("a chain of %u", count + 2),
               (struct outcome_wanted){verdict, valid ? count + 1 : 0, count + 1, valid,
                                       valid ? count + 2 : 0});
}

/* Every bound of the budget, too small for the graph. */
static void small_budgets(void)
{
    static const struct {
        const char *name;
        chain_budget budget;
    } CASES[] = {
        {"paths",
         {.paths = 5,
          .signatures = 20000,
          .depth = 32,
          .links = 50000,
          .names = 4000000,
          .memory = 1 << 28}},
        {"signatures",
         {.paths = 20000,
          .signatures = 3,
          .depth = 32,
          .links = 50000,
          .names = 4000000,
          .memory = 1 << 28}},
        {"depth",
         {.paths = 20000,
          .signatures = 20000,
          .depth = 2,
          .links = 50000,
          .names = 4000000,
          .memory = 1 << 28}},
        {"links",
         {.paths = 20000,
          .signatures = 20000,
          .depth = 32,
          .links = 4,
          .names = 4000000,
          .memory = 1 << 28}},
        {"memory",
         {.paths = 20000,
          .signatures = 20000,
          .depth = 32,
          .links = 50000,
          .names = 4000000,
          .memory = 4096}},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct maze maze;
        maze_start(&maze);
        add_mutual(&maze, 8, LOOK_ALIKE, NULL);
        maze.budget = CASES[i].budget;
        maze_judge(&maze, pool_format("8 CAs, too few %s", CASES[i].name),
                   (struct outcome_wanted){CHAIN_UNKNOWN, 0, 58, false, 0});
    }
}

int main(void)
{
    printf("%-52s %6s %8s %7s %9s %6s\n", "graph", "pool", "verdict", "checks", "ms", "MiB");
    for (unsigned count = 2; count <= 15; count++)
        mutual(count);
    mutual_constrained();
    for (enum top top = REACHED; top <= NO_NAME; top++) {
        one_name(200, OWN_KEYS, top);
        one_name(200, ONE_KEY, top);
        layers(10, 3, top);
    }
    one_name(10000, ONE_KEY, NO_NAME);
    one_name(10000, OWN_KEYS_WITH_IDS, REACHED);
    one_name(1000, OWN_KEYS, REACHED);
    one_key_many_names(12, REACHED);
    one_key_many_names(12, LOOK_ALIKE);
    same_subject_same_key();
    long_chain(30, CHAIN_VALID);
    long_chain(31, CHAIN_UNKNOWN);
    small_budgets();
    printf("%d failures\n", maze_failures());
    return maze_failures() != 0;
}
