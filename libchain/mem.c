// SPDX-License-Identifier: Apache-2.0
#include "mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_ALIGN = 16, ARENA_CHUNK = 16 * 1024 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size; /* bytes behind this header */
    size_t used;
    size_t padding;
};

_Static_assert(sizeof(struct arena_chunk) % ARENA_ALIGN == 0, "chunks start aligned");

void *mem_alloc(size_t size)
{
    return malloc(size ? size : 1);
}

void *mem_zero(size_t count, size_t size)
{
    return calloc(count ? count : 1, size ? size : 1);
}

void *mem_copy(const void *from, size_t size)
{
    void *copy = mem_alloc(size);
    if (copy && size)
        memcpy(copy, from, size);
    return copy;
}

char *mem_string(const char *from)
{
    return mem_copy(from, strlen(from) + 1);
}

void mem_free(void *memory)
{
    free(memory);
}

void mem_wipe(void *memory, size_t size)
{
    volatile unsigned char *byte = memory;
    while (size--)
        *byte++ = 0;
}

static bool resize(void *items, size_t *capacity, size_t wanted, size_t size)
{
    void *old;
    memcpy(&old, items, sizeof(old)); /* items is the address of a pointer of any object type */
    void *resized = realloc(old, wanted * size);
    if (!resized)
        return false;
    memcpy(items, &resized, sizeof(resized));
    *capacity = wanted;
    return true;
}

bool mem_grow(void *items, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return true;
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    while (wanted < needed) {
        if (wanted > SIZE_MAX / 2)
            return false;
        wanted *= 2;
    }
    return (!size || wanted <= SIZE_MAX / size) && resize(items, capacity, wanted, size);
}

bool mem_fit(void *items, size_t *capacity, size_t count, size_t size)
{
    return !count || count == *capacity || resize(items, capacity, count, size);
}

void arena_init(struct arena *arena, size_t limit)
{
    *arena = (struct arena){.chunk = NULL, .held = 0, .limit = limit};
}

static void drop_newest(struct arena *arena)
{
    struct arena_chunk *chunk = arena->chunk;
    arena->chunk = chunk->older;
    arena->held -= chunk->size;
    free(chunk);
}

void arena_free(struct arena *arena)
{
    while (arena->chunk)
        drop_newest(arena);
}

void arena_reset(struct arena *arena)
{
    while (arena->chunk && arena->chunk->older)
        drop_newest(arena);
    if (arena->chunk)
        arena->chunk->used = 0;
}

void arena_set_limit(struct arena *arena, size_t limit)
{
    arena_reset(arena);
    if (arena->held > limit)
        arena_free(arena);
    arena->limit = limit;
    arena->limited = false;
}

static bool add_chunk(struct arena *arena, size_t needed)
{
    size_t size = needed > ARENA_CHUNK ? needed : ARENA_CHUNK;
    if (size > arena->limit - arena->held) {
        size = needed; /* near the limit: exactly what is asked for, or nothing */
        if (size > arena->limit - arena->held) {
            arena->limited = true;
            return false;
        }
    }
    if (size > SIZE_MAX - sizeof(struct arena_chunk))
        return false;
    struct arena_chunk *chunk = malloc(sizeof(*chunk) + size);
    if (!chunk)
        return false;
    *chunk = (struct arena_chunk){.older = arena->chunk, .size = size};
    arena->chunk = chunk;
    arena->held += size;
    return true;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    if (size && count > (SIZE_MAX - ARENA_ALIGN) / size)
        return NULL;
    size_t needed = (count * size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (!needed)
        needed = ARENA_ALIGN;
    if (!arena->chunk || arena->chunk->size - arena->chunk->used < needed) {
        if (!add_chunk(arena, needed))
            return NULL;
    }
    struct arena_chunk *chunk = arena->chunk;
    void *memory = (unsigned char *)(chunk + 1) + chunk->used;
    chunk->used += needed;
    return memory;
}

void *arena_zero(struct arena *arena, size_t count, size_t size)
{
    void *memory = arena_alloc(arena, count, size);
    if (memory)
        memset(memory, 0, count * size);
    return memory;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){.chunk = arena->chunk, .used = arena->chunk ? arena->chunk->used : 0};
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
    while (arena->chunk && arena->chunk != mark.chunk)
        drop_newest(arena);
    if (arena->chunk)
        arena->chunk->used = mark.used;
}
