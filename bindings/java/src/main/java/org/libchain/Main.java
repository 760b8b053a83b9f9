// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** {@code java -jar}: what this JVM trusts, judged and shown as by the command chainready. */
final class Main {
    private static final int USAGE = 64;
    private static final String HELP =
        "usage: java [-Djavax.net.ssl.trustStore=FILE] -jar chainready.jar [check|fix] [options]\n"
            + "\n"
            + "check  Will what this JVM trusts validate the servers on every date of every migration?\n"
            + "fix    Prints a shell script that adds the missing roots. Nothing is changed until you run it.\n"
            + "\n"
            + "  --roots PATH        another store instead, in any form\n"
            + "  --timeline ID|FILE  a built-in migration, or one of your own\n"
            + "  --host NAME         only what concerns this host\n"
            + "  --at TIME           the instant asked about (default: now)\n"
            + "  --until TIME        how far to look (default: two years on)\n"
            + "  --json              one JSON document\n"
            + "  --quiet             one line, and none when ready\n"
            + "\n"
            + "Exit: 0 ready, 1 breaks later, 2 broken, 3 unknown, 64 usage, 65 bad input,\n"
            + "66 no such file, 70 our fault, 77 no permission.\n";

    private final PrintStream out;
    private final ChainReady.Builder builder = ChainReady.builder().logged(false);
    private boolean json;
    private boolean quiet;
    private boolean fix;

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        // the report is UTF-8, whatever the JVM thinks of the terminal
        PrintStream out = stream(new FileOutputStream(FileDescriptor.out));
        int code = run(out, stream(new FileOutputStream(FileDescriptor.err)), arguments);
        out.flush();
        System.exit(code);
    }

    private static PrintStream stream(OutputStream to) {
        try {
            return new PrintStream(to, true, StandardCharsets.UTF_8.name());
        } catch (java.io.UnsupportedEncodingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            return new Main(out).run(new ArrayDeque<>(Arrays.asList(arguments)));
        } catch (UsageException error) {
            err.println("chainready: " + error.getMessage());
            return USAGE;
        } catch (ChainReadyException error) {
            err.println("chainready: " + (error.path().isEmpty() ? "" : error.path() + ": ")
                + (error.entry() > 0 ? "entry " + error.entry() + ": " : "") + error.getMessage());
            return exitCode(error.status());
        }
    }

    private int run(Deque<String> arguments) {
        while (!arguments.isEmpty()) {
            if (!take(arguments.pop(), arguments)) {
                out.print(HELP);
                return 0;
            }
        }
        Report report = builder.ready();
        if (fix) {
            out.print(report.script());
            return report.script().isEmpty() ? 0 : 1;
        }
        print(report);
        return report.isComplete() || report.verdict() == Verdict.BROKEN
            ? report.verdict().exitCode() : Verdict.UNKNOWN.exitCode();
    }

    private void print(Report report) {
        if (json) {
            out.print(report.toJson());
        } else if (!quiet) {
            out.print(report.text());
        } else if (!report.isReady()) {
            out.println(report.summary());
        }
    }

    /** False: help is asked for. */
    private boolean take(String word, Deque<String> rest) {
        switch (word) {
            case "check":
                return true;
            case "fix":
                return fix = true;
            case "--json":
                return json = true;
            case "--quiet":
                return quiet = true;
            case "--help":
                return false;
            case "--roots":
                builder.store(Paths.get(value(word, rest)));
                return true;
            case "--timeline":
                migration(value(word, rest));
                return true;
            case "--host":
                builder.host(value(word, rest));
                return true;
            case "--at":
                builder.at(time(word, rest));
                return true;
            case "--until":
                builder.until(time(word, rest));
                return true;
            default:
                throw new UsageException("'" + word + "' is not known; --help says what is");
        }
    }

    /** A file where there is one of this name; not closed, for the process ends with it. */
    private void migration(String name) {
        if (Migration.builtIn().contains(name)) {
            builder.migration(name);
        } else {
            builder.migration(Migration.ofPath(Paths.get(name)));
        }
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.pop();
    }

    private static Instant time(String option, Deque<String> rest) {
        try {
            return Times.parse(value(option, rest));
        } catch (ChainReadyException error) {
            throw new UsageException(option + ": " + error.getMessage());
        }
    }

    /** As the command's own table. */
    private static int exitCode(String status) {
        switch (status) {
            case "argument":
                return USAGE;
            case "not_found":
            case "io":
                return 66;
            case "permission":
                return 77;
            case "internal":
            case "memory":
            case "unsupported":
                return 70;
            default:
                return 65;
        }
    }

    private static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }
}
