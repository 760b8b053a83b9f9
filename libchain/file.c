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

static chain_status read_all(struct file *out, chain_error *error, int descriptor, size_t expected)
{
    size_t capacity = 0;
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
        if (out->size > FILE_MOST_BYTES)
            return error_set(error, CHAIN_E_LIMIT, "larger than 64 MiB");
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
    else if (about.st_size > FILE_MOST_BYTES)
        status = error_set(error, CHAIN_E_LIMIT, "larger than 64 MiB");
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
