// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The natives come out of the jar into a private place, and go. */
class LibraryTest {
    @TempDir
    private Path folder;

    /** Loads, and says from which files the libraries are mapped and how open their folder was. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(ChainReady.version());
        try (Stream<String> maps = Files.lines(java.nio.file.Paths.get("/proc/self/maps"))) {
            maps.filter(line -> line.contains("libchainready") || line.contains("libnettle")
                || line.contains("libgmp")).map(line -> line.replaceAll("^.* /", "/")).distinct()
                .forEach(System.out::println);
        }
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> !each.equals(folder)).map(Path::toString).collect(Collectors.toList());
        }
    }

    @Test
    void unpackedAndDeleted() throws IOException {
        Child child = Child.java("-Dorg.libchain.tmpdir=" + folder, "org.libchain.LibraryTest");
        assertEquals(0, child.exit, child.err);
        String[] lines = child.out.trim().split("\n");
        assertEquals(ChainReady.version(), lines[0]);
        assertEquals(4, lines.length, child.out); // its own, and Nettle and GMP from beside it
        for (int i = 1; i < lines.length; i++) {
            assertTrue(lines[i].startsWith(folder.toRealPath() + "/chainready"), lines[i]);
            assertTrue(lines[i].endsWith(" (deleted)"), lines[i]);
        }
        assertEquals(List.of(), left());
    }

    @Test
    void theFolderIsPrivate() throws Exception {
        java.lang.reflect.Method make =
            org.libchain.internal.Library.class.getDeclaredMethod("privateFolder");
        make.setAccessible(true);
        Path made = (Path) make.invoke(null);
        try {
            assertEquals("rwx------", java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(made)));
        } finally {
            Files.delete(made);
        }
    }

    @Test
    void anotherLibrary() throws IOException {
        Path library = Tree.BUILD.resolve("bindings/java/libchainready-java.so").toAbsolutePath().normalize();
        Child child = Child.java("-Dorg.libchain.tmpdir=" + folder, "-Dorg.libchain.library=" + library,
            "org.libchain.LibraryTest");
        assertEquals(0, child.exit, child.err);
        assertTrue(child.out.contains(library.toRealPath() + "\n"), child.out);
        assertEquals(List.of(), left());
    }

    @Test
    void noSuchLibraryAndNoPlace() {
        Child missing = Child.java("-Dorg.libchain.library=/none.so", "org.libchain.Main");
        assertEquals(70, missing.exit);
        assertTrue(missing.err.contains("/none.so"), missing.err);
        Child nowhere = Child.java("-Dorg.libchain.tmpdir=/none/at/all", "org.libchain.Main");
        assertEquals(70, nowhere.exit);
        assertTrue(nowhere.err.contains("-Dorg.libchain.tmpdir names another"), nowhere.err);
        Child elsewhere = Child.java("-Dos.arch=pdp11", "org.libchain.Main");
        assertEquals(70, elsewhere.exit);
        assertTrue(elsewhere.err.contains("no library for linux-pdp11"), elsewhere.err);
    }

    /** No address of the Internet is asked for anything, and no program is run. */
    @Test
    void nothingIsContacted() throws IOException {
        Assumptions.assumeTrue(Child.run(List.of("sh", "-c", "command -v strace")).exit == 0, "there is no strace");
        Path trace = folder.resolve("trace");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-e",
            "trace=connect,sendto,sendmsg,bind,execve", "-o", trace.toString()));
        command.addAll(List.of(java.nio.file.Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xint", "-cp", System.getProperty("java.class.path"), "org.libchain.AtBoot"));
        Child child = Child.run(command);
        assertEquals(0, child.exit, child.err);
        List<String> calls = Files.readAllLines(trace);
        assertEquals(List.of(), calls.stream().filter(line -> line.contains("AF_INET")).collect(Collectors.toList()));
        assertEquals(1, calls.stream().filter(line -> line.contains(" execve(")).count(), calls.toString());
    }

    /** Java 8 loads every class, and Java 9 the descriptor of the module. */
    @Test
    void bytecode() throws Exception {
        Path classes = java.nio.file.Paths.get(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Path> all;
        try (Stream<Path> files = Files.walk(classes)) {
            all = files.filter(file -> file.toString().endsWith(".class")).collect(Collectors.toList());
        }
        assertTrue(all.size() > 30);
        for (Path file : all) {
            byte[] octets = Files.readAllBytes(file);
            int expected = file.endsWith("module-info.class") ? 53 : 52;
            assertEquals(expected, (octets[6] & 0xff) << 8 | octets[7] & 0xff, file.toString());
        }
        assertTrue(all.stream().anyMatch(file -> file.endsWith("module-info.class")));
    }
}
