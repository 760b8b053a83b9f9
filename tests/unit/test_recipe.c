// SPDX-License-Identifier: Apache-2.0
/* The words; tests/fixes runs them. */
#include "recipe.h"

#include "expect.h"
#include "pool.h"

#include <stdio.h>

TestSuite(recipe, .fini = tidy);

static const struct recipe_root ROOTS[] = {{"one", "one.pem", false}, {"two", "two.pem", false}};

static char *commands(const char *manager, const char *kind, const char *path, size_t count)
{
    struct text out = {0};
    chain_place place = {.follows = CHAIN_PROGRAM_NONE};
    snprintf(place.manager, sizeof(place.manager), "%s", manager);
    snprintf(place.path, sizeof(place.path), "%s", path);
    struct recipe recipe = {.place = &place, .kind = kind, .roots = ROOTS, .count = count};
    recipe_to_text(&out, &recipe);
    return text_take(&out);
}

Test(recipe, distributions_make_their_stores_anew)
{
    static const struct {
        const char *manager, *file, *command;
    } CASES[] = {
        {"debian", "/usr/local/share/ca-certificates/one.crt", "update-ca-certificates"},
        {"alpine", "/usr/local/share/ca-certificates/one.crt", "update-ca-certificates"},
        {"debian-java", "/usr/local/share/ca-certificates/one.crt", "update-ca-certificates"},
        {"rhel", "/etc/pki/ca-trust/source/anchors/one.pem", "update-ca-trust extract"},
        {"suse", "/etc/pki/trust/anchors/one.pem", "update-ca-certificates"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        SAME_OWN_TEXT(
            commands(CASES[i].manager, "jks", "/x", 1),
            pool_format("install -D -m 0644 one.pem %s\n%s\n", CASES[i].file, CASES[i].command));
    SAME_OWN_TEXT(
        commands("suse", "pem", "/x", 2),
        "install -D -m 0644 one.pem /etc/pki/trust/anchors/one.pem\n"
        "install -D -m 0644 two.pem /etc/pki/trust/anchors/two.pem\nupdate-ca-certificates\n");
}

Test(recipe, bundles_are_appended_to_once)
{
    SAME_OWN_TEXT(commands("php", "pem", "/opt/it's", 1),
                  "grep -qF \"$(tail -n 3 one.pem | head -n 1)\" '/opt/it'\\''s' || "
                  "{ echo; cat one.pem; } >> '/opt/it'\\''s'\n");
}

Test(recipe, keystores_are_asked_first)
{
    SAME_OWN_TEXT(
        commands("keystore", "jceks", "/k", 1),
        "keytool -list -alias one -keystore /k -storetype JCEKS -storepass:file "
        "\"$STOREPASS_FILE\" >/dev/null 2>&1 || keytool -importcert -noprompt -alias one "
        "-file one.pem -keystore /k -storetype JCEKS -storepass:file \"$STOREPASS_FILE\"\n");
    SAME_OWN_TEXT(commands("jdk", "jks", "/k", 1),
                  "keytool -list -alias one -keystore /k -storepass changeit >/dev/null 2>&1 || "
                  "keytool -importcert -noprompt -alias one -file one.pem -keystore /k "
                  "-storepass changeit\n");
}

Test(recipe, a_password_is_asked_for_where_it_is_used)
{
    static const struct {
        const char *manager, *kind;
        bool needed;
    } CASES[] = {{"keystore", "jks", true}, {"keystore", "pkcs12", true},  {"file", "jceks", true},
                 {"jdk", "jks", false},     {"debian-java", "jks", false}, {"rhel", "jks", false},
                 {"suse", "jks", false},    {"keystore", "pem", false}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        chain_place place = {.follows = CHAIN_PROGRAM_NONE};
        snprintf(place.manager, sizeof(place.manager), "%s", CASES[i].manager);
        struct recipe recipe = {.place = &place, .kind = CASES[i].kind, .roots = ROOTS, .count = 1};
        cr_expect(recipe_needs_password(&recipe) == CASES[i].needed, "%s %s", CASES[i].manager,
                  CASES[i].kind);
        char *text = commands(CASES[i].manager, CASES[i].kind, "/k", 1);
        cr_expect((strstr(text, "STOREPASS_FILE") != NULL) == CASES[i].needed, "%s", text);
        chain_free(text);
    }
}

Test(recipe, forms_that_cannot_be_added_to_are_left_alone)
{
    static const char *const KINDS[] = {"der", "pkcs7", "p11-kit", "executable"};
    for (size_t i = 0; i < COUNT(KINDS); i++)
        SAME_OWN_TEXT(
            commands("file", KINDS[i], "/a b", 1),
            pool_format("echo '/a b'': not changed: the root cannot be added to a file of "
                        "this form (%s); use a PEM bundle' >&2\n",
                        KINDS[i]));
}

Test(recipe, words_of_a_shell_stay_one_word)
{
    static const char *const WORDS[] = {
        "", "plain-1.2/x", "a b", "it's", "$(x) `y` \"z\"\n;#", "-n", "~"};
    for (size_t i = 0; i < COUNT(WORDS); i++) {
        struct text out = {0};
        char back[64] = "";
        text_add(&out, "printf %s ");
        recipe_quote(&out, WORDS[i]);
        FILE *shell = popen(out.data, "r");
        cr_assert_not_null(shell);
        back[fread(back, 1, sizeof(back) - 1, shell)] = 0;
        SAME(pclose(shell), 0);
        SAME_TEXT(back, WORDS[i]);
        text_free(&out);
    }
}

static char *slug(const char *name, uint8_t first)
{
    struct text out = {0};
    uint8_t hash[32] = {first, 0xb2, 0xc3, 0xd4};
    if (!first)
        memset(hash, 0, sizeof(hash));
    recipe_slug(&out, name, hash);
    return text_take(&out);
}

Test(recipe, slugs_are_names_of_files)
{
    SAME_OWN_TEXT(slug("GlobalSign Root R46", 0xa1), "globalsign-root-r46-a1b2c3d4");
    SAME_OWN_TEXT(slug("GlobalSign Root R46", 0), "globalsign-root-r46");
    SAME_OWN_TEXT(slug("../../etc/passwd", 0), "etc-passwd");
    SAME_OWN_TEXT(slug("$(rm -rf /)", 0), "rm-rf");
    SAME_OWN_TEXT(slug("\xe6\xa0\xb9", 0xa1), "root-a1b2c3d4");
    SAME_OWN_TEXT(slug("", 0), "root");
    char *longest = slug(pool_format("%0500d", 7), 0xa1);
    cr_expect(strlen(longest) < RECIPE_SLUG_SIZE, "%zu", strlen(longest));
    chain_free(longest);
    longest =
        slug("a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l", 0xa1);
    cr_expect(strlen(longest) < RECIPE_SLUG_SIZE, "%zu", strlen(longest));
    chain_free(longest);
}

Test(recipe, other_systems_are_comments)
{
    struct text out = {0};
    struct recipe recipe = {.roots = ROOTS, .count = 2};
    recipe_elsewhere(&out, &recipe);
    char *text = text_take(&out);
    size_t lines = 0;
    for (const char *at = text; *at; at = strchr(at, '\n') + 1, lines++)
        cr_expect(at[0] == '#' && strstr(at, "(not run here)"), "%s", at);
    SAME(lines, 4);
    chain_free(text);
}
