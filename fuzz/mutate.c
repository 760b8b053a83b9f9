// SPDX-License-Identifier: Apache-2.0
#include "mutate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ELEMENTS = 1024, MOST_DEPTH = 24, NOBODY = -1 };

struct element {
    size_t at, header, content; /* `content` octets behind `header` octets at `at` */
    int parent;
};

struct forest {
    struct element elements[MOST_ELEMENTS];
    int count;
};

/* Some octets of the input. */
struct piece {
    size_t at, size;
};

struct edit {
    uint8_t *data;
    size_t size, most;
    struct forest forest;
};

uint32_t mutate_random(unsigned *seed, uint32_t bound)
{
    *seed = *seed * 1664525U + 1013904223U;
    return bound ? (uint32_t)(((uint64_t)(*seed >> 8) * bound) >> 24) : 0;
}

/* ---- reading ---------------------------------------------------------------------------------- */

/* One element of at most `size` octets; false where there is none. */
static bool read_element(const uint8_t *at, size_t size, struct element *out)
{
    if (size < 2 || (at[0] & 0x1f) == 0x1f)
        return false;
    out->header = 2;
    out->content = at[1];
    if (at[1] & 0x80) {
        size_t octets = at[1] & 0x7f;
        if (!octets || octets > 4 || size < 2 + octets)
            return false;
        out->content = 0;
        for (size_t i = 0; i < octets; i++)
            out->content = out->content << 8 | at[2 + i];
        out->header += octets;
    }
    return out->content <= size - out->header;
}

/* Are these octets whole elements, one behind the other? */
static bool holds_elements(const uint8_t *at, size_t size)
{
    struct element element;
    if (!size)
        return false;
    while (size && read_element(at, size, &element)) {
        at += element.header + element.content;
        size -= element.header + element.content;
    }
    return !size;
}

static void plant(struct edit *edit, size_t at, size_t size, int parent, unsigned depth)
{
    struct forest *forest = &edit->forest;
    struct element element;
    while (forest->count < MOST_ELEMENTS && read_element(edit->data + at, size, &element)) {
        element.at = at;
        element.parent = parent;
        int self = forest->count++;
        forest->elements[self] = element;
        const uint8_t *content = edit->data + at + element.header;
        uint8_t tag = edit->data[at];
        size_t before = tag == 0x03 ? 1 : 0; /* the number of unused bits */
        bool inside = tag & 0x20 ||
                      ((tag == 0x03 || tag == 0x04 || (tag & 0x80)) && element.content > before &&
                       holds_elements(content + before, element.content - before));
        if (inside && element.content > before && depth < MOST_DEPTH)
            plant(edit, at + element.header + before, element.content - before, self, depth + 1);
        at += element.header + element.content;
        size -= element.header + element.content;
    }
}

/* ---- writing ---------------------------------------------------------------------------------- */

static size_t write_header(uint8_t out[6], uint8_t tag, size_t content)
{
    out[0] = tag;
    if (content < 0x80) {
        out[1] = (uint8_t)content;
        return 2;
    }
    size_t octets = content > 0xffffff ? 4 : content > 0xffff ? 3 : content > 0xff ? 2 : 1;
    out[1] = (uint8_t)(0x80 | octets);
    for (size_t i = 0; i < octets; i++)
        out[2 + i] = (uint8_t)(content >> 8 * (octets - 1 - i));
    return 2 + octets;
}

/* Puts `fresh` in the place of `old` octets at `at`; false where there is no room. */
static bool splice(struct edit *edit, size_t at, size_t old, const uint8_t *fresh, size_t size)
{
    if (edit->size - old + size > edit->most)
        return false;
    memmove(edit->data + at + size, edit->data + at + old, edit->size - at - old);
    if (size)
        memcpy(edit->data + at, fresh, size);
    edit->size = edit->size - old + size;
    return true;
}

/* Replaces octets inside of `parent` and makes the lengths of it and of all around it right. */
static bool replace(struct edit *edit, int parent, struct piece old, struct piece fresh)
{
    uint8_t header[6];
    ptrdiff_t grown = (ptrdiff_t)fresh.size - (ptrdiff_t)old.size;
    uint8_t *copy = malloc(fresh.size + 1); /* it may lie in what is moved */
    if (!copy)
        return false;
    if (fresh.size)
        memcpy(copy, edit->data + fresh.at, fresh.size);
    bool good = splice(edit, old.at, old.size, copy, fresh.size);
    free(copy);
    for (; good && parent != NOBODY; parent = edit->forest.elements[parent].parent) {
        const struct element *around = &edit->forest.elements[parent];
        size_t content = (size_t)((ptrdiff_t)around->content + grown);
        size_t size = write_header(header, edit->data[around->at], content);
        good = splice(edit, around->at, around->header, header, size);
        grown += (ptrdiff_t)size - (ptrdiff_t)around->header;
    }
    return good;
}

/* The same with octets that are not part of the input. */
static bool replace_by(struct edit *edit, int parent, struct piece old, const uint8_t *fresh,
                       size_t size)
{
    size_t end = edit->size; /* they are put behind the input for a moment */
    if (size > edit->most - end)
        return false;
    if (size)
        memcpy(edit->data + end, fresh, size);
    return replace(edit, parent, old, (struct piece){end, size});
}

static struct piece whole(const struct element *element)
{
    return (struct piece){element->at, element->header + element->content};
}

static struct piece content(const struct element *element)
{
    return (struct piece){element->at + element->header, element->content};
}

/* ---- changes ---------------------------------------------------------------------------------- */

static bool put_twice(struct edit *edit, int which, unsigned *seed)
{
    const struct element *element = &edit->forest.elements[which];
    struct piece nothing = {element->at, 0};
    (void)seed;
    return replace(edit, element->parent, nothing, whole(element));
}

static bool leave_out(struct edit *edit, int which, unsigned *seed)
{
    const struct element *element = &edit->forest.elements[which];
    (void)seed;
    return replace(edit, element->parent, whole(element), (struct piece){0, 0});
}

/* The next brother moves before this one. */
static bool exchange(struct edit *edit, int which, unsigned *seed)
{
    const struct forest *forest = &edit->forest;
    struct piece first = whole(&forest->elements[which]);
    (void)seed;
    for (int i = which + 1; i < forest->count; i++) {
        if (forest->elements[i].parent != forest->elements[which].parent)
            continue;
        struct piece second = whole(&forest->elements[i]);
        uint8_t *copy = malloc(first.size);
        if (!copy)
            return false;
        memcpy(copy, edit->data + first.at, first.size);
        memmove(edit->data + first.at, edit->data + second.at, second.size);
        memcpy(edit->data + first.at + second.size, copy, first.size);
        free(copy);
        return true;
    }
    return false;
}

static bool give_another_tag(struct edit *edit, int which, unsigned *seed)
{
    static const uint8_t TAGS[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x14,
                                   0x16, 0x17, 0x18, 0x1a, 0x1c, 0x1e, 0x30, 0x31, 0x80, 0x81,
                                   0x82, 0x84, 0x86, 0x87, 0x88, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4};
    edit->data[edit->forest.elements[which].at] = TAGS[mutate_random(seed, sizeof(TAGS))];
    return true;
}

/* Another element of the input takes its place. */
static bool take_another(struct edit *edit, int which, unsigned *seed)
{
    const struct forest *forest = &edit->forest;
    int other = (int)mutate_random(seed, (uint32_t)forest->count);
    const struct element *element = &forest->elements[which];
    return replace(edit, element->parent, whole(element), whole(&forest->elements[other]));
}

static bool wrap(struct edit *edit, int which, unsigned *seed)
{
    static const uint8_t TAGS[] = {0x30, 0x31, 0x04, 0xa0, 0xa3};
    const struct element *element = &edit->forest.elements[which];
    struct piece old = whole(element);
    uint8_t header[6];
    size_t size = write_header(header, TAGS[mutate_random(seed, sizeof(TAGS))], old.size);
    return replace_by(edit, element->parent, (struct piece){old.at, 0}, header, size);
}

static bool unwrap(struct edit *edit, int which, unsigned *seed)
{
    const struct element *element = &edit->forest.elements[which];
    (void)seed;
    return replace(edit, element->parent, whole(element), content(element));
}

/* libFuzzer's own mutator, on the content alone. */
static bool change_content(struct edit *edit, int which, unsigned *seed)
{
    struct piece old = content(&edit->forest.elements[which]);
    size_t most = old.size + 16 + mutate_random(seed, 48);
    uint8_t *room = malloc(most);
    if (!room)
        return false;
    if (old.size)
        memcpy(room, edit->data + old.at, old.size);
    size_t size = LLVMFuzzerMutate(room, old.size, most);
    bool good = replace_by(edit, which, old, room, size);
    free(room);
    return good;
}

/* A value at an edge of its type. */
static bool go_to_edge(struct edit *edit, int which, unsigned *seed)
{
    static const char *const TIMES[] = {"700101000000Z",   "491231235959Z",   "500101000000Z",
                                        "000229000000Z",   "20500101000000Z", "99991231235959Z",
                                        "00000101000000Z", "20491231235959Z", "21000229000000Z",
                                        "250101000000Z",   "991231235960Z"};
    static const struct {
        uint8_t octets[9], size;
    } NUMBERS[] = {{{0}, 1},
                   {{1}, 1},
                   {{0x7f}, 1},
                   {{0x80}, 1},
                   {{0xff}, 1},
                   {{0x00, 0x80}, 2},
                   {{0x00, 0x01}, 2},
                   {{0x7f, 0xff, 0xff, 0xff}, 4},
                   {{0x00, 0xff, 0xff, 0xff, 0xff}, 5},
                   {{0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, 8},
                   {{0x00, 0x80, 0, 0, 0, 0, 0, 0, 0}, 9}};
    struct piece old = content(&edit->forest.elements[which]);
    uint8_t tag = edit->data[edit->forest.elements[which].at];
    if (tag == 0x17 || tag == 0x18) {
        const char *time = TIMES[mutate_random(seed, sizeof(TIMES) / sizeof(TIMES[0]))];
        edit->data[edit->forest.elements[which].at] = strlen(time) == 13 ? 0x17 : 0x18;
        return replace_by(edit, which, old, (const uint8_t *)time, strlen(time));
    }
    if (tag == 0x01 && old.size) {
        edit->data[old.at] = (uint8_t)~edit->data[old.at];
        return true;
    }
    uint32_t number = mutate_random(seed, sizeof(NUMBERS) / sizeof(NUMBERS[0]));
    return replace_by(edit, which, old, NUMBERS[number].octets, NUMBERS[number].size);
}

/* A length that is not that of the content. */
static bool lie(struct edit *edit, int which, unsigned *seed)
{
    const struct element *element = &edit->forest.elements[which];
    edit->data[element->at + element->header - 1] ^= (uint8_t)(1U << mutate_random(seed, 8));
    return true;
}

size_t mutate_der(uint8_t *data, size_t size, size_t most, unsigned *seed)
{
    static bool (*const CHANGES[])(struct edit *, int, unsigned *) = {
        put_twice, leave_out,      exchange,       give_another_tag, take_another, wrap,
        unwrap,    change_content, change_content, change_content,   go_to_edge,   go_to_edge};
    if (!mutate_random(seed, 8))
        return LLVMFuzzerMutate(data, size, most);
    struct edit *edit = calloc(1, sizeof(*edit));
    uint8_t *room = malloc(most + 16); /* a change that does not fit is dropped */
    size_t result = 0;
    if (edit && room && size <= most) {
        if (size)
            memcpy(room, data, size);
        edit->data = room;
        edit->size = size;
        edit->most = most;
        plant(edit, 0, size, NOBODY, 0);
        if (edit->forest.count) {
            int which = (int)mutate_random(seed, (uint32_t)edit->forest.count);
            bool wrong = !mutate_random(seed, 16);
            uint32_t change = mutate_random(seed, sizeof(CHANGES) / sizeof(CHANGES[0]));
            if (wrong ? lie(edit, which, seed) : CHANGES[change](edit, which, seed))
                result = edit->size;
        }
        if (result)
            memcpy(data, room, result);
    }
    free(edit);
    free(room);
    return result ? result : LLVMFuzzerMutate(data, size, most);
}
