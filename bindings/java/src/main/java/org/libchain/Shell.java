// SPDX-License-Identifier: Apache-2.0
package org.libchain;

/** Words of a command line. */
final class Shell {
    private Shell() {
    }

    static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=@%,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Can it be shown and typed alike? No control character can, nor what was no text in a path. */
    static boolean isTypeable(String text) {
        return text.codePoints().noneMatch(Shell::isOdd);
    }

    /** For one line of a log. */
    static String plain(String text) {
        if (isTypeable(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isOdd(point)) {
                line.append(String.format("\\u%04x", point));
            } else {
                line.appendCodePoint(point);
            }
        });
        return line.toString();
    }

    private static boolean isOdd(int point) {
        int type = Character.getType(point);
        return point == 0xfffd || type == Character.CONTROL || type == Character.FORMAT
            || type == Character.SURROGATE || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    }
}
