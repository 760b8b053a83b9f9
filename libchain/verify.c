// SPDX-License-Identifier: Apache-2.0
/* chain_verify: one chain, one store, one window. */
#include "error.h"
#include "name.h"
#include "result.h"

#include <string.h>

void chain_budget_default(chain_budget *budget)
{
    *budget = (chain_budget){
        .paths = 20000,
        .signatures = 20000,
        .depth = 32,
        .links = 50000,
        .names = 4000000,
        .memory = 256U * 1024 * 1024,
    };
}

void chain_verify_options_default(chain_verify_options *options)
{
    *options = (chain_verify_options){
        .profile = CHAIN_PROFILE_DEFAULT,
        .window = {CHAIN_TIME_MIN, CHAIN_TIME_MAX},
    };
    chain_budget_default(&options->budget);
}

struct verification {
    const chain_verify_options *options;
    struct chain_memo *memo;
    struct hostname host;
    struct text oids; /* what `policies` points into */
    chain_bytes *policies;
    struct question question;
};

/* The user's initial policies. */
static chain_status read_policies(struct verification *v, chain_error *error)
{
    enum { MOST_POLICIES = 1000 };
    const char *const *texts = v->options->policies;
    size_t count = 0;
    while (texts && count <= MOST_POLICIES && texts[count])
        count++;
    if (count > MOST_POLICIES)
        return error_set(error, CHAIN_E_LIMIT, "more than %d policies", MOST_POLICIES);
    if (texts && !count)
        return error_set(error, CHAIN_E_ARGUMENT, "a list of policies without a policy");
    v->policies = count ? mem_zero(count, sizeof(*v->policies)) : NULL;
    for (size_t i = 0; v->policies && i < count; i++) {
        size_t before = v->oids.size;
        if (!name_oid_from_text(&v->oids, texts[i], strlen(texts[i])))
            return error_set(error, CHAIN_E_ARGUMENT,
                             "'%.100s' is not a policy: 2.23.140.1.2.1 is one", texts[i]);
        v->policies[i].size = v->oids.size - before;
    }
    if (v->oids.failed || (count && !v->policies))
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    const uint8_t *at = (const uint8_t *)v->oids.data;
    for (size_t i = 0; i < count; at += v->policies[i++].size)
        v->policies[i].data = at;
    v->question.policies = (struct policy_inputs){
        .initial = v->policies,
        .initial_count = count,
        .explicit_policy = v->options->explicit_policy,
        .inhibit_mapping = v->options->inhibit_mapping,
        .inhibit_any = v->options->inhibit_any_policy,
    };
    return CHAIN_OK;
}

static chain_status read_options(struct verification *v, chain_error *error)
{
    const chain_verify_options *options = v->options;
    if (!options->chain || !options->store || !options->profile)
        return error_set(error, CHAIN_E_ARGUMENT, "chain, store and profile must be given");
    if (options->target >= chain_list_count(options->chain))
        return error_set(error, CHAIN_E_ARGUMENT, "there is no certificate number %zu in the chain",
                         options->target);
    if (list_check_target(options->chain, options->target, error) != CHAIN_OK)
        return CHAIN_E_MALFORMED;
    for (size_t i = 0; i < options->crl_count; i++) {
        if (!options->crls || !options->crls[i])
            return error_set(error, CHAIN_E_ARGUMENT,
                             "collection %zu of revocation lists is not there", i);
    }
    if (options->window.from >= options->window.until)
        return error_set(error, CHAIN_E_ARGUMENT, "the window is empty");
    if (options->budget.depth < 2)
        return error_set(error, CHAIN_E_ARGUMENT, "a path has at least two certificates");
    if (options->host && !hostname_parse(&v->host, options->host))
        return error_set(error, CHAIN_E_ARGUMENT,
                         "'%.100s' is neither a DNS name in its A-label form nor an IP address",
                         options->host);
    v->question = (struct question){
        .target = &options->chain->links[options->target],
        .sent = options->chain->links,
        .sent_count = options->chain->count,
        .bridges = options->bridges,
        .store = options->store,
        .host = options->host ? &v->host : NULL,
        .profile = profile_find(options->profile),
        .crls = options->crls,
        .crl_count = options->crl_count,
        .window = options->window,
        .budget = options->budget,
    };
    if (!v->question.profile)
        return error_set(error, CHAIN_E_ARGUMENT, "there is no profile '%.64s'", options->profile);
    return read_policies(v, error);
}

static chain_status answer(struct verification *v, chain_result **out)
{
    struct answer found;
    arena_set_limit(&v->memo->arena, v->options->budget.memory);
    chain_status status = segment_answer(&found, &v->question, v->memo);
    struct chain_result *result = status == CHAIN_OK ? mem_zero(1, sizeof(*result)) : NULL;
    if (!result)
        return CHAIN_E_MEMORY;
    arena_init(&result->arena, SIZE_MAX);
    result->window = v->options->window;
    result->signatures = found.signatures;
    result->complete = found.complete;
    result->profile = v->question.profile->name;
    status = result_copy(&result->segments, &result->arena, &found, v->options->brief != 0);
    arena_reset(&v->memo->arena);
    if (status != CHAIN_OK) {
        chain_result_free(result);
        return status;
    }
    *out = result;
    return CHAIN_OK;
}

chain_status chain_verify(chain_result **out, chain_error *error,
                          const chain_verify_options *options)
{
    if (out)
        *out = NULL;
    if (!out || !options)
        return error_set(error, CHAIN_E_ARGUMENT, "no result or no options given");
    struct verification v = {.options = options, .memo = options->memo};
    chain_status status = read_options(&v, error);
    if (status == CHAIN_OK) {
        /* Signers of lists have paths of their own, over the same certificates again and again. */
        if (!v.memo)
            status = chain_memo_new(&v.memo, options->crl_count ? 16384 : 0);
        if (status == CHAIN_OK)
            status = answer(&v, out);
        if (status != CHAIN_OK)
            error_set(error, status, "out of memory");
        if (v.memo != options->memo)
            chain_memo_free(v.memo);
    }
    text_free(&v.oids);
    mem_free(v.policies);
    return status;
}
