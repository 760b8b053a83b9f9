// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** tests/bindings/contract.json, answered by Java; the JSON is C's, octet by octet. */
class ContractTest {
    private static final Path FILE = Tree.SOURCE.resolve("tests/bindings/contract.json");
    private static final Set<String> KEYS = Set.of("id", "ask", "source", "at", "until", "stores",
        "timelines", "chains", "hosts", "bridges", "baseline", "origin", "draft", "lane", "follows", "profile", "renewal", "budget",
        "expect", "error");

    @TempDir
    private static Path answers;

    /** What a case opens, closed after it. */
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void askC() {
        Child runner = Child.run(Arrays.asList(Tree.BUILD.resolve("tests/bindings/contract").toString(),
            FILE.toString(), Tree.ROOTS.toString(), "--write", answers.toString()));
        assertEquals(0, runner.exit, runner.out + runner.err);
    }

    @TestFactory
    Stream<DynamicTest> contract() {
        JsonArray cases = JsonParser.parseString(new String(Tree.read(FILE), StandardCharsets.UTF_8))
            .getAsJsonObject().getAsJsonArray("cases");
        assertTrue(cases.size() > 50);
        return cases.asList().stream().map(JsonElement::getAsJsonObject)
            .map(row -> DynamicTest.dynamicTest(text(row, "id"), () -> check(row)));
    }

    private void check(JsonObject row) throws Exception {
        assertTrue(KEYS.containsAll(row.keySet()), "an unknown key");
        String json;
        try {
            json = ask(row);
        } catch (ChainReadyException error) {
            checkError(row, error);
            return;
        } finally {
            for (AutoCloseable each : open) {
                each.close();
            }
            open.clear();
        }
        assertEquals(row.get("expect"), summary(json));
        if (text(row, "ask").equals("names")) {
            return;
        }
        assertEquals(new String(Tree.read(answers.resolve(text(row, "id") + ".json")),
            StandardCharsets.UTF_8), json);
    }

    private String ask(JsonObject row) throws Exception {
        switch (text(row, "ask")) {
            case "verify":
                return verify(row);
            case "draft":
                return draft(row);
            case "names":
                return names();
            default:
                return ready(row);
        }
    }

    private static void checkError(JsonObject row, ChainReadyException error) {
        JsonObject expected = row.getAsJsonObject("error");
        assertNotNull(expected, error.toString());
        JsonObject actual = new JsonObject();
        actual.addProperty("status", error.status());
        actual.addProperty("entry", (int) error.entry());
        actual.addProperty("offset", (int) error.offset());
        actual.addProperty("path", error.path());
        if (expected.has("message")) {
            actual.addProperty("message", error.getMessage());
        }
        assertEquals(new TreeMap<>(expected.asMap()).toString(), new TreeMap<>(actual.asMap()).toString());
    }

    private static JsonObject summary(String json) {
        JsonObject answer = JsonParser.parseString(json).getAsJsonObject();
        JsonObject summary = new JsonObject();
        for (String key : Arrays.asList("verdict", "breaks_at", "breaks_latest", "broken_since",
            "unknown_from", "breaks_by", "complete", "id", "default_timelines", "formats")) {
            if (answer.has(key)) {
                summary.add(key, answer.get(key));
            }
        }
        return summary;
    }

    // ---- a case becomes a question, in the order of docs/BINDINGS.md

    private String ready(JsonObject row) throws Exception {
        Instant at = Times.parse(text(row, "at"));
        ChainReady.Builder builder = ChainReady.builder().logged(false).at(at)
            .until(Times.parse(text(row, "until")))
            .words(text(row, "lane"), text(row, "follows"), text(row, "renewal"));
        if (row.has("profile")) {
            builder.profile(text(row, "profile"));
        }
        for (Map.Entry<String, JsonElement> bound : object(row, "budget").entrySet()) {
            builder.budget(bound.getKey(), bound.getValue().getAsLong());
        }
        builder.exactly();
        for (JsonElement store : array(row, "stores")) {
            builder.store(keep(store(store.getAsJsonObject())));
        }
        addTimelines(builder, row.get("timelines"));
        for (JsonElement chain : array(row, "chains")) {
            builder.chain(keep(ServerChain.ofBytes(octets(chain.getAsJsonObject()))),
                text(chain.getAsJsonObject(), "host"));
        }
        for (JsonElement host : array(row, "hosts")) {
            builder.host(host.getAsString());
        }
        if (row.has("bridges")) {
            builder.bridges(keep(ServerChain.ofBytes(octets(row.getAsJsonObject("bridges")))));
        }
        if (row.has("baseline")) {
            builder.baseline(text(row.getAsJsonObject("baseline"), "text").getBytes(StandardCharsets.UTF_8));
        }
        if (row.has("origin")) {
            builder.origin(text(row.getAsJsonObject("origin"), "path"),
                row.getAsJsonObject("origin").get("line").getAsInt());
        }
        Report report = builder.ready();
        agree(report);
        for (String form : Report.formats()) {
            assertEquals(answer(row, form), report.format(form));
        }
        assertEquals(answer(row, "typed"), report.text(TextStyle.plain().width(72).fixCommand("mend it")));
        return report.toJson();
    }

    private static String answer(JsonObject row, String form) {
        return new String(Tree.read(answers.resolve(text(row, "id") + "." + form)), StandardCharsets.UTF_8);
    }

    /** As the bridge has it, for the contract also holds what MigrationDraft's types rule out. */
    private String draft(JsonObject row) throws Exception {
        JsonObject fields = row.getAsJsonObject("draft");
        List<ServerChain> certificates = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        for (String role : Arrays.asList("old_root", "new_root", "bridge")) {
            if (fields.has(role)) {
                roles.add(role);
                certificates.add(keep(ServerChain.ofBytes(octets(fields.getAsJsonObject(role)))));
            }
        }
        return Errors.call(() -> {
            try (org.libchain.internal.Draft draft =
                     new org.libchain.internal.Draft(Times.parse(text(row, "at")).getEpochSecond())) {
                for (String field : Arrays.asList("id", "host", "on")) {
                    if (fields.has(field)) {
                        draft.put(field, text(fields, field));
                    }
                }
                for (int i = 0; i < roles.size(); i++) {
                    String role = roles.get(i);
                    certificates.get(i).use(list -> {
                        draft.certify(role, list);
                        return null;
                    });
                }
                return draft.json();
            }
        });
    }

    private static String names() {
        JsonObject names = new JsonObject();
        names.add("default_timelines", array(Migration.defaults()));
        names.add("formats", array(Report.formats()));
        return names.toString();
    }

    private static JsonArray array(List<String> words) {
        JsonArray array = new JsonArray();
        words.forEach(array::add);
        return array;
    }

    private void addTimelines(ChainReady.Builder builder, JsonElement timelines) throws Exception {
        if (timelines == null) {
            return;
        }
        if (timelines.isJsonPrimitive()) {
            assertEquals("current", timelines.getAsString());
            builder.currentMigrations();
            return;
        }
        for (JsonElement timeline : timelines.getAsJsonArray()) {
            if (timeline.isJsonPrimitive()) {
                builder.migration(timeline.getAsString());
            } else {
                builder.migration(keep(Migration.ofBytes(text(timeline.getAsJsonObject(), "text")
                    .getBytes(StandardCharsets.UTF_8))));
            }
        }
    }

    /** The getters say what the JSON says. */
    private static void agree(Report report) {
        JsonObject answer = JsonParser.parseString(report.toJson()).getAsJsonObject();
        assertEquals(text(answer, "verdict"), report.verdict().word());
        assertEquals(answer.get("complete").getAsBoolean(), report.isComplete());
        assertEquals(answer.getAsJsonArray("results").size(), report.results().size());
        assertEquals(answer.getAsJsonArray("stores").size(), report.stores().size());
        assertEquals(text(answer, "at"), report.at().toString());
        assertEquals(text(answer, "until"), report.until().toString());
        Outcome outcome = report.outcome();
        assertEquals(text(answer, "breaks_at"), outcome.breaksAt().map(Instant::toString).orElse(null));
        assertEquals(text(answer, "breaks_latest"), outcome.breaksLatest().map(Instant::toString).orElse(null));
        assertEquals(text(answer, "broken_since"), outcome.brokenSince().map(Instant::toString).orElse(null));
        assertEquals(text(answer, "unknown_from"), outcome.unknownFrom().map(Instant::toString).orElse(null));
        assertEquals(text(answer, "breaks_by"), outcome.breaksBy().map(Instant::toString).orElse(null));
    }

    private String verify(JsonObject row) throws Exception {
        JsonObject chain = array(row, "chains").get(0).getAsJsonObject();
        Verification verification = new Verification(
            keep(store(array(row, "stores").get(0).getAsJsonObject())),
            keep(ServerChain.ofBytes(octets(chain))), Times.parse(text(row, "at")),
            Times.parse(text(row, "until")));
        if (chain.has("host")) {
            verification.host(text(chain, "host"));
        }
        if (row.has("profile")) {
            verification.profile(text(row, "profile"));
        }
        return verification.toJson();
    }

    private RootStore store(JsonObject row) throws Exception {
        RootStore store;
        if (row.has("anchors")) {
            List<byte[]> ders = new ArrayList<>();
            for (JsonElement anchor : row.getAsJsonArray("anchors")) {
                ders.add(der(anchor.getAsJsonObject()));
            }
            store = RootStore.ofAnchors(text(row, "label"), ders);
        } else {
            store = RootStore.fromBytes(text(row, "label"), octets(row), text(row, "password"));
        }
        Map<String, String> place = new TreeMap<>();
        object(row, "place").entrySet().forEach(field -> place.put(field.getKey(), field.getValue().getAsString()));
        return place.isEmpty() ? store : store.at(place);
    }

    private static byte[] der(JsonObject anchor) throws Exception {
        byte[] octets = octets(anchor);
        return anchor.has("roots") ? CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(octets)).getEncoded() : octets;
    }

    private static byte[] octets(JsonObject row) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (JsonElement name : array(row, "roots")) {
            octets.writeBytes(Tree.read(Tree.root(name.getAsString())));
        }
        if (row.has("text")) {
            octets.writeBytes(text(row, "text").getBytes(StandardCharsets.UTF_8));
        }
        String hex = row.has("hex") ? text(row, "hex") : "";
        for (int i = 0; i < hex.length(); i += 2) {
            octets.write(Integer.parseInt(hex.substring(i, i + 2), 16));
        }
        return octets.toByteArray();
    }

    private <T extends AutoCloseable> T keep(T each) {
        open.add(each);
        return each;
    }

    private static String text(JsonObject row, String key) {
        return row.has(key) && !row.get(key).isJsonNull() ? row.get(key).getAsString() : null;
    }

    private static JsonArray array(JsonObject row, String key) {
        return row.has(key) ? row.getAsJsonArray(key) : new JsonArray();
    }

    private static JsonObject object(JsonObject row, String key) {
        return row.has(key) ? row.getAsJsonObject(key) : new JsonObject();
    }
}
