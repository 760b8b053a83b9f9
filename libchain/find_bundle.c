// SPDX-License-Identifier: Apache-2.0
/*
 * Bundles that libraries and programs carry, known by where they lie: certifi, SDKs of cloud
 * vendors, composer/ca-bundle, Guzzle, Node's own roots, and truststores of applications.
 *
 * A bundle that only one program reads for its own servers (pip's for its index, gcloud's for
 * Google) is listed, and judged only for what it concerns.
 */
#include "find.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* What a bundle concerns: "" everything, "-" none of the migrations, else the end of a host name.
 */
static const struct habit {
    const char *part; /* of the path */
    const char *id;
    const char *stack;
    const char *manager;
    const char *concerns;
} HABITS[] = {
    {"/pip/_vendor/", "pip", "pip", "pip", "-"},
    {"/google-cloud-sdk/", "gcloud", "Google Cloud SDK", "bundle", "-"},
    {"/certifi/cacert.pem", "certifi", "Python requests, httpx and urllib3", "certifi", ""},
    {"/botocore/cacert.pem", "botocore", "AWS SDK for Python, AWS CLI", "botocore",
     "amazonaws.com"},
    {"/botocore/vendored/requests/", "botocore", "AWS SDK for Python (old)", "botocore",
     "amazonaws.com"},
    {"/aws-sdk-php/", "aws-sdk-php", "AWS SDK for PHP", "bundle", "amazonaws.com"},
    {"/aliyunsdkcore/", "aliyun-python", "Alibaba Cloud SDK for Python", "bundle", "aliyuncs.com"},
    {"/aliyun", "aliyun", "Alibaba Cloud SDK", "bundle", "aliyuncs.com"},
    {"/alibabacloud", "aliyun", "Alibaba Cloud SDK", "bundle", "aliyuncs.com"},
    {"/alipay", "alipay", "Alipay SDK", "bundle", "alipay.com"},
    {"/composer/ca-bundle/", "composer-ca-bundle", "PHP programs with composer/ca-bundle",
     "composer", ""},
    {"/guzzle", "guzzle", "Guzzle (PHP)", "bundle", ""},
    {"/httplib2/", "httplib2", "Python httplib2", "bundle", ""},
    {"/requests/cacert.pem", "requests", "Python requests (old)", "bundle", ""},
    {"/grpc", "grpc", "gRPC", "bundle", ""},
    {"/stripe", "stripe", "Stripe SDK", "bundle", "-"},
    {"/twilio", "twilio", "Twilio SDK", "bundle", "-"},
};

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), tail = strlen(end);
    return size >= tail && strcmp(text + size - tail, end) == 0;
}

static bool is_bundle_name(const char *name)
{
    static const char *const NAMES[] = {"cacert.pem",
                                        "cacerts.pem",
                                        "cacerts.txt",
                                        "ca-bundle.crt",
                                        "ca-bundle.pem",
                                        "ca_bundle.pem",
                                        "ca-certificates.crt",
                                        "ca-certificates.pem",
                                        "curl-ca-bundle.crt",
                                        "cacert.crt",
                                        "roots.pem",
                                        "alipayRootCert.crt",
                                        NULL};
    for (size_t i = 0; NAMES[i]; i++) {
        if (strcmp(name, NAMES[i]) == 0)
            return true;
    }
    return false;
}

/* Keystores by their usual names; any .p12 may hold a key, so it must say that it is for trust. */
static bool is_keystore_name(const char *name)
{
    char lower[256];
    size_t size = strlen(name);
    if (size >= sizeof(lower))
        return false;
    for (size_t i = 0; i <= size; i++)
        lower[i] = (char)tolower((unsigned char)name[i]);
    bool trust = strstr(lower, "trust") != NULL;
    return ends_with(lower, ".truststore") ||
           (trust &&
            (ends_with(lower, ".jks") || ends_with(lower, ".p12") || ends_with(lower, ".pfx") ||
             ends_with(lower, ".pkcs12") || ends_with(lower, ".jceks")));
}

/* The name of the folder that holds the Python environment:
 * ".../NAME/lib/python3.11/site-packages". */
static void add_environment(char *id, size_t size, const char *path)
{
    const char *lib = strstr(path, "/lib/python");
    const char *start = lib;
    if (!lib)
        return;
    while (start > path && start[-1] != '/')
        start--;
    if (strncmp(start, "usr/", 4) == 0 || strncmp(start, "local/", 6) == 0)
        return;
    size_t used = strlen(id);
    snprintf(id + used, size - used, "-%.*s", (int)(lib - start), start);
}

/* Official Node binaries hold their roots inside; distributions' are small and use the system's. */
static void find_node(struct finder *finder, const char *path)
{
    enum { LEAST = 16 * 1024 * 1024 };
    char host[ROOT_PATH_SIZE];
    struct stat about;
    if (!root_resolve(finder->root, path, host) || stat(host, &about) != 0 ||
        !S_ISREG(about.st_mode) || !(about.st_mode & 0111) || about.st_size < LEAST)
        return;
    struct find_words words = {
        .id = "node",
        .stack = "Node.js, its built-in roots",
        .manager = "node",
        .runtime = path,
        .extra = finder->node_extra,
        .follows = CHAIN_PROGRAM_MOZILLA,
    };
    find_add(finder, path, &words);
}

/* Variables that hold for everything take the bundle's place. */
static void replace(const struct finder *finder, struct find_words *words)
{
    /* requests heeds the first, httpx the second */
    bool certifi = finder->requests && finder->openssl && strcmp(words->manager, "certifi") == 0;
    bool botocore = finder->aws && strcmp(words->manager, "botocore") == 0;
    if (!certifi && !botocore)
        return;
    words->concerns = "-";
    words->stack = certifi ? "Python that heeds neither REQUESTS_CA_BUNDLE nor SSL_CERT_FILE"
                           : "AWS SDKs that do not heed AWS_CA_BUNDLE";
}

void find_bundle(struct finder *finder, const char *path, const char *name)
{
    char id[48] = "bundle";
    if (strcmp(name, "node") == 0) {
        find_node(finder, path);
        return;
    }
    if (is_keystore_name(name)) {
        struct find_words words = {
            .id = "keystore", .stack = "a Java application", .manager = "keystore"};
        find_add(finder, path, &words);
        return;
    }
    if (!is_bundle_name(name) || strncmp(path, "/etc/ssl/certs/", 15) == 0)
        return;
    struct find_words words = {.id = id, .stack = "an application", .manager = "bundle"};
    for (size_t i = 0; i < sizeof(HABITS) / sizeof(HABITS[0]); i++) {
        if (!strstr(path, HABITS[i].part))
            continue;
        snprintf(id, sizeof(id), "%s", HABITS[i].id);
        words.stack = HABITS[i].stack;
        words.manager = HABITS[i].manager;
        words.concerns = HABITS[i].concerns;
        words.follows =
            CHAIN_PROGRAM_MOZILLA; /* each of them takes Mozilla's list, most through curl's */
        break;
    }
    replace(finder, &words);
    add_environment(id, sizeof(id), path);
    find_add(finder, path, &words);
}
