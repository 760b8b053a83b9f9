// SPDX-License-Identifier: Apache-2.0
#include "failure.h"

#include <stdio.h>
#include <string.h>

struct bridge_verification {
    chain_store *store;
    chain_list *chain, *bridges;
    char *host;
    const char *profile;
    chain_span window;
};

bridge_verification *new_bridge_verification(bridge_store *store, bridge_chain *chain, int64_t at,
                                             int64_t until, chain_error *error)
{
    if (failure_null(store, "store", error) || failure_null(chain, "chain", error))
        return NULL;
    if (at >= until) {
        failure_set(error, CHAIN_E_ARGUMENT, "'until' must be later than 'at'");
        return NULL;
    }
    bridge_verification *verification = calloc(1, sizeof(*verification));
    if (!verification) {
        failure_no_memory(error);
        return NULL;
    }
    verification->store = chain_store_ref(store);
    verification->chain = chain_list_ref(chain);
    verification->profile = CHAIN_PROFILE_DEFAULT;
    verification->window = (chain_span){at, until};
    return verification;
}

void delete_bridge_verification(bridge_verification *verification)
{
    if (!verification)
        return;
    chain_store_unref(verification->store);
    chain_list_unref(verification->chain);
    chain_list_unref(verification->bridges);
    free(verification->host);
    free(verification);
}

void bridge_verification_set_host(bridge_verification *verification, const char *host,
                                  chain_error *error)
{
    if (failure_null(host, "host", error))
        return;
    char *copy = failure_copy(host, strlen(host) + 1, error);
    if (!copy)
        return;
    free(verification->host);
    verification->host = copy;
}

void bridge_verification_set_profile(bridge_verification *verification, const char *name,
                                     chain_error *error)
{
    for (const char *const *known = chain_profile_names(); name && *known; known++) {
        if (strcmp(*known, name) == 0) {
            verification->profile = *known;
            return;
        }
    }
    failure_set(error, CHAIN_E_ARGUMENT, "there is no profile '%.100s'", name ? name : "");
}

void bridge_verification_set_bridges(bridge_verification *verification, bridge_chain *bridges,
                                     chain_error *error)
{
    if (failure_null(bridges, "bridges", error))
        return;
    chain_list_unref(verification->bridges);
    verification->bridges = chain_list_ref(bridges);
}

char *bridge_verification_json(const bridge_verification *verification, chain_error *error)
{
    chain_verify_options options;
    chain_result *result;
    chain_verify_options_default(&options);
    options.store = verification->store;
    options.chain = verification->chain;
    options.target = chain_list_leaf(verification->chain);
    options.bridges = verification->bridges;
    options.host = verification->host;
    options.profile = verification->profile;
    options.window = verification->window;
    if (chain_verify(&result, error, &options) != CHAIN_OK)
        return NULL;
    char *json = failure_text(chain_result_json(result), error);
    chain_result_free(result);
    return json;
}
