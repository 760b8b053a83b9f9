// SPDX-License-Identifier: Apache-2.0
package org.libchain.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Text as it crosses to C: octets of UTF-8. An octet of a path that is no text stands in a String as U+DC00
 * and its number, as Python has it.
 */
public final class Octets {
    private Octets() {
    }

    /** Null stays null. */
    static byte[] of(String text) {
        if (text == null) {
            return null;
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("text with a NUL in it");
        }
        return isPlain(text) ? text.getBytes(StandardCharsets.UTF_8) : withOdd(text);
    }

    private static boolean isOdd(int point) {
        return point >= 0xdc80 && point <= 0xdcff;
    }

    private static boolean isPlain(String text) {
        return text.codePoints().noneMatch(Octets::isOdd);
    }

    private static byte[] withOdd(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        text.codePoints().forEach(point -> {
            byte[] some = isOdd(point) ? new byte[] {(byte) point}
                : new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8);
            octets.write(some, 0, some.length);
        });
        return octets.toByteArray();
    }

    /**
     * A path as C opens it. Java shows its octets by the locale, where they may be lost: on Linux they are what
     * stands in its URI.
     */
    public static String of(Path path) {
        String shown = path.toString();
        if (shown.chars().allMatch(unit -> unit < 0x80)) {
            return shown;
        }
        String uri = path.toUri().getRawPath();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < uri.length(); i++) {
            boolean escaped = uri.charAt(i) == '%';
            octets.write(escaped ? Integer.parseInt(uri.substring(i + 1, i + 3), 16) : uri.charAt(i));
            i += escaped ? 2 : 0;
        }
        byte[] raw = octets.toByteArray();
        if (path.isAbsolute() || !Arrays.equals(of(path.toAbsolutePath().toString()), raw)) {
            return escape(raw);
        }
        return shown; // relative, and text
    }

    /** With U+DC00 and its number for what is no text. */
    private static String escape(byte[] octets) {
        ByteBuffer from = ByteBuffer.wrap(octets);
        CharBuffer to = CharBuffer.allocate(octets.length + 1);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        for (CoderResult result = decoder.decode(from, to, true); result.isError();
             result = decoder.decode(from, to, true)) {
            for (int i = 0; i < result.length(); i++) {
                to.put((char) (0xdc00 + (from.get() & 0xff)));
            }
            decoder.reset();
        }
        to.flip();
        return to.toString();
    }

    /** Null stays null. */
    static String text(byte[] octets) {
        return octets == null ? null : new String(octets, StandardCharsets.UTF_8);
    }
}
