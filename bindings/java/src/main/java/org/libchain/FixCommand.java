// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person types to mend a store: {@code java -jar chainready.jar fix} about the same question, with
 * the JVM that asked. The instant asked about is not in it: it is now that a store is mended.
 */
final class FixCommand {
    private final List<String> words = new ArrayList<>();
    private boolean possible = true;

    private FixCommand() {
        add(java());
        for (String property : Arrays.asList("org.libchain.library", "org.libchain.tmpdir")) {
            String value = System.getProperty(property);
            if (value != null && !value.isEmpty()) {
                add("-D" + property + "=" + value);
            }
        }
        Path home = home();
        if (home == null) {
            possible = false; // a jar inside a jar, which java cannot start
        } else if (Files.isDirectory(home)) {
            add("-cp").add(home.toString()).add("org.libchain.Main");
        } else {
            add("-jar").add(home.toString());
        }
        add("fix");
    }

    /** Hosts before chains: one that stands behind a chain is where that chain came from. */
    static FixCommand about(List<String> timelines, List<Migration> migrations, List<String> hosts,
                            List<ServerChain> chains, List<String> chainHosts, ServerChain bridges) {
        FixCommand command = new FixCommand();
        timelines.forEach(id -> command.option("timeline", id));
        migrations.forEach(migration -> command.input("timeline", migration.source()));
        hosts.forEach(host -> command.option("host", host));
        for (int i = 0; i < chains.size(); i++) {
            command.input("chain", chains.get(i).source()).option("host", chainHosts.get(i));
        }
        return bridges == null ? command : command.input("bridges", bridges.source());
    }

    /** The launcher of this JVM. */
    private static String java() {
        Path launcher = Paths.get(System.getProperty("java.home"), "bin", "java");
        return Files.isExecutable(launcher) ? launcher.toString() : "java";
    }

    /** The jar, or the folder of classes, that this class is from; null where it is no such thing. */
    private static Path home() {
        CodeSource source = FixCommand.class.getProtectionDomain().getCodeSource();
        URL place = source == null ? null : source.getLocation();
        try {
            Path path = place == null || !place.getProtocol().equals("file") ? null : Paths.get(place.toURI());
            return path != null && Files.exists(path) ? path : null;
        } catch (URISyntaxException | IllegalArgumentException | SecurityException unknown) {
            return null;
        }
    }

    private FixCommand add(String word) {
        possible = possible && Shell.isTypeable(word);
        words.add(word);
        return this;
    }

    /** Null: not given. */
    FixCommand option(String name, String value) {
        return value == null ? this : add("--" + name).add(value);
    }

    /** Something that is not known by a path or a name: no command can be given it. */
    FixCommand input(String name, String source) {
        possible = possible && source != null;
        return option(name, source);
    }

    /** Null where no command line holds the question. */
    String line() {
        return possible ? words.stream().map(Shell::quote).collect(Collectors.joining(" ")) : null;
    }
}
