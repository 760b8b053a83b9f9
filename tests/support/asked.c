// SPDX-License-Identifier: Apache-2.0
#include "asked.h"

#include "expect.h"
#include "pool.h"

chain_bytes asked_ca_until(const char *subject, pki_key *key, const char *issuer,
                           pki_key *issuer_key, const char *from, const char *until)
{
    struct pki_cert cert = {.subject = subject,
                            .key = key,
                            .issuer = issuer,
                            .issuer_key = issuer_key,
                            .from = from,
                            .until = until,
                            .extensions = PKI_CA_EXTENSIONS};
    return pki_mint(&cert);
}

chain_bytes asked_ca(const char *subject, pki_key *key, const char *issuer, pki_key *issuer_key)
{
    return asked_ca_until(subject, key, issuer, issuer_key, NULL, NULL);
}

chain_bytes asked_leaf(pki_key *key, const char *issuer, pki_key *issuer_key)
{
    struct pki_cert cert = {.subject = "leaf",
                            .key = key,
                            .issuer = issuer,
                            .issuer_key = issuer_key,
                            .extensions = PKI_LEAF_EXTENSIONS};
    return pki_mint(&cert);
}

pki_key *asked_key(void)
{
    return pki_new_key(PKI_ED25519);
}

/* The same certificate, signed with an algorithm that nobody knows. */
chain_bytes asked_with_unknown_algorithm(chain_bytes der)
{
    static const uint8_t ED25519[] = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70};
    uint8_t *copy = (uint8_t *)(uintptr_t)pool_copy(der.data, der.size).data, *last = NULL;
    uint8_t *first = memmem(copy, der.size, ED25519, sizeof(ED25519));
    for (uint8_t *at = first; at;
         at = memmem(at + 1, (size_t)(copy + der.size - at - 1), ED25519, sizeof(ED25519)))
        last = at;
    first[6] = last[6] = 0x7f;
    return (chain_bytes){copy, der.size};
}

void asked_begin(struct asked *asked, const chain_bytes *sent, size_t sent_count,
                 const chain_bytes *roots, size_t root_count)
{
    *asked =
        (struct asked){.chain = pki_list(sent, sent_count), .store = pki_store(roots, root_count)};
    chain_verify_options_default(&asked->options);
    asked->options.chain = asked->chain;
    asked->options.store = asked->store;
}

void asked_run(struct asked *asked)
{
    chain_result_free(asked->result);
    cr_assert(chain_verify(&asked->result, NULL, &asked->options) == CHAIN_OK);
    asked->segments = chain_result_segments(asked->result, &asked->count);
}

void asked_end(struct asked *asked)
{
    chain_result_free(asked->result);
    chain_list_unref(asked->chain);
    chain_store_unref(asked->store);
}

chain_verdict asked_verdict_at(const struct asked *asked, chain_time when)
{
    for (size_t i = 0; i < asked->count; i++) {
        if (when >= asked->segments[i].span.from && when < asked->segments[i].span.until)
            return asked->segments[i].verdict;
    }
    cr_assert_fail("no segment at %lld", (long long)when);
    return CHAIN_INVALID;
}

chain_finding_code asked_only_finding(const chain_segment *segment)
{
    SAME(segment->finding_count, 1);
    return segment->finding_count ? segment->findings[0].code : CHAIN_FINDING_NONE;
}
