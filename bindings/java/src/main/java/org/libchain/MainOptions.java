// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What stood on the command line of {@link Main}. What it opens is not closed, for the process ends with it. */
final class MainOptions {
    private final ChainReady.Builder builder = ChainReady.builder().logged(false);
    private final List<Path> roots = new ArrayList<>();
    private String store;
    private Path password;
    private Path chain;
    private String format = "text";
    private boolean quiet;
    private boolean fix;

    /** False: help is asked for. */
    boolean take(Deque<String> words) {
        while (!words.isEmpty()) {
            String word = words.pop();
            if (word.equals("--help")) {
                return false;
            }
            if (!takeFlag(word)) {
                takeValue(word, words);
            }
        }
        endChain(null);
        return true;
    }

    private boolean takeFlag(String word) {
        switch (word) {
            case "check":
                return true;
            case "fix":
                return fix = true;
            case "--json":
                format = "json";
                return true;
            case "--quiet":
                return quiet = true;
            default:
                return false;
        }
    }

    private void takeValue(String word, Deque<String> rest) {
        switch (word) {
            case "--roots":
                roots.add(path(word, rest));
                break;
            case "--store":
                store = value(word, rest);
                break;
            case "--password":
                password = path(word, rest);
                break;
            case "--timeline":
                migration(value(word, rest));
                break;
            case "--chain":
                endChain(null);
                chain = path(word, rest);
                break;
            case "--host":
                host(value(word, rest));
                break;
            case "--at":
                builder.at(Main.time(word, value(word, rest)));
                break;
            case "--until":
                builder.until(Main.time(word, value(word, rest)));
                break;
            default:
                takeMore(word, rest);
        }
    }

    private void takeMore(String word, Deque<String> rest) {
        switch (word) {
            case "--bridges":
                builder.bridges(ServerChain.ofPath(path(word, rest)));
                break;
            case "--profile":
                builder.profile(value(word, rest));
                break;
            case "--lane":
                builder.lane(choice(Lane.class, word, value(word, rest)));
                break;
            case "--follows":
                builder.follows(choice(RootProgram.class, word, value(word, rest)));
                break;
            case "--renewal":
                builder.renewalAssumed(renewal(value(word, rest)));
                break;
            case "--baseline":
                builder.baseline(path(word, rest));
                break;
            case "--origin":
                builder.origin(value(word, rest), 1);
                break;
            case "--format":
                format = value(word, rest);
                break;
            default:
                throw new UsageException("'" + word + "' is not known; --help says what is");
        }
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.pop();
    }

    private static Path path(String option, Deque<String> rest) {
        String text = value(option, rest);
        try {
            return Paths.get(text);
        } catch (InvalidPathException error) {
            throw new UsageException(option + ": '" + Shell.plain(text) + "' is no path in this locale");
        }
    }

    private static <E extends Enum<E>> E choice(Class<E> kind, String option, String value) {
        for (E each : kind.getEnumConstants()) {
            if (each.name().toLowerCase(java.util.Locale.ROOT).equals(value)) {
                return each;
            }
        }
        throw new UsageException(option + ": '" + Shell.plain(value) + "' is not known");
    }

    private static boolean renewal(String word) {
        if (!word.equals("assume") && !word.equals("literal")) {
            throw new UsageException("--renewal: '" + Shell.plain(word) + "' is neither assume nor literal");
        }
        return word.equals("assume");
    }

    private void host(String name) {
        if (chain != null) {
            endChain(name);
        } else {
            builder.host(name);
        }
    }

    private void endChain(String host) {
        if (chain != null) {
            builder.chain(ServerChain.ofPath(chain), host);
        }
        chain = null;
    }

    /** A file where there is no built-in one of this name. */
    private void migration(String name) {
        if (Migration.builtIn().contains(name)) {
            builder.migration(name);
        } else {
            builder.migration(Migration.ofPath(Paths.get(name)));
        }
    }

    /** Without the end of its line, as the command reads it. */
    private char[] password() {
        if (password == null) {
            return null;
        }
        try {
            String text = new String(Files.readAllBytes(password), StandardCharsets.UTF_8);
            return text.replaceAll("\r?\n$", "").toCharArray();
        } catch (IOException error) {
            throw new ChainReadyException(error instanceof NoSuchFileException ? "not_found" : "io", 0, -1,
                password.toString(), "the password cannot be read", error);
        }
    }

    private RootStore open(Path path) {
        return RootStore.ofPath(path, password());
    }

    /** The JVM's own, by its id or its file, with what is known of how it is changed; or another file. */
    private RootStore openNamed() {
        String own = RuntimeRoots.path();
        boolean named = RuntimeRoots.place(own).get("id").equals(store);
        try {
            if (named || Files.exists(Paths.get(store)) && Files.isSameFile(Paths.get(store), Paths.get(own))) {
                return open(Paths.get(own)).at(RuntimeRoots.place(own));
            }
        } catch (IOException different) {
            // what cannot be looked at is opened below, or not
        }
        return open(Paths.get(store));
    }

    ChainReady.Builder question() {
        if (store != null && (!fix || !roots.isEmpty())) {
            throw new UsageException("--store is for fix, and in the place of --roots");
        }
        if (store != null) {
            builder.store(openNamed());
        }
        roots.forEach(path -> builder.store(open(path)));
        return builder;
    }

    boolean fixes() {
        return fix;
    }

    boolean quiet() {
        return quiet;
    }

    String format() {
        if (!Report.formats().contains(format)) {
            throw new UsageException("--format: '" + Shell.plain(format) + "' is none of "
                + String.join(", ", Report.formats()));
        }
        return format;
    }

    /** Wrong usage. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }
}
