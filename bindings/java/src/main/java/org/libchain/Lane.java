// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.Locale;

/** Which future of the root set decides the verdict. */
public enum Lane {
    /** The root set stays as it is. */
    INSTALLED,
    /** It follows the root program that it comes from: roots leave, none is added. */
    PROGRAM;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
