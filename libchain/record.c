// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include "error.h"
#include "hostname.h"
#include "instant.h"
#include "json_reader.h"
#include "pem.h"
#include "source.h"
#include "text.h"

#include <string.h>

enum { MOST_DEPTH = 12 }; /* zgrab2 keeps its certificates at 7 */

struct reading {
    struct json_reader reader;
    struct chain_record *record;
};

/* ---- certificates ----------------------------------------------------------------------------- */

/* Base64 of one certificate: added to the list, or skipped with the reason. */
static bool add_cert(struct reading *reading, const json_t *value)
{
    struct chain_list *list = reading->record->list;
    chain_bytes text = {(const uint8_t *)json_string_value(value), json_string_length(value)};
    struct source_place place = {list->count + list->skipped_count + 1, 0};
    size_t size = 0, bad = 0;
    if (!json_is_string(value))
        return json_reader_fail(&reading->reader, "is not a string");
    uint8_t *der = mem_alloc(pem_decoded_most(text));
    if (!der)
        return json_reader_no_memory(&reading->reader);
    bool decoded = pem_decode(der, &size, text, &bad);
    struct source source = {list, "", {der, size}, NULL};
    place.offset = bad;
    chain_status status = decoded ? source_add(&source, place, source.data, LIST_NO_LIMITS)
                                  : source_skip(&source, place, CHAIN_E_MALFORMED, "is not base64");
    mem_free(der);
    return status == CHAIN_OK || json_reader_no_memory(&reading->reader);
}

static bool set_host(struct reading *reading, const char *host)
{
    struct hostname parsed;
    /* A scan by address has no name to hold a certificate to. */
    reading->record->host = mem_string(hostname_parse(&parsed, host) ? host : "");
    return reading->record->host || json_reader_no_memory(&reading->reader);
}

static bool set_time(struct reading *reading, const char *text)
{
    struct instant_text at;
    if (text[0] && instant_from_text(&at, text))
        reading->record->at = at.covers.from;
    return true;
}

/* ---- our own form ----------------------------------------------------------------------------- */

static bool read_own(struct reading *reading, const json_t *root)
{
    static const char *const KEYS[] = {"schema", "host", "at", "source", "chain", NULL};
    struct json_reader *reader = &reading->reader;
    if (!json_reader_object(reader, root, KEYS) || !json_reader_has(reader, root, "chain"))
        return false;
    const char *host = json_reader_text(reader, root, "host", false);
    const char *at = json_reader_text(reader, root, "at", false);
    const json_t *chain = json_object_get(root, "chain");
    struct json_place place = json_reader_key(reader, "chain");
    if (!json_reader_array(reader, chain, 1))
        return false;
    if (json_array_size(chain) > RECORD_MOST_CERTS)
        return json_reader_fail(reader, "has more than %d certificates", RECORD_MOST_CERTS);
    for (size_t i = 0; i < json_array_size(chain); i++) {
        struct json_place item = json_reader_item(reader, i);
        if (!add_cert(reading, json_array_get(chain, i)))
            return false;
        json_reader_up(reader, item);
    }
    json_reader_up(reader, place);
    return reader->status == CHAIN_OK && set_host(reading, host) && set_time(reading, at);
}

/* ---- zgrab2 ----------------------------------------------------------------------------------- */

/* The handshake log stands in another place for each protocol that is scanned. */
static const json_t *find_certificates(const json_t *value, unsigned depth)
{
    const char *key;
    json_t *member;
    if (!json_is_object(value) || depth > MOST_DEPTH)
        return NULL;
    const json_t *found = json_object_get(value, "server_certificates");
    if (json_is_object(found))
        return found;
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        found = find_certificates(member, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

static bool add_raw(struct reading *reading, const json_t *cert)
{
    const json_t *raw = json_object_get(cert, "raw");
    return raw ? add_cert(reading, raw) : json_reader_fail(&reading->reader, "has no 'raw'");
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static bool read_zgrab(struct reading *reading, const json_t *root)
{
    const json_t *sent = find_certificates(root, 0), *chain;
    if (!sent)
        return json_reader_fail(
            &reading->reader,
            "neither a libchain.record/1 nor a handshake with server certificates");
    struct json_place place = json_reader_key(&reading->reader, "server_certificates");
    if (!add_raw(reading, json_object_get(sent, "certificate")))
        return false;
    chain = json_object_get(sent, "chain");
    for (size_t i = 0; i < json_array_size(chain) && i < RECORD_MOST_CERTS; i++) {
        if (!add_raw(reading, json_array_get(chain, i)))
            return false;
    }
    json_reader_up(&reading->reader, place);
    set_time(reading, text_of(root, "timestamp"));
    const char *domain = text_of(root, "domain");
    return set_host(reading, domain[0] ? domain : text_of(root, "ip"));
}

/* ---- the public calls ------------------------------------------------------------------------- */

static bool read_line(struct reading *reading, const char *line, size_t size)
{
    json_t *root = json_reader_parse(&reading->reader, line, size);
    bool good = false;
    if (!root)
        return false;
    if (!json_is_object(root))
        json_reader_fail(&reading->reader, "is not an object");
    else if (strcmp(text_of(root, "schema"), "libchain.record/1") == 0)
        good = read_own(reading, root);
    else
        good = read_zgrab(reading, root);
    json_decref(root);
    return good;
}

chain_status chain_record_read(chain_record **out, chain_error *error, const char *line,
                               size_t size)
{
    struct arena arena;
    if (!out || (!line && size))
        return error_set(error, CHAIN_E_ARGUMENT, "no record given");
    *out = NULL;
    if (size > RECORD_MOST_BYTES)
        return error_set(error, CHAIN_E_LIMIT, "a record larger than 16 MiB");
    struct chain_record *record = mem_zero(1, sizeof(*record));
    if (record)
        record->list = list_new("");
    if (!record || !record->list) {
        mem_free(record);
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    }
    record->at = CHAIN_TIME_MIN;
    arena_init(&arena, RECORD_MOST_BYTES);
    struct reading reading = {{.arena = &arena, .error = error}, record};
    chain_status status =
        read_line(&reading, line, size) ? list_result(record->list, error) : reading.reader.status;
    if (status == CHAIN_OK)
        status = list_freeze(record->list, error);
    if (status == CHAIN_OK)
        status = chain_list_check_leaf(record->list, error);
    arena_free(&arena);
    if (status != CHAIN_OK) {
        chain_record_free(record);
        return status;
    }
    *out = record;
    return CHAIN_OK;
}

void chain_record_free(chain_record *record)
{
    if (!record)
        return;
    chain_list_unref(record->list);
    mem_free(record->host);
    mem_free(record);
}

const chain_list *chain_record_chain(const chain_record *record)
{
    return record->list;
}

const char *chain_record_host(const chain_record *record)
{
    return record->host;
}

chain_time chain_record_at(const chain_record *record)
{
    return record->at;
}

char *chain_record_line(const chain_list *list, const char *host, chain_time at, const char *source)
{
    struct text out = {0};
    char when[INSTANT_TEXT_SIZE];
    text_add(&out, "{\"schema\": \"libchain.record/1\"");
    if (host && host[0]) {
        text_add(&out, ", \"host\": ");
        text_add_json(&out, host);
    }
    if (at != CHAIN_TIME_MIN)
        text_add_format(&out, ", \"at\": \"%s\"", instant_to_text(when, at));
    if (source && source[0]) {
        text_add(&out, ", \"source\": ");
        text_add_json(&out, source);
    }
    text_add(&out, ", \"chain\": [");
    for (size_t i = 0; i < list->count; i++) {
        text_add(&out, i ? ", \"" : "\"");
        pem_encode_body(&out, chain_cert_der(list->items[i].cert));
        text_add(&out, "\"");
    }
    text_add(&out, "]}\n");
    return text_take(&out);
}
