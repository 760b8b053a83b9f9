// SPDX-License-Identifier: Apache-2.0
#include "file.h"

#include "error.h"
#include "mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST_NAMES = 100000 };

static chain_status from_errno(chain_error *error, int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return error_set(error, CHAIN_E_NOT_FOUND, "no such file");
    case EACCES:
    case EPERM:
        return error_set(error, CHAIN_E_PERMISSION, "may not be read by this user");
    case ELOOP:
        return error_set(error, CHAIN_E_IO, "too many symbolic links");
    case ENAMETOOLONG:
        return error_set(error, CHAIN_E_ARGUMENT, "the path is too long");
    case ENOMEM:
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    default:
        return error_set(error, CHAIN_E_IO, "cannot be read: %s", strerror(number));
    }
}

bool file_is_executable(chain_bytes start)
{
    return start.size >= 4 && memcmp(start.data, "\x7f" "ELF", 4) == 0;
}

/* How much of it may be read. */
static size_t most_of(int descriptor)
{
    uint8_t start[4];
    ssize_t got = pread(descriptor, start, sizeof(start), 0);
    return got == 4 && file_is_executable((chain_bytes){start, 4}) ? FILE_MOST_EXECUTABLE
                                                                  : FILE_MOST_BYTES;
}

static chain_status too_large(chain_error *error, size_t most)
{
    return error_set(error, CHAIN_E_LIMIT, "larger than %zu MiB", most >> 20);
}

static chain_status read_all(struct file *out, chain_error *error, int descriptor, size_t expected)
{
    size_t capacity = 0, most = most_of(descriptor);
    if (expected > most)
        return too_large(error, most);
    if (!mem_grow(&out->data, &capacity, expected + 1, 1))
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    for (;;) {
        if (out->size == capacity && !mem_grow(&out->data, &capacity, capacity + 1, 1))
            return error_set(error, CHAIN_E_MEMORY, "out of memory");
        ssize_t got = read(descriptor, out->data + out->size, capacity - out->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return from_errno(error, errno);
        if (!got)
            return CHAIN_OK;
        out->size += (size_t)got;
        if (out->size > most)
            return too_large(error, most);
    }
}

chain_status file_read(struct file *out, chain_error *error, const char *path)
{
    struct stat about;
    *out = (struct file){NULL, 0};
    /* O_NONBLOCK: opening a FIFO that nobody writes to must not hang. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    chain_status status = CHAIN_OK;
    if (descriptor < 0 || fstat(descriptor, &about) != 0)
        status = from_errno(error, errno);
    else if (S_ISDIR(about.st_mode))
        status = error_set(error, CHAIN_E_IO, "is a directory");
    else if (!S_ISREG(about.st_mode))
        status = error_set(error, CHAIN_E_IO, "is not a regular file");
    else
        status = read_all(out, error, descriptor, (size_t)about.st_size);
    if (descriptor >= 0)
        close(descriptor);
    if (status != CHAIN_OK) {
        mem_free(out->data);
        *out = (struct file){NULL, 0};
        error_file(error, path);
    }
    return status;
}

bool file_is_directory(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static chain_status read_names(struct file_names *out, chain_error *error, DIR *directory)
{
    size_t capacity = 0;
    const struct dirent *entry;
    errno = 0;
    while ((entry = readdir(directory))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (out->count == FILE_MOST_NAMES)
            return error_set(error, CHAIN_E_LIMIT, "a directory of more than 100,000 files");
        char *name = mem_string(entry->d_name);
        if (!name || !mem_grow(&out->names, &capacity, out->count + 1, sizeof(*out->names))) {
            mem_free(name);
            return error_set(error, CHAIN_E_MEMORY, "out of memory");
        }
        out->names[out->count++] = name;
        errno = 0;
    }
    return errno ? from_errno(error, errno) : CHAIN_OK;
}

chain_status file_list(struct file_names *out, chain_error *error, const char *path)
{
    *out = (struct file_names){NULL, 0};
    DIR *directory = opendir(path);
    chain_status status = directory ? read_names(out, error, directory) : from_errno(error, errno);
    if (directory)
        closedir(directory);
    if (status != CHAIN_OK) {
        file_names_free(out);
        error_file(error, path);
        return status;
    }
    if (out->count > 1)
        qsort(out->names, out->count, sizeof(*out->names), compare_names);
    return CHAIN_OK;
}

void file_names_free(struct file_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        mem_free(names->names[i]);
    mem_free(names->names);
    *names = (struct file_names){NULL, 0};
}

/* ---- with kinds ------------------------------------------------------------------------------- */

static int compare_entries(const void *left, const void *right)
{
    const struct file_entry *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static bool add_entry(struct file_entries *out, size_t *capacity, const struct dirent *found, int folder)
{
    struct file_entry entry = {.name = mem_string(found->d_name)};
    struct stat about;
    if (!entry.name || !mem_grow(&out->entries, capacity, out->count + 1, sizeof(*out->entries))) {
        mem_free(entry.name);
        return false;
    }
    entry.link = found->d_type == DT_LNK;
    entry.directory = found->d_type == DT_DIR;
    if (found->d_type == DT_UNKNOWN &&
        fstatat(folder, found->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0) {
        entry.link = S_ISLNK(about.st_mode);
        entry.directory = S_ISDIR(about.st_mode);
    }
    out->entries[out->count++] = entry;
    return true;
}

chain_status file_scan(struct file_entries *out, const char *path)
{
    size_t capacity = 0;
    const struct dirent *found;
    chain_status status = CHAIN_OK;
    *out = (struct file_entries){NULL, 0};
    DIR *directory = opendir(path);
    if (!directory)
        return CHAIN_E_NOT_FOUND;
    while (status == CHAIN_OK && (found = readdir(directory))) {
        bool self = strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0;
        if (!self && !add_entry(out, &capacity, found, dirfd(directory)))
            status = CHAIN_E_MEMORY;
    }
    closedir(directory);
    if (status != CHAIN_OK)
        file_entries_free(out);
    else if (out->count > 1)
        qsort(out->entries, out->count, sizeof(*out->entries), compare_entries);
    return status;
}

void file_entries_free(struct file_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++)
        mem_free(entries->entries[i].name);
    mem_free(entries->entries);
    *entries = (struct file_entries){NULL, 0};
}
