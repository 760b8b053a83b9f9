// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.Locale;

/** Whose decisions a root set follows when it is updated. */
public enum RootProgram {
    /** Nobody's, or it is not known: such a store has no program lane. */
    NONE,
    /** Mozilla's: Linux distributions, certifi, Temurin. */
    MOZILLA,
    /** Chrome's. */
    CHROME,
    /** The list in the sources of OpenJDK. */
    JDK;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
