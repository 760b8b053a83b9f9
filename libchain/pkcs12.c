// SPDX-License-Identifier: Apache-2.0
/*
 * PKCS#12 (RFC 7292) as Java and OpenSSL write it, as a store of trusted certificates.
 *
 * Java trusts the certificates that carry its own attribute, and no others: a file that OpenSSL
 * makes of some roots is an empty truststore to Java. So those certificates are read, and are no
 * anchors.
 *
 * Without a password, the ways in which people leave it out are tried (none, the empty one, and
 * JDKs' "changeit"), and what is not encrypted is read in any case.
 */
#include "cipher.h"
#include "error.h"
#include "mem.h"
#include "pbe.h"
#include "source.h"

#include <string.h>

#define PKCS7 "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#define BAGS "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01"
#define PKCS9 "\x2a\x86\x48\x86\xf7\x0d\x01\x09"
/* 2.16.840.1.113894.746875.1.1: Java's trusted key usage */
#define TRUSTED_KEY_USAGE "\x60\x86\x48\x01\x86\xf9\x66\xad\xca\x7b\x01\x01"

enum { MOST_DEPTH = 4, MOST_PASSWORDS = 3, WIDE_SIZE = 1026 };

struct reader {
    const struct source *source;
    chain_error *error;
    struct source_place place;
    struct pbe_password password;
    bool have_password;
    bool locked;   /* something could not be decrypted */
    uint32_t left; /* rounds that may still be spent */
    uint8_t wide[WIDE_SIZE], java[WIDE_SIZE];
};

/* PFX ::= SEQUENCE { version INTEGER, authSafe ContentInfo, macData OPTIONAL } */
static bool open_pfx(chain_bytes data, chain_bytes *version, struct der *rest)
{
    struct der in = der_from(data);
    return der_enter(&in, DER_SEQUENCE, rest) && der_read(rest, DER_INTEGER, version);
}

bool pkcs12_is(chain_bytes data)
{
    chain_bytes version;
    struct der rest;
    /* A cut-off file is recognised too: SEQUENCE, a long length, INTEGER 3. */
    if (data.size > 8 && data.data[0] == DER_SEQUENCE && data.data[1] > 0x80 &&
        data.data[1] < 0x85) {
        const uint8_t *at = data.data + 2 + (data.data[1] & 0x7f);
        return at[0] == DER_INTEGER && at[1] == 1 && at[2] == 3;
    }
    return open_pfx(data, &version, &rest) && bytes_equal(version, BYTES("\x03"));
}

/* ---- bags ------------------------------------------------------------------------------------- */

static bool has_attribute(struct der attributes, chain_bytes wanted)
{
    struct der set, attribute;
    chain_bytes oid;
    if (!der_enter(&attributes, DER_SET, &set))
        return false;
    while (der_enter(&set, DER_SEQUENCE, &attribute) && der_read(&attribute, DER_OID, &oid)) {
        if (bytes_equal(oid, wanted))
            return true;
    }
    return false;
}

/* Does the friendly name (RFC 2985 5.5.1) say that the JDK brings the certificate along? */
static bool is_jdk_ca(struct der attributes)
{
    struct der set, attribute, values;
    chain_bytes oid, name;
    if (!der_enter(&attributes, DER_SET, &set))
        return false;
    while (der_enter(&set, DER_SEQUENCE, &attribute) && der_read(&attribute, DER_OID, &oid)) {
        if (bytes_equal(oid, BYTES(PKCS9 "\x14")) && der_enter(&attribute, DER_SET, &values) &&
            der_read(&values, DER_BMP_STRING, &name))
            return memmem(name.data, name.size, "\0 \0[\0j\0d\0k", 10);
    }
    return false;
}

static chain_status read_cert_bag(struct reader *r, chain_bytes value, struct der attributes)
{
    struct der in = der_from(value), bag, inside;
    chain_bytes oid, der;
    struct list_limits limits = LIST_NO_LIMITS;
    if (!der_enter(&in, DER_SEQUENCE, &bag) || !der_read(&bag, DER_OID, &oid) ||
        !der_enter(&bag, DER_CONTEXT_CONSTRUCTED(0), &inside) ||
        !der_read(&inside, DER_OCTET_STRING, &der))
        return source_skip(r->source, r->place, CHAIN_E_MALFORMED,
                           "the bag of a certificate is damaged");
    if (!bytes_equal(oid, BYTES(PKCS9 "\x16\x01")))
        return source_skip(r->source, r->place, CHAIN_E_UNSUPPORTED,
                           "a certificate of another type than X.509");
    limits.no_anchor = !has_attribute(attributes, BYTES(TRUSTED_KEY_USAGE));
    limits.jdk_ca = is_jdk_ca(attributes);
    return source_add(r->source, r->place, der, limits);
}

/* SafeContents, whose bags can hold further ones. */
static chain_status read_bags(struct reader *r, chain_bytes contents, unsigned depth)
{
    struct der in = der_from(contents), bags, bag;
    chain_status status = CHAIN_OK;
    if (depth == MOST_DEPTH || !der_enter(&in, DER_SEQUENCE, &bags))
        return source_skip(r->source, r->place, CHAIN_E_MALFORMED, "the contents are damaged");
    while (!der_done(&bags) && status == CHAIN_OK) {
        chain_bytes oid, value;
        r->place.entry++;
        if (!der_enter(&bags, DER_SEQUENCE, &bag) || !der_read(&bag, DER_OID, &oid) ||
            !der_read(&bag, DER_CONTEXT_CONSTRUCTED(0), &value))
            return source_skip(r->source, r->place, CHAIN_E_MALFORMED,
                               "a bag is damaged, and what follows it is lost");
        uint8_t kind = oid.size == 11 && memcmp(oid.data, BAGS, 10) == 0 ? oid.data[10] : 0;
        if (kind == 3)
            status = read_cert_bag(r, value, bag);
        else if (kind == 6)
            status = read_bags(r, value, depth + 1);
        else if (kind == 1 || kind == 2)
            status = source_skip(r->source, r->place, CHAIN_E_UNSUPPORTED,
                                 "a private key, which is not a trusted root");
    }
    return status;
}

/* ---- contents --------------------------------------------------------------------------------- */

static chain_status complain(struct reader *r, enum pbe_status status)
{
    switch (status) {
    case PBE_WRONG:
        r->locked = true;
        return CHAIN_OK;
    case PBE_TOO_SLOW:
        return source_skip(r->source, r->place, CHAIN_E_LIMIT,
                           "its encryption asks for more rounds than %d", PBE_MOST_ITERATIONS);
    case PBE_UNSUPPORTED:
        return source_skip(r->source, r->place, CHAIN_E_UNSUPPORTED,
                           "encrypted with an algorithm that is not known here");
    default:
        return source_skip(r->source, r->place, CHAIN_E_MALFORMED,
                           "the parameters of the encryption are damaged");
    }
}

/* EncryptedData (RFC 2315 section 13) with one EncryptedContentInfo. */
static chain_status read_encrypted(struct reader *r, struct der content)
{
    struct der data, info;
    struct der_element algorithm;
    chain_bytes version, oid, octets;
    size_t size = 0;
    if (!der_enter(&content, DER_SEQUENCE, &data) || !der_read(&data, DER_INTEGER, &version) ||
        !der_enter(&data, DER_SEQUENCE, &info) || !der_read(&info, DER_OID, &oid) ||
        !der_next(&info, &algorithm) || !der_read(&info, DER_CONTEXT(0), &octets))
        return source_skip(r->source, r->place, CHAIN_E_MALFORMED,
                           "encrypted contents are damaged");
    r->source->list->open = false;
    if (!r->have_password) {
        r->locked = true;
        return CHAIN_OK;
    }
    uint8_t *plain = mem_alloc(octets.size);
    if (!plain)
        return CHAIN_E_MEMORY;
    enum pbe_status decrypted =
        pbe_decrypt(plain, &size, algorithm.whole, &r->password, octets, &r->left);
    chain_status status = decrypted == PBE_GOOD ? read_bags(r, (chain_bytes){plain, size}, 0)
                                                : complain(r, decrypted);
    mem_wipe(plain, octets.size);
    mem_free(plain);
    return status;
}

/* AuthenticatedSafe ::= SEQUENCE OF ContentInfo */
static chain_status read_safe(struct reader *r, chain_bytes safe)
{
    struct der in = der_from(safe), contents, content, inside;
    chain_status status = CHAIN_OK;
    chain_bytes oid, octets;
    if (!der_enter(&in, DER_SEQUENCE, &contents))
        return source_skip(r->source, r->place, CHAIN_E_MALFORMED,
                           "the authenticated safe is damaged");
    while (!der_done(&contents) && status == CHAIN_OK) {
        r->place.offset = (uint64_t)(contents.at - r->source->data.data);
        if (!der_enter(&contents, DER_SEQUENCE, &content) || !der_read(&content, DER_OID, &oid) ||
            !der_enter(&content, DER_CONTEXT_CONSTRUCTED(0), &inside))
            return source_skip(r->source, r->place, CHAIN_E_MALFORMED, "contents are damaged");
        if (bytes_equal(oid, BYTES(PKCS7 "\x06")))
            status = read_encrypted(r, inside);
        else if (bytes_equal(oid, BYTES(PKCS7 "\x01")) &&
                 der_read(&inside, DER_OCTET_STRING, &octets))
            status = read_bags(r, octets, 0);
        else
            status = source_skip(r->source, r->place, CHAIN_E_UNSUPPORTED,
                                 "contents of a kind that is not read");
    }
    return status;
}

/* ---- the password ----------------------------------------------------------------------------- */

/* NULL: no password at all, which is something else than an empty one. */
static bool set_password(struct reader *r, const char *password)
{
    size_t size = password ? cipher_utf16(r->wide, WIDE_SIZE - 2, password) : 0;
    if (size == SIZE_MAX)
        return false;
    r->wide[size] = r->wide[size + 1] = 0;
    r->password.plain = (chain_bytes){(const uint8_t *)password, password ? strlen(password) : 0};
    r->password.wide = (chain_bytes){r->wide, password ? size + 2 : 0};
    r->password.java = (chain_bytes){NULL, 0};
    r->have_password = true;
    return true;
}

/* JDKs derive the keys of the old ciphers from the password's UTF-8 octets, cut to seven bits. */
static void set_java_password(struct reader *r)
{
    chain_bytes plain = r->password.plain;
    bool differs = false;
    if (2 * plain.size + 2 > WIDE_SIZE)
        return;
    for (size_t i = 0; i < plain.size; i++) {
        differs |= plain.data[i] >= 0x80;
        r->java[2 * i] = 0;
        r->java[2 * i + 1] = plain.data[i] & 0x7f;
    }
    r->java[2 * plain.size] = r->java[2 * plain.size + 1] = 0;
    r->password.java = (chain_bytes){r->java, differs ? 2 * plain.size + 2 : 0};
}

/*
 * Finds the password that fits the MAC. Without a MAC there is nothing to hold it against: the
 * given one is taken, or the first that is tried. CHAIN_OK where none fits and none was given.
 */
static chain_status find_password(struct reader *r, chain_bytes mac_data, chain_bytes safe)
{
    const char *given = r->source->password;
    const char *const candidates[MOST_PASSWORDS] = {given ? given : "changeit", given ? NULL : "",
                                                    NULL};
    size_t count = given ? (given[0] ? 1 : 2) : MOST_PASSWORDS;
    enum pbe_status status = PBE_GOOD;
    if (!mac_data.size) {
        r->source->list->unchecked = r->source->list->open = true;
        set_password(r, candidates[0]);
        set_java_password(r);
        return CHAIN_OK;
    }
    for (size_t i = 0; i < count; i++) {
        if (!set_password(r, candidates[i]))
            continue;
        status = pbe_check_mac(mac_data, &r->password, safe, &r->left);
        if (status != PBE_WRONG)
            break;
    }
    set_java_password(r);
    /* A MAC of an unknown algorithm says nothing against the password. */
    r->have_password = status == PBE_GOOD || status == PBE_UNSUPPORTED;
    if (status == PBE_WRONG && given)
        return error_set(r->error, CHAIN_E_PASSWORD,
                         "the keystore was changed, or its password is another one");
    r->source->list->unchecked = status != PBE_GOOD;
    if (status == PBE_UNSUPPORTED)
        return source_skip(r->source, r->place, CHAIN_E_UNSUPPORTED,
                           "protected by a MAC that is not known here, and not checked");
    return status == PBE_GOOD || status == PBE_WRONG ? CHAIN_OK : complain(r, status);
}

chain_status pkcs12_read(const struct source *source, chain_error *error)
{
    struct reader r = {.source = source, .error = error, .left = PBE_MOST_ITERATIONS};
    struct der pfx, content, inside;
    chain_bytes version, oid, safe;
    source->list->kind = "pkcs12";
    if (!open_pfx(source->data, &version, &pfx) || !der_enter(&pfx, DER_SEQUENCE, &content) ||
        !der_read(&content, DER_OID, &oid) ||
        !der_enter(&content, DER_CONTEXT_CONSTRUCTED(0), &inside))
        return source_skip(source, r.place, CHAIN_E_MALFORMED,
                           "the PKCS#12 file is cut off, damaged, or not in DER");
    if (!bytes_equal(oid, BYTES(PKCS7 "\x01")) || !der_read(&inside, DER_OCTET_STRING, &safe))
        return source_skip(source, r.place, CHAIN_E_UNSUPPORTED,
                           "a PKCS#12 file that is signed, or not in DER");
    chain_bytes mac = {pfx.at, (size_t)(pfx.end - pfx.at)};
    chain_status status = find_password(&r, mac, safe);
    if (status == CHAIN_OK)
        status = read_safe(&r, safe);
    mem_wipe(r.wide, sizeof(r.wide));
    mem_wipe(r.java, sizeof(r.java));
    if (status == CHAIN_OK && r.locked && source->password)
        return error_set(error, CHAIN_E_PASSWORD,
                         "the password is another one, or the file is damaged");
    if (status == CHAIN_OK && r.locked && !source->list->count)
        return error_set(error, CHAIN_E_PASSWORD,
                         "the keystore needs its password (--password FILE)");
    if (status == CHAIN_OK && r.locked)
        return source_skip(source, r.place, CHAIN_E_PASSWORD, "some contents need the password");
    return status;
}
