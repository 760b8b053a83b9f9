// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes at every moment of a migration end as was predicted before: tests/bindings/handshake. */
class HandshakeTest {
    private static final String CONNECTS = "connects";
    private static final String REFUSES = "refuses";
    private static final List<String> STACKS = List.of("java-httpsurlconnection", "java-httpclient");
    private static final Path SERVERS = Tree.SOURCE.resolve("tests/bindings/handshake");
    private static final Map<String, String> TABLE = new TreeMap<>();

    @TempDir
    private static Path folder;
    private static Process server;
    private static JsonObject servers;

    @BeforeAll
    static void serve() throws IOException {
        server = new ProcessBuilder("python3", SERVERS.resolve("serve.py").toString(), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = new BufferedReader(new InputStreamReader(server.getInputStream(),
            StandardCharsets.UTF_8)).readLine();
        servers = JsonParser.parseString(line).getAsJsonObject();
    }

    @AfterAll
    static void stop() throws Exception {
        server.getOutputStream().close();
        assertTrue(server.waitFor(20, TimeUnit.SECONDS));
        List<String> rows = new ArrayList<>();
        TABLE.forEach((row, cell) -> rows.add(row + cell));
        java.nio.file.Files.write(Tree.BUILD.resolve("bindings/java/handshakes-"
            + System.getProperty("java.version") + ".txt"), rows);
    }

    @TestFactory
    List<DynamicTest> handshakes() {
        JsonArray habits = JsonParser.parseString(new String(Tree.read(SERVERS.resolve("habits.json")),
            StandardCharsets.UTF_8)).getAsJsonObject().getAsJsonArray("habits");
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement each : servers.getAsJsonArray("moments")) {
            JsonObject moment = each.getAsJsonObject();
            for (Map.Entry<String, JsonElement> store : moment.getAsJsonObject("stores").entrySet()) {
                String name = moment.get("moment").getAsString() + ", " + store.getKey();
                tests.add(DynamicTest.dynamicTest(name,
                    () -> check(habits, moment, store.getKey(), store.getValue().getAsString())));
            }
        }
        assertEquals(35, tests.size());
        return tests;
    }

    /** A program that was started with a trust store, and uses the defaults of everything. */
    @TestFactory
    List<DynamicTest> defaults() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : List.of("bridged", "new")) {
            JsonObject moment = moment(name);
            for (String store : List.of("old", "new")) {
                tests.add(DynamicTest.dynamicTest(name + ", " + store, () -> {
                    String expected = name.equals("new") && store.equals("old") ? REFUSES : CONNECTS;
                    Path file = folder.resolve(name + "-" + store + ".p12");
                    try (OutputStream out = java.nio.file.Files.newOutputStream(file)) {
                        keystore(Paths.get(moment.getAsJsonObject("stores").get(store).getAsString()))
                            .store(out, "secret".toCharArray());
                    }
                    Child child = Child.java("-Djavax.net.ssl.trustStore=" + file,
                        "-Djavax.net.ssl.trustStorePassword=secret", "org.libchain.Caller",
                        "https://localhost:" + moment.get("port").getAsInt() + "/",
                        moment.get("timeline").getAsString(), moment.get("at").getAsString());
                    assertEquals(String.join(" ", java.util.Collections.nCopies(4, expected)),
                        child.out.trim(), child.err);
                }));
            }
        }
        return tests;
    }

    /** The same under security properties that refuse the keys or signatures of these servers, or do not. */
    @TestFactory
    List<DynamicTest> securityProperties() throws Exception {
        JsonObject moment = moment("bridged");
        Path file = folder.resolve("security.p12");
        try (OutputStream out = java.nio.file.Files.newOutputStream(file)) {
            keystore(Paths.get(moment.getAsJsonObject("stores").get("new").getAsString()))
                .store(out, "secret".toCharArray());
        }
        Map<String, String> cases = new TreeMap<>();
        String certpath = "jdk.certpath.disabledAlgorithms=";
        cases.put(certpath + "MD5", CONNECTS);
        cases.put(certpath + "EC keySize < 256", CONNECTS);
        cases.put(certpath + "EC keySize < 384", REFUSES);
        cases.put(certpath + "secp256r1", REFUSES);
        cases.put(certpath + "EC denyAfter 2120-01-01", CONNECTS);
        cases.put("jdk.tls.disabledAlgorithms=SSLv3, RC4, RSA keySize < 4096", CONNECTS);
        cases.put("jdk.tls.disabledAlgorithms=SSLv3, RC4, EC keySize < 384", REFUSES);
        List<DynamicTest> tests = new ArrayList<>();
        cases.forEach((property, expected) -> tests.add(DynamicTest.dynamicTest(property, () -> {
            Path properties = folder.resolve("over.properties");
            java.nio.file.Files.write(properties, List.of(property));
            Child child = Child.java("-Djava.security.properties=" + properties,
                "-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=secret",
                "org.libchain.Caller", "https://localhost:" + moment.get("port").getAsInt() + "/",
                moment.get("timeline").getAsString(), moment.get("at").getAsString());
            assertEquals(String.join(" ", java.util.Collections.nCopies(4, expected)), child.out.trim(),
                child.err);
        })));
        return tests;
    }

    private static JsonObject moment(String name) {
        for (JsonElement each : servers.getAsJsonArray("moments")) {
            if (each.getAsJsonObject().get("moment").getAsString().equals(name)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError(name);
    }

    private static void check(JsonArray habits, JsonObject moment, String store, String path) throws Exception {
        SSLContext context = context(Paths.get(path));
        String predicted = predict(moment, context); // before anything is connected
        for (String stack : STACKS) {
            String happened = connect(stack, context, moment);
            JsonObject habit = habit(habits, stack, store, moment.get("moment").getAsString());
            String name = habit == null ? "" : habit.get("name").getAsString();
            TABLE.put(String.format("%-15s %-14s %-24s ", moment.get("moment").getAsString(), store, stack),
                predicted + " / " + happened + (habit == null ? "" : "   " + name));
            assertEquals(habit == null ? predicted : habit.get("predicted").getAsString(), predicted, name);
            assertEquals(habit == null ? predicted : habit.get("happens").getAsString(), happened, name);
        }
    }

    /** The habit that makes them differ; null: they must agree. */
    private static JsonObject habit(JsonArray habits, String stack, String store, String moment) {
        for (JsonElement each : habits) {
            JsonObject habit = each.getAsJsonObject();
            if (habit.get("store").getAsString().equals(store)
                && habit.getAsJsonArray("stacks").toString().contains('"' + stack + '"')
                && habit.getAsJsonArray("moments").toString().contains('"' + moment + '"')) {
                return habit;
            }
        }
        return null;
    }

    // ---- predicted

    private static String word(Report report) {
        assertNotEquals(Verdict.UNKNOWN, report.verdict(), report.text());
        return report.verdict() == Verdict.BROKEN ? REFUSES : CONNECTS;
    }

    /** From the context itself, three times: by the timeline, by the chain, and long before. */
    private static String predict(JsonObject moment, SSLContext context) {
        Instant at = Instant.ofEpochSecond(moment.get("at").getAsLong());
        Instant began = Instant.ofEpochSecond(moment.get("began").getAsLong());
        try (Migration migration = Migration.ofPath(Paths.get(moment.get("timeline").getAsString()));
             ServerChain chain = ServerChain.ofPath(Paths.get(moment.get("chain").getAsString()))) {
            String predicted = word(ask(context).at(at).until(at.plus(Duration.ofDays(730)))
                .migration(migration).ready());
            assertEquals(predicted, word(ask(context).at(at).until(at.plus(Duration.ofDays(20)))
                .chain(chain, servers.get("host").getAsString()).ready()), "the captured chain");
            Report foretold = ask(context).at(began).until(began.plus(Duration.ofDays(3650)))
                .migration(migration).ready();
            if (foretold.verdict() != Verdict.BROKEN) { // what does not work yet may come to
                boolean good = foretold.breaksAt().map(breaks -> breaks.isAfter(at)).orElse(true);
                assertEquals(predicted, good ? CONNECTS : REFUSES, "foretold: " + foretold.outcome());
            }
            return predicted;
        }
    }

    private static ChainReady.Builder ask(SSLContext context) {
        return ChainReady.builder().logged(false).store("the context", context);
    }

    // ---- happened

    private static KeyStore keystore(Path pem) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate root : CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Tree.read(pem)))) {
            store.setCertificateEntry("root" + count++, root);
        }
        return store;
    }

    private static SSLContext context(Path pem) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keystore(pem));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static String connect(String stack, SSLContext context, JsonObject moment) throws Exception {
        URI uri = URI.create("https://" + servers.get("host").getAsString() + ":"
            + moment.get("port").getAsInt() + "/");
        try {
            String answer = stack.equals("java-httpclient") ? get(uri, context) : open(uri, context);
            assertEquals(moment.get("moment").getAsString(), answer);
            return CONNECTS;
        } catch (SSLHandshakeException error) {
            assertTrue(error.getMessage().contains("PKIX") || error.getMessage().contains("anchor"),
                error.toString()); // for the path, and for nothing else
            return REFUSES;
        }
    }

    private static String get(URI uri, SSLContext context) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(context)
            .connectTimeout(Duration.ofSeconds(20)).build();
        return client.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String open(URI uri, SSLContext context) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setConnectTimeout(20000);
        connection.setReadTimeout(20000);
        try (java.io.InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
