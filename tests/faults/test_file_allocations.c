// SPDX-License-Identifier: Apache-2.0
/*
 * Every allocation of what reads stores, timelines and places fails once: see test_allocations.c.
 * Stores of every form are seeds of the fuzzers, read from the file and from memory.
 */
#include "allocator.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    chain_report *report;
    chain_place place;
} world;

struct input {
    char path[512];
    const char *password; /* or NULL */
    uint8_t data[32 * 1024];
    size_t size;
};

static void read_input(struct input *input)
{
    FILE *file = fopen(input->path, "rb");
    if (!file) {
        perror(input->path);
        exit(66);
    }
    input->size = fread(input->data, 1, sizeof(input->data), file);
    fclose(file);
}

/* A store that cannot be read for another reason is as good as one that can. */
static chain_status unless_memory(chain_status status)
{
    return status == CHAIN_E_MEMORY ? status : CHAIN_OK;
}

static chain_status call_store_open(const void *context)
{
    const struct input *input = context;
    chain_store *store;
    chain_error error;
    chain_status status = chain_store_open_with(&store, &error, input->path, input->password);
    chain_store_unref(store);
    return unless_memory(status);
}

static chain_status call_store_read(const void *context)
{
    const struct input *input = context;
    chain_store *store;
    chain_error error;
    chain_status status = chain_store_read_with(
        &store, &error, input->path, (chain_bytes){input->data, input->size}, input->password);
    chain_store_unref(store);
    return unless_memory(status);
}

static chain_status call_timeline_open(const void *context)
{
    const struct input *input = context;
    chain_timeline *timeline;
    chain_error error;
    chain_status status = chain_timeline_open(&timeline, &error, input->path);
    chain_timeline_unref(timeline);
    return status;
}

static chain_status call_timeline_read(const void *context)
{
    const struct input *input = context;
    chain_timeline *timeline;
    chain_error error;
    chain_status status =
        chain_timeline_read(&timeline, &error, (chain_bytes){input->data, input->size});
    chain_timeline_unref(timeline);
    return status;
}

/* A report about a store that could not be read, with all that can be set. */
static chain_status call_options(const void *context)
{
    static const chain_error WHY = {.status = CHAIN_E_PASSWORD, .message = "needs a password"};
    chain_ready_options *options;
    chain_report *report = NULL;
    chain_status status = chain_ready_options_new(&options, 1795305600, 1858464000);
    (void)context;
    if (status != CHAIN_OK)
        return status;
    status = chain_ready_options_add_failure(options, &world.place, &WHY);
    if (status == CHAIN_OK)
        status = chain_ready_options_set_profile(options, "rfc5280");
    if (status == CHAIN_OK)
        status = chain_ready(options, &report);
    chain_report_free(report);
    chain_ready_options_free(options);
    return status;
}

/* These need no memory; what they say does not change when there is none. */
static chain_status call_small(const void *context)
{
    chain_time at;
    chain_place place;
    chain_root root;
    chain_store_summary store;
    chain_status status = chain_time_from_text(&at, "2027-01-28");
    (void)context;
    if (status == CHAIN_OK)
        status = chain_place_of(&place, "/etc/ssl/certs/ca-certificates.crt");
    if (status == CHAIN_OK)
        status = chain_report_store(world.report, &store, 0);
    if (status == CHAIN_OK && chain_report_root_count(world.report, NULL))
        status = chain_report_root(world.report, &root, NULL, 0);
    return status;
}

static size_t drive_folder(const char *form, allocator_call *first, allocator_call *second)
{
    char folder[400];
    struct input *input = malloc(sizeof(*input));
    const struct dirent *entry;
    size_t failed = 0, count = 0;
    snprintf(folder, sizeof(folder), "%s/%s", SEEDS, form);
    DIR *directory = opendir(folder);
    while (input && directory && (entry = readdir(directory))) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(input->path, sizeof(input->path), "%s/%.100s", folder, entry->d_name);
        input->password = strstr(form, "pkcs12") || strstr(form, "jks") ? "changeit" : NULL;
        read_input(input);
        failed += allocator_drive(input->path + strlen(SEEDS) + 1, first, input) < 0;
        failed += allocator_drive("  the same from memory", second, input) < 0;
        count++;
    }
    if (directory)
        closedir(directory);
    free(input);
    if (!count)
        printf("FAILED: there is nothing in %s\n", folder);
    return failed + !count;
}

static bool prepare(void)
{
    static const chain_time AT = 1795305600, UNTIL = 1858464000;
    chain_ready_options *options;
    chain_store *store;
    chain_timeline *timeline;
    bool good = chain_place_of(&world.place, "/etc/ssl/cert.pem") == CHAIN_OK &&
                chain_store_open(&store, NULL, ROOTS "/globalsign-root-ca-r3.pem") == CHAIN_OK &&
                chain_timeline_builtin(&timeline, NULL, "oss-globalsign") == CHAIN_OK &&
                chain_ready_options_new(&options, AT, UNTIL) == CHAIN_OK &&
                chain_ready_options_add_store(options, store, NULL) == CHAIN_OK &&
                chain_ready_options_add_timeline(options, timeline) == CHAIN_OK &&
                chain_ready(options, &world.report) == CHAIN_OK;
    if (!good)
        return false;
    chain_ready_options_free(options);
    chain_timeline_unref(timeline);
    chain_store_unref(store);
    return true;
}

int main(void)
{
    static const char *const FORMS[] = {"jks", "pkcs12", "pkcs7", "p11kit", "store", "list"};
    size_t failed = 0;
    if (!prepare()) {
        fprintf(stderr, "the world could not be prepared\n");
        return 1;
    }
    for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++)
        failed += drive_folder(FORMS[i], call_store_open, call_store_read);
    failed += drive_folder("timeline", call_timeline_open, call_timeline_read);
    failed += allocator_drive("options", call_options, NULL) < 0;
    failed += allocator_drive("small calls", call_small, NULL) < 0;
    chain_report_free(world.report);
    printf("%ld failed allocations, %zu failed\n", allocator_failures(), failed);
    return failed != 0;
}
