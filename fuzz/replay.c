// SPDX-License-Identifier: Apache-2.0
/*
 * A plain main for a fuzz target: runs it over files and folders, so that the corpus is a test on
 * every compiler. Where the target has a mutator of its own, each input is also run as some
 * mutations of it, the same ones every time. Prints how many inputs it ran.
 */
#include "fuzz.h"
#include "mutate.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

enum { MUTATIONS = 16, MOST_MUTATED = 64 * 1024 };

static size_t ran, mutated;

#pragma weak LLVMFuzzerCustomMutator

/* In libFuzzer's place, for mutators that ask it: one octet becomes another. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most)
{
    if (!size && most)
        data[size++] = 0;
    if (size)
        data[mutated * 31 % size] ^= (uint8_t)(1U << mutated % 8);
    return size;
}

static void run_mutations(const uint8_t *data, size_t size)
{
    for (unsigned seed = 0; seed < MUTATIONS && size <= MOST_MUTATED; seed++) {
        uint8_t *room = malloc(2 * size + 64);
        if (!room)
            exit(70);
        memcpy(room, data, size);
        size_t fresh = LLVMFuzzerCustomMutator(room, size, 2 * size + 64, seed * 7919);
        uint8_t *exact = realloc(room, fresh ? fresh : 1);
        LLVMFuzzerTestOneInput(exact, fresh);
        mutated++;
        free(exact);
    }
}

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
    uint8_t *data =
        malloc((size_t)size + 1); /* exactly as large as it says: sanitizers see overreads */
    uint8_t *exact = realloc(data, size ? (size_t)size : 1);
    if (!exact || fread(exact, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(66);
    }
    LLVMFuzzerTestOneInput(exact, (size_t)size);
    ran++;
    if (LLVMFuzzerCustomMutator)
        run_mutations(exact, (size_t)size);
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
    printf("%zu inputs replayed, and %zu mutations of them\n", ran, mutated);
    return argc > 1 && ran == 0;
}
