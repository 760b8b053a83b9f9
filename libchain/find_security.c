// SPDX-License-Identifier: Apache-2.0
/*
 * The security properties of a JDK: conf/security/java.security of its home (lib/security before
 * Java 9), what that includes (Java 24 and later), and the file that java.security.properties names
 * besides or instead, where an option that every Java program sees has it.
 */
#include "find.h"

#include "mem.h"
#include "properties.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_INCLUDED = 8 };

static const char *const KEYS[] = {"jdk.security.caDistrustPolicies",
                                   "jdk.certpath.disabledAlgorithms", "jdk.disabled.namedCurves",
                                   "jdk.tls.disabledAlgorithms", "security.overridePropertiesFile"};
enum { OVERRIDE = 4, KEY_COUNT = 5 };

struct security {
    struct finder *finder;
    const char *home;
    struct text values[KEY_COUNT];
    bool given[KEY_COUNT];
    struct text doubts;
    unsigned included;
};

static void doubt(struct security *in, const char *before, const char *path, const char *after)
{
    text_add_format(&in->doubts, "?%s%.80s%s\n", before, path, after);
}

static void read_file(struct security *in, const char *path, const char *why);

/* `include FILE`, beside the file that says so, or absolute. */
static void include(struct security *in, const char *from, const char *value)
{
    char path[ROOT_PATH_SIZE], folder[ROOT_PATH_SIZE];
    static const char HOME[] = "${java.home}";
    if (strncmp(value, HOME, sizeof(HOME) - 1) == 0) {
        root_join(path, in->home, value + sizeof(HOME) - 1 + strspn(value + sizeof(HOME) - 1, "/"));
    } else if (value[0] == '/') {
        snprintf(path, sizeof(path), "%s", value);
    } else {
        snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(from, '/') - from), from);
        root_join(path, folder, value);
    }
    if (strchr(path, '$') || ++in->included > MOST_INCLUDED)
        doubt(in, "properties that it includes were not read: ", value, "");
    else
        read_file(in, path, "properties that it includes cannot be read: ");
}

static void take(struct security *in, const char *path, const struct property *property)
{
    if (strcmp(property->key, "include") == 0) {
        include(in, path, property->value);
        return;
    }
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(property->key, KEYS[i]) != 0)
            continue;
        if (property->cut)
            doubt(in, KEYS[i], "", " is too long to be read");
        text_free(&in->values[i]);
        in->values[i] = (struct text){0};
        text_add(&in->values[i], property->cut ? "" : property->value);
        in->given[i] = !property->cut;
    }
}

/* `why`: what to say where it cannot be read; NULL: nothing. */
static void read_file(struct security *in, const char *path, const char *why)
{
    struct file file;
    struct property *property = mem_alloc(sizeof(*property));
    in->finder->full |= !property;
    if (property && !find_lost(in->finder, root_read(in->finder->root, path, &file))) {
        struct properties properties = {{file.data, file.size}, 0};
        while (properties_next(&properties, property))
            take(in, path, property);
        mem_free(file.data);
    } else if (property && why) {
        doubt(in, why, path, "");
    }
    mem_free(property);
}

static void forget(struct security *in)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        text_free(&in->values[i]);
        in->values[i] = (struct text){0};
        in->given[i] = false;
    }
}

/* java.security.properties: a path or URL, with "=" in front of it instead of java.security. */
static void override(struct security *in, const char *value)
{
    const char *allowed =
        in->given[OVERRIDE] && in->values[OVERRIDE].data ? in->values[OVERRIDE].data : "false";
    if (!value[0] || strcmp(allowed, "true") != 0)
        return;
    bool instead = value[0] == '=';
    value += instead;
    if (instead)
        forget(in);
    if (strncmp(value, "file:", strlen("file:")) == 0)
        value += strlen("file:");
    if (strncmp(value, "///", strlen("///")) == 0)
        value += strlen("//");
    if (value[0] == '/')
        read_file(in, value, "java.security.properties names what cannot be read: ");
    else
        doubt(in, "java.security.properties names what was not looked for: ", value, "");
}

/* Words and single blanks; lines end where the text does. */
static void add_value(struct text *out, const char *value)
{
    bool blank = false;
    for (; *value; value++) {
        bool space = *value == ' ' || (*value >= '\t' && *value <= '\r');
        if (!space) {
            if (blank)
                text_add(out, " ");
            text_add_bytes(out, value, 1);
        }
        blank = space;
    }
}

static void write_all(struct security *in, char out[CHAIN_SETTINGS_SIZE])
{
    size_t used = strlen(out);
    for (size_t i = 0; i <= OVERRIDE; i++) {
        struct text line = {0};
        if (i < OVERRIDE && in->given[i]) {
            text_add_format(&line, "%s=", KEYS[i]);
            add_value(&line, in->values[i].data ? in->values[i].data : "");
            text_add(&line, "\n");
        } else if (i == OVERRIDE && in->doubts.size) {
            text_add(&line, in->doubts.data);
        }
        if (line.size && used + line.size >= CHAIN_SETTINGS_SIZE - 128) {
            text_free(&line);
            text_add_format(&line, "?%s is too long to be read\n", i < OVERRIDE ? KEYS[i] : "it");
        }
        in->finder->full |= line.failed;
        if (line.size && used + line.size < CHAIN_SETTINGS_SIZE) {
            memcpy(out + used, line.data, line.size + 1);
            used += line.size;
        }
        text_free(&line);
    }
}

void find_security(struct finder *finder, const char *home, char out[CHAIN_SETTINGS_SIZE])
{
    static const char *const WHERE[] = {"conf/security/java.security",
                                        "jre/lib/security/java.security",
                                        "lib/security/java.security", NULL};
    struct security in = {.finder = finder, .home = home};
    char path[ROOT_PATH_SIZE];
    for (size_t i = 0; WHERE[i]; i++) {
        root_join(path, home, WHERE[i]);
        if (root_look(finder->root, path) == ROOT_FILE) {
            read_file(&in, path, "it cannot be read: ");
            break;
        }
    }
    if (finder->security[0])
        override(&in, finder->security);
    write_all(&in, out);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        finder->full |= in.values[i].failed;
        text_free(&in.values[i]);
    }
    finder->full |= in.doubts.failed;
    text_free(&in.doubts);
}
