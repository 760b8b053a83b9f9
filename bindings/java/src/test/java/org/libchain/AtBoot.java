// SPDX-License-Identifier: Apache-2.0
package org.libchain;

/** A program that asks at its start. */
final class AtBoot {
    private AtBoot() {
    }

    public static void main(String[] arguments) {
        ChainReady.ready();
    }
}
