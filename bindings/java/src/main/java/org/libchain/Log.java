// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** One line: the date, the root and the command. */
final class Log {
    private static final Logger LOGGER = Logger.getLogger("org.libchain");

    private Log() {
    }

    static void write(Report report) {
        Level level = report.isReady() ? Level.INFO : Level.WARNING;
        if (LOGGER.isLoggable(level)) {
            LOGGER.logp(level, "org.libchain.ChainReady", "ready", line(report).replace("{", "'{'"));
        }
    }

    static String line(Report report) {
        StringBuilder line = new StringBuilder(report.summary());
        for (StoreState store : report.stores()) {
            store.problem().ifPresent(problem -> line.append(" Not read: ").append(problem).append('.'));
        }
        List<MissingRoot> roots = report.missingRoots();
        if (!roots.isEmpty()) {
            line.append(" Add ").append(join(roots.stream().map(MissingRoot::name)
                .collect(Collectors.toList()))).append(": ");
            String commands = report.stores().stream().filter(store -> !store.outcome().verdict().isReady())
                .map(Log::remedy).distinct().collect(Collectors.joining("; "));
            line.append(commands);
        }
        return Shell.plain(line.toString());
    }

    private static String remedy(StoreState store) {
        return store.command().orElse(store.isMadeByProgram()
            ? "to " + store.path() + ", which this program makes" : "Report.script() is what mends it");
    }

    private static String join(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0)
            : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
