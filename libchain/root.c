// SPDX-License-Identifier: Apache-2.0
#include "root.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40 };

void root_join(char out[ROOT_PATH_SIZE], const char *directory, const char *name)
{
    size_t size = strlen(directory);
    int wanted = snprintf(out, ROOT_PATH_SIZE, "%s%s%s", directory,
                          size && directory[size - 1] == '/' ? "" : "/", name);
    if (wanted < 0 || wanted >= ROOT_PATH_SIZE)
        out[0] = 0;
}

/* Takes the last component off; the top stays. */
static void go_up(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = 0;
}

struct walk {
    char done[ROOT_PATH_SIZE]; /* inside, without links, "" for the top */
    char rest[ROOT_PATH_SIZE]; /* what is still to be walked */
    unsigned links;
    bool may_lack; /* what does not exist is walked through by its name */
};

/* Puts the target of a link before what is still to be walked. */
static bool follow(struct walk *walk, const char *host)
{
    char target[ROOT_PATH_SIZE], rest[ROOT_PATH_SIZE];
    ssize_t size = readlink(host, target, sizeof(target) - 1);
    if (size <= 0 || ++walk->links > MOST_LINKS)
        return false;
    target[size] = 0;
    int wanted = snprintf(rest, sizeof(rest), "%s/%s", target, walk->rest);
    if (wanted < 0 || (size_t)wanted >= sizeof(rest))
        return false;
    memcpy(walk->rest, rest, (size_t)wanted + 1);
    if (target[0] == '/')
        walk->done[0] = 0;
    return true;
}

static bool step(struct walk *walk, const char *root, const char *name)
{
    char host[2 * ROOT_PATH_SIZE + 2], next[ROOT_PATH_SIZE];
    struct stat about;
    if (strcmp(name, ".") == 0 || !name[0])
        return true;
    if (strcmp(name, "..") == 0) {
        go_up(walk->done);
        return true;
    }
    int wanted = snprintf(next, sizeof(next), "%s/%s", walk->done, name);
    if (wanted < 0 || (size_t)wanted >= sizeof(next))
        return false;
    snprintf(host, sizeof(host), "%s%s", strcmp(root, "/") == 0 ? "" : root, next);
    bool exists = lstat(host, &about) == 0;
    if (!exists && !walk->may_lack)
        return false;
    if (exists && S_ISLNK(about.st_mode))
        return follow(walk, host);
    memcpy(walk->done, next, (size_t)wanted + 1);
    return true;
}

static bool walk_down(const char *root, const char *path, bool may_lack, char out[ROOT_PATH_SIZE])
{
    struct walk walk = {.may_lack = may_lack};
    if (!path[0] || strlen(path) >= sizeof(walk.rest))
        return false;
    strcpy(walk.rest, path);
    while (walk.rest[0]) {
        char name[ROOT_PATH_SIZE];
        size_t size = strcspn(walk.rest, "/");
        memcpy(name, walk.rest, size);
        name[size] = 0;
        size += walk.rest[size] == '/';
        memmove(walk.rest, walk.rest + size, strlen(walk.rest + size) + 1);
        if (!step(&walk, root, name))
            return false;
    }
    int wanted = snprintf(out, ROOT_PATH_SIZE, "%s%s", strcmp(root, "/") == 0 ? "" : root,
                          walk.done[0] ? walk.done : "/");
    return wanted > 0 && wanted < ROOT_PATH_SIZE;
}

bool root_resolve(const char *root, const char *path, char out[ROOT_PATH_SIZE])
{
    return walk_down(root, path, false, out);
}

bool root_place(const char *root, const char *path, char out[ROOT_PATH_SIZE])
{
    return walk_down(root, path, true, out);
}

enum root_kind root_look(const char *root, const char *path)
{
    char host[ROOT_PATH_SIZE];
    struct stat about;
    if (!root_resolve(root, path, host) || lstat(host, &about) != 0)
        return ROOT_NOTHING;
    return S_ISDIR(about.st_mode)   ? ROOT_DIRECTORY
           : S_ISREG(about.st_mode) ? ROOT_FILE
                                    : ROOT_NOTHING;
}

chain_status root_read(const char *root, const char *path, struct file *out)
{
    char host[ROOT_PATH_SIZE];
    *out = (struct file){NULL, 0};
    return root_resolve(root, path, host) ? file_read(out, NULL, host) : CHAIN_E_NOT_FOUND;
}

chain_status root_list(const char *root, const char *path, struct file_names *out)
{
    char host[ROOT_PATH_SIZE];
    *out = (struct file_names){NULL, 0};
    return root_resolve(root, path, host) ? file_list(out, NULL, host) : CHAIN_E_NOT_FOUND;
}
