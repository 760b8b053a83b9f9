// SPDX-License-Identifier: Apache-2.0
package org.libchain.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Loads the C part, once.
 *
 * <p>The jar holds one folder of shared libraries for each platform. They are copied into a new folder of
 * the temporary directory that only this user may enter and whose name cannot be foreseen, loaded, and
 * deleted at once: a loaded library needs its file no more. The system property
 * {@code org.libchain.library} names a library to load instead, by its absolute path; then nothing is
 * copied. {@code org.libchain.tmpdir} names another temporary directory, for machines whose own does not
 * allow what is in it to be run.
 */
public final class Library {
    private static final String OVERRIDE = "org.libchain.library";
    private static final String FOLDER = "org.libchain.tmpdir";
    private static boolean loaded;

    private Library() {
    }

    /**
     * Does nothing when it is loaded already.
     *
     * @throws UnsatisfiedLinkError that says what was tried
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        String override = System.getProperty(OVERRIDE);
        if (override != null && !override.isEmpty()) {
            System.load(override);
        } else {
            loadFromJar();
        }
        loaded = true;
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (machine.equals("amd64")) {
            machine = "x86_64";
        } else if (machine.equals("arm64")) {
            machine = "aarch64";
        }
        return system.replace(' ', '-') + "-" + machine;
    }

    /** The index lists the files in the order in which they are copied; the last one is loaded. */
    private static List<String> index(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream index = Library.class.getResourceAsStream(folder + "index")) {
            if (index == null) {
                throw new UnsatisfiedLinkError("this jar has no library for " + platform()
                    + ": build one, and name it with -D" + OVERRIDE + "=/absolute/path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(index, StandardCharsets.US_ASCII));
            for (String name = lines.readLine(); name != null; name = lines.readLine()) {
                names.add(name);
            }
        }
        return names;
    }

    private static Path privateFolder() throws IOException {
        Path above = Paths.get(System.getProperty(FOLDER, System.getProperty("java.io.tmpdir")));
        FileAttribute<?>[] mode = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
            : new FileAttribute<?>[0];
        return Files.createTempDirectory(above, "chainready", mode);
    }

    private static void loadFromJar() {
        String folder = "native/" + platform() + "/";
        Path home = null;
        List<Path> files = new ArrayList<>();
        try {
            List<String> names = index(folder);
            home = privateFolder();
            for (String name : names) {
                Path file = home.resolve(name);
                files.add(file);
                try (InputStream from = Library.class.getResourceAsStream(folder + name)) {
                    if (from == null) {
                        throw new IOException("the jar lacks " + name);
                    }
                    Files.copy(from, file); // makes the file, and fails where there is one
                }
            }
            System.load(files.get(files.size() - 1).toAbsolutePath().toString());
        } catch (IOException error) {
            throw (UnsatisfiedLinkError) new UnsatisfiedLinkError("cannot unpack the library: " + error
                + "; -D" + FOLDER + " names another temporary directory, -D" + OVERRIDE + " a library")
                .initCause(error);
        } finally {
            files.add(home);
            delete(files);
        }
    }

    private static void delete(List<Path> files) {
        for (Path file : files) {
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | SecurityException ignored) {
                file.toFile().deleteOnExit(); // a system on which a loaded library stays open
            }
        }
    }
}
