// SPDX-License-Identifier: Apache-2.0
#include "hostname.h"

#include "general_name.h"

#include <arpa/inet.h>
#include <string.h>

static bool is_label_octet(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

bool hostname_is_dns_name(chain_bytes name)
{
    if (!name.size || name.size > HOSTNAME_MOST)
        return false;
    size_t label = 0;
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '.') {
            if (!label || name.data[i - 1] == '-')
                return false;
            label = 0;
            continue;
        }
        if (!is_label_octet(name.data[i]) || (!label && name.data[i] == '-') || ++label > 63)
            return false;
    }
    return label && name.data[name.size - 1] != '-';
}

bool hostname_is_presented_name(chain_bytes name)
{
    if (name.size > 2 && name.data[0] == '*' && name.data[1] == '.')
        name = (chain_bytes){name.data + 2, name.size - 2};
    return hostname_is_dns_name(name);
}

static bool equal_ignoring_case(chain_bytes a, chain_bytes b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++) {
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    }
    return true;
}

/* RFC 9525 6.3 */
bool hostname_pattern_matches(chain_bytes pattern, chain_bytes name)
{
    if (!hostname_is_presented_name(pattern))
        return false;
    if (pattern.data[0] != '*')
        return equal_ignoring_case(pattern, name);
    const uint8_t *dot = memchr(name.data, '.', name.size);
    if (!dot)
        return false;
    chain_bytes rest = {dot, (size_t)(name.data + name.size - dot)};
    return equal_ignoring_case((chain_bytes){pattern.data + 1, pattern.size - 1}, rest);
}

static bool parse_address(struct hostname *out, const char *text, size_t size)
{
    char plain[64];
    if (size >= sizeof(plain))
        return false;
    memcpy(plain, text, size);
    plain[size] = 0;
    if (size > 2 && plain[0] == '[' && plain[size - 1] == ']') {
        plain[size - 1] = 0;
        if (inet_pton(AF_INET6, plain + 1, out->address) != 1)
            return false;
        out->address_size = 16;
        return true;
    }
    out->address_size = inet_pton(AF_INET, plain, out->address) == 1    ? 4
                        : inet_pton(AF_INET6, plain, out->address) == 1 ? 16
                                                                        : 0;
    return out->address_size != 0;
}

bool hostname_is_address(chain_bytes name)
{
    struct hostname scratch = {0};
    return parse_address(&scratch, (const char *)name.data, name.size);
}

bool hostname_parse(struct hostname *out, const char *text)
{
    *out = (struct hostname){0};
    size_t size = strlen(text);
    if (parse_address(out, text, size))
        return true;
    if (size && text[size - 1] == '.')
        size--;
    if (!hostname_is_dns_name((chain_bytes){(const uint8_t *)text, size}))
        return false;
    /* A name whose last label is a number can only be a mistyped address (RFC 1123 2.1). */
    const char *last = text + size;
    while (last > text && last[-1] != '.')
        last--;
    if (strspn(last, "0123456789") >= (size_t)(text + size - last))
        return false;
    for (size_t i = 0; i < size; i++)
        out->name[i] = (char)lower((uint8_t)text[i]);
    return true;
}

bool hostname_matches(const struct hostname *host, const struct chain_cert *cert)
{
    struct der value = der_from(cert_extension(cert, EXTENSION_SUBJECT_ALT_NAME)), names;
    struct general_name name;
    chain_bytes wanted = {(const uint8_t *)host->name, strlen(host->name)};
    if (!cert_has(cert, EXTENSION_SUBJECT_ALT_NAME) || !der_enter(&value, DER_SEQUENCE, &names))
        return false;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (host->address_size) {
            if (name.kind == GENERAL_NAME_IP &&
                bytes_equal(name.value, (chain_bytes){host->address, host->address_size}))
                return true;
        } else if (name.kind == GENERAL_NAME_DNS && hostname_pattern_matches(name.value, wanted)) {
            return true;
        }
    }
    return false;
}

bool hostname_has_dns_names(const struct chain_cert *cert)
{
    struct der value = der_from(cert_extension(cert, EXTENSION_SUBJECT_ALT_NAME)), names;
    struct general_name name;
    if (!cert_has(cert, EXTENSION_SUBJECT_ALT_NAME) || !der_enter(&value, DER_SEQUENCE, &names))
        return false;
    while (!der_done(&names) && general_name_next(&names, &name)) {
        if (name.kind == GENERAL_NAME_DNS)
            return true;
    }
    return false;
}

bool hostname_matches_common_name(const struct hostname *host, const struct chain_cert *cert)
{
    static const uint8_t COMMON_NAME[] = {0x55, 0x04, 0x03}; /* id-at-commonName */
    chain_bytes wanted = {(const uint8_t *)host->name, strlen(host->name)};
    struct der value = der_from(cert_bytes(cert, cert->subject)), names, set, pair;
    if (host->address_size || hostname_has_dns_names(cert) ||
        !der_enter(&value, DER_SEQUENCE, &names))
        return false;
    while (!der_done(&names) && der_enter(&names, DER_SET, &set)) {
        while (!der_done(&set) && der_enter(&set, DER_SEQUENCE, &pair)) {
            chain_bytes type;
            struct der_element text;
            if (der_read(&pair, DER_OID, &type) && der_next(&pair, &text) &&
                bytes_equal(type, (chain_bytes){COMMON_NAME, sizeof(COMMON_NAME)}) &&
                hostname_pattern_matches(text.content, wanted))
                return true;
        }
    }
    return false;
}
