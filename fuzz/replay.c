// SPDX-License-Identifier: Apache-2.0
/* A plain main for a fuzz target: runs it over files and folders, so that the corpus is a test on every
 * compiler. Prints how many inputs it ran. */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

static size_t ran;

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size < 0 || fseek(file, 0, SEEK_SET) != 0) {
        perror(path);
        exit(66);
    }
    uint8_t *data = malloc((size_t)size + 1); /* exactly as large as it says: sanitizers see overreads */
    uint8_t *exact = realloc(data, size ? (size_t)size : 1);
    if (!exact || fread(exact, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(66);
    }
    LLVMFuzzerTestOneInput(exact, (size_t)size);
    ran++;
    free(exact);
    fclose(file);
}

static void run(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        perror(path);
        exit(66);
    }
    if (!S_ISDIR(about.st_mode)) {
        run_file(path);
        return;
    }
    DIR *directory = opendir(path);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        char inner[4096];
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            run(inner);
    }
    if (directory)
        closedir(directory);
}

int main(int argc, char **argv)
{
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++)
        run(argv[i]);
    printf("%zu inputs replayed\n", ran);
    return argc > 1 && ran == 0;
}
