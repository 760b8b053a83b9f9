// SPDX-License-Identifier: Apache-2.0
#include "revocation.h"

#include "der.h"
#include "name.h"

#include <stdlib.h>

/* What one list, or a delta laid over a complete list, says of the certificate. */
struct statement {
    const struct revocation_list *scope; /* the complete list */
    const struct crl_entry *entry;       /* NULL: not named */
    chain_span span;                     /* thisUpdate to nextUpdate */
    bool by_delta;
    struct span_set usable; /* of that, where the signer's path is valid */
};

struct statements {
    struct arena *arena;
    struct statement *items;
    size_t count;
    chain_bytes serial, issuer;
};

bool revocation_list_is_usable(const struct crl *crl)
{
    /* "the application MUST NOT use that CRL to determine the status of certificates" */
    return !(crl->deviations &
             (CRL_UNKNOWN_CRITICAL | CRL_EXTENSION_MALFORMED | CRL_EXTENSION_TWICE |
              CRL_ALGORITHM_MISMATCH | CRL_VERSION_MISMATCH));
}

bool revocation_list_is_conforming(const struct crl *crl)
{
    return revocation_list_is_usable(crl) &&
           !(crl->deviations & (CRL_NUMBER_MISSING | CRL_NUMBER_CRITICAL | CRL_NO_NEXT_UPDATE |
                                CRL_DELTA_NOT_CRITICAL | CRL_POINT_NOT_CRITICAL |
                                CRL_KEY_ID_MISSING | CRL_KEY_ID_CRITICAL));
}

/* ---- deltas ----------------------------------------------------------------------------------- */

static bool is_delta(const struct revocation_list *list)
{
    return crl_has(list->crl, CRL_EXTENSION_DELTA);
}

static bool same_extension(const struct crl *a, const struct crl *b, enum crl_extension extension)
{
    return crl_has(a, extension) == crl_has(b, extension) &&
           bytes_equal(crl_bytes(a, a->extensions[extension]),
                       crl_bytes(b, b->extensions[extension]));
}

/* One issuer, one distribution point, one key: lists of which a later one takes an earlier one's
 * place. */
static bool same_scope(const struct revocation_list *a, const struct revocation_list *b)
{
    return bytes_equal(a->key, b->key) && same_extension(a->crl, b->crl, CRL_EXTENSION_POINT) &&
           name_equal(crl_bytes(a->crl, a->crl->issuer), crl_bytes(b->crl, b->crl->issuer));
}

/* RFC 5280 5.2.4 and 6.3.3 (c): may the delta be laid over this complete list? */
static bool fits(const struct revocation_list *delta, const struct revocation_list *base)
{
    chain_bytes number = crl_number(base->crl), least = crl_base_number(delta->crl);
    return number.size && crl_number(delta->crl).size && same_scope(delta, base) &&
           same_extension(delta->crl, base->crl, CRL_EXTENSION_AUTHORITY_KEY_ID) &&
           crl_compare_numbers(number, least) >= 0 &&
           crl_compare_numbers(number, crl_number(delta->crl)) < 0;
}

/* The newest complete list below a delta, or NULL. */
static const struct revocation_list *find_base(const struct revocation_list *delta,
                                               const struct revocation_list *lists, size_t count)
{
    const struct revocation_list *best = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!is_delta(&lists[i]) && fits(delta, &lists[i]) &&
            (!best || crl_compare_numbers(crl_number(lists[i].crl), crl_number(best->crl)) > 0))
            best = &lists[i];
    }
    return best;
}

/* ---- statements ------------------------------------------------------------------------------- */

static const struct crl_entry *find_entry(const struct statements *all,
                                          const struct revocation_list *list)
{
    return crl_find(list->crl, all->serial, all->issuer);
}

/* RFC 5280 6.3.3 (i) to (k): the delta first, then what it is laid over. */
static bool add_statement(struct statements *all, const struct revocation_list *list,
                          const struct revocation_list *base)
{
    struct statement *out = &all->items[all->count];
    const struct crl *crl = list->crl;
    *out = (struct statement){
        .scope = base,
        .entry = find_entry(all, list),
        .span = {crl->this_update, crl->until},
        .by_delta = list != base,
    };
    if (base->crl->this_update > out->span.from)
        out->span.from = base->crl->this_update;
    if (!out->entry && list != base)
        out->entry = find_entry(all, base);
    if (out->entry && out->entry->reason == CRL_REASON_REMOVED)
        out->entry = NULL;
    struct span_set span;
    if (!span_set_one(all->arena, &span, out->span) ||
        !span_set_meet(all->arena, &out->usable, span, list->valid))
        return false;
    all->count += out->usable.count > 0; /* else its signer vouches for nothing in it */
    return true;
}

static int compare_statements(const void *left, const void *right)
{
    const struct statement *a = left, *b = right;
    if (a->span.from != b->span.from)
        return a->span.from < b->span.from ? -1 : 1;
    return a->by_delta - b->by_delta;
}

static bool make_statements(struct statements *all, const struct revocation_list *lists,
                            size_t count)
{
    all->items = arena_alloc(all->arena, count, sizeof(*all->items));
    if (!all->items)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct revocation_list *base =
            is_delta(&lists[i]) ? find_base(&lists[i], lists, count) : &lists[i];
        if (base && !add_statement(all, &lists[i], base))
            return false;
    }
    if (all->count > 1)
        qsort(all->items, all->count, sizeof(*all->items), compare_statements);
    return true;
}

/* ---- sets of time ----------------------------------------------------------------------------- */

/* How long the hold of a statement is known to last. */
static chain_time end_of_hold(const struct statements *all, size_t held)
{
    const struct statement *statement = &all->items[held];
    for (size_t i = held + 1; i < all->count; i++) {
        const struct statement *later = &all->items[i];
        if (later->span.from >= statement->span.until)
            break;
        if (!later->entry && same_scope(later->scope, statement->scope))
            return later->span.from;
    }
    return statement->span.until;
}

static bool find_revoked(const struct statements *all, struct span_set *out)
{
    struct span_set *sets = arena_alloc(all->arena, all->count, sizeof(*sets));
    size_t count = 0;
    if (!sets)
        return false;
    for (size_t i = 0; i < all->count; i++) {
        const struct crl_entry *entry = all->items[i].entry;
        if (!entry)
            continue;
        chain_time until = entry->reason == CRL_REASON_HOLD ? end_of_hold(all, i) : CHAIN_TIME_MAX;
        if (!span_set_one(all->arena, &sets[count++], (chain_span){entry->date, until}))
            return false;
    }
    return span_set_union_all(all->arena, out, sets, count);
}

/* Where lists for every reason cover: RFC 5280 6.3.3 (e) and (l). */
static bool find_covered(const struct statements *all, struct span_set *out)
{
    struct span_set *sets = arena_alloc(all->arena, all->count, sizeof(*sets)), one;
    *out = SPAN_ALWAYS;
    if (!sets)
        return false;
    for (unsigned reason = 1; reason <= 8; reason++) {
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++) {
            if (all->items[i].scope->reasons >> reason & 1)
                sets[count++] = all->items[i].usable;
        }
        if (!span_set_union_all(all->arena, &one, sets, count) ||
            !span_set_meet(all->arena, out, *out, one))
            return false;
    }
    return true;
}

bool revocation_judge(struct arena *arena, struct revocation *out,
                      const struct revocation_list *lists, size_t count, chain_bytes serial,
                      chain_bytes issuer)
{
    struct statements all = {.arena = arena, .serial = serial, .issuer = issuer};
    struct span_set covered;
    return make_statements(&all, lists, count) && find_revoked(&all, &out->revoked) &&
           find_covered(&all, &covered) &&
           span_set_minus(arena, &out->unknown, SPAN_ALWAYS, covered) &&
           span_set_minus(arena, &out->unknown, out->unknown, out->revoked);
}
