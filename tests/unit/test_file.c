// SPDX-License-Identifier: Apache-2.0
#include "file.h"

#include "cert_writer.h"
#include "expect.h"
#include "mem.h"
#include "pool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(file, .fini = tidy);

static void expect_refused(const char *path, chain_status status, const char *message)
{
    struct file file = {(uint8_t *)1, 1};
    chain_error error = expect_junk();
    SAME(file_read(&file, &error, path), status);
    cr_expect(!file.data && !file.size);
    SAME_ERROR(&error, status, 0, CHAIN_NO_OFFSET, message);
    SAME_TEXT(error.path, path);
}

Test(file, reads_all_of_it)
{
    struct file file;
    chain_bytes content = asn_repeat('x', 100000);
    cr_assert(file_read(&file, NULL, scratch_file("some", content)) == CHAIN_OK);
    SAME_BYTES(((chain_bytes){file.data, file.size}), content);
    mem_free(file.data);
    cr_assert(file_read(&file, NULL, scratch_file("empty", asn_text(""))) == CHAIN_OK);
    SAME(file.size, 0);
    mem_free(file.data);
}

/* One of /proc tells no size beforehand. */
Test(file, reads_what_has_no_size)
{
    struct file file;
    cr_assert(file_read(&file, NULL, "/proc/self/maps") == CHAIN_OK);
    cr_expect(file.size > 0);
    mem_free(file.data);
}

Test(file, says_what_is_wrong_with_a_path)
{
    expect_refused(scratch_path("none"), CHAIN_E_NOT_FOUND, "no such file");
    expect_refused(pool_format("%s/x", scratch_file("a", asn_text("x"))), CHAIN_E_NOT_FOUND,
                   "no such file");
    const char *folder = scratch_path("folder"), *fifo = scratch_path("fifo"),
               *loop = scratch_path("loop");
    cr_assert(mkdir(folder, 0755) == 0 && mkfifo(fifo, 0600) == 0 && symlink(loop, loop) == 0);
    expect_refused(folder, CHAIN_E_IO, "is a directory");
    expect_refused(fifo, CHAIN_E_IO, "is not a regular file");
    expect_refused("/dev/null", CHAIN_E_IO, "is not a regular file");
    expect_refused(loop, CHAIN_E_IO, "too many symbolic links");
    char *name = pool_take(400);
    memset(name, 'n', 300);
    SAME(file_read(&(struct file){NULL, 0}, NULL, name), CHAIN_E_ARGUMENT);
}

Test(file, is_bounded_to_the_octet)
{
    const char *path = scratch_file("large", asn_text(""));
    struct file file;
    cr_assert(truncate(path, FILE_MOST_BYTES) == 0);
    SAME(file_read(&file, NULL, path), CHAIN_OK);
    SAME(file.size, FILE_MOST_BYTES);
    mem_free(file.data);
    cr_assert(truncate(path, (off_t)FILE_MOST_BYTES + 1) == 0);
    expect_refused(path, CHAIN_E_LIMIT, "larger than 64 MiB");
}

Test(file, an_executable_may_be_larger)
{
    const char *path = scratch_file("elf", asn_text("\x7f"
                                                    "ELF"));
    struct file file;
    cr_assert(truncate(path, (off_t)FILE_MOST_BYTES + 1) == 0);
    SAME(file_read(&file, NULL, path), CHAIN_OK);
    mem_free(file.data);
    cr_assert(truncate(path, (off_t)FILE_MOST_EXECUTABLE + 1) == 0);
    expect_refused(path, CHAIN_E_LIMIT, "larger than 512 MiB");
    cr_expect_not(file_is_executable(asn_text("\x7f"
                                              "EL")));
}

Test(file, lists_names_in_order)
{
    struct file_names names;
    struct file_entries entries;
    const char *folder = scratch_path("folder");
    cr_assert(mkdir(folder, 0755) == 0);
    cr_assert(file_list(&names, NULL, folder) == CHAIN_OK);
    SAME(names.count, 0);
    file_names_free(&names);
    scratch_file("folder/b", asn_text(""));
    scratch_file("folder/.a", asn_text(""));
    cr_assert(mkdir(scratch_path("folder/c"), 0755) == 0);
    cr_assert(symlink("c", scratch_path("folder/d")) == 0);
    cr_assert(symlink("nowhere", scratch_path("folder/e")) == 0);
    cr_assert(file_list(&names, NULL, folder) == CHAIN_OK);
    SAME(names.count, 5);
    SAME_TEXT(names.names[0], ".a");
    SAME_TEXT(names.names[4], "e");
    file_names_free(&names);
    SAME(names.count, 0);
    cr_assert(file_scan(&entries, folder) == CHAIN_OK);
    SAME(entries.count, 5);
    static const struct {
        bool directory, link;
    } KINDS[] = {{false, false}, {false, false}, {true, false}, {false, true}, {false, true}};
    for (size_t i = 0; i < COUNT(KINDS); i++) {
        SAME(entries.entries[i].directory, KINDS[i].directory);
        SAME(entries.entries[i].link, KINDS[i].link);
    }
    file_entries_free(&entries);
    cr_expect(file_is_directory(folder));
    cr_expect_not(file_is_directory(scratch_path("folder/b")));
    cr_expect_not(file_is_directory(scratch_path("none")));
}

Test(file, what_is_no_directory_cannot_be_listed)
{
    struct file_names names;
    struct file_entries entries;
    chain_error error = expect_junk();
    SAME(file_list(&names, &error, scratch_path("none")), CHAIN_E_NOT_FOUND);
    SAME_TEXT(error.path, scratch_path("none"));
    SAME(file_list(&names, NULL, scratch_file("file", asn_text(""))), CHAIN_E_NOT_FOUND);
    SAME(file_scan(&entries, scratch_path("none")), CHAIN_E_NOT_FOUND);
}
