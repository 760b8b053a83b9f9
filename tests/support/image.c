// SPDX-License-Identifier: Apache-2.0
#include "image.h"

#include "expect.h"
#include "pool.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

const char *image_path(void)
{
    const char *path = scratch_path("image");
    mkdir(path, 0755);
    return path;
}

static const char *make_place(const char *path)
{
    char *place = pool_format("%s%s", image_path(), path);
    for (char *slash = place + strlen(image_path()) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        mkdir(place, 0755);
        *slash = '/';
    }
    return place;
}

void image_put_bytes(const char *path, const char *content, size_t size)
{
    FILE *file = fopen(make_place(path), "wb");
    cr_assert_not_null(file, "%s cannot be made", path);
    fwrite(content, 1, size, file);
    cr_assert_eq(fclose(file), 0);
}

void image_put(const char *path, const char *content)
{
    image_put_bytes(path, content, strlen(content));
}

void image_link(const char *path, const char *target)
{
    cr_assert_eq(symlink(target, make_place(path)), 0, "%s cannot be made", path);
}

static chain_place *find(size_t *count)
{
    chain_place *places;
    cr_assert_eq(chain_stores_find(&places, count, image_path()), CHAIN_OK);
    chain_place *copy = pool_take((*count + 1) * sizeof(*copy));
    if (*count)
        memcpy(copy, places, *count * sizeof(*copy));
    chain_free(places);
    for (size_t i = 0; i < *count; i++) {
        size_t size = strlen(image_path());
        if (strncmp(copy[i].path, image_path(), size) == 0)
            memmove(copy[i].path, copy[i].path + size, strlen(copy[i].path + size) + 1);
    }
    return copy;
}

const char *image_stores(void)
{
    size_t count;
    const chain_place *places = find(&count);
    char *out = pool_format("%s", "");
    for (size_t i = 0; i < count; i++)
        out = pool_format("%s%s %s\n", out, places[i].id, places[i].path);
    return out;
}

const chain_place *image_place(const char *path)
{
    size_t count;
    const chain_place *places = find(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i].path, path) == 0)
            return &places[i];
    }
    return NULL;
}
