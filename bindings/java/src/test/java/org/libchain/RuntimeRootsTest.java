// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM trusts is what libchain is told, however the JVM was started. */
class RuntimeRootsTest {
    private static final String R1 = Tree.root("globalsign-root-ca").toString();
    private static final String HOME = System.getProperty("java.home");

    @TempDir
    private static Path folder;

    /** The lines of a Probe: the stores, what JSSE has, and the states. */
    private static List<String> probe(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(
            "-Dchainready.source=" + Tree.SOURCE, "-Dchainready.build=" + Tree.BUILD));
        int options = 0;
        while (options < arguments.length && arguments[options].startsWith("-D")) {
            all.add(arguments[options++]);
        }
        all.add("org.libchain.Probe");
        all.addAll(Arrays.asList(arguments).subList(options, arguments.length));
        Child child = Child.java(all.toArray(new String[0]));
        assertEquals(0, child.exit, child.err);
        return Arrays.asList(child.out.trim().split("\n"));
    }

    /** "LABEL KIND COUNT HASH" has JSSE's count and hash. */
    private static void sameAsJsse(List<String> lines, String label, String kind) {
        assertEquals(label + " " + kind + " " + lines.get(1).replace("jsse ", ""), lines.get(0));
    }

    private static Path keystore(String name, String... options) {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(Arrays.asList(Paths.get(HOME, "bin", "keytool").toString(),
            "-importcert", "-noprompt", "-alias", "r1", "-file", R1, "-keystore", file.toString(),
            "-storepass", "secret1"));
        command.addAll(Arrays.asList(options));
        Child child = Child.run(command);
        assertEquals(0, child.exit, child.out + child.err);
        return file;
    }

    /** What is to be typed for a store of this JVM. */
    private static String fix(String store) {
        return HOME + "/bin/java -cp " + Main.class.getProtectionDomain().getCodeSource().getLocation().getPath()
            .replaceAll("/$", "") + " org.libchain.Main fix --until 2028-11-22T00:00:00Z --profile "
            + Errors.call(RuntimeRoots::profile) + " --store " + store;
    }

    @Test
    void asItComes() {
        List<String> lines = probe();
        sameAsJsse(lines, HOME + "/lib/security/cacerts", lines.get(0).split(" ")[1]);
        assertTrue(lines.get(0).split(" ")[1].matches("jks|pkcs12"), lines.get(0));
        assertTrue(lines.get(2).startsWith("state java-" + System.getProperty("java.version") + " "));
        assertTrue(lines.get(2).endsWith(fix(HOME + "/lib/security/cacerts")), lines.get(2));
    }

    @Test
    void contextIsThereAlready() {
        sameAsJsse(probe("useDefault"), HOME + "/lib/security/cacerts", "runtime");
    }

    @Test
    void namedStores() {
        Path plain = keystore("plain.p12", "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
            "-J-Dkeystore.pkcs12.macAlgorithm=NONE");
        sameAsJsse(probe("-Djavax.net.ssl.trustStore=" + plain), plain.toString(), "pkcs12");
        Path jks = keystore("store.jks", "-storetype", "JKS");
        sameAsJsse(probe("-Djavax.net.ssl.trustStore=" + jks), jks.toString(), "jks");
        Path locked = keystore("locked.p12");
        List<String> lines = probe("-Djavax.net.ssl.trustStore=" + locked,
            "-Djavax.net.ssl.trustStorePassword=secret1");
        sameAsJsse(lines, locked.toString(), "runtime");
        assertEquals("state java-trustStore broken  " + fix(locked.toString()), lines.get(2));
    }

    /** Whoever forgets the password trusts nobody, and JSSE does not say so. */
    @Test
    void passwordIsForgotten() {
        Path locked = keystore("forgotten.p12");
        List<String> lines = probe("-Djavax.net.ssl.trustStore=" + locked);
        assertEquals("jsse 0 0", lines.get(1));
        assertEquals("state java-trustStore unknown no TLS connection can be made: holds no certificate"
            + " " + fix(locked.toString()), lines.get(2));
    }

    @Test
    void storeIsMissing() {
        // JSSE passes it over in silence
        sameAsJsse(probe("-Djavax.net.ssl.trustStore=/none"), HOME + "/lib/security/cacerts",
            probe().get(0).split(" ")[1]);
    }

    @Test
    void storeIsNone() {
        List<String> lines = probe("-Djavax.net.ssl.trustStore=NONE");
        assertEquals("jsse 0 0", lines.get(1));
        assertTrue(lines.get(2).contains("unknown no TLS connection can be made"), lines.get(2));
    }

    @Test
    void storeIsNoKeystore() {
        List<String> lines = probe("-Djavax.net.ssl.trustStore=" + R1);
        assertEquals("jsse fails", lines.get(1));
        assertTrue(lines.get(2).contains("unknown no TLS connection can be made"), lines.get(2));
    }

    /** JSSE trusts the first certificate of a key, too; libchain's own reader would not. */
    @Test
    void keysCount() {
        Path file = keystore("key.jks", "-storetype", "JKS");
        Child child = Child.run(Arrays.asList(Paths.get(HOME, "bin", "keytool").toString(), "-genkeypair",
            "-alias", "own", "-dname", "CN=own", "-keyalg", "EC", "-keystore", file.toString(), "-storepass",
            "secret1", "-keypass", "secret1", "-storetype", "JKS"));
        assertEquals(0, child.exit, child.out + child.err);
        List<String> lines = probe("-Djavax.net.ssl.trustStore=" + file);
        sameAsJsse(lines, file.toString(), "runtime");
        assertTrue(lines.get(1).startsWith("jsse 2 "), lines.get(1));
    }

    /** Where the factory is not JSSE's own, it is asked, and no file is read. */
    @Test
    void anotherProvidersFactory() {
        List<String> lines = probe("provider", R1);
        sameAsJsse(lines, HOME + "/lib/security/cacerts", "runtime");
        assertTrue(lines.get(1).startsWith("jsse 1 "), lines.get(1));
    }

    @Test
    void programSetsTheDefault() {
        List<String> lines = probe("setDefault", R1);
        assertTrue(lines.get(0).startsWith("SSLContext.getDefault() runtime 1 "), lines.get(0));
        assertEquals("state SSLContext.getDefault() broken  -", lines.get(2));
    }

    @Test
    void urlConnectionsHaveADefaultOfTheirOwn() {
        List<String> lines = probe("urlDefault", R1);
        assertTrue(lines.get(0).startsWith(HOME), lines.get(0));
        assertTrue(lines.get(1).startsWith("HttpsURLConnection runtime 1 "), lines.get(1));
        assertEquals("state HttpsURLConnection broken  -", lines.get(4));
    }

    @Test
    void jssecacertsGoesFirst() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/lib/security"));
        String before = System.getProperty("java.home");
        System.setProperty("java.home", folder.resolve("home").toString());
        try {
            assertEquals(home.resolve("cacerts").toString(), RuntimeRoots.path());
            Files.createFile(home.resolve("jssecacerts"));
            assertEquals(home.resolve("jssecacerts").toString(), RuntimeRoots.path());
        } finally {
            System.setProperty("java.home", before);
        }
    }

    @Test
    void originsAreTold() {
        assertEquals("debian-java", RuntimeRoots.place("/etc/ssl/certs/java/cacerts").get("manager"));
        assertEquals("rhel", RuntimeRoots.place("/etc/pki/ca-trust/extracted/java/cacerts").get("manager"));
        assertEquals("suse", RuntimeRoots.place("/var/lib/ca-certificates/java-cacerts").get("manager"));
        assertEquals("mozilla", RuntimeRoots.place("/var/lib/ca-certificates/java-cacerts").get("follows"));
        assertEquals("jdk", RuntimeRoots.place("/opt/jdk/lib/security/cacerts").get("manager"));
    }

    // ---- what is passed in

    @Test
    void contextManagerAndKeystore() throws Exception {
        X509TrustManager manager = (X509TrustManager) Probe.managers(R1)[0];
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, Probe.managers(R1), null);
        try (RootStore file = RootStore.ofPath(Paths.get(R1));
             RootStore ofManager = RootStore.of("manager", manager);
             RootStore ofContext = RootStore.of("context", context)) {
            assertEquals(file.fingerprints(), ofManager.fingerprints());
            assertEquals(file.fingerprints(), ofContext.fingerprints());
            Report report = Tree.question().migration("oss-globalsign").store(ofManager).store("c", context)
                .store("m", manager).ready();
            assertEquals(Arrays.asList("manager", "c", "m"), Arrays.asList(report.stores().stream()
                .map(StoreState::path).toArray()));
            assertEquals("manager", report.stores().get(0).id());
            report.stores().forEach(store -> assertEquals(Verdict.BREAKS_LATER, store.outcome().verdict()));
            assertFalse(report.stores().get(0).command().isPresent());
            assertEquals(Collections.emptyMap(), report.settings());
        }
    }

    /** An id has 47 octets, and no half of a character. */
    @Test
    void longLabels() throws Exception {
        String label = "a" + new String(new char[40]).replace("\0", "\ud83d\ude00");
        Report report = Tree.question().migration("oss-globalsign")
            .store(label, (X509TrustManager) Probe.managers(R1)[0]).ready();
        assertEquals(label, report.stores().get(0).path());
        assertEquals(label.substring(0, 1 + 2 * 11), report.stores().get(0).id());
    }

    @Test
    void whatCannotBeSeenIsTold() throws Exception {
        SSLContext raw = SSLContext.getInstance("TLS"); // not initialised
        ChainReadyException error = assertThrows(ChainReadyException.class, () -> RootStore.of("raw", raw));
        assertEquals("unsupported", error.status());
        assertTrue(error.getMessage().contains("pass its trust manager"), error.getMessage());
        X509TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {
            }

            @Override
            public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {
            }

            @Override
            public java.security.cert.X509Certificate[] getAcceptedIssuers() {
                return new java.security.cert.X509Certificate[0];
            }
        };
        assertEquals("not_found",
            assertThrows(ChainReadyException.class, () -> RootStore.of("all", all)).status());
    }

    @Test
    void settingsAreRead() {
        java.util.Map<String, String> settings = Tree.question().ready().settings();
        assertTrue(settings.get("jdk.tls.disabledAlgorithms").contains("TLSv1.1"));
        assertTrue(settings.get("jdk.certpath.disabledAlgorithms").contains("MD5"));
        assertTrue(settings.get("jdk.security.caDistrustPolicies").contains("SYMANTEC_TLS"));
        assertEquals(System.getProperty("java.version"), settings.get("java.version"));
        assertEquals(HOME + "/lib/security/cacerts", settings.get("trust.store"));
    }

    /** The library's newest profile of a JDK that is not newer than this one; or none, where it has none. */
    @Test
    void profileOfThisJvm() {
        int mine = Runtime.version().feature();
        int best = 0;
        for (long i = 0; org.libchain.internal.Native.profile_name(i) != null; i++) {
            String name = org.libchain.internal.Native.profile_name(i);
            for (int feature = 8; feature <= mine; feature++) {
                best = name.equals("jdk-" + feature) ? Math.max(best, feature) : best;
            }
        }
        String profile = RuntimeRoots.profile();
        assertEquals(best == 0 ? null : "jdk-" + best, profile);
        assertTrue(Tree.question().ready().toJson()
            .contains("\"profile\": \"" + (profile == null ? "tls" : profile) + "\""));
    }

    /** Word for word: after the printed script, the same JVM is ready. */
    @Test
    void theScriptMends() throws Exception {
        Path file = keystore("mend.p12");
        String[] start = {"-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=secret1",
            "org.libchain.Main", "--at", "2026-11-22", "--timeline", "oss-globalsign"};
        assertEquals(1, Child.java(start).exit);
        String[] fix = Arrays.copyOf(start, start.length + 1);
        fix[start.length] = "fix";
        Path script = folder.resolve("mend.sh");
        Files.write(script, Child.java(fix).out.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Path password = folder.resolve("password");
        Files.write(password, Collections.singletonList("secret1"));
        Child run = Child.run(Arrays.asList("env", "STOREPASS_FILE=" + password,
            "PATH=" + HOME + "/bin:/usr/bin:/bin", "sh", script.toString()));
        assertEquals(0, run.exit, run.out + run.err);
        assertEquals(0, Child.java(start).exit, Child.java(start).out);
    }
}
