// SPDX-License-Identifier: Apache-2.0
#include "algorithm.h"

#include "cert_writer.h"
#include "expect.h"

TestSuite(algorithm, .fini = tidy);
TestSuite(pss, .fini = tidy);

#define RSA "1.2.840.113549.1.1."
#define SHA1 "1.3.14.3.2.26"
#define SHA224 "2.16.840.1.101.3.4.2.4"
#define SHA256 "2.16.840.1.101.3.4.2.1"
#define SHA384 "2.16.840.1.101.3.4.2.2"
#define SHA512 "2.16.840.1.101.3.4.2.3"
#define NOTHING ((chain_bytes){NULL, 0})

static struct algorithm read(chain_bytes identifier)
{
    struct algorithm algorithm;
    cr_assert(algorithm_read(&algorithm, identifier));
    return algorithm;
}

/* ---- which algorithm --------------------------------------------------------------------------
 */

static const struct {
    const char *oid;
    enum scheme scheme;
    enum digest digest;
    bool may_be_null, may_be_absent;
} KNOWN[] = {
    {RSA "2", SCHEME_RSA_PKCS1, DIGEST_MD2, true, true},
    {RSA "4", SCHEME_RSA_PKCS1, DIGEST_MD5, true, true},
    {RSA "5", SCHEME_RSA_PKCS1, DIGEST_SHA1, true, true},
    {RSA "11", SCHEME_RSA_PKCS1, DIGEST_SHA256, true, true},
    {RSA "12", SCHEME_RSA_PKCS1, DIGEST_SHA384, true, true},
    {RSA "13", SCHEME_RSA_PKCS1, DIGEST_SHA512, true, true},
    {RSA "14", SCHEME_RSA_PKCS1, DIGEST_SHA224, true, true},
    {RSA "10", SCHEME_RSA_PSS, DIGEST_NONE, false, false},
    {"1.3.14.3.2.29", SCHEME_RSA_PKCS1, DIGEST_SHA1, true, true},
    {"1.2.840.10045.4.1", SCHEME_ECDSA, DIGEST_SHA1, false, true},
    {"1.2.840.10045.4.3.1", SCHEME_ECDSA, DIGEST_SHA224, false, true},
    {"1.2.840.10045.4.3.2", SCHEME_ECDSA, DIGEST_SHA256, false, true},
    {"1.2.840.10045.4.3.3", SCHEME_ECDSA, DIGEST_SHA384, false, true},
    {"1.2.840.10045.4.3.4", SCHEME_ECDSA, DIGEST_SHA512, false, true},
    {"1.3.101.112", SCHEME_ED25519, DIGEST_NONE, false, true},
    {"1.2.840.10040.4.3", SCHEME_DSA, DIGEST_SHA1, false, true},
    {"2.16.840.1.101.3.4.3.1", SCHEME_DSA, DIGEST_SHA224, false, true},
    {"2.16.840.1.101.3.4.3.2", SCHEME_DSA, DIGEST_SHA256, false, true},
};

Test(algorithm, known_ones_and_their_parameters)
{
    for (size_t i = 0; i < COUNT(KNOWN); i++) {
        struct algorithm absent = read(algorithm_of(KNOWN[i].oid, NOTHING));
        struct algorithm null = read(algorithm_of(KNOWN[i].oid, asn_null()));
        struct algorithm other = read(algorithm_of(KNOWN[i].oid, asn_integer(1)));
        SAME(absent.scheme, KNOWN[i].scheme);
        SAME(absent.digest, KNOWN[i].digest);
        cr_expect_eq(absent.parameters_good, KNOWN[i].may_be_absent, "%s", KNOWN[i].oid);
        cr_expect_eq(null.parameters_good, KNOWN[i].may_be_null, "%s", KNOWN[i].oid);
        cr_expect_not(other.parameters_good, "%s", KNOWN[i].oid);
    }
}

Test(algorithm, unknown_ones_are_not_wrong)
{
    static const char *const UNKNOWN[] = {"1.3.101.113", RSA "15", RSA "1", "1.2.840.10045.4.3",
                                          "2.16.840.1.101.3.4.3.17"};
    for (size_t i = 0; i < COUNT(UNKNOWN); i++) {
        struct algorithm algorithm = read(algorithm_of(UNKNOWN[i], asn_integer(7)));
        SAME(algorithm.scheme, SCHEME_UNKNOWN);
        SAME(algorithm.digest, DIGEST_NONE);
        cr_expect(algorithm.parameters_good && algorithm.parameters_known, "%s", UNKNOWN[i]);
    }
}

Test(algorithm, what_is_no_identifier)
{
    static const char *const WRONG[] = {"",
                                        "30 00",
                                        "05 00",
                                        "30 02 05 00",
                                        "30 02 06 00",
                                        "30 04 06 02 80 01",
                                        "31 05 06 03 2b 65 70",
                                        "30 05 06 03 2b 65 70 00",
                                        "30 06 06 03 2b 65 70 05",
                                        "30 09 06 03 2b 65 70 05 00 05 00"};
    struct algorithm algorithm;
    for (size_t i = 0; i < COUNT(WRONG); i++)
        cr_expect_not(algorithm_read(&algorithm, asn_hex(WRONG[i])), "%s", WRONG[i]);
}

Test(algorithm, split_gives_whole_parameters)
{
    chain_bytes oid, parameters;
    cr_assert(algorithm_split(algorithm_of("1.3.101.112", asn_null()), &oid, &parameters));
    SAME_BYTES(oid, asn_hex("2b6570"));
    SAME_BYTES(parameters, asn_hex("0500"));
    cr_assert(algorithm_split(algorithm_of("1.3.101.112", NOTHING), &oid, &parameters));
    SAME(parameters.size, 0);
}

/* ---- RSASSA-PSS -------------------------------------------------------------------------------
 */

static chain_bytes hash_of(const char *oid)
{
    return algorithm_of(oid, asn_null());
}

static chain_bytes mask_of(chain_bytes hash)
{
    return algorithm_of(RSA "8", hash);
}

static chain_bytes parameters_of(const char *hash, const char *mask_hash, int64_t salt)
{
    return ASN_SEQUENCE(ASN_CONTEXT(0, hash_of(hash)), ASN_CONTEXT(1, mask_of(hash_of(mask_hash))),
                        ASN_CONTEXT(2, asn_integer(salt)));
}

Test(pss, parameters_by_digest)
{
    static const struct {
        const char *oid;
        enum digest digest;
    } CASES[] = {{SHA1, DIGEST_SHA1},
                 {SHA224, DIGEST_SHA224},
                 {SHA256, DIGEST_SHA256},
                 {SHA384, DIGEST_SHA384},
                 {SHA512, DIGEST_SHA512}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct algorithm algorithm =
            read(algorithm_of(RSA "10", parameters_of(CASES[i].oid, CASES[i].oid, 32)));
        SAME(algorithm.scheme, SCHEME_RSA_PSS);
        SAME(algorithm.digest, CASES[i].digest);
        SAME(algorithm.salt, 32);
        cr_expect(algorithm.parameters_good && algorithm.parameters_known, "%s", CASES[i].oid);
    }
}

Test(pss, defaults_are_sha1_and_twenty_octets)
{
    struct algorithm algorithm = {0};
    cr_assert(algorithm_read_pss(&algorithm, asn_empty(0x30)));
    SAME(algorithm.digest, DIGEST_SHA1);
    SAME(algorithm.salt, 20);
    cr_expect(algorithm.parameters_known);
}

Test(pss, parameters_must_be_there_in_a_signature)
{
    cr_expect_not(read(algorithm_of(RSA "10", NOTHING)).parameters_good);
    cr_expect_not(read(algorithm_of(RSA "10", asn_null())).parameters_good);
}

Test(pss, salt_up_to_512_octets)
{
    static const struct {
        int64_t salt;
        bool known;
    } CASES[] = {{0, true}, {1, true}, {511, true}, {512, true}, {513, false}, {INT64_MAX, false}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct algorithm algorithm = {0};
        cr_assert(algorithm_read_pss(&algorithm, parameters_of(SHA256, SHA256, CASES[i].salt)));
        cr_expect_eq(algorithm.parameters_known, CASES[i].known, "salt %lld",
                     (long long)CASES[i].salt);
        SAME(algorithm.salt, CASES[i].known ? CASES[i].salt : 0);
    }
    struct algorithm negative = {0};
    cr_expect_not(algorithm_read_pss(&negative, parameters_of(SHA256, SHA256, -1)));
}

static bool is_known(chain_bytes parameters)
{
    struct algorithm algorithm = {0};
    cr_assert(algorithm_read_pss(&algorithm, parameters));
    return algorithm.parameters_known;
}

Test(pss, what_nobody_uses_is_not_known)
{
    chain_bytes hash = ASN_CONTEXT(0, hash_of(SHA256)),
                mask = ASN_CONTEXT(1, mask_of(hash_of(SHA256)));
    cr_expect(is_known(ASN_SEQUENCE(hash, mask)));
    cr_expect(is_known(ASN_SEQUENCE(hash, mask, ASN_CONTEXT(3, asn_integer(1)))));
    cr_expect_not(is_known(ASN_SEQUENCE(hash, mask, ASN_CONTEXT(3, asn_integer(2)))), "a trailer");
    cr_expect_not(is_known(parameters_of(SHA256, SHA384, 32)), "a mask with another digest");
    cr_expect_not(is_known(ASN_SEQUENCE(hash)), "a mask with SHA-1, by default");
    cr_expect_not(is_known(parameters_of("2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.2.8", 32)),
                  "SHA3-256");
    cr_expect_not(is_known(ASN_SEQUENCE(hash, ASN_CONTEXT(1, algorithm_of(SHA256, NOTHING)))),
                  "a mask that is not MGF1");
    cr_expect_not(
        is_known(ASN_SEQUENCE(ASN_CONTEXT(0, algorithm_of(SHA256, asn_integer(1))), mask)),
        "a digest with parameters");
    cr_expect(is_known(ASN_SEQUENCE(ASN_CONTEXT(0, algorithm_of(SHA256, NOTHING)), mask)),
              "RFC 4055 2.1: NULL may be left out");
}

Test(pss, what_is_not_its_structure)
{
    chain_bytes hash = ASN_CONTEXT(0, hash_of(SHA256)),
                mask = ASN_CONTEXT(1, mask_of(hash_of(SHA256)));
    chain_bytes salt = ASN_CONTEXT(2, asn_integer(32));
    const chain_bytes wrong[] = {
        NOTHING,
        asn_null(),
        ASN_SET(hash, mask, salt),
        ASN_JOIN(ASN_SEQUENCE(hash, mask, salt), asn_null()),
        ASN_SEQUENCE(mask, hash),
        ASN_SEQUENCE(ASN_CONTEXT(0, asn_null()), mask, salt),
        ASN_SEQUENCE(hash, mask, salt, salt),
        ASN_SEQUENCE(hash, mask, salt, asn_null()),
        ASN_SEQUENCE(hash, ASN_CONTEXT(1, asn_null())),
        ASN_SEQUENCE(hash, mask, ASN_CONTEXT(2, asn_null())),
        ASN_SEQUENCE(hash, mask, ASN_CONTEXT(2, asn_integer(32), asn_integer(32))),
        ASN_SEQUENCE(hash, mask, ASN_CONTEXT(3, asn_null())),
        ASN_SEQUENCE(hash, mask, ASN_CONTEXT(3, asn_integer(1), asn_null())),
        /* there, and empty, is not left out */
        ASN_SEQUENCE(asn_empty(0xa0), mask, salt),
        ASN_SEQUENCE(hash, asn_empty(0xa1), salt),
        ASN_SEQUENCE(hash, mask, asn_empty(0xa2)),
        ASN_SEQUENCE(hash, mask, salt, asn_empty(0xa3)),
    };
    struct algorithm algorithm = {0};
    for (size_t i = 0; i < COUNT(wrong); i++)
        cr_expect_not(algorithm_read_pss(&algorithm, wrong[i]), "case %zu", i);
}
