// SPDX-License-Identifier: Apache-2.0
/*
 * Policies. Besides cases by hand, the graph is compared with the tree of RFC 5280 6.1, done
 * naively and with exponential room, on paths made at random.
 */
#include "policy.h"

#include "cert_writer.h"
#include "expect.h"
#include "pool.h"

TestSuite(policy, .fini = tidy);

#define NOTHING ((chain_bytes){NULL, 0})

/* Policies are numbers: 0 is anyPolicy, n is 1.2.n. */
enum { ANY, P1, P2, P3, P4, POLICY_COUNT };

static chain_bytes oid(int policy)
{
    return policy == ANY ? asn_oid("2.5.29.32.0") : asn_oid(pool_format("1.2.%d", policy));
}

struct pair {
    int issuer, subject;
};

/* What a certificate says; -1: no such number. */
struct saying {
    bool has_policies;
    int policies[8];
    int policy_count;
    struct pair mappings[4];
    int mapping_count;
    int require, inhibit_mapping, inhibit_any;
    bool self_issued;
};
#define SILENT .require = -1, .inhibit_mapping = -1, .inhibit_any = -1
#define POLICIES(...)                                \
    .has_policies = true, .policies = {__VA_ARGS__}, \
    .policy_count = sizeof((int[]){__VA_ARGS__}) / sizeof(int)

static chain_bytes extensions_of(const struct saying *saying)
{
    chain_bytes all = NOTHING, list = NOTHING, constraints = NOTHING;
    for (int i = 0; i < saying->policy_count; i++)
        list = ASN_JOIN(list, ASN_SEQUENCE(oid(saying->policies[i])));
    if (saying->has_policies)
        all = ASN_JOIN(all, extension_of("2.5.29.32", true, ASN_SEQUENCE(list)));
    list = NOTHING;
    for (int i = 0; i < saying->mapping_count; i++)
        list = ASN_JOIN(
            list, ASN_SEQUENCE(oid(saying->mappings[i].issuer), oid(saying->mappings[i].subject)));
    if (list.size)
        all = ASN_JOIN(all, extension_of("2.5.29.33", true, ASN_SEQUENCE(list)));
    if (saying->require >= 0)
        constraints = asn_hex(pool_format("8001%02x", (unsigned)saying->require));
    if (saying->inhibit_mapping >= 0)
        constraints = ASN_JOIN(constraints,
                               asn_hex(pool_format("8101%02x", (unsigned)saying->inhibit_mapping)));
    if (constraints.size)
        all = ASN_JOIN(all, extension_of("2.5.29.36", true, ASN_SEQUENCE(constraints)));
    if (saying->inhibit_any >= 0)
        all = ASN_JOIN(all, extension_of("2.5.29.54", true, asn_integer(saying->inhibit_any)));
    return all.size ? EXTENSIONS(all) : NOTHING;
}

enum { MOST_STEPS = 8 };

struct user {
    int initial[4];
    int count; /* 0: any policy */
    bool explicit_policy, inhibit_mapping, inhibit_any;
};

static enum policy_result check(const struct user *user, const struct saying *sayings,
                                uint32_t count, uint64_t budget)
{
    struct chain_cert certs[MOST_STEPS];
    struct policy_step steps[MOST_STEPS];
    chain_bytes initial[4];
    struct arena arena;
    uint32_t at;
    for (uint32_t i = 0; i < count; i++) {
        size_t bad;
        const char *why;
        cr_assert_eq(cert_parse(&certs[i], cert_with(extensions_of(&sayings[i])), &bad, &why),
                     CHAIN_OK);
        cr_assert_eq(certs[i].malformed, 0);
        steps[i] = (struct policy_step){&certs[i], sayings[i].self_issued};
    }
    for (int i = 0; i < user->count; i++) {
        chain_bytes whole = oid(user->initial[i]);
        initial[i] = (chain_bytes){whole.data + 2, whole.size - 2};
    }
    struct policy_inputs inputs = {initial, (size_t)user->count, user->explicit_policy,
                                   user->inhibit_mapping, user->inhibit_any};
    arena_init(&arena, SIZE_MAX);
    enum policy_result result = policy_check(&arena, &inputs, steps, count, &budget, &at);
    cr_expect(at < count);
    arena_free(&arena);
    return result;
}

static const struct user ASKS = {.explicit_policy = true};

/* ---- by hand ---------------------------------------------------------------------------------- */

Test(policy, nobody_asks)
{
    const struct saying PATH[] = {{SILENT}, {SILENT, POLICIES(P1)}, {SILENT}};
    SAME(check(&(struct user){.count = 0}, PATH, 3, 100), POLICY_VALID);
    SAME(check(&ASKS, PATH, 3, 100), POLICY_REQUIRED);
}

Test(policy, one_policy_all_the_way)
{
    const struct saying PATH[] = {
        {SILENT, POLICIES(P1, P2)}, {SILENT, POLICIES(P2, P3)}, {SILENT, POLICIES(P2)}};
    const struct saying BROKEN[] = {
        {SILENT, POLICIES(P1)}, {SILENT, POLICIES(P2)}, {SILENT, POLICIES(P1)}};
    SAME(check(&ASKS, PATH, 3, 100), POLICY_VALID);
    SAME(check(&ASKS, BROKEN, 3, 100), POLICY_REQUIRED);
    SAME(check(&(struct user){{P2}, 1, true, false, false}, PATH, 3, 100), POLICY_VALID);
    SAME(check(&(struct user){{P1, P3}, 2, true, false, false}, PATH, 3, 100), POLICY_REQUIRED);
    SAME(check(&(struct user){{P1, ANY}, 2, true, false, false}, PATH, 3, 100), POLICY_VALID);
}

Test(policy, any_policy_stands_for_all_unless_inhibited)
{
    const struct saying PATH[] = {{SILENT, POLICIES(ANY)}, {SILENT, POLICIES(P1)}};
    struct user user = {{P1}, 1, true, false, false};
    SAME(check(&user, PATH, 2, 100), POLICY_VALID);
    user.inhibit_any = true;
    SAME(check(&user, PATH, 2, 100), POLICY_REQUIRED);
    const struct saying SELF_ISSUED[] = {{SILENT, POLICIES(ANY), .self_issued = true},
                                         {SILENT, POLICIES(P1)}};
    SAME(check(&user, SELF_ISSUED, 2, 100), POLICY_VALID);
}

Test(policy, the_path_itself_asks)
{
    const struct user nobody = {.count = 0};
    struct saying path[3] = {{SILENT, POLICIES(P1)}, {SILENT}, {SILENT}};
    path[0].require = 0;
    SAME(check(&nobody, path, 2, 100), POLICY_REQUIRED);
    path[0].require = 2; /* of three, the target is the second below: 6.1.5 (a) takes one more */
    SAME(check(&nobody, path, 3, 100), POLICY_REQUIRED);
    path[0].require = 3;
    SAME(check(&nobody, path, 3, 100), POLICY_VALID);
    path[0].require = -1;
    path[1].require = 0;
    SAME(check(&nobody, path, 2, 100), POLICY_REQUIRED);
}

Test(policy, mappings)
{
    struct saying path[] = {{SILENT, POLICIES(P1), .mappings = {{P1, P2}}, .mapping_count = 1},
                            {SILENT, POLICIES(P2)}};
    struct user user = {{P1}, 1, true, false, false};
    SAME(check(&user, path, 2, 100), POLICY_VALID); /* the user knows it by the issuer's name */
    user.initial[0] = P2;
    SAME(check(&user, path, 2, 100), POLICY_REQUIRED);
    user.initial[0] = P1;
    user.inhibit_mapping = true;
    SAME(check(&user, path, 2, 100), POLICY_REQUIRED);
}

Test(policy, any_policy_is_not_mapped)
{
    chain_bytes good = ASN_SEQUENCE(ASN_SEQUENCE(oid(P1), oid(P2)));
    chain_bytes from =
        ASN_SEQUENCE(ASN_SEQUENCE(oid(P1), oid(P2)), ASN_SEQUENCE(oid(ANY), oid(P2)));
    chain_bytes to = ASN_SEQUENCE(ASN_SEQUENCE(oid(P1), oid(ANY)));
    cr_expect(!policy_maps_any(good));
    cr_expect(policy_maps_any(from));
    cr_expect(policy_maps_any(to));
    cr_expect(!policy_maps_any(NOTHING));
}

Test(policy, a_stated_link_says_nothing)
{
    struct arena arena;
    uint64_t budget = 100;
    uint32_t at;
    struct policy_step steps[] = {{NULL, false}, {NULL, false}};
    struct policy_inputs inputs = {.explicit_policy = true};
    arena_init(&arena, SIZE_MAX);
    SAME(policy_check(&arena, &inputs, steps, 2, &budget, &at), POLICY_REQUIRED);
    SAME(at, 0);
    arena_free(&arena);
}

/* The tree of RFC 5280 has two to the power of the depth here. */
Test(policy, the_bomb_stays_small)
{
    struct chain_cert cert;
    struct policy_step steps[64];
    struct arena arena;
    chain_bytes mappings = NOTHING;
    size_t bad;
    const char *why;
    uint64_t budget = 64 * 16;
    uint32_t at;
    for (int i = P1; i <= P2; i++) {
        for (int j = P1; j <= P2; j++)
            mappings = ASN_JOIN(mappings, ASN_SEQUENCE(oid(i), oid(j)));
    }
    chain_bytes der = cert_with(EXTENSIONS(
        extension_of("2.5.29.32", true, ASN_SEQUENCE(ASN_SEQUENCE(oid(P1)), ASN_SEQUENCE(oid(P2)))),
        extension_of("2.5.29.33", true, ASN_SEQUENCE(mappings))));
    cr_assert_eq(cert_parse(&cert, der, &bad, &why), CHAIN_OK);
    for (size_t i = 0; i < COUNT(steps); i++)
        steps[i] = (struct policy_step){&cert, false};
    struct policy_inputs inputs = {.explicit_policy = true};
    arena_init(&arena, 64 * 1024);
    SAME(policy_check(&arena, &inputs, steps, COUNT(steps), &budget, &at), POLICY_VALID);
    budget = 64 * 4;
    SAME(policy_check(&arena, &inputs, steps, COUNT(steps), &budget, &at), POLICY_SPENT);
    cr_expect(at > 0 && at < COUNT(steps));
    arena_free(&arena);
    arena_init(&arena, 1);
    budget = 1000;
    SAME(policy_check(&arena, &inputs, steps, COUNT(steps), &budget, &at), POLICY_NO_MEMORY);
    arena_free(&arena);
}

Test(policy, the_budget_to_the_last_unit)
{
    const struct saying PATH[] = {{SILENT, POLICIES(P1)}, {SILENT, POLICIES(P1)}};
    uint64_t least = 0;
    while (check(&ASKS, PATH, 2, least) == POLICY_SPENT)
        least++;
    cr_expect(least > 0 && least < 10, "%llu", (unsigned long long)least);
    SAME(check(&ASKS, PATH, 2, least), POLICY_VALID);
}

/* ---- the tree of RFC 5280 6.1, naively -------------------------------------------------------- */

enum { MOST_NODES = 200000 };

struct tree_node {
    int depth, parent, valid;
    unsigned expected; /* 1 << policy */
    bool gone;
};

static struct tree_node nodes[MOST_NODES];
static int node_count;

static void add_node(int depth, int parent, int valid, unsigned expected)
{
    cr_assert_lt(node_count, MOST_NODES);
    nodes[node_count++] = (struct tree_node){depth, parent, valid, expected, false};
}

static bool has_child(int parent, int valid)
{
    for (int i = parent + 1; i < node_count; i++) {
        if (!nodes[i].gone && nodes[i].parent == parent && (valid < 0 || nodes[i].valid == valid))
            return true;
    }
    return false;
}

/* Nodes above `depth` without children go; so do the children of those that went. */
static void prune(int depth)
{
    for (int i = 0; i < node_count; i++)
        nodes[i].gone |= nodes[i].parent >= 0 && nodes[nodes[i].parent].gone;
    for (int i = node_count - 1; i >= 0; i--)
        nodes[i].gone |= nodes[i].depth < depth && !has_child(i, -1);
}

static bool names(const struct saying *saying, int policy)
{
    for (int i = 0; i < saying->policy_count; i++) {
        if (saying->policies[i] == policy)
            return true;
    }
    return false;
}

static void tree_descend(const struct saying *saying, int depth, bool any_counts)
{
    int before = node_count;
    for (int p = P1; p < POLICY_COUNT; p++) {
        bool matched = false;
        for (int i = 0; names(saying, p) && i < before; i++) {
            if (nodes[i].gone || nodes[i].depth != depth - 1 || !(nodes[i].expected >> p & 1))
                continue;
            add_node(depth, i, p, 1U << p);
            matched = true;
        }
        for (int i = 0; names(saying, p) && !matched && i < before; i++) {
            if (!nodes[i].gone && nodes[i].depth == depth - 1 && nodes[i].valid == ANY)
                add_node(depth, i, p, 1U << p);
        }
    }
    for (int i = 0; names(saying, ANY) && any_counts && i < before; i++) {
        for (int p = ANY; p < POLICY_COUNT; p++) {
            if (!nodes[i].gone && nodes[i].depth == depth - 1 && nodes[i].expected >> p & 1 &&
                !has_child(i, p))
                add_node(depth, i, p, 1U << p);
        }
    }
    prune(depth);
}

static void tree_map(const struct saying *saying, int depth, bool may_map)
{
    for (int p = P1; p < POLICY_COUNT; p++) {
        unsigned subjects = 0;
        bool found = false;
        int before = node_count;
        for (int i = 0; i < saying->mapping_count; i++)
            subjects |= saying->mappings[i].issuer == p ? 1U << saying->mappings[i].subject : 0;
        for (int i = 0; subjects && i < before; i++) {
            if (nodes[i].gone || nodes[i].depth != depth || nodes[i].valid != p)
                continue;
            found = true;
            nodes[i].expected = subjects;
            nodes[i].gone = !may_map;
        }
        for (int i = 0; subjects && !found && may_map && i < before; i++) {
            if (!nodes[i].gone && nodes[i].depth == depth && nodes[i].valid == ANY)
                add_node(depth, nodes[i].parent, p, subjects);
        }
    }
    prune(depth);
}

static bool is_of_user(const struct user *user, int policy)
{
    for (int i = 0; i < user->count; i++) {
        if (user->initial[i] == policy || user->initial[i] == ANY)
            return true;
    }
    return !user->count;
}

/* 6.1.5 (g) */
static bool tree_meets_user(const struct user *user, int depth)
{
    for (int i = 0; i < node_count; i++) {
        bool of_any = nodes[i].parent >= 0 && nodes[nodes[i].parent].valid == ANY;
        nodes[i].gone |= of_any && nodes[i].valid != ANY && !is_of_user(user, nodes[i].valid);
    }
    prune(depth); /* a leaf of anyPolicy stands for what the user names */
    for (int i = 0; i < node_count; i++) {
        if (!nodes[i].gone && nodes[i].depth == depth)
            return true;
    }
    return false;
}

static void at_most(int *counter, int value)
{
    *counter = value >= 0 && value < *counter ? value : *counter;
}

static enum policy_result check_tree(const struct user *user, const struct saying *sayings,
                                     int count)
{
    int explicit_policy = user->explicit_policy ? 0 : count + 1;
    int mapping = user->inhibit_mapping ? 0 : count + 1;
    int any = user->inhibit_any ? 0 : count + 1;
    node_count = 0;
    add_node(0, -1, ANY, 1U << ANY);
    for (int depth = 1; depth <= count; depth++) {
        const struct saying *saying = &sayings[depth - 1];
        if (saying->has_policies)
            tree_descend(saying, depth, any > 0 || (depth < count && saying->self_issued));
        else
            nodes[0].gone = true;
        prune(depth);
        if (!explicit_policy && nodes[0].gone)
            return POLICY_REQUIRED;
        if (depth == count)
            break;
        tree_map(saying, depth, mapping > 0);
        if (!saying->self_issued) {
            explicit_policy -= explicit_policy > 0;
            mapping -= mapping > 0;
            any -= any > 0;
        }
        at_most(&explicit_policy, saying->require);
        at_most(&mapping, saying->inhibit_mapping);
        at_most(&any, saying->inhibit_any);
    }
    explicit_policy -= explicit_policy > 0;
    if (!sayings[count - 1].require)
        explicit_policy = 0;
    return explicit_policy || tree_meets_user(user, count) ? POLICY_VALID : POLICY_REQUIRED;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static struct saying random_saying(uint32_t *state)
{
    struct saying out = {SILENT, .has_policies = next_random(state) % 12 != 0,
                         .self_issued = next_random(state) % 6 == 0};
    for (int p = ANY; out.has_policies && p < POLICY_COUNT; p++) {
        if (next_random(state) % 2)
            out.policies[out.policy_count++] = p;
    }
    if (out.has_policies && !out.policy_count)
        out.policies[out.policy_count++] = P1;
    if (next_random(state) % 2) {
        for (out.mapping_count = 0; out.mapping_count < 3; out.mapping_count++)
            out.mappings[out.mapping_count] = (struct pair){(int)(1 + next_random(state) % P4),
                                                            (int)(1 + next_random(state) % P4)};
    }
    int *numbers[] = {&out.require, &out.inhibit_mapping, &out.inhibit_any};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        if (next_random(state) % 5 == 0)
            *numbers[i] = (int)(next_random(state) % 3);
    }
    return out;
}

Test(policy, agrees_with_the_tree)
{
    uint32_t state = 9618;
    size_t valid = 0;
    enum { ROUNDS = 4000 };
    for (int round = 0; round < ROUNDS; round++) {
        struct saying path[5];
        struct user user = {.explicit_policy = next_random(&state) % 3 != 0,
                            .inhibit_mapping = next_random(&state) % 5 == 0,
                            .inhibit_any = next_random(&state) % 5 == 0,
                            .count = (int)(next_random(&state) % 3)};
        uint32_t count = 1 + next_random(&state) % COUNT(path);
        for (int i = 0; i < user.count; i++)
            user.initial[i] = (int)(1 + next_random(&state) % P4);
        for (uint32_t i = 0; i < count; i++)
            path[i] = random_saying(&state);
        enum policy_result expected = check_tree(&user, path, (int)count);
        enum policy_result actual = check(&user, path, count, 100000);
        cr_assert_eq(actual, expected, "round %d: %d, not %d", round, actual, expected);
        valid += actual == POLICY_VALID;
    }
    /* both answers are there in numbers, or the comparison would mean little */
    cr_expect(valid > ROUNDS / 10 && valid < ROUNDS * 9 / 10, "%zu of %d valid", valid, ROUNDS);
}
