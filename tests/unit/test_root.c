// SPDX-License-Identifier: Apache-2.0
#include "root.h"

#include "expect.h"
#include "image.h"
#include "mem.h"
#include "pool.h"

#include <sys/stat.h>

TestSuite(root, .fini = tidy);

/* Where a path of the image is, as the image has it; "" for nowhere. */
static const char *resolved(const char *path)
{
    char out[ROOT_PATH_SIZE];
    if (!root_resolve(image_path(), path, out))
        return "";
    size_t size = strlen(image_path());
    cr_assert(strncmp(out, image_path(), size) == 0, "%s leads to %s", path, out);
    return pool_format("%s", out + size);
}

Test(root, paths_are_made_plain)
{
    image_put("/a/b/c", "");
    SAME_TEXT(resolved("/a/b/c"), "/a/b/c");
    SAME_TEXT(resolved("//a/./b///c"), "/a/b/c");
    SAME_TEXT(resolved("/a/b/../b/c"), "/a/b/c");
    SAME_TEXT(resolved("/a/"), "/a");
    SAME_TEXT(resolved("/"), "/");
    SAME_TEXT(resolved("/a/b/d"), "");
    SAME_TEXT(resolved(""), "");
}

Test(root, nothing_leads_above_the_top)
{
    image_put("/a/b", "");
    SAME_TEXT(resolved("/../../../a/b"), "/a/b");
    image_link("/a/up", "../../../../../../../a");
    SAME_TEXT(resolved("/a/up/b"), "/a/b");
    image_link("/host", "/etc/passwd");
    SAME_TEXT(resolved("/host"), "");
    image_link("/dots", "../../../../../../../../../etc/passwd");
    SAME_TEXT(resolved("/dots"), "");
}

Test(root, absolute_links_begin_at_the_images_top)
{
    image_put("/usr/x", "");
    image_link("/lib", "/usr");
    image_link("/opt/lib", "../lib");
    SAME_TEXT(resolved("/lib/x"), "/usr/x");
    SAME_TEXT(resolved("/opt/lib/x"), "/usr/x");
    SAME_TEXT(resolved("/opt/lib/../opt/lib/x"), "/usr/x");
}

Test(root, forty_links_and_no_more)
{
    image_put("/0", "");
    for (int i = 1; i <= 41; i++)
        image_link(pool_format("/%d", i), pool_format("%d", i - 1));
    SAME_TEXT(resolved("/40"), "/0");
    SAME_TEXT(resolved("/41"), "");
    image_link("/self", "self");
    SAME_TEXT(resolved("/self"), "");
}

Test(root, long_paths_are_refused)
{
    char path[2 * ROOT_PATH_SIZE], out[ROOT_PATH_SIZE];
    memset(path, '/', sizeof(path));
    path[ROOT_PATH_SIZE - 1] = 0;
    cr_expect(root_resolve(image_path(), path, out));
    path[ROOT_PATH_SIZE - 1] = '/';
    path[ROOT_PATH_SIZE] = 0;
    cr_expect_not(root_resolve(image_path(), path, out));
    root_join(out, path, "x");
    SAME_TEXT(out, "");
    root_join(out, "/", "x");
    SAME_TEXT(out, "/x");
    root_join(out, "/a", "x");
    SAME_TEXT(out, "/a/x");
}

Test(root, kinds_are_told)
{
    image_put("/a/b", "");
    image_link("/l", "/a");
    mkfifo(pool_format("%s/fifo", image_path()), 0600);
    SAME(root_look(image_path(), "/a"), ROOT_DIRECTORY);
    SAME(root_look(image_path(), "/l"), ROOT_DIRECTORY);
    SAME(root_look(image_path(), "/l/b"), ROOT_FILE);
    SAME(root_look(image_path(), "/fifo"), ROOT_NOTHING);
    SAME(root_look(image_path(), "/none"), ROOT_NOTHING);
}

Test(root, files_and_folders_are_read_inside)
{
    struct file file;
    struct file_names names;
    image_put("/a/b", "text");
    image_link("/l", "/a");
    SAME(root_read(image_path(), "/l/b", &file), CHAIN_OK);
    SAME(file.size, 4);
    mem_free(file.data);
    SAME(root_read(image_path(), "/l/c", &file), CHAIN_E_NOT_FOUND);
    SAME(root_list(image_path(), "/l", &names), CHAIN_OK);
    SAME(names.count, 1);
    file_names_free(&names);
    SAME(root_list(image_path(), "/m", &names), CHAIN_E_NOT_FOUND);
}
