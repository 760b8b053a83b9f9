// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertEquals(64, run("--format", "pdf", "--roots", R1));
        assertEquals(64, run("--lane", "fast"));
        assertEquals(64, run("--follows", "nobody"));
        assertEquals(64, run("--renewal", "never"));
        assertEquals(64, run("--roots", R1, "--profile", "none-such"));
        assertEquals(66, run("--roots", R1, "--baseline", "/none"));
        assertEquals(66, run("--roots", R1, "--password", "/none"));
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

    /** The lines that say what to type, a folded one as it is. */
    private static final Pattern TYPED = Pattern.compile("^    type ((?:.*\\\\\n)*.*)$", Pattern.MULTILINE);

    private static List<String> typed(String text) {
        List<String> lines = new ArrayList<>();
        for (Matcher found = TYPED.matcher(text); found.find();) {
            lines.add(found.group(1).replaceAll(" \\\\\n +", " "));
        }
        return lines;
    }

    /**
     * The command was built beside it: the same octets, and the same to type but for how the program is
     * called, where only folding differs with the length of that.
     */
    @Test
    void sameAsTheCommand() throws Exception {
        Path command = Tree.BUILD.resolve("cli/chainready");
        for (String options : Arrays.asList("", "--timeline oss-globalsign", "--timeline oss-globalsign --json",
            "--timeline oss-globalsign --quiet", "--format sarif", "--format junit", "--format prometheus",
            "--format csv", "--format markdown", "--format html", "--format text",
            "--chain R1 --host x.example --timeline oss-globalsign", "--lane program --follows mozilla --json",
            "--timeline oss-globalsign --until 2029-01-01T00:00:00Z --follows mozilla --profile openssl-3 --lane program"
                + " --renewal literal --bridges R1", "--profile openssl-3 --json",
            "--renewal literal --until 2027 --json", "--bridges R1 --json")) {
            List<String> arguments = new ArrayList<>(Arrays.asList("--roots", R1, "--at", "2026-11-22"));
            Arrays.stream(options.split(" ")).filter(word -> !word.isEmpty())
                .forEach(word -> arguments.add(word.equals("R1") ? R1 : word));
            int code = run(arguments.toArray(new String[0]));
            List<String> native_ = new ArrayList<>(Arrays.asList("env", "LC_ALL=C.UTF-8", command.toString(),
                "check"));
            native_.addAll(arguments);
            Child child = Child.run(native_);
            assertEquals(child.exit, code, options + ": " + child.err + complained());
            assertEquals(TYPED.matcher(child.out).replaceAll(""), TYPED.matcher(said()).replaceAll(""), options);
            List<String> expected = typed(child.out);
            List<String> actual = typed(said());
            assertEquals(expected.size(), actual.size(), options);
            for (int i = 0; i < actual.size(); i++) {
                assertTrue(expected.get(i).startsWith("chainready fix "), expected.get(i));
                // the jar mends a store now, whatever the instant that was asked about (ADR 20)
                String rest = expected.get(i).substring("chainready".length()).replace(" --at 2026-11-22", "");
                assertTrue(actual.get(i).endsWith("Main" + rest), actual.get(i));
            }
        }
    }

    /** The classes and their natives, packed as Maven packs them after the tests. */
    private static String jar(Path folder) throws Exception {
        Path classes = Paths.get(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!Files.isDirectory(classes)) {
            return classes.toString();
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Main-Class", "org.libchain.Main");
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        Path jar = folder.resolve("chainready.jar");
        try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar), manifest);
             Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                to.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, to);
            }
        }
        return jar.toString();
    }

    /** What the log and the text say to type, typed into a shell; its script is run, and the store is mended. */
    @Test
    void whatToTypeMendsTheStore(@TempDir Path folder) throws Exception {
        for (String name : Arrays.asList("old.pem", "it's $(touch harm) für.pem")) {
            Path store = Files.write(folder.resolve(name), Tree.read(Tree.root("globalsign-root-ca")));
            Report report = ChainReady.builder().logged(false).store(store).migration("oss-globalsign").ready();
            String command = report.stores().get(0).command().get();
            assertTrue(Log.line(report).endsWith(" Add GlobalSign Root R46: " + command), Log.line(report));
            assertTrue(Log.line(report).contains("2027-01-28"), Log.line(report));
            assertEquals(Arrays.asList(command), typed(report.text()));
            Child fix = Child.run(Arrays.asList("env", "LC_ALL=C.UTF-8", "sh", "-c", command));
            assertEquals(1, fix.exit, command + fix.err);
            Child done = Child.run(Arrays.asList("sh", "-c", fix.out));
            assertEquals(0, done.exit, done.err);
            assertTrue(ChainReady.builder().logged(false).store(store).migration("oss-globalsign").ready()
                .isReady());
        }
        assertTrue(Files.notExists(folder.resolve("harm")) && Files.notExists(Paths.get("harm")));
    }

    /** From a jar the words are `java -jar`; at boot, of a JVM that was started with a trust store. */
    @Test
    void whatTheJarSaysAtBoot(@TempDir Path folder) throws Exception {
        String jar = jar(folder);
        Path store = folder.resolve("trust.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setCertificateEntry("r1", CertificateFactory.getInstance("X.509").generateCertificate(
            Files.newInputStream(Tree.root("globalsign-root-ca"))));
        try (OutputStream to = Files.newOutputStream(store)) {
            keys.store(to, "changeit".toCharArray());
        }
        String java = Paths.get(System.getProperty("java.home"), "bin", "java").toString();
        Path password = Files.write(folder.resolve("password"), "changeit\n".getBytes(StandardCharsets.UTF_8));
        Child boot = Child.run(Arrays.asList(java, "-Djavax.net.ssl.trustStore=" + store,
            "-Djavax.net.ssl.trustStorePassword=changeit", "-cp",
            jar + File.pathSeparator + System.getProperty("java.class.path"), "org.libchain.AtBoot"));
        assertEquals(0, boot.exit, boot.err);
        String line = boot.err.substring(boot.err.indexOf("WARNING: "));
        assertTrue(line.contains("Add ") && line.contains("GlobalSign Root R46"), line);
        String command = line.substring(line.indexOf(java)).trim();
        assertTrue(command.startsWith(java + " -jar " + jar + " fix --profile jdk-"), command);
        assertTrue(command.endsWith(" --store " + store), command);
        Child fix = Child.run(Arrays.asList("sh", "-c", command + " --password " + password));
        assertEquals(1, fix.exit, fix.err);
        Child done = Child.run(Arrays.asList("env", "STOREPASS_FILE=" + password, "sh", "-c", fix.out));
        assertEquals(0, done.exit, done.out + done.err);
        assertTrue(ChainReady.builder().logged(false).store(RootStore.ofPath(store, "changeit".toCharArray()))
            .ready().isReady());
    }

    @Test
    void theJvmsOwnStoreByItsName() throws Exception {
        String own = RuntimeRoots.path();
        int code = run("fix", "--store", own);
        assertTrue(code == 0 || code == 1, complained());
        String byPath = said();
        assertEquals(code, run("fix", "--store", RuntimeRoots.place(own).get("id")));
        assertEquals(byPath, said());
        assertEquals(64, run("--store", R1));
        assertEquals(64, run("fix", "--store", R1, "--roots", R1));
        assertEquals(66, run("fix", "--store", "/none"));
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
