// SPDX-License-Identifier: Apache-2.0
package org.libchain;

/** Words of a command line. */
final class Shell {
    private Shell() {
    }

    static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
