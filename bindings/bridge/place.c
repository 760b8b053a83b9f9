// SPDX-License-Identifier: Apache-2.0
#include "failure.h"
#include "names.h"

#include <stddef.h>
#include <string.h>

static const struct field {
    const char *name;
    size_t offset, size;
} FIELDS[] = {
#define FIELD(name)                                                          \
    {                                                                        \
#name, offsetof(chain_place, name), sizeof(((chain_place *)0)->name) \
    }
    FIELD(id),     FIELD(path),    FIELD(stack),    FIELD(manager),
    FIELD(config), FIELD(runtime), FIELD(concerns), FIELD(extra),
    FIELD(settings),
#undef FIELD
};

bridge_place *new_bridge_place(const char *path, chain_error *error)
{
    bridge_place place;
    if (failure_null(path, "path", error))
        return NULL;
    if (chain_place_of(&place, path) != CHAIN_OK) {
        failure_set(error, CHAIN_E_ARGUMENT, "the path of a store has at most %zu octets",
                    sizeof(place.path) - 1);
        return NULL;
    }
    return failure_copy(&place, sizeof(place), error);
}

void delete_bridge_place(bridge_place *place)
{
    free(place);
}

static const struct field *find_field(const char *name, chain_error *error)
{
    if (failure_null(name, "field", error))
        return NULL;
    for (size_t i = 0; i < sizeof(FIELDS) / sizeof(FIELDS[0]); i++) {
        if (strcmp(FIELDS[i].name, name) == 0)
            return &FIELDS[i];
    }
    failure_set(error, CHAIN_E_ARGUMENT, "a place has no field '%.100s'", name);
    return NULL;
}

const char *bridge_place_get(const bridge_place *place, const char *field, chain_error *error)
{
    if (field && strcmp(field, "follows") == 0)
        return chain_program_name(place->follows);
    const struct field *known = find_field(field, error);
    return known ? (const char *)place + known->offset : NULL;
}

void bridge_place_put(bridge_place *place, const char *field, const char *value, chain_error *error)
{
    if (failure_null(value, "value", error))
        return;
    if (field && strcmp(field, "follows") == 0) {
        program_find(&place->follows, value, error);
        return;
    }
    const struct field *known = find_field(field, error);
    if (!known)
        return;
    size_t size = strlen(value) + 1;
    if (size <= known->size)
        memcpy((char *)place + known->offset, value, size);
    else
        failure_set(error, CHAIN_E_LIMIT, "the %s of a place has at most %zu octets", field,
                    known->size - 1);
}

/* ---- all of a machine ------------------------------------------------------------------------- */

struct bridge_places {
    chain_place *items;
    size_t count;
};

bridge_places *new_bridge_places(const char *root, chain_error *error)
{
    bridge_places *places = failure_null(root, "root", error) ? NULL : malloc(sizeof(*places));
    if (places && chain_stores_find(&places->items, &places->count, root) == CHAIN_OK)
        return places;
    free(places);
    if (root)
        failure_no_memory(error);
    return NULL;
}

void delete_bridge_places(bridge_places *places)
{
    if (!places)
        return;
    chain_free(places->items);
    free(places);
}

size_t bridge_places_count(const bridge_places *places)
{
    return places->count;
}

bridge_place *bridge_places_get(const bridge_places *places, size_t index, chain_error *error)
{
    if (index < places->count)
        return failure_copy(&places->items[index], sizeof(places->items[index]), error);
    failure_index(error, index, places->count);
    return NULL;
}
