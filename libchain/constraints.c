// SPDX-License-Identifier: Apache-2.0
#include "constraints.h"

#include "general_name.h"
#include "hostname.h"
#include "name.h"

#include <string.h>

enum side { PERMITTED = 0, EXCLUDED = 1 };

/* ---- one name against one base ---------------------------------------------------------------- */

static bool equal_folded(chain_bytes a, chain_bytes b)
{
    return a.size == b.size && strncasecmp((const char *)a.data, (const char *)b.data, a.size) == 0;
}

/* `name` is `base`, or ends in a dot and `base`. */
static bool is_domain_within(chain_bytes name, chain_bytes base)
{
    if (!base.size)
        return true;
    if (name.size < base.size)
        return false;
    size_t rest = name.size - base.size;
    return equal_folded((chain_bytes){name.data + rest, base.size}, base) &&
           (!rest || name.data[rest - 1] == '.');
}

static bool dns_matches(chain_bytes name, chain_bytes base, enum side side)
{
    if (is_domain_within(name, base))
        return true;
    if (name.size < 2 || name.data[0] != '*' || name.data[1] != '.')
        return false;
    /* Excluded: a wildcard is hit when some host that it matches lies within the subtree. */
    chain_bytes parent = {name.data + 2, name.size - 2};
    const uint8_t *dot = base.size ? memchr(base.data, '.', base.size) : NULL;
    if (side == PERMITTED || !dot)
        return false;
    size_t label = (size_t)(dot - base.data) + 1;
    return equal_folded(parent, (chain_bytes){base.data + label, base.size - label});
}

static bool ip_matches(chain_bytes address, chain_bytes base)
{
    if (base.size != address.size * 2)
        return false;
    for (size_t i = 0; i < address.size; i++) {
        if ((address.data[i] ^ base.data[i]) & base.data[address.size + i])
            return false;
    }
    return true;
}

/* A constraint on hosts, as URIs and mailboxes have it: ".domain" is what lies below, "host" is that
 * host, and nothing is everything. */
static bool host_matches(chain_bytes host, chain_bytes base)
{
    if (!base.size)
        return true;
    if (base.data[0] == '.')
        return host.size > base.size &&
               equal_folded((chain_bytes){host.data + host.size - base.size, base.size}, base);
    return equal_folded(host, base);
}

static bool split_mailbox(chain_bytes mailbox, chain_bytes *local, chain_bytes *host)
{
    const uint8_t *at = mailbox.size ? memchr(mailbox.data, '@', mailbox.size) : NULL;
    if (!at)
        return false;
    *local = (chain_bytes){mailbox.data, (size_t)(at - mailbox.data)};
    *host = (chain_bytes){at + 1, mailbox.size - local->size - 1};
    return local->size && host->size && !memchr(host->data, '@', host->size);
}

static bool email_matches(chain_bytes mailbox, chain_bytes base)
{
    chain_bytes local, host, base_local, base_host;
    if (!split_mailbox(mailbox, &local, &host))
        return false;
    if (split_mailbox(base, &base_local, &base_host)) /* RFC 5321 2.4: local parts keep their case */
        return bytes_equal(local, base_local) && equal_folded(host, base_host);
    return host_matches(host, base);
}

/* RFC 3986 3.2: the host of scheme "://" [userinfo "@"] host [":" port]; a name, not an address. */
static bool uri_host(chain_bytes uri, chain_bytes *host)
{
    const uint8_t *end = uri.data + uri.size;
    const uint8_t *at = uri.size ? memchr(uri.data, ':', uri.size) : NULL;
    if (!at || end - at < 3 || at[1] != '/' || at[2] != '/')
        return false;
    const uint8_t *start = at + 3, *stop = start;
    while (stop < end && *stop != '/' && *stop != '?' && *stop != '#')
        stop++;
    for (const uint8_t *p = start; p < stop; p++) {
        if (*p == '@')
            start = p + 1;
    }
    const uint8_t *colon = stop > start ? memchr(start, ':', (size_t)(stop - start)) : NULL;
    *host = (chain_bytes){start, (size_t)((colon ? colon : stop) - start)};
    return hostname_is_dns_name(*host) && !hostname_is_address(*host);
}

static bool uri_matches(chain_bytes uri, chain_bytes base)
{
    chain_bytes host;
    return uri_host(uri, &host) && host_matches(host, base);
}

static bool matches(const struct general_name *name, const struct general_name *base, enum side side)
{
    switch (name->kind) {
    case GENERAL_NAME_DNS:
        return dns_matches(name->value, base->value, side);
    case GENERAL_NAME_IP:
        return ip_matches(name->value, base->value);
    case GENERAL_NAME_EMAIL:
        return email_matches(name->value, base->value);
    case GENERAL_NAME_URI:
        return uri_matches(name->value, base->value);
    default:
        return name_is_within(name->value, base->value);
    }
}

/* ---- one name against all subtrees ------------------------------------------------------------ */

struct subtree {
    struct general_name base;
    bool has_distance; /* minimum other than 0, or a maximum: RFC 5280 does not use them */
};

static bool next_subtree(struct der *subtrees, struct subtree *out)
{
    struct der inside;
    chain_bytes minimum;
    if (!der_enter(subtrees, DER_SEQUENCE, &inside) || !general_name_next(&inside, &out->base))
        return false;
    out->has_distance = false;
    if (der_peek(&inside, DER_CONTEXT(0)) && der_read(&inside, DER_CONTEXT(0), &minimum))
        out->has_distance = minimum.size != 1 || minimum.data[0] != 0;
    out->has_distance |= !der_done(&inside);
    return true;
}

static void open_subtrees(chain_bytes constraints, struct der sides[2])
{
    struct der value = der_from(constraints), inside;
    sides[PERMITTED] = sides[EXCLUDED] = (struct der){NULL, NULL};
    if (!der_enter(&value, DER_SEQUENCE, &inside))
        return;
    for (unsigned side = 0; side < 2; side++) {
        if (der_peek(&inside, (uint8_t)DER_CONTEXT_CONSTRUCTED(side)))
            der_enter(&inside, (uint8_t)DER_CONTEXT_CONSTRUCTED(side), &sides[side]);
    }
}

static bool is_comparable(enum general_name_kind kind)
{
    return kind == GENERAL_NAME_DNS || kind == GENERAL_NAME_IP || kind == GENERAL_NAME_EMAIL ||
           kind == GENERAL_NAME_URI || kind == GENERAL_NAME_DIRECTORY;
}

/* A name that is not of its own form lies in no namespace. */
static bool is_sound(const struct general_name *name)
{
    chain_bytes local, host;
    switch (name->kind) {
    case GENERAL_NAME_DNS:
        return hostname_is_presented_name(name->value);
    case GENERAL_NAME_IP:
        return name->value.size == 4 || name->value.size == 16;
    case GENERAL_NAME_EMAIL:
        return split_mailbox(name->value, &local, &host);
    case GENERAL_NAME_URI:
        return uri_host(name->value, &host);
    default:
        return true;
    }
}

struct names_check {
    struct der sides[2];
    uint64_t *budget;
    enum constraints_result result;
};

/* Returns true to go on with the next name. */
static bool check_name(struct names_check *check, const struct general_name *name)
{
    bool limited = false, permitted = false, sound = is_sound(name);
    for (unsigned side = 0; side < 2; side++) {
        struct der subtrees = check->sides[side];
        struct subtree subtree;
        while (!der_done(&subtrees) && next_subtree(&subtrees, &subtree)) {
            if (subtree.base.kind != name->kind)
                continue;
            if (!*check->budget) {
                check->result = CONSTRAINTS_SPENT;
                return false;
            }
            --*check->budget;
            if (!is_comparable(name->kind) || subtree.has_distance) {
                check->result = CONSTRAINTS_UNSUPPORTED;
                return false;
            }
            bool hit = sound && matches(name, &subtree.base, (enum side)side);
            limited |= side == PERMITTED;
            permitted |= side == PERMITTED && hit;
            /* A name that is no name of its kind cannot be shown to lie outside either. */
            if (side == EXCLUDED && (hit || !sound)) {
                check->result = CONSTRAINTS_EXCLUDED;
                return false;
            }
        }
    }
    if (limited && !permitted)
        check->result = CONSTRAINTS_NOT_PERMITTED;
    return !limited || permitted;
}

static bool check_email_attribute(void *context, uint8_t tag, chain_bytes value)
{
    struct general_name name = {GENERAL_NAME_EMAIL, value};
    (void)tag;
    return check_name(context, &name);
}

static void check_certificate(struct names_check *check, const struct chain_cert *cert)
{
    chain_bytes subject = cert_bytes(cert, cert->subject);
    struct general_name name = {GENERAL_NAME_DIRECTORY, subject};
    if (!name_is_empty(subject) && !check_name(check, &name))
        return;
    struct der value = der_from(cert_extension(cert, EXTENSION_SUBJECT_ALT_NAME)), names;
    if (!cert_has(cert, EXTENSION_SUBJECT_ALT_NAME)) {
        /* "... but the certificate does not include a subject alternative name, the rfc822Name
         * constraint MUST be applied to the attribute of type emailAddress": 4.2.1.10 */
        name_visit(subject, BYTES("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"), check_email_attribute, check);
        return;
    }
    if (!der_enter(&value, DER_SEQUENCE, &names))
        return;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (!check_name(check, &name))
            return;
    }
}

enum constraints_result constraints_check(chain_bytes constraints, const struct chain_cert *cert,
                                          const char *const *hosts, uint64_t *budget)
{
    struct names_check check = {.budget = budget, .result = CONSTRAINTS_KEPT};
    open_subtrees(constraints, check.sides);
    if (cert) {
        check_certificate(&check, cert);
        return check.result;
    }
    for (size_t i = 0; hosts && hosts[i]; i++) {
        struct general_name name = {GENERAL_NAME_DNS,
                                    {(const uint8_t *)hosts[i], strlen(hosts[i])}};
        if (!check_name(&check, &name))
            break;
    }
    return check.result;
}

static bool check_common_name(void *context, uint8_t tag, chain_bytes value)
{
    struct general_name name = {GENERAL_NAME_DNS, value};
    (void)tag;
    return !hostname_is_presented_name(value) || check_name(context, &name);
}

enum constraints_result constraints_check_common_names(chain_bytes constraints,
                                                       const struct chain_cert *leaf,
                                                       uint64_t *budget)
{
    struct names_check check = {.budget = budget, .result = CONSTRAINTS_KEPT};
    open_subtrees(constraints, check.sides);
    if (!hostname_has_dns_names(leaf))
        name_visit(cert_bytes(leaf, leaf->subject), BYTES("\x55\x04\x03"), check_common_name,
                   &check);
    return check.result;
}

/* ---- form ------------------------------------------------------------------------------------- */

/* RFC 4632 3.1: ones, then zeros. */
static bool is_mask(const uint8_t *mask, size_t size)
{
    bool ended = false;
    for (size_t i = 0; i < size * 8; i++) {
        bool one = mask[i / 8] & 0x80 >> i % 8;
        if (one && ended)
            return false;
        ended |= !one;
    }
    return true;
}

static bool is_host_base(chain_bytes base)
{
    if (base.size && base.data[0] == '.')
        base = (chain_bytes){base.data + 1, base.size - 1};
    return hostname_is_dns_name(base);
}

static bool base_is_well_formed(const struct general_name *base)
{
    chain_bytes local, host;
    switch (base->kind) {
    case GENERAL_NAME_DNS: /* no leading period: that is for URIs and mailboxes */
        return !base->value.size || hostname_is_dns_name(base->value);
    case GENERAL_NAME_IP:
        return is_mask(base->value.data + base->value.size / 2, base->value.size / 2);
    case GENERAL_NAME_EMAIL:
        if (base->value.size && memchr(base->value.data, '@', base->value.size))
            return split_mailbox(base->value, &local, &host) && hostname_is_dns_name(host);
        return !base->value.size || is_host_base(base->value);
    case GENERAL_NAME_URI:
        return !base->value.size || is_host_base(base->value);
    default:
        return true;
    }
}

bool constraints_are_well_formed(chain_bytes constraints)
{
    struct der sides[2];
    struct subtree subtree;
    open_subtrees(constraints, sides);
    for (unsigned side = 0; side < 2; side++) {
        while (!der_done(&sides[side])) {
            if (!next_subtree(&sides[side], &subtree) || !base_is_well_formed(&subtree.base))
                return false;
        }
    }
    return true;
}
