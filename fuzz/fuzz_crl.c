// SPDX-License-Identifier: Apache-2.0
/*
 * Revocation lists: the input is two octets of length and a list, then another one, say its delta.
 * Every entry of a list is found again; what two lists say of a certificate are sets that do not
 * overlap; a second list never makes a revocation undone that is no hold.
 */
#include "fuzz.h"

#include "crl_list.h"
#include "der.h"
#include "name.h"
#include "revocation.h"

static void check_entries(const struct crl *crl)
{
    for (size_t i = 0; i < crl->entry_count && i < 64; i++) {
        const struct crl_entry *entry = &crl->entries[i];
        if (entry->issuers.size)
            continue;
        const struct crl_entry *found =
            crl_find(crl, crl_bytes(crl, entry->serial), crl_bytes(crl, crl->issuer));
        MUST(found && bytes_equal(crl_bytes(crl, found->serial), crl_bytes(crl, entry->serial)));
    }
}

static struct revocation judge(struct arena *arena, const struct crl *const *crls, size_t count,
                               chain_bytes serial)
{
    struct revocation_list lists[2];
    struct revocation out;
    struct span_set both;
    for (size_t i = 0; i < count; i++)
        lists[i] = (struct revocation_list){crls[i], crls[i]->reasons, SPAN_ALWAYS, BYTES("key")};
    MUST(revocation_judge(arena, &out, lists, count, serial, crl_bytes(crls[0], crls[0]->issuer)));
    MUST(span_set_meet(arena, &both, out.revoked, out.unknown) && !both.count);
    return out;
}

static void check_pair(const struct crl *first, const struct crl *second)
{
    const struct crl *const crls[] = {first, second};
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < first->entry_count && i < 16; i++) {
        chain_bytes serial = crl_bytes(first, first->entries[i].serial);
        struct revocation alone = judge(&arena, crls, 1, serial),
                          both = judge(&arena, crls, 2, serial);
        const struct crl_entry *entry = crl_find(first, serial, crl_bytes(first, first->issuer));
        if (entry && entry->reason != CRL_REASON_HOLD)
            MUST(span_set_covers(both.revoked, alone.revoked));
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_crl_list *list;
    chain_crl *first = NULL, *second = NULL;
    chain_error error = {0};
    if (chain_crl_list_read(&list, &error, data, size) == CHAIN_OK)
        chain_crl_list_unref(list);
    if (size < 2)
        return 0;
    size_t length = (size_t)data[0] << 8 | data[1];
    data += 2;
    size -= 2;
    length = length > size ? size : length;
    chain_status status = chain_crl_new(&first, &error, data, length);
    MUST(status == CHAIN_OK || status == CHAIN_E_MALFORMED);
    MUST(status == CHAIN_OK || error.offset <= length);
    status = chain_crl_new(&second, NULL, data + length, size - length);
    if (first) {
        check_entries(&first->crl);
        char *issuer = chain_crl_issuer(first);
        MUST(issuer);
        chain_free(issuer);
    }
    if (first && second)
        check_pair(&first->crl, &second->crl);
    chain_crl_unref(first);
    chain_crl_unref(second);
    return 0;
}
