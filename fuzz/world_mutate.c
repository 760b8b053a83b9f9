// SPDX-License-Identifier: Apache-2.0
/* The mutator of targets whose input is a world: see world.h. */
#include "mutate.h"

#include "der.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 8 * 1024, MOST_FIELDS = 12 };

struct part {
    uint8_t flags;
    bool changed; /* and has to be signed again */
    size_t size;
    uint8_t der[ROOM];
};

struct parts {
    struct part parts[WORLD_MOST];
    unsigned count;
};

static void read_parts(struct parts *out, const uint8_t *data, size_t size)
{
    out->count = 0;
    while (size >= 3 && out->count < WORLD_MOST) {
        struct part *part = &out->parts[out->count];
        size_t length = (size_t)data[1] << 8 | data[2];
        part->flags = data[0];
        part->changed = false;
        data += 3;
        size -= 3;
        if (length > size)
            length = size;
        part->size = length < ROOM ? length : ROOM;
        memcpy(part->der, data, part->size);
        out->count++;
        data += length;
        size -= length;
    }
}

/* What does not fit is left out. */
static size_t write_parts(uint8_t *data, size_t most, const struct parts *parts)
{
    size_t size = 0;
    for (unsigned i = 0; i < parts->count; i++) {
        const struct part *part = &parts->parts[i];
        if (size + 3 + part->size > most)
            continue;
        data[size++] = part->flags;
        data[size++] = (uint8_t)(part->size >> 8);
        data[size++] = (uint8_t)part->size;
        memcpy(data + size, part->der, part->size);
        size += part->size;
    }
    return size;
}

/* ---- certificates ----------------------------------------------------------------------------- */

struct fields {
    chain_bytes fields[MOST_FIELDS]; /* whole elements: version, serial, algorithm, issuer, ... */
    size_t count;
    chain_bytes tbs, rest; /* rest: what stands behind it */
};

static bool read_fields(struct fields *out, const struct part *part)
{
    struct der in = der_from((chain_bytes){part->der, part->size}), cert, tbs;
    struct der_element element;
    out->count = 0;
    if (!der_enter(&in, DER_SEQUENCE, &cert))
        return false;
    const uint8_t *start = cert.at;
    if (!der_enter(&cert, DER_SEQUENCE, &tbs))
        return false;
    out->tbs = (chain_bytes){start, (size_t)(cert.at - start)};
    out->rest = (chain_bytes){cert.at, (size_t)(cert.end - cert.at)};
    while (out->count < MOST_FIELDS && der_next(&tbs, &element))
        out->fields[out->count++] = element.whole;
    return out->count > 0;
}

/* A certificate of these to-be-signed octets and what stands behind them; false where it is too
 * long. */
static bool assemble(struct part *out, chain_bytes tbs, chain_bytes rest)
{
    uint8_t header[DER_HEADER_SIZE];
    size_t size = der_header(header, DER_SEQUENCE, (uint32_t)(tbs.size + rest.size));
    if (size + tbs.size + rest.size > ROOM)
        return false;
    uint8_t fresh[ROOM];
    memcpy(fresh, header, size);
    memcpy(fresh + size, tbs.data, tbs.size);
    if (rest.size)
        memcpy(fresh + size + tbs.size, rest.data, rest.size);
    out->size = size + tbs.size + rest.size;
    memcpy(out->der, fresh, out->size);
    return true;
}

/* The algorithm, and the signature that the part's key makes. */
static void sign(struct part *part)
{
    uint8_t rest[7 + 3 + 64] = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x41, 0x00};
    struct fields fields;
    unsigned key = part->flags >> 2 & 7;
    if (!key || part->flags & WORLD_CRL || !read_fields(&fields, part))
        return;
    world_sign(rest + 10, key, fields.tbs);
    assemble(part, fields.tbs, (chain_bytes){rest, sizeof(rest)});
}

/* A field of one certificate in the place of one of another. */
static void graft(struct parts *parts, unsigned *seed)
{
    struct part *to = &parts->parts[mutate_random(seed, parts->count)];
    const struct part *from = &parts->parts[mutate_random(seed, parts->count)];
    struct fields target, source;
    uint8_t tbs[ROOM], header[DER_HEADER_SIZE];
    size_t size = 0;
    if (!read_fields(&target, to) || !read_fields(&source, from))
        return;
    size_t place = mutate_random(seed, (uint32_t)target.count);
    size_t other = mutate_random(seed, 2) ? place : mutate_random(seed, (uint32_t)source.count);
    if (other >= source.count)
        return;
    target.fields[place] = source.fields[other];
    for (size_t i = 0; i < target.count; i++)
        size += target.fields[i].size;
    size_t at = der_header(header, DER_SEQUENCE, (uint32_t)size);
    if (at + size > ROOM)
        return;
    memcpy(tbs, header, at);
    for (size_t i = 0; i < target.count; i++) {
        memcpy(tbs + at, target.fields[i].data, target.fields[i].size);
        at += target.fields[i].size;
    }
    to->changed = assemble(to, (chain_bytes){tbs, at}, target.rest);
}

/* ---- the sequence ----------------------------------------------------------------------------- */

static void change_sequence(struct parts *parts, unsigned *seed)
{
    unsigned a = mutate_random(seed, parts->count), b = mutate_random(seed, parts->count);
    struct part *copy;
    switch (mutate_random(seed, 5)) {
    case 0:
        if (parts->count < WORLD_MOST)
            parts->parts[parts->count++] = parts->parts[a];
        break;
    case 1:
        if (parts->count > 1)
            memmove(&parts->parts[a], &parts->parts[a + 1],
                    (--parts->count - a) * sizeof(parts->parts[0]));
        break;
    case 2:
        copy = malloc(sizeof(*copy));
        if (copy) {
            *copy = parts->parts[a];
            parts->parts[a] = parts->parts[b];
            parts->parts[b] = *copy;
        }
        free(copy);
        break;
    case 3:
        parts->parts[a].flags ^= WORLD_ANCHOR;
        break;
    default:
        parts->parts[a].flags = (uint8_t)(mutate_random(seed, 64));
        parts->parts[a].changed = true;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    struct parts *parts = malloc(sizeof(*parts));
    if (!parts)
        return size;
    read_parts(parts, data, size);
    if (!parts->count) {
        free(parts);
        return LLVMFuzzerMutate(data, size, most);
    }
    uint32_t what = mutate_random(&seed, 8);
    if (what == 0) {
        change_sequence(parts, &seed);
    } else if (what == 1) {
        graft(parts, &seed);
    } else {
        struct part *part = &parts->parts[mutate_random(&seed, parts->count)];
        part->size = mutate_der(part->der, part->size, ROOM, &seed);
        part->changed = true;
    }
    if (mutate_random(&seed, 16)) {
        for (unsigned i = 0; i < parts->count; i++) {
            if (parts->parts[i].changed)
                sign(&parts->parts[i]);
        }
    }
    size = write_parts(data, most, parts);
    free(parts);
    return size;
}
