// SPDX-License-Identifier: Apache-2.0
/* Complaints, clocks and files: what every subcommand needs. The clock is read here and nowhere else. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int exit_code_of(chain_status status)
{
    switch (status) {
    case CHAIN_OK:
        return EXIT_READY;
    case CHAIN_E_ARGUMENT:
        return EXIT_USAGE;
    case CHAIN_E_NOT_FOUND:
        return EXIT_NO_INPUT;
    case CHAIN_E_PERMISSION:
        return EXIT_NO_PERMISSION;
    case CHAIN_E_MEMORY:
    case CHAIN_E_INTERNAL:
        return EXIT_SOFTWARE;
    default:
        return EXIT_DATA;
    }
}

/* The size of the character that begins here, or 0 for what is not UTF-8 or may not be shown. */
static size_t plain_size(const unsigned char *text)
{
    static const struct {
        unsigned long first, last;
    } HIDDEN[] = {{0, 0x1f}, {0x7f, 0x9f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
                  {0xd800, 0xdfff}, {0xfeff, 0xfeff}, {0x110000, 0x1fffff}};
    static const unsigned long LEAST[] = {0, 0x80, 0x800, 0x10000};
    size_t more = *text < 0x80 ? 0 : *text < 0xe0 ? 1 : *text < 0xf0 ? 2 : 3;
    unsigned long code = *text < 0x80 ? *text : *text & (0x3fU >> more);
    if ((*text >= 0x80 && *text < 0xc0) || *text >= 0xf8)
        return 0;
    for (size_t i = 1; i <= more; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (text[i] & 0x3fU);
    }
    for (size_t i = 0; i < sizeof(HIDDEN) / sizeof(HIDDEN[0]); i++) {
        if (code >= HIDDEN[i].first && code <= HIDDEN[i].last)
            return 0;
    }
    return code < LEAST[more] ? 0 : more + 1;
}

void print_plain(FILE *out, const char *text)
{
    while (*text) {
        size_t size = plain_size((const unsigned char *)text);
        if (size)
            fwrite(text, 1, size, out);
        else
            fprintf(out, "\\x%02x", (unsigned char)*text);
        text += size ? size : 1;
    }
}

int complain(const chain_error *error, const char *what)
{
    fputs("chainready: ", stderr);
    print_plain(stderr, error->path[0] ? error->path : what);
    if (error->entry)
        fprintf(stderr, ": entry %llu", (unsigned long long)error->entry);
    if (error->offset != CHAIN_NO_OFFSET && error->status == CHAIN_E_MALFORMED)
        fprintf(stderr, "%s offset %llu", error->entry ? "," : ":", (unsigned long long)error->offset);
    fputs(": ", stderr);
    print_plain(stderr, error->message);
    fputc('\n', stderr);
    /* It is there, but there is nothing of the kind in it. */
    if (error->status == CHAIN_E_NOT_FOUND && (strcmp(what, "-") == 0 || access(what, F_OK) == 0))
        return EXIT_DATA;
    return exit_code_of(error->status);
}

int complain_usage(const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    fputs("chainready: ", stderr);
    print_plain(stderr, message);
    fputc('\n', stderr);
    return EXIT_USAGE;
}

/* The same day two years on; 29 February becomes the 28th. */
static chain_time two_years_on(chain_time at)
{
    time_t seconds = (time_t)at;
    struct tm civil;
    if (!gmtime_r(&seconds, &civil))
        return at + 2 * (chain_time)366 * 86400;
    civil.tm_year += 2;
    if (civil.tm_mon == 1 && civil.tm_mday == 29)
        civil.tm_mday = 28;
    return (chain_time)timegm(&civil);
}

int read_window(const struct options *options, chain_span *out)
{
    out->from = (chain_time)time(NULL);
    if (options->at && chain_time_from_text(&out->from, options->at) != CHAIN_OK)
        return complain_usage("--at: '%s' is not a time (RFC 3339, or a date, month or year)",
                              options->at);
    out->until = two_years_on(out->from);
    if (options->until && chain_time_from_text(&out->until, options->until) != CHAIN_OK)
        return complain_usage("--until: '%s' is not a time (RFC 3339, or a date, month or year)",
                              options->until);
    if (out->until <= out->from)
        return complain_usage("--until does not lie after --at");
    return 0;
}

static chain_status fail(chain_error *error, chain_status status, const char *message)
{
    error->status = status;
    snprintf(error->message, sizeof(error->message), "%s", message);
    return status;
}

/* All of it, 64 MiB at most. The caller frees out->data. */
static chain_status read_descriptor(chain_bytes *out, chain_error *error, int descriptor)
{
    enum { MOST = 64 * 1024 * 1024 };
    size_t capacity = 64 * 1024, size = 0;
    uint8_t *data = malloc(capacity);
    chain_status status = data ? CHAIN_OK : fail(error, CHAIN_E_MEMORY, "out of memory");
    while (status == CHAIN_OK) {
        ssize_t got = read(descriptor, data + size, capacity - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0) {
            *out = (chain_bytes){data, size};
            return CHAIN_OK;
        }
        size += got > 0 ? (size_t)got : 0;
        if (got < 0)
            status = fail(error, CHAIN_E_IO, strerror(errno));
        else if (size > MOST)
            status = fail(error, CHAIN_E_LIMIT, "larger than 64 MiB");
        uint8_t *grown = status == CHAIN_OK && size == capacity ? realloc(data, capacity * 2) : data;
        if (!grown) {
            status = fail(error, CHAIN_E_MEMORY, "out of memory");
        } else if (status == CHAIN_OK && size == capacity) {
            data = grown;
            capacity *= 2;
        }
    }
    free(data);
    return status;
}

static chain_status read_standard_input(chain_bytes *out, chain_error *error)
{
    *error = (chain_error){.offset = CHAIN_NO_OFFSET, .path = "standard input"};
    return read_descriptor(out, error, STDIN_FILENO);
}

static chain_status status_of_errno(int number)
{
    return number == ENOENT || number == ENOTDIR ? CHAIN_E_NOT_FOUND
           : number == EACCES || number == EPERM ? CHAIN_E_PERMISSION
                                                 : CHAIN_E_IO;
}

chain_status read_file(chain_bytes *out, chain_error *error, const char *path)
{
    struct stat about;
    if (strcmp(path, "-") == 0)
        return read_standard_input(out, error);
    *error = (chain_error){.offset = CHAIN_NO_OFFSET};
    snprintf(error->path, sizeof(error->path), "%s", path);
    /* A FIFO that nobody writes to must not hang. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0 || fstat(descriptor, &about) != 0) {
        int number = errno;
        if (descriptor >= 0)
            close(descriptor);
        return fail(error, status_of_errno(number), strerror(number));
    }
    chain_status status;
    if (!S_ISREG(about.st_mode))
        status = fail(error, CHAIN_E_IO,
                      S_ISDIR(about.st_mode) ? "is a directory" : "is not a regular file");
    else
        status = read_descriptor(out, error, descriptor);
    close(descriptor);
    return status;
}

int write_file(const char *path, const char *text)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdout : fopen(path, "we");
    bool good = file && fputs(text, file) != EOF;
    if (file && !standard)
        good = fclose(file) == 0 && good;
    if (good)
        return 0;
    int number = errno;
    chain_error error = {.status = status_of_errno(number), .offset = CHAIN_NO_OFFSET};
    snprintf(error.message, sizeof(error.message), "cannot be written: %s", strerror(number));
    return complain(&error, path);
}

chain_status open_list(chain_list **out, chain_error *error, const char *path)
{
    chain_bytes data;
    if (strcmp(path, "-") != 0)
        return chain_list_open(out, error, path);
    chain_status status = read_standard_input(&data, error);
    if (status != CHAIN_OK)
        return status;
    status = chain_list_read(out, error, data.data, data.size);
    free((void *)(uintptr_t)data.data);
    return status;
}

chain_status open_crls(chain_crl_list **out, chain_error *error, const char *path)
{
    chain_bytes data;
    if (strcmp(path, "-") != 0)
        return chain_crl_list_open(out, error, path);
    chain_status status = read_standard_input(&data, error);
    if (status != CHAIN_OK)
        return status;
    status = chain_crl_list_read(out, error, data.data, data.size);
    free((void *)(uintptr_t)data.data);
    return status;
}

chain_status open_store(chain_store **out, chain_error *error, const char *path, const char *password)
{
    chain_bytes data;
    if (strcmp(path, "-") != 0)
        return chain_store_open_with(out, error, path, password);
    chain_status status = read_standard_input(&data, error);
    if (status != CHAIN_OK)
        return status;
    status = chain_store_read(out, error, "standard input", data);
    free((void *)(uintptr_t)data.data);
    return status;
}

chain_status open_timeline(chain_timeline **out, chain_error *error, const char *name)
{
    chain_bytes data;
    if (strcmp(name, "-") == 0) {
        chain_status status = read_standard_input(&data, error);
        if (status != CHAIN_OK)
            return status;
        status = chain_timeline_read(out, error, data);
        free((void *)(uintptr_t)data.data);
        return status;
    }
    for (const char *const *id = chain_timeline_ids(); *id; id++) {
        if (strcmp(*id, name) == 0)
            return chain_timeline_builtin(out, error, name);
    }
    return chain_timeline_open(out, error, name);
}

int text_options(const struct options *options, chain_text_options *out)
{
    const char *color = options->color ? options->color : "auto";
    const char *locale = getenv("LC_ALL");
    struct winsize size;
    bool terminal = isatty(STDOUT_FILENO);
    *out = (chain_text_options){.width = 100, .quiet = options->quiet};
    if (strcmp(color, "always") != 0 && strcmp(color, "never") != 0 && strcmp(color, "auto") != 0)
        return complain_usage("--color: '%s' is none of auto, always and never", color);
    const char *no_color = getenv("NO_COLOR"); /* no-color.org: set and not empty */
    out->color = strcmp(color, "always") == 0 ||
                 (strcmp(color, "auto") == 0 && terminal && !(no_color && no_color[0]));
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        out->width = size.ws_col < 120 ? size.ws_col : 120;
    if (!locale || !locale[0])
        locale = getenv("LC_CTYPE");
    if (!locale || !locale[0])
        locale = getenv("LANG");
    out->unicode = !terminal || (locale && (strstr(locale, "UTF-8") || strstr(locale, "utf8") ||
                                            strstr(locale, "UTF8") || strstr(locale, "utf-8")));
    return 0;
}
