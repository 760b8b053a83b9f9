// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
            + "  --store ID|PATH     fix: only this one: the JVM's own, or another one\n"
            + "  --password FILE     the password of such a keystore\n"
            + "  --timeline ID|FILE  a built-in migration, or one of your own\n"
            + "  --host NAME         only what concerns this host\n"
            + "  --chain FILE        what a server sent, behind it --host NAME: the server\n"
            + "  --bridges PATH      more cross-certificates to build with\n"
            + "  --at TIME           the instant asked about (default: now)\n"
            + "  --until TIME        how far to look (default: two years on)\n"
            + "  --profile NAME, --lane NAME, --follows NAME, --renewal NAME: as the command has them\n"
            + "  --baseline FILE     findings that are known and accepted\n"
            + "  --origin FILE       what the formats point at: a Dockerfile\n"
            + "  --format NAME       csv, html, json, junit, markdown, prometheus, sarif or text\n"
            + "  --json              one JSON document\n"
            + "  --quiet             one line, and none when ready\n"
            + "\n"
            + "Exit: 0 ready, 1 breaks later, 2 broken, 3 unknown, 64 usage, 65 bad input,\n"
            + "66 no such file, 70 our fault, 77 no permission.\n";

    private final PrintStream out;
    private final MainOptions options = new MainOptions();

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
        } catch (MainOptions.UsageException error) {
            err.println("chainready: " + error.getMessage());
            return USAGE;
        } catch (ChainReadyException error) {
            err.println("chainready: " + (error.path().isEmpty() ? "" : error.path() + ": ")
                + (error.entry() > 0 ? "entry " + error.entry() + ": " : "") + error.getMessage());
            return exitCode(error.status());
        }
    }

    private int run(Deque<String> arguments) {
        if (!options.take(arguments)) {
            out.print(HELP);
            return 0;
        }
        Report report = options.question().ready();
        if (options.fixes()) {
            String script = report.script();
            out.print(script);
            return script.isEmpty() ? 0 : 1;
        }
        String format = options.format();
        out.print(format.equals("text")
            ? report.text(TextStyle.plain().width(100).quiet(options.quiet())) : report.format(format));
        return report.isComplete() || report.verdict() == Verdict.BROKEN
            ? report.verdict().exitCode() : Verdict.UNKNOWN.exitCode();
    }

    /** An instant of an option. */
    static Instant time(String option, String text) {
        try {
            return Times.parse(text);
        } catch (ChainReadyException error) {
            throw new MainOptions.UsageException(option + ": " + error.getMessage());
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
}
