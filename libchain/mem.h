// SPDX-License-Identifier: Apache-2.0
/*
 * Memory. Every allocation of libchain goes through this file, so that one test allocator can make
 * each of them fail in turn, and so that no size is ever multiplied without a check.
 *
 * Two kinds of life:
 *   - objects that outlive a call (certificates, stores, results) come from mem_alloc and friends;
 *   - everything that a single evaluation needs comes from an arena and is dropped at once.
 */
#ifndef LIBCHAIN_MEM_H
#define LIBCHAIN_MEM_H

#include <stdbool.h>
#include <stddef.h>

void *mem_alloc(size_t size);               /* uninitialised; NULL when out of memory */
void *mem_zero(size_t count, size_t size);  /* zeroed array; NULL on overflow too */
void *mem_copy(const void *from, size_t size);
char *mem_string(const char *from);
void mem_free(void *memory);                /* NULL is fine */
void mem_wipe(void *memory, size_t size);   /* for secrets: not removed by the optimiser */

/*
 * Makes room for `needed` items of `size` bytes in *items, at least doubling *capacity.
 * On failure nothing has changed and the old array is still valid.
 */
bool mem_grow(void *items, size_t *capacity, size_t needed, size_t size);
/* Gives back the room beyond `count` items. On failure nothing has changed. */
bool mem_fit(void *items, size_t *capacity, size_t count, size_t size);

/* A bump allocator. `limit` bounds what all its live chunks may hold together. */
struct arena_chunk;
struct arena {
    struct arena_chunk *chunk;
    size_t held;
    size_t limit;
    bool limited; /* an allocation failed because of the limit, not for want of memory */
};

struct arena_mark {
    struct arena_chunk *chunk;
    size_t used;
};

void arena_init(struct arena *arena, size_t limit);
void arena_set_limit(struct arena *arena, size_t limit); /* forgets everything */
void arena_free(struct arena *arena);   /* gives everything back; the arena is usable again */
void arena_reset(struct arena *arena);  /* forgets everything, keeps one chunk for reuse */
void *arena_alloc(struct arena *arena, size_t count, size_t size); /* aligned; NULL on failure */
void *arena_zero(struct arena *arena, size_t count, size_t size);
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

#endif
