// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include "expect.h"
#include "pool.h"

struct world world;

const struct pki_extension *world_with(const struct pki_extension *base, const char *name,
                                       const char *value)
{
    struct pki_extension *out = pool_take(8 * sizeof(*out));
    size_t count = 0;
    for (; base && base[count].name; count++)
        out[count] = base[count];
    out[count] = (struct pki_extension){name, value};
    return out;
}

void world_send(chain_bytes cert)
{
    world.sent[world.sent_count++] = cert;
}

void world_set_up_with(const struct pki_extension *ca, const struct pki_extension *leaf)
{
    world.root_key = pki_new_key(PKI_P256);
    world.ca_key = pki_new_key(PKI_P256);
    world.leaf_key = pki_new_key(PKI_P256);
    world.other_key = pki_new_key(PKI_P256);
    world.roots[world.root_count++] = pki_mint(&(struct pki_cert){
        .subject = "root", .key = world.root_key, .extensions = PKI_CA_EXTENSIONS});
    world_send(pki_mint(&(struct pki_cert){.subject = "leaf",
                                           .issuer = "ca",
                                           .key = world.leaf_key,
                                           .issuer_key = world.ca_key,
                                           .serial = "05",
                                           .extensions = leaf}));
    world_send(pki_mint(&(struct pki_cert){.subject = "ca",
                                           .issuer = "root",
                                           .key = world.ca_key,
                                           .issuer_key = world.root_key,
                                           .serial = "02",
                                           .extensions = ca}));
    chain_verify_options_default(&world.options);
}

void world_set_up(void)
{
    world_set_up_with(PKI_CA_EXTENSIONS, PKI_LEAF_EXTENSIONS);
}

const struct crl_line WORLD_LEAF_LINE = {5, "20240110000000Z", 1, {NULL, 0}};
const struct crl_line WORLD_CA_LINE = {2, "20240110000000Z", 1, {NULL, 0}};

void world_hold(const struct crl_parts *parts)
{
    chain_bytes der = crl_of(parts);
    cr_assert_eq(chain_crl_list_read(&world.lists[world.list_count++], NULL, der.data, der.size),
                 CHAIN_OK);
}

void world_hold_root_list(void)
{
    world_hold(&(struct crl_parts){.issuer = "root", .key = world.root_key, .number = 1});
}

void world_hold_ca_list(void)
{
    world_hold(&(struct crl_parts){.issuer = "ca", .key = world.ca_key, .number = 1});
}

chain_result *world_verify(void)
{
    chain_result *result = NULL;
    chain_error error = {0};
    chain_list *sent = pki_list(world.sent, world.sent_count);
    chain_store *store = pki_store(world.roots, world.root_count);
    world.options.chain = sent;
    world.options.store = store;
    world.options.crls = (const chain_crl_list *const *)world.lists;
    world.options.crl_count = world.list_count;
    cr_assert_eq(chain_verify(&result, &error, &world.options), CHAIN_OK, "%s", error.message);
    chain_list_unref(sent);
    chain_store_unref(store);
    return result;
}

const chain_segment *world_segment_at(const chain_result *result, chain_time at)
{
    size_t count;
    const chain_segment *segments = chain_result_segments(result, &count);
    while (segments->span.until <= at)
        segments++;
    return segments;
}

/* The verdict on a day of January 2024, and the one finding that speaks against it. */
void world_expect(const chain_result *result, int day, chain_verdict verdict,
                  chain_finding_code code, size_t certificate)
{
    const chain_segment *segment = world_segment_at(result, WORLD_DAY(day));
    cr_expect_eq(segment->verdict, verdict, "day %d: %s, not %s", day,
                 chain_verdict_name(segment->verdict), chain_verdict_name(verdict));
    if (verdict == CHAIN_VALID)
        return;
    cr_assert_eq(segment->finding_count, 1, "day %d: %zu findings", day, segment->finding_count);
    SAME_TEXT(chain_finding_name(segment->findings[0].code), chain_finding_name(code));
    SAME(segment->findings[0].certificate, certificate);
}

void world_give_back(chain_result *result)
{
    chain_result_free(result);
    for (size_t i = 0; i < world.list_count; i++)
        chain_crl_list_unref(world.lists[i]);
    world.list_count = 0;
}

/* For all of January. */
void world_expect_all(chain_verdict verdict, chain_finding_code code, size_t certificate)
{
    chain_result *result = world_verify();
    world_expect(result, 5, verdict, code, certificate);
    world_expect(result, 20, verdict, code, certificate);
    world_give_back(result);
}

const struct pki_extension *world_leaf_at(chain_bytes point)
{
    return world_with(PKI_LEAF_EXTENSIONS, "crlDistributionPoints",
                      pki_der(ASN_SEQUENCE(ASN_SEQUENCE(point))));
}
