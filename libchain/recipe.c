// SPDX-License-Identifier: Apache-2.0
#include "recipe.h"

#include <ctype.h>
#include <string.h>

#define OWN_FOLDER "/usr/local/share/chainready"

void recipe_slug(struct text *out, const char *name)
{
    bool hyphen = false, any = false;
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (c >= 0x80 || !isalnum(c)) {
            hyphen = any;
            continue;
        }
        char lower = (char)tolower(c);
        text_add(out, hyphen ? "-" : "");
        text_add_bytes(out, &lower, 1);
        hyphen = false;
        any = true;
    }
    if (!any)
        text_add(out, "root");
}

void recipe_quote(struct text *out, const char *word)
{
    static const char SAFE[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789_@%+=:,./-";
    if (word[0] && strspn(word, SAFE) == strlen(word)) {
        text_add(out, word);
        return;
    }
    text_add(out, "'");
    for (; *word; word++) {
        if (*word == '\'')
            text_add(out, "'\\''");
        else
            text_add_bytes(out, word, 1);
    }
    text_add(out, "'");
}

/* Each root into a folder that a distribution's own command reads. */
static void install_into(struct text *out, const struct recipe *r, const char *folder,
                         const char *suffix, const char *command)
{
    for (size_t i = 0; i < r->count; i++)
        text_add_format(out, "install -D -m 0644 %s %s/%s%s\n", r->roots[i].pem, folder,
                        r->roots[i].slug, suffix);
    text_add_format(out, "%s\n", command);
}

/* Appended once: a line from within the signature, which no other certificate has, is the mark. */
static void append_to(struct text *out, const struct recipe *r, const char *bundle)
{
    for (size_t i = 0; i < r->count; i++) {
        const char *pem = r->roots[i].pem;
        text_add_format(out, "grep -qF \"$(tail -n 3 %s | head -n 1)\" ", pem);
        recipe_quote(out, bundle);
        text_add_format(out, " || { echo; cat %s; } >> ", pem);
        recipe_quote(out, bundle);
        text_add(out, "\n");
    }
}

/* ---- Java ------------------------------------------------------------------------------------- */

static void add_keytool(struct text *out, const struct recipe *r)
{
    struct text path = {0};
    if (r->place->runtime[0])
        text_add_format(&path, "%s/bin/", r->place->runtime);
    text_add(&path, "keytool");
    if (path.data)
        recipe_quote(out, path.data);
    out->failed |= path.failed;
    text_free(&path);
    /* keytool would protect the file when it writes it, and Java could not read it without a password */
    if (r->open_pkcs12)
        text_add(out, " -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE"
                      " -J-Dkeystore.pkcs12.macAlgorithm=NONE");
}

static void keystore(struct text *out, const struct recipe *r, const char *password)
{
    for (size_t i = 0; i < r->count; i++) {
        add_keytool(out, r);
        text_add_format(out, " -list -alias %s -keystore ", r->roots[i].slug);
        recipe_quote(out, r->place->path);
        text_add_format(out, " %s >/dev/null 2>&1 || ", password);
        add_keytool(out, r);
        text_add_format(out, " -importcert -noprompt -alias %s -file %s -keystore ", r->roots[i].slug,
                        r->roots[i].pem);
        recipe_quote(out, r->place->path);
        text_add_format(out, " %s\n", password);
    }
}

/* ---- bundles that are not to be edited --------------------------------------------------------- */

/* A copy with the roots in it, and the variables that make it the one that counts. */
static void copy_beside(struct text *out, const struct recipe *r, const char *copy,
                        const char *variables)
{
    text_add(out, "install -D -m 0644 ");
    recipe_quote(out, r->place->path);
    text_add_format(out, " %s\n", copy);
    append_to(out, r, copy);
    text_add_format(out, "export %s\n", variables);
}

static void node(struct text *out, const struct recipe *r)
{
    text_add(out, "install -d " OWN_FOLDER " && touch " OWN_FOLDER "/node-extra.pem\n");
    append_to(out, r, OWN_FOLDER "/node-extra.pem");
    text_add(out, "export NODE_EXTRA_CA_CERTS=" OWN_FOLDER "/node-extra.pem\n");
}

static void directory(struct text *out, const struct recipe *r)
{
    for (size_t i = 0; i < r->count; i++) {
        text_add_format(out, "install -m 0644 %s ", r->roots[i].pem);
        recipe_quote(out, r->place->path);
        text_add_format(out, "/%s.pem\n", r->roots[i].slug);
    }
    text_add(out, "openssl rehash ");
    recipe_quote(out, r->place->path);
    text_add(out, "\n");
}

/* ---- by manager ------------------------------------------------------------------------------- */

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

static bool is_keystore(const struct recipe *r)
{
    return is(r->kind, "jks") || is(r->kind, "jceks") || is(r->kind, "pkcs12");
}

void recipe_to_text(struct text *out, const struct recipe *r)
{
    const char *manager = r->place->manager;
    /* A certificate that is only copied into /etc/ssl/certs is not found: the bundle is made anew. */
    if (is(manager, "debian") || is(manager, "alpine") || is(manager, "debian-java"))
        install_into(out, r, "/usr/local/share/ca-certificates", ".crt", "update-ca-certificates");
    else if (is(manager, "rhel"))
        install_into(out, r, "/etc/pki/ca-trust/source/anchors", ".pem", "update-ca-trust extract");
    else if (is(manager, "suse"))
        install_into(out, r, "/etc/pki/trust/anchors", ".pem", "update-ca-certificates");
    else if (is(manager, "jdk"))
        keystore(out, r, "-storepass changeit");
    else if (is_keystore(r))
        keystore(out, r, "-storepass:file \"$STOREPASS_FILE\"");
    else if (is(manager, "certifi"))
        copy_beside(out, r, OWN_FOLDER "/python-bundle.pem",
                    "REQUESTS_CA_BUNDLE=" OWN_FOLDER "/python-bundle.pem SSL_CERT_FILE=" OWN_FOLDER
                    "/python-bundle.pem");
    else if (is(manager, "botocore"))
        copy_beside(out, r, OWN_FOLDER "/aws-bundle.pem",
                    "AWS_CA_BUNDLE=" OWN_FOLDER "/aws-bundle.pem");
    else if (is(manager, "node"))
        node(out, r);
    else if (is(r->kind, "directory"))
        directory(out, r);
    else
        append_to(out, r, r->place->path);
}

const char *recipe_note(const struct recipe *r)
{
    const char *manager = r->place->manager;
    if (is(manager, "certifi"))
        return "certifi itself is not edited, the next upgrade would undo it; set the variables for the "
               "service too. Upgrading certifi helps as well where Mozilla has the root.";
    if (is(manager, "botocore") || is(manager, "node"))
        return "Set the variable for the service too, not only in this shell.";
    if (is(manager, "jdk"))
        return "An update of the JDK brings its own cacerts and takes the root away again.";
    if (is_keystore(r) && !is(manager, "debian-java"))
        return "STOREPASS_FILE names a file that holds the keystore's password.";
    if (is(manager, "bundle"))
        return "An update of the library or program takes the root away again.";
    return "";
}

void recipe_elsewhere(struct text *out, const struct recipe *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const char *slug = r->roots[i].slug;
        text_add_format(out, "# Windows, .NET too (not run here): certutil -addstore -f Root %s.pem\n",
                        slug);
        text_add_format(out, "# macOS (not run here): sudo security add-trusted-cert -d -r trustRoot "
                             "-k /Library/Keychains/System.keychain %s.pem\n", slug);
    }
}
