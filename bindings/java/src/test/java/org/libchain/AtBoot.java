// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that asks at its start: about itself, or about each file of a folder, whose verdicts it prints. */
final class AtBoot {
    private AtBoot() {
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            ChainReady.ready();
            return;
        }
        List<Path> stores;
        try (Stream<Path> files = Files.list(Paths.get(arguments[0]))) {
            stores = files.sorted().collect(Collectors.toList());
        }
        for (Path store : stores) {
            Report report = ChainReady.builder().store(store).migration("oss-globalsign").ready();
            System.out.println(report.verdict());
        }
    }
}
