// SPDX-License-Identifier: Apache-2.0
package org.libchain.internal;

import java.nio.charset.StandardCharsets;

/** Text as it crosses to C: octets of UTF-8. */
final class Octets {
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
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Null stays null. */
    static String text(byte[] octets) {
        return octets == null ? null : new String(octets, StandardCharsets.UTF_8);
    }
}
