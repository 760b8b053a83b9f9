// SPDX-License-Identifier: Apache-2.0
/* The public suffix list, as it is compiled in, against the list as it is written. */
#include "public_suffix.h"

#include "expect.h"
#include "pool.h"

#include <stdio.h>

TestSuite(public_suffix, .fini = tidy);

static bool is(const char *name)
{
    return public_suffix_is((chain_bytes){(const uint8_t *)name, strlen(name)});
}

static void yes(const char *name)
{
    cr_expect(is(name), "%s is none", name);
}

static void no(const char *name)
{
    cr_expect(!is(name), "%s is one", name);
}

Test(public_suffix, plain_rules)
{
    yes("com");
    yes("co.uk");
    yes("COM");
    yes("Co.Uk");
    no("example.com");
    no("example.co.uk");
    no("xco.uk");
    no("o.uk");
    no("com.");
    no("");
}

Test(public_suffix, the_private_section_counts)
{
    yes("s3.amazonaws.com");
    yes("github.io");
    no("example.github.io");
    no("amazonaws.com");
}

Test(public_suffix, a_name_of_one_label_always_is)
{
    yes("localhost");
    yes("nobody-has-this-one");
    no("example.localhost");
}

Test(public_suffix, wildcard_rules_and_their_exceptions)
{
    yes("ck"); /* *.ck stands for what is below, the rule "*" for ck itself */
    yes("anything.ck");
    no("www.ck");
    no("example.anything.ck");
    yes("anything.kawasaki.jp");
    no("city.kawasaki.jp");
    no("sub.city.kawasaki.jp");
}

Test(public_suffix, internationalised_rules_are_a_labels)
{
    yes("xn--p1ai");                   /* .рф */
    yes("xn--55qx5d.cn");              /* 公司.cn */
    no("\xe5\x85\xac\xe5\x8f\xb8.cn"); /* the same as UTF-8, which is no A-label */
}

Test(public_suffix, no_name_is_too_long)
{
    char name[400];
    memset(name, 'a', sizeof(name));
    for (size_t i = 60; i < sizeof(name); i += 61)
        name[i] = '.';
    for (size_t size = 1; size < sizeof(name); size++)
        SAME(public_suffix_is((chain_bytes){(uint8_t *)name, size}), size <= 60);
}

/* Every rule of the list in ASCII, read by other code than the generator. */
Test(public_suffix, every_rule_of_the_list)
{
    FILE *file = fopen(CORPUS "/public-suffix/public_suffix_list.dat", "r");
    char line[1024];
    size_t plain = 0, wild = 0, exceptions = 0;
    cr_assert(file);
    while (fgets(line, sizeof(line), file)) {
        line[strcspn(line, " \t\r\n")] = 0;
        bool wide = false;
        for (const char *c = line; *c; c++)
            wide |= *c & 0x80;
        if (!line[0] || wide || strncmp(line, "//", 2) == 0)
            continue;
        if (line[0] == '!') {
            no(line + 1);
            exceptions++;
        } else if (strncmp(line, "*.", 2) == 0) {
            yes(pool_format("anything-at-all.%s", line + 2));
            no(pool_format("below.anything-at-all.%s", line + 2));
            wild++;
        } else {
            yes(line);
            plain++;
        }
    }
    fclose(file);
    cr_expect(plain > 8000 && wild > 50 && exceptions > 5, "%zu, %zu, %zu rules", plain, wild,
              exceptions);
}
