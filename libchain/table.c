// SPDX-License-Identifier: Apache-2.0
#include "table.h"

void table_init(struct table *table, struct arena *arena)
{
    *table = (struct table){.arena = arena};
}

static struct table_slot *find(const struct table *table, uint64_t key)
{
    /* The keys may be small numbers: spread them (splitmix64's last step). */
    uint64_t hash = key;
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9U;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebU;
    hash ^= hash >> 31;
    size_t at = (size_t)hash & (table->capacity - 1);
    while (table->slots[at].value != TABLE_NONE && table->slots[at].key != key)
        at = (at + 1) & (table->capacity - 1);
    return &table->slots[at];
}

uint32_t table_get(const struct table *table, uint64_t key)
{
    return table->capacity ? find(table, key)->value : TABLE_NONE;
}

static bool grow(struct table *table)
{
    struct table old = *table;
    table->capacity = old.capacity ? old.capacity * 2 : 32;
    table->slots = arena_alloc(table->arena, table->capacity, sizeof(*table->slots));
    if (!table->slots) {
        *table = old;
        return false;
    }
    for (size_t i = 0; i < table->capacity; i++)
        table->slots[i].value = TABLE_NONE;
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].value != TABLE_NONE)
            *find(table, old.slots[i].key) = old.slots[i];
    }
    return true;
}

bool table_put(struct table *table, uint64_t key, uint32_t value)
{
    if (table->count * 2 >= table->capacity && !grow(table))
        return false;
    struct table_slot *slot = find(table, key);
    table->count += slot->value == TABLE_NONE;
    *slot = (struct table_slot){key, value};
    return true;
}
