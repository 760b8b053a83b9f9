// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.time.Instant;
import org.libchain.internal.Native;

/** Seconds since 1970 as they cross to C, and instants. */
final class Times {
    private Times() {
    }

    /** Null for both ends of time. */
    static Instant of(long seconds) {
        return seconds == Long.MIN_VALUE || seconds == Long.MAX_VALUE ? null : Instant.ofEpochSecond(seconds);
    }

    /** RFC 3339, or a date, month or year, as the command reads it. */
    static Instant parse(String text) {
        return Errors.call(() -> Instant.ofEpochSecond(Native.parse_time(text)));
    }
}
