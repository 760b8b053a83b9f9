// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Instant;

/** The source tree and what was built from it. */
final class Tree {
    static final Path SOURCE = Paths.get(System.getProperty("chainready.source")).normalize();
    static final Path BUILD = Paths.get(System.getProperty("chainready.build")).normalize();
    static final Path ROOTS = SOURCE.resolve("corpus/roots");
    static final Instant AT = Instant.parse("2026-11-22T00:00:00Z");
    static final Instant UNTIL = Instant.parse("2028-11-22T00:00:00Z");

    private Tree() {
    }

    static Path root(String name) {
        return ROOTS.resolve(name + ".pem");
    }

    static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** About the instant for which the facts are known, and silent. */
    static ChainReady.Builder question() {
        return ChainReady.builder().at(AT).until(UNTIL).logged(false);
    }
}
