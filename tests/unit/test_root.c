// SPDX-License-Identifier: Apache-2.0
#include "root.h"

#include "cert_writer.h"
#include "expect.h"
#include "mem.h"
#include "pool.h"

#include <sys/stat.h>
#include <unistd.h>

TestSuite(root, .fini = tidy);

/* An image with a file in it, below the scratch directory. */
static const char *image(void)
{
    const char *top = scratch_path("image");
    cr_assert(mkdir(top, 0755) == 0);
    cr_assert(mkdir(scratch_path("image/etc"), 0755) == 0);
    scratch_file("image/etc/roots.pem", asn_text("inside"));
    scratch_file("roots.pem", asn_text("outside"));
    return top;
}

static void points(const char *name, const char *target)
{
    cr_assert(symlink(target, scratch_path(pool_format("image/%s", name))) == 0);
}

static const char *resolved(const char *path)
{
    char *out = pool_take(ROOT_PATH_SIZE);
    return root_resolve(scratch_path("image"), path, out) ? out : "";
}

Test(root, links_are_followed_as_the_image_would)
{
    const char *inside = pool_format("%s/etc/roots.pem", image());
    points("relative", "etc/roots.pem");
    points("absolute", "/etc/roots.pem");
    points("folder", "/etc");
    points("etc/up", "../etc/./roots.pem");
    points("again", "absolute");
    static const char *const PATHS[] = {
        "/etc/roots.pem", "/relative", "/absolute",        "/folder/roots.pem",
        "/etc/up",        "/again",    "//etc//roots.pem", "/etc/../etc/roots.pem"};
    for (size_t i = 0; i < COUNT(PATHS); i++)
        SAME_TEXT(resolved(PATHS[i]), inside);
}

/* The top is the top: what lies beside the image is out of reach. */
Test(root, no_link_leads_out)
{
    const char *inside = pool_format("%s/etc/roots.pem", image());
    points("up", "../roots.pem");
    points("etc/far", "../../../../../../../roots.pem");
    points("host", scratch_path("roots.pem"));
    SAME_TEXT(resolved("/up"), "");
    SAME_TEXT(resolved("/etc/far"), "");
    SAME_TEXT(resolved("/host"), "");
    SAME_TEXT(resolved("/../roots.pem"), "");
    SAME_TEXT(resolved("/../../etc/roots.pem"), inside);
}

Test(root, forty_links_and_no_more)
{
    image();
    points("0", "etc/roots.pem");
    for (int i = 1; i <= 40; i++)
        points(pool_format("%d", i), pool_format("%d", i - 1));
    cr_expect(resolved("/39")[0], "40 links");
    SAME_TEXT(resolved("/40"), "");
    points("loop", "loop");
    SAME_TEXT(resolved("/loop"), "");
}

Test(root, looks_reads_and_lists_inside)
{
    const char *top = image();
    struct file file;
    struct file_names names;
    SAME(root_look(top, "/etc"), ROOT_DIRECTORY);
    SAME(root_look(top, "/etc/roots.pem"), ROOT_FILE);
    SAME(root_look(top, "/etc/none"), ROOT_NOTHING);
    SAME(root_look("/", "/dev/null"), ROOT_NOTHING);
    SAME(root_look("/", "/"), ROOT_DIRECTORY);
    SAME(root_read(top, "/etc/roots.pem", &file), CHAIN_OK);
    SAME_BYTES(((chain_bytes){file.data, file.size}), asn_text("inside"));
    mem_free(file.data);
    SAME(root_read(top, "/none", &file), CHAIN_E_NOT_FOUND);
    SAME(root_list(top, "/etc", &names), CHAIN_OK);
    SAME(names.count, 1);
    file_names_free(&names);
    SAME(root_list(top, "/none", &names), CHAIN_E_NOT_FOUND);
}

Test(root, paths_at_their_limit)
{
    char out[ROOT_PATH_SIZE];
    char *path = pool_take(ROOT_PATH_SIZE + 1);
    memset(path, '/', ROOT_PATH_SIZE);
    cr_expect_not(root_resolve("/", path, out), "too long");
    path[ROOT_PATH_SIZE - 1] = 0;
    cr_expect(root_resolve("/", path, out));
    SAME_TEXT(out, "/");
    cr_expect_not(root_resolve("/", "", out));
    root_join(out, "/a", "b");
    SAME_TEXT(out, "/a/b");
    root_join(out, "/a/", "b");
    SAME_TEXT(out, "/a/b");
    memset(path, 'x', ROOT_PATH_SIZE - 3);
    path[ROOT_PATH_SIZE - 3] = 0;
    root_join(out, path, "b");
    SAME(strlen(out), ROOT_PATH_SIZE - 1);
    root_join(out, path, "bc");
    SAME_TEXT(out, "");
}
