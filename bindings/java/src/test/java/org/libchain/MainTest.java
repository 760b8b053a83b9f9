// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** java -jar answers as the command does. */
class MainTest {
    private static final String R1 = Tree.root("globalsign-root-ca").toString();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws Exception {
        out.reset();
        err.reset();
        return Main.run(new PrintStream(out, true, "UTF-8"), new PrintStream(err, true, "UTF-8"), arguments);
    }

    private String said() {
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private String complained() {
        return new String(err.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void exitCodes() throws Exception {
        assertEquals(0, run("--at", "2026-11-22", "--until", "2028-11-22", "--roots",
            Tree.root("digicert-global-root-g2").toString(), "--timeline", "ant-digicert-g2"));
        assertEquals(1, run("--at", "2026-11-22", "--roots", R1, "--timeline", "oss-globalsign"));
        assertEquals(2, run("--at", "2026-11-22", "--roots", R1, "--timeline", "aws-ats"));
        assertEquals(3, run("--at", "2026-11-22", "--roots", Tree.root("digicert-global-root-ca").toString(),
            "--timeline", "ant-digicert-g2"));
        assertEquals(64, run("--nonsense"));
        assertEquals("chainready: '--nonsense' is not known; --help says what is\n", complained());
        assertEquals(64, run("--at"));
        assertEquals(64, run("--at", "tomorrow"));
        assertEquals(64, run("--at", "2026-11-22", "--until", "2026-11-22"));
        assertEquals(66, run("--roots", "/none"));
        assertTrue(complained().startsWith("chainready: /none: "), complained());
        assertEquals(66, run("--timeline", "none"));
        assertEquals(65, run("--roots", Tree.SOURCE.resolve("README.md").toString()));
        assertEquals(0, run("--help"));
        assertTrue(said().startsWith("usage: java "));
    }

    /** The command was built beside it. */
    @Test
    void sameAsTheCommand() throws Exception {
        Path command = Tree.BUILD.resolve("cli/chainready");
        for (List<String> arguments : Arrays.asList(
            Arrays.asList("--roots", R1, "--at", "2026-11-22"),
            Arrays.asList("--roots", R1, "--at", "2026-11-22", "--timeline", "oss-globalsign", "--json"))) {
            int code = run(arguments.toArray(new String[0]));
            List<String> native_ = new ArrayList<>(Arrays.asList("env", "COLUMNS=80", "LC_ALL=C.UTF-8",
                command.toString(), "check"));
            native_.addAll(arguments);
            Child child = Child.run(native_);
            assertEquals(child.exit, code, child.err);
            if (arguments.contains("--json")) {
                assertEquals(child.out, said());
            } else {
                // what the command says to type is itself; the jar's word for it is fix
                String expected = child.out.replaceAll("\\s+(\\\\\n\\s*)?", " ");
                String typed = " type chainready fix --at 2026-11-22 --store " + R1;
                assertTrue(expected.contains(typed), child.out);
                assertEquals(expected.replace(typed, ""), said().replaceAll("\\s+", " "));
            }
        }
    }

    @Test
    void fixAndQuiet() throws Exception {
        assertEquals(1, run("fix", "--roots", R1, "--at", "2026-11-22", "--timeline", "oss-globalsign"));
        assertTrue(said().startsWith("#!/bin/sh\n"), said());
        assertEquals(0, run("fix", "--at", "2026-11-22", "--timeline", "ant-digicert-g2", "--roots",
            Tree.root("digicert-global-root-g2").toString()));
        assertEquals("", said());
        assertEquals(1, run("--quiet", "--roots", R1, "--at", "2026-11-22", "--timeline", "oss-globalsign"));
        assertEquals(1, said().split("\n").length);
        assertTrue(said().startsWith("Breaks on 2027-01-28"), said());
    }
}
