// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include "fuzz.h"

#include <nettle/eddsa.h>
#include <string.h>

struct chain_list *world_list(void)
{
    struct chain_list *list = list_new("world");
    MUST(list);
    return list;
}

void world_push(struct chain_list *list, chain_cert *cert)
{
    MUST(list_push(list, cert, (struct list_item){.limits = LIST_NO_LIMITS}) == CHAIN_OK);
}

void world_freeze(struct chain_list *list)
{
    MUST(list_freeze(list, NULL) == CHAIN_OK);
}

struct chain_store *world_store(struct chain_list *list)
{
    struct chain_store *store;
    MUST(store_from_list(&store, NULL, list) == CHAIN_OK);
    return store;
}

bool world_read(struct world *world, const uint8_t *data, size_t size)
{
    *world = (struct world){.sent = world_list(), .anchors = world_list(), .host = WORLD_HOST};
    if (size && data[0] & WORLD_NO_HOST)
        world->host = NULL;
    for (int count = 0; size >= 3 && count < WORLD_MOST; count++) {
        bool anchor = data[0] & WORLD_ANCHOR;
        size_t length = (size_t)data[1] << 8 | data[2];
        bool revokes = data[0] & WORLD_CRL;
        chain_cert *cert = NULL;
        chain_crl_list *lists;
        data += 3;
        size -= 3;
        if (length > size)
            length = size;
        if (revokes && chain_crl_list_read(&lists, NULL, data, length) == CHAIN_OK)
            world->crls[world->crl_count++] = lists;
        if (!revokes && chain_cert_new(&cert, NULL, data, length) == CHAIN_OK)
            world_push(anchor ? world->anchors : world->sent, cert);
        chain_cert_unref(cert);
        data += length;
        size -= length;
    }
    world_freeze(world->sent);
    world_freeze(world->anchors);
    world->store = world_store(world->anchors);
    if (world->sent->count)
        return true;
    world_free(world);
    return false;
}

void world_free(struct world *world)
{
    for (size_t i = 0; i < world->crl_count; i++)
        chain_crl_list_unref((chain_crl_list *)(uintptr_t)world->crls[i]);
    chain_store_unref(world->store);
    chain_list_unref(world->sent);
    chain_list_unref(world->anchors);
}

chain_verify_options world_options(const struct world *world)
{
    chain_verify_options options;
    chain_verify_options_default(&options);
    options.chain = world->sent;
    options.store = world->store;
    options.host = world->host;
    options.crls = world->crls;
    options.crl_count = world->crl_count;
    options.budget.paths = 400;
    options.budget.signatures = 200;
    return options;
}

chain_result *world_verify(const chain_verify_options *options)
{
    chain_result *result;
    MUST(chain_verify(&result, NULL, options) == CHAIN_OK);
    return result;
}

void world_sign(uint8_t signature[64], unsigned key, chain_bytes message)
{
    uint8_t private[ED25519_KEY_SIZE], public[ED25519_KEY_SIZE];
    memset(private, (int)key, sizeof(private));
    ed25519_sha512_public_key(public, private);
    ed25519_sha512_sign(public, private, message.size, message.data, signature);
}
