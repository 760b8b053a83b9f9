// SPDX-License-Identifier: Apache-2.0
#include "held.h"

#include "expect.h"
#include "pool.h"

struct held held;

struct revocation_list *held_add(const struct crl_parts *parts)
{
    size_t bad;
    const char *why;
    struct crl *crl = &held.crls[held.count];
    cr_assert_eq(crl_parse(crl, crl_of(parts), &bad, &why), CHAIN_OK, "%s", why);
    struct revocation_list *list = &held.lists[held.count++];
    *list = (struct revocation_list){crl, crl->reasons, SPAN_ALWAYS, asn_text("key")};
    return list;
}

struct revocation held_judge(void)
{
    struct revocation out;
    if (!held.arena.limit)
        arena_init(&held.arena, SIZE_MAX);
    cr_assert(revocation_judge(&held.arena, &out, held.lists, held.count, asn_hex("05"),
                               name_of("issuer")));
    for (size_t i = 0; i < held.count; i++)
        crl_free(&held.crls[i]);
    held.count = 0;
    return out;
}
