// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static Report r1() {
        return Tree.question().store(Tree.root("globalsign-root-ca")).migration("oss-globalsign").ready();
    }

    @Test
    void ofThisMachine() {
        Report report = ChainReady.ready();
        assertEquals(1, report.stores().size());
        assertTrue(report.stores().get(0).size() > 50);
        assertTrue(report.isComplete());
        assertSame(report, report.isReady() ? report.orThrow() : report);
        assertEquals(report.at().atOffset(java.time.ZoneOffset.UTC).plusYears(2).toInstant(), report.until());
        assertTrue(Math.abs(report.at().getEpochSecond() - Instant.now().getEpochSecond()) < 60);
    }

    @Test
    void whatBreaks() {
        Report report = r1();
        assertEquals(Verdict.BREAKS_LATER, report.verdict());
        assertFalse(report.isReady());
        assertEquals(Instant.parse("2027-01-28T00:00:00Z"), report.breaksAt().get());
        assertEquals(Instant.parse("2027-01-29T00:00:00Z"), report.outcome().breaksLatest().get());
        assertEquals("breaks_later (2027-01-28T00:00:00Z)", report.outcome().toString());
        assertEquals("GlobalSign Root R46", report.missingRoots().get(0).name());
        assertEquals(64, report.missingRoots().get(0).sha256().length());
        assertTrue(report.missingRoots().get(0).pem().startsWith("-----BEGIN CERTIFICATE-----"));
        assertTrue(report.missingRoots().get(0).isPublic());
        assertTrue(report.text().startsWith("Breaks on 2027-01-28"));
        assertTrue(report.script().startsWith("#!/bin/sh"));
        assertTrue(report.toString().startsWith("Breaks on 2027-01-28"));
        int results = 0;
        for (Report.Result result : report) {
            results++;
            assertEquals("oss-globalsign", result.timeline());
        }
        assertEquals(report.results().size(), results);
        assertThrows(UnsupportedOperationException.class, () -> report.results().clear());
        assertThrows(UnsupportedOperationException.class, () -> report.stores().clear());
        assertThrows(UnsupportedOperationException.class, () -> report.missingRoots().clear());
    }

    /** Not cut where the text is wrapped. */
    @Test
    void theSummaryIsWhole() {
        assertEquals("Breaks on 2027-01-28 \u2014 this root store stops reaching Alibaba Cloud OSS.", r1().summary());
        String longer = "Alibaba Cloud OSS, which has a name here that no line of 80 columns holds";
        try (Migration built = Migration.builtIn("oss-globalsign");
             Migration own = Migration.ofBytes(built.toJson().replace("\"Alibaba Cloud OSS\"",
                 '"' + longer + '"').getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            Report report = Tree.question().store(Tree.root("globalsign-root-ca")).migration(own).ready();
            assertEquals("Breaks on 2027-01-28 \u2014 this root store stops reaching " + longer + ".",
                report.summary());
        }
    }

    @Test
    void orThrow() {
        NotReadyException error = assertThrows(NotReadyException.class, () -> r1().orThrow());
        assertEquals("not_ready", error.status());
        assertEquals(Verdict.BREAKS_LATER, error.report().verdict());
        assertTrue(error.getMessage().contains("2027-01-28"));
    }

    @Test
    void values() {
        assertEquals(r1(), r1());
        assertEquals(r1().hashCode(), r1().hashCode());
        assertEquals(r1().results(), r1().results());
        assertEquals(r1().outcome(), r1().outcome());
        assertNotEquals(r1(), Tree.question().store(Tree.root("globalsign-root-r46")).ready());
    }

    @Test
    void theProgramLane() {
        ChainReady.Builder builder = Tree.question().until(Instant.parse("2030-01-01T00:00:00Z"))
            .store(Tree.root("digicert-global-root-g2")).migration("ant-digicert-g2");
        assertEquals(Verdict.READY, builder.ready().verdict());
        Report report = builder.lane(Lane.PROGRAM).follows(RootProgram.MOZILLA).ready();
        assertEquals(Verdict.BREAKS_LATER, report.verdict());
        assertEquals(Instant.parse("2029-04-15T00:00:00Z"), report.breaksAt().get());
    }

    private static List<LogRecord> logged(Runnable work) {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger logger = Logger.getLogger("org.libchain");
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return records;
    }

    @Test
    void oneLineIsLogged() {
        List<LogRecord> records = logged(() -> Tree.question().logged(true)
            .store(Tree.root("globalsign-root-ca")).migration("oss-globalsign").ready());
        assertEquals(1, records.size());
        assertEquals(Level.WARNING, records.get(0).getLevel());
        String line = new SimpleFormatter().formatMessage(records.get(0));
        assertFalse(line.contains("\n"));
        assertTrue(line.startsWith("Breaks on 2027-01-28"), line);
        assertTrue(line.contains(" Add GlobalSign Root R46: ") && line.endsWith(
            " fix --timeline oss-globalsign --until 2028-11-22T00:00:00Z --store "
                + Shell.quote(Tree.root("globalsign-root-ca").toString())), line);
        assertEquals(Level.INFO, logged(() -> Tree.question().logged(true)
            .store(Tree.root("digicert-global-root-g2")).migration("ant-digicert-g2").ready()).get(0).getLevel());
        assertEquals(0, logged(ReportTest::r1).size());
    }

    @Test
    void formats() {
        assertTrue(Report.formats().containsAll(List.of("sarif", "junit", "prometheus", "csv", "markdown", "html")));
        assertThrows(UnsupportedOperationException.class, () -> Report.formats().clear());
        assertEquals(r1().toJson(), r1().format("json"));
        ChainReadyException error = assertThrows(ChainReadyException.class, () -> r1().format("pdf"));
        assertEquals("argument", error.status());
        assertThrows(NullPointerException.class, () -> r1().format(null));
        assertTrue(Migration.builtIn().containsAll(Migration.defaults()) && !Migration.defaults().isEmpty());
    }

    @Test
    void styles() {
        TextStyle plain = TextStyle.plain();
        assertEquals(r1().text(), r1().text(plain));
        assertTrue(r1().text(plain.color(true)).contains("\u001b["));
        assertTrue(r1().text(plain.unicode(false)).chars().allMatch(unit -> unit < 128));
        assertEquals(1, r1().text(plain.quiet(true).width(120)).trim().split("\n").length);
        assertTrue(r1().text(plain.fixCommand("mend it")).contains("    type mend it"));
        assertFalse(r1().text(plain.fixCommand("")).contains("    type "));
        assertEquals(plain.width(100).color(true), plain.color(true).width(100));
        assertNotEquals(plain, plain.quiet(true));
        assertThrows(ChainReadyException.class, () -> r1().text(plain.width(39)));
    }

    @Test
    void aBaselineAndAnOrigin(@TempDir Path folder) throws Exception {
        String known = "{\"schema\": \"libchain.baseline/1\", \"findings\": [{\"endpoint\": \"oss\", "
            + "\"verdict\": \"breaks_later\", \"expires\": \"2027-06-01\", \"reason\": \"in spring\"}]}";
        ChainReady.Builder builder = Tree.question().store(Tree.root("globalsign-root-ca"))
            .migration("oss-globalsign").origin("deploy/Dockerfile", 12);
        assertTrue(builder.ready().format("sarif").contains("deploy/Dockerfile"));
        assertTrue(builder.baseline(known.getBytes(StandardCharsets.UTF_8)).ready().isReady());
        Path file = Files.write(folder.resolve("baseline.json"), known.getBytes(StandardCharsets.UTF_8));
        assertTrue(builder.baseline(file).ready().isReady());
        Files.write(file, "{}".getBytes(StandardCharsets.UTF_8));
        ChainReadyException error = assertThrows(ChainReadyException.class, builder::ready);
        assertEquals("malformed", error.status());
        assertEquals(file.toString(), error.path());
    }

    @Test
    void aDraftIsAMigration() throws Exception {
        MigrationDraft draft = Migration.draft().oldRoot(Tree.root("globalsign-root-ca"))
            .newRoot(Tree.root("globalsign-root-r46")).host("*.corp.example");
        assertThrows(ChainReadyException.class, draft::toMigration); // no day yet
        try (Migration migration = draft.id("corp").on(Instant.parse("2027-03-01T08:00:00Z")).toMigration()) {
            assertEquals("corp", migration.id());
            Report report = Tree.question().store(Tree.root("globalsign-root-ca")).migration(migration).ready();
            assertEquals(Instant.parse("2027-03-01T08:00:00Z"), report.breaksAt().get());
            assertFalse(report.stores().get(0).command().isPresent()); // no command line can hold it
            assertTrue(Log.line(report).endsWith(": Report.script() is what mends it"), Log.line(report));
        }
        assertTrue(draft.on(LocalDate.of(2027, 3, 1)).today(LocalDate.of(2026, 11, 22)).toJson()
            .contains("\"2026-11-22\""));
        assertTrue(Migration.draft().toJson().contains("REPLACE"));
        assertThrows(ChainReadyException.class, () -> Migration.draft().id("No Id").toJson());
    }

    /** Octets that are no UTF-8, as a folder hands them over, and a line feed. */
    @Test
    void aPathThatIsNoText(@TempDir Path folder) throws Exception {
        for (String name : List.of("\\377old.pem", "a\\nb\\033[2J.pem")) {
            Path target = Files.createDirectory(folder.resolve(name.substring(1, 4).equals("377") ? "one" : "two"));
            Child made = Child.run(List.of("sh", "-c", "cp \"$1\" \"$2/$(printf \"$3\")\"", "sh",
                Tree.root("globalsign-root-ca").toString(), target.toString(), name));
            assertEquals(0, made.exit, made.err);
            Path store;
            try (Stream<Path> files = Files.list(target)) {
                store = files.findFirst().get();
            }
            Report report = Tree.question().store(store).migration("oss-globalsign").ready();
            assertEquals(Verdict.BREAKS_LATER, report.verdict());
            assertFalse(report.stores().get(0).command().isPresent());
            String line = Log.line(report);
            assertTrue(line.codePoints().noneMatch(Character::isISOControl), line);
            assertFalse(report.text().contains("    type "));
            assertTrue(report.format("sarif").length() > 0 && report.format("html").length() > 0);
        }
    }

    /** The JVM takes names for what the locale says; a container's says nothing. */
    @Test
    void pathsInEveryLocale(@TempDir Path folder) throws Exception {
        Child made = Child.run(List.of("sh", "-c", "for name in old.pem f\u00fcr.pem \"$(printf 'f\\374r.pem')\"; do"
            + " cp \"$1\" \"$2/$name\"; done", "sh", Tree.root("globalsign-root-ca").toString(), folder.toString()));
        assertEquals(0, made.exit, made.err);
        for (String locale : List.of("C", "C.UTF-8")) {
            Child child = Child.run(List.of("env", "LC_ALL=" + locale,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), "org.libchain.AtBoot", folder.toString()));
            assertEquals("BREAKS_LATER\n".repeat(3), child.out, locale + ": " + child.err);
        }
    }
}
