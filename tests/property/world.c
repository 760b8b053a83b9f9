// SPDX-License-Identifier: Apache-2.0
/* Certificates of a random world. */
#include "world.h"

#include "pool.h"

#include <stdlib.h>
#include <string.h>

uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
}

unsigned chance_below(struct chance *chance, unsigned end)
{
    return (unsigned)(chance_next(chance) % end);
}

bool chance_of(struct chance *chance, unsigned percent)
{
    return chance_below(chance, 100) < percent;
}

#define PICK(chance, array) (array)[chance_below(chance, sizeof(array) / sizeof((array)[0]))]

/* The last two are rarely drawn: one whose signatures cannot be checked here, one that is too
 * small. */
enum { KEY_ED448 = WORLD_KEYS - 2, KEY_RSA_SMALL = WORLD_KEYS - 1 };

void world_keys_make(struct world_keys *keys)
{
    static const enum pki_kind KINDS[WORLD_KEYS] = {
        PKI_ED25519, PKI_ED25519, PKI_ED25519,  PKI_ED25519, PKI_ED25519,
        PKI_P256,    PKI_P256,    PKI_RSA_2048, PKI_ED448,   PKI_RSA_1024,
    };
    for (size_t i = 0; i < WORLD_KEYS; i++)
        keys->keys[i] = pki_new_key(KINDS[i]);
}

static unsigned draw_key(struct chance *chance)
{
    if (chance_of(chance, 8))
        return KEY_ED448;
    if (chance_of(chance, 3))
        return KEY_RSA_SMALL;
    return chance_below(chance, KEY_ED448);
}

/* ---- extensions ------------------------------------------------------------------------------- */

struct extensions {
    struct pki_extension list[12];
    size_t count;
};

static void extend(struct extensions *extensions, const char *name, const char *value)
{
    extensions->list[extensions->count++] = (struct pki_extension){name, value};
}

/* An identifier that says which key is meant; now and then the wrong one, or none. */
static void add_key_ids(struct extensions *extensions, struct chance *chance, unsigned own,
                        unsigned issuer)
{
    if (chance_of(chance, 50))
        extend(extensions, "subjectKeyIdentifier",
               pool_format("01:%02X", chance_of(chance, 5) ? 99 : own));
    if (chance_of(chance, 50))
        extend(extensions, "authorityKeyIdentifier",
               pool_format("DER:30:04:80:02:01:%02X", chance_of(chance, 10) ? 98 : issuer));
}

static void add_purposes(struct extensions *extensions, struct chance *chance, unsigned percent)
{
    static const char *const PURPOSES[] = {"serverAuth",          "serverAuth,clientAuth",
                                           "clientAuth",          "anyExtendedKeyUsage",
                                           "critical,serverAuth", "emailProtection"};
    if (chance_of(chance, percent))
        extend(extensions, "extendedKeyUsage", PICK(chance, PURPOSES));
}

static void add_constraints(struct extensions *extensions, struct chance *chance)
{
    static const char *const CONSTRAINTS[] = {
        "critical,permitted;DNS:example.com",
        "critical,excluded;DNS:www.example.com",
        "permitted;DNS:example.net",
        "critical,permitted;DNS:example.com,permitted;DNS:example.net",
        "critical,excluded;DNS:example.org",
    };
    if (chance_of(chance, 15))
        extend(extensions, "nameConstraints", PICK(chance, CONSTRAINTS));
}

static struct extensions of_authority(const struct world *world, struct chance *chance,
                                      unsigned own, unsigned issuer)
{
    struct extensions extensions = {.count = 0};
    if (chance_of(chance, 3))
        extend(&extensions, "basicConstraints", "critical,CA:FALSE");
    else if (chance_of(chance, 25))
        extend(&extensions, "basicConstraints",
               pool_format("critical,CA:TRUE,pathlen:%u", chance_below(chance, 3)));
    else if (chance_of(chance, 97))
        extend(&extensions, "basicConstraints", "critical,CA:TRUE");
    if (chance_of(chance, 4))
        extend(&extensions, "keyUsage", "critical,digitalSignature");
    else if (chance_of(chance, 60))
        extend(&extensions, "keyUsage", "critical,keyCertSign,cRLSign");
    add_purposes(&extensions, chance, 18);
    if (world->constrained)
        add_constraints(&extensions, chance);
    if (chance_of(chance, 3))
        extend(&extensions, "subjectAltName",
               chance_of(chance, 50) ? "DNS:ca.example.com" : "DNS:ca.example.org");
    if (chance_of(chance, 2))
        extend(&extensions, "1.2.3.4.5", "critical,DER:05:00");
    add_key_ids(&extensions, chance, own, issuer);
    return extensions;
}

static struct extensions of_leaf(struct chance *chance, unsigned own, unsigned issuer)
{
    static const char *const HOSTS[] = {"DNS:www.example.com",
                                        "DNS:www.example.com,DNS:example.net", "DNS:*.example.com",
                                        "DNS:www.example.net"};
    struct extensions extensions = {.count = 0};
    extend(&extensions, "subjectAltName", PICK(chance, HOSTS));
    add_purposes(&extensions, chance, 40);
    add_key_ids(&extensions, chance, own, issuer);
    return extensions;
}

static const char *notes_of(const struct extensions *extensions)
{
    const char *notes = "";
    for (size_t i = 0; i < extensions->count; i++)
        notes = pool_format("%s %s=%s", notes, extensions->list[i].name, extensions->list[i].value);
    return notes;
}

/* ---- certificates ----------------------------------------------------------------------------- */

/* Few dates, so that they meet: one that ends where another begins, and a second before it. */
static const char *const BEGINS[] = {"20100101000000Z", "20190101000000Z", "20200601000000Z",
                                     "20210101000000Z", "20220101000000Z", "20230101000000Z",
                                     "20240101000001Z"};
static const char *const ENDS[] = {"20201231235959Z", "20211231235959Z", "20220101000000Z",
                                   "20230630120000Z", "20241231235959Z", "20300101000000Z",
                                   "20351231235959Z"};

static const char *digest_of(unsigned number, struct chance *chance)
{
    if (number < 5 || number == KEY_ED448)
        return NULL;
    return chance_of(chance, 8) ? "SHA1" : "SHA256";
}

/* Signed with an algorithm that nobody knows: Ed25519's identifier made another, inside and
 * outside. */
static chain_cert *mint_unknown(struct world *world, size_t number, const struct pki_cert *cert)
{
    static const uint8_t ED25519[] = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70};
    chain_bytes der = pki_mint(cert);
    uint8_t *first = memmem(der.data, der.size, ED25519, sizeof(ED25519)), *last = first;
    chain_cert *parsed = NULL;
    for (uint8_t *at = first; at;
         at = memmem(at + 1, (size_t)(der.data + der.size - at - 1), ED25519, sizeof(ED25519)))
        last = at;
    first[6] = last[6] = 0x7f;
    world->notes[number] = pool_format("%s unknown-algorithm", world->notes[number]);
    if (chain_cert_new(&parsed, NULL, der.data, der.size) != CHAIN_OK)
        abort();
    return parsed;
}

static chain_cert *mint(struct world *world, size_t number, struct chance *chance)
{
    bool is_leaf = number >= WORLD_CAS;
    struct authority issuer = PICK(chance, world->authorities);
    struct authority subject = PICK(chance, world->authorities);
    if (is_leaf)
        subject = (struct authority){pool_format("leaf %zu", number), draw_key(chance)};
    else if (chance_of(chance, 25))
        subject = issuer;
    /* The wrong key of those that there are, or another's name on a good signature. */
    unsigned signer = chance_of(chance, 6) ? draw_key(chance) : issuer.key;
    struct extensions extensions = is_leaf ? of_leaf(chance, subject.key, issuer.key)
                                           : of_authority(world, chance, subject.key, issuer.key);
    struct pki_cert cert = {
        .subject = subject.name,
        .issuer = issuer.name,
        .key = world->keys->keys[subject.key],
        .issuer_key = world->keys->keys[signer],
        .from = chance_of(chance, 60) ? BEGINS[chance_below(chance, 2)] : PICK(chance, BEGINS),
        .until = chance_of(chance, 50) ? ENDS[5 + chance_below(chance, 2)] : PICK(chance, ENDS),
        .serial = pool_format("%zX", number + 1),
        .digest = digest_of(signer, chance),
        .extensions = extensions.list,
    };
    world->notes[number] =
        pool_format("%s/%u by %s/%u signed by %u, %s to %s %s%s", subject.name, subject.key,
                    issuer.name, issuer.key, signer, cert.from, cert.until,
                    cert.digest ? cert.digest : "", notes_of(&extensions));
    if (signer < 5 && chance_of(chance, 5))
        return mint_unknown(world, number, &cert);
    return pki_mint_cert(&cert);
}

void world_make(struct world *world, const struct world_keys *keys, struct chance *chance)
{
    static const char *const NAMES[] = {"A", "B", "C", "D", "E"};
    *world = (struct world){.keys = keys, .constrained = chance_of(chance, 30)};
    unsigned names = 1 + chance_below(chance, 5);
    for (size_t i = 0; i < WORLD_AUTHORITIES; i++)
        world->authorities[i] =
            (struct authority){NAMES[chance_below(chance, names)], draw_key(chance)};
    for (size_t i = 0; i < WORLD_CAS + WORLD_LEAVES; i++)
        world->certs[i] = mint(world, i, chance);
}

void world_free(struct world *world)
{
    for (size_t i = 0; i < WORLD_CAS + WORLD_LEAVES; i++)
        chain_cert_unref(world->certs[i]);
}
