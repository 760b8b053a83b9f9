// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program, mostly another JVM of the kind that runs the tests, and what came of it. */
final class Child {
    final int exit;
    final String out;
    final String err;

    private Child(int exit, String out, String err) {
        this.exit = exit;
        this.out = out;
        this.err = err;
    }

    static Child run(List<String> command) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            try {
                int exit = new ProcessBuilder(command).redirectOutput(out.toFile())
                    .redirectError(err.toFile()).start().waitFor();
                return new Child(exit, text(out), text(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Options of the JVM, the main class, its arguments. */
    static Child java(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        all.addAll(Arrays.asList(arguments));
        return plain(all);
    }

    /** The same in a JVM as it is. */
    static Child plain(List<String> arguments) {
        List<String> command = new ArrayList<>(Arrays.asList(
            Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return run(command);
    }
}
