// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.Locale;

/** What a report, a store or a result comes to, over the window that was asked about. */
public enum Verdict {
    /** Valid throughout. */
    READY(0),
    /** Valid at the start, and no longer from {@link Outcome#breaksAt} on. */
    BREAKS_LATER(1),
    /** Cannot be decided at some instant that matters: {@link Outcome#unknownFrom}. */
    UNKNOWN(3),
    /** Not valid at the start. */
    BROKEN(2),
    /** No phase of the migration is active. */
    NOT_APPLICABLE(0);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    static Verdict of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The word of the JSON document: {@code "breaks_later"}.
     *
     * @return in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the command {@code chainready check} exits with.
     *
     * @return 0 ready or not applicable, 1 breaks later, 2 broken, 3 unknown
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * Is there nothing to do?
     *
     * @return whether it is {@link #READY} or {@link #NOT_APPLICABLE}
     */
    public boolean isReady() {
        return exitCode == 0;
    }
}
