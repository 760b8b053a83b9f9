// SPDX-License-Identifier: Apache-2.0
/* What tests/fidelity/test_security.py sees real JDKs do, one entry at a time. */
#include "java_security.h"

#include "expect.h"
#include "key.h"
#include "pool.h"

#include <stdio.h>
#include <string.h>

TestSuite(java_security, .fini = tidy);

static const struct java_security *reading(const char *settings)
{
    struct java_security *out = pool_take(sizeof(*out));
    java_security_read(out, settings);
    return out;
}

static const struct java_security *certpath(const char *value)
{
    return reading(pool_format("jdk.certpath.disabledAlgorithms=%s\n", value));
}

static const struct java_security *tls(const char *value)
{
    return reading(pool_format("jdk.tls.disabledAlgorithms=%s\n", value));
}

#define DIGEST(digest) (1U << (digest))

Test(java_security, the_default_of_a_jdk)
{
    const struct java_security *read =
        certpath("MD2, MD5, SHA1 jdkCA & usage TLSServer, RSA keySize < 1024, DSA keySize < 1024, "
                 "EC keySize < 224, SHA1 usage SignedJAR & denyAfter 2019-01-01");
    SAME(read->certpath_known, true);
    SAME(read->doubt_count, 0);
    SAME(read->rule_count, 6); /* a signed JAR is no server */
    SAME(read->rules[0].digests, DIGEST(DIGEST_MD2));
    SAME(read->rules[0].conditional, false);
    SAME(read->rules[2].digests, DIGEST(DIGEST_SHA1));
    SAME(read->rules[2].jdk_ca, 1);
    SAME(read->rules[2].conditional, true);
    SAME(read->rules[3].keys, 1U << KEY_RSA);
    SAME(read->rules[3].comparison, 1);
    SAME(read->rules[3].bits, 1024);
    SAME(read->rules[3].conditional, false);
}

/* From some updates on, policies distrust whatever their roots have issued, and when. */
Test(java_security, the_update_says_whether_policies_have_dates)
{
    static const struct {
        const char *version;
        bool undated;
    } CASES[] = {
        {"17.0.15", false}, {"17.0.20", false}, {"17.0.21", true}, {"17.0.21.1", true}, {"17.0.22", true},
        {"1.8.0_452", false}, {"1.8.0_512", true}, {"11.0.32", false}, {"11.0.33", true}, {"21.0.7", false},
        {"21.0.13", true}, {"25", false}, {"25.0.1", false}, {"25.0.5", true}, {"26.0.1", false},
        {"27", true}, {"", false}, {"unknown", false}, {"17-internal", false},
    };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    const struct profile *base = profile_find("jdk-17");
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const struct java_security *read = reading(pool_format("java.version=%s\n", CASES[i].version));
        cr_expect_eq(read->undated, CASES[i].undated, "%s", CASES[i].version);
        const struct profile *profile = java_security_profile(&arena, base, read);
        SAME(profile->limits.count, base->limits.count);
        for (size_t k = 0; k < profile->limits.count; k++)
            cr_expect_eq(profile->limits.list[k].after == CHAIN_TIME_MIN, CASES[i].undated, "%s, %s",
                         CASES[i].version, profile->limits.list[k].name);
    }
    const struct profile *profile = java_security_profile(
        &arena, base, reading("java.version=17.0.21\njdk.security.caDistrustPolicies=CHUNGHWA_TLS,ENTRUST_TLS\n"));
    SAME(profile->limits.count, 2);
    SAME(profile->limits.list[0].after, CHAIN_TIME_MIN);
    cr_expect(profile->limits.list[1].after > CHAIN_TIME_MIN, "Chunghwa's still has one");
    arena_free(&arena);
}

Test(java_security, names_stand_for_digests_signatures_and_keys)
{
    const struct disabled *rule = certpath("SHA-256withRSA")->rules;
    SAME(rule->digests, DIGEST(DIGEST_SHA256));
    SAME(rule->schemes, 1U << SCHEME_RSA_PKCS1);
    SAME(rule->keys, 0);
    SAME(certpath("sha-1")->rules[0].digests, DIGEST(DIGEST_SHA1));
    SAME(certpath("RSASSA-PSS")->rules[0].keys, DISABLED_PSS_KEYS);
    SAME(certpath("EC")->rules[0].schemes, 0);
    SAME(certpath("NIST P-256")->rules[0].keys, 1U << KEY_P256);
    SAME(certpath("secp256r1")->rules[0].keys, 1U << KEY_P256);
    SAME(certpath("Brainpool")->rules[0].other, true);
    SAME(certpath("fooWithbar")->rules[0].other, true);
}

Test(java_security, dates_are_the_beginning_of_a_day)
{
    const struct disabled *rule = certpath("RSA denyAfter 2030-01-02 & keySize >= 4096")->rules;
    SAME(rule->from, 1893542400);
    SAME(rule->comparison, 5);
    SAME(rule->conditional, true);
    SAME(certpath("RSA")->rules[0].from, CHAIN_TIME_MIN);
    SAME(certpath("SHA1 jdkCA &")->rules[0].jdk_ca, 1);
}

Test(java_security, what_the_jdk_throws_at_is_unknown_and_said)
{
    static const char *const BAD[] = {"RSA keysize < 2048",
                                      "RSA keySize 2048",
                                      "RSA keySize < x",
                                      "RSA keySize",
                                      "RSA denyAfter soon",
                                      "SHA1 jdkCA & jdkCA",
                                      "SHA1 jdkCA denyAfter 2020-01-01",
                                      "SHA1 denyAfter 2020-01-01 & denyAfter 2021-01-01",
                                      "SHA1 jdkCA & & jdkCA",
                                      "RSA minimum 2048",
                                      "jdkCA & x"};
    for (size_t i = 0; i < COUNT(BAD); i++) {
        const struct java_security *read = certpath(BAD[i]);
        cr_expect(read->rule_count == 1 && read->rules[0].broken, "%s", BAD[i]);
        SAME(read->doubt_count, 1);
        cr_expect(strstr(read->doubts[0], BAD[i]), "%s", read->doubts[0]);
    }
}

Test(java_security, of_tls_what_concerns_certificates)
{
    SAME(tls("SSLv3, TLSv1, DTLSv1.0, RC4, DES, DH keySize < 1024, 3DES_EDE_CBC, anon, NULL, ECDH, "
             "TLS_RSA_*, rsa_pkcs1_sha1 usage HandshakeSignature")
             ->rule_count,
         0);
    SAME(tls("MD5withRSA")->rules[0].digests, DIGEST(DIGEST_MD5));
    SAME(tls("RSA keySize < 3072")->rules[0].bits, 3072);
    SAME(tls("SHA1 jdkCA, RSA keySize < 4096 & denyAfter 2020-01-01")->rule_count, 0);
    const struct disabled *rule = tls("ecdsa_secp256r1_sha256 usage CertificateSignature")->rules;
    SAME(rule->schemes, 1U << SCHEME_ECDSA);
    SAME(rule->digests, DIGEST(DIGEST_SHA256));
    SAME(rule->conditional, false);
}

Test(java_security, policies_are_switched_on_by_name)
{
    const struct java_security *read =
        reading("jdk.security.caDistrustPolicies=ENTRUST_TLS, FUTURE_TLS ,SYMANTEC_TLS\n");
    SAME(read->policies, 3);
    SAME(read->doubt_count, 1);
    SAME_TEXT(read->doubts[0],
              "jdk.security.caDistrustPolicies names FUTURE_TLS, which is not predicted");
    SAME(reading("")->policies_known, false);
    SAME(reading("jdk.security.caDistrustPolicies=\n")->policies_known, true);
}

Test(java_security, a_profile_has_the_limits_that_are_on)
{
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    const struct profile *base = profile_find("jdk-17");
    const struct profile *own = java_security_profile(
        &arena, base, reading("jdk.security.caDistrustPolicies=CHUNGHWA_TLS\ncacerts=1\n"));
    SAME(own->limits.count, 1);
    SAME_TEXT(own->limits.list[0].name, "CHUNGHWA_TLS");
    SAME_TEXT(own->otherwise->limits.list[0].name, "CHUNGHWA_TLS");
    SAME(own->rsa_least, base->rsa_least);
    SAME(own->anchors_marked, true);
    own = java_security_profile(&arena, base, certpath("RSA keySize < 4096"));
    SAME(own->limits.count, base->limits.count);
    SAME(own->rsa_least, 0);
    SAME(own->otherwise->disabled_count, 1);
    const struct profile *go = profile_find("go");
    cr_expect_eq(java_security_profile(&arena, go, certpath("RSA")), go);
    arena_free(&arena);
}

Test(java_security, of_many_rules_none_is_dropped_silently)
{
    char value[2000] = "";
    for (int i = 0; i <= MOST_DISABLED; i++) {
        snprintf(value + strlen(value), sizeof(value) - strlen(value), "RSA keySize == %d,", i);
        const struct java_security *read = certpath(value);
        bool over = i == MOST_DISABLED;
        SAME(read->rule_count, over ? i : i + 1);
        SAME(read->rules[read->rule_count - 1].broken, over);
        SAME(read->doubt_count, over);
    }
}
