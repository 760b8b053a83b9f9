// SPDX-License-Identifier: Apache-2.0
#include "sig.h"

#include "mem.h"

#include <nettle/dsa.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>
#include <nettle/eddsa.h>
#include <nettle/rsa.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

enum { RSA_LEAST_BITS = 512 };

struct sig_key {
    enum key_kind kind;
    unsigned field; /* octets of a coordinate; for DSA of the group order */
    bool pss_only;
    struct algorithm pss;
    union {
        struct rsa_public_key rsa;
        struct ecc_point ec;
        uint8_t ed25519[ED25519_KEY_SIZE];
        struct {
            struct dsa_params group;
            mpz_t y;
        } dsa;
    } u;
};

/* ---- digests ---------------------------------------------------------------------------------- */

void sig_sha256(uint8_t out[SHA256_SIZE], chain_bytes bytes)
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.size, bytes.data);
    sha256_digest(&context, SHA256_SIZE, out);
}

/* Returns the digest's size, 0 for one that is not computed here. */
static size_t digest(uint8_t out[DIGEST_MOST], enum digest kind, chain_bytes bytes)
{
    union {
        struct sha1_ctx sha1;
        struct sha256_ctx sha256;
        struct sha512_ctx sha512;
    } context;
    switch (kind) {
    case DIGEST_SHA1:
        sha1_init(&context.sha1);
        sha1_update(&context.sha1, bytes.size, bytes.data);
        sha1_digest(&context.sha1, SHA1_DIGEST_SIZE, out);
        return SHA1_DIGEST_SIZE;
    case DIGEST_SHA224:
        sha224_init(&context.sha256);
        sha224_update(&context.sha256, bytes.size, bytes.data);
        sha224_digest(&context.sha256, SHA224_DIGEST_SIZE, out);
        return SHA224_DIGEST_SIZE;
    case DIGEST_SHA256:
        sig_sha256(out, bytes);
        return SHA256_DIGEST_SIZE;
    case DIGEST_SHA384:
        sha384_init(&context.sha512);
        sha384_update(&context.sha512, bytes.size, bytes.data);
        sha384_digest(&context.sha512, SHA384_DIGEST_SIZE, out);
        return SHA384_DIGEST_SIZE;
    case DIGEST_SHA512:
        sha512_init(&context.sha512);
        sha512_update(&context.sha512, bytes.size, bytes.data);
        sha512_digest(&context.sha512, SHA512_DIGEST_SIZE, out);
        return SHA512_DIGEST_SIZE;
    default:
        return 0;
    }
}

/* ---- keys ------------------------------------------------------------------------------------- */

static void import(mpz_t out, chain_bytes number)
{
    mpz_import(out, number.size, 1, 1, 1, 0, number.data);
}

static void import_new(mpz_t out, chain_bytes number)
{
    mpz_init2(out, number.size * 8 + 1);
    import(out, number);
}

static enum sig_result make_rsa(struct sig_key *out, const struct key *key)
{
    if (key->bits < RSA_LEAST_BITS || key->bits > KEY_RSA_MOST_BITS ||
        key->exponent.size * 8 > KEY_RSA_MOST_EXPONENT_BITS)
        return SIG_UNSUPPORTED;
    import_new(out->u.rsa.n, key->modulus);
    import_new(out->u.rsa.e, key->exponent);
    if (!rsa_public_key_prepare(&out->u.rsa)) {
        rsa_public_key_clear(&out->u.rsa);
        return SIG_BAD;
    }
    return SIG_GOOD;
}

static enum sig_result make_ec(struct sig_key *out, const struct key *key)
{
    const struct ecc_curve *curve = key->kind == KEY_P256   ? nettle_get_secp_256r1()
                                    : key->kind == KEY_P384 ? nettle_get_secp_384r1()
                                                            : nettle_get_secp_521r1();
    out->field = (unsigned)key->point.size / 2;
    mpz_t x, y;
    import_new(x, (chain_bytes){key->point.data, out->field});
    import_new(y, (chain_bytes){key->point.data + out->field, out->field});
    ecc_point_init(&out->u.ec, curve);
    int on_curve = ecc_point_set(&out->u.ec, x, y);
    mpz_clear(x);
    mpz_clear(y);
    if (!on_curve)
        ecc_point_clear(&out->u.ec);
    return on_curve ? SIG_GOOD : SIG_BAD;
}

static enum sig_result make_dsa(struct sig_key *out, const struct key *key)
{
    if (!key->p.size) /* RFC 3279 2.3.2: inherited from the issuer, and not at hand here */
        return SIG_UNSUPPORTED;
    if (key->point.size > key->p.size || key->g.size > key->p.size)
        return SIG_BAD;
    out->field = (unsigned)key->q.size;
    import_new(out->u.dsa.group.p, key->p);
    import_new(out->u.dsa.group.q, key->q);
    import_new(out->u.dsa.group.g, key->g);
    import_new(out->u.dsa.y, key->point);
    return SIG_GOOD;
}

enum sig_result sig_key_new(struct sig_key **out, const struct key *key)
{
    struct sig_key *made = mem_zero(1, sizeof(*made));
    *out = NULL;
    if (!made)
        return SIG_NO_MEMORY;
    made->kind = key->kind;
    made->pss_only = key->pss_only;
    made->pss = key->pss;
    enum sig_result result = SIG_UNSUPPORTED;
    switch (key->kind) {
    case KEY_RSA:
        result = make_rsa(made, key);
        break;
    case KEY_P256:
    case KEY_P384:
    case KEY_P521:
        result = make_ec(made, key);
        break;
    case KEY_ED25519:
        memcpy(made->u.ed25519, key->point.data, ED25519_KEY_SIZE);
        result = SIG_GOOD;
        break;
    case KEY_DSA:
        result = make_dsa(made, key);
        break;
    case KEY_UNKNOWN:
        break;
    }
    if (result != SIG_GOOD) {
        mem_free(made);
        return result;
    }
    *out = made;
    return SIG_GOOD;
}

void sig_key_free(struct sig_key *key)
{
    if (!key)
        return;
    if (key->kind == KEY_RSA) {
        rsa_public_key_clear(&key->u.rsa);
    } else if (key->kind == KEY_DSA) {
        dsa_params_clear(&key->u.dsa.group);
        mpz_clear(key->u.dsa.y);
    } else if (key->kind != KEY_ED25519) {
        ecc_point_clear(&key->u.ec);
    }
    mem_free(key);
}

/* ---- checks ----------------------------------------------------------------------------------- */

/* RFC 8017 9.2 note 1: DigestInfo up to the digest itself. */
static chain_bytes digest_info_prefix(enum digest kind)
{
    switch (kind) {
    case DIGEST_SHA1:
        return BYTES("\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14");
    case DIGEST_SHA224:
        return BYTES("\x30\x2d\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04\x05\x00\x04\x1c");
    case DIGEST_SHA256:
        return BYTES("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20");
    case DIGEST_SHA384:
        return BYTES("\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30");
    default:
        return BYTES("\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40");
    }
}

static bool check_pkcs1(const struct rsa_public_key *key, const struct algorithm *algorithm,
                        chain_bytes hash, const mpz_t signature)
{
    uint8_t info[32 + DIGEST_MOST];
    chain_bytes prefix = digest_info_prefix(algorithm->digest);
    memcpy(info, prefix.data, prefix.size);
    memcpy(info + prefix.size, hash.data, hash.size);
    return rsa_pkcs1_verify(key, prefix.size + hash.size, info, signature);
}

static enum sig_result check_pss(const struct sig_key *key, const struct algorithm *algorithm,
                                 const uint8_t *hash, const mpz_t signature)
{
    if (!algorithm->parameters_known)
        return SIG_UNSUPPORTED;
    /* RFC 4055 3.3: a key with parameters allows this digest and no shorter salt. */
    if (key->pss.parameters_good &&
        (algorithm->digest != key->pss.digest || algorithm->salt < key->pss.salt))
        return SIG_BAD;
    const struct rsa_public_key *rsa = &key->u.rsa;
    switch (algorithm->digest) {
    case DIGEST_SHA256:
        return rsa_pss_sha256_verify_digest(rsa, algorithm->salt, hash, signature) ? SIG_GOOD : SIG_BAD;
    case DIGEST_SHA384:
        return rsa_pss_sha384_verify_digest(rsa, algorithm->salt, hash, signature) ? SIG_GOOD : SIG_BAD;
    case DIGEST_SHA512:
        return rsa_pss_sha512_verify_digest(rsa, algorithm->salt, hash, signature) ? SIG_GOOD : SIG_BAD;
    default:
        return SIG_UNSUPPORTED;
    }
}

static enum sig_result check_rsa(const struct sig_key *key, const struct algorithm *algorithm,
                                 chain_bytes hash, chain_bytes signature)
{
    /* RFC 8017 8.1.2 and 8.2.2: the signature is exactly as long as the modulus. */
    if (signature.size != key->u.rsa.size)
        return SIG_BAD;
    mpz_t s;
    import_new(s, signature);
    enum sig_result result = SIG_BAD;
    if (mpz_cmp(s, key->u.rsa.n) < 0) {
        if (algorithm->scheme == SCHEME_RSA_PSS)
            result = check_pss(key, algorithm, hash.data, s);
        else if (!key->pss_only)
            result = check_pkcs1(&key->u.rsa, algorithm, hash, s) ? SIG_GOOD : SIG_BAD;
    }
    mpz_clear(s);
    return result;
}

/* RFC 3279 2.2.2 and 2.2.3: SEQUENCE { r, s }, in DER, neither negative nor longer than the order. */
static bool read_pair(chain_bytes signature, size_t most, chain_bytes *r, chain_bytes *s)
{
    struct der in = der_from(signature), inside;
    if (!der_enter(&in, DER_SEQUENCE, &inside) || !der_done(&in) ||
        !der_read(&inside, DER_INTEGER, r) || !der_read(&inside, DER_INTEGER, s) || !der_done(&inside))
        return false;
    return der_integer_is_canonical(*r) && der_integer_is_canonical(*s) && !(r->data[0] & 0x80) &&
           !(s->data[0] & 0x80) && r->size <= most + 1 && s->size <= most + 1;
}

/*
 * Nettle adds u1 G and u2 Q by a formula that does not hold where they are one point, and says "bad" of
 * such signatures, which are as good as any. They are looked at once more, as (2 u1) G.
 */
static const char *const ORDERS[] = {
    [KEY_P256] = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    [KEY_P384] = "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
                 "581a0db248b0a77aecec196accc52973",
    [KEY_P521] = "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                 "a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
};

/* FIPS 186-5 6.4.2: u1 and u2. False where s has no inverse, or one of them is 0. */
static bool make_factors(mpz_t u1, mpz_t u2, const mpz_t order, chain_bytes hash,
                         const struct dsa_signature *pair)
{
    size_t bits = mpz_sizeinbase(order, 2);
    mpz_t inverse;
    mpz_init(inverse);
    bool good = mpz_sgn(pair->r) > 0 && mpz_cmp(pair->r, order) < 0 && mpz_sgn(pair->s) > 0 &&
                mpz_cmp(pair->s, order) < 0 && mpz_invert(inverse, pair->s, order);
    if (good) {
        mpz_import(u1, hash.size, 1, 1, 0, 0, hash.data);
        if (hash.size * 8 > bits)
            mpz_tdiv_q_2exp(u1, u1, hash.size * 8 - bits);
        mpz_mul(u1, u1, inverse);
        mpz_mod(u1, u1, order);
        mpz_mul(u2, pair->r, inverse);
        mpz_mod(u2, u2, order);
    }
    mpz_clear(inverse);
    return good && mpz_sgn(u1) && mpz_sgn(u2);
}

/* n times the point, or times G; false for a factor that the curve does not take. */
static bool multiply(mpz_t x, mpz_t y, const struct ecc_curve *curve, const struct ecc_point *point,
                     const mpz_t n)
{
    struct ecc_point product;
    struct ecc_scalar factor;
    ecc_point_init(&product, curve);
    ecc_scalar_init(&factor, curve);
    bool good = ecc_scalar_set(&factor, n);
    if (good && point)
        ecc_point_mul(&product, &factor, point);
    else if (good)
        ecc_point_mul_g(&product, &factor);
    if (good)
        ecc_point_get(&product, x, y);
    ecc_scalar_clear(&factor);
    ecc_point_clear(&product);
    return good;
}

static bool verify_doubling(const struct sig_key *key, chain_bytes hash, const struct dsa_signature *pair)
{
    const struct ecc_curve *curve = key->u.ec.ecc;
    mpz_t order, u1, u2, x, y, other_x, other_y;
    mpz_inits(u1, u2, x, y, other_x, other_y, NULL);
    mpz_init_set_str(order, ORDERS[key->kind], 16);
    bool good = make_factors(u1, u2, order, hash, pair) && multiply(x, y, curve, NULL, u1) &&
                multiply(other_x, other_y, curve, &key->u.ec, u2) && mpz_cmp(x, other_x) == 0 &&
                mpz_cmp(y, other_y) == 0;
    if (good) {
        mpz_mul_2exp(u1, u1, 1);
        mpz_mod(u1, u1, order);
        good = multiply(x, y, curve, NULL, u1);
        mpz_mod(x, x, order);
        good = good && mpz_cmp(x, pair->r) == 0;
    }
    mpz_clears(order, u1, u2, x, y, other_x, other_y, NULL);
    return good;
}

static enum sig_result check_pair(const struct sig_key *key, chain_bytes hash, chain_bytes signature)
{
    chain_bytes r, s;
    if (!read_pair(signature, key->field, &r, &s))
        return SIG_BAD;
    struct dsa_signature pair;
    import_new(pair.r, r);
    import_new(pair.s, s);
    int good = key->kind == KEY_DSA
                   ? dsa_verify(&key->u.dsa.group, key->u.dsa.y, hash.size, hash.data, &pair)
                   : ecdsa_verify(&key->u.ec, hash.size, hash.data, &pair) ||
                         verify_doubling(key, hash, &pair);
    dsa_signature_clear(&pair);
    return good ? SIG_GOOD : SIG_BAD;
}

enum sig_result sig_check(const struct sig_key *key, const struct algorithm *algorithm,
                          chain_bytes message, chain_bytes signature)
{
    uint8_t hash[DIGEST_MOST];
    if (algorithm->scheme == SCHEME_UNKNOWN)
        return SIG_UNSUPPORTED;
    if (!algorithm->parameters_good)
        return SIG_BAD;
    bool rsa = algorithm->scheme == SCHEME_RSA_PKCS1 || algorithm->scheme == SCHEME_RSA_PSS;
    bool ec = key->kind == KEY_P256 || key->kind == KEY_P384 || key->kind == KEY_P521;
    if (rsa != (key->kind == KEY_RSA) || (algorithm->scheme == SCHEME_ECDSA) != ec ||
        (algorithm->scheme == SCHEME_ED25519) != (key->kind == KEY_ED25519))
        return SIG_BAD;
    if (algorithm->scheme == SCHEME_ED25519)
        return signature.size == ED25519_SIGNATURE_SIZE &&
                       ed25519_sha512_verify(key->u.ed25519, message.size, message.data, signature.data)
                   ? SIG_GOOD
                   : SIG_BAD;
    if (algorithm->scheme == SCHEME_RSA_PSS && !algorithm->parameters_known)
        return SIG_UNSUPPORTED;
    size_t size = digest(hash, algorithm->digest, message);
    if (!size)
        return SIG_UNSUPPORTED; /* MD2, MD5: broken, and not computed */
    chain_bytes digested = {hash, size};
    return rsa ? check_rsa(key, algorithm, digested, signature) : check_pair(key, digested, signature);
}
