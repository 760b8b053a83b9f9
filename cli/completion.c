// SPDX-License-Identifier: Apache-2.0
/* chainready completion: what a shell completes, made of the same tables that the command line is
 * read with. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

enum value { TEXT_VALUE, FILE_VALUE, FOLDER_VALUE, WORD_VALUE, TIMELINE_VALUE };

static const char *const LANES[] = {"installed", "program", NULL};
static const char *const PROGRAMS[] = {"mozilla", "chrome", "jdk", "none", NULL};
static const char *const RENEWALS[] = {"assume", "literal", NULL};
static const char *const COLORS[] = {"auto", "always", "never", NULL};

/* What the value of an option is; a file unless it stands here. */
static const struct {
    const char *name;
    enum value value;
    const char *const *words; /* or of words_of */
} VALUES[] = {
    {"host", TEXT_VALUE, NULL},        {"at", TEXT_VALUE, NULL},
    {"until", TEXT_VALUE, NULL},       {"jobs", TEXT_VALUE, NULL},
    {"policy", TEXT_VALUE, NULL},      {"sysroot", FOLDER_VALUE, NULL},
    {"write-pem", FOLDER_VALUE, NULL}, {"lane", WORD_VALUE, LANES},
    {"follows", WORD_VALUE, PROGRAMS}, {"renewal", WORD_VALUE, RENEWALS},
    {"color", WORD_VALUE, COLORS},     {"format", WORD_VALUE, NULL},
    {"profile", WORD_VALUE, NULL},     {"timeline", TIMELINE_VALUE, NULL},
};
enum { VALUE_COUNT = sizeof(VALUES) / sizeof(VALUES[0]) };

static enum value value_of(const char *name, const char *const **words)
{
    *words = NULL;
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        if (strcmp(VALUES[i].name, name) != 0)
            continue;
        *words = VALUES[i].words                ? VALUES[i].words
                 : strcmp(name, "format") == 0  ? chain_report_formats()
                 : strcmp(name, "profile") == 0 ? chain_profile_names()
                                                : chain_timeline_ids();
        return VALUES[i].value;
    }
    return FILE_VALUE;
}

static void print_words(const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        printf("%s%s", i ? " " : "", words[i]);
}

/* What stands on a command line without an option: finding codes, migrations, shells or files. */
static void print_rest(const char *command, const char *otherwise)
{
    if (strcmp(command, "explain") == 0) {
        for (int code = CHAIN_FINDING_NONE + 1; code < CHAIN_FINDING_COUNT; code++)
            printf("%s%s", code > 1 ? " " : "", chain_finding_name((chain_finding_code)code));
    } else if (strcmp(command, "timelines") == 0) {
        print_words(chain_timeline_ids());
    } else if (strcmp(command, "completion") == 0) {
        fputs("bash zsh", stdout);
    } else {
        fputs(otherwise, stdout);
    }
}

/* ---- bash ------------------------------------------------------------------------------------- */

static void print_bash_values(void)
{
    const char *const *words;
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        enum value value = value_of(VALUES[i].name, &words);
        printf("    --%s) ", VALUES[i].name);
        if (value == WORD_VALUE || value == TIMELINE_VALUE) {
            fputs("words='", stdout);
            print_words(words);
            fputs(value == TIMELINE_VALUE ? "' files=-f ;;\n" : "' ;;\n", stdout);
        } else {
            puts(value == FOLDER_VALUE ? "files=-d ;;" : "return ;;");
        }
    }
}

static void print_bash(void)
{
    puts("# bash completion for chainready; made by 'chainready completion bash'\n"
         "_chainready() {\n"
         "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words= "
         "files=\n"
         "    COMPREPLY=()\n"
         "    # --option=value comes as three words\n"
         "    if [[ $current == '=' ]]; then\n"
         "        current=\n"
         "    elif [[ $before == '=' ]]; then\n"
         "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
         "    fi");
    fputs("    if [[ $COMP_CWORD -eq 1 ]]; then\n        words='--help --version", stdout);
    for (size_t i = 0; COMMANDS[i]; i++)
        printf(" %s", COMMANDS[i]->name);
    puts("'\n    else\n    case $before in");
    print_bash_values();
    const char *const *words;
    const char *between = "    ";
    for (size_t i = 0; option_name(i, NULL); i++) {
        bool has_value;
        const char *name = option_name(i, &has_value);
        if (!has_value || value_of(name, &words) != FILE_VALUE)
            continue;
        printf("%s--%s", between, name);
        between = "|";
    }
    puts(") files=-f ;;\n    *) case ${COMP_WORDS[1]} in");
    for (size_t i = 0; COMMANDS[i]; i++) {
        printf("        %s) words='--help", COMMANDS[i]->name);
        for (size_t k = 0; COMMANDS[i]->options[k]; k++)
            printf(" --%s", COMMANDS[i]->options[k]);
        fputs("'; [[ $current == -* ]] || { words='", stdout);
        print_rest(COMMANDS[i]->name, "");
        puts("'; files=-f; } ;;");
    }
    puts("        esac ;;\n    esac\n    fi\n"
         "    [[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "    if [[ -n $files ]]; then\n"
         "        local -a found\n"
         "        mapfile -t found < <(compgen \"$files\" -- \"$current\")\n"
         "        COMPREPLY+=(\"${found[@]}\")\n"
         "        [[ ${#found[@]} -eq 0 ]] || compopt -o filenames 2>/dev/null\n"
         "    fi\n"
         "}\n"
         "complete -F _chainready chainready");
}

/* ---- zsh -------------------------------------------------------------------------------------- */

/* What the usage text says of an option, on its first line; in single quotes and brackets. */
static void print_description(const struct command *command, const char *name)
{
    char start[64];
    snprintf(start, sizeof(start), "\n  --%s", name);
    const char *at = strstr(command->usage, start);
    if (!at)
        return;
    const char *end = at + 1 + strcspn(at + 1, "\n");
    at = strstr(at + 3, "  ");
    if (!at || at >= end)
        return;
    putchar('[');
    for (at += strspn(at, " "); at < end; at++) {
        if (strchr("[]:\\", *at))
            putchar('\\');
        fputs(*at == '\'' ? "'\\''" : (char[]){*at, 0}, stdout);
    }
    putchar(']');
}

static void print_zsh_option(const struct command *command, const char *name)
{
    const char *const *words;
    enum value value = value_of(name, &words);
    bool has_value = option_takes_value(name);
    printf("        '*--%s%s", name, has_value ? "=" : "");
    print_description(command, name);
    if (has_value) {
        printf(":%s:", name);
        if (value == WORD_VALUE) {
            putchar('(');
            print_words(words);
            putchar(')');
        } else if (value == TIMELINE_VALUE) {
            fputs("{ compadd -- ", stdout);
            print_words(words);
            fputs("; _files }", stdout);
        } else {
            fputs(value == FILE_VALUE     ? "_files"
                  : value == FOLDER_VALUE ? "_files -/"
                                          : " ",
                  stdout);
        }
    }
    puts("' \\");
}

static void print_zsh(void)
{
    puts("#compdef chainready\n# made by 'chainready completion zsh'\n_chainready() {\n    local "
         "-a commands\n    commands=(");
    for (size_t i = 0; COMMANDS[i]; i++) {
        printf("        '%s:", COMMANDS[i]->name);
        for (const char *at = COMMANDS[i]->summary; *at; at++)
            fputs(*at == '\'' ? "'\\''" : *at == ':' ? "\\:" : (char[]){*at, 0}, stdout);
        puts("'");
    }
    puts("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        "
         "return\n    fi\n"
         "    shift words\n    (( CURRENT-- ))\n    case $words[1] in");
    for (size_t i = 0; COMMANDS[i]; i++) {
        printf("    %s) _arguments \\\n        '--help[tell more]' \\\n", COMMANDS[i]->name);
        for (size_t k = 0; COMMANDS[i]->options[k]; k++)
            print_zsh_option(COMMANDS[i], COMMANDS[i]->options[k]);
        fputs("        '*:argument:{ compadd -- ", stdout);
        print_rest(COMMANDS[i]->name, "");
        puts("; _files }' ;;");
    }
    puts("    esac\n}\n[[ $funcstack[1] == _chainready ]] && _chainready \"$@\" || compdef "
         "_chainready chainready");
}

static int run(const struct options *options)
{
    const char *shell = options->rest_count == 1 ? options->rest[0] : "";
    if (strcmp(shell, "bash") == 0)
        print_bash();
    else if (strcmp(shell, "zsh") == 0)
        print_zsh();
    else
        return complain_usage("completion: names one shell, bash or zsh");
    return 0;
}

static const char *const OPTIONS[] = {NULL};

const struct command COMPLETION = {
    .name = "completion",
    .summary = "what bash or zsh complete, as a script",
    .usage = "usage: chainready completion bash|zsh\n"
             "\n"
             "Prints the script by which a shell completes commands, options and their values.\n"
             "It is installed with chainready; without that, for bash:\n"
             "\n"
             "  eval \"$(chainready completion bash)\"\n"
             "\n"
             "and for zsh, after compinit:\n"
             "\n"
             "  eval \"$(chainready completion zsh)\"\n"
             "\n"
             "Exit: 0, 64 usage.\n",
    .options = OPTIONS,
    .run = run,
};
