// SPDX-License-Identifier: Apache-2.0
#include "memo.h"

#include "expect.h"
#include "pki.h"
#include "pool.h"

TestSuite(memo, .fini = tidy);

static chain_cert *signed_by(const char *serial, pki_key *key, pki_key *issuer)
{
    return pki_mint_cert(
        &(struct pki_cert){.subject = "A", .serial = serial, .key = key, .issuer_key = issuer});
}

Test(memo, checks_once_and_remembers)
{
    pki_key *good = pki_new_key(PKI_ED25519), *other = pki_new_key(PKI_P256);
    chain_cert *issuer = signed_by("1", good, good), *wrong = signed_by("2", other, other);
    chain_cert *cert = signed_by("3", other, good);
    chain_memo *memo;
    bool computed;
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    for (int round = 0; round < 3; round++) {
        SAME(memo_check(memo, cert, issuer, &computed), SIG_GOOD);
        SAME(computed, round == 0);
        SAME(memo_check(memo, cert, wrong, &computed), SIG_BAD);
        SAME(computed, round == 0);
    }
    chain_memo_free(memo);
    chain_cert_unref(issuer);
    chain_cert_unref(wrong);
    chain_cert_unref(cert);
}

/* A key is a key, whichever certificate it stands in. */
Test(memo, remembers_by_key)
{
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_cert *one = signed_by("1", key, key), *two = signed_by("2", key, key);
    chain_cert *cert = signed_by("3", pki_new_key(PKI_ED25519), key);
    chain_memo *memo;
    bool computed;
    cr_assert(chain_memo_new(&memo, 64) == CHAIN_OK);
    SAME(memo_check(memo, cert, one, &computed), SIG_GOOD);
    cr_expect(computed);
    SAME(memo_check(memo, cert, two, &computed), SIG_GOOD);
    cr_expect_not(computed);
    chain_memo_free(memo);
    chain_cert_unref(one);
    chain_cert_unref(two);
    chain_cert_unref(cert);
}

Test(memo, a_key_that_is_not_known_is_unsupported)
{
    pki_key *key = pki_new_key(PKI_ED448);
    chain_cert *issuer = signed_by("1", key, key);
    chain_memo *memo;
    bool computed;
    cr_assert(chain_memo_new(&memo, 0) == CHAIN_OK);
    SAME(memo_check(memo, issuer, issuer, &computed), SIG_UNSUPPORTED);
    SAME(memo_check(memo, issuer, issuer, &computed), SIG_UNSUPPORTED);
    cr_expect_not(computed);
    chain_memo_free(memo);
    chain_cert_unref(issuer);
}

/* Far more results than it has room for: all right, and the newest are there. */
Test(memo, is_bounded_and_forgets_the_oldest)
{
    enum { MANY = 400 };
    pki_key *key = pki_new_key(PKI_ED25519);
    chain_cert *issuer = signed_by("1", key, key), *certs[MANY];
    chain_memo *memo;
    bool computed;
    size_t kept = 0;
    cr_assert(chain_memo_new(&memo, 1) == CHAIN_OK);
    SAME(memo->buckets * MEMO_WAYS, 64);
    for (unsigned i = 0; i < MANY; i++) {
        certs[i] = signed_by(pool_format("%X", i + 2), key, key);
        SAME(memo_check(memo, certs[i], issuer, &computed), SIG_GOOD);
        cr_expect(computed);
    }
    SAME(memo_check(memo, certs[MANY - 1], issuer, &computed), SIG_GOOD);
    cr_expect_not(computed, "the newest is forgotten");
    for (unsigned i = 0; i < MANY; i++) {
        SAME(memo_check(memo, certs[i], issuer, &computed), SIG_GOOD);
        kept += !computed;
        chain_cert_unref(certs[i]);
    }
    cr_expect(kept <= 64, "%zu are remembered", kept);
    chain_memo_free(memo);
    chain_cert_unref(issuer);
}

Test(memo, is_as_large_as_was_asked_for)
{
    static const size_t ASKED[] = {0, 63, 64, 127, 128, 129, 4096};
    static const size_t MADE[] = {64, 64, 64, 64, 128, 128, 4096};
    for (size_t i = 0; i < COUNT(ASKED); i++) {
        chain_memo *memo;
        cr_assert(chain_memo_new(&memo, ASKED[i]) == CHAIN_OK);
        SAME(memo->buckets * MEMO_WAYS, MADE[i]);
        chain_memo_free(memo);
    }
    chain_memo_free(NULL);
}
