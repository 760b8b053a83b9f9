// SPDX-License-Identifier: Apache-2.0
#include "properties.h"

enum { END = -1 };

static bool is_end(int c)
{
    return c == '\n' || c == '\r';
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

static int peek(const struct properties *in)
{
    return in->at < in->text.size ? in->text.data[in->at] : END;
}

static void skip_end(struct properties *in)
{
    bool carriage = peek(in) == '\r';
    in->at += is_end(peek(in));
    in->at += carriage && peek(in) == '\n';
}

static void skip_blanks(struct properties *in)
{
    while (is_blank(peek(in)))
        in->at++;
}

static int digit(int c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* What stands behind a backslash: one of a few letters, or "u" and four hexadecimal digits. */
static int unescape(struct properties *in, int c)
{
    int code = 0, i = 0;
    if (c != 'u')
        return c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 'f' ? '\f' : c;
    for (; i < 4 && digit(peek(in)) >= 0; i++)
        code = code * 16 + digit(in->text.data[in->at++]);
    return i == 4 && code < 0x80 ? code : '?'; /* Java refuses fewer digits */
}

/* One character of a logical line; an escaped one has no meaning of its own. END: the line is over.
 */
static int take(struct properties *in, bool *escaped)
{
    for (*escaped = false;;) {
        int c = peek(in);
        if (c == END || is_end(c))
            return END;
        in->at++;
        if (c != '\\')
            return c && c < 0x80 ? c : '?';
        c = peek(in);
        if (c == END)
            return END;
        if (!is_end(c)) {
            in->at++;
            *escaped = true;
            c = unescape(in, c);
            return c && c < 0x80 ? c : '?';
        }
        skip_end(in); /* the line goes on */
        skip_blanks(in);
    }
}

/* Blank lines and comments, which no backslash makes longer. */
static void skip_comments(struct properties *in)
{
    for (;;) {
        while (is_blank(peek(in)) || is_end(peek(in)))
            in->at++;
        if (peek(in) != '#' && peek(in) != '!')
            return;
        while (peek(in) != END && !is_end(peek(in)))
            in->at++;
    }
}

static void put(char *out, size_t room, size_t *size, int c, bool *cut)
{
    if (*size + 1 < room)
        out[(*size)++] = (char)c;
    else
        *cut = true;
}

bool properties_next(struct properties *in, struct property *out)
{
    size_t size = 0;
    bool escaped, separated = false;
    out->cut = false;
    skip_comments(in);
    if (peek(in) == END)
        return false;
    int c;
    while ((c = take(in, &escaped)) != END) {
        separated = !escaped && (c == '=' || c == ':');
        if (separated || (!escaped && is_blank(c)))
            break;
        put(out->key, sizeof(out->key), &size, c, &out->cut);
    }
    out->key[size] = 0;
    size = 0;
    bool begun = false; /* blanks and one separator stand before the value */
    while (c != END && (c = take(in, &escaped)) != END) {
        if (!begun && !escaped && is_blank(c))
            continue;
        if (!begun && !escaped && !separated && (c == '=' || c == ':')) {
            separated = true;
            continue;
        }
        begun = true;
        put(out->value, sizeof(out->value), &size, c, &out->cut);
    }
    out->value[size] = 0;
    return true;
}
