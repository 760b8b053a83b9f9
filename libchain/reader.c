// SPDX-License-Identifier: Apache-2.0
#include "reader.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What stands in chain_place.stack, a list of readers between commas, and what follows from it.
 * `who` NULL keeps the words of the stack. A reader can match several rows ("Python and Go with
 * SSL_CERT_FILE").
 */
static const struct {
    const char *part, *besides; /* both must occur */
    const char *profile;
    const char *sure;
    const char *who;
} HABITS[] = {
    {"OpenSSL", "", "openssl-3", "likely", "OpenSSL"},
    {"curl", "", "curl-openssl", "likely", NULL},
    {"Curl", "", "curl-openssl", "likely", NULL},
    {"wget", "", "gnutls-3.7", "likely", "wget"},
    {"Go ", "", "go", "known", "Go"},
    {"PHP ", "streams", "php-streams", "likely", NULL},
    {"Guzzle", "", "curl-openssl", "likely", NULL},
    {"SDK for PHP", "", "curl-openssl", "likely", NULL},
    {"Node.js", "", "openssl-3", "assumed", NULL},
};

static void put(chain_reader *out, const char *who, const char *profile, const char *sure)
{
    snprintf(out->who, sizeof(out->who), "%.*s", (int)sizeof(out->who) - 1, who);
    snprintf(out->profile, sizeof(out->profile), "%.*s", (int)sizeof(out->profile) - 1, profile);
    snprintf(out->sure, sizeof(out->sure), "%.*s", (int)sizeof(out->sure) - 1, sure);
}

/* "Java 17.0.15 (Debian)"; JDK 8 calls itself 1.8. */
static bool read_java(chain_reader *out, const char *words)
{
    if (strncmp(words, "Java ", 5) != 0)
        return false;
    const char *version = words + 5 + (strncmp(words + 5, "1.", 2) == 0 ? 2 : 0);
    long major = strtol(version, NULL, 10);
    if (!major)
        put(out, words, "jdk-17", "assumed");
    else
        put(out, words,
            major >= 25  ? "jdk-25"
            : major >= 9 ? "jdk-17"
                         : "jdk-8",
            major == 8 || major == 11 || major == 17 || major == 21 || major == 25 ? "known"
                                                                                   : "likely");
    return true;
}

/* The minor version behind these words, or 0. */
static long minor_after(const char *text, const char *words)
{
    const char *version = strstr(text, words);
    return version ? strtol(version + strlen(words), NULL, 10) : 0;
}

/*
 * Python 3.13 made strict verification and partial chains the default. Its version stands in the
 * words of the binding ("Python 3.13 ssl and urllib3 (OpenSSL 3.0.17, strict, partial chain)"),
 * which name the flags of the very context, or in the path of a package.
 */
static bool read_python(chain_reader *out, const char *words, const char *path)
{
    if (!strstr(words, "Python"))
        return false;
    long minor = minor_after(words, "Python 3.");
    bool strict = strstr(words, ", strict"), partial = strstr(words, ", partial chain");
    if (!minor)
        minor = minor_after(path, "/python3.");
    if (strstr(words, "(OpenSSL 3")) /* said by the process itself */
        put(out, words,
            strict    ? "python-3.13"
            : partial ? "openssl-3-partial"
                      : "openssl-3",
            strict == partial || !strict ? "known" : "likely");
    else if (minor >= 13)
        put(out, words, "python-3.13", "likely");
    else
        put(out, words, "openssl-3", minor ? "likely" : "assumed");
    return true;
}

static size_t read_words(chain_reader *out, size_t room, const char *words,
                         const chain_place *place)
{
    size_t count = 0;
    if (count < room && read_java(&out[count], words))
        count++;
    if (count < room && read_python(&out[count], words, place->path))
        count++;
    for (size_t i = 0; i < sizeof(HABITS) / sizeof(HABITS[0]); i++) {
        bool said =
            count && strstr(out[0].who, "Python 3."); /* whose library is no reader besides */
        if (count < room && !(said && strcmp(HABITS[i].part, "OpenSSL") == 0) &&
            strstr(words, HABITS[i].part) && strstr(words, HABITS[i].besides))
            put(&out[count++], HABITS[i].who ? HABITS[i].who : words, HABITS[i].profile,
                HABITS[i].sure);
    }
    return count;
}

/* Up to the next comma that stands in no parentheses: "Java 21 (Azul Systems, Inc.)" is one reader.
 */
static size_t size_of_words(const char *at)
{
    size_t size = 0, open = 0;
    for (; at[size] && (at[size] != ',' || open); size++) {
        open += at[size] == '(';
        open -= at[size] == ')' && open;
    }
    return size;
}

size_t readers_of(chain_reader out[MOST_READERS], const chain_place *place)
{
    char words[sizeof(place->stack)];
    size_t count = 0;
    for (const char *at = place->stack; *at;) {
        size_t size = size_of_words(at);
        snprintf(words, sizeof(words), "%.*s", (int)size, at);
        size_t more = read_words(out + count, MOST_READERS - count, words, place);
        for (size_t i = count; i < count + more; i++) { /* one name stands for one reader */
            size_t same = 0;
            while (same < count && strcmp(out[same].who, out[i].who) != 0)
                same++;
            if (same < count) {
                memmove(&out[i], &out[i + 1], (count + more - i - 1) * sizeof(out[0]));
                more--;
                i--;
            }
        }
        count += more;
        at += size + (at[size] == ',');
        at += strspn(at, " ");
    }
    return count;
}

size_t chain_place_readers(chain_reader *readers, size_t most, const chain_place *place)
{
    chain_reader found[MOST_READERS];
    size_t count = place ? readers_of(found, place) : 0;
    for (size_t i = 0; i < count && i < most && readers; i++)
        readers[i] = found[i];
    return count;
}
