// SPDX-License-Identifier: Apache-2.0
/* The links of a timeline: what a file says of certificates, or the certificates themselves. */
#include "timeline_read.h"

#include "list.h"
#include "name.h"

#include <string.h>

static bool read_name(struct json_reader *reader, const json_t *object, const char *key,
                      const char **text, chain_bytes *out)
{
    chain_bytes der;
    *text = json_reader_text(reader, object, key, true);
    if (reader->status != CHAIN_OK)
        return false;
    chain_status status = name_from_text(&der, *text);
    if (status == CHAIN_E_MEMORY)
        return json_reader_no_memory(reader);
    if (status != CHAIN_OK)
        return json_reader_fail_at(reader, key, "'%.80s' is not a name as RFC 4514 writes it",
                                   *text);
    uint8_t *copy = timeline_take(reader, der.size, 1);
    if (copy)
        memcpy(copy, der.data, der.size);
    *out = (chain_bytes){copy, der.size};
    mem_free((void *)(uintptr_t)der.data);
    return copy != NULL;
}

static void read_serial(struct json_reader *reader, const json_t *object, chain_bytes *out)
{
    const char *text = json_reader_text(reader, object, "serial", true);
    uint8_t octets[64];
    size_t digits = strlen(text);
    if (reader->status != CHAIN_OK)
        return;
    if (digits % 2 || digits > sizeof(octets) * 2 ||
        !json_reader_hex(reader, object, "serial", octets, digits / 2)) {
        json_reader_fail_at(reader, "serial", "is not an even number of hex digits, 128 at most");
        return;
    }
    size_t size = digits / 2, zeros = 0;
    while (zeros + 1 < size && !octets[zeros])
        zeros++;
    uint8_t *copy = timeline_take(reader, size - zeros, 1);
    if (copy)
        memcpy(copy, octets + zeros, size - zeros);
    *out = (chain_bytes){copy, size - zeros};
}

/* The certificate itself, where the file holds it: the link is recorded then. */
static chain_cert *read_pem(struct json_reader *reader, const json_t *object, struct link *link)
{
    const char *pem = json_reader_lines(reader, object, "pem", false);
    chain_error why = {0};
    chain_list *list;
    if (!pem[0] || reader->status != CHAIN_OK)
        return NULL;
    chain_status status = chain_list_read(&list, &why, (const uint8_t *)pem, strlen(pem));
    if (status != CHAIN_OK) {
        if (status == CHAIN_E_MEMORY)
            json_reader_no_memory(reader);
        else
            json_reader_fail_at(reader, "pem", "%.120s", why.message);
        return NULL;
    }
    chain_cert *cert = NULL;
    if (list->count != 1 || list->skipped_count)
        json_reader_fail_at(reader, "pem", "is more than one certificate");
    else
        cert = chain_cert_ref(list->items[0].cert);
    chain_list_unref(list);
    if (cert)
        link_from_cert(link, cert);
    return cert;
}

static void read_link(struct json_reader *reader, struct chain_timeline *out, uint32_t number,
                      const json_t *value)
{
    static const char *const KEYS[] = {"role",       "subject",   "issuer",     "serial",
                                       "sha256",     "key",       "issuer_key", "not_before",
                                       "not_after",  "algorithm", "purposes",   "sources",
                                       "confidence", "note",      "pem",        NULL};
    static const char *const ROLES[] = {"root", "bridge", "issuer", NULL};
    struct timeline_link *link = &out->links[number];
    chain_time last = 0;
    if (!json_reader_object(reader, value, KEYS))
        return;
    const json_t *purposes = json_object_get(value, "purposes");
    if (!json_object_get(value, "pem"))
        json_reader_has(reader, value, "sources"); /* else the certificate speaks for itself */
    if (purposes) {
        struct json_place place = json_reader_key(reader, "purposes");
        json_reader_strings(reader, purposes);
        json_reader_up(reader, place);
    }
    int role = json_reader_word(reader, value, "role", ROLES);
    link->role = role < 0 ? ROLE_ROOT : (enum timeline_role)role;
    read_name(reader, value, "subject", &link->subject_text, &link->link.subject);
    read_name(reader, value, "issuer", &link->issuer_text, &link->link.issuer);
    read_serial(reader, value, &link->serial);
    json_reader_hex(reader, value, "sha256", link->stated.sha256, 32);
    json_reader_hex(reader, value, "key", link->stated.subject_key, KEY_HASH_SIZE);
    json_reader_hex(reader, value, "issuer_key", link->stated.issuer_key, KEY_HASH_SIZE);
    json_reader_time(reader, value, "not_before", &link->link.window.from);
    if (json_reader_time(reader, value, "not_after", &last) && last < link->link.window.from)
        json_reader_fail_at(reader, "not_after", "lies before not_before");
    if (reader->status != CHAIN_OK)
        return;
    link->link.window.until = last + 1;
    link->link.evidence = CHAIN_STATED;
    link->link.subject_hash = name_hash(link->link.subject);
    link->link.issuer_hash = name_hash(link->link.issuer);
    link->link.stated = &link->stated;
    link->stated_window = link->link.window;
    out->certs[number] = read_pem(reader, value, &link->link);
}

void timeline_read_links(struct json_reader *reader, struct chain_timeline *out, const json_t *root)
{
    const json_t *links = json_object_get(root, "links");
    const char *id;
    json_t *value;
    struct json_place place = json_reader_key(reader, "links");
    bool may_lack = json_is_true(json_object_get(root, "on_request")) &&
                    !json_array_size(json_object_get(root, "endpoints")) &&
                    !json_array_size(json_object_get(root, "programs"));
    if (!json_is_object(links) || (!may_lack && !json_object_size(links)) ||
        json_object_size(links) > TIMELINE_MOST)
        json_reader_fail(reader, "is not an object of 1 to %d links", TIMELINE_MOST);
    out->links = timeline_take(reader, json_object_size(links), sizeof(*out->links));
    out->certs = timeline_take(reader, json_object_size(links), sizeof(*out->certs));
    json_object_foreach((json_t *)links, id, value)
    {
        if (reader->status != CHAIN_OK)
            break;
        struct json_place inner = json_reader_key(reader, id);
        json_reader_plain(reader, id);
        struct timeline_link *link = &out->links[out->link_count];
        char *name = timeline_take(reader, strlen(id) + 1, 1),
             *path = timeline_take(reader, strlen(reader->path) + 1, 1);
        if (name && path) {
            link->id = strcpy(name, id);
            link->path = strcpy(path, reader->path);
            read_link(reader, out, out->link_count++, value);
        }
        json_reader_up(reader, inner);
    }
    json_reader_up(reader, place);
}

static uint32_t find_link(struct json_reader *reader, const struct chain_timeline *timeline,
                          const char *id)
{
    for (uint32_t i = 0; i < timeline->link_count; i++) {
        if (strcmp(timeline->links[i].id, id) == 0)
            return i;
    }
    json_reader_fail(reader, "'%.60s' is not one of the links", id);
    return 0;
}

uint32_t timeline_read_link_id(struct json_reader *reader, const struct chain_timeline *timeline,
                               const json_t *object, const char *key)
{
    const char *id = json_reader_text(reader, object, key, true);
    struct json_place place = json_reader_key(reader, key);
    uint32_t number = find_link(reader, timeline, id);
    json_reader_up(reader, place);
    return number;
}

uint32_t *timeline_read_link_ids(struct json_reader *reader, const struct chain_timeline *timeline,
                                 const json_t *array, uint32_t *count)
{
    *count = timeline_array(reader, array, 0);
    uint32_t *numbers = timeline_take(reader, *count, sizeof(*numbers));
    for (uint32_t i = 0; numbers && i < *count; i++) {
        const char *id = json_string_value(json_array_get(array, i));
        if (!id)
            json_reader_fail(reader, "item %u is not a string", i);
        else
            numbers[i] = find_link(reader, timeline, id);
    }
    return numbers;
}
