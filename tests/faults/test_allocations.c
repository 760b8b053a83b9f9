// SPDX-License-Identifier: Apache-2.0
/*
 * Every allocation can fail. Each public entry point is called again and again, with the n-th
 * allocation failing, for every n until it succeeds: it must say that memory ran out, leave nothing
 * behind (the sanitizers and valgrind see to that), and hand out nothing.
 *
 * A plain program, because Criterion's own allocations and processes would be in the way. What
 * reads stores and other files is in test_file_allocations.c; tests/structure/faults.py sees to it
 * that no function of chain.h is missing.
 */
#include "allocator.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the calls work on ------------------------------------------------------------------- */

static struct {
    chain_store *store;
    chain_list *list;
    chain_timeline *timelines[8];
    size_t timeline_count;
    chain_result *result;
    chain_report *report;
    char image[64]; /* an unpacked image with a little of everything */
    uint8_t pem[16384];
    size_t pem_size;
} world;

static void read_pem(void)
{
    FILE *file = fopen(ROOTS "/globalsign-root-ca.pem", "rb");
    if (!file)
        exit(66);
    world.pem_size = fread(world.pem, 1, sizeof(world.pem), file);
    fclose(file);
}

/* ---- one call each: CHAIN_OK, or what it failed with ------------------------------------------- */

static chain_status call_cert(void)
{
    chain_cert *cert;
    chain_error error;
    chain_bytes der = chain_cert_der(chain_list_get(world.list, 0));
    chain_status status = chain_cert_new(&cert, &error, der.data, der.size);
    chain_cert_unref(cert);
    return status;
}

static chain_status call_cert_names(void)
{
    char *names[] = {chain_cert_subject(chain_list_get(world.list, 0)),
                     chain_cert_issuer(chain_list_get(world.list, 0)),
                     chain_cert_short_name(chain_list_get(world.list, 0))};
    chain_status status = names[0] && names[1] && names[2] ? CHAIN_OK : CHAIN_E_MEMORY;
    for (int i = 0; i < 3; i++)
        chain_free(names[i]);
    return status;
}

static chain_status call_list_read(void)
{
    chain_list *list;
    chain_error error;
    chain_status status = chain_list_read(&list, &error, world.pem, world.pem_size);
    if (status == CHAIN_OK)
        status = chain_list_check_leaf(list, &error);
    chain_list_unref(list);
    return status;
}

static chain_status call_list_open_directory(void)
{
    chain_list *list;
    chain_error error;
    chain_status status = chain_list_open(&list, &error, ROOTS);
    chain_list_unref(list);
    return status;
}

static chain_status call_store_open(void)
{
    chain_store *store;
    chain_error error;
    chain_status status = chain_store_open(&store, &error, ROOTS "/globalsign-root-r46.pem");
    chain_store_unref(store);
    return status;
}

static chain_status call_store_of_junk(void)
{
    static const char JUNK[] = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"
                               "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    chain_store *store;
    chain_error error;
    chain_status status = chain_store_read(&store, &error, "junk",
                                           (chain_bytes){(const uint8_t *)JUNK, sizeof(JUNK) - 1});
    chain_store_unref(store);
    return status == CHAIN_E_MALFORMED ? CHAIN_OK : status;
}

/* Two good certificates, and one that is skipped. */
static chain_status call_store_new(void)
{
    chain_bytes der = chain_cert_der(chain_list_get(world.list, 0));
    const chain_bytes certs[] = {der, {der.data, der.size - 1}, der};
    chain_store *store;
    chain_error error;
    chain_status status = chain_store_new(&store, &error, "runtime", certs, 3);
    chain_store_unref(store);
    return status;
}

static chain_status call_list_new(void)
{
    chain_bytes der = chain_cert_der(chain_list_get(world.list, 0));
    const chain_bytes certs[] = {der, {der.data, der.size - 1}, der};
    chain_list *list;
    chain_error error;
    chain_status status = chain_list_new(&list, &error, certs, 3);
    chain_list_unref(list);
    return status;
}

static chain_status call_timeline(void)
{
    chain_timeline *timeline;
    chain_error error;
    chain_status status = chain_timeline_builtin(&timeline, &error, "oss-globalsign");
    chain_timeline_unref(timeline);
    return status;
}

static chain_status call_timeline_text(void)
{
    char *text = chain_timeline_text(world.timelines[0]);
    chain_free(text);
    return text ? CHAIN_OK : CHAIN_E_MEMORY;
}

static chain_status call_timeline_verify(void)
{
    chain_fact *facts;
    size_t count;
    chain_status status = chain_timeline_verify(&facts, &count, world.timelines[0], NULL);
    chain_free(facts);
    return status;
}

static chain_status call_timeline_draft(void)
{
    char *json;
    chain_error error;
    const chain_cert *root = chain_list_get(world.list, 0);
    chain_draft draft = {.old_root = root, .new_root = root, .host = "*.example", .on = "2027"};
    chain_status status = chain_timeline_draft(&json, &error, &draft);
    chain_free(json);
    return status;
}

static chain_status call_find_stores(void)
{
    chain_place *places;
    size_t count;
    chain_status status = chain_stores_find(&places, &count, world.image);
    chain_free(places);
    return status;
}

/* Each store of the image, its hashed directory included. */
static chain_status call_open_inside(void)
{
    chain_place *places;
    size_t count;
    chain_status status = chain_stores_find(&places, &count, world.image);
    for (size_t i = 0; i < count && status == CHAIN_OK; i++) {
        chain_store *store;
        chain_error error;
        status = chain_store_open_inside(&store, &error, world.image, places[i].path, NULL);
        chain_store_unref(store);
        status = status == CHAIN_E_MEMORY ? status : CHAIN_OK;
    }
    chain_free(places);
    return status;
}

static chain_status call_time_text(void)
{
    char *text = chain_time_to_text(0);
    chain_free(text);
    return text ? CHAIN_OK : CHAIN_E_MEMORY;
}

static chain_status verify_by(chain_result **result, const char *profile)
{
    chain_verify_options options;
    chain_error error;
    chain_verify_options_default(&options);
    options.profile = profile;
    options.chain = world.list;
    options.store = world.store;
    return chain_verify(result, &error, &options);
}

static chain_status verify(chain_result **result)
{
    return verify_by(result, CHAIN_PROFILE_DEFAULT);
}

/* Its rules about how certificates are made note findings of their own. */
static chain_status call_verify_webpki(void)
{
    chain_result *result;
    chain_status status = verify_by(&result, "webpki");
    chain_result_free(result);
    return status;
}

static chain_status call_verify(void)
{
    chain_result *result;
    chain_status status = verify(&result);
    chain_result_free(result);
    return status;
}

/* The world of a fuzz seed: a chain of three, complete lists of both issuers, and a delta. */
static chain_status call_memo(void)
{
    chain_memo *memo;
    chain_status status = chain_memo_new(&memo, 1000);
    chain_memo_free(memo);
    return status;
}

/* The report of a store that breaks, so that the search for a fix is walked through too. */
static chain_status ready(chain_report **report)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000; /* 2026-11-22, 2028-11-22 */
    chain_ready_options *options;
    *report = NULL;
    chain_status status = chain_ready_options_new(&options, AT, UNTIL);
    if (status != CHAIN_OK)
        return status;
    status = chain_ready_options_add_store(options, world.store, NULL);
    for (size_t i = 0; i < world.timeline_count && status == CHAIN_OK; i++)
        status = chain_ready_options_add_timeline(options, world.timelines[i]);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_host(options, "oss-cn-hangzhou.aliyuncs.com");
    if (status == CHAIN_OK)
        status = chain_ready_options_set_bridges(options, world.list);
    if (status == CHAIN_OK)
        status = chain_ready(options, report);
    chain_ready_options_free(options);
    return status;
}

static chain_status call_ready(void)
{
    chain_report *report;
    chain_status status = ready(&report);
    chain_report_free(report);
    return status;
}

static chain_status call_ready_captured(void)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000;
    chain_ready_options *options;
    chain_report *report = NULL;
    chain_status status = chain_ready_options_new(&options, AT, UNTIL);
    if (status != CHAIN_OK)
        return status;
    status = chain_ready_options_add_store(options, world.store, NULL);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_timeline(options, world.timelines[0]);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_chain(options, world.list, "oss-cn-hangzhou.aliyuncs.com");
    if (status == CHAIN_OK)
        status = chain_ready(options, &report);
    chain_report_free(report);
    chain_ready_options_free(options);
    return status;
}

static chain_status call_report_text(void)
{
    static const chain_text_options HOW = {.width = 80, .unicode = 1};
    char *text = chain_report_text(world.report, &HOW);
    chain_free(text);
    return text ? CHAIN_OK : CHAIN_E_MEMORY;
}

static chain_status call_report_matrix(void)
{
    static const chain_text_options HOW = {.width = 80, .unicode = 1};
    char *text = chain_report_matrix(world.report, &HOW);
    chain_free(text);
    return text ? CHAIN_OK : CHAIN_E_MEMORY;
}

static chain_status verify_under(const char *profile)
{
    chain_verify_options options;
    chain_result *result;
    chain_error error;
    chain_verify_options_default(&options);
    options.chain = world.list;
    options.store = world.store;
    options.profile = profile;
    chain_status status = chain_verify(&result, &error, &options);
    chain_result_free(result);
    return status;
}

static chain_status call_verify_first(void)
{
    return verify_under("openssl-1.0.2");
}

static chain_status call_verify_sent(void)
{
    return verify_under("gnutls-3.7");
}

static chain_status call_ready_all(void)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000;
    chain_ready_options *options;
    chain_report *report = NULL;
    chain_status status = chain_ready_options_new(&options, AT, UNTIL);
    if (status != CHAIN_OK)
        return status;
    status = chain_ready_options_set_profile(options, "all");
    if (status == CHAIN_OK)
        status = chain_ready_options_add_store(options, world.store, NULL);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_timeline(options, world.timelines[0]);
    if (status == CHAIN_OK)
        status = chain_ready(options, &report);
    chain_report_free(report);
    chain_ready_options_free(options);
    return status;
}

/* A JDK's settings make a profile, doubts and a rule. */
static chain_status call_ready_java(void)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000;
    static const chain_text_options HOW = {.width = 80};
    static const chain_place PLACE = {
        .id = "java",
        .stack = "Java 25.0.3",
        .settings = "jdk.security.caDistrustPolicies=SYMANTEC_TLS,X\n"
                    "jdk.certpath.disabledAlgorithms=SHA1 jdkCA, RSA keySize < 2048\n?doubt\n"};
    chain_ready_options *options;
    chain_report *report = NULL;
    chain_status status = chain_ready_options_new(&options, AT, UNTIL);
    if (status != CHAIN_OK)
        return status;
    status = chain_ready_options_add_store(options, world.store, &PLACE);
    if (status == CHAIN_OK)
        status = chain_ready_options_add_timeline(options, world.timelines[0]);
    if (status == CHAIN_OK)
        status = chain_ready(options, &report);
    if (status == CHAIN_OK) {
        char *json = chain_report_json(report), *text = chain_report_text(report, &HOW);
        status = json && text ? CHAIN_OK : CHAIN_E_MEMORY;
        chain_free(json);
        chain_free(text);
    }
    chain_report_free(report);
    chain_ready_options_free(options);
    return status;
}

static chain_status call_report_script(void)
{
    char *script = chain_report_script(world.report, NULL, NULL);
    chain_free(script);
    return script ? CHAIN_OK : CHAIN_E_MEMORY;
}

static chain_status call_store_join(void)
{
    chain_store *both;
    chain_error error;
    chain_status status = chain_store_join(&both, &error, world.store, world.store);
    chain_store_unref(both);
    return status;
}

static chain_status call_report_json(void)
{
    char *json = chain_report_json(world.report);
    chain_free(json);
    return json ? CHAIN_OK : CHAIN_E_MEMORY;
}

static chain_status call_result_json(void)
{
    char *json = chain_result_json(world.result);
    chain_free(json);
    return json ? CHAIN_OK : CHAIN_E_MEMORY;
}

static const struct allocator_case CALLS[] = {
    {"chain_cert_new", call_cert},
    {"chain_cert_subject, _issuer, _short_name", call_cert_names},
    {"chain_list_read", call_list_read},
    {"chain_list_open of a directory", call_list_open_directory},
    {"chain_store_open", call_store_open},
    {"chain_store_read of junk", call_store_of_junk},
    {"chain_timeline_builtin", call_timeline},
    {"chain_timeline_text", call_timeline_text},
    {"chain_timeline_verify", call_timeline_verify},
    {"chain_timeline_draft", call_timeline_draft},
    {"chain_stores_find", call_find_stores},
    {"chain_store_open_inside", call_open_inside},
    {"chain_time_to_text", call_time_text},
    {"chain_memo_new", call_memo},
    {"chain_verify", call_verify},
    {"chain_verify by webpki", call_verify_webpki},
    {"chain_verify under openssl-1.0.2", call_verify_first},
    {"chain_verify under gnutls-3.7", call_verify_sent},
    {"chain_ready with all profiles", call_ready_all},
    {"chain_ready with the settings of a JDK", call_ready_java},
    {"chain_report_matrix", call_report_matrix},
    {"chain_result_json", call_result_json},
    {"chain_ready", call_ready},
    {"chain_ready with a captured chain", call_ready_captured},
    {"chain_report_text", call_report_text},
    {"chain_report_json", call_report_json},
    {"chain_report_script", call_report_script},
    {"chain_store_join", call_store_join},
    {"chain_store_new", call_store_new},
    {"chain_list_new", call_list_new},
};
enum { CALL_COUNT = sizeof(CALLS) / sizeof(CALLS[0]) };

/* Shell commands are the shortest way to a small tree of files. */
static bool make_image(void)
{
    char command[4096];
    strcpy(world.image, "/tmp/libchain-image-XXXXXX");
    if (!mkdtemp(world.image))
        return false;
    snprintf(
        command, sizeof(command),
        "cd %s && mkdir -p etc/ssl/certs etc/php/8.2/cli/conf.d opt/jdk/lib/security etc/default "
        "opt/app/certifi && cp %s/globalsign-root-ca.pem etc/ssl/certs/ca-certificates.crt && "
        "cp etc/ssl/certs/ca-certificates.crt opt/app/certifi/cacert.pem && "
        "mkdir -p opt/jdk/conf/security && "
        "echo 'jdk.tls.disabledAlgorithms=MD5' >opt/jdk/conf/security/java.security && "
        "echo 'include more' >>opt/jdk/conf/security/java.security && "
        "touch opt/jdk/lib/security/cacerts && echo 'JAVA_VERSION=\"21\"' >opt/jdk/release && "
        "echo 'curl.cainfo=/opt/app/certifi/cacert.pem' >etc/php/8.2/cli/conf.d/a.ini && "
        "echo 'openssl.cafile=/nowhere' >etc/php/8.2/cli/php.ini && "
        "echo 'SSL_CERT_FILE=/opt/app/certifi/cacert.pem' >etc/default/app && "
        "mkdir etc/hashed opt/a opt/b opt/c && keystores=%s/../keystores && "
        "echo 'SSL_CERT_DIR=/etc/hashed' >>etc/default/app && "
        "cp opt/app/certifi/cacert.pem etc/hashed/0a775a30.0 && "
        "cp $keystores/jdk17.jceks opt/a/trust.jks && cp $keystores/jdk25-open.p12 opt/b/trust.p12 "
        "&& "
        "cp $keystores/openssl.p7b opt/b/cacert.pem && "
        "cp $keystores/trusted-serverAuth.pem opt/c/cacert.pem && "
        "{ echo '[p11-kit-object-v1]'; echo 'trusted: true'; cat opt/app/certifi/cacert.pem; "
        "} >opt/a/cacert.pem",
        world.image, ROOTS, ROOTS);
    return system(command) == 0;
}

static bool prepare(void)
{
    if (!make_image())
        return false;
    read_pem();
    if (chain_list_open(&world.list, NULL, ROOTS) != CHAIN_OK ||
        chain_store_open(&world.store, NULL, ROOTS "/globalsign-root-ca-r3.pem") != CHAIN_OK)
        return false;
    if (chain_timeline_builtin(&world.timelines[0], NULL, "oss-globalsign") != CHAIN_OK ||
        chain_timeline_builtin(&world.timelines[1], NULL, "globalsign-dv-2021") != CHAIN_OK)
        return false;
    world.timeline_count = 2;
    return verify(&world.result) == CHAIN_OK && ready(&world.report) == CHAIN_OK;
}

static void clean_up(void)
{
    chain_report_free(world.report);
    chain_result_free(world.result);
    for (size_t i = 0; i < world.timeline_count; i++)
        chain_timeline_unref(world.timelines[i]);
    chain_list_unref(world.list);
    chain_store_unref(world.store);
    char command[128];
    snprintf(command, sizeof(command), "rm -r %s", world.image);
    if (system(command) != 0)
        puts("the image could not be removed");
}

int main(void)
{
    if (!prepare()) {
        fprintf(stderr, "the world could not be prepared\n");
        return 1;
    }
    size_t failed = allocator_drive_all(CALLS, CALL_COUNT);
    clean_up();
    return failed != 0;
}
