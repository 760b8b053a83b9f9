// SPDX-License-Identifier: Apache-2.0
#include "recipe.h"

#include <ctype.h>
#include <string.h>

#define OWN_FOLDER "/usr/local/share/chainready"

void recipe_slug(struct text *out, const char *name, const uint8_t sha256[32])
{
    static const uint8_t NOT_KNOWN[32];
    bool hyphen = false, any = false;
    for (size_t left = RECIPE_SLUG_SIZE - 10; *name && left; name++) {
        unsigned char c = (unsigned char)*name;
        if (c >= 0x80 || !isalnum(c)) {
            hyphen = any;
            continue;
        }
        char lower = (char)tolower(c);
        if (hyphen && left == 1)
            break;
        text_add(out, hyphen ? "-" : "");
        text_add_bytes(out, &lower, 1);
        left -= hyphen ? 2 : 1;
        hyphen = false;
        any = true;
    }
    if (!any)
        text_add(out, "root");
    /* Roots of one name are many: look-alikes, renewals, cross-certificates. */
    if (memcmp(sha256, NOT_KNOWN, 32) != 0) {
        text_add(out, "-");
        text_add_hex(out, (chain_bytes){sha256, 4});
    }
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
    /* keytool would protect the file when it writes it, and Java could not read it without a
     * password */
    if (r->open_pkcs12)
        text_add(out, " -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE"
                      " -J-Dkeystore.pkcs12.macAlgorithm=NONE");
}

static void keystore(struct text *out, const struct recipe *r, const char *password)
{
    /* keytool tells JKS and PKCS#12 apart by itself */
    const char *type = strcmp(r->kind, "jceks") == 0 ? " -storetype JCEKS" : "";
    for (size_t i = 0; i < r->count; i++) {
        add_keytool(out, r);
        text_add_format(out, " -list -alias %s -keystore ", r->roots[i].slug);
        recipe_quote(out, r->place->path);
        text_add_format(out, "%s %s >/dev/null 2>&1 || ", type, password);
        add_keytool(out, r);
        text_add_format(out, " -importcert -noprompt -alias %s -file %s -keystore ",
                        r->roots[i].slug, r->roots[i].pem);
        recipe_quote(out, r->place->path);
        text_add_format(out, "%s %s\n", type, password);
    }
}

/* ---- variables -------------------------------------------------------------------------------- */

/* For all logins, and where `chainready` finds it again; services are told by the note. */
static void remember(struct text *out, const char *name, const char *value)
{
    struct text line = {0};
    text_add_format(&line, "%s=%s", name, value);
    text_add(out, "grep -sqxF ");
    recipe_quote(out, line.data ? line.data : "");
    text_add(out, " /etc/environment || { echo; echo ");
    recipe_quote(out, line.data ? line.data : "");
    text_add(out, "; } >>/etc/environment\n");
    out->failed |= line.failed;
    text_free(&line);
}

/*
 * Not the library's own bundle is edited, which its next upgrade would undo: variables name
 * another. The system's is kept up to date by others; where there is none, it is a copy.
 */
static void name_another(struct text *out, const struct recipe *r, const char *copy,
                         const char *const *variables)
{
    const char *bundle = r->system ? r->system->path : copy;
    if (r->system && !r->system_is_ready) {
        struct recipe system = {
            .place = r->system, .kind = "pem", .roots = r->roots, .count = r->count};
        recipe_to_text(out, &system);
    } else if (!r->system) {
        text_add(out, "install -D -m 0644 ");
        recipe_quote(out, r->place->path);
        text_add_format(out, " %s\n", copy);
        append_to(out, r, copy);
    }
    for (size_t i = 0; variables[i]; i++)
        remember(out, variables[i], bundle);
}

/* The Python that a bundle in .../lib/pythonX.Y/site-packages belongs to. */
static bool add_python(struct text *out, const char *path)
{
    const char *lib = strstr(path, "/lib/python");
    struct text python = {0};
    if (!lib || !strstr(lib, "/site-packages/"))
        return false;
    text_add_bytes(&python, path, (size_t)(lib - path));
    text_add(&python, "/bin/python3");
    recipe_quote(out, python.data ? python.data : "");
    out->failed |= python.failed;
    text_free(&python);
    return true;
}

/* An upgrade helps every user of certifi; variables only those that heed them. */
static void certifi(struct text *out, const struct recipe *r)
{
    static const char *const VARIABLES[] = {"REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", NULL};
    bool public = true;
    for (size_t i = 0; i < r->count; i++)
    public &= r->roots[i].public;
    if (public && add_python(out, r->place->path))
        text_add(out, " -m pip install --upgrade certifi || :\n");
    else
    public = false;
    for (size_t i = 0; public && i < r->count; i++) {
        text_add_format(out, "%sgrep -qF \"$(tail -n 3 %s | head -n 1)\" ", i ? " && " : "if ! { ",
                        r->roots[i].pem);
        recipe_quote(out, r->place->path);
    }
    text_add(out, public ? "; }; then\n" : "");
    name_another(out, r, OWN_FOLDER "/python-bundle.pem", VARIABLES);
    text_add(out, public ? "fi\n" : "");
}

static void botocore(struct text *out, const struct recipe *r)
{
    static const char *const VARIABLES[] = {"AWS_CA_BUNDLE", NULL};
    name_another(out, r, OWN_FOLDER "/aws-bundle.pem", VARIABLES);
}

/* A second NODE_EXTRA_CA_CERTS would take the place of the first. */
static void node(struct text *out, const struct recipe *r)
{
    static const char OWN[] = OWN_FOLDER "/node-extra.pem";
    if (r->place->extra[0]) {
        append_to(out, r, r->place->extra);
        return;
    }
    text_add_format(out, "install -d " OWN_FOLDER " && touch %s\n", OWN);
    append_to(out, r, OWN);
    remember(out, "NODE_EXTRA_CA_CERTS", OWN);
}

/* ---- a folder of hash names -------------------------------------------------------------------- */

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

/* Roots that a program holds in memory: it has to load one more, and only its author knows where. */
static void in_program(struct text *out, const struct recipe *r)
{
    for (size_t i = 0; i < r->count; i++)
        text_add_format(out, "# the program itself makes this root set: let it load %s.pem too\n",
                        r->roots[i].slug);
}

/* ---- by manager ------------------------------------------------------------------------------- */

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

/* Or what a JVM says that it read from one. */
static bool is_keystore(const struct recipe *r)
{
    return is(r->kind, "jks") || is(r->kind, "jceks") || is(r->kind, "pkcs12") ||
           (is(r->kind, "runtime") && is(r->place->manager, "keystore"));
}

/* Forms to which nothing can be added at the end, and for which there is no tool everywhere. */
static void leave_alone(struct text *out, const struct recipe *r)
{
    struct text path = {0};
    text_add_safe(&path, r->place->path);
    text_add(out, "echo ");
    recipe_quote(out, path.data ? path.data : "");
    text_add_format(out,
                    "': not changed: the root cannot be added to a file of this form (%s); "
                    "use a PEM bundle' >&2\n",
                    r->kind);
    out->failed |= path.failed;
    text_free(&path);
}

/* Distributions make their stores anew, keystores for Java among them, out of folders. */
static bool add_to_folder(struct text *out, const struct recipe *r)
{
    static const struct {
        const char *manager, *folder, *suffix, *command;
    } FOLDERS[] = {
        /* A certificate that is only copied into /etc/ssl/certs is not found: the bundle is made
           anew. */
        {"debian", "/usr/local/share/ca-certificates", ".crt", "update-ca-certificates"},
        {"alpine", "/usr/local/share/ca-certificates", ".crt", "update-ca-certificates"},
        {"debian-java", "/usr/local/share/ca-certificates", ".crt", "update-ca-certificates"},
        {"rhel", "/etc/pki/ca-trust/source/anchors", ".pem", "update-ca-trust extract"},
        {"suse", "/etc/pki/trust/anchors", ".pem", "update-ca-certificates"},
    };
    for (size_t i = 0; i < sizeof(FOLDERS) / sizeof(FOLDERS[0]); i++) {
        if (!is(r->place->manager, FOLDERS[i].manager))
            continue;
        if (out)
            install_into(out, r, FOLDERS[i].folder, FOLDERS[i].suffix, FOLDERS[i].command);
        return true;
    }
    return false;
}

void recipe_to_text(struct text *out, const struct recipe *r)
{
    const char *manager = r->place->manager;
    if (add_to_folder(out, r))
        return;
    if (is(manager, "jdk"))
        keystore(out, r, "-storepass changeit");
    else if (is_keystore(r))
        keystore(out, r, "-storepass:file \"$STOREPASS_FILE\"");
    else if (is(manager, "certifi"))
        certifi(out, r);
    else if (is(manager, "botocore"))
        botocore(out, r);
    else if (is(manager, "node"))
        node(out, r);
    else if (is(r->kind, "directory"))
        directory(out, r);
    else if (is(r->kind, "runtime") || is(manager, "program"))
        in_program(out, r);
    else if (is(r->kind, "pem"))
        append_to(out, r, r->place->path);
    else
        leave_alone(out, r);
}

bool recipe_needs_password(const struct recipe *r)
{
    return is_keystore(r) && !is(r->place->manager, "jdk") && !add_to_folder(NULL, r);
}

const char *recipe_note(const struct recipe *r)
{
    const char *manager = r->place->manager;
    if (is(manager, "certifi"))
        return "certifi itself is not edited, the next upgrade would undo it. What the variables "
               "say "
               "reaches logins; a service is given them by its unit, an image by ENV.";
    if (is(manager, "botocore") || is(manager, "node"))
        return "What the variable says reaches logins; a service is given it by its unit, an image "
               "by "
               "ENV.";
    if (is(manager, "jdk"))
        return "An update of the JDK brings its own cacerts and takes the root away again.";
    if (recipe_needs_password(r))
        return "STOREPASS_FILE names a file that holds the keystore's password.";
    if (is(manager, "bundle"))
        return "An update of the library or program takes the root away again.";
    return "";
}

void recipe_elsewhere(struct text *out, const struct recipe *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const char *slug = r->roots[i].slug;
        text_add_format(
            out, "# Windows, .NET too (not run here): certutil -addstore -f Root %s.pem\n", slug);
        text_add_format(out,
                        "# macOS (not run here): sudo security add-trusted-cert -d -r trustRoot "
                        "-k /Library/Keychains/System.keychain %s.pem\n",
                        slug);
    }
}
