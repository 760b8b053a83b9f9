// SPDX-License-Identifier: Apache-2.0
/* The line that asks `chainready fix` what `chainready check` was asked. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "'it'\''s'": one word of a shell. */
static void write_word(FILE *out, const char *word)
{
    static const char SAFE[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789_@%+=:,./-";
    if (word[0] && strspn(word, SAFE) == strlen(word)) {
        fprintf(out, " %s", word);
        return;
    }
    fputs(" '", out);
    for (; *word; word++) {
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    }
    fputc('\'', out);
}

static void write_option(FILE *out, const char *name, const char *value)
{
    if (!value)
        return;
    fprintf(out, " %s", name);
    write_word(out, value);
}

/* --roots is not among them: the stores that are to be mended are named one by one. */
static void write_options(FILE *out, const struct options *options)
{
    write_option(out, "--sysroot", options->sysroot);
    for (size_t i = 0; i < options->timeline_count; i++)
        write_option(out, "--timeline", options->timelines[i]);
    write_option(out, "--hosts", options->hosts);
    for (size_t i = 0; i < options->chain_count; i++) {
        write_option(out, "--chain", options->chains[i].file);
        write_option(out, "--host", options->chains[i].host);
    }
    write_option(out, "--bridges", options->bridges);
    write_option(out, "--at", options->at);
    write_option(out, "--until", options->until);
    write_option(out, "--follows", options->follows);
    write_option(out, "--profile", options->profile);
    write_option(out, "--lane", options->lane);
    write_option(out, "--renewal", options->renewal);
    write_option(out, "--password", options->password);
    if (options->all)
        fputs(" --all", out);
    if (options->probe)
        fputs(" --probe", out);
}

bool reads_standard_input(const struct options *options)
{
    const char *files[] = {options->hosts, options->bridges, options->password};
    bool reads = false;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        reads |= files[i] && strcmp(files[i], "-") == 0;
    for (size_t i = 0; i < options->timeline_count; i++)
        reads |= strcmp(options->timelines[i], "-") == 0;
    for (size_t i = 0; i < options->chain_count; i++)
        reads |= strcmp(options->chains[i].file, "-") == 0;
    return reads;
}

char *fix_command(const struct options *options)
{
    char *text = NULL;
    size_t size;
    FILE *out = reads_standard_input(options) ? NULL : open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("chainready fix", out);
    write_options(out, options);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7f) {
            free(text);
            return NULL;
        }
    }
    return text;
}
