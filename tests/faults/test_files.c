// SPDX-License-Identifier: Apache-2.0
/*
 * Files that behave badly while they are read: a few octets at a time, interrupted, failing
 * halfway, growing, shrinking, replaced, too large, or no files at all. read, open and fstat are
 * wrapped by the linker (meson asks for 64-bit offsets, hence their names); where a plan says so
 * they do something first.
 *
 * Whatever happens is what an honest reading would give, or an error that says what happened.
 */
#include "chain.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ssize_t __real_read(int descriptor, void *buffer, size_t size);
int __real_open64(const char *path, int flags, ...);
int __real_fstat64(int descriptor, struct stat *about);
ssize_t __wrap_read(int descriptor, void *buffer, size_t size);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_fstat64(int descriptor, struct stat *about);

static struct {
    size_t most;   /* octets that one read gives; 0: as many as there are */
    int interrupt; /* every n-th read is interrupted; 0: none */
    int fail_at;   /* the read that fails with EIO; 0: none */
    int act_at;    /* before this read, `act` is done to the file; 0: never */
    void (*act)(void);
    int fail_open; /* errno of open; 0: it works */
    int fail_stat;
    int reads;
} plan;

static char folder[64], path[128];
static size_t wrong, checks;

ssize_t __wrap_read(int descriptor, void *buffer, size_t size)
{
    plan.reads++;
    if (plan.interrupt && plan.reads % plan.interrupt == 0) {
        errno = EINTR;
        return -1;
    }
    if (plan.fail_at == plan.reads) {
        errno = EIO;
        return -1;
    }
    if (plan.act_at == plan.reads)
        plan.act();
    return __real_read(descriptor, buffer, plan.most && plan.most < size ? plan.most : size);
}

int __wrap_open64(const char *name, int flags, ...)
{
    if (plan.fail_open) {
        errno = plan.fail_open;
        return -1;
    }
    return __real_open64(name, flags, 0600);
}

int __wrap_fstat64(int descriptor, struct stat *about)
{
    if (plan.fail_stat) {
        errno = plan.fail_stat;
        return -1;
    }
    return __real_fstat64(descriptor, about);
}

static void expect(bool good, const char *what, int line)
{
    checks++;
    if (!good) {
        printf("FAILED at line %d: %s\n", line, what);
        wrong++;
    }
}

#define EXPECT(condition) expect(condition, #condition, __LINE__)

/* ---- the file --------------------------------------------------------------------------------- */

enum { SIZE = 100 * 1000 };
static uint8_t content[2 * SIZE];

static void write_file(size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(content, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(66);
    }
}

static void append(void)
{
    write_file(2 * SIZE);
}

static void cut(void)
{
    if (truncate(path, SIZE / 4) != 0)
        perror(path);
}

static void empty(void)
{
    if (truncate(path, 0) != 0)
        perror(path);
}

/* The name now stands for another file; the one that was opened is still what is read. */
static void replace(void)
{
    char other[160];
    snprintf(other, sizeof(other), "%s.other", path);
    FILE *file = fopen(other, "wb");
    if (!file || fputs("something else", file) < 0 || fclose(file) != 0 || rename(other, path) != 0)
        perror(other);
}

/* ---- reading ---------------------------------------------------------------------------------- */

/* The first `size` octets of the content, and nothing else. */
static void expect_read(size_t size, int line)
{
    struct file file;
    chain_error error = {0};
    plan.reads = 0;
    chain_status status = file_read(&file, &error, path);
    expect(status == CHAIN_OK, "it is read", line);
    expect(file.size == size, "of that size", line);
    expect(!size || memcmp(file.data, content, file.size) == 0, "and that content", line);
    free(file.data);
    memset(&plan, 0, sizeof(plan));
}

static void expect_failure(const char *name, chain_status wanted, const char *words, int line)
{
    struct file file;
    chain_error error = {0};
    plan.reads = 0;
    chain_status status = file_read(&file, &error, name);
    expect(status == wanted && error.status == wanted, "it fails in that way", line);
    expect(!file.data && !file.size, "and gives nothing", line);
    expect(strstr(error.message, words) && strcmp(error.path, name) == 0, "and says so", line);
    if (!strstr(error.message, words))
        printf("  it says: %s: %s\n", error.path, error.message);
    memset(&plan, 0, sizeof(plan));
}

static void read_slowly(void)
{
    static const size_t MOST[] = {1, 2, 3, 7, 4096};
    for (size_t i = 0; i < sizeof(MOST) / sizeof(MOST[0]); i++) {
        write_file(MOST[i] < 8 ? 500 : SIZE);
        plan.most = MOST[i];
        expect_read(MOST[i] < 8 ? 500 : SIZE, __LINE__);
    }
    write_file(SIZE);
    plan.most = 1000;
    plan.interrupt = 2; /* every other read */
    expect_read(SIZE, __LINE__);
    write_file(0);
    expect_read(0, __LINE__);
}

static void read_what_changes(void)
{
    write_file(SIZE);
    plan.most = 1000;
    plan.act_at = 10;
    plan.act = append;
    expect_read(2 * SIZE, __LINE__);
    write_file(SIZE);
    plan.act_at = 1;
    plan.act = append;
    expect_read(2 * SIZE, __LINE__);
    write_file(SIZE);
    plan.most = 1000;
    plan.act_at = 10;
    plan.act = cut;
    expect_read(SIZE / 4, __LINE__);
    write_file(SIZE);
    plan.act_at = 1;
    plan.act = empty;
    expect_read(0, __LINE__);
    write_file(SIZE);
    plan.most = 1000;
    plan.act_at = 5;
    plan.act = replace;
    expect_read(SIZE, __LINE__);
}

static void read_what_fails(void)
{
    static const struct {
        int number;
        chain_status status;
        const char *words;
    } WAYS[] = {{ENOENT, CHAIN_E_NOT_FOUND, "no such file"},
                {ENOTDIR, CHAIN_E_NOT_FOUND, "no such file"},
                {EACCES, CHAIN_E_PERMISSION, "may not be read"},
                {EPERM, CHAIN_E_PERMISSION, "may not be read"},
                {ELOOP, CHAIN_E_IO, "too many symbolic links"},
                {ENAMETOOLONG, CHAIN_E_ARGUMENT, "too long"},
                {ENOMEM, CHAIN_E_MEMORY, "out of memory"},
                {EMFILE, CHAIN_E_IO, "cannot be read"},
                {EIO, CHAIN_E_IO, "cannot be read"}};
    write_file(SIZE);
    for (size_t i = 0; i < sizeof(WAYS) / sizeof(WAYS[0]); i++) {
        plan.fail_open = WAYS[i].number;
        expect_failure(path, WAYS[i].status, WAYS[i].words, __LINE__);
        plan.fail_stat = WAYS[i].number;
        expect_failure(path, WAYS[i].status, WAYS[i].words, __LINE__);
    }
    plan.fail_at = 1;
    expect_failure(path, CHAIN_E_IO, "Input/output error", __LINE__);
    plan.most = 1000;
    plan.fail_at = 50;
    expect_failure(path, CHAIN_E_IO, "Input/output error", __LINE__);
}

/* A file that says that it is larger than may be read, and one that becomes it. */
static void grow_beyond(void)
{
    if (truncate(path, (off_t)FILE_MOST_BYTES + 1) != 0)
        perror(path);
}

static void read_what_is_too_large(void)
{
    write_file(10);
    grow_beyond();
    expect_failure(path, CHAIN_E_LIMIT, "larger than 64 MiB", __LINE__);
    write_file(10);
    plan.act_at = 1;
    plan.act = grow_beyond;
    expect_failure(path, CHAIN_E_LIMIT, "larger than 64 MiB", __LINE__);
}

static void read_what_is_no_file(void)
{
    char other[160], text[600];
    snprintf(other, sizeof(other), "%s/fifo", folder);
    EXPECT(mkfifo(other, 0600) == 0);
    expect_failure(other, CHAIN_E_IO, "not a regular file", __LINE__);
    expect_failure(folder, CHAIN_E_IO, "is a directory", __LINE__);
    expect_failure("/dev/zero", CHAIN_E_IO, "not a regular file", __LINE__);
    snprintf(other, sizeof(other), "%s/loop", folder);
    EXPECT(symlink(other, other) == 0);
    expect_failure(other, CHAIN_E_IO, "too many symbolic links", __LINE__);
    snprintf(other, sizeof(other), "%s/nothing", folder);
    expect_failure(other, CHAIN_E_NOT_FOUND, "no such file", __LINE__);
    snprintf(text, sizeof(text), "%s/%0500d", folder, 0);
    struct file file;
    chain_error error = {0};
    EXPECT(file_read(&file, &error, text) == CHAIN_E_ARGUMENT);
}

/* The same through the public calls: a store is what was read of it in the end. */
static void open_stores(void)
{
    chain_store *store;
    chain_error error;
    const char *bundle = ROOTS "/globalsign-root-ca-r3.pem";
    plan.most = 3;
    plan.interrupt = 3;
    EXPECT(chain_store_open(&store, &error, bundle) == CHAIN_OK);
    EXPECT(chain_store_count(store) == 1 && chain_store_skipped_count(store) == 0);
    chain_store_unref(store);
    memset(&plan, 0, sizeof(plan));
    plan.most = 100;
    plan.fail_at = 5;
    EXPECT(chain_store_open(&store, &error, bundle) == CHAIN_E_IO && !store);
    EXPECT(strcmp(error.path, bundle) == 0);
    memset(&plan, 0, sizeof(plan));
    plan.fail_at = 2; /* one file of a directory; the others are used */
    chain_list *list;
    EXPECT(chain_list_open(&list, &error, ROOTS) == CHAIN_OK);
    EXPECT(chain_list_skipped_count(list) == 1);
    EXPECT(chain_list_skipped(list, 0)->status == CHAIN_E_IO);
    EXPECT(strncmp(chain_list_skipped(list, 0)->path, ROOTS, strlen(ROOTS)) == 0);
    EXPECT(chain_list_count(list) >= 9);
    chain_list_unref(list);
    memset(&plan, 0, sizeof(plan));
}

int main(void)
{
    char command[128];
    strcpy(folder, "/tmp/libchain-files-XXXXXX");
    if (!mkdtemp(folder))
        return 70;
    snprintf(path, sizeof(path), "%s/file", folder);
    for (size_t i = 0; i < sizeof(content); i++)
        content[i] = (uint8_t)(i * 7 + i / 251);
    read_slowly();
    read_what_changes();
    read_what_fails();
    read_what_is_too_large();
    read_what_is_no_file();
    open_stores();
    snprintf(command, sizeof(command), "rm -r %s", folder);
    if (system(command) != 0)
        perror(folder);
    printf("%zu checks, %zu failed\n", checks, wrong);
    return wrong != 0;
}
