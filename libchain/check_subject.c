// SPDX-License-Identifier: Apache-2.0
/* The names in a server's certificate: their form, and what a wildcard may stand for. */
#include "check_note.h"

#include "general_name.h"
#include "name.h"
#include "public_suffix.h"

#include <arpa/inet.h>
#include <string.h>

/* ---- subject alternative names ---------------------------------------------------------------- */

static bool last_label_is_number(chain_bytes name)
{
    size_t at = name.size;
    while (at && name.data[at - 1] >= '0' && name.data[at - 1] <= '9')
        at--;
    return at < name.size && (!at || name.data[at - 1] == '.');
}

/* The preferred name syntax of RFC 1034 3.5, after a "*." where there is one. An address is no
 * name. */
static bool dns_is_sound(chain_bytes name)
{
    return hostname_is_presented_name(name) && !memchr(name.data, '_', name.size) &&
           !last_label_is_number(name);
}

/* RFC 5321 4.1.2: a local part, which may be quoted, and a domain. */
static bool email_is_sound(chain_bytes name)
{
    const uint8_t *at = name.size ? memrchr(name.data, '@', name.size) : NULL;
    if (!at || at == name.data || (name.data[0] != '"' && memchr(name.data, '@', name.size) != at))
        return false;
    return hostname_is_dns_name((chain_bytes){at + 1, (size_t)(name.data + name.size - at) - 1});
}

/* RFC 3986 3.1: absolute, so that it begins with a scheme, and something follows. */
static bool uri_is_sound(chain_bytes name)
{
    const char *text = (const char *)name.data;
    size_t scheme = 0;
    while (scheme < name.size && text[scheme] &&
           strchr("abcdefghijklmnopqrstuvwxyz"
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                  "0123456789+-.",
                  text[scheme]))
        scheme++;
    return scheme && strchr("0123456789+-.", text[0]) == NULL && scheme + 1 < name.size &&
           text[scheme] == ':';
}

static bool is_sound(const struct general_name *name)
{
    switch (name->kind) {
    case GENERAL_NAME_DNS:
        return dns_is_sound(name->value);
    case GENERAL_NAME_IP:
        return name->value.size == 4 || name->value.size == 16;
    case GENERAL_NAME_EMAIL:
        return email_is_sound(name->value);
    case GENERAL_NAME_URI:
        return uri_is_sound(name->value);
    case GENERAL_NAME_DIRECTORY:
        return !name_is_empty(name->value);
    default:
        return true;
    }
}

static struct der alt_names(const struct chain_cert *cert)
{
    struct der value = der_from(cert_extension(cert, EXTENSION_SUBJECT_ALT_NAME)), names;
    if (!cert_has(cert, EXTENSION_SUBJECT_ALT_NAME) || !der_enter(&value, DER_SEQUENCE, &names))
        names = (struct der){NULL, NULL};
    return names;
}

/* RFC 5280 4.2.1.6 */
chain_finding_code check_alt_names(const struct chain_cert *cert)
{
    struct der names = alt_names(cert);
    struct general_name name;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (!is_sound(&name))
            return CHAIN_FINDING_ALT_NAME_FORM;
    }
    return CHAIN_FINDING_NONE;
}

bool check_names_host(const struct hostname *host, const struct chain_cert *cert)
{
    struct der names = alt_names(cert);
    struct general_name name;
    chain_bytes wanted = {(const uint8_t *)host->name, strlen(host->name)};
    if (host->address_size)
        return true;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (name.kind != GENERAL_NAME_DNS || !hostname_pattern_matches(name.value, wanted))
            continue;
        if (name.value.data[0] != '*' ||
            !public_suffix_is((chain_bytes){name.value.data + 2, name.value.size - 2}))
            return true;
    }
    return false;
}

/* ---- common names ----------------------------------------------------------------------------- */

struct common_names {
    const struct chain_cert *cert;
    bool good;
};

enum { MOST_COMMON_NAME = 255 };

/*
 * RFC 3986 3.2.2 and RFC 5952 4 have one text for an address. What other programs read as one
 * (hexadecimal, octal, leading zeros, brackets) is not it. A number by itself is no address.
 */
static bool is_odd_address(const char *text)
{
    struct in_addr four;
    struct in6_addr six;
    char canonical[INET6_ADDRSTRLEN], inside[MOST_COMMON_NAME + 1];
    bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (inet_pton(AF_INET6, text, &six) == 1)
        return strcmp(inet_ntop(AF_INET6, &six, canonical, sizeof(canonical)), text) != 0;
    size_t size = strlen(text);
    if (size > 2 && text[0] == '[' && text[size - 1] == ']') {
        memcpy(inside, text + 1, size - 2);
        inside[size - 2] = 0;
        return inet_pton(AF_INET6, inside, &six) == 1;
    }
    if ((!strchr(text, '.') && !hex) || strpbrk(text, " \t\n\v\f\r") || !inet_aton(text, &four))
        return false;
    return strcmp(inet_ntop(AF_INET, &four, canonical, sizeof(canonical)), text) != 0;
}

/* A domain name with labels that are not ASCII: they belong there as A-labels. */
static bool has_unicode_label(chain_bytes name)
{
    bool wide = false;
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] <= ' ')
            return false;
        wide |= name.data[i] >= 0x80;
    }
    return wide && memchr(name.data, '.', name.size);
}

/* The same host as an alternative name, but not the same octets as any. */
static bool is_odd_copy(const struct chain_cert *cert, chain_bytes text)
{
    struct der names = alt_names(cert);
    struct general_name name;
    bool same_host = false;
    size_t size = text.size;
    if (size > 1 && text.data[size - 1] == '.')
        size--;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (name.kind != GENERAL_NAME_DNS)
            continue;
        if (bytes_equal(name.value, text))
            return false;
        same_host |= name.value.size == size &&
                     strncasecmp((const char *)name.value.data, (const char *)text.data, size) == 0;
    }
    return same_host;
}

static bool check_common_name(void *context, uint8_t tag, chain_bytes value)
{
    struct common_names *names = context;
    char text[MOST_COMMON_NAME + 1];
    if (tag == DER_BMP_STRING || tag == DER_UNIVERSAL_STRING || !value.size ||
        value.size > MOST_COMMON_NAME || memchr(value.data, 0, value.size))
        return true;
    memcpy(text, value.data, value.size);
    text[value.size] = 0;
    names->good =
        !is_odd_address(text) && !has_unicode_label(value) && !is_odd_copy(names->cert, value);
    return names->good;
}

/*
 * CA/B BR 7.1.4.3: "the value MUST be encoded" as RFC 3986 and RFC 5952 have an address, or as "a
 * character-for-character copy" of the alternative name. Common names are never matched with a
 * host, so that one which names something else is no danger, and is not held against the
 * certificate.
 */
chain_finding_code check_common_names(const struct chain_cert *cert)
{
    struct common_names names = {cert, true};
    name_visit(cert_bytes(cert, cert->subject), BYTES("\x55\x04\x03"), check_common_name, &names);
    return names.good ? CHAIN_FINDING_NONE : CHAIN_FINDING_COMMON_NAME_FORM;
}
