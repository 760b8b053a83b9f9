// SPDX-License-Identifier: Apache-2.0
/* Certificates that are few but large: name constraints, and policies that are mapped to each
 * other. */
#include "maze.h"

#include "pool.h"
#include "text.h"

#include <stdio.h>

/* "DNS:0.example.com,DNS:1.example.com,..." with `before` in front of each. */
static const char *names(const char *before, unsigned count)
{
    struct text text = {0};
    for (unsigned i = 0; i < count; i++)
        text_add_format(&text, "%s%s%u.example.com", i ? "," : "", before, i);
    char *made = text_take(&text);
    const char *kept = pool_format("%s", made);
    chain_free(made);
    return kept;
}

/* ---- name constraints ------------------------------------------------------------------------- */

static void constraints(unsigned cas, unsigned subtrees, unsigned alt_names, chain_verdict verdict)
{
    struct maze maze;
    maze_start(&maze);
    const struct pki_extension ca[] = {
        {"basicConstraints", PKI_CA},
        {"keyUsage", "critical,keyCertSign,cRLSign"},
        {"nameConstraints", pool_format("critical,permitted;DNS:www.example.com,%s",
                                        names("permitted;DNS:", subtrees))},
        {NULL, NULL}};
    const struct pki_extension leaf[] = {
        {"extendedKeyUsage", "serverAuth"},
        {"subjectAltName", pool_format("DNS:www.example.com,%s", names("DNS:", alt_names))},
        {NULL, NULL}};
    pki_key *key = pki_new_key(PKI_P256), *above;
    maze_add(maze.chain, "www.example.com", "CA 0", key, key, leaf);
    for (unsigned i = 0; i < cas; i++, key = above) {
        above = pki_new_key(PKI_P256);
        maze_add(maze.pool, pool_format("CA %u", i),
                 i + 1 < cas ? pool_format("CA %u", i + 1) : "Root", key, above, ca);
    }
    maze_add(maze.anchors, "Root", NULL, key, NULL, NULL);
    bool valid = verdict == CHAIN_VALID;
    maze_judge(&maze, pool_format("%u CAs of %u subtrees, %u names", cas, subtrees, alt_names),
               (struct outcome_wanted){verdict, valid ? cas + 1 : 0, cas + 1, valid, 0});
}

/* A certificate of the issuer that costs too much does not hide the one beside it that is good. */
static void constraints_beside(void)
{
    struct maze maze;
    maze_start(&maze);
    const struct pki_extension bomb[] = {
        {"basicConstraints", PKI_CA},
        {"nameConstraints",
         pool_format("critical,permitted;DNS:www.example.com,%s", names("permitted;DNS:", 1100))},
        {NULL, NULL}};
    const struct pki_extension leaf[] = {
        {"extendedKeyUsage", "serverAuth"},
        {"subjectAltName", pool_format("DNS:www.example.com,%s", names("DNS:", 1100))},
        {NULL, NULL}};
    pki_key *key = pki_new_key(PKI_P256), *root = pki_new_key(PKI_P256);
    maze_add(maze.chain, "www.example.com", "CA", key, key, leaf);
    maze_add(maze.pool, "CA", "Root", key, root, bomb);
    maze_add(maze.pool, "CA", "Root", key, root, NULL);
    maze_add(maze.anchors, "Root", NULL, root, NULL, NULL);
    maze_judge(&maze, "1,100 subtrees and names, and a good CA beside",
               (struct outcome_wanted){CHAIN_VALID, 2, 4, true, 3});
}

/* ---- policies --------------------------------------------------------------------------------- */

static const char *policies(unsigned count)
{
    struct text text = {0};
    for (unsigned i = 0; i < count; i++)
        text_add_format(&text, "%s1.2.3.%u", i ? "," : "", i);
    char *made = text_take(&text);
    const char *kept = pool_format("%s", made);
    chain_free(made);
    return kept;
}

/* Each to each: the tree of RFC 5280 6.1.2 (a) would have count ^ depth leaves (RFC 9618 1.1). */
static const char *mappings(unsigned count)
{
    struct text text = {0};
    for (unsigned i = 0; i < count * count; i++)
        text_add_format(&text, "%s1.2.3.%u:1.2.3.%u", i ? "," : "", i / count, i % count);
    char *made = text_take(&text);
    const char *kept = pool_format("%s", made);
    chain_free(made);
    return kept;
}

static void policy_tree(unsigned cas, unsigned count, bool agreed)
{
    struct maze maze;
    maze_start(&maze);
    const struct pki_extension ca[] = {{"basicConstraints", PKI_CA},
                                       {"keyUsage", "critical,keyCertSign,cRLSign"},
                                       {"certificatePolicies", policies(count)},
                                       {"policyMappings", mappings(count)},
                                       {"policyConstraints", "critical,requireExplicitPolicy:0"},
                                       {NULL, NULL}};
    const struct pki_extension leaf[] = {{"extendedKeyUsage", "serverAuth"},
                                         {"subjectAltName", "DNS:www.example.com"},
                                         {"certificatePolicies", agreed ? "1.2.3.0" : "1.2.4"},
                                         {NULL, NULL}};
    pki_key *key = pki_new_key(PKI_P256), *above;
    maze_add(maze.chain, "www.example.com", "CA 0", key, key, leaf);
    for (unsigned i = 0; i < cas; i++, key = above) {
        above = pki_new_key(PKI_P256);
        maze_add(maze.pool, pool_format("CA %u", i),
                 i + 1 < cas ? pool_format("CA %u", i + 1) : "Root", key, above, ca);
    }
    maze_add(maze.anchors, "Root", NULL, key, NULL, NULL);
    maze_judge(&maze,
               pool_format("%u CAs that map %u policies to each%s", cas, count,
                           agreed ? "" : ", none the leaf's"),
               (struct outcome_wanted){agreed ? CHAIN_VALID : CHAIN_INVALID, agreed ? cas + 1 : 0,
                                       cas + 1, true, 0});
}

int main(void)
{
    printf("%-52s %6s %8s %7s %9s %6s\n", "graph", "pool", "verdict", "checks", "ms", "MiB");
    constraints(1, 1000, 1000, CHAIN_VALID);
    constraints(1, 1023, 1023, CHAIN_VALID); /* 1,024 of each: the budget to the last comparison */
    constraints(1, 1023, 1024, CHAIN_UNKNOWN);
    constraints(1, 3000, 3000, CHAIN_UNKNOWN);
    constraints_beside();
    constraints(20, 300, 300, CHAIN_VALID);
    constraints(28, 600, 600, CHAIN_UNKNOWN);
    policy_tree(28, 20, true);
    policy_tree(28, 20, false);
    policy_tree(10, 60, true);
    printf("%d failures\n", maze_failures());
    return maze_failures() != 0;
}
