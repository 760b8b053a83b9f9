// SPDX-License-Identifier: Apache-2.0
/*
 * A java.security file: its properties are shorter than what they stand in, what is found of them
 * is a list of lines, and whatever those say, the profile of the JDK stays one.
 */
#include "fuzz.h"

#include "find.h"
#include "image.h"
#include "java_security.h"
#include "properties.h"

#include <stdlib.h>
#include <string.h>

static void read_all(const uint8_t *data, size_t size)
{
    struct properties in = {.text = {data, size}};
    struct property *property = malloc(sizeof(*property));
    size_t before = 0, taken = 0;
    while (property && properties_next(&in, property)) {
        MUST(in.at > before && in.at <= size);
        taken += strlen(property->key) + strlen(property->value);
        MUST(taken <= in.at);
        before = in.at;
    }
    free(property);
}

static void read_settings(const char *text)
{
    struct java_security *settings = malloc(sizeof(*settings));
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    if (settings) {
        java_security_read(settings, text);
        MUST(settings->rule_count <= MOST_DISABLED && settings->doubt_count <= MOST_DOUBTS);
        for (size_t i = 0; i < settings->doubt_count; i++)
            MUST(strlen(settings->doubts[i]) < DOUBT_SIZE);
        const struct profile *base = profile_find("jdk-17");
        const struct profile *own = java_security_profile(&arena, base, settings);
        MUST(own && own->strategy == base->strategy);
        MUST(own->limits.count <= base->known_limits.count);
        MUST(own->otherwise->disabled_count == settings->rule_count);
    }
    arena_free(&arena);
    free(settings);
}

/* The octets as the file of a JDK, and as settings themselves. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char FILE_NAME[] = "/opt/jdk/lib/security/java.security";
    struct finder finder = {.root = image_folder()};
    char found[CHAIN_SETTINGS_SIZE] = "", *text = malloc(size + 1);
    read_all(data, size);
    image_write(FILE_NAME, data, size);
    memcpy(finder.security, FILE_NAME, sizeof(FILE_NAME));
    find_security(&finder, "/opt/jdk", found);
    MUST(!finder.full && strlen(found) < sizeof(found));
    MUST(!found[0] || found[strlen(found) - 1] == '\n');
    read_settings(found);
    if (text) {
        if (size)
            memcpy(text, data, size);
        text[size] = 0;
        read_settings(text);
    }
    free(text);
    return 0;
}
